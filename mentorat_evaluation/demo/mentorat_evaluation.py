import random

from odoo import models

from ..models.mentorat_evaluation import LINKED_MOMENTS
from . import closed_pairs
from . import closed_programme as story

PREFIX = "mentorat_evaluation.question_"


class MentoratEvaluation(models.Model):
    """What people answered in the demo of a programme that is over."""

    _inherit = "mentorat.evaluation"

    def _demo_run(self, opened, closed, share, source):
        """Invite, answer and close as if the days from ``opened`` to ``closed`` had passed.

        :param float share: of those invited, who answer
        :param random.Random source: the same numbers each time
        """
        self.write({"state": "open", "date_start": opened})
        people = self._get_audience()
        if self.audience == "managers":
            # About one manager for two mentees.
            people = people[::2]
        answering = people.browse(source.sample(people.ids, round(len(people) * share)))
        invitations = self.env["mentorat.evaluation.invitation"].create(
            [
                {
                    "evaluation_id": self.id,
                    "participation_id": person.id,
                    "date_invited": opened,
                    "answered": person in answering,
                }
                for person in people
            ]
        )
        texts = {name: list(lines) for name, lines in story.TEXTS.items()}
        places = {person: place for place, person in enumerate(people)}
        for invitation in invitations.filtered("answered"):
            person = invitation.participation_id
            role = "manager" if self.audience == "managers" else person.role
            answers = self._demo_answer(texts, places[person], source)
            # As on the page where people answer.
            links = invitation._get_links(
                role, answers, self._demo_get_code(role, places[person])
            )
            self.env["mentorat.answer"]._add(self, role, answers, links)
        self.write({"state": "closed", "date_end": closed})
        self.env["mentorat.answer"]._forget_order(self, closed)
        self.env["mentorat.evaluation.invitation"]._forget(self)

    def _demo_get_code(self, role, place):
        """Return the code that the person at ``place`` of a role gives, ``None`` for most."""
        given, of = closed_pairs.CODES.get(role, (0, 1))
        if self.moment not in LINKED_MOMENTS or place % of >= given:
            return None
        words = closed_pairs.CODE_WORDS
        code = f"{words[place % len(words)]} {place}"
        is_forgotten = self.moment != "start" and place % closed_pairs.FORGOTTEN == 0
        return f"{code} again" if is_forgotten else code

    def _demo_answer(self, texts, place, source):
        """Return what the person at ``place`` of the audience answers: ``{question: str}``.

        :param dict texts: ``{name of a question: lines that nobody has said yet}``
        """
        answers = {}
        # Who is content says so each time.
        own = random.Random(place).gauss(0, story.OWN_SPREAD)
        names = self.question_ids.get_external_id()
        for question in self.question_ids:
            name = names[question.id].removeprefix(PREFIX)
            choices = question.suggested_answer_ids
            if choices:
                answers[question] = self._demo_choose(choices, source)
            elif question.question_type == "scale":
                answers[question] = self._demo_rate(question, name, own, source)
            elif texts.get(name):
                answers[question] = texts[name].pop()
        return answers

    def _demo_rate(self, question, name, own, source):
        # Five points are as far apart as ten.
        scale = (question.scale_max - question.scale_min) / 10
        middle = story.MEANS.get(name, story.MEAN) * scale + question.scale_min
        point = round(source.gauss(middle + own * scale, story.SPREAD * scale))
        return str(min(max(point, question.scale_min), question.scale_max))

    def _demo_choose(self, choices, source):
        names = choices.get_external_id()
        weights = [
            6 if names[choice.id].removeprefix(PREFIX) in story.LIKELY else 1
            for choice in choices
        ]
        return str(source.choices(choices, weights)[0].id)

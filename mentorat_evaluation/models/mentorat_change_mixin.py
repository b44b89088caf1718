from collections import defaultdict

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ..core.change import Change, choose_starts
from ..core.disclosure import protect_groups
from ..core.schedule import LATER_MOMENTS


class MentoratChangeMixin(models.AbstractModel):
    """What people answered after the start of a programme, beside what they answered then.

    The page of a campaign and the indicators both compare here. The start of a campaign are,
    for each role, those campaigns at the start of its programme that asked the same people:
    several where people came one group after the other (see ``core.change.choose_starts``).
    """

    _name = "mentorat.change.mixin"
    _description = "Answers at the start and later"

    # BUSINESS

    def _get_item_changes(self):
        """Return what can be compared in those of these campaigns that came later.

        :return: ``{evaluation: {(item, role): core.change.Change}}``, role ``None`` for all
            together where the same roles answered both times
        """
        later = self.filtered(
            lambda evaluation: (
                evaluation.state == "closed" and evaluation.moment in LATER_MOMENTS
            )
        )
        starts = self.search(
            Domain("programme_id", "in", later.programme_id.ids)
            & Domain("moment", "=", "start")
            & Domain("state", "=", "closed")
        )
        answers = (later | starts)._read_item_answers()
        invited = (later | starts)._read_invited()
        changes = {}
        for end in later:
            known = [
                start
                for start in starts.sorted(
                    lambda start: (start.date_end, start.id), reverse=True
                )
                if start.programme_id == end.programme_id
                and start.date_end <= end.date_end
                and answers[start].keys() & answers[end].keys()
            ]
            chosen = {
                role: choose_starts(people, [(s, invited[s][role]) for s in known])
                for role, people in invited[end].items()
            }
            changes[end] = {
                (item, role): change
                for item in answers[end]
                for role in (None, *answers[end][item])
                if (change := end._compare_item(item, role, chosen, answers))
            }
        return changes

    def _compare_item(self, item, role, chosen, answers):
        """Return one ``Change``, ``None`` without anything to compare.

        :param chosen: ``{role: list of campaigns at the start}``
        :param answers: see ``_read_item_answers``
        """
        own = answers[self][item]
        if role:
            starts = [s for s in chosen.get(role, ()) if role in answers[s][item]]
        else:
            # Those alone of which everybody is compared.
            starts = [
                start
                for start in {s: None for found in chosen.values() for s in found}
                if answers[start][item]
                and all(start in chosen.get(r, ()) for r in answers[start][item])
            ]
            if {r for start in starts for r in answers[start][item]} != own.keys():
                return None
        if not starts:
            return None
        threshold = max(evaluation.threshold for evaluation in (self, *starts))
        before = [start._pick(answers[start][item], role) for start in starts]
        after = self._pick(own, role)
        shown = [answer for found, is_shown in before if is_shown for answer in found]
        is_shown = after[1] and min(len(shown), len(after[0])) >= threshold
        return Change(
            shown if is_shown else [],
            after[0] if is_shown else [],
            sum(len(found) for found, __ in before),
            len(after[0]),
            threshold,
        )

    def _pick(self, by_role, role):
        """Return ``(answers, whether this campaign shows their mean)``.

        Of campaigns that show it, added up, nothing follows but what they show.
        """
        if not role:
            found = [answer for answers in by_role.values() for answer in answers]
            return found, len(found) >= self.threshold
        counts = {name: len(found) for name, found in by_role.items()}
        return by_role[role], role not in protect_groups(counts, self.threshold)

    # WHAT IS READ

    def _read_item_answers(self):
        """Return ``{evaluation: {item: {role: [(link, answer)]}}}`` of scales with an item."""
        # Nobody reads answers: what is told is of enough people, see ``_compare_item``.
        rows = (
            self.env["mentorat.answer"]
            .sudo()
            ._read_group(
                Domain("evaluation_id", "in", self.ids)
                & Domain("question_id.mentorat_item", "!=", False)
                & Domain("question_id.question_type", "=", "scale"),
                ["evaluation_id", "question_id", "role"],
                ["link:array_agg", "value:array_agg"],
            )
        )
        answers = defaultdict(lambda: defaultdict(dict))
        for evaluation, question, role, links, values in rows:
            found = list(zip(links, values, strict=True))
            answers[evaluation][question.mentorat_item][role] = found
        return answers

    def _read_invited(self):
        """Return ``{evaluation: {role: set of numbers of people}}`` of those invited."""
        self.env["mentorat.evaluation.invitation"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT invitation.evaluation_id,
                          CASE WHEN invitation.manager_id IS NULL
                               THEN person.role ELSE 'manager' END AS asked_as,
                          ARRAY_AGG(COALESCE(invitation.manager_id, person.id))
                     FROM mentorat_evaluation_invitation invitation
                     JOIN mentorat_participation person
                       ON person.id = invitation.participation_id
                    WHERE invitation.evaluation_id = ANY(%s)
                 GROUP BY invitation.evaluation_id, asked_as""",
                self.ids,
            )
        )
        invited = defaultdict(lambda: defaultdict(set))
        for number, role, people in rows:
            invited[self.browse(number)][role] |= set(people)
        return invited

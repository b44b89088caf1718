import random

from odoo import fields, models

from .survey_question import TEXT_TYPES

# Ids are 32 bit integers for PostgreSQL.
LARGEST_ID = 2**31 - 1


class MentoratAnswer(models.Model):
    """One answer to one question of one campaign, and nobody's.

    Nothing here leads to who gave it: no author, no time, no link from one answer to the
    next, and ids drawn at random, so that their order tells nothing either. Who made up a
    code has the two answers to one item compared, at the start and at the end: ``link`` is a
    digest of its own for each item (see ``core.linking``). No group reads this model, not
    even administrators: results are computed in ``mentorat.evaluation`` and
    ``mentorat.indicator``.
    """

    _name = "mentorat.answer"
    _description = "Anonymous answer"
    _order = "id"
    _log_access = False
    _allow_sudo_commands = False

    evaluation_id = fields.Many2one(
        "mentorat.evaluation", required=True, index=True, ondelete="cascade"
    )
    role = fields.Selection(
        [("mentor", "Mentor"), ("mentee", "Mentee"), ("manager", "Manager")],
        required=True,
    )
    question_id = fields.Many2one(
        "survey.question", required=True, index=True, ondelete="restrict"
    )
    value = fields.Float(help="Answer to a scale.")
    choice_id = fields.Many2one("survey.question.answer", ondelete="restrict")
    choices = fields.Char(
        help="Ids of several choices of one person, in ascending order."
    )
    text = fields.Text()
    day = fields.Date(required=True)
    link = fields.Char(
        help="Digest of the code that the person made up, for this item."
    )

    _one_answer = models.Constraint(
        "CHECK(num_nonnulls(value, choice_id, choices, text) = 1)",
        "An answer is a number, a choice, several choices or a text.",
    )

    def _compute_display_name(self):
        self.display_name = self.env._("Answer")

    def _add(self, evaluation, role, answers, links=None):
        """Keep the answers of one person, under random ids and in random order.

        The caller has marked the invitation as answered in the same transaction.

        :param dict answers: ``{question: str}``: the point of a scale, the id of a
            choice, ids of several choices with commas between, or a text
        :param dict links: ``{question: str}``, digests of the person's code
        """
        links = links or {}
        source = random.SystemRandom()
        day = fields.Date.context_today(self)
        rows = []
        for question, value in answers.items():
            kind = question.question_type
            rows.append(
                (
                    evaluation.id,
                    role,
                    question.id,
                    float(value) if kind == "scale" else None,
                    int(value) if kind == "simple_choice" else None,
                    value if kind == "multiple_choice" else None,
                    value if kind in TEXT_TYPES else None,
                    day,
                    links.get(question),
                )
            )
        source.shuffle(rows)
        while rows:
            ids = source.sample(range(1, LARGEST_ID), len(rows))
            kept = self.env.cr.execute_values(
                "INSERT INTO mentorat_answer (id, evaluation_id, role, question_id, value,"
                " choice_id, choices, text, day, link)"
                " VALUES %s ON CONFLICT (id) DO NOTHING RETURNING id",
                [(new_id, *row) for new_id, row in zip(ids, rows, strict=True)],
                fetch=True,
            )
            # An id that was taken already is drawn again.
            kept_ids = {new_id for (new_id,) in kept}
            rows = [
                row
                for new_id, row in zip(ids, rows, strict=True)
                if new_id not in kept_ids
            ]
        self.invalidate_model()

    def _forget_order(self, evaluations, day):
        """Write the answers of ``evaluations`` anew, in random order, all of ``day``.

        Until then the database knows which rows were written together, and beside which
        invitation: afterwards they were all written by the same transaction, and the day on
        which the only person answered is told no more.
        """
        self.env.cr.execute(
            """
            WITH taken AS (
                DELETE FROM mentorat_answer WHERE evaluation_id IN %s
                RETURNING id, evaluation_id, role, question_id, value, choice_id, choices,
                          text, link
            )
            INSERT INTO mentorat_answer
                (id, evaluation_id, role, question_id, value, choice_id, choices, text,
                 link, day)
            SELECT taken.*, %s FROM taken ORDER BY random()
            """,
            (tuple(evaluations.ids), day),
        )
        self.invalidate_model()

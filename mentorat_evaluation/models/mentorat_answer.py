import random

from odoo import fields, models

# Ids are 32 bit integers for PostgreSQL.
LARGEST_ID = 2**31 - 1


class MentoratAnswer(models.Model):
    """One answer to one question of one campaign, and nobody's.

    Nothing here leads to who gave it: no author, no time, no link from one answer to the
    next, and ids drawn at random, so that their order tells nothing either. No group
    reads this model, not even administrators: results are computed in
    ``mentorat.evaluation`` and ``mentorat.indicator``.
    """

    _name = "mentorat.answer"
    _description = "Anonymous answer"
    _order = "id"
    _log_access = False
    _allow_sudo_commands = False

    evaluation_id = fields.Many2one(
        "mentorat.evaluation", required=True, index=True, ondelete="cascade"
    )
    role = fields.Selection([("mentor", "Mentor"), ("mentee", "Mentee")], required=True)
    question_id = fields.Many2one(
        "survey.question", required=True, index=True, ondelete="restrict"
    )
    value = fields.Float(help="Answer to a scale.")
    choice_id = fields.Many2one("survey.question.answer", ondelete="restrict")
    text = fields.Text()
    day = fields.Date(required=True)

    _one_answer = models.Constraint(
        "CHECK(num_nonnulls(value, choice_id, text) = 1)",
        "An answer is a number, a choice or a text.",
    )

    def _compute_display_name(self):
        self.display_name = self.env._("Answer")

    def _add(self, evaluation, role, answers):
        """Keep the answers of one person, under random ids and in random order.

        The caller has marked the invitation as answered in the same transaction.

        :param dict answers: ``{question: str}``: the point of a scale, the id of a
            choice, or a text
        """
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
                    value if kind in ("text_box", "char_box") else None,
                    day,
                )
            )
        source.shuffle(rows)
        while rows:
            ids = source.sample(range(1, LARGEST_ID), len(rows))
            kept = self.env.cr.execute_values(
                "INSERT INTO mentorat_answer"
                " (id, evaluation_id, role, question_id, value, choice_id, text, day)"
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

    def _forget_order(self, evaluations):
        """Write the answers of ``evaluations`` anew, in random order.

        Until then the database knows which rows were written together, and beside which
        invitation: afterwards they were all written by the same transaction.
        """
        self.env.cr.execute(
            """
            WITH taken AS (
                DELETE FROM mentorat_answer WHERE evaluation_id IN %s
                RETURNING id, evaluation_id, role, question_id, value, choice_id, text, day
            )
            INSERT INTO mentorat_answer
                (id, evaluation_id, role, question_id, value, choice_id, text, day)
            SELECT * FROM taken ORDER BY random()
            """,
            (tuple(evaluations.ids),),
        )

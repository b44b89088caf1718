from odoo import api, fields, models
from odoo.exceptions import AccessError

ANSWERS = [("pending", "Awaited"), ("accepted", "Accepted"), ("declined", "Declined")]


class MentoratConsentMixin(models.AbstractModel):
    """Two people who are both asked, each without knowing the other's answer first.

    Heirs have ``mentor_user_id`` and ``mentee_user_id``.
    """

    _name = "mentorat.consent.mixin"
    _description = "Consent of both sides"

    mentor_answer = fields.Selection(
        ANSWERS, default="pending", required=True, readonly=True, copy=False
    )
    mentee_answer = fields.Selection(
        ANSWERS, default="pending", required=True, readonly=True, copy=False
    )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_answers_untouched(set().union(*vals_list))
        return super().create(vals_list)

    def write(self, vals):
        self._check_answers_untouched(set(vals))
        return super().write(vals)

    def _check_answers_untouched(self, names):
        """Raise when somebody writes an answer instead of giving their own.

        :raises AccessError: outside of superuser mode
        """
        if not self.env.su and names & {"mentor_answer", "mentee_answer"}:
            raise AccessError(
                self.env._("Only the mentor and the mentee answer for themselves.")
            )

    def _record_answer(self, answer):
        """Keep ``answer`` ("accepted" or "declined") for the side of the current user.

        :return: the records to which both sides have now said yes
        :raises AccessError: when the user is neither of the two
        """
        for record in self:
            sides = [
                side
                for side in ("mentor", "mentee")
                if record[f"{side}_user_id"] == self.env.user
            ]
            if not sides:
                raise AccessError(
                    self.env._("Only the mentor and the mentee answer for themselves.")
                )
            # Checked just above: each writes the answer of their own side, nothing else.
            record.sudo().write({f"{side}_answer": answer for side in sides})
        return self.filtered(
            lambda record: record.mentor_answer == record.mentee_answer == "accepted"
        )

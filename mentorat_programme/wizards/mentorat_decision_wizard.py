from odoo import api, fields, models
from odoo.fields import Command

ACTIONS = {
    "refuse": "action_refuse",
    "ask": "action_ask",
    "delegate": "action_delegate",
    "recognise": "action_recognise_training",
    "interview": "action_note_interview",
}


class MentoratDecisionWizard(models.TransientModel):
    """A decision that needs a text: a reason, a question, a colleague, a proof."""

    _name = "mentorat.decision.wizard"
    _description = "Decision on participations"

    kind = fields.Selection(
        [
            ("refuse", "Do not retain"),
            ("ask", "Ask something"),
            ("delegate", "Let a colleague decide"),
            ("recognise", "Recognise an earlier training"),
            ("interview", "Note an interview"),
        ],
        required=True,
        readonly=True,
    )
    participation_ids = fields.Many2many("mentorat.participation")
    request_ids = fields.Many2many(
        "mentorat.participation.request",
        "mentorat_decision_wizard_request_rel",
        string="Requests",
        help="The same, for those who decide without reading participations.",
    )
    text = fields.Text()

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        active_ids = self.env.context.get("active_ids", [])
        if self.env.context.get("active_model") == "mentorat.participation.request":
            values["request_ids"] = [Command.set(active_ids)]
        if self.env.context.get("active_model") == "mentorat.participation":
            values["participation_ids"] = [Command.set(active_ids)]
            if values.get("kind") == "interview" and len(active_ids) == 1:
                # What was noted before, to go on from there: shown to its readers alone.
                participation = self.env["mentorat.participation"].browse(active_ids)
                values["text"] = participation.interview
        return values

    def action_apply(self):
        """Do it, as the current user: each method checks who may."""
        self.ensure_one()
        participations = self.participation_ids | self.request_ids._get_participations()
        getattr(participations, ACTIONS[self.kind])(self.text)
        return {"type": "ir.actions.act_window_close"}

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import NO_ACCESS


class MentoratAction(models.Model):
    """Something that one of the two has set out to do, until when: theirs alone."""

    _name = "mentorat.action"
    _inherit = "mentorat.pair.part.mixin"
    _description = "Action of a mentoring pair"
    _order = "date_deadline, id"

    _sealed_fields = ("title",)
    _version_fields = frozenset({"title", "owner", "meeting_id", "date_deadline"})
    _writable_fields = _version_fields

    title_sealed = fields.Text(groups=NO_ACCESS, copy=False)
    title = fields.Text("What", compute="_compute_sealed", readonly=False, copy=False)
    owner = fields.Selection(
        [("mentee", "The mentee"), ("mentor", "The mentor"), ("both", "Both")],
        "Who",
        default="mentee",
        required=True,
    )
    meeting_id = fields.Many2one(
        "mentorat.meeting", index="btree_not_null", ondelete="set null"
    )
    date_deadline = fields.Date("By")
    date_done = fields.Date("Done on", readonly=True, copy=False)

    # CONSTRAINTS

    @api.constrains("meeting_id", "pair_id")
    def _check_meeting(self):
        if any(
            action.meeting_id and action.meeting_id.pair_id != action.pair_id
            for action in self
        ):
            raise ValidationError(
                self.env._("An action belongs to a meeting of the same pair.")
            )

    # COMPUTE

    def _compute_display_name(self):
        for action in self:
            action.display_name = self.env._(
                "Action %(number)s", number=action.id or ""
            )

    @api.depends_context("uid")
    @api.depends("title_sealed", "pair_id")
    def _compute_sealed(self):
        return super()._compute_sealed()

    # ACTIONS

    def action_done(self):
        self._set_done(fields.Date.context_today(self))
        return True

    def action_reopen(self):
        self._set_done(False)
        return True

    # BUSINESS

    def _set_done(self, day):
        self.check_access("write")
        self._check_pair_goes_on()
        # By one of the two, as just checked; nobody writes the date by hand.
        changing = self.sudo().filtered(
            lambda action: bool(action.date_done) != bool(day)
        )
        changing.date_done = day

from odoo import api, fields, models


class MentoratQualification(models.Model):
    """A training in mentoring that somebody who runs programmes declares, with its proof."""

    _name = "mentorat.qualification"
    _inherit = "mentorat.guard.mixin"
    _description = "Qualification of a mentoring engineer"
    _order = "user_id, date desc, id"

    _writable_fields = frozenset(
        {"name", "organisation", "date", "hours", "proof", "proof_name"}
    )
    _given_fields = frozenset({"user_id"})

    user_id = fields.Many2one(
        "res.users",
        "Person",
        required=True,
        default=lambda self: self.env.user,
        index=True,
        ondelete="cascade",
    )
    name = fields.Char("Training", required=True)
    organisation = fields.Char("Given by")
    date = fields.Date("Completed on", required=True)
    hours = fields.Float()
    proof = fields.Binary(required=True, attachment=True)
    proof_name = fields.Char()

    _hours_positive = models.Constraint(
        "CHECK(hours >= 0)", "A training does not last less than nothing."
    )

    @api.model
    def _filter_qualified(self, users):
        """Return those of ``users`` who have declared a training."""
        # Whether, not which: the team of a programme is told of it.
        rows = self.sudo()._read_group([("user_id", "in", users.ids)], ["user_id"])
        return (
            self.env["res.users"].concat(*(user for (user,) in rows)).with_env(self.env)
        )

from odoo import api, fields, models
from odoo.fields import NO_ACCESS

from ..core.groups import GROUP_SUPERVISOR


class MentoratDilemma(models.Model):
    """A dilemma of the programme and the route taken, so that it learns: nobody is named."""

    _name = "mentorat.dilemma"
    _inherit = ["mentorat.guard.mixin", "mentorat.sealed.mixin"]
    _description = "Dilemma met in supervision"
    _order = "date desc, id desc"

    _sealed_fields = ("theme", "route")
    _writable_fields = frozenset({"principle", "theme", "route", "date_closed"})
    _given_fields = frozenset({"programme_id"})

    programme_id = fields.Many2one(
        "mentorat.programme",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('supervisor_ids', 'in', uid)]",
    )
    company_id = fields.Many2one(
        related="programme_id.company_id", store=True, index=True
    )
    principle = fields.Selection(
        [
            ("autonomy", "The mentee's autonomy"),
            ("confidentiality", "Confidentiality and its limits"),
            ("boundaries", "Boundaries of the role"),
            ("conflict", "Conflict of interest"),
            ("equality", "Equal treatment"),
            ("competence", "Honest competence and referral"),
            ("harm", "Doing no harm"),
            ("records", "Records and technology"),
            ("frame", "Rules of the programme"),
        ],
        "Principle at stake",
        required=True,
    )
    date = fields.Date(required=True, readonly=True, default=fields.Date.context_today)
    date_closed = fields.Date("Closed on")
    theme_sealed = fields.Text(groups=NO_ACCESS, copy=False)
    theme = fields.Text(
        compute="_compute_sealed",
        readonly=False,
        help="What it is about, without anybody's name, team or date.",
    )
    route_sealed = fields.Text(groups=NO_ACCESS, copy=False)
    route = fields.Text("Route taken", compute="_compute_sealed", readonly=False)

    # COMPUTE

    def _compute_display_name(self):
        for dilemma in self:
            dilemma.display_name = self.env._(
                "Dilemma %(number)s", number=dilemma.id or ""
            )

    @api.depends_context("uid")
    @api.depends("theme_sealed", "route_sealed", "programme_id")
    def _compute_sealed(self):
        return super()._compute_sealed()

    # BUSINESS

    def _filter_sealed_readable(self):
        user = self.env.user
        is_supervisor = user.has_group(GROUP_SUPERVISOR)
        # Read to decide, before any text is shown.
        programmes = self.sudo().programme_id
        roles = programmes.with_user(user)._get_person_roles()
        readable = programmes.filtered(
            lambda programme: (
                "referent" in roles[programme.id]
                or (is_supervisor and user in programme.supervisor_ids)
            )
        )
        return self.filtered(lambda record: record.sudo().programme_id in readable)

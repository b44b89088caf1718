from odoo import api, fields, models

from ..models.mentorat_programme import GROUP_ENGINEER, GROUP_REFERENT


class MentoratProgrammeTemplateWizard(models.TransientModel):
    """What a template does not know: for whom, when and with whom."""

    _name = "mentorat.programme.template.wizard"
    _description = "New mentoring programme from a template"

    template_id = fields.Many2one(
        "mentorat.programme",
        required=True,
        domain=[("is_template", "=", True)],
        ondelete="cascade",
    )
    template_summary = fields.Char(
        related="template_id.template_summary", related_sudo=False
    )
    template_purpose = fields.Text(related="template_id.purpose", related_sudo=False)
    programme_id = fields.Many2one(
        "mentorat.programme",
        "Draft to fill",
        readonly=True,
        ondelete="cascade",
        help="The draft that takes over the design; a new programme without.",
    )
    name = fields.Char(compute="_compute_name", store=True, readonly=False)
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    date_start = fields.Date("Start", default=fields.Date.context_today)
    engineer_ids = fields.Many2many(
        "res.users",
        "mentorat_template_wizard_engineer_rel",
        string="Mentoring engineers",
        domain=lambda self: [("all_group_ids", "in", self.env.ref(GROUP_ENGINEER).id)],
    )
    referent_ids = fields.Many2many(
        "res.users",
        "mentorat_template_wizard_referent_rel",
        string="Referents",
        domain=lambda self: [("all_group_ids", "in", self.env.ref(GROUP_REFERENT).id)],
    )
    ethics_contact_id = fields.Many2one("res.users", "Ethics contact")

    @api.depends("template_id")
    def _compute_name(self):
        for wizard in self:
            wizard.name = wizard.template_id.name

    def action_apply(self):
        """Make the programme, or fill the draft, and show it."""
        self.ensure_one()
        if self.programme_id:
            self.programme_id._fill_from(self.template_id)
            return self.programme_id.get_formview_action()
        programme = self.template_id.copy(
            {
                "name": self.name,
                "is_template": False,
                "company_id": self.company_id.id,
                "engineer_ids": self.engineer_ids.ids,
                "referent_ids": self.referent_ids.ids,
                "ethics_contact_id": self.ethics_contact_id.id,
                **self.template_id._get_dates_from(self.date_start),
            }
        )
        return programme.get_formview_action()

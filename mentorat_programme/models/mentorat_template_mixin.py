from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class MentoratTemplateMixin(models.AbstractModel):
    """A programme may be a template: a complete design without dates or people."""

    _name = "mentorat.template.mixin"
    _description = "Templates of mentoring programmes"

    # Fields of one programme in time, which no template gives.
    _own_fields = frozenset(
        {"name", "company_id", "date_start", "date_end", "engineer_ids"}
        | {"referent_ids", "supervisor_ids", "ethics_contact_id", "ethics_deputy_id"}
        | {"template_summary", "color", "active"}
    )

    is_template = fields.Boolean("Template", copy=False, index=True)
    template_summary = fields.Char(
        "When to use it", translate=True, help="One line, in the list of templates."
    )

    _company_or_template = models.Constraint(
        "CHECK(company_id IS NOT NULL OR COALESCE(is_template, FALSE))",
        "A programme belongs to a company.",
    )
    _template_is_draft = models.Constraint(
        "CHECK(NOT is_template OR state = 'draft')",
        "A template does not run: make a programme from it.",
    )

    # CRUD

    def copy_data(self, default=None):
        """Duplicate a design: the same length, from today on when it was in the past."""
        vals_list = super().copy_data(default)
        today = fields.Date.context_today(self)
        for programme, vals in zip(self, vals_list, strict=True):
            if not (default or {}).get("date_start") and programme.date_start < today:
                vals.update(programme._get_dates_from(today))
            if not (default or {}).get("name"):
                vals["name"] = self.env._("%(name)s (copy)", name=programme.name)
        return vals_list

    # ACTIONS

    def action_new_from_template(self):
        """Ask for what a template does not know, then make a programme of it."""
        return self._get_template_action(template_id=self.id)

    def action_fill_from_template(self):
        """Ask for the template whose design this draft takes over."""
        return self._get_template_action(programme_id=self.id)

    def action_save_as_template(self):
        """Keep the design of this programme as a template of its company."""
        self.ensure_one()
        template = self.copy(
            {
                "name": self.name,
                "is_template": True,
                "engineer_ids": [],
                "referent_ids": [],
                "supervisor_ids": [],
                "ethics_contact_id": False,
                "ethics_deputy_id": False,
            }
        )
        return template.get_formview_action()

    # BUSINESS

    @api.model
    def _get_template_action(self, **defaults):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New from template"),
            "res_model": "mentorat.programme.template.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {
                f"default_{name}": value for name, value in defaults.items() if value
            },
        }

    def _get_dates_from(self, date_start):
        """Return start and end of a programme as long as this one, from ``date_start``."""
        self.ensure_one()
        span = relativedelta(self.date_end, self.date_start)
        return {"date_start": date_start, "date_end": date_start + span}

    def _fill_from(self, template):
        """Take over the design of ``template`` in these drafts, in every language.

        :raises UserError: when one of them has opened
        """
        for programme in self:
            if programme.state != "draft":
                raise UserError(
                    self.env._(
                        "“%(name)s” has opened: its design is no longer replaced. Use "
                        "the template for a new programme.",
                        name=programme.name,
                    )
                )
            values = template.copy_data({"name": template.name})[0]
            for name in self._own_fields:
                values.pop(name, None)
            lines = {
                name: [Command.clear()]
                for name in values
                if self._fields[name].type == "one2many"
            }
            programme.write(lines)
            programme.write(
                {**values, **template._get_dates_from(programme.date_start)}
            )
            template.copy_translations(programme, excluded=self._own_fields)

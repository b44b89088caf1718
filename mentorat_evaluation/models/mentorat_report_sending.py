from odoo import api, fields, models


class MentoratReportSending(models.Model):
    """What one recipient got for one period: the log of what left the house."""

    _name = "mentorat.report.sending"
    _inherit = ["mentorat.mail.mixin"]
    _description = "Results sent to a sponsor"
    _order = "period desc, id desc"
    _rec_name = "period"

    subscription_id = fields.Many2one(
        "mentorat.report.subscription",
        "For",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    programme_id = fields.Many2one(related="subscription_id.programme_id")
    partner_id = fields.Many2one(
        "res.partner",
        "Recipient",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    period = fields.Date("Due on", required=True, readonly=True)
    lang = fields.Char("Language", readonly=True)
    content = fields.Json(readonly=True)

    _once = models.Constraint(
        "UNIQUE(subscription_id, partner_id, period)",
        "This recipient has got the results of this period.",
    )

    # BUSINESS

    @api.model
    def _create_for(self, subscription):
        """Return new rows for the recipients of a subscription that is due.

        What they are told is kept as it is today, in their language.
        """
        languages = dict(self.env["res.lang"].get_installed())
        contents, rows = {}, []
        for partner in subscription.partner_ids:
            lang = subscription.lang or partner.lang
            if lang not in languages:
                lang = "en_US"
            if lang not in contents:
                contents[lang] = self._compose(subscription.programme_id, lang)
            rows.append(
                {
                    "subscription_id": subscription.id,
                    "partner_id": partner.id,
                    "period": subscription.date_next,
                    "lang": lang,
                    "content": contents[lang],
                }
            )
        return self.create(rows)

    @api.model
    def _compose(self, programme, lang):
        """Return what is told: ``{name, totals, figures}``, from shown figures alone."""
        programme = programme.with_context(lang=lang)
        return {
            "name": programme.name,
            "totals": programme._get_totals(),
            "figures": [
                {
                    "name": value.indicator_id.name,
                    "result": value.display_value,
                    "interval": value.display_interval,
                    "target": value.display_target,
                    "people": value.people,
                }
                for value in programme._get_shown_values()
                if not value.role
            ],
        }

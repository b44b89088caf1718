from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import NO_ACCESS, Domain

from ..core.periods import month_end
from ..core.roles import disclose_measures

# Programmes computed together, at a fixed number of queries.
BATCH = 20
# A programme that is closed is followed for as long: what came of it shows later.
FOLLOWED_DAYS = 400


class MentoratSnapshotMixin(models.AbstractModel):
    """The values of indicators as of the end of each month."""

    _name = "mentorat.snapshot.mixin"
    _description = "Snapshots of mentoring indicators"

    # End of the last month of which the values were kept.
    date_snapshot = fields.Date(copy=False, groups=NO_ACCESS)

    def _compute_indicator_values(self, date):
        """Keep the value of every indicator at ``date``, in place of those of that date."""
        # Formulas are statements, past what waits to be saved.
        self.env.flush_all()
        # Figures alone come out: nobody reads the answers and meetings behind them.
        sudo = self.sudo()
        rows = [
            (indicator, measure)
            for indicator in self.env["mentorat.indicator"].sudo().search([])
            for measure in disclose_measures(indicator._get_figures(sudo, date))
        ]
        self.env["mentorat.indicator.value"]._replace(rows, date)
        self.invalidate_recordset(["indicator_value_ids", "latest_value_ids"])

    @api.model
    def _cron_snapshot(self):
        """Keep the values of the end of last month, some programmes at a time.

        Once a day: on all days but the first of a month there is nothing left to do, unless
        the server was down.
        """
        today = fields.Date.context_today(self)
        date = month_end(today)
        due = (
            Domain("is_template", "=", False)
            & Domain("date_start", "<=", date)
            & (Domain("date_snapshot", "=", False) | Domain("date_snapshot", "<", date))
            & (
                Domain("state", "in", ("open", "running", "evaluation"))
                | (
                    Domain("state", "=", "closed")
                    & Domain("date_end", ">=", today - timedelta(days=FOLLOWED_DAYS))
                )
            )
        )
        programmes = self.search(due, limit=BATCH, order="id")
        if programmes:
            programmes._compute_indicator_values(date)
            programmes.date_snapshot = date
        self.env["ir.cron"]._commit_progress(
            len(programmes), remaining=self.search_count(due)
        )

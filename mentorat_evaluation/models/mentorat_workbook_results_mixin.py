from functools import partial

from odoo import models

from odoo.addons.mentorat_matching.core.workbook import Chart, Column, tabulate


class MentoratWorkbookResultsMixin(models.AbstractModel):
    """The sheets of a programme's workbook that tell how it did, and name no participant."""

    _name = "mentorat.workbook.results.mixin"
    _description = "Results in the workbook of a mentoring programme"

    # BUSINESS

    def _tell_label(self, model, name):
        """Return a function from a record of ``model`` to the words of a selection field."""
        labels = dict(self.env[model]._fields[name]._description_selection(self.env))
        return lambda record: labels.get(record[name], "")

    def _get_label(self, record, name):
        """Return what people read for the value of a selection field of ``record``."""
        return self._tell_label(record._name, name)(record)

    def _get_figure_columns(self):
        """Return, for a value that may be read, whose it is and its interval, as columns."""
        _ = self.env._
        return (
            [
                (Column(_("Indicator"), width=28), lambda v: v.indicator_id.name),
                (
                    Column(_("Campaign"), width=28),
                    lambda v: v.evaluation_id.name or None,
                ),
                (Column(_("Date"), "date", 12), lambda v: v.date),
            ],
            [
                (
                    Column(_("Interval from"), "number", 12),
                    lambda v: v.low if v._has_interval() else None,
                ),
                (
                    Column(_("Interval to"), "number", 12),
                    lambda v: v.high if v._has_interval() else None,
                ),
                (Column(_("People"), "integer", 10), lambda v: v.people),
            ],
        )

    def _get_indicator_sheet(self):
        _ = self.env._
        level = self._tell_label("mentorat.indicator", "level")
        unit = self._tell_label("mentorat.indicator", "unit")
        role = self._tell_label("mentorat.indicator.value", "role")
        (name, campaign, date), (low, high, people) = self._get_figure_columns()
        return tabulate(
            _("Indicators"),
            [
                name,
                (Column(_("Level"), width=14), lambda v: level(v.indicator_id)),
                (Column(_("Of whom"), width=14), lambda v: role(v) or None),
                campaign,
                (Column(_("From"), "date", 12), lambda v: v.date_start or None),
                date,
                (
                    Column(_("Value"), "number", 24),
                    lambda v: v.value if v.shown else v.display_value,
                ),
                low,
                high,
                (Column(_("Unit"), width=24), lambda v: unit(v.indicator_id)),
                (Column(_("Target"), width=16), lambda v: v.display_target or None),
                people,
                (
                    Column(_("Compared with"), "number", 14),
                    lambda v: v.reference if v.display_reference else None,
                ),
                (
                    Column(_("People compared with"), "integer", 14),
                    lambda v: v.reference_people or None,
                ),
            ],
            self.latest_value_ids,
        )

    def _get_campaign_sheet(self):
        _ = self.env._
        label = partial(self._tell_label, "mentorat.evaluation")
        campaigns = self.evaluation_ids.sorted(
            lambda campaign: campaign.date_start or campaign.create_date.date()
        )
        rate = _("Response rate (%)")
        return tabulate(
            _("Campaigns"),
            [
                (Column(_("Campaign"), width=28), lambda c: c.name),
                (Column(_("Moment"), width=20), label("moment")),
                (Column(_("Audience"), width=20), label("audience")),
                (Column(_("State"), width=12), label("state")),
                (Column(_("Since"), "date", 12), lambda c: c.date_start or None),
                (Column(_("Until"), "date", 12), lambda c: c.date_end or None),
                (Column(_("Invited"), "integer", 10), lambda c: c.invitation_count),
                # Who told of a difficult experience is not known.
                (
                    Column(_("Answered"), "integer", 10),
                    lambda c: None if c.is_confidential else c.answer_count,
                ),
                (
                    Column(rate, "number", 12),
                    lambda c: None if c.is_confidential else c.response_rate,
                ),
                (
                    Column(_("Anonymity threshold"), "integer", 12),
                    lambda c: c.threshold,
                ),
            ],
            campaigns,
            lambda: (
                [Chart(rate, "column", [(0, len(campaigns) - 1)], None, 0, 8)]
                if campaigns
                else []
            ),
        )

    def _get_trend_sheet(self):
        """Every figure that is shown, with a line for each that has more than one date."""
        _ = self.env._
        values = self.env["mentorat.indicator.value"].search(
            [("programme_id", "=", self.id), ("shown", "=", True)],
            order="indicator_id, role, date, id",
        )
        charts, first = [], 0
        for (indicator, __), group in values.grouped(
            lambda value: (value.indicator_id, value.role)
        ).items():
            last = first + len(group) - 1
            if len(set(group.mapped("date"))) > 1:
                title = f"{_('Trend')}: {indicator.name}"
                charts.append(Chart(title, "line", [(first, last)], 1, 3, 4))
            first = last + 1
        role = self._tell_label("mentorat.indicator.value", "role")
        (name, campaign, date), interval = self._get_figure_columns()
        return tabulate(
            _("Trends"),
            [
                name,
                (
                    Column(_("Of whom"), width=18),
                    lambda v: role(v) or _("Mentors and mentees"),
                ),
                campaign,
                date,
                (Column(_("Value"), "number", 12), lambda v: v.value),
                *interval,
            ],
            values,
            lambda: charts,
        )

    def _get_review_sheet(self):
        _ = self.env._
        return tabulate(
            _("Decisions"),
            [
                (Column(_("Decided on"), "date", 12), lambda r: r.date),
                (Column(_("What was seen"), width=48), lambda r: r.observation or None),
                (Column(_("Decision"), width=48), lambda r: r.name),
                (
                    Column(_("Campaign"), width=28),
                    lambda r: r.evaluation_id.name or None,
                ),
                (
                    Column(_("Indicator"), width=28),
                    lambda r: r.indicator_id.name or None,
                ),
                (Column(_("Owner"), width=24), lambda r: r.owner_id.name),
                (Column(_("Until"), "date", 12), lambda r: r.date_deadline or None),
                (
                    Column(_("State"), width=12),
                    self._tell_label("mentorat.review", "state"),
                ),
                (Column(_("Done on"), "date", 12), lambda r: r.date_done or None),
            ],
            self.env["mentorat.review"].search([("programme_id", "=", self.id)]),
        )

from odoo import models

from odoo.addons.mentorat_matching.core.workbook import Chart, Column, Sheet


class MentoratWorkbookResultsMixin(models.AbstractModel):
    """The sheets of a programme's workbook that tell how it did, and name no participant."""

    _name = "mentorat.workbook.results.mixin"
    _description = "Results in the workbook of a mentoring programme"

    # BUSINESS

    def _get_label(self, record, name):
        """Return what people read for the value of a selection field of ``record``."""
        labels = dict(record._fields[name]._description_selection(self.env))
        return labels.get(record[name], "")

    def _get_indicator_sheet(self):
        _ = self.env._
        return Sheet(
            _("Indicators"),
            [
                Column(_("Indicator"), width=28),
                Column(_("Level"), width=14),
                Column(_("Of whom"), width=14),
                Column(_("Campaign"), width=28),
                Column(_("From"), "date", 12),
                Column(_("Date"), "date", 12),
                Column(_("Value"), "number", 24),
                Column(_("Interval from"), "number", 12),
                Column(_("Interval to"), "number", 12),
                Column(_("Unit"), width=24),
                Column(_("Target"), width=16),
                Column(_("People"), "integer", 10),
                Column(_("Compared with"), "number", 14),
                Column(_("People compared with"), "integer", 14),
            ],
            [
                (
                    value.indicator_id.name,
                    self._get_label(value.indicator_id, "level"),
                    self._get_label(value, "role") or None,
                    value.evaluation_id.name or None,
                    value.date_start or None,
                    value.date,
                    value.value if value.shown else value.display_value,
                    value.low if value.display_interval else None,
                    value.high if value.display_interval else None,
                    self._get_label(value.indicator_id, "unit"),
                    value.display_target or None,
                    value.people,
                    value.reference if value.display_reference else None,
                    value.reference_people or None,
                )
                for value in self.latest_value_ids
            ],
        )

    def _get_campaign_sheet(self):
        _ = self.env._
        campaigns = self.evaluation_ids.sorted(
            lambda campaign: campaign.date_start or campaign.create_date.date()
        )
        rate = _("Response rate (%)")
        return Sheet(
            _("Campaigns"),
            [
                Column(_("Campaign"), width=28),
                Column(_("Moment"), width=20),
                Column(_("Audience"), width=20),
                Column(_("State"), width=12),
                Column(_("Since"), "date", 12),
                Column(_("Until"), "date", 12),
                Column(_("Invited"), "integer", 10),
                Column(_("Answered"), "integer", 10),
                Column(rate, "number", 12),
                Column(_("Anonymity threshold"), "integer", 12),
            ],
            [
                (
                    campaign.name,
                    self._get_label(campaign, "moment"),
                    self._get_label(campaign, "audience"),
                    self._get_label(campaign, "state"),
                    campaign.date_start or None,
                    campaign.date_end or None,
                    campaign.invitation_count,
                    # Who told of a difficult experience is not known.
                    None if campaign.is_confidential else campaign.answer_count,
                    None if campaign.is_confidential else campaign.response_rate,
                    campaign.threshold,
                )
                for campaign in campaigns
            ],
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
        return Sheet(
            _("Trends"),
            [
                Column(_("Indicator"), width=28),
                Column(_("Of whom"), width=18),
                Column(_("Campaign"), width=28),
                Column(_("Date"), "date", 12),
                Column(_("Value"), "number", 12),
                Column(_("Interval from"), "number", 12),
                Column(_("Interval to"), "number", 12),
                Column(_("People"), "integer", 10),
            ],
            [
                (
                    value.indicator_id.name,
                    self._get_label(value, "role") or _("Mentors and mentees"),
                    value.evaluation_id.name or None,
                    value.date,
                    value.value,
                    value.low if value.display_interval else None,
                    value.high if value.display_interval else None,
                    value.people,
                )
                for value in values
            ],
            lambda: charts,
        )

    def _get_review_sheet(self):
        _ = self.env._
        reviews = self.env["mentorat.review"].search([("programme_id", "=", self.id)])
        return Sheet(
            _("Decisions"),
            [
                Column(_("Decided on"), "date", 12),
                Column(_("What was seen"), width=48),
                Column(_("Decision"), width=48),
                Column(_("Campaign"), width=28),
                Column(_("Indicator"), width=28),
                Column(_("Owner"), width=24),
                Column(_("Until"), "date", 12),
                Column(_("State"), width=12),
                Column(_("Done on"), "date", 12),
            ],
            [
                (
                    review.date,
                    review.observation or None,
                    review.name,
                    review.evaluation_id.name or None,
                    review.indicator_id.name or None,
                    review.owner_id.name,
                    review.date_deadline or None,
                    self._get_label(review, "state"),
                    review.date_done or None,
                )
                for review in reviews
            ],
        )

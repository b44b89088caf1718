from odoo import models
from odoo.tools import format_date
from odoo.tools.misc import get_lang

from ..core.indicators import FLOOR, TEXT_FLOOR
from ..core.plots import Interval, Line, plot_intervals, plot_lines
from ..numbers import write_number

# Figures that tell what changed from the start to the end of a programme.
CHANGE_FORMULAS = ("change",)
COMPARISON_FORMULAS = ("retention_difference", "mobility_difference")
MOST_TRENDS = 6


class ReportEvaluation(models.AbstractModel):
    """What the document "Evaluation report" shows: from shown figures and totals alone.

    It names nobody who takes part, so that it can go to a board.
    """

    _name = "report.mentorat_evaluation.report_evaluation"
    _inherit = "mentorat.programme.report.mixin"
    _description = "Mentoring evaluation report"

    def _get_report(self, programme):
        """Return what is told of one programme, as plain values."""
        values = programme._get_shown_values()
        history = self._get_history(programme)
        change = values.filtered(lambda v: v.indicator_id.formula in CHANGE_FORMULAS)
        compared = values.filtered(
            lambda v: v.indicator_id.formula in COMPARISON_FORMULAS
        )
        rows = {value: self._describe(value, history) for value in values}
        levels = programme.env["mentorat.indicator"]._fields["level"]
        return {
            "least_texts": TEXT_FLOOR,
            "questions": programme.plan_question_ids.mapped("name")
            or values.indicator_id.mapped("question"),
            "totals": programme._get_totals(),
            "levels": [
                (label, found)
                for level, label in levels._description_selection(self.env)
                if (found := [rows[v] for v in values if v.level == level])
            ],
            "trends": self._plot_trends(history),
            "changes": [rows[value] for value in change],
            "change_plot": change and self._plot_changes(change),
            "comparisons": [rows[value] for value in compared],
            "limits": [text for text in compared.indicator_id.mapped("limits") if text],
            "campaigns": self._get_campaigns(programme),
            "methods": [
                (indicator.name, indicator.description)
                for indicator in values.indicator_id
                if indicator.description
            ],
            "reviews": self._get_reviews(programme),
        }

    def _get_history(self, programme):
        """Return ``{(indicator, role): its shown values, by date}``."""
        values = self.env["mentorat.indicator.value"].search(
            [("programme_id", "=", programme.id), ("shown", "=", True)],
            order="date, id",
        )
        return values.grouped(lambda value: (value.indicator_id, value.role))

    def _describe(self, value, history):
        """Return a row of a table: dict of texts, ``False`` where there is none."""
        before = history[value.indicator_id, value.role].filtered(
            lambda other: other.date < value.date
        )[-1:]
        return {
            "name": value.indicator_id.name,
            "of": value.role and value.programme_id._get_label(value, "role"),
            "result": value.display_value,
            "is_reached": value.is_reached,
            "target": value.display_target,
            "interval": value.display_interval,
            "people": value.people,
            "beside": value.display_reference,
            "beside_people": value.reference_people,
            "when": format_date(self.env, value.date),
            "campaign": value.evaluation_id.name,
            "before": before.display_value,
            "before_when": before and format_date(self.env, before.date),
        }

    def _plot_trends(self, history):
        """Return ``{plot, text}`` of the figures that moved from one date to the next."""
        lines = [
            Line(
                indicator.name,
                # Of several campaigns that end on one day, the last one.
                list({value.date: value.value for value in values}.items()),
                indicator.target or None,
            )
            for (indicator, role), values in history.items()
            if not role
        ]
        moved = [line for line in lines if len({v for _day, v in line.points}) > 1]
        lines = moved[:MOST_TRENDS]
        if not lines:
            return None
        parts = [
            f"{line.label}: "
            + ", ".join(
                f"{format_date(self.env, day)} {write_number(self.env, value)}"
                for day, value in line.points
            )
            for line in lines
        ]
        plot = plot_lines(lines, self._get_decimal_point())
        return {"plot": plot, "text": "; ".join(parts)}

    def _plot_changes(self, values):
        intervals = [
            Interval(
                self._get_title(value),
                value.value,
                *((value.low, value.high) if value.display_interval else ()),
            )
            for value in values
        ]
        parts = [
            f"{self._get_title(value)}: {value.display_value}"
            + (f" ({value.display_interval})" if value.display_interval else "")
            for value in values
        ]
        axis = self.env._(
            "Difference from the start to the end, with its 95 % interval"
        )
        plot = plot_intervals(intervals, axis, decimal_point=self._get_decimal_point())
        return {"plot": plot, "text": "; ".join(parts)}

    def _get_decimal_point(self):
        return get_lang(self.env).decimal_point

    def _get_title(self, value):
        if not value.role:
            return value.indicator_id.name
        role = value.programme_id._get_label(value, "role")
        return f"{value.indicator_id.name} ({role})"

    def _get_campaigns(self, programme):
        """Return a row for each campaign that is over."""
        return [
            {
                "name": campaign.name,
                "audience": programme._get_label(campaign, "audience"),
                "when": format_date(self.env, campaign.date_end),
                "invited": programme._tell_count(campaign.invitation_count),
                "answered": programme._tell_count(campaign.answer_count),
                "rate": campaign.answer_count >= FLOOR
                and round(campaign.response_rate),
                "threshold": campaign.threshold,
            }
            for campaign in programme.evaluation_ids.sorted("date_end")
            # Who told of a difficult experience is not known.
            if campaign.state == "closed" and not campaign.is_confidential
        ]

    def _get_reviews(self, programme):
        reviews = self.env["mentorat.review"].search(
            [("programme_id", "=", programme.id)], order="date, id"
        )
        return [
            {
                "when": format_date(self.env, review.date),
                "observation": review.observation,
                "name": review.name,
                "owner": review.owner_id.name,
                "until": review.date_deadline
                and format_date(self.env, review.date_deadline),
                "state": programme._get_label(review, "state"),
                "done": review.date_done and format_date(self.env, review.date_done),
            }
            for review in reviews
        ]

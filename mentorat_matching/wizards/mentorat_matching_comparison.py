from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.mentorat_run_result_mixin import read_pairs

FEWEST, MOST = 2, 3
COMPARED_STATES = ("done", "applied")


class MentoratMatchingComparison(models.TransientModel):
    """Two or three runs of a programme side by side."""

    _name = "mentorat.matching.comparison"
    _description = "Comparison of matching runs"

    run_ids = fields.Many2many("mentorat.matching.run", required=True)
    table = fields.Html(compute="_compute_table", sanitize=False)

    @api.constrains("run_ids")
    def _check_runs(self):
        for comparison in self:
            runs = comparison.run_ids
            if (
                not FEWEST <= len(runs) <= MOST
                or len(runs.programme_id) != 1
                or any(run.state not in COMPARED_STATES for run in runs)
            ):
                raise UserError(
                    self.env._(
                        "Choose two or three runs of one programme that were computed."
                    )
                )

    @api.depends_context("uid", "lang")
    @api.depends("run_ids")
    def _compute_table(self):
        for comparison in self:
            runs = comparison.run_ids.sorted("number")
            comparison.table = self.env["ir.qweb"]._render(
                "mentorat_matching.run_comparison",
                {"runs": runs, "sections": comparison._get_sections(runs)},
            )

    # BUSINESS

    def _get_sections(self, runs):
        """Return what is compared: list of ``{"title", "rows"}``.

        A row has ``label`` and ``cells``, one a run: ``{"text", "share", "best"}``, share
        0..1 for a bar or None, best when no other run does better and one does worse.
        """
        _ = self.env._
        return [
            {"title": _("Result"), "rows": self._get_result_rows(runs)},
            {"title": _("Mentors"), "rows": self._get_load_rows(runs)},
            {"title": _("Departments"), "rows": self._get_department_rows(runs)},
            {"title": _("How they were made"), "rows": self._get_option_rows(runs)},
        ]

    def _get_result_rows(self, runs):
        _ = self.env._
        rows = [
            self._compare(
                _("Mentees matched"),
                [run.matched_count for run in runs],
                [
                    _(
                        "%(matched)s of %(mentees)s",
                        matched=run.matched_count,
                        mentees=run.mentee_count,
                    )
                    for run in runs
                ],
                [run.matched_count / (run.mentee_count or 1) for run in runs],
            )
        ]
        for label, name, most in (
            (_("Total score"), "total_score", None),
            (_("Average score"), "average_score", 100),
            (_("Weakest pair"), "weakest_score", 100),
        ):
            values = [round(run[name], 1) for run in runs]
            shares = [value / most for value in values] if most else None
            rows.append(self._compare(label, values, shares=shares))
        firsts = [len(run.proposal_ids.filtered(lambda p: p.rank == 1)) for run in runs]
        rows.append(self._compare(_("With the mentor who suits best"), firsts))
        rows.append(
            self._compare(
                _("Pairs who would rather swap"),
                [run.blocking_count for run in runs],
                lower_is_better=True,
            )
        )
        return rows + self._get_wish_rows(runs)

    def _get_wish_rows(self, runs):
        """Return the wishes met, where enough people have some for it to tell nothing of one."""
        # Counted, as on the page about the quality of each of these runs.
        met = [run.sudo()._get_wishes_met(read_pairs(run.proposal_ids)) for run in runs]
        if not all(met):
            return []
        _ = self.env._
        return [
            self._compare(_("First wishes met"), [first for _all, first, _some in met]),
            self._compare(_("Some wish met"), [some for _all, _first, some in met]),
        ]

    def _get_load_rows(self, runs):
        _ = self.env._
        loads = [run._get_loads(read_pairs(run.proposal_ids)) for run in runs]
        mentors = [sum(count for _load, count, _x in load) for load in loads]
        busy = [sum(count for n, count, _x in load if n) for load in loads]
        return [
            self._compare(
                _("Mentors with a mentee"),
                busy,
                shares=[
                    count / (all_ or 1)
                    for count, all_ in zip(busy, mentors, strict=True)
                ],
            ),
            self._compare(
                _("Most mentees with one mentor"),
                [max((n for n, _count, _x in load), default=0) for load in loads],
                lower_is_better=True,
            ),
            self._tell(
                _("Mentors × mentees each"),
                [
                    " · ".join(f"{count} × {n}" for n, count, _x in load)
                    for load in loads
                ],
            ),
        ]

    def _get_department_rows(self, runs):
        """Return a row for each department of mentees: matched, and their average score."""
        _ = self.env._
        matched, averages, mentees = {}, {}, Counter()
        proposals, lines = (
            self.env[f"mentorat.matching.{name}"]._read_group(
                [("run_id", "in", runs.ids)],
                ["run_id", "mentee_department_id"],
                aggregates,
            )
            for name, aggregates in (
                ("proposal", ["__count", "score:avg"]),
                ("unmatched", ["__count"]),
            )
        )
        for run, department, count, average in proposals:
            matched[run, department], averages[run, department] = count, average
            mentees[run, department] += count
        for run, department, count in lines:
            mentees[run, department] += count
        departments = {department for _run, department in mentees}
        rows = []
        for department in sorted(departments, key=lambda d: (not d, d.name or "")):
            keys = [(run, department) for run in runs]
            counts = [matched.get(key, 0) for key in keys]
            rows.append(
                self._compare(
                    department.name or _("No department"),
                    counts,
                    [
                        _(
                            "%(matched)s of %(mentees)s · %(average)s",
                            matched=count,
                            mentees=mentees[key],
                            average=f"{averages.get(key) or 0:.1f}",
                        )
                        for key, count in zip(keys, counts, strict=True)
                    ],
                    [
                        count / (mentees[key] or 1)
                        for key, count in zip(keys, counts, strict=True)
                    ],
                )
            )
        return rows

    def _get_option_rows(self, runs):
        _ = self.env._
        first = set(read_pairs(runs[0].proposal_ids))
        common = [len(first & set(read_pairs(run.proposal_ids))) for run in runs]
        return [
            self._tell(_("Criteria"), [run.weightings_text or "" for run in runs]),
            self._tell(_("Method"), runs.mapped("method_text")),
            self._tell(_("Pairs kept"), [run.locked_count for run in runs]),
            self._tell(
                _("Changed by hand"),
                [_("Yes") if run.is_edited else _("No") for run in runs],
            ),
            self._tell(
                _("Pairs in common with %(run)s", run=runs[0].display_name), common
            ),
        ]

    def _compare(self, label, values, texts=None, shares=None, lower_is_better=False):
        """Return a row whose best cells are marked, when not all are equal."""
        best = min(values) if lower_is_better else max(values)
        differ = len(set(values)) > 1
        return {
            "label": label,
            "cells": [
                {
                    "text": texts[place] if texts else f"{value:g}",
                    "share": shares[place] if shares else None,
                    "best": differ and value == best,
                }
                for place, value in enumerate(values)
            ],
        }

    def _tell(self, label, texts):
        return {
            "label": label,
            "cells": [
                {"text": text, "share": None, "best": False} for text in map(str, texts)
            ],
        }

from odoo import api, fields, models
from odoo.tools import format_datetime

from ..core.workbook import Column, Sheet


class MentoratRunExportMixin(models.AbstractModel):
    """A run as a workbook: what was decided, by which method, from which inputs."""

    _name = "mentorat.run.export.mixin"
    _description = "Export of a matching run"

    method_text = fields.Char("Method", compute="_compute_method_text")
    proof_text = fields.Char("Proof", compute="_compute_method_text")

    # COMPUTE

    @api.depends_context("lang")
    @api.depends("goal", "raise_weakest", "previous_pairs", "is_optimal", "is_edited")
    def _compute_method_text(self):
        for run in self:
            run.method_text = run._get_method_text()
            run.proof_text = run._get_proof_text()

    # ACTIONS

    def action_export(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/mentorat/run/{self.id}/export.xlsx",
            "target": "download",
        }

    # BUSINESS

    def _get_export_sheets(self):
        """Return the workbook of a run, as the current user may read it.

        :return: list of ``core.workbook.Sheet``
        """
        self.ensure_one()
        return [
            self._get_summary_sheet(),
            self._get_criteria_sheet(),
            self._get_proposal_sheet(),
            self._get_unmatched_sheet(),
            self._get_change_sheet(),
        ]

    def _get_summary_sheet(self):
        _ = self.env._
        # Counted: who is kept apart is not told.
        forbidden_count = len(self.sudo().forbidden_pairs or [])
        return Sheet(
            _("Run"),
            [Column(_("What"), width=32), Column(_("Value"), "number", 80)],
            [
                (_("Programme"), self.programme_id.name),
                (_("Run"), self.display_name),
                (_("State"), self._get_state_labels(self)[self.state]),
                (_("Computed on"), self._format_time(self.date_done)),
                (_("Launched by"), self.create_uid.name),
                (_("Published on"), self._format_time(self.date_applied)),
                (_("Published by"), self.applied_by_id.name or None),
                (_("Method"), self.method_text),
                (_("Proof"), self.proof_text),
                (_("Inputs (SHA-256)"), self.inputs_hash or None),
                (_("Mentees to match"), self.mentee_count),
                (_("Mentors with a place"), self.mentor_count),
                (_("Places"), self.place_count),
                (_("Matched"), self.matched_count),
                (_("Total score"), self.total_score),
                (_("Best possible total"), self.bound),
                (_("Average score"), self.average_score),
                (_("Weakest pair"), self.weakest_score),
                (_("Given up for the weakest pair"), self.floor_cost),
                (_("Pairs who would rather swap"), self.blocking_count),
                (_("Pairs kept"), self.locked_count),
                (_("Pairs forbidden by the engineers"), forbidden_count),
                (_("Changed by hand"), _("Yes") if self.is_edited else _("No")),
                (_("Result"), self.message or None),
            ],
        )

    def _get_criteria_sheet(self):
        _ = self.env._
        return Sheet(
            _("Criteria"),
            [
                Column(_("Criterion"), width=32),
                Column(_("Weight"), "integer"),
                Column(_("Required")),
            ],
            [
                (label, line["weight"], _("Yes") if line["required"] else _("No"))
                for label, line in zip(
                    self._get_criterion_labels(), self.weightings or [], strict=True
                )
            ],
        )

    def _get_proposal_sheet(self):
        _ = self.env._
        labels = self._get_criterion_labels()
        states = self._get_state_labels(self.proposal_ids)
        return Sheet(
            _("Proposals"),
            [
                Column(_("Mentor"), width=28),
                Column(_("Department of the mentor"), width=24),
                Column(_("Mentee"), width=28),
                Column(_("Department of the mentee"), width=24),
                Column(_("Score"), "number", 10),
                Column(_("Choice"), "integer", 10),
                Column(_("Locked"), width=10),
                Column(_("State"), width=18),
                *(Column(label, "number", 14) for label in labels),
            ],
            [
                (
                    proposal.mentor_name,
                    proposal.mentor_department_id.name or None,
                    proposal.mentee_name,
                    proposal.mentee_department_id.name or None,
                    proposal.score,
                    proposal.rank,
                    _("Yes") if proposal.locked else _("No"),
                    states[proposal.state],
                    *self._get_points(proposal, labels),
                )
                for proposal in self.proposal_ids.sorted(
                    lambda p: (p.mentor_name or "", p.mentee_name or "")
                )
            ],
        )

    def _get_points(self, proposal, labels):
        """Return the points of each criterion out of 100, ``None`` where it does not apply."""
        bars = proposal.explanation_bars or []
        points = {bar["label"]: bar["points"] for bar in bars}
        return [points.get(label) for label in labels]

    def _get_unmatched_sheet(self):
        _ = self.env._
        return Sheet(
            _("Without a mentor"),
            [
                Column(_("Mentee"), width=28),
                Column(_("What stops them"), width=70),
                Column(_("What would help"), width=60),
            ],
            [
                (line.mentee_name, line.reason_text, line.change_text)
                for line in self.unmatched_ids
            ],
        )

    def _get_change_sheet(self):
        _ = self.env._
        return Sheet(
            _("Changes by hand"),
            [
                Column(_("When"), "datetime", 18),
                Column(_("By"), width=24),
                Column(_("What"), width=70),
                Column(_("Effect on the total"), "number"),
                Column(_("Taken back"), width=12),
            ],
            [
                (
                    self._get_time(change.create_date),
                    change.create_uid.name,
                    change.summary,
                    change.points,
                    _("Yes") if change.is_undone else _("No"),
                )
                for change in self.change_ids.sorted("id")
            ],
        )

    def _get_method_text(self):
        """Return how the pairs are found, in a sentence that can be read out."""
        if self.previous_pairs:
            return self.env._(
                "Exact assignment: as few changes of %(run)s as can be, as many pairs as "
                "can be, then the highest total score.",
                run=self.origin_id.display_name,
            )
        if self.raise_weakest:
            return self.env._(
                "Exact assignment: as many pairs as can be, of which the weakest is as "
                "good as can be, then the highest total score."
            )
        if self.goal == "score":
            return self.env._(
                "Exact assignment: the highest total score; pairs that are worth nothing "
                "are not made."
            )
        return self.env._(
            "Exact assignment: as many pairs as can be, and of all ways to make as many "
            "the one with the highest total score."
        )

    def _get_proof_text(self):
        """Return what is proven of the result as it is now, in a sentence."""
        if self.is_edited:
            return self.env._(
                "Changed by hand after it was computed: see the changes and their effect."
            )
        if self.is_optimal:
            return self.env._(
                "Proven: no other way of matching is better. The dual prices of the "
                "solution were checked again, apart from the computation."
            )
        return self.env._(
            "Not proven: the computation stopped before the proof was complete. No way "
            "of making as many pairs has a total above the best possible one."
        )

    def _get_state_labels(self, records):
        """Return ``{state: what people read for it}`` of the model of ``records``."""
        return dict(records._fields["state"]._description_selection(self.env))

    def _format_time(self, moment):
        return format_datetime(self.env, moment) if moment else None

    def _get_time(self, moment):
        """Return a moment in the time zone of the reader, without zone, or ``None``."""
        local = moment and fields.Datetime.context_timestamp(self, moment)
        return local.replace(tzinfo=None) if local else None

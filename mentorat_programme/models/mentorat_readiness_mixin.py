from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core import archive
from ..core.archive import file_name
from ..core.groups import TEAM_GROUPS
from ..core.readiness import LEVELS, level_of, percent
from .mentorat_readiness_item import STANDARDS


class MentoratReadinessMixin(models.AbstractModel):
    """How ready a programme is, along the six standards, and what keeps it from opening."""

    _name = "mentorat.readiness.mixin"
    _description = "Readiness of mentoring programmes"

    check_ids = fields.One2many(
        "mentorat.readiness.check",
        "programme_id",
        "Checklist",
        copy=False,
        groups=TEAM_GROUPS,
    )
    missing_ids = fields.Many2many(
        "mentorat.readiness.check", compute="_compute_readiness", groups=TEAM_GROUPS
    )
    missing_count = fields.Integer(compute="_compute_readiness", groups=TEAM_GROUPS)
    readiness_score = fields.Integer(
        "Readiness (%)", compute="_compute_readiness", groups=TEAM_GROUPS
    )
    readiness_level = fields.Selection(
        [("none", "None yet"), *((name, name.title()) for name, __, __ in LEVELS)],
        "Level, estimated",
        compute="_compute_readiness",
        groups=TEAM_GROUPS,
        help="A self-assessment with the thresholds of EMCC's programme accreditation. It "
        "is no accreditation and claims none.",
    )
    readiness_1 = fields.Integer(
        STANDARDS[0][1], compute="_compute_readiness", groups=TEAM_GROUPS
    )
    readiness_2 = fields.Integer(
        STANDARDS[1][1], compute="_compute_readiness", groups=TEAM_GROUPS
    )
    readiness_3 = fields.Integer(
        STANDARDS[2][1], compute="_compute_readiness", groups=TEAM_GROUPS
    )
    readiness_4 = fields.Integer(
        STANDARDS[3][1], compute="_compute_readiness", groups=TEAM_GROUPS
    )
    readiness_5 = fields.Integer(
        STANDARDS[4][1], compute="_compute_readiness", groups=TEAM_GROUPS
    )
    readiness_6 = fields.Integer(
        STANDARDS[5][1], compute="_compute_readiness", groups=TEAM_GROUPS
    )
    untrained_engineer_names = fields.Char(
        compute="_compute_untrained_engineer_names", groups=TEAM_GROUPS
    )

    # COMPUTE

    @api.depends("check_ids.is_met")
    def _compute_readiness(self):
        for programme in self:
            checks = programme.check_ids
            programme.missing_ids = checks.filtered(
                lambda check: check.is_required and not check.is_met
            )
            programme.missing_count = len(programme.missing_ids)
            shares = [
                percent(checks.filtered(lambda c, s=standard: c.standard == s))
                for standard, __ in STANDARDS
            ]
            for (standard, __), share in zip(STANDARDS, shares, strict=True):
                programme[f"readiness_{standard}"] = share
            programme.readiness_score = percent(checks)
            programme.readiness_level = level_of(programme.readiness_score, shares)

    @api.depends("engineer_ids")
    def _compute_untrained_engineer_names(self):
        trained = self.env["mentorat.qualification"]._filter_qualified(
            self.engineer_ids
        )
        for programme in self:
            untrained = programme.engineer_ids - trained
            programme.untrained_engineer_names = ", ".join(untrained.mapped("name"))

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        programmes = super().create(vals_list)
        # The checklist comes with the programme, whoever makes it.
        items_sudo = self.env["mentorat.readiness.item"].sudo()
        programmes.sudo()._add_checks(items_sudo.search([("active", "=", True)]))
        return programmes

    # ACTIONS

    def action_view_missing(self):
        """Show what is missing, each with its place, and the way to open anyway."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Open for applications"),
            "res_model": "mentorat.programme.opening.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_programme_id": self.id},
        }

    def action_view_checks(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentorat_programme.mentorat_readiness_check_action"
        )
        return {**action, "domain": [("programme_id", "=", self.id)]}

    def action_download_evidence(self):
        """Download the evidence file: the summary as PDF and the documents."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/mentorat/programme/{self.id}/evidence.zip",
            "target": "download",
        }

    # BUSINESS

    def _add_checks(self, items):
        """Put ``items`` on the checklists of these programmes; templates have none."""
        self.env["mentorat.readiness.check"].create(
            [
                {"programme_id": programme.id, "item_id": item.id}
                for programme in self
                if not programme.is_template
                for item in items
            ]
        )

    def _check_ready(self):
        """Raise when one of these programmes cannot open yet.

        :raises UserError: with the list of what is missing
        """
        # What is missing was perhaps put right since it was last shown.
        self.check_ids.invalidate_recordset(["is_met"])
        self.invalidate_recordset(["missing_ids"])
        for programme in self:
            if programme.missing_ids:
                raise UserError(
                    self.env._(
                        "“%(name)s” cannot open yet. It still needs:\n%(missing)s",
                        name=programme.display_name,
                        missing="\n".join(
                            f"- {name}" for name in programme.missing_ids.mapped("name")
                        ),
                    )
                )

    def _open_anyway(self, reason):
        """Open although something is missing; what and why goes into the history.

        :raises UserError: without a reason
        """
        self.ensure_one()
        if not (reason or "").strip():
            raise UserError(
                self.env._("Say why the programme opens although something is missing.")
            )
        missing = ", ".join(self.missing_ids.mapped("name"))
        if self._transition("open"):
            self._message_log(
                body=self.env._(
                    "Opened without: %(missing)s. Reason: %(reason)s",
                    missing=missing,
                    reason=reason,
                )
            )

    def _get_mend_action(self, item):
        """Return the action that shows where ``item`` of the checklist is mended."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": item.name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [
                (
                    self.env.ref(
                        "mentorat_programme.mentorat_programme_view_form_mend"
                    ).id,
                    "form",
                )
            ],
            "target": "new",
            "context": {"mend_topic": item.topic},
        }

    def _build_evidence(self):
        """Return the evidence file, a ZIP archive: the summary, documents and proofs.

        The caller has checked that the person is of the team.
        """
        return archive.build(self._get_evidence_files())

    def _get_evidence_files(self):
        """Return the files of the evidence file: list of ``(folder, name, bytes)``."""
        self.ensure_one()
        report = "mentorat_programme.report_evidence"
        files = [("", *self._print(report, self))]
        for document in self.document_ids.filtered("version"):
            report = "mentorat_programme.report_document"
            files.append((self.env._("documents"), *self._print(report, document)))
        for check in self.check_ids:
            folder = file_name(check.name)
            files += [
                (folder, file_name(evidence.name), evidence.raw)
                for evidence in check.evidence_ids
            ]
        return files

    @api.model
    def _print(self, report, record):
        """Return name and bytes of the PDF of one record; ``report`` is an external id."""
        # A file is asked for: Odoo would give its tests the page in place of it.
        reports = self.env["ir.actions.report"].with_context(
            force_report_rendering=True
        )
        content, __ = reports._render_qweb_pdf(report, record.ids)
        return file_name(record.name, ".pdf"), content

    # HOOKS

    def _get_readiness_facts(self):
        """Return ``{programme id: {code of a point: whether it holds}}``.

        Addons that come later add the facts that they know.
        """
        facts = {}
        for programme in self:
            objectives = programme.objective_ids
            facts[programme.id] = {
                "purpose": bool(programme.purpose),
                "drivers": bool(programme.drivers),
                "objectives": len(set(objectives.mapped("audience"))) >= 2,
                "objectives_seen": bool(objectives)
                and all(objectives.mapped("evaluation")),
                "roles": bool(
                    programme.mentor_description and programme.mentee_description
                ),
                "mentor_track": bool(programme.mentor_channel_id),
                "mentee_track": bool(programme.mentee_channel_id),
                "manager_briefing": bool(programme.manager_channel_id),
                "referent_track": bool(programme.referent_channel_id),
                "supervisor_track": bool(programme.supervisor_channel_id),
                "engineer_trained": bool(programme.engineer_ids)
                and not programme.untrained_engineer_names,
                "selection": bool(programme.selection_criteria),
                "review": len(programme.phase_ids) >= 3,
                "charter": bool(programme.charter_id),
                "agreement": bool(programme.agreement_id),
                "privacy": "privacy_notice" in programme.document_ids.mapped("kind"),
                "ethics_contact": bool(programme.ethics_contact_id)
                and programme.ethics_contact_id
                not in programme.engineer_ids | programme.referent_ids,
                "engineer": bool(programme.engineer_ids),
                "referent": bool(programme.referent_ids),
                "supervisor": bool(programme.supervisor_ids),
                "hours": programme.hours_budget > 0,
                "calendar": bool(programme.phase_ids and programme.date_deadline),
            }
        return facts

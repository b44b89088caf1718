from odoo import api, fields, models
from odoo.fields import Domain

from ..core.groups import TEAM_GROUPS


class MentoratKitMixin(models.AbstractModel):
    """The documents of a programme, and how many people have accepted its charter."""

    _name = "mentorat.kit.mixin"
    _description = "Documents of a mentoring programme"

    document_ids = fields.Many2many(
        "mentorat.document",
        "mentorat_programme_document_rel",
        "programme_id",
        "document_id",
        "Documents",
        default=lambda self: self._default_document_ids(),
        domain=[("version", ">", 0)],
        check_company=True,
        groups=TEAM_GROUPS,
    )
    charter_id = fields.Many2one(
        "mentorat.document", compute="_compute_kit", compute_sudo=True
    )
    agreement_id = fields.Many2one(
        "mentorat.document",
        "Agreement template",
        compute="_compute_kit",
        compute_sudo=True,
    )
    charter_person_count = fields.Integer(
        "Asked to accept the charter",
        compute="_compute_charter_counts",
        groups=TEAM_GROUPS,
    )
    charter_accepted_count = fields.Integer(
        "Charter accepted", compute="_compute_charter_counts", groups=TEAM_GROUPS
    )

    # DEFAULTS

    @api.model
    def _default_document_ids(self):
        # The library is for every programme; the one who frames it takes some out.
        documents_sudo = self.env["mentorat.document"].sudo()
        return documents_sudo.search(
            [("version", ">", 0), ("company_id", "in", (False, self.env.company.id))]
        )

    # COMPUTE

    @api.depends("document_ids.kind", "document_ids.version")
    def _compute_kit(self):
        for programme in self:
            published = programme.document_ids.filtered("version")
            for name, kind in (
                ("charter_id", "charter"),
                ("agreement_id", "agreement"),
            ):
                programme[name] = published.filtered(lambda d, k=kind: d.kind == k)[:1]

    @api.depends("document_ids", "participation_ids.state")
    def _compute_charter_counts(self):
        self.charter_person_count = self.charter_accepted_count = 0
        taking_part = Domain("state", "=", "accepted")
        for charter, programmes in self.grouped("charter_id").items():
            if not charter:
                continue
            asked = taking_part & Domain("programme_id", "in", programmes.ids)
            accepted = asked & charter._get_acceptance_domain()
            for name, domain in (
                ("charter_person_count", asked),
                ("charter_accepted_count", accepted),
            ):
                counts = dict(
                    self.env["mentorat.participation"]._read_group(
                        domain, ["programme_id"], ["__count"]
                    )
                )
                for programme in programmes:
                    programme[name] = counts.get(programme, 0)

    # ACTIONS

    def action_view_acceptances(self):
        action = self._get_related_action(
            "mentorat_programme.mentorat_participation_action"
        )
        context = {"search_default_accepted": 1, "search_default_charter_missing": 1}
        return {**action, "context": {**action["context"], **context}}

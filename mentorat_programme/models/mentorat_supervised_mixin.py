from odoo import fields, models
from odoo.fields import NO_ACCESS

STAGES = [
    ("novice", "Finding my way"),
    ("developing", "Developing"),
    ("reflective", "Reflective"),
]


class MentoratSupervisedMixin(models.AbstractModel):
    """What supervision keeps on the participation of a mentor; read elsewhere, see there.

    ``mentorat.supervised.mentor`` shows the stage to whom it is for.
    """

    _name = "mentorat.supervised.mixin"
    _description = "Mentor in supervision, on the participation"

    development_stage = fields.Selection(
        STAGES, "Own estimate as a mentor", copy=False, groups=NO_ACCESS
    )
    # The date on which the supervision was due about which everybody was told.
    supervision_told_for = fields.Date(copy=False, groups=NO_ACCESS)
    supervision_overdue = fields.Boolean(
        compute="_compute_supervision_overdue", groups=NO_ACCESS
    )

    # COMPUTE

    def _compute_supervision_overdue(self):
        mentors = self.env["mentorat.supervised.mentor"]
        overdue = mentors.search(
            mentors._get_overdue_domain() & fields.Domain("id", "in", self.ids)
        )
        for record in self:
            record.supervision_overdue = record.id in overdue._ids

    # BUSINESS

    def _leave_supervision(self):
        """Take these participants out of their groups, with what they brought there.

        Hours and dates stay, for the figures.
        """
        groups = self.env["mentorat.supervision.group"].with_context(active_test=False)
        for group in groups.search([("member_ids", "in", self.ids)]):
            group.member_ids -= self
        self.env["mentorat.case.card"].search(
            [
                ("author_id", "in", self.user_id.ids),
                ("supervision_id.programme_id", "in", self.programme_id.ids),
            ]
        ).unlink()
        self.development_stage = False

    def _assess_stage(self, stage):
        """Keep how a mentor sees themselves.

        :param str stage: one of ``STAGES``
        :raises AccessError: for anybody else
        """
        self._check_role("self")
        # Checked above; a closed column.
        self.sudo().development_stage = stage

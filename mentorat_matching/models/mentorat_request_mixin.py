from odoo import api, fields, models
from odoo.fields import NO_ACCESS

from odoo.addons.mentorat_programme.core.groups import TEAM_GROUPS

# Mentors whom a mentee may have asked at the same time.
MAX_REQUESTS = 3


class MentoratRequestMixin(models.AbstractModel):
    """A proposal that a mentee makes to a mentor of the directory.

    The mentee has said yes by asking; the mentor answers as to any other proposal.
    """

    _name = "mentorat.request.mixin"
    _inherit = "mentorat.sealed.mixin"
    _description = "Request of a mentee to a mentor"

    _sealed_fields = ("message",)

    origin = fields.Selection(
        [("run", "Matching run"), ("request", "Request of the mentee")],
        default="run",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    # Which of the mentee's requests it is: the database counts them by it. The mentor does
    # not learn that others were asked.
    request_place = fields.Integer(
        readonly=True, copy=False, aggregator=None, groups=TEAM_GROUPS
    )
    message_sealed = fields.Text(groups=NO_ACCESS, copy=False)
    message = fields.Text(
        "Message of the mentee",
        compute="_compute_sealed",
        readonly=False,
        copy=False,
        help="Read by the two, and by nobody else.",
    )

    _run_or_request = models.Constraint(
        "CHECK(origin = CASE WHEN run_id IS NULL THEN 'request' ELSE 'run' END)",
        "A proposal comes from a run, or is a request.",
    )
    _request_place_range = models.Constraint(
        f"CHECK(request_place BETWEEN 0 AND {MAX_REQUESTS})",
        "A mentee asks three mentors at most at the same time.",
    )
    _one_open_per_mentee = models.UniqueIndex(
        "(mentee_id, COALESCE(request_place, 0)) WHERE is_open",
        "This mentee already has a proposal to answer.",
    )
    _one_open_per_two = models.UniqueIndex(
        "(mentee_id, mentor_id) WHERE is_open", "These two are already asked."
    )

    @api.depends_context("uid")
    @api.depends("message_sealed", "mentor_user_id", "mentee_user_id")
    def _compute_sealed(self):
        return super()._compute_sealed()

    def _filter_sealed_readable(self):
        sides = self._get_sides()
        return self.filtered(lambda record: sides[record.id])

    def _close_rivals(self):
        """Close what can no longer be, now that these have become pairs.

        What else the mentees asked for; what else is asked of mentors without a place.
        """
        mentees = self.mentee_id
        full = self.mentor_id.filtered(lambda mentor: mentor.seats_free <= 0)
        rivals = self.search(
            [
                ("is_open", "=", True),
                ("origin", "=", "request"),
                "|",
                ("mentee_id", "in", mentees.ids),
                ("mentor_id", "in", full.ids),
            ]
        )
        rivals.is_withdrawn = True
        rivals._tell_closed()

from datetime import datetime, time, timedelta, timezone

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS

from ..core.ics import invitation
from ..core.transitions import MEETING, MEETING_PAIR_STATES

NOON = time(12)
# A change of one of these makes a new invitation.
INVITATION_FIELDS = frozenset({"date_start", "hours"})


class MentoratMeeting(models.Model):
    """A meeting of a pair. That it takes place is known to the team; what is said is not."""

    _name = "mentorat.meeting"
    _inherit = [
        "mentorat.health.event.mixin",
        # Before texts are sealed: it looks at what is written.
        "mentorat.meeting.preparation.mixin",
        "mentorat.pair.part.mixin",
        "mentorat.usefulness.mixin",
        "mentorat.appointment.mixin",
        "mentorat.meeting.proposal.mixin",
    ]
    _description = "Meeting of a mentoring pair"
    _order = "date_start desc, id desc"

    _transitions = MEETING
    _can_fields = {
        "can_hold": "held",
        "can_miss": "no_show",
        "can_cancel": "cancelled",
        "can_plan": "planned",
    }
    _sealed_fields = ("place", "summary", "agenda", "video_url")
    _version_fields = frozenset({"date_start", "hours", *_sealed_fields})
    _writable_fields = frozenset({*_version_fields, "own_usefulness"})
    _given_fields = frozenset({"pair_id", "form_key", "state"})

    programme_id = fields.Many2one(
        related="pair_id.programme_id", store=True, index=True
    )
    company_id = fields.Many2one(related="pair_id.company_id", store=True, index=True)
    date_start = fields.Datetime("When", required=True, index=True)
    hours = fields.Float(compute="_compute_hours", store=True, readonly=False)
    date_stop = fields.Datetime("Until", compute="_compute_date_stop", store=True)
    phase = fields.Selection(
        related="pair_id.phase", store=True, depends=["pair_id"], string="Phase"
    )
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("planned", "Planned"),
            ("held", "Held"),
            ("no_show", "Missed"),
            ("cancelled", "Cancelled"),
        ],
        default="planned",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    revision = fields.Integer(default=0, readonly=True, copy=False, groups=NO_ACCESS)
    place_sealed = fields.Text(groups=NO_ACCESS, copy=False)
    place = fields.Text("Where", compute="_compute_sealed", readonly=False, copy=False)
    summary_sealed = fields.Text(groups=NO_ACCESS, copy=False)
    summary = fields.Text(
        "Shared summary",
        compute="_compute_sealed",
        readonly=False,
        copy=False,
    )
    # Known to the suite alone: a calendar must not tell who mentors whom.
    mentor_event_id = fields.Many2one(
        "calendar.event", groups=NO_ACCESS, copy=False, ondelete="set null"
    )
    mentee_event_id = fields.Many2one(
        "calendar.event", groups=NO_ACCESS, copy=False, ondelete="set null"
    )

    can_hold = fields.Boolean(compute="_compute_can")
    can_miss = fields.Boolean(compute="_compute_can")
    can_cancel = fields.Boolean(compute="_compute_can")
    can_plan = fields.Boolean(compute="_compute_can")

    _hours_range = models.Constraint(
        "CHECK(hours > 0 AND hours <= 24)",
        "A meeting lasts more than 0 and at most 24 hours.",
    )

    # COMPUTE

    @api.depends("date_start")
    def _compute_display_name(self):
        for meeting in self:
            meeting.display_name = self.env._(
                "Meeting %(number)s", number=meeting.id or ""
            )

    @api.depends_context("uid")
    @api.depends(
        *("place_sealed", "summary_sealed", "agenda_sealed", "video_url_sealed"),
        "pair_id",
    )
    def _compute_sealed(self):
        return super()._compute_sealed()

    @api.depends("pair_id")
    def _compute_hours(self):
        for meeting in self:
            # What the pair agreed on, or its programme suggests: the two may know.
            pair = meeting.sudo().pair_id
            meeting.hours = pair._get_meeting_hours() if pair else 1.0

    @api.depends("date_start", "hours")
    def _compute_date_stop(self):
        for meeting in self:
            meeting.date_stop = meeting.date_start and meeting.date_start + timedelta(
                hours=meeting.hours
            )

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        meetings = super().create(vals_list)
        # Read to decide, nothing of it is shown.
        if any(m.pair_id.sudo().state not in MEETING_PAIR_STATES for m in meetings):
            raise UserError(self.env._("Meetings are planned once the pair is active."))
        meetings._invite()
        return meetings

    def write(self, vals):
        result = super().write(vals)
        if INVITATION_FIELDS & set(vals):
            self._revise()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        if any(meeting.state == "held" for meeting in self):
            raise UserError(self.env._("This meeting took place: it is kept."))

    def unlink(self):
        # Events of the two, which the suite created.
        self.sudo()._get_events().with_context(no_mail_to_attendees=True).unlink()
        return super().unlink()

    # ACTIONS

    def action_hold(self):
        self._transition("held")
        return True

    def action_miss(self):
        self._transition("no_show")
        return True

    def action_cancel(self):
        self._transition("cancelled")
        return True

    def action_plan(self):
        self._transition("planned")
        return True

    # BUSINESS

    def _get_text_columns(self):
        """Return the names of the columns that hold what the two say of their meetings."""
        return [
            *(f"{name}_sealed" for name in self._sealed_fields),
            "mentor_usefulness",
            "mentee_usefulness",
        ]

    def _get_person_roles(self):
        # Read to decide on rights, nothing of it is returned.
        pair_roles = self.sudo().pair_id.with_user(self.env.user)._get_person_roles()
        # A meeting belongs to the two: those who run the programme only see it.
        return {
            meeting.id: pair_roles[meeting.pair_id.id] & {"self"}
            for meeting in self.sudo()
        }

    @api.model
    def _log(self, pair, day, hours, outcome, usefulness=0):
        """Note a meeting of the past, once for the two: whoever comes second adds to it.

        :param date day: day of the person, today or before
        :param float hours: how long it took
        :param str outcome: state to reach
        :param int usefulness: to the person, 0 when they do not say
        :return: the meeting
        :raises UserError: when the day is still to come
        """
        zone, now = self.env.tz, fields.Datetime.now()
        today = fields.Date.context_today(self)
        if day > today:
            raise UserError(
                self.env._("This day is still to come. Plan the meeting instead.")
            )
        first, last = (
            zone.localize(datetime.combine(midnight, time()))
            .astimezone(pytz.utc)
            .replace(tzinfo=None)
            for midnight in (day, day + timedelta(days=1))
        )
        noon = zone.localize(datetime.combine(day, NOON)).astimezone(pytz.utc)
        meeting = self.search(
            [
                ("pair_id", "=", pair.id),
                # A meeting across midnight belongs to both days.
                ("date_stop", ">", first),
                ("date_start", "<", last),
                ("state", "in", ("planned", outcome)),
            ],
            limit=1,
        ) or self.create(
            {
                "pair_id": pair.id,
                # Never in the future: nobody is invited to what is over.
                "date_start": min(
                    noon.replace(tzinfo=None), now - timedelta(hours=hours)
                ),
                "hours": hours,
            }
        )
        if meeting._transition(outcome):
            meeting.hours = hours
        if usefulness:
            meeting.own_usefulness = usefulness
        return meeting

    def _revise(self):
        """Send a new invitation, which replaces the one before."""
        # A counter of the suite, after a change that was checked.
        for meeting in self.sudo():
            meeting.revision += 1
        self._invite()

    def _invite(self):
        """Write to both and put the meeting on the calendars of those who want it.

        A meeting that is over needs neither.
        """
        now = fields.Datetime.now()
        # The pair's own meeting, addresses and calendars of the two.
        sudo = self.sudo().filtered(
            lambda m: m.state in ("planned", "cancelled") and m.date_stop > now
        )
        for meeting in sudo:
            self.env["mentorat.outbox"].sudo()._post(
                "mentorat_programme.mail_template_meeting",
                f"{meeting.state} {meeting.revision}",
                [(meeting, meeting.pair_id._get_people())],
            )
            meeting._sync_event("mentor")
            meeting._sync_event("mentee")

    def _sync_event(self, side):
        self._sync_own_event(
            f"{side}_event_id",
            self.pair_id[f"{side}_id"],
            is_cancelled=self.state == "cancelled",
        )

    def _get_events(self):
        return self.mentor_event_id | self.mentee_event_id

    def _get_ics(self):
        """Return the invitation file of a meeting, as bytes."""
        self.ensure_one()
        people = self.pair_id._get_people()
        return invitation(
            uid=f"mentorat-meeting-{self.id}@{self.env.cr.dbname}",
            sequence=self.revision,
            start=self.date_start.replace(tzinfo=timezone.utc),
            hours=self.hours,
            summary=self.env._("Mentoring meeting"),
            url=f"{self.get_base_url()}/my/mentoring/pair/{self.pair_id.id}",
            organiser=self.company_id.email or people[:1].email,
            attendees=[email for email in people.mapped("email") if email],
            cancelled=self.state == "cancelled",
        )

    # HOOKS

    def _get_mail_attachments(self, event):
        # What is only proposed is on no calendar.
        is_fixed = not event.rsplit(",", 1)[-1].startswith("proposal")
        return [("meeting.ics", self._get_ics())] if is_fixed else []

    def _after_transition(self, origins, target):
        self._count_version()
        declined = self.filtered(lambda meeting: origins[meeting.id] == "proposed")
        if target == "cancelled":
            # Nobody was invited yet.
            declined._tell_other("mentorat_programme.mail_template_meeting_declined")
            (self - declined)._revise()
        elif target == "planned":
            self._revise()

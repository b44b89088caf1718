from datetime import timedelta
from functools import partial

from lxml import html

from odoo import fields
from odoo.http import request

from ..core.transitions import MEETING_PAIR_STATES
from ..core.turns import take_turn
from ..models.mentorat_meeting_proposal_mixin import SLOTS
from .forms import Form
from .portal import MAX_ID
from .portal_pair import SHORT_LIMIT, pair_route
from .portal_time import MentoratPortalTime

# What datetime-local controls of a browser hold.
MOMENT_FORMAT = "%Y-%m-%dT%H:%M"
# When the two have never met.
FIRST_TIME = "10:00"
OUTCOMES = ("held", "no_show", "cancelled")


class MentoratPortalMeeting(MentoratPortalTime):
    """The meetings of a pair."""

    @pair_route("/meeting", "GET", "POST")
    def portal_mentoring_meeting_new(self, pair_id, **post):
        pair = self._browse_pair(pair_id)
        return self._serve_meeting(pair, pair.env["mentorat.meeting"], post)

    @pair_route("/meeting/<int:meeting_id>", "GET", "POST")
    def portal_mentoring_meeting(self, pair_id, meeting_id, **post):
        pair = self._browse_pair(pair_id)
        meeting = self._browse_part(pair, "mentorat.meeting", meeting_id)
        return self._serve_meeting(pair, meeting, post)

    @pair_route("/meeting/log", "GET", "POST")
    def portal_mentoring_meeting_log(self, pair_id, **post):
        pair = self._browse_pair(pair_id)
        if request.httprequest.method == "GET":
            return self._render_log(pair, self._get_log_form(pair))
        form = Form(pair.env, post)
        day = form.day("day")
        if not day and not form.errors:
            form.errors["day"] = request.env._("Please give a date, as 2030-12-31.")
        form.number("hours", 0.25, 24)
        form.choice("outcome", OUTCOMES, "held")
        self._read_usefulness(form)
        error = None
        if not form.errors:
            log = partial(
                pair.env["mentorat.meeting"]._log,
                pair,
                day,
                form.values["hours"],
                form.values["outcome"],
                form.values["own_usefulness"],
            )
            error = self._attempt_in_turn(pair, log)
        if form.errors or error:
            return self._render_log(pair, form, error)
        return self._mentoring_redirect(self._get_pair_url(pair), "logged")

    @pair_route("/meeting/<int:meeting_id>/hold", "POST")
    def portal_mentoring_meeting_hold(self, pair_id, meeting_id, **post):
        pair = self._browse_pair(pair_id)
        meeting = self._browse_part(pair, "mentorat.meeting", meeting_id)
        return self._change_pair(pair, meeting.action_hold, "held")

    @pair_route("/meeting/<int:meeting_id>/miss", "POST")
    def portal_mentoring_meeting_miss(self, pair_id, meeting_id, **post):
        pair = self._browse_pair(pair_id)
        meeting = self._browse_part(pair, "mentorat.meeting", meeting_id)
        return self._change_pair(pair, meeting.action_miss, "missed")

    @pair_route("/meeting/<int:meeting_id>/cancel", "POST")
    def portal_mentoring_meeting_cancel(self, pair_id, meeting_id, **post):
        pair = self._browse_pair(pair_id)
        meeting = self._browse_part(pair, "mentorat.meeting", meeting_id)
        return self._change_pair(pair, meeting.action_cancel, "cancelled")

    @pair_route("/meeting/<int:meeting_id>/accept", "POST")
    def portal_mentoring_meeting_accept(self, pair_id, meeting_id, **post):
        pair = self._browse_pair(pair_id)
        meeting = self._browse_part(pair, "mentorat.meeting", meeting_id)
        form = Form(pair.env, post)
        start = form.instant("slot")
        if form.errors:
            return self._render_pair(pair, error=form.errors["slot"])
        return self._change_pair(pair, partial(meeting._accept, start), "planned")

    @pair_route("/meeting/<int:meeting_id>/room", "POST")
    def portal_mentoring_meeting_room(self, pair_id, meeting_id, **post):
        pair = self._browse_pair(pair_id)
        meeting = self._browse_part(pair, "mentorat.meeting", meeting_id)
        return self._change_pair(pair, meeting._make_room, "saved")

    @pair_route("/meeting/<int:meeting_id>/plan", "POST")
    def portal_mentoring_meeting_plan(self, pair_id, meeting_id, **post):
        pair = self._browse_pair(pair_id)
        meeting = self._browse_part(pair, "mentorat.meeting", meeting_id)
        return self._change_pair(pair, meeting.action_plan, "planned")

    # ONE MEETING

    def _serve_meeting(self, pair, meeting, post):
        form = Form(pair.env, post)
        if request.httprequest.method == "GET":
            form = self._get_meeting_form(pair, meeting)
            return self._render_meeting(pair, meeting, form)
        if post.get("suggest"):
            self._suggest_agenda(pair, form)
            return self._render_meeting(pair, meeting, form)
        self._read_meeting(meeting, form)
        error = None
        if meeting and "date_start" in form.raw.keys() - form.values.keys():
            # Typed while it was planned: who cancelled it meanwhile is not overruled.
            version = form.values.get("version")
            error = self._mentoring_attempt(meeting._check_version, version)
        is_proposal = self._is_proposal(meeting, form)
        save = self._save_proposal if is_proposal else self._save_part
        error = error or save(pair, meeting, form)
        if form.errors or error:
            return self._render_meeting(pair, meeting, form, error)
        done = "proposed" if is_proposal else "saved" if meeting else "planned"
        return self._mentoring_redirect(self._get_pair_url(pair), done)

    def _read_meeting(self, meeting, form):
        if meeting.state in (False, "planned", "proposed"):
            form.moment("date_start")
            form.number("hours", 0.25, 24)
            form.text("place", limit=SHORT_LIMIT)
            form.address("video_url")
            form.text("agenda")
        if meeting:
            form.text("summary")
            form.integer("version", 1, MAX_ID)
        if meeting.state == "held":
            self._read_usefulness(form)

    # TIMES PROPOSED

    def _is_proposal(self, meeting, form):
        """Tell whether times are proposed, and read the other ones of them."""
        is_proposal = meeting.state == "proposed" or (
            not meeting and any(form.raw.get(name) for name in ("propose", *SLOTS[1:]))
        )
        if is_proposal:
            now = fields.Datetime.now()
            for name in SLOTS:
                moment = form.moment(name, required=name == SLOTS[0])
                if moment and moment <= now:
                    form.errors[name] = request.env._(
                        "This time is over. Please choose another one."
                    )
        return is_proposal

    def _save_proposal(self, pair, meeting, form):
        """Propose the times of ``form``; see ``_save_part``."""
        if not meeting:
            form.text("form_key", limit=36)
        if form.errors:
            return None
        values = dict(form.values)
        # Each once, in their order.
        moments = dict.fromkeys(values.pop(name) for name in SLOTS)
        slots = [moment for moment in moments if moment]
        take_turn(pair)
        if meeting:
            version = values.pop("version")
            return self._mentoring_attempt(
                meeting._propose_again, version, slots, values
            )
        return self._create_part(
            pair, meeting, values, partial(meeting._propose, slots)
        )

    def _get_slots(self, meeting):
        """Return ``[(start, stop)]`` of the times proposed for ``meeting``."""
        length = timedelta(hours=meeting.hours)
        return [(start, start + length) for start in meeting._get_slots()]

    def _read_usefulness(self, form):
        value = form.choice("own_usefulness", tuple("012345"), "0")
        form.values["own_usefulness"] = int(value or 0)

    def _get_meeting_form(self, pair, meeting):
        return Form(
            pair.env,
            {
                **self._get_local_slots(meeting),
                "date_start": self._get_local_start(pair, meeting),
                "hours": f"{meeting.hours or pair._get_meeting_hours():g}",
                "place": meeting.place or "",
                "video_url": meeting.video_url or "",
                "agenda": meeting.agenda or "",
                "summary": meeting.summary or "",
                "own_usefulness": str(meeting.own_usefulness),
                "version": str(meeting._get_version()) if meeting else "",
            },
        )

    def _get_local_start(self, pair, meeting):
        """Return when ``meeting`` starts, or a new one is suggested, as typed in a form."""
        if meeting:
            start = fields.Datetime.context_timestamp(meeting, meeting.date_start)
            return start.strftime(MOMENT_FORMAT)
        if not pair.date_suggested:
            return ""
        last = pair.date_last_meeting
        hour = (
            fields.Datetime.context_timestamp(pair, last).strftime("%H:%M")
            if last
            else FIRST_TIME
        )
        return f"{pair.date_suggested}T{hour}"

    def _get_local_slots(self, meeting):
        slots = meeting._get_slots() if meeting else []
        return {
            name: fields.Datetime.context_timestamp(meeting, slot).strftime(
                MOMENT_FORMAT
            )
            for name, slot in zip(SLOTS, slots, strict=False)
        }

    def _render_meeting(self, pair, meeting, form, error=None):
        title = request.env._("Meeting") if meeting else request.env._("Plan a meeting")
        return self._render_part(
            "portal_mentoring_meeting",
            pair,
            title,
            form,
            error,
            meeting=meeting,
            working_times=self._describe_working_times(pair),
            guides=self._get_guides(pair),
            **self._get_usefulness_words(),
        )

    # AGENDA

    def _get_guides(self, pair):
        """Return the guides of meetings for the phase of ``pair`` that the person reads."""
        return pair.env["mentorat.document"].search(
            [
                ("kind", "=", "session_guide"),
                ("phase", "=", pair.phase),
                ("programme_ids", "in", pair.programme_id.ids),
                ("version", ">", 0),
            ]
        )

    def _suggest_agenda(self, pair, form):
        """Add the questions of the guide that was chosen to what is typed in ``form``."""
        guides = self._get_guides(pair)
        chosen = guides.filtered(lambda guide: str(guide.id) == form.raw["suggest"])
        lines = [form.raw.get("agenda", "").strip()]
        for question in html.fromstring(chosen.current_version_id.body or "<p/>").xpath(
            "//ol[1]/li"
        ):
            lines.append(f"- {' '.join(question.text_content().split())}")
        form.raw["agenda"] = "\n".join(line for line in lines if line)

    # A MEETING OF THE PAST

    def _get_log_form(self, pair):
        return Form(
            pair.env,
            {
                "day": fields.Date.to_string(fields.Date.context_today(pair)),
                "hours": f"{pair._get_meeting_hours():g}",
                "outcome": "held",
                "own_usefulness": "0",
            },
        )

    def _render_log(self, pair, form, error=None):
        return self._render_part(
            "portal_mentoring_meeting_log",
            pair,
            request.env._("We met"),
            form,
            error,
            **self._get_usefulness_words(),
        )

    def _get_usefulness_words(self):
        return {
            "usefulness_words": [
                ("0", request.env._("No answer")),
                ("1", request.env._("1: not useful")),
                ("2", "2"),
                ("3", "3"),
                ("4", "4"),
                ("5", request.env._("5: very useful")),
            ],
        }

    # THE PAGE OF THE PAIR

    def _get_part_words(self):
        return {
            **super()._get_part_words(),
            "held": (request.env._("Held"), "success"),
            "no_show": (request.env._("Missed"), "warning"),
            "cancelled": (request.env._("Cancelled"), "secondary"),
        }

    def _prepare_pair_values(self, pair):
        meetings = self._search_parts(pair, "mentorat.meeting")
        planned = meetings.filtered(lambda meeting: meeting.state == "planned")
        proposed = meetings.filtered(lambda meeting: meeting.state == "proposed")
        return {
            **super()._prepare_pair_values(pair),
            **self._get_usefulness_words(),
            "can_meet": pair.state in MEETING_PAIR_STATES,
            "now": fields.Datetime.now(),
            "planned_meetings": planned.sorted("date_start"),
            "proposed_meetings": proposed.sorted("date_start"),
            "get_slots": self._get_slots,
            "past_meetings": (meetings - planned - proposed).sorted(
                "date_start", reverse=True
            ),
            "form": self._get_meeting_form(pair, pair.env["mentorat.meeting"]),
            "log_form": self._get_log_form(pair),
            "other_zone": self._get_other_zone(pair),
            "outside": self._get_outside(pair),
            "working_times": self._describe_working_times(pair),
        }

from uuid import UUID, uuid4

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.fields import Domain
from odoo.http import request

from ..core.turns import take_turn
from ..models.mentorat_pair import PHASES
from ..models.mentorat_supervised_mixin import STAGES
from ..models.report_supervision_certificate import CERTIFIED_STATES
from .forms import Form
from .portal import HOME_URL, MentoratPortal

SUPERVISION_URL = f"{HOME_URL}/supervision"
SHORT_LIMIT = 500


def supervision_route(path, *methods):
    """Route of the pages of a mentor about supervision."""
    return http.route(
        f"{SUPERVISION_URL}{path}",
        type="http",
        auth="user",
        website=True,
        methods=methods,
    )


class MentoratPortalSupervision(MentoratPortal):
    """A mentor's sessions, the situations they bring, and their hours."""

    @supervision_route("", "GET")
    def portal_mentoring_supervision(self, done=None, **kw):
        return self._render_supervision(done)

    @supervision_route("/<int:participation_id>/stage", "POST")
    def portal_mentoring_stage(self, participation_id, **post):
        mentor = self._browse_own_mentor(participation_id)
        form = Form(mentor.env, post)
        form.choice("stage", [stage for stage, __ in STAGES])
        if form.errors:
            return self._render_supervision(error=form.errors["stage"])
        take_turn(mentor)
        error = self._mentoring_attempt(mentor._assess_stage, form.values["stage"])
        return self._leave_supervision_form(error, "saved")

    @supervision_route("/<int:participation_id>/certificate", "GET")
    def portal_mentoring_certificate(self, participation_id, **kw):
        mentor = self._browse_own_mentor(participation_id)
        # The report is of one's own participation, which was just found.
        reports = mentor.env["ir.actions.report"].sudo()
        content, __ = reports.with_context(
            force_report_rendering=True
        )._render_qweb_pdf(
            "mentorat_programme.report_supervision_certificate", mentor.ids
        )
        return self._mentoring_send("supervision.pdf", "application/pdf", content)

    @supervision_route("/session/<int:supervision_id>/excuse", "POST")
    def portal_mentoring_excuse(self, supervision_id, **post):
        session = self._browse_own_session(supervision_id)
        take_turn(session)
        own = session.env["mentorat.supervision.attendance"].search(
            [("supervision_id", "=", session.id), ("user_id", "=", session.env.uid)]
        )
        return self._leave_supervision_form(
            self._mentoring_attempt(own._excuse), "saved"
        )

    @supervision_route("/session/<int:supervision_id>/case", "GET", "POST")
    def portal_mentoring_case(self, supervision_id, **post):
        session = self._browse_own_session(supervision_id)
        form = Form(session.env, post)
        if request.httprequest.method == "GET":
            return self._render_case(session, form)
        form.text("theme", required=True, limit=SHORT_LIMIT)
        form.choice("phase", ["", *dict(PHASES)], "")
        form.text("question", required=True)
        form.text("wish")
        if form.errors:
            return self._render_case(session, form)
        take_turn(session)
        values = {**form.values, "phase": form.values["phase"] or False}
        cards = session.env["mentorat.case.card"]
        error = self._mentoring_attempt(
            cards._bring, session, values, self._get_case_key(form)
        )
        if error:
            return self._render_case(session, form, error)
        return self._leave_supervision_form(None, "saved")

    @supervision_route("/case/<int:case_id>/delete", "POST")
    def portal_mentoring_case_delete(self, case_id, **post):
        card = self._mentoring_browse("mentorat.case.card", case_id, None)
        if not card.is_mine:
            raise NotFound()
        return self._leave_supervision_form(
            self._mentoring_attempt(card._take_back), "deleted"
        )

    # PARTS

    def _browse_own_mentor(self, participation_id):
        domain = [("role", "=", "mentor"), ("state", "in", CERTIFIED_STATES)]
        return self._mentoring_browse(
            "mentorat.participation", participation_id, domain=domain
        )

    def _browse_own_session(self, supervision_id):
        """Return a planned session that the person is invited to."""
        env = self._get_mentoring_env()
        domain = Domain("state", "=", "planned") & Domain(
            "attendance_ids.user_id", "=", env.uid
        )
        return self._mentoring_browse(
            "mentorat.supervision", supervision_id, None, domain
        )

    def _get_case_key(self, form):
        try:
            return str(UUID(form.raw.get("form_key", "")))
        except ValueError:
            return str(uuid4())

    def _leave_supervision_form(self, error, done):
        if error:
            return self._render_supervision(error=error)
        return self._mentoring_redirect(SUPERVISION_URL, done)

    def _render_case(self, session, form, error=None):
        title = request.env._("Bring a situation")
        fields = session.env["mentorat.case.card"]._fields
        values = {
            "page_name": "mentoring",
            "mentoring_trail": [
                (request.env._("Supervision"), SUPERVISION_URL),
                (title, ""),
            ],
            "title": title,
            "session": session,
            "phases": fields["phase"]._description_selection(session.env),
            "form": form,
            "form_key": self._get_case_key(form),
            "error": error,
        }
        return self._mentoring_respond(
            "mentorat_programme.portal_mentoring_case",
            values,
            422 if error or form.errors else 200,
        )

    def _render_supervision(self, done=None, error=None):
        env = self._get_mentoring_env()
        participations = env["mentorat.participation"].search(
            [
                ("user_id", "=", env.uid),
                ("role", "=", "mentor"),
                ("state", "in", CERTIFIED_STATES),
            ]
        )
        mentors = env["mentorat.supervised.mentor"].search(
            [("id", "in", participations.ids)]
        )
        lines = env["mentorat.supervision.attendance"].search(
            [("user_id", "=", env.uid)], order="date_start desc, id desc"
        )
        cards = env["mentorat.case.card"].search(
            [("supervision_id", "in", lines.supervision_id.ids)]
        )
        planned = lines.filtered(lambda line: line.supervision_id.state == "planned")
        words = env["mentorat.supervision.attendance"]._fields["state"]
        stages = env["mentorat.supervised.mentor"]._fields["development_stage"]
        values = {
            "page_name": "mentoring",
            "mentoring_trail": [(request.env._("Supervision"), "")],
            "participations": participations,
            "mentors": {mentor.id: mentor for mentor in mentors},
            "stages": stages._description_selection(env),
            "planned": planned.sorted("date_start"),
            "past": lines - planned,
            "cards": cards.grouped("supervision_id"),
            "line_words": dict(words._description_selection(env)),
            "supervision_url": SUPERVISION_URL,
            "notice": self._get_mentoring_notice(done),
            "error": error,
        }
        return self._mentoring_respond(
            "mentorat_programme.portal_mentoring_supervision",
            values,
            422 if error else 200,
        )

from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.mentorat_programme.controllers.forms import Form
from odoo.addons.mentorat_programme.controllers.portal import HOME_URL, MentoratPortal

PROPOSAL_URL = f"{HOME_URL}/proposal/<int:proposal_id>"
REASON_LIMIT = 500
OBJECTION_LIMIT = 2000


class MatchingPortal(MentoratPortal):
    """The proposals of the current person, on the mentoring page and one by one."""

    # MENTORING PAGE

    def _prepare_mentoring_values(self):
        values = super()._prepare_mentoring_values()
        proposals = self._get_mentoring_env()["mentorat.matching.proposal"].search(
            self._get_own_domain() & Domain("is_open", "=", True)
        )
        values["proposals"] = proposals
        values["proposal_names"] = {p.id: self._get_other_name(p) for p in proposals}
        values["next_step"] = self._get_proposal_step(values) or values["next_step"]
        return values

    def _get_proposal_step(self, values):
        """Return the next step that the open proposals make, see ``_get_next_step``."""
        awaited = values["proposals"].filtered(lambda p: p.own_answer == "pending")[:1]
        step = values["next_step"]
        if awaited:
            return {
                "icon": "fa-handshake-o",
                "title": request.env._("Someone to meet"),
                "text": self._get_awaited_text(awaited),
                "url": f"{HOME_URL}/proposal/{awaited.id}",
                "label": request.env._("See and answer"),
            }
        if values["proposals"] and not (step and step.get("url")):
            return {
                "icon": "fa-clock-o",
                "title": request.env._("Nothing to do for now"),
                "text": request.env._(
                    "You said yes. We write to you when the other has answered."
                ),
            }

    def _get_awaited_text(self, proposal):
        programme = proposal.programme_id.name
        if proposal.origin == "request":
            return request.env._(
                "In “%(programme)s” somebody would like you as their mentor. See who it "
                "is, and give your answer.",
                programme=programme,
            )
        return request.env._(
            "“%(programme)s” proposes somebody to you. See who it is and why, and give "
            "your answer.",
            programme=programme,
        )

    def _get_mentoring_notice(self, done):
        return {
            "told-referents": request.env._(
                "Thank you for telling us. A referent of the programme reads it and gets in "
                "touch with you. The other person learns nothing of it."
            ),
        }.get(done) or super()._get_mentoring_notice(done)

    # PROPOSAL

    @http.route(PROPOSAL_URL, type="http", auth="user", website=True, methods=["GET"])
    def portal_proposal(self, proposal_id, done=None, **kw):
        proposal = self._browse_proposal(proposal_id)
        return self._render_proposal(proposal, notice=self._get_mentoring_notice(done))

    @http.route(
        f"{PROPOSAL_URL}/<any(yes,no):answer>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_proposal_answer(self, proposal_id, answer, **post):
        proposal = self._browse_proposal(proposal_id)
        form = Form(proposal.env, post)
        if answer == "yes":
            return self._change_proposal(proposal, proposal.action_answer_yes)
        reason = form.text("reason", limit=REASON_LIMIT)
        return self._change_proposal(
            proposal, lambda: proposal.action_answer_no(reason), form=form
        )

    @http.route(
        f"{PROPOSAL_URL}/object",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_proposal_object(self, proposal_id, **post):
        proposal = self._browse_proposal(proposal_id)
        form = Form(proposal.env, post)
        text = form.text("objection", required=True, limit=OBJECTION_LIMIT)
        return self._change_proposal(
            proposal, lambda: proposal._object(text), "told-referents", form
        )

    def _change_proposal(self, proposal, change, done="answered", form=None):
        """Make a change that the person asked for, unless their form is to be mended."""
        error = None
        if not (form and form.errors):
            error = self._mentoring_attempt(change)
        if error or (form and form.errors):
            return self._render_proposal(proposal, error=error, form=form)
        return self._mentoring_redirect(f"{HOME_URL}/proposal/{proposal.id}", done)

    def _browse_proposal(self, proposal_id):
        return self._mentoring_browse(
            "mentorat.matching.proposal", proposal_id, domain=self._get_own_domain()
        )

    def _get_own_domain(self):
        """Return the domain of one's own proposals; the team sees others in the back end."""
        uid = request.env.uid
        return Domain("published", "=", True) & (
            Domain("mentor_user_id", "=", uid) | Domain("mentee_user_id", "=", uid)
        )

    def _render_proposal(self, proposal, notice=None, error=None, form=None):
        is_request = proposal.origin == "request"
        trail = request.env._("Request") if is_request else request.env._("Proposal")
        values = {
            "page_name": "mentoring",
            "mentoring_trail": [(trail, "")],
            "proposal": proposal,
            "is_request": is_request,
            "other_name": self._get_other_name(proposal),
            "is_mentor": proposal.mentor_user_id == request.env.user,
            "fits": proposal._get_fits(),
            "used": proposal._get_used(),
            "form": form or Form(proposal.env, {}),
            "reason_limit": REASON_LIMIT,
            "objection_limit": OBJECTION_LIMIT,
            "has_objected": bool(proposal.objection_ids),
            "notice": notice,
            "error": error,
        }
        return self._mentoring_respond(
            "mentorat_matching.portal_proposal",
            values,
            422 if error or values["form"].errors else 200,
        )

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.mentorat_programme.controllers.forms import Form
from odoo.addons.mentorat_programme.controllers.portal import (
    HOME_URL,
    MAX_ID,
    MentoratPortal,
)

from ..core.linking import LONGEST, SHORTEST, normalise
from ..models.mentorat_evaluation import CONTACT_MOMENTS, LINKED_MOMENTS
from ..models.mentorat_evaluation_invitation import ANSWER_URL

EVALUATION_URL = f"{HOME_URL}/evaluation"
TEXT_LIMIT = 2000


class EvaluationPortal(MentoratPortal):
    """Where people answer a campaign, once and without a name."""

    @http.route(
        f"{EVALUATION_URL}/<int:invitation_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET", "POST"],
    )
    def portal_evaluation(self, invitation_id, **post):
        # The team sees invitations too: here everybody has their own only.
        invitation = self._mentoring_browse(
            "mentorat.evaluation.invitation",
            invitation_id,
            domain=[("user_id", "=", request.env.uid)],
        )
        return self._respond_to(invitation, f"{EVALUATION_URL}/{invitation.id}", post)

    @http.route(
        f"{ANSWER_URL}/<int:invitation_id>/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET", "POST"],
    )
    def portal_evaluation_link(self, invitation_id, token, **post):
        """The link of the mail: it opens this page alone, without a login, until it is used."""
        # Found by its token; from here on it is the person's own.
        invitation_sudo = request.env["mentorat.evaluation.invitation"]._find_by_token(
            min(invitation_id, MAX_ID), token
        )
        if not invitation_sudo:
            return self._respond({"page_name": "mentoring"}, "gone", 404)
        if invitation_sudo.evaluation_id.is_confidential:
            raise NotFound()
        if request.env.user._is_public():
            lang = invitation_sudo.user_id.lang
            request.update_context(lang=lang or request.env.context.get("lang"))
            invitation_sudo = invitation_sudo.with_context(**request.env.context)
        return self._respond_to(
            invitation_sudo, f"{ANSWER_URL}/{invitation_sudo.id}/{token}", post
        )

    def _respond_to(self, invitation, address, post):
        """Show the page of an invitation of the person, or take what they sent.

        :param str address: of this page
        """
        # Questions, name and state of a campaign that the person is invited to, as plain
        # values.
        evaluation_sudo = invitation.sudo().evaluation_id
        values = {
            "page_name": "mentoring",
            "mentoring_trail": [(request.env._("Evaluation"), None)],
            "name": evaluation_sudo.name,
            "programme_name": evaluation_sudo.programme_id.name,
            "threshold": evaluation_sudo.threshold,
            "date_end": invitation.date_deadline or evaluation_sudo.date_end,
            "address": address,
            "has_contact": evaluation_sudo.moment in CONTACT_MOMENTS,
            "has_code": evaluation_sudo.moment in LINKED_MOMENTS,
            "is_first": evaluation_sudo.moment == "start",
        }
        if not invitation._is_open():
            return self._respond_not_open(values, invitation)
        questions = evaluation_sudo._get_questionnaire()
        if request.httprequest.method == "POST":
            form = Form(request.env, post)
            if post.get("later"):
                return self._keep_for_later(values, invitation, form, questions)
            answers = self._read_answers(form, questions)
            code = values["has_code"] and self._read_code(form)
            if not form.errors:
                if not invitation._record(answers, code):
                    return self._respond_not_open(values, invitation)
                if values["has_contact"] and form.flag("contact"):
                    request.env["mentorat.contact.request"]._ask(
                        invitation.participation_id
                    )
                return self._respond(values, "thanks")
            status = 422
        else:
            form = Form(request.env, invitation._read_draft())
            status = 200
        values.update(questions=questions, form=form, text_limit=TEXT_LIMIT)
        return self._respond(values, "form", status)

    def _respond(self, values, part, status=200):
        values["part"] = part
        return self._mentoring_respond(
            "mentorat_evaluation.portal_evaluation", values, status
        )

    def _respond_not_open(self, values, invitation):
        # Whether they answered themselves.
        answered = invitation.sudo().answered
        is_open = invitation.sudo().evaluation_id.state == "open"
        return self._respond(values, "answered" if answered and is_open else "closed")

    def _keep_for_later(self, values, invitation, form, questions):
        """Keep what was filled in, for this person alone, and say so."""
        names = [name for question in questions for name in self._get_names(question)]
        draft = {
            name: form.raw[name][:TEXT_LIMIT]
            for name in names
            if form.raw.get(name, "").strip("\x00 ")
        }
        if invitation._keep_draft(draft):
            return self._respond(values, "kept")
        return self._respond_not_open(values, invitation)

    def _get_names(self, question):
        """Return the names of the fields of ``question`` in the form."""
        if question["type"] != "multiple_choice":
            return [question["name"]]
        return [f"{question['name']}_{value}" for value, __ in question["options"]]

    def _read_answers(self, form, questions):
        """Return ``{question id: str}`` of what was answered; errors stay in ``form``."""
        answers = {}
        for question in questions:
            name = question["name"]
            if question["type"] == "multiple_choice":
                answer = self._read_choices(form, question)
            elif "options" in question:
                allowed = [value for value, __ in question["options"]]
                default = None if question["required"] else ""
                answer = form.choice(name, allowed, default)
            else:
                answer = form.text(name, question["required"], TEXT_LIMIT)
            if answer:
                answers[question["id"]] = answer
        if not answers and not form.errors:
            form.errors["form"] = request.env._("Please answer at least one question.")
        return answers

    def _read_choices(self, form, question):
        """Return the chosen ids, in ascending order, with commas between."""
        chosen = [
            value
            for (value, __), name in zip(
                question["options"], self._get_names(question), strict=True
            )
            if form.flag(name)
        ]
        if question["required"] and not chosen:
            form.errors[question["name"]] = request.env._(
                "Please choose one or more of the list."
            )
        return ",".join(sorted(chosen, key=int))

    def _read_code(self, form):
        """Return the code that the person made up, empty for none."""
        code = form.text("code", limit=LONGEST)
        if code and len(normalise(code)) < SHORTEST:
            form.errors["code"] = request.env._(
                "Please take at least %(count)s letters or digits, or leave it empty.",
                count=SHORTEST,
            )
        return code

    # MENTORING HOME

    def _prepare_mentoring_values(self):
        values = super()._prepare_mentoring_values()
        values["evaluations"] = self._get_open_evaluations()
        return values

    def _get_open_evaluations(self):
        """Return ``[{url, name, programme, date_end}]`` of what the person can answer."""
        env = self._get_mentoring_env()
        # Their own invitations; of the campaigns, what an invitation tells.
        own_sudo = env["mentorat.evaluation.invitation"].sudo()
        invitations_sudo = own_sudo.search(
            Domain("user_id", "=", env.uid)
            & Domain("answered", "!=", True)
            & Domain("evaluation_id.state", "=", "open")
        )
        return [
            {
                "url": self._get_evaluation_url(invitation),
                "name": invitation.evaluation_id.name,
                "programme": invitation.evaluation_id.programme_id.name,
                "date_end": invitation.date_deadline
                or invitation.evaluation_id.date_end,
            }
            for invitation in invitations_sudo
            if invitation._is_open()
        ]

    def _get_evaluation_url(self, invitation):
        return f"{EVALUATION_URL}/{invitation.id}"

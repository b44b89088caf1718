from odoo import http
from odoo.http import request

from odoo.addons.mentorat_programme.controllers.forms import Form
from odoo.addons.mentorat_programme.controllers.portal import HOME_URL, MentoratPortal

EVALUATION_URL = f"{HOME_URL}/evaluation"
TEXT_LIMIT = 2000


class EvaluationPortal(MentoratPortal):
    """Where mentors and mentees answer a campaign, once and without a name."""

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
        # Questions, name and state of a campaign that the person is invited to, as plain
        # values.
        evaluation_sudo = invitation.sudo().evaluation_id
        values = {
            "page_name": "mentoring",
            "mentoring_trail": [(request.env._("Evaluation"), None)],
            "name": evaluation_sudo.name,
            "programme_name": evaluation_sudo.programme_id.name,
            "threshold": evaluation_sudo.threshold,
            "date_end": evaluation_sudo.date_end,
            "address": f"{EVALUATION_URL}/{invitation.id}",
        }
        if not invitation._is_open():
            return self._respond_not_open(values, evaluation_sudo.state)
        questions = evaluation_sudo._get_questionnaire()
        form = Form(request.env, post)
        status = 200
        if request.httprequest.method == "POST":
            answers = self._read_answers(form, questions)
            if not form.errors:
                if invitation._record(answers):
                    return self._respond(values, "thanks")
                return self._respond_not_open(values, evaluation_sudo.state)
            status = 422
        values.update(questions=questions, form=form, text_limit=TEXT_LIMIT)
        return self._respond(values, "form", status)

    def _respond(self, values, part, status=200):
        values["part"] = part
        return self._mentoring_respond(
            "mentorat_evaluation.portal_evaluation", values, status
        )

    def _respond_not_open(self, values, state):
        return self._respond(values, "answered" if state == "open" else "closed")

    def _read_answers(self, form, questions):
        """Return ``{question id: str}`` of what was answered; errors stay in ``form``."""
        answers = {}
        for question in questions:
            if "options" in question:
                allowed = [value for value, __ in question["options"]]
                default = None if question["required"] else ""
                answer = form.choice(question["name"], allowed, default)
            else:
                answer = form.text(question["name"], question["required"], TEXT_LIMIT)
            if answer:
                answers[question["id"]] = answer
        if not answers and not form.errors:
            form.errors["form"] = request.env._("Please answer at least one question.")
        return answers

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
            [
                ("user_id", "=", env.uid),
                ("answered", "!=", True),
                ("evaluation_id.state", "=", "open"),
            ]
        )
        return [
            {
                "url": f"{EVALUATION_URL}/{invitation.id}",
                "name": invitation.evaluation_id.name,
                "programme": invitation.evaluation_id.programme_id.name,
                "date_end": invitation.evaluation_id.date_end,
            }
            for invitation in invitations_sudo
        ]

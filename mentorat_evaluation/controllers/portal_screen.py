from uuid import uuid4

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.mentorat_programme.controllers.forms import Form
from odoo.addons.mentorat_programme.controllers.portal import HOME_URL
from odoo.addons.mentorat_programme.controllers.portal_concern import (
    MentoratPortalConcern,
)

from .portal import TEXT_LIMIT, EvaluationPortal

SCREEN_URL = f"{HOME_URL}/experience"


class ScreenPortal(MentoratPortalConcern, EvaluationPortal):
    """Where people tell the ethics contact of difficult experiences, as a concern.

    Nothing is kept of the visit, not even whether there was one: those to whom nothing
    happened and those who tell leave the same trace, which is none.
    """

    @http.route(
        f"{SCREEN_URL}/<int:screen_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET", "POST"],
    )
    def portal_mentoring_experience(self, screen_id, **post):
        invitation = self._mentoring_browse(
            "mentorat.evaluation.invitation",
            screen_id,
            domain=[("user_id", "=", request.env.uid)],
        )
        # As in ``_respond_to``.
        evaluation_sudo = invitation.sudo().evaluation_id
        if not evaluation_sudo.is_confidential:
            raise NotFound()
        values = {
            "page_name": "mentoring",
            "mentoring_trail": [(request.env._("Difficult experiences"), None)],
            "name": evaluation_sudo.name,
            "programme_name": evaluation_sudo.programme_id.name,
            "date_end": invitation.date_deadline,
            "address": f"{SCREEN_URL}/{invitation.id}",
        }
        if not invitation._is_open():
            return self._respond(values, "closed")
        questions = evaluation_sudo._get_questionnaire()
        form, error = Form(request.env, post), None
        if request.httprequest.method == "POST":
            if post.get("nothing"):
                return self._respond(values, "nothing")
            answers = self._read_answers(form, questions)
            form.flag("is_anonymous")
            seed = self._get_concern_seed(form)
            if not form.errors:
                sent = []
                error = self._mentoring_attempt(
                    self._send_experience, sent, evaluation_sudo, answers, form, seed
                )
                if not error:
                    return self._render_concern_page(
                        "portal_mentoring_concern_sent",
                        request.env._("Thank you"),
                        code=sent[0] if form.values["is_anonymous"] else None,
                        days=evaluation_sudo.programme_id.concern_days,
                    )
        else:
            form.raw["is_anonymous"] = "1"
        values.update(
            questions=questions,
            form=form,
            error=error or form.errors.get("form_key"),
            form_key=post.get("form_key") or str(uuid4()),
            text_limit=TEXT_LIMIT,
        )
        status = 422 if error or form.errors else 200
        return self._respond(values, "screen", status)

    def _send_experience(self, sent, evaluation, answers, form, seed):
        """Entrust ``answers`` to the ethics contact; what opens the answer goes to ``sent``."""
        programme = evaluation.programme_id.with_env(self._get_mentoring_env())
        sent.append(
            programme.env["mentorat.concern"]._raise(
                programme,
                "other",
                evaluation._tell_answers(answers),
                form.values["is_anonymous"],
                seed,
            )
        )

    def _get_evaluation_url(self, invitation):
        if invitation.evaluation_id.is_confidential:
            return f"{SCREEN_URL}/{invitation.id}"
        return super()._get_evaluation_url(invitation)

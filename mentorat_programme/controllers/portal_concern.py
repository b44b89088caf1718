from functools import partial
from uuid import UUID, uuid4

from odoo import http
from odoo.fields import Domain
from odoo.http import request

from .forms import Form
from .portal import HOME_URL, MentoratPortal

CONCERN_URL = f"{HOME_URL}/concern"
CODE_LIMIT = 60


class MentoratPortalConcern(MentoratPortal):
    """Where people turn to the ethics contact, with their name or without."""

    @http.route(
        CONCERN_URL, type="http", auth="user", website=True, methods=["GET", "POST"]
    )
    def portal_mentoring_concern(self, about=None, **post):
        env = self._get_mentoring_env()
        if request.httprequest.method == "GET":
            return self._render_concern(Form(env, {"about": about or ""}))
        form = Form(env, {**post, "about": about or ""})
        subjects = self._get_concern_subjects()
        form.choice("about", list(subjects))
        form.choice("kind", env["mentorat.concern"]._fields["kind"].get_values(env))
        form.text("body", required=True)
        form.flag("is_anonymous")
        seed = self._get_concern_seed(form)
        if form.errors:
            return self._render_concern(form)
        subject = subjects[form.values["about"]][0]
        sent = []
        error = self._mentoring_attempt(
            lambda: sent.append(
                env["mentorat.concern"]._raise(
                    subject,
                    form.values["kind"],
                    form.values["body"],
                    form.values["is_anonymous"],
                    seed,
                )
            )
        )
        if error:
            return self._render_concern(form, error)
        # No redirection: the code is in no address.
        return self._render_concern_page(
            "portal_mentoring_concern_sent",
            request.env._("Thank you"),
            code=sent[0] if form.values["is_anonymous"] else None,
            days=self._get_concern_programme(subject).concern_days,
        )

    @http.route(
        f"{CONCERN_URL}/follow",
        type="http",
        auth="user",
        website=True,
        methods=["GET", "POST"],
    )
    def portal_mentoring_concern_follow(self, **post):
        env = self._get_mentoring_env()
        form = Form(env, post)
        found, error = {}, None
        if request.httprequest.method == "POST":
            code = form.text("code", required=True, limit=CODE_LIMIT)
            form.flag("entrust")
            if not form.errors:
                open_concern = partial(
                    self._open_concern, env, code, form.values["entrust"], found
                )
                error = self._mentoring_attempt(open_concern)
            if not (form.errors or error or found):
                form.errors["code"] = env._(
                    "Nothing is found by this code. Check what you noted."
                )
        return self._render_concern_page(
            "portal_mentoring_concern_follow",
            request.env._("Follow by a code"),
            form=form,
            error=error,
            code=form.raw.get("code"),
            found=found,
            kinds=dict(self._get_concern_kinds(env)),
            words=self._get_concern_words(),
        )

    @http.route(
        f"{CONCERN_URL}/<int:concern_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def portal_mentoring_concern_one(self, concern_id, done=None, **kw):
        return self._render_own_concern(
            self._browse_concern(concern_id), notice=self._get_mentoring_notice(done)
        )

    @http.route(
        f"{CONCERN_URL}/<int:concern_id>/entrust",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_mentoring_concern_entrust(self, concern_id, **post):
        concern = self._browse_concern(concern_id)
        error = self._mentoring_attempt(concern._entrust)
        if error:
            return self._render_own_concern(concern, error)
        return self._mentoring_redirect(f"{CONCERN_URL}/{concern_id}", "saved")

    # PARTS

    def _browse_concern(self, concern_id):
        own = [("author_id", "=", request.env.uid)]
        return self._mentoring_browse("mentorat.concern", concern_id, None, own)

    def _open_concern(self, env, code, entrust, found):
        """Put in ``found`` what the code opens, after giving it to the other contact."""
        concern = env["mentorat.concern"]._browse_by_code(code)
        if concern and entrust:
            concern._entrust()
        found.update(concern._get_told())

    def _get_concern_subjects(self):
        """Return ``{value of the form: (record, words)}``, one's pairs first."""
        env = self._get_mentoring_env()
        pairs, programmes = env["mentorat.concern"]._get_subjects()
        return {
            **{
                f"pair-{pair.id}": (
                    pair,
                    env._(
                        "My pair with %(name)s (%(programme)s)",
                        name=self._get_other_name(pair),
                        programme=self._get_concern_programme(pair).name,
                    ),
                )
                for pair in pairs
            },
            **{
                f"programme-{programme.id}": (
                    programme,
                    env._(
                        "The programme “%(name)s”",
                        name=self._get_concern_programme(programme).name,
                    ),
                )
                for programme in programmes
            },
        }

    def _get_concern_programme(self, subject):
        """Return the programme of a pair, or the programme itself."""
        # Name and delay of a programme in which the person takes, or took, part.
        sudo = subject.sudo()
        return sudo.programme_id if sudo._name == "mentorat.pair" else sudo

    def _get_concern_seed(self, form):
        """Return the random key of the form; one that is none is refused."""
        raw = form.raw.get("form_key", "")
        try:
            return str(UUID(raw))
        except ValueError:
            form.errors["form_key"] = form.env._(
                "This page was open for too long. Please send it again."
            )
            return None

    def _get_concern_kinds(self, env):
        return env["mentorat.concern"]._fields["kind"]._description_selection(env)

    def _get_concern_words(self):
        """Return ``{state: (words, colour)}``."""
        return {
            "received": (request.env._("Received"), "warning"),
            "in_progress": (request.env._("In progress"), "info"),
            "closed": (request.env._("Closed"), "primary"),
        }

    def _render_concern(self, form, error=None):
        env = form.env
        key = "form_key" not in form.errors and form.raw.get("form_key")
        return self._render_concern_page(
            "portal_mentoring_concern",
            request.env._("Speak to the ethics contact"),
            form=form,
            error=error or form.errors.get("form_key"),
            form_key=key or str(uuid4()),
            subjects=[
                (value, words)
                for value, (__, words) in self._get_concern_subjects().items()
            ],
            kinds=self._get_concern_kinds(env),
            concerns=env["mentorat.concern"].search(
                Domain("author_id", "=", env.uid), order="id desc"
            ),
            words=self._get_concern_words(),
        )

    def _render_own_concern(self, concern, error=None, notice=None):
        return self._render_concern_page(
            "portal_mentoring_concern_one",
            concern.display_name,
            error=error,
            notice=notice,
            concern=concern,
            found=concern._get_told(),
            kinds=dict(self._get_concern_kinds(concern.env)),
            words=self._get_concern_words(),
        )

    def _render_concern_page(self, template, title, form=None, error=None, **values):
        trail = [(request.env._("Speak to the ethics contact"), CONCERN_URL)]
        if template != "portal_mentoring_concern":
            trail.append((title, ""))
        values = {
            "page_name": "mentoring",
            "mentoring_trail": trail,
            "title": title,
            "form": form,
            "error": error,
            **values,
        }
        return self._mentoring_respond(
            f"mentorat_programme.{template}",
            values,
            422 if error or (form and form.errors) else 200,
        )

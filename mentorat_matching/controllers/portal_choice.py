from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.mentorat_programme.controllers.forms import Form
from odoo.addons.mentorat_programme.controllers.portal import HOME_URL
from odoo.addons.mentorat_programme.core.transitions import LIVE_PAIR_STATES
from odoo.addons.portal.controllers.portal import pager

from ..models.mentorat_choice_mixin import PROFILE_MODES
from ..models.mentorat_preference import MAX_RANK
from ..models.mentorat_profile import TEXT_LIMIT
from ..models.mentorat_request_mixin import MAX_REQUESTS
from .portal import MatchingPortal

PARTICIPATION_URL = f"{HOME_URL}/participation/<int:participation_id>"
PAGE_SIZE = 20
MESSAGE_LIMIT = 1000
MAX_PAGE = 10_000


def choice_route(path, *methods):
    """Route of the pages on which one participant chooses."""
    return http.route(
        f"{PARTICIPATION_URL}{path}",
        type="http",
        auth="user",
        website=True,
        methods=methods,
    )


class ChoicePortal(MatchingPortal):
    """Showing oneself to those who may become one's pair, and choosing among them."""

    # PROFILE

    @choice_route("/profile", "GET", "POST")
    def portal_choice_profile(self, participation_id, done=None, **post):
        participation = self._browse_showing(participation_id)
        if request.httprequest.method == "POST":
            return self._save_profile(participation, post)
        # One's own, which nobody else shows.
        profile = participation.profile_ids
        raw = {
            "text": profile.text or "",
            "is_published": "1" if profile.is_published else "",
        }
        form = Form(participation.env, raw)
        return self._render_profile_form(participation, form, done=done)

    def _save_profile(self, participation, post):
        form = Form(participation.env, post)
        text = form.text("text", limit=TEXT_LIMIT)
        is_published = form.flag("is_published")
        if is_published and not text and "text" not in form.errors:
            form.errors["text"] = request.env._(
                "Write a few words about yourself, so that people can choose."
            )
        error = None
        if not form.errors:
            error = self._mentoring_attempt(
                participation._save_profile, text, is_published
            )
        if form.errors or error:
            return self._render_profile_form(participation, form, error=error)
        return self._mentoring_redirect(
            f"{HOME_URL}/participation/{participation.id}/profile",
            "shown" if is_published else "hidden",
        )

    def _render_profile_form(self, participation, form, done=None, error=None):
        values = {
            "page_name": "mentoring",
            "mentoring_trail": [(request.env._("My profile"), "")],
            "participation": participation,
            "profile": participation.profile_ids,
            "form": form,
            "text_limit": TEXT_LIMIT,
            "is_choosing": participation._is_choosing(),
            "notice": self._get_mentoring_notice(done),
            "error": error,
        }
        status = 422 if error or form.errors else 200
        return self._mentoring_respond(
            "mentorat_matching.portal_profile_form", values, status
        )

    # PEOPLE TO CHOOSE AMONG

    @choice_route("/people", "GET")
    def portal_choice_people(self, participation_id, done=None, **query):
        participation = self._browse_choosing(participation_id)
        return self._render_people(participation, query, done=done)

    @choice_route("/people/<int:profile_id>", "GET")
    def portal_choice_person(self, participation_id, profile_id, **kw):
        participation = self._browse_choosing(participation_id)
        profile = self._browse_profile(participation, profile_id)
        return self._render_person(participation, profile)

    @choice_route("/people/<int:profile_id>/ask", "POST")
    def portal_choice_ask(self, participation_id, profile_id, **post):
        participation = self._browse_choosing(participation_id)
        profile = self._browse_profile(participation, profile_id)
        form = Form(participation.env, post)
        message = form.text("message", limit=MESSAGE_LIMIT)
        error = None
        if not form.errors:
            error = self._mentoring_attempt(participation._ask_mentor, profile, message)
        if form.errors or error:
            return self._render_person(participation, profile, form, error)
        return self._mentoring_redirect(self._get_people_url(participation), "mentor")

    @choice_route("/people/<int:profile_id>/wish", "POST")
    def portal_choice_wish(self, participation_id, profile_id, **post):
        participation = self._browse_choosing(participation_id)
        profile = self._browse_profile(participation, profile_id)
        wished = self._get_wished(participation)
        # The person's place in the programme, by its id alone.
        person = profile.sudo().participation_id.with_env(participation.env)
        if person in wished:
            return self._mentoring_redirect(self._get_people_url(participation), "wish")
        return self._change_wishes(participation, wished + person)

    @choice_route("/wishes/<int:preference_id>/<any(up,down,remove):move>", "POST")
    def portal_choice_move(self, participation_id, preference_id, move, **post):
        participation = self._browse_choosing(participation_id)
        wishes = self._get_wishes(participation)
        wish = wishes.filtered(lambda wish: wish.id == preference_id)
        if not wish:
            raise NotFound()
        order = list(wishes)
        place = order.index(wish)
        order.remove(wish)
        if move != "remove":
            order.insert(max(0, place + (1 if move == "down" else -1)), wish)
        wished = participation.browse().concat(*(wish.wished_id for wish in order))
        return self._change_wishes(participation, wished)

    # PARTS

    def _browse_showing(self, participation_id):
        """Return a participation whose person may show a profile."""
        participation = self._mentoring_browse(
            "mentorat.participation",
            participation_id,
            domain=[("state", "=", "accepted")],
        )
        mode = participation.programme_id.choice_mode
        # In a directory, and on short lists, mentors alone are shown.
        if mode not in PROFILE_MODES or (
            participation.role == "mentee" and mode != "ranking"
        ):
            raise NotFound()
        return participation

    def _browse_choosing(self, participation_id):
        """Return a participation whose person chooses among others."""
        participation = self._mentoring_browse(
            "mentorat.participation", participation_id
        )
        if not participation._is_choosing():
            raise NotFound()
        return participation

    def _browse_profile(self, participation, profile_id):
        return self._mentoring_browse(
            "mentorat.profile",
            profile_id,
            role=None,
            domain=self._get_people_domain(participation),
        )

    def _get_people_domain(self, participation):
        """Return the domain of the profiles that the person chooses among."""
        return [
            ("shown_to_me", "=", True),
            ("programme_id", "=", participation.programme_id.id),
            ("role", "!=", participation.role),
        ]

    def _get_people_url(self, participation):
        return f"{HOME_URL}/participation/{participation.id}/people"

    def _get_wishes(self, participation):
        return participation.env["mentorat.preference"].search(
            [("participation_id", "=", participation.id)], order="rank, id"
        )

    def _get_wished(self, participation):
        return self._get_wishes(participation).wished_id

    def _change_wishes(self, participation, wished):
        error = self._mentoring_attempt(participation._set_wishes, wished)
        if error:
            return self._render_people(participation, {}, error=error)
        return self._mentoring_redirect(self._get_people_url(participation), "wish")

    def _render_people(self, participation, query, done=None, error=None):
        """Show whom the person may choose, those first with whom most is in common."""
        env = participation.env
        form = Form(env, query)
        profiles = env["mentorat.profile"].search_fetch(
            self._get_people_domain(participation), ["skill_ids", "seats_free"]
        )
        skills = profiles.skill_ids.sorted("name")
        skill = form.record("skill", skills)
        page = form.integer("page", 1, MAX_PAGE) or 1
        own_skills = participation.skill_ids.skill_id
        found = profiles.filtered(
            lambda profile: not skill or skill in profile.skill_ids
        ).sorted(lambda profile: -len(profile.skill_ids & own_skills))
        pages = pager(
            url=self._get_people_url(participation),
            total=len(found),
            page=page,
            step=PAGE_SIZE,
            url_args={"skill": skill.id} if skill else {},
        )
        first = pages["offset"]
        values = {
            **self._get_choice_values(participation),
            "mentoring_trail": [(self._get_people_title(participation), "")],
            "title": self._get_people_title(participation),
            "profiles": found[first : first + PAGE_SIZE],
            "found_count": len(found),
            "skills": skills,
            "skill": skill,
            "own_skills": own_skills,
            "pager": pages,
            "notice": self._get_mentoring_notice(done),
            "error": error,
        }
        return self._mentoring_respond(
            "mentorat_matching.portal_people", values, 422 if error else 200
        )

    def _render_person(self, participation, profile, form=None, error=None):
        values = {
            **self._get_choice_values(participation),
            "mentoring_trail": [
                (
                    self._get_people_title(participation),
                    self._get_people_url(participation),
                ),
                (profile.name, ""),
            ],
            "profile": profile,
            "own_skills": participation.skill_ids.skill_id,
            "form": form or Form(participation.env, {}),
            "message_limit": MESSAGE_LIMIT,
            "error": error,
        }
        return self._mentoring_respond(
            "mentorat_matching.portal_person",
            values,
            422 if error or (form and form.errors) else 200,
        )

    def _get_choice_values(self, participation):
        """Return what the pages of people share: what was chosen, and what can be."""
        values = {
            "page_name": "mentoring",
            "participation": participation,
            "people_url": self._get_people_url(participation),
            "mode": participation.programme_id.choice_mode,
        }
        if values["mode"] == "directory":
            values.update(self._get_request_values(participation))
        else:
            values.update(self._get_wish_values(participation))
        return values

    def _get_request_values(self, participation):
        # Of the person's own requests: with whom they are, and what stands in the way.
        participation_sudo = participation.sudo()
        proposals = participation_sudo._get_open_proposals()
        requests = proposals.filtered(lambda proposal: proposal.origin == "request")
        return {
            "requests": requests,
            "request_names": {r.id: r.mentor_name for r in requests},
            "asked_ids": set(requests.mentor_id._ids),
            "max_requests": MAX_REQUESTS,
            "obstacle": participation_sudo._get_asking_obstacle(proposals),
        }

    def _get_wish_values(self, participation):
        wishes = self._get_wishes(participation)
        # Names of those for whom the person wished, having read their profile.
        names = {wish.id: wish.sudo().wished_id.employee_name for wish in wishes}
        return {
            "wishes": wishes,
            "wish_names": names,
            "wished_ids": set(wishes.wished_id._ids),
            "max_wishes": MAX_RANK,
        }

    def _get_people_title(self, participation):
        if participation.role == "mentor":
            return request.env._("Mentees who take part")
        if participation.programme_id.choice_mode == "shortlist":
            return request.env._("My short list")
        return request.env._("Mentors who take part")

    def _get_mentoring_notice(self, done):
        return {
            "shown": request.env._("Saved. Your profile is shown."),
            "hidden": request.env._("Saved. Your profile is shown to nobody."),
            "mentor": request.env._("Your request is sent. We write to you."),
            "wish": request.env._("Your wishes are kept."),
        }.get(done) or super()._get_mentoring_notice(done)

    # MENTORING PAGE

    def _prepare_mentoring_values(self):
        values = super()._prepare_mentoring_values()
        values["choices"] = self._get_choices(values["participations"])
        step = values["next_step"]
        if not (step and step.get("url")):
            values["next_step"] = self._find_choice_step(values) or step
        return values

    def _get_choices(self, participations):
        """Return what the person may choose or show: list of dicts for the page."""
        accepted = participations.filtered(lambda p: p.state == "accepted")
        lines = []
        for participation in accepted:
            mode = participation.programme_id.choice_mode
            if mode not in PROFILE_MODES:
                continue
            is_shown = participation.role == "mentor" or mode == "ranking"
            lines.append(
                {
                    "participation": participation,
                    "mode": mode,
                    "title": self._get_people_title(participation),
                    "url": participation._is_choosing()
                    and self._get_people_url(participation),
                    "profile_url": is_shown
                    and f"{HOME_URL}/participation/{participation.id}/profile",
                    "is_published": any(
                        participation.profile_ids.mapped("is_published")
                    ),
                    "wish_count": len(participation.preference_ids),
                }
            )
        return lines

    def _find_choice_step(self, values):
        """Return the next step of somebody who may choose, see ``_get_next_step``."""
        paired = values["pairs"].filtered(lambda pair: pair.state in LIVE_PAIR_STATES)
        for line in values["choices"]:
            participation = line["participation"]
            programme = participation.programme_id.name
            if line["profile_url"] and not line["is_published"]:
                return {
                    "icon": "fa-id-card-o",
                    "title": request.env._("Say who you are"),
                    "text": request.env._(
                        "In “%(programme)s” people choose each other. A few words about "
                        "you help them.",
                        programme=programme,
                    ),
                    "url": line["profile_url"],
                    "label": request.env._("Write my profile"),
                }
            if (
                line["url"]
                and line["mode"] != "directory"
                and not line["wish_count"]
                and participation not in paired.mentor_id | paired.mentee_id
            ):
                return {
                    "icon": "fa-heart-o",
                    "title": request.env._("Say whom you would like"),
                    "text": request.env._(
                        "Look at those who take part in “%(programme)s”, and rank up to "
                        "%(count)s of them.",
                        programme=programme,
                        count=MAX_RANK,
                    ),
                    "url": line["url"],
                    "label": request.env._("Look and choose"),
                }
            if (
                line["url"]
                and line["mode"] == "directory"
                and participation not in paired.mentee_id
                and not values["proposals"]
            ):
                return {
                    "icon": "fa-search",
                    "title": request.env._("Find your mentor"),
                    "text": request.env._(
                        "Look at the mentors of “%(programme)s”, and ask whom you would "
                        "like.",
                        programme=programme,
                    ),
                    "url": line["url"],
                    "label": request.env._("See the mentors"),
                }
        return None

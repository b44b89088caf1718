from werkzeug.exceptions import NotFound

from odoo import fields, http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Domain
from odoo.http import content_disposition, request
from odoo.tools import format_date, format_datetime

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..core.transitions import LIVE_PAIR_STATES
from ..models.mentorat_eligibility_mixin import ACCEPTING_STATES, GIVEN_UP_STATES

HOME_URL = "/my/mentoring"
# The largest id that PostgreSQL's int4 holds.
MAX_ID = 2**31 - 1
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'self'",
    "Referrer-Policy": "same-origin",
}
# Participations over which the person has nothing left to do.
PAST_STATES = ("refused", "withdrawn", "completed")


class MentoratPortal(CustomerPortal):
    """Where mentors, mentees and line managers work: pages under ``/my/mentoring``."""

    # PORTAL HOME

    @http.route()
    def home(self, **kw):
        response = super().home(**kw)
        response.qcontext["mentoring_is_shown"] = self._is_mentoring_shown()
        return response

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "mentoring_count" in counters:
            env = self._get_mentoring_env()
            own = Domain("user_id", "=", env.uid) & Domain(
                "state", "not in", PAST_STATES
            )
            values["mentoring_count"] = (
                env["mentorat.participation"].search_count(own) + self._count_requests()
            )
        return values

    def _is_mentoring_shown(self):
        """Tell whether mentoring concerns the current person at all."""
        env = self._get_mentoring_env()
        return bool(self._get_mentoring_employees()) or bool(
            env["mentorat.participation"].search_count(
                [("user_id", "=", env.uid)], limit=1
            )
            or self._count_requests()
        )

    # PAGES

    @http.route(HOME_URL, type="http", auth="user", website=True, methods=["GET"])
    def portal_my_mentoring(self, done=None, **kw):
        return self._render_mentoring(done=done)

    def _render_mentoring(self, done=None, error=None):
        values = self._prepare_mentoring_values()
        values.update(notice=self._get_mentoring_notice(done), error=error)
        return self._mentoring_respond(
            "mentorat_programme.portal_my_mentoring", values, 422 if error else 200
        )

    def _prepare_mentoring_values(self):
        """Return the values of the mentoring page; heirs add theirs through ``super()``."""
        env = self._get_mentoring_env()
        participations = self._mentoring_search(
            env["mentorat.participation"], [("user_id", "=", env.uid)], order="id desc"
        )
        pairs = self._mentoring_search(
            env["mentorat.pair"],
            Domain("mentor_user_id", "=", env.uid)
            | Domain("mentee_user_id", "=", env.uid),
            order="id desc",
        )
        # Live ones first; each part keeps its order.
        pairs = pairs.sorted(lambda pair: pair.state not in LIVE_PAIR_STATES)
        values = {
            "page_name": "mentoring",
            "participations": participations,
            "participation_words": self._get_participation_words(),
            "courses": self._get_courses(participations),
            "pairs": pairs,
            "pair_words": self._get_pair_words(),
            "other_names": {pair.id: self._get_other_name(pair) for pair in pairs},
            "openings": self._get_openings(participations),
            "has_employee": bool(self._get_mentoring_employees()),
            "request_count": self._count_requests(),
        }
        values["next_step"] = self._get_next_step(values)
        return values

    # WHAT OTHER PAGES USE

    def _get_mentoring_env(self):
        """Return the environment of the person, with all of their companies.

        A website narrows it to its own company, but people take part where they work.
        """
        env = request.env
        companies = dict.fromkeys([*env.companies.ids, *env.user._get_company_ids()])
        return env(context={**env.context, "allowed_company_ids": list(companies)})

    def _mentoring_browse(self, model, record_id, role="self", domain=None):
        """Return a record of the current person, as that person.

        :param str model: name of the model
        :param int record_id: id, from the address of the page
        :param str role: role that the person holds towards it, when the model has roles
            (see ``core.transitions``); ``None``: it is enough to see it
        :param domain: further conditions
        :raises NotFound: when it is missing or not theirs, without telling which
        """
        if not 0 < record_id <= MAX_ID:
            raise NotFound()
        records = self._get_mentoring_env()[model]
        try:
            record = records.search(
                Domain("id", "=", record_id) & Domain(domain or Domain.TRUE)
            )
            if record and role and hasattr(record, "_get_person_roles"):
                record = record.filtered(
                    lambda found: role in found._get_person_roles()[found.id]
                )
        except AccessError:
            raise NotFound() from None
        if not record:
            raise NotFound()
        return record

    def _mentoring_search(self, model, domain, order=None):
        """Find records and read their columns that are open to all, in one query."""
        names = [
            name
            for name, field in model._fields.items()
            if field.store and field.column_type and not field.groups
        ]
        return model.search_fetch(domain, names, order=order)

    def _mentoring_attempt(self, method, *args):
        """Call ``method``; undo all of it when it is refused.

        :return: what to tell the person, ``None`` when it went through
        :raises NotFound: when it concerns what is not theirs
        """
        try:
            with request.env.cr.savepoint():
                method(*args)
        except (AccessError, MissingError):
            raise NotFound() from None
        except UserError as error:
            return str(error)

    def _mentoring_respond(self, template, values, status=200):
        """Render a page that no cache keeps and no other site frames.

        ``values`` may hold ``mentoring_trail``: ``[(label, address)]`` of the breadcrumbs
        after "Mentoring"; the last address is not used.
        """
        values = {
            **self._prepare_portal_layout_values(),
            # What the browser keeps in its history names nobody.
            "additional_title": request.env._("Mentoring"),
            **values,
        }
        response = request.render(template, values, status=status)
        for name, value in HEADERS.items():
            response.headers.add(name, value)
        return response

    def _mentoring_send(self, name, kind, content):
        """Send a file, to be kept: no browser shows it as a page of this site."""
        return request.make_response(
            content,
            headers=[
                ("Content-Type", kind),
                ("Content-Disposition", content_disposition(name)),
                *HEADERS.items(),
            ],
        )

    def _mentoring_redirect(self, url, done=None):
        """Go on to ``url`` after a change, which the page confirms by the word ``done``."""
        return request.redirect(f"{url}?done={done}" if done else url, code=303)

    def _get_mentoring_notice(self, done):
        """Return the sentence that confirms what was just done, if it is a known one."""
        return {
            "accepted": request.env._("Thank you. Your acceptance is kept."),
            "closing": request.env._(
                "You have begun to close. Each of you writes a few last words."
            ),
            "closed": request.env._("Thank you. Your closing words are kept."),
            "another": request.env._("The next matching counts with you."),
            "no-other": request.env._(
                "Thank you for saying so. You may change your mind at any time."
            ),
            "signed": request.env._("Thank you. Your signature is kept."),
            "copy-matches": request.env._(
                "This copy says exactly what the parties signed: its fingerprint is that of "
                "this agreement."
            ),
            "asked": request.env._("Your question is sent to the person."),
            "told": request.env._("Your answer is sent."),
            "delegated": request.env._(
                "Your colleague is asked to decide, and finds the request here."
            ),
            "erasure": request.env._(
                "Your request is with the programme team, who answer you."
            ),
            "place-taken": request.env._("The place is yours. Welcome!"),
            "place-left": request.env._(
                "Thank you for saying so. You stay on the waiting list."
            ),
            "draft": request.env._("Your draft is saved. Send it when you are ready."),
            "sent": request.env._("Your application is sent. Thank you!"),
            "taken-back": request.env._(
                "Your application is yours again: change it and send it."
            ),
            "withdrawn": request.env._(
                "Your application is withdrawn. You are welcome another time."
            ),
            "approved": request.env._(
                "Approved. The person and the programme team go on from here."
            ),
            "refused": request.env._(
                "Recorded. The person is told kindly, and not by whom."
            ),
            "calendar": request.env._("Your choice about the calendar is saved."),
            "answered": request.env._("Thank you for your answer."),
            "planned": request.env._(
                "The meeting is planned. You both receive an invitation."
            ),
            "saved": request.env._("Saved."),
            "proposed": request.env._(
                "The times are proposed; you are told the choice."
            ),
            "confirmed": request.env._("The goal is confirmed as reached."),
            "ticked": request.env._("Done. Well done!"),
            "dropped": request.env._("The goal is dropped."),
            "published": request.env._("Your skills show the new level."),
            "held": request.env._("Marked as held."),
            "missed": request.env._("Marked as missed. Fix another time."),
            "logged": request.env._("Your meeting is noted."),
            "cancelled": request.env._("The meeting is cancelled. You are both told."),
            "deleted": request.env._("Deleted."),
            "ended": request.env._(
                "This pair has ended. Thank you for the time you gave each other."
            ),
        }.get(done)

    def _get_mentoring_employees(self):
        # The person's own employees, to know where they may apply; a portal user cannot
        # read any employee.
        return self._get_mentoring_env().user.sudo().employee_ids

    def _count_requests(self):
        requests = self._get_mentoring_env()["mentorat.participation.request"]
        return requests.search_count(self._get_request_domain())

    def _get_request_domain(self):
        """Return the domain of the requests that await the person's decision."""
        uid = request.env.uid
        # Handed to somebody else, a request is no longer in the manager's way.
        decides = Domain("delegate_user_id", "=", uid) | (
            Domain("manager_user_id", "=", uid) & Domain("delegate_user_id", "=", False)
        )
        return decides & Domain("state", "=", "submitted")

    def _get_decider_domain(self):
        """Return the domain of the requests that are, or were, the person's to decide."""
        uid = request.env.uid
        return Domain("manager_user_id", "=", uid) | Domain(
            "delegate_user_id", "=", uid
        )

    def _get_other_name(self, pair):
        """Return the name of the other person of a pair."""
        is_mentor = pair.mentor_user_id == request.env.user
        return pair.mentee_name if is_mentor else pair.mentor_name

    # PARTS OF THE PAGE

    def _get_participation_words(self):
        """Return ``{state: (words, colour)}``; nobody reads there who decided."""
        return {
            "draft": (request.env._("Draft, not sent"), "secondary"),
            "submitted": (request.env._("Awaiting approval"), "info"),
            "approved": (request.env._("With the programme team"), "info"),
            "accepted": (request.env._("Taking part"), "success"),
            "waitlisted": (request.env._("On the waiting list"), "warning"),
            "refused": (request.env._("Not retained this time"), "secondary"),
            "withdrawn": (request.env._("Withdrawn"), "secondary"),
            "completed": (request.env._("Completed"), "primary"),
        }

    def _get_pair_words(self):
        """Return ``{state: (words, colour)}``."""
        return {
            "proposed": (request.env._("Awaiting answers"), "warning"),
            "accepted": (request.env._("About to start"), "info"),
            "active": (request.env._("Active"), "success"),
            "closing": (request.env._("Coming to an end"), "info"),
            "closed": (request.env._("Completed"), "primary"),
            "ended": (request.env._("Ended"), "secondary"),
        }

    def _get_courses(self, participations):
        """Return ``{participation id: {name, url}}`` of the courses to follow."""
        taking_part = participations.filtered(lambda p: p.state == "accepted")
        # Name and address of the course that the person's own participation names, which
        # may be hidden from those who do not follow it.
        channels = {record.id: record.sudo().channel_id for record in taking_part}
        return {
            record_id: {"name": channel.name, "url": channel.website_url}
            for record_id, channel in channels.items()
            if channel
        }

    def _get_openings(self, participations):
        """Return ``[(programme, roles)]`` to which the person may apply now."""
        employees = self._get_mentoring_employees()
        if not employees:
            return []
        env = self._get_mentoring_env()
        programmes = env["mentorat.programme"].search(
            Domain("state", "in", ACCEPTING_STATES)
            & Domain("company_id", "in", employees.company_id.ids)
        )
        taken = {(p.programme_id, p.role) for p in participations}
        live = participations.filtered(lambda p: p.state not in GIVEN_UP_STATES)
        has_role = live.programme_id
        labels = (
            env["mentorat.participation"]._fields["role"]._description_selection(env)
        )
        openings = []
        for programme in programmes.filtered(lambda p: p._is_accepting()):
            if programme in has_role and not programme.both_roles:
                continue
            roles = [role for role in labels if (programme, role[0]) not in taken]
            if roles and programme._filter_eligible(employees):
                openings.append((programme, roles))
        return openings

    # NEXT STEP

    def _get_next_step(self, values):
        """Return the one thing to do now: dict of title, text, icon, url, label.

        ``url`` and ``label`` are missing when there is nothing to click.
        """
        finders = (
            self._find_charter_step,
            self._find_question_step,
            self._find_offer_step,
            self._find_answer_step,
            self._find_agreement_step,
            self._find_closing_step,
            self._find_request_step,
            self._find_message_step,
            self._find_draft_step,
            self._find_meeting_step,
            self._find_course_step,
            self._find_upcoming_step,
            self._find_waiting_step,
            self._find_opening_step,
        )
        return next(filter(None, (find(values) for find in finders)), None)

    def _find_charter_step(self, values):
        for participation in values["participations"]:
            if participation.state == "accepted" and not participation.charter_accepted:
                # Which document, not its text: the page itself checks who reads it.
                charter = participation.sudo().programme_id.charter_id
                return {
                    "icon": "fa-handshake-o",
                    "title": request.env._("Accept the charter"),
                    "text": request.env._(
                        "Everybody who takes part in “%(programme)s” accepts its charter "
                        "before anything starts.",
                        programme=participation.programme_id.name,
                    ),
                    "url": f"{HOME_URL}/document/{charter.id}",
                    "label": request.env._("Read and accept"),
                }

    def _find_offer_step(self, values):
        today = fields.Date.context_today(values["participations"])
        for participation in values["participations"]:
            offered = (
                participation.offered_until and participation.offered_until >= today
            )
            if participation.state == "waitlisted" and offered:
                return {
                    "icon": "fa-ticket",
                    "title": request.env._("A place is free"),
                    "text": request.env._(
                        "You may take a place in “%(programme)s” until %(date)s.",
                        programme=participation.programme_id.name,
                        date=format_date(
                            participation.env, participation.offered_until
                        ),
                    ),
                    "url": self._get_application_url(
                        participation.programme_id, participation.role
                    ),
                    "label": request.env._("Answer"),
                }

    def _find_question_step(self, values):
        for participation in values["participations"]:
            asked = participation.question and not participation.question_answer
            if participation.state == "submitted" and asked:
                return {
                    "icon": "fa-question-circle-o",
                    "title": request.env._("A question about your application"),
                    "text": request.env._(
                        "Before deciding, your manager would like to know something."
                    ),
                    "url": self._get_application_url(
                        participation.programme_id, participation.role
                    ),
                    "label": request.env._("Read and answer"),
                }

    def _find_answer_step(self, values):
        for pair in values["pairs"].filtered(lambda pair: pair.state == "proposed"):
            if pair.own_answer == "pending":
                return {
                    "icon": "fa-handshake-o",
                    "title": request.env._("Someone to meet"),
                    "text": request.env._(
                        "The programme proposes that you work with %(name)s. Have a look "
                        "and give your answer.",
                        name=values["other_names"][pair.id],
                    ),
                    "url": f"{HOME_URL}/pair/{pair.id}",
                    "label": request.env._("See and answer"),
                }

    def _find_agreement_step(self, values):
        waiting = values["pairs"].filtered(
            lambda pair: (
                pair.state == "accepted" and pair.agreement_state in ("none", "draft")
            )
        )
        # Whether the programme has one at all.
        for pair in waiting.filtered(lambda p: p.sudo().programme_id.agreement_id):
            return {
                "icon": "fa-pencil-square-o",
                "title": request.env._("Complete your agreement"),
                "text": request.env._(
                    "Say with %(name)s how you will work together. The pair starts once it "
                    "is signed.",
                    name=values["other_names"][pair.id],
                ),
                "url": f"{HOME_URL}/pair/{pair.id}/agreement",
                "label": request.env._("Complete the agreement"),
            }
        to_sign = values["pairs"].filtered(
            lambda pair: pair.state in LIVE_PAIR_STATES and pair.agreement_ids
        )
        for agreement in to_sign.agreement_ids:
            signed = agreement.signature_ids.filtered("is_valid").user_id
            if agreement.state == "signing" and request.env.user not in signed:
                return {
                    "icon": "fa-pencil-square-o",
                    "title": request.env._("Sign your agreement"),
                    "text": request.env._("It is ready. Read it, then sign it."),
                    "url": f"{HOME_URL}/agreement/{agreement.id}",
                    "label": request.env._("Read and sign"),
                }

    def _find_closing_step(self, values):
        for pair in values["pairs"]._get_ending_step():
            return {
                "icon": "fa-flag-checkered",
                "title": request.env._("Close well"),
                "text": request.env._(
                    "Look back on your time with %(name)s, and write a few last words.",
                    name=values["other_names"][pair.id],
                ),
                "url": f"{HOME_URL}/pair/{pair.id}/closing",
                "label": request.env._("Write them"),
            }

    def _find_request_step(self, values):
        if values["request_count"]:
            return {
                "icon": "fa-users",
                "title": request.env._("Your team waits for you"),
                "text": request.env._(
                    "Applications that await your decision: %(count)s.",
                    count=values["request_count"],
                ),
                "url": f"{HOME_URL}/requests",
                "label": request.env._("See the requests"),
            }

    def _find_message_step(self, values):
        for pair in values["pairs"].filtered("unread_count"):
            return {
                "icon": "fa-envelope-o",
                "title": request.env._("A message for you"),
                "text": request.env._(
                    "%(name)s has written to you.", name=values["other_names"][pair.id]
                ),
                "url": f"{HOME_URL}/pair/{pair.id}/messages",
                "label": request.env._("Read it"),
            }

    def _find_draft_step(self, values):
        draft = values["participations"].filtered(lambda p: p.state == "draft")[:1]
        if draft:
            return {
                "icon": "fa-pencil",
                "title": request.env._("Finish your application"),
                "text": request.env._(
                    "Your application to “%(programme)s” is a draft. Complete it and send "
                    "it.",
                    programme=draft.programme_id.name,
                ),
                "url": self._get_application_url(draft.programme_id, draft.role),
                "label": request.env._("Go on"),
            }

    def _find_meeting_step(self, values):
        active = values["pairs"].filtered(
            lambda pair: pair.state in ("active", "closing")
        )
        for pair in active.filtered("has_proposal"):
            return {
                "icon": "fa-calendar-o",
                "title": request.env._("Choose a time"),
                "text": request.env._(
                    "Times are proposed for your meeting with %(name)s.",
                    name=values["other_names"][pair.id],
                ),
                "url": f"{HOME_URL}/pair/{pair.id}",
                "label": request.env._("See the times"),
            }
        for pair in active.filtered(lambda pair: not pair.date_next_meeting):
            first = not pair.meeting_count
            return {
                "icon": "fa-calendar-plus-o",
                "title": request.env._("Plan your first meeting")
                if first
                else request.env._("Plan your next meeting"),
                "text": request.env._(
                    "Agree on a time with %(name)s; you both receive an invitation.",
                    name=values["other_names"][pair.id],
                ),
                "url": f"{HOME_URL}/pair/{pair.id}/meeting",
                "label": request.env._("Choose a time"),
            }
        for pair in active.filtered(
            lambda pair: pair.date_next_meeting < fields.Datetime.now()
        ):
            return {
                "icon": "fa-check-square-o",
                "title": request.env._("Did you meet?"),
                "text": request.env._(
                    "Say whether your meeting with %(name)s took place.",
                    name=values["other_names"][pair.id],
                ),
                "url": f"{HOME_URL}/pair/{pair.id}",
                "label": request.env._("Open the meeting"),
            }

    def _find_course_step(self, values):
        for participation in values["participations"]:
            course = values["courses"].get(participation.id)
            if course and not participation.training_done:
                return {
                    "icon": "fa-graduation-cap",
                    "title": request.env._("Follow your course"),
                    "text": request.env._(
                        "“%(course)s” prepares you for “%(programme)s”. You are at "
                        "%(progress)s %%.",
                        course=course["name"],
                        programme=participation.programme_id.name,
                        progress=participation.training_progress,
                    ),
                    "url": course["url"],
                    "label": request.env._("Open the course"),
                }

    def _find_upcoming_step(self, values):
        # The meeting step has taken those without a meeting to come.
        upcoming = values["pairs"].filtered(
            lambda pair: pair.state in LIVE_PAIR_STATES and pair.date_next_meeting
        )
        for pair in upcoming.sorted("date_next_meeting")[:1]:
            return {
                "icon": "fa-calendar-check-o",
                "title": request.env._(
                    "You meet %(name)s", name=values["other_names"][pair.id]
                ),
                "text": format_datetime(
                    pair.env, pair.date_next_meeting, dt_format="EEEE d MMMM y, HH:mm"
                ),
                "url": f"{HOME_URL}/pair/{pair.id}",
                "label": request.env._("Prepare it"),
            }

    def _find_waiting_step(self, values):
        sentences = {
            "submitted": request.env._(
                "Your application to “%(programme)s” awaits approval."
            ),
            "approved": request.env._(
                "The team of “%(programme)s” reads your application."
            ),
            "waitlisted": request.env._(
                "You are on the waiting list of “%(programme)s”."
            ),
            "accepted": request.env._(
                "You take part in “%(programme)s”. The team looks for the right person "
                "for you."
            ),
        }
        matched = values["pairs"].filtered(lambda pair: pair.state in LIVE_PAIR_STATES)
        for participation in values["participations"]:
            sentence = sentences.get(participation.state)
            if sentence and participation not in matched.mentor_id | matched.mentee_id:
                return {
                    "icon": "fa-clock-o",
                    "title": request.env._("Nothing to do for now"),
                    "text": sentence % {"programme": participation.programme_id.name},
                }

    def _find_opening_step(self, values):
        if values["openings"] and not values["participations"]:
            return {
                "icon": "fa-compass",
                "title": request.env._("Take part"),
                "text": request.env._(
                    "A programme is open to you. Pass on what you know, or learn from "
                    "somebody who has been there."
                ),
                "url": "#mentoring_openings",
                "label": request.env._("See the programmes"),
            }

    def _get_application_url(self, programme, role):
        return f"{HOME_URL}/programme/{programme.id}/apply/{role}"

from uuid import uuid4

from werkzeug.exceptions import abort

from odoo import http
from odoo.http import request

from ..core.transitions import LIVE_PAIR_STATES, MEETING_PAIR_STATES
from ..core.turns import take_turn
from .portal import HOME_URL, MentoratPortal

PAIR_URL = f"{HOME_URL}/pair/<int:pair_id>"
# The working place opens once the charter is accepted; a proposal is answered without.
GATED_STATES = ("accepted", *MEETING_PAIR_STATES)
SHORT_LIMIT = 500


def pair_route(path, *methods):
    """Route of the pages of one pair."""
    return http.route(
        f"{PAIR_URL}{path}", type="http", auth="user", website=True, methods=methods
    )


class MentoratPortalPair(MentoratPortal):
    """The working place of a mentor and a mentee."""

    # THE PAIR

    @pair_route("", "GET")
    def portal_mentoring_pair(self, pair_id, done=None, **kw):
        return self._render_pair(self._browse_pair(pair_id), done=done)

    @pair_route("/answer", "POST")
    def portal_mentoring_answer(self, pair_id, **post):
        pair = self._browse_pair(pair_id)
        return self._change_pair(pair, pair.action_answer_yes, "answered")

    # SHARED BY THE PARTS OF A PAIR

    def _browse_pair(self, pair_id):
        """Return a pair of the person, who has accepted the charter before it starts.

        :raises NotFound: when it is missing or not theirs
        :raises HTTPException: leading to the charter
        """
        pair = self._mentoring_browse("mentorat.pair", pair_id)
        if pair.state in GATED_STATES:
            # Whether, and which document: its page checks who reads it.
            own = (pair.sudo().mentor_id | pair.sudo().mentee_id).filtered(
                lambda participation: participation.user_id == pair.env.user
            )
            charter = own.programme_id.charter_id
            if charter and not all(own.mapped("charter_accepted")):
                abort(
                    request.redirect(
                        f"{HOME_URL}/document/{charter.id}"
                        f"?next_path={self._get_pair_url(pair)}",
                        code=303,
                    )
                )
        return pair

    def _browse_part(self, pair, model, record_id, domain=None):
        """Return a meeting, goal or note of ``pair``, or raise ``NotFound``."""
        conditions = [("pair_id", "=", pair.id), *(domain or [])]
        return self._mentoring_browse(model, record_id, domain=conditions)

    def _search_parts(self, pair, model, domain=None):
        """Return those of ``pair`` that the person may see, by the rules of access."""
        conditions = [("pair_id", "=", pair.id), *(domain or [])]
        return self._mentoring_search(pair.env[model], conditions)

    def _save_part(self, pair, record, form):
        """Create or change a part of ``pair`` from what ``form`` read.

        :return: what to tell the person, ``None`` when it is saved
        """
        if not record:
            form.text("form_key", limit=36)
        if form.errors:
            return None
        take_turn(pair)
        values = dict(form.values)
        if not record:
            return self._create_part(pair, record, values)
        version = values.pop("version", None)
        # Only what differs: a meeting that moves sends invitations.
        record_values = record._convert_to_write(
            {name: record[name] for name in values}
        )
        changed = {
            n: v for n, v in values.items() if (record_values[n] or "") != (v or "")
        }
        if not changed:
            return None
        if version is None:
            return self._mentoring_attempt(record.write, changed)
        return self._mentoring_attempt(record._save, version, changed)

    def _create_part(self, pair, model, values, create=None):
        """Create a part of ``pair``, once for each form that was shown.

        :param create: what does it, given the values; that of the model when missing
        """
        key = values["form_key"] or False
        # Whoever holds the key sent the form: nothing but that it is known is read.
        if key and model.sudo().search_count([("form_key", "=", key)], limit=1):
            # A second click: it is there already.
            return None
        values = {**values, "pair_id": pair.id, "form_key": key}
        return self._mentoring_attempt(create or model.create, values)

    def _attempt_in_turn(self, pair, change):
        """Call ``change`` once nobody else changes ``pair``; see ``_mentoring_attempt``."""
        take_turn(pair)
        return self._mentoring_attempt(change)

    def _change_pair(self, pair, change, done):
        error = self._attempt_in_turn(pair, change)
        if error:
            return self._render_pair(pair, error=error)
        return self._mentoring_redirect(self._get_pair_url(pair), done)

    def _get_pair_url(self, pair):
        return f"{HOME_URL}/pair/{pair.id}"

    def _get_form_key(self, form):
        """Return the key of ``form``, a new one when it is shown for the first time."""
        return (form and form.raw.get("form_key")) or str(uuid4())

    def _render_part(self, template, pair, title, form=None, error=None, **values):
        """Show the page of one part of ``pair``; 422 when something has to be put right."""
        values = {
            "page_name": "mentoring",
            "mentoring_trail": [
                (self._get_other_name(pair), self._get_pair_url(pair)),
                (title, ""),
            ],
            "pair": pair,
            "pair_url": self._get_pair_url(pair),
            "other_name": self._get_other_name(pair),
            "title": title,
            "form": form,
            "form_key": self._get_form_key(form),
            "error": error,
            "time_zone": pair.env.tz.zone,
            **values,
        }
        status = 422 if error or (form and form.errors) else 200
        return self._mentoring_respond(f"mentorat_programme.{template}", values, status)

    def _get_part_words(self):
        """Return ``{state or kind of a part: (words, colour)}``; heirs add theirs."""
        return {}

    def _prepare_pair_values(self, pair):
        """Return the values of the page of ``pair``; heirs add theirs through ``super()``."""
        # Names of the two, read at once for the sake of the number of queries.
        pair._get_participations().sudo().employee_id.mapped("name")
        return {
            "page_name": "mentoring",
            "mentoring_trail": [(self._get_other_name(pair), "")],
            "pair": pair,
            "pair_url": self._get_pair_url(pair),
            "pair_words": self._get_pair_words(),
            "part_words": self._get_part_words(),
            "other_name": self._get_other_name(pair),
            "is_mentor": pair.mentor_user_id == request.env.user,
            "has_answered": pair.own_answer != "pending",
            "is_live": pair.state in LIVE_PAIR_STATES,
            "phases": pair._fields["phase"]._description_selection(pair.env),
            "time_zone": pair.env.tz.zone,
            "form_key": self._get_form_key(None),
        }

    def _render_pair(self, pair, done=None, error=None):
        values = self._prepare_pair_values(pair)
        values.update(notice=self._get_mentoring_notice(done), error=error)
        return self._mentoring_respond(
            "mentorat_programme.portal_mentoring_pair", values, 422 if error else 200
        )

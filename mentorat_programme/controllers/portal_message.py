from odoo.http import request

from odoo.addons.portal.controllers.portal import pager

from ..models.mentorat_message import MESSAGE_LIMIT
from .forms import Form
from .portal_pair import MentoratPortalPair, pair_route

STEP = 20


class MentoratPortalMessage(MentoratPortalPair):
    """What the two of a pair write to each other."""

    @pair_route("/messages", "GET", "POST")
    def portal_mentoring_messages(self, pair_id, done=None, **post):
        pair = self._browse_pair(pair_id)
        if request.httprequest.method == "GET":
            return self._render_messages(pair, Form(pair.env, {}), done=done)
        form = Form(pair.env, post)
        form.text("body", required=True, limit=MESSAGE_LIMIT)
        error = self._save_part(pair, pair.env["mentorat.message"], form)
        if form.errors or error:
            return self._render_messages(pair, form, error)
        return self._mentoring_redirect(f"{self._get_pair_url(pair)}/messages", "told")

    @pair_route("/messages/page/<int:page>", "GET")
    def portal_mentoring_messages_page(self, pair_id, page, **kw):
        pair = self._browse_pair(pair_id)
        return self._render_messages(pair, Form(pair.env, {}), page=page)

    def _render_messages(self, pair, form, error=None, page=1, done=None):
        """Show the messages of ``pair``, the newest last; the first page has the newest."""
        messages = pair.env["mentorat.message"]
        domain = [("pair_id", "=", pair.id)]
        url = f"{self._get_pair_url(pair)}/messages"
        pages = pager(url, messages.search_count(domain), page, STEP)
        shown = messages.search(domain, limit=STEP, offset=pages["offset"])
        unread = shown.filtered(
            lambda m: m.author_id != pair.env.user and not m.date_read
        )
        # As it was when the page was asked for: what is new is shown as new.
        if not pages["offset"]:
            messages._mark_read(pair)
        return self._render_part(
            "portal_mentoring_messages",
            pair,
            request.env._("Messages"),
            form,
            error,
            messages=shown.sorted("id"),
            unread=unread,
            pager=pages,
            can_write=pair.state in ("accepted", "active", "closing"),
            notice=request.env._("Your message is sent.") if done == "told" else None,
        )

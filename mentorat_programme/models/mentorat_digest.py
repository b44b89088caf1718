from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_datetime

from ..core.groups import GROUP_ENGINEER, GROUP_REFERENT
from .mentorat_health_mixin import WATCHED_STATES

BATCH = 500
WEEK = timedelta(days=7)
KEPT = timedelta(days=60)
LIVE_PROGRAMMES = ("open", "running", "evaluation")
# Steps about which a nudge was a mail already.
NUDGED_STEPS = frozenset({"first", "next", "held"})


class MentoratDigest(models.Model):
    """What one person has to do in a week, in one mail at most.

    A row for everybody who was looked at, so that nobody is written to twice and a round that
    was cut goes on; without content no mail is sent. Nobody reads the rows.
    """

    _name = "mentorat.digest"
    _inherit = ["mentorat.mail.mixin"]
    _description = "Weekly mentoring summary"
    _order = "id"
    _rec_name = "week"

    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, index=True, ondelete="cascade"
    )
    week = fields.Date(required=True, readonly=True, help="Its Monday.")
    content = fields.Json(readonly=True)
    lines = fields.Json(compute="_compute_lines")

    _once_a_week = models.Constraint(
        "UNIQUE(week, user_id)", "This person has the summary of this week."
    )

    # COMPUTE

    @api.depends_context("lang", "tz")
    @api.depends("content")
    def _compute_lines(self):
        """Tell ``content`` in the reader's language: ``[{title, text, url, label}]``."""
        programmes = self.env["mentorat.programme"].browse(
            {item["programme_id"] for digest in self for item in digest.content or ()}
        )
        names = {programme.id: programme.name for programme in programmes.exists()}
        for digest in self:
            digest.lines = [
                {
                    "title": names[item["programme_id"]],
                    "text": digest._get_text(item),
                    "url": digest.get_base_url() + self._get_path(item),
                    "label": digest._get_label(item),
                }
                for item in digest.content or ()
                if item["programme_id"] in names
            ]

    # BUSINESS

    @api.model
    def _cron_write(self):
        """Write the summaries of this week, a batch of people at a time."""
        today = fields.Date.context_today(self)
        week = today - timedelta(days=today.weekday())
        users = self._read_people(week, BATCH)
        if users:
            contents = self._collect(users, today)
            digests = self.create(
                [
                    {
                        "user_id": user.id,
                        "week": week,
                        "content": contents.get(user.id, []),
                    }
                    for user in users
                ]
            )
            self.env["mentorat.outbox"]._post(
                "mentorat_programme.mail_template_digest",
                "digest",
                [
                    (digest, digest.user_id.partner_id)
                    for digest in digests
                    if digest.content
                ],
            )
        remaining = len(self._read_people(week, BATCH)) if len(users) == BATCH else 0
        self.env["ir.cron"]._commit_progress(len(users), remaining=remaining)

    @api.model
    def _read_people(self, week, limit):
        """Return those of the teams and pairs who were not looked at in this week."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT login.id
                     FROM res_users login
                    WHERE login.active
                      AND login.id IN (
                          SELECT mentor_user_id FROM mentorat_pair WHERE state IN %s
                           UNION
                          SELECT mentee_user_id FROM mentorat_pair WHERE state IN %s
                           UNION
                          SELECT res_users_id FROM mentorat_programme_engineer_rel
                           UNION
                          SELECT res_users_id FROM mentorat_programme_referent_rel
                      )
                      AND NOT EXISTS (
                          SELECT FROM mentorat_digest
                           WHERE week = %s AND user_id = login.id
                      )
                 ORDER BY login.id
                    LIMIT %s""",
                ("proposed", *WATCHED_STATES),
                ("proposed", *WATCHED_STATES),
                week,
                limit,
            )
        )
        return self.env["res.users"].browse(user_id for (user_id,) in rows)

    @api.model
    def _collect(self, users, today):
        """Return ``{user id: items}`` of what these people have to do, by team and by pair."""
        contents = {}
        for collect in (self._collect_team, self._collect_pairs):
            for user_id, item in collect(users, today):
                contents.setdefault(user_id, []).append(item)
        return contents

    @api.model
    def _collect_team(self, users, today):
        """Return ``[(user id, figures of a programme)]`` where there is something to do."""
        programmes = self.env["mentorat.programme"].search(
            Domain("state", "in", LIVE_PROGRAMMES)
            & (
                Domain("engineer_ids", "in", users.ids)
                | Domain("referent_ids", "in", users.ids)
            )
        )
        figures = {
            programme.id: dict.fromkeys(("risk", "watch", "waiting"), 0)
            for programme in programmes
        }
        for programme, health, count in self.env["mentorat.pair"]._read_group(
            [
                ("programme_id", "in", programmes.ids),
                ("health", "in", ("risk", "watch")),
            ],
            ["programme_id", "health"],
            ["__count"],
        ):
            figures[programme.id][health] = count
        for programme, count in self.env["mentorat.participation"]._read_group(
            [
                ("programme_id", "in", programmes.ids),
                ("waiting_since", "!=", False),
            ],
            ["programme_id"],
            ["__count"],
        ):
            figures[programme.id]["waiting"] = count
        engineers, referents = (
            users & self.env.ref(group).all_user_ids
            for group in (GROUP_ENGINEER, GROUP_REFERENT)
        )
        return [
            (
                user.id,
                {
                    "kind": "programme",
                    "programme_id": programme.id,
                    **figures[programme.id],
                },
            )
            for programme in programmes
            if any(figures[programme.id].values())
            for user in (programme.engineer_ids & engineers)
            | (programme.referent_ids & referents)
        ]

    @api.model
    def _collect_pairs(self, users, today):
        """Return ``[(user id, next step of a pair)]`` of those who want reminders."""
        pairs = self.env["mentorat.pair"].search(
            Domain("state", "in", ("proposed", *WATCHED_STATES))
            & Domain("programme_id.state", "in", LIVE_PROGRAMMES)
            & Domain("is_paused", "=", False)
            & (
                Domain("mentor_user_id", "in", users.ids)
                | Domain("mentee_user_id", "in", users.ids)
            )
        )
        found = []
        for pair in pairs:
            for side in ("mentor", "mentee"):
                user = pair[f"{side}_user_id"]
                if user not in users or pair[f"{side}_id"].is_muted:
                    continue
                step = self._find_step(pair, side, today)
                if step:
                    item = {
                        "kind": step,
                        "pair_id": pair.id,
                        "programme_id": pair.programme_id.id,
                    }
                    if step == "upcoming":
                        item["date"] = fields.Datetime.to_string(pair.date_next_meeting)
                    found.append((user.id, item))
        return found

    @api.model
    def _find_step(self, pair, side, today):
        """Return what ``side`` of ``pair`` has to do next, ``None`` for nothing."""
        if pair.state == "proposed":
            return "answer" if pair[f"{side}_answer"] == "pending" else None
        now, planned = fields.Datetime.now(), pair.date_next_meeting
        if planned and planned > now + WEEK:
            return None
        if planned and planned >= now:
            return "upcoming"
        step = "held" if planned else "next" if pair.meeting_count else "first"
        nudged = pair.date_nudged and pair.date_nudged > today - WEEK
        return None if nudged and step in NUDGED_STEPS else step

    def _get_text(self, item):
        """Return one item in words that name nobody."""
        if item["kind"] == "programme":
            return self.env._(
                "Pairs at risk: %(risk)s. To watch: %(watch)s. People who wait for a pair: "
                "%(waiting)s.",
                risk=item["risk"],
                watch=item["watch"],
                waiting=item["waiting"],
            )
        if item["kind"] == "upcoming":
            return self.env._(
                "You meet on %(date)s.",
                date=format_datetime(self.env, item["date"], dt_format="medium"),
            )
        return {
            "answer": self.env._("Somebody is proposed to you. Give your answer."),
            "first": self.env._("Plan your first meeting."),
            "next": self.env._("Plan your next meeting."),
            "held": self.env._("Say whether your last meeting took place."),
        }[item["kind"]]

    def _get_label(self, item):
        if item["kind"] == "programme":
            return self.env._("Open the board")
        return self.env._("Our pair")

    @api.model
    def _get_path(self, item):
        if item["kind"] == "programme":
            return "/odoo/mentoring-board"
        return f"/my/mentoring/pair/{item['pair_id']}"

    @api.autovacuum
    def _gc_digests(self):
        """Forget what was written long ago."""
        old = fields.Date.context_today(self) - KEPT
        self.search([("week", "<", old)]).unlink()

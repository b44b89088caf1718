import json

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..core.groups import TEAM_GROUPS
from ..core.health import examine, grade

# Pairs of one batch: their facts are read by one statement each.
BATCH = 1000
WATCHED_STATES = ("active", "closing")
HEALTHS = [
    ("risk", "At risk"),
    ("watch", "To watch"),
    ("good", "Good"),
    ("paused", "Paused"),
    ("none", "Not at work"),
]
QUEUE = "mentorat_programme.health"
# Where the daily round has come to: its day, and the last pair that it looked at.
POSITION = "mentorat_programme.health_position"
# Columns of a pair, a change of which makes its health looked at again.
LOOKED_AT = frozenset({"state", "phase", "date_start", "date_end"})
LOOKED_AT |= {"date_mid_term", "date_mid_term_done", "agreement_state"}


class MentoratHealthMixin(models.AbstractModel):
    """How a pair is doing, for the team alone: seen by rules, told in words.

    What is stored are codes, days and numbers; rows are written when they change, by
    statements of their own, so that neither a meeting nor a daily round leaves its author on
    the pair.
    """

    _name = "mentorat.health.mixin"
    _inherit = ["mentorat.health.facts.mixin", "mentorat.health.alert.mixin"]
    _description = "Health of mentoring pairs"

    health = fields.Selection(
        HEALTHS,
        default="none",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        group_expand=True,
        groups=TEAM_GROUPS,
        help="Seen by the rules of the programme; it judges nobody.",
    )
    date_health = fields.Date(
        "Health since", readonly=True, copy=False, groups=TEAM_GROUPS
    )
    health_findings = fields.Json(readonly=True, copy=False, groups=TEAM_GROUPS)
    health_told = fields.Json(readonly=True, copy=False, groups=TEAM_GROUPS)
    health_reasons = fields.Text(
        "Why", compute="_compute_health_reasons", groups=TEAM_GROUPS
    )
    health_color = fields.Integer(compute="_compute_health_color", groups=TEAM_GROUPS)

    # COMPUTE

    @api.depends_context("lang")
    @api.depends("health_findings")
    def _compute_health_reasons(self):
        rules = self.env["mentorat.health.rule"]
        for pair in self:
            # Sentences alone, to those who read the findings.
            pair.health_reasons = "\n".join(rules._tell(pair.health_findings or ()))

    @api.depends("health")
    def _compute_health_color(self):
        # Indexes of Odoo's palette.
        colors = {"risk": 1, "watch": 3, "good": 10, "paused": 4}
        for pair in self:
            pair.health_color = colors.get(pair.health, 0)

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        pairs = super().create(vals_list)
        pairs._queue_health()
        return pairs

    def write(self, vals):
        result = super().write(vals)
        if LOOKED_AT & set(vals):
            self._queue_health()
        return result

    # ACTIONS

    def action_refresh_health(self):
        """Look at these pairs now.

        :raises AccessError: for anybody but the team of the programme
        """
        self._check_role("engineer", "referent")
        # Checked above.
        self.sudo()._refresh_health()
        return True

    # BUSINESS

    def _transition(self, target, reason=False):
        moved = super()._transition(target, reason)
        moved._queue_health()
        return moved

    def _queue_health(self):
        """Have these pairs looked at when the transaction ends."""
        if not self:
            return
        hooks = self.env.cr.precommit
        if QUEUE not in hooks.data:
            hooks.data[QUEUE] = set()
            # Not in the name of the person: alerts would tell who cancelled.
            hooks.add(self.browse().with_user(SUPERUSER_ID)._refresh_queued_health)
        hooks.data[QUEUE].update(self.ids)

    def _refresh_queued_health(self):
        queued = self.env.cr.precommit.data.pop(QUEUE, ())
        self.browse(queued).exists()._refresh_health()

    @api.model
    def _cron_refresh_health(self):
        """Look at every pair once a day, a batch at a time; what follows goes on after a kill."""
        today = fields.Date.context_today(self)
        after = self._get_position(today)
        watched = Domain("state", "in", WATCHED_STATES) | Domain("health", "!=", "none")
        domain = Domain("id", ">", after) & watched
        pairs = self.search(domain, limit=BATCH, order="id")
        # Right already, unless somebody wrote meetings past the suite.
        pairs._refresh_meetings()
        pairs._resume_due(today)
        pairs._refresh_health()
        pairs._nudge_due()
        self._set_position(today, pairs[-1:].id or after)
        remaining = self.search_count(
            domain & Domain("id", ">", pairs[-1:].id or after)
        )
        self.env["ir.cron"]._commit_progress(len(pairs), remaining=remaining)

    @api.model
    def _restart_round(self):
        """Look at every pair again, soon: the rules are no longer what they were."""
        self._set_position(fields.Date.context_today(self), 0)
        # Woken, not run: it looks at what this transaction has saved.
        self.env.ref("mentorat_programme.ir_cron_health").sudo()._trigger()

    def _refresh_health(self):
        """Look at these pairs: keep what changed, and tell the referents of what is new."""
        if not self:
            return
        today = fields.Date.context_today(self)
        # Facts are read by statements, past what waits to be saved.
        self.env.flush_all()
        seen = self._see_health(today)
        changed = {
            pair: found
            for pair, found in seen.items()
            if found
            != (pair.health, pair.health_findings or [], pair.health_told or [])
        }
        if not changed:
            return
        rows = [
            (pair.id, health, json.dumps(findings), json.dumps(told))
            for pair, (health, findings, told) in changed.items()
        ]
        told_before = {pair: set(pair.health_told or ()) for pair in changed}
        self._write_health(rows, today)
        self._follow_alerts(
            {
                pair: (health, findings, set(told) - told_before[pair])
                for pair, (health, findings, told) in changed.items()
            }
        )

    def _see_health(self, today):
        """Return ``{pair: (health, findings, codes told in this episode)}``."""
        at_work = self.filtered(lambda pair: pair._is_watched(today))
        settings = self.env["mentorat.health.rule"]._get_settings(at_work.programme_id)
        rules = self.env["mentorat.health.rule"]._get_rules()
        facts = at_work._get_health_facts(today) if at_work else {}
        seen = {}
        for pair in self:
            if pair not in at_work:
                paused = pair.state in WATCHED_STATES and pair._is_paused_on(today)
                seen[pair] = ("paused" if paused else "none", [], [])
                continue
            findings = examine(
                rules, settings[pair.programme_id.id], facts[pair.id], today
            )
            health = grade(findings)
            codes = self._get_alert_codes(findings)
            # An episode ends when all is well; until then each alert is told once.
            told = (
                set() if health == "good" and not codes else set(pair.health_told or ())
            )
            seen[pair] = (health, findings, sorted(told | codes))
        return seen

    def _is_watched(self, today):
        """Tell whether rules apply: at work in a programme that goes on, and not paused."""
        self.ensure_one()
        return (
            self.state in WATCHED_STATES
            and self.programme_id.state in ("open", "running", "evaluation")
            and not self._is_paused_on(today)
        )

    def _write_health(self, rows, today):
        """Write ``[(id, health, findings, told)]``, the last two as JSON, in one statement."""
        self.flush_model(["health", "health_findings", "health_told", "date_health"])
        self.env.execute_query(
            SQL(
                """UPDATE mentorat_pair pair
                      SET health = seen.health,
                          health_findings = seen.findings::jsonb,
                          health_told = seen.told::jsonb,
                          date_health = CASE WHEN pair.health = seen.health
                              THEN COALESCE(pair.date_health, %s) ELSE %s END
                     FROM (VALUES %s) AS seen(id, health, findings, told)
                    WHERE pair.id = seen.id""",
                today,
                today,
                SQL(", ").join(SQL("%s", row) for row in rows),
            )
        )
        self.browse(row[0] for row in rows).invalidate_recordset(
            ["health", "health_findings", "health_told", "date_health"]
        )

    @api.model
    def _get_position(self, today):
        """Return the id up to which the round of ``today`` has come; 0 at its beginning."""
        rows = self.env.execute_query(
            SQL("SELECT value FROM ir_config_parameter WHERE key = %s", POSITION)
        )
        day, __, after = (rows[0][0] if rows else "").partition(" ")
        return int(after) if day == today.isoformat() else 0

    @api.model
    def _set_position(self, today, after):
        # Past the cache of parameters, which each writing empties in every worker: nobody
        # else reads this one.
        self.env.execute_query(
            SQL(
                """INSERT INTO ir_config_parameter (key, value, create_date, write_date)
                        VALUES (%s, %s, %s, %s)
                   ON CONFLICT (key) DO UPDATE
                           SET value = EXCLUDED.value,
                               write_date = EXCLUDED.write_date
                     RETURNING id""",
                POSITION,
                f"{today.isoformat()} {after}",
                fields.Datetime.now(),
                fields.Datetime.now(),
            )
        )

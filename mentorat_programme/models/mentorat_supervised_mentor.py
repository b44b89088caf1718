from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..core.lines import ReadableLines
from .mentorat_supervised_mixin import STAGES

BATCH = 100


class MentoratSupervisedMentor(models.Model):
    """A mentor as supervision sees them: hours, dates and training, nothing of their pairs.

    One row for each accepted mentor, with the id of the participation.
    """

    _name = "mentorat.supervised.mentor"
    _description = "Mentor in supervision"
    _auto = False
    _order = "is_overdue desc, date_last, id"
    _rec_name = "name"
    _depends = {
        "mentorat.participation": [
            *("programme_id", "company_id", "user_id", "employee_id", "role", "state"),
            "supervision_told_for",
        ],
        "mentorat.programme": ["supervision_interval_days"],
        "mentorat.pair": ["mentor_id", "state", "date_start"],
        "mentorat.supervision": ["state", "date_start"],
        "mentorat.supervision.group": ["active", "supervisor_id", "member_ids"],
        "mentorat.supervision.attendance": ["participation_id", "state", "hours"],
        "hr.employee": ["name"],
    }

    name = fields.Char("Mentor", readonly=True)
    programme_id = fields.Many2one("mentorat.programme", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    user_id = fields.Many2one("res.users", "Login", readonly=True)
    group_id = fields.Many2one("mentorat.supervision.group", readonly=True)
    supervisor_id = fields.Many2one("res.users", readonly=True)
    hours_done = fields.Float("Hours in twelve months", readonly=True, aggregator="sum")
    date_last = fields.Date("Last supervision", readonly=True)
    date_due = fields.Date(
        "Due on", readonly=True, help="Empty without a pair at work."
    )
    is_overdue = fields.Boolean("Overdue", readonly=True)
    is_to_tell = fields.Boolean(readonly=True, groups=fields.NO_ACCESS)
    training_done = fields.Boolean(compute="_compute_training_done")
    development_stage = fields.Selection(
        STAGES,
        "How they see themselves",
        compute="_compute_development_stage",
        help="By their own estimate. They and their supervisor alone read it.",
    )
    pair_ids = ReadableLines("mentorat.supervised.pair", "mentor_id", "Pairs")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT
                participation.id,
                employee.name,
                participation.programme_id,
                participation.company_id,
                participation.user_id,
                grouped.id AS group_id,
                grouped.supervisor_id,
                COALESCE(done.hours, 0) AS hours_done,
                done.date_last,
                due.date_due,
                COALESCE(due.date_due < CURRENT_DATE, FALSE) AS is_overdue,
                COALESCE(
                    due.date_due < CURRENT_DATE
                    AND participation.supervision_told_for IS DISTINCT FROM due.date_due,
                    FALSE
                ) AS is_to_tell
            FROM mentorat_participation participation
            JOIN mentorat_programme programme ON programme.id = participation.programme_id
            JOIN hr_employee employee ON employee.id = participation.employee_id
            LEFT JOIN (
                SELECT member.participation_id, g.id, g.supervisor_id
                FROM mentorat_supervision_group g
                JOIN mentorat_supervision_group_member_rel member
                    ON member.group_id = g.id
                WHERE g.active
            ) grouped ON grouped.participation_id = participation.id
            LEFT JOIN (
                SELECT
                    line.participation_id,
                    SUM(line.hours) FILTER (
                        WHERE session.date_start > CURRENT_DATE - INTERVAL '12 months'
                    ) AS hours,
                    MAX(session.date_start)::date AS date_last
                FROM mentorat_supervision_attendance line
                JOIN mentorat_supervision session ON session.id = line.supervision_id
                WHERE line.state = 'attended' AND session.state = 'held'
                GROUP BY line.participation_id
            ) done ON done.participation_id = participation.id
            LEFT JOIN (
                SELECT mentor_id, MIN(date_start) AS since
                FROM mentorat_pair
                WHERE state IN ('active', 'closing')
                GROUP BY mentor_id
            ) live ON live.mentor_id = participation.id
            LEFT JOIN LATERAL (
                SELECT GREATEST(live.since, done.date_last)
                    + programme.supervision_interval_days AS date_due
                WHERE live.since IS NOT NULL
            ) due ON TRUE
            WHERE participation.role = 'mentor' AND participation.state = 'accepted'
            """
        )

    # COMPUTE

    def _compute_training_done(self):
        for mentor, record in zip(self, self._get_participations(), strict=True):
            mentor.training_done = record.training_done

    @api.depends_context("uid")
    def _compute_development_stage(self):
        for mentor, record in zip(self, self._get_participations(), strict=True):
            readers = mentor.user_id | mentor.supervisor_id
            mentor.development_stage = (
                self.env.user in readers and record.development_stage
            )

    # BUSINESS

    def _get_participations(self):
        """Return the participations, in superuser mode, in the same order."""
        # Of those who are read: the caller shows what is for its reader.
        return self.env["mentorat.participation"].sudo().browse(self.ids)

    @api.model
    def _cron_remind(self):
        """Tell mentors, supervisors and referents that a supervision is overdue, once each."""
        # A query of the tables as they are: nothing tells the cache what changed in them.
        self.invalidate_model()
        overdue = self.search([("is_to_tell", "=", True)], limit=BATCH)
        participations = overdue._get_participations()
        outbox = self.env["mentorat.outbox"]
        for date_due, mentors in overdue.grouped("date_due").items():
            outbox._post(
                "mentorat_programme.mail_template_supervision_due",
                f"supervision {date_due}",
                [
                    (record, record.user_id.partner_id)
                    for record in mentors._get_participations()
                ],
            )
        for mentor, record in zip(overdue, participations, strict=True):
            record.supervision_told_for = mentor.date_due
        overdue.group_id._ask_for_supervision()
        overdue.filtered(
            lambda mentor: not mentor.group_id
        ).programme_id._ask_for_groups()
        self.env.flush_all()
        remaining = self.search_count([("is_to_tell", "=", True)]) if overdue else 0
        self.env["ir.cron"]._commit_progress(len(overdue), remaining=remaining)

    @api.model
    def _get_overdue_domain(self):
        return Domain("is_overdue", "=", True)

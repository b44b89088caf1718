from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.mentorat_programme.core.transitions import MEETING_PAIR_STATES

from ..core.scarcity import SCARCE_HOLDERS

# Participations that count: of people who apply or take part.
COUNTED_STATES = ("submitted", "approved", "waitlisted", "accepted")


class MentoratSkillMap(models.Model):
    """Where knowledge is, where it is wanted and where it is about to leave.

    One row for each programme and each skill that somebody of its company holds, offers or
    wants. Counts alone: who holds a skill, and who leaves, is not told.
    """

    _name = "mentorat.skill.map"
    _description = "Skills map"
    _auto = False
    _order = "is_at_risk desc, is_scarce desc, missing desc, asked desc, skill_id, id"
    _rec_name = "skill_id"
    _depends = {
        "mentorat.programme": ["company_id", "is_template", "departure_months"],
        "mentorat.participation": ["programme_id", "employee_id", "role", "state"],
        "mentorat.participation.skill": ["participation_id", "skill_id"],
        "mentorat.pair": ["mentor_id", "mentee_id", "state"],
        "mentorat.goal": ["pair_id", "skill_id", "published_on"],
        "mentorat.skill.gain": ["programme_id", "skill_id", "pair_count"],
        "res.company": ["mentorat_retirement_age"],
        "hr.employee": ["active", "birthday", "company_id", "current_version_id"],
        "hr.employee.skill": ["employee_id", "skill_id", "valid_from", "valid_to"],
        "hr.version": ["departure_date", "contract_date_end"],
        "hr.skill": ["skill_type_id"],
    }

    programme_id = fields.Many2one("mentorat.programme", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    skill_id = fields.Many2one("hr.skill", readonly=True)
    skill_type_id = fields.Many2one("hr.skill.type", readonly=True)
    offered = fields.Integer(
        readonly=True, help="Mentors who offer it, applications under way included."
    )
    asked = fields.Integer(
        readonly=True, help="Mentees who want it, applications under way included."
    )
    missing = fields.Integer(
        "Asked beyond offers",
        readonly=True,
        help="Mentees who want it beyond the number of mentors who offer it.",
    )
    covered = fields.Integer(
        "Being passed on",
        readonly=True,
        help="Pairs at work in which the mentor offers it and the mentee wants it.",
    )
    waiting = fields.Integer(
        "Asked, not passed on yet",
        readonly=True,
        help="Mentees who want it and are in no such pair.",
    )
    gained = fields.Integer(
        readonly=True,
        help="Mentees who published the level they reached, as the goal of a pair.",
    )
    # Of the company: not to be added up over programmes.
    holders = fields.Integer(
        "Holders in the company",
        readonly=True,
        aggregator="max",
        help="Employees who have it today, or offer it as a mentor.",
    )
    leaving = fields.Integer(
        "Holders who leave",
        readonly=True,
        aggregator="max",
        help="Those whose departure, or end of contract, is announced within the months "
        "that the programme looks ahead; and those who reach the age of retirement, where "
        "the company chose to count them.",
    )
    is_scarce = fields.Boolean(
        "Scarce",
        readonly=True,
        help=f"{SCARCE_HOLDERS} people or fewer hold it.",
    )
    is_at_risk = fields.Boolean(
        "About to be lost",
        readonly=True,
        help="When those who leave are gone, few people or none will hold it.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            WITH line AS (
                SELECT
                    participation.programme_id,
                    participation.employee_id,
                    participation.role,
                    wish.skill_id
                FROM mentorat_participation_skill wish
                JOIN mentorat_participation participation
                    ON participation.id = wish.participation_id
                WHERE participation.state IN %(states)s
            ), holder AS (
                SELECT employee_id, skill_id
                FROM hr_employee_skill
                WHERE COALESCE(valid_from, CURRENT_DATE) <= CURRENT_DATE
                    AND COALESCE(valid_to, CURRENT_DATE) >= CURRENT_DATE
                UNION
                SELECT employee_id, skill_id FROM line WHERE role = 'mentor'
            ), held AS (
                SELECT
                    employee.company_id,
                    holder.skill_id,
                    LEAST(
                        version.departure_date,
                        version.contract_date_end,
                        retirement.day
                    ) AS last_day
                FROM holder
                JOIN hr_employee employee
                    ON employee.id = holder.employee_id AND employee.active
                JOIN res_company company ON company.id = employee.company_id
                LEFT JOIN hr_version version
                    ON version.id = employee.current_version_id
                -- Whoever is beyond it stays, as far as age tells.
                LEFT JOIN LATERAL (
                    SELECT (employee.birthday + make_interval(
                        years => NULLIF(company.mentorat_retirement_age, 0)
                    ))::date AS day
                ) retirement ON retirement.day >= CURRENT_DATE
            ), supply AS (
                SELECT
                    programme.id AS programme_id,
                    held.skill_id,
                    COUNT(*) AS holders,
                    COUNT(*) FILTER (
                        WHERE held.last_day BETWEEN CURRENT_DATE AND CURRENT_DATE
                            + make_interval(months => programme.departure_months)
                    ) AS leaving
                FROM mentorat_programme programme
                JOIN held ON held.company_id = programme.company_id
                WHERE programme.is_template IS NOT TRUE
                GROUP BY programme.id, held.skill_id
            ), demand AS (
                SELECT
                    programme_id,
                    skill_id,
                    COUNT(*) FILTER (WHERE role = 'mentor') AS offered,
                    COUNT(*) FILTER (WHERE role = 'mentee') AS asked
                FROM line
                GROUP BY programme_id, skill_id
            ), transfer AS (
                SELECT
                    mentee.programme_id,
                    wanted.skill_id,
                    COUNT(DISTINCT mentee.id) AS covered,
                    COUNT(DISTINCT mentee.id) FILTER (
                        WHERE mentee.state IN %(states)s
                    ) AS answered
                FROM mentorat_pair pair
                JOIN mentorat_participation mentee ON mentee.id = pair.mentee_id
                JOIN mentorat_participation_skill wanted
                    ON wanted.participation_id = pair.mentee_id
                JOIN mentorat_participation_skill taught
                    ON taught.participation_id = pair.mentor_id
                    AND taught.skill_id = wanted.skill_id
                WHERE pair.state IN %(pair_states)s
                GROUP BY mentee.programme_id, wanted.skill_id
            ), passed AS (
                SELECT
                    pair.programme_id, goal.skill_id, COUNT(DISTINCT pair.id) AS gained
                FROM mentorat_goal goal
                JOIN mentorat_pair pair ON pair.id = goal.pair_id
                WHERE goal.published_on IS NOT NULL AND goal.skill_id IS NOT NULL
                GROUP BY pair.programme_id, goal.skill_id
                UNION ALL
                -- Of pairs whose goals were deleted.
                SELECT programme_id, skill_id, pair_count FROM mentorat_skill_gain
            ), gain AS (
                SELECT programme_id, skill_id, SUM(gained)::int AS gained
                FROM passed
                GROUP BY programme_id, skill_id
            ), counted AS (
                SELECT
                    programme_id,
                    skill_id,
                    COALESCE(demand.offered, 0) AS offered,
                    COALESCE(demand.asked, 0) AS asked,
                    COALESCE(supply.holders, 0) AS holders,
                    COALESCE(supply.leaving, 0) AS leaving,
                    COALESCE(gain.gained, 0) AS gained
                FROM supply
                FULL JOIN demand USING (programme_id, skill_id)
                FULL JOIN gain USING (programme_id, skill_id)
            )
            SELECT
                ROW_NUMBER() OVER (ORDER BY counted.programme_id, counted.skill_id)
                    AS id,
                counted.*,
                programme.company_id,
                skill.skill_type_id,
                GREATEST(counted.asked - counted.offered, 0) AS missing,
                COALESCE(transfer.covered, 0) AS covered,
                counted.asked - COALESCE(transfer.answered, 0) AS waiting,
                counted.holders <= %(scarce)s AS is_scarce,
                counted.leaving > 0 AND counted.holders - counted.leaving <= %(scarce)s
                    AS is_at_risk
            FROM counted
            JOIN mentorat_programme programme ON programme.id = counted.programme_id
            JOIN hr_skill skill ON skill.id = counted.skill_id
            LEFT JOIN transfer
                ON transfer.programme_id = counted.programme_id
                AND transfer.skill_id = counted.skill_id
            """,
            pair_states=MEETING_PAIR_STATES,
            states=COUNTED_STATES,
            scarce=SCARCE_HOLDERS,
        )

    # ACTIONS

    def action_view_people(self):
        """Show those of the programme who offer or want this skill."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentorat_programme.mentorat_participation_action"
        )
        domain = Domain("programme_id", "=", self.programme_id.id) & Domain(
            "skill_ids.skill_id", "=", self.skill_id.id
        )
        return {
            **action,
            "name": self.skill_id.display_name,
            "domain": list(domain & Domain("state", "in", COUNTED_STATES)),
            "context": {},
        }

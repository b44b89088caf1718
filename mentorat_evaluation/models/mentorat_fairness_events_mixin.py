from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL, date_utils

# Days after the end of a quarter when it is looked at: people accepted on its last day have
# had so many to be matched.
DAYS_TO_MATCH = 90
# What is read without the ORM.
READ = {
    "mentorat.log": ["programme_id", "participation_id", "to_state", "date"],
    "mentorat.participation": ["programme_id", "employee_id", "role"],
    "mentorat.pair": ["programme_id", "mentor_id", "mentee_id", "date_start"],
    "mentorat.meeting": [
        "pair_id",
        "state",
        "date_start",
        "mentor_usefulness",
        "mentee_usefulness",
    ],
    "hr.employee": ["current_version_id", "birthday"],
    "hr.version": ["department_id", "work_location_id", "job_id", "sex"],
}


class MentoratFairnessEventsMixin(models.AbstractModel):
    """What happened to people, and what they thought, with what they are grouped by.

    Read in superuser mode, to be grouped at once; nothing of a person is kept.
    """

    _name = "mentorat.fairness.events.mixin"
    _description = "What the fairness ledger is made from"

    # BUSINESS

    @api.model
    def _read_events(self, programmes):
        """Return ``{(programme, role, measure): [(end of quarter, person, value, keys)]}``."""
        for model, names in READ.items():
            self.env[model].flush_model(names)
        events = defaultdict(list)
        for company, own in programmes.grouped("company_id").items():
            attributes = self._get_attributes(company)
            for (
                programme_id,
                role,
                measure,
                day,
                person,
                value,
                *keys,
            ) in self.env.execute_query(self._get_event_query(own, attributes)):
                programme = programmes.browse(programme_id)
                end = date_utils.end_of(day, "quarter")
                found = dict(zip(attributes, keys, strict=True))
                events[programme, role, measure].append(
                    (end, person, float(value), found)
                )
        return events

    def _get_event_query(self, programmes, attributes):
        """Return the statement of what happened to people, and of what they thought.

        Columns: programme, role, measure, day, participation, value, and each attribute.
        """
        return SQL(
            """
            WITH decided AS (
                SELECT DISTINCT ON (participation_id)
                    participation_id, date::date AS day,
                    100.0 * (to_state = 'accepted')::int AS value
                FROM mentorat_log
                WHERE programme_id IN %(programmes)s AND participation_id IS NOT NULL
                    AND to_state IN ('accepted', 'refused')
                ORDER BY participation_id, date, id
            ), accepted AS (
                SELECT participation_id, MIN(date)::date AS day
                FROM mentorat_log
                WHERE programme_id IN %(programmes)s AND participation_id IS NOT NULL
                    AND to_state = 'accepted'
                GROUP BY participation_id
            ), started AS (
                SELECT side.id AS participation_id, MIN(pair.date_start) AS day
                FROM mentorat_pair pair
                CROSS JOIN LATERAL
                    (VALUES (pair.mentor_id), (pair.mentee_id)) AS side (id)
                WHERE pair.programme_id IN %(programmes)s
                    AND pair.date_start IS NOT NULL
                GROUP BY side.id
            ), event AS (
                SELECT 'acceptance' AS measure, decided.* FROM decided
                UNION ALL
                SELECT 'match', accepted.participation_id, accepted.day,
                    100.0 * COALESCE(started.day <= accepted.day + %(days)s, FALSE)::int
                FROM accepted
                LEFT JOIN started USING (participation_id)
                UNION ALL
                SELECT 'wait', participation_id, started.day,
                    GREATEST(started.day - accepted.day, 0)
                FROM started
                JOIN accepted USING (participation_id)
                UNION ALL
                SELECT 'satisfaction', side.id, meeting.date_start::date, side.answer
                FROM mentorat_meeting meeting
                JOIN mentorat_pair pair ON pair.id = meeting.pair_id
                CROSS JOIN LATERAL (VALUES
                    (pair.mentor_id, meeting.mentor_usefulness),
                    (pair.mentee_id, meeting.mentee_usefulness)
                ) AS side (id, answer)
                WHERE pair.programme_id IN %(programmes)s AND meeting.state = 'held'
                    AND side.answer > 0
            )
            SELECT participation.programme_id, participation.role, event.measure,
                event.day, event.participation_id, event.value, %(attributes)s
            FROM event
            JOIN mentorat_participation participation
                ON participation.id = event.participation_id
            LEFT JOIN hr_employee employee ON employee.id = participation.employee_id
            LEFT JOIN hr_version version ON version.id = employee.current_version_id
            ORDER BY event.day, event.participation_id
            """,
            programmes=programmes._ids,
            days=DAYS_TO_MATCH,
            attributes=SQL(", ").join(attributes.values()),
        )

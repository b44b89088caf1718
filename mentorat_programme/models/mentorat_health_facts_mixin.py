from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from ..core.health import AHEAD_DAYS, EARLY_PHASES, half_way

# An absence shorter than this is nobody's concern, whatever the threshold of the programme.
SHORTEST_ABSENCE = 7


class MentoratHealthFactsMixin(models.AbstractModel):
    """What the rules of health look at, read for many pairs at once.

    In superuser mode: each fact costs one statement, however many pairs there are.
    """

    _name = "mentorat.health.facts.mixin"
    _description = "Facts about mentoring pairs"

    def _get_health_facts(self, today):
        """Return ``{pair id: facts}``, see ``core.health``.

        Another rule has its facts added here, for all of ``self`` in one statement.
        """
        facts = {pair.id: pair._get_own_facts() for pair in self}
        for name, found in (
            ("next_meeting", self._read_next_meetings(today)),
            ("cancellations", self._read_cancellations()),
            ("trained", self._read_training()),
            ("mentees", self._read_mentees()),
            ("places", self._read_places()),
            ("leaves", self._read_departures(today)),
            ("absences", self._read_absences(today)),
            ("supervision", self._read_supervision()),
        ):
            for pair_id, value in found.items():
                facts[pair_id][name] = value
        for pair_id in self._read_reporting_lines():
            facts[pair_id]["in_line"] = True
        return facts

    def _get_own_facts(self):
        """Return what the columns of a pair tell."""
        self.ensure_one()
        # Odoo's empty dates are False.
        start, end = self.date_start or None, self.date_end or None
        last, review = self.date_last_meeting, self.date_mid_term
        done = self.date_mid_term_done if review else self.phase not in EARLY_PHASES
        return {
            "state": self.state,
            "start": start,
            "end": end,
            "resumed": self.date_resumed or None,
            "phase": self.phase,
            "single": self.programme_id.kind == "flash",
            "meetings": self.meeting_count,
            "last_meeting": last.date() if last else None,
            # The day of the agreement, half way without one.
            "mid_term": review or half_way(start, end),
            "mid_term_done": bool(done),
            "unsigned": bool(self.programme_id.agreement_id)
            and self.agreement_state != "signed",
        }

    def _read_next_meetings(self, today):
        """Return ``{pair id: day of the next meeting planned from today on}``."""
        return self._map_rows(
            SQL(
                """SELECT pair_id, MIN(date_start)::date FROM mentorat_meeting
                    WHERE pair_id IN %s AND state = 'planned' AND date_start >= %s
                 GROUP BY pair_id""",
                self._ids,
                today,
            )
        )

    def _read_cancellations(self):
        """Return ``{pair id: meetings in a row that did not take place}``.

        Those after the last meeting held, and after the last pause.
        """
        return self._map_rows(
            SQL(
                """SELECT meeting.pair_id, COUNT(*)
                     FROM mentorat_meeting meeting
                     JOIN mentorat_pair pair ON pair.id = meeting.pair_id
                    WHERE meeting.pair_id IN %s
                      AND meeting.state IN ('cancelled', 'no_show')
                      AND meeting.date_start > COALESCE(
                          GREATEST(pair.date_last_meeting, pair.date_resumed),
                          '-infinity'
                      )
                 GROUP BY meeting.pair_id""",
                self._ids,
            )
        )

    def _read_training(self):
        """Return ``{pair id: day of the older training of the two}``.

        The day of the last content that a person finished, or of the recognition of another
        training.
        """
        return self._map_rows(
            SQL(
                """SELECT pair.id, MIN(COALESCE(
                            person.training_recognised_on, finished.day
                          ))
                     FROM mentorat_pair pair
                     JOIN mentorat_programme programme
                       ON programme.id = pair.programme_id
                     JOIN mentorat_participation person
                       ON person.id IN (pair.mentor_id, pair.mentee_id)
                LEFT JOIN res_users login ON login.id = person.user_id
                LEFT JOIN LATERAL (
                              SELECT MAX(done.write_date)::date AS day
                                FROM slide_slide_partner done
                               WHERE done.partner_id = login.partner_id
                                 AND done.completed
                                 AND done.channel_id = CASE person.role
                                     WHEN 'mentor' THEN programme.mentor_channel_id
                                     ELSE programme.mentee_channel_id
                                 END
                          ) finished ON TRUE
                    WHERE pair.id IN %s
                 GROUP BY pair.id
                   HAVING MIN(COALESCE(
                            person.training_recognised_on, finished.day
                          )) IS NOT NULL""",
                self._ids,
            )
        )

    def _read_supervision(self):
        """Return ``{pair id: day on which the supervision of its mentor was due}``."""
        overdue = self.env["mentorat.supervised.mentor"].search_fetch(
            [("id", "in", self.mentor_id.ids), ("is_overdue", "=", True)], ["date_due"]
        )
        due = {mentor.id: mentor.date_due for mentor in overdue}
        return {
            pair.id: due[pair.mentor_id.id] for pair in self if pair.mentor_id.id in due
        }

    def _read_mentees(self):
        """Return ``{pair id: mentees of the mentor in all programmes}``."""
        return self._map_rows(self._get_load_query(SQL("SUM(other.seats_taken)")))

    def _read_places(self):
        """Return ``{pair id: the most places that the mentor offers in one programme}``."""
        return self._map_rows(self._get_load_query(SQL("MAX(other.capacity)")))

    def _get_load_query(self, figure):
        return SQL(
            """SELECT pair.id, %s
                 FROM mentorat_pair pair
                 JOIN mentorat_participation mentor ON mentor.id = pair.mentor_id
                 JOIN mentorat_participation other
                   ON other.employee_id = mentor.employee_id
                  AND other.role = 'mentor' AND other.state = 'accepted'
                WHERE pair.id IN %s
             GROUP BY pair.id""",
            figure,
            self._ids,
        )

    def _read_reporting_lines(self):
        """Return the set of ids of the pairs of which one is a superior of the other.

        At any depth; UNION ends where a hierarchy goes round in circles.
        """
        rows = self.env.execute_query(
            SQL(
                """WITH RECURSIVE two AS (
                       SELECT pair.id, mentor.employee_id AS mentor,
                              mentee.employee_id AS mentee
                         FROM mentorat_pair pair
                         JOIN mentorat_participation mentor
                           ON mentor.id = pair.mentor_id
                         JOIN mentorat_participation mentee
                           ON mentee.id = pair.mentee_id
                        WHERE pair.id IN %s
                   ), line(person, superior) AS (
                       SELECT employee.id, employee.parent_id
                         FROM hr_employee employee
                        WHERE employee.parent_id IS NOT NULL
                          AND employee.id IN (
                              SELECT mentor FROM two UNION SELECT mentee FROM two
                          )
                        UNION
                       SELECT line.person, employee.parent_id
                         FROM line
                         JOIN hr_employee employee ON employee.id = line.superior
                        WHERE employee.parent_id IS NOT NULL
                   )
                   SELECT DISTINCT two.id
                     FROM two
                     JOIN line ON (line.person, line.superior) IN (
                         (two.mentor, two.mentee), (two.mentee, two.mentor)
                     )""",
                self._ids,
            )
        )
        return {pair_id for (pair_id,) in rows}

    def _read_departures(self, today):
        """Return ``{pair id: first day on which one of the two is no longer there}``."""
        return self._map_rows(
            SQL(
                """SELECT pair.id, MIN(COALESCE(
                            version.departure_date,
                            CASE WHEN employee.active THEN NULL ELSE %s::date END
                          ))
                     FROM mentorat_pair pair
                     JOIN mentorat_participation person
                       ON person.id IN (pair.mentor_id, pair.mentee_id)
                     JOIN hr_employee employee ON employee.id = person.employee_id
                LEFT JOIN hr_version version
                       ON version.id = employee.current_version_id
                    WHERE pair.id IN %s
                      AND (version.departure_date IS NOT NULL OR NOT employee.active)
                 GROUP BY pair.id""",
                today,
                self._ids,
            )
        )

    def _read_absences(self, today):
        """Return ``{pair id: [(first day, last day)]}`` of absences of either that are dated."""
        rows = self.env.execute_query(
            SQL(
                """SELECT pair.id, off.date_from::date, off.date_to::date
                     FROM mentorat_pair pair
                     JOIN mentorat_participation person
                       ON person.id IN (pair.mentor_id, pair.mentee_id)
                     JOIN hr_employee employee ON employee.id = person.employee_id
                     JOIN resource_calendar_leaves off
                       ON off.resource_id = employee.resource_id
                    WHERE pair.id IN %s
                      AND off.time_type = 'leave'
                      AND off.date_to >= %s AND off.date_from <= %s
                      AND off.date_to - off.date_from >= make_interval(days => %s)""",
                self._ids,
                today,
                today + timedelta(days=AHEAD_DAYS + 1),
                SHORTEST_ABSENCE - 1,
            )
        )
        found = {}
        for pair_id, first, last in rows:
            found.setdefault(pair_id, []).append((first, last))
        return found

    def _map_rows(self, query):
        return dict(self.env.execute_query(query)) if self else {}

"""All indicators of a large programme, recomputed.

    setup/odoo.sh --python tests/benchmarks/indicators.py                the table
    setup/odoo.sh --python tests/benchmarks/indicators.py --pairs 500    fewer pairs
    setup/odoo.sh --python tests/benchmarks/indicators.py --keep         keep the database

Makes a database with one programme: pairs at work, closed and ended, with meetings, history, goals
and wishes, and campaigns at the start, midway and at the end with eight answers for each pair. All
is written by statements, then the indicators are computed as the monthly cron does, in a process of
its own, whose peak memory is that of the computation.
"""

import argparse
import resource
import subprocess
import sys
import time
from datetime import date, timedelta

from served import environment, prepared

DATABASE = "mentorat_indicators"
MOMENTS = ("start", "midway", "end")


def fill(env, pairs):
    """Create ``pairs`` pairs by statements, with what happened to them."""
    today = date.today()
    programme = env["mentorat.programme"].create(
        {
            "name": "Large",
            "state": "running",
            "date_start": today - timedelta(days=400),
            "date_end": today + timedelta(days=200),
        }
    )
    employees = create_people(env, 2 * pairs)
    values = {
        "programme": programme.id,
        "company": env.company.id,
        "employees": employees,
        "half": pairs,
        "today": today,
    }
    env.cr.execute(
        """
        INSERT INTO mentorat_participation
            (programme_id, company_id, employee_id, role, state, capacity, seats_taken,
             meeting_mode, conflict_state, date_submitted, date_decided, create_date)
        SELECT %(programme)s, %(company)s, employee_id,
               CASE WHEN place <= %(half)s THEN 'mentor' ELSE 'mentee' END, 'accepted', 3,
               0, 'both', 'none', %(today)s::date - 380, %(today)s::date - 360,
               %(today)s::date - 390
          FROM unnest(%(employees)s) WITH ORDINALITY AS person(employee_id, place);
        INSERT INTO mentorat_log
            (programme_id, participation_id, from_state, to_state, date)
        SELECT programme_id, id, step.origin, step.target, step.day
          FROM mentorat_participation
         CROSS JOIN LATERAL (VALUES
             ('draft', 'submitted', date_submitted),
             ('submitted', 'approved', date_submitted + INTERVAL '1 day' * (id %% 20)),
             ('approved', 'accepted', date_decided)
         ) AS step(origin, target, day)
         WHERE programme_id = %(programme)s;
        INSERT INTO mentorat_pair
            (programme_id, company_id, mentor_id, mentee_id, state, phase, date_start,
             date_end, mentor_answer, mentee_answer, health, create_date)
        SELECT %(programme)s, %(company)s, mentor.id, mentee.id,
               CASE WHEN mentor.place %% 4 = 0 THEN 'closed'
                    WHEN mentor.place %% 9 = 0 THEN 'ended' ELSE 'active' END,
               'progress', %(today)s::date - 300 + (mentor.place %% 60)::int,
               CASE WHEN mentor.place %% 4 = 0 OR mentor.place %% 9 = 0
                    THEN %(today)s::date - 40 ELSE %(today)s::date + 90 END,
               'accepted', 'accepted', 'none', %(today)s::date - 310
          FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS place
                  FROM mentorat_participation
                 WHERE programme_id = %(programme)s AND role = 'mentor') mentor
          JOIN (SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS place
                  FROM mentorat_participation
                 WHERE programme_id = %(programme)s AND role = 'mentee') mentee
            ON mentee.place = mentor.place;
        INSERT INTO mentorat_meeting
            (pair_id, programme_id, company_id, date_start, hours, state, phase, version,
             mentor_usefulness, mentee_usefulness)
        SELECT pair.id, pair.programme_id, pair.company_id,
               pair.date_start + 20 * number + INTERVAL '10 hours', 1,
               CASE WHEN (pair.id + number) %% 7 = 0 THEN 'cancelled' ELSE 'held' END,
               'progress', 1, 1 + (pair.id + number) %% 5, 1 + (pair.id * number) %% 5
          FROM mentorat_pair pair CROSS JOIN generate_series(1, 10) number
         WHERE pair.programme_id = %(programme)s;
        INSERT INTO mentorat_goal
            (pair_id, progress, date_deadline, active, version)
        SELECT pair.id, (pair.id * number * 10) %% 100, pair.date_start + 60 * number,
               TRUE, 1
          FROM mentorat_pair pair CROSS JOIN generate_series(1, 3) number
         WHERE pair.programme_id = %(programme)s;
        INSERT INTO mentorat_preference
            (participation_id, programme_id, company_id, wished_id, rank, create_date)
        SELECT pair.mentee_id, pair.programme_id, pair.company_id, pair.mentor_id,
               1 + pair.id %% 5, pair.create_date
          FROM mentorat_pair pair WHERE pair.programme_id = %(programme)s;
        """,
        values,
    )
    fill_campaigns(env, programme, today)
    env.cr.execute("ANALYZE")
    env.invalidate_all()


def create_people(env, number):
    """Return the ids of ``number`` employees of eight departments: copies of one of them."""
    departments = env["hr.department"].create(
        [{"name": f"Department {index}"} for index in range(8)]
    )
    one = env["hr.employee"].create({"name": "Person"})
    env.flush_all()
    env.cr.execute(
        """
        CREATE TEMPORARY TABLE person AS
        SELECT nextval('hr_employee_id_seq') AS id, nextval('hr_version_id_seq') AS version,
               nextval('resource_resource_id_seq') AS resource,
               (%(departments)s)[1 + n %% 8] AS department
          FROM generate_series(1, %(number)s) n;
        INSERT INTO resource_resource
        SELECT (jsonb_populate_record(one, jsonb_build_object('id', person.resource))).*
          FROM resource_resource one, person WHERE one.id = %(resource)s;
        INSERT INTO hr_employee
        SELECT (jsonb_populate_record(one, jsonb_build_object(
                   'id', person.id, 'resource_id', person.resource,
                   'current_version_id', NULL, 'work_contact_id', NULL
               ))).*
          FROM hr_employee one, person WHERE one.id = %(employee)s;
        INSERT INTO hr_version
        SELECT (jsonb_populate_record(one, jsonb_build_object(
                   'id', person.version, 'employee_id', person.id,
                   'department_id', person.department
               ))).*
          FROM hr_version one, person WHERE one.id = %(version)s;
        UPDATE hr_employee employee SET current_version_id = person.version
          FROM person WHERE person.id = employee.id;
        """,
        {
            "departments": departments.ids,
            "number": number,
            "resource": one.resource_id.id,
            "employee": one.id,
            "version": one.version_id.id,
        },
    )
    env.invalidate_all()
    env.cr.execute("SELECT id FROM person")
    return [row[0] for row in env.cr.fetchall()]


def fill_campaigns(env, programme, today):
    """Three campaigns that are over, with the answers of most."""
    survey = env["survey.survey"].create(
        {
            "title": "Asked twice",
            "survey_type": "mentorat",
            "question_and_page_ids": [
                (0, 0, {"title": name, "question_type": "scale", "mentorat_item": name})
                for name in ("able", "future")
            ],
        }
    )
    usual = env.ref("mentorat_evaluation.survey_how_it_goes")
    for number, moment in enumerate(MOMENTS):
        evaluation = env["mentorat.evaluation"].create(
            {
                "name": moment,
                "programme_id": programme.id,
                "moment": moment,
                "survey_id": (usual if moment == "midway" else survey).id,
            }
        )
        questions = evaluation.survey_id.question_ids.filtered(
            lambda question: question.question_type == "scale"
        )
        env.flush_all()
        env.cr.execute(
            """
            UPDATE mentorat_evaluation
               SET state = 'closed', date_start = %(end)s::date - 20, date_end = %(end)s
             WHERE id = %(evaluation)s;
            INSERT INTO mentorat_evaluation_invitation
                (evaluation_id, participation_id, answered)
            SELECT %(evaluation)s, id, id %% 5 > 0 FROM mentorat_participation
             WHERE programme_id = %(programme)s;
            INSERT INTO mentorat_answer
                (id, evaluation_id, role, question_id, value, day)
            SELECT %(first)s + ROW_NUMBER() OVER (), %(evaluation)s, person.role, asked,
                   (person.id * asked) %% 11, %(end)s
              FROM mentorat_participation person
             CROSS JOIN unnest(%(questions)s) asked
             WHERE person.programme_id = %(programme)s;
            """,
            {
                "evaluation": evaluation.id,
                "programme": programme.id,
                "questions": questions[: 2 if moment == "midway" else 1].ids,
                "first": 1_000_000 * number,
                "end": today - timedelta(days=300 - 130 * number),
            },
        )


def measure():
    """Compute everything for the programme, and print what it cost."""
    with environment(DATABASE) as env:
        programme = env["mentorat.programme"].search([("name", "=", "Large")])
        counts = [
            env[model].search_count([])
            for model in ("mentorat.pair", "mentorat.answer", "mentorat.indicator")
        ]
        env.cr.execute("SELECT 1")
        before, begun = env.cr.sql_log_count, time.perf_counter()
        programme._compute_indicator_values(date.today())
        seconds = time.perf_counter() - begun
        queries = env.cr.sql_log_count - before
        shown = env["mentorat.indicator.value"].search_count([("shown", "=", True)])
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            "| pairs | answers | indicators | shown | seconds | queries | peak memory |"
        )
        print("|--:|--:|--:|--:|--:|--:|--:|")
        print(
            "|",
            " | ".join(map(str, [*counts, shown])),
            f"| {seconds:.1f} | {queries} | {memory:.0f} MB |",
            flush=True,
        )


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pairs", type=int, default=5000)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument(
        "--keep", action="store_true", help="use the database kept, and keep it"
    )
    options = parser.parse_args()
    if options.measure:
        measure()
        return
    with prepared(DATABASE, lambda env: fill(env, options.pairs), options.keep):
        subprocess.run([sys.executable, __file__, "--measure"], check=True)


if __name__ == "__main__":
    main()

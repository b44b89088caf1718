"""What is read of people, and what is not."""

from datetime import date

from odoo.exceptions import UserError
from odoo.fields import Command

from .common import MatchingCase


class TestReader(MatchingCase):
    def setUp(self):
        super().setUp()
        self.programme.date_start = "2026-01-15"
        self.programme.date_end = "2026-12-31"
        self.programme.criterion_ids.unlink()

    def _add(self, kind, weight=10, **values):
        return self.env["mentorat.criterion"].create(
            {
                "programme_id": self.programme.id,
                "kind": kind,
                "weight": weight,
                **values,
            }
        )

    def _read(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["mentorat.matching.reader"]._read_problem(
            self.programme, self.programme.criterion_ids._get_weightings()
        )

    def _facts(self, name):
        """Return one attribute of the mentee, then of the mentor."""
        problem = self._read()
        return tuple(
            getattr(side[0], name) for side in (problem.mentees, problem.mentors)
        )

    def test_site(self):
        self._add("site")
        here = self.env["res.partner"].create({"name": "Mill"})
        office, home = self.env["hr.work.location"].create(
            [
                {"name": "Loom room", "address_id": here.id, "location_type": "office"},
                {"name": "Home", "address_id": here.id, "location_type": "home"},
            ]
        )
        both = self.mentee_employee | self.mentor_employee
        both.address_id = here
        self.mentee_employee.work_location_id = office
        self.assertEqual(self._facts("location"), (office.id, 0))
        self.assertEqual(self._facts("address"), (here.id, here.id))
        self.mentor_employee.work_location_id = home
        self.assertEqual(self._facts("location"), (office.id, 0))
        self.assertEqual(self._facts("address"), (here.id, 0))

    def test_company(self):
        self._add("company")
        self.assertEqual(self._facts("company"), (self.company.id,) * 2)

    def test_first_day_is_of_the_first_contract(self):
        self._add("seniority")
        # Typed in today, which says nothing.
        self.assertEqual(self._facts("since"), (None, None))
        version = self.mentor_employee.version_id
        version.date_version = "2015-03-01"
        self.assertEqual(self._facts("since"), (None, date(2015, 3, 1).toordinal()))
        version.contract_date_start = "2012-09-01"
        version.contract_date_end = "2014-08-31"
        self.mentor_employee.create_version(
            {
                "date_version": "2016-01-01",
                "contract_date_start": "2016-01-01",
                "contract_date_end": False,
            }
        )
        self.assertEqual(self._facts("since"), (None, date(2012, 9, 1).toordinal()))

    def test_languages(self):
        self._add("language")
        languages = self.env["res.lang"].with_context(active_test=False)
        found = languages.search([("code", "in", ("fr_BE", "fr_FR", "de_DE"))])
        self.assertEqual(len(found), 3)
        self.mentee_participation.language_ids = found
        # The mentor named none: that of the login, without its country.
        self.assertEqual(self._facts("languages"), (("de", "fr"), ("en",)))
        self.mentor_employee.user_id = False
        self.mentor_employee.lang = False
        self.assertEqual(self._facts("languages"), (("de", "fr"), ()))
        self.programme.language_ids = found.filtered(lambda lang: "fr" in lang.code)
        [weighting] = self._read().weightings
        self.assertEqual(weighting.options, {"languages": ["fr"]})

    def test_availability(self):
        self._add("availability")
        monday_am = self.env.ref("mentorat_programme.slot_monday_am")
        friday_pm = self.env.ref("mentorat_programme.slot_friday_pm")
        self.mentee_participation.slot_ids = monday_am | friday_pm
        self.mentor_participation.meeting_mode = "remote"
        self.assertEqual(self._facts("slots"), ((0, 9), ()))
        self.assertEqual(self._facts("mode"), ("both", "remote"))

    def test_time_zones_are_those_of_the_first_day(self):
        self._add("timezone")
        self.mentee_participation.tz = "Europe/Paris"
        self.mentor_participation.tz = False
        self.mentor_employee.tz = "Asia/Kathmandu"
        self.assertEqual(self._facts("offset"), (60, 345))
        self.programme.date_start = "2026-07-15"
        self.assertEqual(self._facts("offset"), (120, 345))

    def test_wishes(self):
        self._add("preference")
        other = self._create_people("mentor", [[]])
        self.mentee_participation._set_wishes(other | self.mentor_participation)
        expected = ((other.id, 1), (self.mentor_participation.id, 2))
        self.assertEqual(self._facts("wishes"), (expected, ()))

    def test_past_pairs(self):
        self._create_pair("accepted").with_user(self.engineer).action_end()
        pair = ((self.mentee_participation.id, self.mentor_participation.id),)
        problem = self._read()
        self.assertEqual((problem.barred, problem.past), (pair, ()))
        criterion = self._add("past_pair")
        problem = self._read()
        self.assertEqual((problem.barred, problem.past), ((), pair))
        self._add("skills")
        self.assertEqual(self._compute().matched_count, 1)
        criterion.required = True
        run = self._compute()
        self.assertEqual((run.state, run.matched_count), ("done", 0))

    def test_a_pair_that_a_run_made_is_weighed_too(self):
        self._add("skills")
        self._add("past_pair", 30)
        proposal = self._publish()
        proposal.with_user(self.mentee).action_answer_yes()
        proposal.with_user(self.mentor).action_answer_yes()
        proposal.pair_id.with_user(self.engineer).action_end()
        run = self._compute()
        self.assertEqual((run.matched_count, run.total_score), (1, 25))
        self.assertIn("Pairs of before: 0 of 75", run.proposal_ids.explanation_text)

    def test_own_fields(self):
        weaver, clerk = self.env["hr.job"].create(
            [{"name": "Weaver"}, {"name": "Clerk"}]
        )
        self.mentee_employee.job_id = weaver
        self._add("field", field_name="job_id")
        self.assertEqual(
            self._facts("values"), ((("job_id", weaver.id),), (("job_id", None),))
        )
        self._add("field", field_name="resource_calendar_id")
        self.mentor_employee.job_id = clerk
        calendar = self.mentor_employee.resource_calendar_id
        expected = (("job_id", clerk.id), ("resource_calendar_id", calendar.id))
        self.assertEqual(self._facts("values")[1], expected)

    def test_field_that_is_gone(self):
        weighting = {
            "kind": "field",
            "weight": 5,
            "required": False,
            "options": {"field": "birthday", "comparator": "same", "tolerance": 1},
        }
        reader = self.env["mentorat.matching.reader"]
        with self.assertRaisesRegex(UserError, "birthday.*not readable by all"):
            reader._read_problem(self.programme, [weighting])
        # With neither a weight nor a rule, it does no harm.
        idle = {**weighting, "weight": 0}
        reader._read_problem(self.programme, [idle]).criteria()[0].values(0, 1)

    def test_archived_people_are_left_out(self):
        self._add("skills")
        self.assertEqual(len(self._read().mentors), 1)
        self.mentor_employee.active = False
        self.assertEqual(len(self._read().mentors), 0)

    def test_what_is_not_weighed_is_not_read(self):
        self._add("skills")
        for kind in ("site", "language", "availability", "timezone", "preference"):
            self._add(kind, weight=0)
        digest = self._read().digest()
        self._change_everything()
        self.assertEqual(self._read().digest(), digest)

    def test_every_change_is_told(self):
        for kind in (
            "seniority",
            "site",
            "language",
            "availability",
            "timezone",
            "preference",
            "past_pair",
            "field",
        ):
            self._add(kind)
        digests = [self._read().digest()]
        for _change in self._change_everything(one_by_one=True):
            digests.append(self._read().digest())
        self.assertEqual(len(set(digests)), len(digests))

    def _change_everything(self, one_by_one=False):
        participation = self.mentor_participation
        changes = [
            lambda: participation.write(
                {"language_ids": self.env.ref("base.lang_fr").ids}
            ),
            lambda: participation.write(
                {"slot_ids": self.env.ref("mentorat_programme.slot_monday_am").ids}
            ),
            lambda: participation.write({"meeting_mode": "site"}),
            lambda: participation.write({"tz": "Asia/Tokyo"}),
            lambda: self.mentee_participation._set_wishes(participation),
            lambda: self.mentor_employee.write(
                {"address_id": self.env["res.partner"].create({"name": "X"}).id}
            ),
            lambda: self.mentor_employee.write(
                {"job_id": self.env["hr.job"].create({"name": "X"}).id}
            ),
            lambda: self.mentor_employee.version_id.write(
                {"date_version": "2010-01-01"}
            ),
        ]
        if one_by_one:
            return (change() for change in changes)
        for change in changes:
            change()

    def test_as_many_queries_for_many(self):
        """The same for 10 and for 200 people, with every kind in use."""
        self.programme.criterion_ids = [
            Command.create({"kind": kind})
            for kind, _label in self.env["mentorat.criterion"]._fields["kind"].selection
        ]
        self._create_crowd(4)
        self._count_queries()
        few = self._count_queries()
        self._create_crowd(95)
        self.assertEqual(len(self._read().mentees), 100)
        self.assertEqual(self._count_queries(), few)
        self.assertLessEqual(few, 45)

    def _create_crowd(self, size):
        wish = [(self.weaving, self.skilled), (self.carving, self.novice)]
        common = {
            "language_ids": self.env.ref("base.lang_fr").ids,
            "slot_ids": self.env["mentorat.slot"].search([], limit=3).ids,
        }
        mentors = self._create_people("mentor", [wish] * size, **common)
        mentees = self._create_people("mentee", [wish] * size, **common)
        for mentor, mentee in zip(mentors, mentees, strict=True):
            mentee._set_wishes(mentor)
        employees = (mentors | mentees).employee_id
        employees.job_id = self.env["hr.job"].create({"name": "Weaver"})
        self.env["mentorat.exclusion"].create(
            {
                "employee_id": mentors[0].employee_id.id,
                "other_id": mentees[1].employee_id.id,
                "reason": "Cousins",
            }
        )

    def _count_queries(self):
        weightings = self.programme.criterion_ids._get_weightings()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.env["mentorat.matching.reader"]._read_problem(self.programme, weightings)
        return self.env.cr.sql_log_count - before

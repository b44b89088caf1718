from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from .common import MatchingCase


class TestQuality(MatchingCase):
    """Fairness and quality of a run; the rules themselves are in ``test_fairness``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"mentorat_uses_sex": True, "mentorat_uses_age": True})
        sites = cls.env["hr.work.location"].create(
            [
                {"name": name, "address_id": cls.company.partner_id.id}
                for name in ("Harbour", "Hill")
            ]
        )
        cls.harbour, cls.hill = sites
        wish = [[(cls.weaving, cls.skilled)]]
        cls.mentors = cls._create_people("mentor", wish * 6, capacity=1)
        cls.mentees = cls._create_people("mentee", wish * 14)
        cls.everybody = cls.mentors | cls.mentees
        cls.mentor_participation.state = "withdrawn"
        cls.mentee_participation.state = "withdrawn"
        for number, person in enumerate(cls.mentees):
            person.employee_id.write(
                {
                    "department_id": (cls.research if number < 7 else cls.sales).id,
                    "work_location_id": (cls.harbour if number < 12 else cls.hill).id,
                    "sex": "female" if number < 6 else "male",
                    "birthday": "1970-01-01" if number < 7 else "2000-01-01",
                }
            )

    def _tables(self, run, role="mentee"):
        """Return ``{title: {label: row}}``."""
        return {
            title: {row["label"]: row for row in rows}
            for title, rows in run.sudo()._get_tables(role)
        }

    def test_shares_by_group(self):
        run = self._compute()
        self.assertEqual(run.matched_count, 6)
        tables = self._tables(run)
        rows = tables["Department"]
        self.assertEqual({row["people"] for row in rows.values()}, {7})
        matched = {
            name: len(
                run.sudo().proposal_ids.filtered(
                    lambda p, d=department: p.mentee_id.employee_id.department_id == d
                )
            )
            for name, department in (("Research", self.research), ("Sales", self.sales))
        }
        for name, count in matched.items():
            self.assertEqual(rows[name]["percent"], round(100 * count / 7))
        self.assertEqual(sum(matched.values()), 6)
        self.assertEqual(set(tables["Sex"]), {"Female", "Male"})
        self.assertEqual(set(tables["Age"]), {"50–59", "Under 30"})
        self.assertNotIn("Job", tables)

    def test_sex_and_age_where_the_company_chose_so(self):
        run = self._compute()
        for sex, age in ((False, True), (True, False), (False, False)):
            self.company.write({"mentorat_uses_sex": sex, "mentorat_uses_age": age})
            titles = set(self._tables(run))
            self.assertEqual(
                {"Sex", "Age"} & titles,
                {name for name, used in (("Sex", sex), ("Age", age)) if used},
            )
            self.assertIn("Department", titles)

    def test_small_groups_are_not_told(self):
        rows = self._tables(self._compute())["Site"]
        # Two on the hill: with them the others are hidden, who would tell of them.
        self.assertEqual({row["people"] for row in rows.values()}, {None})
        self.assertEqual({row["percent"] for row in rows.values()}, {False})

    def test_mentors(self):
        run = self._compute()
        self.mentors.employee_id.write({"sex": "female"})
        rows = self._tables(run, "mentor")["Sex"]
        self.assertEqual(rows["Female"]["people"], 6)
        self.assertEqual(rows["Female"]["percent"], 100)
        self.assertEqual(run.sudo()._get_loads([]), [(0, 6, 100)])

    def test_page(self):
        run = self._compute().with_user(self.referent)
        page = run.quality_report
        for text in ("Department", "Not told: too few people", "Load of mentors"):
            self.assertIn(text, page)
        for person in self.everybody:
            self.assertNotIn(person.employee_name, page)
        self.assertEqual(run.action_view_quality()["res_id"], run.id)

    def test_nothing_before_there_is_something(self):
        self.assertFalse(self._create_run().quality_report)

    def test_attributes_are_read_grouped_and_kept_nowhere(self):
        run = self._compute()
        self.env.flush_all()
        counts = []
        for extra in (0, 20):
            if extra:
                self._create_people("mentee", [[(self.weaving, self.novice)]] * extra)
                run = self._compute()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            run.sudo()._read_groups("mentee")
            counts.append(self.env.cr.sql_log_count - before)
        # The company of the run, what it chose, then one for all groups.
        self.assertEqual(counts, [3, 3])
        for model in ("mentorat.matching.run", "mentorat.matching.proposal"):
            for name in self.env[model]._fields:
                self.assertNotRegex(name, "sex|birth|^age")

    def test_wishes_of_few_are_not_told(self):
        run = self._compute()
        pairs = [(p.mentee_id.id, p.mentor_id.id) for p in run.sudo().proposal_ids]
        wishes = self.env["mentorat.preference"]
        for count, (mentee, mentor) in enumerate(pairs[:5]):
            self.assertIsNone(run.sudo()._get_wishes_met(pairs), count)
            wishes.create({"participation_id": mentee, "wished_id": mentor, "rank": 1})
        self.assertEqual(run.sudo()._get_wishes_met(pairs), (5, 5, 5))

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_for_the_team_alone(self):
        run = self._compute()
        for name, user in self._roles().items():
            if name in ("engineer", "administrator", "referent"):
                continue
            with self.subTest(role=name), self.assertRaises(AccessError):
                run.with_user(user).read(["quality_report"])


class TestOutlook(MatchingCase):
    def _values(self, user=None):
        self.env.invalidate_all()
        return self.programme.with_user(user or self.engineer)._get_outlook_values()

    def test_places_and_skills(self):
        self._create_people("mentee", [[(self.carving, self.skilled)]] * 3)
        self._create_people("mentor", [[(self.speaking, self.master)]], capacity=1)
        self._create_people("mentee", [[(self.speaking, self.skilled)]] * 2)
        outlook = self._values()["outlook"]
        self.assertEqual((outlook.mentees, outlook.mentors, outlook.places), (6, 2, 3))
        self.assertEqual(outlook.missing_places, 3)
        self.assertEqual(outlook.unmet, ((self.carving.id, 3),))
        self.assertEqual(outlook.short, ((self.speaking.id, 2, 1),))
        self.assertEqual(
            dict(outlook.scarce),
            {self.carving.id: 0, self.speaking.id: 1, self.weaving.id: 1},
        )
        self.assertEqual(outlook.stuck, ())

    def test_who_has_nobody_and_why(self):
        self.manager_employee.parent_id = self.mentor_employee
        self._create_people("mentee", [[(self.weaving, self.skilled)]])
        [(name, why)] = self._values()["stuck"]
        self.assertEqual(name, "Merle Mentee")
        self.assertIn("reporting line", why)

    def test_required_criterion_is_named(self):
        self.programme.criterion_ids.filtered(
            lambda criterion: criterion.kind == "skills"
        ).required = True
        self.mentee_participation.skill_ids.sudo().skill_id = self.carving
        [(_name, why)] = self._values()["stuck"]
        self.assertIn("Skills", why)

    def test_what_else_is_to_be_known(self):
        self.assertFalse(self._values()["notes"])
        self.mentee_participation.with_user(self.mentee)._declare_conflict("A cousin")
        self._create_people("mentee", [[]])
        self.programme.choice_mode = "ranking"
        notes = "\n".join(self._values()["notes"])
        self.assertIn("not dealt with: 1", notes)
        self.assertIn("cannot answer: 1", notes)
        self.assertIn("criterion of wishes has no weight", notes)
        self.assertIn("1 of 1", notes)
        self.assertNotIn("cousin", notes)

    def test_nothing_counts(self):
        self.programme.criterion_ids.weight = 0
        values = self._values()
        self.assertTrue(values["error"])
        self.assertIn(values["error"], self.programme.matching_outlook)

    def test_page(self):
        self._create_people("mentee", [[(self.carving, self.skilled)]] * 3)
        for user in (self.engineer, self.referent, self.administrator):
            programme = self.programme.with_user(user)
            page = programme.matching_outlook
            self.assertIn("Carving", page)
            self.assertIn("Places are missing", page)
            self.assertEqual(programme.action_check_matching()["res_id"], programme.id)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_for_the_team_alone(self):
        for name, user in self._roles().items():
            if name in ("engineer", "administrator", "referent"):
                continue
            programme = self.programme.with_user(user)
            with self.subTest(role=name):
                with self.assertRaises(AccessError):
                    programme.action_check_matching()
                with self.assertRaises(AccessError):
                    programme.read(["matching_outlook"])

    def test_as_many_queries_for_many(self):
        programme = self.programme.with_user(self.engineer)
        counts = []
        for people in (2, 2, 30):
            self._create_people("mentee", [[(self.weaving, self.skilled)]] * people)
            self._create_people("mentor", [[(self.weaving, self.skilled)]] * people)
            self.env.flush_all()
            self.env.invalidate_all()
            # Whose time zone it is, is not part of it.
            self.env.user.tz, programme.env.user.tz
            before = self.env.cr.sql_log_count
            programme._get_outlook_values()
            counts.append(self.env.cr.sql_log_count - before)
        # The first one fills the caches.
        self.assertEqual(counts[1], counts[2])

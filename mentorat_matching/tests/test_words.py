"""Explanations in words: to the engineer with points, to the two in plain sentences."""

from odoo.fields import Command

from .common import MatchingCase


class TestWords(MatchingCase):
    def setUp(self):
        super().setUp()
        kinds = self.env["mentorat.criterion"]._fields["kind"].selection
        self.programme.criterion_ids = [
            Command.clear(),
            *(Command.create({"kind": kind}) for kind, _label in kinds),
        ]
        self.words = self.env["mentorat.matching.words"]

    def _make_everything_fit(self):
        slots = self.env["mentorat.slot"].search([], limit=2)
        both = self.mentor_participation | self.mentee_participation
        both.slot_ids = slots
        both.tz = "Europe/Paris"
        both.employee_id.address_id = self.env["res.partner"].create({"name": "Mill"})
        both.employee_id.job_id = self.env["hr.job"].create({"name": "Weaver"})
        both.language_ids = self.env.ref("base.lang_fr")
        self.mentor_employee.version_id.date_version = "2005-01-01"
        self.mentee_employee.version_id.date_version = "2015-01-01"
        company = self.programme.criterion_ids.filtered(lambda c: c.kind == "company")
        company.comparison = "same"
        self.mentee_participation._set_wishes(self.mentor_participation)

    def _lines(self, proposal, user, name):
        self.env.invalidate_all()
        return proposal.with_user(user)[name].splitlines()

    def test_everything_fits(self):
        self._make_everything_fit()
        proposal = self._publish()
        self.assertEqual(proposal.score, 100)
        expected = [
            "Skills: 9.1 of 9.1 – Weaving (Skilled wanted, Master offered)",
            "Lead of the mentor: 9.1 of 9.1",
            "Years in the company: 9.1 of 9.1 – the mentor has been there longer",
            "Another department: 9.1 of 9.1",
            "Same site: 9.1 of 9.1",
            "Same company: 9.1 of 9.1",
            "Languages: 9.1 of 9.1 – French",
            "Availability: 9.1 of 9.1 – half-days in common: 2",
            "Time zone: 9.1 of 9.1 – hours apart: 0",
            "Wishes: 9.1 of 9.1 – wish of the mentee (1)",
            "Job: the same: 9.1 of 9.1",
        ]
        found = self._lines(proposal, self.engineer, "explanation_text")
        # The tenths that are left over go to the first.
        found = [line.replace("9 of 9.1", "9.1 of 9.1") for line in found]
        self.assertEqual(found, expected)
        self.assertEqual(
            self._lines(proposal, self.mentee, "reasons"),
            [
                "Offers skills that you want to develop: Weaving.",
                "Has a lead that can take you further in Weaving.",
                "Has been in the company for longer than you.",
                "Works in another department, and can show you yours from outside.",
                "Works at your site, so that you can meet face to face.",
                "Works for your company.",
                "You both speak French.",
                "You can meet at the same times of the week.",
                "You are in the same time zone.",
                "You wished for this person.",
                "You have in common: Job.",
            ],
        )
        self.assertEqual(
            self._lines(proposal, self.mentor, "reasons"),
            [
                "Wants to develop skills that you offer: Weaving.",
                "Your own level lets you take this person further in Weaving.",
                "Has been in the company for less long than you.",
                "Works in another department, which is a link that you may not have yet.",
                "Works at your site, so that you can meet face to face.",
                "Works for your company.",
                "You both speak French.",
                "You can meet at the same times of the week.",
                "You are in the same time zone.",
                "You have in common: Job.",
            ],
        )

    def test_nothing_fits_and_nothing_is_said(self):
        self._make_everything_fit()
        both = self.mentor_participation | self.mentee_participation
        self.programme.criterion_ids.comparison = "different"
        both.employee_id.department_id = self.sales
        self.mentor_participation.skill_ids.unlink()
        self.mentor_participation.language_ids = self.env.ref("base.lang_de")
        self.mentor_participation.tz = "Asia/Tokyo"
        self.mentor_participation.slot_ids = self.env["mentorat.slot"].search([])[-1]
        self.mentor_employee.version_id.date_version = "2015-01-01"
        self.mentor_employee.job_id = self.env["hr.job"].create({"name": "Clerk"})
        other = self._create_people("mentor", [[]], state="accepted", capacity=1)
        self.mentee_participation._set_wishes(other)
        other.state = "withdrawn"
        years = self.programme.criterion_ids.filtered(lambda c: c.kind == "seniority")
        years.years_least = 10
        proposal = self._publish()
        self.assertEqual(proposal.score, 0)
        for user in (self.mentee, self.mentor):
            self.assertEqual(self._lines(proposal, user, "reasons"), [])
        found = self._lines(proposal, self.engineer, "explanation_text")
        self.assertTrue(all(": 0 of 9." in line for line in found), found)
        self.assertIn("no language in common", "\n".join(found))

    def test_a_wish_is_told_to_its_author_and_the_engineers(self):
        self._make_everything_fit()
        self.mentor_participation._set_wishes(self.mentee_participation)
        proposal = self._publish()
        wished = "You wished for this person."
        for user in (self.mentee, self.mentor):
            self.assertIn(wished, self._lines(proposal, user, "reasons"))
        self.mentor_participation.preference_ids.unlink()
        self.assertNotIn(wished, self._lines(proposal, self.mentor, "reasons"))
        for user, told in ((self.engineer, True), (self.referent, False)):
            text = "\n".join(self._lines(proposal, user, "explanation_text"))
            self.assertEqual("wish of the mentee" in text, told)
        # Nor is it kept with the proposal, where referents read.
        [entry] = [
            line
            for line in proposal.explanation["criteria"]
            if line["kind"] == "preference"
        ]
        self.assertEqual(set(entry), {"kind", "points", "out_of"})

    def test_reverse_mentoring_and_other_comparisons(self):
        for entry, mentee, mentor in (
            (
                {"kind": "seniority", "longer": "mentee"},
                "Has been in the company for less long than you.",
                "Has been in the company for longer than you.",
            ),
            (
                {"kind": "department", "comparison": "same"},
                "Works in your department.",
                "Works in your department.",
            ),
            (
                {"kind": "timezone", "hours": 2},
                "Your time zones are near enough to meet.",
                "Your time zones are near enough to meet.",
            ),
            (
                {"kind": "field", "field": "job_id", "comparator": "above"},
                "Is further on than you: Job.",
                "You are further on: Job.",
            ),
            (
                {"kind": "field", "field": "gone", "comparator": "close"},
                "You are close to each other: gone.",
                "You are close to each other: gone.",
            ),
            ({"kind": "past_pair"}, "", ""),
            (
                {"kind": "of_an_addon"},
                "Suits by this criterion: of_an_addon.",
                "Suits by this criterion: of_an_addon.",
            ),
        ):
            names = {"offered": [], "above": []}
            for side, expected in (("mentee", mentee), ("mentor", mentor)):
                with self.subTest(entry=entry, side=side):
                    found = self.words._get_reason(entry, side, names, False)
                    self.assertEqual(found, expected)

    def test_used_and_never_used(self):
        self._make_everything_fit()
        self.programme.criterion_ids.filtered(lambda c: c.kind == "site").weight = 0
        proposal = self._publish()
        used = proposal.with_user(self.mentee)._get_used()
        self.assertIn("the languages that each of you speaks", used)
        self.assertIn("what the company records of you under “Job”", used)
        self.assertNotIn("the sites at which you work", used)
        for user in (self.mentee, self.mentor, self.engineer):
            unused = proposal.with_user(user).unused
            for word in ("Sex", "age", "appraisals", "login", "own words"):
                self.assertIn(word, unused)

    def test_those_who_apply_read_every_kind(self):
        programme = self.programme.with_user(self.plain)
        lines = programme.public_criteria.splitlines()
        self.assertEqual(len(lines), len(self.programme.criterion_ids))
        self.assertIn("Half-days on which both can meet.", lines)
        self.assertIn("The same site.", lines)

    def test_examples_follow_the_parameters(self):
        def meaning(kind, **values):
            criterion = self.programme.criterion_ids.filtered(lambda c: c.kind == kind)
            criterion.write(values)
            return criterion.explanation

        for kind, values, expected in (
            ("skills", {}, "offered at 60 % where 80 % is wanted"),
            ("skills", {"rarity": True}, "four times as much"),
            (
                "level_gap",
                {"gap": 30},
                "30 points ahead are worth all of the weight, 15",
            ),
            ("seniority", {}, "for 3 years, a mentor of 5 to 18 years is worth all of"),
            ("seniority", {}, "one of 20.5 years half of it"),
            ("seniority", {"required": True}, "others are not possible"),
            (
                "seniority",
                {"years_least": -20, "years_most": -1},
                "for 20 years, a mentor of 0 to 19 years",
            ),
            ("department", {}, "in different departments"),
            ("department", {"comparison": "same"}, "in the same department"),
            ("site", {}, "at the same site"),
            ("language", {}, "at least one language"),
            ("availability", {"half_days": 4}, "worth 25 % of the weight, 4 or more"),
            (
                "timezone",
                {"hours": 4},
                "up to 4 hours apart are worth all of the weight, 6",
            ),
            ("timezone", {"hours": 0}, "0.5 hours half of it, 1 hours nothing"),
            ("preference", {}, "the next ones 80, 60, 40, 20 %"),
            ("past_pair", {}, "may be proposed again"),
            ("past_pair", {"required": True}, "never proposed again"),
            ("field", {}, "“Job” is the same for both"),
            ("department", {"required": True}, "Required: two people for whom"),
        ):
            with self.subTest(kind=kind, values=values):
                self.assertIn(expected, meaning(kind, **values))
        languages = self.env.ref("base.lang_fr") | self.env.ref("base.lang_de")
        self.programme.language_ids = languages
        self.assertIn(": German and French.", meaning("language"))

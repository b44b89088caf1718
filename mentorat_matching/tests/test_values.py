"""What each kind of criterion is worth, on small cases worked out by hand."""

from dataclasses import replace

import numpy as np

from odoo.tests import BaseCase

from ..core.criteria import KINDS
from ..core.people import Person, SkillLevel, Weighting
from ..core.problem import Problem

NAN = np.nan


def person(number, **facts):
    base = Person(number, number, 1, 0, (), ())
    return replace(base, **facts)


def people(name, *values, first=1):
    """Make one person for each value of an attribute, numbered from ``first``."""
    return [person(first + place, **{name: v}) for place, v in enumerate(values)]


class TestValues(BaseCase):
    def _values(self, kind, mentees, mentors, required=False, past=(), **options):
        weighting = Weighting(kind, 10, required, options)
        problem = Problem((weighting,), tuple(mentees), tuple(mentors), (), past)
        [criterion] = problem.criteria()
        found = criterion.values(0, len(mentees))
        self.assertEqual(found.shape, (len(mentees), len(mentors)))
        # Rows asked for one by one are the same.
        for row in range(len(mentees)):
            one = criterion.values(row, row + 1)
            np.testing.assert_array_equal(one, found[row : row + 1])
        return found

    def _assert_values(self, expected, kind, mentees, mentors, **options):
        found = self._values(kind, mentees, mentors, **options)
        np.testing.assert_allclose(found, expected, atol=1e-12)

    def test_every_kind_is_tested_here_or_with_skills(self):
        tested = {
            word
            for name in dir(self)
            for word in KINDS
            if name.startswith(f"test_{word}")
        }
        self.assertEqual(set(KINDS) - tested, set())

    def _skilled(self, number, *skills):
        lines = tuple(SkillLevel(skill, level, level, 1) for skill, level in skills)
        return person(number, skills=lines)

    def test_skills_that_are_rare_count_more(self):
        mentees = [self._skilled(1, (5, 100), (6, 100))]
        mentors = [
            self._skilled(11, (5, 100)),
            self._skilled(12, (6, 100)),
            self._skilled(13, (6, 100)),
            self._skilled(14, (6, 100)),
        ]
        half = [[0.5, 0.5, 0.5, 0.5]]
        self._assert_values(half, "skills", mentees, mentors)
        # Offered by one of four: 1 + ln 4; by three of four: 1 + ln 4/3.
        rare, common = 1 + np.log(4), 1 + np.log(4 / 3)
        share = rare / (rare + common)
        expected = [[share, 1 - share, 1 - share, 1 - share]]
        self._assert_values(expected, "skills", mentees, mentors, rarity=True)
        # Nobody offers the other one: it counts as if one of them did.
        mentees = [self._skilled(1, (5, 100), (7, 100))]
        expected = [[0.5, 0, 0, 0]]
        self._assert_values(expected, "skills", mentees, mentors, rarity=True)
        self._assert_values(np.zeros((1, 0)), "skills", mentees, [], rarity=True)

    def test_level_gap(self):
        mentees = [
            person(1, skills=(SkillLevel(5, 1, 100, 1, current=20),)),
            person(2),
        ]
        mentors = [self._skilled(11, (5, 20)), self._skilled(12, (5, 50))]
        expected = [[0, 0.75], [NAN, NAN]]
        self._assert_values(expected, "level_gap", mentees, mentors, gap=40)

    def test_seniority(self):
        year = 365.25
        mentees = people("since", 730000, None)
        ages = (5, 10, 2, 1, -1, 13, 16)
        mentors = people("since", *(730000 - age * year for age in ages), None)
        weighted = [1, 1, 1, 0.8, 0.4, 0.4, 0, NAN]
        required = [1, 1, 1, 0, 0, 0, 0, NAN]
        options = {"least": 2, "most": 10}
        for expected, is_required in ((weighted, False), (required, True)):
            expected = [expected, [NAN] * len(expected)]
            self._assert_values(
                expected, "seniority", mentees, mentors, required=is_required, **options
            )
        # The other way round, for reverse mentoring.
        expected = [[0, 0, 0.4, 0.6, 1, 0, 0, NAN], [NAN] * 8]
        options = {"least": -30, "most": -1}
        self._assert_values(expected, "seniority", mentees, mentors, **options)

    def test_department_and_company(self):
        for kind in ("department", "company"):
            mentees, mentors = people(kind, 7, 0), people(kind, 7, 8, 0)
            same, different = [1, 0, NAN], [0, 1, NAN]
            for expected, comparison in ((same, "same"), (different, "different")):
                expected = [expected, [NAN] * 3]
                self._assert_values(
                    expected, kind, mentees, mentors, comparison=comparison
                )

    test_company = test_department_and_company

    def test_site(self):
        mentees = [
            person(1, location=3, address=9),
            person(2, address=9),
            person(3),
        ]
        mentors = [
            person(11, location=3, address=8),
            person(12, location=4, address=9),
            person(13, address=9),
            person(14, address=8),
            person(15),
        ]
        # By location where both have one, else by address.
        same = [[1, 0, 1, 0, NAN], [0, 1, 1, 0, NAN], [NAN] * 5]
        self._assert_values(same, "site", mentees, mentors, comparison="same")
        different = 1 - np.array(same)
        self._assert_values(different, "site", mentees, mentors, comparison="different")

    def test_language(self):
        mentees = people("languages", ("fr",), ("de", "en"), (), ("xx",))
        mentors = people("languages", ("en", "fr"), ("de",), ("es",), ())
        any_language = [
            [1, 0, 0, NAN],
            [1, 1, 0, NAN],
            [NAN, NAN, NAN, NAN],
            [0, 0, 0, NAN],
        ]
        self._assert_values(any_language, "language", mentees, mentors)
        english = [
            [0, 0, 0, NAN],
            [1, 0, 0, NAN],
            [NAN, NAN, NAN, NAN],
            [0, 0, 0, NAN],
        ]
        self._assert_values(english, "language", mentees, mentors, languages=["en"])

    def test_availability(self):
        monday_am, monday_pm, tuesday_am = 0, 1, 2
        paris, new_york, tokyo, nepal = 60, -300, 540, 345
        mentees = [
            person(1, slots=(monday_am, monday_pm), offset=paris),
            person(2, slots=(monday_pm,), offset=paris),
            person(3, offset=paris),
        ]
        mentors = [
            person(11, slots=(monday_am, tuesday_am), offset=paris),
            person(12, slots=(monday_am,), offset=new_york),
            # Tuesday from 8 in Tokyo is Monday from 23 UTC.
            person(13, slots=(tuesday_am,), offset=tokyo),
            person(14, slots=(monday_pm,), offset=nepal),
            person(15),
        ]
        # Half-days of five hours. Paris is from 7 to 12, then to 17 UTC; New York from 13
        # to 18; Nepal from 7:15 to 12:15.
        expected = np.array(
            [[5, 4, 0, 5, NAN], [0, 4, 0, 0.25, NAN], [NAN] * 5],
        )
        self._assert_values(expected / 5, "availability", mentees, mentors, half_days=1)
        self._assert_values(
            expected / 10, "availability", mentees, mentors, half_days=2
        )

    def test_availability_asks_for_a_place_to_meet(self):
        def somebody(number, mode, address=0, slots=(0,)):
            return person(number, slots=slots, offset=0, mode=mode, address=address)

        mentees = [
            somebody(1, "both", 7),
            somebody(2, "site", 7),
            somebody(3, "remote", 7),
            somebody(4, "site", 7, slots=()),
        ]
        mentors = [
            somebody(11, "both", 7),
            somebody(12, "both", 8),
            somebody(13, "site", 8),
            somebody(14, "remote", 8),
            somebody(15, "site"),
        ]
        expected = [
            [1, 1, 0, 1, 1],
            [1, 0, 0, 0, 1],
            [1, 1, 0, 1, 0],
            # Known to be impossible, although nothing is known of the days.
            [NAN, 0, 0, 0, NAN],
        ]
        self._assert_values(expected, "availability", mentees, mentors, half_days=1)

    def test_timezone(self):
        mentees = people("offset", 60, -660, None)
        mentors = people("offset", 60, 330, -300, 720, None)
        weighted = [[1, 1 - 1.5 / 3, 0, 0, NAN], [0, 0, 0, 1, NAN], [NAN] * 5]
        required = [[1, 0, 0, 0, NAN], [0, 0, 0, 1, NAN], [NAN] * 5]
        self._assert_values(weighted, "timezone", mentees, mentors, hours=3)
        self._assert_values(
            required, "timezone", mentees, mentors, hours=3, required=True
        )
        # No distance at all: half an hour away is half of what it could be.
        expected = [[1, 0], [0.5, 0.5]]
        self._assert_values(
            expected,
            "timezone",
            people("offset", 0, 30),
            people("offset", 0, 60),
            hours=0,
        )

    def test_preference(self):
        mentees = [
            person(1, wishes=((11, 1), (12, 3))),
            person(2, wishes=((99, 1),)),
            person(3),
        ]
        mentors = [person(11), person(12, wishes=((3, 2), (1, 5))), person(13)]
        # Each side that wishes has one voice; a wish for somebody who is not here is one.
        expected = [[1, (0.6 + 0.2) / 2, 0], [0, 0, 0], [NAN, 0.8, NAN]]
        self._assert_values(expected, "preference", mentees, mentors)

    def test_past_pair(self):
        mentees, mentors = [person(1), person(2)], [person(11), person(12)]
        past = ((1, 12), (2, 77), (88, 11))
        self._assert_values(
            [[NAN, 0], [NAN, NAN]], "past_pair", mentees, mentors, past=past
        )

    def _fields(self, *values, first=1):
        return [
            person(first + place, values=(("grade", value),))
            for place, value in enumerate(values)
        ]

    def test_field(self):
        options = {"field": "grade", "tolerance": 2}
        texts = self._fields("a", "b", None), self._fields("b", "c", None, first=11)
        expected = np.array([[0, 0, NAN], [1, 0, NAN], [NAN, NAN, NAN]])
        self._assert_values(expected, "field", *texts, comparator="same", **options)
        self._assert_values(
            1 - expected, "field", *texts, comparator="different", **options
        )
        truths = self._fields(True, False), self._fields(False, first=11)
        self._assert_values([[0], [1]], "field", *truths, comparator="same", **options)
        numbers = self._fields(3, 0, None), self._fields(5, 6, 8, None, first=11)
        self._assert_values(
            [[1, 0.5, 0, NAN], [0, 0, 0, NAN], [NAN] * 4],
            "field",
            *numbers,
            comparator="close",
            **options,
        )
        self._assert_values(
            [[1, 0, 0, NAN], [0, 0, 0, NAN], [NAN] * 4],
            "field",
            *numbers,
            comparator="close",
            required=True,
            **options,
        )
        low, high = self._fields(3, 5, None), self._fields(4, 5, None, first=11)
        self._assert_values(
            [[1, 1, NAN], [0, 0, NAN], [NAN] * 3],
            "field",
            low,
            high,
            comparator="above",
            **options,
        )

    def test_nobody(self):
        for kind, options in {
            "skills": {},
            "level_gap": {"gap": 20},
            "seniority": {"least": 0, "most": 9},
            "department": {"comparison": "same"},
            "site": {"comparison": "same"},
            "company": {"comparison": "same"},
            "language": {},
            "availability": {"half_days": 1},
            "timezone": {"hours": 1},
            "preference": {},
            "past_pair": {},
            "field": {"field": "grade", "comparator": "same"},
        }.items():
            somebody = [person(1, values=(("grade", "a"),))]
            with self.subTest(kind=kind):
                for sides in (([], []), (somebody, []), ([], somebody)):
                    self._values(kind, *sides, **options)

    def test_what_is_told(self):
        mentee = person(
            1, since=200, languages=("en", "fr"), slots=(0, 1), offset=60, values=()
        )
        mentor = person(
            11, since=100, languages=("de", "en", "fr"), slots=(0,), offset=0
        )
        for kind, options, expected in (
            ("seniority", {"least": 0, "most": 9}, {"longer": "mentor"}),
            ("site", {"comparison": "same"}, {"comparison": "same"}),
            ("language", {}, {"languages": ["en", "fr"]}),
            ("language", {"languages": ["en"]}, {"languages": ["en"]}),
            # From 8 to 13 UTC, and from 7 to 17.
            ("availability", {"half_days": 1}, {"half_days": 1.0}),
            ("timezone", {"hours": 3}, {"hours": 1.0}),
            ("preference", {}, {}),
            (
                "field",
                {"field": "grade", "comparator": "close", "tolerance": 3},
                {"field": "grade", "comparator": "close"},
            ),
        ):
            with self.subTest(kind=kind):
                _values, describe = KINDS[kind]
                weighting = Weighting(kind, 10, False, options)
                self.assertEqual(describe(weighting, mentee, mentor), expected)

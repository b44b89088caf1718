"""Enrolment and matching: each formula on a case small enough to be counted by hand."""

from datetime import timedelta

from .indicators import IndicatorCase


class TestFormulasEnrolment(IndicatorCase):
    def test_application_rate(self):
        domain = "[('name', 'like', 'Someone ')]"
        self.programme.eligibility_domain = domain
        self._assert_figure("application_rate", None, 0)
        self._people("mentor", 3)
        self._people("mentee", 1, (-9, "draft", "submitted"))
        # Neither has applied: one never sent it, one took it back before.
        self._people("mentee", 1, state="draft")
        self._people("mentee", 1, state="withdrawn")
        # Applied, and gave up.
        self._people("mentee", 1, state="withdrawn", date_submitted=self._noon(-5))
        for number in range(3):
            self._create_employee(f"Someone else {number}")
        # 5 of 10.
        self._assert_figure("application_rate", 50.0, 10)

    def test_somebody_in_both_roles_applies_once(self):
        self.programme.eligibility_domain = "[('name', 'like', 'Someone ')]"
        self.programme.both_roles = True
        person = self._people("mentor", 1)
        self._create_participation(person.employee_id, "mentee")
        self._assert_figure("application_rate", 100.0, 1)

    def test_application_rate_of_a_day(self):
        self.programme.eligibility_domain = "[('name', 'like', 'Someone ')]"
        self._people(
            "mentor",
            1,
            (-20, "draft", "submitted"),
            (-10, "submitted", "approved"),
            date_submitted=self._noon(-20),
        )
        self._assert_figure("application_rate", 100.0, 1, date=self._day(-20))
        self._assert_figure("application_rate", 0.0, 1, date=self._day(-21))

    def test_approval_delay(self):
        self._assert_figure("approval_delay", None, 0)
        for days in (1, 4, 20):
            self._people(
                "mentor",
                1,
                (-30, "draft", "submitted"),
                (days - 30, "submitted", "approved"),
            )
        self._people(
            "mentee",
            1,
            # Taken back and sent again: counted from the second time.
            (-30, "draft", "submitted"),
            (-28, "submitted", "draft"),
            (-25, "draft", "submitted"),
            (-19, "submitted", "refused"),
        )
        # Not decided yet.
        self._people("mentee", 1, (-30, "draft", "submitted"))
        self._assert_figure("approval_delay", 5.0, 4)  # 1, 4, 6, 20
        self._assert_figure("approval_delay", 4.0, 3, "mentor")
        self._assert_figure("approval_delay", 6.0, 1, "mentee")
        self._assert_figure("approval_delay", 2.5, 2, date=self._day(-20))

    def test_enrolment_balance(self):
        self._assert_figure("enrolment_balance", None, 0)
        mentors = self._people("mentor", 2, capacity=3)
        self._people("mentor", 1, capacity=9, state="approved")
        mentees = self._people("mentee", 4)
        self._people("mentee", 1, state="waitlisted")
        self._pair(mentors[0], mentees[0], -10)
        # Over: one asks for another match, one does not.
        self._pair(mentors[1], mentees[1], -50, -20)
        self._pair(mentors[1], mentees[2], -50, -20)
        mentees[1].wants_match, mentees[2].wants_match = True, False
        # 2 + 3 places; waiting: 1, 3 and the one on the list. 2 mentors and 3 mentees.
        self._assert_figure("enrolment_balance", 5 / 3, 5)

    def test_match_rate(self):
        self._assert_figure("match_rate", None, 0)
        pairs = self._pairs(2, -40)
        self._pair(pairs[0].mentor_id, self._people("mentee", 1), -40, -10)
        self._people("mentee", 2)
        self._people("mentee", 3, state="withdrawn")
        # Accepted: 2 mentors, 5 mentees; in a live pair: 2 and 2.
        self._assert_figure("match_rate", 400 / 7, 7)
        self._assert_figure("match_rate", 100.0, 2, "mentor")
        self._assert_figure("match_rate", 40.0, 5, "mentee")

    def test_match_rate_of_a_day(self):
        """History tells who was accepted then, whatever became of them."""
        history = (
            (-90, "draft", "submitted"),
            (-80, "submitted", "approved"),
            (-70, "approved", "accepted"),
        )
        applied = {"date_submitted": self._noon(-90)}
        people = self._people("mentee", 4, *history, **applied)
        mentor = self._people("mentor", 1, *history, **applied)
        pair = self._pair(mentor, people[0], -60, -20)
        self._people("mentee", 1, *history, (-5, "accepted", "withdrawn"), **applied)
        for day, value, count in (
            (-85, None, 0),
            (-65, 0.0, 6),
            (-30, 200 / 6, 6),
            (-20, 0.0, 6),
            (-1, 0.0, 5),
        ):
            self._assert_figure("match_rate", value, count, date=self._day(day))
        self.assertEqual(pair.state, "closed")

    def test_a_move_is_no_state(self):
        """History also tells of somebody who changes department."""
        [person] = self._people("mentor", 1, (-9, "approved", "accepted"))
        person.employee_id.department_id = self.research
        self.env.flush_all()
        moves = self.env["mentorat.log"].search([("participation_id", "=", person.id)])
        self.assertIn("department", moves.mapped("to_state"))
        self._assert_figure("mentor_use", 0.0, 1)

    def test_mentor_use(self):
        self._assert_figure("mentor_use", None, 0)
        self._pairs(3)
        self._people("mentor", 1)
        self._assert_figure("mentor_use", 75.0, 4)
        self.assertEqual(len(self._figures("mentor_use")), 1)

    def test_wish_satisfaction(self):
        self._assert_figure("wish_satisfaction", None, 0)
        mentors = self._people("mentor", 5)
        mentees = self._people("mentee", 4)

        def wish(mentee, *wished):
            self.env["mentorat.preference"].create(
                [
                    {
                        "participation_id": mentee.id,
                        "wished_id": mentor.id,
                        "rank": rank,
                    }
                    for rank, mentor in enumerate(wished, start=1)
                ]
            )

        wish(mentees[0], mentors[0])
        wish(mentees[1], mentors[0], mentors[1], mentors[2], mentors[3])
        wish(mentees[2], mentors[0], mentors[1])
        self._pair(mentors[0], mentees[0])
        self._pair(mentors[3], mentees[1])  # a fourth wish
        self._pair(mentors[4], mentees[3])  # no wish
        # The third has wishes and no pair yet.
        self._assert_figure("wish_satisfaction", 50.0, 2)
        # A proposal that came to nothing is no match.
        self._pair(mentors[0], mentees[2], None, -1, state="ended")
        self._assert_figure("wish_satisfaction", 50.0, 2)
        self._pair(mentors[1], mentees[2], -1)
        self._assert_figure("wish_satisfaction", 200 / 3, 3)

    def test_match_acceptance(self):
        self._assert_figure("match_acceptance", None, 0)
        mentors, mentees = self._people("mentor", 2), self._people("mentee", 5)
        run = self.env["mentorat.matching.run"].create(
            {"programme_id": self.programme.id}
        )
        until = self._day(-2)
        proposals = self.env["mentorat.matching.proposal"].create(
            [
                {
                    "run_id": run.id,
                    "mentor_id": mentors[number % 2].id,
                    "mentee_id": mentee.id,
                    "published": True,
                    "answer_until": until,
                    "mentor_answer": "accepted",
                    "mentee_answer": "accepted",
                }
                for number, mentee in enumerate(mentees)
            ]
        )
        proposals[1].mentee_answer = "declined"
        proposals[2].is_expired = True
        proposals[2].mentee_answer = "pending"
        proposals[3].is_withdrawn = True
        proposals[4].answer_until = self._day(3)
        # One of three; two mentors, three mentees.
        self._assert_figure("match_acceptance", 100 / 3, 5)
        self._assert_figure("match_acceptance", None, 0, date=until)

    def test_time_to_match(self):
        self._assert_figure("time_to_match", None, 0)
        mentor = self._people("mentor", 1, (-60, "approved", "accepted"))
        for accepted, start in ((-60, -50), (-60, -40), (-55, -15)):
            mentee = self._people("mentee", 1, (accepted, "approved", "accepted"))
            self._pair(mentor, mentee, start)
        # Without history, the day of the decision.
        decided = self._people("mentee", 1, date_decided=self._noon(-20))
        self._pair(mentor, decided, -18)
        self._people("mentee", 1, (-60, "approved", "accepted"))
        # Mentees: 10, 20, 40 and 2; their mentor: 10.
        self._assert_figure("time_to_match", 15.0, 4, "mentee")
        self._assert_figure("time_to_match", 10.0, 1, "mentor")
        self._assert_figure("time_to_match", 10.0, 5)
        self._assert_figure("time_to_match", 15.0, 2, "mentee", date=self._day(-30))


class TestMixing(IndicatorCase):
    def _placed(self, role, **values):
        person = self._people(role, 1)
        person.employee_id.write(values)
        return person

    def test_departments(self):
        for first, second in (
            (self.research, self.research),
            (self.research, self.sales),
            (self.research, self.env["hr.department"]),
        ):
            self._pair(
                self._placed("mentor", department_id=first.id),
                self._placed("mentee", department_id=second.id),
                0,
            )
        # What is not known is no difference.
        self._assert_figure("mixing_index", 100 / 3, 6)

    def test_as_placed_at_the_start(self):
        mentor = self._placed("mentor", department_id=self.research.id)
        mentee = self._placed("mentee", department_id=self.research.id)
        versions = (mentor | mentee).employee_id.version_id
        versions.date_version = self._day(-200)
        self._pair(mentor, mentee, -100)
        mentee.employee_id.create_version(
            {"date_version": self._day(-50), "department_id": self.sales.id}
        )
        self._assert_figure("mixing_index", 0.0, 2)
        other = self._people("mentor", 1)
        other.employee_id.version_id.date_version = self._day(-200)
        other.employee_id.department_id = self.research
        self._pair(other, self._placed("mentee", department_id=self.sales.id), -20)
        self._assert_figure("mixing_index", 50.0, 4)

    def test_sites_and_home(self):
        address = self.company.partner_id
        office, plant, home = self.env["hr.work.location"].create(
            [
                {"name": name, "location_type": kind, "address_id": address.id}
                for name, kind in (
                    ("Office", "office"),
                    ("Plant", "other"),
                    ("Home", "home"),
                )
            ]
        )
        for first, second in ((office, plant), (office, office), (office, home)):
            self._pair(
                self._placed("mentor", work_location_id=first.id),
                self._placed("mentee", work_location_id=second.id),
                0,
            )
        self._assert_figure("mixing_index", 100 / 3, 6)

    def test_generations(self):
        for years in (16, 14):
            mentor, mentee = self._people("mentor", 1), self._people("mentee", 1)
            since = self.today - timedelta(days=round(365.25 * years))
            mentor.employee_id.version_id.write(
                {"date_version": since, "contract_date_start": since}
            )
            mentee.employee_id.version_id.contract_date_start = self.today
            self._pair(mentor, mentee, 0)
        self._assert_figure("mixing_index", 50.0, 4)

    def test_nobody_known_any_more(self):
        pair = self._pairs(1, -10)
        self._assert_figure("mixing_index", 0.0, 2)
        pair.state = "closed"
        pair.mentor_id._anonymise()
        self._assert_figure("mixing_index", None, 0)

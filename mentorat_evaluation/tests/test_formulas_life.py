"""The start, the meetings and the end of pairs: each formula counted by hand."""

from datetime import timedelta

from .indicators import IndicatorCase


class TestFormulasStart(IndicatorCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.course = cls.env["slide.channel"].create({"name": "Course"})

    def _login(self, person):
        type(self).sequence += 1
        user = self._new_user(f"trained_{self.sequence}", "base.group_portal")
        person.employee_id.user_id = user
        return user

    def test_trained_before_start(self):
        self._assert_figure("trained_before_start", None, 0)
        pairs = self._pairs(3, -10)
        # Without a course there is nothing to finish.
        self._assert_figure("trained_before_start", 100.0, 6)
        self.programme.mentor_channel_id = self.course
        pairs[0].mentor_id.training_recognised_on = self._day(-10)
        pairs[1].mentor_id.training_recognised_on = self._day(-9)
        self._assert_figure("trained_before_start", 100 / 3, 6)

    def test_course_finished_before_start(self):
        pairs = self._pairs(3, -10)
        self.programme.mentor_channel_id = self.course
        partners = [self._login(pair.mentor_id).partner_id for pair in pairs]
        # Enrolled when they got a course; whoever made it is too.
        members = self.course.channel_partner_ids.filtered(
            lambda member: member.partner_id in partners
        )
        self.assertEqual(len(members), 3)
        slide = self.env["slide.slide"].create(
            {"name": "Text", "channel_id": self.course.id, "slide_category": "article"}
        )
        done = self.env["slide.slide.partner"].create(
            [{"slide_id": slide.id, "partner_id": partner.id} for partner in partners]
        )
        # On the day of the start, a day late, and not finished.
        self._set(done, completed=True, write_date=self._noon(-10))
        self._set(done[1], write_date=self._noon(-9))
        self._set(members, member_status="completed")
        last = members.filtered(lambda member: member.partner_id == partners[2])
        self._set(last, member_status="ongoing")
        self._assert_figure("trained_before_start", 100 / 3, 6)

    def test_agreement_on_time(self):
        pairs = self._pairs(4, -60)
        self._pairs(1, -20)
        # Nothing without an agreement.
        self._assert_figure("agreement_on_time", None, 0)
        agreement = self.env["mentorat.document"].search(
            [("kind", "=", "agreement"), ("version", ">", 0)], limit=1
        )
        self.programme.document_ids = agreement
        for pair, days in zip(pairs[:3], (-70, -30, -29), strict=True):
            signed = self.env["mentorat.agreement"].create(
                {"pair_id": pair.id, "lang": "en_US"}
            )
            self._set(
                signed,
                state="signed",
                date_signed=self._noon(days),
                digest="0",
                text_sealed="0",
            )
        # Of those that started 30 days ago: before the start, on the last day, too late.
        self._assert_figure("agreement_on_time", 50.0, 8)

    def test_charter_coverage(self):
        people = self._people("mentee", 3) | self._people("mentor", 1)
        # Nothing without a charter.
        self._assert_figure("charter_coverage", None, 0)
        charter = self.env["mentorat.document"].create(
            {"name": "Ours", "kind": "charter", "body": "<p>One</p>"}
        )
        charter.action_publish()
        self.programme.document_ids = charter
        first = charter.version_ids
        self._set(first, date=self._noon(-30))

        def accept(person, version, day):
            self.env["mentorat.acknowledgement"].create(
                {
                    "user_id": person.user_id.id,
                    "version_id": version.id,
                    "date": self._noon(day),
                    "lang": "en_US",
                    "digest": "0",
                }
            )

        for person in people[:3]:
            self._login(person)
        accept(people[0], first, -20)
        accept(people[1], first, -10)
        self._assert_figure("charter_coverage", 50.0, 4)
        self._assert_figure("charter_coverage", 200 / 3, 3, "mentee")
        self._assert_figure("charter_coverage", 0.0, 1, "mentor")
        charter.body = "<p>Two</p>"
        charter.action_publish()
        second = charter.version_ids.sorted("number")[-1]
        self._set(second, date=self._noon(-5))
        accept(people[0], second, -3)
        self._assert_figure("charter_coverage", 25.0, 4)
        # Yesterday's version does for yesterday.
        self._set(people, create_date=self._noon(-50))
        self._assert_figure("charter_coverage", 25.0, 4, date=self._day(-15))
        self._assert_figure("charter_coverage", 50.0, 4, date=self._day(-6))


class TestFormulasMeetings(IndicatorCase):
    def test_active_pair_rate(self):
        self._assert_figure("active_pair_rate", None, 0)
        pairs = self._pairs(4)
        self._meet(pairs[0], -1)
        self._meet(pairs[1], -44)
        self._meet(pairs[2], -46)
        self._meet(pairs[3], -1, "no_show")
        self._pairs(1, -90, -1)
        self._assert_figure("active_pair_rate", 50.0, 8)
        # Ten days ago the fifth was under way, and two had met.
        self._assert_figure("active_pair_rate", 40.0, 10, date=self._day(-10))

    def test_meeting_frequency(self):
        self._assert_figure("meeting_frequency", None, 0)
        [pair] = self._pairs(1, -400)
        start = self.today - timedelta(days=89)
        for day in (-80, -50, -20, -500):
            self._meet(pair, day)
        self._meet(pair, -5, "cancelled")
        measures = self.env["mentorat.indicator"]._figures_meeting_frequency(
            self.programme.sudo(), self.today
        )
        first = measures[0].date_start
        days = (self.today - first).days + 1
        self.assertLess(abs((first - start).days), 4)
        figure = self._assert_figure("meeting_frequency", 3 / (days / (365.25 / 12)), 2)
        # The rhythm of the programme: every 30 days.
        self.assertAlmostEqual(figure.reference, 365.25 / 12 / 30)
        # Another one, for the last ten days, that agreed on a week.
        [other] = self._pairs(1, -9)
        other.agreed_interval = 7
        self._meet(other, -2)
        self._meet(other, -9)
        month = 365.25 / 12
        figure = self._assert_figure("meeting_frequency", 5 / ((days + 10) / month), 4)
        self.assertAlmostEqual(
            figure.reference, (days * month / 30 + 10 * month / 7) / (days + 10)
        )

    def test_meeting_completion(self):
        self._assert_figure("meeting_completion", None, 0)
        pairs = self._pairs(2)
        for pair, day, state in (
            (pairs[0], -1, "held"),
            (pairs[0], -20, "held"),
            (pairs[0], -30, "cancelled"),
            (pairs[1], -40, "no_show"),
            (pairs[1], -50, "planned"),
            (pairs[1], 5, "planned"),
            (pairs[1], -100, "held"),
            (pairs[1], -2, "proposed"),
        ):
            self._meet(pair, day, state)
        # Two of five.
        self._assert_figure("meeting_completion", 40.0, 4)

    def test_regularity(self):
        self._assert_figure("regularity", None, 0)
        pairs = self._pairs(4)
        self._meet(pairs[0], -45)
        self._meet(pairs[1], -46)
        self._meet(pairs[2], -20)
        pairs[2].agreed_interval = 7
        # The fourth has not met since its start.
        self._assert_figure("regularity", 25.0, 8)
        self._pairs(1, -3)
        self._assert_figure("regularity", 40.0, 10)

    # PAUSES

    def _pause(self, pair, first, until=None, planned=None, said=None):
        """Have ``pair`` pause from one day to another, or until a day that is to come."""
        lines = [("paused", first if said is None else said, first)]
        if until is not None:
            lines.append(("resumed", until, until))
        else:
            pair.date_pause_start = self._day(first)
            pair.date_pause_end = self._day(planned)
        self.env["mentorat.log"].create(
            [
                {
                    "programme_id": pair.programme_id.id,
                    "pair_id": pair.id,
                    "from_state": "active",
                    "to_state": state,
                    "date": self._noon(day),
                    "date_effective": self._day(effective),
                }
                for state, day, effective in lines
            ]
        )

    def test_pairs_that_pause_are_not_at_work(self):
        pairs = self._pairs(4)
        for pair, day in zip(pairs, (-1, -60, -60, -60), strict=True):
            self._meet(pair, day)
        self._assert_figure("active_pair_rate", 25.0, 8)
        self._assert_figure("regularity", 25.0, 8)
        self._pause(pairs[1], -50, planned=5)
        # Said, and not begun yet.
        self._pause(pairs[2], 3, planned=9, said=-2)
        self._assert_figure("active_pair_rate", 100 / 3, 6)
        self._assert_figure("regularity", 100 / 3, 6)
        # At the end of the day before the pause it was still at work, and had met.
        self._assert_figure("active_pair_rate", 75.0, 8, date=self._day(-51))
        # From the last day of the pause on it is at work again.
        self._pause(pairs[3], -40, until=0)
        self._assert_figure("regularity", 200 / 3, 6)
        self._assert_figure("regularity", 50.0, 4, date=self._day(-1))

    def test_days_of_a_pause_do_not_count(self):
        # Every 30 days: at most 45 days without a meeting, as for active pairs.
        pairs = self._pairs(5)
        for pair in pairs[:4]:
            self._meet(pair, -70)
        # 24 and 25 days of 70; two times 13; 25 of which 3 before the meeting.
        self._pause(pairs[0], -50, until=-26)
        self._pause(pairs[1], -50, until=-25)
        self._pause(pairs[2], -60, until=-47)
        self._pause(pairs[2], -30, until=-17)
        self._pause(pairs[3], -73, until=-48)
        for code in ("active_pair_rate", "regularity"):
            self._assert_figure(code, 40.0, 10)
        # Without a meeting: since the start, 100 days ago.
        self._pause(pairs[4], -90, until=-35)
        self._assert_figure("regularity", 60.0, 10)
        self._assert_figure("active_pair_rate", 40.0, 10)
        # Given up before it began.
        self._pause(pairs[0], -10, until=-12, said=-15)
        self._assert_figure("active_pair_rate", 40.0, 10)

    def test_an_end_during_a_pause(self):
        [pair] = self._pairs(1)
        self._meet(pair, -60)
        self._pause(pair, -40, planned=30)
        pair.write(
            {
                "state": "closed",
                "date_end": self._day(-10),
                "date_pause_start": False,
                "date_pause_end": False,
            }
        )
        self.env["mentorat.log"].create(
            {
                "programme_id": pair.programme_id.id,
                "pair_id": pair.id,
                "to_state": "closed",
                "date": self._noon(-10),
            }
        )
        self._assert_figure("regularity", None, 0, date=self._day(-20))
        self._assert_figure("regularity", 100.0, 2, date=self._day(-41))

    def test_months_of_a_pause_are_no_time(self):
        month = 365.25 / 12
        pairs = self._pairs(2, -30)
        for pair in pairs:
            self._meet(pair, -28)
        self._assert_figure("meeting_frequency", 2 / (62 / month), 4)
        self._pause(pairs[0], -20, until=-10)
        self._pause(pairs[1], -5, planned=5)
        # 31 days each, without ten and without six.
        figure = self._assert_figure("meeting_frequency", 2 / (46 / month), 4)
        self.assertAlmostEqual(figure.reference, month / 30)

    def test_load_spread(self):
        self._assert_figure("load_spread", None, 0)
        pairs = self._pairs(3)
        pairs |= self._pair(pairs[0].mentor_id, self._people("mentee", 1))
        for pair, hours in zip(pairs, (2, 1.5, 1, 4), strict=True):
            self._meet(pair, -3, hours=hours)
        # 6, 1.5 and 1 hours.
        self._assert_figure("load_spread", 4.0, 3)
        self._pairs(3)
        # Median of 6, 1.5, 1, 0, 0, 0.
        self._assert_figure("load_spread", 12.0, 6)
        self._pairs(1)
        self._assert_figure("load_spread", None, 7)


class TestFormulasEnd(IndicatorCase):
    def test_early_end_rate(self):
        self._assert_figure("early_end_rate", None, 0)
        self._pairs(3)
        self._pairs(1, -90, -30, "ended")
        self._pairs(1, -90, -30)
        # Never started.
        self._pairs(1, None, -30, "ended")
        self._assert_figure("early_end_rate", 20.0, 10)
        self._assert_figure("early_end_rate", 0.0, 10, date=self._day(-31))

    def test_rematch_rate(self):
        self._assert_figure("rematch_rate", None, 0)
        ended = self._pairs(3, -200, -100, "ended")
        self._pairs(1, -90, -29, "ended")
        self._pair(self._people("mentor", 1), ended[0].mentee_id, -70)
        self._pair(self._people("mentor", 1), ended[1].mentee_id, -69)
        # One of three within 30 days; the fourth may still be.
        self._assert_figure("rematch_rate", 100 / 3, 6)

    def test_relay_rate(self):
        self._assert_figure("relay_rate", None, 0)
        other = self._create_empty_programme()
        mentees = self._pairs(4, -390, -380).mentee_id
        mentees |= self._pairs(1, -90, -60).mentee_id
        self._pairs(1, -90, -60, "ended")
        # Accepted in time, in another programme; too late; not accepted; before.
        for mentee, day in zip(mentees, (-300, -10, None, -385), strict=False):
            later = self._people("mentor", 1, programme=other, state="submitted")
            later.employee_id = mentee.employee_id
            if day:
                later.state = "accepted"
                later.date_decided = self._noon(day)
        self._assert_figure("relay_rate", 20.0, 5)
        self.assertEqual(len(self._figures("relay_rate")), 1)
        mentees[0]._anonymise()
        self._assert_figure("relay_rate", 0.0, 4)

    def test_completed_pair_cost(self):
        self.programme.write(
            {
                "cost_mentor_hour": 50,
                "cost_mentee_hour": 30,
                "cost_supervisor_hour": 100,
                "cost_training": 400,
                "cost_fees": 1000,
            }
        )
        self._assert_figure("completed_pair_cost", None, 0)
        pairs, live = self._pairs(2, -90), self._pairs(1)
        for pair, hours in zip(pairs | live, (2, 3, 5), strict=True):
            self._meet(pair, -20, hours=hours)
        pairs.write({"state": "closed", "date_end": self._day(-10)})
        self._meet(live, -5, "planned", 7)
        self.programme.supervisor_ids = self.engineer
        supervision = self.env["mentorat.supervision"].create(
            {
                "programme_id": self.programme.id,
                "supervisor_id": self.engineer.id,
                "date_start": self._noon(-30),
                "hours": 1.5,
                "state": "held",
            }
        )
        self.env["mentorat.supervision.attendance"].create(
            [
                {
                    "supervision_id": supervision.id,
                    "participation_id": mentor.id,
                    "state": state,
                }
                for mentor, state in zip(
                    (pairs | live).mentor_id,
                    ("attended", "attended", "absent"),
                    strict=True,
                )
            ]
        )
        # 10 h at 80, 3 h of mentors at 50, 1.5 h at 100, 1400; two closed pairs.
        self._assert_figure("completed_pair_cost", (800 + 150 + 150 + 1400) / 2, 4)
        self.assertIn("50", self.programme.cost_hypotheses)
        self.assertEqual(len(self.programme.cost_hypotheses.splitlines()), 5)

import json
from datetime import timedelta
from unittest.mock import patch
from uuid import uuid4

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form
from odoo.tools import mute_logger

from ..core.health import RULES, Finding, Rule
from ..models import mentorat_health_mixin
from ..models.mentorat_health_alert_mixin import NUDGE_DAYS
from .follow_up import FollowUpCase

EVENT = "mail_activity_pair_event"


class TestHealth(FollowUpCase):
    # FIGURES OF MEETINGS

    def test_figures_follow_meetings_at_once(self):
        self.assertEqual(self.pair.meeting_count, 1)
        self.assertEqual(self.pair.date_last_meeting, self.first.date_start)
        later, sooner = self._meet(9, "planned"), self._meet(3, "planned")
        self.assertEqual(self.pair.date_next_meeting, sooner.date_start)
        sooner.with_user(self.mentee).action_cancel()
        self.assertEqual(self.pair.date_next_meeting, later.date_start)
        later.with_user(self.mentor).date_start += timedelta(days=1)
        self.assertEqual(self.pair.date_next_meeting, later.date_start)
        later.unlink()
        self.assertFalse(self.pair.date_next_meeting)
        self.assertEqual(
            self.env["mentorat.pair"].search([("date_next_meeting", "=", False)])
            & self.pair,
            self.pair,
        )

    def test_nobody_is_known_by_what_follows(self):
        """Neither the pair nor an activity says who cancelled."""
        before = self.pair.write_uid
        self._meet(-6)
        self._set_rule("cancellations", level="alert")
        planned = self._meet(1, "planned") + self._meet(2, "planned")
        self._look()
        planned.with_user(self.mentee).action_cancel()
        self.assertEqual(self._codes(), ["cancellations"])
        self.assertEqual(self.pair.write_uid, before)
        activity = self._activities(self.pair)
        self.assertEqual(activity.user_id, self.referent)
        self.assertEqual(activity.create_uid, self.env.ref("base.user_root"))

    def _delete_first(self):
        self.first.state = "planned"
        self.first.unlink()

    # RULES

    def test_good(self):
        self.assertEqual((self.pair.health, self._codes()), ("good", []))
        self.assertEqual(self.pair.date_health, self.today)
        self.assertFalse(self.pair.health_reasons)

    def test_first_meeting(self):
        self._delete_first()
        for days, health in ((13, "good"), (14, "watch"), (20, "watch"), (21, "risk")):
            self.pair.date_start = self._day(-days)
            self.assertEqual(self._codes(), ["first_meeting"] * (health != "good"))
            self.assertEqual(self.pair.health, health, days)
        self._meet(0)
        self.assertEqual(self._codes(), [])

    def test_silence(self):
        for days, health in ((29, "good"), (30, "watch"), (44, "watch"), (45, "risk")):
            self.first.date_start = fields.Datetime.now() - timedelta(days=days)
            self._look()
            self.assertEqual(self.pair.health, health, days)
        self._meet(1, "planned")
        self._look()
        self.assertEqual(self.pair.health, "risk")
        self.first.date_start += timedelta(days=1)
        self._look()
        self.assertEqual(self.pair.health, "good")

    def test_cancellations(self):
        self._meet(-4, "cancelled")
        self.assertEqual(self._codes(), [])
        self._meet(2, "cancelled")
        self.assertEqual(self._codes(), ["cancellations"])
        self.assertEqual(self.pair.health, "watch")
        self._meet(3)
        self.assertEqual(self._codes(), [])

    def test_training(self):
        for months, found in ((24, ["training"]), (23, [])):
            self.mentor_participation.training_recognised_on = (
                self.today - relativedelta(months=months)
            )
            self.pair._refresh_health()
            self.assertEqual(self._codes(), found)
        self.assertEqual(self.pair.health, "good")

    def test_training_of_the_course(self):
        channel = self.env["slide.channel"].create(
            {"name": "Course", "slide_ids": [(0, 0, {"name": "One"})]}
        )
        self.programme.mentor_channel_id = channel
        line = self.env["slide.slide.partner"].create(
            {
                "slide_id": channel.slide_ids.id,
                "partner_id": self.mentor.partner_id.id,
                "completed": True,
            }
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE slide_slide_partner SET write_date = %s WHERE id = %s",
            (self._day(-800), line.id),
        )
        self.pair._refresh_health()
        self.assertEqual(self._codes(), ["training"])

    def test_capacity_over_programmes(self):
        self.other_programme.state = "running"
        values = {"programme_id": self.other_programme.id, "capacity": 2}
        mentor = self._create_participation(self.mentor_employee, "mentor", **values)
        mentees = [
            self._create_participation(
                self._create_employee(f"M{number}"), "mentee", **values
            )
            for number in range(2)
        ]
        for mentee in mentees:
            self.env["mentorat.pair"].create(
                {
                    "programme_id": self.other_programme.id,
                    "mentor_id": mentor.id,
                    "mentee_id": mentee.id,
                    "state": "active",
                }
            )
        self.pair._refresh_health()
        self.assertEqual(self._codes(), ["capacity"])
        self.assertIn("3", self.pair.health_reasons)
        self._set_rule("capacity", threshold=1)
        self.pair._refresh_health()
        self.assertEqual(self._codes(), [])

    def test_reporting_line_the_same_day(self):
        hr = self.env["hr.employee"].with_user(self.hr_officer)
        hr.browse(self.manager_employee.id).parent_id = self.mentor_employee
        self.pair._refresh_health()
        self.assertEqual(self._codes(), ["reporting_line"])
        hr.browse(self.manager_employee.id).parent_id = False
        hr.browse(self.mentee_employee.id).parent_id = self.mentor_employee
        self.assertEqual(self._codes(), ["reporting_line"])
        self.assertEqual(self.pair.health, "risk")
        activity = self._activities(self.pair, EVENT)
        self.assertEqual(activity.user_id, self.referent)
        for name in ("Merle", "Morgan"):
            self.assertNotIn(name, activity.summary + (activity.note or ""))

    def test_loop_in_the_hierarchy_ends(self):
        top = self._create_employee("Top")
        self.manager_employee.parent_id = top
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hr_employee SET parent_id = %s WHERE id = %s",
            (self.manager_employee.id, top.id),
        )
        self.pair._refresh_health()
        self.assertEqual(self._codes(), [])

    def test_departure_the_same_day(self):
        hr = self.env["hr.employee"].with_user(self.hr_officer)
        hr.browse(self.mentor_employee.id).departure_date = self._day(40)
        self.assertEqual(self._codes(), ["departure"])
        self.assertTrue(self._activities(self.pair, EVENT))
        self.pair.date_end = self._day(39)
        self.assertNotIn("departure", self._codes())

    def test_archived(self):
        self.env["hr.employee"].with_user(self.hr_officer).browse(
            self.mentee_employee.id
        ).active = False
        # Who has left is in no pair any more.
        self.assertEqual(self.pair.state, "ended")
        self.assertEqual(self._codes(), [])

    def test_absence_the_same_day(self):
        leave = self.env["resource.calendar.leaves"].create(
            {
                "resource_id": self.mentee_employee.resource_id.id,
                "date_from": fields.Datetime.now() + timedelta(days=10),
                "date_to": fields.Datetime.now() + timedelta(days=36),
            }
        )
        self.assertEqual(self._codes(), [])
        leave.date_to += timedelta(days=1)
        self.assertEqual(self._codes(), ["absence"])
        self.assertEqual(self.pair.health, "watch")
        self.assertTrue(self._activities(self.pair, EVENT))
        leave.unlink()
        self.assertEqual(self._codes(), [])

    def test_mid_term(self):
        self.pair.write(
            {
                "date_start": self._day(-114),
                "date_end": self._day(86),
                "phase": "direction",
            }
        )
        self.assertIn("mid_term", self._codes())
        self.pair.date_start += timedelta(days=2)
        self.assertNotIn("mid_term", self._codes())
        self.pair.write({"date_start": self._day(-114), "phase": "progress"})
        self.assertNotIn("mid_term", self._codes())

    def test_mid_term_of_the_agreement(self):
        self.pair.date_mid_term = self._day(-14)
        self.assertEqual(self._codes(), ["mid_term"])
        self.pair.with_user(self.mentee).action_review_done()
        self.assertEqual(self._codes(), [])
        self.pair.write({"date_mid_term_done": False, "date_mid_term": self._day(-13)})
        self.assertEqual(self._codes(), [])

    def test_agreement(self):
        agreement = self.env.ref("mentorat_programme.document_agreement")
        self.programme.document_ids = agreement
        self.pair.date_start = self._day(-30)
        self.assertEqual(self._codes(), ["agreement"])
        self.pair.date_start = self._day(-29)
        self.assertEqual(self._codes(), [])

    def test_supervision(self):
        self.programme.supervision_interval_days = 30
        self.pair.date_start = self._day(-31)
        self.assertEqual(self._codes(), ["supervision"])
        self.assertEqual(self.pair.health, "good")

    def test_closing(self):
        for days, health in ((31, "good"), (30, "watch"), (0, "watch"), (-1, "risk")):
            self.pair.date_end = self._day(days)
            self._look()
            self.assertEqual(self.pair.health, health, days)
        self.pair.date_end = self._day(20)
        self._meet(10, "planned")
        self.assertEqual(self._codes(), [])

    # SETTINGS

    def test_each_rule_is_switched_off(self):
        self.first.date_start = fields.Datetime.now() - timedelta(days=90)
        self.assertEqual(self._codes(), ["silence"])
        line = self._set_rule("silence")
        line.with_user(self.engineer).is_on = False
        self.pair._refresh_health()
        self.assertEqual((self._codes(), self.pair.health), ([], "good"))

    def test_thresholds_and_levels_of_a_programme(self):
        self.first.date_start = fields.Datetime.now() - timedelta(days=50)
        self._set_rule("silence", threshold=60, level="warning")
        self.pair._refresh_health()
        self.assertEqual(self.pair.health_findings[0]["level"], "notice")
        self._set_rule("silence", threshold=50)
        self.pair._refresh_health()
        self.assertEqual(self.pair.health, "watch")

    def test_every_programme_has_every_rule(self):
        rules = self.env["mentorat.health.rule"]
        codes = set(rules._get_codes())
        # Those of this addon, and of others that are installed.
        self.assertLessEqual(set(RULES), codes)
        self.assertEqual(codes, set(rules._get_rules()))
        self.assertEqual(codes, set(self.programme.health_rule_ids.mapped("code")))
        template = self.env.ref("mentorat_programme.template_onboarding")
        self.assertEqual(codes, set(template.health_rule_ids.mapped("code")))
        self.programme.health_rule_ids[0].unlink()
        self.assertEqual(len(rules._complete_programmes(self.programme)), 1)
        self.assertFalse(rules._complete_programmes(self.programme))
        for code in codes:
            finding = {"code": code, "level": "alert", "value": "2030-01-01"}
            self.assertEqual(len(rules._tell([finding])), 1, code)

    def test_a_copy_takes_over_the_rules(self):
        self._set_rule("silence", threshold=60, is_on=False)
        copy = self.programme.copy()
        [line] = copy.health_rule_ids.filtered(lambda rule: rule.code == "silence")
        self.assertEqual((line.threshold, line.is_on), (60, False))
        self.assertEqual(
            len(copy.health_rule_ids), len(copy.health_rule_ids._get_rules())
        )

    def test_a_rule_of_another_addon(self):
        """One entry in each of three hooks, and nothing else."""
        extra = Rule(
            "unsure",
            "alert",
            30,
            "days",
            lambda facts, today, days: Finding(today) if facts.get("unsure") else None,
        )
        rules = type(self.env["mentorat.health.rule"])
        pairs = type(self.env["mentorat.pair"])
        read_facts, get_sentences = pairs._get_health_facts, rules._get_sentences
        known = self.env["mentorat.health.rule"]._get_rules()

        def get_facts(records, today):
            facts = read_facts(records, today)
            for found in facts.values():
                found["unsure"] = True
            return facts

        def tell(records):
            return {**get_sentences(records), "unsure": "Somebody is unsure"}

        with (
            patch.object(rules, "_get_rules", lambda __: {**known, "unsure": extra}),
            patch.object(rules, "_get_sentences", tell),
            patch.object(pairs, "_get_health_facts", get_facts),
        ):
            self.pair._refresh_health()
            self.assertEqual((self.pair.health, self._codes()), ("risk", ["unsure"]))
            self.assertEqual(self.pair.health_reasons, "Somebody is unsure")
        self.assertTrue(self._activities(self.pair))

    def test_flash_meets_once(self):
        self.first.date_start = fields.Datetime.now() - timedelta(days=50)
        self.assertEqual(self._codes(), ["silence"])
        self.programme.kind = "flash"
        self.pair._refresh_health()
        self.assertEqual(self._codes(), [])

    def test_another_rule_has_all_looked_at_again(self):
        self._run_health()
        self.assertEqual(self._run_health().call_args.args, (0,))
        cron = self.env.ref("mentorat_programme.ir_cron_health")
        woken = [("cron_id", "=", cron.id)]
        self.env["ir.cron.trigger"].search(woken).unlink()
        self._set_rule("silence").with_user(self.engineer).threshold = 3
        self.assertTrue(self.env["ir.cron.trigger"].search_count(woken))
        self._run_health()
        self.assertEqual(self._codes(), ["silence"])

    def test_figures_written_past_the_suite_are_mended(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mentorat_pair SET meeting_count = NULL, date_last_meeting = NULL"
            " WHERE id = %s",
            (self.pair.id,),
        )
        self.env.invalidate_all()
        self._run_health()
        self.assertEqual(self.pair.meeting_count, 1)
        self.assertEqual(self.pair.date_last_meeting, self.first.date_start)

    def test_referents_read_the_rules(self):
        line = self._set_rule("silence").with_user(self.referent)
        self.assertEqual(line.threshold, 45)
        with self.assertRaises(AccessError):
            line.threshold = 1

    # WORDS

    def test_words(self):
        self.first.date_start = fields.Datetime.now() - timedelta(days=50)
        self._look()
        day = self.first.date_start.strftime("%m/%d/%Y")
        self.assertEqual(self.pair.health_reasons, f"No meeting since {day}")
        self.assertNotIn("meeting", json.dumps(self.pair.health_findings))
        self.env["res.lang"]._activate_lang("fr_FR")
        french = self.pair.with_context(lang="fr_FR").health_reasons
        self.assertEqual(french, f"Aucune rencontre depuis le {self._in_french()}")

    def _in_french(self):
        return self.first.date_start.strftime("%d/%m/%Y")

    # WHEN

    def test_ended_has_no_health(self):
        self.pair.with_user(self.mentee).action_end()
        self._look()
        self.assertEqual((self.pair.health, self.pair.health_findings), ("none", []))

    def test_only_what_changed_is_written(self):
        self.first.date_start = fields.Datetime.now() - timedelta(days=50)
        self._look()
        version = self._get_row_version()
        self.pair._refresh_health()
        self.assertEqual(self._get_row_version(), version)
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            self.pair._refresh_health()
        self.assertEqual(self._get_row_version(), version)

    def _get_row_version(self):
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT ctid FROM mentorat_pair WHERE id = %s", (self.pair.id,)
        )
        return self.env.cr.fetchone()

    def test_rounds_of_the_cron(self):
        """Batch after batch, from where it was cut, once a day."""
        pairs = self.pair + self._create_pairs(4)
        pairs.date_start = self._day(-21)
        self._delete_first()
        self._look()
        self._forget(pairs)
        with patch.object(mentorat_health_mixin, "BATCH", 2):
            progress = self._run_health()
            self.assertEqual(progress.call_args.args, (2,))
            remaining = progress.call_args.kwargs["remaining"]
            self.assertGreaterEqual(remaining, 3)
            self.assertEqual(len(pairs.filtered(lambda p: p.health == "risk")), 2)
            while remaining:
                remaining = self._run_health().call_args.kwargs["remaining"]
        self.assertEqual(set(pairs.mapped("health")), {"risk"})
        self._forget(pairs)
        self.assertEqual(self._run_health().call_args.args, (0,))
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            self.assertGreaterEqual(self._run_health().call_args.args[0], 5)
        self.assertEqual(set(pairs.mapped("health")), {"risk"})

    def _forget(self, pairs):
        self.env.cr.execute(
            "UPDATE mentorat_pair SET health = 'good', health_findings = NULL"
            " WHERE id IN %s",
            (pairs._ids,),
        )
        self.env.invalidate_all()

    def _create_pairs(self, number, with_logins=False):
        count = 2 * number
        users = [self.env["res.users"]] * count
        if with_logins:
            users = self.env["res.users"].create(
                [
                    {"name": f"P{index}", "login": f"p_{uuid4()}"}
                    for index in range(count)
                ]
            )
        employees = self._new_employees(
            [
                {"name": f"P{index}", "user_id": user.id}
                for index, user in enumerate(users)
            ]
        )
        people = self.env["mentorat.participation"].create(
            [
                {
                    "programme_id": self.programme.id,
                    "employee_id": employee.id,
                    "role": role,
                    "state": "accepted",
                }
                for index, employee in enumerate(employees)
                for role in [("mentor", "mentee")[index % 2]]
            ]
        )
        return self.env["mentorat.pair"].create(
            [
                {
                    "programme_id": self.programme.id,
                    "mentor_id": mentor.id,
                    "mentee_id": mentee.id,
                    "state": "active",
                }
                for mentor, mentee in zip(people[::2], people[1::2], strict=True)
            ]
        )

    def test_as_many_queries_for_five_as_for_fifty(self):
        """Those of the referents' activities aside, of which Odoo writes a hundred at once."""
        self._set_rule("silence", threshold=20)
        for state, limit in (("good", 30), ("risk", 90)):
            counts = []
            for number in (5, 50):
                self.env["mentorat.pair"].search([]).state = "accepted"
                self._run_round()
                pairs = self._create_pairs(number, with_logins=True)
                pairs.date_start = self._day(-30)
                days = -5 if state == "good" else -25
                for pair in pairs:
                    self._meet(days, pair=pair)
                self._look()
                self._forget(pairs)
                self.env["mail.activity"].search([]).unlink()
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                self._run_round()
                counts.append(self.env.cr.sql_log_count - before)
                self.assertEqual(set(pairs.mapped("health")), {state})
            with self.subTest(state=state):
                self.assertLessEqual(counts[1], counts[0] + 2 * (state == "risk"))
                self.assertLessEqual(counts[0], limit)
        self.assertEqual(len(self._mails("mail_template_pair_nudge")), 2 * 55)

    def _run_round(self):
        self.env["mentorat.pair"]._set_position(self.today, 0)
        self._run_health()

    # ALERTS

    def test_one_activity_an_episode(self):
        self.first.date_start = fields.Datetime.now() - timedelta(days=50)
        self._look()
        activity = self._activities(self.pair)
        self.assertEqual(len(activity), 1)
        for name in ("Merle", "Morgan", "meeting"):
            self.assertNotIn(name, activity.summary + (activity.note or ""))
        activity.with_user(self.referent).action_feedback()
        self.pair._refresh_health()
        self.assertFalse(self._activities(self.pair))
        # Another alert of the same episode.
        self.pair.date_end = self._day(-1)
        self._look()
        self.assertEqual(len(self._activities(self.pair)), 1)
        # Well again: it is taken back, and another episode is told anew.
        self.pair.date_end = self._day(100)
        self._meet(-1)
        self._look()
        self.assertEqual((self.pair.health, self.pair.health_told), ("good", []))
        self.assertFalse(self.pair.activity_ids)
        self.env["mentorat.meeting"].search([("pair_id", "=", self.pair.id)]).write(
            {"date_start": fields.Datetime.now() - timedelta(days=50)}
        )
        self._look()
        self.assertEqual(len(self._activities(self.pair)), 1)

    def test_no_mail_about_health(self):
        mails = self.env["mail.mail"].search_count([])
        lines = self.env["mentorat.outbox"].search_count([])
        self.first.date_start = fields.Datetime.now() - timedelta(days=50)
        self._look()
        self.assertTrue(self._activities(self.pair))
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.assertEqual(self.env["mentorat.outbox"].search_count([]), lines)
        self.assertFalse(
            self.env["mail.followers"].search_count(
                [("res_model", "=", "mentorat.pair")]
            )
        )

    def test_engineers_where_there_is_no_referent(self):
        self.programme.referent_ids = False
        self.first.date_start = fields.Datetime.now() - timedelta(days=50)
        self._look()
        self.assertEqual(self._activities(self.pair).user_id, self.engineer)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_an_employee_in_the_pair_does_not_learn_of_it(self):
        """Internal logins too: neither by fields nor by activities."""
        own = self._create_participation(self.plain_employee, "mentee")
        pair = self._create_pair(mentee=own)
        pair.date_start = self._day(-30)
        self._look()
        self.assertEqual(pair.health, "risk")
        activity = self._activities(pair)
        self.assertTrue(activity)
        seen = pair.with_user(self.plain)
        for name in ("health", "health_reasons", "health_findings", "activity_ids"):
            with self.assertRaises(AccessError):
                seen.read([name])
        with self.assertRaises(AccessError):
            seen.search([("health", "=", "risk")])
        activities = self.env["mail.activity"].with_user(self.plain)
        self.assertFalse(activities.search([("id", "=", activity.id)]))
        with self.assertRaises(AccessError):
            activities.browse(activity.id).read(["summary"])
        found = self.env["mail.activity"].with_user(self.engineer)
        self.assertTrue(found.search([("id", "=", activity.id)]))

    # NUDGES

    def test_nudged_at_most_once_in_two_weeks(self):
        self.first.date_start = fields.Datetime.now() - timedelta(days=50)
        self._look()
        self.assertFalse(self._mails("mail_template_pair_nudge"))
        self._run_health()
        lines = self._mails("mail_template_pair_nudge", self.pair)
        self.assertEqual(lines.partner_id, (self.mentor | self.mentee).partner_id)
        for days, count in ((1, 2), (NUDGE_DAYS - 1, 2), (NUDGE_DAYS, 4)):
            with freeze_time(fields.Datetime.now() + timedelta(days=days)):
                self._run_health()
            found = self._mails("mail_template_pair_nudge", self.pair)
            self.assertEqual(len(found), count, days)

    def test_who_mutes_is_left_in_peace(self):
        self.mentee_participation.with_user(self.mentee).is_muted = True
        self.first.date_start = fields.Datetime.now() - timedelta(days=50)
        self._run_health()
        lines = self._mails("mail_template_pair_nudge", self.pair)
        self.assertEqual(lines.partner_id, self.mentor.partner_id)

    def test_what_they_cannot_mend_is_not_told_to_them(self):
        self.mentor_employee.departure_date = self._day(40)
        self._run_health()
        self.assertEqual(self.pair.health, "risk")
        self.assertFalse(self._mails("mail_template_pair_nudge"))

    def test_nudge_names_nobody(self):
        self.pair.with_user(self.referent).action_nudge()
        lines = self._mails("mail_template_pair_nudge", self.pair)
        lines._send()
        mails = self.env["mail.mail"].search(
            [("model", "=", "mentorat.pair"), ("res_id", "=", self.pair.id)]
        )
        self.assertEqual(len(mails), 2)
        for mail in mails:
            self.assertEqual(len(mail.recipient_ids), 1)
            for name in ("Morgan", "Merle"):
                self.assertNotIn(name, mail.body_html + mail.subject)

    # ACTIONS OF THE TEAM

    def test_mass_actions(self):
        second = self._create_participation(self.plain_employee, "mentee")
        pairs = self.pair + self._create_pair(mentee=second)
        for user in (self.referent, self.engineer, self.administrator):
            found = pairs.with_user(user)
            found.action_refresh_health()
            self.assertEqual(
                found.action_contact()["context"]["default_pair_ids"], pairs.ids
            )
            self.assertEqual(
                found.action_pause()["context"]["default_pair_ids"], pairs.ids
            )
        answer = pairs.with_user(self.referent).action_nudge()
        self.assertEqual(answer["params"]["type"], "success")
        self.assertEqual(len(self._mails("mail_template_pair_nudge")), 4)
        answer = pairs.with_user(self.referent).action_nudge()
        self.assertEqual(answer["params"]["type"], "warning")
        self.assertEqual(len(self._mails("mail_template_pair_nudge")), 4)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_actions_are_for_the_team(self):
        for name in ("mentor", "mentee", "other_engineer", "hr_officer", "manager"):
            pair = self.pair.with_user(getattr(self, name))
            for action in (
                "action_refresh_health",
                "action_nudge",
                "action_contact",
                "action_pause",
            ):
                with (
                    self.subTest(role=name, action=action),
                    self.assertRaises(AccessError),
                ):
                    getattr(pair, action)()

    def test_figures_of_the_programme(self):
        second = self._create_participation(self.plain_employee, "mentee")
        self._create_pair(mentee=second).date_start = self._day(-30)
        self._look()
        programme = self.programme.with_user(self.referent)
        self.assertEqual(
            (programme.risk_count, programme.watch_count, programme.good_count),
            (1, 0, 1),
        )
        action = programme.action_view_health()
        self.assertEqual(action["domain"], [("programme_id", "=", programme.id)])
        other = self.programme.with_user(self.other_engineer)
        self.assertEqual(other.risk_count, 0)

    # CONTACT

    def _write_to(self, recipients, user=None, body="How are you?\n<b>Tea?</b>"):
        wizard = self.env["mentorat.contact.wizard"].with_user(user or self.referent)
        return wizard.create(
            {"pair_ids": self.pair.ids, "recipients": recipients, "body": body}
        )

    def test_contact_writes_to_each_alone(self):
        wizard = self._write_to("both")
        wizard.action_send()
        wizard.action_send()
        lines = self._mails("mail_template_contact", wizard)
        self.assertEqual(lines.partner_id, (self.mentor | self.mentee).partner_id)
        lines._send()
        mails = self.env["mail.mail"].search([("model", "=", wizard._name)])
        self.assertEqual(len(mails), 2)
        for mail in mails:
            self.assertEqual(len(mail.recipient_ids), 1)
            self.assertIn("&lt;b&gt;Tea?", mail.body_html)
            self.assertIn("m_referent@example.com", mail.reply_to)
            self.assertNotIn("Merle", mail.body_html)
        self.assertFalse(self._traces())

    def test_dialogs_of_the_board(self):
        pairs = self.pair.with_user(self.referent)
        for action, values, button in (
            (pairs.action_contact(), {"body": "Hello"}, "action_send"),
            (pairs.action_pause(), {}, "action_pause"),
        ):
            wizards = pairs.env[action["res_model"]].with_context(**action["context"])
            with Form(wizards) as form:
                for name, value in values.items():
                    setattr(form, name, value)
            wizard = form.save()
            self.assertEqual(wizard.pair_ids, self.pair)
            getattr(wizard, button)()
        self.assertEqual(len(self._mails("mail_template_contact")), 2)
        self.assertTrue(self.pair.is_paused)

    def _traces(self):
        return self.env["mail.message"].search(
            [("model", "=", "mentorat.pair"), ("res_id", "=", self.pair.id)]
        ) or self.env["mail.followers"].search([("res_model", "=", "mentorat.pair")])

    def test_contact_bad_input(self):
        with self.assertRaisesRegex(UserError, "characters fit"):
            self._write_to("both", body="x" * 5001).action_send()
        (self.mentor | self.mentee).partner_id.email = False
        with self.assertRaisesRegex(UserError, "has an address"):
            self._write_to("both").action_send()

    def test_contact_with_one_of_them(self):
        for side, user in (("mentor", self.mentor), ("mentee", self.mentee)):
            wizard = self._write_to(side)
            wizard.action_send()
            lines = self._mails("mail_template_contact", wizard)
            self.assertEqual(lines.partner_id, user.partner_id)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_contact_is_for_the_team(self):
        with self.assertRaises(AccessError):
            self._write_to("both", self.other_engineer).action_send()
        with self.assertRaises(AccessError):
            self._write_to("both", self.mentor)

    # WAITING

    def test_waiting_for_long(self):
        person = self._create_participation(self.plain_employee, "mentee")
        cron = self.env["mentorat.participation"]._cron_watch_waiting
        for days, waits in ((29, False), (30, True), (31, True)):
            person.date_decided = fields.Datetime.now() - timedelta(days=days)
            self._run_cron(cron)
            self.assertEqual(bool(person.waiting_since), waits, days)
        activity = self._activities(person, "mail_activity_waiting")
        self.assertEqual(activity.user_id, self.referent)
        self.assertFalse(self.mentee_participation.waiting_since)
        self._create_pair(mentee=person)
        self._run_cron(cron)
        self.assertFalse(person.waiting_since)
        self.assertFalse(self._activities(person, "mail_activity_waiting"))

    def test_waiting_counts_from_the_end_of_a_pair(self):
        self.mentee_participation.date_decided = fields.Datetime.now() - timedelta(
            days=200
        )
        pair = self.pair.with_user(self.mentee)
        pair.action_end()
        cron = self.env["mentorat.participation"]._cron_watch_waiting
        self._run_cron(cron)
        self.assertFalse(self.mentee_participation.waiting_since)
        self.pair.date_end = self._day(-30)
        # Nobody waits who does not look for another match.
        self._run_cron(cron)
        self.assertFalse(self.mentee_participation.waiting_since)
        pair._ask_for_another(True)
        self._run_cron(cron)
        self.assertEqual(self.mentee_participation.waiting_since, self._day(-30))
        self._set_rule("waiting", is_on=False)
        self._run_cron(cron)
        self.assertFalse(self.mentee_participation.waiting_since)

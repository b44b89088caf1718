"""How a pair comes to its end: closing words, early end, certificate, what comes next."""

import io
from datetime import timedelta

from psycopg2 import IntegrityError
from pypdf import PdfReader
from werkzeug.exceptions import NotFound

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MentoratCase
from .test_portal import HOME, PAYLOADS, PortalCase

HARVEST = "I now speak before I am asked"
THANKS = "You never told me what to do"


class EndingMixin:
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = cls._create_pair()

    def _write_words(self, user, **values):
        return (
            self.env["mentorat.closing"]
            .with_user(user)
            .create(
                {
                    "pair_id": self.pair.id,
                    "harvest": HARVEST,
                    "thanks": THANKS,
                    **values,
                }
            )
        )

    def _close(self, **values):
        self.pair.with_user(self.mentor).action_closing()
        self._write_words(self.mentor)
        return self._write_words(self.mentee, **values)

    def _hold_meetings(self, number):
        for days in range(number):
            start = fields.Datetime.now() - timedelta(days=days)
            meetings = self.env["mentorat.meeting"].with_user(self.mentee)
            meeting = meetings.create(
                {"pair_id": self.pair.id, "date_start": start, "hours": 1.5}
            )
            meeting.action_hold()

    def _mailed(self, name):
        template = self.env.ref(f"mentorat_programme.mail_template_{name}")
        return (
            self.env["mentorat.outbox"]
            .search([("template_id", "=", template.id), ("res_id", "=", self.pair.id)])
            .partner_id
        )


class TestClosing(EndingMixin, MentoratCase):
    def test_closed_once_both_wrote(self):
        self.pair.with_user(self.mentee).action_closing()
        mine = self._write_words(self.mentee)
        self.assertEqual(self.pair.state, "closing")
        # The other reads it later; that it is there says nothing meanwhile.
        theirs = self.env["mentorat.closing"].with_user(self.mentor)
        self.assertFalse(theirs.search([]))
        self.assertFalse(mine.with_user(self.mentor).sudo().harvest)
        self._write_words(self.mentor)
        self.assertEqual(self.pair.state, "closed")
        self.assertEqual(self.pair.phase, "moving")
        self.assertEqual(mine.with_user(self.mentor).thanks, THANKS)
        self.assertEqual(self.mentor_participation.seats_taken, 0)
        self.assertEqual(
            self._mailed("pair_closed"), (self.mentor | self.mentee).partner_id
        )
        self.assertFalse(self._mailed("pair_ended"))
        for name in ("administrator", "engineer", "referent", "hr_officer", "system"):
            with self.assertRaises(AccessError):
                mine.with_user(getattr(self, name)).read(["harvest"])

    def test_words_are_sealed(self):
        mine = self._close()
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT row_to_json(t)::text FROM mentorat_closing t WHERE id = %s",
            [mine.id],
        )
        [stored] = self.env.cr.fetchone()
        self.assertNotIn(HARVEST, stored)
        self.assertNotIn(THANKS, stored)

    def test_written_while_it_closes_by_the_two(self):
        with (
            self.assertRaisesRegex(UserError, "while a pair closes"),
            self.env.cr.savepoint(),
        ):
            self._write_words(self.mentee)
        self.pair.with_user(self.mentee).action_closing()
        for name in ("referent", "engineer", "administrator", "plain"):
            with self.assertRaises(AccessError):
                self._write_words(getattr(self, name))
        mine = self._write_words(self.mentee)
        with self.assertRaisesRegex(UserError, "kept already"):
            self._write_words(self.mentee)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.env.cr.execute(
                "INSERT INTO mentorat_closing (pair_id, author_id, date) "
                "SELECT pair_id, author_id, date FROM mentorat_closing WHERE id = %s",
                [mine.id],
            )

    def test_only_its_author_changes_it(self):
        mine = self._close()
        with self.assertRaises(AccessError):
            mine.with_user(self.mentor).thanks = "Changed"
        with self.assertRaisesRegex(UserError, "ended"):
            mine.thanks = "Changed"

    def test_badge_and_relay_by_consent(self):
        self._close()
        badges = self.env["gamification.badge.user"]
        self.assertFalse(badges.search([("user_id", "in", self.mentee.ids)]))
        self.assertFalse(self.mentee_participation.activity_ids)

    def test_badge_and_relay(self):
        self._close(shows_badge=True, wants_to_mentor=True)
        badges = self.env["gamification.badge.user"].search(
            [("user_id", "in", (self.mentor | self.mentee).ids)]
        )
        self.assertEqual(badges.user_id, self.mentee)
        self.assertEqual(
            badges.badge_id, self.env.ref("mentorat_programme.badge_mentee")
        )
        activity = self.mentee_participation.activity_ids
        self.assertEqual(activity.user_id, self.engineer)
        self.assertNotIn("Merle", activity.summary)

    def test_the_team_closes_a_pair_whose_two_do_not(self):
        self.pair.with_user(self.mentor).action_closing()
        self.pair.with_user(self.referent).action_close()
        self.assertEqual(self.pair.state, "closed")

    def test_certificate(self):
        self._hold_meetings(3)
        self.assertIsNone(self.pair.with_user(self.mentor)._get_certificate())
        self._close()
        mine = self.pair.with_user(self.mentor)._get_certificate()
        self.assertEqual((mine["name"], mine["role"]), ("Morgan Mentor", "mentor"))
        self.assertEqual((mine["meetings"], mine["hours"]), (3, 4.5))
        self.assertIsNone(self.pair.with_user(self.engineer)._get_certificate())

    def test_what_was_planned_is_cancelled(self):
        meetings = self.env["mentorat.meeting"].with_user(self.mentee)
        start = fields.Datetime.now() + timedelta(days=9)
        meeting = meetings.create({"pair_id": self.pair.id, "date_start": start})
        self._hold_meetings(1)
        self._close()
        self.assertEqual(meeting.state, "cancelled")
        self.assertEqual(
            self.pair.meeting_ids.sorted("date_start").mapped("state"),
            ["held", "cancelled"],
        )

    def test_own_data(self):
        self._close()
        sections = dict(self.env["mentorat.own.data"].with_user(self.mentee)._collect())
        self.assertIn(HARVEST, repr(sections["Closing words"]))
        self.assertEqual(len(sections["Closing words"]), 1)

    def test_deleted_with_what_pairs_write(self):
        mine = self._close()
        self.pair._delete_content()
        self.assertFalse(mine.exists())


class TestEarlyEnd(EndingMixin, MentoratCase):
    def test_the_other_is_told_in_neutral_words(self):
        self.pair.with_user(self.mentor)._end("relation")
        self.assertEqual(self.pair.state, "ended")
        self.assertEqual(self._mailed("pair_ended"), self.mentee.partner_id)
        template = self.env.ref("mentorat_programme.mail_template_pair_ended")
        body = template._render_field("body_html", self.pair.ids)[self.pair.id]
        for word in ("Morgan", "Merle", "mentor", "relation"):
            self.assertNotIn(f" {word} ", body)
        self.assertEqual(self.mentor_participation.seats_taken, 0)

    def test_the_reason_leads_to_nobody(self):
        self.env.cr.execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_name = 'mentorat_exit'"
        )
        columns = {name for (name,) in self.env.cr.fetchall()}
        self.assertEqual(columns, {"id", "programme_id", "reason"})
        self.pair.with_user(self.mentor)._end("relation")
        log = self.env["mentorat.log"].search([("pair_id", "=", self.pair.id)], limit=1)
        self.assertFalse(log.reason)
        for user in (self.engineer, self.administrator, self.referent, self.mentee):
            with self.assertRaises(AccessError):
                self.env["mentorat.exit"].with_user(user).search([])

    def test_twice_is_one_end_and_one_reason(self):
        pair = self.pair.with_user(self.mentor)
        pair._end("time")
        pair._end("time")
        self.assertEqual(self.env["mentorat.exit"].search_count([]), 1)

    def test_reasons_are_counted_once_there_are_enough(self):
        programme = self.programme.with_user(self.referent)

        def give(reason, number):
            self.env["mentorat.exit"].create(
                [{"programme_id": self.programme.id, "reason": reason}] * number
            )
            programme.invalidate_recordset(["exit_reasons"])
            return programme.exit_reasons

        self.assertFalse(give("time", 4))
        self.assertEqual(give("time", 1), "Not enough time: 5")
        # Too few of another: not even that there are some.
        self.assertEqual(give("relation", 4), "Not enough time: 5")
        self.assertEqual(give("fit", 1), "Not enough time: 5\nSomething else: 5")
        with self.assertRaises(AccessError):
            self.programme.with_user(self.plain).read(["exit_reasons"])

    def test_another_match_is_their_choice(self):
        mentee = self.mentee_participation
        pair = self.pair.with_user(self.mentee)
        with self.assertRaisesRegex(UserError, "end it first"):
            pair._ask_for_another(True)
        pair._end(False)
        self.assertFalse(mentee.wants_match)
        self.assertTrue(self.mentor_participation.wants_match)
        pair._ask_for_another(True)
        self.assertTrue(mentee.wants_match)
        self.pair.with_user(self.mentor)._ask_for_another(False)
        self.assertFalse(self.mentor_participation.wants_match)
        for user in (self.engineer, self.outsider, self.plain):
            with self.assertRaises(AccessError):
                self.pair.with_user(user)._ask_for_another(True)
        with self.assertRaises(UserError):
            mentee.with_user(self.mentee).wants_match = False

    def test_a_no_to_a_proposal_changes_nothing_for_the_next(self):
        second = self._create_pair(
            "proposed", mentee=self._create_participation(self.plain_employee, "mentee")
        )
        second.with_user(self.mentor)._end(False)
        self.assertTrue(second.mentee_id.wants_match)

    def test_who_leaves_the_company(self):
        employee = self.env["hr.employee"].with_user(self.hr_officer)
        employee.browse(self.mentee_employee.id).active = False
        self.assertEqual(self.pair.state, "ended")
        self.assertIn(self.mentor.partner_id, self._mailed("pair_ended"))
        self.assertEqual(self.mentor_participation.seats_taken, 0)


@tagged("post_install", "-at_install")
class TestPortalEnding(EndingMixin, PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.url = f"{HOME}/pair/{cls.pair.id}"

    def test_closing_by_both(self):
        for user, other in ((self.mentee, self.mentor), (self.mentor, self.mentee)):
            self._login(user)
            self._post(f"{self.url}/closing/begin")
            self.assertIn("Close well", self._get(HOME))
            self.assertIn("Words for the other", self._get(f"{self.url}/closing"))
            self._post(
                f"{self.url}/closing", harvest=HARVEST, thanks=f"To {other.login}"
            )
        page = self._get(self.url)
        self.assertIn(f"To {self.mentor.login}", page)
        self.assertIn("My certificate", page)
        self.env.invalidate_all()
        self.assertEqual(self.pair.state, "closed")

    def test_words_are_kept_when_something_is_missing(self):
        self.pair.with_user(self.mentee).action_closing()
        self._login(self.mentee)
        answer = self._post(f"{self.url}/closing", 422, harvest=HARVEST, thanks="")
        self.assertIn(HARVEST, answer.text)
        answer = self._post(
            f"{self.url}/closing", 422, harvest=HARVEST, thanks="x" * 5_000_000
        )
        self.assertIn(HARVEST, answer.text)
        self.assertFalse(self.pair.sudo().closing_ids)

    def test_changed_and_sent_twice(self):
        self.pair.with_user(self.mentee).action_closing()
        self._login(self.mentee)
        words = {"harvest": HARVEST, "thanks": THANKS, "form_key": "one form"}
        self._post(f"{self.url}/closing", **words)
        self._post(
            f"{self.url}/closing", **{**words, "version": "1", "thanks": "Better"}
        )
        self.env.invalidate_all()
        mine = self.pair.with_user(self.mentee).closing_ids
        self.assertEqual((len(mine), mine.thanks), (1, "Better"))
        answer = self._post(
            f"{self.url}/closing", 422, **{**words, "version": "1", "thanks": "Late"}
        )
        self.assertIn("another window", answer.text)
        # The first form once more, and another first form.
        self._post(f"{self.url}/closing", **words)
        answer = self._post(
            f"{self.url}/closing", 422, **{**words, "form_key": "another"}
        )
        self.assertIn("kept already", answer.text)

    def test_markup_is_text(self):
        self.pair.with_user(self.mentee).action_closing()
        payload = "".join(PAYLOADS)
        self._write_words(self.mentee, thanks=payload, harvest=payload)
        self._write_words(self.mentor)
        self._login(self.mentor)
        page = self._get(self.url)
        self.assertIn("&lt;script&gt;alert(1)", page)
        self.assertNotIn("<script>alert(1)", page)

    def test_the_end_in_two_clicks(self):
        self._login(self.mentor)
        self.assertIn("I give none", self._get(f"{self.url}/end"))
        self._post(f"{self.url}/end", 422, reason="nonsense")
        self._post(f"{self.url}/end", reason="time")
        page = self._get(self.url)
        self.assertIn("normal outcome", page)
        self.assertIn("Not now, thank you", page)
        self._login(self.mentee)
        self.assertIn("Find me another match", self._get(self.url))
        self._post(f"{self.url}/another", wanted="1")
        self.assertIn("counts with you", self._get(self.url))
        self.assertNotIn("Not enough time", self._get(self.url))
        self._get(f"{self.url}/certificate", 404)

    def test_certificate(self):
        self._hold_meetings(2)
        self._close()
        for user, name in (
            (self.mentee, "Merle Mentee"),
            (self.mentor, "Morgan Mentor"),
        ):
            self._login(user)
            with self._print_for_real():
                answer = self.url_open(f"{self.url}/certificate", timeout=60)
            self.assertEqual(answer.status_code, 200)
            self.assertEqual(answer.headers["Content-Type"], "application/pdf")
            text = "".join(
                page.extract_text()
                for page in PdfReader(io.BytesIO(answer.content)).pages
            )
            self.assertIn(name, text)
            self.assertIn("3.0", text)
            others = {"Merle Mentee", "Morgan Mentor"} - {name}
            self.assertNotIn(others.pop(), text)

    @mute_logger("odoo.http")
    def test_certificates_of_others(self):
        self._close()
        report = self.env["ir.actions.report"].with_user(self.engineer)
        with self.assertRaises(NotFound):
            report._render_qweb_html(
                "mentorat_programme.report_certificate", self.pair.ids
            )
        for user in (self.engineer, self.referent, self.plain, self.outsider):
            self._login(user)
            for kind in ("html", "pdf"):
                address = f"/report/{kind}/mentorat_programme.report_certificate"
                answer = self.url_open(
                    f"{address}/{self.pair.id}", allow_redirects=False
                )
                self.assertEqual(answer.status_code, 404)

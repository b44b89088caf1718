"""The agreement: completed by two, signed by three, and what follows from it."""

import base64
import io
from datetime import timedelta
from unittest.mock import patch

from psycopg2 import IntegrityError
from pypdf import PdfReader

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..core import agreement as rules
from ..models.mentorat_agreement_text_mixin import OWN_WORDS, TERMS
from .common import MentoratCase, draw_signature

PURPOSE = "Dare to speak before the board"


class AgreementMixin:
    """A programme with an agreement, and a pair whose two people said yes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env.ref("mentorat_programme.document_agreement")
        cls.programme.document_ids = cls.template
        cls.pair = cls._create_pair("accepted")

    def _complete(self, user=None, pair=None, **values):
        """Complete the open agreement of the pair as ``user``, and return it as them."""
        pair = (pair or self.pair).with_user(user or self.mentee)
        agreement = pair.env["mentorat.agreement"]._open(pair)
        today = fields.Date.today()
        terms = {
            "meeting_interval": 21,
            "meeting_hours": 1.5,
            "date_end": today + timedelta(days=200),
            "date_mid_term": today + timedelta(days=90),
            "lang": "en_US",
            "purpose": PURPOSE,
            "goals": "",
            "place": "The blue room",
            "limits": "",
            "contact": "By phone",
        }
        options = agreement._get_pair_options(pair)
        agreement._complete(agreement._get_version(), {**terms, **values}, options)
        return agreement

    def _sign(self, agreement, user, **values):
        agreement = agreement.with_user(user)
        agreement._sign(
            values.get("digest", agreement.digest),
            values.get("name", user.name),
            values.get("image", draw_signature()),
            "192.0.2.7",
        )

    def _sign_all(self, agreement=None):
        agreement = agreement or self._complete()
        agreement._put_to_signature()
        for user in (self.mentee, self.mentor, self.referent):
            self._sign(agreement, user)
        return agreement

    def _count_mails(self, name, partner=None):
        template = self.env.ref(f"mentorat_programme.mail_template_{name}")
        lines = self.env["mentorat.outbox"].search([("template_id", "=", template.id)])
        return len(lines.filtered(lambda line: partner in (None, line.partner_id)))


class TestAgreementText(MentoratCase):
    def test_what_people_type_changes_no_structure(self):
        text = rules.compose(
            "Title",
            [("Purpose", "It is {purpose}."), ("Place", "{place}\n\nand {unknown}")],
            {"purpose": "a\r\n\r\n2. Place\nno {place}", "place": "here"},
        )
        blocks = rules.split(text)
        self.assertEqual(
            [first for first, __ in blocks], ["Title", "1. Purpose", "2. Place"]
        )
        self.assertEqual(blocks[1][1], ["It is a", "2. Place", "no {place}."])
        self.assertEqual(blocks[2][1], ["here", "and {unknown}"])

    def test_one_fingerprint_for_one_text(self):
        composed, decomposed = "caf\u00e9", "cafe\u0301"
        texts = {
            rules.compose("T", [("A", word)], {}) for word in (composed, decomposed)
        }
        self.assertEqual(len(texts), 1)
        # sha256sum of "abc", FIPS 180-2, appendix B.1.
        self.assertEqual(
            rules.fingerprint("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        )

    def test_a_clause_asks_for_what_is_known(self):
        clauses = self.env["mentorat.clause"]
        with self.assertRaisesRegex(ValidationError, "salary"):
            clauses.create({"name": "Pay", "body": "<p>{salary}</p>"})
        clause = clauses.create({"name": "<b>", "body": "<p>With {mentor}</p>"})
        self.assertEqual(clause._get_shown_body(), "<p>With [name of the mentor]</p>")

    def test_the_shipped_clauses_are_filled_in_whole(self):
        for clause in self.env["mentorat.clause"].search([]):
            self.assertNotIn("[", clause.body)


class TestAgreement(AgreementMixin, MentoratCase):
    def test_signed_by_three_the_pair_starts(self):
        self.assertEqual(self.pair.agreement_state, "none")
        agreement = self._complete()
        self.assertEqual(self.pair.agreement_state, "draft")
        with self.assertRaisesRegex(UserError, "agreement is not signed"):
            self.pair.with_user(self.engineer).action_activate()
        agreement.with_user(self.mentor)._put_to_signature()
        self.assertEqual(self.pair.agreement_state, "signing")
        self._sign(agreement, self.mentee)
        self._sign(agreement, self.referent)
        self.assertEqual(self.pair.state, "accepted")
        self._sign(agreement, self.mentor)
        self.assertEqual((agreement.state, self.pair.agreement_state), ("signed",) * 2)
        self.assertEqual(self.pair.state, "active")
        self.assertEqual(self.pair.date_end, agreement.date_end)
        self.assertEqual(self.pair.date_mid_term, agreement.date_mid_term)
        # Its rhythm is the pair's from now on.
        self.assertEqual(self.pair._get_meeting_interval(), 21)
        meetings = self.env["mentorat.meeting"].with_user(self.mentee)
        meeting = meetings.create({"pair_id": self.pair.id, "date_start": "2030-01-07"})
        self.assertEqual(meeting.hours, 1.5)
        # One mail for one event: that it starts says that it is signed.
        self.assertEqual(self._count_mails("pair_active"), 2)
        self.assertEqual(self._count_mails("agreement_signed"), 0)

    def test_what_was_signed_is_kept(self):
        agreement = self._sign_all()
        self.assertEqual(rules.fingerprint(agreement.text), agreement.digest)
        self.assertIn(PURPOSE, agreement.text)
        self.assertIn("Merle Mentee", agreement.text)
        self.assertIn("every 21 days", agreement.text)
        self.assertNotIn("{", agreement.text)
        signature = agreement.signature_ids.filtered(lambda s: s.party == "mentor")
        self.assertEqual(signature.user_id, self.mentor)
        self.assertEqual(signature.name, self.mentor.name)
        self.assertEqual(signature.address, "192.0.2.7")
        self.assertEqual(signature.digest, agreement.digest)
        self.assertTrue(signature.date and signature.image)
        self.assertTrue(agreement._is_intact())

    def test_the_organisation_reads_the_frame(self):
        agreement = self._sign_all()
        seen = agreement.with_user(self.referent)
        self.assertFalse(seen.text)
        self.assertFalse(seen.purpose)
        self.assertIn("Confidentiality and its limits", seen.frame)
        self.assertNotIn(PURPOSE, seen.frame)
        self.assertNotIn("blue room", seen.frame)
        self.assertIsNone(seen._is_intact())
        for name in ("administrator", "referent"):
            found = self.env["mentorat.agreement"].with_user(getattr(self, name))
            self.assertEqual(found.search([]), agreement)
        for name in ("engineer", "other_engineer", "hr_officer", "manager", "plain"):
            found = self.env["mentorat.agreement"].with_user(getattr(self, name))
            self.assertFalse(found.search([]), name)

    def test_a_draft_is_the_two_s(self):
        agreement = self._complete()
        for user in (self.referent, self.administrator):
            found = self.env["mentorat.agreement"].with_user(user).search([])
            self.assertFalse(found)
        with self.assertRaises(AccessError):
            self._complete(self.referent)
        with self.assertRaises(AccessError):
            agreement.with_user(self.referent)._put_to_signature()

    def test_the_manager_knows_that_it_is_signed(self):
        request = self.pair.mentee_id._get_requests().with_user(self.manager)
        self.assertFalse(request.agreement_signed)
        self._sign_all()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertTrue(request.agreement_signed)
        self.assertNotIn(PURPOSE, repr(request.read()))

    def test_nothing_of_it_is_stored_in_clear(self):
        agreement = self._sign_all()
        self.env.flush_all()
        for table, record_id in (
            ("mentorat_agreement", agreement.id),
            ("mentorat_signature", agreement.signature_ids[0].id),
        ):
            self.env.cr.execute(
                f"SELECT row_to_json(t)::text FROM {table} t WHERE id = %s", [record_id]
            )
            [stored] = self.env.cr.fetchone()
            for secret in (PURPOSE, "blue room", draw_signature()[:40]):
                self.assertNotIn(secret, stored)

    def test_whoever_changes_it_voids_the_signatures(self):
        agreement = self._complete()
        agreement._put_to_signature()
        self._sign(agreement, self.mentor)
        seen = agreement.digest
        self._complete(purpose="Something else")
        self.assertEqual(agreement.state, "draft")
        self.assertFalse(agreement.digest)
        self.assertFalse(agreement.signature_ids.filtered("is_valid"))
        self.assertEqual(
            self._count_mails("agreement_changed", self.mentor.partner_id), 1
        )
        self.assertEqual(
            self._count_mails("agreement_changed", self.mentee.partner_id), 0
        )
        agreement._put_to_signature()
        with self.assertRaisesRegex(UserError, "has changed"):
            self._sign(agreement, self.mentor, digest=seen)
        self._sign(agreement, self.mentor)
        self.assertEqual(len(agreement.signature_ids), 2)

    def test_amendment(self):
        first = self._sign_all()
        second = self._complete(self.mentor, meeting_interval=14)
        self.assertNotEqual(second, first)
        self.assertEqual((second.number, second._get_version()), (2, 2))
        self.assertEqual(second.with_user(self.mentee).purpose, PURPOSE)
        # The first holds until the second is signed.
        self.assertEqual((first.state, self.pair.agreement_state), ("signed",) * 2)
        with self.assertRaisesRegex(UserError, "Amend it"):
            first._complete(first._get_version(), {}, self.env["mentorat.clause"])
        self._sign_all(second)
        self.assertEqual((first.state, second.state), ("replaced", "signed"))
        self.assertEqual(self._count_mails("agreement_signed"), 2)

    def test_two_windows(self):
        agreement = self._complete()
        with self.assertRaisesRegex(UserError, "another window"):
            agreement.with_user(self.mentor)._complete(
                agreement._get_version() - 1, {}, self.env["mentorat.clause"]
            )

    def test_signed_once_by_each(self):
        agreement = self._complete()
        agreement._put_to_signature()
        agreement._put_to_signature()
        self._sign(agreement, self.mentor)
        self._sign(agreement, self.mentor)
        self.assertEqual(len(agreement.signature_ids), 1)
        signature = agreement.signature_ids.sudo()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            signature.copy()
            self.env.flush_all()

    def test_nobody_signs_for_others(self):
        agreement = self._complete()
        agreement._put_to_signature()
        for name in ("engineer", "administrator", "manager", "plain", "outsider"):
            with self.assertRaises(AccessError):
                self._sign(agreement.sudo(), getattr(self, name))
        for user in (self.mentor, self.mentee, self.referent, self.administrator):
            with self.assertRaises(AccessError):
                self.env["mentorat.signature"].with_user(user).create(
                    {
                        "agreement_id": agreement.id,
                        "party": "mentor",
                        "user_id": self.mentor.id,
                        "name": "Forged",
                        "digest": agreement.digest,
                    }
                )
            with self.assertRaises(AccessError):
                agreement.with_user(user).write({"digest": "0" * 64})

    def test_a_referent_of_the_pair_does_not_sign_for_the_organisation(self):
        self.programme.referent_ids += self.mentor
        agreement = self._complete()
        agreement._put_to_signature()
        self._sign(agreement, self.mentor)
        self.assertEqual(agreement.signature_ids.party, "mentor")

    def test_engineers_sign_where_there_is_no_referent(self):
        self.programme.referent_ids = False
        agreement = self._complete()
        agreement._put_to_signature()
        self._sign(agreement, self.engineer)
        self.assertEqual(agreement.signature_ids.party, "organisation")

    def test_unusable_signatures(self):
        agreement = self._complete()
        agreement._put_to_signature()
        for values in (
            {"name": "  "},
            {"image": ""},
            {"image": None},
            {"image": ["x"]},
            {"image": "no picture"},
            {"image": "é"},
            {"image": base64.b64encode(b"<svg onload='alert(1)'/>").decode()},
            {"image": draw_signature((5000, 10))},
            {"image": "A" * 6_000_000},
        ):
            with self.subTest(values=str(values)[:40]), self.assertRaises(UserError):
                self._sign(agreement, self.mentor, **values)
        self.assertFalse(agreement.signature_ids)

    def test_what_is_missing_is_named(self):
        agreement = self._complete(purpose="", date_mid_term=False)
        with self.assertRaisesRegex(UserError, "Purpose, Mid-term review"):
            agreement._put_to_signature()
        self._complete(
            date_end=fields.Date.today(),
            date_mid_term=fields.Date.today() - timedelta(1),
        )
        with self.assertRaisesRegex(UserError, "lies ahead"):
            agreement._put_to_signature()

    def test_markup_and_braces_are_text(self):
        agreement = self._complete(
            purpose="<script>alert(1)</script> {{ object.env }} {mentor} <t t-out='1'/>"
        )
        agreement._put_to_signature()
        self.assertIn(
            "<script>alert(1)</script> {{ object.env }} {mentor}", agreement.text
        )

    def test_options(self):
        agreement = self._complete()
        options = agreement._get_chosen_options()
        self.assertTrue(options)
        dropped = options.filtered(lambda c: c.name == "Training")
        self.assertTrue(dropped)
        agreement._complete(
            agreement._get_version(),
            {name: agreement[name] for name in (*TERMS, *OWN_WORDS)},
            options - dropped,
        )
        agreement._put_to_signature()
        self.assertNotIn("Training", agreement.text)
        self.assertIn("Supervision of the mentor", agreement.text)
        self.assertIn("Confidentiality and its limits", agreement.text)

    def test_in_the_language_that_they_chose(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        clause = self.env.ref("mentorat_programme.clause_12")
        clause.with_context(lang="fr_FR").name = "Pas d’usage en évaluation"
        agreement = self._complete(lang="fr_FR")
        agreement._put_to_signature()
        self.assertIn("Pas d’usage en évaluation", agreement.text)
        self.assertIn("Pas d’usage en évaluation", agreement.frame)

    def test_a_pair_that_ended_signs_nothing(self):
        agreement = self._complete()
        self.pair.with_user(self.mentor).action_end()
        with self.assertRaisesRegex(UserError, "ended"):
            agreement._put_to_signature()
        with self.assertRaisesRegex(UserError, "until the end"):
            self.pair.agreement_ids.sudo().unlink()
            self._complete()

    def test_without_an_agreement_in_the_programme(self):
        self.programme.document_ids = False
        with self.assertRaisesRegex(UserError, "without an agreement"):
            self._complete()
        self.pair.with_user(self.referent).action_activate()
        self.assertEqual(self.pair.state, "active")

    def test_reminders(self):
        agreement = self._complete()
        agreement._put_to_signature()
        self._sign(agreement, self.mentee)
        self.assertEqual(self._count_mails("agreement_to_sign"), 1)
        cron = self.env["mentorat.pair"]
        cron._cron_follow_agreements()
        self.assertEqual(self._count_mails("agreement_to_sign"), 1)
        for days, expected in ((8, 2), (9, 2), (15, 3), (22, 4), (60, 4)):
            agreement.sudo().date_signing = fields.Date.today() - timedelta(days)
            cron._cron_follow_agreements()
            self.assertEqual(self._count_mails("agreement_to_sign"), expected, days)
        self.assertEqual(
            self._count_mails("agreement_to_sign", self.mentor.partner_id), 4
        )

    def test_who_said_yes_is_reminded_to_complete_it(self):
        pair = self._create_pair(
            "proposed", mentee=self._create_participation(self.plain_employee, "mentee")
        )
        for user in (self.mentor, self.plain):
            pair.with_user(user).action_answer_yes()
        self.assertEqual(self._count_mails("agreement_to_complete"), 2)
        self.env["mentorat.log"].search(
            [("pair_id", "=", pair.id), ("to_state", "=", "accepted")]
        ).date = fields.Datetime.now() - timedelta(days=8)
        for __ in range(2):
            self.env["mentorat.pair"]._cron_follow_agreements()
            self.assertEqual(self._count_mails("agreement_to_complete"), 4)

    def test_the_mid_term_review(self):
        self._sign_all()
        cron = self.env["mentorat.pair"]
        cron._cron_follow_agreements()
        self.assertEqual(self._count_mails("mid_term"), 0)
        self.pair.date_mid_term = fields.Date.today() + timedelta(days=5)
        for __ in range(2):
            cron._cron_follow_agreements()
            self.assertEqual(self._count_mails("mid_term"), 2)
        for user in (self.referent, self.engineer, self.outsider):
            with self.assertRaises(AccessError):
                self.pair.with_user(user).action_review_done()
        self.pair.with_user(self.mentee).action_review_done()
        self.assertEqual(self.pair.date_mid_term_done, fields.Date.today())

    def test_deleted_when_their_time_is_over(self):
        self._sign_all()
        self.pair.with_user(self.mentor).action_end()
        ended = fields.Date.today() - timedelta(days=400)
        self.programme.write({"date_start": ended - timedelta(90), "date_end": ended})
        progress = patch.object(type(self.env["ir.cron"]), "_commit_progress")
        progress.start()
        self.addCleanup(progress.stop)
        cron = self.env["mentorat.participation"]
        self.pair.date_end = fields.Date.today() - timedelta(days=200)
        cron._cron_anonymise()
        self.assertTrue(self.pair.agreement_ids.exists())
        self.pair.date_end = ended
        cron._cron_anonymise()
        self.assertFalse(self.pair.agreement_ids.exists())

    def test_own_data(self):
        self._sign_all()
        for user, party in (
            (self.mentee, "The mentee"),
            (self.referent, "For the org"),
        ):
            sections = dict(self.env["mentorat.own.data"].with_user(user)._collect())
            self.assertIn(party, repr(sections["Signatures"]))
            self.assertEqual(
                PURPOSE in repr(sections["Agreements"]), user == self.mentee
            )

    def test_the_organisation_is_asked_once(self):
        agreement = self._complete()
        agreement._put_to_signature()
        [activity] = self.pair.activity_ids
        self.assertEqual(activity.user_id, self.referent)
        self.assertNotIn("Merle", activity.summary)
        self._sign(agreement, self.referent)
        self.assertFalse(self.pair.activity_ids)

    def test_pairs_start_when_nothing_is_missing_any_more(self):
        charter = self.env["mentorat.document"].create(
            {"name": "Charter", "kind": "charter", "body": "<p>Be good.</p>"}
        )
        charter.action_publish()
        self.programme.document_ids += charter
        self._sign_all()
        self.assertEqual(self.pair.state, "accepted")
        self.assertEqual(self._count_mails("agreement_signed"), 2)
        for user in (self.mentor, self.mentee):
            acceptances = self.env["mentorat.acknowledgement"].with_user(user)
            acceptances._acknowledge(charter.with_user(user).current_version_id)
        self.env["mentorat.pair"]._cron_follow_agreements()
        self.assertEqual(self.pair.state, "active")


@tagged("-at_install", "post_install")
class TestAgreementPrinted(AgreementMixin, MentoratCase):
    def _print(self, agreement, user):
        reports = self.env["ir.actions.report"].with_user(user)
        content, __ = reports.with_context(
            force_report_rendering=True
        )._render_qweb_pdf("mentorat_programme.report_agreement", agreement.ids)
        return content

    def test_a_signed_copy_is_verified(self):
        agreement = self._sign_all()
        content = self._print(agreement, self.mentee)
        reader = PdfReader(io.BytesIO(content))
        text = " ".join(" ".join(p.extract_text().split()) for p in reader.pages)
        for expected in (PURPOSE, "192.0.2.7", "The mentor", "For the organisation"):
            self.assertIn(expected, text)
        self.assertIn(agreement.digest, text.replace(" ", ""))
        self.assertGreaterEqual(sum(len(page.images) for page in reader.pages), 3)
        [[exact]] = reader.attachments.values()
        self.assertEqual(rules.fingerprint(exact.decode()), agreement.digest)
        self.assertTrue(agreement._matches(content))
        self.assertTrue(agreement._matches(agreement.text.encode()))

    def test_other_copies_are_not(self):
        agreement = self._sign_all()
        before = self._print(agreement, self.mentee)
        amended = self._sign_all(self._complete(purpose="Another one"))
        self.assertFalse(amended._matches(before))
        self.assertTrue(agreement._matches(before))
        for content in (b"", b"%PDF-1.7 cut off", before[:2000], b"Another text"):
            self.assertFalse(agreement._matches(content))

    def test_the_frame_is_printed_for_the_organisation(self):
        agreement = self._sign_all()
        reader = PdfReader(io.BytesIO(self._print(agreement, self.referent)))
        text = "".join(page.extract_text() for page in reader.pages)
        self.assertIn("Rhythm, length and place", text)
        self.assertNotIn(PURPOSE, text)
        self.assertNotIn("blue room", text)
        self.assertFalse(reader.attachments)

    def test_what_was_changed_outside_is_seen(self):
        agreement = self._sign_all()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mentorat_agreement SET text_sealed = %s WHERE id = %s",
            (agreement._seal("Another text"), agreement.id),
        )
        self.env.invalidate_all()
        self.assertIs(agreement._is_intact(), False)

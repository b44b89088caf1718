"""Documents: versions, publication, acceptance, and what waits for the charter."""

import hashlib
from contextlib import suppress
from io import BytesIO
from unittest.mock import patch

from psycopg2 import IntegrityError
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tools import mute_logger

from .common import MentoratCase

REPORT = "mentorat_programme.report_document"


class DocumentCase(MentoratCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.charter = cls._create_document("Charter", "charter", body="<p>Be kind.</p>")
        cls.charter.with_context(lang="fr_FR").name = "Charte"
        cls._translate(cls.charter, "Be kind.", "Soyez aimable.")
        cls.charter.action_publish()
        cls.programme.document_ids = cls.charter

    @classmethod
    def _create_document(cls, name, kind, **values):
        return cls.env["mentorat.document"].create(
            {"name": name, "kind": kind, "body": f"<p>{name}</p>", **values}
        )

    @classmethod
    def _translate(cls, document, term, french):
        document.update_field_translations("body", {"fr_FR": {term: french}})

    @classmethod
    def _accept(cls, user, document=None, **context):
        document = (document or cls.charter).with_user(user).with_context(**context)
        document.env["mentorat.acknowledgement"]._acknowledge(
            document.current_version_id
        )

    def _acceptances(self, user):
        return self.env["mentorat.acknowledgement"].search([("user_id", "=", user.id)])


class TestDocument(DocumentCase):
    def test_publishing_keeps_every_language(self):
        version = self.charter.current_version_id
        self.assertEqual((self.charter.version, version.number), (1, 1))
        self.assertIn("Be kind.", version.body)
        self.assertIn("Soyez aimable.", version.with_context(lang="fr_FR").body)

    def test_a_change_reaches_nobody_before_it_is_published(self):
        self.assertFalse(self.charter.has_changes)
        self.charter.body = "<p>Be fair.</p>"
        self.assertTrue(self.charter.has_changes)
        self.assertIn("Be kind.", self.charter.current_version_id.body)
        self.charter.action_publish()
        self.assertFalse(self.charter.has_changes)
        self.assertEqual(self.charter.version, 2)
        self.assertIn("Be fair.", self.charter.current_version_id.body)
        first = self.charter.version_ids.filtered(lambda version: version.number == 1)
        self.assertIn("Be kind.", first.body)

    def test_a_change_of_one_language_is_a_change(self):
        french = self.charter.with_context(lang="fr_FR")
        self._translate(self.charter, "Be kind.", "Soyez bienveillants.")
        self.assertTrue(self.charter.has_changes)
        self.assertTrue(french.has_changes)
        version = french.current_version_id
        self.assertIn("Soyez aimable.", version.body)
        self.charter.action_publish()
        self.assertFalse(self.charter.has_changes)
        self.assertIn("bienveillants", french.current_version_id.body)

    def test_published_twice_is_published_once(self):
        self.charter.action_publish()
        self.assertEqual(self.charter.version, 1)
        self.assertEqual(len(self.charter.version_ids), 1)

    def test_two_versions_never_share_a_number(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env["mentorat.document.version"].create(
                {"document_id": self.charter.id, "number": 1}
            )

    def test_nothing_is_published_without_a_text(self):
        empty = self._create_document("Empty", "other", body="<p><br></p>")
        with self.assertRaises(UserError):
            empty.action_publish()

    def test_a_version_changes_no_more(self):
        version = self.charter.current_version_id
        for user in (self.engineer, self.administrator):
            with self.assertRaises(UserError):
                version.with_user(user).write({"body": "<p>Another</p>"})
        for user in (self.engineer, self.administrator):
            with self.assertRaises(AccessError):
                version.with_user(user).unlink()
        with self.assertRaises(UserError):
            self.charter.unlink()

    def test_an_old_text_is_taken_back_in_every_language(self):
        self.charter.body = "<p>Be fair.</p>"
        self.charter.action_publish()
        first = self.charter.version_ids.filtered(lambda version: version.number == 1)
        first.with_user(self.engineer).action_restore()
        self.assertIn("Be kind.", self.charter.body)
        self.assertIn("Soyez aimable.", self.charter.with_context(lang="fr_FR").body)
        self.assertTrue(self.charter.has_changes)
        self.assertEqual(self.charter.version, 2)

    def test_shipped_documents_are_published_once(self):
        fresh, own = (
            self._create_document(name, "other") for name in ("Fresh", "Our own")
        )
        self.env["ir.model.data"].create(
            {
                "module": "mentorat_programme",
                "name": "document_fresh",
                "model": fresh._name,
                "res_id": fresh.id,
            }
        )
        documents = self.env["mentorat.document"]
        documents._publish_shipped()
        documents._publish_shipped()
        self.assertEqual((fresh.version, own.version), (1, 0))

    def test_a_language_installed_later(self):
        document = self._create_document("Late", "other", body="<p>Take your time.</p>")
        document.action_publish()
        self._translate(document, "Take your time.", "Prenez votre temps.")
        french = document.current_version_id.with_context(lang="fr_FR")
        self.assertIn("Take your time.", french.body)
        versions = self.env["mentorat.document.version"]
        versions._add_languages()
        self.assertIn("Prenez votre temps.", french.body)
        self.assertFalse(document.has_changes)
        # A version that has the language keeps what people read.
        self._translate(document, "Take your time.", "Sans hâte.")
        versions._add_languages()
        self.assertIn("Prenez votre temps.", french.body)
        self.assertTrue(document.has_changes)

    def test_text_is_sanitised(self):
        document = self._create_document(
            "Trap",
            "other",
            body="<p onclick='x()'>ok</p><script>alert(1)</script>"
            "<img src=x onerror=alert(1)><a href='javascript:alert(1)'>a</a>",
        )
        document.action_publish()
        for text in (document.body, document.current_version_id.body):
            self.assertIn("ok", text)
            for trap in ("<script", "onclick", "onerror", "javascript:"):
                self.assertNotIn(trap, text)

    def test_who_publishes(self):
        self.charter.body = "<p>Be fair.</p>"
        for name in ("referent", "plain", "mentor", "outsider", "hr_officer"):
            with self.subTest(name), self.assertRaises(AccessError):
                self.charter.with_user(getattr(self, name)).action_publish()
        self.charter.with_user(self.engineer).action_publish()
        self.assertEqual(self.charter.version, 2)
        self.assertEqual(self.charter.current_version_id.user_id, self.engineer)

    def test_a_document_of_another_company(self):
        foreign = self._create_document(
            "Elsewhere", "charter", company_id=self.other_company.id
        )
        foreign.action_publish()
        documents = self.env["mentorat.document"]
        for user in (self.engineer, self.administrator):
            found = documents.with_user(user).search([("id", "=", foreign.id)])
            self.assertFalse(found)
        self.assertTrue(
            documents.with_user(self.foreigner).search([("id", "=", foreign.id)])
        )

    def test_mandatory_clauses_stay(self):
        clauses = self.env["mentorat.clause"]
        clauses.search([]).unlink()
        must, may = clauses.create(
            [
                {
                    "name": "Secrecy",
                    "body": "<p>Both keep it.</p>",
                    "is_mandatory": True,
                },
                {"name": "Place", "body": "<p>Where you meet.</p>"},
            ]
        )
        agreement = self._create_document(
            "Agreement", "agreement", clause_ids=[Command.set((must | may).ids)]
        )
        agreement.clause_ids -= may
        with self.assertRaisesRegex(ValidationError, "Secrecy"):
            agreement.clause_ids = may

    def test_new_programmes_have_the_library(self):
        draft = self._create_document("Draft", "other")
        guide = self._create_document("Guide", "mentor_guide", audience="mentor")
        guide.action_publish()
        programme = self.other_programme.copy()
        programme = self.env["mentorat.programme"].create(
            {
                "name": "New",
                "date_start": "2030-01-01",
                "date_end": "2030-06-01",
            }
        )
        self.assertIn(self.charter, programme.document_ids)
        self.assertIn(guide, programme.document_ids)
        self.assertNotIn(draft, programme.document_ids)
        self.assertEqual(programme.charter_id.kind, "charter")


class TestAcknowledgement(DocumentCase):
    def test_accepting_keeps_what_was_read(self):
        self._accept(self.mentor, lang="fr_FR")
        row = self._acceptances(self.mentor)
        french = self.charter.current_version_id.with_context(lang="fr_FR").body
        self.assertEqual(row.version_id, self.charter.current_version_id)
        self.assertEqual(row.document_id, self.charter)
        self.assertEqual(row.lang, "fr_FR")
        self.assertEqual(row.digest, hashlib.sha256(french.encode()).hexdigest())

    def test_accepting_twice_leaves_one_row(self):
        self._accept(self.mentor)
        before = self._acceptances(self.mentor).read()
        self._accept(self.mentor, lang="fr_FR")
        self.assertEqual(self._acceptances(self.mentor).read(), before)

    def test_one_row_by_constraint(self):
        self._accept(self.mentor)
        row = self._acceptances(self.mentor)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            row.create(
                {
                    "user_id": self.mentor.id,
                    "version_id": row.version_id.id,
                    "lang": "en_US",
                    "digest": "0",
                }
            )

    def test_a_new_version_asks_again(self):
        self._accept(self.mentor)
        self.assertTrue(self.mentor_participation.charter_accepted)
        self.assertFalse(self.mentee_participation.charter_accepted)
        self.charter.body = "<p>Be fair.</p>"
        self.charter.action_publish()
        self.mentor_participation.invalidate_recordset(["charter_accepted"])
        self.assertFalse(self.mentor_participation.charter_accepted)
        self._accept(self.mentor)
        self.assertTrue(self.mentor_participation.charter_accepted)
        self.assertEqual(len(self._acceptances(self.mentor)), 2)

    def test_nobody_accepts_what_is_not_theirs(self):
        for user in (self.outsider, self.plain, self.system):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._accept(user)

    def test_nobody_accepts_for_another(self):
        for user in (self.mentor, self.engineer, self.administrator):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["mentorat.acknowledgement"].with_user(user).create(
                    {
                        "user_id": self.mentee.id,
                        "version_id": self.charter.current_version_id.id,
                        "lang": "en_US",
                        "digest": "0",
                    }
                )

    def test_without_charter_nothing_is_asked(self):
        self.programme.document_ids = False
        self.assertTrue(self.mentor_participation.charter_accepted)

    def test_queries_do_not_grow(self):
        """Ten participations, then two hundred."""

        def count(number):
            employees = self._new_employees(
                [{"name": f"Person {index}"} for index in range(number)]
            )
            people = self.env["mentorat.participation"].create(
                [
                    {
                        "programme_id": self.programme.id,
                        "employee_id": employee.id,
                        "role": "mentee",
                    }
                    for employee in employees
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            people = people.with_user(self.engineer)
            people.mapped("programme_id.name")
            before = self.env.cr.sql_log_count
            people.mapped("charter_accepted")
            return self.env.cr.sql_log_count - before

        self.assertEqual(count(10), count(200))


class TestFigures(DocumentCase):
    def test_how_many_have_accepted(self):
        waiting = self._create_participation(
            self.plain_employee, "mentee", state="submitted"
        )
        self._accept(self.mentor)
        programme = self.programme.with_user(self.referent)
        self.assertEqual(programme.charter_person_count, 2)
        self.assertEqual(programme.charter_accepted_count, 1)
        people = self.env["mentorat.participation"].with_user(self.engineer)
        of_programme = [("programme_id", "=", self.programme.id)]
        for accepted, expected in (
            (True, self.mentor_participation),
            (False, self.mentee_participation | waiting),
        ):
            domain = [*of_programme, ("charter_accepted", "=", accepted)]
            self.assertEqual(people.search(domain), expected.with_user(self.engineer))
        action = self.programme.with_user(self.engineer).action_view_acceptances()
        self.assertEqual(action["res_model"], "mentorat.participation")
        for user in (self.plain, self.mentor, self.hr_officer):
            with self.assertRaises(AccessError):
                self.programme.with_user(user).read(["charter_accepted_count"])

    def test_without_charter_everybody_may_start(self):
        self.programme.document_ids = False
        self.assertEqual(self.programme.charter_person_count, 0)
        people = self.env["mentorat.participation"].search(
            [("programme_id", "=", self.programme.id), ("charter_accepted", "=", True)]
        )
        self.assertEqual(people, self.mentor_participation | self.mentee_participation)

    def test_queries_do_not_grow(self):
        """Ten programmes, then two hundred."""

        def count(number):
            programmes = self.env["mentorat.programme"].create(
                [
                    {
                        "name": f"Programme {index}",
                        "date_start": "2030-01-01",
                        "date_end": "2030-06-01",
                        "document_ids": self.charter.ids,
                        "engineer_ids": self.engineer.ids,
                    }
                    for index in range(number)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            programmes = programmes.with_user(self.engineer)
            programmes.mapped("name")
            before = self.env.cr.sql_log_count
            programmes.mapped("charter_accepted_count")
            return self.env.cr.sql_log_count - before

        count(1)  # warms the caches
        self.assertEqual(count(10), count(200))


class TestConflict(DocumentCase):
    def test_declared_then_read_by_the_team_alone(self):
        own = self.mentee_participation.with_user(self.mentee)
        self.assertEqual(own.conflict_state, "unasked")
        own._declare_conflict("  My cousin  ")
        self.assertEqual(own.conflict_state, "declared")
        for user in (self.mentee, self.engineer, self.referent, self.administrator):
            record = self.mentee_participation.with_user(user)
            self.assertEqual(record.conflict, "My cousin", user.login)
        self.assertFalse(self.mentee_participation.with_user(self.manager).conflict)
        for user in (self.mentee, self.engineer, self.manager, self.system):
            with self.assertRaises(AccessError):
                self.mentee_participation.with_user(user).read(["conflict_text"])

    def test_no_search_by_the_text(self):
        self.mentee_participation.with_user(self.mentee)._declare_conflict("My cousin")
        for user in (self.manager, self.engineer, self.mentee, self.plain):
            records = self.env["mentorat.participation"].with_user(user)
            for name in ("conflict_text", "conflict"):
                with (
                    self.subTest(name=name, user=user.login),
                    suppress(AccessError, ValueError, UserError),
                ):
                    self.assertFalse(records.search_count([(name, "ilike", "cousin")]))

    def test_the_referents_are_asked_once_in_neutral_words(self):
        own = self.mentee_participation.with_user(self.mentee)
        own._declare_conflict("My cousin")
        own._declare_conflict("My cousin")
        activity = self.mentee_participation.activity_ids
        self.assertEqual(activity.user_id, self.referent)
        self.assertEqual(len(activity), 1)
        for text in (activity.summary, activity.note, activity.display_name):
            self.assertNotIn("cousin", str(text))
            self.assertNotIn("Merle", str(text))

    def test_another_matter_of_the_referent_hides_nothing(self):
        self.mentee_participation.activity_schedule(
            "mentorat_programme.mail_activity_erasure", user_id=self.referent.id
        )
        self.mentee_participation.with_user(self.mentee)._declare_conflict("My cousin")
        types = self.mentee_participation.activity_ids.activity_type_id
        self.assertIn(self.env.ref("mentorat_programme.mail_activity_conflict"), types)

    def test_nothing_to_declare(self):
        self.mentee_participation.with_user(self.mentee)._declare_conflict("")
        self.assertEqual(self.mentee_participation.conflict_state, "none")
        self.assertFalse(self.mentee_participation.activity_ids)

    def test_each_declares_for_themselves(self):
        for user in (self.mentor, self.engineer, self.manager):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.mentee_participation.with_user(user)._declare_conflict("Gossip")
        with self.assertRaises(UserError):
            self.mentee_participation.with_user(self.mentee).conflict_text = "x"


class TestStart(DocumentCase):
    def test_a_pair_waits_for_both(self):
        pair = self._create_pair("accepted").with_user(self.engineer)
        with self.assertRaisesRegex(UserError, "Morgan Mentor(.|\n)*Merle Mentee"):
            pair.action_activate()
        self._accept(self.mentor)
        pair.invalidate_recordset()
        with self.assertRaises(UserError) as refusal:
            pair.action_activate()
        self.assertNotIn("Morgan", str(refusal.exception))
        self._accept(self.mentee)
        self.mentee_participation.invalidate_recordset()
        pair.action_activate()
        self.assertEqual(pair.state, "active")

    def test_without_charter_a_pair_starts(self):
        self.programme.document_ids = False
        pair = self._create_pair("accepted").with_user(self.engineer)
        pair.action_activate()
        self.assertEqual(pair.state, "active")


class TestPrint(DocumentCase):
    def _print(self, document, **context):
        context["force_report_rendering"] = True
        report = self.env["ir.actions.report"].with_context(**context)
        content, kind = report._render_qweb_pdf(REPORT, document.ids)
        self.assertEqual(kind, "pdf")
        pages = PdfReader(BytesIO(content)).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())

    def test_what_people_read(self):
        self.charter.body = "<p>Be fair.</p>"
        text = self._print(self.charter)
        for words in ("Charter", "Version 1", "Be kind."):
            self.assertIn(words, text)
        self.assertNotIn("Be fair.", text)

    def test_in_french(self):
        text = self._print(self.charter, lang="fr_FR")
        for words in ("Charte", "Soyez aimable."):
            self.assertIn(words, text)
        self.assertNotIn("Be kind.", text)

    def test_an_agreement_with_its_clauses(self):
        clause = self.env["mentorat.clause"].create(
            {"name": "Rhythm", "body": "<p>Once a month.</p>"}
        )
        mandatory = self.env["mentorat.clause"].search([("is_mandatory", "=", True)])
        agreement = self._create_document(
            "Agreement", "agreement", clause_ids=[Command.set((clause | mandatory).ids)]
        )
        agreement.action_publish()
        text = self._print(agreement)
        self.assertIn("Rhythm", text)
        self.assertIn("Once a month.", text)

    def test_the_button_opens_the_pdf(self):
        action = self.charter.with_user(self.referent).action_print()
        self.assertEqual(action["url"], f"/report/pdf/{REPORT}/{self.charter.id}")

    @mute_logger("weasyprint")
    def test_nothing_is_fetched(self):
        document = self._create_document(
            "Bait",
            "other",
            body="<p>Here</p><img src='http://127.0.0.1:9/x.png'/>"
            "<img src='file:///etc/hostname'/>",
        )
        document.action_publish()
        with patch("socket.socket.connect") as connect:
            self.assertIn("Here", self._print(document))
        connect.assert_not_called()

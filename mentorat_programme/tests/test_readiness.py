import base64
import unittest
from types import SimpleNamespace

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..core.readiness import level_of, percent
from .common import MentoratCase


class TestReadinessScores(unittest.TestCase):
    def test_percent(self):
        checks = [SimpleNamespace(is_met=met) for met in (True, True, False)]
        self.assertEqual(percent(checks), 66)
        self.assertEqual(percent([]), 0)

    def test_levels(self):
        for whole, least, level in (
            (100, 80, "gold"),
            (90, 80, "gold"),
            (90, 79, "silver"),
            (89, 80, "silver"),
            (80, 70, "silver"),
            (80, 69, "bronze"),
            (70, 60, "bronze"),
            (70, 59, "none"),
            (69, 100, "none"),
        ):
            with self.subTest(whole=whole, least=least):
                self.assertEqual(level_of(whole, [100, least, 100]), level)


class TestReadiness(MentoratCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The other addons' points have their own tests.
        items = cls.env["mentorat.readiness.item"].search([])
        own = items.filtered(
            lambda item: item.get_external_id()[item.id].startswith(
                "mentorat_programme."
            )
        )
        (items - own).is_required = False
        cls.draft = cls.other_programme
        cls.engineered = cls.draft.with_user(cls.other_engineer)

    def _check(self, code):
        return self.draft.check_ids.filtered(lambda check: check.item_id.code == code)

    def _attest(self, name="readiness_direction"):
        item = self.env.ref(f"mentorat_programme.{name}")
        check = self.draft.check_ids.filtered(lambda check: check.item_id == item)
        return check.with_user(self.other_engineer)

    def test_comes_with_the_programme(self):
        items = self.env["mentorat.readiness.item"].search([])
        self.assertEqual(self.draft.check_ids.item_id, items)
        copy = self.draft.copy()
        self.assertEqual(copy.check_ids.item_id, items)
        template = self.draft.copy({"is_template": True})
        self.assertFalse(template.check_ids)

    def test_new_point_is_asked_of_all(self):
        self.programme.state = "closed"
        item = self.env["mentorat.readiness.item"].create(
            {"name": "There is coffee", "standard": "6"}
        )
        self.assertIn(item, self.draft.check_ids.item_id)
        self.assertNotIn(item, self.programme.check_ids.item_id)

    def test_facts_are_seen(self):
        self.assertFalse(self._check("referent").is_met)
        self.draft.referent_ids = self.referent
        self.draft.invalidate_recordset()
        check = self._check("referent")
        check.invalidate_recordset()
        self.assertTrue(check.is_met)
        self.assertTrue(check.is_computed)

    def test_refused_with_the_list(self):
        with self.assertRaisesRegex(UserError, "A referent is named"):
            self.engineered.action_open()
        self.assertEqual(self.draft.state, "draft")

    def test_wizard_leads_to_each(self):
        action = self.engineered.action_view_missing()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.other_engineer)
            .with_context(**action["context"])
            .create({})
        )
        missing = wizard.missing_ids
        self.assertIn("referent", missing.mapped("item_id.code"))
        for check in missing:
            mend = check.action_mend()
            self.assertEqual(mend["res_id"], self.draft.id)
            self.assertTrue(mend["context"]["mend_topic"])
        with self.assertRaisesRegex(UserError, "Say why"):
            wizard.action_open_anyway()
        wizard.reason = "The referent comes back on Monday"
        wizard.action_open_anyway()
        self.assertEqual(self.draft.state, "open")
        history = " ".join(self.draft.message_ids.mapped("body"))
        self.assertIn("A referent is named", history)
        self.assertIn("comes back on Monday", history)

    def test_override_is_for_the_engineer(self):
        for user in (self.engineer, self.referent, self.plain):
            with self.assertRaises(AccessError):
                self.draft.with_user(user)._open_anyway("Because")
        self.assertEqual(self.draft.state, "draft")

    def test_opens_when_nothing_is_missing(self):
        charter, agreement = self.env["mentorat.document"].create(
            [
                {"name": kind, "kind": kind, "body": "<p>Text</p>"}
                for kind in ("charter", "agreement")
            ]
        )
        (charter | agreement).action_publish()
        course = self.env["slide.channel"].create({"name": "Course"})
        self.draft.write(
            {
                "referent_ids": [Command.set(self.referent.ids)],
                "mentor_channel_id": course.id,
                "mentee_channel_id": course.id,
                "document_ids": [Command.set((charter | agreement).ids)],
            }
        )
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self.draft.missing_ids)
        self.engineered.action_open()
        self.assertEqual(self.draft.state, "open")

    def test_attesting_needs_something_to_show(self):
        check = self._attest()
        with self.assertRaisesRegex(UserError, "note or a document"):
            check.attested = True
        check.write({"attested": True, "note": "Letter of the direction"})
        self.assertEqual(check.attested_by_id, self.other_engineer)
        self.assertEqual(check.attested_on, fields.Date.today())
        self.assertTrue(check.is_met)
        check.attested = False
        self.assertFalse(check.attested_by_id)

    def test_evidence_is_for_the_team(self):
        attachment = (
            self.env["ir.attachment"]
            .with_user(self.other_engineer)
            .create({"name": "letter.txt", "raw": b"We support it"})
        )
        check = self._attest()
        check.write({"attested": True, "evidence_ids": [Command.link(attachment.id)]})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(
            attachment.with_user(self.other_engineer).raw, b"We support it"
        )
        for user in (self.plain, self.mentee, self.engineer, self.hr_officer):
            with self.assertRaises(AccessError):
                attachment.with_user(user).read(["raw"])

    def test_score_follows(self):
        before = self.draft.readiness_score
        self.draft.write({"drivers": "People leave", "hours_budget": 100})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertGreater(self.draft.readiness_score, before)
        self.assertEqual(self.draft.readiness_level, "none")

    def test_engineer_without_training_is_told(self):
        self.assertIn("m_other_engineer", self.draft.untrained_engineer_names)
        self.env["mentorat.qualification"].with_user(self.other_engineer).create(
            {
                "name": "Designing mentoring",
                "date": "2025-01-01",
                "proof": base64.b64encode(b"Certificate"),
            }
        )
        self.draft.invalidate_recordset()
        self.assertFalse(self.draft.untrained_engineer_names)
        # It is a warning: it keeps nothing from opening.
        self.assertFalse(self._check("engineer_trained").is_required)

    def test_proof_is_read_by_its_owner_and_administrators(self):
        qualification = self.env["mentorat.qualification"].create(
            {
                "user_id": self.engineer.id,
                "name": "Mentoring",
                "date": "2025-01-01",
                "proof": base64.b64encode(b"Certificate"),
            }
        )
        for user in (self.engineer, self.administrator):
            self.assertEqual(qualification.with_user(user).name, "Mentoring")
        for user in (self.other_engineer, self.referent, self.foreigner, self.plain):
            with self.assertRaises(AccessError):
                qualification.with_user(user).read(["name"])

    def test_queries_do_not_grow(self):
        def count(programmes):
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            programmes.mapped("readiness_score")
            return self.env.cr.sql_log_count - start

        few = self.draft.copy() | self.draft.copy()
        many = few.concat(*(self.draft.copy() for _ in range(10)))
        # What Odoo keeps of its own, such as ids of groups, is asked for once.
        count(few)
        self.assertEqual(count(few), count(many))

from odoo import fields
from odoo.exceptions import AccessError

from .common import EvaluationCase


class TestContactRequest(EvaluationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = cls._create_pair("active")
        cls.requests = cls.env["mentorat.contact.request"]

    def _ask(self, participation=None):
        person = participation or self.mentee_participation
        self.requests._ask(person)
        self.env.flush_all()
        self.env.cr.precommit.run()
        return self.requests.search([("participation_id", "=", person.id)])

    def test_asked_once_at_a_time(self):
        request = self._ask()
        self.assertEqual(self._ask(), request)
        self.assertEqual(request.activity_ids.user_id, self.referent)
        request.with_user(self.referent).action_done()
        self.assertTrue(request.date_done)
        self.assertFalse(request.activity_ids)
        self.assertEqual(len(self._ask()), 2)

    def test_undone(self):
        request = self._ask().with_user(self.referent)
        request.action_done()
        request.action_undo()
        self.assertEqual((request.state, request.date_done), ("asked", False))
        self.assertEqual(request.activity_ids.user_id, self.referent)

    def test_referents_alone(self):
        request = self._ask()
        for user in (self.engineer, self.administrator, self.mentee, self.mentor):
            with self.assertRaises(AccessError):
                request.with_user(user).read(["participation_id"])
            with self.assertRaises(AccessError):
                request.with_user(user).action_done()

    def test_health_of_the_pair(self):
        self.pair._refresh_health()
        before = self.pair.with_user(self.referent).health
        request = self._ask()
        self.assertEqual(self.pair.with_user(self.referent).health, "risk")
        self.assertIn(
            "Asked to be contacted", self.pair.with_user(self.referent).health_reasons
        )
        request.with_user(self.referent).action_done()
        self.env.cr.precommit.run()
        self.assertEqual(self.pair.with_user(self.referent).health, before)

    def test_rule_of_each_programme(self):
        lines = self.env["mentorat.health.rule"].search(
            [("programme_id", "=", self.programme.id), ("code", "=", "contact")]
        )
        self.assertEqual((len(lines), lines.level), (1, "alert"))
        lines.is_on = False
        self._ask()
        self.assertNotIn(
            "contact", str(self.pair.with_user(self.referent).health_findings)
        )

    def test_queries(self):
        def count(pairs):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            pairs._get_health_facts(fields.Date.today())
            return self.cr.sql_log_count - before

        people = self._create_people(4)
        pairs = self.pair
        for person in people:
            mentor = self._create_participation(self._create_employee("M"), "mentor")
            pairs |= self._create_pair("active", mentor, person)
            self.requests._ask(person)
        count(pairs)
        self.assertEqual(count(pairs), count(self.pair))

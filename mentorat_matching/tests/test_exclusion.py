from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form
from odoo.tools import mute_logger

from .common import MatchingCase


class TestExclusion(MatchingCase):
    def _exclude(self, one, other, user=None):
        return (
            self.env["mentorat.exclusion"]
            .with_user(user or self.engineer)
            .create({"employee_id": one.id, "other_id": other.id, "reason": "Cousins"})
        )

    @mute_logger("odoo.sql_db")
    def test_once_whatever_the_order(self):
        self._exclude(self.mentor_employee, self.mentee_employee)
        for pair in (
            (self.mentor_employee, self.mentee_employee),
            (self.mentee_employee, self.mentor_employee),
            (self.mentee_employee, self.mentee_employee),
        ):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self._exclude(*pair)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_the_two_learn_nothing_even_as_engineers(self):
        exclusion = self._exclude(self.mentor_employee, self.mentee_employee)
        self.assertNotIn("Morgan", exclusion.display_name)
        self.mentor_employee.user_id = self.other_engineer
        found = self.env["mentorat.exclusion"].with_user(self.other_engineer)
        self.assertFalse(found.search([("id", "=", exclusion.id)]))
        with self.assertRaises(AccessError):
            found.browse(exclusion.id).read(["reason"])

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_other_company(self):
        exclusion = self._exclude(self.mentor_employee, self.mentee_employee)
        exclusion.sudo().company_id = self.other_company
        found, itself = self.env["mentorat.exclusion"], [("id", "=", exclusion.id)]
        self.assertFalse(found.with_user(self.engineer).search(itself))
        self.assertTrue(found.with_user(self.foreigner).search(itself))

    def test_never_paired(self):
        exclusion = self._exclude(self.mentee_employee, self.mentor_employee)
        run = self._compute()
        self.assertEqual((run.state, run.matched_count), ("done", 0))
        # Whatever the company whose engineers noted it.
        exclusion.sudo().company_id = self.other_company
        self.assertEqual(self._compute().matched_count, 0)
        exclusion.sudo().unlink()
        self.assertEqual(self._compute().matched_count, 1)

    def test_a_conflict_becomes_an_exclusion(self):
        mine = self.mentee_participation.with_user(self.mentee)
        theirs = self.mentee_participation.with_user(self.engineer)
        with self.assertRaisesRegex(UserError, "No conflict"):
            theirs.action_settle_conflict()
        mine._declare_conflict("Morgan is my cousin")
        with self.assertRaises(AccessError):
            mine.action_settle_conflict()
        action = theirs.action_exclude()
        exclusions = self.env[action["res_model"]].with_user(self.engineer)
        with Form(exclusions.with_context(**action["context"])) as form:
            form.other_id = self.mentor_employee
            form.reason = "Cousins"
        self.assertEqual(form.record.employee_id, self.mentee_employee)
        theirs.action_settle_conflict()
        self.assertTrue(theirs.conflict_settled)
        # The same words once more change nothing; other words have to be read.
        mine._declare_conflict("Morgan is my cousin")
        self.assertTrue(theirs.conflict_settled)
        mine._declare_conflict("Morgan was my manager")
        self.assertFalse(theirs.conflict_settled)

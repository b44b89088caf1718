from odoo import fields

from .common import MentoratCase

CHANGED = "mentorat_programme.mail_activity_hr_event"
LINE = "mentorat_programme.mail_activity_reporting_line"


class TestHrEvent(MentoratCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = cls._create_pair()
        cls.hr = cls.env["hr.employee"].with_user(cls.hr_officer)

    def _activities(self, record, xmlid=CHANGED):
        kind = self.env.ref(xmlid)
        return record.activity_ids.filtered(lambda a: a.activity_type_id == kind)

    def _write(self, employee, **values):
        self.hr.browse(employee.id).write(values)
        self.env.flush_all()

    def test_another_manager(self):
        self._write(self.mentee_employee, parent_id=self.plain_employee.id)
        participation = self.mentee_participation
        self.assertEqual(participation.hr_event, "manager")
        self.assertEqual(participation.hr_event_on, fields.Date.today())
        activity = self._activities(participation)
        self.assertEqual(activity.user_id, self.referent)
        self.assertNotIn("Merle", activity.summary)
        self.assertFalse(self._activities(participation, LINE))
        self.assertFalse(self.mentor_participation.hr_event)
        log = self.env["mentorat.log"].search(
            [("participation_id", "=", participation.id), ("to_state", "=", "manager")]
        )
        self.assertEqual(len(log), 1)
        self.assertEqual(log.user_id, self.hr_officer)

    def test_the_same_value_is_no_event(self):
        self._write(self.mentee_employee, parent_id=self.manager_employee.id)
        self._write(self.mentee_employee, department_id=self.sales.id)
        self.assertFalse(self.mentee_participation.hr_event)

    def test_asked_once(self):
        self._write(self.mentee_employee, parent_id=self.plain_employee.id)
        self._write(self.mentee_employee, parent_id=self.manager_employee.id)
        self.assertEqual(len(self._activities(self.mentee_participation)), 1)

    def test_a_reporting_line_appears(self):
        self._write(self.mentee_employee, parent_id=self.mentor_employee.id)
        self.assertTrue(self._activities(self.mentee_participation, LINE))

    def test_another_department(self):
        self._write(self.mentee_employee, department_id=self.research.id)
        self.assertEqual(self.mentee_participation.hr_event, "department")
        self.assertTrue(self._activities(self.mentee_participation))

    def test_departure_is_dated(self):
        self._write(self.mentee_employee, departure_date="2030-01-31")
        self.assertEqual(self.mentee_participation.hr_event, "departure")
        self.assertEqual(self.mentee_participation.state, "accepted")
        self.assertTrue(self._activities(self.mentee_participation))

    def test_archived_before_a_decision_is_withdrawn(self):
        participation = self._create_participation(
            self.plain_employee, "mentee", state="submitted"
        )
        mails = self.env["mentorat.outbox"].search_count([])
        self._write(self.plain_employee, active=False)
        self.assertEqual(participation.state, "withdrawn")
        self.assertEqual(self.env["mentorat.outbox"].search_count([]), mails)

    def test_archived_participant_is_proposed_to_the_referent(self):
        self._write(self.mentee_employee, active=False)
        self.assertEqual(self.mentee_participation.state, "accepted")
        self.assertTrue(self._activities(self.mentee_participation))

    def test_nothing_for_those_who_take_no_part(self):
        self.mentee_participation.state = "completed"
        self._write(self.mentee_employee, parent_id=self.plain_employee.id)
        self._write(self.plain_employee, parent_id=False)
        self.assertFalse(self.mentee_participation.hr_event)

    def test_employees_who_take_no_part_cost_one_query(self):
        def count(number):
            employees = self._new_employees([{"name": f"E{i}"} for i in range(number)])
            self.env.flush_all()
            start = self.env.cr.sql_log_count
            employees._note_mentoring_event("manager")
            return self.env.cr.sql_log_count - start

        self.assertEqual([count(10), count(50)], [1, 1])

from unittest.mock import patch

from .common import MentoratCase


class TestOutbox(MentoratCase):
    template = "mentorat_programme.mail_template_participation_decided"

    def _post(self, event="accepted"):
        outbox = self.env["mentorat.outbox"]
        recipients = [(self.mentee_participation, self.mentee.partner_id)]
        outbox._post(self.template, event, recipients)
        return outbox.search([("res_id", "=", self.mentee_participation.id)])

    def test_once_for_each_event(self):
        self.assertEqual(len(self._post()), 1)
        self.assertEqual(len(self._post()), 1)
        self.assertEqual(len(self._post("withdrawn")), 2)

    def test_cron_hands_over(self):
        outbox = self.env["mentorat.outbox"]
        outbox.search([("state", "=", "pending")]).state = "void"
        line = self._post()
        with patch.object(type(self.env["ir.cron"]), "_commit_progress") as progress:
            outbox._cron_send()
        progress.assert_called_once_with(1, remaining=0)
        self.assertEqual(line.state, "sent")
        mail = self.env["mail.mail"].search(
            [("recipient_ids", "in", self.mentee.partner_id.ids)]
        )
        self.assertEqual(mail.recipient_ids, self.mentee.partner_id)
        self.assertEqual(mail.state, "outgoing")

    def test_recipient_without_address(self):
        self.mentee.partner_id.email = False
        line = self._post()
        line._send()
        self.assertEqual(line.state, "void")

    def test_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.env.ref(self.template)
        template.with_context(lang="fr_FR").subject = "Votre candidature"
        self.mentee.partner_id.lang = "fr_FR"
        self._post()._send()
        mail = self.env["mail.mail"].search(
            [("recipient_ids", "in", self.mentee.partner_id.ids)]
        )
        self.assertEqual(mail.subject, "Votre candidature")

    def test_two_people_of_one_record(self):
        pair = self._create_pair("accepted")
        outbox = self.env["mentorat.outbox"]
        people = (self.mentor | self.mentee).partner_id
        outbox._post(
            "mentorat_programme.mail_template_pair_active", "twice", [(pair, people)]
        )
        lines = outbox.search([("res_id", "=", pair.id), ("event", "like", "twice")])
        lines._send()
        mails = self.env["mail.mail"].search(
            [("model", "=", "mentorat.pair"), ("res_id", "=", pair.id)]
        )
        self.assertEqual(len(mails), 2)
        self.assertEqual(mails.recipient_ids, people)
        self.assertEqual([len(mail.recipient_ids) for mail in mails], [1, 1])
        self.assertEqual(set(lines.mapped("state")), {"sent"})

    def _count_queries(self, number):
        partners = self.env["res.partner"].create(
            [{"name": f"P{i}", "email": f"p{i}@example.com"} for i in range(number)]
        )
        participations = self.env["mentorat.participation"].create(
            [
                {
                    "programme_id": self.programme.id,
                    "employee_id": employee.id,
                    "role": "mentee",
                }
                for employee in self.env["hr.employee"].create(
                    [
                        {"name": f"E{i}", "company_id": self.company.id}
                        for i in range(number)
                    ]
                )
            ]
        )
        outbox = self.env["mentorat.outbox"]
        recipients = list(zip(participations, partners, strict=True))
        outbox._post(self.template, "counted", recipients)
        lines = outbox.search([("res_id", "in", participations.ids)])
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.env.cr.sql_log_count
        lines._send()
        self.env.flush_all()
        return self.env.cr.sql_log_count - start

    def test_queries_per_mail(self):
        self._count_queries(2)
        few, many = self._count_queries(10), self._count_queries(100)
        # One statement for each mail, its recipient, and a few for each hundred.
        self.assertLessEqual(many - few, 90 + 10)

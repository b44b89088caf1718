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

    def test_mail_queue_goes_on(self):
        """More mails than one run sends do not wait for an hour."""
        mails = self.env["mail.mail"]
        mails.search([("state", "=", "outgoing")]).state = "cancel"
        mails.create([{"email_to": f"{i}@example.com"} for i in range(3)])
        cron = self.env.ref("mail.ir_cron_mail_scheduler_action")

        def count_triggers(send):
            triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
            triggers.unlink()
            with patch.object(type(mails), "send", send):
                mails.process_email_queue(batch_size=2)
            return triggers.search_count([("cron_id", "=", cron.id)])

        def send(mails, **kwargs):
            mails.state = "sent"

        # Nothing is sent: it waits; then two are, and the last one is next; then none is left.
        self.assertEqual(count_triggers(lambda mails, **kwargs: None), 0)
        self.assertEqual(count_triggers(send), 1)
        self.assertEqual(count_triggers(send), 0)

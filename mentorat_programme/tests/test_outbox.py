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

"""A pair that has been at work for a while, and what happens to it in time."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields

from .common import MentoratCase


class FollowUpCase(MentoratCase):
    """``pair``: active for 10 days in a programme that goes on, met 5 days ago."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        cls.programme.write(
            {
                "date_start": cls._day(-300),
                "date_end": cls._day(300),
            }
        )
        cls.pair = cls._create_pair()
        cls.pair.write({"date_start": cls._day(-10), "phase": "progress"})
        cls.first = cls._meet(-5)
        cls._look()

    @classmethod
    def _day(cls, days):
        return cls.today + timedelta(days=days)

    @classmethod
    def _meet(cls, days, state="held", pair=None):
        return cls.env["mentorat.meeting"].create(
            {
                "pair_id": (pair or cls.pair).id,
                "date_start": fields.Datetime.now() + timedelta(days=days),
                "state": state,
            }
        )

    @classmethod
    def _look(cls):
        """End the transaction, as far as a test can."""
        cls.env.cr.flush()

    def _codes(self, pair=None):
        self._look()
        return [found["code"] for found in (pair or self.pair).health_findings or ()]

    def _run_cron(self, method):
        with patch.object(type(self.env["ir.cron"]), "_commit_progress") as progress:
            method()
        return progress

    def _run_health(self):
        return self._run_cron(self.env["mentorat.pair"]._cron_refresh_health)

    def _set_rule(self, code, **values):
        line = self.programme.health_rule_ids.filtered(lambda rule: rule.code == code)
        line.write(values)
        return line

    def _mails(self, template, record=None):
        domain = [
            ("template_id", "=", self.env.ref(f"mentorat_programme.{template}").id)
        ]
        if record:
            domain.append(("res_id", "=", record.id))
        return self.env["mentorat.outbox"].search(domain)

    def _activities(self, record, name="mail_activity_pair_health"):
        kind = self.env.ref(f"mentorat_programme.{name}")
        return record.activity_ids.filtered(lambda a: a.activity_type_id == kind)

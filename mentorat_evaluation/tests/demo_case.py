from unittest.mock import patch

from .common import EvaluationCase


class ClosedProgrammeCase(EvaluationCase):
    """The programme that the demo tells from start to end, made among the people of tests."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        supervisor = cls._new_user(
            "m_demo_supervisor", "mentorat_programme.group_supervisor"
        )
        users = {
            "user_niv": cls.engineer,
            "user_barty_mcbly": cls.referent,
            "user_supervisor": supervisor,
            "user_ombudsperson": cls.plain,
        }
        # Without demo data there are no such people.
        cls.env["ir.model.data"]._update_xmlids(
            [
                {"xml_id": f"mentorat_programme.{name}", "record": user}
                for name, user in users.items()
            ]
        )
        cls.outbox = cls.env["mentorat.outbox"].search([])
        with patch.object(cls.env.registry["mail.mail"], "create") as cls.mails:
            cls.env["mentorat.programme"]._load_closed_programme_demo()
            cls.env.flush_all()
        cls.finished = cls.env.ref("mentorat_evaluation.programme_finished")
        cls.later = cls.env.ref("mentorat_evaluation.programme_following")

    def _campaign(self, name):
        return self.finished._demo_get_campaign(name)

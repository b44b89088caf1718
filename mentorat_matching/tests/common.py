"""Runs on the people of ``mentorat_programme``'s tests, and a few more."""

from odoo.addons.mentorat_programme.tests.common import MentoratCase


class MatchingMixin:
    """Besides the people of ``MentoratMixin``, of whom one mentor and one mentee match."""

    @classmethod
    def _create_people(cls, role, wishes, **values):
        """Create an accepted participation for each list of ``(skill, level)``."""
        employees = cls._new_employees(
            [{"name": f"{role} {number}"} for number in range(len(wishes))]
        )
        return cls.env["mentorat.participation"].concat(
            *(
                cls._create_participation(employee, role, skills, **values)
                for employee, skills in zip(employees, wishes, strict=True)
            )
        )

    def _create_run(self, user=None):
        runs = self.env["mentorat.matching.run"].with_user(user or self.engineer)
        return runs.create({"programme_id": self.programme.id})

    def _compute(self, run=None):
        """Launch a run, let the cron compute it, and return it."""
        run = run or self._create_run()
        run.action_launch()
        self._run_cron()
        return run

    def _publish(self):
        """Return the proposals of a run that was computed and published."""
        run = self._compute()
        run.action_apply()
        return run.proposal_ids.sudo()

    @classmethod
    def _show_profile(cls, participation, text="I weave."):
        """Publish a profile as its person does, and return it."""
        participation.with_user(participation.user_id)._save_profile(text, True)
        return participation.profile_ids

    def _run_cron(self):
        self.env.ref("mentorat_matching.ir_cron_run").method_direct_trigger()

    def _pairs(self, run):
        """Return the ``{(mentor, mentee)}`` that a run proposes."""
        return {(p.mentor_id.id, p.mentee_id.id) for p in run.sudo().proposal_ids}


class MatchingCase(MatchingMixin, MentoratCase):
    def _run_cron(self):
        with self.enter_registry_test_mode():
            return super()._run_cron()

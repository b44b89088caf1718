from odoo import models
from odoo.fields import Command

from . import closed_pairs
from . import closed_programme as story


class MentoratDemoSupervisionMixin(models.AbstractModel):
    """How the mentors of the demo were supervised."""

    _name = "mentorat.demo.supervision.mixin"
    _description = "Supervision of the demo"

    def _demo_supervise(self, mentors):
        """Hold the sessions of the groups of mentors; not everybody comes each time."""
        supervisor = self.supervisor_ids
        count = len(story.SUPERVISION_GROUPS)
        groups = self.env["mentorat.supervision.group"].create(
            [
                {
                    "name": name,
                    "programme_id": self.id,
                    "supervisor_id": supervisor.id,
                    "member_ids": [Command.set(mentors[place::count].ids)],
                }
                for place, name in enumerate(story.SUPERVISION_GROUPS)
            ]
        )
        sessions = self.env["mentorat.supervision"].create(
            [
                {
                    "programme_id": self.id,
                    "group_id": group.id,
                    "supervisor_id": supervisor.id,
                    "theme": theme,
                    "date_start": self._demo_noon(self._demo_day(2 + 3 * turn)),
                }
                for group in groups
                for turn, theme in enumerate(story.SUPERVISION_THEMES)
            ]
        )
        sessions.action_hold()
        sessions.attendance_ids[:: closed_pairs.ABSENT].state = "absent"

from .portal import MentoratPortal


class MentoratPortalSkill(MentoratPortal):
    """The vocabulary of skills, for the forms in which one is chosen."""

    def _get_skills(self, env):
        return env["hr.skill"].search([])

    def _get_levels(self, env):
        return env["hr.skill.level"].search([])

    def _get_skill_choices(self, env):
        """Return the options of the controls for skills, as plain values.

        ``skill_groups`` and ``level_groups``: ``[(type id, type name, [(id, name)])]``;
        ``priorities``: ``[(value, label)]``.
        """
        priority = env["mentorat.participation.skill"]._fields["priority"]
        return {
            "skill_groups": self._group_by_type(self._get_skills(env)),
            "level_groups": self._group_by_type(
                self._get_levels(env).sorted("level_progress")
            ),
            "priorities": priority._description_selection(env),
        }

    def _group_by_type(self, records):
        return [
            (kind.id, kind.name, [(record.id, record.name) for record in of_kind])
            for kind, of_kind in records.grouped("skill_type_id").items()
        ]

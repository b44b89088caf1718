from collections import Counter, defaultdict

from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.mentorat_programme.core.transitions import LIVE_PAIR_STATES

from ..core.people import Person, SkillLevel, Weighting
from ..core.problem import Problem


class MentoratMatchingReader(models.AbstractModel):
    """Reads the people of a programme into a ``core.problem.Problem``.

    The number of queries does not depend on the number of people.
    """

    _name = "mentorat.matching.reader"
    _inherit = "mentorat.matching.facts.mixin"
    _description = "What a matching run computes from"

    def _read_problem(self, programme, weightings):
        """Return the ``Problem`` of those of ``programme`` who can be matched now.

        :param list weightings: as ``mentorat.criterion._get_weightings`` returns them
        :raises UserError: when a criterion cannot be used, naming it
        """
        # The reporting line, contracts, levels and wishes are not the team's to read. They
        # decide here and are shown to nobody, except as the reasons of a proposal.
        self = self.sudo()
        weightings = tuple(Weighting(**weighting) for weighting in weightings)
        active = [weighting for weighting in weightings if not weighting.is_idle]
        proposals = self.env["mentorat.matching.proposal"].search_fetch(
            [("programme_id", "=", programme.id), ("published", "=", True)],
            ["mentor_id", "mentee_id", "is_open", "pair_id"],
        )
        places = self._read_places(programme, proposals.filtered("is_open"))
        people = self.env["mentorat.participation"].browse(list(places))
        mentees = people.filtered(lambda person: person.role == "mentee")
        mentors = people - mentees
        hierarchy = self._read_hierarchy(people.employee_id)
        skills = self._read_skills(mentees, mentors)
        facts = self._read_facts(programme, people, active)

        def person(participation):
            employee_id = participation.employee_id.id
            return Person(
                participation.id,
                employee_id,
                places[participation.id],
                *hierarchy[employee_id],
                skills[participation.id],
                **facts[participation.id],
            )

        barred = {
            (proposal.mentee_id.id, proposal.mentor_id.id)
            for proposal in proposals
            if not proposal.pair_id
        }
        barred |= self._read_exclusions(mentees, mentors)
        past = self._read_past_pairs(mentees, mentors)
        # Without a criterion that says what it costs, nobody is a pair twice.
        if not any(weighting.kind == "past_pair" for weighting in weightings):
            barred |= past
            past = set()
        hooks = self.env["mentorat.criterion"]._read_hooks(active, mentees, mentors)
        return Problem(
            weightings=weightings,
            mentees=tuple(person(mentee) for mentee in mentees),
            mentors=tuple(person(mentor) for mentor in mentors),
            barred=tuple(sorted(barred)),
            past=tuple(sorted(past)),
            hooks=hooks,
        )

    def _read_places(self, programme, proposals):
        """Return ``{participation id: places}`` of those who can be matched, in order.

        Mentees have one when they have no mentor. A place that one of ``proposals``, the
        open ones, offers is taken until both have answered.
        """
        participations = self.env["mentorat.participation"].search_fetch(
            [
                ("programme_id", "=", programme.id),
                ("state", "=", "accepted"),
                ("employee_id.active", "=", True),
                ("wants_match", "=", True),
            ],
            ["employee_id", "role", "seats_free"],
            order="id",
        )
        pairs = self.env["mentorat.pair"].search_fetch(
            [("programme_id", "=", programme.id), ("state", "in", LIVE_PAIR_STATES)],
            ["mentee_id"],
        )
        taken = Counter(proposal.mentor_id.id for proposal in proposals)
        taken.update((pairs.mentee_id | proposals.mentee_id).ids)
        free = {
            person.id: (person.seats_free if person.role == "mentor" else 1)
            - taken[person.id]
            for person in participations
        }
        return {person_id: places for person_id, places in free.items() if places > 0}

    def _read_hierarchy(self, employees):
        """Return ``{employee id: (department id or 0, superiors among employees)}``."""
        self.env["hr.employee"].flush_model(["parent_id", "current_version_id"])
        self.env["hr.version"].flush_model(["department_id"])
        rows = self.env.execute_query(
            SQL(
                "SELECT employee.id, employee.parent_id, version.department_id "
                "FROM hr_employee employee "
                "LEFT JOIN hr_version version ON version.id = employee.current_version_id"
            )
        )
        parents = {row[0]: row[1] for row in rows}
        departments = {row[0]: row[2] or 0 for row in rows}
        concerned = set(employees.ids)

        def superiors(employee_id):
            above, manager = set(), parents[employee_id]
            while manager and manager not in above:
                above.add(manager)
                manager = parents.get(manager)
            return tuple(sorted((above & concerned) - {employee_id}))

        return {
            employee_id: (departments[employee_id], superiors(employee_id))
            for employee_id in employees.ids
        }

    def _read_skills(self, mentees, mentors):
        """Return ``{participation id: SkillLevels}`` of what is wanted and offered."""
        lines = self.env["mentorat.participation.skill"].search_fetch(
            [("participation_id", "in", (mentees | mentors).ids)],
            ["participation_id", "skill_id", "skill_level_id", "priority"],
            order="participation_id, skill_id",
        )
        current = self._read_current_levels(mentees.employee_id, lines.skill_id)
        wanting = set(mentees.ids)
        skills = defaultdict(tuple)
        for line in lines:
            participation = line.participation_id
            key = (participation.employee_id.id, line.skill_id.id)
            skills[participation.id] += (
                SkillLevel(
                    skill=line.skill_id.id,
                    level=line.skill_level_id.id,
                    progress=line.skill_level_id.level_progress,
                    priority=int(line.priority),
                    current=current[key] if participation.id in wanting else 0,
                ),
            )
        return skills

    def _read_current_levels(self, employees, skills):
        """Return ``{(employee id, skill id): progress 0..100}`` as of today, 0 unknown."""
        today = fields.Date.context_today(self)
        lines = self.env["hr.employee.skill"].search_fetch(
            [
                ("employee_id", "in", employees.ids),
                ("skill_id", "in", skills.ids),
                ("valid_from", "<=", today),
                "|",
                ("valid_to", "=", False),
                ("valid_to", ">=", today),
            ],
            ["employee_id", "skill_id", "skill_level_id"],
        )
        current = Counter()
        for line in lines:
            key = (line.employee_id.id, line.skill_id.id)
            current[key] = max(current[key], line.skill_level_id.level_progress)
        return current

    def _read_past_pairs(self, mentees, mentors):
        """Return the ``{(mentee id, mentor id)}`` of those who were once a pair."""
        pairs = self.env["mentorat.pair"].search_fetch(
            [
                ("mentor_id.employee_id", "in", mentors.employee_id.ids),
                ("mentee_id.employee_id", "in", mentees.employee_id.ids),
            ],
            ["mentor_id", "mentee_id"],
        )
        mentee_of = {mentee.employee_id: mentee.id for mentee in mentees}
        mentor_of = {mentor.employee_id: mentor.id for mentor in mentors}
        return {
            (
                mentee_of[pair.mentee_id.employee_id],
                mentor_of[pair.mentor_id.employee_id],
            )
            for pair in pairs
        }

    def _read_exclusions(self, mentees, mentors):
        """Return the ``{(mentee id, mentor id)}`` whom engineers of any company keep apart."""
        mentee_of = {mentee.employee_id.id: mentee.id for mentee in mentees}
        mentor_of = {mentor.employee_id.id: mentor.id for mentor in mentors}
        exclusions = self.env["mentorat.exclusion"].search_fetch(
            [
                ("employee_id", "in", [*mentee_of, *mentor_of]),
                ("other_id", "in", [*mentee_of, *mentor_of]),
            ],
            ["employee_id", "other_id"],
        )
        both = [(e.employee_id.id, e.other_id.id) for e in exclusions]
        both += [(other, one) for one, other in both]
        return {
            (mentee_of[one], mentor_of[other])
            for one, other in both
            if one in mentee_of and other in mentor_of
        }

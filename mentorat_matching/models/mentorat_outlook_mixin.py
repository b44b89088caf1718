from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.mentorat_programme.core.groups import TEAM_GROUPS

from ..core.outlook import look_ahead

# People named one by one; of more, the number is told.
NAMES_TOLD = 30
SKILLS_TOLD = 15
WISH_MODES = ("ranking", "shortlist")


class MentoratOutlookMixin(models.AbstractModel):
    """What an engineer looks at before people are matched."""

    _name = "mentorat.outlook.mixin"
    _description = "Outlook on a matching run"

    matching_outlook = fields.Html(
        compute="_compute_matching_outlook",
        sanitize=False,
        exportable=False,
        groups=TEAM_GROUPS,
    )

    # COMPUTE

    def _compute_matching_outlook(self):
        for programme in self:
            programme.matching_outlook = self.env["ir.qweb"]._render(
                "mentorat_matching.matching_outlook", programme._get_outlook_values()
            )

    # ACTIONS

    def action_check_matching(self):
        """Show what stands in the way of a good match, before any run."""
        self.ensure_one()
        self._check_role("engineer", "referent")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentorat_matching.mentorat_programme_action_outlook"
        )
        return {**action, "res_id": self.id}

    # BUSINESS

    def _get_outlook_values(self):
        """Return the values of the outlook, for the team of the programme."""
        self.ensure_one()
        weightings = self.criterion_ids._get_weightings()
        holders = dict(
            self.env["mentorat.skill.map"]._read_group(
                [("programme_id", "=", self.id)], ["skill_id"], ["holders:max"]
            )
        )
        values = {"programme": self, "notes": self._get_outlook_notes()}
        reader = self.env["mentorat.matching.reader"]
        try:
            problem = reader._read_problem(self, weightings)
            outlook = look_ahead(
                problem, {skill.id: count for skill, count in holders.items()}
            )
        except (UserError, ValueError) as error:
            return {**values, "error": str(error), "outlook": None}
        ids = [line[0] for line in (*outlook.unmet, *outlook.short, *outlook.scarce)]
        names = {
            s.id: s.display_name for s in self.env["hr.skill"].browse(ids).exists()
        }
        return {
            **values,
            "error": None,
            "outlook": outlook,
            "skill_names": names,
            "skills_told": SKILLS_TOLD,
            "stuck": self._describe_stuck(problem, outlook.stuck, weightings),
            "names_told": NAMES_TOLD,
        }

    def _describe_stuck(self, problem, stuck, weightings):
        """Return ``[(name, why)]`` of the mentees whom no mentor suits."""
        runs = self.env["mentorat.matching.run"]
        # Words for what stops somebody are those of a run; nothing is kept of this one.
        run = runs.new({"programme_id": self.id, "weightings": weightings})
        lines = self.env["mentorat.matching.unmatched"]
        people = self.env["mentorat.participation"]
        told = []
        for row, obstacle in (stuck or ())[:NAMES_TOLD]:
            line = lines.new({"run_id": run, "reason": obstacle.reason})
            name = people.browse(problem.mentees[row].id).employee_name
            told.append((name, line._get_reason_text(obstacle.as_dict())))
        return told

    def _get_outlook_notes(self):
        """Return what else is to be known, one text each."""
        people = self.participation_ids.filtered(lambda p: p.state == "accepted")
        silent = people.filtered(lambda person: not person.user_id)
        conflicts = people.filtered(
            lambda p: p.conflict_state == "declared" and not p.conflict_settled
        )
        notes = []
        if conflicts:
            notes.append(
                self.env._(
                    "Conflicts of interest declared and not dealt with: %(count)s. Read "
                    "them, and exclude whom they concern.",
                    count=len(conflicts),
                )
            )
        if silent:
            notes.append(
                self.env._(
                    "Accepted people without a login, who cannot answer: %(count)s.",
                    count=len(silent),
                )
            )
        return notes + self._get_choice_notes(people)

    def _get_choice_notes(self, people):
        """Return what the way of choosing lacks.

        :param people: the accepted participations
        """
        notes = []
        mode = self.choice_mode
        if mode in WISH_MODES and not self.criterion_ids.filtered(
            lambda criterion: criterion.kind == "preference" and criterion.weight
        ):
            notes.append(
                self.env._(
                    "People rank each other, but the criterion of wishes has no weight: "
                    "what they choose would not count."
                )
            )
        if mode != "engineer":
            mentors = people.filtered(lambda person: person.role == "mentor")
            hidden = mentors.filtered(
                lambda person: not any(person.profile_ids.mapped("is_published"))
            )
            if hidden:
                notes.append(
                    self.env._(
                        "Mentors who show no profile and cannot be chosen: %(hidden)s of "
                        "%(count)s.",
                        hidden=len(hidden),
                        count=len(mentors),
                    )
                )
        return notes

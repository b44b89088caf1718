from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .mentorat_choice_mixin import PROFILE_MODES
from .mentorat_matching_run import MATCHING_STATES

TEXT_LIMIT = 1000
# Ids of the participations, in the same programmes, of those who are out of the question:
# the same person, who is above or below at any depth, whom engineers keep apart.
BARRED = """
    WITH RECURSIVE own AS (
        SELECT DISTINCT programme_id, employee_id
        FROM mentorat_participation
        WHERE id IN %(participations)s
    ), above AS (
        SELECT employee_id AS id FROM own
        UNION
        SELECT employee.parent_id
        FROM hr_employee employee
        JOIN above ON above.id = employee.id
        WHERE employee.parent_id IS NOT NULL
    ), below AS (
        SELECT employee_id AS id FROM own
        UNION
        SELECT employee.id
        FROM hr_employee employee
        JOIN below ON below.id = employee.parent_id
    ), barred AS (
        SELECT id FROM above
        UNION
        SELECT id FROM below
        UNION
        SELECT
            CASE exclusion.employee_id
                WHEN own.employee_id THEN exclusion.other_id
                ELSE exclusion.employee_id
            END
        FROM mentorat_exclusion exclusion
        JOIN own ON own.employee_id IN (exclusion.employee_id, exclusion.other_id)
    )
    SELECT participation.id
    FROM mentorat_participation participation
    JOIN barred ON barred.id = participation.employee_id
    WHERE participation.programme_id IN (SELECT programme_id FROM own)
"""


class MentoratProfile(models.Model):
    """What a participant shows of themselves to those who may become their pair.

    Only with their consent, and no more than what they wrote, their skills and languages:
    nothing that a manager or human resources know. Written through the participation, by
    its person alone.
    """

    _name = "mentorat.profile"
    _description = "Profile of a participant"
    _order = "id"

    participation_id = fields.Many2one(
        "mentorat.participation",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    programme_id = fields.Many2one(
        related="participation_id.programme_id", store=True, index=True
    )
    company_id = fields.Many2one(related="participation_id.company_id", store=True)
    user_id = fields.Many2one(
        related="participation_id.user_id",
        string="Login",
        store=True,
        index="btree_not_null",
    )
    role = fields.Selection(related="participation_id.role", store=True)
    name = fields.Char(related="participation_id.employee_name")
    text = fields.Text("About me", readonly=True)
    skill_ids = fields.Many2many(
        "hr.skill", string="Skills", compute="_compute_skill_ids", store=True
    )
    language_ids = fields.Many2many(related="participation_id.language_ids")
    seats_free = fields.Integer(related="participation_id.seats_free", store=True)
    is_published = fields.Boolean(
        "Shown",
        readonly=True,
        help="The person agrees to be shown to those who may become their pair.",
    )
    published_on = fields.Date("Agreed on", readonly=True)
    is_listed = fields.Boolean(
        "Listed",
        compute="_compute_is_listed",
        store=True,
        index=True,
        help="Shown, of somebody who takes part in a programme where people choose.",
    )
    shown_to_me = fields.Boolean(
        compute="_compute_shown_to_me",
        search="_search_shown_to_me",
        help="I take part on the other side of the programme, and may choose this person.",
    )

    _once = models.Constraint(
        "UNIQUE(participation_id)", "There is a profile for this participation already."
    )

    # COMPUTE

    @api.depends("participation_id.skill_ids.skill_id")
    def _compute_skill_ids(self):
        for profile in self:
            profile.skill_ids = profile.participation_id.skill_ids.skill_id

    @api.depends(
        "is_published",
        "participation_id.state",
        "programme_id.state",
        "programme_id.choice_mode",
    )
    def _compute_is_listed(self):
        for profile in self:
            programme = profile.programme_id
            profile.is_listed = (
                profile.is_published
                and profile.participation_id.state == "accepted"
                and programme.choice_mode in PROFILE_MODES
                and programme.state in MATCHING_STATES
            )

    @api.depends_context("uid")
    @api.depends("is_listed")
    def _compute_shown_to_me(self):
        # Whether, and nothing else.
        found = self.sudo().search(
            Domain("id", "in", self.ids) & Domain("shown_to_me", "=", True)
        )
        for profile in self:
            profile.shown_to_me = profile.id in found._ids

    def _search_shown_to_me(self, operator, value):
        """Search at each use: what a person may see changes with every move of theirs."""
        if operator != "in" or True not in value:
            return NotImplemented
        # The person's own participations, to know whom they may choose.
        own = (
            self.env["mentorat.participation"]
            .sudo()
            .search_fetch(
                [
                    ("user_id", "=", self.env.uid),
                    ("state", "=", "accepted"),
                    ("programme_id.choice_mode", "in", PROFILE_MODES),
                ],
                ["role", "programme_id"],
            )
        )
        if not own:
            return Domain.FALSE
        sides = Domain.OR(self._get_side_domain(participation) for participation in own)
        return (
            Domain("is_listed", "=", True)
            & sides
            & Domain("participation_id", "not in", self._get_barred_ids(own))
        )

    def _get_barred_ids(self, participations):
        """Return the ids of those whom the people of ``participations`` may not choose."""
        for model, names in {
            "mentorat.participation": ["programme_id", "employee_id"],
            "mentorat.exclusion": ["employee_id", "other_id"],
            "hr.employee": ["parent_id"],
        }.items():
            self.env[model].flush_model(names)
        rows = self.env.execute_query(SQL(BARRED, participations=participations._ids))
        return [row[0] for row in rows]

    def _get_side_domain(self, participation):
        """Return the domain of whom somebody who takes part may choose."""
        mode = participation.programme_id.choice_mode
        is_mentor = participation.role == "mentor"
        if is_mentor and mode != "ranking":
            return Domain.FALSE
        domain = Domain("programme_id", "=", participation.programme_id.id) & Domain(
            "role", "=", "mentee" if is_mentor else "mentor"
        )
        if mode == "shortlist":
            mentors = participation.shortlist_ids.mentor_id
            domain &= Domain("participation_id", "in", mentors.ids)
        return domain

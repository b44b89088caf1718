from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.mentorat_programme.core.groups import GROUP_ADMINISTRATOR, TEAM_GROUPS

from ..core.indicators import Figure, rate, ratio
from ..core.own import AVERAGED, OPERATORS, RECORDS

OWN_FORMULAS = ("record_count", "record_share", "record_average")
# Who is behind a record.
PEOPLE = {
    "mentorat.participation": SQL(
        "SELECT id, COALESCE(employee_id, -id) AS someone FROM mentorat_participation"
    ),
    "mentorat.pair": SQL(
        """SELECT pair.id, COALESCE(person.employee_id, -person.id) AS someone
             FROM mentorat_pair pair JOIN mentorat_participation person
               ON person.id IN (pair.mentor_id, pair.mentee_id)"""
    ),
    "mentorat.meeting": SQL(
        """SELECT meeting.id, COALESCE(person.employee_id, -person.id) AS someone
             FROM mentorat_meeting meeting
             JOIN mentorat_pair pair ON pair.id = meeting.pair_id
             JOIN mentorat_participation person
               ON person.id IN (pair.mentor_id, pair.mentee_id)"""
    ),
    "mentorat.supervision": SQL(
        """SELECT attendance.supervision_id AS id,
                  COALESCE(person.employee_id, -person.id) AS someone
             FROM mentorat_supervision_attendance attendance
             JOIN mentorat_participation person
               ON person.id = attendance.participation_id"""
    ),
}


class MentoratOwnFormulasMixin(models.AbstractModel):
    """Indicators that engineers make up: records that they choose by a condition, no code.

    They are computed for the programmes they are of, as things stand on the day of the
    computation: a condition looks at states of today.
    """

    _name = "mentorat.own.formulas.mixin"
    _inherit = "mentorat.formula.mixin"
    _description = "Formulas made up"

    programme_ids = fields.Many2many(
        "mentorat.programme",
        string="Programmes",
        groups=f"{TEAM_GROUPS},hr.group_hr_user",
        help="Those for which it is computed; all of them when empty.",
    )
    record_model = fields.Selection(
        [
            ("mentorat.participation", "Participations"),
            ("mentorat.pair", "Pairs"),
            ("mentorat.meeting", "Meetings"),
            ("mentorat.supervision", "Supervisions"),
        ],
        "What is counted",
    )
    among_domain = fields.Char("Among", default="[]")
    condition_domain = fields.Char("Of these, those that", default="[]")
    averaged_field = fields.Char(
        "Field averaged", help="Technical name of a number of what is counted."
    )

    # CONSTRAINTS

    @api.constrains(
        "formula",
        "record_model",
        "among_domain",
        "condition_domain",
        "averaged_field",
    )
    def _check_own_formula(self):
        for indicator in self.filtered(lambda record: record.formula in OWN_FORMULAS):
            if not indicator.record_model:
                raise ValidationError(
                    self.env._("Choose what “%(name)s” counts.", name=indicator.name)
                )
            indicator._get_domain(indicator.among_domain)
            indicator._get_domain(indicator.condition_domain)
            numbers = AVERAGED[indicator.record_model]
            if (
                indicator.formula == "record_average"
                and indicator.averaged_field not in numbers
            ):
                raise ValidationError(
                    self.env._(
                        "Of these records, these numbers can be averaged: %(fields)s.",
                        fields=", ".join(numbers),
                    )
                )

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        indicators = super().create(vals_list)
        indicators._check_own_programmes()
        return indicators

    def write(self, vals):
        result = super().write(vals)
        if "programme_ids" in vals:
            self._check_own_programmes()
        return result

    # BUSINESS

    @api.model
    def _get_formulas(self):
        return [
            *super()._get_formulas(),
            ["record_count", "programme", self.env._("Own: number of records")],
            ["record_share", "programme", self.env._("Own: share of records")],
            [
                "record_average",
                "programme",
                self.env._("Own: average of a number of records"),
            ],
        ]

    def _get_figures(self, programmes, date):
        if self.programme_ids:
            programmes &= self.programme_ids
        return super()._get_figures(programmes, date) if programmes else []

    def _figures_record_count(self, programmes, date):
        counts = self._aggregate(programmes, self._get_domain(self.among_domain))
        return self._measure_records(
            programmes, lambda programme: counts.get(programme)
        )

    def _figures_record_share(self, programmes, date):
        among = self._get_domain(self.among_domain)
        counts = self._aggregate(programmes, among)
        met = self._aggregate(
            programmes, among & self._get_domain(self.condition_domain)
        )
        return self._measure_records(
            programmes,
            lambda programme: (
                rate(met.get(programme, 0), counts.get(programme, 0), 0).value
            ),
        )

    def _figures_record_average(self, programmes, date):
        """A record without the number counts as 0."""
        among = self._get_domain(self.among_domain)
        counts = self._aggregate(programmes, among)
        sums = self._aggregate(programmes, among, f"{self.averaged_field}:sum")
        return self._measure_records(
            programmes,
            lambda programme: (
                ratio(sums.get(programme) or 0, counts.get(programme, 0), 0).value
            ),
        )

    def _check_own_programmes(self):
        """Keep engineers to their programmes.

        :raises AccessError: for a programme of others, or all of them
        """
        if self.env.su or self.env.user.has_group(GROUP_ADMINISTRATOR):
            return
        # Read to decide, nothing of them is shown.
        for indicator in self.sudo():
            programmes = indicator.programme_ids
            if not programmes or any(
                self.env.user not in programme.engineer_ids for programme in programmes
            ):
                raise AccessError(
                    self.env._(
                        "Choose programmes of which you are an engineer: an indicator of "
                        "all programmes is made by an administrator."
                    )
                )

    def _get_domain(self, text):
        """Return the domain that ``text`` stands for.

        :raises ValidationError: when it looks at anything but the fields of ``core.own``
        """
        self.ensure_one()
        names = RECORDS[self.record_model]
        try:
            domain = Domain(literal_eval(text or "[]"))
            for condition in domain.iter_conditions():
                if condition.field_expr not in names:
                    raise ValueError(condition.field_expr)
                if condition.operator not in OPERATORS:
                    raise ValueError(condition.operator)
            domain.validate(self.env[self.record_model])
        except (ValueError, SyntaxError, TypeError, KeyError) as error:
            raise ValidationError(
                self.env._(
                    "This condition cannot be used: %(cause)s. It may compare these "
                    "fields with values: %(fields)s.",
                    cause=error,
                    fields=", ".join(sorted(names)),
                )
            ) from None
        return domain

    def _aggregate(self, programmes, domain, aggregate="__count"):
        rows = self.env[self.record_model]._read_group(
            Domain("programme_id", "in", programmes.ids) & domain,
            ["programme_id"],
            [aggregate],
        )
        return dict(rows)

    def _measure_records(self, programmes, get_value):
        """Return a measure of each of ``programmes``, with the people behind its records."""
        domain = Domain("programme_id", "in", programmes.ids)
        domain &= self._get_domain(self.among_domain)
        records = self.env[self.record_model]
        rows = self.env.execute_query(
            SQL(
                """SELECT record.programme_id, COUNT(DISTINCT people.someone)
                     FROM %s record JOIN (%s) people ON people.id = record.id
                    WHERE record.id IN (%s)
                 GROUP BY record.programme_id""",
                SQL.identifier(records._table),
                PEOPLE[self.record_model],
                records._search(domain).select(),
            )
        )
        people = dict(rows)
        return [
            self._measure(
                programme, Figure(get_value(programme), people.get(programme.id, 0))
            )
            for programme in programmes
        ]

import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.criteria.own_field import RANKED

TYPES = ("boolean", "char", "date", "float", "integer", "many2one", "selection")
DEFAULT_FIELD = "job_id"
RANKED_TYPES = ("date", "float", "integer")
# What is a criterion of its own, what tells people apart, and how they are reached.
NOT_CHOSEN = frozenset(
    {
        "active",
        "address_id",
        "color",
        "company_id",
        "department_id",
        "employee_id",
        "id",
        "mobile_phone",
        "name",
        "resource_id",
        "user_id",
        "work_contact_id",
        "work_email",
        "work_location_id",
        "work_phone",
    }
)
# Words, of a name or a label, of what nobody is ever matched by: sex, age, origin, family,
# health, beliefs, pay, appraisals, and when the record or the login was made.
NEVER_MATCHED = frozenset(
    {
        "account",
        "age",
        "ages",
        "appraisal",
        "appraisals",
        "belief",
        "birth",
        "birthdate",
        "birthday",
        "children",
        "create",
        "created",
        "disability",
        "disabled",
        "ethnic",
        "ethnicity",
        "evaluation",
        "family",
        "gender",
        "health",
        "login",
        "marital",
        "nationality",
        "origin",
        "pay",
        "performance",
        "pregnancy",
        "rating",
        "religion",
        "salary",
        "sex",
        "spouse",
        "union",
        "wage",
        "write",
        "written",
    }
)


class MentoratCriterionFieldMixin(models.AbstractModel):
    """A criterion of one's own: a field that every employee may read, and a comparator."""

    _name = "mentorat.criterion.field.mixin"
    _description = "Criterion on a field of employees"

    field_name = fields.Selection(
        selection="_selection_field_name",
        string="Field",
        compute="_compute_field_name",
        store=True,
        readonly=False,
        precompute=True,
        copy=True,
        help="A field that every employee can read of the others.",
    )
    comparator = fields.Selection(
        [
            ("same", "Is the same"),
            ("different", "Is different"),
            ("close", "Is close"),
            ("above", "Is higher with the mentor"),
        ],
        default="same",
        required=True,
    )
    tolerance = fields.Float(
        "Close within",
        default=1,
        help="In the unit of the field; in days for a date.",
    )

    _field_is_chosen = models.Constraint(
        "CHECK((kind = 'field') = (field_name IS NOT NULL))",
        "Choose the field of employees that this criterion compares.",
    )
    _tolerance_positive = models.Constraint(
        "CHECK(tolerance > 0)", "What is close is within more than 0."
    )

    @api.constrains("field_name", "comparator")
    def _check_field_name(self):
        choosable = self._get_choosable_fields()
        for criterion in self.filtered("field_name"):
            if criterion.field_name not in choosable:
                raise ValidationError(
                    self.env._(
                        "“%(field)s” cannot be compared: choose a field that every "
                        "employee can read, and that says nothing of what nobody is "
                        "matched by, such as sex, age or pay.",
                        field=self._get_field_label(criterion.field_name),
                    )
                )
            kind = self.env["hr.employee.public"]._fields[criterion.field_name].type
            if criterion.comparator in RANKED and kind not in RANKED_TYPES:
                raise ValidationError(
                    self.env._(
                        "“%(field)s” is neither a number nor a date: compare whether it "
                        "is the same or different.",
                        field=self._get_field_label(criterion.field_name),
                    )
                )

    @api.model
    def _selection_field_name(self):
        public = self.env["hr.employee.public"]
        return sorted(
            (
                (name, public._fields[name]._description_string(self.env))
                for name in self._get_choosable_fields()
            ),
            key=lambda choice: choice[1].lower(),
        )

    @api.depends("kind")
    def _compute_field_name(self):
        choosable = self._get_choosable_fields()
        first = DEFAULT_FIELD if DEFAULT_FIELD in choosable else min(choosable)
        for criterion in self:
            criterion.field_name = criterion.kind == "field" and (
                criterion.field_name or first
            )

    @api.model
    def _get_choosable_fields(self):
        """Return the names of the fields that a criterion may compare (set).

        Columns of the public model, without groups, of a type that can be compared, that
        say nothing of what nobody is ever matched by.
        """
        return {
            name
            for name, field in self.env["hr.employee.public"]._fields.items()
            if field.store
            and field.column_type
            and field.type in TYPES
            and not field.groups
            and not field.translate
            and not field.company_dependent
            and name not in NOT_CHOSEN
            and not _tells(name, field.string, field.related)
        }

    @api.model
    def _get_field_label(self, name):
        """Return what people call a field of employees; its name when it is gone."""
        field = self.env["hr.employee.public"]._fields.get(name)
        return field._description_string(self.env) if field else name


def _tells(*texts):
    """Tell whether one of ``texts`` has a word of what nobody is ever matched by."""
    words = re.findall(r"[a-z]+", " ".join(text or "" for text in texts).lower())
    return not NEVER_MATCHED.isdisjoint(words)

from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ..core.groups import TEAM_GROUPS

ACCEPTING_STATES = ("open", "running")
# Applications that no longer stand in the way of another one.
GIVEN_UP_STATES = ("refused", "withdrawn")


class MentoratEligibilityMixin(models.AbstractModel):
    """Who may apply to a programme, when and in which role; and why not, in words."""

    _name = "mentorat.eligibility.mixin"
    _description = "Who may apply to a mentoring programme"

    eligibility_domain = fields.Char(
        "Who may take part",
        default="[]",
        help="Employees who may apply; everybody of the company when empty. Who does not "
        "meet a condition reads which one.",
    )
    eligible_count = fields.Integer(
        compute="_compute_eligible_count", groups=TEAM_GROUPS
    )

    # CONSTRAINTS

    @api.constrains("eligibility_domain")
    def _check_eligibility_domain(self):
        for programme in self:
            try:
                domain = programme._get_eligibility_domain()
                self.env["hr.employee.public"].search_count(domain, limit=1)
            except (ValueError, SyntaxError, TypeError, KeyError) as error:
                raise ValidationError(
                    self.env._(
                        "The condition on who may take part cannot be read: %(cause)s. "
                        "Only what every employee can see of a colleague may be used.",
                        cause=error,
                    )
                ) from None

    # COMPUTE

    @api.depends("eligibility_domain", "company_id")
    def _compute_eligible_count(self):
        for programme in self:
            try:
                programme.eligible_count = self.env["hr.employee.public"].search_count(
                    programme._get_eligibility_domain()
                )
            except (ValueError, SyntaxError, TypeError, KeyError):
                # While it is being typed; saving it tells what is wrong.
                programme.eligible_count = 0

    # ACTIONS

    def action_view_eligible(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hr.hr_employee_public_action"
        )
        return {**action, "domain": list(self._get_eligibility_domain())}

    # BUSINESS

    def _get_eligibility_domain(self):
        """Return the domain on ``hr.employee.public`` of those who may take part.

        Public fields only: a condition on private data would tell them by its count.

        :raises ValueError: when the stored condition is not a domain
        """
        self.ensure_one()
        condition = Domain(literal_eval(self.eligibility_domain or "[]"))
        return condition & Domain("company_id", "=", self.company_id.id)

    def _filter_eligible(self, employees):
        """Return those of ``employees`` (``hr.employee``) who may take part."""
        self.ensure_one()
        # The condition is the engineer's, on public fields: the applicant, who may be a
        # portal user, has no access to employees at all.
        # Filtered in memory, so that many programmes cost no query each.
        public_sudo = self.env["hr.employee.public"].sudo().browse(employees.ids)
        eligible_sudo = public_sudo.filtered("active").filtered_domain(
            self._get_eligibility_domain()
        )
        return employees.filtered(lambda employee: employee.id in eligible_sudo._ids)

    def _is_accepting(self):
        """Tell whether applications are received today."""
        return not self._get_closed_reason()

    def _get_application_obstacle(self, employee, role, any_time=False):
        """Return why ``employee`` cannot apply as ``role``: a text, or ``None``.

        :param bool any_time: whether to leave the dates aside
        """
        return (
            (not any_time and self._get_closed_reason())
            or self._get_ineligibility(employee)
            or self._get_role_conflict(employee, role)
        )

    def _get_closed_reason(self):
        """Return why applications are not received today: a text, or ``None``."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        if self.state not in ACCEPTING_STATES:
            return self.env._("This programme does not receive applications now.")
        if self.date_end < today:
            return self.env._(
                "This programme ended on %(date)s.",
                date=format_date(self.env, self.date_end),
            )
        if self.date_deadline and self.date_deadline < today and not self.late_joining:
            return self.env._(
                "Applications to this programme closed on %(date)s.",
                date=format_date(self.env, self.date_deadline),
            )
        return None

    def _get_ineligibility(self, employee):
        """Return why ``employee`` may not take part: a text, or ``None``.

        The text holds the conditions that the person does not meet, and no other.
        """
        self.ensure_one()
        if not employee or self._filter_eligible(employee):
            return None
        # Read to say to the person what stands in the way.
        public_sudo = self.env["hr.employee.public"].sudo().browse(employee.ids)
        if not public_sudo.active:
            return self.env._(
                "This employee is archived: who has left cannot take part. If it is a "
                "mistake, ask the human resources team to restore the employee."
            )
        domain = self._get_eligibility_domain()
        parts = domain.children if getattr(domain, "OPERATOR", "") == "&" else [domain]
        failed = [part for part in parts if not public_sudo.filtered_domain(part)]
        return self.env._(
            "This programme is for another group of employees. It asks for:\n"
            "%(conditions)s\n"
            "Ask its mentoring engineer if you think that it should include you.",
            conditions="\n".join(f"– {self._describe_condition(p)}" for p in failed),
        )

    def _get_role_conflict(self, employee, role):
        """Return why ``employee`` cannot apply as ``role`` beside the other role."""
        self.ensure_one()
        if self.both_roles:
            return None
        # Whether the person has applied in the other role: theirs to know.
        other = self.env["mentorat.participation"].sudo()
        if not other.search_count(
            [
                ("programme_id", "=", self.id),
                ("employee_id", "=", employee.id),
                ("role", "!=", role),
                ("state", "not in", GIVEN_UP_STATES),
            ],
            limit=1,
        ):
            return None
        return self.env._(
            "In this programme each person has one role, and there is an application in "
            "the other role already. Withdraw that one first."
        )

    # A CONDITION IN WORDS

    def _describe_condition(self, domain):
        """Return ``domain``, on ``hr.employee.public``, as somebody would say it."""
        if children := getattr(domain, "children", ()):
            link = (
                self.env._("%(first)s, and %(second)s")
                if domain.OPERATOR == "&"
                else self.env._("%(first)s, or %(second)s")
            )
            words, *others = map(self._describe_condition, children)
            for other in others:
                words = link % {"first": words, "second": other}
            return words
        if not hasattr(domain, "field_expr"):
            return self.env._("a condition that only its team can explain")
        return self._describe_comparison(
            domain.field_expr, domain.operator, domain.value
        )

    def _describe_comparison(self, path, operator, value):
        field, label = self._find_public_field(path)
        values = value if isinstance(value, (list, tuple, set)) else [value]
        negative = operator.startswith("not ") or operator == "!="
        parts = {
            "field": label,
            "operator": {"<=": "≤", ">=": "≥"}.get(operator, operator),
            "values": ", ".join(self._describe_value(field, item) for item in values),
        }
        if operator in ("<", ">", "<=", ">="):
            return "{field} {operator} {values}".format(**parts)
        if operator in ("child_of", "parent_of"):
            return self.env._("%(field)s: within %(values)s", **parts)
        if "like" in operator:
            return (
                self.env._("%(field)s: without “%(values)s”", **parts)
                if negative
                else self.env._("%(field)s: with “%(values)s”", **parts)
            )
        if field.type != "boolean" and not any(values):
            return (
                self.env._("%(field)s: filled in", **parts)
                if negative
                else self.env._("%(field)s: empty", **parts)
            )
        if negative:
            return self.env._("%(field)s: other than %(values)s", **parts)
        return self.env._("%(field)s: %(values)s", **parts)

    def _find_public_field(self, path):
        """Return the field at the end of ``path`` from an employee, and its label."""
        model, labels, field = self.env["hr.employee.public"], [], None
        for name in path.split("."):
            field = model._fields[name]
            labels.append(field._description_string(self.env))
            if field.relational:
                model = self.env[field.comodel_name]
        return field, " › ".join(labels)

    def _describe_value(self, field, value):
        if field.relational and isinstance(value, int) and value:
            # A name in a condition that the team has made on public data.
            record = self.env[field.comodel_name].sudo().browse(value).exists()
            return record.display_name or str(value)
        if field.type == "selection":
            options = dict(field._description_selection(self.env))
            return options.get(value, str(value))
        if field.type == "boolean":
            return self.env._("yes") if value else self.env._("no")
        if field.type == "date" and value:
            return format_date(self.env, value)
        return str(value or "")

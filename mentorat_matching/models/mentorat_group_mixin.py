from odoo import api, models
from odoo.tools import SQL

# Ages are told by these bands: below 30, from 30 to 39, ...
AGE_BOUNDS = (30, 40, 50, 60)


class MentoratGroupMixin(models.AbstractModel):
    """What people are grouped by, to see whether a programme treats all of them alike.

    Sex and age are read where the company chose so in the settings, and never to match.
    """

    _name = "mentorat.group.mixin"
    _description = "Groups of people, to compare them"

    # BUSINESS

    @api.model
    def _get_attributes(self, company):
        """Return ``{attribute: where it is read}``, of ``employee`` and ``version``, as text."""
        attributes = {
            "department": SQL("version.department_id::text"),
            "site": SQL("version.work_location_id::text"),
            "job": SQL("version.job_id::text"),
        }
        if company.mentorat_uses_sex:
            attributes["sex"] = SQL("version.sex")
        if company.mentorat_uses_age:
            attributes["age"] = SQL(
                "width_bucket(EXTRACT(YEAR FROM AGE(employee.birthday)), "
                "%s::numeric[])::text",
                list(AGE_BOUNDS),
            )
        return attributes

    @api.model
    def _get_attribute_titles(self):
        return {
            "department": self.env._("Department"),
            "site": self.env._("Site"),
            "job": self.env._("Job"),
            "sex": self.env._("Sex"),
            "age": self.env._("Age"),
        }

    def _get_group_labels(self, attribute, keys):
        """Return ``{key: name}`` of the groups of an attribute."""
        unknown = self.env._("Not recorded")
        models_ = {
            "department": "hr.department",
            "site": "hr.work.location",
            "job": "hr.job",
        }
        if attribute in models_:
            found = self.env[models_[attribute]].browse(int(key) for key in keys if key)
            labels = {str(record.id): record.name for record in found.exists()}
        elif attribute == "sex":
            labels = dict(
                self.env["hr.version"]._fields["sex"]._description_selection(self.env)
            )
        else:
            labels = self._get_age_labels()
        return {key: labels.get(key, unknown) for key in keys}

    def _get_age_labels(self):
        labels = {
            "0": self.env._("Under %(age)s", age=AGE_BOUNDS[0]),
            str(len(AGE_BOUNDS)): self.env._("%(age)s and over", age=AGE_BOUNDS[-1]),
        }
        for place, (low, high) in enumerate(
            zip(AGE_BOUNDS, AGE_BOUNDS[1:], strict=False), 1
        ):
            labels[str(place)] = f"{low}–{high - 1}"
        return labels

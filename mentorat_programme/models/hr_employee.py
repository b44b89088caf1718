from odoo import models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    def write(self, vals):
        named = self._filter_changing(vals, "user_id")
        moved = self._filter_changing(vals, "parent_id")
        gone = self._filter_changing(vals, "active") if not vals.get("active") else ()
        result = super().write(vals)
        if named:
            named._enrol_in_mentoring_courses()
        if moved:
            moved._note_mentoring_event("manager")
        if gone:
            gone._note_mentoring_event("departure")
        return result

    def _filter_changing(self, vals, name):
        """Return the employees whose ``name`` changes by writing ``vals``."""
        if name not in vals:
            return self.browse()
        field = self._fields[name]
        value = field.convert_to_cache(vals[name], self)
        return self.filtered(lambda e: field.convert_to_cache(e[name], e) != value)

    def _note_mentoring_event(self, kind):
        """Tell the referents of these people's programmes that something changed.

        :param str kind: ``"departure"``, ``"manager"`` or ``"department"``
        """
        # Whoever writes employees has no mentoring rights: nothing is shown to them.
        participations_sudo = self.env["mentorat.participation"].sudo()
        participations_sudo._get_live_of(self)._note_hr_event(kind)

    def _enrol_in_mentoring_courses(self):
        """Enrol people who have just got a login in the courses that await them."""
        # Who gives a login has no mentoring rights: nothing is shown to them.
        participations_sudo = self.env["mentorat.participation"].sudo()
        live_sudo = participations_sudo._get_live_of(self)
        live_sudo.filtered(lambda p: p.state == "accepted")._enrol_in_training()

    def _get_superiors(self):
        """Return the managers of an employee, at any depth; loops are followed once."""
        self.ensure_one()
        superiors = self.browse()
        manager = self.parent_id
        while manager and manager not in superiors:
            superiors |= manager
            manager = manager.parent_id
        return superiors - self

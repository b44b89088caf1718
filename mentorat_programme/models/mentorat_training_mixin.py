from odoo import fields, models


class MentoratTrainingMixin(models.AbstractModel):
    """The courses of a programme: who takes part is enrolled in the one of their role."""

    _name = "mentorat.training.mixin"
    _description = "Courses of a mentoring programme"

    mentor_channel_id = fields.Many2one("slide.channel", "Course for mentors")
    mentee_channel_id = fields.Many2one("slide.channel", "Course for mentees")
    manager_channel_id = fields.Many2one("slide.channel", "Briefing for managers")
    referent_channel_id = fields.Many2one("slide.channel", "Course for referents")
    supervisor_channel_id = fields.Many2one("slide.channel", "Course for supervisors")

    # CRUD

    def write(self, vals):
        result = super().write(vals)
        if not {"mentor_channel_id", "mentee_channel_id"}.isdisjoint(vals):
            # Whoever may choose the course has its people follow it, also those who were
            # accepted before.
            people_sudo = self.sudo().participation_ids
            people_sudo.filtered(lambda p: p.state == "accepted")._enrol_in_training()
        return result

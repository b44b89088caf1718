from odoo import api, fields, models
from odoo.fields import NO_ACCESS


class MentoratSupportingDocument(models.Model):
    """A file that somebody adds to an application as a mentor.

    Read by the person and the team of the programme, as a download that our own page
    serves: the file itself is closed to everybody, whatever the address that is tried.
    Apart from the participation, which managers read too.
    """

    _name = "mentorat.supporting.document"
    _description = "Supporting document of a mentor"
    _allow_sudo_commands = False

    participation_id = fields.Many2one(
        "mentorat.participation",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    user_id = fields.Many2one(
        related="participation_id.user_id", store=True, index="btree_not_null"
    )
    name = fields.Char(required=True, readonly=True)
    kind = fields.Char("Media type", required=True, readonly=True)
    file = fields.Binary(
        required=True, readonly=True, attachment=True, groups=NO_ACCESS
    )

    _once = models.Constraint(
        "UNIQUE(participation_id)", "An application has one supporting document."
    )

    @api.model_create_multi
    def create(self, vals_list):
        # As it was sent: pictures are neither opened nor resized here.
        return super(
            MentoratSupportingDocument, self.with_context(image_no_postprocess=True)
        ).create(vals_list)

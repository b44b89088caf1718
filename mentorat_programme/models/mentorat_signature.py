from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS
from odoo.tools.image import base64_to_image, image_to_base64

from .mentorat_agreement import PARTIES

# Characters of base64, and pixels on each side: a drawn signature is far smaller.
IMAGE_LIMIT = 700_000
SIDE_LIMIT = 4000
NAME_LIMIT = 100


class MentoratSignature(models.Model):
    """One party's signature of an agreement: who, when, from where, and of which text."""

    _name = "mentorat.signature"
    _inherit = ["mentorat.guard.mixin", "mentorat.sealed.mixin"]
    _description = "Signature of a mentoring agreement"
    _order = "date, id"
    _rec_name = "party"

    _sealed_fields = ("image",)

    agreement_id = fields.Many2one(
        "mentorat.agreement",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    pair_id = fields.Many2one(related="agreement_id.pair_id", store=True, index=True)
    party = fields.Selection(PARTIES, required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", "Signed by", required=True, readonly=True, ondelete="restrict"
    )
    name = fields.Char("Signed as", required=True, readonly=True)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    address = fields.Char("Network address", readonly=True)
    digest = fields.Char(
        "SHA-256", required=True, readonly=True, help="Of the text that was signed."
    )
    is_valid = fields.Boolean(
        "Valid",
        default=True,
        readonly=True,
        help="No longer, once the text was changed before all three had signed.",
    )
    image_sealed = fields.Text(groups=NO_ACCESS, copy=False)
    image = fields.Text(
        "Drawn signature",
        compute="_compute_sealed",
        readonly=False,
        help="PNG, base64.",
    )

    _once_per_party = models.UniqueIndex(
        "(agreement_id, party) WHERE is_valid", "This party has signed already."
    )

    # COMPUTE

    @api.depends_context("uid")
    @api.depends("image_sealed", "agreement_id")
    def _compute_sealed(self):
        return super()._compute_sealed()

    # BUSINESS

    @api.model
    def _add(self, agreement, party, name, image, address):
        """Keep a signature of the current person, who is of ``party``; see ``agreement._sign``.

        :raises UserError: when name or image is unusable
        """
        name = " ".join((name or "").split())[:NAME_LIMIT]
        if not name:
            raise UserError(self.env._("Write your name above your signature."))
        # The party was checked by the agreement: nobody else makes signatures.
        self.sudo().create(
            {
                "agreement_id": agreement.id,
                "party": party,
                "user_id": self.env.uid,
                "name": name,
                "address": address,
                "digest": agreement.digest,
                "image": self._clean_image(image),
            }
        )

    @api.model
    def _clean_image(self, image):
        """Return ``image`` (base64) as a PNG made anew, in base64, without anything beside it.

        :raises UserError: when it is none, or too large
        """
        if not image or not isinstance(image, str):
            raise UserError(self.env._("Draw or type your signature first."))
        if len(image) <= IMAGE_LIMIT:
            try:
                picture = base64_to_image(image)
                if max(picture.size) <= SIDE_LIMIT:
                    return image_to_base64(picture.convert("RGBA"), "PNG").decode()
            except (OSError, SyntaxError, ValueError):
                # What Pillow says of a picture that is cut off or is none.
                raise UserError(
                    self.env._("This is no picture of a signature. Draw it instead.")
                ) from None
        raise UserError(
            self.env._("This picture of a signature is too large. Draw it instead.")
        )

    def _filter_sealed_readable(self):
        # Read to decide, before any picture is shown.
        return self.filtered(
            lambda signature: (
                signature.sudo()
                .agreement_id.with_user(self.env.user)
                .sudo()
                ._get_own_party()
            )
        )

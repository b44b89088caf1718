from odoo import api, fields, models
from odoo.exceptions import ValidationError

MAX_RANK = 5
# Those who take part no more wish for nobody.
WISHLESS_STATES = ("refused", "withdrawn", "completed")


class MentoratPreference(models.Model):
    """A wish of somebody: whom they would like to be paired with, and how much.

    Read by its author and the engineers of the programme, never by the one wished for.
    """

    _name = "mentorat.preference"
    _inherit = "mentorat.guard.mixin"
    _description = "Wish of a participant"
    _order = "participation_id, rank, id"

    _writable_fields = frozenset({"wished_id", "rank"})
    _given_fields = frozenset({"participation_id"})

    participation_id = fields.Many2one(
        "mentorat.participation",
        "Who wishes",
        required=True,
        index=True,
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
    role = fields.Selection(related="participation_id.role")
    wished_id = fields.Many2one(
        "mentorat.participation",
        "Whom",
        required=True,
        index=True,
        ondelete="cascade",
    )
    rank = fields.Integer(
        required=True,
        default=1,
        aggregator=None,
        help="1 for the dearest wish, up to 5.",
    )

    _once_per_person = models.Constraint(
        "UNIQUE(participation_id, wished_id)",
        "This person is already among the wishes: change the rank instead.",
    )
    # Checked once a statement is over, so that two wishes can change places.
    _once_per_rank = models.Constraint(
        "UNIQUE(participation_id, rank) DEFERRABLE INITIALLY IMMEDIATE",
        "Two wishes of a person have different ranks.",
    )
    _rank_range = models.Constraint(
        f"CHECK(rank BETWEEN 1 AND {MAX_RANK})", "Wishes are ranked from 1 to 5."
    )

    @api.constrains("participation_id", "wished_id", "rank")
    def _check_wish(self):
        """Refuse wishes that could not come true.

        The words are the same whatever is wrong: nobody learns by it who takes part.
        """
        for wish in self:
            author, wished = wish.participation_id, wish.wished_id
            author.programme_id._check_not_frozen()
            if (
                author.state in WISHLESS_STATES
                or author.programme_id != wished.programme_id
                or author.role == wished.role
                or author.employee_id == wished.employee_id
            ):
                raise self._get_refusal()

    @api.depends_context("uid")
    @api.depends("participation_id", "wished_id", "rank")
    def _compute_display_name(self):
        """Name the one wished for to the author and the engineers; else it says nothing."""
        # Read to decide on rights, nothing of it is returned.
        participations = self.sudo().participation_id.with_user(self.env.user)
        roles = participations._get_person_roles()
        # Names of those wishes alone whose reader may read them.
        for wish, wish_sudo in zip(self, self.sudo(), strict=True):
            if roles.get(wish_sudo.participation_id.id, set()) & {"self", "engineer"}:
                wish.display_name = (
                    f"{wish_sudo.rank}. {wish_sudo.wished_id.employee_name}"
                )
            else:
                wish.display_name = self.env._("Wish %(number)s", number=wish.id or "")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_may_wish(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_may_wish(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        if not self.env.su:
            self.participation_id.programme_id._check_not_frozen()

    def _check_may_wish(self, vals):
        """Refuse the wishes of others, and to wish for somebody who does not take part.

        Before anything else is looked at: the answer is the same for who does not exist.

        :raises AccessError: for anybody but the person and the engineers
        :raises ValidationError: for somebody who cannot be wished for
        """
        if self.env.su:
            return
        participations = self.env["mentorat.participation"]
        author = participations.browse(vals.get("participation_id")).exists()
        author |= self.participation_id
        author._check_role("self", "engineer")
        # Read to decide, nothing of it is shown.
        wished_sudo = participations.sudo().browse(vals.get("wished_id")).exists()
        if vals.get("wished_id") and wished_sudo.state != "accepted":
            raise self._get_refusal()

    def _get_refusal(self):
        return ValidationError(self.env._("This person cannot be wished for."))

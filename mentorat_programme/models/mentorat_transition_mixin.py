from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..core.transitions import STAFF, targets
from ..core.turns import take_turn

EVERY_ROLE = frozenset(
    {"self", "manager", "engineer", "referent", "supervisor", "contact", "system"}
)


class MentoratTransitionMixin(models.AbstractModel):
    """A record with a ``state`` that only its table of transitions can change."""

    _name = "mentorat.transition.mixin"
    _description = "State machine driven by a table"

    # {state: {target: roles}}, from core.transitions
    _transitions = {}
    # {name of a boolean field: target that it tells about}
    _can_fields = {}
    # What somebody without a role of staff may write, at creation or later. None: anything
    # that the access rights let through.
    _participant_fields = None

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can(self):
        roles = self._get_roles()
        for record in self:
            allowed = (
                targets(self._transitions, record.state, roles[record.id])
                if record.state
                else ()
            )
            for name, target in self._can_fields.items():
                record[name] = target in allowed

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            initial = self.default_get(["state"])["state"]
            if any(vals.get("state", initial) != initial for vals in vals_list):
                raise AccessError(self._message_state_is_guarded())
        records = super().create(vals_list)
        if not self.env.su:
            records._check_participant_fields(set().union(*vals_list))
        return records

    def write(self, vals):
        if not self.env.su:
            if "state" in vals:
                raise AccessError(self._message_state_is_guarded())
            self._check_participant_fields(set(vals))
        return super().write(vals)

    def _message_state_is_guarded(self):
        return self.env._(
            "The state of a record changes by its buttons, not by writing it."
        )

    def _check_participant_fields(self, names):
        """Refuse ``names`` that the current user may not write on one of these records.

        :raises AccessError: naming the fields
        """
        if self._participant_fields is None:
            return
        refused = names - self._participant_fields
        roles = self._get_roles() if refused else {}
        if refused and any(not (roles[record.id] & STAFF) for record in self):
            raise AccessError(
                self.env._(
                    "Only the team of the programme may set: %(fields)s",
                    fields=", ".join(sorted(refused)),
                )
            )

    def _get_roles(self):
        """Return ``{record id: set of roles}`` of the current user towards each record.

        Superuser mode holds every role: the caller has made its own check.
        """
        if self.env.su:
            return {record.id: set(EVERY_ROLE) for record in self}
        return self._get_person_roles()

    def _get_person_roles(self):
        """Like ``_get_roles``, for the person whatever the mode: to be defined by heirs."""
        raise NotImplementedError

    def _get_programme_roles(self):
        """Return ``{record id: set of roles}`` that the person has in each one's programme."""
        # Read to decide on rights, nothing of it is returned.
        sudo = self.sudo()
        roles = sudo.programme_id.with_user(self.env.user)._get_person_roles()
        return {
            record.id: set(roles.get(record.programme_id.id, ())) for record in sudo
        }

    def _check_role(self, *wanted):
        """Raise when the current user holds none of the roles ``wanted`` on a record.

        :raises AccessError: naming the model
        """
        roles = self._get_roles()
        if any(not roles[record.id] & set(wanted) for record in self):
            raise AccessError(
                self.env._(
                    "You may not do this on this record (%(model)s).",
                    model=self.env["ir.model"]._get(self._name).name,
                )
            )

    def _check_transition(self, target):
        """Raise when the current user may not move each of these records to ``target``.

        :raises UserError: when the state does not lead there
        :raises AccessError: when it does, for others
        """
        self._check_role(*EVERY_ROLE)
        roles = self._get_roles()
        # Whoever holds a role may know the state, and decide without reading the rest.
        for record in self.sudo():
            if target in targets(self._transitions, record.state, roles[record.id]):
                continue
            labels = dict(self._fields["state"]._description_selection(self.env))
            message = {
                "model": self.env["ir.model"]._get(self._name).name,
                "state": labels[record.state],
                "target": labels[target],
            }
            if target in self._transitions[record.state]:
                raise AccessError(
                    self.env._(
                        "You may not move this record (%(model)s) from "
                        "“%(state)s” to “%(target)s”.",
                        **message,
                    )
                )
            raise UserError(
                self.env._(
                    "This record (%(model)s) is “%(state)s”: it cannot become "
                    "“%(target)s”. Reload the page to see what it allows.",
                    **message,
                )
            )

    def _transition(self, target, reason=False):
        """Move these records to ``target``, once, whoever asks twice.

        Records that are there already are left alone. The change is one conditional
        statement for each starting state, so that two people who click at the same time
        cause one transition and one set of effects.

        :param str target: state to reach
        :param str reason: kept in the log, for those who may read it
        :return: the records that moved
        :raises UserError: see ``_check_transition``
        """
        self._check_role(*EVERY_ROLE)
        # Checked above: somebody who holds a role towards each.
        moving_sudo = self.sudo().filtered(lambda record: record.state != target)
        if not moving_sudo:
            return self.browse()
        moving_sudo.with_env(self.env)._check_transition(target)
        origins = {record.id: record.state for record in moving_sudo}
        moving_sudo.flush_recordset(["state"])
        take_turn(moving_sudo)
        # Some tables do not tell who wrote last.
        stamp = SQL(
            ", write_uid = %s, write_date = %s", self.env.uid, fields.Datetime.now()
        )
        moved_ids = []
        for state, records in moving_sudo.grouped("state").items():
            rows = self.env.execute_query(
                SQL(
                    "UPDATE %s SET state = %s%s WHERE id IN %s AND state = %s"
                    " RETURNING id",
                    SQL.identifier(self._table),
                    target,
                    stamp if self._log_access else SQL(),
                    tuple(records.ids),
                    state,
                )
            )
            moved_ids += [row[0] for row in rows]
        moved = self.browse(moved_ids)
        changed = {"state", "write_uid", "write_date"} & set(self._fields)
        moved.invalidate_recordset(changed)
        moved.modified(["state"])
        moved._log_transition(origins, target, reason)
        moved._after_transition(origins, target)
        return moved

    def _log_transition(self, origins, target, reason):
        """Keep a trace of a transition; heirs say where."""

    def _after_transition(self, origins, target):
        """Hook for the consequences of a transition.

        :param dict origins: ``{record id: state before}``
        :param str target: the state that was reached
        """

"""Turns: of two requests that would create the same thing, the second sees what the first did."""

from odoo.tools import SQL


def take_turn(records):
    """Wait for everybody else who takes a turn on ``records``, who are saved already.

    Whoever waited, or began before somebody else had ended, conflicts in a statement without
    text, which is not logged; the server then runs the request again on what was saved. A
    unique constraint alone would refuse as well, with the values in the log.

    :raises psycopg2.errors.SerializationFailure: left to the server
    """
    if records:
        records.env.cr.execute(
            SQL(
                "UPDATE %s SET id = id WHERE id IN %s",
                SQL.identifier(records._table),
                tuple(records.ids),
            ),
            log_exceptions=False,
        )

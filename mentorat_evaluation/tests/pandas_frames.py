"""The tables of a programme as pandas reads them, to work figures out once more.

Nothing is shared with the suite but names of tables and columns: each formula is written
from its definition (``description`` of the indicators). A formula is a method of that name,
``(day)``, that returns ``{key: (value, people)}``; a key is ``(campaign or None, role or
None, last day of the period)``.
"""

import numpy as np
import pandas as pd

from odoo.tools import SQL

ROLES = ("mentor", "mentee")
OVER = ("closed", "ended")
# Other lines of history tell of moves of a person.
STATES = (
    *("draft", "submitted", "approved", "accepted"),
    *("waitlisted", "refused", "withdrawn", "completed"),
)
DAY = pd.Timedelta(days=1)
MONTH_DAYS = 365.25 / 12


class Frames:
    """What all formulas look at.

    :param cr: cursor, once what is in memory has been written
    """

    def __init__(self, cr, programme_id):
        self._cursor = cr
        self._found = {}
        self.programme_id = programme_id
        programmes = self.table("mentorat_programme").set_index("id")
        self.programme = programmes.loc[programme_id]

    def compute(self, formula, day):
        """Return ``{key: (value, people)}`` at the end of ``day`` (a date)."""
        return getattr(self, formula)(pd.Timestamp(day))

    # TABLES

    def table(self, name):
        """Return a whole table."""
        if name not in self._found:
            self._cursor.execute(SQL("SELECT * FROM %s", SQL.identifier(name)))
            columns = [column.name for column in self._cursor.description]
            frame = pd.DataFrame(self._cursor.fetchall(), columns=columns)
            for column in columns:
                parts = column.split("_")
                if {"date", "until", "on"} & {parts[0], parts[-1]}:
                    frame[column] = pd.to_datetime(frame[column])
            self._found[name] = frame
        return self._found[name]

    def own(self, name):
        """Return the rows of the programme in a table of the suite."""
        frame = self.table(f"mentorat_{name}")
        return frame[frame.programme_id == self.programme_id].copy()

    def get_document(self, kind):
        """Return the published document of that kind of the programme, or ``None``."""
        links = self.table("mentorat_programme_document_rel")
        links = links[links.programme_id == self.programme_id]
        found = self.table("mentorat_document")
        found = found[
            found.id.isin(links.document_id)
            & (found.kind == kind)
            & (found.version > 0)
        ].sort_values(["sequence", "id"])
        return None if found.empty else found.iloc[0]

    # PEOPLE AND PAIRS

    def someone(self, ids):
        """Return the same number for the same employee, of a series of participations."""
        person = self.table("mentorat_participation").set_index("id").employee_id
        return look_up(ids, person).fillna(-ids)

    def people(self, day):
        """Return the participations that existed on ``day``, with their state ``then``."""
        night = day + DAY
        person = self.own("participation")
        log = self.own("log").sort_values(["date", "id"])
        log = log[log.participation_id.notna() & log.to_state.isin(STATES)]
        before = log[log.date < night].groupby("participation_id").to_state.last()
        after = log[log.date >= night].groupby("participation_id").from_state.first()
        then = look_up(person.id, before).fillna(look_up(person.id, after))
        person["then"] = then.fillna(person.state)
        person["someone"] = self.someone(person.id)
        sent = person[["date_submitted", "create_date"]].min(axis=1)
        return person[sent < night]

    def pairs(self):
        pair = self.own("pair")
        pair["mentor"] = self.someone(pair.mentor_id)
        pair["mentee"] = self.someone(pair.mentee_id)
        pair["is_over"] = pair.state.isin(OVER)
        pair["since"] = pair[["date_start", "create_date"]].min(axis=1).dt.normalize()
        return pair

    def started(self, day):
        pair = self.pairs()
        return pair[pair.date_start <= day]

    def under_way(self, day):
        pair = self.started(day)
        at_work = pair.state.isin(["active", "closing"])
        return pair[at_work | (pair.is_over & (pair.date_end > day))]

    def live(self, day):
        """Return the pairs that took a place of their mentor on ``day``."""
        pair = self.pairs()
        return pair[(pair.since <= day) & (~pair.is_over | (pair.date_end > day))]

    def ended(self, day, state):
        pair = self.pairs()
        return pair[(pair.state == state) & (pair.date_end <= day)]

    def rhythm(self, pair):
        """Return the days between meetings that ``pair`` agreed on."""
        agreed = pair.agreed_interval.replace(0, np.nan)
        return agreed.fillna(self.programme.meeting_interval)

    # FIGURES

    def share(self, holds, people, day, role=None):
        """Return the percentage of ``holds``, a series of booleans, as a figure."""
        value = 100 * holds.mean() if len(holds) else None
        return {(None, role, day): (value, people)}

    def pair_share(self, pair, holds, day):
        return self.share(holds, count_people(pair), day)

    def person_share(self, person, holds, day):
        """Return the percentage of people, in all and by role."""
        result = self.share(holds, person.someone.nunique(), day)
        for role in ROLES:
            part = person[person.role == role]
            if len(part):
                result |= self.share(
                    holds[part.index], part.someone.nunique(), day, role
                )
        return result


def look_up(ids, values):
    """Return what ``values``, by id, says of each of ``ids``; nothing of those not in it."""
    return values.reindex(ids).set_axis(ids.index)


def count_people(pair):
    return pd.concat([pair.mentor, pair.mentee]).nunique()


def single(day, value, people):
    """Return a figure of the programme; without a value where nothing was counted."""
    value = None if value is None or not np.isfinite(value) else float(value)
    return {(None, None, day): (value, people)}


def divide(part, whole):
    return part / whole if whole else None

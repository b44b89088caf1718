"""Formulas about what pairs do, and how they end, by pandas."""

import pandas as pd

from .pandas_frames import (
    DAY,
    MONTH_DAYS,
    Frames,
    count_people,
    divide,
    look_up,
    single,
)


class LifeFrames(Frames):
    # MEETINGS

    def held(self, first, day):
        """Return the meetings held from ``first`` to ``day``, both days included."""
        meeting = self.own("meeting")
        return meeting[
            (meeting.state == "held")
            & (meeting.date_start >= first)
            & (meeting.date_start < day + DAY)
        ]

    def active_pair_rate(self, day):
        pair = self.under_way(day)
        met = self.held(day - 45 * DAY, day).pair_id
        return self.pair_share(pair, pair.id.isin(met), day)

    def meeting_frequency(self, day):
        first = day + DAY - pd.DateOffset(months=3)
        pair = self.started(day)
        pair = pair[~pair.is_over | (pair.date_end >= first)]
        last = pair.date_end.where(pair.is_over).fillna(day).clip(upper=day)
        days = (last - pair.date_start.clip(lower=first)) / DAY + 1
        months = days.sum() / MONTH_DAYS
        count = self.held(first, day).pair_id.isin(pair.id).sum()
        return single(day, divide(count, months), count_people(pair))

    def meeting_completion(self, day):
        first = day + DAY - pd.DateOffset(months=3)
        meeting = self.own("meeting")
        meeting = meeting[
            (meeting.date_start >= first)
            & (meeting.date_start < day + DAY)
            & (meeting.state != "proposed")
        ]
        pair = self.pairs()
        people = count_people(pair[pair.id.isin(meeting.pair_id)])
        return self.share(meeting.state == "held", people, day)

    def regularity(self, day):
        pair = self.under_way(day)
        met = self.held(pd.Timestamp.min, day).groupby("pair_id").date_start.max()
        last = look_up(pair.id, met.dt.normalize()).fillna(pair.date_start)
        return self.pair_share(pair, (day - last) / DAY <= 1.5 * self.rhythm(pair), day)

    def load_spread(self, day):
        pair = self.started(day)
        met = self.held(pd.Timestamp.min, day).groupby("pair_id").hours.sum()
        hours = look_up(pair.id, met).fillna(0).groupby(pair.mentor).sum()
        return single(day, divide(hours.max(), hours.median()), len(hours))

    # QUARTERS

    def quarter(self, day):
        """Return the first and last day of the last quarter that is over on ``day``."""
        period = pd.Period(day + DAY, "Q") - 1
        return period.start_time, period.end_time.normalize()

    def pair_quality(self, day):
        first, last = self.quarter(day)
        met = self.held(first, last).merge(
            self.pairs()[["id", "mentor", "mentee"]], left_on="pair_id", right_on="id"
        )
        means = {}
        for role in ("mentor", "mentee"):
            told = met[met[f"{role}_usefulness"] > 0]
            means[role] = told.groupby(role)[f"{role}_usefulness"].mean()
        everybody = pd.concat(means.values())
        return {
            **single(last, everybody.mean(), len(everybody)),
            **{(None, r, last): (m.mean(), len(m)) for r, m in means.items()},
        }

    def goal_progress(self, day):
        first, last = self.quarter(day)
        goal = self.table("mentorat_goal").merge(
            self.pairs(), left_on="pair_id", right_on="id", suffixes=("", "_pair")
        )
        due = goal.date_deadline.fillna(goal.date_end)
        goal = goal[goal.active & goal.date_start.notna() & due.between(first, last)]
        progress = goal.groupby("mentee").progress.mean()
        return single(last, progress.mean(), len(progress))

    def supervision_coverage(self, day):
        first, last = self.quarter(day)
        session = self.own("supervision")
        session = session[
            (session.state == "held")
            & (session.date_start >= first)
            & (session.date_start < last + DAY)
        ]
        line = self.own("supervision_attendance")
        line = line[(line.state == "attended") & line.supervision_id.isin(session.id)]
        pair = self.under_way(last)
        came = pair.mentor_id.isin(line.participation_id).groupby(pair.mentor).any()
        return self.share(came, len(came), last)

    def concern_handling(self, day):
        first, last = self.quarter(day - 15 * DAY)
        concern = self.own("concern")
        concern = concern[concern.date.between(first, last)]
        if len(concern) < 5:
            # Not even how many there were is told.
            return single(last, None, 0)
        in_time = concern.date_closed <= concern.date + 15 * DAY
        return self.share(in_time, len(concern), last)

    # THE END

    def early_end_rate(self, day):
        pair = self.started(day)
        ended = pair.id.isin(self.ended(day, "ended").id)
        return self.pair_share(pair, ended, day)

    def rematch_rate(self, day):
        early = self.ended(day - 30 * DAY, "ended")
        early = early[early.date_start.notna()]
        both = early.merge(self.pairs(), on="mentee_id", suffixes=("", "_next"))
        soon = (both.date_start_next - both.date_end) / DAY
        both = both[(both.id != both.id_next) & soon.between(0, 30)]
        return self.pair_share(early, early.id.isin(both.id), day)

    def relay_rate(self, day):
        closed = self.ended(day, "closed")
        closed = closed[closed.mentee > 0]
        person = self.table("mentorat_participation")
        log = self.table("mentorat_log")
        told = log[log.to_state == "accepted"].groupby("participation_id").date.min()
        known = person.date_decided.fillna(person.create_date)
        is_in = person.state.isin(["accepted", "completed"])
        person = person.assign(
            accepted=look_up(person.id, told).fillna(known.where(is_in))
        )
        later = closed.merge(
            person[person.role == "mentor"],
            left_on="mentee",
            right_on="employee_id",
            suffixes=("", "_later"),
        )
        later = later[
            (later.accepted >= later.date_end)
            & (later.accepted < later.date_end + pd.DateOffset(months=12))
            & (later.accepted < day + DAY)
        ]
        mentees = closed.mentee.drop_duplicates()
        return self.share(mentees.isin(later.mentee), len(mentees), day)

    def completed_pair_cost(self, day):
        costs = self.programme
        met = self.held(pd.Timestamp.min, day).hours.sum()
        session = self.own("supervision")
        session = session[(session.state == "held") & (session.date_start < day + DAY)]
        line = self.own("supervision_attendance")
        line = line[(line.state == "attended") & (line.date_start < day + DAY)]
        total = (
            met * (costs.cost_mentor_hour + costs.cost_mentee_hour)
            + line.hours.sum() * costs.cost_mentor_hour
            + session.hours.sum() * costs.cost_supervisor_hour
            + costs.cost_training
            + costs.cost_fees
        )
        closed = self.ended(day, "closed")
        return single(day, divide(total, len(closed)), count_people(closed))

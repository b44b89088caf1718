"""Formulas about who takes part, who finds whom, and how they start, by pandas."""

import pandas as pd

from .pandas_frames import DAY, Frames, divide, look_up, single


class EnrolmentFrames(Frames):
    # ENROLMENT

    def application_rate(self, day):
        """Of employees of the company, where no condition is set."""
        assert (self.programme.eligibility_domain or "[]") == "[]"
        employee = self.table("hr_employee")
        is_own = employee.company_id == self.programme.company_id
        eligible = (employee.active & is_own).sum()
        person = self.people(day)
        sent = person[
            (person.then != "draft")
            & ((person.then != "withdrawn") | person.date_submitted.notna())
        ]
        rate = divide(100 * sent.someone.nunique(), eligible)
        return single(day, rate, eligible)

    def approval_delay(self, day):
        log = self.own("log").sort_values(["date", "id"])
        log = log[log.participation_id.notna() & (log.date < day + DAY)]
        decided = log[
            (log.from_state == "submitted") & log.to_state.isin(["approved", "refused"])
        ]
        sent = log[log.to_state == "submitted"]
        both = pd.merge_asof(
            decided,
            sent[["date", "participation_id"]].rename(columns={"date": "sent"}),
            left_on="date",
            right_on="sent",
            by="participation_id",
        ).dropna(subset=["sent"])
        days = (both.date - both.sent) / DAY
        return self._medians(days, both.participation_id, day)

    def enrolment_balance(self, day):
        person = self.people(day)
        live = self.live(day)
        mentors = person[(person.role == "mentor") & (person.then == "accepted")]
        taken = look_up(mentors.id, live.mentor_id.value_counts()).fillna(0)
        free = (mentors.capacity - taken).clip(lower=0).sum()
        pair = self.pairs()
        had_one = pair[pair.is_over & (pair.date_end <= day) & pair.date_start.notna()]
        waiting = person[
            (person.role == "mentee")
            & person.then.isin(["accepted", "waitlisted"])
            & ~person.id.isin(live.mentee_id)
            & (person.wants_match.fillna(False) | ~person.id.isin(had_one.mentee_id))
        ]
        people = pd.concat([mentors.someone, waiting.someone]).nunique()
        return single(day, divide(free, len(waiting)), people)

    def match_rate(self, day):
        person = self.people(day)
        person = person[person.then == "accepted"]
        return self.person_share(person, self._has_live_pair(person, day), day)

    def mentor_use(self, day):
        person = self.people(day)
        person = person[(person.then == "accepted") & (person.role == "mentor")]
        holds = self._has_live_pair(person, day)
        return self.share(holds, person.someone.nunique(), day)

    def _has_live_pair(self, person, day):
        live = self.live(day)
        return person.id.isin(pd.concat([live.mentor_id, live.mentee_id]))

    def _medians(self, days, participation_ids, day):
        """Return the median of ``days``, in all and by role, each a line."""
        person = self.table("mentorat_participation").set_index("id").role
        roles = look_up(participation_ids, person)
        result = single(day, days.median(), len(days))
        for role, part in days.groupby(roles):
            result[None, role, day] = (part.median(), len(part))
        return result

    # MATCHING

    def wish_satisfaction(self, day):
        wish = self.own("preference")
        wish = wish[wish.create_date < day + DAY]
        pair = self.pairs()
        pair = pair[
            (pair.since <= day) & ((pair.state != "ended") | pair.date_start.notna())
        ]
        both = pair.merge(wish, left_on="mentee_id", right_on="participation_id")
        both["is_given"] = (both.mentor_id == both.wished_id) & (both["rank"] <= 3)
        given = both.groupby("mentee_id").is_given.any()
        return self.share(given, both.mentee.nunique(), day)

    def match_acceptance(self, day):
        asked = self.own("matching_proposal")
        asked = asked[
            (asked.answer_until < day)
            & asked.state.isin(["accepted", "paired", "declined", "expired"])
        ]
        people = self.someone(pd.concat([asked.mentor_id, asked.mentee_id]))
        holds = asked.state.isin(["accepted", "paired"])
        return self.share(holds, people.nunique(), day)

    def time_to_match(self, day):
        started = self.started(day)
        first = pd.concat(
            [
                started.groupby(side).date_start.min()
                for side in ("mentor_id", "mentee_id")
            ]
        ).rename("started")
        log = self.own("log")
        log = log[log.to_state == "accepted"].assign(day=log.date.dt.normalize())
        log = log.merge(first, left_on="participation_id", right_index=True)
        told = log[log.day <= log.started].groupby("participation_id").day.max()
        person = self.table("mentorat_participation").set_index("id")
        welcome = told.reindex(first.index).fillna(
            person.date_decided.reindex(first.index).dt.normalize()
        )
        days = (first - welcome) / DAY
        days = days[days >= 0]
        return self._medians(days, days.index.to_series(), day)

    def mixing_index(self, day):
        started = self.started(day)
        started = started[(started.mentor > 0) & (started.mentee > 0)]
        holds = started.apply(self._is_mixed, axis=1).astype(bool)
        return self.pair_share(started, holds, day)

    def _is_mixed(self, pair):
        mentor, mentee = (
            self._place(person, pair.date_start)
            for person in (pair.mentor, pair.mentee)
        )
        return (
            any(
                pd.notna(one) and pd.notna(other) and one != other
                for one, other in zip(mentor[:3], mentee[:3], strict=True)
            )
            or abs(mentor[3] - mentee[3]) >= 15 * 365.25 * DAY
        )

    def _place(self, employee_id, day):
        """Return department, site, address on ``day``, and the first day in the company."""
        version = self.table("hr_version")
        version = version[version.active & (version.employee_id == employee_id)]
        version = version.sort_values("date_version")
        since = version.date_version
        now = version[since <= day]
        now = (now.iloc[-1] if len(now) else version.iloc[0]) if len(version) else None
        if now is None:
            return None, None, None, pd.NaT
        sites = self.table("hr_work_location").set_index("id").location_type
        is_home = sites.get(now.work_location_id) == "home"
        employees = self.table("hr_employee").set_index("id")
        typed = employees.create_date[employee_id].normalize()
        first = pd.to_datetime(version.contract_date_start).min()
        if pd.isna(first):
            first = since[since < typed].min()
        site, address = now.work_location_id, now.address_id
        return (
            now.department_id,
            None if is_home else site,
            None if is_home else address,
            first,
        )

    # PREPARATION

    def trained_before_start(self, day):
        started = self.started(day)
        started = started[(started.mentor > 0) & (started.mentee > 0)]
        holds = pd.Series(True, index=started.index)
        person = self.table("mentorat_participation").set_index("id")
        for role in ("mentor", "mentee"):
            channel = self.programme[f"{role}_channel_id"]
            if pd.isna(channel):
                continue
            ids = started[f"{role}_id"]
            recognised = look_up(ids, person.training_recognised_on)
            finished = look_up(
                look_up(ids, person.user_id), self._get_finished(channel)
            )
            holds &= (recognised <= started.date_start) | (
                finished <= started.date_start
            )
        return self.pair_share(started, holds, day)

    def _get_finished(self, channel):
        """Return the day on which each login finished a course."""
        member = self.table("slide_channel_partner")
        member = member[
            (member.channel_id == channel) & (member.member_status == "completed")
        ]
        done = self.table("slide_slide_partner")
        done = done[(done.channel_id == channel) & done.completed]
        last = done.groupby("partner_id").write_date.max()
        finished = look_up(member.partner_id, last).fillna(member.write_date)
        finished.index = member.partner_id
        login = self.table("res_users").set_index("id").partner_id
        return look_up(login, pd.to_datetime(finished).dt.normalize())

    def agreement_on_time(self, day):
        started = self.started(day - 30 * DAY)
        if self.get_document("agreement") is None:
            started = started[:0]
        signed = self.own("agreement").groupby("pair_id").date_signed.min()
        signed = look_up(started.id, signed.dt.normalize())
        holds = signed <= started.date_start + 30 * DAY
        return self.pair_share(started, holds, day)

    def charter_coverage(self, day):
        person = self.people(day)
        charter = self.get_document("charter")
        version = self.table("mentorat_document_version")
        version = version[
            (version.document_id == (0 if charter is None else charter.id))
            & (version.date < day + DAY)
        ].sort_values("number")
        if version.empty:
            return single(day, None, 0)
        read = self.table("mentorat_acknowledgement")
        read = read[(read.version_id == version.id.iloc[-1]) & (read.date < day + DAY)]
        person = person[person.then == "accepted"]
        return self.person_share(person, person.user_id.isin(read.user_id), day)

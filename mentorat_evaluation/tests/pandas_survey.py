"""Formulas about campaigns and what people answered, by pandas."""

import pandas as pd
from scipy import stats

from .pandas_frames import ROLES, Frames, count_people, divide, look_up


class SurveyFrames(Frames):
    """``indicator_id``, the indicator worked out, is set before its formula is called."""

    indicator_id = None

    def campaigns(self, day, *moments):
        campaign = self.own("evaluation")
        campaign = campaign[(campaign.state == "closed") & (campaign.date_end <= day)]
        return campaign[campaign.moment.isin(moments)] if moments else campaign

    def answers(self):
        """Return the answers to scales of the programme, with their questions."""
        question = self.table("survey_question")[
            ["id", "mentorat_indicator_id", "mentorat_item", "question_type"]
        ]
        answer = self.table("mentorat_answer").merge(
            question, left_on="question_id", right_on="id", suffixes=("", "_question")
        )
        answer = answer[answer.evaluation_id.isin(self.own("evaluation").id)]
        return answer[answer.value.notna()]

    def _by_role(self, campaign, frame, figure):
        """Return what ``figure`` says of the rows of ``frame``, in all and by role."""
        roles = (None, *ROLES) if campaign.audience == "both" else (None,)
        return {
            (campaign.id, role, campaign.date_end): figure(
                frame[frame.role == role] if role else frame
            )
            for role in roles
        }

    # WHO ANSWERS

    def invitations(self):
        person = self.table("mentorat_participation").set_index("id").role
        invitation = self.table("mentorat_evaluation_invitation")
        return invitation.assign(
            role=look_up(invitation.participation_id, person),
            answered=invitation.answered.fillna(False).astype(bool),
        )

    def survey_response(self, day):
        invitation = self.invitations()
        result = {}
        for campaign in self.campaigns(day).itertuples():
            if campaign.moment != "screen":
                result |= self._by_role(
                    campaign,
                    invitation[invitation.evaluation_id == campaign.id],
                    lambda asked: (100 * asked.answered.mean(), len(asked)),
                )
        return result

    def completion(self, day):
        """A pair counts for the campaign by which both had been asked."""
        campaign = self.campaigns(day, "end")[["id", "date_end"]]
        asked = self.invitations().merge(
            campaign, left_on="evaluation_id", right_on="id", suffixes=("", "_campaign")
        )
        asked = asked.sort_values(["date_end", "evaluation_id"])
        asked = asked.drop_duplicates("participation_id")
        columns = ["participation_id", "evaluation_id", "date_end", "answered"]
        both = self.pairs()
        both = both[both.date_start.notna() & (both.state != "ended")]
        for role in ROLES:
            both = both.merge(
                asked[columns].add_prefix(f"{role}_"),
                left_on=f"{role}_id",
                right_on=f"{role}_participation_id",
            )
        both["campaign"] = both.apply(self._get_later, axis=1).astype(int)
        result = {}
        for row in campaign.itertuples():
            own = both[(both.campaign == row.id) & (both.date_end <= row.date_end)]
            done = own.mentor_answered & own.mentee_answered & (own.state == "closed")
            value = divide(100 * done.sum(), len(own))
            result[row.id, None, row.date_end] = (value, count_people(own))
        return result

    def _get_later(self, pair):
        return max((pair[f"{r}_date_end"], pair[f"{r}_evaluation_id"]) for r in ROLES)[
            1
        ]

    # WHAT THEY ANSWER

    def mean(self, day):
        return self._scores(day, lambda scores: scores.mean())

    def recommendation(self, day):
        return self._scores(
            day,
            lambda scores: 100 * ((scores >= 9).mean() - (scores <= 6).mean()),
        )

    def _scores(self, day, statistic):
        answer = self.answers()
        answer = answer[answer.mentorat_indicator_id == self.indicator_id]
        result = {}
        for campaign in self.campaigns(day).itertuples():
            found = answer[answer.evaluation_id == campaign.id]
            result |= self._by_role(
                campaign, found, lambda part: (statistic(part.value), len(part))
            )
        return result

    def change(self, day):
        """Beside value and people: the interval of Welch, the mean at the start."""
        answer = self.answers().dropna(subset=["mentorat_item"])
        answer = answer[answer.question_type == "scale"]
        starts = self.campaigns(day, "start").sort_values(["date_end", "id"])
        result = {}
        for campaign in self.campaigns(day, "end", "after_3", "after_6").itertuples():
            after = answer[answer.evaluation_id == campaign.id]
            before = answer[
                answer.evaluation_id.isin(
                    starts[
                        (starts.audience == campaign.audience)
                        & (starts.date_end <= campaign.date_end)
                    ].id[-1:]
                )
            ]
            items = set(before.mentorat_item) & set(after.mentorat_item)
            if items:
                changes = pd.DataFrame(
                    [
                        self._compare(
                            before[before.mentorat_item == item].value,
                            after[after.mentorat_item == item].value,
                        )
                        for item in sorted(items)
                    ]
                )
                result[campaign.id, None, campaign.date_end] = (
                    changes.change.mean(),
                    changes.people.min(),
                    changes.low.mean(),
                    changes.high.mean(),
                    changes.reference.mean(),
                    changes.reference_people.min(),
                )
        return result

    def _compare(self, before, after):
        interval = stats.ttest_ind(after, before, equal_var=False).confidence_interval()
        return {
            "change": after.mean() - before.mean(),
            "people": len(after),
            "low": interval.low,
            "high": interval.high,
            "reference": before.mean(),
            "reference_people": len(before),
        }

"""One record of each model of this addon, beside those of ``mentorat_programme``."""

from odoo.addons.mentorat_programme.tests.access_records import (
    PAIR,
    TEAM,
    RecordsMixin,
)

from .common import MatchingMixin

# Whoever decides in the company who is never paired.
ENGINEERS = ("administrator", "engineer", "other_engineer")
# A score that no other figure resembles.
SCORE = 73.1
SECRETS = {
    "Secret label": TEAM,
    "Secret decline": TEAM,
    str(SCORE): TEAM,
    "Secret objection": ("mentee", *TEAM),
    "Secret message": PAIR,
    "Secret profile": (*PAIR, *TEAM),
    "Secret quarrel": ENGINEERS,
    "Perrine": ENGINEERS,
    "Merle": (*PAIR, *TEAM),
    "Morgan": (*PAIR, *TEAM),
}


class MatchingRecordsMixin(MatchingMixin, RecordsMixin):
    """Of the mentor and the mentee: what was proposed to them, by a run and after it."""

    secrets = SECRETS

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.proposal.write(
            {
                "pair_id": cls.pair.id,
                "score": SCORE,
                "message_sealed": cls.proposal._seal("Secret message"),
                "decline_text": "Secret decline",
            }
        )
        cls.programme.choice_mode = "directory"
        cls.records = {
            **cls.records,
            **cls._create_choices(),
            **cls._create_review_records(),
            "mentorat.criterion": cls.programme.criterion_ids[0],
            "mentorat.skill.map": cls.env["mentorat.skill.map"].search(
                [("programme_id", "=", cls.programme.id)], limit=1
            ),
            "res.company": cls.company,
            "mentorat.matching.run": cls.proposal.run_id,
            "mentorat.matching.proposal": cls.proposal,
        }
        cls.env.flush_all()

    @classmethod
    def _create_programme(cls):
        result = super()._create_programme()
        # While the two are free: nobody is proposed to somebody who has a mentor.
        run = cls.env["mentorat.matching.run"].create(
            {"programme_id": cls.programme.id, "name": "Secret label"}
        )
        run._transition("queued")
        run._transition("running")
        run._match()
        run.action_apply()
        cls.proposal = run.proposal_ids
        return result

    @classmethod
    def _create_choices(cls):
        """Return a record of each model in which people choose."""
        mentee = {"participation_id": cls.mentee_participation.id}
        values = {
            "mentorat.preference": {**mentee, "wished_id": cls.mentor_participation.id},
            "mentorat.objection": {
                **mentee,
                "proposal_id": cls.proposal.id,
                "note_text": "Secret objection",
            },
            "mentorat.exclusion": {
                "employee_id": cls.plain_employee.id,
                "other_id": cls.manager_employee.id,
                "reason": "Secret quarrel",
            },
        }
        return {
            **{model: cls.env[model].create(vals) for model, vals in values.items()},
            "mentorat.profile": cls._show_profile(
                cls.mentor_participation, "Secret profile"
            ).with_env(cls.env),
        }

    @classmethod
    def _create_review_records(cls):
        """Return a record of each model that the review of a run makes."""
        sides = {
            "mentee_id": cls.mentee_participation.id,
            "mentor_id": cls.mentor_participation.id,
        }
        run = {"run_id": cls.proposal.run_id.id}
        values = {
            "mentorat.shortlist": {**run, **sides, "place": 1},
            "mentorat.matching.unmatched": {**run, **sides, "reason": "full"},
            "mentorat.matching.change": {
                **run,
                "kind": "move",
                "moves": [{"mentee": 0, "target": 0}],
            },
            "mentorat.matching.forbidden": {"programme_id": cls.programme.id, **sides},
        }
        return {model: cls.env[model].create(vals) for model, vals in values.items()}

"""One record of each model, with a secret in each text, for the tests of access."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from .common import MentoratMixin, draw_signature

TEAM = ("administrator", "engineer", "referent")
# Whoever runs some programme: the library of documents is theirs.
LIBRARY = (*TEAM, "other_engineer", "foreigner")
PAIR = ("mentor", "mentee")

# What is written in the records, and who reads it.
SECRETS = {
    "Secret motivation": ("mentee", *TEAM),
    "Secret conflict": ("mentee", *TEAM),
    "Secret proof": ("mentee", *TEAM),
    "Secret interview": TEAM,
    "Secret question": ("mentee", "manager", *TEAM),
    "Secret answer": ("mentee", "manager", *TEAM),
    "Secret reason": TEAM,
    "Secret evidence": TEAM,
    "Secret draft": LIBRARY,
    "Secret training": ("administrator", "engineer"),
    "Secret place": PAIR,
    "Secret summary": PAIR,
    "Secret goal": PAIR,
    "Secret sign": PAIR,
    "Secret purpose": PAIR,
    "Secret room": PAIR,
    "Secret limits": PAIR,
    "Secret message": PAIR,
    "Secret harvest": ("mentee",),
    "Secret thanks": ("mentee",),
    "Secret action": PAIR,
    "Secret agenda": PAIR,
    "secret-room": PAIR,
    "Secret note": ("mentee",),
    "Secret theme": ("mentor", "supervisor", *TEAM),
    "Secret case": ("mentor", "supervisor"),
    "Secret group question": ("mentor", "supervisor"),
    "Secret wish": ("mentor", "supervisor"),
    "Secret dilemma": ("administrator", "referent", "supervisor"),
    "Secret route": ("administrator", "referent", "supervisor"),
    "Secret concern": ("mentee", "ethics_contact"),
    "Secret first answer": ("mentee", "ethics_contact"),
    "Secret outcome": ("mentee", "ethics_contact"),
    # Names: who takes part, and with whom.
    "Merle": (*PAIR, *TEAM, "manager", "hr_officer", "ethics_contact"),
    "Morgan": (*PAIR, *TEAM, "ethics_contact", "supervisor"),
}


class RecordsMixin(MentoratMixin):
    """``records``: one of each model, about the mentee of the running programme.

    Beside the roles of ``MentoratMixin``: ``ethics_contact`` and ``supervisor``, whom the
    programme names, and ``anonymous``.
    """

    secrets = SECRETS

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anonymous = cls.env.ref("base.public_user")
        cls.ethics_contact = cls._new_user("m_ethics_contact", "base.group_user")
        cls._create_employee("Esther Ethics", cls.ethics_contact)
        cls.programme.ethics_contact_id = cls.ethics_contact
        cls.supervisor = cls._new_user(
            "m_supervisor", "mentorat_programme.group_supervisor"
        )
        cls.programme.supervisor_ids = cls.supervisor
        # Exporting shows what reading shows, and no more.
        users = cls.env["res.users"].search([("login", "=like", r"m\_%")])
        internal = users.filtered(lambda user: user._is_internal())
        cls.env.ref("base.group_allow_export").user_ids |= internal
        cls.mentee_participation.write(
            {
                "motivation_text": "Secret motivation",
                "conflict_text": "Secret conflict",
                "conflict_state": "declared",
                "training_proof": "Secret proof",
                "interview_text": "Secret interview",
                "question": "Secret question",
                "question_answer": "Secret answer",
            }
        )
        cls.pair = cls._create_pair("accepted")
        cls.pair.with_user(cls.engineer).action_activate()
        cls.records = {
            **cls._create_design(),
            **cls._create_library(),
            **cls._create_parts(),
            "mentorat.concern": cls._create_concern(),
            **cls._create_supervision(),
            "mentorat.programme": cls.programme,
            "mentorat.participation": cls.mentee_participation,
            "mentorat.participation.skill": cls.mentee_participation.skill_ids,
            "mentorat.pair": cls.pair,
            "mentorat.outbox": cls.env["mentorat.outbox"].search(
                [("res_id", "=", cls.pair.id)], limit=1
            ),
            "mentorat.health.rule": cls.programme.health_rule_ids[0],
            "mentorat.digest": cls.env["mentorat.digest"].create(
                {"user_id": cls.mentee.id, "week": "2030-01-07"}
            ),
            "mentorat.slot": cls.env.ref("mentorat_programme.slot_monday_am"),
            **{
                name: cls.env[name].browse(cls.mentee_participation.id)
                for name in (
                    "mentorat.participation.hr",
                    "mentorat.participation.request",
                )
            },
            "mentorat.invitation": cls.env["mentorat.invitation"].create(
                {
                    "programme_id": cls.programme.id,
                    "employee_id": cls.plain_employee.id,
                }
            ),
            "mentorat.supporting.document": cls.env[
                "mentorat.supporting.document"
            ].create(
                {
                    "participation_id": cls.mentor_participation.id,
                    "name": "letter.pdf",
                    "kind": "application/pdf",
                    "file": "U2VjcmV0IGZpbGU=",
                }
            ),
        }
        cls.env.flush_all()

    @classmethod
    def _create_design(cls):
        check = cls.programme.check_ids[0]
        check.note = "Secret evidence"
        own = {"programme_id": cls.programme.id}
        return {
            "mentorat.objective": cls.env["mentorat.objective"].create(
                {**own, "name": "At ease"}
            ),
            "mentorat.phase": cls.env["mentorat.phase"].create(
                {**own, "name": "Rapport"}
            ),
            "mentorat.readiness.item": cls.env.ref(
                "mentorat_programme.readiness_purpose"
            ),
            "mentorat.readiness.check": check,
            "mentorat.qualification": cls.env["mentorat.qualification"].create(
                {
                    "user_id": cls.engineer.id,
                    "name": "Secret training",
                    "date": "2025-01-01",
                    "proof": "U2VjcmV0IGZpbGU=",
                }
            ),
        }

    @classmethod
    def _create_library(cls):
        guide = cls.env["mentorat.document"].create(
            {
                "name": "Guide",
                "kind": "mentee_guide",
                "audience": "mentee",
                "body": "<p>Prepare.</p>",
            }
        )
        guide.action_publish()
        guide.body = "<p>Secret draft</p>"
        cls.programme.document_ids = guide
        acceptances = cls.env["mentorat.acknowledgement"].with_user(cls.mentee)
        acceptances._acknowledge(guide.with_user(cls.mentee).current_version_id)
        return {
            "mentorat.document": guide,
            "mentorat.document.version": guide.version_ids,
            "mentorat.clause": cls.env["mentorat.clause"].create(
                {"name": "Secrecy", "body": "<p>Both keep it.</p>"}
            ),
            "mentorat.acknowledgement": acceptances.search([]).with_user(cls.env.user),
        }

    @classmethod
    def _create_parts(cls):
        own, ours = cls.env(user=cls.mentee), {"pair_id": cls.pair.id}
        meeting = own["mentorat.meeting"].create(
            {**ours, "date_start": "2030-03-01 09:00:00", "place": "Secret place"}
        )
        meeting.write(
            {
                "summary": "Secret summary",
                "agenda": "Secret agenda",
                "video_url": "https://meet.example.org/secret-room",
            }
        )
        for number, user in enumerate((cls.mentor, cls.mentee), 3):
            meeting.with_user(user).own_usefulness = number
        # One to each: both have something to read.
        message, __ = (
            cls.env["mentorat.message"]
            .with_user(user)
            .create({**ours, "body": "Secret message"})
            for user in (cls.mentor, cls.mentee)
        )
        log = cls.env["mentorat.log"].search([("pair_id", "=", cls.pair.id)])
        log.reason = "Secret reason"
        parts = {
            "mentorat.meeting": meeting,
            "mentorat.message": message,
            "mentorat.action": own["mentorat.action"].create(
                {**ours, "title": "Secret action"}
            ),
            "mentorat.note": own["mentorat.note"].create(
                {**ours, "body": "Secret note"}
            ),
            "mentorat.goal": own["mentorat.goal"].create(
                {
                    **ours,
                    "title": "Secret goal",
                    "success_sign": "Secret sign",
                    "progress": 30,
                }
            ),
        }
        return {
            **{name: record.with_env(cls.env) for name, record in parts.items()},
            **cls._create_agreement(),
            **cls._create_closing(),
            "mentorat.log": log,
        }

    @classmethod
    def _create_closing(cls):
        """The closing words of the mentee, and why somebody else ended a pair."""
        cls.pair.with_user(cls.mentee).action_closing()
        words = {"harvest": "Secret harvest", "thanks": "Secret thanks"}
        closing = cls.env(user=cls.mentee)["mentorat.closing"].create(
            {"pair_id": cls.pair.id, **words}
        )
        return {
            "mentorat.closing": closing.with_env(cls.env),
            "mentorat.exit": cls.env["mentorat.exit"].create(
                {"programme_id": cls.programme.id, "reason": "time"}
            ),
            "mentorat.skill.gain": cls.env["mentorat.skill.gain"].create(
                {
                    "programme_id": cls.programme.id,
                    "skill_id": cls.weaving.id,
                    "pair_count": 1,
                }
            ),
        }

    @classmethod
    def _create_agreement(cls):
        """An agreement put to signature, which the mentee has signed."""
        today = fields.Date.today()
        agreement = (
            cls.env(user=cls.mentee)["mentorat.agreement"]
            .sudo()
            .create(
                {
                    "pair_id": cls.pair.id,
                    "purpose": "Secret purpose",
                    "goals": "Secret goal",
                    "place": "Secret room",
                    "limits": "Secret limits",
                    "contact": "Secret place",
                    "date_mid_term": today + timedelta(days=30),
                    "date_end": today + timedelta(days=90),
                    "lang": "en_US",
                }
            )
            .with_user(cls.mentee)
        )
        agreement._put_to_signature()
        agreement._sign(agreement.digest, "Merle Mentee", draw_signature(), "192.0.2.7")
        return {
            "mentorat.agreement": agreement.with_env(cls.env),
            "mentorat.signature": agreement.signature_ids.with_env(cls.env),
        }

    @classmethod
    def _create_supervision(cls):
        """Return a session of the mentor's group, which took place, and what goes with it."""
        group = cls.env["mentorat.supervision.group"].create(
            {
                "name": "Tuesday",
                "programme_id": cls.programme.id,
                "supervisor_id": cls.supervisor.id,
                "member_ids": [Command.set(cls.mentor_participation.ids)],
            }
        )
        own = cls.env(user=cls.supervisor)["mentorat.supervision"]
        session = own.create(
            {
                "programme_id": cls.programme.id,
                "group_id": group.id,
                "date_start": fields.Datetime.now(),
                "theme": "Secret theme",
            }
        )
        cards = cls.env(user=cls.mentor)["mentorat.case.card"]
        texts = ("Secret case", "Secret group question", "Secret wish")
        values = dict(zip(cards._sealed_fields, texts, strict=True))
        cards._bring(
            session.with_user(cls.mentor),
            {**values, "phase": "rapport"},
            "form of a case",
        )
        session.action_hold()
        mentor = cls.mentor_participation
        mentor.with_user(cls.mentor)._assess_stage("developing")
        return {
            "mentorat.supervision.group": group,
            "mentorat.supervision": session.with_env(cls.env),
            "mentorat.supervision.attendance": session.sudo().attendance_ids.with_env(
                cls.env
            ),
            "mentorat.supervised.mentor": cls.env["mentorat.supervised.mentor"].browse(
                mentor.id
            ),
            "mentorat.case.card": cards.search([]).with_env(cls.env),
            "mentorat.dilemma": cls.env(user=cls.supervisor)["mentorat.dilemma"]
            .create(
                {
                    "programme_id": cls.programme.id,
                    "principle": "boundaries",
                    "theme": "Secret dilemma",
                    "route": "Secret route",
                }
            )
            .with_env(cls.env),
            "mentorat.supervised.pair": cls.env["mentorat.supervised.pair"].browse(
                cls.pair.id
            ),
        }

    @classmethod
    def _create_concern(cls):
        """Return a concern of the mentee about the pair, which was looked into and closed."""
        own = cls.env(user=cls.mentee)["mentorat.concern"]
        own._raise(
            cls.pair.with_user(cls.mentee),
            "conduct",
            "Secret concern",
            False,
            "6b5a0a4e-1d1f-4a35-8f3e-1f1d9bb3a001",
        )
        concern = own.search([]).with_user(cls.ethics_contact)
        concern.acknowledgement = "Secret first answer"
        concern.action_take()
        concern.outcome = "Secret outcome"
        concern.action_close()
        return concern.with_env(cls.env)

    def _roles(self):
        return {
            **super()._roles(),
            "ethics_contact": self.ethics_contact,
            "supervisor": self.supervisor,
            "anonymous": self.anonymous,
        }

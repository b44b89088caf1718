"""Every address of the suite's first addon, and Odoo's own that lead to its records."""

from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .access_records import LIBRARY, PAIR, TEAM, RecordsMixin
from .test_access import EMPLOYEES, MATRIX
from .urls import HOME, MISSING, MUTED, UrlsMixin

# Whoever has a login: pages about oneself.
LOGINS = EMPLOYEES | {"outsider", "mentor", "mentee"}
MENTEE = {"mentee"}
MANAGER = {"manager"}
PARTICIPATION = f"{HOME}/participation/<int:participation_id>"
REQUEST = f"{HOME}/requests/<int:participation_id>"
DOCUMENT = f"{HOME}/document/<int:document_id>"
PAIR_URL = f"{HOME}/pair/<int:pair_id>"
MEETING = f"{PAIR_URL}/meeting/<int:meeting_id>"
GOAL = f"{PAIR_URL}/goal/<int:goal_id>"
NOTE = f"{PAIR_URL}/note/<int:note_id>"
ACTION = f"{PAIR_URL}/action/<int:action_id>"
APPLY = f"{HOME}/programme/<int:programme_id>/apply/<string:role>"
AGREEMENT = f"{HOME}/agreement/<int:agreement_id>"
# The three who sign it, and who runs the programmes of the company.
PARTIES = {*PAIR, "referent", "administrator"}
CONCERN = f"{HOME}/concern"
SUPERVISION = f"{HOME}/supervision"
EVIDENCE = "/mentorat/programme/<int:programme_id>/evidence.zip"
# Whom each route answers, about what belongs to the mentee; a new route is named here.
ROUTES = {
    "/my": LOGINS,
    "/my/home": LOGINS,
    HOME: LOGINS,
    f"{HOME}/data": LOGINS,
    f"{HOME}/data.json": LOGINS,
    f"{HOME}/data.pdf": LOGINS,
    f"{HOME}/data/erasure": LOGINS,
    f"{HOME}/documents": LOGINS,
    DOCUMENT: MENTEE,
    f"{DOCUMENT}/pdf": MENTEE,
    # A guide, which nobody is asked to accept.
    f"{DOCUMENT}/accept": set(),
    APPLY: set(MATRIX["mentorat.programme"]),
    f"{PARTICIPATION}/preview": MENTEE,
    f"{PARTICIPATION}/send": MENTEE,
    # The mentor's.
    f"{PARTICIPATION}/document": {"mentor", *TEAM},
    f"{PARTICIPATION}/take-back": MENTEE,
    f"{PARTICIPATION}/take-place": MENTEE,
    f"{PARTICIPATION}/leave-place": MENTEE,
    f"{PARTICIPATION}/withdraw": MENTEE,
    f"{PARTICIPATION}/answer": MENTEE,
    f"{PARTICIPATION}/calendar": MENTEE,
    f"{HOME}/requests": LOGINS,
    f"{HOME}/requests/page/<int:page>": LOGINS,
    f"{REQUEST}/approve": MANAGER,
    f"{REQUEST}/refuse": MANAGER,
    f"{REQUEST}/ask": MANAGER,
    f"{REQUEST}/delegate": MANAGER,
    f"{REQUEST}/take-back": MANAGER,
    PAIR_URL: set(PAIR),
    f"{PAIR_URL}/answer": set(PAIR),
    f"{PAIR_URL}/end": set(PAIR),
    f"{PAIR_URL}/pause": set(PAIR),
    f"{PAIR_URL}/resume": set(PAIR),
    f"{PAIR_URL}/reminders": set(PAIR),
    f"{PAIR_URL}/meeting": set(PAIR),
    f"{PAIR_URL}/meeting/log": set(PAIR),
    MEETING: set(PAIR),
    f"{MEETING}/hold": set(PAIR),
    f"{MEETING}/miss": set(PAIR),
    f"{MEETING}/cancel": set(PAIR),
    f"{MEETING}/plan": set(PAIR),
    f"{MEETING}/room": set(PAIR),
    f"{MEETING}/accept": set(PAIR),
    f"{PAIR_URL}/action": set(PAIR),
    ACTION: set(PAIR),
    f"{ACTION}/done": set(PAIR),
    f"{ACTION}/reopen": set(PAIR),
    f"{ACTION}/delete": set(PAIR),
    f"{PAIR_URL}/goal": set(PAIR),
    GOAL: set(PAIR),
    f"{GOAL}/progress": set(PAIR),
    f"{GOAL}/confirm": {"mentor"},
    f"{GOAL}/unconfirm": {"mentor"},
    f"{GOAL}/drop": set(PAIR),
    f"{GOAL}/restore": set(PAIR),
    f"{GOAL}/publish": set(PAIR),
    f"{PAIR_URL}/messages": set(PAIR),
    f"{PAIR_URL}/messages/page/<int:page>": set(PAIR),
    f"{PAIR_URL}/note": set(PAIR),
    # The mentee's private one.
    NOTE: MENTEE,
    f"{NOTE}/delete": MENTEE,
    f"{PAIR_URL}/agreement": set(PAIR),
    f"{PAIR_URL}/review": set(PAIR),
    f"{PAIR_URL}/closing": set(PAIR),
    f"{PAIR_URL}/closing/begin": set(PAIR),
    f"{PAIR_URL}/another": set(PAIR),
    # Once it is closed.
    f"{PAIR_URL}/certificate": set(),
    AGREEMENT: PARTIES,
    f"{AGREEMENT}/pdf": PARTIES,
    f"{AGREEMENT}/check": PARTIES,
    f"{AGREEMENT}/ready": set(PAIR),
    CONCERN: LOGINS,
    f"{CONCERN}/follow": LOGINS,
    f"{CONCERN}/<int:concern_id>": MENTEE,
    f"{CONCERN}/<int:concern_id>/entrust": MENTEE,
    SUPERVISION: LOGINS,
    # Of the mentor, of a mentor's planned session and situation.
    f"{SUPERVISION}/<int:participation_id>/stage": {"mentor"},
    f"{SUPERVISION}/<int:participation_id>/certificate": {"mentor"},
    f"{SUPERVISION}/session/<int:supervision_id>/excuse": {"mentor"},
    f"{SUPERVISION}/session/<int:supervision_id>/case": {"mentor"},
    f"{SUPERVISION}/case/<int:case_id>/delete": {"mentor"},
    EVIDENCE: set(TEAM),
}
# A person gets what was noted about them, by right of access.
OWN_DATA = "/report/html/mentorat_programme.report_own_data/{}"
TOLD = dict.fromkeys(
    (f"{HOME}/data", f"{HOME}/data.json", OWN_DATA), ("Secret interview",)
)
# What the addresses are about.
KINDS = (
    "programme",
    "participation",
    "document",
    "pair",
    "meeting",
    "goal",
    "note",
    "agreement",
    "concern",
    "action",
    "supervision",
    "case",
)
TODAY = str(fields.Date.today())
MODELS = {"case": "mentorat.case.card"}
TOMORROW = f"{fields.Date.today() + timedelta(days=1)}T10:00"
NEXT_WEEK = f"{fields.Date.today() + timedelta(days=8)}"
# Who sends each form, and what.
FORMS = {
    APPLY: ("plain", {"motivation": "I would like to weave.", "save": "1"}),
    f"{HOME}/data/erasure": ("mentee", {}),
    f"{DOCUMENT}/accept": ("mentee", {"number": "1", "conflict": "none"}),
    f"{PARTICIPATION}/send": ("mentee", {}),
    f"{PARTICIPATION}/take-back": ("mentee", {}),
    f"{PARTICIPATION}/take-place": ("mentee", {}),
    f"{PARTICIPATION}/leave-place": ("mentee", {}),
    f"{PARTICIPATION}/withdraw": ("mentee", {}),
    f"{PARTICIPATION}/answer": ("mentee", {"answer": "Yes."}),
    f"{PARTICIPATION}/calendar": ("mentee", {"calendar_consent": "1"}),
    f"{REQUEST}/approve": ("manager", {}),
    f"{REQUEST}/refuse": ("manager", {"reason": "A busy quarter"}),
    f"{REQUEST}/ask": ("manager", {"question": "When?"}),
    f"{REQUEST}/delegate": ("manager", {"login": "m_plain"}),
    f"{REQUEST}/take-back": ("manager", {}),
    f"{PAIR_URL}/answer": ("mentee", {}),
    f"{PAIR_URL}/end": ("mentor", {}),
    f"{PAIR_URL}/pause": (
        "mentee",
        {"date_start": TOMORROW[:10], "date_end": NEXT_WEEK, "move_end": "1"},
    ),
    f"{PAIR_URL}/resume": ("mentee", {}),
    f"{PAIR_URL}/reminders": ("mentee", {"is_muted": "1"}),
    f"{PAIR_URL}/meeting": ("mentee", {"date_start": TOMORROW, "hours": "1"}),
    f"{PAIR_URL}/meeting/log": ("mentee", {"day": TODAY, "hours": "1"}),
    MEETING: (
        "mentee",
        {"date_start": TOMORROW, "hours": "2", "place": "Here", "version": "1"},
    ),
    f"{MEETING}/hold": ("mentee", {}),
    f"{MEETING}/miss": ("mentee", {}),
    f"{MEETING}/cancel": ("mentee", {}),
    f"{MEETING}/plan": ("mentee", {}),
    f"{MEETING}/room": ("mentee", {}),
    f"{MEETING}/accept": ("mentee", {"slot": "2030-03-01T09:00:00"}),
    f"{PAIR_URL}/action": ("mentee", {"title": "Call"}),
    ACTION: ("mentee", {"title": "Write", "version": "1"}),
    f"{ACTION}/done": ("mentee", {}),
    f"{ACTION}/reopen": ("mentee", {}),
    f"{ACTION}/delete": ("mentee", {}),
    f"{PAIR_URL}/goal": ("mentee", {"title": "Weave"}),
    GOAL: ("mentee", {"title": "Weave more", "version": "1"}),
    f"{GOAL}/progress": ("mentee", {"progress": "60"}),
    f"{GOAL}/confirm": ("mentor", {}),
    f"{GOAL}/unconfirm": ("mentor", {}),
    f"{GOAL}/drop": ("mentee", {}),
    f"{GOAL}/restore": ("mentee", {}),
    f"{GOAL}/publish": ("mentee", {"consent": "1"}),
    f"{PAIR_URL}/messages": ("mentee", {"body": "Hello"}),
    f"{PAIR_URL}/note": ("mentee", {"body": "Mine", "visibility": "private"}),
    NOTE: ("mentee", {"body": "Mine", "visibility": "private", "version": "1"}),
    f"{NOTE}/delete": ("mentee", {}),
    f"{PAIR_URL}/agreement": ("mentee", {"purpose": "Mine", "version": "2"}),
    f"{PAIR_URL}/review": ("mentee", {}),
    f"{PAIR_URL}/closing": (
        "mentee",
        {"harvest": "Mine", "thanks": "Yours", "version": "1"},
    ),
    f"{PAIR_URL}/closing/begin": ("mentee", {}),
    f"{PAIR_URL}/another": ("mentee", {"wanted": "0"}),
    f"{AGREEMENT}/ready": ("mentee", {}),
    f"{AGREEMENT}/check": ("referent", {}),
    f"{SUPERVISION}/<int:participation_id>/stage": ("mentor", {"stage": "novice"}),
    f"{SUPERVISION}/session/<int:supervision_id>/excuse": ("mentor", {}),
    f"{SUPERVISION}/session/<int:supervision_id>/case": (
        "mentor",
        {"theme": "Limits", "question": "How far?"},
    ),
    f"{SUPERVISION}/case/<int:case_id>/delete": ("mentor", {}),
    CONCERN: ("mentee", {"kind": "other", "body": "Mine"}),
    f"{CONCERN}/follow": ("mentee", {"code": "2222"}),
    f"{CONCERN}/<int:concern_id>/entrust": ("mentee", {}),
}


@tagged("post_install", "-at_install")
class TestAccessUrls(UrlsMixin, RecordsMixin, HttpCase):
    addon = "mentorat_programme"
    routes = ROUTES
    forms = FORMS
    told = TOLD

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # It is planned again, for what a mentor does before.
        cls.records["mentorat.supervision"].with_user(cls.supervisor).action_plan()
        cls.numbers = {
            **{
                f"{kind}_id": cls.records[MODELS.get(kind, f"mentorat.{kind}")].id
                for kind in KINDS
            },
            (f"{PARTICIPATION}/document", "participation_id"): (
                cls.mentor_participation.id
            ),
            **{
                (f"{SUPERVISION}/<int:participation_id>/{page}", "participation_id"): (
                    cls.mentor_participation.id
                )
                for page in ("stage", "certificate")
            },
            "role": "mentee",
            "page": 1,
        }
        cls.gone = {f"{kind}_id": cls._create_gone(kind) for kind in KINDS}
        cls.env.flush_all()

    @classmethod
    def _create_gone(cls, kind):
        """Return the id of a record that was there and is deleted."""
        own, ours = cls.env(user=cls.mentee), {"pair_id": cls.pair.id}
        if kind == "programme":
            gone = cls.other_programme.copy()
        elif kind == "document":
            gone = cls.env["mentorat.document"].create({"name": "Gone"})
        elif kind == "meeting":
            values = {**ours, "date_start": "2030-03-02 09:00:00"}
            gone = own["mentorat.meeting"].create(values)
        elif kind == "goal":
            gone = own["mentorat.goal"].create({**ours, "title": "Gone"})
        elif kind == "action":
            gone = own["mentorat.action"].create({**ours, "title": "Gone"})
        elif kind == "note":
            gone = own["mentorat.note"].create({**ours, "body": "Gone"})
        elif kind == "agreement":
            values = {"pair_id": cls._create_late_pair().id, "lang": "en_US"}
            gone = cls.env["mentorat.agreement"].create(values)
        elif kind == "supervision":
            gone = cls.records["mentorat.supervision"].copy({"group_id": False})
        elif kind == "case":
            gone = cls.records["mentorat.case.card"].copy()
        elif kind == "concern":
            gone = cls.records["mentorat.concern"].copy({"code_handle": "gone"})
        elif kind == "pair":
            gone = cls._create_late_pair()
        else:
            employee = cls._create_employee("Gone")
            gone = cls._create_participation(employee, "mentee", state="draft")
        number = gone.id
        gone.unlink()
        return number

    @classmethod
    def _create_late_pair(cls):
        mentee = cls._create_participation(cls._create_employee("Late"), "mentee")
        return cls._create_pair("proposed", cls.stranger, mentee)

    @mute_logger(*MUTED)
    def test_several_printed_at_once(self):
        """One's own with what is not there, or not one's own: nothing is printed."""
        self._enter("engineer")
        url = f"/report/html/mentorat_programme.report_evidence/{self.programme.id}"
        self.assertEqual(self._ask(url).status_code, 200)
        missing = self._ask(f"{url},{MISSING}")
        self.assertEqual(missing.status_code, 404)
        self._check_alike(self._ask(f"{url},{self.other_programme.id}"), missing)

    def _get_files(self):
        letter, proof, evidence = self._get_attachments()
        document = self.records["mentorat.document"].id
        supporting = self.records["mentorat.supporting.document"].id
        qualification = self.records["mentorat.qualification"].id
        engineers = {"administrator", "engineer"}
        report = "mentorat_programme.report_"
        mentor = self.mentor_participation.id
        return {
            ("/web/content/{}", letter): set(),
            ("/web/image/{}", letter): set(),
            ("/web/content/mentorat.supporting.document/{}/file", supporting): set(),
            ("/web/image/mentorat.supporting.document/{}/file", supporting): set(),
            ("/web/content/{}", proof): engineers,
            ("/web/content/mentorat.qualification/{}/proof", qualification): engineers,
            ("/web/content/{}", evidence): set(TEAM),
            ("/web/content/mentorat.note/{}/body", self.records["mentorat.note"].id): (
                set()
            ),
            (f"/report/html/{report}document/{{}}", document): set(LIBRARY),
            **{
                (f"/report/{kind}/{report}evidence/{{}}", self.programme.id): set(TEAM)
                for kind in ("html", "pdf", "text")
            },
            # The mentor's own, and nobody else's.
            (f"/report/html/{report}supervision_certificate/{{}}", mentor): {"mentor"},
            # One's own data, whoever is named.
            (OWN_DATA, self.mentee.id): LOGINS,
        }

    def _get_attachments(self):
        """Return the ids of a mentor's letter, an engineer's proof and an evidence."""
        attachments = self.env["ir.attachment"]
        evidence = attachments.with_user(self.engineer).create(
            {"name": "letter.txt", "raw": b"Secret file"}
        )
        check = self.records["mentorat.readiness.check"]
        check.with_user(self.engineer).evidence_ids = evidence
        files = [
            attachments.search(
                [
                    ("res_model", "=", model),
                    ("res_id", "=", self.records[model].id),
                    ("res_field", "=", field),
                ]
            ).id
            for model, field in (
                ("mentorat.supporting.document", "file"),
                ("mentorat.qualification", "proof"),
            )
        ]
        return *files, evidence.id

"""Pages of documents on the portal, and the charter before the pages of a pair."""

import re
from io import BytesIO

from pypdf import PdfReader

from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_document import DocumentCase
from .test_portal import HOME, PAYLOADS, PortalCase

DOCUMENTS = f"{HOME}/documents"


@tagged("post_install", "-at_install")
class TestPortalDocument(DocumentCase, PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.guides = {}
        for audience in ("all", "mentor", "mentee", "manager", "team"):
            guide = cls._create_document(
                f"Guide for {audience}", "other", audience=audience
            )
            guide.action_publish()
            cls.guides[audience] = guide
            cls.programme.document_ids |= guide
        cls.draft = cls._create_document("Not ready", "other")
        cls.programme.document_ids |= cls.draft
        cls.elsewhere = cls._create_document("Of another programme", "other")
        cls.elsewhere.action_publish()
        cls.other_programme.document_ids = cls.elsewhere
        cls.url = f"{HOME}/document/{cls.charter.id}"

    def _answer(self, **values):
        return {"number": self.charter.version, "conflict": "none", **values}

    def test_who_finds_what(self):
        expected = {
            self.mentor: {"all", "mentor"},
            self.mentee: {"all", "mentee"},
            self.manager: {"manager"},
            self.plain: set(),
            self.outsider: set(),
            self.engineer: set(),
        }
        for user, audiences in expected.items():
            self._login(user)
            page = self._get(DOCUMENTS)
            for audience, guide in self.guides.items():
                with self.subTest(user=user.login, audience=audience):
                    status = 200 if audience in audiences else 404
                    url = f"{HOME}/document/{guide.id}"
                    self.assertEqual(guide.name in page, status == 200)
                    self._get(url, status)
                    self._get(f"{url}/pdf", status)
            self.assertNotIn("Not ready", page)
            self.assertNotIn("Of another programme", page)
            for document in (self.draft, self.elsewhere):
                self._get(f"{HOME}/document/{document.id}", 404)

    def test_what_is_not_yours_does_not_exist(self):
        self._login(self.mentee)
        pages = {
            # Without what changes from a request to the next.
            re.sub(r"[0-9a-f]{40,}o\d*|-?\d+", "", self._get(url, 404))
            for number in (self.elsewhere.id, self.draft.id, 0, 10**8, 2**40)
            for url in (f"{HOME}/document/{number}", f"{HOME}/document/{number}/pdf")
        }
        self.assertEqual(len({page.replace("/pdf", "") for page in pages}), 1)

    def test_those_who_left_find_nothing(self):
        for state in ("refused", "withdrawn"):
            self.mentee_participation.state = state
            self._login(self.mentee)
            self.assertNotIn("Guide for all", self._get(DOCUMENTS))
            self._get(self.url, 404)
            self._post(f"{self.url}/accept", 404, **self._answer())

    def test_accept(self):
        self._login(self.mentee)
        self.assertIn("Accept the charter", self._get(HOME))
        page = self._get(self.url)
        for words in ("Be kind.", 'name="conflict"', 'name="conflict_text"'):
            self.assertIn(words, page)
        for _twice in range(2):
            response = self._post(f"{self.url}/accept", **self._answer())
            self.assertTrue(
                response.headers["Location"].endswith(f"{DOCUMENTS}?done=accepted")
            )
        self.assertEqual(len(self._acceptances(self.mentee)), 1)
        self.assertEqual(self.mentee_participation.conflict_state, "none")
        self.assertIn("Accepted on", self._get(DOCUMENTS))
        self.assertIn("You accepted this version on", self._get(self.url))
        self.assertNotIn("Accept the charter", self._get(HOME))

    def test_declare_a_conflict(self):
        self._login(self.mentee)
        answer = self._answer(conflict="declared", conflict_text="A <b>cousin</b>")
        self._post(f"{self.url}/accept", **answer)
        own = self.mentee_participation.with_user(self.mentee)
        self.assertEqual(own.conflict, "A <b>cousin</b>")
        page = self._get(self.url)
        self.assertIn("A &lt;b&gt;cousin&lt;/b&gt;", page)
        # Later it is over.
        self._post(f"{self.url}/accept", **self._answer(conflict_text="forgotten"))
        own.invalidate_recordset()
        self.assertEqual((own.conflict_state, own.conflict), ("none", False))

    def test_what_has_to_be_put_right(self):
        self._login(self.mentee)
        for answer, words in (
            ({"conflict": ""}, "Please choose one of the list."),
            ({"conflict": "x"}, "Please choose one of the list."),
            ({"conflict": "declared"}, "Please fill this in."),
            ({"conflict_text": "x" * 2001}, "at most 2000 fit"),
            ({"number": self.charter.version + 1}, "has a new version"),
            ({"number": ""}, "has a new version"),
        ):
            with self.subTest(answer):
                response = self._post(
                    f"{self.url}/accept", 422, **self._answer(**answer)
                )
                self.assertIn(words, response.text)
                self.assertFalse(self._acceptances(self.mentee))
        kept = self._answer(number=0, conflict="declared", conflict_text="My cousin")
        response = self._post(f"{self.url}/accept", 422, **kept)
        self.assertIn("My cousin", response.text)

    def test_what_changed_while_reading_is_read_first(self):
        self._login(self.mentee)
        answer = self._answer()
        self.charter.body = "<p>Be fair.</p>"
        self.charter.action_publish()
        response = self._post(f"{self.url}/accept", 422, **answer)
        self.assertIn("Be fair.", response.text)
        self.assertFalse(self._acceptances(self.mentee))
        self._post(f"{self.url}/accept", **self._answer())
        self.assertEqual(self._acceptances(self.mentee).version_id.number, 2)

    def test_no_more_than_what_is_asked(self):
        """Other keys of the form are not read; only the charter is accepted."""
        self._login(self.mentee)
        others = {"user_id": self.mentor.id, "state": "completed", "digest": "0"}
        self._post(f"{self.url}/accept", **self._answer(**others))
        row = self._acceptances(self.mentee)
        self.assertEqual(row.user_id, self.mentee)
        self.assertEqual(len(row.digest), 64)
        self.assertEqual(self.mentee_participation.state, "accepted")
        guide = self.guides["all"]
        self._post(f"{HOME}/document/{guide.id}/accept", 404, **self._answer())

    def test_pages_of_a_pair_wait_for_the_charter(self):
        pair = self._create_pair()
        pair_url = f"{HOME}/pair/{pair.id}"
        self._login(self.mentee)
        for path in ("", "/meeting", "/goal", "/note"):
            response = self.url_open(f"{pair_url}{path}", allow_redirects=False)
            self.assertEqual(response.status_code, 303)
            self.assertTrue(
                response.headers["Location"].endswith(
                    f"{self.url}?next_path={pair_url}"
                )
            )
        self._post(f"{pair_url}/note", body="Too early")
        self.assertFalse(self.env["mentorat.note"].search([("pair_id", "=", pair.id)]))
        page = self._get(f"{self.url}?next_path={pair_url}")
        self.assertIn("Please read and accept this first", page)
        response = self._post(f"{self.url}/accept", **self._answer(next_path=pair_url))
        self.assertTrue(response.headers["Location"].endswith(pair_url))
        self._get(pair_url)
        # The other one has not.
        self._login(self.mentor)
        self._get(pair_url, 303)

    def test_nobody_is_held_back_from_leaving(self):
        pair = self._create_pair()
        self._login(self.mentee)
        self._get(f"{HOME}/pair/{pair.id}/end")
        self._post(f"{HOME}/pair/{pair.id}/end")
        self.assertEqual(pair.state, "ended")
        # What is over stays readable.
        self._get(f"{HOME}/pair/{pair.id}")

    def test_without_charter_no_gate(self):
        self.programme.document_ids -= self.charter
        pair = self._create_pair()
        self._login(self.mentee)
        self._get(f"{HOME}/pair/{pair.id}")

    def test_the_way_on_stays_here(self):
        self._login(self.mentee)
        for path in (
            "//evil.example",
            "https://evil.example/my/mentoring/",
            "/my/mentoring/../../web",
            "/my/mentoring/\nSet-Cookie: x",
            "/my/mentoring//evil.example",
            "/web/session/logout",
            "javascript:alert(1)",
        ):
            response = self._post(f"{self.url}/accept", **self._answer(next_path=path))
            location = response.headers["Location"]
            self.assertTrue(location.endswith(f"{DOCUMENTS}?done=accepted"), path)

    def test_reading_changes_nothing(self):
        self._login(self.mentee)
        for url in (
            f"{self.url}/accept",
            f"{self.url}/accept?number=1&conflict=none",
        ):
            self.assertIn(
                self.url_open(url, allow_redirects=False).status_code, (404, 405)
            )
        self._get(f"{self.url}?conflict=declared&conflict_text=x&number=1")
        with mute_logger("odoo.http"):
            response = self.url_open(
                f"{self.url}/accept", data=self._answer(), allow_redirects=False
            )
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self._acceptances(self.mentee))
        self.assertEqual(self.mentee_participation.conflict_state, "unasked")

    def test_no_cache_and_no_name_in_the_history(self):
        self._login(self.mentee)
        for url in (DOCUMENTS, self.url, f"{self.url}/pdf"):
            response = self.url_open(url)
            self.assertEqual(response.headers["Cache-Control"], "no-store", url)

    def test_traps_in_a_document(self):
        body = "".join(f"<p>start</p>{payload}" for payload in PAYLOADS)
        trap = self._create_document(PAYLOADS[0], "other", body=body)
        trap.action_publish()
        self.programme.document_ids |= trap
        self._login(self.mentee)
        for url in (DOCUMENTS, f"{HOME}/document/{trap.id}"):
            page = self._get(url)
            self.assertNotIn("<script>alert(1)", page)
            self.assertNotIn("onerror=alert", page)
            self.assertNotIn("onload=alert", page)

    def test_pdf(self):
        self._login(self.mentee)
        with self._print_for_real():
            response = self.url_open(f"{self.url}/pdf")
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertIn("Charter.pdf", response.headers["Content-Disposition"])
        text = PdfReader(BytesIO(response.content)).pages[0].extract_text()
        self.assertIn("Be kind.", text)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_reports_of_others_are_closed(self):
        """The addresses of Odoo's own reports give nothing that is not theirs."""
        team, foreign = self.guides["team"], self.elsewhere
        for user in (self.mentee, self.outsider, self.plain):
            self._login(user)
            for kind in ("pdf", "html", "text"):
                for ids in (f"{team.id}", f"{foreign.id}", f"{self.draft.id}"):
                    url = f"/report/{kind}/mentorat_programme.report_document/{ids}"
                    response = self.url_open(url, allow_redirects=False)
                    with self.subTest(user=user.login, url=url):
                        self.assertNotEqual(response.status_code, 200)
                        self.assertFalse(response.content.startswith(b"%PDF"))
                        self.assertNotIn(b"Guide for team", response.content)

    def test_queries_do_not_grow(self):
        """Ten documents and programmes, then two hundred."""

        def add(number):
            documents = self.env["mentorat.document"].create(
                [
                    {"name": f"Guide {index}", "kind": "other", "body": "<p>Text</p>"}
                    for index in range(number)
                ]
            )
            documents.action_publish()
            programmes = self.env["mentorat.programme"].create(
                [
                    {
                        "name": f"Programme {index}",
                        "date_start": "2030-01-01",
                        "date_end": "2030-06-01",
                        "document_ids": documents.ids,
                    }
                    for index in range(number)
                ]
            )
            self.env["mentorat.participation"].create(
                [
                    {
                        "programme_id": programme.id,
                        "employee_id": self.mentee_employee.id,
                        "role": "mentee",
                        "state": "accepted",
                    }
                    for programme in programmes
                ]
            )

        self._login(self.mentee)
        add(10)
        few = [self._count_queries(url) for url in (DOCUMENTS, self.url)]
        add(190)
        many = [self._count_queries(url) for url in (DOCUMENTS, self.url)]
        self.assertEqual(many, few)

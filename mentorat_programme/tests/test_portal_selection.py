"""Preview and supporting document of an application, as a browser asks for them."""

from datetime import timedelta

from lxml import html

from odoo import fields, http
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..core.upload import MAX_BYTES
from .test_portal import HOME, PortalCase

PDF = b"%PDF-1.7 the letter of Ariel"


class SelectionCase(PortalCase):
    def setUp(self):
        super().setUp()
        self.mentor_url = self.apply_url.replace("mentee", "mentor")
        self._login(self.applicant)

    def _apply(self, name=None, content=PDF, status=303, url=None, **values):
        """Send the form of a mentor with a file, if there is a name."""
        values = self._application_values(capacity="1", **values)
        values["csrf_token"] = http.Request.csrf_token(self)
        response = self.url_open(
            url or self.mentor_url,
            data=values,
            # No file: what a browser sends of an empty control.
            files={"document": (name or "", content if name else b"")},
            allow_redirects=False,
        )
        self.assertEqual(response.status_code, status)
        return response

    def _own(self):
        return self._application(role="mentor")

    def _document(self):
        return self._own().supporting_document_ids


@tagged("post_install", "-at_install")
class TestPortalSupportingDocument(SelectionCase):
    def test_kept_shown_replaced_removed(self):
        self._apply("My letter.pdf", save="1")
        self.assertEqual(self._document().name, "My-letter.pdf")
        self.assertIn("My-letter.pdf", self._get(self.mentor_url))
        # Saved again without a file: it stays.
        self._apply(save="1")
        self.assertEqual(self._document().name, "My-letter.pdf")
        self._apply("cv.pdf", save="1")
        self.assertEqual(self._document().name, "cv.pdf")
        self._apply(save="1", remove_document="1")
        self.assertFalse(self._document())
        self.assertNotIn("cv.pdf", self._get(self.mentor_url))
        # Nothing to remove is no error.
        self._apply(save="1", remove_document="1")

    def test_what_is_refused(self):
        self._apply("kept.pdf", save="1")
        for name, content, message in (
            ("page.html", b"<html><script>alert(1)</script>", "choose a PDF"),
            ("page.pdf", b"<html><script>alert(1)</script>", "choose a PDF"),
            ("me.png", b"<svg onload=alert(1)></svg>", "choose a PDF"),
            ("me.svg", b"<svg onload=alert(1)></svg>", "choose a PDF"),
            ("a.docx", b"PK\x03\x04nothing", "choose a PDF"),
            ("empty.pdf", b"", "choose a PDF"),
            ("big.pdf", b"%PDF-" + bytes(MAX_BYTES), "larger than 5 MB"),
        ):
            with self.subTest(name=name):
                page = self._apply(
                    name, content, 422, motivation="Kept & typed", send="1"
                ).text
                self.assertIn(message, page)
                self.assertIn("Kept &amp; typed", page)
                self.assertEqual(self._document().name, "kept.pdf")
                self.assertEqual(self._own().state, "draft")

    def test_another_error_asks_for_the_file_again(self):
        page = self._apply("cv.pdf", status=422, save="1", motivation="x" * 5001).text
        self.assertIn("choose your file again", page)
        self.assertFalse(self._own())
        page = self._apply("cv.pdf", status=422, send="1", skill_0="").text
        self.assertIn("Name at least one skill", page)
        self.assertIn("choose your file again", page)
        self.assertFalse(self._document())

    def test_not_once_it_is_sent(self):
        self._apply("cv.pdf", send="1")
        self._apply("other.pdf", save="1")
        self._apply(save="1", remove_document="1")
        self.assertEqual(self._document().name, "cv.pdf")
        self.assertIn("cv.pdf", self._get(self.mentor_url))

    def test_a_mentee_sends_none(self):
        self.assertNotIn('name="document"', self._get(self.apply_url))
        self._apply("cv.pdf", save="1", url=self.apply_url)
        self.assertTrue(self._application())
        self.assertFalse(self._application().supporting_document_ids)

    def test_a_text_in_place_of_a_file(self):
        self._post(
            self.mentor_url,
            save="1",
            **self._application_values(capacity="1", document="cv.pdf"),
        )
        self.assertTrue(self._own())
        self.assertFalse(self._document())

    def test_download(self):
        self._apply("=cmd|calc.pdf", send="1")
        url = f"{HOME}/participation/{self._own().id}/document"
        readers = {"administrator", "engineer", "referent", "applicant"}
        bodies = set()
        for role, user in {**self._roles(), "applicant": self.applicant}.items():
            self._login(user)
            response = self.url_open(url, allow_redirects=False)
            with self.subTest(role=role):
                if role not in readers:
                    self.assertEqual(response.status_code, 404)
                    self.assertNotIn(PDF, response.content)
                    missing = self.url_open(
                        url.replace(str(self._own().id), str(2**31 - 1))
                    )
                    self.assertEqual(missing.status_code, 404)
                    continue
                self.assertEqual(response.status_code, 200)
                bodies.add(response.content)
                headers = response.headers
                self.assertTrue(
                    headers["Content-Disposition"].startswith("attachment;")
                )
                self.assertIn("cmd-calc.pdf", headers["Content-Disposition"])
                self.assertEqual(headers["Content-Type"], "application/pdf")
                self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
                self.assertEqual(headers["Cache-Control"], "no-store")
        self.assertEqual(bodies, {PDF})
        self.authenticate(None, None)
        answer = self.url_open(url, allow_redirects=False)
        self.assertIn("/web/login", answer.headers["Location"])

    def test_no_file_is_no_page(self):
        self._apply(save="1")
        self._get(f"{HOME}/participation/{self._own().id}/document", status=404)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_binary")
    def test_no_other_address_serves_it(self):
        self._apply("cv.pdf", send="1")
        document = self._document()
        file = self.env["ir.attachment"].search(
            [("res_model", "=", document._name), ("res_field", "=", "file")]
        )
        other = self.env["ir.attachment"].create({"name": "x", "raw": b"x"})
        [token] = other.generate_access_token()
        self.env.flush_all()
        addresses = [
            f"/{kind}/{target}{query}"
            for kind in ("web/content", "web/image")
            for target in (
                file.id,
                f"{document._name}/{document.id}/file",
                f"mentorat.participation/{self._own().id}/supporting_document_ids",
            )
            for query in ("", "?download=1", f"?access_token={token}")
        ]
        for user in (*self._roles().values(), self.applicant, None):
            self.authenticate(user and user.login, user and user.login)
            for address in addresses:
                with self.subTest(address=address, user=user and user.login):
                    response = self.url_open(address, allow_redirects=False)
                    self.assertNotIn(PDF, response.content)
                    self.assertNotIn("pdf", response.headers["Content-Type"])

    def test_twice_is_once(self):
        for _click in range(2):
            self._apply("cv.pdf", save="1")
        self.assertEqual(len(self._document()), 1)


@tagged("post_install", "-at_install")
class TestPortalPreview(SelectionCase):
    def _preview(self, application, status=200):
        page = self._get(f"{HOME}/participation/{application.id}/preview", status)
        return html.fromstring(page)

    def _text(self, page, anchor):
        [part] = page.xpath(f"//*[@id='{anchor}']")
        return " ".join(part.text_content().split())

    def test_from_the_form_to_sent(self):
        slot = self.env.ref("mentorat_programme.slot_monday_am")
        response = self._apply("cv.pdf", preview="1", **{f"slot_ids_{slot.id}": "1"})
        application = self._own()
        self.assertEqual(application.state, "draft")
        address = f"{HOME}/participation/{application.id}"
        self.assertTrue(response.headers["Location"].endswith(f"{address}/preview"))
        page = self._preview(application)
        team = self._text(page, "preview_team")
        for words in (
            "I would like to weave.",
            "Weaving – Skilled, Essential",
            "Monday, morning",
            "On site or remote",
            "cv.pdf",
        ):
            self.assertIn(words, team)
        manager = self._text(page, "preview_manager")
        for words in ("Ariel Applicant", "Passing it on", "About 1 hour of working"):
            self.assertIn(words, manager)
        for words in ("weave", "Weaving", "Monday", "cv.pdf"):
            self.assertNotIn(words, manager)
        self.assertTrue(page.xpath(f"//a[@href='{self.mentor_url}'][text()='Edit']"))
        self._post(f"{address}/send")
        self.assertEqual(application.state, "submitted")
        page = self._preview(application)
        self.assertFalse(page.xpath("//form[contains(@action, '/send')]"))
        self.assertIn(f"{address}/preview", self._get(self.mentor_url))

    def test_the_manager_reads_the_same(self):
        self._post(self.apply_url, send="1", **self._application_values())
        shown = self._text(self._preview(self._application()), "preview_manager")
        self._login(self.manager)
        page = html.fromstring(self._get(f"{HOME}/requests"))
        summary = self._text(page, f"request-{self._application().id}")
        hours = "About 1 hour of working time a month"
        for text in (shown, summary):
            self.assertIn(hours, text)
            self.assertIn("As a mentee · Passing it on", text)

    def test_incomplete(self):
        self._post(self.apply_url, preview="1", **self._application_values(skill_0=""))
        application = self._application()
        page = self._preview(application)
        self.assertIn("name at least one", self._text(page, "preview_team"))
        answer = self._post(f"{HOME}/participation/{application.id}/send", status=422)
        self.assertIn("Name at least one skill", answer.text)
        self.assertIn(">Edit<", answer.text)
        self.assertEqual(application.state, "draft")

    def test_an_error_shows_the_form_again(self):
        page = self._post(
            self.apply_url,
            status=422,
            preview="1",
            **self._application_values(motivation="x" * 5001),
        ).text
        self.assertIn("at most 5000 fit", page)
        self.assertFalse(self._application())

    def test_too_late(self):
        self._post(self.apply_url, preview="1", **self._application_values())
        application = self._application()
        self.programme.date_deadline = fields.Date.today() - timedelta(days=1)
        answer = self._post(f"{HOME}/participation/{application.id}/send", status=422)
        self.assertIn("closed on", answer.text)
        # What was written can still be read.
        page = self._get(self.apply_url)
        self.assertIn("closed on", page)
        self.assertIn("I would like to weave.", page)
        self.assertNotIn('name="motivation"', page)
        # Sent, it can no longer be taken back, as it could not be sent again.
        application.state = "submitted"
        self.assertNotIn("/take-back", self._get(self.apply_url))
        answer = self._post(
            f"{HOME}/participation/{application.id}/take-back", status=422
        )
        self.assertIn("can no longer be changed", answer.text)
        self._post(f"{HOME}/participation/{application.id}/withdraw")
        self.assertEqual(application.state, "withdrawn")

    def test_whose_it_is(self):
        application = self._create_participation(
            self.applicant_employee, "mentee", state="draft"
        )
        for role, user in self._roles().items():
            self._login(user)
            with self.subTest(role=role):
                self._preview(application, status=404)
                self._post(f"{HOME}/participation/{application.id}/send", status=404)
        self.assertEqual(application.state, "draft")

    def test_texts_are_escaped(self):
        payload = "<script>alert(1)</script>"
        self._post(
            self.apply_url, preview="1", **self._application_values(motivation=payload)
        )
        page = self._get(f"{HOME}/participation/{self._application().id}/preview")
        self.assertNotIn(payload, page)
        self.assertIn("&lt;script&gt;", page)

    def test_queries_do_not_grow(self):
        application = self._create_participation(
            self.applicant_employee, "mentee", [(self.weaving, self.skilled)], "draft"
        )
        slots = self.env["mentorat.slot"].search([])
        application.slot_ids = slots[:1]
        url = f"{HOME}/participation/{application.id}/preview"
        few = self._count_queries(url)
        for skill in (self.carving, self.speaking):
            self.env["mentorat.participation.skill"].create(
                {"participation_id": application.id, "skill_id": skill.id}
            )
        application.slot_ids = slots
        self.assertEqual(self._count_queries(url), few)


@tagged("post_install", "-at_install")
class TestPortalRefusal(SelectionCase):
    def _check(self, message, url=None):
        url = url or self.apply_url
        self.assertIn(message, self._get(url))
        page = self._post(url, status=422, send="1", **self._application_values()).text
        self.assertIn(message, page)
        self.assertFalse(self._application())

    def test_which_condition(self):
        self.programme.eligibility_domain = str(
            [
                "&",
                ("company_id", "=", self.company.id),
                "|",
                ("department_id", "in", self.research.ids),
                ("job_title", "ilike", "weaver"),
            ]
        )
        self._check("– Department: Research, or Job Title: with “weaver”")
        self.assertNotIn("Company: ", self._get(self.apply_url))

    def test_who_has_left(self):
        # An earlier part in it: the programme is still shown.
        self._create_participation(self.applicant_employee, "mentee", state="withdrawn")
        self.applicant_employee.active = False
        self.assertIn("is archived", self._get(self.mentor_url))
        self.assertIn("is archived", self._apply(status=422, send="1").text)
        self.assertFalse(self._own())

    def test_another_company(self):
        elsewhere = self.programme.copy(
            {"company_id": self.other_company.id, "state": "running"}
        )
        self._get(f"{HOME}/programme/{elsewhere.id}/apply/mentee", status=404)

    def test_late_joining(self):
        self.programme.date_deadline = fields.Date.today() - timedelta(days=1)
        self.assertNotIn(f'href="{self.apply_url}"', self._get(HOME))
        self.programme.late_joining = True
        self.assertIn(f'href="{self.apply_url}"', self._get(HOME))
        self._post(self.apply_url, send="1", **self._application_values())
        self.assertEqual(self._application().state, "submitted")

    def test_over(self):
        today = fields.Date.today()
        self.programme.write(
            {
                "date_start": today - timedelta(days=9),
                "date_end": today - timedelta(days=1),
            }
        )
        self.assertNotIn(f'href="{self.apply_url}"', self._get(HOME))
        self._check("This programme ended on")

    def test_one_role(self):
        self._post(self.apply_url, save="1", **self._application_values())
        self.assertNotIn(f'href="{self.mentor_url}"', self._get(HOME))
        self.assertIn("each person has one role", self._get(self.mentor_url))
        self._apply(status=422, save="1")
        self.assertFalse(self._own())
        self.programme.both_roles = True
        self.assertIn(f'href="{self.mentor_url}"', self._get(HOME))
        self._apply(save="1")
        self.assertTrue(self._own())

    def test_answer_from_the_waiting_list(self):
        application = self._create_participation(
            self.applicant_employee, "mentee", state="waitlisted"
        )
        url = f"{HOME}/participation/{application.id}/take-place"
        page = self._post(url, status=422).text
        self.assertIn("No place is offered to you", page)
        application.with_user(self.engineer).action_offer()
        self.assertIn("A place is free", self._get(HOME))
        leave = url.replace("take", "leave")
        self.assertIn("Leave it to somebody else", self._get(self.apply_url))
        self._login(self.mentor)
        self._post(url, status=404)
        self._post(leave, status=404)
        self._login(self.applicant)
        for _click in range(2):
            self._post(leave)
        self.assertEqual(application.state, "waitlisted")
        self.assertEqual(application.activity_ids.user_id, self.engineer)
        self.assertEqual(len(application.activity_ids), 1)
        self.assertNotIn("A place is free", self._get(HOME))
        self.assertIn("No place is offered", self._post(url, status=422).text)
        application.with_user(self.engineer).action_offer()
        self.assertIn("Take the place", self._get(self.apply_url))
        for _click in range(2):
            self._post(url)
        self.assertEqual(application.state, "accepted")
        self.assertIn("No place is offered", self._post(leave, status=422).text)
        self.assertEqual(application.state, "accepted")

    def test_withdraw_at_any_time(self):
        application = self._create_participation(self.applicant_employee, "mentee")
        url = f"{HOME}/participation/{application.id}/withdraw"
        self.programme.date_deadline = fields.Date.today() - timedelta(days=1)
        for state in ("draft", "submitted", "approved", "waitlisted", "accepted"):
            application.state = state
            self.assertIn(url, self._get(self.apply_url))
            self._post(url)
            self.assertEqual(application.state, "withdrawn", state)

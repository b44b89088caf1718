from lxml import html

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.mentorat_programme.tests.common import MentoratMixin

from .common import MatchingMixin


@tagged("post_install", "-at_install")
class TestPortal(MatchingMixin, MentoratMixin, HttpCase):
    def setUp(self):
        super().setUp()
        self.proposal = self._publish()
        self.url = f"/my/mentoring/proposal/{self.proposal.id}"

    def _login(self, user):
        self.authenticate(user.login, user.login)

    def _get(self, url=None, status=200):
        response = self.url_open(url or self.url, allow_redirects=False)
        self.assertEqual(response.status_code, status)
        return html.fromstring(response.text), response

    def _answer(self, answer, status=200, **values):
        """Press one of the two buttons, as the page gives them."""
        page, _response = self._get()
        token, *_others = page.xpath("//main//input[@name='csrf_token']/@value")
        response = self.url_open(
            f"{self.url}/{answer}", data={"csrf_token": token, **values}
        )
        self.assertEqual(response.status_code, status)
        self.proposal.invalidate_recordset()
        return html.fromstring(response.text).text_content()

    def test_page(self):
        self._login(self.mentee)
        page, response = self._get()
        self.assertIn("no-store", response.headers["Cache-Control"])
        (main,) = page.xpath("//main")
        text = " ".join(main.text_content().split())
        self.assertIn("Morgan Mentor", text)
        self.assertIn("Proposed as your mentor", text)
        self.assertIn("Offers skills that you want to develop: Weaving.", text)
        self.assertIn("Not used", text)
        self.assertNotIn("100", text)

    def test_criteria_are_public(self):
        url = f"/my/mentoring/programme/{self.programme.id}/apply/mentor"
        self._login(self.mentee)
        self.programme.criterion_ids.filtered(
            lambda criterion: criterion.kind == "department"
        ).weight = 0
        page, _response = self._get(url)
        self.assertIn("What you want to learn", page.text_content())
        self.assertNotIn("Two departments", page.text_content())
        self.programme.criteria_published = False
        self.env.flush_all()
        page, _response = self._get(url)
        self.assertNotIn("How people are matched", page.text_content())

    def test_home_leads_to_it(self):
        self._login(self.mentor)
        page, _response = self._get("/my/mentoring")
        links = page.xpath(f"//main//a[@href='{self.url}']")
        # The next step and the card.
        self.assertEqual(len(links), 2)
        self.assertIn("Merle Mentee", page.text_content())

    def test_both_say_yes(self):
        self._login(self.mentee)
        self.assertIn("You said yes", self._answer("yes"))
        self.assertIn("You said yes", self._get("/my/mentoring")[0].text_content())
        self._login(self.mentor)
        self.assertIn("you are a pair", self._answer("yes"))
        self.assertEqual(self.proposal.pair_id.state, "accepted")

    def test_no(self):
        self._login(self.mentee)
        self.assertIn("You said no", self._answer("no"))
        self._login(self.mentor)
        page, _response = self._get()
        text = page.text_content()
        self.assertIn("no longer open", text)
        self.assertNotIn("said no", text)
        self.assertFalse(page.xpath("//main//form"))
        self.assertNotIn("Merle", self._get("/my/mentoring")[0].text_content())

    def test_late_answer_is_told_kindly(self):
        self._login(self.mentor)
        page, _response = self._get()
        token, *_others = page.xpath("//main//input[@name='csrf_token']/@value")
        self.proposal.with_user(self.engineer).action_withdraw()
        self.env.flush_all()
        response = self.url_open(f"{self.url}/yes", data={"csrf_token": token})
        self.assertEqual(response.status_code, 422)
        self.assertIn("no longer open", response.text)

    def test_extra_fields_are_ignored(self):
        self._login(self.mentee)
        self._answer("yes", mentor_answer="accepted", state="paired", score="1")
        self.assertEqual(self.proposal.mentor_answer, "pending")
        self.assertEqual((self.proposal.state, self.proposal.score), ("published", 100))

    def test_not_theirs_is_not_there(self):
        for role, user in self._roles().items():
            if role in ("mentor", "mentee"):
                continue
            self._login(user)
            with self.subTest(role=role):
                missing_url = f"/my/mentoring/proposal/{self.proposal.id + 1}"
                forbidden = self._get(status=404)[1].text
                missing = self._get(missing_url, status=404)[1].text
                # The page repeats its address, nothing else tells them apart.
                self.assertEqual(
                    len(missing.replace(missing_url, "")),
                    len(forbidden.replace(self.url, "")),
                )

    def test_strange_addresses(self):
        self._login(self.mentee)
        for number in ("0", "-1", "99999999999", "x"):
            self._get(f"/my/mentoring/proposal/{number}", status=404)
        self._get(f"{self.url}/maybe", status=404)

    def test_draft_is_not_there(self):
        self.proposal.published = False
        self.env.flush_all()
        self._login(self.mentee)
        self._get(status=404)

    def test_answers_are_posts_with_a_token(self):
        self._login(self.mentee)
        self._get(f"{self.url}/yes", status=405)
        with mute_logger("odoo.http"):
            response = self.url_open(f"{self.url}/yes", data={"csrf_token": "no"})
        self.assertEqual(response.status_code, 400)
        self.proposal.invalidate_recordset()
        self.assertEqual(self.proposal.mentee_answer, "pending")

    def test_others_must_log_in(self):
        self.authenticate(None, None)
        response = self.url_open(self.url, allow_redirects=False)
        self.assertEqual(response.status_code, 303)
        self.assertIn("/web/login", response.headers["Location"])

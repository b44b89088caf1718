from lxml import html

from odoo.tests import HttpCase, tagged

from odoo.addons.mentorat_programme.tests.common import MentoratMixin

from ..controllers.portal_choice import PAGE_SIZE
from .common import MatchingMixin

HOME = "/my/mentoring"
MAX_QUERIES = 30


class ChoiceCase(MatchingMixin, MentoratMixin, HttpCase):
    """A programme whose mentor shows a profile, seen by its mentee."""

    mode = "directory"

    def setUp(self):
        super().setUp()
        self.programme.choice_mode = self.mode
        self.profile = self._show_profile(
            self.mentor_participation, "I weave, and I listen."
        )
        self.people_url = f"{HOME}/participation/{self.mentee_participation.id}/people"
        self.person_url = f"{self.people_url}/{self.profile.id}"
        self.env.flush_all()

    def _login(self, user):
        self.authenticate(user.login, user.login)

    def _get(self, url, status=200):
        response = self.url_open(url, allow_redirects=False)
        self.assertEqual(response.status_code, status, url)
        return html.fromstring(response.text)

    def _text(self, url, status=200):
        [main] = self._get(url, status).xpath("//main")
        return " ".join(main.text_content().split())

    def _post(self, page_url, url, status=200, **values):
        """Send a form of the page at ``page_url``, and return the text that follows."""
        page = self._get(page_url)
        token, *_others = page.xpath("//main//input[@name='csrf_token']/@value")
        response = self.url_open(url, data={"csrf_token": token, **values})
        self.assertEqual(response.status_code, status)
        self.env.invalidate_all()
        return " ".join(html.fromstring(response.text).text_content().split())

    def _count_queries(self, url):
        for _warm_up in range(2):
            self._get(url)
        profiler = self.profile_queries()
        with profiler:
            self._get(url)
        [route] = profiler._profiler__.sub_profilers
        return len(route.collectors[0].entries)

    def profile_queries(self):
        return HttpCase.profile(self, collectors=["sql"], db=False)


@tagged("post_install", "-at_install")
class TestDirectoryPages(ChoiceCase):
    def test_list_and_search(self):
        carver = self._create_people("mentor", [[(self.carving, self.master)]])
        carver.employee_id.user_id = self._new_user("m_carver", "base.group_portal")
        self._show_profile(carver, "I carve.")
        self.env.flush_all()
        self._login(self.mentee)
        text = self._text(self.people_url)
        # Who offers what the mentee wants comes first.
        self.assertLess(text.index("Morgan Mentor"), text.index("mentor 0"))
        self.assertIn("People found: 2", text)
        found = self._text(f"{self.people_url}?skill={self.carving.id}")
        self.assertIn("mentor 0", found)
        self.assertNotIn("Morgan Mentor", found)
        for strange in ("skill=0", "skill=x'", "page=-1", "page=999999999", "page=x"):
            self.assertIn("Morgan Mentor", self._text(f"{self.people_url}?{strange}"))

    def test_page_of_a_person(self):
        self._login(self.mentee)
        text = self._text(self.person_url)
        self.assertIn("I weave, and I listen.", text)
        self.assertIn("Weaving", text)
        for secret in ("Maud", "Research", "example.com"):
            self.assertNotIn(secret, text)

    def test_ask_and_answer(self):
        self._login(self.mentee)
        text = self._post(
            self.person_url, f"{self.person_url}/ask", message="<b>Teach</b> me."
        )
        self.assertIn("Your request is sent", text)
        self.assertIn("Whom I have asked", text)
        self.assertIn("Asked", self._text(self.person_url))
        request = self.env["mentorat.matching.proposal"].search(
            [("origin", "=", "request")]
        )
        url = f"{HOME}/proposal/{request.id}"
        self.assertIn("You have asked", self._text(url))
        self.assertIn("You asked", self._text(HOME))
        self._login(self.mentor)
        self.assertIn("would like you as their mentor", self._text(HOME))
        text = self._text(url)
        self.assertIn("Would like you as mentor", text)
        self.assertIn("<b>Teach</b> me.", text)
        self.assertIn("Please answer until", text)
        self.assertIn("you are a pair", self._post(url, f"{url}/yes"))

    def test_take_back(self):
        self._login(self.mentee)
        self._post(self.person_url, f"{self.person_url}/ask")
        request = self.env["mentorat.matching.proposal"].search(
            [("origin", "=", "request")]
        )
        url = f"{HOME}/proposal/{request.id}"
        self.assertIn("You took your request back", self._post(url, f"{url}/no"))
        self._login(self.mentor)
        self.assertNotIn("said no", self._text(url))

    def test_refused_kindly(self):
        self._login(self.mentee)
        self.mentor_participation.capacity = 1
        page = self._get(self.person_url)
        token, *_others = page.xpath("//main//input[@name='csrf_token']/@value")
        self._create_pair("accepted", mentee=self._create_people("mentee", [[]]))
        self.env.flush_all()
        response = self.url_open(f"{self.person_url}/ask", data={"csrf_token": token})
        self.assertEqual(response.status_code, 422)
        self.assertIn("takes no request of yours", response.text)
        self.assertIn("No place free", self._text(self.people_url))

    def test_message_is_limited(self):
        self._login(self.mentee)
        text = self._post(
            self.person_url, f"{self.person_url}/ask", status=422, message="x" * 1001
        )
        self.assertIn("at most 1000 fit", text)
        self.assertFalse(
            self.env["mentorat.matching.proposal"].search([("origin", "=", "request")])
        )

    def test_profile_is_written_on_its_page(self):
        url = f"{HOME}/participation/{self.mentor_participation.id}/profile"
        self._login(self.mentor)
        self.assertIn("I weave, and I listen.", self._text(url))
        text = self._post(url, url, text="Come in.", is_published="1", state="x")
        self.assertIn("Your profile is shown", text)
        self.assertEqual(self.profile.text, "Come in.")
        text = self._post(url, url, status=422, text="x" * 1001, is_published="1")
        self.assertIn("at most 1000 fit", text)
        text = self._post(url, url, status=422, text=" ", is_published="1")
        self.assertIn("Write a few words", text)
        self.assertIn("shown to nobody", self._post(url, url, text="Come in."))
        self.assertFalse(self.profile.is_published)
        self._login(self.mentee)
        self.assertNotIn("Morgan", self._text(self.people_url))
        self._get(self.person_url, status=404)

    def test_mentoring_page_leads_to_it(self):
        self._login(self.mentee)
        page = self._get(HOME)
        self.assertTrue(page.xpath(f"//main//a[@href='{self.people_url}']"))
        self.assertIn("Find your mentor", page.text_content())
        self._login(self.mentor)
        self.assertIn("Your profile is shown.", self._text(HOME))
        self.mentor_participation.with_user(self.mentor)._save_profile("", False)
        self.env.flush_all()
        self.assertIn("Say who you are", self._text(HOME))

    def test_not_theirs_is_not_there(self):
        profile_url = f"{HOME}/participation/{self.mentor_participation.id}/profile"
        for role, user in self._roles().items():
            self._login(user)
            with self.subTest(role=role):
                if role != "mentee":
                    self._get(self.people_url, status=404)
                    self._get(self.person_url, status=404)
                if role != "mentor":
                    self._get(profile_url, status=404)
        # Of another programme, and of nobody.
        self._login(self.mentee)
        for number in (0, -1, 10**12, self.profile.id + 1):
            self._get(f"{self.people_url}/{number}", status=404)

    def test_only_in_programmes_where_people_choose(self):
        self._login(self.mentee)
        self.programme.choice_mode = "engineer"
        self.env.flush_all()
        self._get(self.people_url, status=404)
        self._get(self.person_url, status=404)
        self.assertNotIn("Choosing each other", self._text(HOME))

    def test_as_many_queries_for_many(self):
        counts = []
        for people in (9, 190):
            mentors = self._create_people(
                "mentor", [[(self.weaving, self.skilled)]] * people
            )
            self.env["mentorat.profile"].create(
                [
                    {
                        "participation_id": mentor.id,
                        "text": "I weave.",
                        "is_published": True,
                    }
                    for mentor in mentors
                ]
            )
            self.env.flush_all()
            self._login(self.mentee)
            text = self._text(self.people_url)
            self.assertIn(f"People found: {10 if people == 9 else 200}", text)
            counts.append(self._count_queries(self.people_url))
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[0], MAX_QUERIES)
        last = 200 // PAGE_SIZE
        self.assertIn("mentor", self._text(f"{self.people_url}/../people?page={last}"))

    def test_pages_cost_little(self):
        self._login(self.mentee)
        self._post(self.person_url, f"{self.person_url}/ask")
        request = self.env["mentorat.matching.proposal"].search(
            [("origin", "=", "request")]
        )
        for url in (HOME, self.person_url, f"{HOME}/proposal/{request.id}"):
            self.assertLessEqual(self._count_queries(url), MAX_QUERIES, url)


@tagged("post_install", "-at_install")
class TestRankingPages(ChoiceCase):
    mode = "ranking"

    def setUp(self):
        super().setUp()
        self.others = self._create_people("mentor", [[(self.carving, self.master)]] * 5)
        for number, person in enumerate(self.others):
            person.employee_id.user_id = self._new_user(
                f"m_other_{number}", "base.group_portal"
            )
        self.profiles = self.env["mentorat.profile"].concat(
            self.profile, *(self._show_profile(other) for other in self.others)
        )
        self.env.flush_all()

    def _wish(self, profile):
        return self._post(self.people_url, f"{self.people_url}/{profile.id}/wish")

    def _wished(self):
        self.env.invalidate_all()
        return self.mentee_participation.preference_ids.sorted("rank").wished_id

    def test_rank(self):
        self._login(self.mentee)
        for profile in self.profiles[:3]:
            self.assertIn("Your wishes are kept", self._wish(profile))
        first, second, third = self.profiles[:3].participation_id
        self.assertEqual(self._wished(), first + second + third)
        wishes = self.mentee_participation.preference_ids.sorted("rank")
        url = f"{HOME}/participation/{self.mentee_participation.id}/wishes"
        self._post(self.people_url, f"{url}/{wishes[2].id}/up")
        self.assertEqual(self._wished(), first + third + second)
        wishes = self.mentee_participation.preference_ids.sorted("rank")
        self._post(self.people_url, f"{url}/{wishes[0].id}/down")
        self.assertEqual(self._wished(), third + first + second)
        wishes = self.mentee_participation.preference_ids.sorted("rank")
        self._post(self.people_url, f"{url}/{wishes[0].id}/up")
        self._post(
            self.people_url,
            f"{url}/{self.mentee_participation.preference_ids.sorted('rank')[1].id}/remove",
        )
        self.assertEqual(self._wished(), third + second)

    def test_twice_is_once_and_five_are_enough(self):
        self._login(self.mentee)
        for profile in (self.profile, *self.profiles[:5]):
            self._wish(profile)
        self.assertEqual(self._wished(), self.profiles[:5].participation_id)
        page = self._get(self.people_url)
        buttons = page.xpath("//main//form/@action")
        self.assertFalse([action for action in buttons if action.endswith("/wish")])
        text = self._post(
            self.people_url, f"{self.people_url}/{self.profiles[5].id}/wish", status=422
        )
        self.assertIn("5 people at most", text)

    def test_mentors_rank_too(self):
        mentee_profile = self._show_profile(self.mentee_participation, "I learn.")
        self.env.flush_all()
        url = f"{HOME}/participation/{self.mentor_participation.id}/people"
        self._login(self.mentor)
        text = self._text(url)
        self.assertIn("Merle Mentee", text)
        self.assertNotIn("mentor 0", text)
        self._post(url, f"{url}/{mentee_profile.id}/wish")
        self.assertEqual(
            self.mentor_participation.preference_ids.wished_id,
            self.mentee_participation,
        )
        # The one wished for learns nothing of it.
        self._login(self.mentee)
        self.assertNotIn("Among your wishes", self._text(self.people_url))

    def test_wishes_of_others_are_not_there(self):
        self._login(self.mentee)
        self._wish(self.profile)
        wish = self.mentee_participation.preference_ids
        self._login(self.mentor)
        own = f"{HOME}/participation/{self.mentor_participation.id}"
        page = self._get(f"{own}/profile")
        token, *_others = page.xpath("//main//input[@name='csrf_token']/@value")
        for number in (wish.id, wish.id + 1, 0):
            response = self.url_open(
                f"{own}/wishes/{number}/remove", data={"csrf_token": token}
            )
            self.assertEqual(response.status_code, 404)
        self.assertTrue(wish.exists())

    def test_nobody_is_asked(self):
        self._login(self.mentee)
        self.assertNotIn("Ask this mentor", self._text(self.person_url))
        text = self._post(self.person_url, f"{self.person_url}/ask", status=422)
        self.assertIn("No mentor can be asked", text)


@tagged("post_install", "-at_install")
class TestShortlistPages(ChoiceCase):
    mode = "shortlist"

    def test_empty_until_it_is_sent(self):
        self._login(self.mentee)
        self.assertIn("not ready yet", self._text(self.people_url))
        self._get(self.person_url, status=404)
        self._compute().action_send_shortlists()
        self.env.flush_all()
        text = self._text(self.people_url)
        self.assertIn("My short list", text)
        self.assertIn("Morgan Mentor", text)
        self._post(self.people_url, f"{self.person_url}/wish")
        self.assertEqual(
            self.mentee_participation.preference_ids.wished_id,
            self.mentor_participation,
        )


@tagged("post_install", "-at_install")
class TestProposalPage(ChoiceCase):
    mode = "engineer"

    def setUp(self):
        super().setUp()
        self.proposal = self._publish()
        self.url = f"{HOME}/proposal/{self.proposal.id}"

    def test_fit_is_told_in_words(self):
        for user in (self.mentee, self.mentor):
            self._login(user)
            text = self._text(self.url)
            self.assertIn("fits very well", text)
            self.assertIn("Who sees what", text)
            self.assertNotRegex(text, r"\d+ ?%|100")
        self.assertFalse(self.proposal.with_user(self.engineer)._get_fits())

    def test_decline_with_a_reason_for_the_team(self):
        self._login(self.mentee)
        self.assertIn(
            "at most 500 fit",
            self._post(self.url, f"{self.url}/no", status=422, reason="x" * 501),
        )
        self.assertTrue(self.proposal.is_open)
        text = self._post(self.url, f"{self.url}/no", reason="We are cousins")
        self.assertIn("You said no", text)
        self.assertNotIn("cousins", text)
        self._login(self.mentor)
        self.assertNotIn("cousins", self._text(self.url))
        self.assertEqual(self.proposal.decline_text, "We are cousins")

    def test_objection(self):
        self._login(self.mentee)
        text = self._post(self.url, f"{self.url}/object", objection="We were a couple")
        self.assertIn("Thank you for telling us", text)
        self.assertNotIn("couple", text)
        self.assertIn("You have told the referents", self._text(self.url))
        for values in ({"objection": " "}, {"objection": "x" * 2001}, {}):
            self._post(self.url, f"{self.url}/object", status=422, **values)
        self._login(self.mentor)
        text = self._text(self.url)
        self.assertNotIn("couple", text)
        self.assertNotIn("You have told the referents", text)

    def test_wish_of_the_other_stays_secret(self):
        self.proposal.sudo().explanation = {
            "criteria": [{"kind": "preference", "points": 100, "out_of": 100}],
            "skills": [],
        }
        mentor = self.mentor_participation.with_user(self.mentor)
        mentor._set_wishes(self.mentee_participation.with_user(self.mentor))
        self.env.flush_all()
        self._login(self.mentee)
        text = self._text(self.url)
        for word in ("wished for", "fits very", "fits well", "fits partly"):
            self.assertNotIn(word, text.split("What it is based on")[0])
        self._login(self.mentor)
        text = self._text(self.url)
        self.assertIn("You wished for this person.", text)
        self.assertNotIn("fits very well", text)

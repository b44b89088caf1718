"""The courses that come with the suite, and what somebody enrolled does with them."""

from odoo import fields
from odoo.tests import HttpCase, TransactionCase, tagged

from .common import MODULE, MentoratMixin

# Hours that each course says it takes.
COURSES = {"mentor": 4, "mentee": 2, "manager": 1 / 3, "referent": 3, "supervisor": 1}


@tagged("post_install", "-at_install")
class TestTrainingContent(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.courses = {
            name: cls.env.ref(f"{MODULE}.channel_{name}") for name in COURSES
        }
        cls.survey = cls.env.ref(f"{MODULE}.survey_mentor")

    def test_courses(self):
        for name, course in self.courses.items():
            with self.subTest(course=name):
                self.assertEqual(
                    (course.channel_type, course.visibility, course.enroll),
                    ("training", "members", "invite"),
                )
                self.assertTrue(course.is_published)
                self.assertTrue(course.description)
                self.assertTrue(course.slide_category_ids)
                self.assertTrue(all(course.slide_ids.mapped("is_published")))
                self.assertTrue(all(course.slide_content_ids.mapped("category_id")))
                self.assertAlmostEqual(course.total_time, COURSES[name], places=2)

    def test_sections(self):
        for name, course in self.courses.items():
            kinds = course.slide_content_ids.mapped("slide_category")
            self.assertGreaterEqual(kinds.count("article"), 3, name)
            self.assertGreaterEqual(kinds.count("quiz"), 1, name)
        sections = self.courses["mentor"].slide_category_ids
        self.assertEqual(len(sections), 3)
        for section in sections:
            kinds = section.slide_ids.mapped("slide_category")
            self.assertGreaterEqual(kinds.count("article"), 3, section.name)
            self.assertEqual(kinds.count("quiz"), 1, section.name)

    def test_articles_end_with_an_exercise(self):
        for course in self.courses.values():
            for slide in course.slide_content_ids:
                if slide.slide_category == "article":
                    self.assertEqual(
                        slide.html_content.count("<h2>Exercise</h2>"), 1, slide.name
                    )

    def test_one_right_answer_explained(self):
        for course in self.courses.values():
            quizzes = course.slide_content_ids.filtered(
                lambda slide: slide.slide_category == "quiz"
            )
            for question in quizzes.question_ids:
                answers = question.answer_ids
                self.assertEqual(len(answers), 3, question.question)
                self.assertEqual(
                    len(answers.filtered("is_correct")), 1, question.question
                )
                self.assertTrue(all(answers.mapped("comment")), question.question)
            for quiz in quizzes:
                self.assertIn(len(quiz.question_ids), range(3, 6), quiz.name)

    def test_no_points(self):
        """Ranks are public: what somebody learns here does not move them."""
        for course in self.courses.values():
            self.assertFalse(course.karma_gen_channel_finish)
            quizzes = course.slide_content_ids.filtered("question_ids")
            self.assertEqual(set(quizzes.mapped("quiz_first_attempt_reward")), {0})

    def test_every_record_has_an_xmlid(self):
        """Only records with one are exported for translation."""
        slides = self.env["slide.slide"].concat(
            *(course.slide_ids for course in self.courses.values())
        )
        questions = self.survey.question_ids
        for records in (
            slides,
            slides.question_ids,
            slides.question_ids.answer_ids,
            questions,
            questions.suggested_answer_ids,
        ):
            self.assertTrue(records)
            for record, xmlid in records.get_external_id().items():
                self.assertTrue(xmlid.startswith(f"{MODULE}."), (records, record))

    def test_certification(self):
        certification = self.courses["mentor"].slide_content_ids[-1]
        self.assertEqual(certification.slide_category, "certification")
        self.assertEqual(certification.survey_id, self.survey)
        self.assertTrue(self.survey.certification)
        self.assertFalse(self.survey.certification_give_badge)
        # Whoever fails the last of a limited number of attempts leaves the course.
        self.assertFalse(self.survey.is_attempts_limited)
        self.assertEqual(self.survey.scoring_success_min, 70)
        self.assertEqual(self.survey.scoring_max_obtainable, 10)
        for question in self.survey.question_ids:
            answers = question.suggested_answer_ids
            self.assertEqual(len(answers), 3, question.title)
            self.assertEqual(sorted(answers.mapped("answer_score")), [0, 0, 1])
            self.assertEqual(answers.filtered("is_correct").answer_score, 1)


@tagged("post_install", "-at_install")
class TestTrainingPages(MentoratMixin, HttpCase):
    """A portal user goes through a course as a browser does."""

    def _enrol(self, name, user):
        course = self.env.ref(f"{MODULE}.channel_{name}")
        course._action_add_members(user.partner_id)
        self.authenticate(user.login, user.login)
        return course

    def _get(self, url, status=200):
        response = self.url_open(url)
        self.assertEqual(response.status_code, status, url)
        return response.text

    def _membership(self, course, user):
        return self.env["slide.channel.partner"].search(
            [("channel_id", "=", course.id), ("partner_id", "=", user.partner_id.id)]
        )

    def _read(self, course):
        """Open each article and answer each quiz right."""
        for slide in course.slide_content_ids:
            page = self._get(slide.website_url)
            self.assertIn(slide.name, page)
            if slide.slide_category == "article":
                self.assertIn("<h2>Exercise</h2>", page)
                self.make_jsonrpc_request(
                    "/slides/slide/set_completed", {"slide_id": slide.id}
                )
            elif slide.slide_category == "quiz":
                self._answer_quiz(slide)

    def _answer_quiz(self, slide):
        right = slide.question_ids.answer_ids.filtered("is_correct")
        for answers in (slide.question_ids.answer_ids - right, right):
            by_question = answers.grouped("question_id").values()
            chosen = right.browse([group.ids[0] for group in by_question])
            result = self.make_jsonrpc_request(
                "/slides/slide/quiz/submit",
                {"slide_id": slide.id, "answer_ids": chosen.ids},
            )
            self.assertEqual(result["completed"], answers == right)
            self.assertEqual(
                {answer["comment"] for answer in result["answers"].values()},
                set(chosen.mapped("comment")),
            )

    def _certify(self, slide, wrong):
        """Answer the questions of a certification, the first ``wrong`` of them wrong."""
        survey = slide.survey_id
        response = self.url_open(
            f"/slides_survey/slide/get_certification_url?slide_id={slide.id}"
        )
        self.assertEqual(response.status_code, 200)
        attempt = slide.slide_partner_ids.user_input_ids.sorted("id")[-1:]
        if attempt.state == "done":
            self._get(f"/survey/retry/{survey.access_token}/{attempt.access_token}")
            attempt = slide.slide_partner_ids.user_input_ids.sorted("id")[-1:]
        tokens = f"{survey.access_token}/{attempt.access_token}"
        self.make_jsonrpc_request(f"/survey/begin/{tokens}", {"lang_code": "en_US"})
        for rank, question in enumerate(survey.question_ids):
            right = question.suggested_answer_ids.filtered("is_correct")
            answer = (
                (question.suggested_answer_ids - right)[0] if rank < wrong else right
            )
            self.make_jsonrpc_request(
                f"/survey/submit/{tokens}",
                {"question_id": question.id, str(question.id): str(answer.id)},
            )
        self.assertEqual(attempt.state, "done")
        return attempt

    def test_pages(self):
        for name in COURSES:
            with self.subTest(course=name):
                course = self._enrol(name, self.mentee)
                page = self._get(course.website_url)
                for slide in course.slide_ids:
                    self.assertIn(slide.name, page)
                self.assertNotIn("0 xp", page)

    def test_not_for_others(self):
        course = self.env.ref(f"{MODULE}.channel_mentee")
        for user in (self.outsider, self.plain):
            self.authenticate(user.login, user.login)
            page = self.url_open(course.slide_content_ids[0].website_url).text
            self.assertNotIn("<h2>Exercise</h2>", page)

    def test_mentee(self):
        course = self.env.ref(f"{MODULE}.channel_mentee")
        self.programme.mentee_channel_id = course
        self.mentee_participation._enrol_in_training()
        self.assertFalse(self.mentee_participation.training_done)
        self.authenticate(self.mentee.login, self.mentee.login)
        self._read(course)
        self.assertEqual(self._membership(course, self.mentee).completion, 100)
        self.mentee_participation.invalidate_recordset()
        self.assertTrue(self.mentee_participation.training_done)
        self.assertFalse(self.mentee.karma)

    def test_mentor(self):
        course = self._enrol("mentor", self.mentor)
        self._read(course)
        membership = self._membership(course, self.mentor)
        self.assertEqual(membership.member_status, "ongoing")
        certification = course.slide_content_ids[-1]
        self.assertFalse(self._certify(certification, wrong=4).scoring_success)
        # A failure costs nothing: one is still enrolled, and tries again.
        self.assertEqual(membership.member_status, "ongoing")
        self.assertTrue(self._certify(certification, wrong=3).scoring_success)
        membership.invalidate_recordset()
        self.assertEqual(membership.member_status, "completed")
        self.assertEqual(membership.completion, 100)
        self._check_resume(
            self.mentor_employee,
            {("elearning", course.name), ("external", certification.survey_id.title)},
        )

    def test_resume_of_an_internal_user(self):
        course = self._enrol("mentee", self.plain)
        self.assertFalse(self.plain_employee.resume_line_ids)
        self._read(course)
        self._check_resume(self.plain_employee, {("elearning", course.name)})

    def _check_resume(self, employee, expected):
        """Check that Odoo wrote on the résumé what was learnt: ``{(kind, name)}``."""
        module = self.env["ir.module.module"]._get("hr_skills_slides")
        self.assertEqual(
            module.state,
            "installed",
            "Résumé lines come with hr_skills_slides, which Odoo installs by itself "
            "beside hr_skills and website_slides.",
        )
        employee.invalidate_recordset()
        lines = employee.resume_line_ids
        self.assertEqual({(line.course_type, line.name) for line in lines}, expected)
        self.assertEqual(set(lines.mapped("date_start")), {fields.Date.today()})

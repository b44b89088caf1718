"""Attempts to name somebody behind an answer, by whoever holds what the suite gives out."""

import io
import itertools
import logging
import random

from openpyxl import load_workbook

from odoo.exceptions import UserError
from odoo.tests import BaseCase, TransactionCase
from odoo.tools import mute_logger

from odoo.addons.mentorat_matching.core import workbook

from ..core.disclosure import protect_groups
from ..core.indicators import FLOOR
from .access_records import EvaluationRecordsMixin
from .attacks import Attacker
from .common import EvaluationCase

_logger = logging.getLogger(__name__)
READERS = ("engineer", "administrator", "referent", "hr_officer", "survey_officer")


class TestAttacker(BaseCase):
    """The attack itself finds what can be found."""

    def test_subtraction(self):
        attacker = Attacker({"mentors": 3, "mentees": 9})
        attacker.learn({"mentors", "mentees"})
        self.assertEqual(attacker.find(FLOOR), [])
        attacker.learn({"mentees"})
        self.assertEqual(attacker.find(FLOOR), [("mentors",)])

    def test_over_two_campaigns(self):
        attacker = Attacker({"a": 8, "b": 2, "c": 7})
        attacker.learn({"a", "b"})
        attacker.learn({"a", "c"})
        self.assertEqual(attacker.find(FLOOR), [])
        attacker.learn({"c"})
        self.assertEqual(attacker.find(FLOOR), [("b",)])

    def test_partitions_that_are_protected(self):
        """Whatever the sizes: total and groups that are shown lead to no small group."""
        source = random.Random(1)
        for _number in range(300):
            counts = {name: source.randrange(0, 15) for name in "abcd"}
            threshold = source.choice([5, 6, 9])
            hidden = protect_groups(counts, threshold)
            attacker = Attacker(counts)
            if sum(counts.values()) >= threshold:
                attacker.learn(set(counts))
            for group in counts.keys() - hidden:
                attacker.learn({group})
            self.assertEqual(attacker.find(threshold), [], counts)

    def test_without_protection_they_do(self):
        attacker = Attacker({"a": 9, "b": 8, "c": 2})
        for names in ("abc", "a", "b"):
            attacker.learn(set(names))
        self.assertEqual(attacker.find(FLOOR), [("c",)])


class TestReidentification(EvaluationCase):
    """Campaigns of real people, all that is shown of them, and what follows from it."""

    def _create_mentors(self, count):
        names = [{"name": f"Mentor {number}"} for number in range(count)]
        self._create_participation(self._new_employees(names), "mentor")

    def _run(self, mentors, mentees, **values):
        """Return a closed campaign that so many mentors and mentees answered."""
        evaluation = self._create_evaluation(**values)
        evaluation.with_user(self.engineer).action_open()
        left = {"mentor": mentors, "mentee": mentees}
        for invitation in evaluation.invitation_ids:
            role = invitation.participation_id.role
            if left[role]:
                left[role] -= 1
                score = 2 if role == "mentor" else 9
                invitation._record({self.recommend.id: str(score)})
        evaluation.with_user(self.engineer).action_close()
        return evaluation

    def _read_groups(self, evaluation):
        """Return the groups (tuples of roles) of which results of ``evaluation`` tell."""
        groups = []
        for result in evaluation.with_user(self.engineer)._get_results():
            if result["title"] == self.recommend.title:
                if result.get("mean") is not None:
                    groups.append(("mentor", "mentee"))
                groups += [
                    (group["label"].lower(),) for group in result.get("groups", ())
                ]
        values = self.env["mentorat.indicator.value"].with_user(self.engineer)
        for value in values.search(
            [("evaluation_id", "=", evaluation.id), ("shown", "=", True)]
        ):
            if value.indicator_id in self.recommend.mentorat_indicator_id:
                groups.append((value.role,) if value.role else ("mentor", "mentee"))
        return groups

    def test_by_role(self):
        """Sizes around the threshold: nobody is found among the results and indicators."""
        self._create_mentors(8)
        self._create_people(9)
        for mentors, mentees in itertools.product((0, 1, 4, 5, 6), (1, 4, 5, 9)):
            evaluation = self._run(mentors, mentees)
            attacker = Attacker({"mentor": mentors, "mentee": mentees})
            for roles in self._read_groups(evaluation):
                attacker.learn(set(roles))
            with self.subTest(mentors=mentors, mentees=mentees):
                self.assertEqual(attacker.find(FLOOR), [])

    def test_by_one_answer_more(self):
        """A campaign never opens again, and its figures stay, whatever is computed later."""
        self._create_people(6)
        evaluation = self._run(0, 6, audience="mentees")
        values = evaluation.value_ids
        before = values.read(["value", "people"])
        waiting = evaluation.invitation_ids.filtered(lambda i: not i.answered)
        self.assertTrue(waiting)
        self.assertFalse(waiting[0]._record({self.recommend.id: "0"}))
        self.programme.with_user(self.engineer).action_compute_indicators()
        self.assertEqual(values.read(["value", "people"]), before)

    def test_while_it_is_open(self):
        """How many answered is known, from the first answer on; what they said is not."""
        self._create_people(8)
        evaluation = self._open_evaluation(audience="mentees")
        seen = set()
        for invitation in evaluation.invitation_ids[:7]:
            invitation._record({self.recommend.id: "3"})
            self.programme.with_user(self.engineer).action_compute_indicators()
            evaluation.invalidate_recordset()
            seen.add(str(evaluation.with_user(self.engineer).results))
            self.assertFalse(evaluation.value_ids)
        self.assertEqual(len(seen), 1)

    def _read_workbook(self, user):
        sheets = self.programme.with_user(user)._get_export_sheets()
        with io.BytesIO() as file:
            workbook.write(sheets, file)
            book = load_workbook(io.BytesIO(file.getvalue()))
        return {
            str(cell.value)
            for sheet in book
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }

    def test_exports(self):
        """Words that only one person wrote are in no file and no page."""
        self._create_people(8)
        evaluation = self._create_evaluation(audience="mentees")
        evaluation.with_user(self.engineer).action_open()
        for number, invitation in enumerate(evaluation.invitation_ids[:9]):
            invitation._record(
                {self.recommend.id: "7", self.change.id: f"Sentence number {number}"}
            )
        evaluation.with_user(self.engineer).action_close()
        told = self._read_workbook(self.engineer)
        told.add(str(evaluation.with_user(self.engineer).results))
        self.assertFalse([text for text in told if "Sentence number" in text])

    def test_physical_order(self):
        """With the tables in hand, after closing: neither order, row, nor transaction tells."""
        self._create_people(40)
        evaluation = self._open_evaluation(audience="mentees")
        invitations = evaluation.invitation_ids
        for number, invitation in enumerate(invitations):
            invitation._record({self.change.id: f"{number:03}"})
        evaluation.with_user(self.engineer).action_close()
        self.cr.execute(
            "SELECT text, day, xmin::text FROM mentorat_answer WHERE evaluation_id = %s"
            " ORDER BY ctid",
            [evaluation.id],
        )
        texts, days, transactions = zip(*self.cr.fetchall(), strict=True)
        self.assertEqual(sorted(texts), [f"{n:03}" for n in range(len(invitations))])
        self.assertNotEqual(list(texts), sorted(texts))
        self.assertNotEqual(list(texts), sorted(texts, reverse=True))
        self.assertEqual((len(set(days)), len(set(transactions))), (1, 1))
        self.cr.execute(
            "SELECT DISTINCT xmin::text, nonce, draft_sealed"
            " FROM mentorat_evaluation_invitation WHERE evaluation_id = %s",
            [evaluation.id],
        )
        self.assertEqual(self.cr.rowcount, 1)
        self.assertEqual(self.cr.fetchone()[1:], (None, None))
        self.cr.execute(
            "SELECT text FROM mentorat_answer WHERE evaluation_id = %s ORDER BY id",
            [evaluation.id],
        )
        by_id = [text for (text,) in self.cr.fetchall()]
        self.assertNotEqual(by_id, sorted(by_id))

    def test_nothing_else_is_written_about_who_answers(self):
        """Every table, before and after: an answer changes its own and the flag, no other."""
        evaluation = self._open_evaluation(people=3)
        self.env.flush_all()

        def count():
            self.cr.execute(
                "SELECT relname, n_tup_ins, n_tup_upd FROM pg_stat_xact_user_tables"
            )
            return {name: numbers for name, *numbers in self.cr.fetchall()}

        before = count()
        evaluation.invitation_ids[0]._record(
            {self.recommend.id: "9", self.change.id: "Words"}
        )
        self.env.flush_all()
        after = count()
        changed = {name for name in after if after[name] != before.get(name, [0, 0])}
        self.assertEqual(changed, {"mentorat_answer", "mentorat_evaluation_invitation"})

    def test_log_holds_no_answer(self):
        evaluation = self._open_evaluation(people=3)
        with self.assertLogs("odoo", level="INFO") as log:
            _logger.warning("The test sees the log.")
            evaluation.invitation_ids[0]._record({self.change.id: "Marker phrase"})
            evaluation.with_user(self.engineer).action_close()
        self.assertFalse([line for line in log.output if "Marker phrase" in line])


class TestNobodyReadsAnswers(EvaluationRecordsMixin, TransactionCase):
    @mute_logger("odoo.addons.base.models.ir_model", "odoo.models")
    def test_every_way_of_every_reader(self):
        """Search, group, export, and paths from whatever leads to an answer."""
        answer = self.records["mentorat.answer"]
        relations = [
            (model, name)
            for model in self.env
            for name, field in self.env[model]._fields.items()
            if getattr(field, "comodel_name", None) == "mentorat.answer"
        ]
        self.assertEqual(relations, [])
        for role in READERS:
            user = getattr(self, role)
            answers = self.env["mentorat.answer"].with_user(user)
            for attempt in (
                lambda a=answers: a.search([("value", ">", 5)]),
                lambda a=answers: a.search_count([("text", "like", "S%")]),
                lambda a=answers: a.search_read([], ["text"]),
                lambda a=answers: a.formatted_read_group([], ["role"], ["__count"]),
                lambda a=answers: a.browse(answer.ids).read(["text"]),
                lambda a=answers: a.browse(answer.ids).export_data(["text"]),
            ):
                with self.subTest(role=role), self.assertRaises(UserError):
                    attempt()

    def test_survey_application_knows_nothing(self):
        inputs = self.env["survey.user_input"].search(
            [("survey_id.survey_type", "=", "mentorat")]
        )
        self.assertFalse(inputs)
        self.assertFalse(self.survey.answer_count)

    def test_chatter_and_mails_hold_no_answer(self):
        for model in ("mail.message", "mail.mail", "mail.tracking.value"):
            records = self.env[model].search([])
            for name in ("body", "body_html", "new_value_char", "old_value_char"):
                if name in records._fields:
                    texts = " ".join(str(text) for text in records.mapped(name))
                    self.assertNotIn("Secret words", texts)

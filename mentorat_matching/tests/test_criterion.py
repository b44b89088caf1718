from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from ..hooks import post_init_hook
from .common import MatchingCase


class TestCriterion(MatchingCase):
    def _weights(self, programme):
        return [(c.kind, c.weight) for c in programme.criterion_ids]

    def test_defaults_and_copy(self):
        expected = [("skills", 60), ("level_gap", 25), ("department", 15)]
        self.assertEqual(self._weights(self.programme), expected)
        self.programme.criterion_ids[0].weight = 40
        copy = self.programme.copy()
        self.assertEqual(self._weights(copy), [("skills", 40), *expected[1:]])
        self.assertFalse(copy.run_ids)

    def test_programmes_of_before(self):
        self.programme.criterion_ids.unlink()
        kept = self.other_programme.criterion_ids
        kept[0].weight = 5
        post_init_hook(self.env)
        self.assertEqual(len(self.programme.criterion_ids), 3)
        self.assertEqual(self.other_programme.criterion_ids, kept)
        self.assertEqual(kept[0].weight, 5)

    def test_opening_needs_public_criteria_with_a_weight(self):
        programme = self.other_programme
        item = self.env.ref("mentorat_matching.readiness_criteria")
        for weight, public, met in (
            (0, True, False),
            (1, False, False),
            (1, True, True),
        ):
            programme.criterion_ids.weight = weight
            programme.criteria_published = public
            self.env.flush_all()
            self.env.invalidate_all()
            check = programme.check_ids.filtered(lambda check: check.item_id == item)
            self.assertEqual(check.is_met, met)
            self.assertEqual(check in programme.missing_ids, not met)
        programme.criterion_ids.weight = 0
        with self.assertRaisesRegex(UserError, "Matching criteria have weights"):
            programme.action_open()

    def test_ranges(self):
        criterion = self.programme.criterion_ids[0]
        for values in ({"weight": 101}, {"weight": -1}, {"gap": 0}, {"gap": 101}):
            with (
                self.subTest(values=values),
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                criterion.write(values)

    @mute_logger("odoo.sql_db")
    def test_once_per_kind(self):
        with self.assertRaises(IntegrityError):
            self.env["mentorat.criterion"].create(
                {"programme_id": self.programme.id, "kind": "skills"}
            )

    def test_closed_programme_changes_no_more(self):
        self.programme.state = "closed"
        criterion = self.programme.criterion_ids[0].with_user(self.engineer)
        with self.assertRaisesRegex(UserError, "changes no more"):
            criterion.weight = 3
        with self.assertRaisesRegex(UserError, "changes no more"):
            criterion.unlink()

    def test_words(self):
        for criterion in self.programme.criterion_ids:
            self.assertTrue(criterion.display_name)
            self.assertTrue(criterion.explanation)

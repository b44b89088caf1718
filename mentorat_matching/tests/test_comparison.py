from odoo.exceptions import AccessError, UserError

from .common import MatchingCase


class TestComparison(MatchingCase):
    def setUp(self):
        super().setUp()
        self.other = self._create_people("mentee", [[(self.carving, self.master)]])
        self.other.employee_id.department_id = self.research
        runs = self.env["mentorat.matching.run"].with_user(self.engineer)
        self.most = runs.create({"programme_id": self.programme.id, "name": "Most"})
        self.best = runs.create({"programme_id": self.programme.id, "goal": "score"})
        for run in (self.most, self.best):
            self._compute(run)

    def _compare(self, runs, user=None):
        action = runs.with_user(user or self.engineer).action_compare()
        comparison = self.env[action["res_model"]].with_user(user or self.engineer)
        return comparison.browse(action["res_id"])

    def _get_rows(self, comparison):
        sections = comparison._get_sections(comparison.run_ids.sorted("number"))
        return {row["label"]: row["cells"] for s in sections for row in s["rows"]}

    def test_figures(self):
        rows = self._get_rows(self._compare(self.most | self.best))
        texts = {
            label: [cell["text"] for cell in cells] for label, cells in rows.items()
        }
        self.assertEqual(texts["Mentees matched"], ["2 of 2", "1 of 2"])
        best = [cell["best"] for cell in rows["Mentees matched"]]
        self.assertEqual(best, [True, False])
        self.assertEqual(texts["Weakest pair"], ["0", "100"])
        self.assertEqual([c["best"] for c in rows["Weakest pair"]], [False, True])
        self.assertEqual(texts["Research"], ["1 of 1 · 0.0", "0 of 1 · 0.0"])
        self.assertEqual(texts["Sales"], ["1 of 1 · 100.0", "1 of 1 · 100.0"])
        self.assertFalse(any(cell["best"] for cell in rows["Sales"]))
        self.assertEqual(texts["Most mentees with one mentor"], ["2", "1"])
        self.assertEqual(
            [cell["best"] for cell in rows["Most mentees with one mentor"]],
            [False, True],
        )
        self.assertEqual(texts["Pairs in common with Run 1 – Most"], ["2", "1"])

    def test_table(self):
        table = str(self._compare(self.most | self.best).table)
        for text in ("Run 1 – Most", "Run 2", "2 of 2", "Weakest pair", "To review"):
            self.assertIn(text, table)

    def test_names_are_no_markup(self):
        self.most.name = "<script>x</script>"
        self.assertNotIn("<script>", str(self._compare(self.most | self.best).table))

    def test_two_or_three_of_one_programme(self):
        third, fourth = self._compute(), self._compute()
        self._compare(self.most | self.best | third)
        draft = self._create_run()
        for runs in (
            self.most,
            self.most | self.best | third | fourth,
            self.most | draft,
            self.env["mentorat.matching.run"],
        ):
            with self.assertRaisesRegex(UserError, "two or three runs"):
                self._compare(runs)

    def test_referents_compare_others_do_not(self):
        self.assertTrue(self._compare(self.most | self.best, self.referent).table)
        for user in (self.other_engineer, self.plain, self.mentor):
            with self.assertRaises(AccessError):
                self._compare(self.most | self.best, user).table

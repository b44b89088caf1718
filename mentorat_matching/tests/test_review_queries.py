"""What one sees of a run costs as many queries for ten proposals as for two hundred."""

from odoo.fields import Command
from odoo.tools import SQL

from .common import MatchingCase

FEW, MANY = 10, 200
FILLED = (
    *("hr_employee", "hr_version", "mentorat_participation"),
    *("mentorat_participation_skill", "mentorat_matching_run"),
    *("mentorat_matching_proposal", "mentorat_matching_unmatched"),
)


class TestReviewQueries(MatchingCase):
    def _create_crowd(self, role, size, **values):
        employees = self._new_employees(
            [
                {
                    "name": f"{role} {number}",
                    "department_id": (self.research, self.sales)[number % 2].id,
                }
                for number in range(size)
            ]
        )
        return self.env["mentorat.participation"].create(
            [
                {
                    "programme_id": self.programme.id,
                    "employee_id": employee.id,
                    "role": role,
                    "state": "accepted",
                    "skill_ids": [
                        Command.create(
                            {
                                "skill_id": self.weaving.id,
                                "skill_level_id": self.skilled.id,
                            }
                        )
                    ],
                    **values,
                }
                for employee in employees
            ]
        )

    def _grow(self, size):
        """Return a computed run with so many proposals, and as many people left over."""
        (self.mentor_participation | self.mentee_participation).state = "withdrawn"
        self._create_crowd("mentor", size, capacity=1)
        self._create_crowd("mentee", 2 * size)
        self._analyse()
        run = self._compute().with_user(self.engineer)
        self._analyse()
        return run

    def _analyse(self):
        """Show PostgreSQL the new rows: it would plan for empty tables."""
        self.env.flush_all()
        for table in FILLED:
            self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))

    def _get_specification(self, model, view_type, xmlid=None):
        """Return what the web client reads for a view."""
        view = xmlid and self.env.ref(f"mentorat_matching.{xmlid}").id
        arch = self.env[model].with_user(self.engineer).get_view(view, view_type)
        names = arch["models"][model]
        return {
            name: {"fields": {"display_name": {}}}
            if self.env[model]._fields[name].type == "many2one"
            else {}
            for name in names
            if name in self.env[model]._fields
        }

    def _count(self, see, run):
        see(run)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        see(run)
        return self.env.cr.sql_log_count - before

    def _get_sights(self):
        """Return ``{what one looks at: function of the run}``."""

        def proposals(run):
            action = run.action_review()
            model = self.env["mentorat.matching.proposal"].with_user(self.engineer)
            return model.with_context(**action["context"]), action["domain"]

        def board(run):
            model, domain = proposals(run)
            groups = model.web_read_group(
                domain,
                ["mentor_id"],
                ["__count"],
                auto_unfold=True,
                unfold_read_specification=specifications["board"],
            )
            self.assertGreaterEqual(len(groups["groups"]), FEW)

        def lines(run):
            model, domain = proposals(run)
            found = model.web_search_read(domain, specifications["list"], limit=MANY)
            self.assertGreaterEqual(len(found["records"]), FEW)

        def form(run):
            run.web_read(specifications["form"])

        def unmatched(run):
            model = self.env["mentorat.matching.unmatched"].with_user(self.engineer)
            model.web_search_read(
                [("run_id", "=", run.id)], specifications["unmatched"], limit=MANY
            )

        def heat(run):
            model, domain = proposals(run)
            model.formatted_read_group(
                domain,
                ["mentee_department_id", "mentor_department_id"],
                ["score:avg"],
            )

        def compare(run):
            other = run.search([("id", "!=", run.id), ("state", "=", "done")], limit=1)
            comparison = self.env["mentorat.matching.comparison"].new(
                {"run_ids": [Command.set((run | other).ids)]}
            )
            comparison._get_sections(comparison.run_ids._origin)

        specifications = {
            "board": self._get_specification(
                "mentorat.matching.proposal",
                "kanban",
                "mentorat_matching_review_view_kanban",
            ),
            "list": self._get_specification(
                "mentorat.matching.proposal",
                "list",
                "mentorat_matching_review_view_list",
            ),
            "form": self._get_specification("mentorat.matching.run", "form"),
            "unmatched": self._get_specification("mentorat.matching.unmatched", "list"),
        }
        return {
            "board": board,
            "figures of the board": lambda run: run.get_review(),
            "list": lines,
            "form": form,
            "without a mentor": unmatched,
            "heat map": heat,
            "comparison": compare,
            "export": lambda run: run._get_export_sheets(),
        }

    def test_queries_do_not_grow(self):
        sights = self._get_sights()
        self._compute()
        run = self._grow(FEW)
        few = {name: self._count(see, run) for name, see in sights.items()}
        run = self._grow(MANY - FEW)
        self.assertEqual(run.matched_count, MANY)
        many = {name: self._count(see, run) for name, see in sights.items()}
        for name, count in many.items():
            with self.subTest(name):
                # Records are read a thousand at a time, and found in chunks.
                self.assertLessEqual(count, few[name] + 2, (few, many))

    def test_a_move_costs_no_more_in_a_crowd(self):
        def move(run):
            proposal = run.sudo().proposal_ids[0]
            line = run.unmatched_ids[0]
            run.action_move(line.mentee_id.id, proposal.mentor_id.id)

        run = self._grow(FEW)
        few = self._count(move, run)
        run = self._grow(5 * FEW)
        self.assertLessEqual(self._count(move, run), few + 4)

    def test_computing_costs_no_more_in_a_crowd(self):
        def compute(_run):
            run = self._create_run()
            run.action_launch()
            run.sudo()._transition("running")
            run.sudo()._match()

        few = self._count(compute, self._grow(FEW))
        run = self._grow(MANY - FEW)
        # People left over and proposals are written a hundred at a time.
        self.assertLessEqual(self._count(compute, run), few + 2 * MANY // 100)

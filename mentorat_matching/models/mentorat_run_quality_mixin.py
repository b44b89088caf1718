from collections import Counter, defaultdict
from types import SimpleNamespace

from odoo import api, fields, models
from odoo.tools import SQL, formatLang

from ..core.fairness import MIN_PEOPLE, Group, compare, spread, wishes_met
from ..engine import blocking_pairs


class MentoratRunQualityMixin(models.AbstractModel):
    """What a run gives to each group of people, and how good it is as a whole.

    Attributes of people are read grouped, at the moment of looking, and are kept nowhere.
    """

    _name = "mentorat.run.quality.mixin"
    _inherit = "mentorat.group.mixin"
    _description = "Fairness and quality of a matching run"

    blocking_count = fields.Integer(
        "Pairs who would rather swap",
        readonly=True,
        copy=False,
        help="Pairs of people who both wished for each other more than for whom they get.",
    )
    quality_report = fields.Html(
        compute="_compute_quality_report", sanitize=False, exportable=False
    )

    # COMPUTE

    @api.depends_context("lang")
    @api.depends("state")
    def _compute_quality_report(self):
        for run in self:
            run.quality_report = run.state in ("done", "applied") and self.env[
                "ir.qweb"
            ]._render("mentorat_matching.run_quality", run._get_quality_values())

    # ACTIONS

    def action_view_quality(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentorat_matching.mentorat_matching_run_action_quality"
        )
        return {**action, "res_id": self.id}

    # BUSINESS

    def _get_quality_values(self):
        """Return the values of the report, for the team of the programme."""
        # Who may read the run was checked; what follows is counted, and names nobody.
        run_sudo = self.sudo()
        pairs = [(p.mentee_id.id, p.mentor_id.id) for p in run_sudo.proposal_ids]
        return {
            "run": self,
            "average": formatLang(self.env, self.average_score, 1),
            "weakest": formatLang(self.env, self.weakest_score, 1),
            "minimum": MIN_PEOPLE,
            "wishes": run_sudo._get_wishes_met(pairs),
            "blocking": self.blocking_count,
            "loads": run_sudo._get_loads(pairs),
            "sides": [
                (
                    self.env._("Mentees"),
                    self.env._("Share who have a mentor"),
                    run_sudo._get_tables("mentee"),
                ),
                (
                    self.env._("Mentors"),
                    self.env._("Share who have a mentee"),
                    run_sudo._get_tables("mentor"),
                ),
            ],
        }

    def _keep_pairs(self, problem, pairs, rows):
        result = super()._keep_pairs(problem, pairs, rows)
        # Of wishes that no criterion looks at, nothing is known here.
        self.blocking_count = len(
            blocking_pairs(
                problem.score_rows(),
                len(problem.mentees),
                problem.capacities(),
                SimpleNamespace(pairs=pairs),
                _get_wish_rows(problem.mentees, problem.mentors),
                _get_wish_rows(problem.mentors, problem.mentees),
            )
        )
        return result

    def _get_wishes_met(self, pairs):
        """Return (people with wishes, first wish met, some wish met) or ``None`` of few."""
        people = [person for pair in pairs for person in pair]
        wishes = defaultdict(list)
        for wish in self.env["mentorat.preference"].search_fetch(
            [("participation_id", "in", people)],
            ["participation_id", "wished_id"],
            order="participation_id, rank",
        ):
            wishes[wish.participation_id.id].append(wish.wished_id.id)
        found = wishes_met(pairs, wishes)
        return found if found[0] >= MIN_PEOPLE else None

    def _get_loads(self, pairs):
        """Return ``[(mentees, mentors, percent of the most)]``."""
        mentees = Counter(mentor for _mentee, mentor in pairs)
        mentors = {mentor for mentor, _places in self.places or []} | set(mentees)
        loads = spread(mentees[mentor] for mentor in mentors)
        most = max(loads.values(), default=1)
        return [(load, count, 100 * count // most) for load, count in loads.items()]

    def _get_tables(self, role):
        """Return ``[(attribute in words, rows)]``; see ``_describe_row`` for the rows.

        An attribute that is recorded of nobody is left out.
        """
        groups = self._read_groups(role)
        titles = self._get_attribute_titles()
        tables = []
        for attribute in self._get_attributes(self.company_id):
            found, title = groups[attribute], titles[attribute]
            if any(group.key for group in found):
                labels = self._get_group_labels(
                    attribute, [group.key for group in found]
                )
                tables.append(
                    (title, [self._describe_row(labels, row) for row in compare(found)])
                )
        return tables

    def _describe_row(self, labels, row):
        """Return what is shown of a ``core.fairness.Row``, as a dict of texts."""
        return {
            "label": labels[row.key],
            "people": row.people,
            "percent": row.share is not None and round(100 * row.share),
            "mean": row.mean is not None and formatLang(self.env, row.mean, 1),
            "ratio": row.ratio is not None and formatLang(self.env, row.ratio, 2),
            "is_fine": row.is_fine,
            "is_low": not row.is_fine and row.ratio < 1,
        }

    def _read_groups(self, role):
        """Return ``{attribute: groups}`` of those whom this run concerns, in one query.

        Grouped by the database: no attribute of a person is ever read.
        """
        for model, names in {
            "mentorat.matching.proposal": ["run_id", "mentee_id", "mentor_id", "score"],
            "mentorat.matching.unmatched": ["run_id", "mentee_id"],
            "mentorat.matching.run": ["places"],
            "mentorat.participation": ["employee_id"],
            "hr.employee": ["current_version_id", "birthday"],
            "hr.version": ["department_id", "work_location_id", "job_id", "sex"],
        }.items():
            self.env[model].flush_model(names)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT attribute.name, attribute.value,
                    COUNT(*), COUNT(person.score), COALESCE(SUM(person.score), 0)
                FROM (%(people)s) person
                JOIN mentorat_participation participation
                    ON participation.id = person.id
                LEFT JOIN hr_employee employee
                    ON employee.id = participation.employee_id
                LEFT JOIN hr_version version
                    ON version.id = employee.current_version_id
                CROSS JOIN LATERAL (VALUES %(attributes)s) AS attribute (name, value)
                GROUP BY attribute.name, attribute.value
                ORDER BY attribute.name, COUNT(*) DESC, attribute.value
                """,
                people=self._get_people_query(role),
                attributes=SQL(", ").join(
                    SQL("(%s, %s)", *attribute)
                    for attribute in self._get_attributes(self.company_id).items()
                ),
            )
        )
        groups = defaultdict(list)
        for attribute, key, people, matched, total in rows:
            groups[attribute].append(Group(key, people, matched, float(total)))
        return groups

    def _get_people_query(self, role):
        """Return the statement of (id, score or NULL) of each person of ``role``."""
        if role == "mentee":
            return SQL(
                """
                SELECT mentee_id AS id, score FROM mentorat_matching_proposal
                WHERE run_id = %(run)s
                UNION ALL
                SELECT mentee_id, NULL FROM mentorat_matching_unmatched
                WHERE run_id = %(run)s
                """,
                run=self.id,
            )
        return SQL(
            """
            SELECT place.mentor_id AS id, AVG(proposal.score) AS score
            FROM (
                SELECT (place ->> 0)::int AS mentor_id
                FROM mentorat_matching_run run, jsonb_array_elements(run.places) place
                WHERE run.id = %(run)s
            ) place
            LEFT JOIN mentorat_matching_proposal proposal
                ON proposal.run_id = %(run)s AND proposal.mentor_id = place.mentor_id
            GROUP BY place.mentor_id
            """,
            run=self.id,
        )


def _get_wish_rows(people, others):
    """Return ``[(position, position of whom is wished for, rank)]`` of wishes for ``others``."""
    places = {other.id: place for place, other in enumerate(others)}
    return [
        (place, places[wished], rank)
        for place, person in enumerate(people)
        for wished, rank in person.wishes
        if wished in places
    ]

from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import date_utils

from odoo.addons.mentorat_matching.core.fairness import LEAST_RATIO, MOST_RATIO

from ..core.fairness import compare_groups, cut_periods, keep_told
from .mentorat_fairness_events_mixin import DAYS_TO_MATCH

# In SQL, where a figure that is not shown is null and not 0.
KEEP = """
    INSERT INTO mentorat_fairness
        (programme_id, company_id, role, measure, attribute, key, label, date_start,
         date_end, people, value, reference, ratio, shown, is_apart,
         create_uid, write_uid, create_date, write_date)
    VALUES %s
    ON CONFLICT DO NOTHING
"""
TEMPLATE = """
    (%(programme_id)s, %(company_id)s, %(role)s, %(measure)s, %(attribute)s, %(key)s,
     %(label)s, %(date_start)s, %(date_end)s, %(people)s, %(value)s, %(reference)s,
     %(ratio)s, %(shown)s, %(is_apart)s, %(user)s, %(user)s, now(), now())
"""


class MentoratFairness(models.Model):
    """What a programme gave to a group of people in a time that is over, beside everybody.

    A time is one quarter or more, until enough people are concerned; times have no event in
    common, and what was kept of one changes no more. Groups of few people are kept without
    their figures.
    """

    _name = "mentorat.fairness"
    _inherit = ["mentorat.group.mixin", "mentorat.fairness.events.mixin"]
    _description = "Fairness ledger"
    _order = "date_end desc, programme_id, measure, role, attribute, people desc, id"
    _rec_name = "label"

    programme_id = fields.Many2one(
        "mentorat.programme",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="programme_id.company_id", store=True, index=True
    )
    role = fields.Selection(
        [("mentor", "Mentors"), ("mentee", "Mentees")], required=True, readonly=True
    )
    measure = fields.Selection(
        [
            ("acceptance", "Accepted (% of those decided on)"),
            ("match", "Matched within 90 days (% of those accepted)"),
            ("wait", "Days from acceptance to the start of the pair"),
            ("satisfaction", "Usefulness of meetings (1 to 5)"),
        ],
        required=True,
        readonly=True,
    )
    attribute = fields.Selection(
        [
            ("department", "Department"),
            ("site", "Site"),
            ("job", "Job"),
            ("sex", "Sex"),
            ("age", "Age"),
        ],
        "Compared by",
        required=True,
        readonly=True,
    )
    key = fields.Char(readonly=True, help="Which group it is; empty when not recorded.")
    label = fields.Char(
        "Group",
        readonly=True,
        help="Its name on that day, in the language of the company.",
    )
    date_start = fields.Date("From", required=True, readonly=True)
    date_end = fields.Date("To", required=True, readonly=True)
    people = fields.Integer(readonly=True, aggregator=None)
    value = fields.Float(readonly=True, digits=(16, 1), aggregator="avg")
    reference = fields.Float(
        "Everybody", readonly=True, digits=(16, 1), aggregator="avg"
    )
    ratio = fields.Float(
        "Ratio to everybody",
        readonly=True,
        digits=(16, 2),
        aggregator="avg",
        help="From 0.8 to 1.25 groups are looked at as treated alike.",
    )
    shown = fields.Boolean(readonly=True)
    is_apart = fields.Boolean(
        "To look into",
        readonly=True,
        help="The ratio is below 0.8 or above 1.25. Look for the reason before judging.",
    )

    _once = models.UniqueIndex(
        "(programme_id, role, measure, attribute, COALESCE(key, ''), date_end)",
        "This group has been looked at for this time already.",
    )
    _hidden_without_figures = models.Constraint(
        "CHECK(shown = (people IS NOT NULL)"
        " AND (shown OR num_nonnulls(value, ratio) = 0))",
        "What is not shown has no figures.",
    )

    # BUSINESS

    @api.model
    def _freeze(self, programmes, date):
        """Keep what the quarters that are over by ``date`` say, once.

        :param programmes: recordset in superuser mode
        """
        done = {
            tuple(key): day
            for *key, day in self._read_group(
                [("programme_id", "in", programmes.ids)],
                ["programme_id", "role", "measure"],
                ["date_end:max"],
            )
        }
        rows = []
        for (programme, role, measure), (events, last_day) in self._choose_events(
            programmes, date
        ).items():
            start = done.get((programme, role, measure))
            events = [
                e for e in events if e[0] <= last_day and (not start or e[0] > start)
            ]
            if events:
                ends = self._get_quarter_ends(min(e[0] for e in events), last_day)
                for first, end, found in cut_periods(events, ends):
                    time = {
                        "programme_id": programme.id,
                        "company_id": programme.company_id.id,
                        "user": self.env.uid,
                        "role": role,
                        "measure": measure,
                        "date_start": date_utils.start_of(first, "quarter"),
                        "date_end": end,
                    }
                    rows += self._prepare_rows(programme, time, found)
        self._label(programmes.company_id, rows)
        if rows:
            self.env.cr.execute_values(KEEP, rows, TEMPLATE)
            self.invalidate_model()

    def _choose_events(self, programmes, date):
        """Return ``{(programme, role, measure): (events, last day that is looked at)}``.

        What people thought of their meetings, which nobody reads, is told of single
        quarters, at the same time as the indicator of it: an answer that is given between
        the two would be their difference.
        """
        found = self._read_events(programmes)
        past = dict(
            self.env["mentorat.indicator.value"]._read_group(
                [
                    ("programme_id", "in", programmes.ids),
                    ("indicator_id.formula", "=", "pair_quality"),
                ],
                ["programme_id"],
                ["date:array_agg"],
            )
        )
        chosen = {}
        for key, events in found.items():
            programme, role, measure = key
            last_day = date - timedelta(days=DAYS_TO_MATCH)
            if measure == "satisfaction":
                last_day = date
                other = "mentor" if role == "mentee" else "mentee"
                others = found.get((programme, other, measure), ())
                events = [
                    event
                    for event in keep_told(events, others)
                    if event[0] not in past.get(programme, ())
                ]
            chosen[key] = events, last_day
        return chosen

    @api.model
    def _get_quarter_ends(self, first, last_day):
        ends = []
        while first <= last_day:
            ends.append(first)
            first = date_utils.end_of(first + timedelta(days=1), "quarter")
        return ends

    def _prepare_rows(self, programme, time, events):
        """Return the values of the rows of a period; see ``core.fairness``."""
        values, keys = defaultdict(list), {}
        for _end, person, value, own_keys in events:
            values[person].append(value)
            keys[person] = own_keys
        attributes = list(self._get_attributes(programme.company_id))
        reference, found = compare_groups(
            [(sum(own) / len(own), keys[person]) for person, own in values.items()],
            attributes,
        )
        return [
            {
                **time,
                "attribute": row.attribute,
                "key": row.key or None,
                "people": row.people,
                "value": None if row.value is None else round(row.value, 1),
                "reference": round(reference, 1),
                "ratio": None if row.ratio is None else round(row.ratio, 2),
                "shown": row.people is not None,
                "is_apart": row.ratio is not None
                and not LEAST_RATIO <= row.ratio <= MOST_RATIO,
            }
            for row in found
        ]

    def _label(self, companies, rows):
        """Add to ``rows`` the names of their groups, in the language of their company."""
        keys = defaultdict(set)
        for row in rows:
            keys[row["company_id"], row["attribute"]].add(row["key"])
        labels = {}
        for company in companies:
            local = self.with_context(lang=company.partner_id.lang)
            for attribute in self._get_attributes(company):
                group = company.id, attribute
                labels[group] = local._get_group_labels(attribute, keys[group])
        for row in rows:
            group = row["company_id"], row["attribute"]
            row["label"] = labels[group][row["key"]]

from odoo import api, fields, models
from odoo.tools import format_date

from ..core.health import LEVELS, RULES


class MentoratHealthRule(models.Model):
    """How one programme uses one rule of health.

    An addon that brings another rule adds its code to ``code`` (``selection_add``), returns it
    in ``_get_rules`` and its sentence in ``_get_sentences``, and its facts in
    ``mentorat.pair._get_health_facts``; its data file calls ``_complete_programmes``.
    """

    _name = "mentorat.health.rule"
    _inherit = ["mentorat.guard.mixin", "mentorat.programme.part.mixin"]
    _description = "Health rule of a mentoring programme"
    _order = "programme_id, id"
    _rec_name = "code"

    _writable_fields = frozenset({"is_on", "threshold", "level"})
    # A programme that is filled from a template has its lines made again.
    _given_fields = frozenset({"programme_id", "code"})

    code = fields.Selection(
        [
            ("first_meeting", "No first meeting"),
            ("silence", "Silence"),
            ("cancellations", "Cancellations in a row"),
            ("training", "Training grown old"),
            ("capacity", "More mentees than the mentor offers"),
            ("reporting_line", "Reporting line appeared"),
            ("departure", "Departure dated"),
            ("absence", "Long absence dated"),
            ("agreement", "Agreement missing"),
            ("mid_term", "Mid-term review overdue"),
            ("supervision", "Supervision of the mentor overdue"),
            ("closing", "End near without a closing meeting"),
            ("waiting", "Accepted and still without a pair"),
        ],
        "Rule",
        required=True,
        readonly=True,
    )
    is_on = fields.Boolean("On", default=True)
    threshold = fields.Integer(
        compute="_compute_defaults",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="From when on the rule speaks, in its unit.",
    )
    unit = fields.Selection(
        [
            ("days", "days"),
            ("months", "months"),
            ("times", "times"),
            ("people", "people too many"),
            ("none", " "),
        ],
        compute="_compute_unit",
    )
    level = fields.Selection(
        [("notice", "Notice"), ("warning", "To watch"), ("alert", "At risk")],
        compute="_compute_defaults",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="Notice: said, no more. To watch, at risk: what the pair becomes.",
    )

    _once = models.Constraint(
        "UNIQUE(programme_id, code)", "This programme already has this rule."
    )
    _threshold_range = models.Constraint(
        "CHECK(threshold BETWEEN 0 AND 3660)", "A threshold is between 0 and 3660."
    )

    # COMPUTE

    @api.depends("code")
    def _compute_defaults(self):
        rules = self._get_rules()
        for line in self:
            rule = rules.get(line.code)
            line.threshold = rule.threshold if rule else 0
            line.level = rule.level if rule else LEVELS[0]

    @api.depends("code")
    def _compute_unit(self):
        rules = self._get_rules()
        for line in self:
            line.unit = rules[line.code].unit if line.code in rules else "none"

    @api.depends("code")
    def _compute_display_name(self):
        labels = dict(self._fields["code"]._description_selection(self.env))
        for line in self:
            line.display_name = labels.get(line.code)

    # CRUD

    def write(self, vals):
        result = super().write(vals)
        self.env["mentorat.pair"]._restart_round()
        return result

    # BUSINESS

    @api.model
    def _get_codes(self):
        """Return the codes of all rules, in the order in which they are shown."""
        return self._fields["code"].get_values(self.env)

    @api.model
    def _complete_programmes(self, programmes=None):
        """Give ``programmes``, by default all, the lines that they lack.

        :return: the new lines
        """
        if programmes is None:
            programmes = (
                self.env["mentorat.programme"]
                .with_context(active_test=False)
                .search([("state", "not in", ("closed", "cancelled"))])
            )
        found = self._read_group(
            [("programme_id", "in", programmes.ids)],
            ["programme_id"],
            ["code:array_agg"],
        )
        known = {programme.id: set(codes) for programme, codes in found}
        return self.create(
            [
                {"programme_id": programme.id, "code": code}
                for programme in programmes
                for code in self._get_codes()
                if code not in known.get(programme.id, ())
            ]
        )

    @api.model
    def _get_settings(self, programmes):
        """Return ``{programme id: {code: (level, threshold)}}`` of the rules that are on.

        A rule without a line has its defaults.
        """
        rules = self._get_rules()
        defaults = {c: (r.level, r.threshold) for c, r in rules.items()}
        settings = {programme.id: dict(defaults) for programme in programmes}
        lines = self.search_fetch(
            [("programme_id", "in", programmes.ids)],
            ["programme_id", "code", "is_on", "level", "threshold"],
        )
        for line in lines:
            if line.is_on:
                settings[line.programme_id.id][line.code] = (line.level, line.threshold)
            else:
                settings[line.programme_id.id].pop(line.code, None)
        return settings

    @api.model
    def _tell(self, findings):
        """Return the sentences of ``findings`` in the reader's language: list of texts."""
        sentences = self._get_sentences()
        today = fields.Date.context_today(self)
        texts = []
        for finding in findings:
            code, value = finding["code"], finding["value"]
            if isinstance(value, str):
                day = fields.Date.to_date(value)
                code = f"{code}_past" if day < today else code
                value = format_date(self.env, day)
            sentence = sentences.get(code) or sentences.get(finding["code"])
            if sentence:
                texts.append(sentence % {"value": value})
        return texts

    # HOOKS

    @api.model
    def _get_rules(self):
        """Return ``{code: core.health.Rule}``."""
        return RULES

    @api.model
    def _get_sentences(self):
        """Return ``{code: sentence}`` with a place for ``value``, a number or a day.

        ``<code>_past``, if there is one, is said of a day that is over.
        """
        return {
            "first_meeting": self.env._("Not met since the start on %(value)s"),
            "silence": self.env._("No meeting since %(value)s"),
            "cancellations": self.env._(
                "Meetings in a row that did not take place: %(value)s"
            ),
            "training": self.env._("Training of %(value)s"),
            "capacity": self.env._(
                "The mentor has %(value)s mentees, more than offered"
            ),
            "reporting_line": self.env._("One of the two now reports to the other"),
            "departure": self.env._("Somebody leaves on %(value)s"),
            "departure_past": self.env._("Somebody has left"),
            "absence": self.env._("Somebody is away for long from %(value)s"),
            "absence_past": self.env._("Somebody is away for long, since %(value)s"),
            "agreement": self.env._("No agreement signed since the start on %(value)s"),
            "mid_term": self.env._("Mid-term review due on %(value)s"),
            "supervision": self.env._("Supervision of the mentor due on %(value)s"),
            "closing": self.env._("Ends on %(value)s, no closing meeting is planned"),
            "waiting": self.env._("Waits for a pair since %(value)s"),
            "closing_past": self.env._("Was to end on %(value)s"),
        }

from odoo import models

from odoo.addons.mentorat_programme.core.transitions import LIVE_PAIR_STATES

from ..models.mentorat_totals_mixin import FINISHED_STATES


class ReportProgrammeSummary(models.AbstractModel):
    """What the document "Programme summary" shows."""

    _name = "report.mentorat_evaluation.report_programme_summary"
    _inherit = "mentorat.programme.report.mixin"
    _description = "Mentoring programme summary"

    def _get_report(self, programme):
        """Return the numbers and pairs of a programme, as plain values."""
        meetings, hours = programme._get_meeting_totals()
        pairs = programme.pair_ids
        live = pairs.filtered(lambda pair: pair.state in LIVE_PAIR_STATES)
        finished = pairs.filtered(lambda pair: pair.state in FINISHED_STATES)
        return {
            "frame": {
                "kind": programme._get_label(programme, "kind"),
                "state": programme._get_label(programme, "state"),
                "engineers": ", ".join(programme.engineer_ids.mapped("name")),
                "referents": ", ".join(programme.referent_ids.mapped("name")),
            },
            "numbers": [
                (self.env._("Mentors"), programme.mentor_count),
                (self.env._("Mentees"), programme.mentee_count),
                (self.env._("Live pairs"), len(live)),
                (self.env._("Finished pairs"), len(finished)),
                (self.env._("Meetings held"), meetings),
                (self.env._("Hours together"), f"{hours:g}"),
            ],
            "pairs": [
                {
                    "mentor": pair.mentor_name,
                    "mentee": pair.mentee_name,
                    "state": programme._get_label(pair, "state"),
                    "phase": programme._get_label(pair, "phase"),
                    "since": pair.date_start,
                    "meetings": pair.meeting_count,
                }
                for pair in live | finished
            ],
        }

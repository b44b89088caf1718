from odoo import models


class MentoratEvidenceMixin(models.AbstractModel):
    """What the records show of each standard, in the evidence file of a programme."""

    _name = "mentorat.evidence.mixin"
    _description = "Facts in the evidence file of a mentoring programme"

    # BUSINESS

    def _get_evidence_files(self):
        files = super()._get_evidence_files()
        name, content = self._print("mentorat_evaluation.report_evaluation", self)
        return [*files, (self.env._("evaluation"), name, content)]

    def _get_evidence_facts(self):
        """Return ``{standard: [(what, text)]}`` of one programme, for its team.

        Counts, and figures that are shown.
        """
        self.ensure_one()
        return {
            "3": self._get_matching_facts(),
            "4": [*self._get_plan_facts(), *self._get_result_facts()],
            "5": self._get_supervision_facts(),
            "6": self._get_totals(),
        }

    def _get_matching_facts(self):
        """Facts of the last run that was applied: how it was done, and how fair it is."""
        _ = self.env._
        run = self.run_ids.filtered(lambda run: run.state == "applied").sorted("id")
        run = run[-1:]
        if not run:
            return [(_("Matching"), _("No run has been applied yet."))]
        quality = run._get_quality_values()
        rows = [
            row
            for __, __, tables in quality["sides"]
            for __, found in tables
            for row in found
            if row["ratio"]
        ]
        facts = [
            (_("Method"), run.method_text),
            (_("Proof"), run.proof_text),
            (_("Average score"), quality["average"]),
            (
                _("Groups compared"),
                _(
                    "%(count)s, of which %(far)s matched far less or far more often than "
                    "everybody",
                    count=len(rows),
                    far=sum(not row["is_fine"] for row in rows),
                ),
            ),
        ]
        if quality["wishes"]:
            people, first, some = quality["wishes"]
            facts.append(
                (
                    _("Wishes"),
                    _(
                        "%(people)s people wished; the first wish of %(first)s was met, "
                        "some wish of %(some)s",
                        people=people,
                        first=first,
                        some=some,
                    ),
                )
            )
        return facts

    def _get_plan_facts(self):
        """Facts of what was asked, when, and how many answered."""
        _ = self.env._
        facts = [
            (_("Questions of the plan"), str(len(self.plan_question_ids))),
            (_("Missing in the plan"), self.plan_gaps or _("Nothing")),
        ]
        for campaign in self.evaluation_ids.sorted("date_end"):
            if campaign.state != "closed":
                continue
            facts.append(
                (
                    campaign.name,
                    _(
                        "Invited: %(invited)s, answered: %(answered)s",
                        invited=self._tell_count(campaign.invitation_count),
                        answered=self._tell_count(campaign.answer_count),
                    ),
                )
            )
        return facts

    def _get_result_facts(self):
        """Facts of what was found, and of what was decided on it."""
        _ = self.env._
        values = self._get_shown_values().filtered(lambda value: not value.role)
        with_target = values.filtered("display_target")
        reviews = self.env["mentorat.review"]._read_group(
            [("programme_id", "=", self.id)], ["state"], ["__count"]
        )
        labels = dict(
            self.env["mentorat.review"]
            ._fields["state"]
            ._description_selection(self.env)
        )
        return [
            (_("Indicators shown"), str(len(values))),
            (
                _("Targets reached"),
                _(
                    "%(reached)s of %(count)s",
                    reached=len(with_target.filtered("is_reached")),
                    count=len(with_target),
                ),
            ),
            (
                _("Decisions"),
                ", ".join(f"{labels[state]}: {count}" for state, count in reviews)
                or _("None yet"),
            ),
        ]

    def _get_supervision_facts(self):
        """Facts of the supervision of mentors, all together."""
        _ = self.env._
        hours = round(self.supervision_attended_hours)
        return [
            (_("Supervisors"), str(len(self.supervisor_ids))),
            (_("Supervisions held"), str(self.supervision_count)),
            (_("Hours attended"), self._tell_count(hours, self.mentor_count)),
        ]

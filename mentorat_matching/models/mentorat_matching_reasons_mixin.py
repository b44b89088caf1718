from odoo import api, models
from odoo.tools import format_list


class MentoratMatchingReasonsMixin(models.AbstractModel):
    """What speaks for a pair, and what it was computed from, in words for the two.

    Part of ``mentorat.matching.words``.

    They name nobody else and give no figures, and nothing is said of what does not fit.
    Of wishes, each reads their own alone: what the other wishes is told to nobody.
    """

    _name = "mentorat.matching.reasons.mixin"
    _description = "Reasons of matching in words"

    @api.model
    def _get_reason(self, entry, side, skills, wished):
        """Return what a criterion that has points says to one of the two; may be empty.

        :param dict entry: one of ``explanation["criteria"]``, see ``core.problem``
        :param str side: the reader, "mentor" or "mentee"
        :param dict skills: ``{"offered": names, "above": names}``
        :param bool wished: the reader wished for the other
        """
        kind = entry["kind"]
        told = {
            "skills": {
                "mentee": self.env._(
                    "Offers skills that you want to develop: %(skills)s.",
                    skills=format_list(self.env, skills["offered"]),
                ),
                "mentor": self.env._(
                    "Wants to develop skills that you offer: %(skills)s.",
                    skills=format_list(self.env, skills["offered"]),
                ),
            },
            "level_gap": {
                "mentee": self.env._(
                    "Has a lead that can take you further in %(skills)s.",
                    skills=format_list(self.env, skills["above"]),
                ),
                "mentor": self.env._(
                    "Your own level lets you take this person further in %(skills)s.",
                    skills=format_list(self.env, skills["above"]),
                ),
            },
        }
        if kind in told:
            return told[kind][side]
        if kind == "preference":
            return self.env._("You wished for this person.") if wished else ""
        if kind == "field":
            return self._get_field_reason(entry, side)
        if kind == "past_pair":
            return ""
        places = self._get_place_reasons(side)
        if "comparison" in entry and kind in places:
            return places[kind][entry["comparison"]]
        return self._get_meeting_reason(entry, side)

    def _get_place_reasons(self, side):
        """Return ``{kind: {comparison: sentence}}`` for one of the two."""
        other_department = (
            self.env._(
                "Works in another department, and can show you yours from outside."
            )
            if side == "mentee"
            else self.env._(
                "Works in another department, which is a link that you may not have yet."
            )
        )
        return {
            "department": {
                "same": self.env._("Works in your department."),
                "different": other_department,
            },
            "site": {
                "same": self.env._(
                    "Works at your site, so that you can meet face to face."
                ),
                "different": self.env._(
                    "Works at another site, which is a link that you may not have yet."
                ),
            },
            "company": {
                "same": self.env._("Works for your company."),
                "different": self.env._("Works for another company of the group."),
            },
        }

    def _get_meeting_reason(self, entry, side):
        kind = entry["kind"]
        if "longer" in entry:
            return (
                self.env._("Has been in the company for less long than you.")
                if entry["longer"] == side
                else self.env._("Has been in the company for longer than you.")
            )
        if "languages" in entry:
            return self.env._(
                "You both speak %(languages)s.",
                languages=self._name_languages(entry["languages"]),
            )
        if "half_days" in entry:
            return self.env._("You can meet at the same times of the week.")
        if "hours" in entry and not entry["hours"]:
            return self.env._("You are in the same time zone.")
        if "hours" in entry:
            return self.env._("Your time zones are near enough to meet.")
        return self.env._(
            "Suits by this criterion: %(criterion)s.",
            criterion=self._get_label(kind, entry),
        )

    def _get_field_reason(self, entry, side):
        name = self.env["mentorat.criterion"]._get_field_label(entry["field"])
        sentences = {
            "same": self.env._("You have in common: %(field)s.", field=name),
            "different": self.env._(
                "You differ in a useful way: %(field)s.", field=name
            ),
            "close": self.env._("You are close to each other: %(field)s.", field=name),
            "above": (
                self.env._("Is further on than you: %(field)s.", field=name)
                if side == "mentee"
                else self.env._("You are further on: %(field)s.", field=name)
            ),
        }
        return sentences[entry["comparator"]]

    @api.model
    def _get_used(self, kind, options):
        """Return what a criterion is computed from, in words for the two."""
        words = {
            "skills": self.env._(
                "the skills that each of you named, with their levels"
            ),
            "level_gap": self.env._(
                "the present level of the mentee in these skills, as the company knows it"
            ),
            "seniority": self.env._("since when each of you has been in the company"),
            "department": self.env._("your departments"),
            "site": self.env._("the sites at which you work"),
            "company": self.env._("the companies for which you work"),
            "language": self.env._("the languages that each of you speaks"),
            "availability": self.env._(
                "the half-days on which each of you can meet, and whether on site"
            ),
            "timezone": self.env._("your time zones"),
            "preference": self.env._("whom each of you wished for, if anybody"),
            "past_pair": self.env._("whether you were a pair before"),
        }
        if kind == "field":
            return self.env._(
                "what the company records of you under “%(field)s”",
                field=self.env["mentorat.criterion"]._get_field_label(options["field"]),
            )
        if kind in words:
            return words[kind]
        return self._get_label(kind, options)

    @api.model
    def _get_unused(self):
        """Return what is never used, in words for everybody."""
        return self.env._(
            "Sex, age, origin, health, family, personality, pay, appraisals, since when "
            "your login exists, and whatever you wrote in your own words. A programme "
            "computes proposals; people decide."
        )

    @api.model
    def _get_public_meaning(self, kind, options):
        """Return what a criterion means in words for those who apply."""
        is_same = options.get("comparison") == "same"
        words = {
            "skills": self.env._("What you want to learn and what a mentor offers."),
            "level_gap": self.env._("A mentor who is ahead in these skills."),
            "seniority": self.env._("How long each has been in the company."),
            "department": self.env._("The same department.")
            if is_same
            else self.env._("Two departments that do not know each other."),
            "site": self.env._("The same site.")
            if is_same
            else self.env._("Two sites that do not know each other."),
            "company": self.env._("The same company.")
            if is_same
            else self.env._("Two companies of the group."),
            "language": self.env._("A language that both speak."),
            "availability": self.env._("Half-days on which both can meet."),
            "timezone": self.env._("Time zones that are near each other."),
            "preference": self.env._("Whom each wishes for."),
            "past_pair": self.env._("New pairs before those who were one already."),
        }
        if kind in words:
            return words[kind]
        return self._get_label(kind, options)

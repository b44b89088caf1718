from babel import Locale, UnknownLocaleError

from odoo import api, models
from odoo.tools import format_list, get_lang

from ..core.criteria.seniority import FADE_YEARS
from ..core.criteria.wishes import WORTH


class MentoratMatchingWords(models.AbstractModel):
    """What criteria are called and mean, in words for the team of a programme.

    Each method takes a kind and its options as ``mentorat.criterion._get_options`` gives
    them. An addon that adds a kind extends them; what it does not is told by its label.
    """

    _name = "mentorat.matching.words"
    _inherit = "mentorat.matching.reasons.mixin"
    _description = "Words of matching"

    @api.model
    def _get_label(self, kind, options):
        """Return what people call a criterion."""
        compared = {
            "department": {
                "same": self.env._("Same department"),
                "different": self.env._("Another department"),
            },
            "site": {
                "same": self.env._("Same site"),
                "different": self.env._("Another site"),
            },
            "company": {
                "same": self.env._("Same company"),
                "different": self.env._("Another company"),
            },
        }
        if options.get("comparison") and kind in compared:
            return compared[kind][options["comparison"]]
        criterion = self.env["mentorat.criterion"]
        if kind == "field" and options.get("field"):
            comparators = {
                "same": self.env._("the same"),
                "different": self.env._("different"),
                "close": self.env._("close"),
                "above": self.env._("higher with the mentor"),
            }
            return self.env._(
                "%(field)s: %(comparison)s",
                field=criterion._get_field_label(options["field"]),
                comparison=comparators.get(options["comparator"]),
            )
        labels = dict(criterion._fields["kind"]._description_selection(self.env))
        return labels.get(kind, kind)

    @api.model
    def _get_meaning(self, kind, options, required):
        """Return what a criterion does, with an example for these options."""
        tell = getattr(self, f"_get_meaning_{kind}", None)
        sentences = [tell(options, required)] if tell else []
        if required and kind != "past_pair":
            sentences.append(
                self.env._(
                    "Required: two people for whom it is worth nothing are never proposed, "
                    "whatever they wish."
                )
            )
        return " ".join(sentences)

    def _get_meaning_skills(self, options, required):
        meaning = self.env._(
            "The mentor offers the skills that the mentee wants, at the level wanted; "
            "essential skills count three times. Example: offered at 60 % where 80 % is "
            "wanted, a skill is worth three quarters."
        )
        if options["rarity"]:
            meaning += " " + self.env._(
                "A skill that one mentor of twenty offers counts four times as much as one "
                "that all of them offer."
            )
        return meaning

    def _get_meaning_level_gap(self, options, required):
        return self.env._(
            "In these skills the mentor is ahead of where the mentee is today. Example: "
            "%(gap)s points ahead are worth all of the weight, %(half)s points half of it, "
            "no lead nothing.",
            gap=options["gap"],
            half=f"{options['gap'] / 2:g}",
        )

    def _get_meaning_seniority(self, options, required):
        least, most = options["least"], options["most"]
        # There for long enough that no mentor of the example has less than no years.
        mentee = max(3, -least)
        example = {
            "mentee": mentee,
            "least": mentee + least,
            "most": mentee + most,
            "half": f"{mentee + most + FADE_YEARS / 2:g}",
        }
        if required:
            return self.env._(
                "For a mentee who has been in the company for %(mentee)s years, a mentor "
                "of %(least)s to %(most)s years; others are not possible.",
                **example,
            )
        return self.env._(
            "Example: for a mentee who has been in the company for %(mentee)s years, a "
            "mentor of %(least)s to %(most)s years is worth all of the weight, one of "
            "%(half)s years half of it.",
            **example,
        )

    def _get_meaning_department(self, options, required):
        if options["comparison"] == "same":
            return self.env._("The two work in the same department.")
        return self.env._(
            "The two work in different departments, so that the link is a new one."
        )

    def _get_meaning_site(self, options, required):
        if options["comparison"] == "same":
            return self.env._(
                "The two work at the same site: the same work location where both have "
                "one, else the same work address. Who works at home has no site."
            )
        return self.env._(
            "The two work at different sites: another work location where both have one, "
            "else another work address. Who works at home has no site."
        )

    def _get_meaning_company(self, options, required):
        if options["comparison"] == "same":
            return self.env._("The two are employed by the same company.")
        return self.env._("The two are employed by different companies of the group.")

    def _get_meaning_language(self, options, required):
        if options["languages"]:
            return self.env._(
                "Both speak one of the languages of the programme: %(languages)s. Who "
                "names none is taken to speak the language of their login.",
                languages=self._name_languages(options["languages"]),
            )
        return self.env._(
            "Both speak at least one language. Who names none is taken to speak the "
            "language of their login."
        )

    def _get_meaning_availability(self, options, required):
        return self.env._(
            "Half-days on which both can meet, on one clock whatever their time zones. "
            "Example: one half-day in common is worth %(share)s %% of the weight, "
            "%(half_days)s or more all of it. Two who do not both meet remotely have to be "
            "at the same site.",
            share=round(100 / options["half_days"]),
            half_days=options["half_days"],
        )

    def _get_meaning_timezone(self, options, required):
        hours = options["hours"]
        if required:
            return self.env._(
                "Their time zones are at most %(hours)s hours apart; others are not "
                "possible.",
                hours=hours,
            )
        width = max(hours, 1)
        return self.env._(
            "Example: up to %(hours)s hours apart are worth all of the weight, %(half)s "
            "hours half of it, %(none)s hours nothing.",
            hours=hours,
            half=f"{hours + width / 2:g}",
            none=hours + width,
        )

    def _get_meaning_preference(self, options, required):
        return self.env._(
            "What each wishes, one voice for each side that wishes for somebody. A first "
            "wish is worth all of its weight, the next ones %(shares)s %%.",
            shares=", ".join(f"{100 * worth:g}" for worth in WORTH[1:]),
        )

    def _get_meaning_past_pair(self, options, required):
        if required:
            return self.env._(
                "Two people who were a pair before are never proposed again."
            )
        return self.env._(
            "Two people who were a pair before may be proposed again, and lose this "
            "weight. Without this criterion they never are."
        )

    def _get_meaning_field(self, options, required):
        if not options["field"]:
            return self.env._("Choose a field of employees, and how the two compare.")
        name = self.env["mentorat.criterion"]._get_field_label(options["field"])
        tolerance = f"{options['tolerance']:g}"
        if options["comparator"] == "close" and required:
            return self.env._(
                "“%(field)s” differs by %(tolerance)s at most.",
                field=name,
                tolerance=tolerance,
            )
        if options["comparator"] == "close":
            return self.env._(
                "“%(field)s” is close: a difference of up to %(tolerance)s is worth all of "
                "the weight, one of %(none)s nothing.",
                field=name,
                tolerance=tolerance,
                none=f"{2 * options['tolerance']:g}",
            )
        meanings = {
            "same": self.env._("“%(field)s” is the same for both.", field=name),
            "different": self.env._("“%(field)s” is not the same.", field=name),
            "above": self.env._(
                "“%(field)s” is higher, or later, with the mentor than with the mentee.",
                field=name,
            ),
        }
        return meanings[options["comparator"]]

    @api.model
    def _get_detail(self, entry, wishes=()):
        """Return what an engineer reads of a criterion beside its points; may be empty.

        :param dict entry: one of ``explanation["criteria"]``, see ``core.problem``
        :param wishes: the wishes of the two for each other that the reader may read
        """
        if "longer" in entry:
            return (
                self.env._("the mentor has been there longer")
                if entry["longer"] == "mentor"
                else self.env._("the mentee has been there longer")
            )
        if "languages" in entry:
            return self._name_languages(entry["languages"]) or self.env._(
                "no language in common"
            )
        if "half_days" in entry:
            return self.env._(
                "half-days in common: %(count)s", count=f"{entry['half_days']:g}"
            )
        if "hours" in entry:
            return self.env._("hours apart: %(count)s", count=f"{entry['hours']:g}")
        if entry["kind"] == "preference":
            told = {
                "mentor": self.env._("wish of the mentor"),
                "mentee": self.env._("wish of the mentee"),
            }
            return ", ".join(f"{told[wish.role]} ({wish.rank})" for wish in wishes)
        return ""

    @api.model
    def _name_languages(self, codes):
        """Return the names of spoken languages in the language of the reader."""
        reader = Locale.parse(get_lang(self.env).code)
        names = []
        for code in codes:
            try:
                names.append(Locale(code).get_display_name(reader))
            except UnknownLocaleError:
                names.append(code)
        return format_list(self.env, names)

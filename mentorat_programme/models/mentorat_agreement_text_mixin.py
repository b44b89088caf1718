import base64

from odoo import api, fields, models
from odoo.tools import format_date

from ..core.agreement import compose, fingerprint, split
from ..core.copies import fingerprints

# What the two complete, beside the clauses they choose.
TERMS = ("meeting_interval", "meeting_hours", "date_end", "date_mid_term", "lang")
OWN_WORDS = ("purpose", "goals", "place", "limits", "contact")


class MentoratAgreementTextMixin(models.AbstractModel):
    """What an agreement says, to whom, and whether a copy says the same."""

    _name = "mentorat.agreement.text.mixin"
    _description = "Text of a mentoring agreement"

    # Name of the exact text among the files of a PDF.
    TEXT_FILE = "agreement.txt"

    @api.model
    def _get_pair_clauses(self, pair):
        # Whoever reads an agreement may know the clauses from which it is made.
        return pair.sudo().programme_id.agreement_id.clause_ids

    @api.model
    def _get_pair_options(self, pair):
        """Return the clauses that the two of ``pair`` may leave out."""
        return self._get_pair_clauses(pair).filtered(lambda c: not c.is_mandatory)

    def _get_chosen_options(self):
        # Which, of the pair's own agreement.
        return self.sudo().option_ids & self._get_pair_options(self.pair_id)

    def _get_content(self):
        """Return title, ``[(clause, text with tokens)]`` and ``{token: value}``, in its language."""
        # The person is one of the two; what is read is what the agreement says.
        agreement = self.with_context(lang=self.lang)
        sudo = agreement.sudo()
        pair, programme = sudo.pair_id, sudo.programme_id
        chosen = agreement._get_pair_clauses(pair).filtered("is_mandatory")
        chosen |= agreement._get_chosen_options()
        start = pair.date_start or fields.Date.context_today(self)
        days = (self.date_end - start).days if self.date_end else 0
        meetings = max(round(days / self.meeting_interval), 1)
        none = agreement.env._("none")

        def day(date):
            # A draft is read before it is complete.
            return format_date(agreement.env, date, date_format="long") if date else "…"

        values = {
            **{name: self[name] or none for name in OWN_WORDS},
            "mentee": pair.mentee_name,
            "mentor": pair.mentor_name,
            "organisation": sudo.company_id.name,
            "referent": ", ".join(sudo._get_signatories().mapped("name")) or none,
            "programme": programme.name,
            "aims": (programme.purpose or none).rstrip(". "),
            "start": day(start),
            "end": day(self.date_end),
            "review": day(self.date_mid_term),
            "meetings": str(meetings),
            "interval": str(self.meeting_interval),
            "minutes": str(round(self.meeting_hours * 60)),
            "retention": str(programme.content_retention_months),
            "ethics_contact": programme.ethics_contact_id.name or none,
            "charter": str(programme.charter_id.version or none),
        }
        return agreement.env._("Mentoring agreement"), chosen._get_parts(), values

    def _get_masks(self):
        """Return what stands in the frame in place of the words of the two."""
        kept = self.with_context(lang=self.lang).env._("(kept between the two)")
        return dict.fromkeys(OWN_WORDS, kept)

    def _get_blocks(self):
        """Return the blocks that the current person may read: the frame for the organisation."""
        if self.state == "draft":
            return split(compose(*self._get_content()))
        return split(self.text or self.frame)

    def _get_text_address(self):
        """Return the exact text as a ``data:`` address, for the file attached to the PDF."""
        content = base64.b64encode(self.text.encode()).decode()
        return f"data:text/plain;charset=utf-8;base64,{content}"

    def _matches(self, content):
        """Tell whether a copy is this text as it was signed.

        :param bytes content: a PDF that was printed here, or the text itself in UTF-8
        """
        return self.digest in fingerprints(content)

    def _is_intact(self):
        """Tell whether text, fingerprint and signatures still belong together.

        :return: ``None`` to those who do not read the text
        """
        if not self.text:
            return None
        signed = set(self.signature_ids.filtered("is_valid").mapped("digest"))
        return fingerprint(self.text) == self.digest and signed <= {self.digest}

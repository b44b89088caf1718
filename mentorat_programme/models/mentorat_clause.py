from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import html2plaintext

from ..core.agreement import find_tokens


class MentoratClause(models.Model):
    """A clause of the library from which mentoring agreements are made."""

    _name = "mentorat.clause"
    _description = "Clause of the mentoring agreement"
    _order = "sequence, id"

    name = fields.Char("Title", required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    body = fields.Html(
        "Text",
        translate=True,
        required=True,
        help="What stands in braces is filled in for each pair: {mentee}, {purpose}, …",
    )
    is_mandatory = fields.Boolean(
        "Mandatory", help="No pair leaves it out of its agreement."
    )

    @api.constrains("body")
    def _check_tokens(self):
        labels = self._get_token_labels()
        for clause in self:
            unknown = find_tokens(clause.body) - set(labels)
            if unknown:
                raise ValidationError(
                    self.env._(
                        "“%(clause)s” asks for what is not known: %(unknown)s. You may use: "
                        "%(known)s",
                        clause=clause.name,
                        unknown=", ".join(sorted(unknown)),
                        known=", ".join(f"{{{name}}}" for name in labels),
                    )
                )

    # BUSINESS

    @api.model
    def _get_token_labels(self):
        """Return ``{token: words}`` of all that a clause may ask for."""
        return {
            **self._get_own_labels(),
            "mentee": self.env._("name of the mentee"),
            "mentor": self.env._("name of the mentor"),
            "organisation": self.env._("name of the organisation"),
            "referent": self.env._("name of the referent"),
            "programme": self.env._("name of the programme"),
            "aims": self.env._("purpose of the programme"),
            "start": self.env._("start date"),
            "end": self.env._("end date"),
            "meetings": self.env._("number of meetings"),
            "interval": self.env._("number of days"),
            "minutes": self.env._("number of minutes"),
            "review": self.env._("date of the mid-term review"),
            "retention": self.env._("number of months"),
            "ethics_contact": self.env._("name of the ethics contact"),
            "charter": self.env._("version of the charter"),
        }

    @api.model
    def _get_own_labels(self):
        """Return ``{token: words}`` of what the two write, which the organisation does not read."""
        return {
            "purpose": self.env._("purpose in the mentee’s words"),
            "goals": self.env._("goals, if they are known"),
            "place": self.env._("place"),
            "limits": self.env._("further limits, if any"),
            "contact": self.env._("how they reach each other"),
        }

    def _get_shown_body(self):
        """Return the text with words in square brackets where something is filled in."""
        body = self.body
        for name, words in self._get_token_labels().items():
            # Markup stays markup, and escapes the words.
            body = body.replace(f"{{{name}}}", f"[{words}]")
        return body

    def _get_parts(self):
        """Return ``[(title, plain text with tokens)]``, in order."""
        return [(c.name, html2plaintext(c.body)) for c in self.sorted()]

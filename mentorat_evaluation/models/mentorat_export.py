import logging
from base64 import b64encode
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.mentorat_matching.core.workbook import build

_logger = logging.getLogger(__name__)

# A server that was killed tries again; what kills it each time does not go on for ever.
MOST_ATTEMPTS = 3
KEPT = timedelta(days=7)


class MentoratExport(models.Model):
    """A workbook that takes too long for a page: made by a cron, fetched by who asked.

    The file goes after some days; it holds what that person may read, in their language.
    """

    _name = "mentorat.export"
    _inherit = "mentorat.guard.mixin"
    _description = "Workbook of a mentoring programme"
    _order = "id desc"

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
    user_id = fields.Many2one(
        "res.users", "For", required=True, readonly=True, index=True, ondelete="cascade"
    )
    lang = fields.Char(readonly=True)
    tz = fields.Char(readonly=True)
    state = fields.Selection(
        [("queued", "Queued"), ("done", "Ready"), ("failed", "Failed")],
        default="queued",
        required=True,
        readonly=True,
        index=True,
    )
    attempts = fields.Integer(readonly=True)
    message = fields.Char("Result", readonly=True)
    workbook = fields.Binary(attachment=True, readonly=True)

    # Somebody who asks again gets the file that is under way.
    _once = models.UniqueIndex(
        "(programme_id, user_id) WHERE state = 'queued'",
        "This workbook is being made already.",
    )

    # COMPUTE

    @api.depends("programme_id")
    def _compute_display_name(self):
        for export in self:
            export.display_name = export.programme_id.display_name

    # ACTIONS

    def action_download(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/mentorat/export/{self.id}/workbook.xlsx",
            "target": "download",
        }

    # BUSINESS

    @api.model
    def _queue(self, programme):
        """Have the workbook of ``programme`` made for the current user, of its team."""
        programme.ensure_one()
        own = [
            ("programme_id", "=", programme.id),
            ("user_id", "=", self.env.uid),
            ("state", "=", "queued"),
        ]
        # The caller checked that the person is of the team; rows are the suite's.
        exports_sudo = self.sudo()
        if not exports_sudo.search_count(own, limit=1):
            exports_sudo.create(
                {
                    "programme_id": programme.id,
                    "user_id": self.env.uid,
                    "lang": self.env.lang,
                    "tz": self.env.tz,
                }
            )
        # Woken, not run.
        self.env.ref("mentorat_evaluation.ir_cron_export").sudo()._trigger()

    @api.model
    def _cron_build(self):
        """Make the workbook that waits for longest, if any."""
        queued = self.search([("state", "=", "queued")], order="attempts, id")
        export = queued[:1]
        if export:
            # Kept whatever happens to this process.
            export.attempts += 1
            self.env["ir.cron"]._commit_progress(remaining=len(queued))
            export._build()
        self.env["ir.cron"]._commit_progress(
            len(export), remaining=len(queued - export)
        )

    def _build(self):
        """Make the file of one export, as the person who asked for it."""
        self.ensure_one()
        if self.attempts > MOST_ATTEMPTS:
            self._fail(self.env._("Tried several times without an end."))
            return
        programme = self.programme_id.with_user(self.user_id).with_context(
            lang=self.lang,
            tz=self.tz,
            allowed_company_ids=self.company_id.ids,
        )
        try:
            # They may have left the team since.
            programme._check_team()
            with build(programme._get_export_sheets()) as output:
                content = output.read()
        except (UserError, ValueError) as error:
            _logger.info("Workbook of programme %s: %s", programme.id, error)
            self._fail(str(error))
            return
        self.write({"state": "done", "workbook": b64encode(content)})
        self._tell()

    def _fail(self, message):
        self.write({"state": "failed", "message": message})
        self._tell()

    def _tell(self):
        """Tell the person, where they are logged in, that there is an end."""
        is_done = self.state == "done"
        localised = self.with_context(lang=self.lang)
        self.user_id._bus_send(
            "simple_notification",
            {
                "type": "success" if is_done else "danger",
                "title": localised.programme_id.name,
                "message": localised.env._("The workbook is ready: see Exports.")
                if is_done
                else localised.env._("The workbook could not be made: see Exports."),
                "sticky": True,
            },
        )

    @api.autovacuum
    def _gc_exports(self):
        """Delete files, and what failed, after some days."""
        self.search([("create_date", "<", fields.Datetime.now() - KEPT)]).unlink()

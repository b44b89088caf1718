from collections import OrderedDict
from io import BytesIO
from pathlib import Path

import lxml.html
from werkzeug.exceptions import NotFound

from odoo import models
from odoo.tools.misc import file_path

try:
    from ..core import pdf
except (ImportError, OSError):  # WeasyPrint, or Pango under it
    pdf = None

SUITE_PREFIX = "mentorat_"


class IrActionsReport(models.Model):
    """Documents of the suite are rendered by WeasyPrint where it can be imported."""

    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        report = self._get_report(report_ref)
        if not (pdf and res_ids and report.report_name.startswith(SUITE_PREFIX)):
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids)
        streams = OrderedDict()
        for res_id in res_ids:
            html, __ = self._render_qweb_html(report_ref, [res_id], data=data)
            content = pdf.render(self._get_document(html), self._read_asset)
            streams[res_id] = {"stream": BytesIO(content), "attachment": None}
        return streams

    def _get_rendering_context(self, report, docids, data):
        if report.report_name.startswith(SUITE_PREFIX):
            self._check_printable(report, docids)
        return super()._get_rendering_context(report, docids, data)

    def _check_printable(self, report, docids):
        """Raise for what the user may not print, as for what does not exist.

        Odoo shows the menu of a report to its groups alone, but renders it for anybody.

        :raises NotFound: without telling which
        """
        groups = report.group_ids
        if self.env.su or not groups:
            return
        documents = self.env[report.model].with_context(active_test=False)
        if not (
            groups & self.env.user.all_group_ids
            and set(documents.search([("id", "in", docids)]).ids) == set(docids)
        ):
            raise NotFound()

    def _get_document(self, html):
        """Return ``html`` without what is for browsers: scripts and Odoo's assets.

        The style sheets that a document names by a static address stay, and what it attaches.
        """
        root = lxml.html.document_fromstring(html)
        for node in root.xpath(
            "//script | //link[not(contains(@href, '/static/') or @rel='attachment')]"
        ):
            node.drop_tree()
        return lxml.html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>")

    def _read_asset(self, path):
        """Return the bytes of a static file of an addon, ``"addon/static/..."``."""
        return Path(file_path(path)).read_bytes()

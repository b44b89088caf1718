import http.server
import threading
from io import BytesIO

from pypdf import PdfReader
from werkzeug.exceptions import NotFound

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import EvaluationMixin

REPORT = "mentorat_evaluation.report_programme_summary"


class Listener(http.server.BaseHTTPRequestHandler):
    hits = []

    def do_GET(self):
        self.hits.append(self.path)
        self.send_error(404)

    def log_message(self, *args):
        """Stay silent."""


@tagged("post_install", "-at_install")
class TestSummary(EvaluationMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = cls._create_pair("accepted")
        cls.pair.with_user(cls.engineer).action_activate()
        cls.evaluation = cls._open_evaluation(people=4)
        for invitation, score in zip(
            cls.evaluation.invitation_ids, (10, 9, 9, 8, 3, 10), strict=True
        ):
            invitation._record({cls.recommend.id: str(score)})
        cls.evaluation.with_user(cls.engineer).action_close()

    def _render(self, user):
        reports = self.env["ir.actions.report"].with_user(user)
        content, kind = reports.with_context(
            force_report_rendering=True
        )._render_qweb_pdf(REPORT, self.programme.ids)
        self.assertEqual(kind, "pdf")
        return PdfReader(BytesIO(content))

    def _text(self, user):
        pages = self._render(user).pages
        return " ".join(" ".join(page.extract_text().split()) for page in pages)

    def test_content(self):
        text = self._text(self.engineer)
        for expected in (
            self.programme.name,
            self.programme.purpose,
            "Morgan Mentor",
            "Merle Mentee",
            "Recommendation",
            "+50",
            "Fewer than 5 people",
            "What this cannot prove",
            "1 / ",
        ):
            self.assertIn(expected, text)

    def test_tagged(self):
        catalog = self._render(self.referent).trailer["/Root"]
        self.assertTrue(catalog["/MarkInfo"]["/Marked"])
        self.assertIn("/Lang", catalog)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_team_only(self):
        for name, user in self._roles().items():
            if name in ("administrator", "engineer", "referent"):
                continue
            with self.subTest(role=name), self.assertRaises(NotFound):
                self._render(user)

    @mute_logger("odoo.http")
    def test_report_address(self):
        url = f"/report/pdf/{REPORT}/{self.programme.id}"
        for user in (self.plain, self.other_engineer, self.mentee, self.hr_officer):
            self.authenticate(user.login, user.login)
            response = self.url_open(url)
            self.assertNotEqual(response.status_code, 200, user.login)
            self.assertNotIn(b"%PDF", response.content)

    @mute_logger("weasyprint")
    def test_no_access_to_the_network(self):
        Listener.hits.clear()
        server = http.server.HTTPServer(("127.0.0.1", 0), Listener)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        self.programme.purpose = f'<img src="{address}/text"/>'
        self.env["ir.ui.view"].create(
            {
                "name": "remote",
                "type": "qweb",
                "mode": "extension",
                "inherit_id": self.env.ref(f"{REPORT}_document").id,
                "arch": f"""
                <h1 position="after">
                    <img src="{address}/image" />
                    <img src="file:///etc/hostname" />
                    <div style="background: url('{address}/style')">x</div>
                    <link rel="stylesheet" href="{address}/static/sheet.css" />
                </h1>""",
            }
        )
        text = self._text(self.engineer)
        self.assertIn(f"{address}/text", text)
        self.assertEqual(Listener.hits, [])

    def test_button(self):
        action = self.programme.with_user(self.engineer).action_print_summary()
        self.assertEqual(action["report_name"], REPORT)
        with self.assertRaises(AccessError):
            self.programme.with_user(self.plain).action_print_summary()

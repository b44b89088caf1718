"""The pure rules: no database is touched."""

import unittest
from datetime import date, datetime, timezone
from io import BytesIO
from pathlib import Path

import vobject
from cryptography.fernet import Fernet
from pypdf import PdfReader

from ..core import ics, pdf, rhythm, sealing, secret_code, transitions


class TestTransitions(unittest.TestCase):
    tables = (
        transitions.PROGRAMME,
        transitions.PARTICIPATION,
        transitions.PAIR,
        transitions.MEETING,
        transitions.AGREEMENT,
        transitions.SUPERVISION,
        transitions.CONCERN,
    )

    def test_every_target_is_a_state(self):
        for table in self.tables:
            for row in table.values():
                self.assertLessEqual(set(row), set(table))

    def test_every_state_is_reached(self):
        for table in self.tables:
            initial = next(iter(table))
            reached, front = {initial}, [initial]
            while front:
                for target in table[front.pop()]:
                    if target not in reached:
                        reached.add(target)
                        front.append(target)
            self.assertEqual(reached, set(table))

    def test_targets_depend_on_roles(self):
        table = transitions.PARTICIPATION
        self.assertEqual(
            transitions.targets(table, "submitted", {"manager"}),
            {"approved", "refused"},
        )
        self.assertEqual(transitions.targets(table, "submitted", ()), set())
        with self.assertRaises(KeyError):
            transitions.targets(table, "unknown", {"manager"})


class TestSealing(unittest.TestCase):
    def test_round_trip_and_rotation(self):
        old, new = (Fernet.generate_key().decode() for __ in range(2))
        token = sealing.seal(old, "Ève dit « non »")
        self.assertNotIn("dit « non »", token)
        self.assertEqual(sealing.unseal(f"{new},{old}", token), "Ève dit « non »")
        with self.assertRaises(sealing.SealingError):
            sealing.unseal(new, token)

    def test_same_text_twice_differs(self):
        key = Fernet.generate_key().decode()
        self.assertNotEqual(sealing.seal(key, "same"), sealing.seal(key, "same"))

    def test_no_or_bad_key(self):
        for keys in (None, "", " , ", "too short"):
            with self.assertRaises(sealing.SealingError):
                sealing.seal(keys, "text")


class TestRhythm(unittest.TestCase):
    def test_never_today_or_before(self):
        monday = date(2030, 3, 4)
        self.assertEqual(rhythm.suggest(monday, 14, monday), date(2030, 3, 18))
        self.assertEqual(rhythm.suggest(date(2029, 1, 1), 14, monday), date(2030, 3, 5))

    def test_on_a_day_on_which_both_work(self):
        monday = date(2030, 3, 4)
        self.assertEqual(rhythm.suggest(monday, 5, monday), date(2030, 3, 11))
        self.assertEqual(rhythm.suggest(monday, 1, monday, {3}), date(2030, 3, 7))
        self.assertEqual(rhythm.suggest(monday, 1, monday, set()), date(2030, 3, 5))

    def test_working_hours(self):
        week = {0: [(8, 12), (13, 17)]}
        for start, stop, expected in (
            ((4, 9), (4, 10), True),
            ((4, 8), (4, 12), True),
            ((4, 11), (4, 14), False),
            ((4, 7), (4, 9), False),
            ((5, 9), (5, 10), False),
            ((4, 23), (5, 0), False),
        ):
            moments = (datetime(2030, 3, *moment) for moment in (start, stop))
            self.assertEqual(rhythm.covers(week, *moments), expected, start)


class TestInvitation(unittest.TestCase):
    def _invitation(self, **values):
        return vobject.readOne(
            ics.invitation(
                **{
                    "uid": "meeting-1",
                    "sequence": 2,
                    "start": datetime(2030, 3, 1, 9, tzinfo=timezone.utc),
                    "hours": 1.5,
                    "summary": "Mentoring meeting",
                    "url": "https://example.com/my/mentoring/pair/1",
                    "organiser": "office@example.com",
                    "attendees": ["one@example.com", "two@example.com"],
                    **values,
                }
            ).decode()
        )

    def test_request(self):
        calendar = self._invitation()
        event = calendar.vevent
        self.assertEqual(calendar.method.value, "REQUEST")
        self.assertEqual(event.uid.value, "meeting-1")
        self.assertEqual(
            event.dtend.value, datetime(2030, 3, 1, 10, 30, tzinfo=timezone.utc)
        )
        self.assertEqual(len(event.contents["attendee"]), 2)

    def test_cancellation(self):
        calendar = self._invitation(cancelled=True)
        self.assertEqual(calendar.method.value, "CANCEL")
        self.assertEqual(calendar.vevent.status.value, "CANCELLED")


class TestPdf(unittest.TestCase):
    def _read_asset(self, path):
        addon, rest = path.split("/", 1)
        self.assertEqual(addon, "mentorat_programme")
        return (Path(__file__).parents[1] / rest).read_bytes()

    def _render(self, body):
        html = (
            f"<html lang='en'><head><title>A</title></head><body>{body}</body></html>"
        )
        return pdf.render(html, self._read_asset)

    def test_style_and_tags(self):
        link = "/mentorat_programme/static/src/css/document.css"
        with self.assertNoLogs("weasyprint", "WARNING"):
            content = self._render(
                f"<link rel='stylesheet' href='{link}'/>"
                "<div class='o_mentorat_document'><h1>To Tom</h1></div>"
            )
        reader = PdfReader(BytesIO(content))
        self.assertTrue(reader.trailer["/Root"]["/MarkInfo"]["/Marked"])
        text = reader.pages[0].extract_text()
        self.assertIn("To Tom", text)
        self.assertIn("1 / 1", text)

    def test_nothing_else_is_fetched(self):
        for address in (
            "http://127.0.0.1:9/picture.png",
            "file:///etc/hostname",
            "/mentorat_programme/static/../models/__init__.py",
            "/web/image/1",
        ):
            with self.subTest(address), self.assertLogs("weasyprint", "ERROR") as logs:
                self._render(f"<img alt='' src='{address}'/>")
            self.assertRegex("".join(logs.output), "disallowed|Failed to load image")


class TestSecretCode(unittest.TestCase):
    def test_one_form_one_code(self):
        form_key, code = secret_code.derive("seed")
        self.assertEqual(secret_code.derive("seed"), (form_key, code))
        self.assertNotEqual(secret_code.derive("seed2")[1], code)
        self.assertRegex(code, r"^([2-9A-HJ-NP-Z]{4}-){5}[2-9A-HJ-NP-Z]{4}$")

    def test_as_somebody_types_it(self):
        code = secret_code.derive("seed")[1]
        handle, secret = secret_code.split(f" {code.lower().replace('-', ' ')} ")
        self.assertEqual(handle + secret, code.replace("-", ""))
        self.assertEqual((len(handle), len(secret)), (8, 16))
        for wrong in ("", code[:-1], f"{code}2", "0" * 24, "%" * 24, "é" * 24):
            self.assertIsNone(secret_code.split(wrong))

    def test_digest(self):
        kept = secret_code.digest("SECRET")
        self.assertNotIn("SECRET", kept)
        self.assertNotEqual(kept, secret_code.digest("SECRET"))
        self.assertTrue(secret_code.matches(kept, "SECRET"))
        for wrong in ("SECRE", "SECRET ", "", kept):
            self.assertFalse(secret_code.matches(kept, wrong))
        for nothing in (False, None, ""):
            self.assertFalse(secret_code.matches(nothing, "SECRET"))

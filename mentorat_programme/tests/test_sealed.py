import os
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError

from ..models.mentorat_sealed_mixin import KEY_NAME
from .common import MentoratCase

SECRET = "zanzibar-secret-words"


class TestSealed(MentoratCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = cls._create_pair()
        notes = cls.env["mentorat.note"]
        cls.private = notes.with_user(cls.mentee).create(
            {"pair_id": cls.pair.id, "body": SECRET}
        )
        cls.shared = notes.with_user(cls.mentor).create(
            {"pair_id": cls.pair.id, "body": SECRET, "visibility": "shared"}
        )
        cls.goal = (
            cls.env["mentorat.goal"]
            .with_user(cls.mentee)
            .create({"pair_id": cls.pair.id, "title": SECRET, "success_sign": SECRET})
        )
        cls.meeting = (
            cls.env["mentorat.meeting"]
            .with_user(cls.mentor)
            .create(
                {
                    "pair_id": cls.pair.id,
                    "date_start": "2030-03-01 09:00:00",
                    "summary": SECRET,
                    "place": SECRET,
                    "agenda": SECRET,
                    "video_url": f"https://meet.example.org/{SECRET}",
                }
            )
        )
        cls.action = (
            cls.env["mentorat.action"]
            .with_user(cls.mentee)
            .create({"pair_id": cls.pair.id, "title": SECRET})
        )
        cls.env.flush_all()
        cls.env.invalidate_all()

    def test_ciphertext_only_in_the_database(self):
        for table, columns in (
            ("mentorat_note", ["body_sealed"]),
            ("mentorat_goal", ["title_sealed", "success_sign_sealed"]),
            ("mentorat_action", ["title_sealed"]),
            (
                "mentorat_meeting",
                ["place_sealed", "summary_sealed", "agenda_sealed", "video_url_sealed"],
            ),
        ):
            self.env.cr.execute(f"SELECT row_to_json(t)::text FROM {table} t")
            rows = " ".join(row[0] for row in self.env.cr.fetchall())
            self.assertNotIn(SECRET, rows)
            for column in columns:
                self.assertIn(f'"{column}":"gAAAA', rows)

    def test_clear_text_never_reaches_sql(self):
        statements = []
        execute = type(self.env.cr).execute

        def spy(cursor, query, params=None, log_exceptions=True):
            statements.append(repr((query, params)))
            return execute(cursor, query, params, log_exceptions)

        with patch.object(type(self.env.cr), "execute", spy):
            self.private.with_user(self.mentee).body = f"changed {SECRET}"
            self.env["mentorat.note"].with_user(self.mentee).create(
                {"pair_id": self.pair.id, "body": SECRET}
            )
            self.env.flush_all()
        self.assertTrue(any("mentorat_note" in line for line in statements))
        self.assertFalse(any(SECRET in line for line in statements))

    def test_writing_one_text_leaves_the_others(self):
        self.env.invalidate_all()
        self.meeting.summary = "Another summary"
        self.env.invalidate_all()
        self.assertEqual(self.meeting.place, SECRET)
        # Read before by somebody, written through superuser mode: not what was read before.
        self.assertEqual(self.goal.title, SECRET)
        self.goal.sudo().write({"title": "Another title"})
        self.assertEqual(self.goal.title, "Another title")
        self.assertEqual(self.goal.success_sign, SECRET)

    def test_who_reads_in_clear(self):
        readers = {
            self.private: self.mentee,
            self.shared: self.mentor | self.mentee,
        }
        for note, expected in readers.items():
            for name, user in self._roles().items():
                with self.subTest(role=name, visibility=note.visibility):
                    # Even where superuser mode lifts access rules.
                    text = note.with_user(user).sudo().body
                    self.assertEqual(bool(text), user in expected)

    def test_meeting_words_are_not_for_the_team(self):
        for user in (self.engineer, self.referent, self.administrator):
            values = self.meeting.with_user(user).read()[0]
            self.assertNotIn(SECRET, repr(values))
            self.assertEqual(values["hours"], 1.0)
        self.assertEqual(self.meeting.with_user(self.mentee).summary, SECRET)

    def test_sealed_columns_are_closed(self):
        for record, name in (
            (self.private, "body_sealed"),
            (self.goal, "title_sealed"),
            (self.meeting, "summary_sealed"),
            (self.meeting, "mentor_usefulness"),
            (self.action, "title_sealed"),
        ):
            for user in (self.mentee, self.administrator, self.system):
                records = self.env[record._name].with_user(user)
                with self.assertRaises(AccessError):
                    records.browse(record.id).read([name])
                with self.assertRaises(AccessError):
                    records.search_count([(name, "!=", False)])
                with self.assertRaises(AccessError):
                    records.search([], order=name).ids

    def test_clear_fields_cannot_be_searched(self):
        # A field that is not stored is not searchable: Odoo says so with an error.
        for user in (self.mentee, self.administrator):
            with self.assertRaises(ValueError):
                self.env["mentorat.note"].with_user(user).search_count(
                    [("body", "ilike", "zanzi")]
                )

    def test_no_note_through_superuser(self):
        with self.assertRaises(UserError):
            self.env["mentorat.note"].with_user(self.engineer).sudo().create(
                {"pair_id": self.pair.id, "body": "from the team"}
            )
        with self.assertRaises(UserError):
            self.private.with_user(self.mentor).sudo().write({"body": "changed"})
        with self.assertRaises(UserError):
            self.goal.with_user(self.engineer).sudo().write({"title": "changed"})

    def test_author_is_oneself(self):
        with self.assertRaises(AccessError):
            self.env["mentorat.note"].with_user(self.mentee).create(
                {"pair_id": self.pair.id, "author_id": self.mentor.id, "body": "x"}
            )
        with self.assertRaises(AccessError):
            self.shared.with_user(self.mentee).body = "changed by the other"

    def test_two_windows(self):
        note = self.private.with_user(self.mentee)
        version = note._get_version()
        note._save(version, {"body": "first"})
        with self.assertRaisesRegex(UserError, "another window"):
            note._save(version, {"body": "second"})
        self.assertEqual(note.body, "first")

    def test_without_key_nothing_is_stored(self):
        with (
            patch.dict(os.environ, {KEY_NAME: ""}),
            self.assertRaisesRegex(UserError, KEY_NAME),
        ):
            self.private.with_user(self.mentee).body = "lost?"
        self.env.invalidate_all()
        self.assertEqual(self.private.with_user(self.mentee).body, SECRET)

    def test_names_say_nothing(self):
        for record in (self.private, self.goal, self.meeting, self.action):
            self.assertRegex(record.display_name, r"^(Note|Goal|Meeting|Action) \d+$")

"""Addresses that each addon of the suite gives as data: who is answered, and who is not."""

import re
import threading
from unittest.mock import patch

from odoo import http
from odoo.fields import Domain
from odoo.tools import mute_logger

from .inventory import LOGGERS, InventoryMixin

HOME = "/my/mentoring"
ARGUMENT = re.compile(r"<(?:[^<>:]+:)?(\w+)>")
LAST_ID = re.compile(r"<int:(\w+_id)>")
# What changes from a page to the next: tokens, numbers.
VOLATILE = re.compile(r"[0-9a-f]{40,}o\d*|-?\d+")
# No sequence gets there, yet PostgreSQL would look for it.
MISSING = 2**31 - 2
STRANGE = (0, -1, 2**31, 10**20)
# Whose session ends at the page of login.
SHUT_OUT = ("anonymous", "archived")
MUTED = (*LOGGERS, "odoo.http", "odoo.addons.http_routing.models.ir_http")
# What a form never asks for: values that nobody of the tests has.
EXTRA_NAMES = (
    "mentor_id",
    "mentee_id",
    "employee_id",
    "user_id",
    "author_id",
    "company_id",
    "programme_id",
    "manager_user_id",
    "score",
    "approved_by",
    "group_ids",
)
FINAL_STATES = ("closed", "completed")


class VisitMixin:
    """Asking for addresses as one role after the other; for HttpCase with records.

    Beside the roles of the access matrix: ``anonymous``, and ``archived``, who was an engineer
    of the programme. ``stranger`` is a participation of somebody without a login. ``secrets``,
    given by the heir, is ``{text: roles}``: what is in the records, and who reads it.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.archived = cls._new_user("m_archived", "mentorat_programme.group_engineer")
        cls.programme.engineer_ids |= cls.archived
        employee = cls._create_employee("Sacha Stranger")
        cls.stranger = cls._create_participation(employee, "mentor")

    def _roles(self):
        anonymous = self.env.ref("base.public_user")
        return {**super()._roles(), "anonymous": anonymous, "archived": self.archived}

    def _enter(self, role):
        """Log in as ``role``; somebody archived was let in before."""
        if role == "anonymous":
            return self.authenticate(None, None)
        user = self._roles()[role]
        user.active = True
        self.authenticate(user.login, user.login)
        if role == "archived":
            user.active = False
            self.env.flush_all()

    def _ask(self, address, **data):
        """Return the answer to a GET, or to a POST of ``data``."""
        return self.url_open(address, data=data or None, allow_redirects=False)

    def _ask_with_token(self, address, **data):
        return self._ask(address, csrf_token=http.Request.csrf_token(self), **data)

    def _sum_up(self, answer):
        """Return what tells two refusals apart."""
        text = answer.headers.get("Content-Type", "").startswith("text/")
        body = VOLATILE.sub("", answer.text) if text else answer.content
        return answer.status_code, body

    def _check_alike(self, answer, reference):
        """Check that a refusal is the answer to what does not exist."""
        self.assertEqual(answer.status_code, reference.status_code)
        # Not assertEqual: it would print both pages.
        self.assertTrue(self._sum_up(answer) == self._sum_up(reference), "texts differ")
        self.assertNotIn(b"Traceback", answer.content)

    def _check_secrets(self, answer, role, told=()):
        for secret, readers in self.secrets.items():
            if role not in readers and secret not in told:
                self.assertNotIn(secret, answer.text)


class UrlsMixin(InventoryMixin, VisitMixin):
    """Every address of ``addon``, as each role asks for it.

    ``routes`` is ``{rule: roles}``: whom it answers, when it is about the records of the
    test; a route that is not named fails. ``forms`` is ``{rule: (role, values)}``: what is
    sent by somebody who may. ``numbers`` is ``{argument: value}`` of those records, or
    ``{(rule, argument): value}``; ``gone`` is ``{argument: id}`` of others, deleted. ``told``
    is ``{rule: secrets}`` of what is told there to whom it answers, and nowhere else.
    ``open_routes`` ask for no login: each is tried by tests of its own.
    """

    addon = None
    routes = {}
    open_routes = ()
    numbers = {}
    gone = {}
    forms = {}
    told = {}

    def test_every_route_is_expected(self):
        rules = self._get_rules()
        self.assertEqual(set(rules), set(self.routes))
        posted = {rule for rule, methods in rules.items() if "POST" in methods}
        self.assertEqual(posted, set(self.forms))

    @mute_logger(*MUTED)
    def test_who_is_answered(self):
        for role in self._roles():
            self._enter(role)
            for rule, methods in self._get_rules().items():
                if "GET" in methods:
                    with self.subTest(role=role, rule=rule):
                        self._check_page(role, rule)

    @mute_logger(*MUTED)
    def test_changes_are_posted_with_a_token_by_whom_they_concern(self):
        before = self._snapshot()
        for role in self._roles():
            self._enter(role)
            for rule, methods in self._get_rules().items():
                if "POST" in methods:
                    with self.subTest(role=role, rule=rule):
                        self._check_post(role, rule, methods)
        self.assertEqual(self._snapshot(), before)

    @mute_logger(*MUTED)
    def test_strange_numbers(self):
        for rule, methods in self._get_rules().items():
            if "_id>" in rule:
                self._enter(min(self.routes[rule], default="outsider"))
                missing = self._ask(self._fill(rule, MISSING))
                for number in (*STRANGE, self._get_gone(rule)):
                    with self.subTest(rule=rule, number=number):
                        self._check_strange(rule, methods, number, missing)

    @mute_logger(*MUTED)
    def test_what_a_form_does_not_ask_for_is_ignored(self):
        for rule, (role, values) in self.forms.items():
            self._enter(role)
            extra = self._get_extra(rule)
            before = self._count_taken()
            with self.subTest(rule=rule), self.cr.savepoint() as savepoint:
                answer = self._ask_with_token(self._fill(rule), **{**extra, **values})
                expected = (200, 303, 422) if role in self.routes[rule] else (404,)
                self.assertIn(answer.status_code, expected)
                self.env.invalidate_all()
                self.assertEqual(self._count_taken(), before)
                savepoint.rollback()
            self.env.invalidate_all()

    @mute_logger(*MUTED)
    def test_files_and_reports(self):
        """What is not theirs answers as if nothing was there, at Odoo's addresses too."""
        files = self._get_files()
        for role in self._roles():
            self._enter(role)
            for (address, number), readers in files.items():
                with self.subTest(role=role, address=address):
                    answer = self._ask(address.format(number))
                    if role in readers:
                        self.assertEqual(answer.status_code, 200)
                    elif role in SHUT_OUT and "/report/" in address:
                        self._check_login(answer)
                    else:
                        self._check_alike(answer, self._ask(address.format(MISSING)))
                        self.assertNotIn(b"Secret file", answer.content)
                    self._check_secrets(answer, role, self.told.get(address, ()))

    # WHAT IS ASKED FOR

    def _get_files(self):
        """Return ``{(address of Odoo's, id): roles}``; the others find nothing there."""
        return {}

    def _get_rules(self):
        """Return ``{rule: methods}`` of the routes that ``addon`` adds or extends."""
        thread = threading.current_thread()
        # The server's threads know their database; a test runner's may not.
        with patch.object(thread, "dbname", self.env.cr.dbname, create=True):
            rules = list(self.env["ir.http"].routing_map().iter_rules())
        found = {}
        for rule in rules:
            module = rule.endpoint.original_endpoint.__module__
            # What is called in JSON is tried by tests of its own.
            is_page = rule.endpoint.routing["type"] == "http"
            if is_page and module.startswith(f"odoo.addons.{self.addon}."):
                self.assertTrue(rule.endpoint.routing.get("csrf", True), rule.rule)
                if rule.rule in self.open_routes:
                    self.assertEqual(rule.endpoint.routing["auth"], "public", rule.rule)
                    continue
                self.assertEqual(rule.endpoint.routing["auth"], "user", rule.rule)
                found[rule.rule] = (rule.methods or {"GET"}) & {"GET", "POST"}
        return found

    def _fill(self, rule, number=None):
        """Return the address of ``rule``; about ``number``, or the records of the test."""

        def get_value(match):
            name = match.group(1)
            if number is not None and name.endswith("_id"):
                return str(number)
            return str(self.numbers.get((rule, name), self.numbers[name]))

        return ARGUMENT.sub(get_value, rule)

    def _fill_last(self, rule, number):
        """Return the address of ``rule``, of whose last id alone is ``number``."""
        last = list(LAST_ID.finditer(rule))[-1]
        return self._fill(rule[: last.start()] + str(number) + rule[last.end() :])

    def _get_gone(self, rule):
        return self.gone[LAST_ID.findall(rule)[-1]]

    # WHAT IS ANSWERED

    def _check_page(self, role, rule):
        answer = self._ask(self._fill(rule))
        if role in SHUT_OUT:
            self._check_login(answer)
        elif role not in self.routes[rule]:
            self._check_alike(answer, self._ask(self._fill(rule, MISSING)))
            self.assertEqual(answer.status_code, 404)
        else:
            self.assertEqual(answer.status_code, 200)
            self._check_secrets(answer, role, self.told.get(rule, ()))
            self._check_headers(answer, rule)

    def _check_post(self, role, rule, methods):
        address = self._fill(rule)
        if role in SHUT_OUT:
            return self._check_login(self._ask(address, send="1"))
        if role == self.forms[rule][0]:
            self.assertEqual(self._ask(address, send="1").status_code, 400)
            if "GET" not in methods:
                self.assertIn(self._ask(address).status_code, (404, 405))
        if role not in self.routes[rule]:
            answer = self._ask_with_token(address, send="1")
            self.assertEqual(answer.status_code, 404)

    def _check_strange(self, rule, methods, number, missing):
        address = self._fill_last(rule, number)
        if "GET" in methods:
            self._check_alike(self._ask(address), missing)
        if "POST" in methods:
            self.assertEqual(self._ask_with_token(address).status_code, 404)

    def _check_login(self, answer):
        self.assertEqual(answer.status_code, 303)
        self.assertIn("/web/login", answer.headers["Location"])

    def _check_headers(self, answer, rule):
        """Check that no cache keeps a page of ours, and that no other site frames it."""
        if rule.startswith((HOME, "/mentorat")):
            self.assertEqual(answer.headers["Cache-Control"], "no-store")
        if rule.startswith(HOME):
            policy = answer.headers["Content-Security-Policy"]
            self.assertIn("frame-ancestors 'self'", policy)
            self.assertEqual(answer.headers["Referrer-Policy"], "same-origin")

    # WHAT IS CHANGED

    def _get_models(self):
        return [
            self.env[name]
            for name in self.env.registry
            if name.startswith("mentorat.")
            and self.env[name]._auto
            and not self.env[name]._abstract
            and not self.env[name]._transient
        ]

    def _snapshot(self):
        self.env.invalidate_all()
        return {
            model._name: model.with_context(active_test=False)
            .search([])
            .read(["write_date"] if model._log_access else ["id"])
            for model in self._get_models()
        }

    def _get_extra(self, rule):
        """Return ``{name: value}`` of what somebody adds to a form of ``rule``."""
        others = {
            "mentor_id": self.stranger.id,
            "mentee_id": self.stranger.id,
            "employee_id": self.stranger.employee_id.id,
            "company_id": self.other_company.id,
            "programme_id": self.other_programme.id,
            "score": 987,
            "group_ids": self.env.ref("mentorat_programme.group_administrator").id,
        }
        state = FINAL_STATES["participation" in rule]
        values = {name: others.get(name, self.outsider.id) for name in EXTRA_NAMES}
        return {"state": state, **values}

    def _count_taken(self):
        """Return how many records have a value that is in no form."""
        extra = self._get_extra("")
        counts = {}
        for model in self._get_models():
            domains = [
                Domain(name, "=", extra[name])
                for name in EXTRA_NAMES
                if name in model._fields and model._fields[name].store
            ]
            if "state" in model._fields:
                domains.append(Domain("state", "in", FINAL_STATES))
            counts[model._name] = model.search_count(Domain.OR(domains))
        users = self.env["res.users"].concat(*self._roles().values())
        rights = {
            user.login: (
                user.group_ids.ids,
                user.company_ids.ids,
                user.employee_ids.ids,
            )
            for user in users
        }
        return counts, rights

"""A person at their browser, for the demo job: pages, forms and remote calls over HTTP."""

from urllib.parse import urljoin, urlsplit

import lxml.html
import requests

TIMEOUT = 120  # seconds


class DemoError(Exception):
    """The server refused something; the message says what and why."""


class LoginError(DemoError):
    """The password is not the right one."""


class Person:
    """Somebody who is logged in to Odoo."""

    def __init__(self, url, database, login, password):
        self.url = url.rstrip("/")
        self.login = login
        self.session = requests.Session()
        try:
            answer = self._json(
                "/web/session/authenticate",
                {"db": database, "login": login, "password": password},
            )
        except DemoError as error:
            raise LoginError(f"{login} cannot log in: {error}") from error
        self.uid = answer["uid"]

    def call(self, model, method, *args, **kwargs):
        """Call a public method of ``model`` as the web client does."""
        return self._json(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def read(self, model, domain, fields, **kwargs):
        """Return the records of ``domain`` as dicts."""
        return self.call(model, "search_read", domain, fields, **kwargs)

    def post(self, path, params):
        """Call an address of Odoo's website, as its pages do."""
        return self._json(path, params)

    def reference(self, xmlid):
        """Return the id behind an external id that this person can read."""
        module, name = xmlid.split(".")
        return self.call("ir.model.data", "check_object_reference", module, name)[1]

    def open(self, path):
        """Return a page as an lxml document.

        :raises DemoError: when it is not answered by 200
        """
        return self._document(self.session.get(self.url + path, timeout=TIMEOUT))

    def download(self, path):
        """Return the bytes of a file."""
        answer = self.session.get(self.url + path, timeout=TIMEOUT)
        if answer.status_code != 200:
            raise DemoError(f"{self.login}: {path} answered {answer.status_code}")
        return answer.content

    def submit(self, page, action, values, button=None):
        """Fill and send the form of ``page`` whose address ends with ``action``.

        Fields that the form does not have are refused: a person could not fill them.

        :param dict values: ``{field: value}``, over what the page has filled in
        :param button: ``(name, value)`` of the button to press, when it matters
        :return: the page that comes next
        """
        form = self.find_form(page, action)
        for name, value in values.items():
            if name not in form.fields:
                raise DemoError(f"{self.login}: the form has no field {name}")
            form.fields[name] = value
        data = form.form_values()
        if button:
            data.append(button)
        return self._document(
            self.session.post(self._get_address(page, form), data, timeout=TIMEOUT)
        )

    def find_form(self, page, action):
        """Return the form of ``page`` whose address ends with ``action``."""
        for form in page.forms:
            if self._get_address(page, form).endswith(action):
                return form
        raise DemoError(f"{self.login}: the page has no form for {action}")

    def _get_address(self, page, form):
        """Return where a form is sent: to its page, unless it says otherwise."""
        return urljoin(page.base_url, form.get("action") or "")

    def _document(self, answer):
        address = urlsplit(answer.url)._replace(query="").geturl()
        document = lxml.html.document_fromstring(answer.text, base_url=address)
        if answer.status_code != 200:
            alerts = [
                " ".join(node.text_content().split())
                for node in document.xpath(
                    "//*[contains(@class, 'alert') or contains(@class, 'invalid-feedback')]"
                )
            ]
            raise DemoError(
                f"{self.login}: {answer.url} answered {answer.status_code} "
                + " / ".join(alerts)
            )
        return document

    def _json(self, path, params):
        answer = self.session.post(
            self.url + path,
            json={"jsonrpc": "2.0", "method": "call", "params": params},
            timeout=TIMEOUT,
        ).json()
        if "error" in answer:
            data = answer["error"].get("data", {})
            raise DemoError(f"{path}: {data.get('message') or answer['error']}")
        return answer["result"]

"""A person at Chromium, for screenshots and for the journeys of the tests."""

import os

OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


def launch(playwright):
    """Return the system's Chromium, which ``CHROMIUM`` may name, without a window."""
    return playwright.chromium.launch(
        executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=OPTIONS
    )


def new_page(chromium, url, size):
    """Return an empty page of a new visitor, as large as ``size``."""
    context = chromium.new_context(
        base_url=url, viewport=size, has_touch=size is PHONE, locale="en-US"
    )
    return context.new_page()


def log_in(page, login, password):
    """Log in through the form of the site."""
    page.goto("/web/login")
    page.fill(".oe_login_form input[name=login]", login)
    page.fill(".oe_login_form input[name=password]", password)
    page.click(".oe_login_form button[type=submit]")
    page.wait_for_url(lambda address: "/web/login" not in address)

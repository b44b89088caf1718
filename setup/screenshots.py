"""Takes the pictures of the README from a running demo.

    python screenshots.py --url http://127.0.0.1:8069 --db NAME [--folder docs/images]

The password of the demo's logins is read from ``MENTORAT_ADMIN_PASSWORD``.
"""

import argparse
import os
from pathlib import Path

import demo_story as story
from demo_browser import DESKTOP, PHONE, launch, log_in, new_page
from demo_client import Person
from playwright.sync_api import sync_playwright

MENTEE = "anita.oliver32@example.com"


def take(options):
    password = os.environ["MENTORAT_ADMIN_PASSWORD"]
    admin = Person(options.url, options.db, story.ADMINISTRATOR, password)
    programme = admin.reference(story.PROGRAMME)
    [run] = admin.read(
        "mentorat.matching.run",
        [("programme_id", "=", programme), ("state", "=", "applied")],
        ["id"],
        limit=1,
    )
    [pair] = Person(options.url, options.db, MENTEE, password).read(
        "mentorat.pair", [("programme_id", "=", programme)], ["id"]
    )
    pages = [
        ("programme", story.ENGINEER, f"/odoo/mentoring-programmes/{programme}"),
        ("proposals", story.ENGINEER, f"/odoo/mentoring-runs/{run['id']}"),
        ("portal", MENTEE, "/my/mentoring"),
        ("pair", MENTEE, f"/my/mentoring/pair/{pair['id']}"),
    ]
    options.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        for size, suffix in ((DESKTOP, ""), (PHONE, "-phone")):
            for name, login, path in pages:
                page = new_page(chromium, options.url, size)
                log_in(page, login, password)
                page.goto(path)
                page.wait_for_selector(".o_form_sheet, .o_mentorat_card")
                page.wait_for_timeout(1500)  # pictures and animations
                page.screenshot(path=options.folder / f"{name}{suffix}.png")
                page.context.close()
        chromium.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--url", required=True)
    parser.add_argument("--db", required=True)
    parser.add_argument("--folder", type=Path, default=Path("docs/images"))
    take(parser.parse_args())

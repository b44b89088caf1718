"""The page of a pair beside Odoo's own `/my`, asked for by twenty people at once.

    setup/odoo.sh --python tests/benchmarks/crowd.py

Twenty mentees of a company of 600, with a login each, ask for the page of their pair and for Odoo's
`/my` in turns, all at the same time, of one server with two workers. Each pair has met twelve times
and has a goal, a message, an action and a note. What is shown are medians and 95th percentiles of
both, and their ratio in the same run.
"""

import argparse
import secrets
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from programme import Company
from served import (
    create_user,
    environment,
    log_in,
    prepared,
    served,
    worker_options,
)

DATABASE = "mentorat_crowd"
PEOPLE = 600
CROWD = 20
MEETINGS = 12
MY = "/my"


def fill(env):
    """A company, and twenty of its pairs with what they wrote."""
    Company(env).fill(PEOPLE)
    pairs = env["mentorat.pair"].search([], limit=CROWD)
    # Without a charter nobody is led to it first.
    pairs.programme_id.document_ids = False
    for number, pair in enumerate(pairs):
        user = create_user(env, f"mentee{number}", "base.group_portal")
        pair.mentee_id.employee_id.user_id = user
        now = datetime.now()
        env["mentorat.meeting"].create(
            [
                {
                    "pair_id": pair.id,
                    "date_start": now - timedelta(days=index + 2),
                    "state": "held",
                }
                for index in range(MEETINGS)
            ]
        )
        env.flush_all()
        own = env(user=user)
        for model, values in (
            ("mentorat.goal", {"title": "Weave"}),
            ("mentorat.message", {"body": "See you there"}),
            ("mentorat.action", {"title": "Call"}),
            ("mentorat.note", {"body": "Ask about looms"}),
        ):
            own[model].create({"pair_id": pair.id, **values})


def ask(person, page, rounds):
    """Return the seconds of each request: ``{address: [seconds]}``."""
    times = {MY: [], page: []}
    for turn in range(rounds + 1):
        for address in sorted(times, reverse=turn % 2):
            begun = time.perf_counter()
            person.open(address)
            if turn:
                times[address].append(time.perf_counter() - begun)
    return {"/my": times[MY], "page of the pair": times[page]}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument(
        "--keep", action="store_true", help="use the database kept, and keep it"
    )
    options = parser.parse_args()
    password = secrets.token_urlsafe()
    with prepared(DATABASE, fill, options.keep):
        with environment(DATABASE) as env:
            users = env["res.users"].search([("login", "=like", "mentee%")])
            users.write({"password": password})
            pages = {
                pair.mentee_user_id.login: f"/my/mentoring/pair/{pair.id}"
                for pair in env["mentorat.pair"].search(
                    [("mentee_user_id", "in", users.ids)]
                )
            }
        with served(DATABASE, *worker_options(2)) as server:
            people = [
                (log_in(server, login, password), pages[login]) for login in pages
            ]
            with ThreadPoolExecutor(len(people)) as pool:
                found = list(pool.map(lambda one: ask(*one, options.rounds), people))
    tell(found)


def tell(found):
    print("| page | median | 95th percentile |\n|---|--:|--:|")
    high = {}
    for name in found[0]:
        times = [seconds for one in found for seconds in one[name]]
        high[name] = statistics.quantiles(times, n=20)[-1]
        median = statistics.median(times)
        print(f"| {name} | {median * 1000:.0f} ms | {high[name] * 1000:.0f} ms |")
    mine, theirs = high["page of the pair"], high[MY]
    print(f"\n95th percentiles: {mine / theirs:.2f} times `/my`")


if __name__ == "__main__":
    main()

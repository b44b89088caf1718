"""One form, sent six times at the same instant: a double click, or two windows."""

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urljoin

import requests

TIMES = 6
TIMEOUT = 120  # seconds


def post_six_times(who, path, action, values=(), button=None):
    """Send the form ``action`` of the page ``path`` six times at once.

    :param who: the ``Person`` who sends it
    :return: the statuses of the answers, sorted
    """
    page = who.open(path)
    form = who.find_form(page, action)
    form.fields.update(values)
    data = form.form_values() + ([button] if button else [])
    address = urljoin(page.base_url, form.get("action") or "")
    # Sessions are not shared between threads: each request takes the cookie along.
    cookies = requests.utils.dict_from_cookiejar(who.session.cookies)

    def send(_number):
        return requests.post(
            address, data, cookies=cookies, timeout=TIMEOUT, allow_redirects=False
        ).status_code

    with ThreadPoolExecutor(TIMES) as pool:
        return sorted(pool.map(send, range(TIMES)))

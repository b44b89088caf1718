"""Six posts of one form of a pair at the same instant leave one record and no error."""

import base64
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from urllib.parse import urlsplit

import demo_story as story
import pytest
import requests
from PIL import Image
from six_times import post_six_times

MENTEE = "eli.lambert22@example.com"
PICTURE = io.BytesIO()
Image.new("RGBA", (300, 60), "navy").save(PICTURE, "PNG")
SIGNATURE = base64.b64encode(PICTURE.getvalue()).decode()
FAR = date.today() + timedelta(days=300)


@pytest.fixture(scope="module")
def pair(person, programme_id):
    domain = [("programme_id", "=", programme_id)]
    [pair] = person(MENTEE).read("mentorat.pair", domain, ["id"])
    return pair["id"]


@pytest.mark.parametrize(
    ("part", "values"),
    [
        ("meeting", {"date_start": f"{FAR}T10:00", "place": "Six times"}),
        ("goal", {"title": "Six times", "success_sign": "One is there."}),
        ("action", {"title": "Six times"}),
        ("note", {"body": "Six times"}),
    ],
)
def test_new(person, pair, part, values):
    mentee = person(MENTEE)
    path = f"/my/mentoring/pair/{pair}/{part}"
    before = {row["id"] for row in mentee.read(f"mentorat.{part}", [], ["id"])}
    assert set(post_six_times(mentee, path, path, values)) == {303}
    after = {row["id"] for row in mentee.read(f"mentorat.{part}", [], ["id"])}
    assert len(after - before) == 1


def test_progress(person, pair):
    mentee = person(MENTEE)
    path = f"/my/mentoring/pair/{pair}"
    statuses = post_six_times(mentee, path, "/progress", {"progress": "40"})
    assert set(statuses) == {303}
    progress = [
        row["progress"] for row in mentee.read("mentorat.goal", [], ["progress"])
    ]
    assert 40 in progress


@pytest.mark.parametrize(
    ("move", "state"), [("cancel", "cancelled"), ("plan", "planned")]
)
def test_meeting(person, pair, move, state):
    mentee = person(MENTEE)
    [meeting] = mentee.read(
        "mentorat.meeting", [("date_start", ">=", str(FAR))], ["id"]
    )
    path = f"/my/mentoring/pair/{pair}"
    statuses = post_six_times(mentee, path, f"/{meeting['id']}/{move}")
    assert set(statuses) == {303}, statuses
    [meeting] = mentee.read("mentorat.meeting", [("id", "=", meeting["id"])], ["state"])
    assert meeting["state"] == state


def test_message(person, pair):
    mentee = person(MENTEE)
    path = f"/my/mentoring/pair/{pair}/messages"
    values = {"body": "Six times"}
    assert set(post_six_times(mentee, path, "/messages", values)) == {303}
    own = [("author_id", "=", mentee.uid)]
    assert mentee.call("mentorat.message", "search_count", own) == 1


def test_deleting_a_note(person, pair):
    mentee = person(MENTEE)
    [note] = mentee.read("mentorat.note", [], ["id"])
    path = f"/my/mentoring/pair/{pair}/note/{note['id']}"
    statuses = post_six_times(mentee, path, "/delete")
    # Whoever comes later finds nothing there any more.
    assert set(statuses) <= {303, 404} and statuses[0] == 303
    assert mentee.call("mentorat.note", "search_count", []) == 0


def test_three_parties_sign_at_once(person, pair):
    mentee = person(MENTEE)
    path = f"/my/mentoring/pair/{pair}/agreement"
    page = mentee.submit(mentee.open(path), path, {"purpose": "Six times"})
    address = urlsplit(page.base_url).path
    mentee.submit(page, "/ready", {})
    [agreement] = mentee.read(
        "mentorat.agreement", [("state", "=", "signing")], ["digest", "pair_id"]
    )
    [own] = mentee.read("mentorat.pair", [("id", "=", pair)], ["mentor_user_id"])
    [mentor] = person(story.ADMINISTRATOR).read(
        "res.users", [("id", "=", own["mentor_user_id"][0])], ["login"]
    )
    people = [mentee, person(mentor["login"]), person(story.REFERENT)]
    cookies = [
        requests.utils.dict_from_cookiejar(who.session.cookies) for who in people
    ]

    def sign(number):
        return requests.post(
            f"{mentee.url}{address}/sign/{agreement['digest']}",
            json={"params": {"name": f"Party {number % 3}", "signature": SIGNATURE}},
            cookies=cookies[number % 3],
            timeout=120,
        ).json()

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(sign, range(6)))
    assert all(answer["result"].get("force_refresh") for answer in answers), answers
    [signed] = mentee.read(
        "mentorat.agreement", [("id", "=", agreement["id"])], ["state", "signature_ids"]
    )
    assert (signed["state"], len(signed["signature_ids"])) == ("signed", 3)
    states = [row["state"] for row in mentee.read("mentorat.agreement", [], ["state"])]
    assert sorted(states) == ["replaced", "signed"]


def test_closing_and_ending(person, pair):
    """Closing begun six times, words written six times, then ended six times."""
    mentee = person(MENTEE)
    path = f"/my/mentoring/pair/{pair}"
    assert set(post_six_times(mentee, path, "/closing/begin")) == {303}
    words = {"harvest": "Six times", "thanks": "Six times"}
    closing = f"{path}/closing"
    assert set(post_six_times(mentee, closing, closing, words)) == {303}
    assert mentee.call("mentorat.closing", "search_count", []) == 1
    end = f"{path}/end"
    assert set(post_six_times(mentee, end, end, {"reason": "time"})) == {303}
    [row] = mentee.read("mentorat.pair", [("id", "=", pair)], ["state"])
    assert row["state"] == "ended"

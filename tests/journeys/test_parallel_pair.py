"""Six posts of one form of a pair at the same instant leave one record and no error."""

from datetime import date, timedelta

import pytest
from six_times import post_six_times

MENTEE = "eli.lambert22@example.com"
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

"""Six posts of the same answers to a campaign are kept once."""

import os
from contextlib import closing

import demo_story as story
import psycopg2
import pytest
from six_times import post_six_times

PERSON = "anita.oliver32@example.com"


@pytest.fixture
def evaluation_id(person, programme_id):
    """A campaign that is open, on the demo's own survey."""
    survey = person(story.ADMINISTRATOR).reference(
        "mentorat_evaluation.survey_how_it_goes"
    )
    engineer = person(story.ENGINEER)
    values = {
        "programme_id": programme_id,
        "name": "Six times",
        "moment": "midway",
        "audience": "both",
        "survey_id": survey,
    }
    [evaluation_id] = engineer.call("mentorat.evaluation", "create", [values])
    engineer.call("mentorat.evaluation", "action_open", [evaluation_id])
    return evaluation_id


def test_answer(person, evaluation_id):
    who = person(PERSON)
    domain = [("evaluation_id", "=", evaluation_id), ("user_id", "=", who.uid)]
    [invitation] = who.read("mentorat.evaluation.invitation", domain, ["id"])
    path = f"/my/mentoring/evaluation/{invitation['id']}"
    form = who.find_form(who.open(path), path)
    questions = {node.get("name") for node in form.xpath(".//input[@type='radio']")}
    values = {name: form.inputs[name].value_options[0] for name in questions}
    statuses = post_six_times(who, path, path, values)
    # Whoever comes later reads that it is answered.
    assert set(statuses) == {200}
    with (
        closing(psycopg2.connect(dbname=os.environ["MENTORAT_DB"])) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "SELECT count(*) FROM mentorat_answer WHERE evaluation_id = %s",
            (evaluation_id,),
        )
        assert cursor.fetchone() == (len(questions),)

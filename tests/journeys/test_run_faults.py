"""A matching run whose server is killed, or that two people publish at once: all or nothing."""

import threading
from concurrent.futures import ThreadPoolExecutor

import demo_story as story
import pytest
from crashing_server import CrashingServer, copy_pristine
from faulty_matching import SILENCE, FaultyMatching
from matching_people import MENTORS


@pytest.fixture(scope="module")
def matching(tmp_path_factory):
    folder = tmp_path_factory.mktemp("faults")
    server = CrashingServer(copy_pristine("faults"), folder)
    server.start()
    yield FaultyMatching(server)
    server.close()


def test_killed_while_it_waits_or_starts(matching):
    run_id = matching.launch()
    matching.crash()
    matching.execute(
        f"UPDATE mentorat_matching_run SET heartbeat = heartbeat - interval '{SILENCE}' "
        "WHERE id = %s",
        run_id,
    )
    matching.wait(run_id, "done")


def test_killed_while_it_keeps_its_result(matching):
    with matching.slow("INSERT", "mentorat_matching_proposal"):
        run_id = matching.launch()
        matching.wait_for_statement('INSERT INTO "mentorat_matching_proposal"')
        matching.crash()
    # Nothing is kept, and the run says that somebody works on it until that is too long ago.
    assert matching.wait(run_id, "running", "done") == "running"
    matching.execute(
        f"UPDATE mentorat_matching_run SET heartbeat = heartbeat - interval '{SILENCE}' "
        "WHERE id = %s",
        run_id,
    )
    matching.wait(run_id, "done")
    [(attempts, optimal)] = matching.query(
        f"SELECT attempts, is_optimal FROM mentorat_matching_run WHERE id = {run_id}"
    )
    assert (attempts, optimal) == (2, True)


def test_killed_while_it_is_published(matching):
    run_id = matching.compute()
    with matching.slow("UPDATE", "mentorat_matching_proposal"):
        person = threading.Thread(
            target=matching.apply_unheard, args=(story.ENGINEER, run_id)
        )
        person.start()
        matching.wait_for_statement('UPDATE "mentorat_matching_proposal"')
        matching.crash()
        person.join()
    assert matching.wait(run_id, "done", "applied") == "done"
    assert matching.count_published(run_id)[:2] == (0, 0)
    assert matching.apply(story.ENGINEER, run_id) is None
    published, mails, different = matching.count_published(run_id)
    assert published == MENTORS
    assert mails == different
    matching.withdraw(run_id)


def test_two_people_publish_at_once(matching):
    run_id = matching.compute()
    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(
                matching.apply,
                (story.ENGINEER, story.ADMINISTRATOR),
                (run_id, run_id),
            )
        )
    told = [answer for answer in answers if answer]
    assert len(told) == 1, answers
    assert "was published by" in told[0]
    published, mails, different = matching.count_published(run_id)
    assert published == MENTORS
    assert mails == different
    matching.withdraw(run_id)


def test_two_runs_are_published_at_once(matching):
    runs = [matching.compute(), matching.compute()]
    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(matching.apply, (story.ENGINEER, story.ADMINISTRATOR), runs)
        )
    told = [answer for answer in answers if answer]
    assert len(told) == 1, answers
    assert "Nothing was published" in told[0]
    counts = [matching.count_published(run_id)[0] for run_id in runs]
    assert sorted(counts) == [0, MENTORS]
    for run_id in runs:
        matching.withdraw(run_id)


def test_two_people_change_a_run_at_once(matching):
    run_id = matching.compute()
    engineer = matching.log_in(story.ENGINEER)
    proposals = engineer.read(
        "mentorat.matching.proposal",
        [("run_id", "=", run_id)],
        ["mentor_id", "mentee_id"],
    )
    mentees = [proposal["mentee_id"][0] for proposal in proposals]
    mentors = [proposal["mentor_id"][0] for proposal in proposals]

    def move(number):
        login = (story.ENGINEER, story.ADMINISTRATOR)[number % 2]
        matching.log_in(login).call(
            "mentorat.matching.run",
            "action_move",
            [run_id],
            mentees[number],
            mentors[number - 1],
        )

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(move, range(4)))
    [(pairs, mentors_busy, changes)] = matching.query(
        "SELECT count(*), count(DISTINCT mentor_id), "
        f"(SELECT count(*) FROM mentorat_matching_change WHERE run_id = {run_id}) "
        f"FROM mentorat_matching_proposal WHERE run_id = {run_id}"
    )
    # One place each: nobody has two mentees, whatever came first.
    assert (pairs, mentors_busy, changes) == (MENTORS, MENTORS, 4)
    for _change in range(4):
        engineer.call("mentorat.matching.run", "action_undo", [run_id])
    after = engineer.read(
        "mentorat.matching.proposal",
        [("run_id", "=", run_id)],
        ["mentor_id", "mentee_id"],
    )
    assert {(p["mentor_id"][0], p["mentee_id"][0]) for p in after} == set(
        zip(mentors, mentees, strict=True)
    )

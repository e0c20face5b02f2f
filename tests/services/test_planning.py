"""The week through the services, on real databases: vector 3-B, verdicts, moves, copies, templates and their undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from tests.services.planning_team import MONDAY, T, Team, small_team
from workbench.errors import Refused
from workbench.models.planning import Task
from workbench.models.values.codes import TaskKind
from workbench.planner import explain
from workbench.services import planning, planning_keep, planning_publish, planning_several, planning_solve, planning_templates
from workbench.services.workspace import UnitOfWork, Workspace

TODAY = MONDAY - timedelta(days=3)


@pytest.fixture
def team(workspace: Workspace) -> Team:
    return small_team(workspace)


def do(workspace: Workspace, job: Callable[[UnitOfWork], object]) -> Any:
    return workspace.perform("Step", job).result


def refusal(workspace: Workspace, job: Callable[[UnitOfWork], object]) -> Refused:
    with pytest.raises(Refused) as caught:
        workspace.perform("Step", job)
    return caught.value


def pairs(workspace: Workspace, monday: date = MONDAY) -> set[tuple[str, str]]:
    board = workspace.read(lambda conn: planning.load_board(conn, monday, TODAY))
    tasks = {task.id: task.title for task in board.tasks}
    people = {person.id: person.name for person in board.people}
    return {(tasks[one.task_id], people[one.person_id]) for one in board.assignments}


# ---------------------------------------------------------------- vector 3-B


EXPECTED = {
    "T1": {"P2": {"AVAIL"}, "P3": {"TERR"}},
    "T2": {"P2": {"SKILL"}, "P3": {"SKILL", "TERR", "AVAIL"}},
    "T3": {"P1": {"TERR"}},
    "T4": {"P1": {"SKILL", "TERR", "AVAIL"}, "P2": {"SKILL"}},
    "T5": {"P1": {"TERR", "AVAIL"}, "P3": {"AVAIL"}},
    "T6": {"P1": {"AVAIL"}, "P3": {"TERR", "AVAIL"}},
}


def test_that_all_static_reasons_of_vector_3b_come_out_of_the_database(workspace: Workspace, team: Team) -> None:
    case = workspace.read(lambda conn: planning.load_case(conn, MONDAY))
    found: dict[str, dict[str, set[str]]] = {}
    for task in T:
        for person in ("P1", "P2", "P3"):
            reasons = case.index.static(case.task_code[team.tasks[task]], case.person_code[team.people[person]])
            if reasons:
                found.setdefault(task, {})[person] = {reason.code for reason in reasons}
    assert found == EXPECTED


def test_that_nothing_static_keeps_p3_from_t3_but_with_t4_the_week_would_have_28_hours(workspace: Workspace, team: Team) -> None:
    do(workspace, partial(planning.assign, task_id=team.tasks["T4"], person_id=team.people["P3"], today=TODAY))
    error = refusal(workspace, partial(planning.assign, task_id=team.tasks["T3"], person_id=team.people["P3"], today=TODAY))
    assert error.code == "LAW24"
    assert "28" in str(error.figures["why"])
    assert "24" in str(error.figures["why"])


def test_that_the_answer_to_why_not_names_the_smallest_change(workspace: Workspace, team: Team) -> None:
    do(workspace, partial(planning.assign, task_id=team.tasks["T4"], person_id=team.people["P3"], today=TODAY))
    case = workspace.read(lambda conn: planning.load_case(conn, MONDAY))
    answer = explain.explain(case.board, case.task_code[team.tasks["T3"]], "P3")
    moved = {case.name(str(one.figures["task"])) for change in answer.changes for one in change if one.code == "WITHOUT"}
    fewer = [one.figures["minutes"] for change in answer.changes for one in change if one.code == "FEWER"]
    assert "T4" in moved
    assert fewer == [240]
    assert "28 h > 24 h" in case.why(team.tasks["T3"], team.people["P3"])


# ---------------------------------------------------------------- verdicts


def test_that_a_green_assignment_is_made_at_once_and_can_be_undone(workspace: Workspace, team: Team) -> None:
    do(workspace, partial(planning.assign, task_id=team.tasks["T1"], person_id=team.people["P1"], today=TODAY))
    assert ("T1", "P1") in pairs(workspace)
    workspace.undo()
    assert ("T1", "P1") not in pairs(workspace)


def test_that_a_red_assignment_is_refused_with_the_sentence_of_the_rule(workspace: Workspace, team: Team) -> None:
    before = pairs(workspace)
    error = refusal(
        workspace, partial(planning.assign, task_id=team.tasks["T2"], person_id=team.people["P2"], today=TODAY, reason="please")
    )
    assert error.code == "SKILL"
    assert "家电" in str(error.figures["why"])
    assert pairs(workspace) == before


def test_that_an_amber_assignment_asks_for_a_reason_and_keeps_it(workspace: Workspace, team: Team) -> None:
    wish = partial(planning.assign, task_id=team.tasks["T1"], person_id=team.people["P3"], today=TODAY)
    assert refusal(workspace, wish).code == "REASON"
    made = do(workspace, partial(wish, reason="  helps out in the east  "))
    board = workspace.read(lambda conn: planning.load_board(conn, MONDAY, TODAY))
    row = next(one for one in board.assignments if one.id == made)
    assert (row.override_code, row.override_reason) == ("TERR", "helps out in the east")


def test_that_a_second_person_for_a_full_task_is_amber(workspace: Workspace, team: Team) -> None:
    do(workspace, partial(planning.assign, task_id=team.tasks["T6"], person_id=team.people["P2"], today=TODAY))
    case = workspace.read(lambda conn: planning.load_case(conn, MONDAY))
    assert case.verdict(team.tasks["T3"], team.people["P2"]).colour == "green"
    do(workspace, partial(planning.assign, task_id=team.tasks["T3"], person_id=team.people["P3"], today=TODAY))
    case = workspace.read(lambda conn: planning.load_case(conn, MONDAY))
    assert case.verdict(team.tasks["T3"], team.people["P2"]).code == "FULL"
    assert case.verdict(team.tasks["T3"], team.people["P2"], leaving=team.people["P3"]).colour == "green"


def test_that_nobody_is_put_twice_on_a_task(workspace: Workspace, team: Team) -> None:
    wish = partial(planning.assign, task_id=team.tasks["T1"], person_id=team.people["P1"], today=TODAY)
    do(workspace, wish)
    assert refusal(workspace, wish).code == "TWICE"


# ---------------------------------------------------------------- moves


def test_that_a_move_to_another_person_is_one_step(workspace: Workspace, team: Team) -> None:
    made = do(workspace, partial(planning.assign, task_id=team.tasks["T3"], person_id=team.people["P3"], today=TODAY))
    do(workspace, partial(planning.move, assignment_id=made, person_id=team.people["P2"], today=TODAY))
    assert ("T3", "P2") in pairs(workspace)
    assert ("T3", "P3") not in pairs(workspace)
    workspace.undo()
    assert ("T3", "P3") in pairs(workspace)


def test_that_a_move_to_another_day_takes_the_task_along(workspace: Workspace, team: Team) -> None:
    made = do(workspace, partial(planning.assign, task_id=team.tasks["T1"], person_id=team.people["P1"], today=TODAY))
    error = refusal(
        workspace, partial(planning.move, assignment_id=made, person_id=team.people["P1"], today=TODAY, day=MONDAY + timedelta(days=1))
    )
    assert error.code == "AVAIL"
    saturday = MONDAY + timedelta(days=5)
    do(workspace, partial(planning.move, assignment_id=made, person_id=team.people["P1"], today=TODAY, day=saturday))
    board = workspace.read(lambda conn: planning.load_board(conn, MONDAY, TODAY))
    assert next(task.day for task in board.tasks if task.id == team.tasks["T1"]) == saturday


def test_that_one_seat_of_a_task_for_several_becomes_a_task_of_its_own_on_another_day(workspace: Workspace, team: Team) -> None:
    do(workspace, partial(planning.edit_task, task_id=team.tasks["T3"], today=TODAY, headcount=2))
    do(workspace, partial(planning.assign, task_id=team.tasks["T3"], person_id=team.people["P3"], today=TODAY))
    made = do(workspace, partial(planning.assign, task_id=team.tasks["T3"], person_id=team.people["P2"], today=TODAY))
    wednesday = MONDAY + timedelta(days=2)
    do(workspace, partial(planning.move, assignment_id=made, person_id=team.people["P2"], today=TODAY, day=wednesday))
    board = workspace.read(lambda conn: planning.load_board(conn, MONDAY, TODAY))
    named = sorted((task.day, task.headcount) for task in board.tasks if task.title == "T3")
    assert named == [(wednesday, 1), (MONDAY + timedelta(days=5), 1)]
    workspace.undo()
    board = workspace.read(lambda conn: planning.load_board(conn, MONDAY, TODAY))
    assert [task.headcount for task in board.tasks if task.title == "T3"] == [2]


def test_that_a_swap_judges_both_as_free_of_what_they_give_up(workspace: Workspace, team: Team) -> None:
    mine = do(workspace, partial(planning.assign, task_id=team.tasks["T3"], person_id=team.people["P3"], today=TODAY))
    theirs = do(workspace, partial(planning.assign, task_id=team.tasks["T6"], person_id=team.people["P2"], today=TODAY))
    error = refusal(workspace, partial(planning.swap, assignment_id=mine, other_id=theirs, today=TODAY))
    assert error.code == "AVAIL"
    other = do(
        workspace,
        partial(
            planning.create_task,
            day=MONDAY,
            title="T7",
            start=540,
            end=780,
            today=TODAY,
            skill_id=team.skills["门店"],
            territory_id=team.areas["西"],
        ),
    )
    given = do(workspace, partial(planning.create_task, day=MONDAY + timedelta(days=5), title="T8", start=840, end=900, today=TODAY))
    assert refusal(workspace, partial(planning.assign, task_id=given, person_id=team.people["P2"], today=TODAY)).code == "AVAIL"
    monday = do(
        workspace, partial(planning.create_task, day=MONDAY, title="T9", start=780, end=1020, today=TODAY, skill_id=team.skills["门店"])
    )
    first = do(workspace, partial(planning.assign, task_id=monday, person_id=team.people["P2"], today=TODAY))
    do(workspace, partial(planning.swap, assignment_id=mine, other_id=first, today=TODAY))
    assert {("T3", "P2"), ("T9", "P3")} <= pairs(workspace)
    assert other


def test_that_a_pinned_assignment_locks_others_out(workspace: Workspace, team: Team) -> None:
    made = do(workspace, partial(planning.assign, task_id=team.tasks["T3"], person_id=team.people["P3"], today=TODAY))
    do(workspace, partial(planning.pin, assignment_id=made, today=TODAY))
    error = refusal(
        workspace, partial(planning.assign, task_id=team.tasks["T3"], person_id=team.people["P2"], today=TODAY, reason="more hands")
    )
    assert error.code == "PIN"


# ---------------------------------------------------------------- tasks


def test_that_a_task_gets_a_code_of_its_week_and_refuses_what_cannot_be(workspace: Workspace, team: Team) -> None:
    create = partial(planning.create_task, day=MONDAY, today=TODAY)
    made = do(workspace, partial(create, title="盘点", start=600, end=720, kind=TaskKind.EVENT))
    board = workspace.read(lambda conn: planning.load_board(conn, MONDAY, TODAY))
    assert next(task.code for task in board.tasks if task.id == made) == f"T{MONDAY:%y%m%d}-007"
    assert refusal(workspace, partial(create, title=" ", start=600, end=720)).code == "TITLE"
    assert refusal(workspace, partial(create, title="x" * 201, start=600, end=720)).code == "LENGTH"
    assert refusal(workspace, partial(create, title="x", start=720, end=720)).code == "TIME"
    assert refusal(workspace, partial(create, title="x", start=600, end=720, headcount=0)).code == "HEADS"


def test_that_deleting_a_task_takes_its_people_off_and_undo_brings_both_back(workspace: Workspace, team: Team) -> None:
    do(workspace, partial(planning.assign, task_id=team.tasks["T1"], person_id=team.people["P1"], today=TODAY))
    do(workspace, partial(planning.delete_task, task_id=team.tasks["T1"], today=TODAY))
    assert not any(task == "T1" for task, _person in pairs(workspace))
    workspace.undo()
    assert ("T1", "P1") in pairs(workspace)


def test_that_a_week_that_is_over_stays_as_it_was_but_for_hours_worked(workspace: Workspace, team: Team) -> None:
    made = do(workspace, partial(planning.assign, task_id=team.tasks["T1"], person_id=team.people["P1"], today=TODAY))
    later = MONDAY + timedelta(days=7)
    assert refusal(workspace, partial(planning.unassign, assignment_id=made, today=later)).code == "PAST"
    do(workspace, partial(planning.set_worked, assignment_id=made, minutes=210))
    facts = workspace.read(lambda conn: planning.load_facts(conn, MONDAY, later))
    assert next(one.planned for one in facts.hours if one.name == "P1") == 210


# ---------------------------------------------------------------- copies and templates


def test_that_copying_a_week_leaves_out_what_breaks_a_rule_and_says_so(workspace: Workspace, team: Team) -> None:
    for task, person in (("T1", "P1"), ("T4", "P3"), ("T6", "P2")):
        do(workspace, partial(planning.assign, task_id=team.tasks[task], person_id=team.people[person], today=TODAY))
    following = MONDAY + timedelta(days=7)
    team.leave("P1", following)
    report = do(workspace, partial(planning_several.copy_last_week, monday=following, today=TODAY))
    assert report.tasks == 11
    left = {(one.task, one.person) for one in report.left_out}
    assert ("T1", "P1") in left
    assert pairs(workspace, following) >= {("T4", "P3"), ("T6", "P2")}
    assert ("T1", "P1") not in pairs(workspace, following)
    workspace.undo()
    assert pairs(workspace, following) == set()


def test_that_a_week_becomes_templates_once_and_templates_fill_a_week_once(workspace: Workspace, team: Team) -> None:
    assert do(workspace, partial(planning_templates.save_as_templates, monday=MONDAY)) == 11
    assert do(workspace, partial(planning_templates.save_as_templates, monday=MONDAY)) == 0
    following = MONDAY + timedelta(days=7)
    assert do(workspace, partial(planning_templates.add_from_templates, monday=following, today=TODAY)) == 11
    assert refusal(workspace, partial(planning_templates.add_from_templates, monday=following, today=TODAY)).code == "NONE"


def test_that_a_template_keeps_everything_that_its_task_has(workspace: Workspace, team: Team) -> None:
    everything = {
        "needs_consent": True,
        "note": "带样品",
        "place": "人民广场",
        "headcount": 2,
        "is_prime": True,
    }
    do(workspace, partial(planning.edit_task, task_id=team.tasks["T1"], today=TODAY, **everything))

    def on_the_map(uow: UnitOfWork) -> None:
        row = uow.session.get(Task, team.tasks["T1"])
        assert row is not None
        row.lat, row.lon = 31.23, 121.47

    do(workspace, on_the_map)
    do(workspace, partial(planning_templates.save_as_templates, monday=MONDAY))
    following = MONDAY + timedelta(days=7)
    do(workspace, partial(planning_templates.add_from_templates, monday=following, today=TODAY))

    def same(uow: UnitOfWork) -> list[bool]:
        old, new = uow.session.get(Task, team.tasks["T1"]), uow.session.query(Task).filter_by(day=following, place="人民广场").one()
        return [getattr(old, name) == getattr(new, name) for name in planning.SAME]

    assert all(do(workspace, same))


# ---------------------------------------------------------------- figures


def test_that_the_board_shows_limits_and_hours_declared_elsewhere(workspace: Workspace, team: Team) -> None:
    board = workspace.read(lambda conn: planning.load_board(conn, MONDAY, TODAY))
    shown = {person.name: (person.limit, person.law_limit, person.elsewhere) for person in board.people}
    assert shown == {"P1": (1200, 1440, 0), "P2": (720, 1440, 480), "P3": (1440, 1440, 0)}


def test_that_an_unfilled_task_counts_people_by_rule(workspace: Workspace, team: Team) -> None:
    case = workspace.read(lambda conn: planning.load_case(conn, MONDAY))
    seat = next(one for one in case.open_seats() if one.task_id == team.tasks["T2"])
    assert seat.missing == 1
    assert seat.free == 1
    expected = {"without the skill": 2, "outside the territory": 1, "not available": 1}
    assert {rule: count for rule, count in seat.reasons if rule in expected} == expected


def test_that_the_week_goes_out_as_text_with_people_and_open_seats(workspace: Workspace, team: Team) -> None:
    do(workspace, partial(planning.assign, task_id=team.tasks["T1"], person_id=team.people["P1"], today=TODAY))
    board = workspace.read(lambda conn: planning.load_board(conn, MONDAY, TODAY))
    text = planning.week_text(board)
    assert "09:00–13:00 T1 P1\n" in text
    assert "T2 (1 still open)" in text


def test_that_candidates_put_who_may_before_who_may_not(workspace: Workspace, team: Team) -> None:
    case = workspace.read(lambda conn: planning.load_case(conn, MONDAY))
    rows = case.candidates(team.tasks["T3"])
    assert [(row.name, row.judgement.colour) for row in rows] == [("P2", "green"), ("P3", "green"), ("P1", "amber")]


def test_that_time_stays_inside_the_day_and_a_short_task_is_not_cut(workspace: Workspace, team: Team) -> None:
    task = do(workspace, partial(planning.create_task, title="短", kind=TaskKind.CALL, day=MONDAY, start=1410, end=1435, today=TODAY))
    found = refusal(workspace, partial(planning_several.shift, task_ids=(task,), minutes=15, today=TODAY))
    assert found.code == "SPAN"
    assert refusal(workspace, partial(planning_several.shift, task_ids=(task,), minutes=-15, today=TODAY, end_only=True)).code == "SPAN"
    assert refusal(workspace, partial(planning_several.split, task_id=task, today=TODAY)).code == "SPAN"


def test_that_a_task_with_hours_worked_stays_whole(workspace: Workspace, team: Team) -> None:
    task = do(workspace, partial(planning.create_task, title="长", kind=TaskKind.CALL, day=MONDAY, start=540, end=780, today=TODAY))
    one = do(workspace, partial(planning.assign, task_id=task, person_id=team.people["P1"], today=TODAY, reason="agreed"))
    do(workspace, partial(planning.set_worked, assignment_id=one, minutes=200))
    assert refusal(workspace, partial(planning_several.split, task_id=task, today=TODAY)).code == "WORKED"


def test_that_a_place_dropped_on_another_day_takes_nobody_along(workspace: Workspace, team: Team) -> None:
    task = do(
        workspace, partial(planning.create_task, title="两人", kind=TaskKind.CALL, day=MONDAY, start=540, end=780, today=TODAY, headcount=2)
    )
    do(workspace, partial(planning.assign, task_id=task, person_id=team.people["P1"], today=TODAY, reason="agreed"))
    do(
        workspace,
        partial(planning.assign_on, task_id=task, person_id=team.people["P2"], today=TODAY, day=MONDAY + timedelta(days=2), reason="x"),
    )
    board = workspace.read(lambda conn: planning.load_board(conn, MONDAY, TODAY))
    days = {row.id: (row.day, row.headcount) for row in board.tasks if row.title == "两人"}
    people = {one.task_id: one.person_id for one in board.assignments if one.task_id in days}
    assert days[task] == (MONDAY, 1)
    assert people[task] == team.people["P1"]
    (other,) = set(days) - {task}
    assert (days[other], people[other]) == ((MONDAY + timedelta(days=2), 1), team.people["P2"])


def test_that_hours_worked_stay_with_who_worked_them(workspace: Workspace, team: Team) -> None:
    tasks = [
        do(workspace, partial(planning.create_task, title=f"{n}", kind=TaskKind.CALL, day=MONDAY, start=540, end=780, today=TODAY))
        for n in range(2)
    ]
    one = do(workspace, partial(planning.assign, task_id=tasks[0], person_id=team.people["P1"], today=TODAY, reason="x"))
    do(workspace, partial(planning.set_worked, assignment_id=one, minutes=100))
    found = refusal(workspace, partial(planning.move, assignment_id=one, person_id=team.people["P2"], today=TODAY))
    assert found.code == "WORKED"


def test_that_a_week_that_is_over_is_not_published(workspace: Workspace, team: Team) -> None:
    found = refusal(workspace, partial(planning_publish.publish, monday=MONDAY, now=datetime(2027, 3, 1, tzinfo=UTC)))
    assert found.code == "OVER"


def test_that_a_plan_leaves_out_who_went_on_leave_meanwhile_and_takes_the_rest(workspace: Workspace, team: Team) -> None:
    order = workspace.read(lambda conn: planning_solve.prepare(conn, MONDAY, TODAY))
    found = planning_solve.solve(order, seconds=1)
    line = next(one for one in found.lines if one.added)
    name = next(code for code, person in team.people.items() if person == line.person_id)
    team.leave(name, line.day)
    kept = do(workspace, partial(planning_keep.save_plan, found=found))
    assert (line.task, line.day, line.person) in {(one.task, one.day, one.person) for one in kept.left_out}
    assert (line.task, line.person) not in pairs(workspace)
    assert kept.changes == len([one for one in found.lines if one.added]) - len(kept.left_out) > 0

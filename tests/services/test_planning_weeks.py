"""One person over several weeks: planned, told, new since, taken off since, away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from tests.services.planning_team import MONDAY, Team, small_team
from tests.services.test_planning import TODAY, do
from workbench.readmodels.planning import WeekState
from workbench.readmodels.planning_weeks import OwnWeek, Telling
from workbench.services import planning, planning_publish, planning_weeks
from workbench.services.workspace import Workspace

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def team(workspace: Workspace) -> Team:
    return small_team(workspace)


def weeks(workspace: Workspace, person: int, before: int = 1, count: int = 4) -> tuple[OwnWeek, ...]:
    first = MONDAY - timedelta(days=7 * before)
    return workspace.read(lambda conn: planning_weeks.load_weeks(conn, person, first, count, TODAY))


def test_that_weeks_show_what_is_planned_what_was_told_and_what_changed_since(workspace: Workspace, team: Team) -> None:
    who = team.people["P2"]
    one = do(workspace, partial(planning.assign, task_id=team.tasks["T3"], person_id=who, today=TODAY))
    do(workspace, partial(planning.assign, task_id=team.tasks["T5"], person_id=who, today=TODAY))
    assert {task.telling for task in weeks(workspace, who)[1].tasks} == {Telling.DRAFT}
    do(workspace, partial(planning_publish.publish, monday=MONDAY, now=NOW))
    assert not weeks(workspace, who)[1].is_changed
    do(workspace, partial(planning.unassign, assignment_id=one, today=TODAY))
    do(workspace, partial(planning.assign, task_id=team.tasks["T6"], person_id=who, today=TODAY))
    found = weeks(workspace, who)
    assert [week.monday for week in found] == [MONDAY + timedelta(days=7 * n) for n in (-1, 0, 1, 2)]
    here = found[1]
    assert {(task.title, task.telling) for task in here.tasks} == {("T3", Telling.GONE), ("T5", Telling.TOLD), ("T6", Telling.FRESH)}
    assert (here.state, here.number, here.minutes, here.limit) == (WeekState.PUBLISHED, 1, 8 * 60, 12 * 60)
    assert [task.title for task in here.on(5)] == ["T3"]
    assert found[2].tasks == ()


def test_that_open_days_and_leave_are_those_of_each_week(workspace: Workspace, team: Team) -> None:
    team.leave("P1", MONDAY + timedelta(days=7))
    before, after = weeks(workspace, team.people["P1"], before=0, count=2)
    assert before.open_days == {0, 2, 5}
    assert (after.open_days, after.away) == ({2, 5}, ((0, "年休假"),))


def test_that_somebody_who_is_gone_has_no_weeks(workspace: Workspace, team: Team) -> None:
    assert weeks(workspace, max(team.people.values()) + 99) == ()

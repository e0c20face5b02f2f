"""What a week costs in hourly pay: exact fen, by the engagement of each day."""

from __future__ import annotations

from datetime import timedelta

from tests.services.planning_team import MONDAY
from workbench.readmodels.planning import AssignmentRow, TaskRow
from workbench.services import planning
from workbench.services.planning_cost import Rate, cost_of
from workbench.services.workspace import Workspace


def task(row: int, day: int, minutes: int) -> TaskRow:
    return TaskRow(
        row, "", "", "shift", MONDAY + timedelta(days=day), 540, 540 + minutes, "", None, None, None, 1, 1, 2, False, False, None, ""
    )


def on(row: int, task_id: int, person: int, worked: int | None = None) -> AssignmentRow:
    return AssignmentRow(row, task_id, person, False, False, "", "", worked)


def test_that_minutes_are_summed_before_they_are_rounded_to_the_fen() -> None:
    tasks = [task(1, 0, 50), task(2, 1, 50)]
    found = cost_of(tasks, [on(1, 1, 7), on(2, 2, 7)], {7: [Rate(MONDAY, None, 2501)]})
    assert (found.total, found.of_person) == (4168, {7: 4168})  # 100 minutes at 25.01: 41.683; twice 20.84 would be 41.68 too
    found = cost_of([task(1, 0, 1), task(2, 1, 1)], [on(1, 1, 7), on(2, 2, 7)], {7: [Rate(MONDAY, None, 2499)]})
    assert found.total == 83  # twice 41.65 fen is 83.3, not 42 twice


def test_that_each_day_has_the_pay_of_its_engagement_and_hours_worked_count() -> None:
    rates = [Rate(MONDAY + timedelta(days=2), None, 3000), Rate(MONDAY - timedelta(days=90), MONDAY + timedelta(days=1), 2400)]
    tasks = [task(1, 0, 240), task(2, 3, 240)]
    assert cost_of(tasks, [on(1, 1, 7), on(2, 2, 7, worked=120)], {7: rates}).total == 4 * 2400 + 2 * 3000


def test_that_people_without_an_hourly_pay_are_named_and_cost_nothing() -> None:
    found = cost_of([task(1, 0, 60)], [on(1, 1, 7), on(2, 1, 8)], {7: [Rate(MONDAY, None, None)], 8: [Rate(MONDAY, None, 100)]})
    assert (found.total, found.unpriced) == (100, (7,))


def test_that_the_sample_week_has_a_cost_that_is_the_sum_of_its_people(sample_workspace: Workspace) -> None:
    cost = sample_workspace.read(lambda conn: planning.load_facts(conn, MONDAY, MONDAY)).cost
    assert cost.total == sum(cost.of_person.values()) > 0

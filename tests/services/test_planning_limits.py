"""What was agreed with a person on days and tasks: kept, refused, undone, and asked of every plan with the days before the week."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest

from tests.conftest import TODAY
from workbench.errors import Refused
from workbench.models.people import AvailabilityWindow
from workbench.models.planning import Assignment, Task
from workbench.models.policy import LawFigure
from workbench.models.values.codes import LimitKind, TaskKind
from workbench.services import people, planning_case, planning_limits
from workbench.services.workspace import UnitOfWork, Workspace

MONDAY = date(2026, 11, 23)


@pytest.fixture
def zhou(workspace: Workspace) -> int:
    def add(uow: UnitOfWork) -> int:
        made = people.add_person(uow, "周敏", hired_on=date(2025, 1, 1))
        for day in range(7):
            uow.session.add(AvailabilityWindow(person_id=made, weekday=day, start_minute=0, end_minute=1440, preference=3))
        return made

    found = workspace.perform("Add", add).result
    assert isinstance(found, int)
    return found


def agree(workspace: Workspace, person: int, kind: LimitKind, amount: int | None) -> None:
    workspace.perform("Agree", partial(planning_limits.set_limit, person_id=person, kind=kind, amount=amount))


def work(workspace: Workspace, person: int, *days: date, worked: int | None = None) -> None:
    def add(uow: UnitOfWork) -> None:
        for day in days:
            task = Task(code=f"T{day:%m%d}", title=f"{day:%m-%d}", kind=TaskKind.SHIFT, day=day, start_minute=540, end_minute=780)
            uow.session.add(task)
            uow.session.flush()
            uow.session.add(Assignment(task_id=task.id, person_id=person, worked_minutes=worked))

    workspace.perform("Work", add)


def verdict(workspace: Workspace, person: int, day: date) -> list[str]:
    case = workspace.read(lambda conn: planning_case.load_case(conn, MONDAY))
    task = next(one.code for one in case.problem.tasks if one.day == day)
    return [one.code for one in case.board.reasons(task, case.person_code[person]) if one.code not in ("CONTRACT", "AVAIL")]


def test_that_a_limit_is_kept_shown_changed_and_taken_back(workspace: Workspace, zhou: int) -> None:
    agree(workspace, zhou, LimitKind.DAYS_IN_A_ROW, 5)
    agree(workspace, zhou, LimitKind.DAYS_IN_A_ROW, 6)
    agree(workspace, zhou, LimitKind.DAY_MINUTES, 480)
    card = workspace.read(lambda conn: people.load_person(conn, zhou, TODAY))
    assert card is not None
    assert (card.days_in_a_row, card.day_minutes, card.weekends) == (6, 480, None)
    agree(workspace, zhou, LimitKind.DAY_MINUTES, None)
    found = workspace.read(lambda conn: planning_limits.load_limits(conn, MONDAY))
    assert found.of(zhou) == {"days_in_a_row": 6, "days_before": 0, "weekends_before": 0}
    workspace.undo()
    card = workspace.read(lambda conn: people.load_person(conn, zhou, TODAY))
    assert card is not None
    assert card.day_minutes == 480


@pytest.mark.parametrize(("kind", "amount"), [(LimitKind.DAYS_IN_A_ROW, 32), (LimitKind.DAY_MINUTES, 1441), (LimitKind.WEEKENDS, -1)])
def test_that_a_figure_that_cannot_be_is_refused(workspace: Workspace, zhou: int, kind: LimitKind, amount: int) -> None:
    with pytest.raises(Refused, match="between 0 and"):
        agree(workspace, zhou, kind, amount)


def test_that_days_worked_before_the_week_count(workspace: Workspace, zhou: int) -> None:
    before = [MONDAY - timedelta(days=n) for n in (1, 2, 3)]
    work(workspace, zhou, *before)
    work(workspace, zhou, MONDAY - timedelta(days=4), worked=0)  # fell out: that day was free
    work(workspace, zhou, MONDAY)
    agree(workspace, zhou, LimitKind.DAYS_IN_A_ROW, 4)
    assert verdict(workspace, zhou, MONDAY) == []
    agree(workspace, zhou, LimitKind.DAYS_IN_A_ROW, 3)
    assert verdict(workspace, zhou, MONDAY) == ["CONSEC"]


def test_that_days_off_and_weekends_look_at_what_was_before(workspace: Workspace, zhou: int) -> None:
    saturday = MONDAY - timedelta(days=2)
    work(workspace, zhou, saturday, MONDAY, MONDAY + timedelta(days=5))
    agree(workspace, zhou, LimitKind.DAYS_OFF, 2)
    assert verdict(workspace, zhou, MONDAY) == ["DAYSOFF"]
    agree(workspace, zhou, LimitKind.DAYS_OFF, None)
    agree(workspace, zhou, LimitKind.WEEKENDS, 1)
    assert verdict(workspace, zhou, MONDAY + timedelta(days=5)) == ["WEEKEND"]
    agree(workspace, zhou, LimitKind.WEEKENDS, 2)
    assert verdict(workspace, zhou, MONDAY + timedelta(days=5)) == []


def test_that_a_plan_again_after_somebody_fell_ill_moves_only_what_was_theirs(sample_workspace: Workspace) -> None:
    from workbench.models.people import AvailabilityException, ExceptionKind
    from workbench.services import planning_solve

    workspace, day = sample_workspace, date(2026, 11, 26)
    before = workspace.read(lambda conn: planning_case.load_case(conn, MONDAY))
    days = {code: task.day for code, task in before.index.tasks.items()}
    ill = next(who for task, who in before.pairs if days[task] == day)
    theirs = {pair for pair in before.pairs if pair[1] == ill and days[pair[0]] == day}

    def stay_home(uow: UnitOfWork) -> None:
        uow.session.add(AvailabilityException(person_id=before.person_id[ill], day=day, kind=ExceptionKind.LEAVE, reason="病假"))

    workspace.perform("Ill", stay_home)
    order = workspace.read(lambda conn: planning_solve.prepare(conn, MONDAY, TODAY, repair=True))
    found = planning_solve.solve(order, seconds=2)
    gone = {(line.task_id, line.person_id) for line in found.lines if not line.added}
    lost = {(before.task_id[task], before.person_id[who]) for task, who in theirs}
    assert lost <= gone
    assert len(gone - lost) <= len(lost)  # nobody else is asked more often than tasks were lost
    assert found.filled_after >= found.filled_before - len(theirs)


# ---------------------------------------------------------------- what the company sets for everybody (decision 012)


def sets(workspace: Workspace, **figures: int) -> None:
    def add(uow: UnitOfWork) -> None:
        for code, value in figures.items():
            uow.session.add(LawFigure(code=code, region="", value=value, from_on=date(2020, 1, 1), source="排班制度"))

    workspace.perform("Policy", add)


def shift(workspace: Workspace, person: int | None, day: date, start: int, end: int) -> str:
    def add(uow: UnitOfWork) -> str:
        code = f"S{day:%m%d}{start}"
        task = Task(code=code, title=code, kind=TaskKind.SHIFT, day=day, start_minute=start, end_minute=end)
        uow.session.add(task)
        uow.session.flush()
        if person is not None:
            uow.session.add(Assignment(task_id=task.id, person_id=person))
        return code

    return str(workspace.perform("Shift", add).result)


def reasons(workspace: Workspace, person: int, code: str) -> set[str]:
    case = workspace.read(lambda conn: planning_case.load_case(conn, MONDAY))
    return {one.code for one in case.board.reasons(code, case.person_code[person])} - {"CONTRACT"}


def test_that_nobody_opens_on_the_day_after_a_late_shift_where_the_company_says_so(workspace: Workspace, zhou: int) -> None:
    shift(workspace, zhou, MONDAY, 17 * 60, 21 * 60)
    early = shift(workspace, None, MONDAY + timedelta(days=1), 8 * 60, 12 * 60)
    noon = shift(workspace, None, MONDAY + timedelta(days=1), 12 * 60, 15 * 60)
    assert reasons(workspace, zhou, early) == set()
    sets(workspace, plan_late_end=21 * 60, plan_early_start=10 * 60)
    assert reasons(workspace, zhou, early) == {"SUCC"}
    assert reasons(workspace, zhou, noon) == set()


def test_that_nobody_opens_on_monday_after_closing_on_sunday(workspace: Workspace, zhou: int) -> None:
    sunday = MONDAY - timedelta(days=1)
    late = shift(workspace, zhou, sunday, 17 * 60, 21 * 60)
    early = shift(workspace, None, MONDAY, 8 * 60, 12 * 60)
    next_day = shift(workspace, None, MONDAY + timedelta(days=1), 8 * 60, 12 * 60)
    assert reasons(workspace, zhou, early) == set()
    sets(workspace, plan_late_end=21 * 60, plan_early_start=10 * 60)
    assert reasons(workspace, zhou, early) == {"SUCC"}
    assert reasons(workspace, zhou, next_day) == set()
    case = workspace.read(lambda conn: planning_case.load_case(conn, MONDAY))
    assert case.problem.workers[0].done_before == (("late", late),)


def test_that_the_companys_days_in_a_row_hold_until_something_else_is_agreed(workspace: Workspace, zhou: int) -> None:
    work(workspace, zhou, *(MONDAY - timedelta(days=n) for n in (1, 2, 3)))
    code = shift(workspace, None, MONDAY, 540, 780)
    sets(workspace, plan_days_in_a_row=3)
    assert reasons(workspace, zhou, code) == {"CONSEC"}
    agree(workspace, zhou, LimitKind.DAYS_IN_A_ROW, 5)
    assert reasons(workspace, zhou, code) == set()


def test_that_least_days_in_a_row_and_hours_with_all_employers_can_be_agreed(workspace: Workspace, zhou: int) -> None:
    agree(workspace, zhou, LimitKind.LEAST_IN_A_ROW, 2)
    agree(workspace, zhou, LimitKind.ALL_MINUTES, 3 * 60)
    shift(workspace, None, MONDAY + timedelta(days=1), 540, 600)
    code = shift(workspace, None, MONDAY + timedelta(days=2), 540, 780)
    shift(workspace, None, MONDAY + timedelta(days=5), 540, 600)
    assert reasons(workspace, zhou, code) == {"OTHERH", "RUN"}
    card = workspace.read(lambda conn: people.load_person(conn, zhou, TODAY))
    assert card is not None
    assert (card.least_in_a_row, card.all_minutes) == (2, 180)


def test_that_late_shifts_of_a_week_are_counted_where_the_company_says_what_is_late(workspace: Workspace, zhou: int) -> None:
    agree(workspace, zhou, LimitKind.LATE_SHIFTS, 1)
    shift(workspace, zhou, MONDAY, 17 * 60, 21 * 60)
    late = shift(workspace, None, MONDAY + timedelta(days=2), 17 * 60, 21 * 60)
    noon = shift(workspace, None, MONDAY + timedelta(days=3), 12 * 60, 15 * 60)
    assert reasons(workspace, zhou, late) == set()
    sets(workspace, plan_late_end=21 * 60)
    assert reasons(workspace, zhou, late) == {"KINDN"}
    assert reasons(workspace, zhou, noon) == set()

"""Several tasks of a week in one step: the week before copied, tasks taken off, pinned, copied elsewhere, moved in time, made longer or shorter, cut in two.

Each function is one undo step: all of it is done, or nothing. A copy leaves open what would break a rule, and says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models.planning import Assignment, Task
from workbench.readmodels.planning import CopyReport, LeftOut
from workbench.services import planning, planning_bonds
from workbench.services.people import get
from workbench.services.planning_case import Case, load_case
from workbench.services.planning_read import monday_of
from workbench.services.workspace import UnitOfWork
from workbench.storage.queries import planning as queries

DAY_MINUTES: Final = 24 * 60
LEAST_MINUTES: Final = 15


def unassign(uow: UnitOfWork, assignment_ids: Collection[int], today: date) -> int:
    """Take the people off; returns how many. Refused as a whole where one of the days is over."""
    for one in assignment_ids:
        planning.unassign(uow, one, today)
    return len(assignment_ids)


def pin(uow: UnitOfWork, assignment_ids: Collection[int], today: date, pinned: bool = True) -> int:
    """Pin all of these, or let all of them move again; returns how many."""
    for one in assignment_ids:
        planning.pin(uow, one, today, pinned)
    return len(assignment_ids)


def copy_last_week(uow: UnitOfWork, monday: date, today: date) -> CopyReport:
    """Tasks and assignments of the week before, seven days later; assignments that break a rule there are left out and told."""
    planning.not_over(monday, today)
    old_monday = monday - timedelta(days=7)
    old = list(uow.session.query(Task).filter(queries.in_week(old_monday)).order_by(Task.day, Task.start_minute, Task.id))
    if not old:
        raise Refused(N_("The week before holds no tasks, so there is nothing to copy. Add tasks from templates or by hand."), code="EMPTY")
    have = {(row.day, row.start, row.title) for row in queries.tasks(uow.connection, monday)}
    fresh = [row for row in old if (row.day + timedelta(days=7), row.start_minute, row.title) not in have]
    codes = planning.next_codes(uow, monday, len(fresh))
    twins: dict[int, int] = {}
    for code, row in zip(codes, fresh, strict=True):
        values = {name: getattr(row, name) for name in (*planning.SAME, "template_id", "together")}
        made = Task(code=code, day=row.day + timedelta(days=7), **values)
        uow.session.add(made)
        uow.session.flush()
        twins[row.id] = made.id
    planning_bonds.copy_bonds(uow, twins)
    case = load_case(uow.connection, monday)
    left, count = [], 0
    for one in queries.assignments(uow.connection, old_monday):
        if one.task_id not in twins:
            continue
        problem = _trouble(case, twins[one.task_id], one.person_id)
        if problem is not None:
            left.append(problem)
            continue
        case.board.add(case.task_code[twins[one.task_id]], case.person_code[one.person_id])
        uow.session.add(Assignment(task_id=twins[one.task_id], person_id=one.person_id, pinned=one.pinned, by_solver=one.by_solver))
        count += 1
    uow.session.flush()
    return CopyReport(len(fresh), count, tuple(left))


def _trouble(case: Case, task_id: int, person_id: int) -> LeftOut | None:
    """Why a copied assignment cannot stand, by any rule; somebody who left is no longer in the case."""
    task = case.tasks[task_id]
    if person_id not in case.person_code:
        return LeftOut(task.title, task.day, f"#{person_id}", N_("no longer in the team"))
    verdict = case.board.verdict(case.task_code[task_id], case.person_code[person_id])
    if verdict.colour == "green":
        return None
    return LeftOut(task.title, task.day, case.people[person_id], case.text(verdict))


def paste(uow: UnitOfWork, pairs: Sequence[tuple[int, int]], days: int, today: date, person_id: int | None = None) -> CopyReport:
    """Copies of tasks so many days later, each once, with the people of the pairs (task, person), or with `person_id` in their place.

    0 for a person means a place that nobody has. Who would break a rule there is left out and told; the task is there all the same.
    """
    fresh = list(dict.fromkeys(task for task, _person in pairs))
    rows = {task: get(uow, Task, task) for task in fresh}
    twins: dict[int, int] = {}
    for task, row in rows.items():
        day = row.day + timedelta(days=days)
        planning.not_over(day, today)
        values = {name: getattr(row, name) for name in planning.SAME}
        made = Task(code=planning.next_codes(uow, monday_of(day), 1)[0], day=day, **values)
        uow.session.add(made)
        uow.session.flush()
        twins[task] = made.id
    planning_bonds.copy_bonds(uow, twins)
    wanted = [(twins[task], person_id if person_id is not None else person) for task, person in pairs if person]
    count, left = 0, list[LeftOut]()
    for monday in sorted({monday_of(row.day + timedelta(days=days)) for row in rows.values()}):
        done, out = _place(uow, monday, wanted)
        count, left = count + done, left + out
    return CopyReport(len(fresh), count, tuple(left))


def _place(uow: UnitOfWork, monday: date, wanted: Iterable[tuple[int, int]]) -> tuple[int, list[LeftOut]]:
    """Assign the pairs of one week one after the other, each judged with those before it."""
    case, count, left = load_case(uow.connection, monday), 0, []
    for task, person in wanted:
        if task not in case.tasks:
            continue
        problem = _trouble(case, task, person)
        if problem is not None:
            left.append(problem)
            continue
        case.board.add(case.task_code[task], case.person_code[person])
        uow.session.add(Assignment(task_id=task, person_id=person))
        count += 1
    uow.session.flush()
    return count, left


def move(
    uow: UnitOfWork, assignment_ids: Sequence[int], days: int, today: date, person_id: int | None = None, reason: str = ""
) -> int:  # fmt: skip
    """Assignments so many days later, or with another person, or both, as one step; returns how many.

    All of them move before any is judged, so that two that change places are not in each other's way. Refused as a whole with
    the rule of the first that cannot stand, or REASON where only a reason is missing; the one reason is kept with each that needs it.
    """
    moved = []
    for one in assignment_ids:
        row = get(uow, Assignment, one)
        task = get(uow, Task, row.task_id)
        if days:
            task = planning.on_day(uow, task, one, task.day + timedelta(days=days), today)
        if person_id is not None and person_id != row.person_id:
            planning.hand_over(uow, row, task, person_id, today)
        moved.append((row, task))
    uow.session.flush()
    for row, task in moved:
        row.override_code, row.override_reason = planning.allowed(uow, task, row.person_id, reason, leaving=row.person_id)
        row.by_solver = False
    uow.session.flush()
    return len(moved)


def shift(uow: UnitOfWork, task_ids: Collection[int], minutes: int, today: date, *, end_only: bool = False) -> int:
    """Move tasks earlier (below 0) or later, or only their ends; people stay, and what no longer fits is shown as a conflict.

    Refused where a task would leave its day or become shorter than a quarter of an hour.
    """
    for one in task_ids:
        row = get(uow, Task, one)
        shift_to(uow, row, row.start_minute if end_only else row.start_minute + minutes, row.end_minute + minutes, today)
    return len(task_ids)


def shift_to(uow: UnitOfWork, row: Task, start: int, end: int, today: date) -> None:
    """Another time of the same day; refused outside it, or shorter than a quarter of an hour."""
    if not (start >= 0 and end <= DAY_MINUTES and end - start >= LEAST_MINUTES):
        raise Refused(N_("{task} would leave its day or become too short. Nothing was changed."), code="SPAN", task=row.title)
    planning.edit_task(uow, row.id, today, start_minute=start, end_minute=end)


def place(
    uow: UnitOfWork, task_id: int, assignment_id: int, person_id: int, start: int, end: int, today: date, reason: str = "", day: date | None = None
) -> int:  # fmt: skip
    """A task at another time of its day or of another day, and with another person where one is asked for, as one step.

    0 for the assignment gives an open place. On another day only this place goes there where others are on the task, as in
    `planning.move`. Judged as it will be then: refused, or REASON, as `planning.assign`. Returns the id of the assignment.
    """
    task = get(uow, Task, task_id)
    if day is not None and day != task.day:
        task = planning.on_day(uow, task, assignment_id, day, today)
        task_id = task.id
    if (start, end) != (task.start_minute, task.end_minute):
        shift_to(uow, task, start, end, today)
    if not assignment_id:
        return planning.assign(uow, task_id, person_id, today, reason)
    row = get(uow, Assignment, assignment_id)
    if row.person_id != person_id:
        return planning.move(uow, assignment_id, person_id, today, reason=reason)
    row.override_code, row.override_reason = planning.allowed(uow, task, person_id, reason, leaving=person_id)
    uow.session.flush()
    return row.id


def split(uow: UnitOfWork, task_id: int, today: date, minute: int | None = None) -> int:
    """Cut a task in two at a minute of the day, its middle to the quarter of an hour without one; the same people do both parts.

    Returns the id of the later part. Refused where hours worked are recorded already: they belong to the whole.
    """
    row = get(uow, Task, task_id)
    if minute is None:
        middle = (row.start_minute + row.end_minute) // 2
        minute = middle - middle % LEAST_MINUTES
    if not (row.start_minute + LEAST_MINUTES <= minute <= row.end_minute - LEAST_MINUTES):
        raise Refused(N_("{task} is too short to be cut there. Nothing was changed."), code="SPAN", task=row.title)
    people = list(uow.session.query(Assignment).filter_by(task_id=task_id).order_by(Assignment.id))
    if any(one.worked_minutes is not None for one in people):
        raise Refused(N_("Hours worked are recorded for {task}, so it stays whole. Nothing was changed."), code="WORKED", task=row.title)
    values = {name: getattr(row, name) for name in planning.SAME} | {"start_minute": minute}
    planning.edit_task(uow, task_id, today, end_minute=minute)
    later = Task(code=planning.next_codes(uow, monday_of(row.day), 1)[0], day=row.day, together=row.together, **values)
    uow.session.add(later)
    uow.session.flush()
    planning_bonds.copy_bonds(uow, {row.id: later.id})
    for one in people:
        uow.session.add(
            Assignment(
                task_id=later.id, person_id=one.person_id, pinned=one.pinned, by_solver=one.by_solver, override_code=one.override_code,
                override_reason=one.override_reason,
            )
        )  # fmt: skip
    uow.session.flush()
    return later.id

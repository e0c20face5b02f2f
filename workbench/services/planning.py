"""What a manager does with a week: tasks, who does them, swaps, hours really worked.

Every assignment is judged by the planner's rules inside the unit of work: green is done, amber needs a
reason that is kept with it, red is refused with the rule's sentence. A week that is over stays as it was.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models.planning import Assignment, Task
from workbench.models.values.codes import TaskKind
from workbench.readmodels.planning import Judgement
from workbench.services import planning_bonds
from workbench.services.people import clean_line, get
from workbench.services.planning_case import load_case
from workbench.services.planning_read import (
    find_task,
    load_board,
    load_choices,
    load_facts,
    load_templates,
    load_ways,
    load_week_of,
    long_days,
    monday_of,
    person_text,
    week_document,
    week_text,
)
from workbench.services.workspace import UnitOfWork
from workbench.storage.queries import planning as queries

__all__ = [
    "assign",
    "copy_task",
    "create_task",
    "delete_task",
    "edit_task",
    "find_task",
    "load_board",
    "load_case",
    "load_choices",
    "load_facts",
    "load_templates",
    "load_ways",
    "load_week_of",
    "long_days",
    "monday_of",
    "move",
    "person_text",
    "pin",
    "set_worked",
    "swap",
    "unassign",
    "week_document",
    "week_text",
]  # fmt: skip

EDITABLE: Final = frozenset(
    {"title", "kind", "day", "start_minute", "end_minute", "place", "territory_id", "customer_id", "skill_id", "skill_level", "headcount",
     "priority", "is_prime", "needs_consent", "note", "earliest_minute", "latest_minute"}
)  # fmt: skip
SAME: Final = (
    "title", "kind", "start_minute", "end_minute", "place", "territory_id", "customer_id", "skill_id", "skill_level", "headcount", "priority", "is_prime",
    "lat", "lon", "needs_consent", "note", "earliest_minute", "latest_minute",
)  # fmt: skip
LONGEST_NOTE: Final = 4000
MOST_HEADS: Final = 200


# ---------------------------------------------------------------- tasks


def create_task(
    uow: UnitOfWork, *, day: date, title: str, start: int, end: int, today: date, kind: TaskKind = TaskKind.SHIFT, **fields: Any
) -> int:
    """A new task with a code of its own (T and the Monday); returns its id. Times are minutes since midnight; `BONDS` as ids."""
    not_over(day, today)
    ties = {name: fields.pop(name) for name in planning_bonds.BONDS & fields.keys()}
    made = Task(code=next_codes(uow, monday_of(day), 1)[0], day=day, title="", kind=kind, start_minute=0, end_minute=1)
    _set(made, {"title": title, "start_minute": start, "end_minute": end, **fields})
    uow.session.add(made)
    uow.session.flush()
    if ties:
        planning_bonds.set_bonds(uow, made, monday_of(day), ties)
    return made.id


def edit_task(uow: UnitOfWork, task_id: int, today: date, **fields: Any) -> int:
    """Change fields of a task. People stay on it; what no longer fits is shown as a conflict, never silently dropped."""
    row = get(uow, Task, task_id)
    not_over(row.day, today)
    not_over(fields.get("day", row.day), today)
    ties = {name: fields.pop(name) for name in planning_bonds.BONDS & fields.keys()}
    _set(row, fields)
    uow.session.flush()
    if ties:
        planning_bonds.set_bonds(uow, row, monday_of(row.day), ties)
    return task_id


def copy_task(uow: UnitOfWork, task_id: int, today: date) -> int:
    """The same task once more, with nobody on it; returns the new id."""
    row = get(uow, Task, task_id)
    not_over(row.day, today)
    values = {name: getattr(row, name) for name in SAME}
    made = Task(code=next_codes(uow, monday_of(row.day), 1)[0], day=row.day, **values)
    uow.session.add(made)
    uow.session.flush()
    planning_bonds.copy_bonds(uow, {task_id: made.id})
    return made.id


def delete_task(uow: UnitOfWork, task_id: int, today: date) -> None:
    """Take a task out of the plan with all of its assignments; undo brings them back."""
    row = get(uow, Task, task_id)
    not_over(row.day, today)
    for one in uow.session.query(Assignment).filter_by(task_id=task_id):
        uow.session.delete(one)
    uow.session.flush()
    planning_bonds.drop_bonds(uow, row, monday_of(row.day))
    uow.session.delete(row)
    uow.session.flush()


def _set(row: Task, fields: dict[str, Any]) -> None:
    unknown = fields.keys() - EDITABLE
    if unknown:
        raise Refused(N_("These fields do not exist: {fields}. Nothing was changed."), code="FIELD", fields=", ".join(sorted(unknown)))
    if "title" in fields:
        fields["title"] = clean_line(fields["title"])
        if not fields["title"]:
            raise Refused(N_("A task needs a title. Nothing was changed."), code="TITLE")
    if "place" in fields:
        fields["place"] = clean_line(fields["place"])
    if len(fields.get("note", "")) > LONGEST_NOTE:
        raise Refused(
            N_("This text can have {most} characters; it has {count}. Nothing was changed."),
            code="LENGTH",
            most=LONGEST_NOTE,
            count=len(fields["note"]),
        )
    start, end = fields.get("start_minute", row.start_minute), fields.get("end_minute", row.end_minute)
    if not 0 <= start < end <= 1440:
        raise Refused(
            N_("A task starts before it ends, on one day. Make two tasks of work over midnight. Nothing was changed."), code="TIME"
        )
    planning_bonds.check_window(
        start, end, fields.get("earliest_minute", row.earliest_minute), fields.get("latest_minute", row.latest_minute)
    )
    if not 1 <= fields.get("headcount", 1) <= MOST_HEADS:
        raise Refused(N_("A task needs 1 to {most} people. Nothing was changed."), code="HEADS", most=MOST_HEADS)
    if not 1 <= fields.get("priority", 2) <= 3 or not 0 <= fields.get("skill_level", 1) <= 5:
        raise Refused(N_("Priority is 1 to 3 and a skill level 0 to 5. Nothing was changed."), code="RANGE")
    for name, value in fields.items():
        setattr(row, name, TaskKind(value) if name == "kind" else value)


def next_codes(uow: UnitOfWork, monday: date, count: int) -> list[str]:
    """Free codes for tasks of a week: T, its Monday and a number."""
    prefix = f"T{monday:%y%m%d}-"
    first = queries.newest_code_number(uow.connection, prefix) + 1
    return [f"{prefix}{number:03d}" for number in range(first, first + count)]


def not_over(day: date, today: date) -> None:
    if monday_of(day) + timedelta(days=6) < today:
        raise Refused(
            N_("That week is over; its plan stays as it was. Hours that were really worked can still be entered. Nothing was changed."),
            code="PAST",
        )


# ---------------------------------------------------------------- who does it


def assign(uow: UnitOfWork, task_id: int, person_id: int, today: date, reason: str = "") -> int:
    """Give a task to a person; returns the assignment's id. Refused codes: the rule's, or REASON where only a reason is missing."""
    task = get(uow, Task, task_id)
    not_over(task.day, today)
    if uow.session.query(Assignment.id).filter_by(task_id=task_id, person_id=person_id).first() is not None:
        raise Refused(N_("{person} is on this task already. Nothing was changed."), code="TWICE", person=_name(uow, person_id))
    code, kept = allowed(uow, task, person_id, reason)
    made = Assignment(task_id=task_id, person_id=person_id, override_code=code, override_reason=kept)
    uow.session.add(made)
    uow.session.flush()
    return made.id


def unassign(uow: UnitOfWork, assignment_id: int, today: date) -> None:
    row = get(uow, Assignment, assignment_id)
    not_over(get(uow, Task, row.task_id).day, today)
    uow.session.delete(row)
    uow.session.flush()


def move(uow: UnitOfWork, assignment_id: int, person_id: int, today: date, day: date | None = None, reason: str = "") -> int:
    """Give an assignment to another person or day, or both; returns the id of the assignment that now holds.

    The whole task moves to the other day when it is for one person; else one seat of it becomes a task of its own.
    """
    row = get(uow, Assignment, assignment_id)
    task = get(uow, Task, row.task_id)
    day = day or task.day
    not_over(task.day, today)
    not_over(day, today)
    if person_id == row.person_id and day == task.day:
        return row.id
    _no_hours(row, task)
    if day != task.day:
        task = _seat_on(uow, task, row, day)
    if person_id != row.person_id and _holds(uow, task.id, person_id):
        raise Refused(N_("{person} is on this task already. Nothing was changed."), code="TWICE", person=_name(uow, person_id))
    code, kept = allowed(uow, task, person_id, reason, leaving=row.person_id)
    row.person_id, row.override_code, row.override_reason, row.by_solver = person_id, code, kept, False
    uow.session.flush()
    return row.id


def hand_over(uow: UnitOfWork, row: Assignment, task: Task, person_id: int, today: date) -> None:
    """Another person in an assignment, not judged yet: `allowed` follows once everything is where it goes."""
    not_over(task.day, today)
    _no_hours(row, task)
    if _holds(uow, task.id, person_id):
        raise Refused(N_("{person} is on this task already. Nothing was changed."), code="TWICE", person=_name(uow, person_id))
    row.person_id = person_id


def _no_hours(row: Assignment, task: Task) -> None:
    """Hours that were really worked are one person's: they neither follow the task to somebody else nor vanish."""
    if row.worked_minutes is not None:
        raise Refused(
            N_("Hours worked are recorded for {task}. Take them back first, then give it to somebody else. Nothing was changed."),
            code="WORKED",
            task=task.title,
        )


def assign_on(uow: UnitOfWork, task_id: int, person_id: int, today: date, day: date, reason: str = "") -> int:
    """Give an open place of a task to a person on another day: the task goes there, or only this place where others are on it."""
    task = get(uow, Task, task_id)
    not_over(task.day, today)
    not_over(day, today)
    if day != task.day:
        task = _place_on(uow, task, day)
    return assign(uow, task.id, person_id, today, reason)


def on_day(uow: UnitOfWork, task: Task, assignment_id: int, day: date, today: date) -> Task:
    """The task on another day: all of it, or the place of one assignment (0: an open one) as a task of its own."""
    not_over(task.day, today)
    not_over(day, today)
    if not assignment_id:
        return _place_on(uow, task, day)
    row = get(uow, Assignment, assignment_id)
    _no_hours(row, task)
    return _seat_on(uow, task, row, day)


def _place_on(uow: UnitOfWork, task: Task, day: date) -> Task:
    if task.headcount == 1 or not uow.session.query(Assignment.id).filter_by(task_id=task.id).count():
        task.day = day
        uow.session.flush()
        return task
    return _part_of(uow, task, day)


def _part_of(uow: UnitOfWork, task: Task, day: date) -> Task:
    """One place of a task as a task of its own on another day."""
    values = {name: getattr(task, name) for name in SAME}
    made = Task(code=next_codes(uow, monday_of(day), 1)[0], day=day, **{**values, "headcount": 1})
    uow.session.add(made)
    uow.session.flush()
    planning_bonds.copy_bonds(uow, {task.id: made.id})
    task.headcount = max(1, task.headcount - 1)
    return made


def _seat_on(uow: UnitOfWork, task: Task, row: Assignment, day: date) -> Task:
    """The task on the other day: itself, or a new one for one of its seats."""
    if task.headcount == 1 and uow.session.query(Assignment).filter_by(task_id=task.id).count() == 1:
        task.day = day
        uow.session.flush()
        return task
    made = _part_of(uow, task, day)
    row.task_id = made.id
    uow.session.flush()
    return made


def swap(uow: UnitOfWork, assignment_id: int, other_id: int, today: date, reason: str = "") -> None:
    """Two people change their tasks; each is judged as if both were free of what they give up."""
    one, other = get(uow, Assignment, assignment_id), get(uow, Assignment, other_id)
    first, second = get(uow, Task, one.task_id), get(uow, Task, other.task_id)
    not_over(min(first.day, second.day), today)
    mine, theirs = one.person_id, other.person_id
    if mine == theirs or first.id == second.id:
        raise Refused(N_("Two different people and two different tasks are needed for a swap. Nothing was changed."), code="SWAP")
    _no_hours(one, first)
    _no_hours(other, second)
    for task_id, person in ((second.id, mine), (first.id, theirs)):
        if _holds(uow, task_id, person):
            raise Refused(N_("{person} is on this task already. Nothing was changed."), code="TWICE", person=_name(uow, person))
    pinned = (one.pinned, other.pinned)
    uow.session.delete(one)
    uow.session.delete(other)
    uow.session.flush()
    for task, person, lock in ((second, mine, pinned[1]), (first, theirs, pinned[0])):
        code, kept = allowed(uow, task, person, reason)
        uow.session.add(Assignment(task_id=task.id, person_id=person, pinned=lock, override_code=code, override_reason=kept))
        uow.session.flush()


def pin(uow: UnitOfWork, assignment_id: int, today: date, pinned: bool = True) -> None:
    """Lock an assignment, so that the automatic plan leaves it, or free it again."""
    row = get(uow, Assignment, assignment_id)
    not_over(get(uow, Task, row.task_id).day, today)
    row.pinned = pinned
    uow.session.flush()


def set_worked(uow: UnitOfWork, assignment_id: int, minutes: int | None) -> None:
    """Minutes really worked; None = as planned. Also allowed for a week that is over."""
    if minutes is not None and not 0 <= minutes <= 1440:
        raise Refused(N_("Hours worked on one day are 0 to 24. Nothing was changed."), code="HOURS")
    get(uow, Assignment, assignment_id).worked_minutes = minutes
    uow.session.flush()


def _holds(uow: UnitOfWork, task_id: int, person_id: int) -> bool:
    return uow.session.query(Assignment.id).filter_by(task_id=task_id, person_id=person_id).first() is not None


def _name(uow: UnitOfWork, person_id: int) -> str:
    from workbench.models.people import Person

    return get(uow, Person, person_id).name


def judge(uow: UnitOfWork, task: Task, person_id: int, leaving: int | None = None) -> Judgement:
    """The verdict inside a unit of work, on what is written so far."""
    uow.session.flush()
    beside = {row[0] for row in uow.session.query(Assignment.person_id).filter_by(task_id=task.id)}
    case = load_case(uow.connection, monday_of(task.day), beside | {person_id})
    return case.verdict(task.id, person_id, leaving)


def allowed(uow: UnitOfWork, task: Task, person_id: int, reason: str, leaving: int | None = None) -> tuple[str, str]:
    """(code, kept reason) of an assignment that may stand; Refused otherwise."""
    found = judge(uow, task, person_id, leaving)
    if found.colour == "green" or found.remark:
        return "", ""
    figures = {"person": _name(uow, person_id), "task": task.title, "why": found.text}
    if found.colour == "red":
        raise Refused(N_("{person} cannot do {task}: {why}. Nothing was changed."), code=found.code, **figures)
    kept = clean_line(reason)
    if not kept:
        raise Refused(
            N_("{person} could do {task}, but: {why}. Give a reason to do it all the same; it is kept. Nothing was changed."),
            code="REASON",
            **figures,
        )
    return found.code, kept

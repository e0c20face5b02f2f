"""What ties a task to people and to other tasks: who may not do it, what it belongs together with, what must have ended before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models.people import Person
from workbench.models.planning import DemandShift, Task, TaskBarred, TaskOrder, TaskTemplate
from workbench.services.people import get
from workbench.services.workspace import UnitOfWork
from workbench.storage.queries.planning import in_week
from workbench.storage.queries.planning_bonds import bonds

__all__ = ["BONDS", "bonds", "check_window", "copy_bonds", "drop_bonds", "set_bonds", "widen"]

BONDS: Final = frozenset({"barred", "after", "together_with"})
"""Fields of a task that are no columns: ids of people, of tasks that come before, and of tasks done by the same people."""
KINDS: Final[tuple[tuple[str, type[Any], str], ...]] = (("barred", TaskBarred, "person_id"), ("after", TaskOrder, "first_id"))


def check_window(start: int, end: int, earliest: int | None, latest: int | None) -> None:
    """Refused where a task does not lie within the time that its beginning may be chosen from. Minutes since midnight."""
    if earliest is not None and not 0 <= earliest <= start:
        raise Refused(N_("The time lies before the earliest begin. Change the earliest begin first. Nothing was changed."), code="WINDOW")
    if latest is not None and not end <= latest <= 1440:
        raise Refused(N_("The time lies after the latest end. Change the latest end first. Nothing was changed."), code="WINDOW")


def widen(row: Task | TaskTemplate) -> None:
    """A file gave the task another time: the window holds it too."""
    if row.earliest_minute is not None:
        row.earliest_minute = min(row.earliest_minute, row.start_minute)
    if row.latest_minute is not None:
        row.latest_minute = max(row.latest_minute, row.end_minute)


def set_bonds(uow: UnitOfWork, row: Task, monday: date, fields: Mapping[str, Collection[int]]) -> None:
    """Set those of `BONDS` that are named, each as a whole. Refused for tasks of other weeks, for itself, and for a circle."""
    week = {one.id: one for one in uow.session.query(Task).filter(in_week(monday)).order_by(Task.id)}
    for name in ("after", "together_with"):
        if not set(fields.get(name, ())) <= week.keys() - {row.id}:
            raise Refused(N_("A task can be tied only to other tasks of its week. Nothing was changed."), code="TASKS")
    if "after" in fields:
        _no_circle(uow, row, set(fields["after"]))
    for person_id in fields.get("barred", ()):
        get(uow, Person, person_id)
    for name, kind, column in KINDS:
        if name in fields:
            _set_pairs(uow, kind, column, row.id, set(fields[name]))
    if "together_with" in fields:
        _set_together(row, list(week.values()), set(fields["together_with"]))
    uow.session.flush()


def _set_pairs(uow: UnitOfWork, kind: type[Any], column: str, task_id: int, wanted: set[int]) -> None:
    known = {getattr(one, column): one for one in uow.session.query(kind).filter_by(task_id=task_id)}
    for other, one in known.items():
        if other not in wanted:
            uow.session.delete(one)
    for other in sorted(wanted - known.keys()):
        uow.session.add(kind(task_id=task_id, **{column: other}))


def _no_circle(uow: UnitOfWork, row: Task, first: set[int]) -> None:
    """Nothing comes after itself, by whatever way round."""
    before: dict[int, set[int]] = {}
    for one in uow.session.query(TaskOrder):
        before.setdefault(one.task_id, set()).add(one.first_id)
    before[row.id] = first
    seen, ahead = set[int](), list(first)
    while ahead:
        one_id = ahead.pop()
        if one_id == row.id:
            raise Refused(N_("{task} would come after itself. Nothing was changed."), code="CIRCLE", task=row.title)
        if one_id not in seen:
            seen.add(one_id)
            ahead += before.get(one_id, ())


def _set_together(row: Task, week: list[Task], others: set[int]) -> None:
    """The task and the others are one group: groups that the others are in join it, and who is no longer named leaves it."""
    old = row.together
    mates = [one for one in week if old and one.together == old and one is not row]
    chosen = [one for one in week if one.id in others]
    joined = {one.together for one in chosen if one.together and one.together != old}
    group = [row, *chosen, *(one for one in week if one.together in joined and one not in chosen and one is not row)]
    label = _label(row, week, group) if chosen else ""
    for one in mates:
        if one not in group and (chosen or len(mates) == 1):
            one.together = ""
    for one in group:
        one.together = label


def _label(row: Task, week: Iterable[Task], group: list[Task]) -> str:
    """A name for the group that no other group of the week has: the one that it has, else the task's own code."""
    label = next((one.together for one in group if one.together), "") or row.code or f"#{row.id}"
    taken = {one.together for one in week if one not in group and one.together}
    return label if label not in taken or row.together == label else f"#{row.id}"


def drop_bonds(uow: UnitOfWork, row: Task, monday: date) -> None:
    """Before a task is deleted: nothing points to it any more, and whom it was together with is not alone in a group."""
    pointing: tuple[tuple[type[Any], Any], ...] = (
        (TaskBarred, TaskBarred.task_id), (TaskOrder, TaskOrder.task_id), (TaskOrder, TaskOrder.first_id), (DemandShift, DemandShift.task_id),
    )  # fmt: skip
    for kind, column in pointing:
        for one in uow.session.query(kind).filter(column == row.id):
            uow.session.delete(one)
    if row.together:
        mates = uow.session.query(Task).filter(in_week(monday), Task.together == row.together, Task.id != row.id).all()
        if len(mates) == 1:
            mates[0].together = ""
    uow.session.flush()


def copy_bonds(uow: UnitOfWork, twins: Mapping[int, int]) -> None:
    """Copies (old id → new id) bar the same people and keep the order among each other; what lies outside of them is left behind."""
    for one in uow.session.query(TaskBarred).filter(TaskBarred.task_id.in_(twins)).all():
        uow.session.add(TaskBarred(task_id=twins[one.task_id], person_id=one.person_id))
    inside = sa.and_(TaskOrder.task_id.in_(twins), TaskOrder.first_id.in_(twins))
    for pair in uow.session.query(TaskOrder).filter(inside).all():
        uow.session.add(TaskOrder(task_id=twins[pair.task_id], first_id=twins[pair.first_id]))
    uow.session.flush()

"""Demand curves: people needed by the hour at a place, kept once and turned into the shifts that a week still lacks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any, Final

from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models.planning import DemandCurve, DemandNeed, DemandShift, Task
from workbench.models.values.codes import TaskKind
from workbench.planner import demand as planner
from workbench.planner.problem import Demand, Need
from workbench.readmodels.planning_demand import HOURS, DemandRow, Hour
from workbench.services import planning
from workbench.services.people import clean_line, get
from workbench.services.workspace import Reader, UnitOfWork
from workbench.storage.queries import planning_demand as queries

Shape = planner.Shape
FIELDS: Final = ("title", "kind", "place", "territory_id", "skill_id", "skill_level", "priority", "shortest", "longest", "step", "full")
MOST_PEOPLE: Final = 99
SHORTEST_SHIFT: Final = 30
"""Minutes."""


def load_demand(conn: Reader, monday: date) -> tuple[DemandRow, ...]:
    """All curves with the shifts of a week."""
    return queries.curves(conn, monday)


def add_curve(uow: UnitOfWork, title: str, **fields: Any) -> int:
    """A curve without needs; `fields` are those of `FIELDS`, lengths in minutes. Returns its id."""
    made = DemandCurve(title="", kind=TaskKind.SHIFT)
    _put(made, {"title": title, **fields})
    uow.session.add(made)
    uow.session.flush()
    return made.id


def edit_curve(uow: UnitOfWork, demand_id: int, **fields: Any) -> int:
    """Change fields of `FIELDS`; shifts that were made stay as they are."""
    row = get(uow, DemandCurve, demand_id)
    _put(row, fields)
    uow.session.flush()
    return row.id


def _put(row: DemandCurve, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        if name not in FIELDS:
            raise KeyError(name)
        setattr(row, name, clean_line(value) if name in ("title", "place") else TaskKind(value) if name == "kind" else value)
    if not row.title:
        raise Refused(N_("Demand needs a name, such as the store it is about. Nothing was changed."), code="NAME")
    least, most = (row.shortest or 240), (row.longest or 480)
    if not SHORTEST_SHIFT <= least <= most <= HOURS * 60:
        raise Refused(
            N_("The shortest shift must be half an hour at least and no longer than the longest one. Nothing was changed."), code="LENGTHS"
        )


def remove_curve(uow: UnitOfWork, demand_id: int) -> None:
    """The curve goes; shifts made from it stay in their weeks as tasks like any other."""
    row = get(uow, DemandCurve, demand_id)
    for need in uow.session.query(DemandNeed).filter(DemandNeed.demand_id == demand_id):
        uow.session.delete(need)
    for made in uow.session.query(DemandShift).filter(DemandShift.demand_id == demand_id):
        uow.session.delete(made)
    uow.session.flush()
    uow.session.delete(row)
    uow.session.flush()


def set_needs(uow: UnitOfWork, demand_id: int, needs: Mapping[Hour, int]) -> int:
    """People of some hours of the week, 0 for nobody; other hours stay. Returns how many hours changed."""
    get(uow, DemandCurve, demand_id)
    if any(not 0 <= people <= MOST_PEOPLE for people in needs.values()):
        raise Refused(N_("From 0 to {most} people can be needed in an hour. Nothing was changed."), code="PEOPLE", most=MOST_PEOPLE)
    known = {(one.weekday, one.hour): one for one in uow.session.query(DemandNeed).filter(DemandNeed.demand_id == demand_id)}
    count = 0
    for hour, people in needs.items():
        row = known.get(hour)
        if (row.people if row else 0) == people:
            continue
        count += 1
        if row is None:
            uow.session.add(DemandNeed(demand_id=demand_id, weekday=hour[0], hour=hour[1], people=people))
        elif people:
            row.people = people
        else:
            uow.session.delete(row)
    uow.session.flush()
    return count


def as_demand(row: DemandRow, monday: date, today: date) -> Demand:
    """The curve as the planner takes it, for the days of the week that are not over."""
    days = {number: monday + timedelta(days=number) for number in range(7)}
    needs = tuple(
        Need(days[weekday], 60 * hour, 60 * (hour + 1), people) for (weekday, hour), people in row.needs.items() if days[weekday] >= today
    )
    return Demand(str(row.id), row.title, row.kind, needs, row.shortest, row.longest, row.step, row.full)


def shape_week(row: DemandRow, monday: date, today: date) -> planner.Shape:
    """The shifts that the week still lacks; solved, so beside the database and the window."""
    return planner.shape(as_demand(row, monday, today), [planner.Shift(*one) for one in row.cover])


def make_shifts(uow: UnitOfWork, row: DemandRow, monday: date, today: date, shifts: Collection[planner.Shift]) -> int:
    """Add shifts of `shape_week` to the week as tasks; returns how many. `row` is the curve as it was when they were made."""
    planning.not_over(monday, today)
    now = next((one for one in queries.curves(uow.connection, monday) if one.id == row.id), None)
    if now != row:
        raise Refused(N_("The demand or its shifts were changed meanwhile. Make the shifts again. Nothing was changed."), code="STALE")
    if not row.needs:
        raise Refused(N_("Nobody is needed yet: write how many people in the hours of the table. Nothing was changed."), code="EMPTY")
    if not shifts:
        raise Refused(N_("The shifts of this week are enough for this demand. Nothing was changed."), code="NONE")
    codes = planning.next_codes(uow, monday, len(shifts))
    for code, one in zip(codes, shifts, strict=True):
        task = Task(
            code=code, title=row.title, kind=TaskKind(row.kind), day=one.day, start_minute=one.start, end_minute=one.end, place=row.place,
            territory_id=row.territory_id, skill_id=row.skill_id, skill_level=row.skill_level, headcount=one.people, priority=row.priority,
        )  # fmt: skip
        uow.session.add(task)
        uow.session.flush()
        uow.session.add(DemandShift(demand_id=row.id, task_id=task.id))
    uow.session.flush()
    return len(shifts)

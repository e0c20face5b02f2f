"""Reads of demand curves and of the shifts made from them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.models.planning import DemandCurve, DemandNeed, DemandShift, Task
from workbench.readmodels.planning_demand import Cover, DemandRow, Hour
from workbench.storage.queries.planning import in_week


def curves(conn: Connection, monday: date) -> tuple[DemandRow, ...]:
    """All curves by title, with the shifts of a week."""
    needs: dict[int, dict[Hour, int]] = defaultdict(dict)
    for own, weekday, hour, people in conn.execute(
        sa.select(DemandNeed.demand_id, DemandNeed.weekday, DemandNeed.hour, DemandNeed.people).order_by(
            DemandNeed.weekday, DemandNeed.hour
        )
    ):
        needs[own][weekday, hour] = people
    cover: dict[int, list[Cover]] = defaultdict(list)
    for own, day, start, end, people in conn.execute(
        sa.select(DemandShift.demand_id, Task.day, Task.start_minute, Task.end_minute, Task.headcount)
        .join(Task, Task.id == DemandShift.task_id)
        .where(in_week(monday))
        .order_by(Task.day, Task.start_minute, Task.id)
    ):
        cover[own].append(Cover(day, start, end, people))
    one = DemandCurve
    rows = conn.execute(
        sa.select(
            one.id, one.title, one.kind, one.place, one.territory_id, one.skill_id, one.skill_level, one.priority, one.shortest, one.longest, one.step, one.full
        ).order_by(one.title, one.id)
    )  # fmt: skip
    return tuple(
        DemandRow(
            row.id, row.title, row.kind.value, row.place, row.territory_id, row.skill_id, row.skill_level, row.priority, row.shortest, row.longest, row.step,
            row.full, needs.get(row.id, {}), tuple(cover.get(row.id, ())),
        )
        for row in rows
    )  # fmt: skip

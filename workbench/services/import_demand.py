"""Writing imported demand: people needed by the hour, one curve a name, the same in every week."""

from __future__ import annotations

from typing import Any

from workbench.models.planning import DemandCurve, DemandNeed
from workbench.readmodels.exchange import ImportPreview, Rejected
from workbench.readmodels.planning_demand import Hour
from workbench.services import planning_demand
from workbench.services.import_records import Counts, Run, heading, put, records
from workbench.services.workspace import UnitOfWork


def demand(uow: UnitOfWork, shown: ImportPreview, run: Run) -> Counts:
    """Curves by name; a row sets the people of the hours that it touches, other hours stay. A day stands for its weekday.

    A row for hours of which an earlier row of the file has spoken otherwise is refused, and so are more people than can be needed.
    """
    counts = Counts()
    curves = {row.title: row for row in uow.session.query(DemandCurve).order_by(DemandCurve.id.desc())}
    said: dict[tuple[str, Hour], tuple[int, int]] = {}
    for number, row in zip(shown.numbers, records(shown, run), strict=True):
        refused = _refused(shown, number, row, said)
        if refused is not None:
            counts.rejected.append(refused)
            continue
        title, hours = row["title"], _hours(row)
        for hour in hours:
            said[title, hour] = (row["people"], number)
        new = title not in curves
        if new:
            curves[title] = uow.session.get_one(DemandCurve, planning_demand.add_curve(uow, title, place=row.get("place") or ""))
        moved = not new and put(curves[title], place=row.get("place"))
        before = {(one.weekday, one.hour) for one in uow.session.query(DemandNeed).filter_by(demand_id=curves[title].id)}
        changed = planning_demand.set_needs(uow, curves[title].id, dict.fromkeys(hours, row["people"]))
        counts.note(new=new or (changed > 0 and not before.intersection(hours)), touched=moved or changed > 0)
    uow.session.flush()
    return counts


def _refused(shown: ImportPreview, number: int, row: dict[str, Any], said: dict[tuple[str, Hour], tuple[int, int]]) -> Rejected | None:
    if row["people"] > planning_demand.MOST_PEOPLE:
        return Rejected(number, heading(shown, "people"), "too_many_people", {"value": row["people"], "most": planning_demand.MOST_PEOPLE})
    for hour in _hours(row):
        people, first = said.get((row["title"], hour), (row["people"], 0))
        if people != row["people"]:
            return Rejected(number, heading(shown, "people"), "other_people", {"people": people, "row": first})
    return None


def _hours(row: dict[str, Any]) -> list[Hour]:
    """The full hours that the span of the row touches."""
    weekday = row["weekday"] if row.get("weekday") is not None else row["day"].weekday()
    return [(weekday, hour) for hour in range(row["start"] // 60, -(-row["end"] // 60))]

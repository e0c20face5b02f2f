"""The timeline of one person after ten years: talks every week, two tasks a week, six deals a month, targets that are scaled.

Goal: under 50 ms for the first page, for a page at the far end and for a page of months alone. All of it runs on the database
thread and holds up no event; the goal is that of the search, for both answer while somebody waits for them.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from datetime import timedelta
from functools import partial
from pathlib import Path

from benchmarks import search
from benchmarks.common import PASSPHRASE, TODAY, Line, table
from benchmarks.search import times
from workbench.models.goals import Target
from workbench.models.people import Engagement, Person
from workbench.models.planning import Assignment, Task
from workbench.models.sales import Deal
from workbench.models.values.codes import DealStage, EngagementType, Metric, TaskKind
from workbench.models.values.periods import Period
from workbench.readmodels.people_timeline import MomentKind
from workbench.services import people_timeline
from workbench.services.workspace import UnitOfWork, Workspace

PEOPLE, YEARS, GOAL = 50, 10, 50


def fill(uow: UnitOfWork) -> int:
    """Ten years of these people; returns the id of one of them."""
    search.fill(uow, PEOPLE, 7)
    ids = [row[0] for row in uow.session.query(Person.id).order_by(Person.id)]
    start = TODAY - timedelta(days=3650)
    uow.insert_many(
        Engagement, ({"person_id": one, "type": EngagementType.PART_TIME, "start_on": start, "weekly_minutes": 1200} for one in ids)
    )
    days = [TODAY - timedelta(days=n) for n in range(0, 3650, 7) for _ in range(2)]
    tasks = uow.insert_many(
        Task, ({"title": "排班", "kind": TaskKind.SHIFT, "day": day, "start_minute": 540, "end_minute": 780} for one in ids for day in days)
    )
    uow.insert_many(Assignment, ({"task_id": task, "person_id": ids[n // len(days)]} for n, task in enumerate(tasks)))
    uow.insert_many(Deal, (
        {"code": f"D{one}-{n}", "person_id": one, "stage": DealStage.WON, "value": 100_000, "closed_on": TODAY - timedelta(days=5 * n)}
        for one in ids for n in range(730)
    ))  # fmt: skip
    months = [Period.month(TODAY.year - years, month) for years in range(YEARS) for month in range(1, 13)]
    uow.insert_many(Target, (
        {"person_id": one, "metric": Metric.SALES_NET, "start_on": month.start, "end_on": month.end, "amount": 1_000_000, "prorated": False}
        for one in ids for month in months
    ))  # fmt: skip
    return int(ids[0])


def main() -> int:
    lines = []
    with tempfile.TemporaryDirectory() as name:
        workspace, _key = Workspace.create(Path(name) / "Timeline.wbdb", PASSPHRASE)
        with workspace:
            person = int(str(workspace.perform("Fill", fill).result))
            read = partial(people_timeline.load_timeline, person_id=person, today=TODAY)
            total = workspace.read(read).total
            for what, job in (
                ("first page", read),
                ("last page", partial(read, first=total - people_timeline.PAGE)),
                ("page of months", partial(read, kind=MomentKind.RESULT)),
            ):
                found = times(partial(workspace.read, job))
                lines.append(Line(f"{what} of {total:,} moments", statistics.median(found), goal=GOAL, absolute=True))
                lines.append(Line(f"{what}, worst of {len(found)}", max(found)))
    return table("One person after ten years", "ms", lines)


if __name__ == "__main__":
    sys.exit(main())

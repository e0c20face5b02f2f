"""Lists that go out hold what the records say: the engagement in force, every territory, what a target is meant as."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import PASSPHRASE, TODAY
from workbench.exchange import tables
from workbench.exchange.calendar import Event, ics_bytes
from workbench.files import write_whole
from workbench.models.goals import Target
from workbench.models.people import Engagement, Person, PersonTerritory, Territory
from workbench.models.values.codes import EngagementType, Metric
from workbench.services import exports, imports, planning, planning_publish
from workbench.services.workspace import UnitOfWork, Workspace
from workbench.storage.queries import planning as planning_queries

FORMER, PRESENT = date(2024, 1, 1), date(2026, 3, 2)


def fill(uow: UnitOfWork) -> None:
    """One person with two ended engagements and two territories, one in force before a later one; targets of both meanings."""
    areas = [Territory(code=f"A{n}", name=name, search="") for n, name in enumerate(("东区", "西区"))]
    person, other = (Person(code=code, name=name, search="") for code, name in (("P1", "林立"), ("P2", "王芳")))
    uow.session.add_all([*areas, person, other])
    uow.session.flush()
    uow.session.add_all([PersonTerritory(person_id=person.id, territory_id=area.id, is_main=n == 1) for n, area in enumerate(areas)])
    for own, kind, start, end, hours in (
        (person, EngagementType.STUDENT, FORMER, date(2024, 6, 30), 16), (person, EngagementType.FULL_TIME, PRESENT, date(2026, 10, 31), 40),
        (other, EngagementType.PART_TIME, PRESENT, None, 24), (other, EngagementType.FULL_TIME, date(2030, 1, 1), None, 40),
    ):  # fmt: skip
        uow.session.add(Engagement(person_id=own.id, type=kind, start_on=start, end_on=end, weekly_minutes=hours * 60))
    for metric, own_figure in ((Metric.SALES_NET, False), (Metric.NEW_CUSTOMERS, True), (Metric.WIN_RATE, True)):
        uow.session.add(
            Target(
                person_id=person.id,
                metric=metric,
                start_on=date(2026, 10, 1),
                end_on=date(2026, 12, 31),
                amount=4000,
                prorated=own_figure,
                source="HR",
            )
        )
    uow.session.flush()


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    workspace.perform("fill", fill)
    return workspace


def listed(workspace: Workspace, kind: str) -> list[dict[str, Any]]:
    return tables.records(workspace.read(lambda conn: exports.load_list(conn, kind, TODAY)))


def test_that_the_engagement_in_force_goes_out_else_the_newest(filled: Workspace) -> None:
    one, other = listed(filled, "people")
    assert (one["engagement"], one["engagement_from"]) == ("full_time", PRESENT.isoformat())
    assert (other["engagement"], other["engagement_from"]) == ("part_time", PRESENT.isoformat())


def test_that_lengths_of_time_are_no_bare_numbers_of_minutes(filled: Workspace) -> None:
    assert [row["weekly_hours"] for row in listed(filled, "people")] == ["40:00", "24:00"]


def test_that_every_territory_goes_out_the_main_one_first(filled: Workspace) -> None:
    one, _other = listed(filled, "people")
    assert (one["territory"], one["more_territories"]) == ("西区", "东区")


def test_that_a_target_says_what_it_is_meant_as(filled: Workspace) -> None:
    told = {row["metric"]: row["basis"] for row in listed(filled, "targets")}
    assert told == {"sales_net": "full_time_figure", "new_customers": "own_figure", "win_rate": None}


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_that_lists_arrive_whole_in_another_database(filled: Workspace, tmp_path: Path, ending: str) -> None:
    other, _recovery = Workspace.create(tmp_path / "other.wbdb", PASSPHRASE, backups=tmp_path / "copies")
    with other:
        for kind in ("people", "targets"):
            file = tmp_path / f"{kind}{ending}"
            write_whole(file, tables.table_bytes(filled.read(partial(exports.load_list, kind=kind, today=TODAY)), ending))
            report, _change = imports.import_file(other, kind, file, today=TODAY, accept_suggestions=True)
            assert report.rejected == ()
        for kind in ("people", "targets"):
            assert listed(other, kind) == listed(filled, kind)


def test_that_a_calendar_replaces_what_changed_cancels_what_is_gone_and_takes_back_a_cancellation(sample_workspace: Workspace) -> None:
    monday, workspace = date(2026, 11, 23), sample_workspace
    rows = workspace.read(lambda conn: planning_queries.assignments(conn, monday))
    days = {task.id: task.day for task in workspace.read(lambda conn: planning_queries.tasks(conn, monday))}
    one = next(row for row in rows if days[row.task_id] > TODAY)
    mine = [row for row in rows if row.person_id == one.person_id]

    def event() -> Event:
        found = workspace.read(partial(exports.load_events, monday=monday, database_id="db", person_id=one.person_id))
        assert len(found) == len(mine)
        return next(found_one for found_one in found if found_one.key == key)

    def publish(why: str) -> None:
        now = datetime(2026, 11, 20, 9, tzinfo=UTC)
        workspace.perform("Publish", partial(planning_publish.publish, monday=monday, now=now, reason=why), undoable=False)

    code = next(task.code for task in workspace.read(lambda conn: planning_queries.tasks(conn, monday)) if task.id == one.task_id)
    person = next(row.code for row in workspace.read(lambda conn: planning_queries.people(conn, monday)) if row.id == one.person_id)
    key = f"db/{monday}/{code}/{person}"
    publish("")
    seen = [event()]
    workspace.perform("Off", partial(planning.unassign, assignment_id=one.id, today=TODAY))
    seen.append(event())
    publish("ill")
    seen.append(event())
    workspace.perform("On", partial(planning.assign, task_id=one.task_id, person_id=one.person_id, today=TODAY))
    publish("well again")
    seen.append(event())
    assert [found.cancelled for found in seen] == [False, True, True, False]
    assert [found.revision for found in seen] == sorted({found.revision for found in seen})  # a calendar takes each for newer
    text = ics_bytes(seen[1:2], name="x", made_at=datetime(2026, 11, 20, tzinfo=UTC)).decode()
    assert "STATUS:CANCELLED" in text
    assert f"SEQUENCE:{seen[1].revision}" in text

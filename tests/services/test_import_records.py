"""People and customers of a file against what is kept: engagements, superiors further down, hand-overs that are arranged already."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.conftest import TODAY
from workbench.exchange import wording
from workbench.models.customers import CustomerOwner
from workbench.models.people import Engagement, Person
from workbench.readmodels.exchange import ImportReport
from workbench.services import customers, imports
from workbench.services.workspace import UnitOfWork, Workspace


def bring(workspace: Workspace, folder: Path, kind: str, text: str, **answers: str) -> ImportReport:
    file = folder / f"{kind}.csv"
    file.write_text(text, "utf-8")
    report, _change = imports.import_file(workspace, kind, file, today=TODAY, answers=answers)
    assert report.questions == ()
    return report


def terms(workspace: Workspace, code: str = "T1") -> list[tuple[str, str, str | None, int]]:
    """(type, first day, last day, minutes a week), oldest first."""

    def job(uow: UnitOfWork) -> list[tuple[str, str, str | None, int]]:
        rows = uow.session.query(Engagement).join(Person, Person.id == Engagement.person_id).filter(Person.code == code)
        return [
            (one.type.value, one.start_on.isoformat(), one.end_on.isoformat() if one.end_on else None, one.weekly_minutes)
            for one in rows.order_by(Engagement.start_on)
        ]

    return workspace.perform("look", job).result  # type: ignore[return-value]


@pytest.fixture
def zhang(workspace: Workspace, tmp_path: Path) -> Workspace:
    bring(workspace, tmp_path, "people", "工号,姓名,用工类型,合同开始日期,每周约定工时\nT1,张䶮,非全日制,2026-01-05,20\n")
    assert terms(workspace) == [("part_time", "2026-01-05", None, 1200)]
    return workspace


def test_that_another_kind_of_engagement_is_no_change_of_the_present_one(zhang: Workspace, tmp_path: Path) -> None:
    report = bring(zhang, tmp_path, "people", "工号,姓名,用工类型,每周约定工时,职位\nT1,张䶮,全日制,40,导购\nT2,李娜,,,导购\n")
    assert (report.added, report.changed, [one.code for one in report.rejected]) == (1, 0, ["engagement_kind"])
    told = wording.reason(report.rejected[0])
    assert "Part-time" in told
    assert "Begin the new engagement under Team" in told
    assert terms(zhang) == [("part_time", "2026-01-05", None, 1200)]


def test_that_an_engagement_with_a_later_first_day_follows_the_present_one(zhang: Workspace, tmp_path: Path) -> None:
    report = bring(zhang, tmp_path, "people", "工号,姓名,用工类型,合同开始日期,每周约定工时\nT1,张䶮,全日制,2026-07-01,40\n")
    assert (report.changed, report.rejected) == (1, ())
    assert terms(zhang) == [("part_time", "2026-01-05", "2026-06-30", 1200), ("full_time", "2026-07-01", None, 2400)]
    zhang.undo()


def test_that_an_earlier_first_day_leaves_history_alone(zhang: Workspace, tmp_path: Path) -> None:
    report = bring(zhang, tmp_path, "people", "工号,姓名,用工类型,合同开始日期,每周约定工时\nT1,张䶮,非全日制,2025-07-01,22\n")
    assert [one.code for one in report.rejected] == ["engagement_earlier"]
    assert terms(zhang) == [("part_time", "2026-01-05", None, 1200)]


def test_that_hours_of_the_present_engagement_are_changed(zhang: Workspace, tmp_path: Path) -> None:
    assert bring(zhang, tmp_path, "people", "工号,姓名,每周约定工时\nT1,张䶮,22\n").changed == 1
    assert terms(zhang) == [("part_time", "2026-01-05", None, 1320)]


def test_that_a_trial_tells_of_the_same_refused_rows(zhang: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "again.csv"
    file.write_text("工号,姓名,用工类型,职位\nT1,张䶮,全日制,导购\nT2,李娜,,导购\n", "utf-8")
    report, _change = imports.import_file(zhang, "people", file, today=TODAY, dry_run=True)
    assert (report.added, [(one.row, one.code) for one in report.rejected]) == (1, [(2, "engagement_kind")])


@pytest.mark.parametrize("superior", ["T9", "孙岩"])
def test_that_a_superior_further_down_in_the_file_is_one_person(workspace: Workspace, tmp_path: Path, superior: str) -> None:
    report = bring(workspace, tmp_path, "people", f"工号,姓名,直接上级\nT1,张䶮,{superior}\nT9,孙岩,\n")
    assert report.added == 2

    def job(uow: UnitOfWork) -> list[tuple[str, str | None]]:
        names = {one.id: one.code for one in uow.session.query(Person)}
        return sorted((one.code, names.get(one.manager_id or 0)) for one in uow.session.query(Person))

    assert workspace.perform("look", job).result == [("T1", "T9"), ("T9", None)]


def spans(workspace: Workspace) -> list[tuple[str, date, date | None]]:
    def job(uow: UnitOfWork) -> list[tuple[str, date, date | None]]:
        rows = uow.session.query(CustomerOwner, Person.code).join(Person, Person.id == CustomerOwner.person_id)
        return [(code, one.from_on, one.to_on) for one, code in rows.order_by(CustomerOwner.from_on)]

    return workspace.perform("look", job).result  # type: ignore[return-value]


NEW_YEAR = date(2027, 1, 1)


@pytest.fixture
def arranged(workspace: Workspace, tmp_path: Path) -> Workspace:
    """A customer of T1, who hands it over to T2 at New Year."""
    bring(workspace, tmp_path, "people", "工号,姓名\nT1,张䶮\nT2,单晓\nT3,王堃\n")
    bring(workspace, tmp_path, "customers", "客户编号,客户名称,负责人\nC1,上海甲公司,T1\n")

    def job(uow: UnitOfWork) -> None:
        ids = {one.code: one.id for one in uow.session.query(Person)}
        customers.set_owner(uow, 1, ids["T2"], NEW_YEAR)

    workspace.perform("hand over", job)
    assert spans(workspace) == [("T1", TODAY, date(2026, 12, 31)), ("T2", NEW_YEAR, None)]
    return workspace


def test_that_a_file_that_names_todays_owner_leaves_an_arranged_hand_over(arranged: Workspace, tmp_path: Path) -> None:
    before = spans(arranged)
    report = bring(arranged, tmp_path, "customers", "客户编号,客户名称,负责人\nC1,上海甲公司,T1\n")
    assert (report.changed, report.unchanged) == (0, 1)
    assert spans(arranged) == before


def test_that_another_owner_has_the_customer_until_the_arranged_hand_over(arranged: Workspace, tmp_path: Path) -> None:
    tomorrow = TODAY + timedelta(days=1)
    file = tmp_path / "c.csv"
    file.write_text("客户编号,客户名称,负责人\nC1,上海甲公司,T3\n", "utf-8")
    imports.import_file(arranged, "customers", file, today=tomorrow)
    assert spans(arranged) == [("T1", TODAY, TODAY), ("T3", tomorrow, date(2026, 12, 31)), ("T2", NEW_YEAR, None)]


def test_that_a_percentage_is_no_sum_of_money(arranged: Workspace, tmp_path: Path) -> None:
    text = "合同编号,业务员,客户,阶段,创建日期,成交日期,合同金额（元）\nD1,T1,C1,赢单,2026-07-01,2026-08-03,50%\nD2,T1,C1,赢单,2026-07-01,2026-08-03,50\n"
    report = bring(arranged, tmp_path, "deals", text)
    assert (report.added, [(one.row, one.code) for one in report.rejected]) == (1, [(2, "percent")])


@pytest.mark.parametrize(("hours", "end"), [("2.5", 690), ("3", 720), ("09:00-11:30", 690)])
def test_that_hours_are_a_length_or_a_span_as_their_cells_say(workspace: Workspace, tmp_path: Path, hours: str, end: int) -> None:
    bring(workspace, tmp_path, "tasks", f"Task,Day,Start,Hours\nVisit,2026-12-01,09:00,{hours}\n")

    def job(uow: UnitOfWork) -> tuple[int, int]:
        from workbench.models.planning import Task

        row = uow.session.query(Task).one()
        return row.start_minute, row.end_minute

    assert workspace.perform("look", job).result == (540, end)

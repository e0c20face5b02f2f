"""People and customers of a file against what is kept: engagements, superiors further down, hand-overs that are arranged already."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import TODAY
from workbench.exchange import wording
from workbench.exchange.mapping import build
from workbench.models.customers import CustomerOwner
from workbench.models.people import Engagement, Person
from workbench.models.values.codes import EngagementType
from workbench.readmodels.exchange import Column, ImportReport, Table
from workbench.services import customers, engagements, imports
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


HEAD = "工号,姓名,用工类型,合同开始日期,合同到期日,每周约定工时,小时工资\n"


def test_that_the_same_terms_change_nothing(workspace: Workspace, tmp_path: Path) -> None:
    text = HEAD + "T1,张䶮,非全日制,2026-01-05,2027-01-04,20,30\n"
    bring(workspace, tmp_path, "people", text)
    assert terms(workspace) == [("part_time", "2026-01-05", "2027-01-04", 1200)]
    report = bring(workspace, tmp_path, "people", text)
    assert (report.changed, report.unchanged, report.import_id) == (0, 1, None)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("合同开始", "合同结束"),
        ("合同开始日期", "合同结束日期"),
        ("合同起始日", "合同到期日"),
        ("合同起始", "合同到期日期"),
        ("Contract start", "Contract end"),
    ],
)
def test_that_the_days_of_a_contract_are_recognised(start: str, end: str) -> None:
    table = Table("t", "", "csv", tuple(Column(place, name) for place, name in enumerate(("姓名", start, end))), ())
    assert build(table, "people").as_dict() == {"姓名": "name", start: "engagement_from", end: "engagement_to"}


def test_that_another_last_day_of_the_present_contract_is_a_change_and_one_before_its_first_is_refused(
    zhang: Workspace, tmp_path: Path
) -> None:
    assert bring(zhang, tmp_path, "people", "工号,姓名,合同到期日\nT1,张䶮,2027-01-04\n").changed == 1
    assert terms(zhang) == [("part_time", "2026-01-05", "2027-01-04", 1200)]
    report = bring(zhang, tmp_path, "people", "工号,姓名,合同到期日\nT1,张䶮,2025-12-31\n")
    assert [(one.column, one.code) for one in report.rejected] == [("合同到期日", "ends_before_start")]


def test_that_a_leave_ends_a_contract_and_never_makes_it_longer(zhang: Workspace, tmp_path: Path) -> None:
    bring(zhang, tmp_path, "people", "工号,姓名,合同到期日\nT1,张䶮,2027-01-04\n")
    bring(zhang, tmp_path, "people", "工号,姓名,每周约定工时,离职日期\nT1,张䶮,20,2027-03-31\n")
    assert terms(zhang)[0][2] == "2027-01-04"
    bring(zhang, tmp_path, "people", "工号,姓名,每周约定工时,离职日期\nT1,张䶮,20,2026-12-31\n")
    assert terms(zhang)[0][2] == "2026-12-31"


def test_that_what_the_form_refuses_is_refused_in_a_file(zhang: Workspace, tmp_path: Path) -> None:
    """A contract of half a year with three months of probation (art. 19)."""

    def job(uow: UnitOfWork) -> None:
        made = engagements.begin(uow, 1, EngagementType.FULL_TIME, date(2026, 3, 1), TODAY, weekly_minutes=2400)
        engagements.set_engagement(uow, 1, TODAY, engagement_id=made, probation_months=3)

    zhang.perform("begin", job)
    before = terms(zhang)
    report = bring(zhang, tmp_path, "people", "工号,姓名,合同开始日期,合同到期日\nT1,张䶮,2026-03-01,2026-08-31\n")
    assert [one.code for one in report.rejected] == ["engagement_rule"]
    assert "probation" in wording.reason(report.rejected[0])
    assert terms(zhang) == before


def test_that_hours_above_the_law_come_in_and_are_told(zhang: Workspace, tmp_path: Path) -> None:
    report = bring(
        zhang, tmp_path, "people", "工号,姓名,用工类型,入职日期,每周约定工时\nT1,张䶮,,,30\nT2,单晓,非全日制,2026-01-05,30\nT3,王堃,,,\n"
    )
    assert (report.added, report.changed, report.rejected) == (2, 1, ())
    assert [(one.row, one.column, one.code) for one in report.warnings] == [
        (2, "每周约定工时", "engagement_rule"),
        (3, "每周约定工时", "engagement_rule"),
    ]
    assert "30 h a week" in wording.reason(report.warnings[0])


def test_that_a_new_engagement_that_ends_the_present_one_is_told(zhang: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "p.csv"
    file.write_text("工号,姓名,用工类型,合同开始日期\nT1,张䶮,全日制,2026-07-01\n", "utf-8")
    trial, _change = imports.import_file(zhang, "people", file, today=TODAY, dry_run=True)
    report, _change = imports.import_file(zhang, "people", file, today=TODAY)
    for one in (trial, report):
        assert [(w.row, w.column, w.code) for w in one.warnings] == [(2, "合同开始日期", "engagement_follows")]
        assert "2026-06-30" in wording.reason(one.warnings[0])
    assert terms(zhang)[1] == ("full_time", "2026-07-01", None, 1200)  # hours stay where the file names none


def test_that_what_a_file_says_of_today_leaves_an_engagement_to_come_alone(zhang: Workspace, tmp_path: Path) -> None:
    start = TODAY + timedelta(days=30)
    zhang.perform("begin", lambda uow: engagements.begin(uow, 1, EngagementType.FULL_TIME, start, TODAY, weekly_minutes=2400))
    report = bring(zhang, tmp_path, "people", "工号,姓名,用工类型,每周约定工时\nT1,张䶮,非全日制,22\n")
    assert (report.changed, report.rejected) == (1, ())
    assert [(kind, minutes) for kind, _from, _to, minutes in terms(zhang)] == [("part_time", 1320), ("full_time", 2400)]
    report = bring(zhang, tmp_path, "people", "工号,姓名,合同开始日期,合同到期日\nT1,张䶮,2026-01-05,2027-12-31\n")
    assert [one.code for one in report.rejected] == ["engagement_overlap"]


def test_that_an_engagement_that_is_over_is_not_rewritten(zhang: Workspace, tmp_path: Path) -> None:
    bring(zhang, tmp_path, "people", "工号,姓名,合同到期日\nT1,张䶮,2026-06-30\n")
    before = terms(zhang)
    report = bring(zhang, tmp_path, "people", "工号,姓名,每周约定工时\nT1,张䶮,24\n")
    assert [one.code for one in report.rejected] == ["engagement_over"]
    assert bring(zhang, tmp_path, "people", "工号,姓名,每周约定工时\nT1,张䶮,20\n").unchanged == 1
    bring(zhang, tmp_path, "people", "工号,姓名,用工类型,合同开始日期\nT1,张䶮,全日制,2026-07-01\n")
    report = bring(zhang, tmp_path, "people", "工号,姓名,合同开始日期,每周约定工时\nT1,张䶮,2026-01-05,24\n")
    assert [one.code for one in report.rejected] == ["engagement_earlier"]
    assert terms(zhang)[:1] == before


@pytest.mark.parametrize("superior", ["T9", "孙岩"])
def test_that_a_superior_further_down_in_the_file_is_one_person(workspace: Workspace, tmp_path: Path, superior: str) -> None:
    report = bring(workspace, tmp_path, "people", f"工号,姓名,直接上级\nT1,张䶮,{superior}\nT9,孙岩,\n")
    assert report.added == 2

    def job(uow: UnitOfWork) -> list[tuple[str, str | None]]:
        names = {one.id: one.code for one in uow.session.query(Person)}
        return sorted((one.code, names.get(one.manager_id or 0)) for one in uow.session.query(Person))

    assert workspace.perform("look", job).result == [("T1", "T9"), ("T9", None)]


def test_that_a_chain_of_superiors_upside_down_is_one_person_each(workspace: Workspace, tmp_path: Path) -> None:
    text = "工号,姓名,直接上级\nT1,张䶮,单晓\nT2,单晓,T3\nT3,王堃,孙岩\nT4,李娜,孙岩\n"
    assert bring(workspace, tmp_path, "people", text).added == 4

    def job(uow: UnitOfWork) -> list[tuple[str, str]]:
        names = {one.id: one.name for one in uow.session.query(Person)}
        return sorted((one.name, names.get(one.manager_id or 0, "")) for one in uow.session.query(Person))

    chain = sorted([("张䶮", "单晓"), ("单晓", "王堃"), ("王堃", "孙岩"), ("李娜", "孙岩"), ("孙岩", "")])
    assert workspace.perform("look", job).result == chain
    assert bring(workspace, tmp_path, "people", text).unchanged == 4
    assert workspace.perform("look", job).result == chain


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
    after = [("T1", TODAY, TODAY), ("T3", tomorrow, date(2026, 12, 31)), ("T2", NEW_YEAR, None)]
    assert spans(arranged) == after
    again, change = imports.import_file(arranged, "customers", file, today=tomorrow)
    assert (again.changed, again.unchanged, change) == (0, 1, None)
    assert spans(arranged) == after
    arranged.undo()
    assert spans(arranged) == [("T1", TODAY, date(2026, 12, 31)), ("T2", NEW_YEAR, None)]


def test_that_a_percentage_is_no_sum_of_money(arranged: Workspace, tmp_path: Path) -> None:
    text = "合同编号,业务员,客户,阶段,创建日期,成交日期,合同金额（元）\nD1,T1,C1,赢单,2026-07-01,2026-08-03,50%\nD2,T1,C1,赢单,2026-07-01,2026-08-03,50\n"
    report = bring(arranged, tmp_path, "deals", text)
    assert (report.added, [(one.row, one.code) for one in report.rejected]) == (1, [(2, "percent")])


@pytest.mark.parametrize(("hours", "end"), [("2.5", 690), ("3", 720), ("2.5h", 690), ("2小时30分", 690), ("09:00-11:30", 690)])
def test_that_hours_are_a_length_or_a_span_as_their_cells_say(workspace: Workspace, tmp_path: Path, hours: str, end: int) -> None:
    bring(workspace, tmp_path, "tasks", f"Task,Day,Start,Hours\nVisit,2026-12-01,09:00,{hours}\n")

    def job(uow: UnitOfWork) -> tuple[int, int]:
        from workbench.models.planning import Task

        row = uow.session.query(Task).one()
        return row.start_minute, row.end_minute

    assert workspace.perform("look", job).result == (540, end)


def hours_of(cells: list[str], **how: Any) -> str:
    """The field that a column called Hours feeds."""
    names = ("Task", "Day", "Start", "Hours")
    rows = [["Visit"] * len(cells), ["2026-12-01"] * len(cells), ["09:00"] * len(cells), cells]
    table = Table(
        "t", "", "csv", tuple(Column(place, name, cells=list(row)) for place, (name, row) in enumerate(zip(names, rows, strict=True))), ()
    )
    return build(table, "tasks", **how).as_dict()["Hours"]


def test_that_the_cells_decide_each_time_what_hours_are_unless_somebody_said_it() -> None:
    remembered = {"columns": {"Hours": "span"}}
    assert hours_of(["09:00-11:30", ""], remembered={"columns": {"Hours": "hours"}}) == "span"
    assert hours_of(["2.5", "3"], remembered=remembered) == "hours"
    assert hours_of(["2.5", "09:00-11:30"]) == "span"
    assert hours_of(["2.5"], overrides={"Hours": "span"}) == "span"
    assert hours_of(["", ""]) == "span"


def test_that_a_customer_whose_owner_has_left_comes_in_and_the_rest_of_the_file_too(workspace: Workspace, tmp_path: Path) -> None:
    bring(workspace, tmp_path, "people", "工号,姓名,离职日期\nT1,张䶮,2026-06-30\nT2,李娜,\n")
    report = bring(workspace, tmp_path, "customers", "客户编号,客户名称,负责人\nK1,华润万家,T1\nK2,大润发,T2\n")
    assert (report.added, report.rejected) == (2, ())
    (told,) = report.warnings
    assert (told.row, wording.reason(told)) == (2, "张䶮 has left, so 华润万家 came in without a change of owner.")
    assert [owner for owner, *_days in spans(workspace)] == ["T2"]


def test_that_a_superior_known_by_name_only_gets_the_number_of_a_later_file(workspace: Workspace, tmp_path: Path) -> None:
    bring(workspace, tmp_path, "people", "工号,姓名,直属上级\nT1,张䶮,王伟\n")
    report = bring(workspace, tmp_path, "people", "工号,姓名,职位\nM9,王伟,经理\n")
    assert (report.added, report.changed) == (0, 1)

    def people(uow: UnitOfWork) -> list[tuple[str, str]]:
        return [(one.code, one.name) for one in uow.session.query(Person).order_by(Person.code)]

    assert workspace.perform("look", people).result == [("M9", "王伟"), ("T1", "张䶮")]

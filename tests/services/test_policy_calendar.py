"""The office calendar: typed, read from a file or taken over, each one step; what HR enters moves the deadlines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from tests.services.test_reviews import do
from workbench.errors import KnownError, Refused
from workbench.i18n import sentence
from workbench.models.policy import CalendarDay
from workbench.models.values.periods import Period
from workbench.readmodels.policy import CalendarYear
from workbench.services import policy, policy_calendar
from workbench.services.workspace import UnitOfWork, Workspace

TODAY = date(2026, 11, 23)
TABLE = "日期,名称,休息\n2027-10-01,国庆节,是\n2027-10-02,国庆节,是\n2027-10-09,国庆节,否\n"


@pytest.fixture
def seeded(workspace: Workspace) -> Workspace:
    do(workspace, policy.seed_policy)
    return workspace


def year(workspace: Workspace, number: int) -> CalendarYear:
    card = workspace.read(lambda conn: policy_calendar.load_calendar_card(conn, TODAY))
    return next(one for one in card.years if one.year == number)


def days(first: date, last: date, kind: str = "off", name: str = "公司日", source: str = "HR-1") -> Callable[[UnitOfWork], object]:
    return partial(policy_calendar.set_days, first=first, last=last, kind=kind, name=name, source=source)


def test_that_a_year_shows_its_spans_with_kind_name_and_source(seeded: Workspace) -> None:
    shown = year(seeded, 2026)
    assert (shown.known, shown.working_days) == (True, 248)
    national = [(one.kind, one.first.day, one.last.day) for one in shown.spans if one.first.month == 10 and one.kind != "makeup"]
    assert national == [("statutory", 1, 3), ("off", 4, 7)]
    assert all(one.source and len(one.ids) == (one.last - one.first).days + 1 for one in shown.spans)
    assert (year(seeded, 2027).known, year(seeded, 2027).spans) == (False, ())


def test_that_typed_days_move_deadlines_and_are_one_step(seeded: Workspace) -> None:
    do(seeded, days(date(2026, 11, 25), date(2026, 11, 26)))
    calendar = seeded.read(policy.load_calendar)
    assert calendar.add_working_days(TODAY, 2) == date(2026, 11, 27)
    span = next(one for one in year(seeded, 2026).spans if one.name == "公司日")
    assert (span.first.day, span.last.day, span.source) == (25, 26, "HR-1")
    do(seeded, partial(policy_calendar.remove_days, ids=span.ids))
    assert seeded.read(policy.load_calendar).is_working(date(2026, 11, 25))
    seeded.undo()
    assert not seeded.read(policy.load_calendar).is_working(date(2026, 11, 25))
    seeded.undo()
    assert seeded.read(policy.load_calendar).working_days(Period.month(2026, 11)) == 21


def test_that_the_first_own_day_keeps_the_shipped_ones(workspace: Workspace) -> None:
    do(workspace, days(date(2026, 11, 25), date(2026, 11, 25)))
    calendar = workspace.read(policy.load_calendar)
    assert not calendar.is_working(date(2026, 11, 25))
    assert not calendar.is_working(date(2026, 10, 1))


@pytest.mark.parametrize(
    ("job", "code"),
    [
        (days(date(2026, 11, 26), date(2026, 11, 25)), "DATES"),
        (days(date(2026, 1, 1), date(2026, 12, 31)), "DATES"),
        (days(date(2026, 11, 25), date(2026, 11, 25), name=" "), "NAME"),
        (days(date(2026, 11, 25), date(2026, 11, 25), source=""), "SOURCE"),
        (days(date(2026, 11, 25), date(2026, 11, 25), kind="makeup"), "KIND"),
        (partial(policy_calendar.remove_days, ids=(999_999,)), "GONE"),
    ],
)
def test_that_what_is_no_day_is_refused(seeded: Workspace, job: Callable[[UnitOfWork], object], code: str) -> None:
    head = seeded.head
    with pytest.raises(Refused) as caught:
        seeded.perform("Try", job)
    assert (caught.value.code, seeded.head) == (code, head)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_that_a_notice_is_read_from_a_file_in_one_step(seeded: Workspace, tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "2027.csv"
    file.write_text(TABLE, encoding=encoding)
    assert do(seeded, partial(policy_calendar.import_days, path=file, source="国办发明电〔2026〕1号")) == 3
    shown = year(seeded, 2027)
    assert shown.known
    assert [(one.kind, one.first.day, one.last.day, one.name, one.source) for one in shown.spans] == [
        ("off", 1, 2, "国庆节", "国办发明电〔2026〕1号"),
        ("makeup", 9, 9, "国庆节", "国办发明电〔2026〕1号"),
    ]
    seeded.undo()
    assert not year(seeded, 2027).known


@pytest.mark.parametrize(("text", "words"), [("2027-13-01,x,是", "line 1"), ("{", "no calendar"), ("", "no calendar")])
def test_that_a_file_that_is_no_calendar_changes_nothing(seeded: Workspace, tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "x.csv"
    file.write_text(text, encoding="utf-8")
    head = seeded.head
    with pytest.raises(KnownError) as caught:
        seeded.perform("Try", partial(policy_calendar.import_days, path=file, source=""))
    assert words in sentence(caught.value)
    assert seeded.head == head


def test_that_a_file_that_is_gone_is_said_by_its_name(seeded: Workspace, tmp_path: Path) -> None:
    with pytest.raises(KnownError) as caught:
        seeded.perform("Try", partial(policy_calendar.import_days, path=tmp_path / "放假.csv", source=""))
    assert "“放假.csv” cannot be read" in sentence(caught.value)


def test_that_a_year_that_the_program_brings_is_offered_and_taken_only_when_asked(seeded: Workspace) -> None:
    def forget(uow: UnitOfWork) -> None:
        for row in list(uow.session.query(CalendarDay).filter(CalendarDay.day >= date(2026, 1, 1))):
            uow.session.delete(row)

    do(seeded, forget)
    card = seeded.read(lambda conn: policy_calendar.load_calendar_card(conn, TODAY))
    assert [(one.year, one.days > 30) for one in card.offers] == [(2026, True)]
    assert seeded.read(policy.load_calendar).missing_years(Period.month(2026, 10)) == [2026]
    assert do(seeded, partial(policy_calendar.take_year, year=2026)) == card.offers[0].days
    assert year(seeded, 2026).working_days == 248
    assert seeded.read(lambda conn: policy_calendar.load_calendar_card(conn, TODAY)).offers == ()

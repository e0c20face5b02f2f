"""Files that go out: no formulas, Chinese that opens as Chinese, calendars without doubles."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import icalendar
import pytest
import python_calamine

from workbench.exchange.calendar import Event, ics_bytes, uid
from workbench.exchange.importing import preview_file
from workbench.exchange.text import TRIGGERS
from workbench.exchange.writing import Out, csv_bytes, xlsx_bytes

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_that_a_csv_cell_that_could_calculate_is_disarmed(trigger: str) -> None:
    written = csv_bytes(["备注"], [[trigger + "1+1"]])
    assert written.startswith(b"\xef\xbb\xbf")
    assert "'" + trigger in written.decode("utf-8-sig")


def test_that_numbers_in_a_csv_stay_numbers() -> None:
    assert (
        csv_bytes(["额", "日"], [[Decimal("-3.50"), date(2026, 3, 1)], [None, time(9, 30)]]).decode("utf-8-sig")
        == "额,日\r\n-3.50,2026-03-01\r\n,09:30\r\n"
    )


def test_that_a_workbook_keeps_texts_as_texts_and_is_the_same_each_time() -> None:
    rows: list[list[Out]] = [["=1+1", Decimal("12.50"), date(2026, 3, 1), True, "007"], ["张䶮", None, None, False, "http://x"]]
    written = xlsx_bytes(["备注", "金额", "日期", "在职", "编号"], rows, sheet="销售/名单", title="导出人 王强")
    assert written == xlsx_bytes(["备注", "金额", "日期", "在职", "编号"], rows, sheet="销售/名单", title="导出人 王强")
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(written))
    assert book.sheet_names == ["销售_名单"]
    assert book.get_sheet_by_index(0).to_python()[2] == ["=1+1", 12.5, date(2026, 3, 1), True, "007"]
    sheet = zipfile.ZipFile(io.BytesIO(written)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet


def test_that_what_was_written_can_be_read_again(tmp_path: Path) -> None:
    for name, content in (
        ("a.xlsx", xlsx_bytes(["工号", "姓名"], [["001", "张䶮"]], title="名单")),
        ("a.csv", csv_bytes(["工号", "姓名"], [["001", "张䶮"]])),
    ):
        (tmp_path / name).write_bytes(content)
        assert preview_file(tmp_path / name, "people").rows == [("001", "张䶮")]


def test_that_a_calendar_names_each_assignment_the_same_for_ever() -> None:
    events = [
        Event("t2:p1", "夜班", date(2026, 11, 24), 1320, 1440),
        Event("t1:p1", "拜访；上海,浦东", date(2026, 11, 23), 540, 600, "上海", revision=2),
    ]
    written = ics_bytes(events, name="张伟", made_at=NOW)
    assert written == ics_bytes(reversed(events), name="张伟", made_at=NOW)
    first, second = icalendar.Calendar.from_ical(written).walk("VEVENT")
    assert str(first["UID"]) == uid("t1:p1")
    assert (str(first["SUMMARY"]), first["SEQUENCE"]) == ("拜访；上海,浦东", 2)
    assert first.decoded("DTSTART").isoformat() == "2026-11-23T09:00:00+08:00"
    assert second.decoded("DTEND").isoformat() == "2026-11-25T00:00:00+08:00"


def test_that_an_empty_calendar_is_still_one() -> None:
    assert icalendar.Calendar.from_ical(ics_bytes([], name="张伟", made_at=NOW)).walk("VEVENT") == []

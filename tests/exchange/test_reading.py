"""Encodings, delimiters and heading rows of files as people really send them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.exchange.files import text_file, xls, xlsx
from workbench.exchange import errors
from workbench.exchange.limits import Limits
from workbench.exchange.reading import read_table

ROSTER = "工号,姓名,部门\n001,张䶮,直营渠道\n002,李娜,外勤\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32"])
def test_that_the_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    table = read_table(text_file(tmp_path, ROSTER, encoding))
    assert table.headings == ("工号", "姓名", "部门")
    assert table.columns[1].cells == ["张䶮", "李娜"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_that_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    table = read_table(text_file(tmp_path, ROSTER.replace(",", delimiter)))
    assert (table.delimiter, table.headings) == (delimiter, ("工号", "姓名", "部门"))


def test_that_decimal_commas_do_not_pass_for_the_delimiter(tmp_path: Path) -> None:
    table = read_table(text_file(tmp_path, "Kunde;Wert\nA;1,5\nB;2,5\nC;3,5\n"))
    assert (table.delimiter, table.columns[1].cells) == (";", ["1,5", "2,5", "3,5"])


@pytest.mark.parametrize(
    ("text", "encoding", "wanted"),
    [
        ("Name,City\nMüller,Zürich\nÉtienne,Orléans\n", "cp1252", "cp1252"),
        ("姓名,電話\n張偉,138\n陳麗,139\n", "big5", "big5"),
        ("Name,Team\nAnna,North\n", "utf-16-le", "utf-16-le"),
    ],
)
def test_that_an_uncertain_encoding_is_asked_for_and_the_answer_is_used(tmp_path: Path, text: str, encoding: str, wanted: str) -> None:
    path = text_file(tmp_path, text, encoding)
    table = read_table(path)
    assert table.columns == ()
    (question,) = table.questions
    assert question.default is None
    offered = {choice.value: choice.text for choice in question.choices}
    assert wanted in offered
    read = read_table(path, encoding=wanted)
    assert read.columns[0].cells[0] == text.splitlines()[1].split(",")[0]


def test_that_an_encoding_that_cannot_be_is_refused(tmp_path: Path) -> None:
    with pytest.raises(errors.UnknownEncoding):
        read_table(text_file(tmp_path, ROSTER, "gb18030"), encoding="utf-8")


def test_that_title_lines_above_the_headings_are_skipped_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    text = "某某公司员工花名册,,\n制表日期:2026-03-01,,\n工号,姓名,入职日期\n001,张伟,2026-01-01\n,,\n002,李娜,2026-02-01\n"
    table = read_table(text_file(tmp_path, text))
    assert table.heading_row == 3
    assert table.headings == ("工号", "姓名", "入职日期")
    assert list(table.numbers) == [4, 6]


def test_that_merged_headings_of_two_rows_become_one(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["考勤月报"],
        ["姓名", "基础信息", None, "合计"],
        [None, "部门", "工号", None],
        ["张伟", "直营", "001", 3],
        [None, "直营", "002", 4],
    ]
    merged = [(0, 0, 0, 3, "考勤月报"), (1, 0, 2, 0, "姓名"), (1, 1, 1, 2, "基础信息"), (1, 3, 2, 3, "合计"), (3, 0, 4, 0, "张伟")]
    table = read_table(xlsx(tmp_path, rows, merged))
    assert table.headings == ("姓名", "部门", "工号", "合计")
    assert list(table.columns[0].cells) == ["张伟", "张伟"]
    assert list(table.numbers) == [4, 5]


def test_that_two_heading_rows_of_a_csv_become_one(tmp_path: Path) -> None:
    table = read_table(text_file(tmp_path, "姓名,基础信息,,备注\n,部门,工号,\n张伟,直营,001,x\n"))
    assert table.headings == ("姓名", "部门", "工号", "备注")
    assert table.rows == 1


def test_that_workbook_cells_keep_their_types(tmp_path: Path) -> None:
    table = read_table(xlsx(tmp_path, [["姓名", "入职日期", "时薪", "在职"], ["张伟", date(2026, 3, 1), 25.5, True]]))
    assert [column.cells[0] for column in table.columns] == ["张伟", date(2026, 3, 1), 25.5, True]
    assert (table.form, table.sheet) == ("xlsx", "数据")


def test_that_an_old_workbook_is_read(tmp_path: Path) -> None:
    table = read_table(xls(tmp_path, [["姓名", "时薪"], ["张伟", 25.5], ["李娜", 30.0]]))
    assert table.form == "xls"
    assert list(table.columns[0].cells) == ["张伟", "李娜"]
    assert list(table.columns[1].cells) == [25.5, 30.0]


def test_that_a_row_with_more_cells_than_headings_is_named(tmp_path: Path) -> None:
    table = read_table(text_file(tmp_path, "工号,姓名\n1,张伟\n2,李娜,多余\n3,王强\n"))
    assert table.rows == 2
    assert [(item.row, item.code) for item in table.ragged] == [(3, "too_many_cells")]
    assert list(table.numbers) == [2, 4]


def test_that_repeated_headings_stay_apart(tmp_path: Path) -> None:
    assert read_table(text_file(tmp_path, "姓名,电话,电话\n张伟,1,2\n")).headings == ("姓名", "电话", "电话 (2)")


def test_that_a_quoted_cell_may_hold_several_lines(tmp_path: Path) -> None:
    table = read_table(text_file(tmp_path, '姓名,备注\n张伟,"一\n二"\n李娜,三\n'))
    assert list(table.columns[1].cells) == ["一\n二", "三"]


def test_that_too_many_rows_are_refused(tmp_path: Path) -> None:
    with pytest.raises(errors.TooManyRows) as caught:
        read_table(text_file(tmp_path, "姓名\n" + "张伟\n" * 200), limits=Limits(text_rows=100))
    assert caught.value.figures["limit"] == 100


def test_that_ten_million_short_rows_are_refused_at_a_glance(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as stream:
        for _ in range(100):
            stream.write(b"1\n" * 100_000)
    with pytest.raises(errors.TooManyRows):
        read_table(path)


def test_that_a_text_file_over_the_limit_is_not_even_opened(tmp_path: Path) -> None:
    with pytest.raises(errors.FileTooLarge):
        read_table(text_file(tmp_path, ROSTER), limits=Limits(text_bytes=10))


def test_that_a_missing_quotation_mark_is_told_with_its_row(tmp_path: Path) -> None:
    with pytest.raises(errors.CellTooLong) as caught:
        read_table(text_file(tmp_path, '姓名,备注\n张伟,"' + "x" * 40_000 + "\n"))
    assert caught.value.figures["limit"] == 32_767


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", errors.FileEmpty),
        (b"\n\n , \n", errors.FileEmpty),
        (b"%PDF-1.7 x", errors.NotATable),
        (b"<html><table><tr><td>1</td></tr></table></html>", errors.NotATable),
        (b"1,2\n3,4\n", errors.NoHeadings),
    ],
)
def test_that_what_is_no_table_is_refused(tmp_path: Path, content: bytes, error: type[errors.FileRefused]) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with pytest.raises(error):
        read_table(path)


def test_that_a_missing_file_is_told_kindly(tmp_path: Path) -> None:
    with pytest.raises(errors.FileMissing):
        read_table(tmp_path / "gone.csv")


def test_that_an_unknown_sheet_is_refused_with_the_names_there_are(tmp_path: Path) -> None:
    with pytest.raises(errors.UnknownSheet) as caught:
        read_table(xlsx(tmp_path, [["姓名"], ["张伟"]]), sheet="甲")
    assert caught.value.figures["sheets"] == "数据"

"""Files made to harm: each is refused with its own reason, and the reason is shown to be the one that fired."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.exchange.files import repacked, text_file, xlsx
from workbench.exchange import errors, reading, worker
from workbench.exchange.limits import Limits
from workbench.exchange.reading import read_table

ROWS = [["姓名", "工号"], ["张伟", "001"]]


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = xlsx(tmp_path, ROWS)
    assert read_table(path).rows == 1
    return path


@pytest.mark.parametrize("text", ["<!DOCTYPE lolz [<!ENTITY lol 'x'>]>", "<!doctype x>", "<!ENTITY a 'b'>"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_that_an_entity_declaration_in_any_part_is_refused(good: Path, tmp_path: Path, text: str, encoding: str) -> None:
    content = ("<?xml version='1.0'?>" + text + "<a/>").encode(encoding)
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "customXml/item1.xml"):
        with pytest.raises(errors.UnsafeWorkbook) as caught:
            read_table(repacked(good, tmp_path / "bad.xlsx", {part: content}))
        assert "declaration in" in caught.value.detail


def test_that_a_declaration_across_two_blocks_is_found(good: Path, tmp_path: Path) -> None:
    content = os.urandom((1 << 18) - 4).replace(b"\0", b"x") + b"<!DOCTYPE x>"
    with pytest.raises(errors.UnsafeWorkbook):
        read_table(repacked(good, tmp_path / "bad.xlsx", {"media/a.bin": content}))


def test_that_a_bomb_is_refused_by_its_ratio(good: Path, tmp_path: Path) -> None:
    bomb = repacked(good, tmp_path / "bomb.xlsx", {"xl/media/x.xml": b"<!--" + b" " * 30_000_000 + b"-->"})
    with pytest.raises(errors.UnsafeWorkbook) as caught:
        read_table(bomb)
    assert "bytes from" in caught.value.detail


def test_that_too_much_unpacked_or_too_many_parts_are_refused(good: Path) -> None:
    with pytest.raises(errors.UnsafeWorkbook):
        read_table(good, limits=Limits(unpacked_bytes=1000))
    with pytest.raises(errors.UnsafeWorkbook):
        read_table(good, limits=Limits(zip_entries=3))


def test_that_a_large_workbook_is_refused(good: Path) -> None:
    with pytest.raises(errors.FileTooLarge):
        read_table(good, limits=Limits(workbook_bytes=1000))


@pytest.mark.parametrize("keep", [30, 200, 1000, -30])
def test_that_a_cut_workbook_is_told_as_damaged(good: Path, tmp_path: Path, keep: int) -> None:
    path = tmp_path / "cut.xlsx"
    path.write_bytes(good.read_bytes()[:keep])
    with pytest.raises(errors.BrokenWorkbook):
        read_table(path)


def test_that_a_flipped_byte_is_told_as_damaged(good: Path, tmp_path: Path) -> None:
    data = bytearray(good.read_bytes())
    with zipfile.ZipFile(good) as archive:
        place = archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 80
    data[place] ^= 0xFF
    path = tmp_path / "flipped.xlsx"
    path.write_bytes(data)
    with pytest.raises(errors.BrokenWorkbook):
        read_table(path)


@pytest.mark.parametrize("content", [b"PK\x03\x04 no zip", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), b"plain text"])
def test_that_what_only_pretends_to_be_a_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "pretender.xlsx"
    path.write_bytes(content)
    with pytest.raises(errors.BrokenWorkbook):
        read_table(path)


def test_that_broken_xml_is_told_as_damaged(good: Path, tmp_path: Path) -> None:
    with pytest.raises(errors.BrokenWorkbook):
        read_table(repacked(good, tmp_path / "bad.xlsx", {"xl/workbook.xml": b"<workbook><sheets><sheet"}))


def test_that_rows_columns_and_cells_over_the_limits_are_refused(tmp_path: Path) -> None:
    with pytest.raises(errors.TooManyRows):
        read_table(xlsx(tmp_path, [["姓名"], *[["张伟"]] * 50]), limits=Limits(workbook_rows=10))
    with pytest.raises(errors.TooManyColumns):
        read_table(xlsx(tmp_path, [[f"列{number}" for number in range(201)], ["x"] * 201]))
    with pytest.raises(errors.TooManyColumns):
        read_table(text_file(tmp_path, ",".join(f"列{number}" for number in range(201)) + "\n" + ",".join("x" * 201) + "\n"))
    with pytest.raises(errors.TooManyCells):
        read_table(text_file(tmp_path, "姓名,工号\n" + "张,1\n" * 100), limits=Limits(cells=50))


def test_that_a_far_cell_does_not_eat_the_memory(good: Path, tmp_path: Path) -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    with pytest.raises((errors.TooManyRows, errors.TooManyColumns, errors.ReadingStopped)):
        read_table(repacked(good, tmp_path / "far.xlsx", {"xl/worksheets/sheet1.xml": sheet}))


def stub(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let another program stand where the reading process would be."""
    monkeypatch.setattr(reading, "command", lambda: [sys.executable, "-c", code])


def test_that_a_reading_process_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stub(monkeypatch, "import time; time.sleep(60)")
    with pytest.raises(errors.ReadingTooLong):
        read_table(text_file(tmp_path, "姓名\n张伟\n"), limits=Limits(wall_seconds=1))


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.abort()",
        "print('rubbish')",
        "import sys; sys.exit(1)",
        "pass",
        "print('[1]')",
        'print(\'{"frame":"rows","rows":1,"texts":true,"forms":[["plain",99999]]}\')',
    ],
)
def test_that_a_reading_process_that_dies_or_talks_nonsense_is_told_kindly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    stub(monkeypatch, code)
    with pytest.raises(errors.ReadingStopped):
        read_table(text_file(tmp_path, "姓名\n张伟\n"))


@pytest.mark.skipif(os.name != "posix", reason="this system cannot limit a process")
def test_that_the_reading_process_limits_its_memory_and_time() -> None:
    code = "import resource; from workbench.exchange import worker, limits; worker.restrict(limits.DEFAULT); print(resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CPU)[0]); x = bytearray(600 << 20)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.split() == [str(512 << 20), "30"]
    assert "MemoryError" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="this system cannot limit a process")
def test_that_processor_time_used_up_is_told_as_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stub(monkeypatch, "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 2))\nwhile True: pass")
    with pytest.raises(errors.ReadingTooLong):
        read_table(text_file(tmp_path, "姓名\n张伟\n"))


def test_that_a_bundle_starts_itself_with_the_hidden_argument(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert reading.command() == [sys.executable, worker.ARGUMENT]


def test_that_the_worker_loads_neither_the_window_nor_the_database() -> None:
    code = "import sys; import workbench.exchange.worker; print([name for name in sys.modules if name.split('.')[0] in ('PySide6', 'sqlalchemy', 'rapidfuzz', 'numpy')])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"

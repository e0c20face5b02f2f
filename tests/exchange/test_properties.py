"""What must hold for every file, not only for those we thought of."""

from __future__ import annotations

import csv
import io
import itertools
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.files import xlsx
from workbench.exchange import csv_files, frames, plain_columns, text, values, wording
from workbench.exchange.errors import FileRefused
from workbench.exchange.fields import Field, Type
from workbench.exchange.importing import prepare, preview_file
from workbench.exchange.limits import DEFAULT
from workbench.exchange.problems import Problem
from workbench.exchange.rejected import as_csv
from workbench.exchange.text import guarded
from workbench.exchange.writing import csv_bytes, xlsx_bytes
from workbench.i18n import sentence
from workbench.readmodels.exchange import Column, ImportPreview, Table

NAMES = st.text(
    st.characters(codec="gb18030", exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp", "Cf")), min_size=1, max_size=12
).filter(lambda name: bool(text.clean(name)))
FILES = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FILES
@given(
    names=st.lists(NAMES, min_size=1, max_size=8),
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    ending=st.sampled_from(["\r\n", "\n"]),
)
def test_that_any_names_survive_any_encoding_and_delimiter(
    tmp_path: Path, names: list[str], delimiter: str, encoding: str, ending: str
) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=ending)
    writer.writerow(["工号", "姓名", "部门"])
    for number, name in enumerate(names):
        writer.writerow([f"E{number}", name, "直营"])
    path = tmp_path / "names.csv"
    path.write_bytes(buffer.getvalue().encode(encoding))
    preview = preview_file(path, "people")
    assert [row[1] for row in preview.rows] == [text.clean(name) for name in names]


MUTATIONS = st.lists(st.tuples(st.integers(0, 1 << 30), st.integers(0, 255)), min_size=1, max_size=6)
"""Places (taken modulo the length of the file, so that no strategy depends on a file) and the bytes put there."""


def test_that_a_workbook_of_these_tests_is_the_same_each_time(tmp_path: Path) -> None:
    """Otherwise a failing example could not be played again."""
    first, second = (xlsx(tmp_path, [["姓名"], ["张伟"]], name=name).read_bytes() for name in ("a.xlsx", "b.xlsx"))
    assert first == second


@settings(FILES, max_examples=40)
@given(kind=st.sampled_from(["csv", "xlsx"]), mutations=MUTATIONS)
def test_that_mutated_bytes_end_in_rows_or_in_a_kind_sentence(tmp_path: Path, kind: str, mutations: list[tuple[int, int]]) -> None:
    source = (
        xlsx(tmp_path, [["姓名", "工号"], ["张伟", 1], ["李娜", 2]]).read_bytes()
        if kind == "xlsx"
        else "姓名,工号\n张伟,1\n李娜,2\n".encode("gb18030")
    )
    content = bytearray(source)
    for place, byte in mutations:
        content[place % len(content)] = byte
    path = tmp_path / f"mutated.{kind}"
    path.write_bytes(bytes(content))
    try:
        preview = preview_file(path, "people")
    except FileRefused as error:  # either way is right
        said = sentence(error)
        assert said.rstrip().endswith("Nothing was changed.")
        assert "{" not in said
    else:
        assert_accounts_for_every_row(preview)


def assert_accounts_for_every_row(preview: ImportPreview) -> None:
    """Each row of the file comes in, is rejected once, or waits for a question; what comes in is fit to be kept."""
    ragged = {one.row for one in preview.table.ragged}
    taken, rejected = list(preview.numbers), [one.row for one in preview.rejected if one.row not in ragged]
    assert len(taken) == len(preview.rows)
    assert len({*taken, *rejected}) == len(taken) + len(rejected)
    assert len(taken) + len(rejected) + preview.waiting == preview.table.rows
    assert bool(preview.waiting) <= bool(preview.questions)
    assert all(wording.reason(one) for one in preview.rejected)
    for row in preview.rows:
        record = dict(zip(preview.fields, row, strict=True))
        assert record["name"] == text.clean(record["name"]) != ""
        assert not any(text.has_controls(value) for value in row if isinstance(value, str))


@given(content=st.text(max_size=300))
def test_that_finding_a_delimiter_never_fails(content: str) -> None:
    assert csv_files.find_delimiter(content, frozenset({"姓名"})) in csv_files.DELIMITERS


@given(columns=st.lists(st.lists(st.text(max_size=5), min_size=3, max_size=3), min_size=1, max_size=4))
def test_that_frames_bring_back_what_they_took(columns: list[list[str]]) -> None:
    stream = io.BytesIO()
    frames.write_columns(stream, columns, 3, texts=True)
    stream.seek(0)
    ((_, found),) = frames.read(stream)
    assert found == columns


@settings(max_examples=40, deadline=None)
@given(odd=st.sampled_from(["", "12", "12.5", "12.50", "1.234", "-3", " 7", "1,5", "1..2", "٣", "9" * 16, ".5", "5.", "0.10"]))
def test_that_the_quick_way_gives_what_the_careful_way_gives(odd: str) -> None:
    field = Field("value", Type.MONEY)
    cells = [f"{number}.{number % 100:02d}" for number in range(10_000)] + [odd]
    quick = plain_columns.convert(field, "", cells)
    careful = values.convert(field, "value", "", set(cells), lambda question: None)
    if quick is not None:
        assert list(quick) == [careful[cell] for cell in cells]


@settings(max_examples=40, deadline=None)
@given(odd=st.sampled_from(["", "x y", " x", "x ", "张", "a\x07b", "n" * 41, "é", "-"]))
def test_that_quick_texts_are_careful_texts(odd: str) -> None:
    field = Field("channel", Type.CODE)
    cells = [f"C{number}" for number in range(10_000)] + [odd]
    quick = plain_columns.convert(field, "", cells)
    careful = values.convert(field, "channel", "", set(cells), lambda question: None)
    if quick is not None:
        assert list(quick) == [careful[cell] for cell in cells]
        assert not any(isinstance(value, Problem) for value in careful.values())


@given(cell=st.text(max_size=20))
def test_that_no_exported_text_starts_a_formula(cell: str) -> None:
    written = csv_bytes(["a"], [[cell]]).decode("utf-8-sig")
    assert guarded(cell) == cell or guarded(cell) == "'" + cell
    body = written.split("\r\n", 1)[1].lstrip('"')
    assert not body.startswith(("=", "+", "-", "@", "\t", "\0", "＝", "＋", "－", "＠"))


SIGNS = ("=", "+86 ", "-", "@", "＝", "'", "'=", "''+", "'\u3000-")
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp")), max_size=12)
SIGNED = st.one_of(TEXTS, st.builds(lambda sign, rest: sign + rest, st.sampled_from(SIGNS), TEXTS))


@given(cell=SIGNED)
def test_that_a_guard_is_taken_off_exactly_where_it_was_put(cell: str) -> None:
    assert text.unguarded(guarded(cell)) == cell
    assert text.unguarded(text.marked(cell)) == cell


def addresses(rows: list[list[str]], form: str) -> list[object]:
    """The addresses of customers in a file whose rows are these, as an import reads them."""
    columns = tuple(Column(place, heading, cells=list(cells)) for place, (heading, *cells) in enumerate(zip(*rows, strict=True)))
    preview = prepare(Table("c", "", form, columns, range(2, len(rows) + 1)), "customers")
    assert preview.rejected == ()
    return [row[preview.fields.index("address")] for row in preview.rows]


@settings(deadline=None)
@given(cells=st.lists(SIGNED, min_size=1, max_size=6))
def test_that_an_exported_text_comes_back_as_it_was(cells: list[str]) -> None:
    rows = [[f"C{place}", f"甲{place}", cell] for place, cell in enumerate(cells)]
    written = csv_bytes(["客户编号", "客户名称", "地址"], rows).decode("utf-8-sig")
    back = addresses(list(csv.reader(io.StringIO(written, newline=""))), "csv")
    assert back == [text.clean(cell) or None for cell in cells]


@pytest.mark.parametrize("rows", [6, 12_000])
def test_that_long_columns_lose_their_guard_as_well(rows: int) -> None:
    """Long plain columns go a quick way of their own."""
    cells = [f"{sign}{place}" for place, sign in zip(range(rows), itertools.cycle(["+86 138", "-", "@", "'-", "s'", ""]), strict=False)]
    written = csv_bytes(["客户编号", "客户名称", "地址"], [[f"C{place}", f"Co{place}", cell] for place, cell in enumerate(cells)]).decode(
        "utf-8-sig"
    )
    assert addresses(list(csv.reader(io.StringIO(written, newline=""))), "csv") == cells


CELLS = ["+86 138 0013 8000", "-零售部", "@上海", "=1+1", "'=1+1", "''+x", "'s-Hertogenbosch", "浦东", "'", "'张"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_that_files_of_ours_bring_texts_with_a_sign_back(tmp_path: Path, form: str) -> None:
    rows = [[f"C{place}", f"甲{place}", cell, cell, f"-{place}", "+86 138 0013 8000"] for place, cell in enumerate(CELLS)]
    make = csv_bytes if form == "csv" else xlsx_bytes
    path = tmp_path / f"customers.{form}"
    path.write_bytes(make(["客户编号", "客户名称", "城市", "地址", "行业", "联系电话"], rows))
    preview = preview_file(path, "customers")
    place = [preview.fields.index(code) for code in ("city", "address", "sector", "contact_phone")]
    assert [tuple(row[one] for one in place) for row in preview.rows] == [
        (cell, cell, f"-{number}", "+86 138 0013 8000") for number, cell in enumerate(CELLS)
    ]


def test_that_rejected_rows_put_right_bring_their_texts_back(tmp_path: Path) -> None:
    cells = [cell for cell in CELLS for _twice in range(2)]
    path = tmp_path / "customers.csv"
    path.write_bytes(csv_bytes(["客户编号", "客户名称", "地址"], [[f"C{place}", "", cell] for place, cell in enumerate(cells)]))
    preview = preview_file(path, "customers")
    assert len(preview.rejected) == len(cells)
    refused = tmp_path / "refused.csv"
    refused.write_bytes(as_csv(preview.table, preview.rejected))
    with refused.open(encoding="utf-8-sig", newline="") as stream:
        rows = [row[3:] for row in csv.reader(stream)]
    for place, row in enumerate(rows[1:]):
        row[1] = f"甲{place}"
    assert addresses(rows, "csv") == cells


def test_that_the_default_limits_are_those_that_were_promised() -> None:
    assert (DEFAULT.workbook_bytes, DEFAULT.unpacked_bytes, DEFAULT.unpack_ratio, DEFAULT.zip_entries) == (20 << 20, 200 << 20, 100, 5000)
    assert (DEFAULT.workbook_rows, DEFAULT.columns, DEFAULT.cell_characters, DEFAULT.cpu_seconds, DEFAULT.memory_bytes) == (
        100_000,
        200,
        32_767,
        30,
        512 << 20,
    )

"""A whole cycle into a folder: names, order, cancelling, failing, two processes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reports import samples
from workbench.files import safe_name
from workbench.readmodels.documents import EvaluationDocument
from workbench.reports.batch import FolderUnusableError, render_many
from workbench.reports.evaluation import render_evaluation


def some(count: int) -> list[EvaluationDocument]:
    base = samples.evaluation()
    return [replace(base, record_number=f"PE-{at}", person_name=f"张{at}") for at in range(count)]


def test_that_each_evaluation_becomes_one_complete_file(tmp_path: Path) -> None:
    documents = some(3)
    seen: list[int] = []
    files = list(render_many(documents, "zh_CN", tmp_path / "new" / "folder", seen.append))
    assert [file.path.name for file in files] == ["PE-0 张0.pdf", "PE-1 张1.pdf", "PE-2 张2.pdf"]
    assert seen == [1, 2, 3]
    for file, document in zip(files, documents, strict=True):
        assert file.path.read_bytes() == render_evaluation(document)
        assert file.size == file.path.stat().st_size
    assert {path.suffix for path in (tmp_path / "new" / "folder").iterdir()} == {".pdf"}


def test_that_two_processes_give_the_same_files_in_the_same_order(tmp_path: Path) -> None:
    documents = some(5)
    one = [file.path.read_bytes() for file in render_many(documents, "en", tmp_path / "one")]
    two = [file.path.read_bytes() for file in render_many(documents, "en", tmp_path / "two", processes=2)]
    assert one == two


def test_that_documents_are_taken_one_by_one(tmp_path: Path) -> None:
    taken = 0

    def source() -> Iterator[EvaluationDocument]:
        nonlocal taken
        for document in some(4):
            taken += 1
            yield document

    for done, _file in enumerate(render_many(source(), "zh_CN", tmp_path), 1):
        assert taken == done


def test_that_a_cancel_keeps_what_is_done_and_starts_nothing_more(tmp_path: Path) -> None:
    done: list[int] = []
    files = list(render_many(some(5), "zh_CN", tmp_path, done.append, lambda: len(done) >= 2))
    assert len(files) == 2
    assert len(list(tmp_path.iterdir())) == 2


def test_that_a_folder_that_is_a_file_is_told_kindly(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    with pytest.raises(FolderUnusableError) as caught:
        list(render_many(some(1), "zh_CN", blocked / "below"))
    assert "{folder}" in caught.value.sentence
    assert caught.value.figures["folder"] == str(blocked / "below")


def test_that_a_folder_that_goes_away_leaves_no_half_file(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    printing = render_many(some(2), "zh_CN", folder)
    first = next(printing)
    first.path.unlink()
    folder.rmdir()
    with pytest.raises(FolderUnusableError):
        next(printing)
    assert not folder.exists()


def test_that_two_people_of_one_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    twins = [samples.evaluation(), samples.evaluation()]
    names = [file.path.name for file in render_many(twins, "zh_CN", tmp_path)]
    assert names == ["PE-2026Q3-0002 张䶮.pdf", "PE-2026Q3-0002 张䶮 (2).pdf"]


@pytest.mark.parametrize(
    ("given_name", "wanted"),
    [('a/b\\c:d*e?f"g<h>i|j', "a_b_c_d_e_f_g_h_i_j"), ("CON", "_CON"), ("com1.x", "_com1.x"), ("名 . ", "名"), ("", "_"), ("..", "_")],
)
def test_that_names_are_safe_on_windows(given_name: str, wanted: str) -> None:
    assert safe_name(given_name) == wanted


@given(st.text(max_size=400), st.text(max_size=400))
def test_that_any_name_can_be_a_file(record: str, person: str) -> None:
    name = safe_name(record, person.encode("utf-8", "replace").decode())
    assert 0 < len(name.encode("utf-8", "surrogatepass")) <= 190
    assert not set(name) & set('<>:"/\\|?*\n\r\t\x00')
    assert name[-1] not in " ."

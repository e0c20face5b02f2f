"""Search in the records: exactly what a plain scan finds, after any change, undone and done again; sensitive paragraphs never."""

from __future__ import annotations

import itertools
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import TODAY
from tests.services.test_one_on_ones_way import Do, do, wang, zhou
from workbench.models.one_on_ones import TalkNote
from workbench.readmodels.search import Findings, RecordKind
from workbench.services import customers, experience, one_on_ones_record, people, search, team_talks
from workbench.services import one_on_ones as talks
from workbench.services.search import SearchIndex
from workbench.services.workspace import UnitOfWork, Workspace

__all__ = ["do", "wang", "zhou"]
ALPHABET = "客户经理样机补货AbＡｂé ，。1"


def look(workspace: Workspace, index: SearchIndex, query: str, kind: RecordKind | None = None) -> Findings:
    while not workspace.read(partial(search.refresh, index=index)):
        pass
    return workspace.read(partial(search.find, index=index, query=query, kind=kind))


def ids(found: Findings, kind: RecordKind) -> list[int]:
    return [hit.id for group in found.groups for hit in group.hits if group.kind is kind]


def notes(workspace: Workspace) -> dict[int, tuple[str, str]]:
    return workspace.read(
        lambda conn: {row.id: (row.text, row.visibility.value) for row in conn.execute(TalkNote.__table__.select()).all()}
    )


@pytest.fixture
def index() -> SearchIndex:
    return SearchIndex()


def test_that_one_two_and_more_characters_find_every_kind_of_record(workspace: Workspace, do: Do, zhou: int, index: SearchIndex) -> None:
    do(one_on_ones_record.write_note, zhou, "客户反映送货慢", TODAY)
    do(talks.add_point, zhou, "客户名单", TODAY)
    do(talks.add_action, zhou, "回访客户", TODAY)
    do(talks.recognise, zhou, "客户表扬", TODAY)
    meeting = do(team_talks.plan, "weekly", TODAY)
    do(team_talks.add_point, meeting, "大客户")
    do(experience.add, "won", "老客户介绍新客户", TODAY)
    do(customers.add_customer, "客户公司", code="C9")
    for query in ("客", "客户"):
        found = look(workspace, index, query)
        assert {group.kind for group in found.groups} >= {
            RecordKind.TALK, RecordKind.POINT, RecordKind.PROMISE, RecordKind.THANKS, RecordKind.MEETING, RecordKind.EXPERIENCE, RecordKind.CUSTOMER
        }, query  # fmt: skip
    (hit,) = next(group for group in look(workspace, index, "送货慢").groups).hits
    assert (hit.title, hit.excerpt[slice(*hit.mark)], hit.screen, hit.what["person_id"]) == ("周喆", "送货慢", "one_on_ones", zhou)
    assert [group.kind for group in look(workspace, index, "zhouzhe").groups] == [RecordKind.PERSON]
    assert look(workspace, index, "送货慢 没有的词").groups == ()
    assert look(workspace, index, "   ").groups == ()


def test_that_sensitive_paragraphs_are_never_read_and_leave_when_they_become_so(
    workspace: Workspace, do: Do, zhou: int, index: SearchIndex
) -> None:
    note = do(one_on_ones_record.write_note, zhou, "身体不适想减班", TODAY)
    do(one_on_ones_record.write_note, zhou, "家里有事", TODAY, visibility="sensitive")
    do(one_on_ones_record.write_note, zhou, "只给自己看的话", TODAY, visibility="manager")
    assert ids(look(workspace, index, "身体"), RecordKind.TALK) == [note]
    assert look(workspace, index, "家里").groups == ()
    assert look(workspace, index, "只给自己").count == 1
    do(one_on_ones_record.set_visibility, note, "sensitive", TODAY)
    assert look(workspace, index, "身体").groups == ()
    assert not any("身体" in month.blob or "家里" in month.blob for shelf in index.shelves for month in shelf.months.values())
    workspace.undo()
    assert ids(look(workspace, index, "身体"), RecordKind.TALK) == [note]


def test_that_the_index_follows_changes_deletion_undo_and_redo(workspace: Workspace, do: Do, zhou: int, index: SearchIndex) -> None:
    point = do(talks.add_point, zhou, "样机够不够", TODAY)
    assert ids(look(workspace, index, "样机"), RecordKind.POINT) == [point]
    do(talks.edit_point, point, "陈列改了")
    assert (look(workspace, index, "样机").groups, ids(look(workspace, index, "陈列"), RecordKind.POINT)) == ((), [point])
    do(talks.remove_point, point)
    assert look(workspace, index, "陈列").groups == ()
    workspace.undo()
    assert ids(look(workspace, index, "陈列"), RecordKind.POINT) == [point]
    workspace.undo()
    assert ids(look(workspace, index, "样机"), RecordKind.POINT) == [point]
    workspace.redo()
    assert look(workspace, index, "样机").groups == ()


def test_that_rows_written_in_bulk_are_found_and_the_newest_come_first(workspace: Workspace, do: Do, zhou: int, index: SearchIndex) -> None:
    look(workspace, index, "x")

    def write(uow: UnitOfWork) -> None:
        from workbench.models.one_on_ones import Recognition

        uow.insert_many(
            Recognition, ({"person_id": zhou, "day": TODAY.replace(year=2010 + n % 16), "text": f"谢谢第{n}次"} for n in range(1500))
        )

    workspace.perform("Bulk", write)
    found = look(workspace, index, "谢谢")
    (group,) = found.groups
    assert (group.count, group.more, len(group.hits)) == (search.MOST, True, search.SHOWN)
    assert {hit.day.year for hit in group.hits if hit.day} == {2025}
    one = look(workspace, index, "谢谢", RecordKind.THANKS).groups[0]
    assert len(one.hits) == search.SHOWN_OF_ONE
    workspace.undo()
    assert look(workspace, index, "谢谢").groups == ()


VISIBLE = st.sampled_from(["shared", "manager", "sensitive"])
CODES = itertools.count()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.tuples(st.text(ALPHABET, min_size=1, max_size=12), VISIBLE), max_size=8), query=st.text(ALPHABET, min_size=1, max_size=3)
)  # fmt: skip
def test_that_search_finds_what_a_plain_scan_finds(workspace: Workspace, texts: list[tuple[str, str]], query: str) -> None:
    index, code = SearchIndex(), f"H{next(CODES)}"
    if next(CODES) % 2:
        look(workspace, index, query)  # also where the texts come after the first reading

    def write(uow: UnitOfWork) -> None:
        person = people.add_person(uow, "甲", code=code)
        for text, visibility in texts:
            one_on_ones_record.write_note(uow, person, text, TODAY, visibility=visibility)

    def plain() -> set[int]:
        words = search.folded(query).split()
        return {
            one for one, (text, seen) in notes(workspace).items()
            if seen != "sensitive" and words and all(word in search.folded(text) for word in words)
        }  # fmt: skip

    workspace.perform("Write", write)
    assert set(ids(look(workspace, index, query, RecordKind.TALK), RecordKind.TALK)) == plain()
    workspace.undo()
    assert set(ids(look(workspace, index, query, RecordKind.TALK), RecordKind.TALK)) == plain()


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("送货慢", ["慢"], "慢"),
        ("ＡＢＣ公司", ["abc"], "ＡＢＣ"),
        ("前" * 60 + "样机" + "后" * 200, ["样机"], "样机"),
        ("一行\n\n两行 样机", ["样机"], "样机"),
        ("没有", ["别的"], ""),
    ],
)
def test_that_an_excerpt_shows_the_words_where_they_stand(text: str, words: list[str], shown: str) -> None:
    excerpt, mark = search.excerpt_of(text, words)
    assert excerpt[slice(*mark)] == shown
    assert "\n" not in excerpt
    assert len(excerpt) <= search.LEAD + search.TAIL + 10

"""Shared experience: written, named, tagged, and found again by words, names, pinyin and tags."""

from __future__ import annotations

import pytest

from tests.conftest import TODAY
from tests.services.test_one_on_ones_way import Do, do, wang, zhou
from workbench.errors import Refused
from workbench.readmodels.experience import ExperienceList
from workbench.services import customers
from workbench.services import experience as service
from workbench.services.workspace import Workspace

__all__ = ["do", "wang", "zhou"]


def entries(workspace: Workspace) -> ExperienceList:
    return workspace.read(service.load_entries)


def test_that_an_entry_is_found_by_word_name_pinyin_and_tag(workspace: Workspace, do: Do, zhou: int) -> None:
    pharmacy = do(customers.add_customer, "百姓药房", code="C9")
    won = do(
        service.add, "won", "试用装拿下连锁药店", TODAY, story="先放二十盒", tags="#试用装，首单 首单", person_id=zhou, customer_id=pharmacy
    )
    do(service.add, "lost", "价格谈崩", TODAY, lesson="早点问预算")
    rows = entries(workspace).rows
    for query in ("试用", "二十盒", "首单", "百姓", "baixing", "周喆", "zz", "药店 首单"):
        assert [row.id for row in service.found(rows, query)] == [won], query
    assert service.found(rows, "药店 预算") == []
    assert [row.title for row in service.found(rows, "", "lost")] == ["价格谈崩"]
    assert {row.id: row.tags for row in rows}[won] == ("试用装", "首单")


def test_that_a_change_and_taking_away_can_be_undone(workspace: Workspace, do: Do) -> None:
    entry = do(service.add, "learnt", "问预算", TODAY)
    do(service.edit, entry, lesson="第一次见面就问", kind="won")
    do(service.remove, entry)
    assert entries(workspace).rows == ()
    workspace.undo()
    row = entries(workspace).rows[0]
    assert (row.kind, row.lesson) == ("won", "第一次见面就问")


@pytest.mark.parametrize(("fields", "code"), [({"tags": "长" * 300}, "LENGTH"), ({"story": "长" * 20_001}, "LENGTH")])
def test_that_too_long_words_are_refused_and_change_nothing(workspace: Workspace, do: Do, fields: dict[str, str], code: str) -> None:
    entry = do(service.add, "learnt", "问预算", TODAY)
    before = entries(workspace)
    with pytest.raises(Refused) as refused:
        do(service.edit, entry, **fields)
    assert (refused.value.code, entries(workspace)) == (code, before)

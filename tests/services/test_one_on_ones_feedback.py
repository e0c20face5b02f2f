"""Feedback as situation, behaviour and effect, and what would make it one point better: sealed, shared or not, evidence, lock, paper."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import NOW, TODAY
from tests.services.test_one_on_ones_way import Do, do, wang, zhou
from workbench.errors import Refused
from workbench.readmodels.documents import OneOnOneDocument
from workbench.readmodels.one_on_ones import TalkCard
from workbench.reports.one_on_one import render_one_on_one
from workbench.services import one_on_ones as talks
from workbench.services import one_on_ones_evidence as evidence
from workbench.services import one_on_ones_feedback as service
from workbench.services import one_on_ones_record
from workbench.services.workspace import Workspace

__all__ = ["do", "wang", "zhou"]
PARTS = ("周六晚班", "主动替同事顶班", "没有一位客户等")


def card(workspace: Workspace, person: int) -> TalkCard:
    return workspace.read(lambda conn: talks.load_talk(conn, person, TODAY))


def paper(workspace: Workspace, person: int) -> OneOnOneDocument:
    talk_id = card(workspace, person).talk_id
    assert talk_id is not None
    return workspace.read(lambda conn: talks.load_document(conn, talk_id, TODAY, NOW))


def give(do: Do, person: int, parts: tuple[str, ...] = PARTS, kind: str = "given_keep", **more: Any) -> int:
    return int(do(service.write, person, parts, kind, TODAY, **more))


def test_that_both_directions_are_kept_and_printed_when_shared(workspace: Workspace, do: Do, zhou: int) -> None:
    give(do, zhou)
    give(do, zhou, ("周会", "打断别人", "建议没有说完"), "received_change")
    give(do, zhou, ("私下", "想法", "只给自己"), visibility="manager")
    notes = card(workspace, zhou).notes
    assert [(note.feedback, note.visibility) for note in notes] == [
        ("given_keep", "shared"), ("received_change", "shared"), ("given_keep", "manager"),
    ]  # fmt: skip
    assert service.parts_of(notes[0].text) == PARTS
    document = paper(workspace, zhou)
    assert [(row.giver == "周喆", row.to_keep, row.behaviour) for row in document.feedback] == [
        (False, True, PARTS[1]),
        (True, False, "打断别人"),
    ]
    assert document.notes == ""
    assert render_one_on_one(document) == render_one_on_one(document)


def test_that_a_change_an_emptied_one_and_undo_work(workspace: Workspace, do: Do, zhou: int) -> None:
    note = give(do, zhou)
    give(do, zhou, ("周六晚班", "", ""), "given_change", note_id=note)
    assert [(n.id, n.feedback, n.text) for n in card(workspace, zhou).notes] == [(note, "given_change", "周六晚班\n\n")]
    assert give(do, zhou, ("", " ", ""), note_id=note) == 0
    assert card(workspace, zhou).notes == ()
    workspace.undo()
    workspace.undo()
    assert service.parts_of(card(workspace, zhou).notes[0].text) == PARTS


@pytest.mark.parametrize(
    ("parts", "more", "code"), [(("长" * 2001, "", ""), {}, "LENGTH"), (PARTS, {"visibility": "sensitive"}, "SENSITIVE")]
)
def test_that_what_cannot_be_feedback_is_refused(do: Do, zhou: int, parts: tuple[str, ...], more: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        give(do, zhou, parts, **more)
    assert refused.value.code == code


def test_that_shared_feedback_is_evidence_and_is_none_once_it_is_the_managers_own(sample_workspace: Workspace) -> None:
    def run(service: Any, *args: Any, **fields: Any) -> Any:
        return sample_workspace.perform("Step", lambda uow: service(uow, *args, **fields)).result

    person = sample_workspace.read(lambda conn: talks.load_due(conn, TODAY))[0].person_id
    note = run(service.write, person, PARTS, "given_keep", TODAY)
    code = sample_workspace.read(lambda conn: evidence.load_criteria(conn, person))[0].code
    run(evidence.mark, code, TODAY, note_id=note)
    (mark,) = [one for one in sample_workspace.read(lambda conn: evidence.load_marks(conn, person)) if one.criterion == code]
    assert service.parts_of(mark.text) == PARTS
    run(service.write, person, PARTS, "given_keep", TODAY, note_id=note, visibility="manager")
    assert [one for one in sample_workspace.read(lambda conn: evidence.load_marks(conn, person)) if one.id == mark.id] == []


def test_that_what_would_be_better_is_kept_for_the_manager_alone_and_never_in_clear(workspace: Workspace, do: Do, zhou: int) -> None:
    do(service.write_better, zhou, "少排一个晚班", TODAY)
    do(one_on_ones_record.answer, zhou, TODAY, mood=3)
    assert (card(workspace, zhou).better, card(workspace, zhou).mood) == ("少排一个晚班", 3)
    assert "晚班" not in str(paper(workspace, zhou))
    give(do, zhou)

    def everything(conn: Any) -> str:
        tables = [row[0] for row in conn.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").all()]
        return "\n".join(str(row) for name in tables for row in conn.exec_driver_sql(f'SELECT * FROM "{name}"').all())

    stored = workspace.read(everything)
    assert "晚班" not in stored
    assert "顶班" not in stored
    do(service.write_better, zhou, " ", TODAY, talk_id=card(workspace, zhou).talk_id)
    assert card(workspace, zhou).better == ""

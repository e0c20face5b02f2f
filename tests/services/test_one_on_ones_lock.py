"""The record of a talk stands some days after it was held: nothing in it changes any more, and additions say when."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from tests.conftest import TODAY
from workbench.errors import Refused
from workbench.readmodels.one_on_ones import NoteRow, TalkCard
from workbench.services import one_on_ones, one_on_ones_lock, one_on_ones_record, people, policy
from workbench.services.workspace import Workspace

LAST, AFTER = TODAY + timedelta(days=7), TODAY + timedelta(days=8)


def do(workspace: Workspace, job: Any) -> Any:
    return workspace.perform("Step", job).result


@pytest.fixture
def talk(workspace: Workspace) -> tuple[int, int, int]:
    """(person, talk held today, its paragraph)."""
    do(workspace, policy.seed_policy)
    person = int(do(workspace, lambda uow: people.add_person(uow, "周喆", code="P1", hired_on=date(2025, 1, 6))))
    note = int(do(workspace, partial(one_on_ones_record.write_note, person_id=person, text="说了样品的事", today=TODAY)))
    own = card(workspace, person, TODAY).planned_id
    assert own is not None
    do(workspace, partial(one_on_ones.complete_talk, talk_id=own, today=TODAY))
    return person, own, note


def card(workspace: Workspace, person: int, today: date, talk_id: int | None = None) -> TalkCard:
    return workspace.read(partial(one_on_ones.load_talk, person_id=person, today=today, talk_id=talk_id))


def notes(workspace: Workspace, person: int, talk_id: int, today: date) -> list[NoteRow]:
    return list(card(workspace, person, today, talk_id).notes)


def test_that_a_record_may_be_changed_for_seven_days_and_stands_from_the_eighth(workspace: Workspace, talk: tuple[int, int, int]) -> None:
    person, own, note = talk
    write = partial(one_on_ones_record.write_note, person_id=person, note_id=note)
    do(workspace, partial(write, text="说了样品的事，周五前寄", today=LAST))
    assert card(workspace, person, LAST, own).locked_from is None
    assert card(workspace, person, AFTER, own).locked_from == AFTER
    for job in (
        partial(write, text="改了", today=AFTER),
        partial(write, text="", today=AFTER),
        partial(one_on_ones_record.set_visibility, note_id=note, visibility="manager", today=AFTER),
        partial(one_on_ones_record.answer, person_id=person, today=AFTER, talk_id=own, mood=5),
    ):
        with pytest.raises(Refused) as refused:
            do(workspace, job)
        assert (refused.value.code, refused.value.figures["day"]) == ("LOCKED", AFTER)
    assert [(one.text, one.locked) for one in notes(workspace, person, own, AFTER)] == [("说了样品的事，周五前寄", True)]


def test_that_an_addition_says_its_day_is_printed_with_it_and_stands_seven_days_later(
    workspace: Workspace, talk: tuple[int, int, int]
) -> None:
    person, own, _note = talk
    added = do(workspace, partial(one_on_ones_record.write_note, person_id=person, text="样品已到", today=AFTER, talk_id=own))
    do(workspace, partial(one_on_ones_record.write_note, person_id=person, text="样品已到，客户满意", today=AFTER, note_id=added))
    found = notes(workspace, person, own, AFTER)
    assert [(one.added_on, one.locked) for one in found] == [(None, True), (AFTER, False)]
    assert notes(workspace, person, own, AFTER + timedelta(days=8))[1].locked
    paper = workspace.read(partial(one_on_ones.load_document, talk_id=own, today=AFTER))
    assert paper.notes == f"说了样品的事\n{AFTER.isoformat()} + 样品已到，客户满意"


def test_that_a_clock_that_went_back_opens_nothing(
    workspace: Workspace, talk: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    person, own, note = talk
    monkeypatch.setattr(one_on_ones_lock, "_last_saved", lambda _conn: AFTER)
    with pytest.raises(Refused):
        do(workspace, partial(one_on_ones_record.write_note, person_id=person, text="改了", today=TODAY, note_id=note))
    assert card(workspace, person, TODAY, own).locked_from == AFTER


def test_that_the_last_saved_day_comes_from_the_history(workspace: Workspace, talk: tuple[int, int, int]) -> None:
    newest = workspace.steps().undo[-1].at.date()
    assert workspace.read(one_on_ones_lock._last_saved) == newest - timedelta(days=1)

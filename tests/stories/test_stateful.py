"""Any order of planning, meeting, reviewing, undoing and reopening keeps its promises; planted faults show that this can fail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.stories.story import Story
from workbench.models.values.codes import DealStage
from workbench.services import sales
from workbench.services.workspace import UnitOfWork
from workbench.storage.errors import StillNeeded
from workbench.storage.unit_of_work import Image

# No shrinking: it would take minutes. A failure prints its steps, and each is a line of Python.
ONCE = settings(
    phases=[Phase.generate],
    report_multiple_bugs=False,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)


@contextmanager
def telling(story: Story) -> Iterator[Story]:
    """A story told by hand; at its end nothing is checked, because it is broken on purpose."""
    story.begin(stage=2, tasks=1, frozen=False)
    yield story
    story.team.close()


def test_that_any_story_keeps_its_promises() -> None:
    run_state_machine_as_test(Story, settings=settings(ONCE, max_examples=16))


def test_that_an_undo_that_forgets_a_row_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    put_back = UnitOfWork._put_back

    def forgetful(uow: UnitOfWork, image: Image) -> None:
        if image.table not in ("talk_note", "assignment", "review_item"):
            put_back(uow, image)

    monkeypatch.setattr(UnitOfWork, "_put_back", forgetful)
    with pytest.raises((AssertionError, StillNeeded)):  # a check of the story, or the database where another row needs the forgotten one
        run_state_machine_as_test(Story, settings=settings(ONCE, max_examples=60))


def test_that_a_lock_that_can_be_undone_is_caught() -> None:
    with telling(Story()) as story:
        story.lock_is_undoable = True
        story.lock(0, False)
        story.what_is_fixed_stays()
        story.undo()
        with pytest.raises(AssertionError):
            story.what_is_fixed_stays()


def test_that_a_summary_a_fen_short_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    record = sales.record_deal

    def short(uow: UnitOfWork, person_id: int, stage: DealStage, value: int, **fields: Any) -> int:
        deal_id = record(uow, person_id, stage, value, **fields)
        uow.connection.info["may_write"] = 1
        uow.connection.exec_driver_sql("UPDATE sales_month SET net = net - 1 WHERE person_id = ?", (person_id,))
        return deal_id

    with telling(Story()) as story:
        story.sell(0, 8, 100, 0)
        story.money_is_exact()
        monkeypatch.setattr(sales, "record_deal", short)
        story.sell(0, 8, 100, 0)
        with pytest.raises(AssertionError):
            story.money_is_exact()

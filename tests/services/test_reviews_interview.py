"""The interview about an evaluation through a database: written, taken over, printed, and fixed with the lock."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from tests.services.test_reviews import LOCKED_AT, LOCKED_ON, do, vector
from workbench.errors import Refused
from workbench.models.values.codes import Cause, InterviewWay, Objection, ReviewState
from workbench.readmodels.interview import AgreedStep, InterviewCard, InterviewDocument
from workbench.services import reviews, reviews_interview
from workbench.services.workspace import Workspace

__all__ = ["vector"]


def interview(workspace: Workspace, review_id: int) -> InterviewCard:
    return workspace.read(lambda conn: reviews_interview.load_interview(conn, review_id, LOCKED_ON))


def write(workspace: Workspace, review_id: int, **fields: Any) -> None:
    do(workspace, partial(reviews_interview.write, review_id=review_id, today=LOCKED_ON, **fields))


def paper(workspace: Workspace, review_id: int) -> InterviewDocument:
    return workspace.read(lambda conn: reviews_interview.load_document(conn, review_id, LOCKED_ON, LOCKED_AT, "林立"))


def lock(workspace: Workspace, review_id: int) -> None:
    while workspace.read(lambda conn: reviews.load_review(conn, review_id, LOCKED_ON)).state is not ReviewState.INTERVIEW:
        do(workspace, partial(reviews.submit, review_id=review_id))
    do(workspace, partial(reviews.lock, review_id=review_id, today=LOCKED_ON, now=LOCKED_AT))


def test_that_every_part_of_the_record_is_kept_and_printed(vector: tuple[Workspace, int, int]) -> None:
    workspace, _cycle, review_id = vector
    assert not interview(workspace, review_id).is_begun
    write(
        workspace,
        review_id,
        held_on=LOCKED_ON,
        start=14 * 60,
        end=14 * 60 + 45,
        way="video",
        place=" 二楼会议室 ",
        interviewer="林立",
        attendees="HR 陈静",
    )
    write(
        workspace,
        review_id,
        causes=["surroundings", "ability"],
        own_view="整体满意\n还想学谈判",
        objection="objects",
        objection_text="目标偏高",
    )
    write(workspace, review_id, actions=[{"what": "每周陪访", "who": "林立", "due": "2026-12-31", "measure": "四次"}, {"what": "复盘"}])
    texts = interview(workspace, review_id).texts
    assert (texts.place, texts.way, texts.causes) == ("二楼会议室", InterviewWay.VIDEO, (Cause.ABILITY, Cause.SURROUNDINGS))
    assert texts.actions == (AgreedStep("每周陪访", "林立", date(2026, 12, 31), "四次"), AgreedStep("复盘"))
    found = paper(workspace, review_id)
    assert (found.texts, found.texts.objection, found.locked) == (texts, Objection.OBJECTS, False)
    assert (str(found.score), found.grade) == ("9473/100", "A")


def test_that_what_the_evaluation_says_fills_only_what_is_empty_and_can_be_undone(vector: tuple[Workspace, int, int]) -> None:
    workspace, _cycle, review_id = vector
    do(
        workspace,
        partial(reviews.set_text, review_id=review_id, achievements="签下三家新客户", improvements="录入更及时", employee_summary="满意"),
    )
    do(
        workspace,
        partial(reviews.set_text, review_id=review_id, next_goals=[{"metric": "new_customers", "target": "8", "due": "2026-12-31"}]),
    )
    write(workspace, review_id, went_well="自己写的")
    filled = do(workspace, partial(reviews_interview.take_over, review_id=review_id, today=LOCKED_ON))
    texts = interview(workspace, review_id).texts
    assert (texts.went_well, texts.to_improve, texts.own_view) == ("自己写的", "录入更及时", "满意")
    assert texts.next_focus.endswith(" · 8 · 2026-12-31")
    assert filled >= 3
    assert interview(workspace, review_id).offered == ()
    workspace.undo()
    assert interview(workspace, review_id).texts.to_improve == ""


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"held_on": LOCKED_ON + timedelta(days=1)}, "DAY"),
        ({"filed_on": LOCKED_ON + timedelta(days=1)}, "DAY"),
        ({"start": 15 * 60, "end": 14 * 60}, "TIME"),
        ({"start": 1440}, "TIME"),
        ({"actions": [{"what": " ", "who": "林立"}]}, "WHAT"),
        ({"actions": [{"what": "陪访", "due": "下周"}]}, "DAY"),
        ({"own_view": "长" * 20_001}, "LENGTH"),
    ],
)
def test_that_what_cannot_be_is_refused_and_changes_nothing(vector: tuple[Workspace, int, int], fields: dict[str, Any], code: str) -> None:
    workspace, _cycle, review_id = vector
    write(workspace, review_id, purpose="沟通结果")
    before = interview(workspace, review_id)
    with pytest.raises(Refused) as refused:
        write(workspace, review_id, **fields)
    assert refused.value.code == code
    assert interview(workspace, review_id) == before


def test_that_the_lock_fixes_the_record_its_paper_and_leaves_the_day_of_filing_open(vector: tuple[Workspace, int, int]) -> None:
    workspace, _cycle, review_id = vector
    write(workspace, review_id, purpose="沟通结果", held_on=LOCKED_ON)
    draft = paper(workspace, review_id)
    lock(workspace, review_id)
    signed = paper(workspace, review_id)
    assert (draft.locked, signed.locked, signed.appeal_deadline) == (False, True, date(2026, 10, 21))
    with pytest.raises(Refused) as refused:
        write(workspace, review_id, purpose="别的")
    assert refused.value.code == "LOCKED"
    write(workspace, review_id, filed_on=LOCKED_ON)
    assert interview(workspace, review_id).texts.filed_on == LOCKED_ON
    assert paper(workspace, review_id) == signed  # HR dates the paper that was signed by hand; what is printed again is the same


def test_that_there_is_nothing_to_print_before_the_first_word(vector: tuple[Workspace, int, int]) -> None:
    workspace, _cycle, review_id = vector
    with pytest.raises(Refused) as refused:
        paper(workspace, review_id)
    assert refused.value.code == "EMPTY"

"""What is marked in a talk for a review: shared only, withdrawn when it is not shared any more, found by the review of its period."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from tests.conftest import TODAY
from workbench.errors import Refused
from workbench.models.people import Person
from workbench.services import one_on_ones, one_on_ones_evidence, one_on_ones_record
from workbench.services.workspace import UnitOfWork, Workspace
from workbench.storage.queries import reviews as review_queries

SHARED = "主动帮新人跑了两家店"


def do(workspace: Workspace, job: Any) -> Any:
    return workspace.perform("Step", job).result


@pytest.fixture
def ids(sample_workspace: Workspace) -> tuple[int, int, int]:
    """(person, shared paragraph, point) of a talk of today."""

    def job(uow: UnitOfWork) -> tuple[int, int, int]:
        person = uow.session.query(Person).filter(Person.left_on.is_(None)).order_by(Person.id).first()
        assert person is not None
        note = one_on_ones_record.write_note(uow, person.id, SHARED, TODAY)
        point = one_on_ones.add_point(uow, person.id, "客户投诉已当天回复", TODAY)
        return person.id, note, point

    return do(sample_workspace, job)  # type: ignore[no-any-return]


def criteria(workspace: Workspace, person: int) -> tuple[str, ...]:
    return tuple(one.code for one in workspace.read(partial(one_on_ones_evidence.load_criteria, person_id=person)))


def marks(workspace: Workspace, person: int) -> list[tuple[str, str]]:
    found = workspace.read(partial(one_on_ones_evidence.load_marks, person_id=person))
    return [(one.criterion, one.text) for one in found]


def test_that_a_shared_paragraph_and_a_point_are_marked_and_once_more_unmarked(
    sample_workspace: Workspace, ids: tuple[int, int, int]
) -> None:
    person, note, point = ids
    first, second, *_more = criteria(sample_workspace, person)
    do(sample_workspace, partial(one_on_ones_evidence.mark, criterion=first, today=TODAY, note_id=note))
    do(sample_workspace, partial(one_on_ones_evidence.mark, criterion=second, today=TODAY, point_id=point))
    assert sorted(marks(sample_workspace, person)) == sorted([(first, SHARED), (second, "客户投诉已当天回复")])
    assert do(sample_workspace, partial(one_on_ones_evidence.mark, criterion=first, today=TODAY, note_id=note)) == 0
    assert marks(sample_workspace, person) == [(second, "客户投诉已当天回复")]


@pytest.mark.parametrize("visibility", ["manager", "sensitive"])
def test_that_what_is_not_shared_is_refused_and_what_is_no_longer_shared_is_withdrawn_in_one_step(
    sample_workspace: Workspace, ids: tuple[int, int, int], visibility: str
) -> None:
    person, note, _point = ids
    code = criteria(sample_workspace, person)[0]
    job = partial(one_on_ones_evidence.mark, criterion=code, today=TODAY, note_id=note)
    do(sample_workspace, job)
    do(sample_workspace, partial(one_on_ones_record.set_visibility, note_id=note, visibility=visibility, today=TODAY))
    assert marks(sample_workspace, person) == []
    with pytest.raises(Refused) as refused:
        do(sample_workspace, job)
    assert refused.value.code == "NOT_SHARED"
    sample_workspace.undo()
    assert marks(sample_workspace, person) == [(code, SHARED)]


def test_that_a_paragraph_and_a_point_that_go_take_their_marks_along(sample_workspace: Workspace, ids: tuple[int, int, int]) -> None:
    person, note, point = ids
    code = criteria(sample_workspace, person)[0]
    for source in ({"note_id": note}, {"point_id": point}):
        do(sample_workspace, partial(one_on_ones_evidence.mark, criterion=code, today=TODAY, **source))
    do(sample_workspace, partial(one_on_ones.remove_point, item_id=point))
    do(sample_workspace, partial(one_on_ones_record.write_note, person_id=person, text="", today=TODAY, note_id=note))
    assert marks(sample_workspace, person) == []


def test_that_a_line_that_is_not_rated_is_no_criterion(sample_workspace: Workspace, ids: tuple[int, int, int]) -> None:
    with pytest.raises(Refused):
        do(sample_workspace, partial(one_on_ones_evidence.mark, criterion="sales_net", today=TODAY, note_id=ids[1]))


def test_that_a_review_finds_the_marks_of_its_period_only(sample_workspace: Workspace, ids: tuple[int, int, int]) -> None:
    person, note, _point = ids
    code = criteria(sample_workspace, person)[0]
    do(sample_workspace, partial(one_on_ones_evidence.mark, criterion=code, today=TODAY, note_id=note))
    reviews = {
        (cycle.start_on <= TODAY <= cycle.end_on): head.id
        for cycle in sample_workspace.read(review_queries.cycles)
        for head in sample_workspace.read(partial(review_queries.heads, cycle_id=cycle.id))
        if head.person_id == person
    }
    found = {now: len(sample_workspace.read(partial(one_on_ones_evidence.load_for_review, review_id=own))) for now, own in reviews.items()}
    assert found.get(True, 1) == 1
    assert found[False] == 0

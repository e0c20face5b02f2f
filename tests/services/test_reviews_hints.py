"""Hints beside a comment, read from a database."""

from __future__ import annotations

from tests.services.test_reviews import AFTER, Q3, add_person, card, do, fill_vector, rate_all
from workbench.models.people import Engagement
from workbench.models.values.codes import CyclePeriod, EngagementType
from workbench.services import reviews, reviews_cycle, reviews_hints
from workbench.services.workspace import UnitOfWork, Workspace

TEXT = "三季度拜访客户 42 次，七月签下重点客户，八月回访完成，九月按期回款，产假后状态很好"


def two(uow: UnitOfWork) -> dict[str, int]:
    fill_vector(uow)
    other = add_person(uow, "Z9", "李强")
    uow.session.add(Engagement(person_id=other.id, type=EngagementType.PART_TIME, start_on=other.hired_on, weekly_minutes=1440))
    cycle_id = reviews_cycle.create_cycle(uow, CyclePeriod.QUARTER, Q3, AFTER)
    found = {row.name: row.review_id for row in reviews.load_board(uow.connection, cycle_id, AFTER)}
    for review_id in found.values():
        rate_all(uow, review_id)
    return found


def kinds(workspace: Workspace, review_id: int) -> list[str]:
    shown = card(workspace, review_id)
    return [hint.kind for hint in workspace.read(lambda conn: reviews_hints.load_hints(conn, shown))]


def test_that_a_ground_and_a_copy_are_told_until_the_comment_is_changed(workspace: Workspace) -> None:
    found = do(workspace, two)
    one, other = found["张䶮"], found["李强"]
    assert kinds(workspace, one) == []
    for name, review_id in found.items():
        do(workspace, lambda uow, review_id=review_id, text=name + TEXT: reviews.set_text(uow, review_id, manager_comment=text))
    assert kinds(workspace, one) == ["ground", "copied"] == kinds(workspace, other)
    do(workspace, lambda uow: reviews.set_text(uow, one, manager_comment="7月 12 次拜访，8月签约 3 单"))
    assert kinds(workspace, one) == []
    assert kinds(workspace, other) == ["ground"]

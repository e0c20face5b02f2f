"""From the talk to the review through both screens: marked with a key, offered at its line, written into the facts with its day."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.services.test_reviews import Q3, do
from tests.views.reviews_window import Open, make, opening, rest
from tests.views.support import type_chinese, wait
from tests.views.test_one_on_ones import Open as OpenTalks
from tests.views.test_one_on_ones import opened as talks_opened
from workbench.models.reviews import Review
from workbench.services import one_on_ones, one_on_ones_evidence, reviews
from workbench.services.workspace import UnitOfWork, Workspace
from workbench.views.one_on_ones.paragraph import Paragraph

__all__ = ["talks_opened"]
SAID = "主动帮新人跑了两家店"


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    with opening(qtbot, tmp_path) as run:
        yield run


def test_that_a_paragraph_is_marked_by_its_key_and_told_beside_the_talk(
    sample_workspace: Workspace, talks_opened: OpenTalks, qtbot: QtBot
) -> None:
    screen, context = talks_opened(sample_workspace)
    paragraph = screen.record.paragraphs[-1]
    paragraph.edit.setFocus()
    type_chinese(paragraph.edit, SAID)
    screen.flush()
    wait(qtbot, context)
    wait(qtbot, context)
    screen.record.paragraphs[0].edit.setFocus()
    qtbot.keyClick(screen.record.paragraphs[0].edit, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    wait(qtbot, context)
    card = screen.column.evidence
    assert [one.isChecked() for one in card.offered] == [False] * len(card.offered)
    card.offered[1].trigger()
    card._menu.close()
    wait(qtbot, context)
    wait(qtbot, context)
    assert [(row.criterion, row.text) for row in card.rows] == [(card.offered[1].data(), SAID)]
    screen.record.paragraphs[0].cycle()  # for the manager only: no evidence any more
    wait(qtbot, context)
    wait(qtbot, context)
    assert card.rows == ()


def test_that_a_mark_is_offered_at_its_line_and_becomes_a_fact_once(opened: Open, workspace: Workspace, qtbot: QtBot) -> None:
    review_id = make(workspace)

    def talk(uow: UnitOfWork) -> str:
        person = uow.session.get_one(Review, review_id).person_id
        code = one_on_ones_evidence.queries.criteria(uow.connection, person)[0].code
        point = one_on_ones.add_point(uow, person, SAID, Q3.start)
        one_on_ones_evidence.mark(uow, code, Q3.end, point_id=point)
        return code

    code = do(workspace, talk)
    screen = opened(workspace)
    assert screen._card is not None
    line = screen.form.line
    line.show_line(screen._card, code)
    rest(qtbot, screen)
    before = screen._card.item(code).evidence
    assert line.from_talks.isVisibleTo(line)
    line.from_talks.menu().aboutToShow.emit()
    (entry,) = [action.menu() for action in line.from_talks.menu().actions()]
    for _again in range(2):
        entry.actions()[0].trigger()
        rest(qtbot, screen)
    fact = f"{Q3.start.isoformat()} {SAID}"
    card = workspace.read(partial(reviews.load_review, review_id=review_id, today=Q3.end))
    assert card.item(code).evidence == (f"{before}\n{fact}" if before else fact)
    other = next(item.code for item in card.items if item.code != code and item.metric is None)
    line.show_line(card, other)
    assert not line.from_talks.isVisibleTo(line)


def test_that_a_sensitive_paragraph_is_hidden_again_after_a_minute_and_typing_keeps_it_open(qtbot: QtBot) -> None:
    paragraph = Paragraph(7, "在医院做检查", "sensitive")
    qtbot.addWidget(paragraph)
    assert paragraph.edit.isHidden()
    paragraph.reveal()
    assert not paragraph.edit.isHidden()
    assert paragraph.hiding.interval() == 60_000
    paragraph.hiding.stop()
    type_chinese(paragraph.edit, "，周五")
    assert paragraph.hiding.isActive()  # a key begins the minute anew
    kept: list[str] = []
    paragraph.settled.connect(lambda one: kept.append(one.edit.send()))
    paragraph.hiding.timeout.emit()
    assert paragraph.edit.isHidden()
    assert [text.count("，周五") for text in kept] == [1]  # what was typed was kept first

"""What the tests of the review screen share: vector 8-A in a database, the opened screen, and waiting until it is calm."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pypdfium2
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.conftest import TODAY
from tests.services.test_reviews import AFTER, Q3, do, fill_vector, rate_all
from tests.views.support import make_context
from workbench.models.values.codes import CyclePeriod, ReviewState
from workbench.services import reviews, reviews_cycle
from workbench.services.workspace import UnitOfWork, Workspace
from workbench.views.reviews.screen import ReviewsScreen

Open = Callable[[Workspace], ReviewsScreen]
RATINGS = (4, 3, 5, 4, 4)
LEFT = Qt.MouseButton.LeftButton


@contextmanager
def opening(qtbot: QtBot, folder: Path) -> Iterator[Open]:
    """Gives what opens the screen on a workspace; everything is let go on this thread at the end."""
    made: list[ReviewsScreen] = []

    def run(workspace: Workspace) -> ReviewsScreen:
        screen = ReviewsScreen(make_context(workspace, folder))
        made.append(screen)
        screen.resize(1244, 900)
        with qtbot.waitExposed(screen):
            screen.show()
        screen.activateWindow()
        rest(qtbot, screen)
        return screen

    yield run
    for screen in made:
        rest(qtbot, screen)
        screen.close()  # what loses the focus here is still kept
        rest(qtbot, screen)
        screen.context.tasks.close()
        screen.deleteLater()
    QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete.value))


def rest(qtbot: QtBot, screen: ReviewsScreen) -> None:
    """Until all reads, writes and pictures have come back."""
    qtbot.waitUntil(lambda: is_calm(screen), timeout=20_000)


def is_calm(screen: ReviewsScreen) -> bool:
    preview = screen.preview
    return screen.context.tasks.idle and not (screen._board_pause.isActive() or preview._pause.isActive() or preview._running)


def make(workspace: Workspace, *, rated: bool = True) -> int:
    """Vector 8-A with its cycle; returns the review."""

    def service(uow: UnitOfWork) -> int:
        fill_vector(uow)
        cycle_id = reviews_cycle.create_cycle(uow, CyclePeriod.QUARTER, Q3, AFTER)
        review_id = reviews.load_board(uow.connection, cycle_id, AFTER)[0].review_id
        if rated:
            rate_all(uow, review_id)
        return review_id

    return int(do(workspace, service))


def advance(workspace: Workspace, review_id: int, state: ReviewState) -> None:
    while workspace.read(lambda conn: reviews.load_review(conn, review_id, TODAY)).state is not state:
        do(workspace, partial(reviews.submit, review_id=review_id))


def text_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    text = "".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
    document.close()
    return text.replace("\r", "").replace("\n", "")


def rating(screen: ReviewsScreen, code: str) -> int | None:
    assert screen._card is not None
    return screen._card.item(code).manager_rating

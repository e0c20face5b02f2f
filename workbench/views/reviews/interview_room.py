"""The way into the interview of an evaluation and back, and its paper; the pages are built when they are first wanted."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QStackedWidget

from workbench.files import safe_name
from workbench.i18n import _
from workbench.services import reviews_interview as service
from workbench.views.context import Context
from workbench.views.reviews.interview import InterviewPage
from workbench.views.widgets.paper_page import PaperPage

WIDEST = 620


def render(document: Any, language: str) -> bytes:
    """The PDF of a record; ReportLab is imported here, on the worker."""
    from workbench.reports.interview import render_interview

    return render_interview(document, language)


class InterviewRoom(QObject):
    """`left` tells that the evaluation shall be shown again."""

    left = Signal()

    def __init__(self, context: Context, stack: QStackedWidget) -> None:
        super().__init__(stack)
        self.context, self._stack = context, stack
        self.page: InterviewPage | None = None
        self.paper: PaperPage | None = None

    @property
    def is_open(self) -> bool:
        """Whether the interview, or its paper, is what the screen shows."""
        return self.page is not None and self._stack.currentWidget() in (self.page, self.paper)

    def enter(self, review_id: int) -> None:
        if self.page is None:
            self.page = InterviewPage(self.context)
            self.page.left.connect(self.leave)
            self.page.paper_wanted.connect(self.show_paper)
            self._stack.addWidget(self.page)
        self._stack.setCurrentWidget(self.page)
        self.page.show_review(review_id)
        self.page.fields["held_on"].editor.setFocus()

    @Slot(object)
    def show_paper(self, review_id: int) -> None:
        """The paper as the employee will see it; nothing is printed before it was seen."""
        if self.paper is None:
            note = _("All of it is printed and signed by both")
            self.paper = PaperPage(self.context, _("What the employee will see"), note, _("Back to the interview"), render, most=WIDEST)
            self.paper.closed.connect(self._on_paper_closed)
            self._stack.addWidget(self.paper)
        self._stack.setCurrentWidget(self.paper)
        name = self.page.card.person_name if self.page is not None and self.page.card is not None else str(review_id)
        job = partial(service.load_document, review_id=review_id, today=self.context.today(), now=self.context.now())
        self.paper.show_paper(job, f"{safe_name(_('Record of the evaluation interview'), name)}.pdf")

    @Slot()
    def _on_paper_closed(self) -> None:
        if self.page is not None:
            self._stack.setCurrentWidget(self.page)

    def print_out(self) -> bool:
        """Ctrl+P: the preview first, then the printer; False while nothing is written."""
        if self.page is None or self.page.card is None or not self.page.card.is_begun:
            return False
        if self._stack.currentWidget() is self.paper and self.paper is not None:
            self.paper.choose_printer()
        else:
            self.flush()
            self.show_paper(self.page.card.review_id)
        return True

    def follow(self) -> None:
        """Read again what is shown."""
        if self.page is not None and self.is_open:
            self.page.follow()

    def flush(self) -> None:
        if self.page is not None:
            self.page.flush()

    @Slot()
    def leave(self) -> None:
        self.flush()
        self.left.emit()

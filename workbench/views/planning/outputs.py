"""What leaves the week: the rows behind a figure, its publication and copies, text for a chat, and paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from workbench.i18n import _
from workbench.readmodels.planning import CopyReport
from workbench.services import planning
from workbench.views.itemmodels.planning import BreakdownRow
from workbench.views.planning.tiles import breakdown

if TYPE_CHECKING:
    from workbench.views.planning.screen import PlanningScreen


class Outputs(QObject):
    """`paper` is the page that stands in place of the board, while one does."""

    def __init__(self, screen: PlanningScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        self.paper: QWidget | None = None

    def connect_all(self) -> None:
        side, act = self._screen.side, self._screen.actions_
        self._screen.tiles.opened.connect(self.show_breakdown)
        side.breakdown.row_wanted.connect(self._on_row)
        side.preview.row_wanted.connect(self._on_row)
        side.hint.publish_reason.given.connect(act.publish)
        act.publish_reason_wanted.connect(self._on_publish_reason)
        act.published.connect(self._on_published)
        act.copied.connect(self._on_copied)

    @Slot(str)
    def show_breakdown(self, key: str) -> None:
        """What the figure of a tile is made of."""
        if self._screen.details is None or self._screen.week_state is None:
            return
        self._screen.side.breakdown.show_rows(
            *breakdown(key, self._screen.week_state, self._screen.details.facts, self._screen.details.seats, self._screen.details.conflicts)
        )
        self._screen.side.show_page(self._screen.side.breakdown)

    @Slot(object)
    def _on_row(self, row: BreakdownRow) -> None:
        """A row behind a figure leads to its block, task or person on the board."""
        state = self._screen.board.state
        found = (
            [one for one in state.everything() if one.task == row.task and (not row.person or one.person == row.person)] if row.task else []
        )
        if found:
            self._screen.board.show_block(found[0].key)
            if found[0].assignment == 0 and self._screen.proposal.found is None:
                self._screen.select_block(found[0])
        elif row.person:
            self._screen.board.show_person(row.person)

    @Slot(str)
    def _on_publish_reason(self, words: str) -> None:
        self._screen.side.show_hint()
        self._screen.side.hint.publish_reason.ask(_("This week was published already"), words)
        self._screen.place_side()

    @Slot()
    def _on_published(self) -> None:
        self._screen.side.hint.publish_reason.hide()

    @Slot(object)
    def _on_copied(self, report: CopyReport) -> None:
        self._screen.side.hint.show_report(report)
        self._screen.side.show_hint()
        self._screen.context.messages.tell(
            _(
                "{tasks} tasks and {assignments} assignments were copied; {left} would break a rule and were left out.",
                tasks=report.tasks,
                assignments=report.assignments,
                left=len(report.left_out),
            )
        )

    @Slot()
    def copy_text(self) -> None:
        """For 微信 or 钉钉."""
        if self._screen.week_state is not None:
            QGuiApplication.clipboard().setText(planning.week_text(self._screen.week_state.week))
            self._screen.context.messages.tell(_("The week is in the clipboard as text."))

    @Slot()
    def open_paper(self) -> None:
        from workbench.views.planning.paper import show_week, week_paper

        self.close_paper()
        page = week_paper(self._screen.context)
        page.closed.connect(self.close_paper)
        self.paper = page
        self._screen.stack.addWidget(page)
        self._screen.stack.setCurrentWidget(page)
        show_week(page, self._screen.monday)

    @Slot()
    def close_paper(self) -> None:
        if self.paper is not None:
            self._screen.stack.removeWidget(self.paper)
            self.paper.deleteLater()
            self.paper = None
            self._screen.stack.setCurrentWidget(
                self._screen.body if self._screen.week_state is not None and self._screen.week_state.week.tasks else self._screen.empty
            )

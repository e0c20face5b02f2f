"""What leaves the week: the rows behind a figure, its publication and copies, text for a chat, and paper."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from workbench import i18n
from workbench.files import write_whole
from workbench.i18n import _, ngettext
from workbench.readmodels.planning import CopyReport
from workbench.services import exports, planning
from workbench.services.workspace import Workspace
from workbench.views.itemmodels.planning import BreakdownRow
from workbench.views.planning.tiles import breakdown
from workbench.views.tasks import Progress
from workbench.views.theme import Tone

if TYPE_CHECKING:
    from workbench.views.planning.screen import PlanningScreen


def copied_words(report: CopyReport) -> list[str]:
    """What was copied, and what was not, in sentences."""
    found = [
        ngettext("{n} task was copied.", "{n} tasks were copied.", report.tasks),
        ngettext("{n} assignment came along.", "{n} assignments came along.", report.assignments),
    ]
    if report.left_out:
        left = len(report.left_out)
        found.append(ngettext("{n} would break a rule and was left out.", "{n} would break a rule and were left out.", left))
    return found


def _write_calendars(workspace: Workspace, monday: date, now: datetime, folder: Path, progress: Progress) -> int:
    """One file a person, whole or not at all each; returns how many."""
    files = exports.calendar_files(workspace, monday, now)
    for number, (name, data) in enumerate(files, 1):
        progress.step(_("Writing the calendars …"), number, len(files))
        write_whole(folder / name, data)
    return len(files)


class Outputs(QObject):
    """`paper` is the page that stands in place of the board, while one does."""

    def __init__(self, screen: PlanningScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        self.paper: QWidget | None = None

    def connect_all(self) -> None:
        side, act = self._screen.side, self._screen.actions_
        self._screen.tiles.opened.connect(self.show_breakdown)
        self._screen.tray.all_wanted.connect(self._on_all_seats)
        side.breakdown.row_wanted.connect(self._on_row)
        side.preview.row_wanted.connect(self._on_row)
        side.hint.publish_reason.given.connect(act.publish)
        act.publish_reason_wanted.connect(self._on_publish_reason)
        act.published.connect(self._on_published)
        act.copied.connect(self.tell_copied)

    @Slot(str)
    def show_breakdown(self, key: str) -> None:
        """What the figure of a tile is made of."""
        if self._screen.details is None or self._screen.week_state is None:
            return
        self._screen.side.breakdown.show_rows(
            *breakdown(key, self._screen.week_state, self._screen.details.facts, self._screen.details.seats, self._screen.details.conflicts)
        )
        self._screen.side.show_page(self._screen.side.breakdown)

    @Slot()
    def show_told(self) -> None:
        """Whose plan changed since it was told."""
        details = self._screen.details
        if details is None or not details.facts.publications:
            self._screen.context.messages.tell(_("This week was not published yet, so nobody was told anything."), Tone.ACCENT)
        elif not details.facts.told_changes:
            self._screen.context.messages.tell(_("Everybody's plan is as it was told."))
        else:
            self.show_breakdown("told")

    @Slot()
    def _on_all_seats(self) -> None:
        self.show_breakdown("coverage")

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

    @Slot()
    def publish(self) -> None:
        """Where places are open the line in the window asks once, and the side lists them; nothing is told to anybody before."""
        screen = self._screen
        if screen.what_if.blocks():
            return
        left = len(screen.week_state.seats) if screen.week_state is not None else 0
        if not left or screen.proposal.found is not None:
            screen.actions_.publish()
            return
        self.show_breakdown("coverage")
        words = ngettext(
            "{n} place is not filled yet; it is listed beside the board. Nothing is published so far.",
            "{n} places are not filled yet; they are listed beside the board. Nothing is published so far.",
            left,
        )
        screen.context.messages.tell(words, Tone.WARNING, _("Publish anyway"), partial(self._publish_week, screen.monday))

    def _publish_week(self, monday: date) -> None:
        """The week that was asked about, whichever is shown by now."""
        if self._screen.monday == monday:
            self._screen.actions_.publish()
        else:
            self._screen.context.messages.tell(_("Another week is shown by now, so nothing was published."), Tone.WARNING)

    @Slot(str)
    def _on_publish_reason(self, words: str) -> None:
        self._screen.side.show_hint()
        self._screen.side.hint.publish_reason.ask(_("This week was published already"), words)
        self._screen.place_side()

    @Slot()
    def _on_published(self) -> None:
        self._screen.side.hint.publish_reason.hide()

    @Slot(object)
    def tell_copied(self, report: CopyReport) -> None:
        """What a copy made, and beside the board what was left out and why."""
        self._screen.side.hint.show_report(report)
        self._screen.side.show_hint()
        self._screen.context.messages.tell(" ".join(copied_words(report)))

    @Slot()
    def copy_text(self) -> None:
        """For 微信 or 钉钉."""
        if self._screen.week_state is not None:
            QGuiApplication.clipboard().setText(planning.week_text(self._screen.week_state.week))
            self._screen.context.messages.tell(_("The week is in the clipboard as text."))

    @Slot()
    def copy_picture(self) -> None:
        """The sheet of the week as a picture, for 微信 or 钉钉."""
        from workbench.views.planning.paper import reading

        self._screen.context.tasks.read(self, reading(self._screen.context, self._screen.monday), self._on_to_picture, self._on_failed)

    @Slot(object)
    def _on_to_picture(self, document: object) -> None:
        from workbench.views.planning.paper import picture

        job = partial(picture, document, i18n.language())
        self._screen.context.tasks.work(self, job, self._on_picture, self._on_failed)

    @Slot(object)
    def _on_picture(self, image: QImage) -> None:
        QGuiApplication.clipboard().setImage(image)
        self._screen.context.messages.tell(_("The week is in the clipboard as a picture."))

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._screen.context.messages.complain(error)

    @Slot()
    def choose_calendars(self) -> None:
        """Everybody's week as a calendar file, into a folder."""
        dialog = QFileDialog(self._screen, _("Calendar files for everybody …"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_calendars)
        dialog.open()

    @Slot(str)
    def save_calendars(self, folder: str) -> None:
        workspace, monday = self._screen.context.workspace, self._screen.monday
        job = partial(_write_calendars, workspace, monday, datetime.now(UTC), Path(folder))
        self._screen.context.tasks.work(self, job, self._on_calendars, self._on_failed)

    @Slot(object)
    def _on_calendars(self, count: int) -> None:
        words = ngettext("{n} calendar file was written.", "{n} calendar files were written.", count)
        self._screen.context.messages.tell(words if count else _("Nobody has a task in this week."))

    @Slot()
    def open_slips(self) -> None:
        self._open(slips=True)

    @Slot()
    def open_paper(self) -> None:
        self._open(slips=False)

    def _open(self, *, slips: bool) -> None:
        from workbench.views.planning.paper import show_week, week_paper

        self.close_paper()
        page = week_paper(self._screen.context, slips=slips)
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

"""What else can be done with a planned talk: change places with another, call it off, take it to a calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton

from workbench.files import write_whole
from workbench.i18n import N_, _
from workbench.readmodels.one_on_ones import DueRow, TalkCard
from workbench.services import one_on_ones_rhythm as service
from workbench.services.workspace import Change, UnitOfWork, Workspace
from workbench.views.context import Context
from workbench.views.one_on_ones.rows import menu_below
from workbench.views.tasks import Progress
from workbench.views.theme import Tone
from workbench.views.words import one_on_ones as words

MOST_OTHERS = 12


class MoreMenu(QPushButton):
    """A quiet button with a menu; hidden where no talk is planned."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("More"))
        self.setProperty("look", "quiet")
        self.setAccessibleName(_("More that can be done with this talk"))
        self.context = context
        self.card: TalkCard | None = None
        self.menu_ = QMenu(self)
        self.clicked.connect(self._on_clicked)
        self._calendar_of = 0  # whose file is being asked about

    def show_card(self, card: TalkCard) -> None:
        self.card = card
        held = card.talk_id is not None
        self.setVisible(held)

    def _on_clicked(self) -> None:
        job = partial(service.load_list, today=self.context.today())
        self.context.tasks.read(self, job, self._on_others, self.context.messages.complain)

    def _on_others(self, rows: list[DueRow]) -> None:
        if self.card is None or self.card.talk_id is None:
            return
        card, self_menu = self.card, self.menu_
        self_menu.clear()
        if card.state == "planned":
            swap = self_menu.addMenu(_("Change places with"))
            others = [row for row in rows if row.talk_id and row.planned and row.person_id != card.person_id and row.left_on is None]
            for row in others[:MOST_OTHERS]:
                text, _tone = words.due(row)
                self._add(swap, f"{row.name} · {text}", row.talk_id or 0, self._on_swap)
            swap.setEnabled(bool(others))
            self._add(self_menu, _("Call this talk off"), card.talk_id or 0, self._on_cancel)
        self._add(self_menu, _("Calendar file …"), card.talk_id or 0, self._on_calendar)
        menu_below(self_menu, self)

    def _add(self, menu: QMenu, text: str, talk_id: int, slot: Callable[[], None]) -> None:
        action = QAction(text.replace("&", "&&"), menu)
        action.setData(talk_id)
        action.triggered.connect(slot)
        menu.addAction(action)

    def _data(self) -> int:
        action = self.sender()
        return int(action.data()) if isinstance(action, QAction) else 0

    def _on_swap(self) -> None:
        self.swap(self._data())

    def swap(self, other: int) -> None:
        """Change places with another planned talk."""
        if self.card is not None and self.card.talk_id is not None:
            self._write(
                N_("Change places of the talk with {person}"), partial(service.swap_talks, talk_id=self.card.talk_id, other_id=other)
            )

    def _on_cancel(self) -> None:
        self.cancel()

    def cancel(self) -> None:
        """Call the planned talk off; its points wait for the next."""
        if self.card is not None and self.card.talk_id is not None:
            job = partial(service.cancel_talk, talk_id=self.card.talk_id)
            self._write(N_("Call off the talk with {person}"), job, self._on_cancelled)

    def _write(self, action: str, job: Callable[[UnitOfWork], object], done: Callable[[Change], None] | None = None) -> None:
        if self.card is not None:
            self.context.tasks.write(self, action, job, done, self.context.messages.complain, person=self.card.name)

    def _on_cancelled(self, _change: Change) -> None:
        self.context.messages.tell(_("The talk is called off; its points wait for the next one."), Tone.GOOD)

    # -- calendar

    def _on_calendar(self) -> None:
        if self.card is None:
            return
        self._calendar_of = self._data()
        dialog = QFileDialog(self, _("Calendar file …"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("ics")
        dialog.selectFile(_("One-on-one · {name}", name=self.card.name).replace(" · ", " ") + ".ics")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_calendar)
        dialog.open()

    def save_calendar(self, file: str) -> None:
        """Write the talk as it stands; a phone that has it already takes the newer version, or the cancellation."""
        talk_id = self._calendar_of or (self.card.talk_id if self.card is not None else None)
        if talk_id:
            job = partial(_write_file, self.context.workspace, talk_id, self.context.now(), Path(file))
            self.context.tasks.work(self, job, self._on_saved, self.context.messages.complain)

    def _on_saved(self, _done: object) -> None:
        self.context.messages.tell(_("The calendar file is written."), Tone.GOOD)


def _write_file(workspace: Workspace, talk_id: int, now: datetime, file: Path, _progress: Progress) -> bool:
    _name, data = service.calendar_file(workspace, talk_id, now)
    write_whole(file, data)
    return True

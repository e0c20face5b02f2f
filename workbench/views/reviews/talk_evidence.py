"""What was marked in one-on-ones for the line that is shown: written into the facts with its day, or opened where it was said."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton

from workbench.i18n import _, ngettext
from workbench.readmodels.one_on_ones_evidence import EvidenceRow
from workbench.services import one_on_ones_evidence as service
from workbench.services.workspace import Change
from workbench.views.context import Context, Destination
from workbench.views.tips import tip_text

TABLES: Final = frozenset({"evidence_mark", "talk_note", "agenda_item"})
SHOWN: Final = 46  # characters of a mark in the menu


class TalkEvidence(QPushButton):
    """`cited` carries the words with their day, as a fact is written."""

    cited = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._review, self._code, self._editable = 0, "", False
        self.rows: tuple[EvidenceRow, ...] = ()
        self.setProperty("look", "quiet")
        self.setMenu(QMenu(self))
        self.menu().aboutToShow.connect(self._fill)
        context.hub.changed.connect(self._on_changed)
        self.hide()

    def show_line(self, review_id: int, code: str, *, editable: bool) -> None:
        """The marks for one line; read once for a review."""
        other = review_id != self._review
        self._review, self._code, self._editable = review_id, code, editable
        if other:
            self.rows = ()
            self._read()
        self._show()

    def _read(self) -> None:
        self.context.tasks.read(self, partial(service.load_for_review, review_id=self._review), self._on_read)

    @Slot(object)
    def _on_read(self, rows: tuple[EvidenceRow, ...]) -> None:
        self.rows = rows
        self._show()

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if self._review and TABLES & set(change.tables):
            self._read()

    @property
    def here(self) -> list[EvidenceRow]:
        """The marks for the line that is shown, newest first."""
        return [row for row in reversed(self.rows) if row.criterion == self._code]

    def _show(self) -> None:
        count = len(self.here)
        self.setVisible(bool(count))
        self.setText(ngettext("{n} from one-on-ones", "{n} from one-on-ones", count))
        self.setToolTip(tip_text("\n".join(_cited(row) for row in self.here)))

    @Slot()
    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        for row in self.here:
            entry = menu.addMenu(_cited(row)[:SHOWN] + ("…" if len(_cited(row)) > SHOWN else ""))
            cite = QAction(_("Write it into the facts"), entry)
            cite.setData(_cited(row))
            cite.setEnabled(self._editable)
            cite.triggered.connect(self._on_cite)
            opened = QAction(_("Open the talk"), entry)
            opened.setData({"person_id": row.person_id, "talk_id": row.talk_id})
            opened.triggered.connect(self._on_open)
            entry.addActions([cite, opened])

    @Slot()
    def _on_cite(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.cited.emit(str(action.data()))

    @Slot()
    def _on_open(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.context.go(Destination("one_on_ones", dict(action.data())))


def _cited(row: EvidenceRow) -> str:
    return f"{row.day.isoformat()} {' '.join(row.text.split())}"

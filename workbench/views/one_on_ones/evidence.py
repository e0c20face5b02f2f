"""From the talk to the review: Ctrl+E marks the paragraph or point at the cursor for a criterion; the card beside the talk lists the marks."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from workbench import i18n
from workbench.i18n import N_, _
from workbench.readmodels.one_on_ones import TalkCard
from workbench.readmodels.one_on_ones_evidence import Criterion, EvidenceRow
from workbench.services import one_on_ones_evidence as service
from workbench.services.workspace import Change, Reader
from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.one_on_ones.part import clear_layout
from workbench.views.theme import TextRole, Tone
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Card, Text
from workbench.views.widgets.panels import IconButton
from workbench.views.words import one_on_ones as words

TABLES: Final = frozenset({"evidence_mark", "talk_note", "agenda_item"})
KEY: Final = "Ctrl+E"
MOST: Final = 6

Source = tuple[int | None, int | None]
"""(paragraph, point), one of them an id."""
Known = tuple[tuple[Criterion, ...], tuple[EvidenceRow, ...]]


def name_of(one: Criterion) -> str:
    return one.name_zh if i18n.is_chinese() else one.name_en


def _read(conn: Reader, person_id: int) -> Known:
    return service.load_criteria(conn, person_id), service.load_marks(conn, person_id)


class EvidenceCard(Card):
    """`asked` wants the source at the cursor; `mark` offers the criteria for it."""

    asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(margin=12, spacing=4)
        self.context = context
        self.body.setContentsMargins(12, 9, 12, 9)
        self.body.addWidget(Text(_("Evidence for the review"), TextRole.SMALL, "muted", wrap=True))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self.body.addLayout(self._lines)
        self.button = QPushButton(_("Mark evidence …"))
        self.button.setProperty("look", "quiet")
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # the cursor stays where it is
        self.button.setToolTip(
            tip_text(
                _("The paragraph or point at the cursor speaks for a criterion of the review. Only what is shared can. ({key})", key=KEY)
            )
        )
        self.button.clicked.connect(self.asked)
        self.body.addWidget(self.button)
        self._menu = QMenu(self)
        self._person = 0
        self._source: Source = (None, None)
        self._criteria: tuple[Criterion, ...] = ()
        self.rows: tuple[EvidenceRow, ...] = ()
        context.hub.changed.connect(self._on_changed)

    def show_card(self, card: TalkCard) -> None:
        """The marks of the person of a talk."""
        if card.person_id != self._person:
            self._person = card.person_id
            self._read(self._on_read)

    def _read(self, done: object) -> None:
        self.context.tasks.read(self, partial(_read, person_id=self._person), done)  # type: ignore[arg-type]

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if self._person and TABLES & set(change.tables):
            self._read(self._on_read)

    @Slot(object)
    def _on_read(self, known: Known) -> None:
        self._criteria, self.rows = known
        clear_layout(self._lines)
        names = {one.code: name_of(one) for one in self._criteria}
        for row in self.rows[-MOST:][::-1]:
            line = _MarkLine(row, names.get(row.criterion, row.criterion), words.day(row.day, self.context.today()))
            line.removed.connect(self._on_removed)
            self._lines.addWidget(line)
        if len(self.rows) > MOST:
            self._lines.addWidget(Text(_("and {count} more", count=len(self.rows) - MOST), TextRole.SMALL, "muted"))

    # -- marking

    def mark(self, source: Source) -> None:
        """Offer the criteria for a paragraph or a point."""
        if not any(source):
            self.context.messages.tell(_("Put the cursor into a paragraph or a point first."), Tone.ACCENT)
            return
        self._source = source
        self._read(self._on_known)

    @Slot(object)
    def _on_known(self, known: Known) -> None:
        self._on_read(known)
        self._menu.clear()
        note, point = self._source
        has = {row.criterion for row in self.rows if (row.note_id, row.point_id) == (note, point)}
        heading = self._menu.addAction(_("Evidence for"))
        heading.setEnabled(False)
        for one in self._criteria:
            action = QAction(name_of(one), self._menu)
            action.setCheckable(True)
            action.setChecked(one.code in has)
            action.setData(one.code)
            action.triggered.connect(self._on_criterion)
            self._menu.addAction(action)
        self._menu.popup(self.button.mapToGlobal(self.button.rect().topLeft()))

    @property
    def offered(self) -> list[QAction]:
        """The criteria of the open menu."""
        return [action for action in self._menu.actions() if action.data() is not None]

    @Slot()
    def _on_criterion(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            note, point = self._source
            job = partial(service.mark, criterion=str(action.data()), today=self.context.today(), note_id=note, point_id=point)
            step = N_("Mark evidence for {item}") if action.isChecked() else N_("Take evidence for {item} away")
            self.context.tasks.write(self, step, job, None, self._on_refused, item=action.text())

    @Slot(object)
    def _on_removed(self, mark_id: int) -> None:
        name = next((name_of(one) for row in self.rows if row.id == mark_id for one in self._criteria if one.code == row.criterion), "")
        job = partial(service.unmark, mark_id=mark_id)
        self.context.tasks.write(self, N_("Take evidence for {item} away"), job, None, self._on_refused, item=name)

    @Slot(object)
    def _on_refused(self, error: BaseException) -> None:
        self.context.messages.tell(words_of(error), Tone.BAD)


class _MarkLine(QWidget):
    """The criterion, the day and the words, and a cross that takes the mark away."""

    removed = Signal(object)  # an id

    def __init__(self, row: EvidenceRow, criterion: str, day: str) -> None:
        super().__init__()
        self._mark = row.id
        said = Text(f"{criterion} · {day}\n{row.text[:80]}{'…' if len(row.text) > 80 else ''}", TextRole.SMALL, "text", wrap=True)
        said.setToolTip(tip_text(row.text))
        cross = IconButton("x", _("Take this evidence away"), 13)
        cross.setFixedSize(QSize(22, 22))
        cross.clicked.connect(self._on_removed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(said, 1)
        layout.addWidget(cross, 0, Qt.AlignmentFlag.AlignTop)

    @Slot()
    def _on_removed(self) -> None:
        self.removed.emit(self._mark)

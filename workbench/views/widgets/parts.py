"""A card in several parts behind tabs: each part is made when it is first looked at and shows one record after the other.

Parts ask for edits, each one undo step; the screen writes them and says a refusal where the edit was made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.services.workspace import UnitOfWork
from workbench.views.theme import TextRole
from workbench.views.widgets.basic import Card, Text
from workbench.views.widgets.editing import EditorField, LineField, TextField

File = TypeVar("File")


@dataclass(frozen=True, slots=True)
class Edit:
    """One undo step: its name (a message id), the job, and the field beside which a refusal is said."""

    action: str
    job: Callable[[UnitOfWork], object]
    field: str = ""
    params: Mapping[str, Any] = made(default_factory=dict)


class Part(QWidget, Generic[File]):
    """A part of a card; it lives as long as the screen. Subclasses make their widgets and fill them in `fill`."""

    wanted = Signal(object)  # Edit
    wished = Signal(object)  # Destination

    def __init__(self) -> None:
        super().__init__()
        self.shown: File | None = None
        self._key: object = None
        self.fields: list[EditorField] = []
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 8, 0)
        self.body.setSpacing(12)
        self.problem = Text("", TextRole.SMALL, "bad", wrap=True)
        self.problem.hide()

    @property
    def file(self) -> File:
        """The record shown; asked for only after `show_file`."""
        assert self.shown is not None
        return self.shown

    def key_of(self, found: File) -> object:
        """What tells records apart."""
        return getattr(found, "key", None)

    def values(self, found: File) -> Any:
        """The read model whose attributes the fields are called after."""
        return found

    def show_file(self, found: File) -> None:
        """Show a record; the same one again leaves what is being typed."""
        other = self.shown is None or self._key != self.key_of(found)
        self.shown, self._key = found, self.key_of(found)
        if other:
            self.complain("", "")
        self.fill(found, other=other)

    def fill(self, found: File, *, other: bool) -> None:
        """Bring the widgets up to date; `other` is True when another record was shown before."""
        values = self.values(found)
        for row in self.fields:
            row.show_value(getattr(values, row.field), other=other)

    def foot(self) -> None:
        """The line for refusals without a field stands last."""
        self.body.addWidget(self.problem)
        self.body.addStretch(1)

    def ask(self, action: str, job: Callable[[UnitOfWork], object], field: str = "", **params: object) -> None:
        self.wanted.emit(Edit(action, job, field, params))

    def flush(self) -> None:
        """Keep what is being typed."""
        for row in self.fields:
            if isinstance(row, LineField | TextField):
                row.flush()

    def complain(self, field: str, text: str) -> None:
        """Say a refusal beside its field, or at the foot where it belongs to none; "" takes it away."""
        row = next((f for f in self.fields if f.field == field), None) if field else None
        if row is not None:
            row.complain(text)
        else:
            self.problem.setText(text)
            self.problem.setVisible(bool(text))

    def put(self, box: Card, rows: Sequence[EditorField], kept: Callable[[str, Any], None], *, columns: int = 2) -> QGridLayout:
        """Place fields in a grid at the end of a card and remember them."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        for place, row in enumerate(rows):
            row.kept.connect(kept)
            self.fields.append(row)
            grid.addWidget(row, place // columns, place % columns)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        box.body.addLayout(grid)
        return grid


class Parts(QWidget):
    """The tabs and what lies behind them."""

    wanted = Signal(object)  # Edit
    wished = Signal(object)  # Destination

    def __init__(self, parts: Sequence[tuple[str, str, Callable[[], Part[Any]]]]) -> None:
        """`parts` are (key, title as a message id, what makes the part)."""
        super().__init__()
        self._parts = tuple(parts)
        self._file: object = None
        self._made: dict[str, Part[Any]] = {}
        self._areas: dict[str, QScrollArea] = {}
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(_("Parts of the card"))
        self.tabs.setExpanding(True)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self._stack = QStackedWidget()
        for key, title, _make in self._parts:
            self.tabs.setTabToolTip(self.tabs.addTab(_(title)), _(title))
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self._areas[key] = area
            self._stack.addWidget(area)
        self.tabs.currentChanged.connect(self._on_tab)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.tabs)
        layout.addWidget(self._stack, 1)

    @property
    def part(self) -> str:
        """Key of the part in front."""
        return self._parts[self.tabs.currentIndex()][0]

    def show_part(self, key: str) -> None:
        self.tabs.setCurrentIndex(next((n for n, part in enumerate(self._parts) if part[0] == key), 0))

    def page(self, key: str) -> Part[Any]:
        """A part, made when it is first needed."""
        if key not in self._made:
            part = next(make for name, _title, make in self._parts if name == key)()
            part.wanted.connect(self.wanted)
            part.wished.connect(self.wished)
            self._made[key] = part
            self._areas[key].setWidget(part)
            if self._file is not None:
                part.show_file(self._file)
        return self._made[key]

    def prepare(self) -> None:
        """Make the part in front before there is a record."""
        self.page(self.part)

    def show_file(self, found: object, *, other: bool) -> None:
        """Show a record in the part in front; the others follow when they are looked at."""
        self._file = found
        front = self.page(self.part)
        if front.shown is not found:
            front.show_file(found)
        if other:
            for area in self._areas.values():
                area.verticalScrollBar().setValue(0)

    def flush(self) -> None:
        """Keep what is being typed."""
        for part in self._made.values():
            part.flush()

    def complain(self, edit: Edit, text: str) -> None:
        """Say a refusal where the edit was made; what was typed stays."""
        self.page(self.part).complain(edit.field, text)

    def settle(self) -> None:
        """An edit was kept: what was said of the one before is over."""
        self.page(self.part).complain("", "")

    @Slot(int)
    def _on_tab(self, place: int) -> None:
        key = self._parts[place][0]
        for name, part in self._made.items():
            if name != key:
                part.flush()
        self._stack.setCurrentIndex(place)
        part = self.page(key)
        if self._file is not None and part.shown is not self._file:
            part.show_file(self._file)

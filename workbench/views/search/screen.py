"""Search in the records: typed in a field, found by kind with the words around it, opened where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from workbench.i18n import _, ngettext
from workbench.readmodels.search import Findings, Hit, RecordKind
from workbench.services import search as service
from workbench.views.context import Destination
from workbench.views.delegates.search import HitDelegate
from workbench.views.screen import Screen
from workbench.views.theme import TextRole, theme
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Surface, Text
from workbench.views.words.search import KINDS

PAUSE_MS = 90
HIT_ROLE = int(Qt.ItemDataRole.UserRole)


class SearchScreen(Screen):
    key: ClassVar[str] = "search"

    def build(self) -> Iterator[None] | None:
        self._index = service.SearchIndex()  # touched on the database thread only
        self._found = Findings("", (), 0, 0)
        self._kind: RecordKind | None = None
        self._reading = False
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("One character or more; several words are all looked for"))
        self.field.setAccessibleName(_("Search in records"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._on_typed)
        self.field.returnPressed.connect(self._on_enter)
        self.field.installEventFilter(self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self.kinds = QListWidget()
        self.kinds.setAccessibleName(_("Kinds of records"))
        self.kinds.setFrameShape(QListWidget.Shape.NoFrame)
        self.kinds.currentRowChanged.connect(self._on_kind)
        self.hits = QListWidget()
        self.hits.setAccessibleName(_("Findings"))
        self.hits.setFrameShape(QListWidget.Shape.NoFrame)
        self.hits.setItemDelegate(HitDelegate(self.hits))
        self.hits.setUniformItemSizes(True)
        self.hits.setMouseTracking(True)
        self.hits.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hits.itemClicked.connect(self._on_item)
        self.hits.itemActivated.connect(self._on_item)
        self.line = Text("", TextRole.BODY, "muted", wrap=True)
        self._lay_out()
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self._on_find)
        self._say()
        return None

    def _lay_out(self) -> None:
        side = Surface("surface", right=True)
        side.setFixedWidth(min(theme().px(236), 300))
        column = QVBoxLayout(side)
        column.setContentsMargins(8, 12, 8, 8)
        column.addWidget(self.kinds)
        right = QWidget()
        words = QVBoxLayout(right)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(8)
        top = QVBoxLayout()
        top.setContentsMargins(16, 12, 16, 0)
        top.setSpacing(8)
        top.addWidget(self.field)
        top.addWidget(self.line)
        words.addLayout(top)
        words.addWidget(self.hits, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(side)
        layout.addWidget(right, 1)

    # -- what the window asks

    def title(self) -> str:
        return _("Search")

    def state(self) -> dict[str, Any]:
        return {"query": self.field.text()}

    def restore(self, state: dict[str, Any]) -> None:
        if "query" in state:
            self.field.setText(str(state["query"]))
        self._on_find()

    def keys(self) -> list[tuple[str, str]]:
        return [
            ("Ctrl+Shift+F", _("Search in records")), ("↓ ↑", _("Choose a finding, or another kind on the left")), ("Enter", _("Open the finding")),
            ("Ctrl+F", _("Back to the words that are looked for")), ("Esc", _("Empty the field")),
        ]  # fmt: skip

    # -- reading

    def reload(self) -> None:
        """Look again: something was changed. The texts are read when the screen is first seen, not ahead."""
        if self.isVisible():
            self._look()

    @Slot(str)
    def _on_typed(self, _text: str) -> None:
        self._kind = None
        self._pause.start()

    @Slot()
    def _look(self) -> None:
        self._pause.stop()
        job = partial(service.find, index=self._index, query=self.field.text(), kind=self._kind)
        self.context.tasks.read(self, job, self._on_found, self.context.messages.complain)

    @Slot(object)
    def _on_found(self, found: Findings) -> None:
        if found.query != self.field.text():
            return  # something else was typed meanwhile
        self._found = found
        self._show_kinds()
        self._show_hits()
        self._say()
        self._read_on()

    def _read_on(self) -> None:
        """The rest of the first reading, in slices between what else is asked of the database."""
        if not self._reading and self._found.read < self._found.total:
            self._reading = True
            self.context.tasks.read(self, partial(service.refresh, index=self._index), self._on_slice, self.context.messages.complain)

    @Slot(object)
    def _on_slice(self, complete: bool) -> None:
        self._reading = False
        if complete:
            self._look()  # what was found so far came from a part of the records only
        elif self.isVisible():
            self._reading = True
            self.context.tasks.read(self, partial(service.refresh, index=self._index), self._on_slice, self.context.messages.complain)

    def _show_kinds(self) -> None:
        with QSignalBlocker(self.kinds):
            self.kinds.clear()
            total = self._found.count
            more = any(group.more for group in self._found.groups)
            self._add_kind(_("Everything"), total, more, None)
            for group in self._found.groups:
                self._add_kind(_(KINDS[group.kind]), group.count, group.more, group.kind)
            place = next((row for row, group in enumerate(self._found.groups, 1) if group.kind is self._kind), 0)
            self.kinds.setCurrentRow(place)

    def _add_kind(self, name: str, count: int, more: bool, kind: RecordKind | None) -> None:
        item = QListWidgetItem(f"{name} · {count:,}{'+' if more else ''}")
        item.setData(HIT_ROLE, kind.value if kind else "")
        item.setSizeHint(QSize(theme().px(120), theme().px(32)))
        item.setToolTip(tip_text(item.text()))
        self.kinds.addItem(item)

    def _show_hits(self) -> None:
        chosen = self.hits.currentRow()
        self.hits.clear()
        for group in self._found.groups:
            for hit in group.hits:
                item = QListWidgetItem(f"{hit.title}, {_(KINDS[hit.kind])}: {hit.excerpt}")
                item.setData(HIT_ROLE, hit)
                item.setToolTip(tip_text(hit.excerpt))
                self.hits.addItem(item)
        if self.hits.count():
            self.hits.setCurrentRow(max(0, min(chosen, self.hits.count() - 1)))

    def _say(self) -> None:
        found, typed = self._found, self.field.text().strip()
        part = _("{read} of {total} records are read so far; the rest follows.", read=f"{found.read:,}", total=f"{found.total:,}")
        if not typed:
            text = _(
                "Talks, points, promises, meetings, experience, evaluations, tasks, people and customers are searched. Sensitive paragraphs never are."
            )
        elif not found.groups:
            text = _("Nothing holds “{text}”.", text=typed[:40])
        else:
            text = ngettext("{n} record", "{n} records", found.count)
            if any(group.more for group in found.groups):
                text = _("More than {count} records; the newest are shown.", count=f"{found.count:,}")
        self.line.setText(f"{text} {part}" if typed and found.read < found.total else text)

    # -- choosing

    @Slot()
    def _on_kind(self) -> None:
        item = self.kinds.currentItem()
        if item is not None:
            value = str(item.data(HIT_ROLE) or "")
            self._kind = RecordKind(value) if value else None
            self._look()

    @Slot()
    def _on_find(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    @Slot()
    def _on_enter(self) -> None:
        if self._pause.isActive():
            self._look()
        elif self.hits.currentItem() is not None:
            self._open(self.hits.currentItem())

    @Slot(QListWidgetItem)
    def _on_item(self, item: QListWidgetItem) -> None:
        self._open(item)

    def _open(self, item: QListWidgetItem) -> None:
        hit = item.data(HIT_ROLE)
        if isinstance(hit, Hit):
            self.context.go(Destination(hit.screen, dict(hit.what)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self.hits.count():
                self.hits.setCurrentRow((self.hits.currentRow() + step) % self.hits.count())
                return True
            if event.key() == Qt.Key.Key_Escape and self.field.text():
                self.field.clear()
                return True
        return super().eventFilter(watched, event)

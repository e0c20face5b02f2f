"""The way of a file into the database: choose, read aside, map, answer, look, import. Nothing is written before the last step."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from workbench import i18n
from workbench.exchange import importing, wording
from workbench.exchange.fields import field_label, fields
from workbench.i18n import _
from workbench.readmodels.exchange import ImportPreview, ImportReport, Question, Table
from workbench.services import imports
from workbench.services.imports import Ground
from workbench.services.workspace import Change
from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.tasks import CancelledError, Progress
from workbench.views.theme import TextRole, Tone
from workbench.views.widgets.basic import Card, Text

FIRST_ROWS = 8


@dataclass(frozen=True, slots=True)
class Read:
    """A file as read, with the ground to look its values up."""

    table: Table
    ground: Ground


class ImportWizard(Card):
    """A card of the data screen; accepts a dropped file."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Import"), _("CSV, XLSX or XLS; nothing is written before you say so"), spacing=10)
        self._context = context
        self._read: Read | None = None
        self._preview: ImportPreview | None = None
        self._answers: dict[str, str] = {}
        self._overrides: dict[str, str] = {}
        self._progress: Progress | None = None
        self.setAcceptDrops(True)
        self._source()
        self._note = Text("", TextRole.BODY, "muted", wrap=True)
        self.body.addWidget(self._note)
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.hide()
        self.body.addWidget(self._busy)
        self._details = QWidget()
        self._rows = QVBoxLayout(self._details)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(10)
        self.body.addWidget(self._details)
        self._buttons()

    def _source(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.kind = QComboBox()
        self.kind.setAccessibleName(_("What the file holds"))
        for kind in imports.KINDS:
            self.kind.addItem(_(imports.KIND_LABELS[kind]), kind)
        self.kind.activated.connect(self._on_kind)
        self.path = QLineEdit()
        self.path.setAccessibleName(_("File"))
        self.path.setPlaceholderText(_("Path of the file, or drop it here"))
        self.path.returnPressed.connect(self.read)
        choose = QPushButton(_("Choose …"))
        choose.clicked.connect(self._on_choose)
        self._start = QPushButton(_("Read"))
        self._start.clicked.connect(self.read)
        row.addWidget(self.kind)
        row.addWidget(self.path, 1)
        row.addWidget(choose)
        row.addWidget(self._start)
        self.body.addLayout(row)

    def _buttons(self) -> None:
        row = QHBoxLayout()
        self.go = QPushButton(_("Import these rows"))
        self.go.setProperty("look", "primary")
        self.go.clicked.connect(self._on_import)
        self.stop = QPushButton(_("Cancel"))
        self.stop.clicked.connect(self._on_stop)
        row.addStretch(1)
        row.addWidget(self.stop)
        row.addWidget(self.go)
        self.go.hide()
        self.stop.hide()
        self.body.addLayout(row)

    # -- reading

    def choose_kind(self, kind: str) -> None:
        index = self.kind.findData(kind)
        if index >= 0:
            self.kind.setCurrentIndex(index)

    @Slot()
    def read(self) -> None:
        """Read the file in its own process, beside the window."""
        text = self.path.text().strip().strip('"')
        if not text:
            self._say(_("Choose a file first."), "warning")
            return
        self._answers, self._overrides, self._preview = {}, {}, None
        self._read_again()

    def _read_again(self) -> None:
        path, kind, answers = Path(self.path.text().strip().strip('"')), str(self.kind.currentData()), dict(self._answers)
        self._clear()
        self._set_busy(_("Reading {file} …", file=path.name))
        self._progress = self._context.tasks.work(
            self, lambda progress: self._reading(progress, path, kind, answers), self._on_read, self._on_failed
        )

    def _reading(self, progress: Progress, path: Path, kind: str, answers: dict[str, str]) -> Read:
        """On the worker: parse, then ask the database for names and the remembered mapping."""
        table = imports.read_file(path, answers)
        progress.check()
        signature = importing.signature(table) if table.columns else ""
        ground = self._context.workspace.read(lambda conn: imports.load_ground(conn, kind, signature, table.sha256))
        progress.check()
        return Read(table, ground)

    @Slot(object)
    def _on_read(self, read: Read) -> None:
        if self._progress is None:  # cancelled just before it came back
            return
        self._read = read
        self._show_preview()

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, CancelledError):
            return  # said when it was asked for
        self._set_busy("")
        self.go.setEnabled(self._preview is not None)
        self._say(words_of(error), "bad")

    # -- preview

    def _show_preview(self) -> None:
        assert self._read is not None
        read, kind = self._read, str(self.kind.currentData())
        self._set_busy(_("Looking at the rows …"))
        job = partial(imports.preview, read.table, kind, read.ground, overrides=dict(self._overrides), answers=dict(self._answers))
        self._context.tasks.work(self, lambda _progress: job(), self._on_preview, self._on_failed)

    @Slot(object)
    def _on_preview(self, shown: ImportPreview) -> None:
        if self._read is None:
            return
        self._preview = shown
        self._set_busy("")
        self._clear()
        ready = len(shown.rows)
        parts = [_("{count} rows ready", count=ready), _("{count} rejected", count=len(shown.rejected))]
        if shown.waiting:
            parts.append(_("{count} wait for your answer", count=shown.waiting))
        if shown.left_out:
            parts.append(_("{count} left out by the layout", count=shown.left_out))
        if self._read is not None and self._read.ground.known_file is not None:
            parts.append(
                _(
                    "this very file was imported on {day}; it will change nothing twice",
                    day=f"{self._read.ground.known_file.astimezone():%Y-%m-%d}",
                )
            )
        self._say(" · ".join(parts), "muted")
        for question in shown.questions:
            self._rows.addWidget(self._question(question))
        if shown.table.columns:
            self._rows.addWidget(self._mapping(shown))
        if shown.rows:
            self._rows.addWidget(Text(_("The first rows as they will be kept"), TextRole.SMALL_BOLD, "muted"))
            self._rows.addWidget(self._first_rows(shown))
        if shown.rejected:
            self._rows.addWidget(Text(_("Rejected rows, each with its reason"), TextRole.SMALL_BOLD, "muted"))
            self._rows.addWidget(self._rejected(shown))
        self.go.setVisible(True)
        self.go.setEnabled(bool(ready) and not shown.questions and not shown.mapping.missing)
        self.stop.setVisible(True)

    def _question(self, question: Question) -> QWidget:
        card = Card()
        card.body.addWidget(Text(wording.question(question), TextRole.BODY_BOLD, "text", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(8)
        for offered in question.choices:
            button = QPushButton(wording.choice(offered))
            button.setAccessibleName(wording.choice(offered))
            if offered.value == question.suggestion:
                button.setProperty("look", "primary")
            button.setProperty("key", question.key)
            button.setProperty("value", offered.value)
            button.clicked.connect(self._on_answer)
            row.addWidget(button)
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    def _mapping(self, shown: ImportPreview) -> QWidget:
        """Every column of the file with the field it feeds; a change is looked at at once."""
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        used = {column.index: column.field for column in shown.mapping.columns}
        for number, column in enumerate(shown.table.columns):
            line, side = divmod(number, 3)
            label = Text(column.heading, TextRole.SMALL, "muted")
            label.setToolTip(column.heading)
            label.setMaximumWidth(150)
            combo = QComboBox()
            combo.setAccessibleName(_("Field for {column}", column=column.heading))
            combo.addItem(_("not imported"), "")
            for field in fields(shown.kind):
                combo.addItem(field_label(shown.kind, field.code, chinese=i18n.is_chinese()), field.code)
            combo.setCurrentIndex(max(0, combo.findData(used.get(column.index, ""))))
            combo.setProperty("heading", column.heading)
            combo.activated.connect(self._on_mapped)
            grid.addWidget(label, line, 2 * side)
            grid.addWidget(combo, line, 2 * side + 1)
        if shown.mapping.missing:
            names = ", ".join(field_label(shown.kind, code, chinese=i18n.is_chinese()) for code in shown.mapping.missing)
            grid.addWidget(Text(_("Still missing: {fields}", fields=names), TextRole.BODY, "bad"), grid.rowCount(), 0, 1, 6)
        return box

    def _first_rows(self, shown: ImportPreview) -> QTableWidget:
        headings = [field_label(shown.kind, code, chinese=i18n.is_chinese()) for code in shown.fields]
        rows = [["" if value is None else str(value) for value in row] for row in shown.rows[:FIRST_ROWS]]
        return _table(headings, rows, _("Preview"))

    def _rejected(self, shown: ImportPreview) -> QTableWidget:
        rows = [[str(r.row), r.column, wording.reason(r)] for r in shown.rejected[:5000]]
        made = _table([_("Row"), _("Column"), _("Reason")], rows, _("Rejected rows"))
        made.horizontalHeader().setStretchLastSection(True)
        return made

    # -- answers

    @Slot()
    def _on_answer(self) -> None:
        button = self.sender()
        key = str(button.property("key"))
        self._answers[key] = str(button.property("value"))
        if key == "encoding":
            self._read_again()
        else:
            self._show_preview()

    @Slot()
    def _on_mapped(self) -> None:
        combo = self.sender()
        assert isinstance(combo, QComboBox)
        self._overrides[str(combo.property("heading"))] = str(combo.currentData())
        self._show_preview()

    @Slot()
    def _on_kind(self) -> None:
        if self._read is not None:
            self._answers, self._overrides = {}, {}
            self._show_preview()

    @Slot()
    def _on_choose(self) -> None:
        dialog = QFileDialog(self, _("Choose a file"), self.path.text(), _("Tables (*.csv *.tsv *.txt *.xlsx *.xlsm *.xls)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._on_chosen)
        dialog.open()

    @Slot(str)
    def _on_chosen(self, path: str) -> None:
        self.path.setText(path)
        self.read()

    @Slot()
    def _on_stop(self) -> None:
        if self._progress is not None:
            self._progress.cancel()
        self._progress = None
        self._read, self._preview = None, None
        self._clear()
        self._set_busy("")
        self._say(_("Nothing was imported."), "muted")

    @Slot()
    def _on_import(self) -> None:
        if self._preview is None:
            return
        shown = self._preview
        self.go.setEnabled(False)
        self._context.tasks.write(
            self, imports.ACTION, partial(imports.write, shown=shown), self._on_imported, self._on_failed, kind=imports.KIND_LABELS[shown.kind], file=shown.table.file_name
        )  # fmt: skip

    @Slot(object)
    def _on_imported(self, change: Change) -> None:
        report = change.result
        assert isinstance(report, ImportReport)
        self._clear()
        self._read, self._preview, self._seq = None, None, change.seq
        text = _(
            "Imported: {added} new, {changed} changed, {unchanged} unchanged, {rejected} rejected",
            added=report.added, changed=report.changed, unchanged=report.unchanged, rejected=len(report.rejected),
        )  # fmt: skip
        self._say(text, "good")
        self._context.messages.tell(text, Tone.GOOD, _("Undo this import"), self._undo)

    def _undo(self) -> None:
        self._context.tasks.undo_step(self, self._seq, self._on_undone)

    @Slot(object)
    def _on_undone(self, _change: Change) -> None:
        self._say(_("The import was taken back."), "muted")

    # -- helpers

    def _say(self, text: str, colour: str) -> None:
        self._note.set_colour(colour)
        self._note.setText(text)

    def _set_busy(self, text: str) -> None:
        self._busy.setVisible(bool(text))
        self.stop.setVisible(bool(text))
        if text:
            self._say(text, "muted")

    def _clear(self) -> None:
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        self.go.hide()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.path.setText(files[0])
            self.read()


def _table(headings: list[str], rows: list[list[str]], name: str) -> QTableWidget:
    made = QTableWidget(len(rows), len(headings))
    made.setAccessibleName(name)
    made.setHorizontalHeaderLabels(headings)
    made.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    made.verticalHeader().hide()
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            made.setItem(r, c, QTableWidgetItem(text))
    made.resizeColumnsToContents()
    made.setFixedHeight(min(10, len(rows) + 1) * 30 + 20)
    return made

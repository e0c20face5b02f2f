"""The way of a file into the database: choose, read aside, map, answer, look, import. Nothing is written before the last step."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QProgressBar, QPushButton, QVBoxLayout, QWidget

from workbench import i18n
from workbench.exchange import wording
from workbench.exchange.fields import field_label
from workbench.exchange.reading import ENCODING_QUESTION
from workbench.i18n import _, ngettext
from workbench.readmodels.exchange import ImportPreview, ImportReport, Rejected, Table
from workbench.services import imports
from workbench.services.workspace import Change
from workbench.views.context import Context
from workbench.views.data import import_jobs as jobs
from workbench.views.data.import_jobs import Looked, Read
from workbench.views.data.import_parts import AnswerLine, ColumnsGrid, QuestionCard, RowsView, figures, reason_cells
from workbench.views.messages import words_of
from workbench.views.tasks import CancelledError, Progress
from workbench.views.theme import TextRole, Tone
from workbench.views.widgets.basic import Card, Text

W = TypeVar("W", bound=QWidget)
MOST_QUESTIONS = 12  # shown at once; the next follow when these are answered
CSV_FILES = "*.csv"


class ImportWizard(Card):
    """A card of the data screen; accepts a dropped file."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Import"), _("CSV, XLSX or XLS; nothing is written before you say so"), spacing=10)
        self._context = context
        self._read: Read | None = None
        self._preview: ImportPreview | None = None
        self._answers: dict[str, str] = {}
        self._forgotten: set[str] = set()
        self._overrides: dict[str, str] = {}
        self._sheet = ""
        self._progress: Progress | None = None
        self._writing = False
        self._refused: tuple[Table, Sequence[Rejected]] | None = None
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # holds the keyboard while it works
        self._source()
        self._note = Text("", TextRole.BODY, "muted", wrap=True)
        # The result takes the keyboard: a screen reader says it, and Tab goes on from there.
        self._note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self._note.hide()
        self.body.addWidget(self._note)
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setAccessibleName(_("Import"))
        self._busy.hide()
        self.body.addWidget(self._busy)
        self._details = QWidget()
        self._rows = QVBoxLayout(self._details)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(10)
        self.body.addWidget(self._details)
        self._buttons()

    def _source(self) -> None:
        self._source_row = QWidget()
        row = QHBoxLayout(self._source_row)
        row.setContentsMargins(0, 0, 0, 0)
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
        self.sheet = QComboBox()
        self.sheet.setAccessibleName(_("Sheet"))
        self.sheet.activated.connect(self._on_sheet)
        self.sheet.hide()
        choose = QPushButton(_("Choose …"))
        choose.clicked.connect(self._on_choose)
        self._start = QPushButton(_("Read"))
        self._start.clicked.connect(self.read)
        row.addWidget(self.kind)
        row.addWidget(self.path, 1)
        row.addWidget(self.sheet)
        row.addWidget(choose)
        row.addWidget(self._start)
        self.body.addWidget(self._source_row)

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
        self._answers, self._overrides, self._preview, self._sheet = {}, {}, None, ""
        self._forgotten.clear()
        self.sheet.hide()
        self._read_again()

    def _read_again(self) -> None:
        path, kind, answers = Path(self.path.text().strip().strip('"')), str(self.kind.currentData()), dict(self._answers)
        self._clear()
        self._set_busy(_("Reading {file} …", file=path.name))
        self._progress = self._context.tasks.work(
            self, partial(jobs.reading, self._context.workspace, path, kind, answers, self._sheet), self._on_read, self._on_failed
        )

    @Slot(object)
    def _on_read(self, read: Read) -> None:
        if self._progress is None:  # cancelled just before it came back
            return
        self._read = read
        self.sheet.clear()
        self.sheet.addItems(list(read.table.sheets))
        self.sheet.setCurrentText(read.table.sheet)
        self.sheet.setVisible(len(read.table.sheets) > 1)
        self._show_preview()

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, imports.NothingNew):
            self._close_file(error.report, words_of(error), "muted")
            return
        was_writing, self._writing = self._writing, False
        self._source_row.setEnabled(True)
        self._details.setEnabled(True)
        if isinstance(error, CancelledError) and not was_writing:
            return  # said when it was asked for
        self._set_busy("")
        if self._preview is not None:
            self.go.setEnabled(True)
            self.stop.setVisible(True)
            self.stop.setEnabled(True)
        stopped = isinstance(error, CancelledError)
        self._take_focus(self.go if self._preview is not None else self.path)
        self._say(_("Stopped. Nothing was imported.") if stopped else words_of(error), "muted" if stopped else "bad")

    # -- preview

    def _show_preview(self) -> None:
        assert self._read is not None
        read = Read(self._read.table, self._read.ground.without_answers(self._forgotten))
        self._set_busy(_("Looking at the rows …"))
        job = partial(
            jobs.looking, self._context.workspace, read, str(self.kind.currentData()), dict(self._overrides), dict(self._answers),
            self._context.today(),
        )  # fmt: skip
        self._progress = self._context.tasks.work(self, job, self._on_preview, self._on_failed)

    @Slot(object)
    def _on_preview(self, looked: Looked) -> None:
        if self._read is None or self._progress is None:
            return
        shown = self._preview = looked.shown
        self._set_busy("")
        self._clear()
        if shown.holds_nothing:
            self._show_empty(shown)
            return
        self._say(" · ".join(figures(shown, self._read.ground.known_file)), "muted")
        for note in shown.notes:
            self._rows.addWidget(Text(wording.note(note), TextRole.BODY, "warning", wrap=True))
        for question in shown.questions[:MOST_QUESTIONS]:
            card = QuestionCard(question, self._context.today())
            card.answered.connect(self._on_answer)
            self._rows.addWidget(card)
        more = len(shown.questions) - MOST_QUESTIONS
        if more > 0:
            self._rows.addWidget(Text(ngettext("{n} more question follows.", "{n} more questions follow.", more), TextRole.SMALL, "muted"))
        if shown.answered:
            self._rows.addWidget(Text(_("Answered"), TextRole.SMALL_BOLD, "muted"))
        for question in shown.answered:
            line = AnswerLine(question, shown.answers[question.key])
            line.reopened.connect(self._on_reopened)
            self._rows.addWidget(line)
        if shown.table.columns:
            grid = ColumnsGrid(shown)
            grid.mapped.connect(self._on_mapped)
            self._rows.addWidget(grid)
        if looked.first:
            self._rows.addWidget(Text(_("The first rows as they will be kept"), TextRole.SMALL_BOLD, "muted"))
            headings = [field_label(shown.kind, code, chinese=i18n.is_chinese()) for code in shown.fields]
            self._rows.addWidget(RowsView(_("Preview"), headings, looked.first, tuple))
        self._show_reasons(_("Worth a look: these rows come in, and each has something to know"), _("Warnings"), shown.warnings)
        self._show_rejected(shown.table, shown.rejected)
        self.go.setVisible(True)
        self.go.setEnabled(bool(shown.rows) and not shown.questions and not shown.mapping.missing)
        self.stop.setVisible(True)
        self.stop.setEnabled(True)
        self._take_focus(next((card.first for card in self._rows_of(QuestionCard)), self.go if self.go.isEnabled() else self.stop))

    def _show_empty(self, shown: ImportPreview) -> None:
        """Nothing can be imported, so nothing is offered but another file or sheet."""
        self._say(i18n.sentence(imports.nothing_in(shown)), "warning")
        self._preview = None
        self._take_focus(self.sheet if self.sheet.isVisible() else self.path)

    def _rows_of(self, kind: type[W]) -> list[W]:
        items = (self._rows.itemAt(place) for place in range(self._rows.count()))
        found = (item.widget() for item in items if item is not None)
        return [widget for widget in found if isinstance(widget, kind)]

    def _take_focus(self, widget: QWidget) -> None:
        """The keyboard goes where the next step is, if it was in this card or nowhere; not out of what somebody types elsewhere."""
        now = self.window().focusWidget()
        if now is None or now in (self.window(), self) or self.isAncestorOf(now):
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _park_focus(self) -> None:
        """Before its widget goes or waits: Qt would hand the keyboard to whatever comes next on the page."""
        now = self.window().focusWidget()
        if now is not None and self.isAncestorOf(now):
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_rejected(self, table: Table, rejected: Sequence[Rejected]) -> None:
        self._refused = (table, rejected)
        if not rejected:
            return
        words = ngettext("{n} rejected row, with its reason", "{n} rejected rows, each with its reason", len(rejected))
        save = QPushButton(_("Save all of them as CSV …"))
        save.clicked.connect(self._on_save_rejected)
        self._show_reasons(words, _("Rejected rows"), rejected, save)

    def _show_reasons(self, words: str, name: str, rows: Sequence[Rejected], button: QPushButton | None = None) -> None:
        """Row, column and reason of each, as many as there are."""
        if not rows:
            return
        head = QWidget()
        line = QHBoxLayout(head)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(Text(words, TextRole.SMALL_BOLD, "muted"), 1)
        if button is not None:
            line.addWidget(button)
        self._rows.addWidget(head)
        self._rows.addWidget(RowsView(name, [_("Row"), _("Column"), _("Reason")], rows, reason_cells))

    # -- answers

    @Slot(str, str)
    def _on_answer(self, key: str, value: str) -> None:
        self._answers[key] = value
        if key == ENCODING_QUESTION:
            self._read_again()
        else:
            self._show_preview()

    @Slot(str)
    def _on_reopened(self, key: str) -> None:
        self._answers.pop(key, None)
        self._forgotten.add(key)
        if key == ENCODING_QUESTION:
            self._read_again()
        else:
            self._show_preview()

    @Slot(str, str)
    def _on_mapped(self, heading: str, code: str) -> None:
        self._overrides[heading] = code
        self._show_preview()

    @Slot()
    def _on_kind(self) -> None:
        if self._read is not None:
            self.read()

    @Slot()
    def _on_sheet(self) -> None:
        self._sheet = self.sheet.currentText()
        self._answers, self._overrides = {}, {}
        self._read_again()

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
        if self._writing:  # it is told when it has really stopped
            self.stop.setEnabled(False)
            self._say(_("Stopping …"), "muted")
            return
        self._progress = None
        self._read, self._preview = None, None
        self._clear()
        self._set_busy("")
        self._say(_("Nothing was imported."), "muted")
        self._take_focus(self.path)

    # -- writing

    @Slot()
    def _on_import(self) -> None:
        if self._preview is None:
            return
        shown, name = self._preview, self._preview.table.file_name
        self._park_focus()
        self._writing = True
        self.go.setEnabled(False)
        self._source_row.setEnabled(False)
        self._details.setEnabled(False)
        rows = len(shown.rows)
        words = ngettext(
            "Writing {count} row; until it is written nothing is kept.",
            "Writing {count} rows; until all of them are written none is kept.", rows, count=f"{rows:,}",
        )  # fmt: skip
        self._say(words, "muted")
        self._progress = self._context.tasks.write_long(
            self, imports.ACTION, partial(jobs.writing, shown, self._context.today()), self._on_imported, self._on_failed,
            before=partial(jobs.backing_up, self._context.workspace), title=_("Importing {file}", file=name), kind=imports.KIND_LABELS[shown.kind], file=name,
        )  # fmt: skip

    @Slot(object)
    def _on_imported(self, change: Change) -> None:
        report = change.result
        assert isinstance(report, ImportReport)
        self._seq = change.seq
        text = _(
            "Imported: {added} new, {changed} changed, {unchanged} unchanged, {rejected} rejected",
            added=report.added, changed=report.changed, unchanged=report.unchanged, rejected=len(report.rejected),
        )  # fmt: skip
        self._close_file(report, text, "good")
        self._context.messages.tell(text, Tone.GOOD, _("Undo this import"), self._undo)

    def _close_file(self, report: ImportReport, text: str, colour: str) -> None:
        """The file is done with: what became of it stays on the card."""
        table = self._preview.table if self._preview is not None else None
        self._writing = False
        self._source_row.setEnabled(True)
        self._details.setEnabled(True)
        self._clear()
        self._set_busy("")
        self._read, self._preview, self._progress = None, None, None
        self._say(text, colour)
        self._take_focus(self._note)
        self._show_reasons(_("Worth a look: these rows came in, and each has something to know"), _("Warnings"), report.warnings)
        if table is not None:
            self._show_rejected(table, report.rejected)

    def _undo(self) -> None:
        self._context.tasks.undo_step(self, self._seq, self._on_undone)

    @Slot(object)
    def _on_undone(self, _change: Change) -> None:
        self._clear()
        self._say(_("The import was taken back."), "muted")
        self._take_focus(self._note)

    # -- the rejected rows as a file

    @Slot()
    def _on_save_rejected(self) -> None:
        if self._refused is None:
            return
        source = Path(self.path.text().strip().strip('"'))
        proposed = source.with_name(_("{file} rejected rows", file=source.stem) + ".csv")
        dialog = QFileDialog(self, _("Save the rejected rows"), str(proposed), _("Tables ({pattern})", pattern=CSV_FILES))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(self.save_rejected)
        dialog.open()

    @Slot(str)
    def save_rejected(self, path: str) -> None:
        """All of them into one file, however many there are."""
        if self._refused is not None:
            self._context.tasks.work(self, partial(jobs.saving, *self._refused, Path(path)), self._on_saved_rejected)

    @Slot(object)
    def _on_saved_rejected(self, path: Path) -> None:
        self._context.messages.tell(_("The rejected rows are in {file}. Put them right there and import that file.", file=str(path)))

    # -- helpers

    def _say(self, text: str, colour: str) -> None:
        self._note.set_colour(colour)
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def _set_busy(self, text: str) -> None:
        self._busy.setVisible(bool(text))
        self.stop.setVisible(bool(text))
        self.stop.setEnabled(True)
        if text:
            self._say(text, "muted")

    def _clear(self) -> None:
        self._park_focus()
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._refused = None
        self.go.hide()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and not self._writing:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        dropped = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if dropped and not self._writing:
            self.path.setText(dropped[0])
            self.read()

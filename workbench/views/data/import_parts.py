"""What the import card shows of a file: questions, answers of last time, the columns with their fields, and tables of rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, Final

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QPushButton, QTableView, QVBoxLayout, QWidget

from workbench import i18n
from workbench.exchange import wording
from workbench.exchange.fields import field_label, fields
from workbench.i18n import _, ngettext
from workbench.readmodels.exchange import Column, ImportPreview, Question, Rejected
from workbench.views.itemmodels.imports import PagedRowsModel
from workbench.views.theme import TextRole, theme
from workbench.views.widgets.basic import Card, ElidedText, Text
from workbench.views.widgets.fields import DateField

MOST_BUTTONS: Final = 4
SIDE_BY_SIDE, SIDE_BY_SIDE_LARGE, COLUMNS_AT_ONCE = 3, 2, 12
LARGE_LETTERS: Final = 1.2
LONG_CHOICE: Final = 40  # characters; beyond, answers stand below each other
ROW_HEIGHT, MOST_LINES = 30, 8
WIDEST_COLUMN: Final = 320
LOOKED_AT: Final = 50  # rows by which a column gets its width


class QuestionCard(Card):
    """One question with its answers as buttons, as lines when they are long, or in a list when there are many."""

    answered = Signal(str, str)  # key of the question, value of the answer

    def __init__(self, question: Question, today: date) -> None:
        super().__init__(spacing=8)
        self.question = question
        words = wording.question(question)
        self.setAccessibleName(words)
        self.body.addWidget(Text(words, TextRole.BODY_BOLD, "text", wrap=True))
        texts = [wording.choice(offered) for offered in question.choices]
        self._list: QComboBox | None = None
        self._day: DateField | None = None
        long = any(len(text) > LONG_CHOICE for text in texts)
        if question.form == "date":
            row = self._row()
            self._as_day(row, today)
            row.addStretch(1)
        if len(texts) > MOST_BUTTONS:
            row = self._row()
            self._as_list(row, texts)
            row.addStretch(1)
        elif long and question.form != "date":
            column = QVBoxLayout()
            column.setSpacing(6)
            self._as_buttons(column, texts)
            self.body.addLayout(column)
        elif texts:
            row = self._row()
            self._as_buttons(row, texts)
            row.addStretch(1)

    @property
    def first(self) -> QWidget:
        """Where the keyboard begins: the suggested answer, else the first one."""
        if self._day is not None:
            return self._day
        if self._list is not None:
            return self._list
        buttons = self.findChildren(QPushButton)
        return next((button for button in buttons if button.property("look") == "primary"), buttons[0] if buttons else self)

    def _row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.body.addLayout(row)
        return row

    def _as_buttons(self, room: QHBoxLayout | QVBoxLayout, texts: Sequence[str]) -> None:
        for offered, text in zip(self.question.choices, texts, strict=True):
            button = QPushButton(text)
            button.setAccessibleName(text)
            if offered.value == self.question.suggestion:
                button.setProperty("look", "primary")
            button.setProperty("key", self.question.key)
            button.setProperty("value", offered.value)
            button.clicked.connect(self._on_button)
            if isinstance(room, QVBoxLayout):
                room.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            else:
                room.addWidget(button)

    def _as_list(self, row: QHBoxLayout, texts: Sequence[str]) -> None:
        self._list = QComboBox()
        self._list.setAccessibleName(wording.question(self.question))
        self._list.setMinimumWidth(theme().px(260))
        self._list.addItem(_("Choose an answer …"), "")
        for offered, text in zip(self.question.choices, texts, strict=True):
            self._list.addItem(text, offered.value)
        self._list.setCurrentIndex(max(0, self._list.findData(self.question.suggestion or "")))
        use = QPushButton(_("Use this answer"))
        use.clicked.connect(self._on_listed)
        row.addWidget(self._list)
        row.addWidget(use)

    def _as_day(self, row: QHBoxLayout, today: date) -> None:
        self._day = DateField(today.replace(month=1, day=1), _("First day"))
        use = QPushButton(_("From this day"))
        use.clicked.connect(self._on_day)
        row.addWidget(self._day)
        row.addWidget(use)

    @Slot()
    def _on_button(self) -> None:
        self.answered.emit(self.question.key, str(self.sender().property("value")))

    @Slot()
    def _on_listed(self) -> None:
        assert self._list is not None
        if self._list.currentData():
            self.answered.emit(self.question.key, str(self._list.currentData()))

    @Slot()
    def _on_day(self) -> None:
        assert self._day is not None
        self.answered.emit(self.question.key, self._day.day.isoformat())


class AnswerLine(QWidget):
    """A question that is answered, now or when such a file came before, and the way to answer it anew."""

    reopened = Signal(str)  # key of the question

    def __init__(self, question: Question, answer: str) -> None:
        super().__init__()
        self._key = question.key
        said = next((wording.choice(one) for one in question.choices if one.value == answer), answer)
        text = f"{wording.question(question)} → {said}"
        again = QPushButton(_("Answer anew"))
        again.setProperty("look", "quiet")
        again.setAccessibleName(_("Answer anew: {question}", question=wording.question(question)))
        again.clicked.connect(self._on_again)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(ElidedText(text, TextRole.SMALL, "muted"), 1)
        row.addWidget(again)

    @Slot()
    def _on_again(self) -> None:
        self.reopened.emit(self._key)


class ColumnsGrid(QWidget):
    """Every column of the file with the field it feeds. One list of fields serves all of them, however many columns there are."""

    mapped = Signal(str, str)  # heading, code of the field or ""

    def __init__(self, shown: ImportPreview) -> None:
        super().__init__()
        self._codes = ["", *(field.code for field in fields(shown.kind))]
        labels = [_("not imported"), *(field_label(shown.kind, code, chinese=i18n.is_chinese()) for code in self._codes[1:])]
        self._words = QStringListModel(labels, self)
        self._used = {column.index: column.field for column in shown.mapping.columns}
        self._columns = shown.table.columns
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        self._sides = SIDE_BY_SIDE if theme().scale < LARGE_LETTERS else SIDE_BY_SIDE_LARGE
        for side in range(self._sides):
            self._grid.setColumnStretch(2 * side + 1, 1)
        self._made = 0
        self._rest = QTimer(self)
        self._rest.setInterval(0)
        self._rest.timeout.connect(self._more)
        if shown.mapping.missing:
            names = ", ".join(field_label(shown.kind, code, chinese=i18n.is_chinese()) for code in shown.mapping.missing)
            words = Text(_("Still missing: {fields}", fields=names), TextRole.BODY, "bad", wrap=True)
            self._grid.addWidget(words, 0, 0, 1, 2 * self._sides)
        self._more()

    @Slot()
    def _more(self) -> None:
        """The next few columns; a roster of a hundred would hold up the window otherwise."""
        for column in self._columns[self._made : self._made + COLUMNS_AT_ONCE]:
            self._add(column)
        if self._made < len(self._columns):
            self._rest.start()
        else:
            self._rest.stop()

    def _add(self, column: Column) -> None:
        line, side = divmod(self._made, self._sides)
        self._made += 1
        combo = QComboBox()
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(8)
        combo.setModel(self._words)
        combo.setAccessibleName(_("Field for {column}", column=column.heading))
        code = self._used.get(column.index, "")
        combo.setCurrentIndex(self._codes.index(code) if code in self._codes else 0)
        combo.setProperty("heading", column.heading)
        combo.activated.connect(self._on_chosen)
        label = ElidedText(column.heading, TextRole.SMALL, "text" if code else "muted")
        label.setFixedWidth(theme().px(130))
        self._grid.addWidget(label, line + 1, 2 * side)
        self._grid.addWidget(combo, line + 1, 2 * side + 1)

    @Slot(int)
    def _on_chosen(self, index: int) -> None:
        self.mapped.emit(str(self.sender().property("heading")), self._codes[index])


class RowsView(QTableView):
    """Rows of a file, as many as there are; only those that are looked at are made into text."""

    def __init__(self, name: str, headings: Sequence[str], rows: Sequence[Any], cells: Callable[[Any], Sequence[str]]) -> None:
        super().__init__()
        self.rows = PagedRowsModel(headings, rows, cells, self)
        self.setModel(self.rows)
        self.setAccessibleName(name)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme().px(ROW_HEIGHT))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setResizeContentsPrecision(LOOKED_AT)
        header.setStretchLastSection(True)
        self.resizeColumnsToContents()
        for column in range(self.rows.columnCount()):
            if self.columnWidth(column) > theme().px(WIDEST_COLUMN):
                self.setColumnWidth(column, theme().px(WIDEST_COLUMN))
        lines = max(1, min(MOST_LINES, len(rows)))
        bar = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(lines * theme().px(ROW_HEIGHT) + header.sizeHint().height() + bar + 4)


def figures(shown: ImportPreview, known_file: datetime | None) -> list[str]:
    """What the file would bring, in short parts; `known_file` is when this very file came before."""
    if not shown.table.columns:
        return []  # a question comes before anything could be read
    ready, waiting, table = len(shown.rows), shown.waiting, shown.table
    parts = [ngettext("{count} row ready", "{count} rows ready", ready, count=f"{ready:,}")]
    parts.append(_("{count} rejected", count=f"{len(shown.rejected):,}"))
    if waiting:
        parts.append(ngettext("{count} waits for your answer", "{count} wait for your answer", waiting, count=f"{waiting:,}"))
    if table.encoding:
        parts.append(_("written in {encoding}", encoding=table.encoding.removesuffix("-sig").upper()))
    if known_file is not None:
        day = f"{i18n.local(known_file):%Y-%m-%d}"
        parts.append(_("this very file was imported on {day}; it will change nothing twice", day=day))
    return parts


def reason_cells(one: Rejected) -> tuple[str, str, str]:
    """Row, column and reason of a row that is refused or warned of."""
    return f"{one.row}", one.column, wording.reason(one)

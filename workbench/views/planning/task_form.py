"""A task's form in the drawer: a new one is added with one button, a known one is kept edit by edit."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QHBoxLayout, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from workbench.i18n import _
from workbench.models.values.codes import Priority, TaskKind
from workbench.models.values.labels import PRIORITY_LABELS, TASK_KIND_LABELS
from workbench.readmodels.planning import Choices, TaskRow, WeekBoard
from workbench.views.planning.task_ties import TaskTies, ties_of
from workbench.views.theme import theme
from workbench.views.widgets.fields import DateField, NumberField, TimeField
from workbench.views.widgets.forms import FormRow
from workbench.views.widgets.keep_timer import KeepTimer
from workbench.views.widgets.panels import Drawer


class TaskForm(Drawer):
    """`added` carries the fields of a new task, `changed` (task id, fields that changed) of a known one."""

    added = Signal(object)
    changed = Signal(object, object)  # id and what becomes of it
    delete_wanted = Signal(object)  # an id

    def __init__(self) -> None:
        super().__init__(_("New task"))
        self._task: TaskRow | None = None
        self._territory_of: dict[int, int | None] = {}
        self._ready = False
        self._week: WeekBoard | None = None
        self._make_fields()
        self._title_row = FormRow(_("Title"), self.title)
        self.body.addWidget(self._title_row)
        self.body.addWidget(FormRow(_("Kind"), self.kind))
        self._pair(FormRow(_("Day"), self.day), FormRow(_("People needed"), self.heads))
        self._pair(FormRow(_("From"), self.start), FormRow(_("To"), self.end))
        self.body.addWidget(FormRow(_("Customer"), self.customer))
        self.body.addWidget(FormRow(_("Territory"), self.territory))
        self.body.addWidget(FormRow(_("Place"), self.place))
        self._pair(FormRow(_("Skill"), self.skill), FormRow(_("Least level"), self.level))
        self.body.addWidget(FormRow(_("Priority"), self.priority))
        self.body.addWidget(self.prime)
        self.body.addWidget(self.consent)
        self.body.addWidget(self.ties)
        self.body.addWidget(FormRow(_("Note"), self.note))
        self._add_button, self._delete = QPushButton(_("Add the task")), QPushButton(_("Delete task"))
        self._add_button.setProperty("look", "primary")
        self._add_button.clicked.connect(self._on_add)
        self._delete.setProperty("look", "danger")
        self._delete.clicked.connect(self._on_delete)
        self.body.addWidget(self._add_button)
        self.body.addWidget(self._delete)
        self.body.addStretch(1)

    def _pair(self, left: QWidget, right: QWidget) -> None:
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(left, 1, Qt.AlignmentFlag.AlignTop)
        line.addWidget(right, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(line)

    def _make_fields(self) -> None:
        self.title, self.place = QLineEdit(), QLineEdit()
        self.title.setMaxLength(200)
        self.place.setMaxLength(200)
        self.kind, self.priority = (
            _combo([(k.value, _(TASK_KIND_LABELS[k])) for k in TaskKind]),
            _combo([(p.value, _(PRIORITY_LABELS[p])) for p in Priority]),
        )
        self.day = DateField(date(2000, 1, 3), _("Day"))
        self.start, self.end = TimeField(540, _("From")), TimeField(780, _("To"))
        self.customer, self.territory, self.skill = _combo([]), _combo([]), _combo([])
        self.customer.setEditable(True)  # a long list: type to find
        self.customer.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.level, self.heads = NumberField(1, 0, 5, _("Least level")), NumberField(1, 1, 200, _("People needed"))
        self.prime, self.consent = QCheckBox(_("Prime slot (weekend or rush hour)")), QCheckBox(_("Needs location consent"))
        self.ties = TaskTies()
        self.ties.edited.connect(self._on_edited)
        self.note = QPlainTextEdit()
        self.note.setFixedHeight(theme().px(64))
        self.note.setTabChangesFocus(True)
        self._keeping = KeepTimer(self)
        self._keeping.due.connect(self._on_edited)
        self.note.textChanged.connect(self._keeping.touch)
        for editor in (self.title, self.place):
            editor.editingFinished.connect(self._on_edited)
        for box in (self.kind, self.priority, self.customer, self.territory, self.skill):
            box.activated.connect(self._on_edited)
        self.customer.activated.connect(self._on_customer)
        for field in (self.day, self.start, self.end, self.level, self.heads):
            field.edited.connect(self._on_edited)
        for check in (self.prime, self.consent):
            check.clicked.connect(self._on_edited)

    # -- what is shown --------------------------------------------------------------------------

    @property
    def task_id(self) -> int | None:
        return self._task.id if self._task else None

    def know(self, week: WeekBoard) -> None:
        """The week whose tasks this one can be tied to."""
        self._week = week

    def offer(self, choices: Choices) -> None:
        """Fill the lists; what is chosen stays chosen."""
        self.ties.offer(choices.people)
        self._territory_of = {row: area for row, _name, _search, area in choices.customers}
        for box, rows in (
            (self.territory, list(choices.territories)), (self.skill, list(choices.skills)), (self.customer, [(row, name) for row, name, _s, _a in choices.customers]),
        ):  # fmt: skip
            chosen = box.currentData()
            with QSignalBlocker(box):
                box.clear()
                box.addItem(_("none"), None)
                for row, name in rows:
                    box.addItem(name, row)
                box.setCurrentIndex(max(0, box.findData(chosen)))
        completer = QCompleter([self.customer.itemText(n) for n in range(self.customer.count())], self.customer)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated.connect(self._on_completed)
        self.customer.setCompleter(completer)

    def show_new(self, day: date) -> None:
        """An empty form for a day; what was typed into it before and not added stays."""
        if self._task is None and self._ready:
            self.day.set_day(day)
        else:
            self._fill(None, day)
        self._add_button.show()
        self._delete.hide()
        self.set_title(_("New task"))
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_task(self, task: TaskRow) -> None:
        """A known task. A field that has the focus and was changed keeps what is being typed."""
        fresh = self._task is None or self._task.id != task.id
        if not fresh:
            self._refresh(task)
            return
        self._fill(task, task.day)
        self._add_button.hide()
        self._delete.show()
        self.set_title(_("Edit task"))
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_again(self, task: TaskRow) -> None:
        """The lists arrived after the form was opened: choose what the task names."""
        self._fill(task, task.day)

    def _refresh(self, task: TaskRow) -> None:
        """After a change from elsewhere: only fields that are not being edited are shown anew."""
        mine, self._task = self.fields(), task
        typed = self.title.hasFocus() or self.place.hasFocus() or self.note.hasFocus()
        if not typed and not self.ties.has_focus() and mine != self._fields_of(task):
            self._fill(task, task.day)
        elif self._week is not None:
            self.ties.know(self._week, task.id)

    def _fill(self, task: TaskRow | None, day: date) -> None:
        self._task, self._ready = task, True
        if self._week is not None:
            self.ties.know(self._week, task.id if task else None)
        self.ties.fill(task)
        self._title_row.complain("")
        self.title.setText(task.title if task else "")
        self.place.setText(task.place if task else "")
        self.note.setPlainText(task.note if task else "")
        self.day.set_day(day)
        self.start.set_minute(task.start if task else 540)
        self.end.set_minute(task.end % 1440 if task else 780)
        self.level.set_number(task.skill_level if task else 1)
        self.heads.set_number(task.headcount if task else 1)
        self.prime.setChecked(bool(task and task.is_prime))
        self.consent.setChecked(bool(task and task.needs_consent))
        for box, value in (
            (self.kind, task.kind if task else TaskKind.SHIFT.value), (self.priority, task.priority if task else 2),
            (self.customer, task.customer_id if task else None), (self.territory, task.territory_id if task else None), (self.skill, task.skill_id if task else None),
        ):  # fmt: skip
            with QSignalBlocker(box):
                box.setCurrentIndex(max(0, box.findData(value)))

    # -- what is wanted -------------------------------------------------------------------------

    def fields(self) -> dict[str, Any]:
        """As the service wants them; an end of 00:00 is midnight of the same day's end."""
        return {
            "title": self.title.text(), "kind": self.kind.currentData(), "day": self.day.day, "start_minute": self.start.minute, "end_minute": self.end.minute or 1440,
            "place": self.place.text(), "territory_id": self.territory.currentData(), "customer_id": self._customer(), "skill_id": self.skill.currentData(),
            "skill_level": self.level.value(), "headcount": self.heads.value(), "priority": self.priority.currentData(), "is_prime": self.prime.isChecked(),
            "needs_consent": self.consent.isChecked(), "note": self.note.toPlainText(), **self.ties.fields(),
        }  # fmt: skip

    def _customer(self) -> int | None:
        place = self.customer.findText(self.customer.currentText())
        value = self.customer.itemData(place) if place >= 0 else None
        return int(value) if value is not None else None

    def complain(self, text: str) -> None:
        """Why it was refused; everything typed stays."""
        self._title_row.complain(text)

    @property
    def complaint(self) -> str:
        return self._title_row.complaint

    def forget(self) -> None:
        """The new task was added: the form is empty again."""
        self._ready = False

    def flush(self) -> None:
        """Keep what is being typed into a known task."""
        self._on_edited()

    @Slot()
    def _on_add(self) -> None:
        self._title_row.complain("")
        self.added.emit(self.fields())

    @Slot()
    def _on_edited(self) -> None:
        self.ties.show_span(self.start.minute, self.end.minute or 1440)
        if self._task is None:
            return
        old, new = self._fields_of(self._task), self.fields()
        different = {name: value for name, value in new.items() if value != old[name]}
        if different:
            self._title_row.complain("")
            self.changed.emit(self._task.id, different)

    @Slot()
    def _on_customer(self) -> None:
        """The customer's territory is the usual one."""
        area = self._territory_of.get(self._customer() or 0)
        if area is not None and self.territory.currentData() is None:
            self.territory.setCurrentIndex(max(0, self.territory.findData(area)))
            self._on_edited()

    @Slot(str)
    def _on_completed(self, text: str) -> None:
        self.customer.setCurrentIndex(max(0, self.customer.findText(text)))
        self._on_edited()
        self._on_customer()

    @Slot()
    def _on_delete(self) -> None:
        if self._task is not None:
            self.delete_wanted.emit(self._task.id)

    def close_drawer(self) -> None:
        self._on_edited()
        super().close_drawer()

    def _fields_of(self, task: TaskRow) -> dict[str, Any]:
        return {**_columns_of(task), **ties_of(task, self._week)}


def _columns_of(task: TaskRow) -> dict[str, Any]:
    return {
        "title": task.title, "kind": task.kind, "day": task.day, "start_minute": task.start, "end_minute": task.end, "place": task.place,
        "territory_id": task.territory_id, "customer_id": task.customer_id, "skill_id": task.skill_id, "skill_level": task.skill_level,
        "headcount": task.headcount, "priority": task.priority, "is_prime": task.is_prime, "needs_consent": task.needs_consent, "note": task.note,
    }  # fmt: skip


def _combo(rows: list[tuple[Any, str]]) -> QComboBox:
    box = QComboBox()
    for value, text in rows:
        box.addItem(text, value)
    return box

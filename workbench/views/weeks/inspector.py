"""The right side of the week plan: the chosen task, who can do it and why not, a reason in place, or the task's form."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QDate, Qt, QTime, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from workbench import i18n
from workbench.i18n import _
from workbench.models.values import TASK_KIND_LABELS, TaskKind
from workbench.planner import explain, texts
from workbench.readmodels.people import Choice, Lists
from workbench.readmodels.weeks import PlanTask
from workbench.views.theme import TextRole, theme
from workbench.views.weeks.board_data import FIT, Block, BoardPlan, Fit
from workbench.views.weeks.parts import CandidateRow
from workbench.views.widgets.basic import Card, Chip, Text, row_of
from workbench.views.widgets.forms import FormRow

MOST_PEOPLE = 12


class Inspector(QScrollArea):
    """Signals say what the manager wants; the screen does it."""

    given = Signal(object, str, str)  # Block, person code, reason
    unassigned = Signal(object)
    pinned = Signal(object)
    saved = Signal(object, object)  # task id or None, fields
    removed = Signal(int)
    edit_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(theme().px(300))
        self._block: Block | None = None
        self._task: PlanTask | None = None
        self._person = ""
        self.show_nothing()

    def _page(self) -> QVBoxLayout:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 4, 0)
        layout.setSpacing(10)
        self.setWidget(page)
        return layout

    def show_nothing(self) -> None:
        layout = self._page()
        card = Card(_("Choose a block"))
        card.body.addWidget(Text(_("Click a block on the board or in the tray to see who can do it, and why others cannot."), TextRole.SMALL, "muted", wrap=True))
        layout.addWidget(card)
        layout.addStretch(1)

    # -- a block

    def show_block(self, plan: BoardPlan, block: Block) -> None:
        """Facts, candidates in order with their reasons, and what can be done."""
        self._block = block
        task = next(t for t in plan.week.tasks if t.code == block.task)
        self._task = task
        layout = self._page()
        layout.addWidget(self._facts(task, block))
        layout.addWidget(self._who(plan, task, block))
        if block.assignment is None:
            unfilled = explain.why_unfilled(plan.rules, task.code)
            card = Card(_("Why is it open?"), margin=12)
            card.body.addWidget(Text(texts.unfilled(unfilled), TextRole.SMALL, "muted", wrap=True))
            layout.addWidget(card)
        layout.addStretch(1)
        buttons = []
        if block.assignment is not None:
            out, hold = QPushButton(_("Take off")), QPushButton(_("Let go") if block.pinned else _("Pin"))
            out.clicked.connect(self._on_unassign)
            hold.clicked.connect(self._on_pin)
            buttons += [out, hold]
        edit = QPushButton(_("Edit task"))
        edit.clicked.connect(self._on_edit)
        buttons.append(edit)
        layout.addLayout(row_of(*buttons, spacing=8, stretch=(1, 1, 1)))

    def _facts(self, task: PlanTask, block: Block) -> Card:
        card = Card(margin=12)
        card.body.setSpacing(2)
        head = QHBoxLayout()
        title = Text(task.title, TextRole.HEADING, wrap=True)
        head.addWidget(title, 1)
        head.addWidget(Chip(_(TASK_KIND_LABELS[TaskKind(task.kind)])), 0, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(head)
        lines = [f"{i18n.weekday(task.day)} {i18n.day_month(task.day)} · {i18n.clock(task.start)}–{i18n.clock(task.end)} · {_('{count} min', count=task.minutes)}"]
        if task.place or task.territory_name:
            lines.append(" · ".join(part for part in (task.territory_name, task.place) if part))
        if task.customer_name:
            lines.append(_("Customer: {name}, class {grade}", name=task.customer_name, grade=task.grade))
        if task.skill_name:
            lines.append(_("Needs: {skill} ≥ {level}", skill=task.skill_name, level=task.level))
        if task.headcount > 1:
            lines.append(_("{count} people", count=task.headcount))
        for line in lines:
            card.body.addWidget(Text(line, TextRole.SMALL, "muted", wrap=True))
        return card

    def _who(self, plan: BoardPlan, task: PlanTask, block: Block) -> Card:
        card = Card(margin=0)
        caption = row_of(Text(_("Who can do it"), TextRole.HEADING))
        caption.addStretch(1)
        caption.addWidget(Text(_("best first"), TextRole.SMALL, "muted"))
        caption.setContentsMargins(13, 0, 13, 8)
        card.body.setContentsMargins(0, 10, 0, 3)
        card.body.addLayout(caption)
        present = set(plan.rules.workers_of(task.code))
        for candidate in explain.candidates(plan.rules, task.code)[:MOST_PEOPLE]:
            current = candidate.worker in present
            left = f"{candidate.remaining / 60:g} h" if candidate.remaining is not None else ""
            good = _("owner of the customer") if candidate.owner else _("{ratio} % of the wished hours", ratio=round(100 * candidate.ratio)) if candidate.ratio is not None else ""
            reason = texts.reasons(candidate.verdict.reasons, plan.name) if candidate.verdict.reasons and not current else good
            result = _("does it") if current else _("left {hours}", hours=left) if left else ""
            row = CandidateRow(candidate.worker, plan.name(candidate.worker), reason, result, FIT[candidate.verdict.colour], current=current)
            row.chosen.connect(self._on_candidate)
            card.body.addWidget(row)
        self._reason = QLineEdit()
        self._reason.setPlaceholderText(_("Reason, kept with the plan"))
        self._reason.returnPressed.connect(self._on_reason)
        self._reason_row = FormRow(_("This breaks a rule that you may set aside. Why?"), self._reason)
        self._reason_row.setContentsMargins(12, 6, 12, 6)
        self._reason_row.hide()
        card.body.addWidget(self._reason_row)
        self._fits = {c.worker: FIT[c.verdict.colour] for c in explain.candidates(plan.rules, task.code)}
        return card

    def ask_reason(self, block: Block, person: str, why: str) -> None:
        """An amber drop: the reason is asked here, in place."""
        self._block, self._person = block, person
        self._reason_row.complain(why)
        self._reason_row.show()
        self._reason.setFocus()

    @Slot(str)
    def _on_candidate(self, code: str) -> None:
        if self._fits.get(code) is Fit.POSSIBLE:
            assert self._block is not None
            self.ask_reason(self._block, code, "")
        else:
            self.given.emit(self._block, code, "")

    @Slot()
    def _on_reason(self) -> None:
        if self._reason.text().strip():
            self.given.emit(self._block, self._person, self._reason.text())
        else:
            self._reason_row.complain(_("A few words are needed."))

    @Slot()
    def _on_unassign(self) -> None:
        self.unassigned.emit(self._block)

    @Slot()
    def _on_pin(self) -> None:
        self.pinned.emit(self._block)

    @Slot()
    def _on_edit(self) -> None:
        self.edit_asked.emit(self._task)

    # -- the form

    def show_form(self, lists: Lists, customers: tuple[Choice, ...], monday: Any, task: PlanTask | None) -> None:
        """A new task or a changed one; kept with one click."""
        self._task = task
        layout = self._page()
        card = Card(_("Edit task") if task else _("New task"), margin=12)
        self._title = QLineEdit(task.title if task else "")
        self._kind = QComboBox()
        for kind in TaskKind:
            self._kind.addItem(_(TASK_KIND_LABELS[kind]), kind.value)
        self._kind.setCurrentIndex(self._kind.findData(task.kind if task else "visit"))
        day = task.day if task else monday
        self._day = QDateEdit(QDate(day.year, day.month, day.day))
        self._day.setDisplayFormat("yyyy-MM-dd")
        start, end = (task.start, task.end) if task else (570, 660)
        self._start, self._end = QTimeEdit(QTime(start // 60, start % 60)), QTimeEdit(QTime(end // 60 % 24, end % 60))
        for field in (self._start, self._end):
            field.setDisplayFormat("HH:mm")
        self._place = QLineEdit(task.place if task else "")
        self._territory = _combo(lists.territories, task.territory if task else "")
        self._customer = _combo(customers, task.customer if task else "")
        self._skill = _combo(lists.skills, task.skill if task else "")
        self._level, self._heads = QSpinBox(), QSpinBox()
        self._level.setRange(1, 5)
        self._heads.setRange(1, 99)
        self._level.setValue(task.level if task else 1)
        self._heads.setValue(task.headcount if task else 1)
        self._priority = QComboBox()
        for value, word in ((1, _("must")), (2, _("should")), (3, _("may"))):
            self._priority.addItem(word, value)
        self._priority.setCurrentIndex((task.priority if task else 2) - 1)
        self._prime = QCheckBox(_("Prime slot (weekend, rush hour)"))
        self._prime.setChecked(bool(task and task.prime))
        self._title_row = FormRow(_("Title"), self._title)
        for row in (
            self._title_row, FormRow(_("Kind"), self._kind), FormRow(_("Day"), self._day), FormRow(_("From"), self._start), FormRow(_("To"), self._end),
            FormRow(_("Customer"), self._customer), FormRow(_("Territory"), self._territory), FormRow(_("Place"), self._place), FormRow(_("Skill"), self._skill),
            FormRow(_("Least level"), self._level), FormRow(_("People"), self._heads), FormRow(_("Priority"), self._priority),
        ):  # fmt: skip
            card.body.addWidget(row)
        card.body.addWidget(self._prime)
        layout.addWidget(card)
        save = QPushButton(_("Keep"))
        save.setProperty("look", "primary")
        save.clicked.connect(self._on_save)
        buttons = [save]
        if task is not None:
            remove = QPushButton(_("Delete task"))
            remove.setProperty("look", "danger")
            remove.clicked.connect(self._on_remove)
            buttons.append(remove)
        layout.addLayout(row_of(*buttons, spacing=8, stretch=(1, 1)))
        layout.addStretch(1)
        self._title.returnPressed.connect(self._on_save)
        self._title.setFocus()

    def complain(self, text: str) -> None:
        """What was refused, beside the form; everything typed stays."""
        self._title_row.complain(text)

    @Slot()
    def _on_save(self) -> None:
        day = self._day.date()
        fields = {
            "title": self._title.text(), "kind": self._kind.currentData(), "start_minute": self._start.time().hour() * 60 + self._start.time().minute(),
            "end_minute": (self._end.time().hour() * 60 + self._end.time().minute()) or 1440, "place": self._place.text(),
            "territory_id": self._territory.currentData(), "customer_id": self._customer.currentData(), "skill_id": self._skill.currentData(),
            "skill_level": self._level.value(), "headcount": self._heads.value(), "priority": self._priority.currentData(), "is_prime": self._prime.isChecked(),
        }  # fmt: skip
        self.saved.emit(self._task.id if self._task else None, {"day": day.toPython(), **fields})

    @Slot()
    def _on_remove(self) -> None:
        if self._task is not None:
            self.removed.emit(self._task.id)


def _combo(choices: tuple[Choice, ...], code: str) -> QComboBox:
    box = QComboBox()
    box.addItem("–", None)
    for choice in choices:
        box.addItem(choice.name, choice.id)
        if choice.code == code and code:
            box.setCurrentIndex(box.count() - 1)
    return box

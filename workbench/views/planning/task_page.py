"""The chosen task beside the board: its facts, who can do it and why not, what to mind, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget

from workbench import i18n
from workbench.i18n import N_, _
from workbench.models.values.codes import TaskKind
from workbench.models.values.labels import TASK_KIND_LABELS
from workbench.readmodels.planning import CandidateRow, Conflict, TaskRow, WeekState
from workbench.views.delegates.planning import CandidateDelegate
from workbench.views.itemmodels.planning import CandidateListModel
from workbench.views.planning.board_state import Block, BoardState, span
from workbench.views.planning.reason_card import ReasonCard
from workbench.views.planning.swap_card import SwapCard
from workbench.views.planning.task_ties import ties_of
from workbench.views.theme import TextRole, Tone, theme
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Card, Chip, Text
from workbench.views.widgets.panels import IconButton


def facts(state: BoardState, task: TaskRow, owner: str) -> list[str]:
    """Lines below the title: when, where, for whom, what is needed."""
    names = state.week.names
    when = f"{i18n.weekday(task.day)} {i18n.day_month(task.day)} · {span(task.start, task.end)} · {_('{count} min', count=task.minutes)}"
    area = names["territory"].get(task.territory_id or 0, "")
    customer = names["customer"].get(task.customer_id or 0, "")
    grade = names["grade"].get(task.customer_id or 0, "")
    skill = names["skill"].get(task.skill_id or 0, "")
    where = [_("Area: {area}", area=area)] if area else []
    where += [_("class {grade}", grade=grade)] if grade else []
    where += [_("owner {name}", name=owner)] if owner else []
    lines = [when, " · ".join(where)]
    lines += [customer] if customer and customer not in task.title else []
    lines += [task.place] if task.place and task.place not in task.title else []
    lines += [_("Needs: {skill} ≥ {level}", skill=skill, level=task.skill_level)] if skill else []
    taken = len(state.people_on(task.id))
    lines += [_("{taken} of {needed} people", taken=taken, needed=task.headcount)] if task.headcount > 1 else []
    lines += _ties(state, task)
    lines += [task.note] if task.note else []
    return [line for line in lines if line]


def _ties(state: BoardState, task: TaskRow) -> list[str]:
    """Within which time it is chosen, and what the task is tied to."""
    comma = "、" if i18n.is_chinese() else ", "
    names = {person.id: person.name for person in state.week.people}
    titles = {one.id: f"{i18n.weekday(one.day)} {one.title}" for one in state.week.tasks}
    ties = ties_of(task, state.week)
    lines = [one for one in [state.window_words(task.id)] if one]
    for words, rows, known in (
        (N_("Not for: {names}"), ties["barred"], names), (N_("By the same people as: {names}"), ties["together_with"], titles),
        (N_("After: {names}"), ties["after"], titles),
    ):  # fmt: skip
        found = [known[one] for one in sorted(rows) if one in known]
        lines += [_(words, names=comma.join(found))] if found else []
    return lines


class TaskPage(QWidget):
    """Says what the manager wants; the screen does it."""

    person_wanted = Signal(object)  # CandidateRow
    swap_wanted = Signal(object)  # Block
    pin_wanted = Signal(object)
    unassign_wanted = Signal(object)
    edit_wanted = Signal(object)  # an id

    def __init__(self) -> None:
        super().__init__()
        self._block: Block | None = None
        self._swapping: int | None = None
        self.reason, self.swap = ReasonCard(), SwapCard()
        self._head = Card(margin=12, spacing=2)
        self._title = Text("", TextRole.HEADING, wrap=True)
        self._kind = Chip("", Tone.ACCENT)
        self._edit = IconButton("pencil", _("Edit task"), 14)
        self._edit.clicked.connect(self._on_edit)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self._title, 1)
        line.addWidget(self._kind, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._edit, 0, Qt.AlignmentFlag.AlignTop)
        self._head.body.addLayout(line)
        self._facts = Text("", TextRole.SMALL, "muted", wrap=True)
        self._head.body.addWidget(self._facts)
        self.why = Text("", TextRole.SMALL, "text", wrap=True)
        self.why.hide()
        self._head.body.addWidget(self.why)
        self._notes = Card(_("Needs attention"), margin=12)
        self._note_words = Text("", TextRole.SMALL, "text", wrap=True)
        self._notes.body.addWidget(self._note_words)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.swap)
        layout.addWidget(self.reason)
        layout.addWidget(self._head)
        self._who_card = self._who()
        layout.addWidget(self._who_card, 1)
        layout.addWidget(self._notes)
        layout.addStretch(0)
        layout.addLayout(self._buttons())

    def _who(self) -> Card:
        card = Card(margin=1)
        card.body.setContentsMargins(1, 10, 1, 6)
        caption = QHBoxLayout()
        caption.setContentsMargins(12, 0, 12, 6)
        caption.addWidget(Text(_("Who can do it"), TextRole.HEADING))
        caption.addStretch(1)
        caption.addWidget(Text(_("best first"), TextRole.SMALL, "muted"))
        card.body.addLayout(caption)
        self.model = CandidateListModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(CandidateDelegate(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName(_("Who can do it"))
        self.list.setMinimumHeight(theme().px(120))
        self.list.clicked.connect(self._on_candidate)
        self.list.activated.connect(self._on_candidate)
        card.body.addWidget(self.list, 1)
        self._waiting = Text(_("Looking who fits …"), TextRole.SMALL, "muted")
        self._waiting.setContentsMargins(12, 2, 12, 8)
        card.body.addWidget(self._waiting)
        return card

    def _buttons(self) -> QHBoxLayout:
        self._swap, self._pin, self._off = QPushButton(_("Swap …")), QPushButton(), QPushButton(_("Take off"))
        self._swap.setToolTip(_("Choose another block; the two people change tasks"))
        self._swap.setCheckable(True)
        self._swap.clicked.connect(self._on_swap)
        self._pin.clicked.connect(self._on_pin)
        self._off.clicked.connect(self._on_off)
        line = QHBoxLayout()
        line.setSpacing(8)
        for button in (self._swap, self._pin, self._off):
            line.addWidget(button, 1)
        return line

    # -- what is shown --------------------------------------------------------------------------

    @property
    def block(self) -> Block | None:
        return self._block

    def show_block(self, state: BoardState, block: Block, conflicts: tuple[Conflict, ...], owner: str = "") -> None:
        """A block of the board or a seat of the tray; who can do it follows by `show_candidates`."""
        if self._block is None or self._block.task != block.task:
            self.reason.hide()
        if self._block is None or self._block.key != block.key:
            self.why.hide()
        self._block = block
        task = state.tasks[block.task]
        self._title.setText(task.title)
        self._title.setToolTip(tip_text(task.title))
        self._kind.set_text(_(TASK_KIND_LABELS[TaskKind(task.kind)]), Tone.ACCENT)
        self._facts.setText("\n".join(facts(state, task, owner)))
        over = state.week.state is WeekState.PAST
        self._edit.setVisible(not over)
        for button in (self._swap, self._pin, self._off):
            button.setVisible(block.assignment > 0 and not over)
        self._swap.setChecked(self._swapping == block.key)
        self._pin.setText(_("Let it move") if block.pinned else _("Pin"))
        self._waiting.setVisible(not self.model.is_for(task.id))
        self._show_notes(state, block, conflicts)

    def _show_notes(self, state: BoardState, block: Block, conflicts: tuple[Conflict, ...]) -> None:
        lines = [f"{state.name(one.person_id)}: {one.text}" for one in conflicts if one.task_id == block.task]
        kept = [
            _("{person}: kept with the reason “{reason}”", person=state.name(a.person_id), reason=a.override_reason)
            for a in state.assignments.values()
            if a.task_id == block.task and a.override_reason
        ]
        self._note_words.setText("\n".join(lines + kept))
        self._notes.setVisible(bool(lines or kept))

    def show_candidates(self, task_id: int, rows: tuple[CandidateRow, ...], words: str = "") -> None:
        """Everybody for the task, and in `words` why its person has it or how its gap could be filled."""
        if self._block is not None and self._block.task == task_id:
            self.model.show_rows(task_id, rows)
            self._waiting.hide()
            self.why.setText(words)
            self.why.setVisible(bool(words))

    def begin_swap(self, how: str) -> None:
        """Another block is being chosen for the one shown; who else could do it gives room to what the rules say of both."""
        self._swapping = self._block.key if self._block is not None else None
        self._swap.setChecked(True)
        self._who_card.hide()
        self.swap.begin(how)

    def end_swap(self) -> None:
        self._swapping = None
        self._swap.setChecked(False)
        self._who_card.show()
        self.swap.hide()

    # -- what is wanted -------------------------------------------------------------------------

    @Slot(QModelIndex)
    def _on_candidate(self, index: QModelIndex) -> None:
        row = self.model.row_at(index.row())
        if isinstance(row, CandidateRow) and not row.assigned:
            self.person_wanted.emit(row)

    @Slot()
    def _on_edit(self) -> None:
        if self._block is not None:
            self.edit_wanted.emit(self._block.task)

    @Slot()
    def _on_swap(self) -> None:
        self.swap_wanted.emit(self._block)

    @Slot()
    def _on_pin(self) -> None:
        self.pin_wanted.emit(self._block)

    @Slot()
    def _on_off(self) -> None:
        self.unassign_wanted.emit(self._block)

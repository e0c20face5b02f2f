"""The automatic plan beside the board: what it would change, how good it is and whether anything better exists."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench import i18n
from workbench.i18n import _, ngettext
from workbench.readmodels.planning import AssignmentRow, PlanPreview, WeekBoard
from workbench.views.itemmodels.planning import BreakdownRow
from workbench.views.planning.board_state import BoardState, make_state
from workbench.views.planning.breakdown_page import BreakdownPage
from workbench.views.theme import TextRole, Tone
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Card, Chip, Text

MOST_CONFLICTS = 4


class PreviewPage(QWidget):
    """Figures before and after, every change, and the two ways out. Nothing is saved until Keep."""

    kept = Signal()
    discarded = Signal()
    row_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._head = Card(margin=12, spacing=4)
        line = QHBoxLayout()
        line.addWidget(Text(_("Proposed plan"), TextRole.HEADING))
        line.addStretch(1)
        self._proof = Chip("", Tone.GOOD)
        line.addWidget(self._proof)
        self._head.body.addLayout(line)
        self.words = Text("", TextRole.SMALL, "text", wrap=True)
        self._levels = Text("", TextRole.SMALL, "muted", wrap=True)
        self._head.body.addWidget(self.words)
        self._pins = Text("", TextRole.SMALL, "warning", wrap=True)  # locked assignments that break a rule
        self._pins.hide()
        self._head.body.addWidget(self._levels)
        self._head.body.addWidget(self._pins)
        self._changes = BreakdownPage()
        self._changes.row_wanted.connect(self.row_wanted)
        self.keep, self.discard = QPushButton(_("Keep this plan")), QPushButton(_("Discard"))
        self.keep.setProperty("look", "primary")
        self.keep.clicked.connect(self._on_keep)
        self.discard.clicked.connect(self._on_discard)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.keep, 1)
        buttons.addWidget(self.discard)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._head)
        layout.addWidget(self._changes, 1)
        layout.addLayout(buttons)

    @property
    def conflict_words(self) -> str:
        return self._pins.text() if self._pins.isVisibleTo(self) else ""

    def show_preview(self, found: PlanPreview) -> None:
        if found.status == "optimal":
            self._proof.set_text(_("nothing better exists"), Tone.GOOD)
        elif found.status == "cancelled":
            self._proof.set_text(_("stopped early"), Tone.WARNING)
        else:
            self._proof.set_text(_("best found"), Tone.ACCENT)
        lines = [
            _("Places filled: {before} → {after} of {needed}", before=found.filled_before, after=found.filled_after, needed=found.needed)
        ]
        if found.jain_before is not None and found.jain_after is not None:
            lines.append(_("Fairness of hours: {before} → {after}", before=f"{found.jain_before:.3f}", after=f"{found.jain_after:.3f}"))
        lines.append(
            ngettext(
                "{n} change, found in {seconds} s", "{n} changes, found in {seconds} s", len(found.lines), seconds=f"{found.seconds:.1f}"
            )
        )
        self.words.setText("\n".join(lines))
        self._levels.setText("\n".join(level.text for level in found.levels[:2]))
        self._levels.setToolTip(tip_text("\n".join(level.text for level in found.levels)))
        self._pins.setText("\n".join(found.conflicts[:MOST_CONFLICTS]))
        self._pins.setToolTip(tip_text("\n".join(found.conflicts)))
        self._pins.setVisible(bool(found.conflicts))
        rows = [
            BreakdownRow(
                (line.task_id, line.person_id), (f"{'+' if line.added else '−'} {line.person}", line.task), (line.person, line.task), line.person_id, line.task_id,
                _("{task}, {day} {time}: new", task=line.task, day=i18n.weekday(line.day), time=i18n.clock(line.start)) if line.added
                else _("{task}, {day} {time}: taken off", task=line.task, day=i18n.weekday(line.day), time=i18n.clock(line.start)),
            )
            for line in found.lines
        ]  # fmt: skip
        words = _("+ is new, − is taken off. The board shows the proposal; dashed blocks are new.")
        self._changes.show_rows(_("Changes"), words, (_("Person"), _("Task")), rows)
        self.keep.setEnabled(bool(found.lines))

    @Slot()
    def _on_keep(self) -> None:
        self.kept.emit()

    @Slot()
    def _on_discard(self) -> None:
        self.discarded.emit()


def proposed_state(week: WeekBoard, found: PlanPreview) -> BoardState:
    """The board as it would be: kept assignments as they are, new ones dashed."""
    saved = {(one.task_id, one.person_id): one for one in week.assignments}
    rows = []
    for number, pair in enumerate(found.pairs, 1):
        known = saved.get(pair)
        rows.append(known or AssignmentRow(-number, pair[0], pair[1], False, True, "", "", None))
    fresh = {pair for pair in found.pairs if pair not in saved}
    return make_state(replace(week, assignments=tuple(rows), number=max(1, week.number)), fresh)

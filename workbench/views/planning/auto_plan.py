"""The automatic plan beside the board: what it would change, how good it is and whether anything better exists."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench import i18n
from workbench.i18n import N_, _, ngettext
from workbench.planner import texts
from workbench.planner.problem import LEVELS
from workbench.readmodels.planning_plan import PlanLine, PlanPreview, TimeMove
from workbench.views.itemmodels.planning import BreakdownRow
from workbench.views.planning.board_state import span
from workbench.views.planning.breakdown_page import BreakdownPage
from workbench.views.theme import TextRole, Tone
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Card, Chip, Text

MOST_CONFLICTS = 4
AIMS: Final = {
    "cover": N_("places filled"), "min_hours": N_("minimum hours"), "fairness_1": N_("fairness"), "fairness_2": N_("fairness"),
    "fairness_3": N_("fairness"), "fairness_rest": N_("fairness"), "prime": N_("prime slots shared out"), "preference": N_("preferred times"),
    "continuity": N_("customers with their owner"), "travel": N_("short ways"), "changes": N_("few changes"),
}  # fmt: skip
"""What the planner aims at, by level, in the fewest words; the points that it counts in mean nothing to people."""


class PreviewPage(QWidget):
    """Figures before and after, every change, and the two ways out. Nothing is saved until Keep."""

    kept = Signal()
    discarded = Signal()
    row_wanted = Signal(object)
    order_wanted = Signal()

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
        self._changed = Text(
            _("The week was changed since. What was done by hand stays; the rest of the plan is taken where it still fits."),
            TextRole.SMALL,
            "warning",
            wrap=True,
        )
        self._changed.hide()
        self._head.body.addWidget(self._changed)
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
        order = QPushButton(_("What counts first …"))
        order.clicked.connect(self._on_order)
        self._head.body.addWidget(order)
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

    @property
    def says_changed(self) -> bool:
        return self._changed.isVisibleTo(self)

    def show_changed(self, changed: bool) -> None:
        """Whether the week is another one than the plan was made for."""
        self._changed.setVisible(changed)

    def show_preview(self, found: PlanPreview, *, changed: bool = False) -> None:
        self.show_changed(changed)
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
            lines.append(
                _("Fairness of hours (1 = equal): {before} → {after}", before=f"{found.jain_before:.2f}", after=f"{found.jain_after:.2f}")
            )
        if found.way_before or found.way_after:
            before, after = texts.hours(found.way_before), texts.hours(found.way_after)
            lines.append(_("On the way between places: {before} → {after} h", before=before, after=after))
        rows = change_rows(found.lines, found.moves)
        lines.append(
            ngettext("{n} change, found in {seconds} s", "{n} changes, found in {seconds} s", len(rows), seconds=f"{found.seconds:.1f}")
        )
        self.words.setText("\n".join(lines))
        self._levels.setText(level_words(found))
        self._pins.setText("\n".join(found.conflicts[:MOST_CONFLICTS]))
        self._pins.setToolTip(tip_text("\n".join(found.conflicts)))
        self._pins.setVisible(bool(found.conflicts))
        words = _("Who had the task → who gets it. The board shows the proposal; dashed blocks are new. Nothing is kept yet.")
        self._changes.show_rows(_("What this plan changes"), words, (_("Day, task and people"),), rows)
        self.keep.setEnabled(bool(rows))

    @Slot()
    def _on_keep(self) -> None:
        self.kept.emit()

    @Slot()
    def _on_order(self) -> None:
        self.order_wanted.emit()

    @Slot()
    def _on_discard(self) -> None:
        self.discarded.emit()


def change_rows(lines: Sequence[PlanLine], moves: Sequence[TimeMove] = ()) -> list[BreakdownRow]:
    """One row for each place that changes hands, by day: when, what, and from whom to whom; and for each task at another time."""
    tasks: dict[int, tuple[list[PlanLine], list[PlanLine]]] = {}
    for line in lines:
        tasks.setdefault(line.task_id, ([], []))[line.added].append(line)
    found: list[BreakdownRow] = []
    for off, on in tasks.values():
        for before, after in zip_longest(off, on):
            line = after or before
            assert line is not None
            when = f"{i18n.weekday(line.day)} {i18n.day_month(line.day)} {span(line.start, line.end)}"
            people = f"{before.person if before else _('(open)')} → {after.person if after else _('(open)')}"
            order = f"{line.day.isoformat()} {line.start:04d} {line.task}"
            words = f"{when} · {line.task}\n{people}"
            found.append(
                BreakdownRow((line.task_id, line.person_id), (words,), (order,), line.person_id, line.task_id, words.replace("\n", " · "))
            )
    for move in moves:
        when = f"{i18n.weekday(move.day)} {i18n.day_month(move.day)}"
        times = f"{i18n.clock(move.before)} → {span(move.start, move.end)}"
        words = f"{when} · {move.task}\n{times}"
        order = f"{move.day.isoformat()} {move.start:04d} {move.task}"
        found.append(BreakdownRow((move.task_id, -1), (words,), (order,), 0, move.task_id, words.replace("\n", " · ")))
    return sorted(found, key=lambda row: str(row.sort[0]))


def level_words(found: PlanPreview) -> str:
    """What the plan was made for, in the order of importance: what nobody could do better, and where better may exist."""
    proven: dict[str, bool] = {}
    for level in found.levels:
        aim = AIMS.get(level.name)
        if aim is not None:
            proven[aim] = proven.get(aim, True) and level.proven
    comma = "、" if i18n.is_chinese() else ", "
    best, rest = (comma.join(_(aim) for aim, proof in proven.items() if proof is wanted) for wanted in (True, False))
    lines = [_("Nothing better exists for: {names}", names=best)] if best else []
    lines += [_("Good, perhaps not the best: {names}", names=rest)] if rest else []
    order = tuple(level.name for level in found.levels)
    if order != tuple(one for one in LEVELS if one in order):
        lines.append(_("In your order: {names}", names=" › ".join(_(aim) for aim in proven)))
    missing = next((level.value for level in found.levels if level.name == "min_hours" and level.value), 0)
    lines += [_("{hours} h of agreed minimum hours are still missing", hours=texts.hours(missing))] if missing else []
    return "\n".join(lines)

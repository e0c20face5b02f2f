"""The figures above the board, and the rows that each of them is made of."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workbench import i18n
from workbench.i18n import _, ngettext
from workbench.models.values.quantities import hours_text
from workbench.readmodels.planning import Conflict, OpenSeat, PersonHours, WeekFacts
from workbench.views.itemmodels.planning import BreakdownRow
from workbench.views.planning.board_state import BoardState, span
from workbench.views.tips import tip_text
from workbench.views.widgets.rows import KpiTile

KEYS = ("assigned", "coverage", "fairness", "weekend", "rules")
GOOD_COVERAGE, GOOD_JAIN = 0.95, 0.9


class FigureTile(KpiTile):
    """A tile that can be told anew; says which figure was clicked."""

    opened = Signal(str)

    def __init__(self, key: str, caption: str) -> None:
        super().__init__(caption, "–", "")
        self._key = key
        self.clicked.connect(self._on_clicked)

    @property
    def figure(self) -> str:
        return self._figure

    def show_figure(self, figure: str, remark: str, colour: str = "text") -> None:
        self._figure, self._remark, self._colour = figure, remark, colour
        self.setAccessibleName(f"{self._caption} {figure} {remark}")
        self.setToolTip(tip_text(f"{self._caption} {figure}\n{remark}\n{_('Click to see what it is made of')}"))
        self.update()

    @Slot()
    def _on_clicked(self) -> None:
        self.opened.emit(self._key)


class Tiles(QWidget):
    """Assigned, coverage, fairness of hours, weekend spread, rules."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        captions = (_("Assigned"), _("Coverage"), _("Fairness of hours (Jain)"), _("Weekend difference"), _("Rule conflicts"))
        self.tiles = {key: FigureTile(key, caption) for key, caption in zip(KEYS, captions, strict=True)}
        for tile in self.tiles.values():
            tile.opened.connect(self.opened)
            line.addWidget(tile, 1)

    def show_facts(self, facts: WeekFacts, conflicts: tuple[Conflict, ...]) -> None:
        fair, left = facts.fairness, facts.needed - facts.filled
        share = facts.filled / facts.needed if facts.needed else 1.0
        self.tiles["assigned"].show_figure(
            f"{facts.filled} / {facts.needed}", ngettext("{n} place open", "{n} places open", left) if left else _("all filled")
        )
        self.tiles["coverage"].show_figure(f"{share:.1%}", _("of the places needed"), "good" if share >= GOOD_COVERAGE else "warning")
        last = _("last week {value}", value=f"{fair.jain_last_week:.2f}") if fair.jain_last_week is not None else _("1 = everybody equal")
        colour = "text" if fair.jain is None else "good" if fair.jain >= GOOD_JAIN else "warning"
        self.tiles["fairness"].show_figure("–" if fair.jain is None else f"{fair.jain:.2f}", last, colour)
        spread = fair.weekend_most - fair.weekend_least
        self.tiles["weekend"].show_figure(str(spread), _("most {most} / least {least}", most=fair.weekend_most, least=fair.weekend_least))
        broken = [one for one in conflicts if not one.kept_reason]
        kept = _("{count} kept with a reason", count=fair.overrides) if fair.overrides else _("nothing set aside")
        hard = any(one.hard for one in broken)
        self.tiles["rules"].show_figure(str(len(broken)), kept, "bad" if hard else "warning" if broken else "good")


# ---------------------------------------------------------------- what they are made of


def breakdown(
    key: str, state: BoardState, facts: WeekFacts, seats: tuple[OpenSeat, ...], conflicts: tuple[Conflict, ...]
) -> tuple[str, str, tuple[str, ...], list[BreakdownRow]]:
    """(title, how it is worked out, headings, rows) of a figure."""
    if key == "fairness":
        rows = [_hours_row(one) for one in facts.hours if one.counted]
        words = _(
            "Jain's index of hours had over hours wished, this week and the eight before. People on leave all week or without a wish are left out."
        )
        return _("Hours and wishes"), words, (_("Person"), _("Week"), _("Wish"), _("9 weeks")), sorted(rows, key=lambda row: row.sort[3])
    if key == "weekend":
        found = [one for one in facts.hours if one.counted]
        shown = [
            BreakdownRow(
                (one.person_id, 0), (one.name, str(one.weekend), str(one.prime)), (one.name, one.weekend, one.prime), one.person_id
            )
            for one in found
        ]
        words = _("Weekend tasks of this week; prime slots are those of nine weeks.")
        return _("Weekends"), words, (_("Person"), _("Weekend"), _("Prime")), sorted(shown, key=lambda row: -int(row.sort[1]))
    if key == "rules":
        rows = [_conflict_row(state, one) for one in conflicts]
        return _("Rule conflicts"), _("Assignments that break a rule, and those kept with a reason."), (_("Person"), _("Task")), rows
    rows = [_seat_row(state, one) for one in seats]
    return _("Places still open"), _("Who could take them now, and what keeps the others away."), (_("Task"), _("Missing"), _("Free")), rows


def _hours_row(one: PersonHours) -> BreakdownRow:
    rolling = f"{one.rolling:.0%}" if one.rolling is not None else "–"
    tip = _(
        "{name}: {hours} h planned, wish {wish} h, at least {least} h",
        name=one.name,
        hours=hours_text(one.planned),
        wish=hours_text(one.wished),
        least=hours_text(one.min_minutes),
    )
    texts = (one.name, hours_text(one.planned), hours_text(one.wished), rolling)
    tone = "warning" if one.planned < one.min_minutes else ""
    return BreakdownRow(
        (one.person_id, 0), texts, (one.name, one.planned, one.wished, one.rolling or 0.0), one.person_id, tip=tip, tone=tone
    )


def _conflict_row(state: BoardState, one: Conflict) -> BreakdownRow:
    task = state.tasks[one.task_id]
    sign = _("not allowed") if one.hard else _("reason: {reason}", reason=one.kept_reason) if one.kept_reason else _("to be looked at")
    name, tip = state.name(one.person_id), f"{one.text}\n{sign}"
    return BreakdownRow(
        (one.task_id, one.person_id),
        (name, task.title),
        (name, task.title),
        one.person_id,
        one.task_id,
        tip,
        "bad" if one.hard else "warning",
    )


def _seat_row(state: BoardState, one: OpenSeat) -> BreakdownRow:
    task = state.tasks[one.task_id]
    when = f"{i18n.weekday(task.day)} {span(task.start, task.end)}"
    texts = (f"{task.title}", str(one.missing), str(one.free))
    return BreakdownRow(
        (one.task_id, 0), texts, (task.title, one.missing, one.free), 0, one.task_id, f"{task.title} · {when}\n{seat_words(one)}"
    )


def seat_words(one: OpenSeat, most: int = 4) -> str:
    """3 without the skill · 2 at the legal week limit · 4 not available; the `most` frequent reasons."""
    parts = [_("{count} {rule}", count=count, rule=_(rule)) for rule, count in one.reasons[:most]]
    if one.free:
        parts.insert(0, ngettext("{n} person could take it", "{n} people could take it", one.free))
    return " · ".join(parts) or _("there is nobody in the team")

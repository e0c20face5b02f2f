"""The figures above the board, and the rows that each of them is made of."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from workbench import i18n
from workbench.i18n import _, ngettext
from workbench.models.values.money import Money
from workbench.models.values.quantities import hours_text
from workbench.readmodels.planning import Conflict, LongDay, OpenSeat, PersonHours, WeekFacts
from workbench.services.planning_case import long_day_words
from workbench.views.itemmodels.planning import BreakdownRow
from workbench.views.paint import draw_paragraph, draw_text, focus_ring, line_height, rounded, text_width, wrapped
from workbench.views.planning.board_state import BoardState, span, yuan
from workbench.views.theme import METRICS, TextRole, Tone, theme
from workbench.views.tips import tip_text
from workbench.views.widgets.rows import KpiTile

KEYS = ("assigned", "coverage", "fairness", "weekend", "rules", "cost")
GOOD_COVERAGE, GOOD_JAIN = 0.95, 0.9


MOST_LINES = 3  # of a caption or a remark; no text of ours needs more at 150 % letters


class FigureTile(KpiTile):
    """A tile that can be told anew; says which figure was clicked. Nothing of it is ever cut.

    The remark stands beside the figure where there is room, else below it; caption and remark wrap.
    """

    opened = Signal(str)

    def __init__(self, key: str, caption: str) -> None:
        super().__init__(caption, "–", "")
        self._key = key
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.clicked.connect(self._on_clicked)

    @property
    def figure(self) -> str:
        return self._figure

    @property
    def remark(self) -> str:
        return self._remark

    def _lines(self, text: str, role: TextRole) -> list[str]:
        return wrapped(text, role, self._room, MOST_LINES) if text else []

    @property
    def _room(self) -> float:
        """Width for the words."""
        return max(20.0, self.width() - 12.0 - 8.0)

    @property
    def _beside(self) -> bool:
        """Whether figure and remark stand in one line."""
        return text_width(self._figure, TextRole.FIGURE) + 4 + text_width(self._remark, TextRole.TINY) <= self._room

    @property
    def needed(self) -> int:
        """Height at the present width."""
        above = len(self._lines(self._caption, TextRole.SMALL)) * line_height(TextRole.SMALL)
        below = 0.0 if self._beside else len(self._lines(self._remark, TextRole.TINY)) * line_height(TextRole.TINY)
        return max(theme().px(62), round(above + line_height(TextRole.FIGURE) + below) + theme().px(16))

    def sizeHint(self) -> QSize:
        return QSize(theme().px(110), theme().px(62))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter, rect = theme(), QPainter(self), QRectF(self.rect())
        rounded(painter, rect, METRICS.radius_card, t.tokens.surface, t.tokens.border_strong if self.underMouse() else t.tokens.border)
        if self.shows_ring():
            focus_ring(painter, rect, METRICS.radius_card)
        x, y, room = 12.0, float(t.px(8)), self._room
        caption = self._lines(self._caption, TextRole.SMALL)
        high = line_height(TextRole.SMALL)
        draw_paragraph(painter, QRectF(x, y, room, len(caption) * high), self._caption, TextRole.SMALL, t.tokens.muted, lines=MOST_LINES)
        y += len(caption) * high
        ink = next((t.tone(tone).ink for tone in Tone if tone.value == self._colour), t.tokens.text)
        line = QRectF(x, y, room, line_height(TextRole.FIGURE))
        used = draw_text(painter, line, self._figure, TextRole.FIGURE, ink, elide=False)
        if self._beside:
            shift = line.adjusted(used + 4, t.px(3), 0, 0)
            draw_text(painter, shift, self._remark, TextRole.TINY, t.tokens.muted, elide=False)
        else:
            below = QRectF(x, line.bottom(), room, self.height() - line.bottom())
            draw_paragraph(painter, below, self._remark, TextRole.TINY, t.tokens.muted, lines=MOST_LINES)

    def show_figure(self, figure: str, remark: str, colour: str = "text") -> None:
        self._figure, self._remark, self._colour = figure, remark, colour
        self.setAccessibleName(f"{self._caption} {figure} {remark}")
        self.setToolTip(tip_text(f"{self._caption} {figure}\n{remark}\n{_('Click to see what it is made of')}"))
        self.update()

    @Slot()
    def _on_clicked(self) -> None:
        self.opened.emit(self._key)


class Tiles(QWidget):
    """Assigned, coverage, fairness of hours, weekend spread, rules, cost; all as high as the one that needs most."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        captions = (_("Assigned"), _("Coverage"), _("Fairness (Jain)"), _("Weekend difference"), _("Rule conflicts"), _("Cost of hours"))
        self.tiles = {key: FigureTile(key, caption) for key, caption in zip(KEYS, captions, strict=True)}
        for tile in self.tiles.values():
            tile.opened.connect(self.opened)
            line.addWidget(tile, 1)
        theme().changed.connect(self._fit)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        self.setFixedHeight(max(tile.needed for tile in self.tiles.values()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        line = self.layout()
        if line is not None:
            line.activate()  # the tiles have their new width before it is asked how high they are
        self._fit()

    def _show_filled(self, facts: WeekFacts) -> None:
        """Places filled of those needed, and how evenly; without tasks there is nothing to speak of."""
        if not facts.needed:
            for key in ("assigned", "coverage", "fairness"):
                self.tiles[key].show_figure("–", _("no tasks yet"))
            return
        fair = facts.fairness
        last = _("last week {value}", value=f"{fair.jain_last_week:.2f}") if fair.jain_last_week is not None else _("1 = everybody equal")
        colour = "text" if fair.jain is None else "good" if fair.jain >= GOOD_JAIN else "warning"
        self.tiles["fairness"].show_figure("–" if fair.jain is None else f"{fair.jain:.2f}", last, colour)
        left, share = facts.needed - facts.filled, facts.filled / facts.needed
        self.tiles["assigned"].show_figure(
            f"{facts.filled} / {facts.needed}", ngettext("{n} place open", "{n} places open", left) if left else _("all filled")
        )
        self.tiles["coverage"].show_figure(f"{share:.1%}", _("of all places"), "good" if share >= GOOD_COVERAGE else "warning")

    def show_facts(self, facts: WeekFacts, conflicts: tuple[Conflict, ...]) -> None:
        fair = facts.fairness
        self._show_filled(facts)
        spread = fair.weekend_most - fair.weekend_least
        self.tiles["weekend"].show_figure(str(spread), _("most {most} / least {least}", most=fair.weekend_most, least=fair.weekend_least))
        broken = [one for one in conflicts if not one.kept_reason]
        kept = ngettext("{n} kept with a reason", "{n} kept with a reason", fair.overrides) if fair.overrides else ""
        days = ngettext("{n} long day", "{n} long days", len(facts.long_days)) if facts.long_days else ""
        remark = " · ".join(part for part in (days, kept) if part) or _("nothing set aside")
        hard = any(one.hard for one in broken)
        self.tiles["rules"].show_figure(str(len(broken)), remark, "bad" if hard else "warning" if broken or days else "good")
        self._show_cost(facts)
        self._fit()

    def _show_cost(self, facts: WeekFacts) -> None:
        """Whole yuan here; the rows behind it are to the fen."""
        cost = facts.cost
        if not cost.of_person:
            self.tiles["cost"].show_figure("–", _("no hourly pay is recorded") if cost.unpriced else _("nothing planned yet"))
            return
        left = ngettext("{n} person not priced", "{n} people not priced", len(cost.unpriced)) if cost.unpriced else _("by the hourly pay")
        self.tiles["cost"].show_figure(f"¥{Money(cost.total).whole()}", left)


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
        rows = [_conflict_row(state, one) for one in conflicts] + [_long_day_row(state, one) for one in facts.long_days]
        words = _("Assignments that break a rule, those kept with a reason, and days above the part-time average.")
        return _("Rule conflicts"), words, (_("Person"), _("Task")), rows
    if key == "cost":
        hours = {one.person_id: one for one in facts.hours}
        rows = [_cost_row(state, person, fen, hours) for person, fen in facts.cost.of_person.items()]
        rows += [_cost_row(state, person, None, hours) for person in facts.cost.unpriced if person not in facts.cost.of_person]
        words = _(
            "Hours planned or worked at the hourly pay of the engagement on that day, together {amount}. "
            "Monthly pay is not counted. This is shown here only: nothing that is printed or shared holds it.",
            amount=yuan(facts.cost.total),
        )
        return _("Cost of hours"), words, (_("Person"), _("Week"), _("Pay")), sorted(rows, key=lambda row: -float(row.sort[2]))
    if key == "told":
        rows = [
            BreakdownRow((one.person_id, -n), (one.name, str(one.fresh), str(one.gone)), (one.name, one.fresh, one.gone), one.person_id)
            for n, one in enumerate(facts.told_changes, 1)
        ]
        words = _(
            "Tasks that are new or at another time since the week was told, and those that are gone. "
            "Publish again, then send them their week: right-click their line."
        )
        return _("To be told again"), words, (_("Person"), _("New"), _("Gone")), rows
    rows = sorted((_seat_row(state, one) for one in seats), key=lambda row: str(row.sort[0]))
    return _("Places still open"), _("Who could take them now, and what keeps the others away."), (_("Task"),), rows


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


def _cost_row(state: BoardState, person: int, fen: int | None, hours: Mapping[int, PersonHours]) -> BreakdownRow:
    planned = hours[person].planned if person in hours else 0
    texts = (state.name(person), hours_text(planned), "–" if fen is None else yuan(fen))
    tip = _("No hourly pay is recorded for all of these hours") if person in state.cost.unpriced or fen is None else ""
    return BreakdownRow((person, 0), texts, (texts[0], planned, -1 if fen is None else fen), person, tip=tip, tone="warning" if tip else "")


def _conflict_row(state: BoardState, one: Conflict) -> BreakdownRow:
    task = state.tasks[one.task_id]
    when = f"{i18n.weekday(task.day)} {task.title}"
    sign = _("not allowed") if one.hard else _("reason: {reason}", reason=one.kept_reason) if one.kept_reason else _("to be looked at")
    name, tip = state.name(one.person_id), f"{one.text}\n{sign}"
    return BreakdownRow(
        (one.task_id, one.person_id),
        (name, when),
        (name, f"{task.day.isoformat()} {task.title}"),
        one.person_id,
        one.task_id,
        tip,
        "bad" if one.hard else "warning",
    )


def _long_day_row(state: BoardState, one: LongDay) -> BreakdownRow:
    """Leads to the first task of the day."""
    day = f"{i18n.weekday(one.day)} {_('{hours} h', hours=hours_text(one.minutes))}"
    task = next(
        (a.task_id for a in state.assignments.values() if a.person_id == one.person_id and state.tasks[a.task_id].day == one.day), 0
    )
    name = state.name(one.person_id)
    tip = long_day_words(one.day, one.minutes, one.limit)
    order = (name, one.day.isoformat())
    return BreakdownRow((-one.day.toordinal(), one.person_id), (name, day), order, one.person_id, task, tip, "warning")


def _seat_row(state: BoardState, one: OpenSeat) -> BreakdownRow:
    task = state.tasks[one.task_id]
    when = f"{i18n.weekday(task.day)} {span(task.start, task.end)}"
    free = ngettext("{n} person could take it", "{n} people could take it", one.free) if one.free else _("nobody is free")
    parts = [when, *([ngettext("{n} place open", "{n} places open", one.missing)] if one.missing > 1 else []), free]
    words = f"{task.title}\n{' · '.join(parts)}"
    order = f"{task.day.isoformat()} {task.start:04d} {task.title}"
    return BreakdownRow((one.task_id, 0), (words,), (order,), 0, one.task_id, f"{task.title} · {when}\n{seat_words(one)}")


def seat_words(one: OpenSeat, most: int = 4) -> str:
    """3 without the skill · 2 at the legal week limit · 4 not available; the `most` frequent reasons."""
    parts = [_("{count} {rule}", count=count, rule=_(rule)) for rule, count in one.reasons[:most]]
    if one.free:
        parts.insert(0, ngettext("{n} person could take it", "{n} people could take it", one.free))
    return " · ".join(parts) or _("there is nobody in the team")

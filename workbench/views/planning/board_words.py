"""The week board in words: which week it is, tooltips, and what assistive technology reads."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip

from workbench import i18n
from workbench.i18n import _
from workbench.models.values.periods import Week
from workbench.readmodels.planning import WeekBoard, WeekState
from workbench.views.planning.board_state import Block, BoardState, state_word
from workbench.views.tips import tip_text

if TYPE_CHECKING:
    from workbench.views.planning.board import WeekBoardView


def block_words(block: Block) -> str:
    """A block in one line, its signs in words."""
    signs = [_("pinned")] if block.pinned else []
    signs += [_("kept with a reason")] if block.override else []
    signs += [_("not told yet")] if block.told is False else []
    return " · ".join((f"{block.title} {block.time}", *signs))


def cell_words(state: BoardState, row: int, day: int, slot: int | None) -> str:
    """A cell, or one block of it, with its person and day."""
    who, (word, date, holiday) = state.lines[row], state.days[day]
    head = " · ".join(part for part in (who.name, f"{word} {date}", holiday) if part)
    blocks = state.blocks(row, day)
    told = [state.long[row, day][1]] if (row, day) in state.long else []
    if slot is not None and slot < len(blocks):
        window = state.window_words(blocks[slot].task)
        return "\n".join((head, block_words(blocks[slot]), *([window] if window else []), *told))
    if blocks:
        return "\n".join((head, *(block_words(block) for block in blocks), *told))
    return f"{head}\n{state.closed.get((row, day)) or _('free')}"


def show_tip(board: WeekBoardView, event: QHelpEvent) -> None:
    """What lies under the pointer: a cell, a day's head, a person."""
    hit, point, style = board.locate(event.pos()), event.pos(), board.geo.style
    if hit is not None:
        words = cell_words(board.state, hit.row, hit.day, hit.slot)
        QToolTip.showText(event.globalPos(), tip_text(words), board.viewport(), board.geo.cell_rect(hit.row, hit.day))
        return
    if point.y() < style.header_height and point.x() >= board.geo.edges[0]:
        QToolTip.showText(event.globalPos(), tip_text(_("Double-click: the day with its hours")), board.viewport())
        return
    rows = board.geo.visible_rows(point.y(), point.y())
    if rows and point.x() < style.people_width and point.y() > style.header_height:
        line = board.state.lines[rows[0]]
        tip = "\n".join(part for part in (line.tip, board.state.cost_words(line.person)) if part)
        QToolTip.showText(event.globalPos(), tip_text(tip), board.viewport())
    else:
        QToolTip.hideText()


def week_words(monday: date, week: WeekBoard | None, *, changed: bool, short: bool) -> str:
    """Number and days of a week, and its state once it was read; with `short` and long words the number is left to the rail, and what was told goes before the days that the board shows."""
    of = Week.from_date(monday)
    number, days = _("week {week} of {year}", week=of.number, year=of.year), _days_words(of)
    state = [] if week is None else [state_word(week, changed=changed)]
    if not short or i18n.is_chinese():
        return " · ".join((number, days, *state))
    return " · ".join(state if week is not None and week.number else (days, *state))


def _days_words(week: Week) -> str:
    """23–29 Nov; both months where there are two."""
    first, last = week.monday, week.sunday
    if i18n.is_chinese():
        return _("{first} to {last}", first=i18n.day_month(first), last=i18n.day_month(last))
    start = str(first.day) if first.month == last.month else i18n.day_month(first)
    return f"{start}–{i18n.day_month(last)}"


def no_week(monday: date, today: date) -> WeekBoard:
    """What a board shows before its week is read."""
    return WeekBoard(monday, today, WeekState.DRAFT, 0, None, (), (), (), frozenset(), (), {}, {})

"""One person's weeks as a table: a line a week, its days beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench import i18n
from workbench.i18n import N_, _
from workbench.models.values.periods import Week
from workbench.models.values.quantities import hours_text
from workbench.readmodels.planning import WeekState
from workbench.readmodels.planning_weeks import OwnTask, OwnWeek, Telling
from workbench.views.tips import tip_text

WEEK_ROLE = Qt.ItemDataRole.UserRole + 11
DAYS = 7
AWAY = {"leave": N_("leave"), "unavailable": N_("not available")}
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


def state_words(week: OwnWeek) -> str:
    """draft; published 2; over; and whether the person has to be told again."""
    if week.state is WeekState.PAST:
        return _("over")
    if week.state is WeekState.DRAFT:
        return _("draft")
    return (
        _("version {number}, changed since", number=week.number)
        if week.is_changed
        else _("published, version {number}", number=week.number)
    )


def head_words(week: OwnWeek) -> tuple[str, str, str]:
    """Week, its days and its state, hours against the limit."""
    number = Week.from_date(week.monday).number
    days = f"{i18n.day_month(week.monday)} – {i18n.day_month(week.monday + timedelta(days=6))}"
    if week.limit:
        hours = _("{hours} of {limit} h", hours=hours_text(week.minutes), limit=hours_text(week.limit))
    else:
        hours = _("{hours} h", hours=hours_text(week.minutes))
    return f"W{number} · {days}", state_words(week), hours


def task_words(task: OwnTask) -> str:
    """For tips and screen readers: when, what, and how it stands to what was told."""
    words = f"{i18n.clock(task.start)}–{i18n.clock(task.end)} {task.title}"
    if task.telling is Telling.FRESH:
        return f"{words} · {_('new since it was told')}"
    return f"{words} · {_('taken off since it was told')}" if task.telling is Telling.GONE else words


def away_words(week: OwnWeek, weekday: int) -> str:
    """Why there is nobody to ask on a day; empty where there is."""
    reason = dict(week.away).get(weekday)
    if reason is not None:
        return _(AWAY[reason]) if reason in AWAY else reason
    return "" if weekday in week.open_days else _("not available")


class PersonWeeksModel(QAbstractTableModel):
    """Column 0 is the week, the others Monday to Sunday; `WEEK_ROLE` gives the `OwnWeek` of a line."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._weeks: tuple[OwnWeek, ...] = ()

    @property
    def weeks(self) -> tuple[OwnWeek, ...]:
        return self._weeks

    def set_weeks(self, weeks: Sequence[OwnWeek]) -> None:
        """The same weeks change in place, so that what is chosen stays chosen; others come in their place."""
        fresh = tuple(weeks)
        if [one.monday for one in fresh] == [one.monday for one in self._weeks]:
            self._weeks = fresh
            if fresh:
                self.dataChanged.emit(self.index(0, 0), self.index(len(fresh) - 1, DAYS))
            return
        self.beginResetModel()
        self._weeks = fresh
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._weeks)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else 1 + DAYS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        if section == 0:
            return _("Week")
        return i18n.weekday(self._weeks[0].monday + timedelta(days=section - 1)) if self._weeks else ""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._weeks):
            return None
        week, day = self._weeks[index.row()], index.column() - 1
        if role == WEEK_ROLE:
            return week
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_text(_words(week, day))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _words(week, day)
        return None


def _words(week: OwnWeek, day: int) -> str:
    """Everything of a cell, one line each; the week itself for a day below 0."""
    lines = list(head_words(week)) if day < 0 else [task_words(one) for one in week.on(day)] or [away_words(week, day)]
    return "\n".join(line for line in lines if line)

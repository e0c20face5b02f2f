"""The tables of the calibration: everybody with figures and earlier grades, grades by rater, raters, groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from workbench.i18n import _
from workbench.readmodels.calibration import CalibrationRow, GroupRow, HeatRow, RaterRow
from workbench.views.delegates.calibration import HeatDelegate
from workbench.views.itemmodels.people_list import ROW_ROLE
from workbench.views.itemmodels.rows import Column, RowsTableModel
from workbench.views.theme import TextRole, theme
from workbench.views.widgets.basic import Card, Text
from workbench.views.widgets.table import RowsTable
from workbench.views.words import calibration as words
from workbench.views.words.reviews import percent, score

ROW = 32


class PeopleTable(RowsTable):
    """Everybody with a grade. A letter of a grade, typed on a row, asks for that grade."""

    typed = Signal(object, str)  # id of a review, a letter

    def __init__(self) -> None:
        super().__init__(people_columns(), _("Name, pinyin or staff number"), (150, 100, 100, 80, 90, 80, 80, 70, 110))
        self.view.setAccessibleName(_("People of the calibration"))
        self.view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.view and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and self._is_letter(event):
            self.typed.emit(self.selected_ids[0], event.text().upper())
            return True
        return super().eventFilter(watched, event)

    def _is_letter(self, event: QKeyEvent) -> bool:
        return event.text().isalpha() and event.modifiers() in _PLAIN and bool(self.selected_ids)


_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)


def _known(value: Any) -> float:
    return -1.0 if value is None else float(value)


def _search(row: CalibrationRow) -> str:
    return row.search


def _changed(row: CalibrationRow) -> str:
    return "warning" if row.grade != row.proposed else ""


def people_columns() -> tuple[Column, ...]:
    """What is known of a person, the grade where the meeting changed it as before → after."""
    return (
        Column(_("Name"), _name, _search, tip=words.tip, grow=2),
        Column(_("Team"), _team, _team, grow=1),
        Column(_("Rater"), _rater, _rater, grow=1),
        Column(_("Score"), _score, _score_order, right=True),
        Column(_("Grade"), words.grade_change, _grade, ink=_changed),
        Column(_("Result"), _result, _result_order, right=True),
        Column(_("Behaviour"), _behaviour, _behaviour_order, right=True),
        Column(_("Self"), _own, _own_order, right=True),
        Column(_("Last three"), words.past, words.past, tip=words.past_line),
    )


def _name(row: CalibrationRow) -> str:
    return row.name


def _team(row: CalibrationRow) -> str:
    return row.team or words.NOTHING


def _rater(row: CalibrationRow) -> str:
    return row.rater or words.NOTHING


def _score(row: CalibrationRow) -> str:
    return score(row.score)


def _score_order(row: CalibrationRow) -> float:
    return _known(row.score)


def _grade(row: CalibrationRow) -> str:
    return row.grade


def _result(row: CalibrationRow) -> str:
    return percent(row.result)


def _result_order(row: CalibrationRow) -> float:
    return _known(row.result)


def _behaviour(row: CalibrationRow) -> str:
    return words.two(row.behaviour)


def _behaviour_order(row: CalibrationRow) -> float:
    return _known(row.behaviour)


def _own(row: CalibrationRow) -> str:
    return words.two(row.own_ratings)


def _own_order(row: CalibrationRow) -> float:
    return _known(row.own_ratings)


# ---------------------------------------------------------------- raters, grades by rater, groups


class _Model(RowsTableModel):
    """The same with the read model of a row for who paints it."""

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self.row_at(index.row()) if role == ROW_ROLE else super().data(index, role)


class FiguresTable(Card):
    """A table to read, with a sentence above that says what it does not mean."""

    def __init__(self, name: str, remark: str, columns: Sequence[Column]) -> None:
        super().__init__(margin=1)
        self.remark = Text(remark, TextRole.SMALL, "muted", wrap=True)
        self.remark.setContentsMargins(12, 8, 12, 8)
        self.view = QTableView()
        self.view.setAccessibleName(name)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setShowGrid(False)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setTabKeyNavigation(False)
        self.view.verticalHeader().hide()
        self.view.horizontalHeader().setHighlightSections(False)
        self.view.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.body.addWidget(self.remark)
        self.body.addWidget(self.view, 1)
        self.model: _Model | None = None
        self.set_columns(columns)
        theme().changed.connect(self._on_theme)
        self._on_theme()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Other columns, as grades differ by template."""
        self.model = _Model(columns, self)
        self.view.setModel(self.model)
        header = self.view.horizontalHeader()
        for place, column in enumerate(columns):
            modes = QHeaderView.ResizeMode
            header.setSectionResizeMode(place, modes.ResizeToContents if column.right else modes.Stretch)

    def set_rows(self, rows: Sequence[Any]) -> None:
        if self.model is not None:
            self.model.set_rows(rows)

    def _on_theme(self) -> None:
        self.view.verticalHeader().setDefaultSectionSize(theme().px(ROW))


def rater_table() -> FiguresTable:
    """The indices of domain 8.4."""
    columns = (
        Column(_("Rater"), _name_of_rater, _name_of_rater),
        Column(_("People"), _people, _people, right=True),
        Column(_("Mean"), _mean, _mean, right=True),
        Column(_("From all"), _difference, _difference, right=True),
        Column(_("Spread"), _spread, _spread, right=True),
        Column(_("Share of 3"), _middle, _middle, right=True),
        Column(_("Share of 5"), _best, _best, right=True),
        Column(_("Halo"), _halo, _halo, right=True, tip=_halo_tip),
        Column(_("Worth a question"), _warnings, _warnings, ink=_warned, tip=_warnings),
    )
    remark = _(
        "To talk about, never to convict: raters may differ because their people do. Under eight people nothing is said, as chance is too large there."
    )
    return FiguresTable(_("Raters"), remark, columns)


def _name_of_rater(row: RaterRow) -> str:
    return row.rater or words.NOTHING


def _people(row: RaterRow | GroupRow) -> str:
    return str(row.people)


def _mean(row: RaterRow) -> str:
    return words.two(row.mean)


def _difference(row: RaterRow) -> str:
    return words.signed(row.difference)


def _spread(row: RaterRow) -> str:
    return words.two(row.spread)


def _middle(row: RaterRow) -> str:
    return percent(row.share_of_middle)


def _best(row: RaterRow) -> str:
    return percent(row.share_of_best)


def _halo(row: RaterRow) -> str:
    return words.two(row.halo)


def _halo_tip(_row: RaterRow) -> str:
    return _("How far apart the ratings of one person lie, on average: close to 0 means that one impression coloured all of them.")


def _warnings(row: RaterRow) -> str:
    if not row.speaks:
        return _("too few people to say")
    return words.listed(row.warnings) or words.NOTHING


def _warned(row: RaterRow) -> str:
    return "warning" if row.warnings else "muted"


def group_table() -> FiguresTable:
    """Engagements and lengths of service beside each other."""
    columns = (
        Column(_("Compared by"), _kind, _kind),
        Column(_("Group"), _group, _group),
        Column(_("People"), _people, _people, right=True),
        Column(_("Better grades"), words.interval, words.interval, tip=_interval_tip),
        Column(_("Mean score"), _mean_score, _mean_score, right=True),
    )
    remark = _(
        "Part-timers must not be judged worse for being part-timers. A difference is a question for the meeting; nothing is changed by itself."
    )
    return FiguresTable(_("Groups"), remark, columns)


def _kind(row: GroupRow) -> str:
    return _(row.kind)


def _group(row: GroupRow) -> str:
    return _(row.group)


def _mean_score(row: GroupRow) -> str:
    return words.NOTHING if row.mean is None else words.two(row.mean / 100)


def _interval_tip(_row: GroupRow) -> str:
    return _("People with one of the better grades, their share, and the range in which it lies with 95 % certainty (Wilson).")


def heat_table() -> FiguresTable:
    """Grades by rater; the columns come with the grades of the template."""
    table = FiguresTable(
        _("Heat map"),
        _("How many of each grade a rater gave; the deeper the ground, the larger the share of the rater's people."),
        heat_columns(()),
    )
    table.view.setItemDelegate(HeatDelegate(table.view))
    return table


def heat_columns(grades: Sequence[str]) -> tuple[Column, ...]:
    """The rater, and a column a grade."""
    return (
        Column(_("Rater"), _name_of_heat, _name_of_heat),
        *(Column(grade, _Count(place), _Count(place)) for place, grade in enumerate(grades)),
    )


def _name_of_heat(row: HeatRow) -> str:
    return row.rater or words.NOTHING


class _Count:
    """Reads the count of one grade."""

    def __init__(self, place: int) -> None:
        self._place = place

    def __call__(self, row: HeatRow) -> str:
        return str(row.counts[self._place])

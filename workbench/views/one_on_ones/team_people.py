"""Who is invited to a team's meeting, whom its time does not suit, and who missed it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from workbench import i18n
from workbench.i18n import N_, _, ngettext
from workbench.readmodels.team_talks import TeamTalkCard
from workbench.services import team_talks as service
from workbench.views.context import Context
from workbench.views.one_on_ones.part import link
from workbench.views.one_on_ones.team_part import TeamPart
from workbench.views.theme import TextRole, theme
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Text
from workbench.views.widgets.forms import FilterField

NAME, INVITED, CAME, REMARK = range(4)
MOST_NAMED = 6
ID_ROLE = int(Qt.ItemDataRole.UserRole)


class TeamPeople(TeamPart):
    """A line that says who comes; the table behind it changes that."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("People"))
        self.line = Text("", TextRole.BODY, "text", wrap=True)
        self.change = link(_("Change who is invited, or who missed it"))
        self.change.setCheckable(True)
        self.change.clicked.connect(self._on_change)
        self.filter = FilterField(_("Find by name"))
        self.filter.filtered.connect(self._on_filtered)
        self.table = QTableWidget(0, 4)
        self.table.setAccessibleName(_("People of the meeting"))
        self.table.setHorizontalHeaderLabels([_("Name"), _("Invited"), _("Came"), _("Remark")])
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setMinimumHeight(theme().px(240))
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(REMARK, QHeaderView.ResizeMode.Stretch)
        self.table.itemChanged.connect(self._on_item)
        for part in (self.line, self.change, self.filter, self.table, self.problem):
            self.body.addWidget(part)
        self.body.setAlignment(self.change, Qt.AlignmentFlag.AlignLeft)
        self._show_table(False)

    def _show_table(self, wanted: bool) -> None:
        self.filter.setVisible(wanted)
        self.table.setVisible(wanted)

    @Slot(bool)
    def _on_change(self, checked: bool) -> None:
        self._show_table(checked)
        if checked:
            self._fill()

    def show_card(self, card: TeamTalkCard) -> None:
        if self.card is not None and self.card.id != card.id:
            self.complain("")
        self.card = card
        self.change.setEnabled(self.may_change)
        parts = [ngettext("{n} person is invited", "{n} people are invited", len(card.people))]
        missed = [one.name for one in card.people if one.missed]
        if missed:
            parts.append(_("missed it: {names}", names=_listed(missed)))
        hindered = [f"{one.name} ({_(one.hindered)})" for one in card.people if one.hindered]
        if hindered:
            parts.append(_("the time does not suit: {names}", names=_listed(hindered)))
        self.line.setText(" · ".join(parts))
        if self.change.isChecked():
            self._fill()

    def _fill(self) -> None:
        card = self.card
        if card is None:
            return
        rows = [(one.person_id, one.name, True, not one.missed, _(one.hindered) if one.hindered else "") for one in card.people]
        rows += [(person_id, name, False, False, "") for person_id, name in card.others]
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(rows))
            for place, (person_id, name, invited, came, remark) in enumerate(rows):
                self._put(place, NAME, name, person_id)
                self._tick(place, INVITED, invited, person_id, usable=True)
                self._tick(place, CAME, came, person_id, usable=invited)
                self._put(place, REMARK, remark, person_id)
        self._on_filtered(self.filter.text())

    def _put(self, row: int, column: int, text: str, person_id: int) -> None:
        item = QTableWidgetItem(text)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        item.setData(ID_ROLE, person_id)
        item.setToolTip(tip_text(text))
        self.table.setItem(row, column, item)

    def _tick(self, row: int, column: int, ticked: bool, person_id: int, *, usable: bool) -> None:
        item = QTableWidgetItem()
        flags = Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable
        item.setFlags(flags | Qt.ItemFlag.ItemIsEnabled if usable and self.may_change else flags)
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        item.setData(ID_ROLE, person_id)
        self.table.setItem(row, column, item)

    @Slot(str)
    def _on_filtered(self, text: str) -> None:
        wanted = text.strip().lower()
        for row in range(self.table.rowCount()):
            name = self.table.item(row, NAME)
            self.table.setRowHidden(row, bool(wanted) and name is not None and wanted not in name.text().lower())

    @Slot(QTableWidgetItem)
    def _on_item(self, item: QTableWidgetItem) -> None:
        """A tick, by mouse or Space."""
        card = self.card
        if card is None:
            return
        person_id, ticked = int(item.data(ID_ROLE)), item.checkState() is Qt.CheckState.Checked
        if item.column() == INVITED:
            invited = {one.person_id for one in card.people}
            invited = invited | {person_id} if ticked else invited - {person_id}
            self.write(N_("Change who is invited to {meeting}"), partial(service.invite, talk_id=card.id, person_ids=invited))
        elif item.column() == CAME:
            job = partial(service.set_missed, talk_id=card.id, person_id=person_id, missed=not ticked)
            self.write(N_("Note who missed {meeting}"), job)


def _listed(names: list[str]) -> str:
    between = "、" if i18n.is_chinese() else ", "
    rest = len(names) - MOST_NAMED
    shown = between.join(names[:MOST_NAMED])
    return shown if rest <= 0 else ngettext("{names} and {n} more", "{names} and {n} more", rest, names=shown)

"""The promises of a team's meeting, and those of earlier meetings that are not kept yet; all stand in the list of everybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from workbench.i18n import N_, _
from workbench.readmodels.one_on_ones import ActionRow
from workbench.readmodels.talk_way import Promise
from workbench.readmodels.team_talks import TeamTalkCard
from workbench.services import one_on_ones, team_talks
from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.one_on_ones.promises_page import PromiseLine
from workbench.views.one_on_ones.rows import DateButton
from workbench.views.one_on_ones.team_part import TeamPart
from workbench.views.theme import TextRole
from workbench.views.widgets.basic import Text
from workbench.views.widgets.forms import Segmented

USUAL_DAYS = 7


def as_promise(row: ActionRow, today: date) -> Promise:
    """A promise of a meeting as a line of the common list shows it."""
    late = max((today - row.due_on).days, 0) if row.done_on is None and row.due_on is not None else 0
    age = max(((row.done_on or today) - row.made_on).days, 0)
    return Promise(
        row.id,
        row.person_id,
        row.person,
        "",
        True,
        row.side,
        row.text,
        row.made_on,
        row.due_on,
        row.done_on,
        row.slips,
        age,
        late,
        False,
        "",
    )


class TeamPromises(TeamPart):
    """`person_wanted` carries whose talk is asked for."""

    person_wanted = Signal(object)  # an id

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Promises"))
        self.lines: dict[int, PromiseLine] = {}
        self._own, self._earlier = QVBoxLayout(), QVBoxLayout()
        self.earlier_heading = Text(_("Not kept yet from earlier meetings"), TextRole.SMALL_BOLD, "muted")
        self.who = QComboBox()
        self.who.setEditable(True)
        self.who.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.who.setAccessibleName(_("Whose promise"))
        completer = self.who.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.field = QLineEdit()
        self.field.setMaxLength(200)
        self.field.setPlaceholderText(_("Add a promise, then Enter"))
        self.field.setAccessibleName(_("Add a promise"))
        self.field.returnPressed.connect(self.add)
        self.due = DateButton(_("Due"), context.today(), context.today() + timedelta(days=USUAL_DAYS))
        self.side = Segmented(_("Who promises"), [("employee", _("Them")), ("manager", _("Me"))])
        self.adder = QWidget()
        adding = QHBoxLayout(self.adder)
        adding.setContentsMargins(0, 2, 0, 0)
        adding.setSpacing(8)
        adding.addWidget(self.who)
        adding.addWidget(self.field, 1)
        adding.addWidget(self.due)
        adding.addWidget(self.side)
        for rows in (self._own, self._earlier):
            rows.setSpacing(0)
        self.body.addLayout(self._own)
        self.body.addWidget(self.adder)
        self.body.addWidget(self.earlier_heading)
        self.body.addLayout(self._earlier)
        self.body.addWidget(self.problem)

    def show_card(self, card: TeamTalkCard) -> None:
        if self.card is not None and self.card.id != card.id:
            self.field.clear()
            self.complain("")
        self.card = card
        wanted = {row.id for row in (*card.actions, *card.earlier)}
        for gone in [row_id for row_id in self.lines if row_id not in wanted]:
            line = self.lines.pop(gone)
            line.hide()
            line.deleteLater()
        self._show(self._own, card.actions)
        self._show(self._earlier, card.earlier)
        self.earlier_heading.setVisible(bool(card.earlier))
        self.adder.setVisible(self.may_change)
        people = [(one.person_id, one.name) for one in card.people] + list(card.others)
        if [(self.who.itemData(place), self.who.itemText(place)) for place in range(self.who.count())] != people:
            chosen = self.who.currentData()
            self.who.clear()
            for person_id, name in people:
                self.who.addItem(name, person_id)
            self.who.setCurrentIndex(max(0, self.who.findData(chosen)))

    def _show(self, layout: QVBoxLayout, rows: Sequence[ActionRow]) -> None:
        for place, row in enumerate(rows):
            promise = as_promise(row, self.context.today())
            line = self.lines.get(row.id) or self._new_line(promise)
            if layout.indexOf(line) != place:
                self._own.removeWidget(line)
                self._earlier.removeWidget(line)
                layout.insertWidget(place, line)
            line.show_promise(promise)

    def _new_line(self, promise: Promise) -> PromiseLine:
        line = self.lines[promise.id] = PromiseLine(promise, self.context.today())
        line.ticked.connect(self._on_ticked)
        line.edited.connect(self._on_edited)
        line.removed.connect(self._on_removed)
        line.side_changed.connect(self._on_side)
        line.due_changed.connect(self._on_due)
        line.person_wanted.connect(self.person_wanted)
        return line

    def flush(self) -> None:
        for line in self.lines.values():
            line.edit.settle()

    # -- changing

    @Slot()
    def add(self) -> None:
        """Keep what stands in the adding line for the person named."""
        if self.card is None or not self.field.text().strip():
            return
        place = self.who.findText(self.who.currentText().strip(), Qt.MatchFlag.MatchFixedString)
        if place < 0:
            self.complain(
                _(
                    "Nobody here is called “{name}”. Choose a person from the list; what you typed is still there.",
                    name=self.who.currentText(),
                )
            )
            return
        job = partial(
            team_talks.add_action, talk_id=self.card.id, person_id=int(self.who.itemData(place)), text=self.field.text(), today=self.context.today(),
            due_on=self.due.value, side=self.side.value,
        )  # fmt: skip
        self.write(N_("Note a promise in {meeting}"), job, self._on_added)

    @Slot(object)
    def _on_added(self, change: object) -> None:
        self._on_written(change)
        self.field.clear()
        self.field.setFocus()

    def _on_ticked(self, row_id: int, done: bool) -> None:
        job = partial(one_on_ones.keep_action, action_id=row_id, today=self.context.today(), done=done)
        self._change(N_("Tick off a promise of {meeting}") if done else N_("Open a promise of {meeting} again"), job)

    def _on_edited(self, row_id: int) -> None:
        job = partial(one_on_ones.edit_action, action_id=row_id, text=self.lines[row_id].edit.send())
        done, failed = partial(self._on_kept, row_id), partial(self._on_not_kept, row_id)
        self.write(N_("Reword a promise of {meeting}"), job, done, failed)

    def _on_kept(self, row_id: int, change: object) -> None:
        self._on_written(change)
        if row_id in self.lines:
            self.lines[row_id].edit.accepted()

    def _on_not_kept(self, row_id: int, error: BaseException) -> None:
        self._on_refused(error)
        if row_id in self.lines:
            self.lines[row_id].edit.refused()

    def _on_side(self, row_id: int, side: str) -> None:
        self._change(N_("Change who promised in {meeting}"), partial(one_on_ones.edit_action, action_id=row_id, side=side))

    def _on_due(self, row_id: int, due: date | None) -> None:
        self._change(N_("Move a promise of {meeting}"), partial(one_on_ones.edit_action, action_id=row_id, due_on=due))

    def _on_removed(self, row_id: int) -> None:
        self._change(N_("Take a promise of {meeting} off the list"), partial(one_on_ones.remove_action, action_id=row_id))

    def _change(self, action: str, job: partial[int]) -> None:
        self.write(action, job, failed=self._on_change_refused)

    @Slot(object)
    def _on_change_refused(self, error: BaseException) -> None:
        """Ticks and choices show again what is stored."""
        self.complain(words_of(error))
        if self.card is not None:
            self.show_card(self.card)

"""Promises of both sides: added with Enter, dated and ticked in place; a date that was moved back is counted."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from workbench.i18n import N_, _, ngettext
from workbench.readmodels.one_on_ones import ActionRow, TalkCard
from workbench.services import one_on_ones as service
from workbench.services.workspace import Change
from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.one_on_ones import words
from workbench.views.one_on_ones.part import Part, link, widgets_of
from workbench.views.one_on_ones.rows import DateButton, TickRow
from workbench.views.theme import TextRole
from workbench.views.widgets.basic import ElidedText
from workbench.views.widgets.forms import Segmented

USUAL_DAYS = 7


class PromiseRow(TickRow):
    """A promise: who, what, until when, how often put off."""

    side_changed = Signal(int, str)
    due_changed = Signal(int, object)

    def __init__(self, row: ActionRow, today: date) -> None:
        super().__init__(row.id, row.text, _("Take this promise off the list"))
        self._today, self._person, self._side = today, row.person, row.side
        self.side: QPushButton = link("")
        self.side.setToolTip(_("Change who promised it"))
        self.side.clicked.connect(self._on_side)
        self.due = DateButton(_("Due"), today, row.due_on)
        self.due.chosen.connect(self._on_due)
        self.extras.addWidget(self.side)
        self.extras.addWidget(self.due)

    def show_action(self, row: ActionRow) -> None:
        late = row.done_on is None and row.due_on is not None and row.due_on < self._today
        parts = []
        if late:
            assert row.due_on is not None
            parts.append(ngettext("{n} day late", "{n} days late", (self._today - row.due_on).days))
        if row.slips:
            parts.append(ngettext("put off once", "put off {n} times", row.slips))
        if row.done_on is not None:
            parts.append(_("kept on {day}", day=words.day(row.done_on, self._today)))
        self.show_row(
            row.text,
            done=row.done_on is not None,
            remark=" · ".join(parts),
            colour="bad" if late else "warning" if row.slips >= 2 and not row.done_on else "muted",
        )
        self._side = row.side
        self.side.setText(_("Me") if row.side == "manager" else short(row.person))
        self.side.setAccessibleName(_("Promised by {who}", who=self.side.text()))
        self.due.show_value(row.due_on)
        self.setToolTip(_("Promised on {day}", day=words.day(row.made_on, self._today)))

    def _on_side(self) -> None:
        self.side_changed.emit(self.row_id, "employee" if self._side == "manager" else "manager")

    def _on_due(self, value: date | None) -> None:
        self.due_changed.emit(self.row_id, value)


def short(name: str, most: int = 10) -> str:
    """A name that fits into a line beside others."""
    return name if len(name) <= most else name[: most - 1] + "…"


class PromisesPart(Part):
    """Open promises, those kept since the last talk, and the line that adds one."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Promises"))
        self._lines: dict[int, PromiseRow] = {}
        self._sent = ""
        self.hint = ElidedText(_("Open ones go with the person from talk to talk"), TextRole.SMALL, "muted")
        self.head.addWidget(self.hint)
        self.adder = QWidget()
        adding = QHBoxLayout(self.adder)
        adding.setContentsMargins(13, 6, 13, 4)
        adding.setSpacing(8)
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Add a promise, then Enter"))
        self.field.setAccessibleName(_("Add a promise"))
        self.field.returnPressed.connect(self.add)
        self.side = Segmented(_("Who promises"), [("manager", _("Me")), ("employee", _("Them"))])
        self.due = DateButton(_("Due"), context.today(), context.today() + timedelta(days=USUAL_DAYS))
        adding.addWidget(self.field, 1)
        adding.addWidget(self.due)
        adding.addWidget(self.side)
        self.body.addWidget(self.adder)
        self.body.addWidget(self.problem)

    def show_card(self, card: TalkCard) -> None:
        if self.card is not None and self.card.person_id != card.person_id:
            self.field.clear()
            self.complain("")
        self.card = card
        wanted = {row.id for row in card.actions}
        for gone in [row_id for row_id in self._lines if row_id not in wanted]:
            line = self._lines.pop(gone)
            self.rows.removeWidget(line)
            line.hide()
            line.deleteLater()
        for place, row in enumerate(card.actions):
            line = self._lines.get(row.id) or self._new_line(row)
            if self.rows.indexOf(line) != place:
                self.rows.removeWidget(line)
                self.rows.insertWidget(place, line)
            line.show_action(row)
        gone_already = card.left_on is not None and card.left_on < self.context.today() and card.talk_id is None
        self.adder.setVisible(self.coming and not gone_already)
        self.setVisible(bool(card.actions) or self.adder.isVisibleTo(self))

    def _new_line(self, row: ActionRow) -> PromiseRow:
        line = PromiseRow(row, self.context.today())
        line.ticked.connect(self._on_ticked)
        line.edited.connect(self._on_edited)
        line.removed.connect(self._on_removed)
        line.side_changed.connect(self._on_side)
        line.due_changed.connect(self._on_due)
        self._lines[row.id] = line
        return line

    @property
    def lines(self) -> list[PromiseRow]:
        """The promises in order."""
        return widgets_of(self.rows, PromiseRow)

    # -- changing

    def start_adding(self) -> None:
        self.field.setFocus()

    def add(self) -> None:
        """Keep what stands in the adding line."""
        text = self.field.text()
        if self.card is None or not text.strip():
            return
        self._sent = text
        job = partial(
            service.add_action,
            person_id=self.card.person_id,
            text=text,
            today=self.context.today(),
            side=self.side.value,
            due_on=self.due.value,
        )
        self.write(N_("Note a promise of {person}"), job, self._on_added)

    def _on_added(self, _change: Change) -> None:
        self.complain("")
        if self.field.text() == self._sent:
            self.field.clear()

    def _on_ticked(self, row_id: int, done: bool) -> None:
        action = N_("Tick off a promise with {person}") if done else N_("Open a promise with {person} again")
        job = partial(service.keep_action, action_id=row_id, today=self.context.today(), done=done)
        self.write(action, job, failed=self._on_change_refused)

    def _on_edited(self, row_id: int) -> None:
        edit = self._lines[row_id].edit
        self.keep(edit, N_("Reword a promise with {person}"), partial(service.edit_action, action_id=row_id, text=edit.send()))

    def _on_side(self, row_id: int, side: str) -> None:
        self.write(
            N_("Change who promised with {person}"),
            partial(service.edit_action, action_id=row_id, side=side),
            failed=self._on_change_refused,
        )

    def _on_due(self, row_id: int, due: date | None) -> None:
        self.write(
            N_("Move a promise with {person}"), partial(service.edit_action, action_id=row_id, due_on=due), failed=self._on_change_refused
        )

    def _on_removed(self, row_id: int) -> None:
        self.write(N_("Take a promise with {person} off the list"), partial(service.remove_action, action_id=row_id))

    def _on_change_refused(self, error: BaseException) -> None:
        self.complain(words_of(error))
        if self.card is not None:
            self.show_card(self.card)

    def flush(self) -> None:
        for line in self._lines.values():
            line.edit.settle()

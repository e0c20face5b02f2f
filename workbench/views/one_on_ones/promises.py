"""Promises of both sides: added with Enter, dated and ticked in place; a date that was moved back is counted."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from workbench.i18n import N_, _, ngettext
from workbench.readmodels.one_on_ones import ActionRow, TalkCard
from workbench.services import one_on_ones as service
from workbench.views.context import Context
from workbench.views.one_on_ones.list_part import ListPart
from workbench.views.one_on_ones.part import link
from workbench.views.one_on_ones.rows import DateButton, TickRow
from workbench.views.theme import TextRole
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import ElidedText
from workbench.views.widgets.forms import Segmented
from workbench.views.words import one_on_ones as words

USUAL_DAYS = 7


class PromiseRow(TickRow):
    """A promise: who, what, until when, how often put off."""

    side_changed = Signal(object, str)  # id and what becomes of it
    due_changed = Signal(object, object)  # id and what becomes of it

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
        self.setToolTip(tip_text(_("Promised on {day}", day=words.day(row.made_on, self._today))))

    def _on_side(self) -> None:
        self.side_changed.emit(self.row_id, "employee" if self._side == "manager" else "manager")

    def _on_due(self, value: date | None) -> None:
        self.due_changed.emit(self.row_id, value)


def short(name: str, most: int = 10) -> str:
    """A name that fits into a line beside others."""
    return name if len(name) <= most else name[: most - 1] + "…"


class PromisesPart(ListPart[PromiseRow]):
    """Open promises, those kept since the last talk, and the line that adds one."""

    kind = PromiseRow

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Promises"), _("Add a promise"), _("Add a promise, then Enter"))
        self.hint = ElidedText(_("Open ones go with the person from talk to talk"), TextRole.SMALL, "muted")
        self.head.addWidget(self.hint)
        self.side = Segmented(_("Who promises"), [("manager", _("Me")), ("employee", _("Them"))])
        self.due = DateButton(_("Due"), context.today(), context.today() + timedelta(days=USUAL_DAYS))
        self._adding.addWidget(self.due)
        self._adding.addWidget(self.side)
        self.body.addWidget(self.adder)
        self.body.addWidget(self.problem)

    def show_card(self, card: TalkCard) -> None:
        self._show(card, card.actions)
        self.adder.setVisible(self.may_add)
        self.setVisible(bool(card.actions) or self.adder.isVisibleTo(self))

    def _fill(self, line: PromiseRow, row: ActionRow) -> None:
        line.show_action(row)

    def _new_line(self, row: ActionRow) -> PromiseRow:
        line = PromiseRow(row, self.context.today())
        line.ticked.connect(self._on_ticked)
        line.edited.connect(self._on_edited)
        line.removed.connect(self._on_removed)
        line.side_changed.connect(self._on_side)
        line.due_changed.connect(self._on_due)
        return line

    # -- changing

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

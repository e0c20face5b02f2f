"""The promises of everybody in one list: found by person, side and state, kept and moved in place, helped when they stall."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from workbench.i18n import N_, _, ngettext
from workbench.readmodels.one_on_ones import ActionRow
from workbench.readmodels.talk_way import Promise
from workbench.services import names
from workbench.services import one_on_ones as service
from workbench.services import one_on_ones_actions as actions
from workbench.services.workspace import UnitOfWork
from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.one_on_ones.part import link, widgets_of
from workbench.views.one_on_ones.promises import PromiseRow
from workbench.views.one_on_ones.steady import SteadyArea
from workbench.views.paint import draw_text, focus_ring
from workbench.views.theme import METRICS, TextRole, theme
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Card, Clickable, Text
from workbench.views.widgets.forms import FilterField, Segmented

SHOWN = 40
NEW_AT_ONCE = 8  # a line takes two to three milliseconds to make
PERSON_WIDTH = 120


class PersonName(Clickable):
    """A name in a column of its own; opens the talk with the person."""

    def __init__(self) -> None:
        super().__init__("")
        self._name = ""
        self.setFixedWidth(theme().px(PERSON_WIDTH))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_name(self, name: str) -> None:
        self._name = name
        self.setAccessibleName(_("Open the talk with {name}", name=name))
        self.setToolTip(tip_text(name))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(PERSON_WIDTH), theme().px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter, rect = theme(), QPainter(self), QRectF(self.rect())
        draw_text(painter, rect.adjusted(4, 0, -6, 0), self._name, TextRole.BODY, t.tokens.accent if self.underMouse() else t.tokens.muted)
        if self.shows_ring():
            focus_ring(painter, rect, METRICS.radius_block)


class PromiseLine(PromiseRow):
    """A promise with its person, and the manager's help where it was put off too often."""

    person_wanted = Signal(object)  # an id
    help_wanted = Signal(object)  # an id

    def __init__(self, promise: Promise, today: date) -> None:
        super().__init__(as_row(promise), today)
        self._person_id = promise.person_id
        self.person = PersonName()
        self.person.clicked.connect(self._on_person)
        self.help = link(_("Remove the obstacle"))
        self.help.setToolTip(tip_text(_("Makes an action of your own, due in a week, in the next talk")))
        self.help.clicked.connect(self._on_help)
        self._words.insertWidget(0, self.person)
        self.extras.insertWidget(0, self.help)

    def show_promise(self, promise: Promise) -> None:
        self.show_action(as_row(promise))
        self.person.show_name(promise.person)
        self.side.setText(_("Me") if promise.side == "manager" else _("Them"))
        age = ngettext("{n} day old", "{n} days old", promise.age)
        helps = _("for “{promise}”", promise=promise.removes) if promise.removes else ""
        self.setToolTip(tip_text(" · ".join(part for part in (promise.person, age, helps) if part)))
        self.help.setVisible(promise.needs_help)

    def _on_person(self) -> None:
        self.person_wanted.emit(self._person_id)

    def _on_help(self) -> None:
        self.help_wanted.emit(self.row_id)


def as_row(promise: Promise) -> ActionRow:
    """The promise as a line of a talk shows it."""
    p = promise
    return ActionRow(p.id, p.person_id, p.person, p.side, p.text, p.made_on, p.due_on, p.done_on, p.slips)


class PromisesPage(QWidget):
    """`person_chosen` carries the id of the person whose talk is to be opened."""

    person_chosen = Signal(object)  # an id

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._all: list[Promise] = []
        self._lines: dict[int, PromiseLine] = {}
        self._most = SHOWN
        self.search = FilterField(_("Find by name, pinyin or word"))
        self.search.filtered.connect(self._on_filtered)
        self.side = Segmented(_("Who promised"), [("", _("Both")), ("manager", _("Me")), ("employee", _("Them"))])
        self.state = Segmented(
            _("Which promises"), [("open", _("Not kept yet")), ("late", _("Late")), ("stalled", _("Put off")), ("kept", _("Kept"))]
        )
        self.side.chosen.connect(self._on_filtered)
        self.state.chosen.connect(self._on_filtered)
        self.count = Text("", TextRole.SMALL, "muted")
        self.problem = Text("", TextRole.SMALL, "bad", wrap=True)
        self.problem.hide()
        self.nothing = Text("", TextRole.BODY, "muted", wrap=True)
        self.nothing.setContentsMargins(14, 10, 14, 12)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(0)
        self._rest.timeout.connect(self._show)
        self.more: QPushButton = link(_("Show more"))
        self.more.clicked.connect(self._on_more)
        self._lay_out()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(10)
        self.search.setMaximumWidth(320)
        bar.addWidget(self.search, 1)
        bar.addWidget(self.side)
        bar.addWidget(self.state)
        bar.addStretch(1)
        bar.addWidget(self.count)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(0)
        box = Card()
        box.setAccessibleName(_("Promises of everybody"))
        box.body.setContentsMargins(1, 4, 1, 6)
        box.body.addLayout(self.rows)
        box.body.addWidget(self.nothing)
        box.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignHCenter)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(10)
        column.addLayout(bar)
        column.addWidget(self.problem)
        column.addWidget(box)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(SteadyArea(inner, clear=True))

    # -- reading and showing

    def reload(self) -> None:
        self.context.tasks.read(self, partial(actions.load_promises, today=self.context.today()), self._on_read, self._on_refused)

    def _on_read(self, promises: Sequence[Promise]) -> None:
        self._all = list(promises)
        self._show()

    def _on_filtered(self, _text: str) -> None:
        self._most = SHOWN
        self._show()

    def _on_more(self) -> None:
        self._most += SHOWN
        self._show()

    def wanted(self) -> list[Promise]:
        """The promises that the filters leave, in the order of the list."""
        state, side, query = self.state.value, self.side.value, self.search.text().strip()
        return [
            one
            for one in self._all
            if (not side or one.side == side)
            and (one.done_on is not None) == (state == "kept")
            and (state != "late" or one.late > 0)
            and (state != "stalled" or one.slips > 0)
            and (not query or names.matches(query, one.person, one.search) or query.lower() in one.text.lower())
        ]

    def _show(self) -> None:
        found = self.wanted()
        shown = found[: self._most]
        kept = {one.id for one in shown}
        for gone in [row_id for row_id in self._lines if row_id not in kept]:
            line = self._lines.pop(gone)
            self.rows.removeWidget(line)
            line.hide()
            line.deleteLater()
        fresh = 0
        for place, one in enumerate(shown):
            if one.id not in self._lines:
                if fresh == NEW_AT_ONCE:
                    self._rest.start()  # the others after the events that wait
                    break
                fresh += 1
                self._lines[one.id] = self._new_line(one)
            line = self._lines[one.id]
            if self.rows.indexOf(line) != place:
                self.rows.removeWidget(line)
                self.rows.insertWidget(place, line)
            line.show_promise(one)
        self.more.setVisible(len(found) > len(shown))
        self.count.setText(ngettext("{n} promise", "{n} promises", len(found)))
        self.nothing.setText(
            _("No promise is like this.")
            if self._all
            else _("Nobody has promised anything yet. Promises are written in the talks and gather here.")
        )
        self.nothing.setVisible(not found)

    def _new_line(self, promise: Promise) -> PromiseLine:
        line = PromiseLine(promise, self.context.today())
        line.ticked.connect(self._on_ticked)
        line.edited.connect(self._on_edited)
        line.removed.connect(self._on_removed)
        line.side_changed.connect(self._on_side)
        line.due_changed.connect(self._on_due)
        line.person_wanted.connect(self.person_chosen)
        line.help_wanted.connect(self._on_help)
        return line

    @property
    def lines(self) -> list[PromiseLine]:
        """The lines in order."""
        return widgets_of(self.rows, PromiseLine)

    def flush(self) -> None:
        for line in self._lines.values():
            line.edit.settle()

    # -- changing

    def _write(self, row_id: int, action: str, job: Callable[[UnitOfWork], object]) -> None:
        name = next((one.person for one in self._all if one.id == row_id), "")
        self.context.tasks.write(self, action, job, self._on_written, self._on_refused, person=name)

    def _on_written(self, _change: object) -> None:
        self._complain("")

    def _on_refused(self, error: BaseException) -> None:
        self._complain(words_of(error))
        for line in self._lines.values():
            line.edit.refused()
        self._show()

    def _complain(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _on_ticked(self, row_id: int, done: bool) -> None:
        action = N_("Tick off a promise with {person}") if done else N_("Open a promise with {person} again")
        self._write(row_id, action, partial(service.keep_action, action_id=row_id, today=self.context.today(), done=done))

    def _on_edited(self, row_id: int) -> None:
        edit = self._lines[row_id].edit
        job = partial(service.edit_action, action_id=row_id, text=edit.send())
        name = next((one.person for one in self._all if one.id == row_id), "")
        self.context.tasks.write(
            self, N_("Reword a promise with {person}"), job, partial(self._on_kept, row_id), self._on_refused, person=name
        )

    def _on_kept(self, row_id: int, _change: object) -> None:
        self._complain("")
        if row_id in self._lines:
            self._lines[row_id].edit.accepted()

    def _on_side(self, row_id: int, side: str) -> None:
        self._write(row_id, N_("Change who promised with {person}"), partial(service.edit_action, action_id=row_id, side=side))

    def _on_due(self, row_id: int, due: date | None) -> None:
        self._write(row_id, N_("Move a promise with {person}"), partial(service.edit_action, action_id=row_id, due_on=due))

    def _on_removed(self, row_id: int) -> None:
        self._write(row_id, N_("Take a promise with {person} off the list"), partial(service.remove_action, action_id=row_id))

    def _on_help(self, row_id: int) -> None:
        job = partial(actions.remove_obstacle, action_id=row_id, today=self.context.today())
        self._write(row_id, N_("Remove an obstacle for {person}"), job)

"""The head of the workspace: who it is, when the talk is, how often you meet, and the ways to plan, move and skip."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from workbench import i18n
from workbench.i18n import N_, _, ngettext
from workbench.readmodels.one_on_ones import TalkCard
from workbench.services import one_on_ones as service
from workbench.views.context import Context, Destination
from workbench.views.one_on_ones import plan_bar
from workbench.views.one_on_ones.more_menu import MoreMenu
from workbench.views.one_on_ones.part import link
from workbench.views.one_on_ones.plan_bar import PlanBar
from workbench.views.one_on_ones.rows import Remark, menu_below
from workbench.views.theme import TextRole, theme
from workbench.views.widgets.basic import ElidedText, Text
from workbench.views.words import one_on_ones as words

RHYTHMS = (7, 14, 28)
ROOM_FOR_LINKS = 400  # beside a name, where the window is narrow


class TalkHead(QWidget):
    """`left_past` asks to go back from a past talk to the coming one, `background_wanted` for the column that a narrow window hides."""

    left_past = Signal()
    background_wanted = Signal(bool)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.card: TalkCard | None = None
        self.name = ElidedText("", TextRole.TITLE)
        self.line = ElidedText("", TextRole.BODY, "muted")
        self.background = link(_("Background"))
        self.background.setCheckable(True)
        self.background.hide()
        self.background.toggled.connect(self.background_wanted)
        self.person = link(_("Open the person"))
        self.person.clicked.connect(self._on_person)
        self.rhythm = link("")
        self.rhythm.setToolTip(_("Change how often you meet"))
        self.rhythm.clicked.connect(self._on_rhythm)
        self._menu = QMenu(self)
        self.when = Text("", TextRole.BODY_BOLD)
        self.note = Remark("", TextRole.SMALL, "muted")
        self.plan = link(_("Plan"))
        self.skip = link(_("Skip …"))
        self.more = MoreMenu(context)
        self.call_off = link(_("Call this talk off"))
        self.call_off.clicked.connect(self.more.cancel)
        self.back = link(_("Back to the next talk"))
        self.plan.clicked.connect(self.open_plan)
        self.skip.clicked.connect(self.open_skip)
        self.back.clicked.connect(self.left_past)
        self.bar = PlanBar(context)
        self.bar.closed.connect(self._on_bar_closed)
        self._lay_out()

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.name)
        first.addStretch(1)
        first.addWidget(self.rhythm)
        first.addWidget(self.person)
        first.addWidget(self.background)
        second = QHBoxLayout()
        second.setSpacing(8)
        second.addWidget(self.when)
        second.addWidget(self.note)
        second.addStretch(1)
        for button in (self.back, self.more, self.call_off, self.skip, self.plan):
            second.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(first)
        layout.addWidget(self.line)
        layout.addLayout(second)
        layout.addWidget(self.bar)

    def show_card(self, card: TalkCard) -> None:
        if self.card is not None and (self.card.person_id, self.card.talk_id) != (card.person_id, card.talk_id):
            self.bar.close_bar()
        self.card = card
        today = self.context.today()
        past = card.talk_id is not None and card.state != "planned"
        gone = card.left_on is not None and card.left_on < today
        self.name.setText(card.name)
        self.line.setText(words.person_line(card, today))
        self.rhythm.setText(words.rhythm(card))
        if self.rhythm.sizeHint().width() + self.person.sizeHint().width() > theme().px(ROOM_FOR_LINKS):
            self.rhythm.setText(words.every(card.cadence_days))  # the minutes stand in the line below too
        self.rhythm.setVisible(not gone)
        self.when.setText(words.appointment(card, today))
        note, colour = self._note(card)
        self.note.say(note, colour)
        self.plan.setText(_("Move …") if card.talk_id else _("Plan …"))
        self.plan.setVisible(not past and not gone)
        self.skip.setVisible(not past and card.talk_id is not None)
        self.back.setVisible(past)
        self.more.show_card(card)
        self.call_off.setVisible(gone and not past and card.talk_id is not None)
        self.bar.card = card if not self.bar.isHidden() else self.bar.card

    def _note(self, card: TalkCard) -> tuple[str, str]:
        today = self.context.today()
        if card.left_on is not None and card.left_on <= today:
            return _("left on {day}", day=i18n.full_date(card.left_on)), "warning"
        if card.state != "planned" and card.talk_id is not None:
            return _(words.TALK_STATES.get(card.state, "")), "muted"
        if card.day is not None and card.day < today:
            return _("this date has passed"), "bad"
        if card.left_on is not None:
            return _("leaves on {day}", day=i18n.full_date(card.left_on)), "warning"
        waiting = sum(not row.done for row in card.agenda)
        if card.day is None and waiting:
            return ngettext("{n} point waits for it", "{n} points wait for it", waiting), "warning"
        return "", "muted"

    # -- the bar

    def open_plan(self) -> None:
        if self.card is not None and self.plan.isVisibleTo(self):
            self.bar.open(plan_bar.PLAN, self.card)

    def open_skip(self) -> None:
        if self.card is not None and self.skip.isVisibleTo(self):
            self.bar.open(plan_bar.SKIP, self.card)

    def open_complete(self) -> None:
        if self.card is not None and self.card.talk_id is not None and self.card.state == "planned":
            self.bar.open(plan_bar.COMPLETE, self.card)

    def _on_bar_closed(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- person and rhythm

    def _on_person(self) -> None:
        if self.card is not None:
            self.context.go(Destination("people", {"person_id": self.card.person_id}))

    def _on_rhythm(self) -> None:
        if self.card is None:
            return
        self._menu.clear()
        group = QActionGroup(self._menu)
        for days in (0, *RHYTHMS):
            action = QAction(words.every(days) if days else _("As usual for this engagement"), self._menu)
            action.setData(days)
            action.setCheckable(True)
            action.setChecked(self.card.cadence_days == days if self.card.own_cadence else days == 0)
            action.triggered.connect(self._on_rhythm_chosen)
            group.addAction(action)
            self._menu.addAction(action)
        menu_below(self._menu, self.rhythm)

    def _on_rhythm_chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.choose_rhythm(int(action.data()) or None)

    def choose_rhythm(self, days: int | None) -> None:
        """Keep how often to meet; None is the usual rhythm."""
        if self.card is not None:
            job = partial(service.set_rhythm, person_id=self.card.person_id, days=days)
            self.context.tasks.write(self, N_("Change how often to meet {person}"), job, person=self.card.name)

"""Times that fit, below the date of a talk, and what the chosen time would lie over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench import i18n
from workbench.i18n import _
from workbench.readmodels.talk_way import Clash, Slot
from workbench.services import one_on_ones_rhythm as service
from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.one_on_ones.part import clear_layout, link, widgets_of
from workbench.views.theme import TextRole
from workbench.views.widgets.basic import Text
from workbench.views.words import one_on_ones as words


class SlotLine(QWidget):
    """`chosen` carries a `Slot`. A clash is told and never forbidden: the manager knows why."""

    chosen = Signal(object)  # a Slot

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._asked: tuple[object, ...] = ()
        self.label = Text(_("Times that fit"), TextRole.SMALL, "muted")
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(6)
        self.clash = Text("", TextRole.SMALL, "warning", wrap=True)
        self.clash.hide()
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.label)
        line.addLayout(self.buttons)
        line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(line)
        layout.addWidget(self.clash)

    def ask(self, person_id: int, from_day: date, minutes: int) -> None:
        """Look for times from a day on."""
        clear_layout(self.buttons)
        self.label.setText(_("Looking for a time that fits …"))
        self.clash.hide()
        job = partial(service.load_slots, person_id=person_id, today=self.context.today(), from_day=from_day, minutes=minutes)
        self.context.tasks.read(self, job, self._on_slots, self._on_failed)

    def check(self, person_id: int, day: date, start: int | None, minutes: int) -> None:
        """Say what this time would lie over."""
        self._asked = (person_id, day, start, minutes)
        job = partial(service.load_clashes, person_id=person_id, day=day, start=start, minutes=minutes)
        self.context.tasks.read(self, job, partial(self._on_clashes, self._asked), self._on_failed)

    def _on_slots(self, slots: Sequence[Slot]) -> None:
        clear_layout(self.buttons)
        for slot in slots:
            self.buttons.addWidget(self._button(slot))
        none = _("No time fits in the next four weeks: no usual hours, leave, or the week is full")
        self.label.setText(_("Times that fit") if slots else none)

    def _button(self, slot: Slot) -> QPushButton:
        when = f"{i18n.weekday(slot.day)} {words.day(slot.day, self.context.today())} {i18n.clock(slot.start)}"
        button = link(when)
        button.setToolTip(_("Beside the work of that day") if slot.beside_work else _("In the usual hours of that day"))
        button.setProperty("slot", slot)
        button.clicked.connect(self._on_clicked)
        return button

    def _on_clicked(self) -> None:
        self.chosen.emit(self.sender().property("slot"))

    @property
    def offered(self) -> list[QPushButton]:
        """The buttons, in order of days."""
        return widgets_of(self.buttons, QPushButton)

    def _on_clashes(self, asked: tuple[object, ...], clashes: Sequence[Clash]) -> None:
        if asked != self._asked:
            return  # another time was chosen in the meantime
        told = [
            _("You talk with {name} at {time} already", name=one.name, time=i18n.clock(one.start))
            if one.kind == "talk"
            else _("This lies over their work from {time}", time=i18n.clock(one.start))
            for one in clashes
        ]
        self.clash.setText(" · ".join(told))
        self.clash.setVisible(bool(told))

    def _on_failed(self, error: BaseException) -> None:
        self.label.setText(words_of(error))

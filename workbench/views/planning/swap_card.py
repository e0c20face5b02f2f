"""Two people who change tasks: what the rules say of both sides, shown before anything is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton

from workbench import i18n
from workbench.i18n import _
from workbench.readmodels.planning import TaskRow
from workbench.services.planning_swap import SwapSide, asks_reason, worst
from workbench.views.planning.board_state import span
from workbench.views.theme import TextRole, Tone
from workbench.views.widgets.basic import Card, Chip, Text

_TONES = {"green": Tone.GOOD, "amber": Tone.WARNING, "red": Tone.BAD}
_INKS = {"green": "muted", "amber": "warning", "red": "bad"}


def colour_word(colour: str) -> str:
    """A colour of a verdict in a word."""
    return {"green": _("fits"), "amber": _("worth a look"), "red": _("not possible")}[colour]


class SwapCard(Card):
    """A line and a sentence for each side; a reason is asked for where a rule is set aside; red cannot be kept."""

    given = Signal(str)  # the reason, empty where none is needed
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__(_("Change tasks"), margin=12, spacing=6)
        self._how = Text("", TextRole.SMALL, "text", wrap=True)
        self.body.addWidget(self._how)
        self._sides: list[tuple[Text, Chip, Text]] = []
        for _n in range(2):
            who, chip, why = Text("", TextRole.BODY_BOLD, wrap=True), Chip("", Tone.GOOD), Text("", TextRole.SMALL, "muted", wrap=True)
            line = QHBoxLayout()
            line.setSpacing(6)
            line.addWidget(who, 1)
            line.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
            self.body.addLayout(line)
            self.body.addWidget(why)
            self._sides.append((who, chip, why))
        self.edit = QLineEdit()
        self.edit.setMaxLength(200)
        self.edit.setPlaceholderText(_("Reason, kept with the plan"))
        self.edit.setAccessibleName(_("Reason"))
        self.edit.returnPressed.connect(self._on_go)
        self.body.addWidget(self.edit)
        self._error = Text("", TextRole.SMALL, "bad", wrap=True)
        self._error.hide()
        self.body.addWidget(self._error)
        self.go, self.stop = QPushButton(_("Swap them")), QPushButton(_("Leave it"))
        self.go.setProperty("look", "primary")
        self.go.clicked.connect(self._on_go)
        self.stop.clicked.connect(self._on_stop)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.go, 1)
        buttons.addWidget(self.stop)
        self.body.addLayout(buttons)
        self.hide()

    def begin(self, how: str) -> None:
        """The first is chosen: say what comes next."""
        self._how.setText(how)
        for who, chip, why in self._sides:
            for part in (who, chip, why):
                part.hide()
        for widget in (self.edit, self._error, self.go):
            widget.hide()
        self._how.show()
        self.show()

    def ask(self, sides: tuple[SwapSide, SwapSide], name: Callable[[int], str], tasks: Mapping[int, TaskRow]) -> None:
        """Show both sides."""
        for side, (who, chip, why) in zip(sides, self._sides, strict=True):
            colour = side.judgement.colour
            task = tasks[side.task_id]
            when = f"{i18n.weekday(task.day)} {span(task.start, task.end)}"
            who.setText(_("{person} takes {task} · {when}", person=name(side.person_id), task=task.title, when=when))
            chip.set_text(colour_word(colour), _TONES[colour])
            why.setText(side.judgement.text)
            why.setVisible(bool(side.judgement.text) and colour != "green")
            why.set_colour(_INKS[colour])
        for who, chip, _why in self._sides:
            who.show()
            chip.show()
        self._how.hide()
        self._error.hide()
        self.edit.clear()
        self.edit.setVisible(asks_reason(sides) and worst(sides) != "red")
        self.go.setVisible(worst(sides) != "red")
        self.show()

    def want_reason(self, why: str) -> None:
        """A rule came to stand between that is set aside with a reason only."""
        self.edit.show()
        self.complain(why)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_focus(self) -> None:
        """The keyboard goes to the reason, to the way on, or where there is none to the way back."""
        first = self.edit if self.edit.isVisibleTo(self) else self.go if self.go.isVisibleTo(self) else self.stop
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def words(self) -> list[tuple[str, str, str]]:
        """(who takes what, verdict, why) of each side, as shown."""
        return [(who.text(), chip.accessibleName(), why.text()) for who, chip, why in self._sides]

    def complain(self, text: str) -> None:
        """Refused after all: the reason stays in the line."""
        self._error.setText(text)
        self._error.show()

    @Slot()
    def _on_go(self) -> None:
        if self.edit.isVisibleTo(self) and not self.edit.text().strip():
            self.complain(_("A few words are needed; they are kept with the plan."))
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.given.emit(self.edit.text())

    @Slot()
    def _on_stop(self) -> None:
        self.hide()
        self.given_up.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_stop()
            return
        super().keyPressEvent(event)

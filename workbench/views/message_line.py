"""What the window says of itself: the message over the head of the screen, and the lines of long work above it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from workbench.views.context import Context
from workbench.views.tasks import Progress
from workbench.views.theme import Tone
from workbench.views.widgets.panels import ProgressLine
from workbench.views.widgets.states import InlineMessage

MESSAGE_MS = 9000


class MessageLine(QObject):
    """One message at a time; good news goes by itself, what has to be read stays until it is closed."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self.shown: InlineMessage | None = None
        self._action: Callable[[], None] | None = None
        self._tone = Tone.ACCENT
        self._inside: QWidget | None = None
        self._room: QScrollArea | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        context.messages.said.connect(self._on_said)
        context.hub.changed.connect(self._on_changed)

    def move_to(self, inside: QWidget, room: QScrollArea) -> None:
        """Where messages appear from now on; what was said in a window that is built anew goes with it."""
        self.shown = None
        self._inside, self._room = inside, room

    @property
    def text(self) -> str:
        return self.shown.text if self.shown is not None and not self.shown.isHidden() else ""

    def _on_said(self, tone: Tone, text: str, label: str, run: Callable[[], None] | None) -> None:
        self.hide()
        self.shown = InlineMessage(tone, text, label)
        self.shown.closed.connect(self.hide)
        self._action, self._tone = run, tone
        if label and run is not None:
            self.shown.action.clicked.connect(self._on_action)
        self.shown.setParent(self._inside)
        self.place()
        self.shown.show()
        self.shown.raise_()
        if tone in (Tone.GOOD, Tone.ACCENT):
            self._timer.start(MESSAGE_MS)

    def _on_changed(self, _change: object) -> None:
        """What was refused before is over once something was done; a message that offers an action stays."""
        if self.shown is not None and self._tone is Tone.WARNING and not self.shown.action.text():
            self.hide()

    def _on_action(self) -> None:
        run = self._action
        self.hide()
        if run is not None:
            run()

    def hide(self) -> None:
        self._timer.stop()
        if self.shown is not None:
            self.shown.hide()
            self.shown.deleteLater()
            self.shown = None

    def place(self) -> None:
        """Over the head of the screen: what is being pointed at stays where it is, and buttons and trays at the foot stay free."""
        if self.shown is not None and self._room is not None:
            self.shown.lie_over(self._room.geometry().adjusted(20, 6, -20, -10))


class WorkLines(QObject):
    """A line with progress and Cancel for long work that has a title; the others show themselves on their screen."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: dict[Progress, ProgressLine] = {}
        self._room: QVBoxLayout | None = None
        context.tasks.started.connect(self._on_started)
        context.tasks.progressed.connect(self._on_progressed)
        context.tasks.ended.connect(self._on_ended)

    def move_to(self, room: QVBoxLayout) -> None:
        """The place of the lines from now on."""
        self.lines.clear()
        self._room = room
        self._margins()

    def _on_started(self, progress: Progress) -> None:
        if progress.title and self._room is not None:
            line = ProgressLine(progress.title, progress.cancel)
            self.lines[progress] = line
            self._room.addWidget(line)
            self._margins()

    def _on_progressed(self, progress: Progress, text: str, done: int, total: int) -> None:
        if progress in self.lines:
            self.lines[progress].show_step(text, done, total)

    def _on_ended(self, progress: Progress) -> None:
        line = self.lines.pop(progress, None)
        if line is not None and self._room is not None:
            self._room.removeWidget(line)
            line.deleteLater()
            self._margins()

    def _margins(self) -> None:
        above, below = (8, 4) if self.lines else (0, 0)
        if self._room is not None:
            self._room.setContentsMargins(20, above, 20, below)

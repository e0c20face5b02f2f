"""The planner at work: started for a week, told about in one line above the board, stopped at any time."""

from __future__ import annotations

import time
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.planner import texts
from workbench.planner.problem import Level
from workbench.readmodels.planning_plan import PlanPreview
from workbench.services import planning_solve
from workbench.services.planning_case import Case
from workbench.services.workspace import Workspace
from workbench.threads import watching
from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.tasks import Progress
from workbench.views.theme import Tone
from workbench.views.widgets.panels import ProgressLine

TICK: Final = 0.5  # seconds between two looks at the clock


def solve(
    progress: Progress,
    *,
    workspace: Workspace,
    monday: date,
    today: date,
    seconds: float,
    keep: bool,
    repair: bool = False,
    tried: Case | None = None,
) -> PlanPreview:
    """On a worker: a short read, then thinking without the database. `tried` is the week as a trial has it."""
    if tried is not None:
        order = planning_solve.order_of(tried, today, keep_published=keep, repair=repair)
    else:
        order = workspace.read(lambda conn: planning_solve.prepare(conn, monday, today, keep_published=keep, repair=repair))

    line = Thinking(progress, seconds)
    with watching(TICK, line.tick, "planner-line"):
        return planning_solve.solve(order, seconds=seconds, progress=line.tell, cancelled=lambda: progress.cancelled)


class Thinking:
    """What the planner is at: the level, its value, what no plan can pass, how far that is, and the time, which also runs between two gains."""

    def __init__(self, progress: Progress, seconds: float) -> None:
        self._progress, self._seconds, self._started = progress, seconds, time.monotonic()
        self._level: Level | None = None

    def tell(self, level: str, value: int, bound: int, since: float) -> None:
        self._level = Level(level, value, bound, value == bound, since)
        self.tick()

    def tick(self) -> None:
        level, since = self._level, time.monotonic() - self._started
        if level is not None:
            self._progress.step(level_now(level, since), min(99, round(100 * since / self._seconds)), 100)


def level_now(level: Level, since: float) -> str:
    """A level in the making with its gap, in per cent of the bound, and the seconds so far."""
    words, seconds = texts.level(level), f"{since:.0f}"
    if level.proven or not level.bound:
        return _("{level} · {seconds} s", level=words, seconds=seconds)
    return _("{level} · gap {gap}% · {seconds} s", level=words, gap=f"{100 * level.gap / abs(level.bound):.2f}", seconds=seconds)


class SolverBar(QWidget):
    """Hidden while nothing is being planned. `found` carries the preview; stopping gives the best plan so far."""

    found = Signal(object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._progress: Progress | None = None
        self._dropped = False
        self.in_trial = False  # what is planned is a week that is only tried
        self.line: ProgressLine | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        context.tasks.progressed.connect(self._on_progress)
        self.hide()

    @property
    def is_running(self) -> bool:
        return self._progress is not None

    def start(self, monday: date, seconds: float, keep_published: bool, *, repair: bool = False, tried: Case | None = None) -> None:
        if self._progress is not None:
            return
        self._dropped, self.in_trial = False, tried is not None
        self.line = ProgressLine(_("Planning the week; what you change meanwhile stays"), self.cancel)
        self._layout.addWidget(self.line)
        self.show()
        job = partial(
            solve, workspace=self._context.workspace, monday=monday, today=self._context.today(), seconds=seconds, keep=keep_published,
            repair=repair, tried=tried,
        )  # fmt: skip
        self._progress = self._context.tasks.work(self, job, self._on_found, self._on_failed)

    def cancel(self) -> None:
        """Stop thinking; what was found so far is shown."""
        if self._progress is not None:
            self._progress.cancel()

    def stop(self) -> None:
        """Stop, and let go of what was found."""
        self._dropped = True
        self.cancel()

    @Slot(object, str, int, int)
    def _on_progress(self, progress: object, text: str, done: int, total: int) -> None:
        if progress is self._progress and self.line is not None:
            self.line.show_step(text, done, total)

    def _end(self) -> None:
        self._progress = None
        self.hide()
        if self.line is not None:
            self._layout.removeWidget(self.line)
            self.line.deleteLater()
            self.line = None

    @Slot(object)
    def _on_found(self, preview: PlanPreview) -> None:
        self._end()
        if not self._dropped:
            self.found.emit(preview)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._end()
        self._context.messages.tell(words_of(error), Tone.WARNING)

"""The planner at work: started for a week, told about in one line above the board, stopped at any time."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.planner import texts
from workbench.planner.problem import Level
from workbench.readmodels.planning_plan import PlanPreview
from workbench.services import planning_solve
from workbench.services.planning_case import Case
from workbench.services.workspace import Workspace
from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.tasks import Progress
from workbench.views.theme import Tone
from workbench.views.widgets.panels import ProgressLine


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

    def tell(level: str, value: int, bound: int, since: float) -> None:
        words = texts.level(Level(level, value, bound, value == bound, since))
        progress.step(words, min(99, round(100 * since / seconds)), 100)

    return planning_solve.solve(order, seconds=seconds, progress=tell, cancelled=lambda: progress.cancelled)


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

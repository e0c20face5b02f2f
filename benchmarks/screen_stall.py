"""The longest event-loop stall while a manager of 200 people works: switching screens, and moving in the week.

The real window runs offscreen on a sample team of 200. Each act, and each round of the event loop after it, is timed; the
longest of them is what a hand on the mouse would feel. Each act is done several times and counts with its median, so that
other programs on the machine do not; the slowest act stands for its kind. Goal: at most 50 ms. `--profile` tells where the time goes.
"""

from __future__ import annotations

import cProfile
import os
import pstats
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from benchmarks.common import FOLDER, PASSPHRASE, TODAY, Line, schema, table
from workbench import app, i18n
from workbench.services import sample
from workbench.services.workspace import Workspace
from workbench.views.change_hub import ChangeHub
from workbench.views.context import Context
from workbench.views.fonts import load_fonts
from workbench.views.main_window import MainWindow
from workbench.views.messages import Messages
from workbench.views.planning.board import WeekBoardView
from workbench.views.screens import entries
from workbench.views.settings import Settings
from workbench.views.tasks import Tasks
from workbench.views.theme import theme

PEOPLE, GOAL_MS = 200, 50.0
CALM = 0.15
TIMES = 3
FIRST = "first visit of a screen"


def today() -> Any:
    return TODAY


def nowhere(_destination: object) -> None:
    """No link is followed here."""


def opened(folder: Path) -> Workspace:
    """A copy of the sample team of 200, made once."""
    template = FOLDER / f"sample-{PEOPLE}-{schema()}.wbdb"
    if not (template / "ready").exists():
        shutil.rmtree(template, ignore_errors=True)
        FOLDER.mkdir(parents=True, exist_ok=True)
        made, _recovery = Workspace.create(template, PASSPHRASE, backups=FOLDER / "backups")
        with made:
            sample.fill(made, today=TODAY, people=PEOPLE)
        (template / "ready").write_text("complete", encoding="utf-8")
    return Workspace.open(Path(shutil.copytree(template, folder / "team.wbdb")), PASSPHRASE, backups=folder / "backups")


class Watch:
    """Times what is done and every round of the event loop after it, until nothing has been under way for a while."""

    def __init__(self, qt: QApplication, tasks: Tasks, *, profiled: bool = False) -> None:
        self._qt, self._tasks, self._profiled = qt, tasks, profiled
        self.found: dict[str, dict[str, list[float]]] = {}
        self._worst: dict[str, tuple[float, str, cProfile.Profile]] = {}

    def longest(self, kind: str, act: str, *jobs: Callable[[], object]) -> None:
        """Do something and note the seconds of its longest uninterrupted stretch on the event loop."""
        worst = 0.0
        for job in jobs:
            worst = max(worst, self._stretch(kind, act, job), self._stretch(kind, act, self._qt.processEvents))
        calm = time.perf_counter() + CALM
        while time.perf_counter() < calm:
            spent = self._stretch(kind, act, self._qt.processEvents)
            worst = max(worst, spent)
            if spent > 0.002 or not self._tasks.idle:
                calm = time.perf_counter() + CALM
            time.sleep(0.001)
        self.found.setdefault(kind, {}).setdefault(act, []).append(worst)

    def _stretch(self, kind: str, act: str, job: Callable[[], object]) -> float:
        profile = cProfile.Profile() if self._profiled else None
        started = time.perf_counter()
        if profile is None:
            job()
        else:
            profile.runcall(job)
        spent = time.perf_counter() - started
        if profile is not None and spent > self._worst.get(f"{kind}: {act}", (0.0,))[0]:
            self._worst[f"{kind}: {act}"] = (spent, act, profile)
        return spent

    def tell(self, most: int = 6) -> None:
        """Where the time of the longest stretches went."""
        for name, (spent, _act, profile) in sorted(self._worst.items(), key=lambda one: -one[1][0])[:most]:
            print(f"--- {name}: {1000 * spent:.0f} ms with the profiler on")
            pstats.Stats(profile).sort_stats("cumulative").print_stats("workbench|built-in", 24)

    def lines(self) -> list[Line]:
        """The slowest act of each kind by the median of its times; first visits each, as each happens once."""
        made = []
        for kind, acts in self.found.items():
            medians = {act: 1000 * statistics.median(times) for act, times in acts.items()}
            slowest = sorted(medians, key=lambda act: -medians[act])
            shown = slowest if kind == FIRST else slowest[:1]
            made += [Line(f"{kind}: {act}" if len(acts) > 1 else kind, medians[act], goal=GOAL_MS, absolute=True) for act in shown]
        return made


def board_of(window: MainWindow) -> WeekBoardView:
    """The painted board of the week."""
    assert window.current is not None
    return next(board for board in window.current.findChildren(WeekBoardView) if board.isVisible())


def press(board: WeekBoardView, key: Qt.Key) -> Callable[[], object]:
    return lambda: QTest.keyClick(board, key)


def drag(watch: Watch, board: WeekBoardView, number: int) -> None:
    """A block is taken in hand, led over the board in fifty moves, and let go by Escape, so that nothing changes."""
    view = board.viewport()
    spots = [QPoint(x, y) for y in range(60, view.height(), 12) for x in range(220, view.width(), 40)]
    blocks = [spot for spot in spots if (hit := board.locate(spot)) is not None and hit.block is not None]
    start = blocks[number * len(blocks) // 5]
    QTest.mousePress(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    ways = [
        QPoint(220 + (start.x() + 23 * n) % (view.width() - 240), 60 + (start.y() + 17 * n) % (view.height() - 80)) for n in range(1, 51)
    ]
    moved = [partial(QTest.mouseMove, view, way) for way in ways]
    watch.longest("taking a block in hand", f"block {number}", moved[0])
    watch.longest("a move of a drag over the board", f"block {number}", *moved[1:])
    QTest.keyClick(board, Qt.Key.Key_Escape)
    watch.longest("letting go", f"block {number}", partial(QTest.mouseRelease, view, Qt.MouseButton.LeftButton))


def button(window: MainWindow, name: str) -> QAbstractButton:
    return next(one for one in window.findChildren(QAbstractButton) if one.accessibleName() == name and one.isVisible())


def work(window: MainWindow, watch: Watch) -> None:
    """Each kind of move. The first screen is built when shown, the others ahead of their first visit, as the application does it."""
    keys = [entry.key for entry in entries()]
    watch.longest(FIRST, keys[0], partial(window.show_screen, keys[0]))
    window.build_ahead()
    while window.is_building_ahead:
        watch.longest("building the other screens ahead, between two events", "step", QApplication.processEvents)
    for turn in range(TIMES + 1):
        for key in keys:
            watch.longest("switching screens" if turn else FIRST, key, partial(window.show_screen, key))
    window.show_screen("planning")
    watch.longest("switching screens", "planning", QApplication.processEvents)
    board = board_of(window)
    board.setFocus()
    for _time in range(TIMES):
        for name, pressed in (("right", Qt.Key.Key_Right), ("down", Qt.Key.Key_Down), ("left", Qt.Key.Key_Left), ("up", Qt.Key.Key_Up)):
            watch.longest("arrow keys on the board", name, press(board, pressed))
        for name, pressed in (("page down", Qt.Key.Key_PageDown), ("page up", Qt.Key.Key_PageUp)):
            watch.longest("page keys on the board", name, press(board, pressed))
        for number in range(1, 4):
            drag(watch, board, number)
        for name in (i18n._("Week before"), i18n._("Week after")):
            watch.longest("week before and after", name, button(window, name).click)


def main(*, profiled: bool = False) -> int:
    i18n.use("en")
    qt = QApplication.instance() or QApplication([])
    assert isinstance(qt, QApplication)
    qt.setStyle("Fusion")
    load_fonts()
    theme().apply(dark=False)
    app.warm_up()  # as the application does it beside the window
    app.warm_up_later()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with opened(folder) as workspace:
            tasks, hub = Tasks(workspace), ChangeHub()
            tasks.changed.connect(hub.changed)
            context = Context(workspace, tasks, hub, Settings(folder / "settings.ini"), Messages(), nowhere, today)
            window = MainWindow(context, entries())
            window.resize(1440, 900)
            window.show()
            watch = Watch(qt, tasks, profiled=profiled)
            work(window, watch)
            window.close()
            tasks.close()
    if profiled:
        watch.tell()
    return table(f"{PEOPLE} people: longest stall", "ms", watch.lines())


if __name__ == "__main__":
    raise SystemExit(main(profiled="--profile" in sys.argv))

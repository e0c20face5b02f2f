"""From the start of the process to the first painted frame, and to a usable window with the sample team.

The first frame runs against a bare PySide6 window with a table, and as the same program with SQLAlchemy, Alembic,
NumPy, OR-Tools, ReportLab and pyqtgraph imported before it shows anything. Each start is a process of its own; the kinds take
turns. Goals: painted within 1.3 times the bare window, usable within 3.5 times, and sooner than with eager loading.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.common import FOLDER, ROOT, Line, table

PAINTED_GOAL, USABLE_GOAL, EAGER_GOAL = 1.3, 3.5, 1.0
TIMES = 9

# A window with a table as small as PySide6 allows; it says when its first frame is painted and ends.
BARE = """
import os, sys, time
from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget
class Window(QMainWindow):
    told = False
    def paintEvent(self, event):
        super().paintEvent(event)
        if not self.told:
            self.told = True
            QTimer.singleShot(0, self.painted)
    @Slot()
    def painted(self):
        print(time.monotonic(), flush=True)
        os._exit(0)
app = QApplication([])
window = Window()
table = QTableWidget(40, 8)
table.setHorizontalHeaderLabels([f"Column {n}" for n in range(8)])
window.setCentralWidget(table)
window.resize(1280, 800)
window.show()
app.exec()
"""
EAGER = """
import sqlalchemy, sqlalchemy.orm, alembic.command, numpy, pyqtgraph, reportlab.pdfgen.canvas, reportlab.platypus
from ortools.sat.python import cp_model
"""
# The real entrance with its own arguments; all that is added is telling the time and the end.
OURS = """
import gc, os, sys, time
gc.disable()  # the entrance does so before it imports the application
from workbench import __main__ as entrance, app
from PySide6.QtCore import QTimer
start, painted, wished = app.Application.start, app.Application._on_first_frame, os.environ["BENCH_WISHED"]
def told():
    print(time.monotonic(), flush=True)
def leave():
    from workbench import logs
    logs.mark_clean()  # or the next start would look for a second window and tell of a crash
    os._exit(0)
def first_frame(self):
    waited(self)
    if wished == "painted":
        told()
        os._exit(0)
if wished == "painted":  # only then: what the program imports late is not imported for the others here
    from workbench.views import opening
    waited, opening.Opening.wait = opening.Opening.wait, first_frame
def on_first_frame(self):
    if wished == "page":
        told()
        leave()
    painted(self)
def started(self):
    from PySide6.QtCore import QTimer
    self._bench = QTimer(self)
    self._bench.timeout.connect(lambda: usable(self))
    self._bench.start(2)
    start(self)
def usable(self):
    if self._tasks is not None and self._tasks.idle and self.window.current is not None and self.window.current.isVisible():
        told()
        self._bench.stop()
        leave() if wished == "usable" else self._qt.quit()
app.Application._on_first_frame, app.Application.start = on_first_frame, started
sys.exit(entrance.main())
"""


def started(code: str, home: Path, wished: str, *arguments: str) -> float:
    """Milliseconds from before the process is made until it has told the time."""
    variables = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"), "WORKBENCH_HOME": str(home)}
    variables |= {"BENCH_WISHED": wished, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(FOLDER / "bytecode")}
    variables.pop("PYTHONDONTWRITEBYTECODE", None)  # as installed: compiled once
    since = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, env=variables, check=False, timeout=300
    )
    if ended.returncode != 0 or not ended.stdout.strip():
        raise SystemExit(f"a start failed:\n{ended.stderr}")
    return 1000 * (float(ended.stdout.split()[0]) - since)


def main(times: int = TIMES) -> int:
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        started(OURS, home, "made", "--sample")  # makes the sample team and ends as it should
        kinds = {
            "bare": (BARE, "painted", ()),
            "painted": (OURS, "painted", ()),
            "page": (OURS, "page", ()),
            "painted, eager": (EAGER + OURS, "painted", ()),
            "usable": (OURS, "usable", ("--sample",)),
            "usable, eager": (EAGER + OURS, "usable", ("--sample",)),
        }
        found: dict[str, list[float]] = {kind: [] for kind in kinds}
        for turn in range(times + 1):
            for kind, (code, wished, arguments) in kinds.items():
                spent = started(code, home, wished, *arguments)
                if turn:  # the first round fills the caches of the disk
                    found[kind].append(spent)
    ms = {kind: statistics.median(values) for kind, values in found.items()}
    lines = [
        Line("first frame painted, against a bare window with a table", ms["painted"], ms["bare"], PAINTED_GOAL),
        Line("first page painted, to type into, against a bare window with a table", ms["page"], ms["bare"]),
        Line("first frame painted, against eager loading", ms["painted"], ms["painted, eager"], EAGER_GOAL),
        Line("usable with the sample team, against the bare window", ms["usable"], ms["bare"], USABLE_GOAL),
        Line("usable with the sample team, against eager loading", ms["usable"], ms["usable, eager"], EAGER_GOAL),
    ]
    return table(f"start, median of {times}", "ms", lines)


if __name__ == "__main__":
    raise SystemExit(main())

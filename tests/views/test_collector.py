"""Circles of objects, closed windows among them, are taken apart on the main thread only."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from workbench.views.collector import LIMITS, Collector

# Widgets in circles, closed; then a thread allocates as a read does, and the look of everything is changed.
WINDOWS = """
import gc, sys, threading
from PySide6.QtWidgets import QApplication, QComboBox, QDateEdit, QLabel, QWidget
from workbench.views.collector import Collector
app = QApplication([]); app.setStyle("Fusion")
collector = Collector(app) if sys.argv[1] == "kept" else None
class Window(QWidget):
    def __init__(self):
        super().__init__()
        self.me = self
        for n in range(50):
            QLabel("x", self), QComboBox(self).view(), QDateEdit(self, calendarPopup=True)
def work():
    kept = [[n] for n in range(200_000)]
    if gc.isenabled():
        gc.collect()  # what allocating does sooner or later
for n in range(20):
    window = Window(); window.show(); app.processEvents(); window.close(); del window
    thread = threading.Thread(target=work); thread.start(); thread.join()
    app.setStyleSheet("QLabel {color: %s}" % ("red", "blue")[n % 2])
    palette = app.palette(); palette.setColor(palette.ColorRole.Window, ("#112233", "#445566")[n % 2]); app.setPalette(palette)
    app.processEvents()
    if collector is not None:
        collector.look()
print("alive")
"""


class Circle:
    """Refers to itself; tells on which thread it was taken apart."""

    def __init__(self, ends: list[int]) -> None:
        self.me, self.ends = self, ends

    def __del__(self) -> None:
        self.ends.append(threading.get_ident())


@pytest.fixture
def _python_collects() -> Iterator[None]:
    """As Python comes; afterwards as it was."""
    was_on = gc.isenabled()
    gc.collect()
    gc.enable()
    yield
    gc.enable() if was_on else gc.disable()


def on_a_thread(job: object) -> int:
    thread = threading.Thread(target=job)  # type: ignore[arg-type]
    thread.start()
    thread.join()
    return thread.ident or 0


def allocate() -> None:
    assert len([[n] for n in range(100_000)]) == 100_000


@pytest.mark.usefixtures("_python_collects")
def test_that_python_alone_takes_circles_apart_on_the_thread_that_allocates() -> None:
    ends: list[int] = []
    Circle(ends)
    assert ends == []
    assert on_a_thread(allocate) == ends[0]


@pytest.mark.usefixtures("_python_collects")
def test_that_circles_are_taken_apart_on_the_main_thread_between_two_events(qtbot: QtBot) -> None:
    collector = Collector()
    ends: list[int] = []
    Circle(ends)
    on_a_thread(allocate)
    assert ends == []
    kept = [[n] for n in range(10 * LIMITS[0])]
    qtbot.waitUntil(lambda: bool(ends))
    assert kept
    assert ends == [threading.get_ident()]
    collector.deleteLater()


@pytest.mark.usefixtures("_python_collects")
def test_that_older_circles_are_found_too(qtbot: QtBot) -> None:
    collector = Collector()
    ends: list[int] = []
    circle = Circle(ends)
    gc.collect()  # the circle is old now
    del circle
    kept = []
    for _round in range((LIMITS[1] + 2) * (LIMITS[2] + 2)):
        kept.append([[n] for n in range(2 * LIMITS[0])])
        collector.look()
    assert kept
    assert ends == [threading.get_ident()]
    collector.deleteLater()


def run(how: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", WINDOWS, how], capture_output=True, text=True, timeout=60, check=False)


def test_that_windows_closed_before_a_read_and_a_change_of_theme_end_nothing() -> None:
    done = run("kept")
    assert (done.returncode, done.stdout.strip()) == (0, "alive"), done.stderr


def test_that_without_the_collector_the_same_windows_end_the_process() -> None:
    assert run("left").returncode != 0

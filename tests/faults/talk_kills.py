"""kill -9 while somebody types into the record of a talk:  python -m tests.faults.talk_kills 200 [no_autosave|only_pauses]

A child process opens the real screen offscreen and types without a rest, telling after each character when it stood in the editor.
It is killed at a random moment; then the database is opened again and what stands there is compared with what had been typed. What
is missing is measured in seconds: from the first character that is lost to the kill. The program promises two at most.

`no_autosave` takes the timer away, `only_pauses` leaves the pause alone: both must be found out.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
PASSPHRASE: Final = "a passphrase for kills"
TODAY: Final = date(2026, 11, 23)
PROMISED: Final = 2.0
"""Seconds of typing that a fault may cost."""
HOUR_MS: Final = 3_600_000
WORDS: Final = "今天客户反映送货慢，已转交物流跟进；weekend shifts are short, ask 周喆 again. "


def text_of(seed: int) -> str:
    """What the child types: long enough for every kill, different each time."""
    chance = random.Random(seed)
    return "".join(chance.choice(WORDS) for _ in range(4000)).strip() or "x"


def notes(path: Path) -> list[str]:
    """The paragraphs that the database holds."""
    from workbench.models.one_on_ones import TalkNote
    from workbench.services.workspace import Workspace

    workspace = Workspace.open(path, PASSPHRASE)
    try:
        return workspace.read(lambda conn: [row.text for row in conn.execute(TalkNote.__table__.select().order_by(TalkNote.id)).all()])
    finally:
        workspace.close()


def make(path: Path) -> None:
    from workbench.services import one_on_ones, people
    from workbench.services.workspace import UnitOfWork, Workspace

    def fill(uow: UnitOfWork) -> None:
        one_on_ones.plan_talk(uow, people.add_person(uow, "周喆", code="P1"), TODAY)

    workspace, _key = Workspace.create(path, PASSPHRASE)
    workspace.perform("Fill", fill)
    workspace.close()


def child(path: Path, seed: int, mutation: str) -> None:
    """Type into the last paragraph of the record until killed."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QInputMethodEvent
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from tests.views.support import make_context
    from workbench.services.workspace import Workspace
    from workbench.views.one_on_ones.screen import OneOnOnesScreen
    from workbench.views.widgets import keep_timer

    if mutation:
        keep_timer.LATEST_MS = HOUR_MS
    if mutation == "no_autosave":
        keep_timer.PAUSE_MS = HOUR_MS
    qt = QApplication.instance() or QApplication(["kills"])
    workspace = Workspace.open(path, PASSPHRASE)
    context = make_context(workspace, path.parent)
    screen = OneOnOnesScreen(context)
    screen.resize(1200, 800)
    screen.show()
    screen.activateWindow()
    screen.reload()
    while not context.tasks.idle or not screen.record.paragraphs:
        qt.processEvents()
    chance = random.Random(seed + 1)
    editor = screen.record.paragraphs[-1].edit
    editor.setFocus()
    print("ready", flush=True)  # noqa: T201
    for typed, character in enumerate(text_of(seed), 1):
        event = QInputMethodEvent()
        event.setCommitString(character)
        QApplication.sendEvent(editor, event)
        print(f"{time.monotonic():.4f} {typed}", flush=True)  # noqa: T201
        QTest.qWait(chance.randint(5, 90))


def one(path: Path, seed: int, wait: float, mutation: str) -> tuple[int, float]:
    """(characters typed, seconds of typing that the kill cost); AssertionError where what is kept is not what was typed."""
    command = [sys.executable, "-m", "tests.faults.talk_kills", "child", str(path), str(seed), mutation]
    before = notes(path)
    killed: list[float] = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n", "the child did not come to typing"

        def kill() -> None:
            killed.append(time.monotonic())
            process.kill()

        timer = threading.Timer(wait, kill)
        timer.start()
        said = process.stdout.read().split("\n")[:-1]  # a line without its end was cut
        timer.join()
    assert process.returncode != 0, "the child was not killed"
    moments = [float(line.split()[0]) for line in said]
    after = notes(path)
    kept = "".join(after[len(before) :])
    typed = text_of(seed)
    assert after[: len(before)] == before, "what stood there before was changed"
    assert typed.startswith(kept), f"{kept[-20:]!r} is not what was typed"
    lost = moments[len(kept) :]
    return len(moments), killed[0] - lost[0] if lost else 0.0


def main(kills: int, mutation: str = "", *, shortest: float = 0.2, longest: float = 4.5) -> Counter[str]:
    """Counts by outcome, and the longest loss in milliseconds."""
    chance, result, began, worst = random.Random(7), Counter[str](), time.monotonic(), 0.0
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "Kills.wbdb"
        make(path)
        for number in range(kills):
            typed, lost = one(path, number, chance.uniform(shortest, longest), mutation)
            worst = max(worst, lost)
            result.update({"kills": 1, "characters typed": typed, "lost more than promised": lost > PROMISED, "lost nothing": lost == 0.0})
    result["longest loss in ms"] = round(worst * 1000)
    result["seconds"] = round(time.monotonic() - began)
    return result


if __name__ == "__main__":
    if sys.argv[1] == "child":
        child(Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
    else:
        print(sys.argv[1:], dict(main(int(sys.argv[1]), *sys.argv[2:])), flush=True)  # noqa: T201

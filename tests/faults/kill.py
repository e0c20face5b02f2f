"""kill -9 at random moments:  python -m tests.faults.kill 200 [early_ack|split]

The session acts, undoes, imports in bulk and makes backups; afterwards the file and every finished
backup are proven.
"""

from __future__ import annotations

import random
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from tests.faults.checks import acknowledged, fresh, remarks, start, state_of
from tests.storage.small import KEY
from workbench.errors import KnownError
from workbench.storage import backup


def one(path: Path, seed: int, wait: float, mutation: str) -> list[str]:
    """Start a session, kill it `wait` seconds after it is ready, return what it said."""
    options = ("--seed", str(seed), "--mutation", mutation, "--backups")
    with start(path, "session", *options) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        timer = threading.Timer(wait, process.kill)
        timer.start()
        said = process.stdout.read()
        timer.join()
    return said.split("\n")[:-1]  # a line without its end was cut


def bad_backups(path: Path, scratch: Path) -> tuple[int, int]:
    """(finished backups, of them unusable)."""
    folder, bad = path.parent.with_suffix(".backups"), 0
    found = [p for p in folder.glob("*.wbbackup") if not p.name.startswith(".")]
    for file in found:
        try:
            backup.prove(file, KEY, scratch)
        except KnownError:
            bad += 1
    return len(found), bad


def main(kills: int, mutation: str = "", *, longest: float = 0.35) -> Counter[str]:
    """Counts by outcome; `ok`, `lost`, `half`, `corrupt` add up to `kills`."""
    chance, result, began = random.Random(1), Counter[str](), time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = fresh(folder)
        for number in range(kills):
            if number and number % 10 == 0:
                fresh(folder)
            said = one(path, number, chance.uniform(0.02, longest), mutation)
            acks = acknowledged(said)
            state, _ = state_of(path, max(acks, default=0))
            made, bad = bad_backups(path, folder)
            result.update(
                {
                    "kills": 1,
                    "acknowledged": len(acks),
                    "before the first acknowledgement": not acks,
                    state.split(":")[0]: 1,
                    "backups proven": made,
                    "bad backups": bad,
                }
            )
            result.update(remarks(said))
    result["seconds"] = round(time.monotonic() - began)
    return result


if __name__ == "__main__":
    print(sys.argv[1:], dict(main(int(sys.argv[1]), *sys.argv[2:])), flush=True)  # noqa: T201

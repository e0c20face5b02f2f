"""kill -9 during an upgrade:  python -m tests.faults.kill_upgrade 60 [in_pieces]

Afterwards the file has the old schema or the new one, never something between, and no row is missing.
"""

from __future__ import annotations

import random
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from tests.faults.checks import fresh, start
from tests.storage.small import KEY
from workbench.storage.engine import connect_raw
from workbench.storage.inspection import damage_of

ROWS = 20_000


def prepared(folder: Path) -> Path:
    path = fresh(folder, number=1)
    con = connect_raw(path, KEY)
    con.execute("BEGIN")
    con.executemany("INSERT INTO person (name, version) VALUES (?, 1)", [(f"p{n}" * 20,) for n in range(ROWS)])
    con.executemany("INSERT INTO review (person_id, state, text, version) VALUES (?, 'draft', 't', 1)", [(n + 1,) for n in range(ROWS)])
    con.execute("COMMIT")
    con.close()
    return path


def state_of(path: Path) -> str:
    con = connect_raw(path, KEY)
    try:
        con.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if damage_of(con).all:
            return "corrupt"
        number = con.execute("PRAGMA user_version").fetchone()[0]
        tables = con.execute("SELECT sql FROM sqlite_master WHERE name = 'person'").fetchone()[0]
        rows = [con.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("person", "review")]
        left = con.execute("SELECT count(*) FROM sqlite_master WHERE name LIKE '%alembic_tmp%'").fetchone()[0]
        if rows != [ROWS, ROWS] or left or ("city" in tables) != (number == 2) or ("name_given" in tables) != (number == 2):
            return "between"
        return "new" if number == 2 else "old"
    finally:
        con.close()


def main(kills: int, mutation: str = "", *, longest: float = 0.3) -> Counter[str]:
    """Counts of old, new, between, corrupt; `killed in time` says how many kills fell before the end."""
    chance, result, began = random.Random(2), Counter[str](), time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        for _ in range(kills):
            path = prepared(Path(name))
            with start(path, "upgrade", "--mutation", mutation) as process:
                assert process.stdout is not None
                assert process.stdout.readline() == "ready\n"
                timer = threading.Timer(chance.uniform(0.0, longest), process.kill)
                timer.start()
                result["killed in time"] += "done" not in process.stdout.read()
                timer.join()
            result[state_of(path)] += 1
    result["seconds"] = round(time.monotonic() - began)
    return result


if __name__ == "__main__":
    print(sys.argv[1:], dict(main(int(sys.argv[1]), *sys.argv[2:])), flush=True)  # noqa: T201

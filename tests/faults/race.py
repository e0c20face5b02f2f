"""Two processes open the same database at the same instant, or almost:  python -m tests.faults.race 100 [locking] [patience]

With the locking mode NORMAL some pairs must both be open: that is the mutation which the harness must notice.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.faults.checks import fresh, start, state_of


def main(races: int, locking: str = "EXCLUSIVE", patience: str = "0.3") -> Counter[str]:
    """Counts of the pairs of answers; "InUse + open" is the only good one."""
    result, chance = Counter[str](), random.Random(5)
    with tempfile.TemporaryDirectory() as name:
        for _ in range(races):
            path = fresh(Path(name))
            both = [start(path, "race", "--locking", locking, "--patience", patience) for _ in range(2)]
            for process in both:
                assert process.stdout is not None
                assert process.stdout.readline() == "ready\n"
            at = time.time() + 0.05
            answers = []
            later = chance.choice((0.0, 0.0, 0.01, 0.03, 0.1))
            for process, moment in zip(both, (at, at + later), strict=True):
                assert process.stdin is not None
                process.stdin.write(f"{moment!r}\n")
                process.stdin.flush()
            for process in both:
                said, _ = process.communicate(timeout=60)
                answers.append(said.strip()[:60])
            result[" + ".join(sorted(answers))] += 1
            result[state_of(path, 1)[0]] += 1
    return result


if __name__ == "__main__":
    print(sys.argv[1:], dict(main(int(sys.argv[1]), *sys.argv[2:])), flush=True)  # noqa: T201

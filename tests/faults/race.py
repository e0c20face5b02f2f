"""Two processes open the same database at the same instant:  python -m tests.faults.race 100 [locking] [patience]"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.faults.checks import fresh, start, state_of


def main(races: int, locking: str = "EXCLUSIVE", patience: str = "0.3") -> Counter[str]:
    """Counts of the pairs of answers; "InUse + open" is the only good one."""
    result: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        for _ in range(races):
            path = fresh(Path(name))
            both = [start(path, "race", "--locking", locking, "--patience", patience) for _ in range(2)]
            for process in both:
                assert process.stdout is not None
                assert process.stdout.readline() == "ready\n"
            at = time.time() + 0.05
            answers = []
            for process in both:
                assert process.stdin is not None
                process.stdin.write(f"{at!r}\n")
                process.stdin.flush()
            for process in both:
                said, _ = process.communicate(timeout=60)
                answers.append(said.strip()[:60])
            result[" + ".join(sorted(answers))] += 1
            result[state_of(path, 1)[0]] += 1
    return result


if __name__ == "__main__":
    print(sys.argv[1:], dict(main(int(sys.argv[1]), *sys.argv[2:])), flush=True)  # noqa: T201

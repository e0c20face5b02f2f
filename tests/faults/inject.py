"""System call faults under the whole stack, each proven fired:  python -m tests.faults.inject 200 [mutation] [call]

Linux with strace only. Mutation `ack_on_error` must be found as lost; the call `fdatasync`, which is never
made, must be reported as not fired.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.faults.checks import SUFFIXES, acknowledged, fresh, remarks, start, state_of

ACTIONS = 12
FAULTS = (
    ("pwrite64", "ENOSPC"),
    ("pwrite64", "EIO"),
    ("fsync", "EIO"),
    ("fsync", "ENOSPC"),
    ("pread64", "EIO"),
    ("openat", "EACCES"),
    ("openat", "EMFILE"),
    ("ftruncate", "EIO"),
    ("unlink", "EIO"),
)


def traced(path: Path, mutation: str, *options: str) -> tuple[list[str], str, int]:
    trace = path.with_suffix(".trace")
    watched = [part for suffix in SUFFIXES[:3] for part in ("-P", f"{path}{suffix}")]
    wrapper = ("strace", "-f", "-qq", "-o", str(trace), *watched, *options)
    worker = ("--actions", str(ACTIONS), "--seed", "3", "--checkpoint", "30", "--mutation", mutation)
    with start(path, "session", *worker, wrapper=wrapper) as process:
        try:
            said, _ = process.communicate(timeout=120)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    return said.split("\n")[1:-1], trace.read_text(), process.returncode


def calls(folder: Path) -> Counter[str]:
    """How often a session without faults makes each call."""
    names = ",".join(sorted({call for call, _ in FAULTS}))
    _, trace, _ = traced(fresh(folder, "count"), "", "-e", f"trace={names}")
    return Counter(re.findall(r"^\d+\s+(\w+)\(", trace, re.M))


def one(folder: Path, number: int, call: str, error: str, when: str, mutation: str) -> Counter[str]:
    path = fresh(folder, f"i{number}")
    said, trace, code = traced(path, mutation, "-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={when}")
    acks, fired = acknowledged(said), "(INJECTED)" in trace
    state, head = state_of(path, max(acks, default=0))
    result = Counter(
        {
            "runs": 1,
            "fired": fired,
            f"fired {call} {error}": fired,
            state.split(":")[0]: 1,
            "acknowledged": len(acks),
            "refused kindly": sum(line[0] == "E" for line in remarks(said)),
            "crashes of ours": sum(line[0] == "B" for line in remarks(said)),
            "refused yet in the file": head > max(acks, default=0),
            "exit code not 0": code != 0,
        }
    )
    if state != "ok":
        result[f"{call} {error} {when}: {state[:120]}"] += 1
    result.update(f"{call} {error}: {line[:170]}" for line in remarks(said))
    return result


def main(runs: int, mutation: str = "", only: str = "") -> Counter[str]:
    """Counts by outcome; `fired` must equal `runs`."""
    chance, result, began = random.Random(11), Counter[str](), time.monotonic()
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(2) as two:
        folder = Path(name)
        seen = calls(folder)
        jobs = []
        for number in range(runs):
            call, error = (only, "EIO") if only else FAULTS[number % len(FAULTS)]
            when = f"{chance.randint(1, max(1, seen[call]))}{chance.choice(('', '+'))}"
            jobs.append(two.submit(one, folder, number, call, error, when, mutation))
        for job in jobs:
            result += job.result()
    result["seconds"] = round(time.monotonic() - began)
    return Counter({**{f"calls {k}": v for k, v in seen.items()}, **result})


if __name__ == "__main__":
    for key, value in sorted(main(int(sys.argv[1]), *sys.argv[2:]).items()):
        print(value, key)  # noqa: T201

"""Fixed tasks for the fewest people (OR-Library's ptask files): `python benchmarks/smptsp.py FILE --seconds S`.

Goal: up to 100 tasks at the fewest people in 60 seconds.

Every task has its time and can be done by some people; the levels are that all are covered, then how few people have one. The
objective is counted by `judged` from the file alone. Where nobody published an optimum, the plan is told beside the greatest number
of tasks at one moment, below which no plan can be. Exit status 1 where the plan is not valid or not proven to need the fewest.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # run as a file, not as a module

from benchmarks.planning.published import NO_FILE, files_of, gap_percent, published
from workbench.planner.problem import Assignments, Problem, Task, Window, Worker
from workbench.planner.solve import solve

MONDAY = date(2026, 11, 23)
DAY = 1440


@dataclass(frozen=True, slots=True)
class Instance:
    """(start, end) of each task in minutes, and the places of the tasks that each person can do."""

    spans: tuple[tuple[int, int], ...]
    able: tuple[frozenset[int], ...]


def instance(text: str) -> Instance:
    """The file: a line with the number of jobs, a span on each line, the number of people, on each line the jobs of one."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    at = next(place for place, line in enumerate(lines) if line.lower().startswith("jobs"))
    count = int(lines[at].split("=")[1])
    spans = tuple((int(start), int(end)) for start, end in (line.split() for line in lines[at + 1 : at + 1 + count]))
    at += 1 + count
    people = int(lines[at].split("=")[1])
    able = tuple(frozenset(map(int, re.split(r"\s+", line.split(":")[1].strip()))) for line in lines[at + 1 : at + 1 + people])
    return Instance(spans, able)


def problem_of(one: Instance) -> Problem:
    """The instance as a planning problem of as many days as its times take; what nobody may do is barred."""
    first = min(start for start, _end in one.spans)
    if max(end for _start, end in one.spans) - first > DAY:
        raise SystemExit("tasks of more than a day are not read: the planner's tasks lie within one")
    codes = [f"P{place}" for place in range(len(one.able))]
    workers = tuple(Worker(code, windows=(Window(MONDAY, 0, DAY),)) for code in codes)
    tasks = tuple(
        Task(
            f"T{place}", f"T{place}", "task", MONDAY, start - first, end - first,
            barred=frozenset(code for code, able in zip(codes, one.able, strict=True) if place not in able),
        )
        for place, (start, end) in enumerate(one.spans)
    )  # fmt: skip
    return Problem(MONDAY, workers, tasks, levels=("cover", "people"))


def judged(one: Instance, plan: Assignments) -> int | None:
    """How many people a plan needs, from the instance alone; None where a task is left out, done twice, by who cannot, or at once."""
    chosen = sorted((int(task[1:]), int(who[1:])) for task, who in plan)
    if [task for task, _who in chosen] != list(range(len(one.spans))) or any(task not in one.able[who] for task, who in chosen):
        return None
    days: dict[int, list[tuple[int, int]]] = {}
    for task, who in chosen:
        days.setdefault(who, []).append(one.spans[task])
    for spans in days.values():
        spans.sort()
        if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
            return None
    return len(days)


def at_once(one: Instance) -> int:
    """The greatest number of tasks at one moment."""
    return max(sum(start <= moment < end for start, end in one.spans) for moment, _end in one.spans)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", metavar="FILE", type=Path, nargs="*")
    parser.add_argument("--seconds", type=float, default=60.0)
    asked = parser.parse_args(arguments)
    files = files_of("smptsp_ptask", asked.files, "*.dat")
    print(
        "| instance | people × tasks | ours | published | gap | tasks at once | bound | proven | seconds |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
        if files
        else NO_FILE
    )
    return max([int(_run(file, asked.seconds)) for file in files], default=0)


def _run(file: Path, seconds: float) -> bool:
    """Whether the instance fell short."""
    one = instance(file.read_text(encoding="ascii"))
    plan = solve(problem_of(one), seconds=seconds)
    ours, known = judged(one, plan.assignments), published(file)
    behind = gap_percent(ours, known) if ours is not None else None
    bound = next((level.bound for level in plan.levels if level.name == "people"), 0)
    proven = plan.status == "optimal" or ours == at_once(one)
    value = f"{known.value:,.0f}" if known is not None and known.value is not None else "none"
    print(f"| {file.name} | {len(one.able)} × {len(one.spans)} | {'not valid' if ours is None else ours} | {value} "
          f"| {'–' if behind is None else f'{behind:.2f} %'} | {at_once(one)} | {bound} | {'yes' if proven else 'no'} | {plan.seconds:.2f} |")  # fmt: skip
    return ours is None or not proven


if __name__ == "__main__":
    raise SystemExit(main())

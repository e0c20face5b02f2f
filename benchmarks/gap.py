"""Generalised assignment (OR-Library's gap files) through the planner: `python benchmarks/gap.py FILE --seconds S`.

Goal: every problem proven optimal within 10 seconds.

A job is a task that takes each agent another length, an agent somebody with so many minutes; the level "cost" does the rest. The
objective is worked out by `judged` from the file alone, and a plan that breaks a capacity or leaves a job out has none.
Exit status 1 where a plan is not valid, or is not proven best within the seconds.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # run as a file, not as a module

from benchmarks.planning.published import NO_FILE, files_of, gap_percent, published
from workbench.planner.problem import Assignments, Effort, Problem, Task, Window, Worker
from workbench.planner.solve import solve

MONDAY = date(2026, 11, 23)
SLOT = 15  # minutes between the beginnings of two jobs on the clock; they never clash, for time is no part of the problem


@dataclass(frozen=True, slots=True)
class Instance:
    """`costs` and `takes` by agent, then job; `capacity` by agent."""

    costs: tuple[tuple[int, ...], ...]
    takes: tuple[tuple[int, ...], ...]
    capacity: tuple[int, ...]


def instances(text: str) -> Iterator[Instance]:
    """Every problem of a file: how many there are, then agents, jobs, costs, lengths and capacities of each."""
    numbers = iter(map(int, text.split()))
    for _problem in range(next(numbers)):
        agents, jobs = next(numbers), next(numbers)
        costs = tuple(tuple(next(numbers) for _job in range(jobs)) for _agent in range(agents))
        takes = tuple(tuple(next(numbers) for _job in range(jobs)) for _agent in range(agents))
        yield Instance(costs, takes, tuple(next(numbers) for _agent in range(agents)))


def problem_of(one: Instance, *, more_is_better: bool) -> Problem:
    """The instance as a planning problem."""
    windows = tuple(Window(MONDAY + timedelta(days=day), 0, 1440) for day in range(7))
    workers = tuple(Worker(f"A{place}", windows=windows, max_minutes=most) for place, most in enumerate(one.capacity))
    a_day = 1440 // SLOT
    tasks = tuple(
        Task(f"J{job}", f"J{job}", "job", MONDAY + timedelta(days=job // a_day), job % a_day * SLOT, job % a_day * SLOT + SLOT)
        for job in range(len(one.costs[0]))
    )
    sign = -1 if more_is_better else 1
    pairs = tuple(
        Effort(f"J{job}", f"A{agent}", one.takes[agent][job], sign * one.costs[agent][job])
        for agent in range(len(one.capacity))
        for job in range(len(one.costs[0]))
    )
    return Problem(MONDAY, workers, tasks, levels=("cover", "cost"), pairs=pairs)


def judged(one: Instance, plan: Assignments) -> int | None:
    """The sum of costs of a plan, from the instance alone; None where a job is left out or done twice, or an agent has too much."""
    chosen = sorted((int(job[1:]), int(agent[1:])) for job, agent in plan)
    if [job for job, _agent in chosen] != list(range(len(one.costs[0]))):
        return None
    used = [0] * len(one.capacity)
    for job, agent in chosen:
        used[agent] += one.takes[agent][job]
    if any(had > most for had, most in zip(used, one.capacity, strict=True)):
        return None
    return sum(one.costs[agent][job] for job, agent in chosen)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", metavar="FILE", type=Path, nargs="*")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--least", action="store_true", help="less is better, where no published value tells (more is usual)")
    asked = parser.parse_args(arguments)
    files = files_of("gap_orlib", asked.files, "gap*.txt")
    head = "| problem | agents × jobs | ours | published | gap | proven | seconds |\n| --- | --- | --- | --- | --- | --- | --- |"
    print(head if files else NO_FILE)
    return max([int(_run(file, asked.seconds, least=asked.least)) for file in files], default=0)


def _run(file: Path, seconds: float, *, least: bool) -> bool:
    """Whether a problem of the file fell short."""
    fell_short = False
    for number, one in enumerate(instances(file.read_text(encoding="ascii")), 1):
        known = published(file, number)
        more = known.more_is_better if known is not None else not least
        plan = solve(problem_of(one, more_is_better=more), seconds=seconds)
        ours, proven = judged(one, plan.assignments), plan.status == "optimal"
        behind = gap_percent(ours, known) if ours is not None else None
        fell_short |= ours is None or not proven
        size = f"{len(one.capacity)} × {len(one.costs[0])}"
        told = "not valid" if ours is None else f"{ours:,}"
        value = f"{known.value:,.0f}" if known is not None and known.value is not None else "–"
        print(f"| {known.name if known else number} | {size} | {told} | {value} | {'–' if behind is None else f'{behind:.2f} %'} "
              f"| {'yes' if proven else 'no'} | {plan.seconds:.2f} |", flush=True)  # fmt: skip
    return fell_short


if __name__ == "__main__":
    raise SystemExit(main())

"""Routes with time windows (Solomon's instances): `python benchmarks/solomon.py FILE --seconds S`.

Goal: the published distance; how near is told for each, no figure is asked for.

A vehicle is a person whose day begins and ends at the depot; a customer is a visit of one day whose time is chosen. What a customer
orders counts as the person's minutes and the capacity as their maximum. Distances are cut to one decimal, as where the values were
published; the clock and the ways are therefore in tenths. The levels are cover, then travel. The distance is worked out by `judged` from
the file alone, and routes that leave somebody out, come late or carry too much have none. Exit status 1 where the routes are not valid.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # run as a file, not as a module

from benchmarks.planning.published import NO_FILE, files_of, gap_percent, published
from workbench.planner.problem import Effort, Plan, Problem, Task, Window, Worker
from workbench.planner.solve import solve

MONDAY = date(2026, 11, 23)
TENTHS = 10
DAY = 1440
Routes = list[list[int]]
"""Customers of each vehicle in the order in which they are visited."""


@dataclass(frozen=True, slots=True)
class Stop:
    """The depot (first of all) or a customer: place, load, first and last begin, time taken; as in the file."""

    x: int
    y: int
    load: int
    ready: int
    due: int
    service: int


@dataclass(frozen=True, slots=True)
class Instance:
    """How many vehicles there are, what each carries, and the stops."""

    vehicles: int
    capacity: int
    stops: tuple[Stop, ...]


def instance(text: str) -> Instance:
    """The file: two figures of the vehicles, then one line of seven figures for each stop."""
    rows = [[int(one) for one in line.split()] for line in text.splitlines() if re.fullmatch(r"[\d\s]*\d[\d\s]*", line)]
    vehicles, capacity = next(row for row in rows if len(row) == 2)
    return Instance(vehicles, capacity, tuple(Stop(*row[1:]) for row in rows if len(row) == 7))


def tenths(one: Stop, other: Stop) -> int:
    """The distance in tenths, cut off."""
    return math.floor(TENTHS * math.hypot(one.x - other.x, one.y - other.y) + 1e-9)


def problem_of(one: Instance) -> Problem:
    """The instance as a planning problem of one day whose clock counts tenths. No visit begins before one can be there from the depot,
    and none ends too late to be back in time."""
    depot, stops = one.stops[0], one.stops
    end = TENTHS * depot.due
    codes = [f"V{number}" for number in range(one.vehicles)]
    workers = tuple(Worker(code, windows=(Window(MONDAY, 0, end),), max_minutes=one.capacity, home="0") for code in codes)
    tasks = []
    for number, stop in enumerate(stops[1:], 1):
        way, length = tenths(depot, stop), max(1, TENTHS * stop.service)
        first = max(TENTHS * stop.ready, TENTHS * depot.ready + way)
        last = min(TENTHS * stop.due, end - length - way)
        tasks.append(
            Task(f"C{number}", "", "visit", MONDAY, first, first + length, place=str(number), earliest=first, latest=last + length)
        )
    pairs = tuple(Effort(f"C{number}", code, minutes=stop.load) for number, stop in enumerate(stops[1:], 1) for code in codes)
    travel = tuple(
        (str(one), str(other), tenths(stops[one], stops[other])) for one in range(len(stops)) for other in range(len(stops)) if one != other
    )
    return Problem(
        MONDAY, workers, tuple(tasks), travel=travel, levels=("cover", "travel"), pairs=pairs, day_length=max(DAY, end),
    )  # fmt: skip


def routes_of(plan: Plan) -> Routes:
    """Who goes where, by the times of the plan."""
    starts, found = dict(plan.starts), dict[str, list[str]]()
    for code, who in plan.assignments:
        found.setdefault(who, []).append(code)
    return [[int(code[1:]) for code in sorted(some, key=lambda code: (starts.get(code, 0), code))] for some in found.values()]


def judged(one: Instance, routes: Routes) -> float | None:
    """The distance of all routes, from the instance alone; None where they break a rule."""
    depot, stops = one.stops[0], one.stops
    if sorted(number for route in routes for number in route) != list(range(1, len(stops))) or len(routes) > one.vehicles:
        return None
    total = 0
    for route in routes:
        if sum(stops[number].load for number in route) > one.capacity:
            return None
        moment, here = TENTHS * depot.ready, depot
        for there in [*(stops[number] for number in route), depot]:
            moment = max(moment + tenths(here, there), TENTHS * there.ready)
            if moment > TENTHS * there.due:
                return None
            total += tenths(here, there)
            moment, here = moment + TENTHS * there.service, there
    return total / TENTHS


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", metavar="FILE", type=Path, nargs="*")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    files = files_of("vrptw_solomon", asked.files, "*.txt")
    print(
        "| instance | customers | vehicles | ours | published | gap | seconds |\n| --- | --- | --- | --- | --- | --- | --- |"
        if files
        else NO_FILE
    )
    return max([int(_run(file, asked.seconds, asked.seed)) for file in files], default=0)


def _run(file: Path, seconds: float, seed: int) -> bool:
    """Whether the instance fell short."""
    one = instance(file.read_text(encoding="ascii"))
    plan = solve(problem_of(one), seconds=seconds, seed=seed)
    routes = routes_of(plan)
    ours, known = judged(one, routes), published(file)
    behind = gap_percent(ours, known) if ours is not None else None
    value = f"{known.value:,.1f}" if known is not None and known.value is not None else "none"
    print(f"| {file.stem} | {len(one.stops) - 1} | {len(routes)} | {'not valid' if ours is None else f'{ours:,.1f}'} | {value} "
          f"| {'–' if behind is None else f'{behind:.2f} %'} | {plan.seconds:.1f} |", flush=True)  # fmt: skip
    return ours is None


if __name__ == "__main__":
    raise SystemExit(main())

"""Weeks of nurses (the second international nurse rostering competition): `python benchmarks/inrc2.py SCENARIO HISTORY WEEK… --seconds S`.

Goal: below what the organisers' own example costs; an optimum is not published for the instance at hand.

The weeks are planned one after the other, each from what the weeks before left (the competition's stages): nobody looks ahead. What the
whole period may hold (tasks, weekends) is shared out over the weeks. Least cover, skills, one shift a day and forbidden successions must
hold; the wishes S1 to S7 cost. `judged` works the cost of the whole period out from the files alone, and a roster that breaks a rule has
none. Without files the instance of ../shared/data is run. Exit status 1 where the roster is not valid.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # run as a file, not as a module

from benchmarks.planning.published import NO_FILE, ROOT
from workbench.planner.problem import Effort, Plan, Problem, Soft, Task, Window, Worker
from workbench.planner.solve import solve

MONDAY = date(2026, 11, 23)
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
SHORT, RUN, OF_A_KIND, REQUEST, SPLIT, TOTAL, WEEKENDS = 30, 30, 15, 10, 30, 20, 30
"""What one miss costs: under the wished cover; days in a row worked or off; shifts of a kind in a row; a request; half a weekend; tasks
and weekends of the period."""
MUST = 10_000  # what nobody below the least cover costs: more than all wishes of a week
NONE = "None"
EXAMPLE = ("Sc-n005w4.txt", "H0-n005w4-0.txt", "WD-n005w4-1.txt", "WD-n005w4-2.txt", "WD-n005w4-3.txt", "WD-n005w4-3.txt")
EXAMPLE_COST = 1695  # of the organisers' example roster for these files, by their own validator
Roster = dict[tuple[str, int], tuple[str, str]]
"""(shift, skill) of a person on a day, from 0 over the whole period."""


@dataclass(frozen=True, slots=True)
class Contract:
    """Least and most tasks of the period, days in a row worked and off; most weekends of the period; whole weekends only."""

    tasks: tuple[int, int]
    run: tuple[int, int]
    off: tuple[int, int]
    weekends: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Scenario:
    """Weeks; least and most of each shift in a row; what must not follow what; contract and skills of each person."""

    weeks: int
    shifts: dict[str, tuple[int, int]]
    never: frozenset[tuple[str, str]]
    people: dict[str, tuple[Contract, frozenset[str]]]


@dataclass(frozen=True, slots=True)
class Past:
    """What one person brings along: tasks and weekends so far, the last shift, and how often in a row that, any, and none was."""

    tasks: int
    weekends: int
    last: str
    of_a_kind: int
    run: int
    off: int


@dataclass(frozen=True, slots=True)
class Week:
    """(least, wished) people by (day, shift, skill), and requests (person, shift or Any, day) not to work."""

    cover: dict[tuple[int, str, str], tuple[int, int]]
    requests: tuple[tuple[str, str, int], ...]


# ---- reading ----------------------------------------------------------------------------------------


def _bounds(text: str) -> tuple[int, int]:
    low, high = re.findall(r"\d+", text)
    return int(low), int(high)


def _after(lines: Sequence[str], heading: str) -> list[list[str]]:
    """The words of the lines under a heading, to the next empty line."""
    at = next((place for place, line in enumerate(lines) if line.startswith(heading)), None)
    found: list[list[str]] = []
    for line in lines[at + 1 :] if at is not None else ():
        if not line.strip():
            break
        found.append(line.split())
    return found


def scenario(text: str) -> Scenario:
    lines = text.splitlines()
    contracts = {
        row[0]: Contract(_bounds(row[1]), _bounds(row[2]), _bounds(row[3]), int(row[4]), row[5] == "1")
        for row in _after(lines, "CONTRACTS")
    }
    weeks = next(int(line.split("=")[1]) for line in lines if line.startswith("WEEKS"))
    return Scenario(
        weeks,
        {row[0]: _bounds(row[1]) for row in _after(lines, "SHIFT_TYPES")},
        frozenset((row[0], other) for row in _after(lines, "FORBIDDEN") for other in row[2:]),
        {row[0]: (contracts[row[1]], frozenset(row[3:])) for row in _after(lines, "NURSES")},
    )


def history(text: str) -> dict[str, Past]:
    rows = _after(text.splitlines(), "NURSE_HISTORY")
    return {row[0]: Past(int(row[1]), int(row[2]), row[3], *map(int, row[4:7])) for row in rows}


def week(text: str) -> Week:
    lines = text.splitlines()
    cover = {(day, row[0], row[1]): _bounds(span) for row in _after(lines, "REQUIREMENTS") for day, span in enumerate(row[2:])}
    return Week(cover, tuple((row[0], row[1], DAYS.index(row[2])) for row in _after(lines, "SHIFT_OFF_REQUESTS")))


# ---- one stage --------------------------------------------------------------------------------------


def problem_of(one: Scenario, past: dict[str, Past], data: Week, number: int) -> Problem:
    """Week `number` (from 0) as a planning problem: each shift and skill of a day is a task of the least cover and one beyond it."""
    days = [MONDAY + timedelta(days=day) for day in range(7)]
    workers = tuple(
        Worker(
            name, skills=tuple((skill, 1, None) for skill in sorted(skills)), windows=tuple(Window(day, 0, 1440) for day in days),
            tasks_a_day=1, never_after=one.never, done_before=((past[name].last, ""),) if past[name].last != NONE else (),
            soft=tuple(_wishes(one, contract, past[name], number)),
        )
        for name, (contract, skills) in one.people.items()
    )  # fmt: skip
    tasks, pairs = [], []
    for (day, shift, skill), (least, wished) in data.cover.items():
        made = [
            Task(f"{day}/{shift}/{skill}/{part}", "", shift, days[day], 0, 480, skill=skill, headcount=max(1, heads), short_cost=cost, over_cost=over)
            for part, heads, cost, over in (("must", least, MUST, None), ("more", wished - least, SHORT if wished > least else 0, 0))
            if part == "more" or heads
        ]  # fmt: skip
        tasks += made
        for name, what, when in data.requests:
            if when == day and what in ("Any", shift) and skill in one.people[name][1]:
                pairs += [Effort(task.code, name, cost=REQUEST) for task in made]
    return Problem(MONDAY, workers, tuple(tasks), levels=("cost",), pairs=tuple(pairs))


def _wishes(one: Scenario, contract: Contract, past: Past, number: int) -> Iterator[Soft]:
    done, weeks = number + 1, one.weeks
    yield Soft("run", RUN, *contract.run, before=past.run)
    yield Soft("off", RUN, *contract.off, before=past.off)
    for shift, (low, high) in one.shifts.items():
        yield Soft("run", OF_A_KIND, low, high, kind=shift, before=past.of_a_kind if past.last == shift else 0)
    if contract.whole:
        yield Soft("split", SPLIT)
    low, high = contract.tasks
    yield Soft("tasks", TOTAL, low * done // weeks, -(-high * done // weeks), before=past.tasks)
    yield Soft("weekends", WEEKENDS, 0, -(-contract.weekends * done // weeks), before=past.weekends)


def roster_of(plan: Plan, number: int) -> Roster:
    """The roster of week `number`."""
    found: Roster = {}
    for code, who in plan.assignments:
        day, shift, skill, _part = code.split("/")
        found[who, 7 * number + int(day)] = shift, skill
    return found


def later(past: Past, shifts: Sequence[str]) -> Past:
    """What somebody brings along after a week with these shifts; empty for a day off."""
    run, off, kind = past.run, past.off, past.of_a_kind
    last = past.last
    for shift in shifts:
        kind = 0 if not shift else kind + 1 if shift == last else 1
        run, off = (run + 1, 0) if shift else (0, off + 1)
        last = shift or NONE
    worked = sum(map(bool, shifts))
    return Past(past.tasks + worked, past.weekends + bool(shifts[5] or shifts[6]), last, kind, run, off)


def planned(one: Scenario, past: dict[str, Past], weeks: Sequence[Week], seconds: float) -> Roster:
    """All weeks, one after the other."""
    found: Roster = {}
    for number, data in enumerate(weeks):
        plan = solve(problem_of(one, past, data, number), seconds=seconds)
        found |= roster_of(plan, number)
        days = range(7 * number, 7 * number + 7)
        past = {name: later(past[name], [found.get((name, day), ("", ""))[0] for day in days]) for name in one.people}
    return found


# ---- the judge --------------------------------------------------------------------------------------


def faults(one: Scenario, past: dict[str, Past], weeks: Sequence[Week], roster: Roster) -> list[str]:
    """Every rule that a roster breaks, in words."""
    heads = Counter((day, shift, skill) for (_name, day), (shift, skill) in roster.items())
    found = [f"{name} has no {skill}" for (name, _day), (_shift, skill) in roster.items() if skill not in one.people[name][1]]
    for number, data in enumerate(weeks):
        for (day, shift, skill), (least, _wished) in data.cover.items():
            if heads[7 * number + day, shift, skill] < least:
                found.append(f"day {7 * number + day}: too few {shift} {skill}")
    for name in one.people:
        mine = [past[name].last, *(roster.get((name, day), ("", ""))[0] for day in range(7 * len(weeks)))]
        found += [f"{name}: {second} after {first}" for first, second in pairwise(mine) if (first, second) in one.never]
    return found


def costs(one: Scenario, past: dict[str, Past], weeks: Sequence[Week], roster: Roster) -> dict[str, int]:
    """The cost of a roster by wish, from the files alone."""
    found = dict.fromkeys(("cover", "consecutive", "off", "requests", "split", "tasks", "weekends"), 0)
    heads = Counter((day, shift, skill) for (_name, day), (shift, skill) in roster.items())
    for number, data in enumerate(weeks):
        for (day, shift, skill), (_least, wished) in data.cover.items():
            found["cover"] += SHORT * max(0, wished - heads[7 * number + day, shift, skill])
        for name, what, day in data.requests:
            shift = roster.get((name, 7 * number + day), ("", ""))[0]
            found["requests"] += REQUEST * bool(shift and what in ("Any", shift))
    for name, (contract, _skills) in one.people.items():
        had, mine = past[name], [roster.get((name, day), ("", ""))[0] for day in range(7 * len(weeks))]
        found["consecutive"] += RUN * _misses([bool(shift) for shift in mine], had.run, contract.run)
        for kind, span in one.shifts.items():
            found["consecutive"] += OF_A_KIND * _misses([shift == kind for shift in mine], had.of_a_kind if had.last == kind else 0, span)
        found["off"] += RUN * _misses([not shift for shift in mine], had.off, contract.off)
        weekends = [(bool(mine[day]), bool(mine[day + 1])) for day in range(5, len(mine), 7)]
        found["split"] += SPLIT * contract.whole * sum(sat != sun for sat, sun in weekends)
        total, ends = had.tasks + sum(map(bool, mine)), had.weekends + sum(sat or sun for sat, sun in weekends)
        if len(weeks) == one.weeks:
            found["tasks"] += TOTAL * (max(0, contract.tasks[0] - total) + max(0, total - contract.tasks[1]))
            found["weekends"] += WEEKENDS * max(0, ends - contract.weekends)
    return found


def _misses(flags: Sequence[bool], before: int, span: tuple[int, int]) -> int:
    """Days beyond the most of each run and short of the least; the run that is open at the end is never too short."""
    found, run = 0, before
    for here in flags:
        if here:
            run += 1
            found += run > span[1]
        elif run:
            found += max(0, span[0] - run)
            run = 0
    return found


def judged(one: Scenario, past: dict[str, Past], weeks: Sequence[Week], roster: Roster) -> int | None:
    """The cost of a roster; None where it breaks a rule."""
    return None if faults(one, past, weeks, roster) else sum(costs(one, past, weeks, roster).values())


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", metavar="FILE", type=Path, nargs="*", help="scenario, history, then the weeks in their order")
    parser.add_argument("--seconds", type=float, default=60.0, help="for each week")
    asked = parser.parse_args(arguments)
    folder = ROOT.parent / "shared" / "data" / "inrc2" / "n005w4"
    files = asked.files or [folder / name for name in EXAMPLE]
    if len(files) < 3 or not files[0].exists():
        print(NO_FILE)
        return 0 if not asked.files else 1
    one, past = scenario(files[0].read_text(encoding="utf-8")), history(files[1].read_text(encoding="utf-8"))
    weeks = [week(file.read_text(encoding="utf-8")) for file in files[2:]]
    roster = planned(one, past, weeks, asked.seconds)
    ours = judged(one, past, weeks, roster)
    known = EXAMPLE_COST if tuple(file.name for file in files) == EXAMPLE else None
    gap = "–" if known is None or ours is None else f"{100 * (ours - known) / known:.1f} %"
    print("| instance | people × weeks | ours | organisers' example | gap |\n| --- | --- | --- | --- | --- |")
    print(f"| {files[1].stem} | {len(one.people)} × {len(weeks)} | {'not valid' if ours is None else ours} | {known or 'none'} | {gap} |")
    if ours is not None:
        print(", ".join(f"{name} {cost}" for name, cost in costs(one, past, weeks, roster).items()))
    return int(ours is None)


if __name__ == "__main__":
    raise SystemExit(main())

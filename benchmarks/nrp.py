"""Staff scheduling (Curtois and Qu's instances): `python benchmarks/nrp.py FILE --seconds S`.

Goal: up to 20 people within 1 % of the published value in 60 seconds, up to 50 within 5 %.

A task is one shift of one day with the heads it should have; too few and too many cost, and so does each request that is not met.
The penalty is worked out by `judged` from the file alone, and a roster that breaks a rule has none. Exit status 1 where the roster
is not valid.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # run as a file, not as a module

from benchmarks.planning.published import NO_FILE, files_of, gap_percent, published
from workbench.planner.problem import Assignments, Effort, Problem, Task, Window, Worker
from workbench.planner.solve import solve

MONDAY = date(2026, 11, 23)
Roster = dict[tuple[str, int], str]
"""The shift of a person on a day (from 0)."""


@dataclass(frozen=True, slots=True)
class Person:
    """Limits of one person: shifts of each kind, minutes in all, days in a row, days off, weekends, and days that are off."""

    most_of: dict[str, int]
    most_minutes: int
    least_minutes: int
    most_in_a_row: int
    least_in_a_row: int
    least_off: int
    most_weekends: int
    off: frozenset[int]


@dataclass(frozen=True, slots=True)
class Instance:
    """`shifts` by name: minutes and what must not follow; requests (person, day, shift) with weights; cover by (day, shift)."""

    days: int
    shifts: dict[str, tuple[int, frozenset[str]]]
    people: dict[str, Person]
    on: dict[tuple[str, int, str], int]
    off: dict[tuple[str, int, str], int]
    cover: dict[tuple[int, str], tuple[int, int, int]]


def _sections(text: str) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = defaultdict(list)
    name = ""
    for line in text.splitlines():
        if line.startswith("SECTION_"):
            name = line.strip()
        elif line.strip() and not line.lstrip().startswith("#"):
            found[name].append([part.strip() for part in line.split(",")])
    return found


def instance(text: str) -> Instance:
    """The file, section by section."""
    of = _sections(text)
    off_days: dict[str, frozenset[int]] = {row[0]: frozenset(map(int, row[1:])) for row in of["SECTION_DAYS_OFF"]}
    people = {}
    for name, most, *figures in of["SECTION_STAFF"]:
        limits = {shift: int(count) for shift, count in (part.split("=") for part in most.split("|"))}
        people[name] = Person(limits, *map(int, figures), off_days.get(name, frozenset()))  # type: ignore[arg-type]
    return Instance(
        int(of["SECTION_HORIZON"][0][0]),
        {row[0]: (int(row[1]), frozenset(filter(None, row[2].split("|")))) for row in of["SECTION_SHIFTS"]},
        people,
        {(row[0], int(row[1]), row[2]): int(row[3]) for row in of["SECTION_SHIFT_ON_REQUESTS"]},
        {(row[0], int(row[1]), row[2]): int(row[3]) for row in of["SECTION_SHIFT_OFF_REQUESTS"]},
        {(int(row[0]), row[1]): (int(row[2]), int(row[3]), int(row[4])) for row in of["SECTION_COVER"]},
    )


def problem_of(one: Instance) -> Problem:
    """The instance as a planning problem; the planner's own rules say all of it."""
    days = [MONDAY + timedelta(days=day) for day in range(one.days)]
    never = frozenset((first, second) for first, (_minutes, after) in one.shifts.items() for second in after)
    workers = tuple(
        Worker(
            name, windows=tuple(Window(day, 0, 1440) for day in days), min_minutes=who.least_minutes, max_minutes=who.most_minutes,
            leave=tuple((days[day], 0, 1440, "off") for day in sorted(who.off)), tasks_a_day=1, days_in_a_row=who.most_in_a_row,
            least_in_a_row=who.least_in_a_row, days_off=who.least_off, weekend_limit=who.most_weekends, never_after=never,
            kind_limits=tuple(sorted(who.most_of.items())),
        )
        for name, who in one.people.items()
    )  # fmt: skip
    tasks = []
    for day in range(one.days):
        for shift, (minutes, _after) in one.shifts.items():
            wanted, under, over = one.cover.get((day, shift), (0, 0, 0))
            code = f"{day}/{shift}"
            if wanted:
                tasks.append(Task(code, code, shift, days[day], 0, minutes, headcount=wanted, short_cost=under, over_cost=over))
    pairs = tuple(
        Effort(f"{day}/{shift}", name, cost=one.off.get((name, day, shift), 0) - one.on.get((name, day, shift), 0))
        for name in one.people
        for day in range(one.days)
        for shift in one.shifts
        if one.cover.get((day, shift), (0, 0, 0))[0] and ((name, day, shift) in one.off or (name, day, shift) in one.on)
    )
    return Problem(MONDAY, workers, tuple(tasks), levels=("min_hours", "cost"), pairs=pairs)


def roster_of(plan: Assignments) -> Roster | None:
    """Who does what on which day; None where somebody has two shifts a day."""
    found: Roster = {}
    for task, who in plan:
        day, shift = task.split("/")
        if (who, int(day)) in found:
            return None
        found[who, int(day)] = shift
    return found


def _runs(worked: Iterable[bool]) -> list[tuple[bool, int]]:
    return [(is_worked, len(list(some))) for is_worked, some in groupby(worked)]


def faults(one: Instance, roster: Roster) -> list[str]:
    """Every rule of the instance that a roster breaks, in words."""
    found = []
    for name, who in one.people.items():
        mine = [roster.get((name, day), "") for day in range(one.days)]
        minutes = sum(one.shifts[shift][0] for shift in mine if shift)
        if not who.least_minutes <= minutes <= who.most_minutes:
            found.append(f"{name}: {minutes} minutes")
        found += [f"{name}: works on day {day}" for day in who.off if mine[day]]
        found += [f"{name}: {n} × {shift}" for shift, n in Counter(filter(None, mine)).items() if n > who.most_of.get(shift, one.days)]
        found += [f"{name}: {b} after {a}" for a, b in pairwise(mine) if a and b and b in one.shifts[a][1]]
        runs = _runs(bool(shift) for shift in mine)
        for place, (is_worked, length) in enumerate(runs):
            inside = 0 < place < len(runs) - 1
            if is_worked and length > who.most_in_a_row:
                found.append(f"{name}: {length} days in a row")
            if inside and length < (who.least_in_a_row if is_worked else who.least_off):
                found.append(f"{name}: {length} days {'in a row' if is_worked else 'off'}")
        weekends = sum(bool(mine[day] or (day + 1 < one.days and mine[day + 1])) for day in range(5, one.days, 7))
        if weekends > who.most_weekends:
            found.append(f"{name}: {weekends} weekends")
    return found


def judged(one: Instance, plan: Assignments) -> int | None:
    """The penalty of a plan, from the instance alone; None where it breaks a rule."""
    roster = roster_of(plan)
    if roster is None or faults(one, roster):
        return None
    heads = Counter((day, shift) for (_name, day), shift in roster.items())
    penalty = sum(weight for (name, day, shift), weight in one.on.items() if roster.get((name, day)) != shift)
    penalty += sum(weight for (name, day, shift), weight in one.off.items() if roster.get((name, day)) == shift)
    for key, (wanted, under, over) in one.cover.items():
        penalty += under * max(0, wanted - heads[key]) + over * max(0, heads[key] - wanted)
    return penalty


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", metavar="FILE", type=Path, nargs="*")
    parser.add_argument("--seconds", type=float, default=60.0)
    asked = parser.parse_args(arguments)
    files = files_of("nrp_curtois_qu", asked.files, "Instance*.txt")
    print(
        "| instance | people × days × shifts | ours | published | gap | bound | proven | seconds |\n| --- | --- | --- | --- | --- | --- | --- | --- |"
        if files
        else NO_FILE
    )
    return max([int(_run(file, asked.seconds)) for file in files], default=0)


def _run(file: Path, seconds: float) -> bool:
    """Whether the instance fell short."""
    one = instance(file.read_text(encoding="utf-8"))
    plan = solve(problem_of(one), seconds=seconds)
    ours, known = judged(one, plan.assignments), published(file)
    behind = gap_percent(ours, known) if ours is not None else None
    wishes = sum(one.on.values())
    bound = next(level.bound for level in plan.levels if level.name == "cost") + wishes
    value = f"{known.value:,.0f}" if known is not None and known.value is not None else "none"
    print(f"| {file.stem} | {len(one.people)} × {one.days} × {len(one.shifts)} | {'not valid' if ours is None else ours} | {value} "
          f"| {'–' if behind is None else f'{behind:.2f} %'} | {bound} | {'yes' if plan.status == 'optimal' else 'no'} | {plan.seconds:.1f} |")  # fmt: skip
    return ours is None


if __name__ == "__main__":
    raise SystemExit(main())

"""The automatic plan on growing weeks: seconds to the first plan and to proof, heads covered, gap to the bound, against plain greedy.

Greedy is what a manager does by hand: the scarcest task first, each to who has least of what was wished. The weeks are
tight: about as many hours are asked for as there are. Goals: no head open that greedy fills, a first plan within a second, and
cover within 1, 5 and 10 per cent of its proven bound.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from benchmarks.common import Line, table
from workbench.planner.measures import Pair, Setting
from workbench.planner.problem import Problem, Task, Window, Worker
from workbench.planner.solve import solve

MONDAY = date(2026, 11, 23)
LADDER = ((24, 72, 0.01), (60, 300, 0.05), (200, 1000, 0.10))
"""People, tasks, and how far cover may be from its bound."""
SECONDS, FIRST_GOAL = 10.0, 1.0
SKILLS = ("demo", "contract", "hotel", "online")


def week(people: int, tasks: int, seed: int = 5) -> Problem:
    """Part-timers and full-timers in areas, tasks of an hour and a half to four hours, most of them for one; the same each time."""
    dice = random.Random(seed * 1_000 + people)
    areas = [f"A{n}" for n in range(max(3, people // 12))]
    return Problem(
        MONDAY, tuple(_worker(n, areas, dice) for n in range(people)), tuple(_task(n, areas, dice) for n in range(tasks)), buffer_minutes=15
    )


def _worker(number: int, areas: list[str], dice: random.Random) -> Worker:
    part_time = number % 3 == 0
    days = sorted(dice.sample(range(7), 4 if part_time else 5))
    start = dice.choice((480, 540, 600))
    return Worker(
        f"P{number}", skills=tuple((skill, dice.randint(1, 4), None) for skill in dice.sample(SKILLS, 2)), territories=frozenset(dice.sample(areas, 2)),
        windows=tuple(Window(MONDAY + timedelta(days=day), start, start + (300 if part_time else 540), dice.randint(1, 5)) for day in days),
        min_minutes=360 if part_time else 600, wished_minutes=1200 if part_time else 2100, week_limit=1440 if part_time else 2400,
        day_average_limit=240 if part_time else None, history_assigned=dice.randrange(3000, 9000), history_wished=9600 if part_time else 16800,
    )  # fmt: skip


def _task(number: int, areas: list[str], dice: random.Random) -> Task:
    begin = dice.choice(range(480, 1020, 30))
    return Task(
        f"T{number}", "", "visit", MONDAY + timedelta(days=dice.choices(range(7), (3, 3, 3, 3, 4, 3, 2))[0]), begin, begin + dice.choice((90, 120, 180, 240)),
        lat=31.15 + dice.random() / 6, lon=121.35 + dice.random() / 6, territory=dice.choice(areas) if number % 4 else "",
        skill=dice.choice(SKILLS) if number % 2 else "", level=dice.randint(1, 2), headcount=2 if number % 8 == 0 else 1, priority=dice.choice((1, 2, 2, 3)),
        prime=number % 9 == 0,
    )  # fmt: skip


def open_heads(problem: Problem, plan: Iterable[Pair]) -> int:
    filled = Counter(code for code, _who in plan)
    return sum(max(0, task.headcount - filled[task.code]) for task in problem.tasks)


def measured(people: int, tasks: int, gap_goal: float, seconds: float) -> list[Line]:
    problem = week(people, tasks)
    setting = Setting(problem)
    greedy = setting.greedy()
    first: list[float] = []
    plan = solve(problem, seconds=seconds, progress=lambda _name, _value, _bound, since: first.append(since) if not first else None)
    cover = plan.levels[0]
    heads = sum(task.headcount for task in problem.tasks)
    here, before = open_heads(problem, plan.assignments), open_heads(problem, greedy)
    plain = setting.values(greedy)["cover"]
    proven = sum(level.proven for level in plan.levels)
    since = sum(level.seconds for level in plan.levels)
    return [
        Line("first plan, s", first[0], goal=FIRST_GOAL, absolute=True),
        Line(f"cover worked on, {'proven best' if cover.proven else 'not proven'}, s", cover.seconds),
        Line(f"all levels, {proven} of {len(plan.levels)} proven, s", since),
        Line(f"heads left open of {heads} (raw: greedy)", here, before, goal=before, absolute=True),
        Line("share covered, % (raw: greedy)", 100 * (heads - here) / heads, 100 * (heads - before) / heads),
        Line("gap of cover to its bound, % (raw: greedy)", _gap(cover.value, cover.bound), _gap(plain, cover.bound), goal=100 * gap_goal, absolute=True),
    ]  # fmt: skip


def _gap(value: int, bound: int) -> float:
    """How much of the bound is missing, in per cent."""
    return 100 * (bound - value) / bound if bound else 0.0


def main(ladder: Iterable[tuple[int, int, float]] = LADDER, seconds: float = SECONDS) -> int:
    worst = 0
    for people, tasks, gap in ladder:
        worst = max(worst, table(f"planner, {people} people × {tasks} tasks, {seconds:g} s", "", measured(people, tasks, gap, seconds)))
    return worst


if __name__ == "__main__":
    raise SystemExit(main(seconds=float(sys.argv[1]) if sys.argv[1:] else SECONDS))

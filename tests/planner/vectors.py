"""Vector 3-B of the domain, and random weeks for properties and timing."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

from workbench.planner.problem import Fixed, Problem, Task, Window, Worker

MONDAY = date(2026, 11, 23)


def day(n: int) -> date:
    return MONDAY + timedelta(days=n)


def windows(*spans: tuple[int, int, int]) -> tuple[Window, ...]:
    return tuple(Window(day(n), start * 60, end * 60) for n, start, end in spans)


def task(code: str, n: int, start: int, end: int, territory: str = "", skill: str = "", **more: object) -> Task:
    return Task(code, code, "shift", day(n), start * 60, end * 60, territory=territory, skill=skill, **more)  # type: ignore[arg-type]


def skills(*names: str) -> tuple[tuple[str, int, date | None], ...]:
    return tuple((name, 3, None) for name in names)


P1 = Worker("P1", "P1", skills("门店", "家电"), frozenset("东"), windows((0, 9, 13), (2, 9, 13), (5, 9, 13)), (), 480, 1200, 1200)
P2 = Worker("P2", "P2", skills("门店"), frozenset("东西"), windows((0, 13, 17), (2, 9, 17), (5, 9, 13), (6, 9, 13)), (), 240, 720, 720)
P3 = Worker(
    "P3",
    "P3",
    skills("门店", "企业"),
    frozenset("西"),
    windows((0, 9, 17), (5, 9, 13)),
    (),
    0,
    1440,
    1440,
    week_limit=1440,
    worked_minutes=1200,
)
VECTOR = Problem(
    MONDAY,
    (P1, P2, P3),
    (
        task("T1", 0, 9, 13, "东", "门店"),
        task("T2", 2, 9, 13, "东", "家电"),
        task("T3", 5, 9, 13, "西", "门店"),
        task("T4", 0, 13, 17, "西", "企业"),
        task("T5", 2, 13, 17, "西", "门店"),
        task("T6", 6, 9, 13, "东", "门店"),
    ),
)
COVER = (("T1", "P1"), ("T2", "P1"), ("T3", "P2"), ("T4", "P3"), ("T5", "P2"), ("T6", "P2"))


def random_problem(people: int, count: int, seed: int, *, pinned: int = 0) -> Problem:
    """A week with every kind of rule in it."""
    dice = random.Random(seed)
    kinds, areas = ("门店", "家电", "企业", "电话"), ("东", "西", "南", "北")
    workers = []
    for n in range(people):
        part_time = dice.random() < 0.6
        days = dice.sample(range(7), dice.randint(2, 6))
        workers.append(
            Worker(
                f"W{n}",
                f"W{n}",
                tuple(
                    (kind, dice.randint(1, 5), None if dice.random() < 0.8 else day(dice.randint(-3, 8)))
                    for kind in dice.sample(kinds, dice.randint(1, 3))
                ),
                frozenset(dice.sample(areas, dice.randint(0, 3))),
                tuple(Window(day(d), *dice.choice(((540, 780), (780, 1080), (540, 1080), (480, 1320))), dice.randint(1, 5)) for d in days),
                ((day(dice.randint(0, 6)), 0, 1440, "年假"),) if dice.random() < 0.1 else (),
                dice.choice((0, 240, 480)),
                dice.choice((None, 960, 1440)),
                dice.choice((0, 720, 960, 1440)),
                1440 if part_time else None,
                240 if part_time else None,
                dice.choice((0, 0, 240)),
                dice.randint(0, 6000),
                dice.choice((0, 7200)),
                dice.randint(0, 4),
                rest_minutes=dice.choice((0, 660)),
                consent=dice.random() < 0.5,
                owns=frozenset(f"C{c}" for c in dice.sample(range(30), 2)),
            )
        )
    tasks = []
    for n in range(count):
        start = dice.choice((480, 540, 600, 660, 780, 840, 900, 960, 1140))
        tasks.append(
            Task(
                f"T{n}",
                f"Task {n}",
                "visit",
                day(dice.randint(0, 6)),
                start,
                start + dice.choice((60, 120, 180, 240)),
                *((31.2 + dice.random() / 10, 121.4 + dice.random() / 10) if dice.random() < 0.5 else (None, None)),
                territory=dice.choice(("", *areas)),
                skill=dice.choice(("", *kinds)),
                level=dice.randint(1, 3),
                headcount=dice.choice((1, 1, 1, 2)),
                priority=dice.randint(1, 3),
                prime=dice.random() < 0.3,
                customer=f"C{dice.randrange(30)}",
                needs_consent=dice.random() < 0.1,
            )
        )
    fixed = tuple(Fixed(f"T{dice.randrange(count)}", f"W{dice.randrange(people)}", True, False) for _ in range(pinned))
    return Problem(MONDAY, tuple(workers), tuple(tasks), fixed, buffer_minutes=5)


def loosened(problem: Problem) -> Problem:
    """The same week with people who can do nearly everything: hours, clashes and fairness decide instead."""
    always = tuple(Window(day(n), 480, 1320, 1 + n % 5) for n in range(7))
    workers = tuple(replace(one, windows=always, territories=frozenset(), leave=()) for one in problem.workers)
    tasks = tuple(replace(one, skill="", needs_consent=False) for one in problem.tasks)
    return replace(problem, workers=workers, tasks=tasks)

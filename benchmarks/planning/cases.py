"""Part-time weeks of a Chinese city for the planner's benchmark: shops in districts, half-hour shifts, people with 24 hours a week.

Made from a seed, the same each time; nothing here is a real person or shop. About as many hours are asked for as there are.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from workbench.planner.problem import Problem, Task, Window, Worker

MONDAY: Final = date(2026, 11, 23)
SIZES: Final = {"30x200": (30, 200, 5.0, 1.0), "100x1000": (100, 1000, 10.0, 5.0), "300x4000": (300, 4000, 30.0, 10.0)}
"""People, tasks, seconds of the budget, and how far in per cent the plan may be from the LP bound."""
SKILLS: Final = ("cashier", "demo", "beauty", "phones", "stock")
LENGTHS: Final = (60, 90, 120, 150, 180, 240)
SHARES: Final = (5, 4, 3, 1, 1, 1)
CENTRE: Final = (31.23, 121.47)
LIMIT, AVERAGE = 1440, 240  # minutes a week and on the average worked day


@dataclass(frozen=True, slots=True)
class Shop:
    """A place of tasks: where it stands, its district, and its code as a customer."""

    code: str
    district: str
    lat: float
    lon: float


def week(people: int, tasks: int, seed: int) -> Problem:
    """A week of so many people and tasks. Territories are districts of about twenty people each."""
    dice = random.Random(f"{people} {tasks} {seed}")
    shops = _shops(max(4, people // 20), max(12, tasks // 20), dice)
    workers = tuple(_worker(number, shops, dice) for number in range(people))
    return Problem(MONDAY, workers, tuple(_task(number, shops, dice) for number in range(tasks)), buffer_minutes=10)


def _shops(districts: int, count: int, dice: random.Random) -> list[Shop]:
    middles = [(CENTRE[0] + dice.uniform(-0.12, 0.12), CENTRE[1] + dice.uniform(-0.14, 0.14)) for _ in range(districts)]
    found = []
    for number in range(count):
        place = number % districts
        lat, lon = middles[place]
        found.append(Shop(f"S{number}", f"D{place}", lat + dice.gauss(0, 0.012), lon + dice.gauss(0, 0.014)))
    return found


def _worker(number: int, shops: list[Shop], dice: random.Random) -> Worker:
    districts = sorted({one.district for one in shops})
    mine = dice.sample(districts, dice.choice((2, 2, 3, 4)))
    near = [one.code for one in shops if one.district in mine]
    wished = dice.choice((720, 960, 1200, 1440))
    weeks = dice.randint(0, 7)
    return Worker(
        f"P{number}",
        skills=tuple((skill, dice.randint(1, 3), None) for skill in dice.sample(SKILLS, dice.choice((2, 3, 3, 4)))),
        territories=frozenset(mine),
        windows=tuple(window for day in sorted(dice.sample(range(7), dice.choice((4, 5, 5, 6)))) for window in _windows(day, dice)),
        leave=((MONDAY + timedelta(days=dice.randrange(7)), 0, 1440, ""),) if dice.random() < 0.05 else (),
        min_minutes=wished // 2 if dice.random() < 0.5 else 0,
        max_minutes=min(LIMIT, wished + dice.choice((0, 240, 480))),
        wished_minutes=wished,
        week_limit=LIMIT,
        day_average_limit=AVERAGE,
        worked_minutes=dice.choice((0, 0, 0, 0, 120)),
        history_assigned=int(weeks * wished * dice.uniform(0.6, 1.0)),
        history_wished=weeks * wished,
        prime_before=dice.randint(0, weeks),
        rest_minutes=dice.choice((0, 660)),
        owns=frozenset(dice.sample(near, min(3, len(near)))),
    )


def _windows(day: int, dice: random.Random) -> tuple[Window, ...]:
    """A morning, an afternoon and evening, or the whole day; half hours."""
    when, liked = MONDAY + timedelta(days=day), dice.randint(1, 5)
    start = dice.choice((480, 510, 540, 600))
    kind = dice.random()
    if kind < 0.3:
        return (Window(when, start, start + dice.choice((240, 300, 360)), liked),)
    if kind < 0.6:
        late = dice.choice((720, 780, 840, 960))
        return (Window(when, late, min(1320, late + dice.choice((300, 360, 480))), liked),)
    if kind < 0.75:
        return (Window(when, start, 780, liked), Window(when, 960, 1320, dice.randint(1, 5)))
    return (Window(when, start, 1260, liked),)


def _task(number: int, shops: list[Shop], dice: random.Random) -> Task:
    shop = dice.choice(shops)
    length = dice.choices(LENGTHS, SHARES)[0]
    begin = dice.choice([*range(480, 1200, 30), *range(960, 1200, 30)])
    day = dice.choices(range(7), (3, 3, 3, 3, 4, 6, 6))[0]
    return Task(
        f"T{number}",
        "",
        "shift",
        MONDAY + timedelta(days=day),
        begin,
        min(1320, begin + length),
        lat=shop.lat,
        lon=shop.lon,
        territory=shop.district,
        skill=dice.choice(SKILLS) if dice.random() < 0.7 else "",
        level=dice.choice((1, 1, 2)),
        headcount=2 if dice.random() < 0.05 else 1,
        priority=dice.choices((1, 2, 3), (2, 5, 3))[0],
        prime=day >= 5 and begin >= 960,
        customer=shop.code if dice.random() < 0.5 else "",
    )

"""The one judge of the planner's benchmark: which rules a plan breaks, and what it costs, worked out from the problem alone.

Nothing of the planner is used but the problem's fields: what is compared here must not be judged by who made it.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise

from workbench.planner.problem import Problem, Task, Worker

Pair = tuple[str, str]
HEAD = {1: 360_000, 2: 180_000, 3: 90_000}
SHORT, LOWEST, REST, PRIME, WISH, OWNER, CHANGE = 750, 3_000, 1, 30, 3_000, 24_000, 15_000
"""What an open head, a minute under the minimum, a point per mille of the lowest ratio, a unit of fairness among the rest, of prime
slots, a grade of a wish, a customer without the owner and a change cost."""


class RefusedError(ValueError):
    """A plan that breaks a rule, or whose sum is not what was said."""


def judged(problem: Problem, plan: Iterable[Pair], said: float | None = None) -> int:
    """Cost of a plan, smaller is better; RefusedError where it breaks a rule, or when the sum said is another."""
    pairs = list(plan)
    wrong = broken(problem, pairs)
    if wrong:
        raise RefusedError("; ".join(wrong[:3]))
    found = ideal(problem) - worth(problem, pairs)
    if said is not None and abs(found - said) > 0.5:
        raise RefusedError(f"the plan costs {found:,}, not {said:,.0f}")
    return found


# ---- rules ------------------------------------------------------------------------------------------


def able(task: Task, worker: Worker) -> int:
    """1–5: how much the person likes the window that holds the task; 0 where the person cannot do it at all."""
    liked = [one.preference for one in worker.windows if one.day == task.day and one.start <= task.start and task.end <= one.end]
    skilled = not task.skill or any(skill == task.skill and level >= task.level for skill, level, _last in worker.skills)
    near = not task.territory or not worker.territories or task.territory in worker.territories
    away = any(day == task.day and start < task.end and task.start < end for day, start, end, _why in worker.leave)
    return max(liked, default=0) if skilled and near and not away else 0


def broken(problem: Problem, pairs: list[Pair]) -> list[str]:
    """What a plan of one of this benchmark's weeks breaks, in words."""
    tasks, workers = {one.code: one for one in problem.tasks}, {one.code: one for one in problem.workers}
    wrong = [f"{pair} stands twice" for pair, count in Counter(pairs).items() if count > 1]
    wrong += [
        f"{code} has too many people" for code, count in Counter(code for code, _who in pairs).items() if count > tasks[code].headcount
    ]
    wrong += [f"{who} cannot do {code}" for code, who in pairs if not able(tasks[code], workers[who])]
    mine: dict[str, list[Task]] = defaultdict(list)
    for code, who in pairs:
        mine[who].append(tasks[code])
    for who, some in mine.items():
        wrong += _of_person(problem, workers[who], sorted(some, key=lambda one: (one.day, one.start)))
    return wrong


def _of_person(problem: Problem, who: Worker, mine: list[Task]) -> list[str]:
    wrong = []
    for number, one in enumerate(mine):
        for other in mine[number + 1 :]:
            gap = (other.day - one.day).days * 1440 + other.start - one.end
            if gap < max(journey(problem, one, other), 0) or (gap < who.rest_minutes and one.day != other.day):
                wrong.append(f"{who.code} cannot do {one.code} and {other.code}")
    minutes = sum(one.minutes for one in mine)
    limits = (who.week_limit, who.max_minutes)
    wrong += [f"{who.code} is over {limit} minutes" for limit in limits if limit is not None and who.worked_minutes + minutes > limit]
    if who.day_average_limit is not None and minutes > who.day_average_limit * len({one.day for one in mine}):
        wrong.append(f"{who.code} is over the average day")
    return wrong


def journey(problem: Problem, one: Task, other: Task) -> int:
    """Minutes between two tasks; 0 at the same place."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None or (one.lat, one.lon) == (other.lat, other.lon):
        return 0
    lat, other_lat = math.radians(one.lat), math.radians(other.lat)
    half = math.sin((other_lat - lat) / 2) ** 2 + math.cos(lat) * math.cos(other_lat) * math.sin(math.radians(other.lon - one.lon) / 2) ** 2
    km = 2 * 6371.0088 * math.asin(math.sqrt(half)) * problem.detour
    return math.ceil(km / problem.speed_kmh * 60) + problem.buffer_minutes


# ---- sum --------------------------------------------------------------------------------------------


def worth(problem: Problem, pairs: Iterable[Pair]) -> int:
    """The weighted sum of all levels, larger is better."""
    tasks, workers = {one.code: one for one in problem.tasks}, {one.code: one for one in problem.workers}
    minutes: Counter[str] = Counter()
    primes: Counter[str] = Counter()
    found = 0
    for code, who in pairs:
        task = tasks[code]
        minutes[who] += task.minutes
        primes[who] += task.prime
        found += HEAD[task.priority] + WISH * able(task, workers[who]) + OWNER * (task.customer in workers[who].owns)
    for one in problem.workers:
        found -= SHORT * max(0, one.min_minutes - one.worked_minutes - minutes[one.code])
    shares = _prime_shares(problem)
    found -= PRIME * sum(shares[who] * (2 * workers[who].prime_before * count + count * count) for who, count in primes.items())
    return found + _fairness(problem, minutes)


def ideal(problem: Problem) -> int:
    """What no plan can pass, each level looked at alone; costs are counted from here."""
    found, could = 0, Counter[str]()
    for task in problem.tasks:
        liked = {one.code: able(task, one) for one in problem.workers}
        best = sorted(
            (WISH * grade + OWNER * (task.customer in one.owns) for one in problem.workers if (grade := liked[one.code])), reverse=True
        )
        found += HEAD[task.priority] * min(task.headcount, len(best)) + sum(best[: task.headcount])
        could.update({who: task.minutes for who, grade in liked.items() if grade})
    most = Counter({one.code: _reach(one, could[one.code]) for one in problem.workers})
    found -= SHORT * sum(max(0, one.min_minutes - one.worked_minutes - most[one.code]) for one in problem.workers)
    return found + _fairness(problem, most)


def _reach(who: Worker, could: int) -> int:
    limits = [limit - who.worked_minutes for limit in (who.week_limit, who.max_minutes) if limit is not None]
    return max(0, min([could, *limits]))


def _fairness(problem: Problem, minutes: Counter[str]) -> int:
    """The lowest ratio, and minutes worth less the nearer somebody is to what was wished."""
    could = _could(problem)
    ratios, rest = [], 0
    for one in problem.workers:
        wish, had = one.wished_minutes + one.history_wished, one.history_assigned + one.worked_minutes
        if wish <= 0 or not could[one.code]:
            continue
        ratios.append(1000 * (had + minutes[one.code]) // wish)
        span = min(had + _reach(one, could[one.code]), wish) - had
        count = max(1, min(16, span // 60))
        edges = [had + span * number // count for number in range(count + 1)] if span > 0 else []
        for low, high in pairwise(edges):
            rest += max(0, min(high - low, minutes[one.code] - (low - had))) * max(1, 1000 - 1000 * (low + high) // (2 * wish))
    return LOWEST * min(ratios, default=0) + REST * rest


_KNOWN: dict[int, tuple[Problem, Counter[str]]] = {}


def _could(problem: Problem) -> Counter[str]:
    """Minutes of all tasks that each person could do."""
    if id(problem) not in _KNOWN:
        found: Counter[str] = Counter()
        for one in problem.workers:
            found[one.code] = sum(task.minutes for task in problem.tasks if able(task, one))
        _KNOWN[id(problem)] = problem, found
    return _KNOWN[id(problem)][1]


def _prime_shares(problem: Problem) -> dict[str, int]:
    wishes = [one.wished_minutes + one.history_wished for one in problem.workers if _could(problem)[one.code]]
    wishes = [wish for wish in wishes if wish > 0]
    usual = max(1, sum(wishes) // max(1, len(wishes)))
    return {one.code: 100 * usual // max(60, one.wished_minutes + one.history_wished or usual) for one in problem.workers}

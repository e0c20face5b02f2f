"""Days of visits as routes: who makes which visits in which order, so that most are made and least time is on the way.

For large weeks whose order says so: cover first, then travel. Again and again a few neighbouring visits of some days are taken out and
put back where they cost least, sometimes not at the very best place; worse weeks are left behind less and less often (simulated
annealing). Times are the earliest that a route allows. The rules themselves judge the outcome. Work is counted in rounds, so that equal
input, seed and seconds make equal weeks.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from workbench.planner.journeys import in_order
from workbench.planner.measures import Pair, Setting
from workbench.planner.rules import Board
from workbench.planner.starts import moved, pieces, settled

ROUNDS: Final = 900.0  # for each second asked for
GUARD: Final = 3.0  # the wall clock ends it after so many times the seconds asked for
TAKEN: Final = 10  # visits taken out in a round, on average
BLINK: Final = 0.01  # of the places are overlooked, so that the same visits do not go back to the same places
HOT, COLD = 0.02, 0.0002  # how much longer a week may be that is accepted, as a part of a usual one; at first and at the end
FAR: Final = 10**9

Route = tuple[int, int]
"""A person and a day, by their places."""


@dataclass(slots=True)
class Week:
    """A week as routes: visits of each, minutes of each person, what is on the way in all, and what is not made."""

    routes: dict[Route, list[int]]
    minutes: list[int]
    cost: int
    open: set[int]

    def copy(self) -> Week:
        return Week({key: list(some) for key, some in self.routes.items()}, list(self.minutes), self.cost, set(self.open))


def is_for(setting: Setting) -> bool:
    """Whether the order of the levels asks for routes before anything else but cover."""
    return setting.problem.order[:2] == ("cover", "travel")


def routed(
    setting: Setting, seconds: float, seed: int, stop: Callable[[], bool], told: Callable[[int, int], None]
) -> tuple[list[Pair], dict[str, int]]:
    """Pairs and begins of a whole week; `told` hears of cover and minutes on the way as they get better."""
    router = Router(setting, seed)
    router.run(int(ROUNDS * seconds), time.monotonic() + GUARD * seconds, stop, told)
    return _lawful(setting, *router.answer())


class Router:
    """One run. Visits, people and places are numbers; `way` is the table of journeys between visits."""

    def __init__(self, setting: Setting, seed: int) -> None:
        self.setting, self.dice = setting, random.Random(seed)
        problem, index, journeys = setting.problem, setting.index, setting.journeys
        self.visits = list(problem.tasks)
        self.way = [[journeys.between(one, other) for other in self.visits] for one in self.visits]
        self.length = [one.minutes for one in self.visits]
        self.worth = [setting.weight[one.priority] for one in self.visits]
        days = sorted({one.day for one in self.visits})
        self.day = [days.index(one.day) for one in self.visits]
        workers = problem.workers
        self.room = [_room(setting, place) for place in range(len(workers))]
        self.takes = [[index.minutes(one.code, who.code) for who in workers] for one in self.visits]
        self.ends = [[journeys.ends(who.code, one) for who in workers] for one in self.visits]
        possible = set(setting.pairs)
        bound = {one.code for one in problem.tasks if one.headcount > 1 or one.after or one.together}
        bound |= {code for one in problem.tasks for code in one.after}
        self.spans: list[dict[int, tuple[int, int]]] = []
        for visit in self.visits:
            mine = {}
            for place, who in enumerate(workers):
                if (visit.code, who.code) in possible and visit.code not in bound:
                    found = [(last - first, -first, last) for first, last, _wish in pieces(visit, who)]
                    if found:
                        _size, first, last = max(found)
                        mine[place] = (-first, last)
            self.spans.append(mine)
        self.same = _alike(self)
        self.near = [sorted(range(len(self.visits)), key=row.__getitem__) for row in self.way]
        self.scale = max(1.0, sum(sorted(row)[1] if len(row) > 1 else 0 for row in self.way))
        able = {place for place, mine in enumerate(self.spans) if mine}
        self.now = Week({}, [0] * len(workers), 0, able)
        self.best = self.now

    # ---- a run --------------------------------------------------------------------------------------

    def run(self, rounds: int, until: float, stop: Callable[[], bool], told: Callable[[int, int], None]) -> None:
        """So many rounds, or until it is stopped or late."""
        every = sorted(self.now.open)
        if not every:
            return
        self.now.open.clear()
        self._put_back(self.now, list(every))
        self.best = self.now.copy()
        told(*self._value(self.best))
        usual = max(1.0, self.now.cost / max(1, len(every)))
        for number in range(rounds):
            if number % 16 == 0 and (stop() or time.monotonic() > until):
                break
            heat = usual * len(every) * HOT * (COLD / HOT) ** (number / rounds) / 10
            trial = self.now.copy()
            self._put_back(trial, self._taken_out(trial, every))
            if self._rank(trial) < self._rank(self.now) - heat * math.log(self.dice.random()):
                self.now = trial
                if self._rank(trial) < self._rank(self.best):
                    self.best = trial.copy()
                    told(*self._value(self.best))

    def _rank(self, week: Week) -> float:
        """Minutes on the way; each visit not made weighs more than any of them, by its priority."""
        return week.cost + sum(self.worth[one] for one in week.open) * self.scale * 10

    def _value(self, week: Week) -> tuple[int, int]:
        made = sum(self.worth[one] for some in week.routes.values() for one in some)
        return made, week.cost

    def _taken_out(self, week: Week, every: Sequence[int]) -> list[int]:
        """Strings of neighbouring visits of some routes, around one visit; and all that are not made."""
        where = {one: key for key, some in week.routes.items() for one in some}
        seed = self.dice.choice(every)
        out = sorted(week.open)
        week.open.clear()
        lengths = [len(some) for some in week.routes.values() if some]
        longest = min(TAKEN, max(1, sum(lengths) // max(1, len(lengths))))
        strings = int(self.dice.uniform(1, 4 * TAKEN / (1 + longest)))
        touched: set[Route] = set()
        for one in self.near[seed]:
            key = where.get(one)
            if len(touched) >= strings:
                break
            if key is None or key in touched:
                continue
            touched.add(key)
            some = week.routes.get(key, [])
            count = self.dice.randint(1, min(len(some), longest))
            place = some.index(one)
            low = max(0, min(place - self.dice.randrange(count), len(some) - count))
            out += some[low : low + count]
            self._set(week, key, some[:low] + some[low + count :])
        return out

    def _set(self, week: Week, key: Route, some: list[int]) -> None:
        """Another route for one person and day."""
        old, who = week.routes.get(key, []), key[0]
        week.cost += self._cost(who, some) - self._cost(who, old)
        week.minutes[who] += sum(self.takes[one][who] for one in some) - sum(self.takes[one][who] for one in old)
        week.routes[key] = some

    def _cost(self, who: int, some: Sequence[int]) -> int:
        if not some:
            return 0
        way = self.way
        total = self.ends[some[0]][who][0] + self.ends[some[-1]][who][1]
        return total + sum(way[one][other] for one, other in pairwise(some))

    def _put_back(self, week: Week, out: list[int]) -> None:
        """Each visit where it costs least; by the dice those with most room, or the tightest, or the farthest come first."""
        kind = self.dice.random()
        if kind < 0.4:
            self.dice.shuffle(out)
        elif kind < 0.7:
            out.sort(key=lambda one: min(last - first for first, last in self.spans[one].values()))
        elif kind < 0.85:
            out.sort(key=lambda one: -self.ends[one][0][0])
        else:
            out.sort(key=lambda one: min(first for first, _last in self.spans[one].values()))
        out.sort(key=lambda one: -self.worth[one])
        known: dict[Route, tuple[list[int], list[int]]] = {}
        for one in out:
            place = self._cheapest(week, one, known)
            if place is None:
                week.open.add(one)
                continue
            key, number = place
            some = week.routes.get(key, [])
            self._set(week, key, [*some[:number], one, *some[number:]])
            known.pop(key, None)

    def _cheapest(self, week: Week, one: int, known: dict[Route, tuple[list[int], list[int]]]) -> tuple[Route, int] | None:
        """Where a visit costs least; of people who are alike with an empty day only the first is asked."""
        best, found, day, dice = FAR, None, self.day[one], self.dice.random
        length, way, empty = self.length[one], self.way, set()
        mine_way = way[one]
        for who, (first, last) in self.spans[one].items():
            if week.minutes[who] + self.takes[one][who] > self.room[who]:
                continue
            key = (who, day)
            some = week.routes.get(key)
            out, back = self.ends[one][who]
            if not some:
                if self.same[who] not in empty:
                    empty.add(self.same[who])
                    if out + back < best:
                        best, found = out + back, (key, 0)
                continue
            times = known.get(key)
            if times is None:
                times = known[key] = self._times(who, some)
            early, late = times
            for number in range(len(some) + 1):
                if number:
                    before = some[number - 1]
                    ready = early[number - 1] + self.length[before] + way[before][one]
                    if ready > last:
                        break
                    begin = ready if ready > first else first
                    more = way[before][one]
                else:
                    begin, more = first, out
                if number < len(some):
                    after = some[number]
                    if begin + length + mine_way[after] > late[number]:
                        continue
                    more += mine_way[after] - (way[before][after] if number else self.ends[after][who][0])
                else:
                    more += back - self.ends[before][who][1]
                if more < best and dice() > BLINK:
                    best, found = more, (key, number)
        return found

    def _times(self, who: int, some: Sequence[int]) -> tuple[list[int], list[int]]:
        """The earliest and the latest begin of each visit of a route."""
        early, late = [], [0] * len(some)
        ready = 0
        for number, one in enumerate(some):
            begin = max(ready, self.spans[one][who][0])
            early.append(begin)
            if number + 1 < len(some):
                ready = begin + self.length[one] + self.way[one][some[number + 1]]
        ahead = FAR
        for number in range(len(some) - 1, -1, -1):
            one = some[number]
            late[number] = min(self.spans[one][who][1], ahead - self.length[one])
            if number:
                ahead = late[number] - self.way[some[number - 1]][one]
        return early, late

    def answer(self) -> tuple[list[Pair], dict[str, int]]:
        """The best week as pairs and begins."""
        pairs, times = [], {}
        for (who, _day), some in self.best.routes.items():
            early, _late = self._times(who, some)
            for one, begin in zip(some, early, strict=True):
                pairs.append((self.visits[one].code, self.setting.problem.workers[who].code))
                times[self.visits[one].code] = begin
        return pairs, times


def _room(setting: Setting, place: int) -> int:
    """Minutes that the hour limits leave for one person."""
    worker = setting.problem.workers[place]
    limits = [limit - worker.worked_minutes for limit in (worker.max_minutes, worker.week_limit) if limit is not None]
    return min(limits, default=FAR)


def _alike(router: Router) -> list[int]:
    """For each person the first one who can do the same at the same times, at the same lengths, ways and room."""
    found: dict[object, int] = {}
    alike = []
    for who, room in enumerate(router.room):
        key = (
            room,
            tuple(mine.get(who) for mine in router.spans),
            tuple(row[who] for row in router.takes),
            tuple(row[who] for row in router.ends),
        )
        alike.append(found.setdefault(key, who))
    return alike


def _lawful(setting: Setting, pairs: Sequence[Pair], times: dict[str, int]) -> tuple[list[Pair], dict[str, int]]:
    """What is promised already, and of the routes all that no rule speaks against, the first of a day first."""
    problem, tasks = setting.problem, setting.index.tasks
    times = {one.code: times.get(one.code, one.start) for one in problem.tasks if one.flexible}
    board = Board(settled(problem, times), setting.kept)
    shown = {code: moved(one, times[code]) if code in times else one for code, one in tasks.items()}
    people = dict(pairs)
    for code in in_order(shown, people):
        who = people[code]
        if board.missing(code) and not board.reasons(code, who):
            board.add(code, who)
    return list(board.assignments()), times

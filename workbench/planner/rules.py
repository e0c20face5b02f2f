"""The hard rules: who can do what, and what one more task would break (domain 3.2).

Static rules look at one person and one task; dynamic rules also at what the person does already. A
`Board` holds a plan with its sums, so that one verdict costs microseconds while somebody drags a task.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from workbench.models.values.turns import Turn, satisfaction_ratio, turn_of
from workbench.planner import limits
from workbench.planner.problem import GREEN, Assignments, Figure, Problem, Reason, Task, Verdict, Window, Worker
from workbench.planner.travel import EARTH_RADIUS_KM, gap_minutes, travel_minutes, ways_of

STATIC: Final = ("AVAIL", "SKILL", "TERR", "LEAVE", "CONTRACT", "CONSENT", "BARRED", "TASKH", "ORDER")
DYNAMIC: Final = (
    "PIN", "TOGETHER", "OVERLAP", "LAW24", "MAXH", "OTHERH", "LAW_DAY", "REST", "DAYH", "DAYN", "CONSEC", "DAYSOFF", "WEEKEND", "SUCC",
    "RUN", "KINDN",
)  # fmt: skip
OVERRIDABLE: Final = frozenset({"TERR", "MAXH", "OTHERH", "LAW_DAY", "TOGETHER", "TASKH", "DAYH", "DAYN", "WEEKEND", "RUN", "KINDN"})
"""Rules that a manager may set aside with a reason: what was wished or agreed about hours and places. All others make an
assignment impossible: time, order and ability, the limits of the law, and rest (days in a row, days off, what may not follow)."""


# ---- static rules ---------------------------------------------------------------------------------


def window_preference(task: Task, worker: Worker) -> int | None:
    """1–5 of the window that holds the task, the lowest where it takes several; None when it is not inside them."""
    day, start, end = task.day, task.start, task.end
    near = [one for one in worker.windows if one.day == day and one.start < end and start < one.end]
    if not near:
        return None
    if len(near) == 1:
        only = near[0]
        return only.preference if only.start <= start and end <= only.end else None
    whole = [one.preference for one in near if one.start <= start and end <= one.end]
    if whole:
        return max(whole)
    return min(one.preference for one in near) if _joined(near, task) else None


def _joined(windows: Iterable[Window], task: Task) -> bool:
    reached = task.start
    for one in sorted(windows, key=lambda window: window.start):
        if one.start > reached:
            return False
        reached = max(reached, one.end)
    return reached >= task.end


def static_between(task: Task, worker: Worker) -> tuple[Reason, ...]:
    """Every rule that this person breaks on this task whatever else is planned."""
    found = []
    if window_preference(task, worker) is None:
        found.append(Reason("AVAIL", {"day": task.day, "start": task.start, "end": task.end}))
    if task.skill:
        found += _skill(task, worker)
    if task.territory and worker.territories and task.territory not in worker.territories:
        found.append(Reason("TERR", {"territory": task.territory, "territories": tuple(sorted(worker.territories))}))
    for day, start, end, why in worker.leave:
        if day == task.day and start < task.end and task.start < end:
            found.append(Reason("LEAVE", {"day": day, "start": start, "end": end, "reason": why}))
            break
    outside = _not_engaged(task.day, worker)
    if outside:
        found.append(Reason("CONTRACT", {"day": task.day, **outside}))
    if task.needs_consent and not worker.consent:
        found.append(Reason("CONSENT"))
    if worker.code in task.barred:
        found.append(Reason("BARRED"))
    if worker.task_limit is not None and task.minutes > worker.task_limit:
        found.append(Reason("TASKH", {"minutes": task.minutes, "limit": worker.task_limit}))
    return tuple(found)


def _not_engaged(day: date, worker: Worker) -> dict[str, date]:
    """The ends of the engagements before and after a day that none covers; empty where one does."""
    if worker.valid_from is not None and day < worker.valid_from:
        return {"valid_from": worker.valid_from}
    if worker.valid_to is not None and day > worker.valid_to:
        return {"valid_to": worker.valid_to}
    if not worker.valid or any(first <= day and (last is None or day <= last) for first, last in worker.valid):
        return {}
    before = [last for _first, last in worker.valid if last is not None and last < day]
    after = [first for first, _last in worker.valid if first > day]
    return ({"valid_to": max(before)} if before else {}) | ({"valid_from": min(after)} if after else {})


def _skill(task: Task, worker: Worker) -> list[Reason]:
    """Missing, too low, or expired before the day: the best entry speaks."""
    mine = [(level, expires) for skill, level, expires in worker.skills if skill == task.skill]
    valid = [level for level, expires in mine if expires is None or expires >= task.day]
    if max(valid, default=0) >= task.level and valid:
        return []
    expired = [expires for level, expires in mine if level >= task.level and expires is not None and expires < task.day]
    if expired:
        return [Reason("SKILL", {"skill": task.skill, "level": task.level, "expired": max(expired)})]
    return [Reason("SKILL", {"skill": task.skill, "level": task.level, "have": max(valid, default=0)})]


def static_reasons(problem: Problem, task: str, worker: str) -> tuple[Reason, ...]:
    """All static rules that forbid this pair, by codes; KeyError for an unknown code."""
    return Index(problem).static(task, worker)


def dynamic_reasons(problem: Problem, assignments: Iterable[tuple[str, str]], task: str, worker: str) -> tuple[Reason, ...]:
    """All rules that this task would break on top of what the person does in `assignments`."""
    return Board(problem, assignments).dynamic(task, worker)


def verdict(problem: Problem, assignments: Iterable[tuple[str, str]], task: str, worker: str) -> Verdict:
    """Green, amber or red; ask a `Board` when there are many questions."""
    return Board(problem, assignments).verdict(task, worker)


def judge(reasons: Sequence[Reason]) -> Verdict:
    """The colour of what speaks against an assignment."""
    if not reasons:
        return GREEN
    return Verdict("amber" if all(one.code in OVERRIDABLE for one in reasons) else "red", tuple(reasons))


# ---- a problem, and a plan of it, ready for many questions -------------------------------------------


class Index:
    """Answers about a problem that do not depend on a plan, each worked out once. Boards can share it."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.tasks = {one.code: one for one in problem.tasks}
        self.workers = {one.code: one for one in problem.workers}
        self.pinned: dict[str, list[str]] = {}
        for task, worker in dict.fromkeys((one.task, one.worker) for one in problem.fixed if one.pinned):
            self.pinned.setdefault(task, []).append(worker)
        self.groups: dict[str, list[str]] = {}
        for one in problem.tasks:
            if one.together:
                self.groups.setdefault(one.together, []).append(one.code)
        self.late = self._late()
        self.last = max((one.day for one in problem.tasks), default=problem.monday)  # the last planned day
        self._ways = ways_of(problem)
        self._usual = {one.code: one.minutes for one in problem.tasks}
        self._lengths = {(one.task, one.worker): one.minutes for one in problem.pairs if one.minutes is not None}
        self._lengths |= {(one.task, one.worker): one.worked for one in problem.fixed if one.worked is not None}
        self._moments: dict[str, tuple[int, int]] | None = None
        self._reach: int | None = None
        self._static: dict[tuple[str, str], tuple[Reason, ...]] = {}
        self._clash: dict[tuple[str, str], tuple[int, int]] = {}

    def static(self, task: str, worker: str) -> tuple[Reason, ...]:
        key = (task, worker)
        known = self._static.get(key)
        if known is None:
            known = self._static[key] = static_between(self.tasks[task], self.workers[worker]) + self.late.get(task, ())
        return known

    def _late(self) -> dict[str, tuple[Reason, ...]]:
        """Tasks that begin before one that they come after has ended: nobody can do them like that."""
        found: dict[str, tuple[Reason, ...]] = {}
        for one in self.problem.tasks:
            earlier = [self.tasks[code] for code in one.after if code in self.tasks]
            last = max(earlier, key=lambda task: (task.day, task.end, task.code), default=None)
            if last is not None and (last.day, last.end) > (one.day, one.start):
                found[one.code] = (Reason("ORDER", {"other": last.code, "day": last.day, "start": last.start, "end": last.end}),)
        return found

    def minutes(self, task: str, worker: str) -> int:
        """What a task counts for somebody's hours: as really worked where that is known, else as long as it takes this person."""
        known = self._lengths.get((task, worker)) if self._lengths else None
        return self._usual[task] if known is None else known

    def lawful(self, task: str, worker: str) -> bool:
        """Whether the law's limits of this person count a task: not one of days on which another engagement holds."""
        days = self.workers[worker].law_days
        return not days or self.tasks[task].day in days

    def between(self, one: str, other: str) -> tuple[int, int]:
        """(free minutes between two tasks, minutes the journey needs)."""
        key = (one, other) if one < other else (other, one)
        known = self._clash.get(key)
        if known is None:
            first, second = sorted((self.tasks[one], self.tasks[other]), key=lambda task: (task.day, task.start))
            known = self._clash[key] = (gap_minutes(first, second), travel_minutes(self.problem, first, second, self._ways))
        return known

    @property
    def moments(self) -> dict[str, tuple[int, int]]:
        """Begin and end of each task in minutes since the year 1, worked out when they are first asked for."""
        if self._moments is None:
            days = {day: day.toordinal() * 1440 for day in {one.day for one in self.problem.tasks}}
            self._moments = {one.code: (days[one.day] + one.start, days[one.day] + one.end) for one in self.problem.tasks}
        return self._moments

    @property
    def reach(self) -> int:
        """Minutes that no journey between two tasks of the problem can exceed: along the meridian, then along the equator."""
        if self._reach is None:
            places = [(one.lat, one.lon) for one in self.problem.tasks if one.lat is not None and one.lon is not None]
            self._reach = max(self._ways.values(), default=0) + (self.problem.buffer_minutes if self._ways else 0)
            if places:
                lats, lons = [lat for lat, _lon in places], [lon for _lat, lon in places]
                km = EARTH_RADIUS_KM * math.radians(max(lats) - min(lats) + max(lons) - min(lons)) * self.problem.detour
                self._reach = max(self._reach, math.ceil(km / self.problem.speed_kmh * 60) + self.problem.buffer_minutes)
        return self._reach

    def near(self, task: str, others: Iterable[str], rest: int) -> list[str]:
        """Those of the others that could clash with a task: all but the ones farther in time than any journey and the rest."""
        moments, far = self.moments, max(self.reach, rest, 0)
        begin, end = moments[task]
        return [one for one in others if moments[one][0] - end < far and begin - moments[one][1] < far]

    def clashes(self, tasks: Sequence[str], rest: int) -> list[tuple[str, Reason]]:
        """Every two of these tasks that one person cannot both do, told of the one that stands first in the list."""
        moments, far = self.moments, max(self.reach, rest, 0)
        order = sorted((*moments[code], place) for place, code in enumerate(tasks))
        near = []
        for number, (_begin, end, place) in enumerate(order):
            for begin, _end, other in order[number + 1 :]:
                if begin - end >= far:  # so is every later one
                    break
                near.append((place, other) if place < other else (other, place))
        found = ((tasks[one], self.conflict(tasks[one], tasks[other], rest)) for one, other in sorted(near))
        return [(code, clash) for code, clash in found if clash is not None]

    def conflict(self, one: str, other: str, rest: int) -> Reason | None:
        """Why one person cannot do both tasks, seen from `one`; `rest` is the person's rest between days in minutes."""
        gap, travel = self.between(one, other)
        task = self.tasks[other]
        if gap < travel or gap < 0:
            figures: dict[str, Figure] = {
                "other": other,
                "day": task.day,
                "start": task.start,
                "end": task.end,
                "gap": gap,
                "travel": travel,
            }
            return Reason("OVERLAP", figures)
        if gap < rest and task.day != self.tasks[one].day:
            return Reason("REST", {"other": other, "minutes": gap, "limit": rest})
        return None


class Board:
    """A plan that can be changed and asked. Pairs are codes; adding a pair twice or removing a missing one does nothing."""

    def __init__(self, problem: Problem, assignments: Iterable[tuple[str, str]] = (), index: Index | None = None) -> None:
        self.index = index or Index(problem)
        self.problem = problem
        self._of_worker: dict[str, list[str]] = {code: [] for code in self.index.workers}
        self._of_task: dict[str, list[str]] = {code: [] for code in self.index.tasks}
        for task, worker in assignments:
            self.add(task, worker)

    def add(self, task: str, worker: str) -> None:
        if task not in self._of_worker[worker]:
            self._of_worker[worker].append(task)
            self._of_task[task].append(worker)

    def remove(self, task: str, worker: str) -> None:
        if task in self._of_worker[worker]:
            self._of_worker[worker].remove(task)
            self._of_task[task].remove(worker)

    def fork(self, worker: str, tasks: Iterable[str]) -> Board:
        """The same plan, in which this person and these tasks can be changed and nothing else: costs no more than looking."""
        made = Board.__new__(Board)
        made.index, made.problem = self.index, self.problem
        made._of_worker, made._of_task = dict(self._of_worker), dict(self._of_task)
        made._of_worker[worker] = list(self._of_worker[worker])
        for task in tasks:
            made._of_task[task] = list(self._of_task[task])
        return made

    def has(self, task: str, worker: str) -> bool:
        return task in self._of_worker[worker]

    def tasks_of(self, worker: str) -> tuple[str, ...]:
        return tuple(self._of_worker[worker])

    def workers_of(self, task: str) -> tuple[str, ...]:
        return tuple(self._of_task[task])

    def missing(self, task: str) -> int:
        """People still needed."""
        return max(0, self.index.tasks[task].headcount - len(self._of_task[task]))

    def assignments(self) -> Assignments:
        """All pairs, in the order of the tasks and then of the people of the problem."""
        order = {code: place for place, code in enumerate(self.index.workers)}
        return tuple((task, worker) for task, people in self._of_task.items() for worker in sorted(people, key=order.__getitem__))

    def minutes(self, worker: str) -> int:
        """Of the week: worked already, and planned or really worked on its tasks."""
        minutes = self.index.minutes
        return self.index.workers[worker].worked_minutes + sum(minutes(code, worker) for code in self._of_worker[worker])

    def ratio(self, worker: str) -> float | None:
        """Hours had over hours wished of the weeks before and this one; None when nothing is wished."""
        found = satisfaction_ratio(*self.served(worker))
        return None if found is None else float(found)

    def served(self, worker: str) -> tuple[int, int]:
        """Minutes had and wished, of the weeks before and this one together."""
        who = self.index.workers[worker]
        return who.history_assigned + self.minutes(worker), who.history_wished + who.wished_minutes

    def turn(self, worker: str) -> Turn:
        """Place in the queue for the next spare slot, the smaller the sooner (domain 3.2)."""
        who = self.index.workers[worker]
        return turn_of(*self.served(worker), self.primes(worker), who.since, worker, self.problem.monday)

    def primes(self, worker: str) -> int:
        """Prime slots of the weeks before and this one."""
        tasks = self.index.tasks
        return self.index.workers[worker].prime_before + sum(tasks[code].prime for code in self._of_worker[worker])

    def remaining(self, worker: str) -> int | None:
        """Minutes that the hour limits still leave in the week, at least 0; None without a limit."""
        who = self.index.workers[worker]
        mine = self._of_worker[worker]
        left = [] if who.max_minutes is None else [who.max_minutes - self.minutes(worker)]
        if who.week_limit is not None:
            had = sum(self.index.minutes(code, worker) for code in mine if not who.law_days or self.index.lawful(code, worker))
            left.append(who.week_limit - who.worked_minutes - had)
        if who.total_limit is not None:
            left.append(who.total_limit - who.elsewhere_minutes - self.minutes(worker))
        return max(0, min(left)) if left else None

    def dynamic(self, task: str, worker: str) -> tuple[Reason, ...]:
        """What one more task would break; a task that the person has already is judged as if it were new."""
        index = self.index
        who = index.workers[worker]
        mine, rest = [code for code in self._of_worker[worker] if code != task], who.rest_minutes
        found = [one for other in index.near(task, mine, rest) if (one := index.conflict(task, other, rest)) is not None]
        locked = [one for one in index.pinned.get(task, ()) if one != worker and one in self._of_task[task]]
        if len(locked) >= index.tasks[task].headcount:
            found.append(Reason("PIN", {"workers": tuple(locked)}))
        found += self._hours(task, who, mine)
        found += limits.reasons(index, who, task, mine)
        found += limits.apart(index, task, worker, self._of_task)
        return tuple(sorted(found, key=lambda one: DYNAMIC.index(one.code))) if len(found) > 1 else tuple(found)

    def _hours(self, task: str, who: Worker, mine: Sequence[str]) -> list[Reason]:
        index, every = self.index, (task, *mine)
        lengths = {code: index.minutes(code, who.code) for code in every}
        week = who.worked_minutes + sum(lengths.values())
        lawful = [code for code in every if index.lawful(code, who.code)] if who.law_days else every
        under_law = not who.law_days or task in lawful
        legal = sum(lengths[code] for code in lawful)
        found = []
        if under_law and who.week_limit is not None and who.worked_minutes + legal > who.week_limit:
            found.append(Reason("LAW24", {"minutes": who.worked_minutes + legal, "limit": who.week_limit}))
        if who.max_minutes is not None and week > who.max_minutes:
            found.append(Reason("MAXH", {"minutes": week, "limit": who.max_minutes}))
        if who.total_limit is not None and who.elsewhere_minutes + week > who.total_limit:
            found.append(
                Reason("OTHERH", {"minutes": who.elsewhere_minutes + week, "limit": who.total_limit, "other": who.elsewhere_minutes})
            )
        if under_law and who.day_average_limit is not None:
            days = len({index.tasks[code].day for code in lawful if lengths[code]})
            if legal > who.day_average_limit * days:
                found.append(Reason("LAW_DAY", {"minutes": legal / days, "limit": who.day_average_limit, "days": days}))
        return found

    def reasons(self, task: str, worker: str) -> tuple[Reason, ...]:
        """Static and dynamic rules that speak against it."""
        return self.index.static(task, worker) + self.dynamic(task, worker)

    def broken(self, worker: str) -> list[tuple[str, Reason]]:
        """(task, rule) of all that is wrong with what one person does; two tasks that clash once, the hours of the week once.

        The same judgement as `reasons` of each task, in a fraction of the time: for who looks at a whole week.
        """
        index, who = self.index, self.index.workers[worker]
        mine = self._of_worker[worker]
        found = [(code, one) for code in mine for one in index.static(code, worker)]
        for code in mine:
            locked = [one for one in index.pinned.get(code, ()) if one != worker and one in self._of_task[code]]
            if len(locked) >= index.tasks[code].headcount:
                found.append((code, Reason("PIN", {"workers": tuple(locked)})))
        found += index.clashes(mine, who.rest_minutes)
        if mine:
            seen = next((code for code in mine if index.lawful(code, worker)), mine[0])
            found += ((seen, one) for one in self._hours(seen, who, [code for code in mine if code != seen]))
        found += limits.broken(index, who, mine)
        found += ((code, one) for code in mine for one in limits.apart(index, code, worker, self._of_task))
        return found

    def verdict(self, task: str, worker: str) -> Verdict:
        return judge(self.reasons(task, worker))

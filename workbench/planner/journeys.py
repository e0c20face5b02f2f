"""The level "travel": minutes on the way between one task of a person and the next on the same day, homes included where they are known.

A journey is as long as `travel` has it, so the time that the rules keep free and the time that the level counts are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workbench.planner.problem import Problem, Task, Worker
from workbench.planner.starts import Starts
from workbench.planner.travel import Spot, travel_minutes, ways_of

Pair = tuple[str, str]


class Home:
    """Where somebody's day begins and ends, as a place that `travel_minutes` knows."""

    def __init__(self, worker: Worker) -> None:
        self.place, self.lat, self.lon = worker.home, worker.home_lat, worker.home_lon


class Journeys:
    """Minutes between the places of a problem, each worked out once."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._ways = ways_of(problem)
        self._known: dict[tuple[object, object], int] = {}
        self._homes = {one.code: Home(one) for one in problem.workers if has_home(one)}

    def between(self, one: Spot, other: Spot) -> int:
        """From the first to the second."""
        key = ((one.place, one.lat, one.lon), (other.place, other.lat, other.lon))
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = travel_minutes(self.problem, one, other, self._ways)
        return known

    def ends(self, who: str, task: Task) -> tuple[int, int]:
        """(from home to the task, from the task home); 0 where no home is known."""
        home = self._homes.get(who)
        return (0, 0) if home is None else (self.between(home, task), self.between(task, home))

    def of_day(self, who: str, tasks: Sequence[Task]) -> int:
        """All journeys of one day of one person, whose tasks stand in the order in which they are done."""
        if not tasks:
            return 0
        way = sum(map(self.between, tasks, tasks[1:]))
        return way + (self.ends(who, tasks[0])[0] + self.ends(who, tasks[-1])[1] if who in self._homes else 0)

    def of_plan(self, tasks: dict[str, Task], plan: Iterable[Pair], starts: Starts | None = None) -> int:
        """All journeys of a plan; tasks that may move have the times of `starts`."""
        days: dict[tuple[str, int], list[str]] = {}
        for code, who in plan:
            days.setdefault((who, tasks[code].day.toordinal()), []).append(code)
        return sum(self.of_day(who, [tasks[code] for code in in_order(tasks, some, starts)]) for (who, _day), some in days.items())


def has_home(worker: Worker) -> bool:
    """Whether it is known where the person's day begins and ends."""
    return bool(worker.home) or (worker.home_lat is not None and worker.home_lon is not None)


def in_order(tasks: dict[str, Task], codes: Iterable[str], starts: Starts | None = None) -> list[str]:
    """Tasks of one day in the order in which they are done."""

    def begin(code: str) -> tuple[int, int, str]:
        task = tasks[code]
        start = task.start if not starts else starts.get(code, task.start)
        return start, start + task.minutes, code

    return sorted(codes, key=begin)

"""The order of somebody's visits on one day: of all orders that the times allow, the one with least time on the way.

Who does what stays as it is, and no visit comes at a time that its person likes less than the time it had. Days of up to `MOST` tasks
are solved exactly, by subsets; longer ones stay as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from workbench.planner.journeys import in_order
from workbench.planner.measures import Pair, Setting
from workbench.planner.problem import Task, Worker
from workbench.planner.rules import Board
from workbench.planner.starts import pieces, settled, wish_at

MOST: Final = 9  # tasks of a day whose orders are all looked at
DAY: Final = 1440
Span = tuple[int, int]
"""First and last begin."""
Times = dict[str, int]


@dataclass(frozen=True, slots=True)
class Stop:
    """One task of a day: how long it takes, and the spans within which it may begin, in order."""

    task: Task
    spans: tuple[Span, ...]

    def begin(self, ready: int) -> int | None:
        """The earliest begin from then on."""
        return next((max(first, ready) for first, last in self.spans if last >= ready), None)


@dataclass(frozen=True, slots=True)
class Label:
    """A part of a day: minutes on the way so far, when its last task ends, the begins in order."""

    way: int
    ends: int
    begins: tuple[tuple[int, int], ...]


def reordered(setting: Setting, pairs: Sequence[Pair], times: Times) -> Times:
    """Times with the ways of each day as short as can be; a day is left as it is where a rule speaks against its new order."""
    days: dict[tuple[str, int], list[str]] = defaultdict(list)
    tasks = setting.index.tasks
    for code, who in pairs:
        days[who, tasks[code].day.toordinal()].append(code)
    shared = {code for code, people in _people(pairs).items() if len(people) > 1}
    stays = shared | {code for one in setting.problem.tasks for code in one.after} | {code for code, _who in setting.kept}
    stays |= {one.code for one in setting.problem.tasks if one.after}
    found: Times = dict(times)
    changed: set[str] = set()
    for (who, day), codes in days.items():
        new = _of_day(setting, who, codes, found, stays, _free_span(setting.index.workers[who], days, day, tasks, found))
        if new:
            found.update(new)
            changed.add(who)
    return found if not changed else _lawful(setting, pairs, times, found, changed)


def _people(pairs: Sequence[Pair]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for code, who in pairs:
        found[code].append(who)
    return found


def _free_span(worker: Worker, days: Mapping[tuple[str, int], list[str]], day: int, tasks: Mapping[str, Task], times: Times) -> Span:
    """(earliest begin, latest end) of a day that leaves the rest between days, by the times of the days beside it."""
    low, high = 0, DAY
    for other in (day - 1, day + 1):
        for code in days.get((worker.code, other), ()):
            start = times.get(code, tasks[code].start)
            if other < day:
                low = max(low, start + tasks[code].minutes - DAY + worker.rest_minutes)
            else:
                high = min(high, start + DAY - worker.rest_minutes)
    return low, high


def _of_day(setting: Setting, who: str, codes: Sequence[str], times: Times, stays: set[str], free: Span) -> Times:
    """New begins of one day; empty where there is nothing to gain."""
    tasks, journeys = setting.index.tasks, setting.journeys
    if not 1 < len(codes) <= MOST or not any(tasks[code].flexible and code not in stays for code in codes):
        return {}
    now = [tasks[code] for code in in_order(dict(tasks), codes, times)]
    before = journeys.of_day(who, now)
    if not before:
        return {}
    stops = [_stop(setting, who, one, times, one.code in stays, free) for one in now]
    best = shortest(stops, journeys.between, lambda task: journeys.ends(who, task))
    if best is None or best.way >= before:
        return {}
    return {stops[place].task.code: begin for place, begin in best.begins if stops[place].task.flexible}


def _stop(setting: Setting, who: str, task: Task, times: Times, stays: bool, free: Span) -> Stop:
    start = times.get(task.code, task.start)
    if not task.flexible or stays:
        return Stop(task, ((start, start),))
    worker = setting.index.workers[who]
    wish = wish_at(task, worker, start)
    spans = ((max(first, free[0]), min(last, free[1] - task.minutes)) for first, last, liked in pieces(task, worker) if liked >= wish)
    return Stop(task, tuple(span for span in spans if span[0] <= span[1]))


def shortest(stops: Sequence[Stop], way: Callable[[Task, Task], int], ends: Callable[[Task], Span]) -> Label | None:
    """The order with least time on the way; None where no order keeps all spans. `begins` are (place in `stops`, begin)."""
    layer: dict[tuple[int, int], list[Label]] = {}
    for place, stop in enumerate(stops):
        begin = stop.begin(0)
        if begin is not None:
            layer[1 << place, place] = [Label(ends(stop.task)[0], begin + stop.task.minutes, ((place, begin),))]
    for _ in stops[1:]:
        following: dict[tuple[int, int], list[Label]] = defaultdict(list)
        for (done, last), labels in layer.items():
            for place, stop in enumerate(stops):
                if not done >> place & 1:
                    _extend(following[done | 1 << place, place], labels, way(stops[last].task, stop.task), place, stop)
        layer = following
    whole = [(label.way + ends(stops[last].task)[1], label) for (_done, last), labels in layer.items() for label in labels]
    if not whole:
        return None
    total, label = min(whole, key=lambda one: (one[0], one[1].begins))
    return Label(total, label.ends, label.begins)


def _extend(known: list[Label], labels: Sequence[Label], way: int, place: int, stop: Stop) -> None:
    """Add what each label becomes with one more task; of two, the one that is longer on the way and later is left out."""
    for label in labels:
        begin = stop.begin(label.ends + way)
        if begin is None:
            continue
        new = Label(label.way + way, begin + stop.task.minutes, (*label.begins, (place, begin)))
        if any(one.way <= new.way and one.ends <= new.ends for one in known):
            continue
        known[:] = [one for one in known if not (new.way <= one.way and new.ends <= one.ends)]
        known.append(new)


def _lawful(setting: Setting, pairs: Sequence[Pair], before: Times, found: Times, changed: set[str]) -> Times:
    """The new times, but for people of whom a rule now speaks."""
    board = Board(settled(setting.problem, found), pairs)
    was = Board(settled(setting.problem, before), pairs)
    wrong = {who for who in changed if len(board.broken(who)) > len(was.broken(who))}
    back = {code for code, who in pairs if who in wrong and code in before}
    return {code: before[code] if code in back else start for code, start in found.items()}

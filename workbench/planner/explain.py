"""Why somebody does a task or does not, what the smallest change would be, and who else could.

Nothing is guessed: what one step does is tried on a `Board`, specific, traceable to figures, and quick enough for a tooltip
(domain 3.1, counterfactual explanations); where one step is not enough and there is time, several are found by solving.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import combinations
from operator import itemgetter
from typing import Final

from workbench.models.values.turns import decided_by
from workbench.planner.limits import RELAXED
from workbench.planner.problem import Colour, Figure, Reason, Task, Verdict, Window, Worker
from workbench.planner.rules import Board, static_between, window_preference

Change = tuple[Reason, ...]
"""What would have to be otherwise, all of it together."""

_RANK: dict[Colour, int] = {"green": 0, "amber": 1, "red": 2}


@dataclass(frozen=True, slots=True)
class Explanation:
    """`reasons` speak for the state of things, the binding one first; `changes` are alternatives, smallest first.

    Each change was tried: with all of it, no rule would speak against the pair any more.
    `against` holds rules that an existing assignment breaks (a manager set them aside).
    """

    task: str
    worker: str
    assigned: bool
    reasons: tuple[Reason, ...]
    changes: tuple[Change, ...] = ()
    against: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Unfilled:
    """Why a task lacks people: how many people each rule keeps away, most first. FREE counts who could take it now."""

    task: str
    missing: int
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """One thing that, being otherwise, lets somebody take a task that lacks people, and tasks that change hands for it; it was tried."""

    worker: str
    change: Reason
    moves: Change = ()


PLANS: Final = ("FREE", "WITHOUT", "INSTEAD")
"""Changes of the plan alone; all others touch a rule."""
EASE: Final = (
    *PLANS, "FEWER", *RELAXED, "ORDER", "TERR", "BARRED", "TASKH", "AVAIL", "LEAVE", "CONSENT", "SKILL", "CONTRACT",
)  # fmt: skip
"""Changes in the order in which a manager would think of them: plans before agreements, agreements before contracts."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody for a task. `ratio` had over wished, `remaining` minutes left under the limits; None where there is none."""

    worker: str
    verdict: Verdict
    ratio: float | None
    remaining: int | None
    owner: bool
    primes: int
    preference: int | None


def explain(board: Board, task: str, worker: str, *, solving: bool = False) -> Explanation:
    """`why` for an assignment of the board, else `why_not`."""
    return why(board, task, worker) if board.has(task, worker) else why_not(board, task, worker, solving=solving)


def why_not(board: Board, task: str, worker: str, *, solving: bool = False) -> Explanation:
    """All static reasons; else the rules that the week's other tasks make bind; else whose turn it was instead.

    With `solving`, which takes up to some seconds, also several tasks changing hands are looked for where no single one is enough.
    """
    static = board.index.static(task, worker)
    if static:
        needed, trial = _allowed(board, task, worker, static)
        more = _changes(trial, task, worker, solving=solving) if trial.reasons(task, worker) else ((),)
        return Explanation(task, worker, False, static, tuple((*needed, *change) for change in more))
    dynamic = board.dynamic(task, worker)
    if dynamic:
        return Explanation(task, worker, False, dynamic, _changes(board, task, worker, solving=solving))
    others = board.workers_of(task)
    if board.missing(task) or not others:
        return Explanation(task, worker, False, (Reason("FREE"),))
    mine = board.turn(worker)
    theirs = {one: _without(board, one, (task,)).turn(one) for one in others}  # as it was before the task was given
    last = max(theirs.values())
    ratios = [float(one.ratio) for one in theirs.values() if not one.unwished]
    figures: dict[str, Figure] = {
        "workers": others, "ratio": -1.0 if mine.unwished else float(mine.ratio), "other_ratio": max(ratios, default=-1.0),
        "by": decided_by(last, mine) if last < mine else "plan",
    }  # fmt: skip
    change = tuple((Reason("INSTEAD", {"worker": one}),) for one in others if _without(board, one, (task,)).missing(task))
    return Explanation(task, worker, False, (Reason("TURN", figures),), change)


def _allowed(board: Board, task: str, worker: str, found: Change) -> tuple[Change, Board]:
    """Every change that the static rules ask for, and the same plan with somebody to whom all of it was done."""
    what, who = board.index.tasks[task], board.index.workers[worker]
    needed: list[Reason] = []
    for _ in range(1 + len(who.leave)):  # a second leave on the same day shows only without the first
        needed += found
        for one in found:
            what, who = granted(what, who, one)
        found = static_between(what, who)
    workers = tuple(who if one.code == worker else one for one in board.problem.workers)
    tasks = tuple(what if one.code == task else one for one in board.problem.tasks)
    return tuple(needed), Board(replace(board.problem, workers=workers, tasks=tasks), board.assignments())


def granted(task: Task, worker: Worker, one: Reason) -> tuple[Task, Worker]:
    """A task and somebody for whom one static rule no longer speaks against it."""
    if one.code == "BARRED":
        return replace(task, barred=task.barred - {worker.code}), worker
    if one.code == "ORDER":
        return replace(task, after=frozenset()), worker
    return task, _freed(task, worker, one)


def _freed(task: Task, worker: Worker, one: Reason) -> Worker:
    if one.code == "AVAIL":
        return replace(worker, windows=(*worker.windows, Window(task.day, task.start, task.end)))
    if one.code == "SKILL":
        return replace(worker, skills=(*worker.skills, (task.skill, task.level, None)))
    if one.code == "TERR":
        return replace(worker, territories=worker.territories | {task.territory})
    if one.code == "LEAVE":
        away = tuple(one.figures[key] for key in ("day", "start", "end", "reason"))
        return replace(worker, leave=tuple(leave for leave in worker.leave if leave != away))
    if one.code == "CONTRACT":
        start = None if worker.valid_from is None else min(worker.valid_from, task.day)
        end = None if worker.valid_to is None else max(worker.valid_to, task.day)
        return replace(worker, valid_from=start, valid_to=end, valid=(*worker.valid, (task.day, task.day)) if worker.valid else ())
    if one.code == "TASKH":
        return replace(worker, task_limit=task.minutes)
    assert one.code == "CONSENT", one.code
    return replace(worker, consent=True)


def _changes(board: Board, task: str, worker: str, *, solving: bool = False) -> tuple[Change, ...]:
    """What would free the way where dynamic rules bind: a lock given up, other tasks or hours less, or both."""
    binding = board.dynamic(task, worker)
    locked = next((one.figures["workers"] for one in binding if one.code == "PIN"), None)
    if not isinstance(locked, tuple):
        single = _less(board, task, worker)
        agreed: tuple[Change, ...] = (binding,) if len(binding) == 1 and binding[0].code in RELAXED and not _has_fewer(single) else ()
        return (*(_solved(board, task, worker) if solving and not any(map(_keeps_all, single)) else ()), *single, *agreed)
    found: list[Change] = []
    for some in combinations(locked, len(locked) - board.index.tasks[task].headcount + 1):
        trial = Board(board.problem, (pair for pair in board.assignments() if pair[0] != task or pair[1] not in some), board.index)
        more = _less(trial, task, worker) if trial.dynamic(task, worker) else ((),)
        found += [(*(Reason("INSTEAD", {"worker": one}) for one in some), *change) for change in more]
    return tuple(sorted(found, key=len))


def _keeps_all(change: Change) -> bool:
    """Whether nothing is left without anybody: every task that is given up has somebody else."""
    return all(one.code == "WITHOUT" and one.figures["others"] for one in change)


def _has_fewer(changes: tuple[Change, ...]) -> bool:
    return any(one.code == "FEWER" for change in changes for one in change)


def _solved(board: Board, task: str, worker: str) -> tuple[Change, ...]:
    """The fewest tasks that change hands so that nothing is lost; none where there is no such way."""
    from workbench.planner.moving import fewest_moves  # OR-Tools, which a tooltip does not wait for

    way = fewest_moves(board, task, worker)
    return (way.moves,) if way is not None and way.moves else ()


def _less(board: Board, task: str, worker: str) -> tuple[Change, ...]:
    """One other task less, or two where one is not enough; or fewer hours where only hours are in the way."""
    found: list[Change] = []
    for count in (1, 2):
        for some in combinations([code for code in board.tasks_of(worker) if code != task], count):
            trial = _without(board, worker, some, task)
            if not trial.dynamic(task, worker):
                trial.add(task, worker)
                found.append(tuple(Reason("WITHOUT", {"task": code, "others": _free_for(trial, code, worker)}) for code in some))
        if found:
            break
    tasks = board.index.tasks
    found.sort(
        key=lambda change: (
            any(not one.figures["others"] for one in change),
            sum(tasks[str(one.figures["task"])].minutes for one in change),
        )
    )
    over = [
        (one.figures["minutes"], one.figures["limit"]) for one in board.dynamic(task, worker) if one.code in ("LAW24", "MAXH", "OTHERH")
    ]
    fewer = max((minutes - limit for minutes, limit in over if isinstance(minutes, int) and isinstance(limit, int)), default=0)
    if over and _fits_with_fewer(board, task, worker, fewer):
        found.append((Reason("FEWER", {"minutes": fewer}),))
    return tuple(found)


def _fits_with_fewer(board: Board, task: str, worker: str, minutes: int) -> bool:
    """Whether the week holds so many minutes besides the task, and nothing is in the way without them."""
    who = board.index.workers[worker]
    own = board.index.minutes(task, worker) if board.has(task, worker) else 0
    if board.minutes(worker) - own < minutes:
        return False
    rested = replace(who, worked_minutes=who.worked_minutes - minutes)
    workers = tuple(rested if one.code == worker else one for one in board.problem.workers)
    return not Board(replace(board.problem, workers=workers), board.assignments()).dynamic(task, worker)


def _without(board: Board, worker: str, tasks: tuple[str, ...], also: str = "") -> Board:
    """The plan without some tasks of a person; the task `also` may be given to that person then."""
    trial = board.fork(worker, (*tasks, also) if also else tasks)
    for task in tasks:
        trial.remove(task, worker)
    return trial


def _free_for(board: Board, task: str, but: str) -> tuple[str, ...]:
    """Who else could take a task without breaking a rule."""
    return tuple(one for one in board.index.workers if one != but and not board.has(task, one) and not board.reasons(task, one))


def why(board: Board, task: str, worker: str) -> Explanation:
    """What speaks for an assignment: lock, skill, time, being the only one or the one whose turn it is, the customer."""
    what, who = board.index.tasks[task], board.index.workers[worker]
    reasons = []
    if worker in board.index.pinned.get(task, ()):
        reasons.append(Reason("PINNED"))
    if what.skill:
        level = max((level for skill, level, _ in who.skills if skill == what.skill), default=0)
        if level >= what.level:
            reasons.append(Reason("SKILLED", {"skill": what.skill, "level": level}))
    preference = window_preference(what, who)
    if preference is not None:
        reasons.append(Reason("INSIDE", {"preference": preference}))
    trial = _without(board, worker, (task,))
    others = _free_for(trial, task, worker)
    if not others:
        reasons.append(Reason("ONLY"))
    else:
        mine, next_one = trial.turn(worker), min(map(trial.turn, others))
        if not mine.unwished:
            found: dict[str, Figure] = {"ratio": float(mine.ratio), "people": len(others) + 1}
            reasons.append(Reason("LOWEST", {**found, "by": decided_by(mine, next_one)}) if mine < next_one else Reason("RATIO", found))
    if what.customer and what.customer in who.owns:
        reasons.append(Reason("OWNER", {"customer": what.customer}))
    return Explanation(task, worker, True, tuple(reasons), (), trial.reasons(task, worker))


def why_unfilled(board: Board, task: str) -> Unfilled:
    """How many people each rule keeps from a task; one person counts under every rule that applies."""
    counts: Counter[str] = Counter()
    for worker in board.index.workers:
        if not board.has(task, worker):
            counts.update({one.code for one in board.reasons(task, worker)} or {"FREE"})
    return Unfilled(task, board.missing(task), tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0]))))


def openings(board: Board, task: str, most: int = 3, *, solving: bool = False) -> tuple[Opening, ...]:
    """Who could take a task that lacks people if one thing were otherwise: the easiest change first, then whose turn it is.

    A task of somebody else that nobody could take over is no way out: it would only move the gap. With `solving`, which takes up to
    some seconds, tasks may change hands as well where nobody could take it by a change of the plan alone; that comes before any rule.
    """
    found = []
    for worker in board.index.workers:
        if board.has(task, worker):
            continue
        ways = _single(board, task, worker)
        if ways:
            best = min(ways, key=lambda one: EASE.index(one.code))
            found.append((EASE.index(best.code), board.turn(worker), Opening(worker, best)))
    told = tuple(one for _ease, _turn, one in sorted(found, key=lambda one: one[:2])[:most])
    if not solving or not board.missing(task) or (told and told[0].change.code in PLANS):
        return told
    from workbench.planner.filling import moved, opened  # OR-Tools, which a tooltip does not wait for

    way = moved(board, task) if told else opened(board, task)
    return told if way is None else (way, *told)[:most]


def _single(board: Board, task: str, worker: str) -> list[Reason]:
    """Changes that are enough alone for this person."""
    static, dynamic = board.index.static(task, worker), board.dynamic(task, worker)
    if not static and not dynamic:
        return [Reason("FREE")]
    if static:
        what, who = granted(board.index.tasks[task], board.index.workers[worker], static[0])
        return [static[0]] if len(static) == 1 and not dynamic and not static_between(what, who) else []
    alone = [change[0] for change in _changes(board, task, worker) if len(change) == 1]
    return [one for one in alone if one.code != "WITHOUT" or one.figures["others"]]


def candidates(board: Board, task: str) -> tuple[Candidate, ...]:
    """Everybody who is not on the task: green before amber before red, each in the order of whose turn it is (`Board.turn`)."""
    what = board.index.tasks[task]
    found = []
    for one in board.problem.workers:
        if board.has(task, one.code):
            continue
        turn, verdict = board.turn(one.code), board.verdict(task, one.code)
        ratio = None if turn.unwished else float(turn.ratio)
        owner = bool(what.customer) and what.customer in one.owns
        candidate = Candidate(
            one.code, verdict, ratio, board.remaining(one.code), owner, board.primes(one.code), window_preference(what, one)
        )
        found.append(((_RANK[verdict.colour], ratio is None, ratio or 0.0, turn), candidate))  # equal as a float, the turn decides
    return tuple(one for _turn, one in sorted(found, key=itemgetter(0)))

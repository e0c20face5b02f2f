"""Tasks whose time the planner may choose: within which times they begin, for whom, and a problem with all times chosen.

A task keeps its day and its length. It moves between `earliest` and `latest`, which it names itself; a task that names neither
stays where it is. Times are minutes since local midnight.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from workbench.planner.problem import Problem, Task, Worker
from workbench.planner.rules import static_between, window_preference

Starts = Mapping[str, int]
"""When tasks begin that may move, by their codes."""
Piece = tuple[int, int, int]
"""First and last begin of a time within which somebody can do a task, and the preference 1–5 that it has there."""


def moved(task: Task, start: int) -> Task:
    """The task at another time of its day, as long as before."""
    return replace(task, start=start, end=start + task.minutes)


def settled(problem: Problem, starts: Starts) -> Problem:
    """The problem with these times, in which nothing moves any more; tasks that are not named stay as they stand."""
    if not any(one.flexible for one in problem.tasks):
        return problem
    tasks = (replace(moved(one, starts.get(one.code, one.start)), earliest=None, latest=None) for one in problem.tasks)
    return replace(problem, tasks=tuple(tasks))


def held(problem: Problem, keep_published: bool) -> Problem:
    """The problem in which tasks that were promised stay at their times: pinned, really worked on, or published and to be kept."""
    promised = {one.task for one in problem.fixed if one.pinned or one.worked is not None or (keep_published and one.published)}
    if not any(one.flexible and one.code in promised for one in problem.tasks):
        return problem
    return replace(problem, tasks=tuple(replace(one, earliest=None, latest=None) if one.code in promised else one for one in problem.tasks))


def chosen(problem: Problem, starts: Starts) -> tuple[tuple[str, int], ...]:
    """(task, begin) of every task that may move, in the order of the problem."""
    return tuple((one.code, starts.get(one.code, one.start)) for one in problem.tasks if one.flexible)


def loose(problem: Problem) -> set[str]:
    """Tasks that move, and tasks that come after one that moves: what is possible for them depends on the times chosen."""
    flexible = {one.code for one in problem.tasks if one.flexible}
    return flexible | {one.code for one in problem.tasks if one.after & flexible}


def hopeless(problem: Problem) -> set[str]:
    """Tasks that begin before one that they come after could have ended, whatever times are chosen."""
    tasks = {one.code: one for one in problem.tasks}
    return {one.code for one in problem.tasks for code in one.after if code in tasks and not can_follow(tasks[code], one)}


def can_follow(first: Task, second: Task) -> bool:
    """Whether the second can begin when the first has ended, at some times of both."""
    return (first.day, first.first_start + first.minutes) <= (second.day, second.last_start)


def pieces(task: Task, worker: Worker) -> tuple[Piece, ...]:
    """When this task may begin for this person by the static rules (all but the order of tasks), each with its preference."""
    length, low, high = task.minutes, task.first_start, task.last_start
    times = [moment for one in worker.windows if one.day == task.day for moment in (one.start, one.end)]
    times += [moment for day, start, end, _why in worker.leave if day == task.day for moment in (start, end)]
    edges = {edge for moment in times for edge in (moment, moment + 1, moment - length, moment - length + 1)}  # where a rule may change
    begins = sorted({low} | {edge for edge in edges if low < edge <= high})
    found: list[Piece] = []
    for begin, after in pairwise((*begins, high + 1)):
        there = moved(task, begin)
        wish = window_preference(there, worker)
        if wish is None or static_between(there, worker):
            continue
        if found and found[-1][1] == begin - 1 and found[-1][2] == wish:
            begin = found.pop()[0]
        found.append((begin, after - 1, wish))
    return tuple(found)


def wish_at(task: Task, worker: Worker, start: int) -> int:
    """Preference 1–5 of the window at this time; 3 outside of all, where only a pin leads."""
    return window_preference(moved(task, start), worker) or 3

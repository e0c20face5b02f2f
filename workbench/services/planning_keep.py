"""Keeping an automatic plan as one step, also in a week that was changed while it was made.

What the manager changed meanwhile stays. The rest of the plan is taken where it still fits the week as it is now; what is left
out is told with its reason, and who would have been replaced there keeps the task.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models.planning import Assignment, Task
from workbench.planner.rules import Board
from workbench.readmodels.planning import AssignmentRow, LeftOut
from workbench.readmodels.planning_plan import PlanKept, PlanPreview, TimeMove
from workbench.services.planning_case import Case, load_case
from workbench.services.workspace import UnitOfWork
from workbench.storage.queries import planning as queries

Pair = tuple[int, int]
"""(task id, person id)."""
BY_HAND = N_("Changed by hand while the plan was made")
GONE = N_("No longer in the week")
TAKEN = N_("Enough people are on it already")


def wanted_now(found: PlanPreview, saved: Collection[Pair]) -> set[Pair]:
    """The pairs of the week with the plan in it: what was given or taken by hand since the plan began is not turned back."""
    now, plan = set(saved), set(found.pairs)
    return (now - (found.basis - plan)) | (plan - found.basis - now)


def save_plan(uow: UnitOfWork, found: PlanPreview) -> PlanKept:
    """Keep a preview: one undo step. Refused (STALE) only where nothing of it fits the week any more."""
    saved = {(one.task_id, one.person_id): one for one in queries.assignments(uow.connection, found.monday)}
    work = _Keeping(found, saved, load_case(uow.connection, found.monday))
    moved = _move(uow, found, work)
    if moved:
        work.case = load_case(uow.connection, found.monday)
    work.settle()
    if work.left and not (work.fresh or work.gone or moved):
        raise Refused(
            N_("The week was changed while the plan was made, and nothing of the plan fits it any more. Plan again. Nothing was changed."),
            code="STALE",
        )
    for row in uow.session.query(Assignment).filter(Assignment.id.in_([saved[pair].id for pair in work.gone])).all():
        uow.session.delete(row)
    uow.session.flush()
    uow.session.add_all([Assignment(task_id=task, person_id=person, by_solver=True) for task, person in sorted(work.fresh)])
    uow.session.flush()
    return PlanKept(len(work.gone) + len(work.fresh) + moved, tuple(work.left))


def _move(uow: UnitOfWork, found: PlanPreview, work: _Keeping) -> int:
    """Give tasks the times that the plan chose, but for those that were moved or changed by hand; returns how many."""
    count = 0
    for one in found.moves:
        row = uow.session.get(Task, one.task_id)
        if row is None or not _as_it_was(row, one):
            work.leave(one.task_id, 0, GONE if row is None else BY_HAND, one)
        else:
            row.start_minute, row.end_minute, count = one.start, one.end, count + 1
    uow.session.flush()
    return count


def _as_it_was(row: Task, one: TimeMove) -> bool:
    """Whether the task still stands where the plan found it, and may go where the plan wants it."""
    earliest = row.start_minute if row.earliest_minute is None else row.earliest_minute
    latest = row.end_minute if row.latest_minute is None else row.latest_minute
    same = (row.day, row.start_minute, row.end_minute - row.start_minute) == (one.day, one.before, one.end - one.start)
    return same and earliest <= one.start and one.end <= latest


@dataclass
class _Keeping:
    """What of the plan goes into the week as it is now: `fresh` pairs are made, `gone` ones taken off, `left` is told."""

    found: PlanPreview
    saved: Mapping[Pair, AssignmentRow]
    case: Case
    fresh: set[Pair] = field(default_factory=set)
    gone: set[Pair] = field(default_factory=set)
    left: list[LeftOut] = field(default_factory=list)

    def leave(self, task: int, person: int, text: str, move: TimeMove | None = None) -> None:
        row = self.case.tasks.get(task)
        line = next((one for one in self.found.lines if (one.task_id, one.person_id) == (task, person)), None)
        title, day = (
            (row.title, row.day) if row else (line.task, line.day) if line else (move.task, move.day) if move else ("", self.found.monday)
        )
        self.left.append(LeftOut(title, day, self.case.people.get(person, line.person if line else ""), text))

    def settle(self) -> None:
        now, plan = set(self.saved), set(self.found.pairs)
        drops, adds = now & (self.found.basis - plan), plan - self.found.basis - now
        for task, person in (plan & self.found.basis) - now:  # taken off by hand
            if task in self.case.tasks:
                self.leave(task, person, BY_HAND)
        for pair in [one for one in drops if self.saved[one].pinned or self.saved[one].worked is not None]:
            drops.discard(pair)
            self.leave(*pair, BY_HAND)
        for pair in [one for one in adds if one[0] not in self.case.tasks or one[1] not in self.case.person_code]:
            adds.discard(pair)
            self.leave(*pair, GONE)
        self._fit(now, drops, adds)

    def _codes(self, pair: Pair) -> tuple[str, str]:
        return self.case.task_code[pair[0]], self.case.person_code[pair[1]]

    def _fit(self, now: set[Pair], drops: set[Pair], adds: set[Pair]) -> None:
        """All of the plan is put in, then what does not fit is taken out again, until everything new stands by the rules."""
        known = {pair for pair in now if pair[1] in self.case.person_code}
        board = Board(self.case.problem, [self._codes(pair) for pair in sorted((known - drops) | adds)], self.case.index)
        changed = True
        while changed:
            changed = False
            for pair in sorted(adds):
                why = self._why_not(board, pair)
                if why:
                    adds.discard(pair)
                    board.remove(*self._codes(pair))
                    self.leave(*pair, why)
                    changed = True
        for pair in sorted(drops & known) if self.left else ():  # what was to make room keeps its place where nothing came of it
            task, who = self._codes(pair)
            if board.missing(task) and board.verdict(task, who).colour == "green":
                board.add(task, who)
                drops.discard(pair)
        self.fresh, self.gone = adds, drops

    def _why_not(self, board: Board, pair: Pair) -> str:
        """Why a new pair cannot stand beside everything else; empty where it can."""
        task, who = self._codes(pair)
        if len(board.workers_of(task)) > self.case.tasks[pair[0]].headcount:
            return TAKEN
        verdict = board.verdict(task, who)
        if verdict.colour == "green" or (verdict.colour == "amber" and pair in self.found.strained):
            return ""
        return self.case.text(verdict)

"""What the week screen reads, made ready off the event loop: first the board, then its figures and rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from workbench.readmodels.planning import Conflict, Judgement, OpenSeat, WeekFacts, WeekWays
from workbench.services import planning
from workbench.services.planning_case import Aim, Case
from workbench.services.workspace import Reader, Workspace
from workbench.views.planning.board_state import Block, BoardState, day_at, make_state
from workbench.views.tasks import Progress


@dataclass(frozen=True, slots=True)
class Shown:
    """A board that was asked for under a number, so that a late answer cannot replace a newer one.

    `ways` are what an empty week could be filled from; None for a week with tasks.
    """

    number: int
    state: BoardState
    team: int
    ways: WeekWays | None


@dataclass(frozen=True, slots=True)
class Details:
    """Figures, rules and reasons of the same board; `state` is the board again where publication marks were added."""

    number: int
    facts: WeekFacts
    case: Case
    seats: tuple[OpenSeat, ...]
    conflicts: tuple[Conflict, ...]
    state: BoardState | None


def read_board(conn: Reader, *, monday: date, today: date, number: int) -> Shown:
    """On the database thread."""
    board = planning.load_board(conn, monday, today)
    ways = None if board.tasks else planning.load_ways(conn, monday)
    return Shown(number, make_state(board), len(board.people), ways)


def read_details(progress: Progress, *, workspace: Workspace, state: BoardState, number: int) -> Details:
    """On a worker: two short reads, then what is computed from them."""
    week = state.week
    facts = workspace.read(lambda conn: planning.load_facts(conn, week.monday, week.today))
    case = workspace.read(lambda conn: planning.load_case(conn, week.monday))
    progress.check()
    marked = make_state(week, facts.changed) if week.number and facts.changed else None
    return Details(number, facts, case, case.open_seats(), case.conflicts(), marked)


def judge_at(case: Case, block: Block, state: BoardState) -> Callable[[int, int, int, int], Judgement | None]:
    """The verdict of a block in hand for a person and another time, perhaps of another day: (person, day, start, end)."""
    aims: dict[tuple[int, int], Aim] = {}

    def judge(person: int, day: int, start: int, end: int) -> Judgement | None:
        if person not in case.person_code:
            return None
        aim = aims.get((start, end))
        if aim is None:
            aim = aims[start, end] = case.aim(block.task, block.person or None, (start, end))
        return aim.judge(person, day_at(state.week, day))

    return judge


def judge_of(case: Case, block: Block, state: BoardState) -> Callable[[int, int], Judgement | None]:
    """The verdict of a block in hand for a person and a day of the board."""
    aim = case.aim(block.task, block.person or None)

    def judge(person: int, day: int) -> Judgement | None:
        return aim.judge(person, day_at(state.week, day)) if person in case.person_code else None

    return judge

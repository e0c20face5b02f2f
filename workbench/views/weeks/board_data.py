"""What the painted board shows, made from a week's read model, and the verdict on every possible move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import Enum

from workbench import i18n
from workbench.i18n import _
from workbench.models.values import ENGAGEMENT_LABELS, EngagementType
from workbench.planner import texts
from workbench.planner.rules import Board
from workbench.readmodels.weeks import PlanAssignment, PlanTask, WeekBoard
from workbench.services import weeks
from workbench.views.theme import Kind

DAYS = 7
CellKey = tuple[int, int]  # (row of the person, day)


class Fit(Enum):
    """The colour of a cell while something is dragged; the values name tones."""

    FITS = "good"
    POSSIBLE = "warning"
    IMPOSSIBLE = "bad"


FIT = {"green": Fit.FITS, "amber": Fit.POSSIBLE, "red": Fit.IMPOSSIBLE}


@dataclass(frozen=True, slots=True)
class Verdict:
    """May a block go there, and the reason in words."""

    fit: Fit
    reason: str


@dataclass(frozen=True, slots=True)
class Block:
    """One assignment, or a seat of the tray that waits (then `assignment` is None and `ident` negative)."""

    ident: int
    title: str
    time: str
    kind: Kind
    task: str
    task_id: int
    assignment: int | None = None
    person: str = ""
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Hours are those of the week; `limit` is the smaller of law, contract and wish."""

    name: str
    remark: str
    hours: float
    limit: float


@dataclass(slots=True)
class BoardPlan:
    """Rows, cells and verdicts of one week."""

    week: WeekBoard
    rules: Board
    people: list[Person]
    days: Sequence[tuple[str, str]]
    today: int
    unavailable: set[CellKey] = field(default_factory=set)
    cells: dict[CellKey, list[Block]] = field(default_factory=dict)
    waiting: list[Block] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    _other_days: dict[tuple[str, int], Board] = field(default_factory=dict)

    def blocks(self, person: int, day: int) -> list[Block]:
        return self.cells.get((person, day), [])

    def find(self, ident: int) -> CellKey | None:
        return next((key for key, blocks in self.cells.items() if any(b.ident == ident for b in blocks)), None)

    def name(self, code: str) -> str:
        """Names for codes in reasons."""
        return self.names.get(code, code)

    def judge(self, block: Block, person: int, day: int) -> Verdict:
        """Green, amber or red for a cell, in words; a block dragged to its own cell fits."""
        worker = self.week.people[person].code
        board = self._board(block, day)
        known = board.has(block.task, worker)
        if known and (block.person != worker or self.find(block.ident) == (person, day)):
            word = _("is there already") if block.person == worker else _("{name} has this task already", name=self.name(worker))
            return Verdict(Fit.FITS if block.person == worker else Fit.IMPOSSIBLE, word)
        if block.person and board.has(block.task, block.person):
            board.remove(block.task, block.person)
            found = board.verdict(block.task, worker)
            board.add(block.task, block.person)
        else:
            found = board.verdict(block.task, worker)
        words = (
            texts.reasons(found.reasons, self.name)
            if found.reasons
            else _("fits: {name}, {time}", name=self.people[person].name, time=block.time)
        )
        return Verdict(FIT[found.colour], words)

    def _board(self, block: Block, day: int) -> Board:
        """The plan, with the task on another day where the pointer asks for that."""
        wanted = self.week.monday + timedelta(days=day)
        task = next(t for t in self.week.tasks if t.code == block.task)
        if task.day == wanted:
            return self.rules
        key = (block.task, day)
        if key not in self._other_days:
            tasks = tuple(replace(t, day=wanted) if t.code == block.task else t for t in self.week.tasks)
            self._other_days[key] = weeks.board_of(replace(self.week, tasks=tasks))
        return self._other_days[key]


def make_plan(week: WeekBoard, rules: Board, today: int) -> BoardPlan:
    """Everything the board paints, in the present language."""
    rows = {p.code: index for index, p in enumerate(week.people)}
    tasks = {t.code: t for t in week.tasks}
    plan = BoardPlan(week, rules, [], [(i18n.weekday(n), i18n.day_month(week.monday + timedelta(days=n))) for n in range(DAYS)], today)
    plan.names = {p.code: p.name for p in week.people} | {t.code: t.title for t in week.tasks} | _labels(week)
    for index, person in enumerate(week.people):
        limits = [m for m in (person.week_limit, person.max_minutes) if m]
        minutes = rules.minutes(person.code)
        remark = " · ".join(part for part in (_(ENGAGEMENT_LABELS[EngagementType(person.engagement)]), person.main_territory) if part)
        plan.people.append(Person(person.name, remark, minutes / 60, min(limits, default=2400) / 60))
        open_days = {w.day for w in person.windows}
        away = {day for day, start, end, _why in person.leave if start <= 0 and end >= 1440}
        plan.unavailable |= {(index, n) for n in range(DAYS) if (day := week.monday + timedelta(days=n)) not in open_days or day in away}
    for a in week.assignments:
        if a.person in rows and a.task in tasks:
            task = tasks[a.task]
            plan.cells.setdefault((rows[a.person], (task.day - week.monday).days), []).append(block_of(task, a))
    for blocks in plan.cells.values():
        blocks.sort(key=lambda b: b.time)
    for task in week.tasks:
        for seat in range(max(0, rules.missing(task.code))):
            plan.waiting.append(replace(block_of(task, None), ident=-(task.id * 100 + seat)))
    return plan


def _labels(week: WeekBoard) -> dict[str, str]:
    found = {t.skill: t.skill_name for t in week.tasks if t.skill} | {t.territory: t.territory_name for t in week.tasks if t.territory}
    return found | {t.customer: t.customer_name for t in week.tasks if t.customer}


def block_of(task: PlanTask, assignment: PlanAssignment | None) -> Block:
    time = f"{i18n.clock(task.start)}–{i18n.clock(task.end)}"
    kind = Kind(task.kind)
    if assignment is None:
        return Block(-task.id, task.title, f"{i18n.weekday(task.day)} {time}", kind, task.code, task.id)
    return Block(
        assignment.id,
        task.title,
        time,
        kind,
        task.code,
        task.id,
        assignment.id,
        assignment.person,
        assignment.pinned or bool(assignment.override_code),
    )

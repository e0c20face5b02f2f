"""What the painted board shows: lines of people, cells of blocks, and the seats that nobody has yet.

Made off the event loop from one read; the board only looks things up while it paints.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from workbench import i18n
from workbench.i18n import _
from workbench.models.values.codes import EngagementType, SalesLine
from workbench.models.values.labels import ENGAGEMENT_LABELS, ENGAGEMENT_SHORT, SALES_LINE_LABELS
from workbench.models.values.money import Money
from workbench.models.values.quantities import hours_text
from workbench.readmodels.planning import AssignmentRow, PersonRow, TaskRow, WeekBoard, WeekState
from workbench.readmodels.planning_cost import WeekCost
from workbench.services import planning, planning_case
from workbench.views.theme import Kind

DAYS = 7
CellKey = tuple[int, int]  # (line, day)


class Block(NamedTuple):
    """One assignment, or an open seat of a task (then `assignment` is 0 and `key` negative).

    `told` says whether the newest publication holds it; None in a week that was never published.
    """

    key: int
    assignment: int
    task: int
    person: int
    title: str
    time: str
    kind: Kind
    minutes: int
    pinned: bool = False
    override: str = ""
    told: bool | None = None


class Line(NamedTuple):
    """One person: minutes planned against the limit and the wish, and what stands behind the name."""

    person: int
    name: str
    remark: str
    minutes: int
    limit: int | None
    tip: str
    wish: int = 0


@dataclass(slots=True)
class BoardState:
    """The board of one week, in the language of the moment."""

    week: WeekBoard
    days: tuple[tuple[str, str, str], ...]  # weekday, date, holiday
    today: int
    lines: list[Line] = field(default_factory=list)
    cells: dict[CellKey, list[Block]] = field(default_factory=dict)
    seats: list[Block] = field(default_factory=list)
    closed: dict[CellKey, str] = field(default_factory=dict)
    long: dict[CellKey, tuple[str, str]] = field(default_factory=dict)  # days above the daily average: hours, and why it is said
    tasks: dict[int, TaskRow] = field(default_factory=dict)
    where: dict[int, CellKey] = field(default_factory=dict)
    row_of: dict[int, int] = field(default_factory=dict)
    assignments: dict[int, AssignmentRow] = field(default_factory=dict)
    cost: WeekCost = field(default_factory=WeekCost)  # follows with the figures

    def blocks(self, line: int, day: int) -> list[Block]:
        return self.cells.get((line, day), _NOTHING)

    def find(self, key: int) -> Block | None:
        """A block or seat by its key."""
        cell = self.where.get(key)
        blocks = self.cells[cell] if cell is not None else self.seats
        return next((block for block in blocks if block.key == key), None)

    def everything(self) -> list[Block]:
        """Everything on the board, then the open seats."""
        return [block for blocks in self.cells.values() for block in blocks] + self.seats

    def people_on(self, task_id: int) -> list[int]:
        return [one.person_id for one in self.assignments.values() if one.task_id == task_id]

    def name(self, person_id: int) -> str:
        row = self.row_of.get(person_id)
        return self.lines[row].name if row is not None else f"#{person_id}"

    def cost_words(self, person_id: int) -> str:
        """What a person's hours of the week cost; empty where nothing is known or nothing is planned."""
        if person_id in self.cost.unpriced:
            return _("No hourly pay is recorded for all of these hours")
        fen = self.cost.of_person.get(person_id)
        return "" if fen is None else _("{amount} this week by the hourly pay", amount=yuan(fen))

    def window_words(self, task_id: int) -> str:
        """Within which time a task's own may be chosen; empty where it is fixed."""
        task = self.tasks[task_id]
        if not task.is_flexible:
            return ""
        first, last = task.start if task.earliest is None else task.earliest, task.end if task.latest is None else task.latest
        return _("Time chosen between {span}", span=span(first, last))

    def day_of(self, task_id: int) -> int:
        return (self.tasks[task_id].day - self.week.monday).days


_NOTHING: list[Block] = []


def make_state(week: WeekBoard, changed: Collection[tuple[int, int]] | None = None) -> BoardState:
    """`changed` are assignments that differ from the newest publication; None while that is not known yet."""
    days = tuple((i18n.weekday(day), i18n.day_month(day), week.holidays.get(day, "")) for day in week.days)
    state = BoardState(week, days, (week.today - week.monday).days if week.monday <= week.today <= week.sunday else -1)
    state.tasks = {task.id: task for task in week.tasks}
    state.row_of = {person.id: row for row, person in enumerate(week.people)}
    state.assignments = {one.id: one for one in week.assignments}
    minutes: dict[int, int] = defaultdict(int)
    heads: dict[int, int] = defaultdict(int)
    told_week = week.number > 0
    cells: dict[CellKey, list[tuple[int, Block]]] = defaultdict(list)
    for one in week.assignments:
        task = state.tasks[one.task_id]
        minutes[one.person_id] += one.worked if one.worked is not None else task.minutes
        heads[task.id] += 1
        row = state.row_of.get(one.person_id)
        if row is not None:
            told = (one.task_id, one.person_id) not in (changed or ()) if told_week else None
            cell = (row, (task.day - week.monday).days)
            cells[cell].append((task.start, _block(task, one, told)))
            state.where[one.id] = cell
    state.cells = {cell: [block for _start, block in sorted(blocks)] for cell, blocks in cells.items()}
    state.seats = [_seat(task, number) for task in week.tasks for number in range(task.headcount - heads[task.id])]
    state.lines = [_line(person, minutes[person.id]) for person in week.people]
    state.closed = _closed(week, state.row_of)
    state.long = {
        (state.row_of[one.person_id], (one.day - week.monday).days): (
            _("{hours} h", hours=hours_text(one.minutes)), planning_case.long_day_words(one.day, one.minutes, one.limit),
        )
        for one in planning.long_days(week)
    }  # fmt: skip
    return state


def yuan(fen: int) -> str:
    """¥1,234.50, to the fen."""
    return f"¥{Money(fen).grouped()}"


def span(start: int, end: int) -> str:
    return f"{i18n.clock(start)}–{i18n.clock(end)}"


def _block(task: TaskRow, one: AssignmentRow, told: bool | None) -> Block:
    return Block(
        one.id,
        one.id,
        task.id,
        one.person_id,
        task.title,
        span(task.start, task.end),
        Kind(task.kind),
        task.minutes,
        one.pinned,
        one.override_code,
        told,
    )


def _seat(task: TaskRow, number: int) -> Block:
    time = f"{i18n.weekday(task.day)} {span(task.start, task.end)}"
    return Block(-(task.id * 1000 + number + 1), 0, task.id, 0, task.title, time, Kind(task.kind), task.minutes)


def _line(person: PersonRow, minutes: int) -> Line:
    word = _(ENGAGEMENT_LABELS[EngagementType(person.engagement)]) if person.engagement else _(SALES_LINE_LABELS[SalesLine(person.line)])
    short = _(ENGAGEMENT_SHORT[EngagementType(person.engagement)]) if person.engagement else word
    remark = " · ".join(part for part in (short, person.area) if part)
    limit = (
        _("{hours} of {limit} h this week", hours=hours_text(minutes), limit=hours_text(person.limit))
        if person.limit
        else _("{hours} h this week, no limit", hours=hours_text(minutes))
    )
    more = [f"{person.name} · {word}", limit]
    if person.law_limit is not None and person.limit == person.law_limit:
        more.append(_("The limit is the law's week of part-time work with one employer."))
    if person.agreed:
        more.append(_("{hours} h a week are agreed in the contract", hours=hours_text(person.agreed)))
    if person.wished:
        more.append(
            _(
                "wishes {hours} h (the tick on the bar), at least {least} h",
                hours=hours_text(person.wished),
                least=hours_text(person.min_minutes),
            )
        )
    if person.elsewhere:
        more.append(_("{hours} h a week declared at another employer (not counted here)", hours=hours_text(person.elsewhere)))
    return Line(person.id, person.name, remark, minutes, person.limit, "\n".join(more), person.wished)


def _closed(week: WeekBoard, rows: Mapping[int, int]) -> dict[CellKey, str]:
    """Cells without any hour to be asked, with the word for it."""
    reasons = {
        (one.person_id, (one.day - week.monday).days): one.reason or (_("leave") if one.kind == "leave" else _("not available"))
        for one in week.absences
    }
    word = _("not available")
    return {
        (row, day): reasons.get((person, day), word)
        for person, row in rows.items()
        for day in range(DAYS)
        if (person, day) not in week.open_days
    }


def state_word(week: WeekBoard, *, changed: bool = False) -> str:
    """draft, published (version 2, changed since), over."""
    if week.state is WeekState.PAST:
        return _("over")
    if week.state is WeekState.DRAFT:
        return _("draft")
    return _("version {number}, changed since", number=week.number) if changed else _("published, version {number}", number=week.number)


def day_at(week: WeekBoard, day: int) -> date:
    return week.monday + timedelta(days=day)

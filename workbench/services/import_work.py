"""Writing imported tasks: dated ones into their week, weekday ones as templates; who does them is judged by the planner's rules.

A rule that nobody can set aside refuses the row; one that a manager may set aside lets the row in and is told as a warning.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from workbench.i18n import N_, _
from workbench.models.customers import Customer
from workbench.models.people import Person, Skill, Territory
from workbench.models.planning import Assignment, Task, TaskTemplate
from workbench.models.values.codes import TaskKind
from workbench.readmodels.exchange import ImportPreview, Rejected
from workbench.services import planning_bonds, policy
from workbench.services.import_records import Book, Counts, Run, heading, place_search, put, records, searchable
from workbench.services.import_ties import Ties
from workbench.services.planning import next_codes
from workbench.services.planning_case import FIGURE, FULL, FULL_TEXT, Case, load_case
from workbench.services.planning_read import monday_of
from workbench.services.workspace import UnitOfWork
from workbench.storage.queries import planning as queries

SOURCE = N_("Brought in from {file}")
GONE = N_("no longer in the team")


@dataclass
class _Line:
    """A row of the file and what became of it. `before` are the old values of the fields that it changed."""

    number: int
    record: Task | TaskTemplate
    person: Person | None
    new: bool
    before: dict[str, Any] = field(default_factory=dict)
    assigned: bool = False
    refused: bool = False


def tasks(uow: UnitOfWork, shown: ImportPreview, run: Run) -> Counts:
    """Tasks by code, else by day, start and title; templates by weekday, start and title. A new task without a code gets one."""
    counts = Counts()
    books = {
        "customer": Book(uow, Customer, "C", place_search),
        "territory": Book(uow, Territory, "A", place_search),
        "skill": Book(uow, Skill, "S"),
    }
    persons = Book(uow, Person, "P", searchable)
    closed = _Closed(uow, run.today)
    lines: list[_Line] = []
    ties = Ties(uow, shown)
    for number, row in zip(shown.numbers, records(shown, run), strict=True):
        refused = ties.refused(number, row)
        if refused is not None:
            counts.rejected.append(refused)
            continue
        line = _written(uow, row, number, books, persons, closed)
        if line is None:
            counts.rejected.append(Rejected(number, heading(shown, "day"), "week_over"))
        else:
            lines.append(line)
    uow.session.flush()
    tied = ties.write({line.number: line.record for line in lines}, counts)
    _judge(uow, shown, lines, counts)
    for line in lines:
        if not line.refused:
            counts.note(new=line.new, touched=bool(line.before) or line.assigned or line.number in tied)
    _number(uow, lines)
    uow.session.flush()
    return counts


class _Closed:
    """Weeks that are over and were told to people: what was done in them never changes."""

    def __init__(self, uow: UnitOfWork, today: date) -> None:
        self._uow, self._today = uow, today
        self._known: dict[date, bool] = {}

    def __contains__(self, day: object) -> bool:
        if not isinstance(day, date):
            return False
        monday = monday_of(day)
        if monday not in self._known:
            plan = queries.week_plan(self._uow.connection, monday)
            self._known[monday] = monday + timedelta(days=6) < self._today and plan is not None and plan[1] is not None
        return self._known[monday]


def _written(uow: UnitOfWork, row: dict[str, Any], number: int, books: dict[str, Book], persons: Book, closed: _Closed) -> _Line | None:
    """The row's task as it is written for now, or None where its week must stay as it is."""
    begin = row.get("start")
    start: int = 540 if begin is None else begin
    end = row.get("end") or min(1440, start + (row.get("minutes") or 60))
    found = _find(uow, row, start)
    if found is None and row.get("day") in closed:
        return None
    refs = {name: book.have(row.get(name)) for name, book in books.items()}
    person = persons.have(row.get("person"))
    uow.session.flush()
    values: dict[str, Any] = {
        "title": row["title"], "kind": TaskKind(row["kind"]) if row.get("kind") else None, "start_minute": start, "end_minute": end, "place": row.get("place"),
        **{f"{name}_id": made.id if made else None for name, made in refs.items()},
        "skill_level": row.get("level"), "headcount": row.get("headcount"), "priority": row.get("priority"), "is_prime": row.get("prime"), "earliest_minute": row.get("earliest"),
        "latest_minute": row.get("latest"), "together": row.get("together"),
    }  # fmt: skip
    if found is None:
        made = {"kind": TaskKind.VISIT if row.get("customer") else TaskKind.SHIFT, **{k: v for k, v in values.items() if v is not None}}
        record: Task | TaskTemplate = (
            Task(code=row.get("code") or "", day=row["day"], **made) if row.get("day") else TaskTemplate(weekday=row["weekday"], **made)
        )
        uow.session.add(record)
        uow.session.flush()
        return _Line(number, record, person, new=True)
    before = {name: getattr(found, name) for name, value in values.items() if value is not None and getattr(found, name) != value}
    if before and isinstance(found, Task) and found.day in closed:
        return None
    put(found, **values)
    planning_bonds.widen(found)
    return _Line(number, found, person, new=False, before=before)


def _find(uow: UnitOfWork, row: dict[str, Any], start: int) -> Task | TaskTemplate | None:
    if not row.get("day"):
        return uow.session.query(TaskTemplate).filter_by(weekday=row["weekday"], start_minute=start, title=row["title"]).first()
    if row.get("code"):
        return uow.session.query(Task).filter_by(code=row["code"]).first()
    return uow.session.query(Task).filter_by(day=row["day"], start_minute=start, title=row["title"]).first()


# ---------------------------------------------------------------- who does it


def _judge(uow: UnitOfWork, shown: ImportPreview, lines: list[_Line], counts: Counts) -> None:
    """Assign people in the order of the file, each beside those before; a refused row leaves nothing of its own behind.

    A template has no people: whom the file names there is told, so that nobody waits for hours that are not planned.
    """
    weeks: dict[date, list[_Line]] = defaultdict(list)
    for line in lines:
        if line.person is not None and isinstance(line.record, Task):
            weeks[monday_of(line.record.day)].append(line)
        elif line.person is not None:
            counts.warnings.append(Rejected(line.number, heading(shown, "person"), "weekly_person", {"person": line.person.name}))
    uow.session.flush()
    kept = {line.record.id for line in lines if line.person is None and isinstance(line.record, Task)}
    for monday, wanted in sorted(weeks.items()):
        case = load_case(uow.connection, monday)
        for line in wanted:
            if not _assign(uow, shown, case, line, counts):
                line.refused = True
                for name, value in line.before.items():
                    setattr(line.record, name, value)
                if line.before:
                    uow.session.flush()
                    case = load_case(uow.connection, monday)
            else:
                kept.add(line.record.id)
    for line in [one for one in lines if one.refused and one.new]:
        if line.record.id not in kept:
            uow.session.delete(line.record)
        else:  # another row brings the same task in for somebody else
            next(one for one in lines if one.record is line.record and not one.refused).new = True
    uow.session.flush()


def _assign(uow: UnitOfWork, shown: ImportPreview, case: Case, line: _Line, counts: Counts) -> bool:
    """Put the row's person on its task; False where a rule forbids it."""
    assert line.person is not None
    assert isinstance(line.record, Task)
    if uow.session.query(Assignment).filter_by(task_id=line.record.id, person_id=line.person.id).first() is not None:
        return True
    column = heading(shown, "person")
    if line.person.id not in case.person_code:
        counts.rejected.append(Rejected(line.number, column, "breaks_rule", {"person": line.person.name, "why": _(GONE)}))
        return False
    task, who = case.task_code[line.record.id], case.person_code[line.person.id]
    verdict = case.board.verdict(task, who)
    bent = verdict.colour != "green"
    code, why = (verdict.reasons[0].code, case.text(verdict)) if bent else _beside(case, line.record, task, who)
    figures = {"person": line.person.name, "why": why, "rule": code}
    if verdict.colour == "red":
        counts.rejected.append(Rejected(line.number, column, "breaks_rule", figures))
        return False
    made = Assignment(task_id=line.record.id, person_id=line.person.id, pinned=True)
    if code:
        counts.warnings.append(Rejected(line.number, column, "bends_rule", figures))
        made.override_code, made.override_reason = code, _(SOURCE, file=shown.table.file_name)[:200]
    uow.session.add(made)
    uow.session.flush()
    case.board.add(task, who)
    line.assigned = True
    return True


def _beside(case: Case, record: Task, task: str, who: str) -> tuple[str, str]:
    """(code, why) of what is no broken rule and yet to be told: enough people already, or a limit without a figure."""
    if len(case.board.workers_of(task)) >= record.headcount:
        return FULL, _(FULL_TEXT)
    lacking = case.unchecked.get(who)
    return (FIGURE, " ".join(policy.missing_words(one) for one in lacking)) if lacking else ("", "")


def _number(uow: UnitOfWork, lines: list[_Line]) -> None:
    """Codes for new tasks that came without one, as tasks made by hand have them."""
    weeks: dict[date, dict[int, Task]] = defaultdict(dict)
    for line in lines:
        if line.new and not line.refused and isinstance(line.record, Task) and not line.record.code:
            weeks[monday_of(line.record.day)][line.record.id] = line.record
    for monday, found in sorted(weeks.items()):
        for task, code in zip(found.values(), next_codes(uow, monday, len(found)), strict=True):
            task.code = code

"""The week: read it, move work between people, fill it automatically, copy and publish it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models.people import Person
from workbench.models.planning import Assignment, Publication, Task, TaskTemplate, WeekPlan
from workbench.models.values import EngagementType, TaskKind, Week
from workbench.planner import texts
from workbench.planner.problem import Fixed, Problem, Worker
from workbench.planner.problem import Task as PlannerTask
from workbench.planner.problem import Window as PlannerWindow
from workbench.planner.rules import Board
from workbench.readmodels.weeks import PlanPerson, WeekBoard, WindowOfDay
from workbench.services import policy
from workbench.services.people import clean_line, clean_name, get
from workbench.services.workspace import Reader, UnitOfWork
from workbench.storage.queries import weeks as queries

ROLLING_WEEKS = 8
FIELDS = ("title", "kind", "start_minute", "end_minute", "place", "territory_id", "customer_id", "skill_id", "skill_level", "headcount", "priority", "is_prime")


# ---------------------------------------------------------------- reading


def load_week(conn: Reader, monday: date, today: date) -> WeekBoard:
    """The whole week in a dozen statements, for up to 500 people."""
    ground = queries.ground(conn, monday)
    history = queries.history(conn, monday - timedelta(weeks=ROLLING_WEEKS), monday)
    law = policy.load_law(conn)
    calendar = policy.load_calendar(conn)
    number, at = queries.state(conn, monday)
    templates, before = queries.counts(conn, monday)
    days = [monday + timedelta(days=n) for n in range(7)]
    people = tuple(_person(row, ground, history, law, days) for row in ground.people)
    state = "past" if monday + timedelta(days=6) < today else "published" if number else "draft"
    rows = [calendar.row(day) for day in days]
    return WeekBoard(
        monday, state, number, at, people, queries.tasks(conn, monday), queries.assignments(conn, monday), tuple(r.name if r else "" for r in rows),
        tuple(calendar.is_working(day) for day in days), calendar.has_year(monday.year), templates, before,
    )  # fmt: skip


def _person(row: Any, ground: queries.Ground, history: dict[int, tuple[int, int]], law: Any, days: Sequence[date]) -> PlanPerson:
    engagement = ground.engagements.get(row.id)
    kind = engagement.type if engagement else EngagementType.FULL_TIME
    part_time = kind is EngagementType.PART_TIME
    code = "part_time_week_minutes" if part_time else "full_time_week_minutes"
    free = kind in (EngagementType.SERVICES, EngagementType.PLATFORM, EngagementType.STUDENT)
    limit = None if free else law.value(code, days[0])
    minutes, primes = history.get(row.id, (0, 0))
    territories = ground.territories.get(row.id, [])
    ends = [end for end in (row.left_on, engagement.end_on if engagement else None) if end is not None]
    return PlanPerson(
        row.id, row.code, row.name, row.search, row.line.value, kind.value, territories[0][1] if territories else "", tuple(ground.skills.get(row.id, ())),
        tuple(t[0] for t in territories), _windows(ground, row.id, days), _leave(ground, row.id), row.min_minutes, row.max_minutes, row.wished_minutes, limit,
        law.value("part_time_day_minutes", days[0]) if part_time else None, engagement.other_employer_minutes if engagement else 0, minutes,
        row.wished_minutes * ROLLING_WEEKS if minutes else 0, primes, row.hired_on or (engagement.start_on if engagement else None), min(ends, default=None),
        row.field_consent_on is not None, tuple(ground.owns.get(row.id, ())),
    )  # fmt: skip


def _windows(ground: queries.Ground, person_id: int, days: Sequence[date]) -> tuple[WindowOfDay, ...]:
    """The weekly pattern on real days: exceptions take windows away (leave is kept apart) or add them."""
    found = []
    exceptions = ground.exceptions.get(person_id, [])
    for day in days:
        spans = [(s, e, p) for weekday, s, e, p in ground.windows.get(person_id, ()) if weekday == day.weekday()]
        for on, start, end, kind, _reason in exceptions:
            if on != day:
                continue
            if kind.value == "available":
                spans.append((start, end, 3))
            elif kind.value == "unavailable":
                spans = [part for s, e, p in spans for part in ((s, min(e, start), p), (max(s, end), e, p)) if part[0] < part[1]]
        found += [WindowOfDay(day, s, e, p) for s, e, p in sorted(spans)]
    return tuple(found)


def _leave(ground: queries.Ground, person_id: int) -> tuple[tuple[date, int, int, str], ...]:
    return tuple((on, start, end, reason) for on, start, end, kind, reason in ground.exceptions.get(person_id, []) if kind.value == "leave")


def problem_of(week: WeekBoard) -> Problem:
    """The planner's problem of a week; people, tasks and places by code."""
    workers = tuple(
        Worker(
            code=p.code, name=p.name, skills=p.skills, territories=frozenset(p.territories),
            windows=tuple(PlannerWindow(w.day, w.start, w.end, w.preference) for w in p.windows), leave=p.leave, min_minutes=p.min_minutes, max_minutes=p.max_minutes,
            wished_minutes=p.wished_minutes, week_limit=p.week_limit, day_average_limit=p.day_average_limit, history_assigned=p.history_assigned,
            history_wished=p.history_wished, prime_before=p.prime_before, valid_from=p.valid_from, valid_to=p.valid_to, consent=p.consent, owns=frozenset(p.owns),
        )
        for p in week.people
    )  # fmt: skip
    tasks = tuple(
        PlannerTask(
            code=t.code, title=t.title, kind=t.kind, day=t.day, start=t.start, end=t.end, lat=t.lat, lon=t.lon, territory=t.territory, skill=t.skill, level=t.level,
            headcount=t.headcount, priority=t.priority, prime=t.prime, customer=t.customer, needs_consent=t.needs_consent,
        )
        for t in week.tasks
    )  # fmt: skip
    here = {p.code for p in week.people}
    fixed = tuple(Fixed(a.task, a.person, a.pinned or bool(a.override_code), week.published_number > 0) for a in week.assignments if a.person in here)
    return Problem(week.monday, workers, tasks, fixed)


def board_of(week: WeekBoard) -> Board:
    """Ready for many questions: verdicts, reasons, candidates."""
    here = {p.code for p in week.people}
    return Board(problem_of(week), [(a.task, a.person) for a in week.assignments if a.person in here])


# ---------------------------------------------------------------- tasks


def save_task(uow: UnitOfWork, *, task_id: int | None = None, day: date | None = None, **fields: Any) -> int:
    """A new task or a changed one."""
    if "title" in fields:
        fields["title"] = clean_name(fields["title"])
    if "kind" in fields:
        fields["kind"] = TaskKind(fields["kind"])
    task = get(uow, Task, task_id) if task_id else Task(kind=TaskKind.VISIT, skill_level=1, headcount=1, priority=2)
    if day is not None:
        task.day = day
    for name, value in fields.items():
        if name not in FIELDS:
            raise Refused(N_("These fields do not exist: {fields}. Nothing was changed."), code="FIELD", fields=name)
        setattr(task, name, clean_line(value) if name == "place" else value)
    if not 0 <= task.start_minute < task.end_minute <= 1440:
        raise Refused(N_("A task needs a start before its end, within one day. Nothing was changed."), code="TIME")
    if task.headcount is not None and not 1 <= task.headcount <= 99:
        raise Refused(N_("A task needs between 1 and 99 people. Nothing was changed."), code="HEADS")
    uow.session.add(task)
    uow.session.flush()
    if not task.code:
        task.code = f"T{task.day:%y%m%d}-{task.id}"
    return task.id


def remove_task(uow: UnitOfWork, task_id: int) -> int:
    """With its assignments, as one step."""
    for row in uow.session.query(Assignment).filter_by(task_id=task_id):
        uow.session.delete(row)
    uow.session.flush()
    uow.session.delete(get(uow, Task, task_id))
    return task_id


def fill_from_templates(uow: UnitOfWork, monday: date) -> int:
    """One task of each active template that the week does not have yet; returns how many."""
    present = {row[0] for row in uow.session.query(Task.template_id).filter(Task.day >= monday, Task.day < monday + timedelta(days=7))}
    made = 0
    for template in uow.session.query(TaskTemplate).filter(TaskTemplate.active):
        if template.id in present:
            continue
        fields = {name: getattr(template, name) for name in FIELDS}
        task = Task(day=monday + timedelta(days=template.weekday), template_id=template.id, **fields)
        uow.session.add(task)
        uow.session.flush()
        task.code = f"T{task.day:%y%m%d}-{task.id}"
        made += 1
    return made


@dataclass(frozen=True, slots=True)
class Copied:
    """What copying a week did; assignments that would break a rule now are left out."""

    tasks: int
    assigned: int
    left_out: int


def copy_last_week(uow: UnitOfWork, monday: date, today: date) -> Copied:
    """Tasks of the week before, and of their people those whom no rule forbids this week."""
    before = monday - timedelta(days=7)
    made: dict[int, Task] = {}
    for task in uow.session.query(Task).filter(Task.day >= before, Task.day < monday).order_by(Task.id):
        fields = {name: getattr(task, name) for name in FIELDS}
        copy = Task(day=task.day + timedelta(days=7), template_id=task.template_id, note=task.note, **fields)
        uow.session.add(copy)
        uow.session.flush()
        copy.code = f"T{copy.day:%y%m%d}-{copy.id}"
        made[task.id] = copy
    uow.session.flush()
    board = board_of(load_week(uow.connection, monday, today))
    people = {row[0]: row[1] for row in uow.session.query(Person.id, Person.code)}
    known = {worker.code for worker in problem_of(load_week(uow.connection, monday, today)).workers}
    assigned = left_out = 0
    old = uow.session.query(Assignment).join(Task, Task.id == Assignment.task_id).filter(Task.day >= before, Task.day < monday).order_by(Assignment.id)
    for row in old:
        copy, code = made[row.task_id], people[row.person_id]
        if code in known and board.verdict(copy.code, code).colour == "green":
            board.add(copy.code, code)
            uow.session.add(Assignment(task_id=copy.id, person_id=row.person_id))
            assigned += 1
        else:
            left_out += 1
    uow.session.flush()
    return Copied(len(made), assigned, left_out)


# ---------------------------------------------------------------- assignments


def _check(uow: UnitOfWork, task: Task, person: Person, today: date, reason: str, *, without: Iterable[tuple[str, str]] = ()) -> tuple[str, str]:
    """The rule that was set aside and why; refused in words when no reason can help or none was given."""
    week = load_week(uow.connection, Week.from_date(task.day).monday, today)
    board = board_of(week)
    for pair in without:
        if board.has(*pair):
            board.remove(*pair)
    if person.code not in {p.code for p in week.people}:
        raise Refused(N_("{name} is not here in that week. Nothing was changed."), code="CONTRACT", name=person.name)
    verdict = board.verdict(task.code or f"#{task.id}", person.code)
    if verdict.colour == "green":
        return "", ""
    words = "; ".join(texts.reason(one) for one in verdict.reasons)
    if verdict.colour == "red":
        raise Refused(N_("{name} cannot do this: {why}. Nothing was changed."), code=verdict.reasons[0].code, name=person.name, why=words)
    if not reason.strip():
        raise Refused(N_("{name} can do this only with a reason: {why}."), code="REASON", name=person.name, why=words)
    return verdict.reasons[0].code, clean_line(reason)


def assign(uow: UnitOfWork, task_id: int, person_id: int, today: date, reason: str = "") -> int:
    """Give a task to a person; a rule that may be set aside needs the reason, the others refuse."""
    task, person = get(uow, Task, task_id), get(uow, Person, person_id)
    if uow.session.query(Assignment).filter_by(task_id=task_id, person_id=person_id).first() is not None:
        raise Refused(N_("{name} has this task already. Nothing was changed."), code="TWICE", name=person.name)
    code, why = _check(uow, task, person, today, reason)
    row = Assignment(task_id=task_id, person_id=person_id, override_code=code, override_reason=why)
    uow.session.add(row)
    uow.session.flush()
    return row.id


def move(uow: UnitOfWork, assignment_id: int, person_id: int, today: date, *, day: date | None = None, reason: str = "") -> int:
    """Drag a block to another person or another day (the task moves with all its people's consent asked by rule)."""
    row = get(uow, Assignment, assignment_id)
    task, old, new = get(uow, Task, row.task_id), get(uow, Person, row.person_id), get(uow, Person, person_id)
    if day is not None and day != task.day:
        task.day = day
        uow.session.flush()
    if person_id != row.person_id and uow.session.query(Assignment).filter_by(task_id=task.id, person_id=person_id).first() is not None:
        raise Refused(N_("{name} has this task already. Nothing was changed."), code="TWICE", name=new.name)
    code, why = _check(uow, task, new, today, reason, without=[(task.code or f"#{task.id}", old.code)])
    row.person_id, row.override_code, row.override_reason, row.by_solver = person_id, code, why, False
    uow.session.flush()
    return assignment_id


def unassign(uow: UnitOfWork, assignment_id: int) -> int:
    uow.session.delete(get(uow, Assignment, assignment_id))
    return assignment_id


def pin(uow: UnitOfWork, assignment_id: int, *, pinned: bool = True) -> int:
    """A pinned assignment stays where it is when the week is planned again."""
    get(uow, Assignment, assignment_id).pinned = pinned
    return assignment_id


def keep_plan(uow: UnitOfWork, monday: date, pairs: Sequence[tuple[str, str]], today: date) -> dict[str, int]:
    """Write a solved plan as one step: what is pinned or set aside by a reason stays, the rest becomes the plan."""
    week = load_week(uow.connection, monday, today)
    wanted = set(pairs)
    tasks, people = {t.code: t.id for t in week.tasks}, {p.code: p.id for p in week.people}
    removed = added = 0
    present = set()
    for a in week.assignments:
        pair = (a.task, a.person)
        present.add(pair)
        if pair not in wanted and not a.pinned and not a.override_code and a.person in people:
            uow.session.delete(get(uow, Assignment, a.id))
            removed += 1
    uow.session.flush()
    for task, person in sorted(wanted - present):
        uow.session.add(Assignment(task_id=tasks[task], person_id=people[person], by_solver=True))
        added += 1
    uow.session.flush()
    return {"added": added, "removed": removed, "kept": len(present & wanted)}


def publish(uow: UnitOfWork, monday: date, today: date, reason: str = "") -> int:
    """A frozen copy of the week with the next number; from the second on a reason is asked. Returns the number."""
    week = load_week(uow.connection, monday, today)
    if not week.assignments:
        raise Refused(N_("Nobody is planned in this week yet, so there is nothing to publish. Nothing was changed."), code="EMPTY")
    if week.published_number and not reason.strip():
        raise Refused(N_("This week was published before; a new version needs a reason. Nothing was changed."), code="REASON")
    people: dict[str, list[str]] = {}
    for a in week.assignments:
        people.setdefault(a.task, []).append(a.person)
    content = json.dumps(
        [{"task": t.code, "title": t.title, "day": t.day.isoformat(), "start": t.start, "end": t.end, "people": sorted(people.get(t.code, []))} for t in week.tasks],
        ensure_ascii=False, sort_keys=True, separators=(",", ":"),
    )  # fmt: skip
    at = datetime.now(UTC)
    number = week.published_number + 1
    digest = hashlib.sha256(content.encode()).hexdigest()
    uow.session.add(Publication(monday=monday, number=number, published_at=at, content=content, sha256=digest, reason=clean_line(reason)))
    plan = uow.session.query(WeekPlan).filter_by(monday=monday).first() or WeekPlan(monday=monday)
    plan.published_at, plan.published_number = at, number
    uow.session.add(plan)
    uow.session.flush()
    return number

"""Telling people their week: a publication is a copy that never changes, only followed by the next number with a reason."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workbench import i18n
from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models.planning import Publication, WeekPlan
from workbench.readmodels.planning import AssignmentRow, PersonRow, TaskRow, ToldChange
from workbench.services import policy
from workbench.services.people import clean_line
from workbench.services.workspace import Reader, UnitOfWork
from workbench.storage.queries import planning as queries


@dataclass(frozen=True, slots=True)
class Told:
    """What a publication says of one task."""

    title: str
    day: date
    start: int
    end: int
    people: tuple[str, ...]


def content_of(tasks: Iterable[TaskRow], assignments: Iterable[AssignmentRow], codes: Mapping[int, str]) -> str:
    """Canonical JSON: tasks by day, start and code, people by their codes; same plan, same text."""
    people: dict[int, list[str]] = defaultdict(list)
    for one in assignments:
        people[one.task_id].append(codes[one.person_id])
    rows = sorted(tasks, key=lambda task: (task.day, task.start, task.code or f"#{task.id}"))
    entries = [
        {
            "task": t.code or f"#{t.id}",
            "title": t.title,
            "day": t.day.isoformat(),
            "start": t.start,
            "end": t.end,
            "people": sorted(people[t.id]),
        }
        for t in rows
    ]
    return json.dumps(entries, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def told(conn: Reader, monday: date) -> dict[str, Told]:
    """The newest publication by task code; empty for a draft."""
    return _read(queries.publication_content(conn, monday))


def told_before(conn: Reader, monday: date) -> list[tuple[int, dict[str, Told]]]:
    """Every publication of a week as (number, what it told), the oldest first."""
    return [(number, _read(content)) for number, content in queries.publication_contents(conn, monday)]


def _read(content: str) -> dict[str, Told]:
    if not content:
        return {}
    return {
        entry["task"]: Told(entry["title"], date.fromisoformat(entry["day"]), entry["start"], entry["end"], tuple(entry["people"]))
        for entry in json.loads(content)
    }


def publish(uow: UnitOfWork, monday: date, now: datetime, reason: str = "") -> int:
    """Publish the week as it is now; returns the number. From the second on a reason is needed, and something must have changed."""
    if monday + timedelta(days=6) < i18n.local(now).date():
        raise Refused(N_("That week is over; its plan stays as it was. Nothing was published."), code="OVER")
    tasks = queries.tasks(uow.connection, monday)
    if not tasks:
        raise Refused(N_("This week holds no tasks, so there is nothing to publish. Add tasks first."), code="EMPTY")
    given = queries.assignments(uow.connection, monday)
    codes = {row.id: row.code for row in queries.people(uow.connection, monday)}
    content = content_of(tasks, given, codes)
    digest = hashlib.sha256(content.encode()).hexdigest()
    earlier = queries.publications(uow.connection, monday)
    reason = clean_line(reason)
    if earlier and earlier[0].sha256 == digest:
        raise Refused(
            N_("Nothing was changed since version {number} was published, so no new version was made."),
            code="SAME",
            number=earlier[0].number,
        )
    if earlier and not reason:
        raise Refused(
            N_("This week was published already. Say why it changes: the reason is kept with version {number}."),
            code="REASON",
            number=earlier[0].number + 1,
        )
    number = earlier[0].number + 1 if earlier else 1
    uow.session.add(Publication(monday=monday, number=number, published_at=now, content=content, sha256=digest, reason=reason))
    plan = week_plan(uow, monday)
    plan.published_number, plan.published_at = number, now
    uow.session.flush()
    return number


def week_plan(uow: UnitOfWork, monday: date) -> WeekPlan:
    """The state of a week, made when it is first needed."""
    found = uow.session.query(WeekPlan).filter_by(monday=monday).first()
    if found is None:
        found = WeekPlan(monday=monday, published_number=0)
        uow.session.add(found)
        uow.session.flush()
    return found


def changes_since(
    before: Mapping[str, Told], tasks: Iterable[TaskRow], assignments: Iterable[AssignmentRow], codes: Mapping[int, str]
) -> tuple[frozenset[tuple[int, int]], int]:
    """(assignments that are new or at another time than told, number of told assignments that are gone)."""
    if not before:
        return frozenset(), 0
    rows = {task.id: task for task in tasks}
    new, kept = set(), 0
    for one in assignments:
        task = rows[one.task_id]
        entry = before.get(task.code or f"#{task.id}")
        same = entry is not None and (entry.day, entry.start, entry.end) == (task.day, task.start, task.end)
        if entry is not None and codes[one.person_id] in entry.people:
            kept += 1
        if not same or (entry is not None and codes[one.person_id] not in entry.people):
            new.add((one.task_id, one.person_id))
    return frozenset(new), sum(len(entry.people) for entry in before.values()) - kept


def told_changes(
    before: Mapping[str, Told], tasks: Iterable[TaskRow], assignments: Iterable[AssignmentRow], people: Iterable[PersonRow]
) -> tuple[ToldChange, ...]:
    """Whose plan differs from what was told, in the order of the board; those who left the team come last, by their code."""
    rows, team = {task.id: task for task in tasks}, tuple(people)
    codes, pairs = {person.id: person.code for person in team}, tuple(assignments)
    fresh: Counter[str] = Counter(codes[person] for _task, person in changes_since(before, rows.values(), pairs, codes)[0])
    now = {(rows[one.task_id].code or f"#{one.task_id}", codes[one.person_id]) for one in pairs}
    gone: Counter[str] = Counter(who for task, entry in before.items() for who in entry.people if (task, who) not in now)
    known = {person.code: person for person in team}
    ordered = [*(person.code for person in team), *sorted({*gone} - {*known})]
    return tuple(
        ToldChange(known[code].id if code in known else 0, known[code].name if code in known else code, fresh[code], gone[code])
        for code in ordered
        if fresh[code] or gone[code]
    )


def hours_before(monday: date, now: datetime) -> float:
    """Hours from now to the begin of the week, Monday 00:00 in the zone of `now`."""
    begin = datetime.combine(monday, datetime.min.time(), now.tzinfo)
    return (begin - now) / timedelta(hours=1)


def load_short_notice(conn: Reader, monday: date, now: datetime) -> tuple[int, int] | None:
    """(hours left, usual hours) when a week is told later than the company's notice (domain 3.2); None in time or after its begin."""
    left, usual = hours_before(monday, now), policy.load_notice_hours(conn, monday)
    return (int(left), usual) if 0 < left < usual else None

"""Lists on their way out: every record of a kind as imports know it, and a week for people's calendars.

Pay and private notes are in none of them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import partial

from workbench.exchange.calendar import Event, ics_bytes
from workbench.files import safe_name
from workbench.models.values.periods import Week
from workbench.readmodels.exports import ExportList, Field, Unit
from workbench.services.planning_publish import told_before
from workbench.services.workspace import Reader, Workspace
from workbench.storage.queries import exports as queries
from workbench.storage.queries import people as queries_people
from workbench.storage.queries import planning as planning_queries

_PERSON = Field("person", Unit.NAMED, "people")
FIELDS: dict[str, tuple[Field, ...]] = {
    "people": (
        Field("code"), Field("name"), Field("team"), Field("manager", Unit.NAMED, "people"), Field("position"), Field("level"),
        Field("engagement", Unit.CHOICE, "engagement"), Field("engagement_from"), Field("line", Unit.CHOICE, "line"), Field("email"), Field("phone"), Field("hired_on"),
        Field("left_on"), Field("weekly_hours", Unit.MINUTES), Field("min_hours", Unit.MINUTES), Field("max_hours", Unit.MINUTES),
        Field("wished_hours", Unit.MINUTES), Field("territory"), Field("more_territories"), Field("skills"),
    ),
    "availability": (
        _PERSON, Field("weekday", Unit.WEEKDAY), Field("day"), Field("start", Unit.CLOCK), Field("end", Unit.CLOCK),
        Field("kind", Unit.CHOICE, "availability_kind"), Field("preference"), Field("reason"),
    ),
    "customers": (
        Field("code"), Field("name"), Field("sector"), Field("grade", Unit.CHOICE, "grade"), Field("territory"), Field("owner", Unit.NAMED, "people"),
        Field("address"), Field("lat"), Field("lon"), Field("revenue", Unit.FEN), Field("employees"), Field("contact_name"), Field("contact_phone"),
    ),
    "products": (Field("code"), Field("name"), Field("series"), Field("price", Unit.FEN)),
    "deals": (
        Field("code"), _PERSON, Field("customer", Unit.NAMED, "customers"), Field("product", Unit.NAMED, "products"),
        Field("stage", Unit.CHOICE, "stage"), Field("opened_on"), Field("closed_on"), Field("value", Unit.FEN), Field("collected", Unit.FEN),
        Field("refunded", Unit.FEN), Field("channel"),
    ),
    "targets": (
        _PERSON, Field("metric", Unit.CHOICE, "metric"), Field("start_on"), Field("end_on"), Field("value", Unit.FEN),
        Field("basis", Unit.CHOICE, "target_basis"), Field("source"),
    ),
    "tasks": (
        Field("code"), Field("title"), Field("kind", Unit.CHOICE, "task_kind"), Field("day"), Field("start", Unit.CLOCK), Field("end", Unit.CLOCK),
        Field("place"), Field("customer", Unit.NAMED, "customers"), Field("territory"), Field("skill"), Field("level"), Field("headcount"),
        Field("priority", Unit.CHOICE, "priority"), Field("prime", Unit.CHOICE, "flag"),
        Field("earliest", Unit.CLOCK), Field("latest", Unit.CLOCK), Field("together"), Field("people", Unit.PEOPLE, "people"),
        Field("barred", Unit.PEOPLE, "people"), Field("after"),
    ),
    "demand": (
        Field("title"), Field("place"), Field("weekday", Unit.WEEKDAY), Field("start", Unit.CLOCK), Field("end", Unit.CLOCK), Field("people"),
    ),
}  # fmt: skip
"""Fields of each kind in the order of `storage/queries/exports.py`."""

KINDS = tuple(FIELDS)


def load_list(conn: Reader, kind: str, today: date, *, monday: date | None = None) -> ExportList:
    """Every record of one of `KINDS`; of tasks only those of one week when its Monday is given. KeyError for another kind."""
    lists = tuple(sorted({field.detail for field in FIELDS[kind] if field.unit in (Unit.NAMED, Unit.PEOPLE)}))
    return ExportList(kind, FIELDS[kind], _rows(conn, kind, today, monday), queries.names(conn, lists))


def _rows(conn: Reader, kind: str, today: date, monday: date | None) -> queries.Rows:
    if kind == "people":
        return queries.people(conn, today)
    if kind == "customers":
        return queries.customers(conn, today)
    if kind == "tasks":
        return queries.tasks(conn, monday)
    return {
        "availability": queries.availability,
        "products": queries.products,
        "deals": queries.deals,
        "targets": queries.targets,
        "demand": queries.demand,
    }[kind](conn)


def only_of(found: ExportList, person_code: str) -> ExportList:
    """The same list with the rows of one person: whose they are, or who is among those who do it."""
    places = (
        [0]
        if found.kind == "people"
        else [place for place, field in enumerate(found.fields) if field.detail == "people" and field.code != "barred"]
    )
    kept = tuple(row for row in found.rows if any(_has(row[place], person_code) for place in places))
    return ExportList(found.kind, found.fields, kept, found.names)


def _has(cell: object, code: str) -> bool:
    return code in cell if isinstance(cell, tuple) else cell == code


def load_events(conn: Reader, monday: date, database_id: str, person_id: int | None = None) -> tuple[Event, ...]:
    """A week's assignments, of everybody or of one person, for calendars; told ones that are gone as cancelled.

    An assignment has the same key in each export of this database. Its revision grows with every publication, and by one more
    while it differs from the newest: a calendar takes the newer one, also where somebody is given back what was taken away.
    """
    people = {row.code: row for row in planning_queries.people(conn, monday)}
    codes = {row.id: code for code, row in people.items()}
    tasks = {task.id: task for task in planning_queries.tasks(conn, monday)}
    earlier = told_before(conn, monday)
    newest = earlier[-1][1] if earlier else {}
    found: dict[tuple[str, str], Event] = {}
    for one in planning_queries.assignments(conn, monday):
        task, who = tasks[one.task_id], codes[one.person_id]
        name = task.code or f"#{task.id}"
        entry = newest.get(name)
        same = entry is not None and who in entry.people and (entry.day, entry.start, entry.end) == (task.day, task.start, task.end)
        revision = 2 * len(earlier) + (not same)
        found[name, who] = _event(
            database_id, monday, name, who, task.title, task.day, task.start, task.end, revision, task.place, task.note
        )
    for _number, publication in reversed(earlier):
        for name, entry in publication.items():
            for who in entry.people:
                revision = 2 * len(earlier) + (publication is newest)  # in the newest: taken away since
                gone = _event(database_id, monday, name, who, entry.title, entry.day, entry.start, entry.end, revision)
                found.setdefault((name, who), replace(gone, cancelled=True))
    mine = None if person_id is None else codes.get(person_id, "")
    return tuple(
        one if mine is not None else replace(one, title=f"{one.title} · {people[who].name if who in people else who}")
        for (_task, who), one in found.items()
        if mine is None or who == mine
    )


def _event(
    database: str, monday: date, task: str, who: str, title: str, day: date, start: int, end: int, revision: int, place: str = "", note: str = ""
) -> Event:  # fmt: skip
    return Event(f"{database}/{monday}/{task}/{who}", title, day, start, end, place, note, revision)


def calendar_files(workspace: Workspace, monday: date, now: datetime, only: int | None = None) -> list[tuple[str, bytes]]:
    """(file name, calendar) of everybody, or of `only`, whose week holds a task or held one when it was told; `now` is aware."""
    week = str(Week.from_date(monday))
    zone = workspace.read(queries_people.organisation).zone
    found = []
    for row in workspace.read(lambda conn: planning_queries.people(conn, monday)):
        if only is not None and row.id != only:
            continue
        events = workspace.read(partial(load_events, monday=monday, database_id=workspace.database_id, person_id=row.id))
        if events:
            name = safe_name(f"{week} {row.code} {row.name}") + ".ics"
            found.append((name, ics_bytes(events, name=f"{row.name} {week}", made_at=now, zone=zone)))
    return found

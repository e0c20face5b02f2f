"""Writing imported tasks: dated ones into their week, weekday ones as templates."""

from __future__ import annotations

from typing import Any

from workbench.models.customers import Customer
from workbench.models.people import Person, Skill, Territory
from workbench.models.planning import Assignment, Task, TaskTemplate
from workbench.models.values import TaskKind
from workbench.readmodels.exchange import ImportPreview
from workbench.services.import_records import Book, Counts, place_search, put, records, searchable
from workbench.services.workspace import UnitOfWork


def tasks(uow: UnitOfWork, shown: ImportPreview) -> Counts:
    """Tasks by code, else by day, start and title; templates by weekday, start and title."""
    counts = Counts()
    books = {
        "customer": Book(uow, Customer, "C", place_search),
        "territory": Book(uow, Territory, "A", place_search),
        "skill": Book(uow, Skill, "S"),
    }
    persons = Book(uow, Person, "P", searchable)
    for row in records(shown):
        refs = {name: book.have(row.get(name)) for name, book in books.items()}
        person = persons.have(row.get("person"))
        uow.session.flush()
        begin = row.get("start")
        start: int = 540 if begin is None else begin
        end = row.get("end") or min(1440, start + (row.get("minutes") or 60))
        values: dict[str, Any] = {
            "title": row["title"], "kind": TaskKind(row["kind"]) if row.get("kind") else None, "start_minute": start, "end_minute": end, "place": row.get("place"),
            **{f"{name}_id": found.id if found else None for name, found in refs.items()},
            "skill_level": row.get("level"), "headcount": row.get("headcount"), "priority": row.get("priority"), "is_prime": row.get("prime"),
        }  # fmt: skip
        found = _find(uow, row, start)
        if found is None:
            made = {"kind": TaskKind.VISIT if row.get("customer") else TaskKind.SHIFT, **{k: v for k, v in values.items() if v is not None}}
            record: Task | TaskTemplate = (
                Task(code=row.get("code") or "", day=row["day"], **made) if row.get("day") else TaskTemplate(weekday=row["weekday"], **made)
            )
            uow.session.add(record)
            uow.session.flush()
            touched = False
        else:
            record, touched = found, put(found, **values)
        if person is not None and isinstance(record, Task):
            touched |= _assign(uow, record, person)
        counts.note(new=found is None, touched=touched)
    uow.session.flush()
    return counts


def _find(uow: UnitOfWork, row: dict[str, Any], start: int) -> Task | TaskTemplate | None:
    if not row.get("day"):
        return uow.session.query(TaskTemplate).filter_by(weekday=row["weekday"], start_minute=start, title=row["title"]).first()
    if row.get("code"):
        return uow.session.query(Task).filter_by(code=row["code"]).first()
    return uow.session.query(Task).filter_by(day=row["day"], start_minute=start, title=row["title"]).first()


def _assign(uow: UnitOfWork, task: Task, person: Person) -> bool:
    if uow.session.query(Assignment).filter_by(task_id=task.id, person_id=person.id).first() is not None:
        return False
    uow.session.add(Assignment(task_id=task.id, person_id=person.id, pinned=True))
    return True

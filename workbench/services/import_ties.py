"""What a file says of imported tasks besides themselves: who may not do them, and which tasks come before.

Whoever may not do a task must be known: a row that names somebody else is refused, never brought in without its bar.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.errors import Refused
from workbench.models.people import Person
from workbench.models.planning import Task, TaskBarred, TaskOrder, TaskTemplate
from workbench.readmodels.exchange import ImportPreview, Rejected
from workbench.services import planning_bonds
from workbench.services.import_records import Book, Counts, heading
from workbench.services.planning_read import monday_of
from workbench.services.workspace import UnitOfWork


class Ties:
    """The bars and the order of one file: looked at before a row is written, written after all of them are."""

    def __init__(self, uow: UnitOfWork, shown: ImportPreview) -> None:
        self._uow, self._shown = uow, shown
        self._people = Book(uow, Person, "P")
        self._barred: dict[int, frozenset[int]] = {}
        self._after: dict[int, tuple[str, ...]] = {}
        places = {name: place for place, name in enumerate(shown.fields)}
        day, code = places.get("day"), places.get("code")
        self._coming = {
            (str(row[code]), monday_of(row[day])) for row in shown.rows if code is not None and day is not None and row[code] and row[day]
        }

    def refused(self, number: int, row: Mapping[str, Any]) -> Rejected | None:
        """Why the row cannot come in: somebody or a task that it names is not known. Notes what it says otherwise."""
        found = []
        for name in row.get("barred") or ():
            person = self._people.by_code.get(name) or self._people.find(None, name)
            if person is None:
                return Rejected(number, heading(self._shown, "barred"), "unknown_barred", {"value": name})
            found.append(person.id)
        if row.get("barred"):
            self._barred[number] = frozenset(found)
        day = row.get("day")
        for code in row.get("after") or ():
            if day is not None and (code, monday_of(day)) not in self._coming and self._task(code, day) is None:
                return Rejected(number, heading(self._shown, "after"), "unknown_before", {"value": code})
        if row.get("after"):
            self._after[number] = tuple(row["after"])
        return None

    def _task(self, code: str, day: Any) -> Task | None:
        found = self._uow.session.query(Task).filter_by(code=code).first()
        return found if found is not None and monday_of(found.day) == monday_of(day) else None

    def write(self, records: Mapping[int, Task | TaskTemplate], counts: Counts) -> set[int]:
        """Write what the rows said; the numbers of those that changed something. Warns of what cannot be held."""
        changed = set()
        for number, record in records.items():
            if number not in self._barred and number not in self._after:
                continue
            if not isinstance(record, Task):
                counts.warnings.append(
                    Rejected(number, heading(self._shown, "barred" if number in self._barred else "after"), "weekly_bonds")
                )
            elif self._set(number, record, counts):
                changed.add(number)
        return changed

    def _set(self, number: int, record: Task, counts: Counts) -> bool:
        query, touched = self._uow.session.query, False
        wanted: dict[str, frozenset[int]] = {}
        if number in self._barred and self._barred[number] != {one.person_id for one in query(TaskBarred).filter_by(task_id=record.id)}:
            wanted["barred"] = self._barred[number]
        before = frozenset(task.id for code in self._after.get(number, ()) if (task := self._task(code, record.day)) is not None)
        if number in self._after and before != {one.first_id for one in query(TaskOrder).filter_by(task_id=record.id)}:
            wanted["after"] = before
        for name, ids in wanted.items():
            try:
                planning_bonds.set_bonds(self._uow, record, monday_of(record.day), {name: ids})
                touched = True
            except Refused:  # a circle, or the task itself: the task comes in without its order
                counts.warnings.append(Rejected(number, heading(self._shown, name), "after_circle", {"task": record.title}))
        return touched

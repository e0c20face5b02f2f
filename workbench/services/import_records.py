"""Writing imported people, their availability and customers: found again, changed precisely, or added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from workbench.errors import Refused
from workbench.models.customers import Customer, CustomerOwner
from workbench.models.people import (
    AvailabilityException,
    AvailabilityWindow,
    ExceptionKind,
    Person,
    PersonSkill,
    PersonTerritory,
    Skill,
    Team,
    Territory,
)
from workbench.models.values.codes import CustomerGrade, SalesLine
from workbench.readmodels.exchange import ImportPreview, Rejected
from workbench.services import names
from workbench.services.import_terms import Terms
from workbench.services.workspace import UnitOfWork

TOLD_EVERY: Final = 50  # rows between two words about the progress

Tell = Callable[[int, int], None]
"""Hears of rows done and rows in all while they are written; what it raises ends the import, and nothing of it is kept."""


def silent(_done: int, _rows: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Run:
    """One import under way: its day, and who hears how far it is."""

    today: date
    tell: Tell = silent


@dataclass
class Counts:
    """Rows that made, changed or found a record, and those that only the database could refuse or warn of."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    warnings: list[Rejected] = field(default_factory=list)

    def note(self, *, new: bool, touched: bool) -> None:
        if new:
            self.added += 1
        elif touched:
            self.changed += 1
        else:
            self.unchanged += 1


def put(row: Any, **values: Any) -> bool:
    """Set what is given and differs; True when something changed. None never empties a field."""
    touched = False
    for name, value in values.items():
        if value is not None and getattr(row, name) != value:
            setattr(row, name, value)
            touched = True
    return touched


def records(shown: ImportPreview, run: Run) -> Iterator[dict[str, Any]]:
    """The preview's rows as dictionaries by field, telling how far they are."""
    for place, row in enumerate(shown.rows):
        if place % TOLD_EVERY == 0:
            run.tell(place, len(shown.rows))
        yield dict(zip(shown.fields, row, strict=True))


@dataclass
class Book:
    """The records of one mapped class by code and by name; unknown names become new records."""

    uow: UnitOfWork
    kind: type[Any]
    prefix: str
    make: Callable[[str], dict[str, Any]] = lambda _name: {}
    by_code: dict[str, Any] = field(default_factory=dict)
    by_name: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for row in self.uow.session.query(self.kind):
            self._enter(row)

    def _enter(self, row: Any) -> None:
        self.by_code[row.code] = row
        self.by_name[row.name].append(row)

    def find(self, code: str | None, name: str | None) -> Any | None:
        """By code, else by a name that only one record bears."""
        if code:
            return self.by_code.get(code)
        same = self.by_name.get(name or "", [])
        return same[0] if len(same) == 1 else None

    def add(self, name: str, code: str | None = None, **values: Any) -> Any:
        code = code or self._free_code()
        row = self.kind(code=code, name=name, **{**self.make(name), **values})
        self.uow.session.add(row)
        self._enter(row)
        return row

    def _free_code(self) -> str:
        number = len(self.by_code) + 1
        while f"{self.prefix}{number:04d}" in self.by_code:
            number += 1
        return f"{self.prefix}{number:04d}"

    def have(self, written: str | None) -> Any | None:
        """The record of a code or name that the file uses, made when it is new; None for an empty cell."""
        if not written:
            return None
        return self.by_code.get(written) or self.find(None, written) or self.add(written)


def heading(shown: ImportPreview, field: str) -> str:
    """The column of the file that feeds a field, as people know it."""
    return next((column.heading for column in shown.mapping.columns if column.field == field), field)


def searchable(name: str) -> dict[str, Any]:
    return {"search": names.search_keys(name)}


def place_search(name: str) -> dict[str, Any]:
    return {"search": names.search_keys(name, is_person=False)}


def people(uow: UnitOfWork, shown: ImportPreview, run: Run) -> Counts:
    """People with team, manager, engagement, hours, territory and skills. A manager who is not listed becomes a person too."""
    counts = Counts()
    persons = Book(uow, Person, "P", searchable)
    teams, areas, skills = Book(uow, Team, "T"), Book(uow, Territory, "A", place_search), Book(uow, Skill, "S")
    terms = Terms(uow, run.today)
    for number, row, person, new in _listed(uow, shown, run, persons, terms, counts):
        touched = put(person, name=row["name"], code=row.get("code"))
        if touched:
            person.search = names.search_keys(row["name"])
        team, manager = teams.have(row.get("team")), _manager(persons, row)
        uow.session.flush()
        touched |= put(
            person, team_id=team.id if team else None, manager_id=manager.id if manager else None, position=row.get("position"), level=row.get("level"),
            email=row.get("email"), phone=row.get("phone"), line=SalesLine(row["line"]) if row.get("line") else None, hired_on=row.get("hired_on"),
            in_post_since=row.get("hired_on") if new else None, left_on=row.get("left_on"), min_minutes=row.get("min_hours"), max_minutes=row.get("max_hours"),
            wished_minutes=row.get("wished_hours") if row.get("wished_hours") is not None else (row.get("weekly_hours") if new else None),
        )  # fmt: skip
        changed, told = terms.write(person, row)
        touched |= changed
        counts.warnings += [Rejected(number, heading(shown, field), code, figures) for field, code, figures in told]
        touched |= _abilities(uow, person, _areas(areas, row), row.get("skills") or (), skills)
        counts.note(new=new, touched=touched)
    uow.session.flush()
    return counts


def _listed(
    uow: UnitOfWork, shown: ImportPreview, run: Run, persons: Book, terms: Terms, counts: Counts
) -> list[tuple[int, dict[str, Any], Any, bool]]:
    """Rows with their number, their person and whether it is new; everybody is known before a superior is looked for, who may stand further down."""
    found = []
    for number, row in zip(shown.numbers, records(shown, run), strict=True):
        person = persons.find(row.get("code"), row["name"]) or _superior(persons, row)
        clash = terms.clash(person, row) if person is not None else None
        if clash is not None:
            field, code, figures = clash
            counts.rejected.append(Rejected(number, heading(shown, field), code, figures))
            continue
        new = person is None
        found.append((number, row, persons.add(row["name"], row.get("code")) if person is None else person, new))
    uow.session.flush()
    return found


def _superior(persons: Book, row: dict[str, Any]) -> Any | None:
    """Who was made from the superior column of an earlier file, of whom nothing but the name was known: now the number is known too."""
    same = persons.by_name.get(row["name"], [])
    if not row.get("code") or len(same) != 1:
        return None
    one = same[0]
    if not one.is_manager or one.hired_on is not None or one.team_id is not None or one.position:
        return None
    persons.by_code[row["code"]] = one
    return one


def _manager(persons: Book, row: dict[str, Any]) -> Any | None:
    if not row.get("manager") or row["manager"] == row["name"]:
        return None
    manager = persons.have(row["manager"])
    if manager is not None and manager.id is None:
        manager.is_manager = True
    return manager


def _areas(areas: Book, row: dict[str, Any]) -> list[Any]:
    """The territories of a row, the main one first."""
    written = [row.get("territory"), *(name for name, _level in row.get("more_territories") or ())]
    return [area for area in (areas.have(one) for one in dict.fromkeys(written)) if area is not None]


def _abilities(uow: UnitOfWork, person: Person, areas: list[Any], wanted: Any, skills: Book) -> bool:
    touched = False
    known = [skills.have(name) for name, _level in wanted]
    uow.session.flush()
    own = uow.session.query(PersonTerritory).filter_by(person_id=person.id).all()
    for area in areas:
        if all(one.territory_id != area.id for one in own):
            own.append(PersonTerritory(person_id=person.id, territory_id=area.id, is_main=not any(one.is_main for one in own)))
            uow.session.add(own[-1])
            touched = True
    for skill, (_name, level) in zip(known, wanted, strict=True):
        assert skill is not None
        row = uow.session.query(PersonSkill).filter_by(person_id=person.id, skill_id=skill.id).first()
        if row is None:
            uow.session.add(PersonSkill(person_id=person.id, skill_id=skill.id, level=level or 1))
            touched = True
        else:
            touched |= put(row, level=level)
    return touched


def availability(uow: UnitOfWork, shown: ImportPreview, run: Run) -> Counts:
    """Weekly windows and dated exceptions. A weekday that the file names is replaced by what the file says of it."""
    counts = Counts()
    persons = Book(uow, Person, "P", searchable)
    weekly: dict[tuple[int, int], dict[tuple[int, int], int]] = defaultdict(dict)
    for row in records(shown, run):
        person = persons.have(row["person"])
        uow.session.flush()
        assert person is not None
        start, end = row.get("start") or 0, row.get("end") or 1440
        if row.get("day") is not None:
            kind = ExceptionKind(row.get("kind") or "unavailable")
            same = (
                uow.session.query(AvailabilityException)
                .filter_by(person_id=person.id, day=row["day"], start_minute=start, end_minute=end, kind=kind)
                .first()
            )
            if same is None:
                uow.session.add(
                    AvailabilityException(
                        person_id=person.id, day=row["day"], start_minute=start, end_minute=end, kind=kind, reason=row.get("reason") or ""
                    )
                )
            counts.note(new=same is None, touched=False)
        else:
            weekly[person.id, row["weekday"]][start, end] = row.get("preference") or 3
    for (person_id, weekday), wanted in weekly.items():
        present = {
            (w.start_minute, w.end_minute): w for w in uow.session.query(AvailabilityWindow).filter_by(person_id=person_id, weekday=weekday)
        }
        for span, window in present.items():
            if span not in wanted:
                uow.session.delete(window)
        for (start, end), preference in wanted.items():
            there = present.get((start, end))
            if there is None:
                uow.session.add(
                    AvailabilityWindow(person_id=person_id, weekday=weekday, start_minute=start, end_minute=end, preference=preference)
                )
            counts.note(new=there is None, touched=there is not None and put(there, preference=preference))
    uow.session.flush()
    return counts


def customers(uow: UnitOfWork, shown: ImportPreview, run: Run) -> Counts:
    """Customers with territory and owner; what has no field of its own is kept in the note."""
    counts = Counts()
    book = Book(uow, Customer, "C", place_search)
    areas, persons = Book(uow, Territory, "A", place_search), Book(uow, Person, "P", searchable)
    for number, row in zip(shown.numbers, records(shown, run), strict=True):
        found = book.find(row.get("code"), row["name"])
        new = found is None
        customer = found if found is not None else book.add(row["name"], row.get("code"))
        area = areas.have(row.get("territory"))
        owner: Any = persons.have(row.get("owner"))
        uow.session.flush()
        address = " ".join(part for part in (row.get("city"), row.get("address")) if part)
        extra = "\n".join(f"{label}: {row[label]}" for label in ("parent", "founded") if row.get(label))
        touched = put(
            customer, name=row["name"], sector=row.get("sector"), grade=CustomerGrade(row["grade"]) if row.get("grade") else None,
            territory_id=area.id if area else None, address=address or None, lat=row.get("lat"), lon=row.get("lon"), revenue=row.get("revenue"),
            employees=row.get("employees"), contact_name=row.get("contact_name"), contact_phone=row.get("contact_phone"), note=(extra or None) if new else None,
        )  # fmt: skip
        try:
            touched |= _owner(uow, customer.id, owner, run.today)
        except Refused as refused:  # the customer comes in all the same; who has it stays as it was
            why = "owner_left" if refused.code == "LEFT" else "owner_closed"
            counts.warnings.append(Rejected(number, heading(shown, "owner"), why, {"owner": owner.name, "customer": customer.name}))
        counts.note(new=new, touched=touched)
    uow.session.flush()
    return counts


def _owner(uow: UnitOfWork, customer_id: int, owner: Any | None, today: date) -> bool:
    from workbench.services.customers import set_owner

    if owner is None:
        return False
    spans = uow.session.query(CustomerOwner).filter(CustomerOwner.customer_id == customer_id).all()
    if any(one.person_id == owner.id and one.from_on <= today and (one.to_on is None or one.to_on >= today) for one in spans):
        return False
    set_owner(uow, customer_id, owner.id, today, keep_later=True)
    return True

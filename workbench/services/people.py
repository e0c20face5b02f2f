"""What a manager does with the team: people, engagements, abilities and the hours they may be asked for.

Each function changes mapped objects inside a unit of work; rules of labour law refuse before anything
is written. Hours are whole minutes, days are local dates.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models.base import Base
from workbench.models.people import (
    AvailabilityException,
    AvailabilityWindow,
    Engagement,
    Organisation,
    Person,
    PersonSkill,
    PersonTerritory,
    Skill,
    Team,
    Territory,
)
from workbench.models.values.codes import EngagementType
from workbench.models.values.periods import Week
from workbench.readmodels.people import EngagementRow, HoursFrame, Lists, OrganisationRow, PersonCard, PersonRow
from workbench.services import imprint, names, policy
from workbench.services.workspace import Reader, UnitOfWork
from workbench.storage.queries import people as queries

M = TypeVar("M", bound=Base)
LONGEST_NAME = 200
EDITABLE = frozenset(
    {"code", "name", "team_id", "manager_id", "line", "position", "level", "phone", "email", "is_manager", "hired_on", "in_post_since", "left_on",
     "min_minutes", "wished_minutes", "max_minutes", "home_lat", "home_lon", "cadence_days", "field_consent_on", "note", "birthday", "improvement_until"}
)  # fmt: skip


# ---------------------------------------------------------------- reads


def load_people(conn: Reader, today: date, *, with_left: bool = False) -> list[PersonRow]:
    return queries.people(conn, today, with_left=with_left)


def load_person(conn: Reader, person_id: int, today: date) -> PersonCard | None:
    return queries.person_card(conn, person_id, today)


def load_hours(conn: Reader, person_id: int, engagement: EngagementRow | None, today: date) -> HoursFrame:
    """The law's limits of the engagement, and what the present week holds of the person's hours (minutes)."""
    planned = queries.planned_minutes(conn, person_id, Week.from_date(today))
    if engagement is None:
        return HoursFrame(0, 0, planned, 0)
    day = policy.load_law(conn).find("part_time_day_minutes", today) if engagement.type is EngagementType.PART_TIME else None
    week = policy.week_limit(conn, engagement.type, today)
    return HoursFrame(week, day.value if day else 0, planned, engagement.other_employer_minutes)


def load_lists(conn: Reader) -> Lists:
    return queries.lists(conn)


def load_organisation(conn: Reader) -> OrganisationRow:
    return queries.organisation(conn)


def load_names(conn: Reader) -> list[tuple[int, str, str, str]]:
    """(id, number, name, search keys) of everybody, for the command palette."""
    return queries.names(conn)


def load_customer_names(conn: Reader) -> list[tuple[int, str, str, str]]:
    """The same of every customer."""
    return queries.customer_names(conn)


def find_person(conn: Reader, code: str) -> int:
    """Id by staff number or unique name; refused when nobody or several answer to it."""
    found = queries.id_by_code(conn, code)
    if found is None:
        raise Refused(N_("Nobody here has the staff number or the unique name “{who}”. Nothing was changed."), code="PERSON", who=code)
    return found


# ---------------------------------------------------------------- helpers


def clean_name(text: str) -> str:
    """NFC, single spaces; refused when empty or too long."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name:
        raise Refused(N_("A name is needed. Nothing was changed."), code="NAME")
    if len(name) > LONGEST_NAME:
        raise Refused(
            N_("A name can have {most} characters; this one has {count}. Nothing was changed."),
            code="NAME",
            most=LONGEST_NAME,
            count=len(name),
        )
    return name


def clean_line(text: str, most: int = 200) -> str:
    """One line of free text; refused when it would not fit."""
    line = " ".join(unicodedata.normalize("NFC", text).split())
    if len(line) > most:
        raise Refused(
            N_("This line can have {most} characters; it has {count}. Nothing was changed."), code="LENGTH", most=most, count=len(line)
        )
    return line


def get(uow: UnitOfWork, kind: type[M], row_id: int) -> M:
    """The mapped object, refused kindly when it is gone."""
    found = uow.session.get(kind, row_id)
    if found is None:
        raise Refused(N_("This entry is no longer there; it may have been undone or deleted. Nothing was changed."), code="GONE")
    return found


def _no_clash(uow: UnitOfWork, kind: type[Any], code: str, own: int | None = None) -> None:
    known = uow.session.query(kind.id).filter(kind.code == code).first()
    if known is not None and known[0] != own:
        raise Refused(N_("The number “{number}” is already taken. Nothing was changed."), code="CODE", number=code)


def next_code(uow: UnitOfWork, kind: type[Any], prefix: str, width: int = 4) -> str:
    """The next free number with a prefix, e.g. P0025."""
    taken = {row[0] for row in uow.session.query(kind.code)}
    number = len(taken) + 1
    while f"{prefix}{number:0{width}d}" in taken:
        number += 1
    return f"{prefix}{number:0{width}d}"


# ---------------------------------------------------------------- people


def add_person(uow: UnitOfWork, name: str, *, code: str = "", **fields: Any) -> int:
    """A new person; the staff number is made when none is given. Returns the id."""
    name, code = clean_name(name), clean_line(code, 40)
    if code:
        _no_clash(uow, Person, code)
    person = Person(code=code or next_code(uow, Person, "P"), name=name, search=names.search_keys(name))
    uow.session.add(person)
    _set(person, fields)
    uow.session.flush()
    return person.id


def edit_person(uow: UnitOfWork, person_id: int, **fields: Any) -> int:
    """Change some fields of a person."""
    person = get(uow, Person, person_id)
    if "name" in fields:
        fields["name"] = clean_name(fields["name"])
        person.search = names.search_keys(fields["name"])
    if "code" in fields:
        fields["code"] = clean_line(fields["code"], 40)
        if not fields["code"]:
            raise Refused(N_("A staff number is needed. Nothing was changed."), code="CODE")
        _no_clash(uow, Person, fields["code"], person_id)
    if fields.get("manager_id") == person_id:
        raise Refused(N_("Nobody can be their own superior. Nothing was changed."), code="MANAGER")
    _set(person, fields)
    return person_id


def _set(person: Person, fields: Mapping[str, Any]) -> None:
    unknown = fields.keys() - EDITABLE
    if unknown:
        raise Refused(N_("These fields do not exist: {fields}. Nothing was changed."), code="FIELD", fields=", ".join(sorted(unknown)))
    for name, value in fields.items():
        setattr(person, name, clean_line(value) if isinstance(value, str) and name != "note" else value)
    for low in ("min_minutes", "wished_minutes", "max_minutes"):
        value = getattr(person, low)
        if value is not None and not 0 <= value <= 7 * 24 * 60:
            raise Refused(N_("Weekly hours lie between 0 and 168. Nothing was changed."), code="HOURS")
    if person.max_minutes is not None and person.min_minutes is not None and person.min_minutes > person.max_minutes:
        raise Refused(N_("The minimum hours are above the maximum hours. Nothing was changed."), code="HOURS")
    if person.birthday and not _is_month_day(person.birthday):
        raise Refused(N_("A birthday is a month and a day, like 11-23. Nothing was changed."), code="BIRTHDAY")
    if person.hired_on and person.left_on and person.left_on < person.hired_on:
        raise Refused(N_("The last day lies before the first day. Nothing was changed."), code="DATES")


def _is_month_day(text: str) -> bool:
    try:
        date.fromisoformat(f"2024-{text}")  # a leap year
    except ValueError:
        return False
    return len(text) == 5


def remove_person(uow: UnitOfWork, person_id: int) -> int:
    """Take away a person whom no record names yet; a person with a history gets a last day instead (Refused by storage)."""
    person = get(uow, Person, person_id)
    for kind in (Engagement, PersonSkill, PersonTerritory, AvailabilityWindow, AvailabilityException):
        for row in uow.session.query(kind).filter(kind.person_id == person_id):
            uow.session.delete(row)
    uow.session.flush()
    uow.session.delete(person)
    return person_id


def delete(uow: UnitOfWork, kind: type[Base], row_id: int) -> int:
    uow.session.delete(get(uow, kind, row_id))
    return row_id


# ---------------------------------------------------------------- skills and territories


def set_skill(uow: UnitOfWork, person_id: int, skill_id: int, level: int, expires_on: date | None = None) -> int:
    """Give or change a skill level, 0 (none) to 5 (can teach)."""
    if not 0 <= level <= 5:
        raise Refused(N_("A skill level lies between 0 and 5. Nothing was changed."), code="LEVEL")
    row = uow.session.query(PersonSkill).filter_by(person_id=person_id, skill_id=skill_id).first()
    if row is None:
        row = PersonSkill(person_id=person_id, skill_id=skill_id)
        uow.session.add(row)
    row.level, row.expires_on = level, expires_on
    uow.session.flush()
    return row.id


def add_skill_by_name(uow: UnitOfWork, person_id: int, name: str, level: int = 1) -> int:
    """Give a skill by its name; one that nobody has yet joins the list, in the same step."""
    wanted = clean_name(name)
    known = uow.session.query(Skill).filter(Skill.name == wanted).first()
    return set_skill(uow, person_id, known.id if known is not None else add_entry(uow, "skill", wanted), level)


def add_territory_by_name(uow: UnitOfWork, person_id: int, name: str) -> int:
    """Let a person serve a territory by its name; a new one joins the list, in the same step."""
    wanted = clean_name(name)
    known = uow.session.query(Territory).filter(Territory.name == wanted).first()
    territory_id = known.id if known is not None else add_entry(uow, "territory", wanted)
    mine = [
        row.territory_id
        for row in uow.session.query(PersonTerritory).filter_by(person_id=person_id).order_by(PersonTerritory.is_main.desc())
    ]
    return set_territories(uow, person_id, [*mine, territory_id])


def remove_skill(uow: UnitOfWork, row_id: int) -> int:
    return delete(uow, PersonSkill, row_id)


def set_territories(uow: UnitOfWork, person_id: int, territory_ids: Iterable[int], main: int | None = None) -> int:
    """Exactly these territories; `main` is the one shown first."""
    wanted = list(dict.fromkeys(territory_ids))
    known = {row.territory_id: row for row in uow.session.query(PersonTerritory).filter_by(person_id=person_id)}
    for territory_id, row in known.items():
        if territory_id not in wanted:
            uow.session.delete(row)
    for territory_id in wanted:
        row = known.get(territory_id) or PersonTerritory(person_id=person_id, territory_id=territory_id)
        row.is_main = territory_id == (main or wanted[0])
        uow.session.add(row)
    return person_id


# ---------------------------------------------------------------- lists and the organisation


def add_entry(uow: UnitOfWork, kind: str, name: str, code: str = "") -> int:
    """A new team, territory or skill."""
    mapped: type[Any] = {"team": Team, "territory": Territory, "skill": Skill}[kind]
    name, code = clean_name(name), clean_line(code, 40)
    if code:
        _no_clash(uow, mapped, code)
    row = mapped(code=code or next_code(uow, mapped, kind[0].upper(), 2), name=name)
    if kind == "territory":
        row.search = names.search_keys(name, is_person=False)
    uow.session.add(row)
    uow.session.flush()
    return int(row.id)


def edit_organisation(uow: UnitOfWork, **fields: str) -> int:
    """Names that are printed on forms: company, department, superiors, form number, region of the wage table."""
    row = uow.session.query(Organisation).first() or Organisation(name="")
    for name, value in fields.items():
        if name not in ("name", "department", "zone", "manager_name", "next_manager_name", "hr_name", "form_number", "region"):
            raise Refused(N_("These fields do not exist: {fields}. Nothing was changed."), code="FIELD", fields=name)
        setattr(row, name, imprint.check(clean_line(value)) if name == "zone" else clean_line(value))
    uow.session.add(row)
    uow.session.flush()
    return row.id

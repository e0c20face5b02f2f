"""What a manager does with the team: people, engagements, abilities and the hours they may be asked for.

Each function changes mapped objects inside a unit of work; rules of labour law refuse before anything
is written. Hours are whole minutes, days are local dates.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any, TypeVar

from workbench.errors import Refused
from workbench.i18n import N_, _
from workbench.models import labour_rules
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
from workbench.models.values.codes import EngagementType, Severity
from workbench.models.values.money import Money
from workbench.models.values.periods import Week
from workbench.readmodels.people import EngagementRow, HoursFrame, Lists, OrganisationRow, PersonCard, PersonRow
from workbench.readmodels.policy import MissingFigure
from workbench.services import imprint, names, policy
from workbench.services.workspace import Reader, UnitOfWork
from workbench.storage.queries import people as queries

M = TypeVar("M", bound=Base)
LONGEST_NAME = 200
EDITABLE = frozenset(
    {"code", "name", "team_id", "manager_id", "line", "position", "level", "phone", "email", "is_manager", "hired_on", "in_post_since", "left_on",
     "min_minutes", "wished_minutes", "max_minutes", "home_lat", "home_lon", "cadence_days", "field_consent_on", "note"}
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
    if person.hired_on and person.left_on and person.left_on < person.hired_on:
        raise Refused(N_("The last day lies before the first day. Nothing was changed."), code="DATES")


def remove_person(uow: UnitOfWork, person_id: int) -> int:
    """Take away a person whom no record names yet; a person with a history gets a last day instead (Refused by storage)."""
    person = get(uow, Person, person_id)
    for kind in (Engagement, PersonSkill, PersonTerritory, AvailabilityWindow, AvailabilityException):
        for row in uow.session.query(kind).filter(kind.person_id == person_id):
            uow.session.delete(row)
    uow.session.flush()
    uow.session.delete(person)
    return person_id


# ---------------------------------------------------------------- engagement


def check_engagement(conn: Reader, fields: Mapping[str, Any], today: date) -> list[labour_rules.Finding]:
    """What labour law says to these fields, worst first; the form shows it while it is filled in."""
    law = policy.load_law(conn)
    kind: EngagementType = fields["type"]
    start: date = fields["start_on"]
    end: date | None = fields.get("end_on")
    checks = [partial(labour_rules.check_probation, kind, int(fields.get("probation_months") or 0), law, start, end)]
    if fields.get("pay_cycle_days"):
        checks.append(partial(labour_rules.check_pay_cycle, kind, int(fields["pay_cycle_days"]), law, start))
    checks.append(partial(labour_rules.check_insurance, kind, bool(fields.get("injury_insured"))))
    checks.append(partial(labour_rules.check_contract_form, kind, bool(fields.get("written")), start, today, law))
    if fields.get("hourly_pay"):
        day = max(today, start) if end is None else min(max(today, start), end)  # the minimum of the days that are still to be paid
        checks.append(partial(_check_hourly, kind, Money(int(fields["hourly_pay"])), law, day, queries.organisation(conn).region))
    found = [finding for check in checks for finding in _checked(check)]
    found += [_missing(one) for one in policy.missing_limits(law, [kind], today)]
    order = list(Severity)
    return sorted((f for f in found if f.severity is not Severity.OK), key=lambda f: -order.index(f.severity))


def _checked(check: Callable[[], list[labour_rules.Finding]]) -> list[labour_rules.Finding]:
    """A check that needs a figure nobody has entered says so: that is a finding too."""
    try:
        return check()
    except labour_rules.LawFigureMissingError as error:
        return [_missing(policy.missing_of(error))]


def _check_hourly(kind: EngagementType, hourly: Money, law: labour_rules.LawTable, day: date, region: str) -> list[labour_rules.Finding]:
    """Where no region is chosen, and no figure holds for the whole country, that is what is missing."""
    try:
        return labour_rules.check_agreed_hourly(kind, hourly, law, day, region)
    except labour_rules.LawFigureMissingError:
        if region:
            raise
        sentence = N_("The minimum wage is not checked: the region of the wage table is not filled in. Add it in Settings.")
        return [labour_rules.Finding("REGION", Severity.WARN, sentence)]


def _missing(one: MissingFigure) -> labour_rules.Finding:
    figures = {"figure": _(one.label), "day": one.day.isoformat()}
    return labour_rules.Finding("FIGURE", Severity.WARN, policy.MISSING, figures)


def allowed_fields(kind: EngagementType) -> frozenset[str]:
    """Fields of an engagement that its type may fill; forms hide the others."""
    return labour_rules.ALLOWED_FIELDS[kind]


ENGAGEMENT_FIELDS = (
    "type", "start_on", "end_on", "weekly_minutes", "hourly_pay", "monthly_pay", "pay_cycle_days", "probation_months", "written", "injury_insured",
    "other_employer_minutes",
)  # fmt: skip
AMOUNTS = ("hourly_pay", "monthly_pay", "pay_cycle_days", "probation_months", "other_employer_minutes")


def findings_in_words(conn: Reader, row: EngagementRow, today: date) -> list[str]:
    """What labour law says to an engagement, in the present language, worst first."""
    found = check_engagement(conn, {name: getattr(row, name) for name in ENGAGEMENT_FIELDS}, today)
    return [_(finding.sentence).format(**finding.figures) for finding in found]


def set_engagement(uow: UnitOfWork, person_id: int, today: date, *, engagement_id: int | None = None, **fields: Any) -> int:
    """Write a new engagement or change one; what the type forbids is refused (domain 4.1, vector 4-7)."""
    get(uow, Person, person_id)
    made = get(uow, Engagement, engagement_id) if engagement_id else Engagement(person_id=person_id)
    for name, value in fields.items():
        if name not in labour_rules.ALLOWED_FIELDS[EngagementType.FULL_TIME] | {"other_employer_minutes"}:
            raise Refused(N_("These fields do not exist: {fields}. Nothing was changed."), code="FIELD", fields=name)
        setattr(made, name, EngagementType(value) if name == "type" else value)
    for name in ("monthly_pay", "pay_cycle_days", "probation_months", "injury_insured"):
        given = fields.get(name)
        if given and not labour_rules.allows(made.type, name) and name != "probation_months":
            raise Refused(N_("This type of engagement does not have the field “{field}”. Nothing was changed."), code="FIELD", field=name)
        if not given and not labour_rules.allows(made.type, name):
            setattr(made, name, {"probation_months": 0, "injury_insured": False}.get(name))
    if made.end_on and made.end_on < made.start_on:
        raise Refused(N_("The contract ends before it starts. Nothing was changed."), code="DATES")
    if engagement_id is None or {"start_on", "end_on"} & fields.keys():
        _no_second(uow, person_id, made)
    for name in AMOUNTS:
        if (getattr(made, name) or 0) < 0:
            raise Refused(N_("A figure below zero cannot be kept here. Nothing was changed."), code="NEGATIVE")
    if not 0 <= (made.weekly_minutes or 0) <= 7 * 24 * 60:
        raise Refused(N_("Weekly hours lie between 0 and 168. Nothing was changed."), code="HOURS")
    columns = {
        c: getattr(made, c) for c in ("type", "start_on", "end_on", "probation_months", "pay_cycle_days", "injury_insured", "written")
    }
    found = labour_rules.blocks(check_engagement(uow.connection, columns, today))
    blocked = [finding for finding in found if finding.code != "UNWRITTEN"]  # a state of the world: it is recorded and said, not refused
    if blocked:
        figures: dict[str, Any] = dict(blocked[0].figures)
        raise Refused(blocked[0].sentence, code=blocked[0].code, **figures)
    uow.session.add(made)
    uow.session.flush()
    return made.id


def _no_second(uow: UnitOfWork, person_id: int, made: Engagement) -> None:
    """One engagement on any day: limits and pay rules follow from its type."""
    with uow.session.no_autoflush:
        others = [row for row in uow.session.query(Engagement).filter(Engagement.person_id == person_id) if row is not made]
    for row in others:
        if (made.end_on is None or row.start_on <= made.end_on) and (row.end_on is None or made.start_on <= row.end_on):
            sentence = N_("On these days there is another engagement already, from {start}. End that one first. Nothing was changed.")
            raise Refused(sentence, code="DATES", start=row.start_on.isoformat())


def remove_engagement(uow: UnitOfWork, engagement_id: int) -> int:
    return _delete(uow, Engagement, engagement_id)


def _delete(uow: UnitOfWork, kind: type[Base], row_id: int) -> int:
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
    return _delete(uow, PersonSkill, row_id)


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

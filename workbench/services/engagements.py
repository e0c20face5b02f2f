"""Engagements: the form and what labour law says of it, its course from begin to leave, and changes of several people at once.

Each function is one step: what has to end ends the day before, so that on any day there is at most one engagement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from workbench.errors import Refused
from workbench.i18n import N_, _
from workbench.models import labour_rules
from workbench.models.customers import CustomerOwner
from workbench.models.people import (
    Engagement,
    Person,
    PersonTerritory,
)
from workbench.models.values.codes import EngagementType, Severity
from workbench.models.values.money import Money
from workbench.readmodels.people import EngagementRow
from workbench.readmodels.policy import MissingFigure
from workbench.services import policy
from workbench.services.people import delete, get, set_skill, set_territories
from workbench.services.workspace import Reader, UnitOfWork
from workbench.storage.queries import people as queries

DAY = timedelta(days=1)
PayCheck = Callable[[EngagementType, Money, labour_rules.LawTable, date, str], list[labour_rules.Finding]]
ENGAGEMENT_FIELDS = (
    "type", "start_on", "end_on", "weekly_minutes", "hourly_pay", "monthly_pay", "pay_cycle_days", "probation_months", "written", "injury_insured",
    "other_employer_minutes",
)  # fmt: skip
AMOUNTS = ("hourly_pay", "monthly_pay", "pay_cycle_days", "probation_months", "other_employer_minutes")


# ---------------------------------------------------------------- one form and the law


def check_engagement(
    conn: Reader, fields: Mapping[str, Any], today: date, law: labour_rules.LawTable | None = None
) -> list[labour_rules.Finding]:
    """What labour law says to these fields, worst first; the form shows it while it is filled in.

    Who asks about many engagements gives the figures of law, so that they are read once.
    """
    law = policy.load_law(conn) if law is None else law
    kind: EngagementType = fields["type"]
    start: date = fields["start_on"]
    end: date | None = fields.get("end_on")
    checks = [partial(labour_rules.check_probation, kind, int(fields.get("probation_months") or 0), law, start, end)]
    if fields.get("pay_cycle_days"):
        checks.append(partial(labour_rules.check_pay_cycle, kind, int(fields["pay_cycle_days"]), law, start))
    checks.append(partial(labour_rules.check_agreed_week, kind, int(fields.get("weekly_minutes") or 0), law, max(today, start)))
    checks.append(partial(labour_rules.check_insurance, kind, bool(fields.get("injury_insured"))))
    checks.append(partial(labour_rules.check_contract_form, kind, bool(fields.get("written")), start, today, law))
    day = max(today, start) if end is None else min(max(today, start), end)  # the minimum of the days that are still to be paid
    for name, check in (("hourly_pay", labour_rules.check_agreed_hourly), ("monthly_pay", labour_rules.check_agreed_monthly)):
        if fields.get(name):
            checks.append(partial(_check_pay, check, kind, Money(int(fields[name])), law, day, queries.organisation(conn).region))
    found = [finding for one in checks for finding in _checked(one)]
    found += [_missing(one) for one in policy.missing_limits(law, [kind], today)]
    order = list(Severity)
    return sorted((f for f in found if f.severity is not Severity.OK), key=lambda f: -order.index(f.severity))


def blocking(conn: Reader, fields: Mapping[str, Any], today: date, law: labour_rules.LawTable | None = None) -> list[labour_rules.Finding]:
    """For what an engagement is not written, worst first. Hours and pay are facts: they are recorded and told."""
    names = ("type", "start_on", "end_on", "probation_months", "pay_cycle_days", "injury_insured", "written")
    found = labour_rules.blocks(check_engagement(conn, {name: fields.get(name) for name in names}, today, law))
    return [finding for finding in found if finding.code != "UNWRITTEN"]  # a state of the world: it is recorded and said, not refused


def _checked(check: Callable[[], list[labour_rules.Finding]]) -> list[labour_rules.Finding]:
    """A check that needs a figure nobody has entered says so: that is a finding too."""
    try:
        return check()
    except labour_rules.LawFigureMissingError as error:
        return [_missing(policy.missing_of(error))]


def _check_pay(
    check: PayCheck, kind: EngagementType, pay: Money, law: labour_rules.LawTable, day: date, region: str
) -> list[labour_rules.Finding]:
    """Where no region is chosen, and no figure holds for the whole country, that is what is missing."""
    try:
        return check(kind, pay, law, day, region)
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


def findings_in_words(conn: Reader, row: EngagementRow, today: date) -> list[str]:
    """What labour law says to an engagement, in the present language, worst first."""
    found = check_engagement(conn, {name: getattr(row, name) for name in ENGAGEMENT_FIELDS}, today)
    return [_(finding.sentence).format(**finding.figures) for finding in found]


def set_engagement(
    uow: UnitOfWork,
    person_id: int,
    today: date,
    *,
    engagement_id: int | None = None,
    law: labour_rules.LawTable | None = None,
    **fields: Any,
) -> int:
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
    blocked = blocking(uow.connection, {name: getattr(made, name) for name in ENGAGEMENT_FIELDS}, today, law)
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
    return delete(uow, Engagement, engagement_id)


# ---------------------------------------------------------------- the course


def begin(uow: UnitOfWork, person_id: int, kind: EngagementType, start_on: date, today: date, *, weekly_minutes: int = 0) -> int:
    """Another engagement from a day on; the one in force then ends the day before. Returns its id.

    Refused when one begins on that day or later already. Without hours those of the engagement before stay.
    """
    get(uow, Person, person_id)
    before = _at(uow, person_id, start_on)
    if before is not None:
        if before.start_on >= start_on:
            raise Refused(N_("An engagement begins on that day already. Change that one instead. Nothing was changed."), code="DATES")
        before.end_on = start_on - DAY
        uow.session.flush()
        weekly_minutes = weekly_minutes or before.weekly_minutes
    return set_engagement(uow, person_id, today, type=kind, start_on=start_on, weekly_minutes=weekly_minutes)


def renew(uow: UnitOfWork, person_id: int, engagement_id: int, today: date) -> int:
    """A contract of the same kind and length that begins the day after this one ends; refused for an open-ended one."""
    row = get(uow, Engagement, engagement_id)
    if row.end_on is None:
        raise Refused(N_("This contract has no end, so none can follow it. Nothing was changed."), code="DATES")
    start = row.end_on + DAY
    fields: dict[str, Any] = {name: getattr(row, name) for name in ENGAGEMENT_FIELDS}
    fields |= {
        "start_on": start,
        "end_on": labour_rules.same_length(row.start_on, row.end_on, start),
        "written": False,
        "probation_months": 0,
    }
    allowed = allowed_fields(row.type)
    return set_engagement(uow, person_id, today, **{name: value for name, value in fields.items() if name in allowed})


def leave(uow: UnitOfWork, person_id: int, last_day: date) -> int:
    """The last day of a person: engagement and customers end with it, records stay. Returns how many customers are free then."""
    person = get(uow, Person, person_id)
    if person.hired_on is not None and last_day < person.hired_on:
        raise Refused(N_("The last day lies before the first day. Nothing was changed."), code="DATES")
    person.left_on = last_day
    for row in uow.session.query(Engagement).filter(Engagement.person_id == person_id):
        if row.start_on <= last_day and (row.end_on is None or row.end_on > last_day):
            row.end_on = last_day
    freed = 0
    for span in uow.session.query(CustomerOwner).filter(CustomerOwner.person_id == person_id).all():
        if span.from_on > last_day:
            uow.session.delete(span)
            freed += 1
        elif span.to_on is None or span.to_on > last_day:
            span.to_on = last_day
            freed += 1
    uow.session.flush()
    return freed


def come_back(uow: UnitOfWork, person_id: int) -> int:
    """Somebody who left is here again; engagement and customers are given anew, the old ones stay history."""
    person = get(uow, Person, person_id)
    if person.left_on is None:
        raise Refused(N_("{name} has not left. Nothing was changed."), code="LEFT", name=person.name)
    person.left_on = None
    return person_id


def _at(uow: UnitOfWork, person_id: int, day: date) -> Engagement | None:
    rows = uow.session.query(Engagement).filter(Engagement.person_id == person_id).order_by(Engagement.start_on)
    return next((row for row in rows if row.end_on is None or row.end_on >= day), None)


# ---------------------------------------------------------------- several people in one step


def give_skill(uow: UnitOfWork, person_ids: Iterable[int], skill_id: int, level: int, expires_on: date | None = None) -> int:
    """Everybody gets this skill at this level; returns for how many. Nobody gets it when one is refused."""
    chosen = list(dict.fromkeys(person_ids))
    for person_id in chosen:
        set_skill(uow, get(uow, Person, person_id).id, skill_id, level, expires_on)
    return len(chosen)


def give_territory(uow: UnitOfWork, person_ids: Iterable[int], territory_id: int) -> int:
    """Everybody serves this territory as well; main territories stay. Returns how many people were changed."""
    return _territories(uow, person_ids, territory_id, serve=True)


def take_territory(uow: UnitOfWork, person_ids: Iterable[int], territory_id: int) -> int:
    """Nobody of these serves the territory any longer; returns how many people were changed."""
    return _territories(uow, person_ids, territory_id, serve=False)


def _territories(uow: UnitOfWork, person_ids: Iterable[int], territory_id: int, *, serve: bool) -> int:
    changed = 0
    for person_id in dict.fromkeys(person_ids):
        get(uow, Person, person_id)
        rows = (
            uow.session.query(PersonTerritory).filter_by(person_id=person_id).order_by(PersonTerritory.is_main.desc(), PersonTerritory.id)
        )
        mine = [row.territory_id for row in rows]
        if (territory_id in mine) is serve:
            continue
        set_territories(uow, person_id, [*mine, territory_id] if serve else [one for one in mine if one != territory_id])
        uow.session.flush()
        changed += 1
    return changed

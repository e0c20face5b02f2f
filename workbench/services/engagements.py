"""The course of somebody's engagement: begin another one, renew, leave, come back, and change several people at once.

Each function is one step: what has to end ends the day before, so that on any day there is at most one engagement.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models.customers import CustomerOwner
from workbench.models.people import Engagement, Person, PersonTerritory
from workbench.models.values.codes import EngagementType
from workbench.services.people import ENGAGEMENT_FIELDS, allowed_fields, get, set_engagement, set_skill, set_territories
from workbench.services.workspace import UnitOfWork

DAY = timedelta(days=1)


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
    fields |= {"start_on": start, "end_on": start + (row.end_on - row.start_on), "written": False, "probation_months": 0}
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

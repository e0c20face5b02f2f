"""The sample team: an invented Shanghai sales team with its customers, deals, weeks, talks and reviews.

The same arguments always give the same records, in either language; nothing in it is a real person.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from workbench import paths
from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models.customers import Customer, CustomerOwner
from workbench.models.people import (
    AvailabilityException,
    AvailabilityWindow,
    Engagement,
    ExceptionKind,
    Organisation,
    Person,
    PersonSkill,
    PersonTerritory,
    Skill,
    Team,
    Territory,
)
from workbench.models.sales import Product
from workbench.models.values.codes import CustomerGrade, EngagementType, SalesLine
from workbench.models.values.periods import Week
from workbench.services import names, policy
from workbench.services.workspace import Change, UnitOfWork, Workspace

ACTION = N_("Fill with the sample team")
"""Name of the step with which a sample team begins."""
HOUR = 60
PART_TIME_HOURS = (24, 20, 16, 24, 22, 12, 24, 18)
ENGAGEMENT = {
    SalesLine.PART_TIME: EngagementType.PART_TIME,
    SalesLine.DIRECT: EngagementType.FULL_TIME,
    SalesLine.FIELD: EngagementType.FULL_TIME,
    SalesLine.ONLINE: EngagementType.FULL_TIME,
    SalesLine.CONTRACT_QUOTA: EngagementType.SERVICES,
}
POSITIONS = {
    SalesLine.PART_TIME: ("门店销售顾问", "Store consultant"),
    SalesLine.DIRECT: ("直营销售", "Direct sales"),
    SalesLine.FIELD: ("外勤销售", "Field sales"),
    SalesLine.ONLINE: ("线上销售", "Online sales"),
    SalesLine.CONTRACT_QUOTA: ("区域包干经理", "Contract-quota representative"),
}


@dataclass
class Sample:
    """What the later parts of the filling need to know of the earlier ones."""

    uow: UnitOfWork
    today: date
    chinese: bool
    rng: random.Random
    weeks: int
    people: list[Person] = field(default_factory=list)
    engagements: dict[int, Engagement] = field(default_factory=dict)
    windows: dict[int, list[AvailabilityWindow]] = field(default_factory=dict)
    leave: dict[int, set[date]] = field(default_factory=dict)
    skills: dict[str, Skill] = field(default_factory=dict)
    levels: dict[tuple[int, str], int] = field(default_factory=dict)
    territories: dict[str, Territory] = field(default_factory=dict)
    areas: dict[int, set[int]] = field(default_factory=dict)
    products: list[Product] = field(default_factory=list)
    customers: list[Customer] = field(default_factory=list)
    owners: dict[int, int] = field(default_factory=dict)

    def say(self, pair: Any) -> str:
        """The Chinese or the English one of a pair."""
        return str(pair[0 if self.chinese else 1])


@cache
def data() -> dict[str, Any]:
    """Names and texts of the sample team, from resources/sample/team.json."""
    return dict(json.loads((paths.resources() / "sample" / "team.json").read_text(encoding="utf-8")))


def fill(
    workspace: Workspace, *, today: date, language: str = "zh_CN", people: int = 24, weeks: int = 8, seed: int = 7, customers: int = 60, undoable: bool = True,
) -> Change:  # fmt: skip
    """Fill an empty database as one action, which can be undone unless it is said otherwise; refused where people are already kept. Result: counts per kind."""

    def service(uow: UnitOfWork) -> dict[str, int]:
        return _fill(uow, today, language == "zh_CN", people, weeks, seed, customers)

    return workspace.perform(ACTION, service, undoable=undoable)


def _fill(uow: UnitOfWork, today: date, chinese: bool, people: int, weeks: int, seed: int, customers: int) -> dict[str, int]:
    from workbench.services import sample_reviews, sample_talks, sample_work

    if uow.session.query(Person.id).first() is not None:
        raise Refused(N_("This database already holds people, so the sample team was not added. Nothing was changed."))
    if not 1 <= people <= 500 or not 0 <= weeks <= 60:
        raise Refused(N_("The sample team can have 1 to 500 people and up to 60 weeks. Nothing was changed."))
    sample = Sample(uow, today, chinese, random.Random(seed), weeks)
    policy.seed_policy(uow)
    _organisation(sample)
    _lists(sample)
    _people(sample, people)
    _customers(sample, customers)
    counts = {"people": len(sample.people), "customers": len(sample.customers)}
    counts |= sample_work.fill(sample)
    counts |= sample_talks.fill(sample)
    counts |= sample_reviews.fill(sample)
    return counts


def _organisation(sample: Sample) -> None:
    own = data()["organisation"]["zh" if sample.chinese else "en"]
    session = sample.uow.session
    row = session.query(Organisation).first() or Organisation(name="")
    row.name, row.department, row.manager_name = own["name"], own["department"], own["manager"]
    row.next_manager_name, row.hr_name, row.region, row.is_sample = own["next"], own["hr"], own["region"], True
    session.add(row)
    session.flush()


def _lists(sample: Sample) -> None:
    session = sample.uow.session
    for code, zh, en, *_place in data()["territories"]:
        name = sample.say((zh, en))
        sample.territories[code] = Territory(code=code, name=name, search=names.search_keys(name, is_person=False))
    for code, zh, en in data()["skills"]:
        sample.skills[code] = Skill(code=code, name=sample.say((zh, en)))
    for code, zh, en, series_zh, series_en, price in data()["products"]:
        sample.products.append(Product(code=code, name=sample.say((zh, en)), series=sample.say((series_zh, series_en)), price=price))
    session.add_all([*sample.territories.values(), *sample.skills.values(), *sample.products])
    session.flush()


def _name(sample: Sample, number: int) -> tuple[str, SalesLine]:
    known = data()["people"]
    if number < len(known):
        own = known[number]
        return own["zh" if sample.chinese else "en"], SalesLine(own["line"])
    surnames, given = data()["surnames"], data()["given"]
    step = number - len(known)
    surname, first = surnames[step % len(surnames)], given[(step // len(surnames) + step) % len(given)]
    round_number = step // (len(surnames) * len(given))
    name = surname[0] + first[0] if sample.chinese else f"{surname[1]} {first[1]}"
    return (name if round_number == 0 else f"{name} {round_number + 1}"), list(SalesLine)[step % len(SalesLine)]


def _people(sample: Sample, count: int) -> None:
    session, rng = sample.uow.session, sample.rng
    teams = {code: Team(code=code, name=sample.say((zh, en))) for code, zh, en, _line in data()["teams"]}
    session.add_all(teams.values())
    session.flush()
    by_line = {SalesLine(line): teams[code] for code, _zh, _en, line in data()["teams"]}
    places = data()["territories"]
    part_timers = 0
    for number in range(count):
        name, line = _name(sample, number)
        place = places[number % len(places)]
        hired = sample.today - timedelta(days=40 if number == 8 else 150 + rng.randrange(900))
        full = line is not SalesLine.PART_TIME
        hours = 40 if full else PART_TIME_HOURS[part_timers % len(PART_TIME_HOURS)]
        part_timers += not full
        person = Person(
            code=f"SH-{number + 1:04d}", name=name, search=names.search_keys(name), team_id=by_line[line].id, line=line,
            position=sample.say(POSITIONS[line]), level=f"P{1 + rng.randrange(3 if full else 2)}", hired_on=hired, in_post_since=hired,
            phone=f"021-5555{number + 1:04d}", email=f"sh{number + 1:04d}@yunxi.example", min_minutes=(8 if full else max(8, hours - 8)) * HOUR,
            wished_minutes=(24 if full else hours) * HOUR, max_minutes=hours * HOUR, home_lat=round(place[3] + rng.uniform(-0.02, 0.02), 5),
            home_lon=round(place[4] + rng.uniform(-0.02, 0.02), 5), field_consent_on=hired if full else None,
        )  # fmt: skip
        session.add(person)
        session.flush()
        sample.people.append(person)
        _engagement(sample, person, number, hours)
        _abilities(sample, person, number)
        _availability(sample, person, number)
    session.flush()


def _engagement(sample: Sample, person: Person, number: int, hours: int) -> None:
    kind = ENGAGEMENT[person.line]
    if person.line is SalesLine.PART_TIME and number in (5, 10):
        kind = EngagementType.STUDENT
    if number == 19:
        kind = EngagementType.REHIRED
    hourly = kind in (EngagementType.PART_TIME, EngagementType.STUDENT)
    ends = sample.today + timedelta(days=12) if number == 6 else sample.today + timedelta(days=200 + 30 * (number % 12))
    assert person.hired_on is not None
    made = Engagement(
        person_id=person.id, type=kind, start_on=person.hired_on, end_on=ends if hourly or number % 3 == 0 else None,
        weekly_minutes=hours * HOUR, hourly_pay=(3000 + 100 * (number % 5)) if hourly else None, monthly_pay=None if hourly else 780000 + 20000 * (number % 6),
        pay_cycle_days=14 if hourly else 30, written=True, injury_insured=kind in (EngagementType.PART_TIME, EngagementType.FULL_TIME),
        other_employer_minutes=8 * HOUR if number == 3 else 0,
    )  # fmt: skip
    sample.engagements[person.id] = made
    sample.uow.session.add(made)


def _abilities(sample: Sample, person: Person, number: int) -> None:
    rng, session = sample.rng, sample.uow.session
    wanted = {
        SalesLine.PART_TIME: ("STORE", "EVENT", "CALL"),
        SalesLine.DIRECT: ("STORE", "NEGO", "DEMO", "KEY"),
        SalesLine.FIELD: ("NEGO", "DEMO", "KEY", "EVENT"),
        SalesLine.ONLINE: ("CALL", "DEMO", "STORE"),
        SalesLine.CONTRACT_QUOTA: ("KEY", "NEGO", "DEMO"),
    }[person.line]
    for place, code in enumerate(wanted):
        level = max(1, min(4, 2 + rng.randrange(3) - (place == len(wanted) - 1)))
        expires = sample.today + timedelta(days=20) if number == 12 and place == 0 else None
        session.add(PersonSkill(person_id=person.id, skill_id=sample.skills[code].id, level=level, expires_on=expires))
        sample.levels[person.id, code] = level
    codes = [row[0] for row in data()["territories"]]
    mine = {codes[(number + step) % len(codes)] for step in ((0, 1, 3, 6) if number % 2 else (0, 2, 5))}
    for code in sorted(mine):
        area = sample.territories[code]
        session.add(PersonTerritory(person_id=person.id, territory_id=area.id, is_main=code == codes[number % len(codes)]))
        sample.areas.setdefault(person.id, set()).add(area.id)


def _availability(sample: Sample, person: Person, number: int) -> None:
    if person.line is SalesLine.PART_TIME:
        patterns = (
            [(0, 17, 21, 3), (2, 17, 21, 4), (5, 9, 21, 5), (6, 9, 21, 5)],
            [(0, 9, 13, 4), (1, 17, 21, 4), (2, 9, 13, 4), (4, 9, 21, 3), (5, 9, 21, 4), (6, 9, 13, 2)],
            [(1, 17, 21, 3), (3, 17, 21, 4), (4, 13, 21, 3), (5, 9, 21, 5), (6, 9, 21, 5)],
            [(0, 9, 21, 4), (1, 9, 13, 3), (3, 9, 21, 4), (4, 17, 21, 3), (6, 9, 18, 3)],
        )
        windows = patterns[number % len(patterns)]
    else:
        windows = [(day, 9, 18, 4) for day in range(5)] + ([(5, 9, 18, 2)] if number % 2 else []) + [(2 + number % 3, 18, 21, 2)]
    for weekday, start, end, preference in windows:
        made = AvailabilityWindow(
            person_id=person.id, weekday=weekday, start_minute=start * HOUR, end_minute=end * HOUR, preference=preference
        )
        sample.windows.setdefault(person.id, []).append(made)
        sample.uow.session.add(made)
    if number in (4, 17):
        monday = Week.from_date(sample.today).monday
        day = monday + timedelta(days=3 if number == 4 else 1)
        kind = ExceptionKind.LEAVE if number == 4 else ExceptionKind.UNAVAILABLE
        reason = sample.say(("年休假", "Annual leave") if kind is ExceptionKind.LEAVE else ("全天培训", "Away all day"))
        sample.uow.session.add(AvailabilityException(person_id=person.id, day=day, kind=kind, reason=reason))
        sample.leave.setdefault(person.id, set()).add(day)


def _customers(sample: Sample, count: int) -> None:
    session, rng = sample.uow.session, sample.rng
    first, second, places = data()["customer_first"], data()["customer_second"], data()["territories"]
    owners = [p for p in sample.people if p.line is not SalesLine.PART_TIME] or sample.people
    for number in range(count):
        head, tail = first[number % len(first)], second[(number + number // len(first)) % len(second)]
        place = places[(number * 3) % len(places)]
        base = head[0] + tail[0] if sample.chinese else f"{head[1]} {tail[1]}"
        extra = number // (len(first) * len(second))
        name = base if not extra else f"{base} {extra + 1}"
        made = Customer(
            code=f"C{number + 1:04d}", name=name, search=names.search_keys(name, is_person=False), sector=sample.say(tail[2:]),
            grade=(CustomerGrade.A, CustomerGrade.B, CustomerGrade.B, CustomerGrade.C, CustomerGrade.C, CustomerGrade.D)[number % 6],
            territory_id=sample.territories[place[0]].id, address=sample.say((f"上海市{place[1]}区", f"{place[2]}, Shanghai")),
            lat=round(place[3] + rng.uniform(-0.015, 0.015), 5), lon=round(place[4] + rng.uniform(-0.015, 0.015), 5),
            employees=10 + rng.randrange(400), contact_name=sample.say(("采购部", "Purchasing")), contact_phone=f"021-6666{number + 1:04d}",
        )  # fmt: skip
        session.add(made)
        session.flush()
        sample.customers.append(made)
        near = [p for p in owners if made.territory_id in sample.areas.get(p.id, set())] or owners
        owner = near[number % len(near)]
        since = sample.today - timedelta(days=430)
        if number % 9 == 4 and len(near) > 1:
            former = near[(number + 1) % len(near)]
            changed = sample.today - timedelta(days=100)
            session.add(CustomerOwner(customer_id=made.id, person_id=former.id, from_on=since, to_on=changed - timedelta(days=1)))
            since = changed
        session.add(CustomerOwner(customer_id=made.id, person_id=owner.id, from_on=since))
        sample.owners[made.id] = owner.id
    session.flush()

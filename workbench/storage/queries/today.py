"""Reads for the Today screen: small aggregates over every subject."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.models.customer_rules import VisitState, overdue_ratio, visit_cadence, visit_state
from workbench.models.customers import Customer, CustomerOwner
from workbench.models.one_on_ones import ActionItem, OneOnOne, TalkState
from workbench.models.people import Engagement, Person, PersonSkill, Skill
from workbench.models.planning import Assignment, Task
from workbench.models.reviews import CycleState, GradeBand, Review, ReviewCycle
from workbench.models.sales import sales_month
from workbench.models.values.codes import CustomerGrade, EngagementType, ReviewState
from workbench.models.values.periods import Period
from workbench.readmodels.today import CycleSummary, DayLine
from workbench.storage.queries.customers import owned_on
from workbench.storage.queries.visits import came_in


def net_by_month(conn: Connection, first: date) -> dict[str, int]:
    """Net won fen of the whole team by month (2026-11), from the summary."""
    rows = conn.execute(
        sa.select(sales_month.c.month, sa.func.sum(sales_month.c.net))
        .where(sales_month.c.month >= f"{first:%Y-%m}")
        .group_by(sales_month.c.month)
    )
    return {row[0]: int(row[1]) for row in rows}


def ending_contracts(conn: Connection, today: date, within: int, overdue: int) -> list[tuple[int, str, EngagementType, date]]:
    """Engagements that end within so many days, or ended at most `overdue` days ago while the person stayed, and have no successor."""
    later = sa.alias(Engagement.__table__, "later")
    rows = conn.execute(
        sa.select(Person.id, Person.name, Engagement.type, Engagement.end_on)
        .join(Person, Person.id == Engagement.person_id)
        .where(
            Engagement.end_on >= today - timedelta(days=overdue),
            Engagement.end_on <= today + timedelta(days=within),
            sa.or_(Person.left_on.is_(None), Person.left_on > Engagement.end_on),
            ~sa.exists().where(later.c.person_id == Engagement.person_id, later.c.start_on > Engagement.end_on),
        )
        .order_by(Engagement.end_on)
    )
    return [(r[0], r[1], r[2], r[3]) for r in rows if r[3] is not None]


def ending_skills(conn: Connection, today: date, within: int) -> list[tuple[int, str, str, date]]:
    rows = conn.execute(
        sa.select(Person.id, Person.name, Skill.name, PersonSkill.expires_on)
        .join(Person, Person.id == PersonSkill.person_id)
        .join(Skill, Skill.id == PersonSkill.skill_id)
        .where(PersonSkill.expires_on >= today, PersonSkill.expires_on <= today + timedelta(days=within))
        .order_by(PersonSkill.expires_on)
    )
    return [(r[0], r[1], r[2], r[3]) for r in rows if r[3] is not None]


def late_promises(conn: Connection, today: date) -> list[tuple[int, str, str, date, str]]:
    """(person, name, promise, due, side) of open promises past their date."""
    rows = conn.execute(
        sa.select(Person.id, Person.name, ActionItem.text, ActionItem.due_on, ActionItem.side)
        .join(Person, Person.id == ActionItem.person_id)
        .where(ActionItem.done_on.is_(None), ActionItem.due_on < today)
        .order_by(ActionItem.due_on)
    )
    return [(r[0], r[1], r[2], r[3], r[4].value) for r in rows if r[3] is not None]


def open_cycle(conn: Connection) -> CycleSummary | None:
    """The newest open cycle with the newest version of each review."""
    cycle = conn.execute(
        sa.select(ReviewCycle.id, ReviewCycle.name, ReviewCycle.manager_due_on, ReviewCycle.close_due_on)
        .where(ReviewCycle.state == CycleState.OPEN)
        .order_by(ReviewCycle.end_on.desc(), ReviewCycle.id.desc())
    ).first()
    if cycle is None:
        return None
    newest = sa.select(sa.func.max(Review.id)).where(Review.cycle_id == cycle.id).group_by(Review.person_id)
    states: dict[ReviewState, int] = defaultdict(int)
    grades: dict[str, int] = defaultdict(int)
    for state, grade, calibrated in conn.execute(
        sa.select(Review.state, Review.grade, Review.calibrated_grade).where(Review.id.in_(newest))
    ):
        states[state] += 1
        if calibrated or grade:
            grades[calibrated or grade] += 1
    before = (ReviewState.GOALS, ReviewState.SELF, ReviewState.MANAGER, ReviewState.NOT_RATED)
    people = sum(n for state, n in states.items() if state is not ReviewState.NOT_RATED)
    submitted = sum(n for state, n in states.items() if state not in before)
    due = cycle.manager_due_on or cycle.close_due_on
    best_first = sa.select(GradeBand.grade).group_by(GradeBand.grade).order_by(sa.func.max(GradeBand.at_least).desc())
    rank = {grade: place for place, grade in enumerate(conn.execute(best_first).scalars())} if grades else {}
    given = sorted(grades.items(), key=lambda item: (rank.get(item[0], len(rank)), item[0]))
    return CycleSummary(cycle.id, cycle.name, people, submitted, states[ReviewState.LOCKED], due, tuple(given))


def schedule(conn: Connection, day: date) -> list[DayLine]:
    """One-on-ones, visits, events and shifts of the day, by start."""
    found = [
        DayLine(start, start + minutes, name, "", "one_on_one", "one_on_ones", {"person_id": person_id})
        for start, minutes, person_id, name in conn.execute(
            sa.select(OneOnOne.start_minute, OneOnOne.minutes, Person.id, Person.name)
            .join(Person, Person.id == OneOnOne.person_id)
            .where(OneOnOne.day == day, OneOnOne.state == TalkState.PLANNED, OneOnOne.start_minute.is_not(None))
        )
        if start is not None
    ]
    people: dict[int, list[str]] = defaultdict(list)
    tasks: dict[int, tuple[int, int, str, str]] = {}
    for task_id, start, end, title, kind, name in conn.execute(
        sa.select(Task.id, Task.start_minute, Task.end_minute, Task.title, Task.kind, Person.name)
        .outerjoin(Assignment, Assignment.task_id == Task.id)
        .outerjoin(Person, Person.id == Assignment.person_id)
        .where(Task.day == day)
        .order_by(Task.start_minute, Task.id)
    ):
        tasks[task_id] = (start, end, title, kind.value)
        if name:
            people[task_id].append(name)
    found += [
        DayLine(start, end, title, " · ".join(people[t]), kind, "planning", {"task_id": t})
        for t, (start, end, title, kind) in tasks.items()
    ]
    return sorted(found, key=lambda line: (line.start, line.title))


def head_count(conn: Connection, today: date) -> int:
    """How many people belong to the team today: who starts later is not counted yet, who left no more."""
    here = sa.and_(sa.or_(Person.hired_on.is_(None), Person.hired_on <= today), sa.or_(Person.left_on.is_(None), Person.left_on >= today))
    return int(conn.execute(sa.select(sa.func.count()).select_from(Person).where(here)).scalar_one())


def any_person(conn: Connection) -> bool:
    """Whether anybody is kept at all."""
    return conn.execute(sa.select(Person.id).limit(1)).first() is not None


def customers_without_owner(conn: Connection, today: date) -> int:
    owned = sa.select(CustomerOwner.customer_id).where(owned_on(today))
    served = sa.or_(Customer.closed_on.is_(None), Customer.closed_on > today)
    return int(conn.execute(sa.select(sa.func.count()).select_from(Customer).where(served, Customer.id.not_in(owned))).scalar_one())


class LateVisit(NamedTuple):
    """A customer whose visit is due or late; `days` since the last visit, or since it came in where there was `never` one."""

    customer_id: int
    name: str
    grade: CustomerGrade
    days: int
    every: int
    never: bool
    state: VisitState

    @property
    def ratio(self) -> float:
        return self.days / self.every


def late_visits(conn: Connection, today: date, usual: Mapping[CustomerGrade, int]) -> list[LateVisit]:
    """Served customers of class A and B whose visit is due or late (domain 10.1), the longest overdue first.

    Nobody is due who was visited within the shortest rhythm: the tasks of those few days are looked at first, and the
    whole past only of the others.
    """
    served = sa.and_(
        Customer.grade.in_((CustomerGrade.A, CustomerGrade.B)), sa.or_(Customer.closed_on.is_(None), Customer.closed_on > today)
    )
    done = sa.and_(Task.customer_id.is_not(None), Task.day <= today, sa.exists().where(Assignment.task_id == Task.id))
    own = conn.execute(sa.select(sa.func.min(Customer.visit_every_days)).where(served)).scalar()
    least = min(days for days in (own or None, usual[CustomerGrade.A], usual[CustomerGrade.B]) if days is not None)
    recent = sa.select(Task.customer_id).where(done, Task.day > today - timedelta(days=least))
    asked = [row[0] for row in conn.execute(sa.select(Customer.id).where(served, Customer.id.not_in(recent)))]
    last = (
        sa.select(Task.customer_id, sa.func.max(Task.day).label("day")).where(done, Task.customer_id.in_(asked)).group_by(Task.customer_id)
    )
    visited = last.subquery()
    rows = conn.execute(
        sa.select(Customer.id, Customer.name, Customer.grade, visited.c.day, Customer.visit_every_days)
        .outerjoin(visited, visited.c.customer_id == Customer.id)
        .where(Customer.id.in_(asked))
    ).all()
    since = came_in(conn, [row[0] for row in rows if row[3] is None])
    found = []
    for own_id, name, grade, day, own_days in rows:
        every = visit_cadence(grade, usual, own_days or None)
        state = visit_state(overdue_ratio(day, since.get(own_id, today), today, every))
        if every and state in (VisitState.DUE, VisitState.LATE):
            days = (today - (day or since.get(own_id, today))).days
            found.append(LateVisit(own_id, name, grade, days, every, day is None, state))
    return sorted(found, key=lambda one: (-one.ratio, one.grade, one.name))


def best_months(conn: Connection, period: Period) -> list[tuple[int, str, int]]:
    """(person, name, net fen) of the period, best first."""
    rows = conn.execute(
        sa.select(Person.id, Person.name, sa.func.sum(sales_month.c.net))
        .join(Person, Person.id == sales_month.c.person_id)
        .where(sales_month.c.month >= f"{period.start:%Y-%m}", sales_month.c.month <= f"{period.end:%Y-%m}")
        .group_by(Person.id)
        .order_by(sa.func.sum(sales_month.c.net).desc())
    )
    return [(r[0], r[1], int(r[2])) for r in rows]

"""Reads about what prepares a one-on-one: own questions, own agendas, themes that were talked about, and the person's real week."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.models.customers import Customer
from workbench.models.one_on_ones import AgendaItem, OneOnOne, TalkState
from workbench.models.people import Engagement, Person, PersonSkill, PersonTerritory, Skill
from workbench.models.planning import Assignment, Task
from workbench.models.reviews import CycleState, Review, ReviewCycle
from workbench.models.sales import Deal
from workbench.models.talk_agenda import AgendaTemplate, AgendaTemplateItem, OwnQuestion
from workbench.models.values.codes import DealStage, EngagementType, ReviewState


def own_questions(conn: Connection, *, retired: bool = False) -> list[tuple[int, str, str, bool]]:
    """(id, theme, text, active) of the manager's questions."""
    q = OwnQuestion
    statement = sa.select(q.id, q.theme, q.text, q.active).order_by(q.id)
    rows = conn.execute(statement if retired else statement.where(q.active))
    return [(r[0], r[1], r[2], r[3]) for r in rows]


def own_templates(conn: Connection) -> list[tuple[int, str, tuple[tuple[str, str], ...]]]:
    """(id, name, items) of the manager's agendas; items are (theme, text) in order."""
    i = AgendaTemplateItem
    items: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for template, theme, text in conn.execute(sa.select(i.template_id, i.theme, i.text).order_by(i.position, i.id)):
        items[template].append((theme, text))
    rows = conn.execute(sa.select(AgendaTemplate.id, AgendaTemplate.name).order_by(AgendaTemplate.name, AgendaTemplate.id))
    return [(r[0], r[1], tuple(items[r[0]])) for r in rows]


def themes_talked(conn: Connection, person_id: int) -> dict[str, date]:
    """By theme the day of the last held talk in which a point of it was settled."""
    a, t = AgendaItem, OneOnOne
    rows = conn.execute(
        sa.select(a.theme, sa.func.max(t.day))
        .join(t, t.id == a.closed_in_id)
        .where(a.person_id == person_id, t.state == TalkState.DONE, a.theme != "")
        .group_by(a.theme)
    )
    return {r[0]: r[1] for r in rows}


def last_mood(conn: Connection, person_id: int) -> date | None:
    """Day of the last held talk with an answer on mood or workload."""
    t = OneOnOne
    answered = sa.or_(t.mood.is_not(None), t.workload.is_not(None))
    return conn.execute(sa.select(sa.func.max(t.day)).where(t.person_id == person_id, t.state == TalkState.DONE, answered)).scalar()


def open_themes(conn: Connection, person_id: int) -> set[str]:
    """Themes of the points that are open."""
    a = AgendaItem
    return set(conn.execute(sa.select(a.theme).where(a.person_id == person_id, a.closed_in_id.is_(None)).distinct()).scalars())


# ---------------------------------------------------------------- the person's real week


def short_tasks(conn: Connection, person_id: int, first: date, last: date) -> list[tuple[int, str, date, int]]:
    """(task, title, day, missing) of tasks short of people that this person is on, or that lie in a territory of theirs."""
    heads = sa.select(sa.func.count()).where(Assignment.task_id == Task.id).scalar_subquery()
    mine = sa.exists().where(Assignment.task_id == Task.id, Assignment.person_id == person_id)
    near = Task.territory_id.in_(sa.select(PersonTerritory.territory_id).where(PersonTerritory.person_id == person_id))
    rows = conn.execute(
        sa.select(Task.id, Task.title, Task.day, Task.headcount - heads)
        .where(Task.day.between(first, last), Task.headcount > heads, sa.or_(mine, near))
        .order_by(~mine, Task.day, Task.start_minute)
        .limit(1)
    )
    return [(r[0], r[1], r[2], r[3]) for r in rows]


def best_deal(conn: Connection, person_id: int, first: date, last: date, least: int) -> tuple[str, int, date] | None:
    """(customer or number, fen, day) of the largest deal won from the first to the last day, of so many fen at least."""
    row = conn.execute(
        sa.select(sa.func.coalesce(Customer.name, Deal.code), Deal.value, Deal.closed_on)
        .outerjoin(Customer, Customer.id == Deal.customer_id)
        .where(Deal.person_id == person_id, Deal.stage == DealStage.WON, Deal.closed_on.between(first, last), Deal.value >= least)
        .order_by(Deal.value.desc())
        .limit(1)
    ).first()
    return None if row is None or row[2] is None else (row[0], row[1], row[2])


def refunds(conn: Connection, person_id: int, first: date, last: date) -> list[tuple[str, int]]:
    """(customer or number, fen given back) of the deals closed from the first to the last day, the largest first."""
    rows = conn.execute(
        sa.select(sa.func.coalesce(Customer.name, Deal.code), Deal.refunded)
        .outerjoin(Customer, Customer.id == Deal.customer_id)
        .where(Deal.person_id == person_id, Deal.refunded > 0, Deal.closed_on.between(first, last))
        .order_by(Deal.refunded.desc())
        .limit(1)
    )
    return [(r[0], r[1]) for r in rows]


def open_review(conn: Connection, person_id: int) -> tuple[int, str, ReviewState, date | None] | None:
    """(id of the cycle, its name, step, until when) of the review that is under way."""
    row = conn.execute(
        sa.select(ReviewCycle.id, ReviewCycle.name, Review.state, ReviewCycle.manager_due_on, ReviewCycle.self_due_on)
        .join(ReviewCycle, ReviewCycle.id == Review.cycle_id)
        .where(
            Review.person_id == person_id,
            Review.state.not_in((ReviewState.LOCKED, ReviewState.NOT_RATED)),
            ReviewCycle.state != CycleState.CLOSED,
        )
        .order_by(ReviewCycle.start_on.desc(), Review.number.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    return row[0], row[1], row[2], row[4] if row[2] in (ReviewState.GOALS, ReviewState.SELF) else row[3]


def contract_end(conn: Connection, person_id: int, first: date, last: date) -> tuple[EngagementType, date] | None:
    """Kind and last day of an engagement that ends from the first to the last day and has no successor."""
    later = sa.alias(Engagement.__table__, "later")
    row = conn.execute(
        sa.select(Engagement.type, Engagement.end_on).where(
            Engagement.person_id == person_id,
            Engagement.end_on.between(first, last),
            ~sa.exists().where(later.c.person_id == Engagement.person_id, later.c.start_on > Engagement.end_on),
        )
    ).first()
    return None if row is None or row[1] is None else (row[0], row[1])


def skill_end(conn: Connection, person_id: int, first: date, last: date) -> tuple[str, date] | None:
    """Name and last valid day of the certificate that runs out first."""
    row = conn.execute(
        sa.select(Skill.name, PersonSkill.expires_on)
        .join(Skill, Skill.id == PersonSkill.skill_id)
        .where(PersonSkill.person_id == person_id, PersonSkill.expires_on.between(first, last))
        .order_by(PersonSkill.expires_on)
        .limit(1)
    ).first()
    return None if row is None or row[1] is None else (row[0], row[1])


def days_of_person(conn: Connection, person_id: int) -> tuple[str, date | None]:
    """Birthday as month and day (empty = not kept) and first day with the company."""
    row = conn.execute(sa.select(Person.birthday, Person.hired_on).where(Person.id == person_id)).one()
    return row[0], row[1]

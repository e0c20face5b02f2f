"""Reads about meetings of the team."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.models.one_on_ones import ActionItem
from workbench.models.people import Person
from workbench.models.team_talks import TeamTalk, TeamTalkAction, TeamTalkKind, TeamTalkPerson, TeamTalkPoint, TeamTalkState
from workbench.readmodels.one_on_ones import ActionRow
from workbench.readmodels.team_talks import TeamTalkPoint as PointRow
from workbench.readmodels.team_talks import TeamTalkRow


def meetings(conn: Connection) -> list[TeamTalkRow]:
    """All meetings, the newest day first."""
    t = TeamTalk
    people = sa.select(sa.func.count()).where(TeamTalkPerson.team_talk_id == t.id).scalar_subquery()
    open_ = (
        sa.select(sa.func.count())
        .select_from(TeamTalkAction)
        .join(ActionItem, ActionItem.id == TeamTalkAction.action_id)
        .where(TeamTalkAction.team_talk_id == t.id, ActionItem.done_on.is_(None))
        .scalar_subquery()
    )
    statement = sa.select(t.id, t.kind, t.title, t.day, t.start_minute, t.minutes, t.state, people, open_)
    rows = conn.execute(statement.order_by(t.day.desc(), t.start_minute.desc(), t.id.desc()))
    return [TeamTalkRow(r[0], r[1].value, r[2], r[3], r[4], r[5], r[6].value, r[7], r[8]) for r in rows]


def meeting(conn: Connection, talk_id: int) -> Any | None:
    """The row of one meeting; None when it is gone."""
    return conn.execute(sa.select(TeamTalk.__table__).where(TeamTalk.id == talk_id)).first()


def points(conn: Connection, talk_id: int) -> tuple[PointRow, ...]:
    """The agenda in its order."""
    p = TeamTalkPoint
    rows = conn.execute(
        sa.select(p.id, p.text, p.standing, p.said, p.decision, p.times_carried).where(p.team_talk_id == talk_id).order_by(p.position, p.id)
    )
    return tuple(PointRow(r[0], r[1], r[2], r[3], r[4], r[5]) for r in rows)


def people(conn: Connection, talk_id: int) -> list[tuple[int, str, str, bool, date | None]]:
    """(id, number, name, missed, left on) of who is invited, in the order of names."""
    rows = conn.execute(
        sa.select(Person.id, Person.code, Person.name, TeamTalkPerson.missed, Person.left_on)
        .join(TeamTalkPerson, TeamTalkPerson.person_id == Person.id)
        .where(TeamTalkPerson.team_talk_id == talk_id)
        .order_by(Person.search, Person.id)
    )
    return [(r[0], r[1], r[2], r[3], r[4]) for r in rows]


def _actions() -> Any:
    a = ActionItem
    return (
        sa.select(a.id, a.person_id, Person.name, a.side, a.text, a.made_on, a.due_on, a.done_on, a.slips)
        .join(Person, Person.id == a.person_id)
        .join(TeamTalkAction, TeamTalkAction.action_id == a.id)
        .join(TeamTalk, TeamTalk.id == TeamTalkAction.team_talk_id)
        .order_by(a.due_on.is_(None), a.due_on, a.id)
    )


def _action(r: Any) -> ActionRow:
    return ActionRow(r[0], r[1], r[2], r[3].value, r[4], r[5], r[6], r[7], r[8])


def actions(conn: Connection, talk_id: int) -> tuple[ActionRow, ...]:
    """The promises made in a meeting."""
    return tuple(_action(r) for r in conn.execute(_actions().where(TeamTalk.id == talk_id)))


def earlier_actions(conn: Connection, talk_id: int, day: date) -> tuple[ActionRow, ...]:
    """Promises of meetings up to a day that are not kept yet, this meeting's own left out."""
    statement = _actions().where(TeamTalk.id != talk_id, TeamTalk.day <= day, ActionItem.done_on.is_(None))
    return tuple(_action(r) for r in conn.execute(statement))


def last_of(conn: Connection, kind: TeamTalkKind, but: int | None = None) -> int | None:
    """The newest meeting of a kind that was not called off."""
    t = TeamTalk
    statement = sa.select(t.id).where(t.kind == kind, t.state != TeamTalkState.CANCELLED)
    if but is not None:
        statement = statement.where(t.id != but)
    return conn.execute(statement.order_by(t.day.desc(), t.id.desc())).scalar()


def active(conn: Connection, day: date) -> tuple[tuple[int, str], ...]:
    """(id, name) of who is there on a day, in the order of names; the manager leads the meeting and is not invited."""
    p = Person
    here = sa.or_(p.left_on.is_(None), p.left_on >= day)
    rows = conn.execute(sa.select(p.id, p.name).where(here, p.is_manager.is_(False)).order_by(p.search, p.id))
    return tuple((r[0], r[1]) for r in rows)

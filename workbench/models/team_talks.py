"""Meetings of the team: their points with what was said and decided, who was there, and the promises made in them.

Minutes of a meeting are for everybody who was invited, so nothing here is sealed; what only the manager may know belongs into a
one-on-one.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.models.base import Base, Flag, Id, Long, Name, Short, by_value, options, person_ref, ref, version_column


class TeamTalkKind(StrEnum):
    STANDUP = "standup"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class TeamTalkState(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class TeamTalk(Base):
    __tablename__ = "team_talk"
    __table_args__ = (sa.Index("ix_team_talk_day", "day"), options())
    id: Mapped[Id]
    kind: Mapped[TeamTalkKind] = mapped_column(by_value(TeamTalkKind), nullable=False, comment="stand-up, weekly or monthly")
    title: Mapped[Name]
    day: Mapped[date] = mapped_column(comment="planned or held on")
    start_minute: Mapped[int | None] = mapped_column(sa.Integer, comment="minutes since midnight; empty = no time set")
    minutes: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=30, comment="length")
    place: Mapped[Short]
    state: Mapped[TeamTalkState] = mapped_column(
        by_value(TeamTalkState), nullable=False, default=TeamTalkState.PLANNED, comment="where it stands"
    )
    cancelled_because: Mapped[Short]
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class TeamTalkPoint(Base):
    """One point of the agenda. A standing one comes again at every meeting of the kind, another only while nothing was said of it."""

    __tablename__ = "team_talk_point"
    __table_args__ = (options(),)
    id: Mapped[Id]
    team_talk_id: Mapped[int] = ref("team_talk", "which meeting")
    position: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=0, comment="order on the agenda")
    text: Mapped[Name]
    standing: Mapped[Flag]
    said: Mapped[Long]
    decision: Mapped[Long]
    times_carried: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=0, comment="meetings it has passed through open")
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class TeamTalkPerson(Base):
    """Who is invited, and whether they came."""

    __tablename__ = "team_talk_person"
    __table_args__ = (sa.UniqueConstraint("team_talk_id", "person_id"), options())
    id: Mapped[Id]
    team_talk_id: Mapped[int] = ref("team_talk", "which meeting", index=False)
    person_id: Mapped[int] = person_ref()
    missed: Mapped[Flag]
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class TeamTalkAction(Base):
    """A promise of the common list that was made in a meeting."""

    __tablename__ = "team_talk_action"
    __table_args__ = (sa.UniqueConstraint("action_id"), options())
    id: Mapped[Id]
    team_talk_id: Mapped[int] = ref("team_talk", "in which meeting")
    action_id: Mapped[int] = ref("action_item", "which promise", index=False)
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}

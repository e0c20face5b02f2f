"""What prepares a one-on-one: own questions, own agendas to begin with, and the talks that a point has passed.

Shipped questions and agendas are files of the program; what stands here was written by the manager.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.models.base import Base, Id, Name, options, ref, version_column


class OwnQuestion(Base):
    """A question of the manager's own, in the language in which it was written."""

    __tablename__ = "own_question"
    __table_args__ = (options(),)
    id: Mapped[Id]
    theme: Mapped[str] = mapped_column(sa.String(24), nullable=False, comment="work, wellbeing, career, feedback, obstacles")
    text: Mapped[Name]
    active: Mapped[bool] = mapped_column(sa.Boolean(create_constraint=False), nullable=False, default=True, comment="no = retired")
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class AgendaTemplate(Base):
    """A copy of a shipped agenda, or one made from a talk; it may be changed."""

    __tablename__ = "agenda_template"
    __table_args__ = (options(),)
    id: Mapped[Id]
    name: Mapped[Name]
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class AgendaTemplateItem(Base):
    __tablename__ = "agenda_template_item"
    __table_args__ = (options(),)
    id: Mapped[Id]
    template_id: Mapped[int] = ref("agenda_template", "of which agenda")
    position: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=0, comment="order on the list")
    theme: Mapped[str] = mapped_column(sa.String(24), nullable=False, default="", comment="work, wellbeing, career, feedback, obstacles")
    text: Mapped[Name]
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class AgendaPassage(Base):
    """One talk that a point passed open: held, skipped or cancelled."""

    __tablename__ = "agenda_passage"
    __table_args__ = (sa.UniqueConstraint("agenda_item_id", "one_on_one_id"), options())
    id: Mapped[Id]
    agenda_item_id: Mapped[int] = ref("agenda_item", "which point", index=False)
    one_on_one_id: Mapped[int] = ref("one_on_one", "talk that it passed open")
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class ObstacleAction(Base):
    """The manager's own action that removes what keeps a promise from being kept."""

    __tablename__ = "obstacle_action"
    __table_args__ = (sa.UniqueConstraint("blocked_id"), options())
    id: Mapped[Id]
    blocked_id: Mapped[int] = ref("action_item", "promise that slipped", index=False)
    action_id: Mapped[int] = ref("action_item", "the manager's action about it")
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}

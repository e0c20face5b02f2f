"""Targets and figures that do not come out of deals: satisfaction, visits, anything counted elsewhere.

Amounts are hundredths of the metric's unit: fen for money, hundredths of a piece, of a per cent or of
a score. So one integer column is exact for all of them.
"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.models.base import Base, Id, Short, by_value, options, person_ref, version_column
from workbench.models.values.codes import Metric


class Target(Base):
    __tablename__ = "target"
    __table_args__ = (
        sa.UniqueConstraint("person_id", "metric", "start_on", "end_on"),
        sa.CheckConstraint("amount >= 0", name="amount_not_negative"),
        sa.CheckConstraint("end_on >= start_on", name="ends_after_start"),
        options(),
    )
    id: Mapped[Id]
    person_id: Mapped[int] = person_ref()
    metric: Mapped[Metric] = mapped_column(by_value(Metric), nullable=False, comment="what is counted")
    start_on: Mapped[date] = mapped_column(comment="first day")
    end_on: Mapped[date] = mapped_column(comment="last day")
    amount: Mapped[int] = mapped_column(sa.Integer, nullable=False, comment="hundredths of the metric's unit; fen for money")
    prorated: Mapped[bool] = mapped_column(
        sa.Boolean(create_constraint=False), nullable=False, default=True, comment="yes = already the person's own, no = full-time figure"
    )
    source: Mapped[Short]
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}


class Measurement(Base):
    """A counted or surveyed figure with its source and the number of answers behind it."""

    __tablename__ = "measurement"
    __table_args__ = (sa.Index("ix_measurement_person_id_metric_day", "person_id", "metric", "day"), options())
    id: Mapped[Id]
    person_id: Mapped[int] = person_ref(index=False)
    metric: Mapped[Metric] = mapped_column(by_value(Metric), nullable=False, comment="what is counted")
    day: Mapped[date] = mapped_column(comment="when measured")
    amount: Mapped[int] = mapped_column(sa.Integer, nullable=False, comment="hundredths of the metric's unit")
    answers: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=1, comment="answers or pieces behind it")
    source: Mapped[Short]
    version: Mapped[int] = version_column()
    __mapper_args__ = {"version_id_col": version}

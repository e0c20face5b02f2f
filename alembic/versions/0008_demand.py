"""The people that places need by the hour, and which tasks were made of it.

Three new tables; nothing that exists is touched.
"""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op

revision = "0008"
down_revision = "0006"
branch_labels = None
depends_on = None
ROW_CHANGES: dict[str, int | None] = {"demand_curve": None, "demand_need": None, "demand_shift": None}


def upgrade() -> None:
    op.create_table(
        "demand_curve",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("title", sa.String(length=200), nullable=False, comment="as shown and printed"),
        sa.Column("kind", sa.String(length=24), nullable=False, comment="kind of work"),
        sa.Column("place", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("territory_id", sa.Integer(), nullable=True, comment="territory"),
        sa.Column("skill_id", sa.Integer(), nullable=True, comment="needed skill"),
        sa.Column("skill_level", sa.Integer(), nullable=False, comment="least level"),
        sa.Column("priority", sa.Integer(), nullable=False, comment="1 must … 3 may"),
        sa.Column("shortest", sa.Integer(), nullable=False, comment="least minutes of a shift"),
        sa.Column("longest", sa.Integer(), nullable=False, comment="most minutes of a shift"),
        sa.Column("step", sa.Integer(), nullable=False, comment="minutes between two beginnings of shifts"),
        sa.Column("full", sa.Boolean(), nullable=False, comment="never short of people rather than a few too many"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.CheckConstraint("priority BETWEEN 1 AND 3", name=op.f("ck_demand_curve_priority_range")),
        sa.CheckConstraint("step > 0 AND shortest > 0 AND shortest <= longest AND longest <= 1440", name=op.f("ck_demand_curve_lengths")),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_demand_curve_skill_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_demand_curve_territory_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_curve")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "demand_need",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("demand_id", sa.Integer(), nullable=False, comment="which curve"),
        sa.Column("weekday", sa.Integer(), nullable=False, comment="0 Monday … 6 Sunday"),
        sa.Column("hour", sa.Integer(), nullable=False, comment="from this full hour to the next"),
        sa.Column("people", sa.Integer(), nullable=False, comment="how many"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.CheckConstraint("people >= 1", name=op.f("ck_demand_need_somebody_needed")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6 AND hour BETWEEN 0 AND 23", name=op.f("ck_demand_need_in_the_week")),
        sa.ForeignKeyConstraint(["demand_id"], ["demand_curve.id"], name=op.f("fk_demand_need_demand_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_need")),
        sa.UniqueConstraint("demand_id", "weekday", "hour", name=op.f("uq_demand_need_demand_id_weekday_hour")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "demand_shift",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("demand_id", sa.Integer(), nullable=False, comment="which curve"),
        sa.Column("task_id", sa.Integer(), nullable=False, comment="which task"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.ForeignKeyConstraint(["demand_id"], ["demand_curve.id"], name=op.f("fk_demand_shift_demand_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_demand_shift_task_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_shift")),
        sa.UniqueConstraint("task_id", name=op.f("uq_demand_shift_task_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_demand_shift_demand_id"), "demand_shift", ["demand_id"], unique=False)


def downgrade() -> None:
    for table in ("demand_shift", "demand_need", "demand_curve"):
        op.drop_table(table)

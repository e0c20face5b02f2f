"""The calibration meeting of a cycle and each change made in it.

Two new tables; nothing that exists is touched.
"""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op

revision = "0010"
down_revision = "0012"
branch_labels = None
depends_on = None
ROW_CHANGES: dict[str, int | None] = {"calibration": None, "calibration_step": None}


def upgrade() -> None:
    op.create_table(
        "calibration",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("cycle_id", sa.Integer(), nullable=False, comment="which cycle"),
        sa.Column("held_on", sa.Date(), nullable=True, comment="day of the meeting; empty = not set"),
        sa.Column("attendees", sa.Text(), nullable=False, comment="free text, several lines"),
        sa.Column("recusals", sa.Text(), nullable=False, comment="free text, several lines"),
        sa.Column("notes", sa.Text(), nullable=False, comment="free text, several lines"),
        sa.Column("closed_at", sa.String(length=32), nullable=True, comment="when it became a record; empty = open"),
        sa.Column("closed_by", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("content", sa.Text(), nullable=False, comment="canonical JSON of the minutes"),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="of the content"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.ForeignKeyConstraint(["cycle_id"], ["review_cycle.id"], name=op.f("fk_calibration_cycle_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration")),
        sa.UniqueConstraint("cycle_id", name=op.f("uq_calibration_cycle_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "calibration_step",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("review_id", sa.Integer(), nullable=False, comment="whose"),
        sa.Column("kind", sa.String(length=24), nullable=False, comment="what was changed"),
        sa.Column("before", sa.String(length=8), nullable=False, comment="grade or place before"),
        sa.Column("after", sa.String(length=8), nullable=False, comment="grade or place after"),
        sa.Column("reason", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("evidence", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("proposed_by", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_calibration_step_review_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_step")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_calibration_step_review_id"), "calibration_step", ["review_id"], unique=False)


def downgrade() -> None:
    op.drop_table("calibration_step")
    op.drop_table("calibration")

"""The interview about an evaluation, one record each.

One new table; nothing that exists is touched.
"""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op

revision = "0016"
down_revision = "0010"
branch_labels = None
depends_on = None
ROW_CHANGES: dict[str, int | None] = {"review_interview": None}


def upgrade() -> None:
    op.create_table(
        "review_interview",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("review_id", sa.Integer(), nullable=False, comment="which evaluation"),
        sa.Column("held_on", sa.Date(), nullable=True, comment="day of the interview; empty = not held yet"),
        sa.Column("start", sa.Integer(), nullable=True, comment="minutes since midnight"),
        sa.Column("end", sa.Integer(), nullable=True, comment="minutes since midnight"),
        sa.Column("place", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("way", sa.String(length=24), nullable=False, comment="how they talked"),
        sa.Column("interviewer", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("interviewer_post", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("attendees", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("purpose", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("past_items", sa.Text(), nullable=False, comment="free text, several lines"),
        sa.Column("went_well", sa.Text(), nullable=False, comment="free text, several lines"),
        sa.Column("to_improve", sa.Text(), nullable=False, comment="free text, several lines"),
        sa.Column("facts", sa.Text(), nullable=False, comment="free text, several lines"),
        sa.Column("own_view", sa.Text(), nullable=False, comment="free text, several lines"),
        sa.Column("causes", sa.String(length=60), nullable=False, comment="codes with commas between"),
        sa.Column("cause_text", sa.Text(), nullable=False, comment="free text, several lines"),
        sa.Column("help_wanted", sa.Text(), nullable=False, comment="free text, several lines"),
        sa.Column("suggestions", sa.Text(), nullable=False, comment="free text, several lines"),
        sa.Column("training", sa.Text(), nullable=False, comment="free text, several lines"),
        sa.Column("career", sa.Text(), nullable=False, comment="free text, several lines"),
        sa.Column("next_focus", sa.Text(), nullable=False, comment="free text, several lines"),
        sa.Column("actions", sa.Text(), nullable=False, comment="JSON rows: what, who, due, measure"),
        sa.Column("confirmation", sa.Text(), nullable=False, comment="free text, several lines"),
        sa.Column("objection", sa.String(length=24), nullable=False, comment="what the employee said of the result"),
        sa.Column("objection_text", sa.Text(), nullable=False, comment="free text, several lines"),
        sa.Column("filed_on", sa.Date(), nullable=True, comment="when HR filed the signed paper; empty = not filed"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_interview_review_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_interview")),
        sa.UniqueConstraint("review_id", name=op.f("uq_review_interview_review_id")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("review_interview")

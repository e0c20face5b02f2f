"""Meetings of the team with their points, people and promises, and what the team learnt.

Five new tables; nothing that exists is touched.
"""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op

revision = "0015"
down_revision = "0016"
branch_labels = None
depends_on = None
ROW_CHANGES: dict[str, int | None] = {
    "team_talk": None, "team_talk_point": None, "team_talk_person": None, "team_talk_action": None, "experience": None,
}  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "team_talk",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("kind", sa.String(length=24), nullable=False, comment="stand-up, weekly or monthly"),
        sa.Column("title", sa.String(length=200), nullable=False, comment="as shown and printed"),
        sa.Column("day", sa.Date(), nullable=False, comment="planned or held on"),
        sa.Column("start_minute", sa.Integer(), nullable=True, comment="minutes since midnight; empty = no time set"),
        sa.Column("minutes", sa.Integer(), nullable=False, comment="length"),
        sa.Column("place", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("state", sa.String(length=24), nullable=False, comment="where it stands"),
        sa.Column("cancelled_because", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_talk")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_team_talk_day", "team_talk", ["day"], unique=False)
    op.create_table(
        "team_talk_point",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("team_talk_id", sa.Integer(), nullable=False, comment="which meeting"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order on the agenda"),
        sa.Column("text", sa.String(length=200), nullable=False, comment="as shown and printed"),
        sa.Column("standing", sa.Boolean(), nullable=False, comment="yes or no"),
        sa.Column("said", sa.Text(), nullable=False, comment="free text, several lines"),
        sa.Column("decision", sa.Text(), nullable=False, comment="free text, several lines"),
        sa.Column("times_carried", sa.Integer(), nullable=False, comment="meetings it has passed through open"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.ForeignKeyConstraint(["team_talk_id"], ["team_talk.id"], name=op.f("fk_team_talk_point_team_talk_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_talk_point")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_team_talk_point_team_talk_id"), "team_talk_point", ["team_talk_id"], unique=False)
    op.create_table(
        "experience",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("kind", sa.String(length=24), nullable=False, comment="won, lost or learnt"),
        sa.Column("day", sa.Date(), nullable=False, comment="when it happened"),
        sa.Column("title", sa.String(length=200), nullable=False, comment="as shown and printed"),
        sa.Column("story", sa.Text(), nullable=False, comment="free text, several lines"),
        sa.Column("lesson", sa.Text(), nullable=False, comment="free text, several lines"),
        sa.Column("tags", sa.String(length=200), nullable=False, comment="one line of text"),
        sa.Column("person_id", sa.Integer(), nullable=True, comment="who tells it"),
        sa.Column("customer_id", sa.Integer(), nullable=True, comment="with which customer"),
        sa.Column("product_id", sa.Integer(), nullable=True, comment="with which product"),
        sa.Column("team_talk_id", sa.Integer(), nullable=True, comment="meeting in which it was told"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_experience_customer_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_experience_person_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_experience_product_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["team_talk_id"], ["team_talk.id"], name=op.f("fk_experience_team_talk_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experience")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_experience_customer_id"), "experience", ["customer_id"], unique=False)
    op.create_index("ix_experience_day", "experience", ["day"], unique=False)
    op.create_index(op.f("ix_experience_person_id"), "experience", ["person_id"], unique=False)
    op.create_table(
        "team_talk_person",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("team_talk_id", sa.Integer(), nullable=False, comment="which meeting"),
        sa.Column("person_id", sa.Integer(), nullable=False, comment="whom it concerns"),
        sa.Column("missed", sa.Boolean(), nullable=False, comment="yes or no"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_team_talk_person_person_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["team_talk_id"], ["team_talk.id"], name=op.f("fk_team_talk_person_team_talk_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_talk_person")),
        sa.UniqueConstraint("team_talk_id", "person_id", name=op.f("uq_team_talk_person_team_talk_id_person_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_team_talk_person_person_id"), "team_talk_person", ["person_id"], unique=False)
    op.create_table(
        "team_talk_action",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("team_talk_id", sa.Integer(), nullable=False, comment="in which meeting"),
        sa.Column("action_id", sa.Integer(), nullable=False, comment="which promise"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.ForeignKeyConstraint(["action_id"], ["action_item.id"], name=op.f("fk_team_talk_action_action_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["team_talk_id"], ["team_talk.id"], name=op.f("fk_team_talk_action_team_talk_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_talk_action")),
        sa.UniqueConstraint("action_id", name=op.f("uq_team_talk_action_action_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_team_talk_action_team_talk_id"), "team_talk_action", ["team_talk_id"], unique=False)


def downgrade() -> None:
    for table in ("experience", "team_talk_action", "team_talk_person", "team_talk_point", "team_talk"):
        op.drop_table(table)

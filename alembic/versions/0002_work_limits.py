"""What was agreed with a person about days and tasks: a table of its own, nothing else changes."""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None
ROW_CHANGES: dict[str, int | None] = {}


def upgrade() -> None:
    op.create_table(
        "work_limit",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("person_id", sa.Integer(), nullable=False, comment="whom it concerns"),
        sa.Column("kind", sa.String(length=24), nullable=False, comment="what is limited"),
        sa.Column("amount", sa.Integer(), nullable=False, comment="minutes for lengths, else a count"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_work_limit_not_negative")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_work_limit_person_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_limit")),
        sa.UniqueConstraint("person_id", "kind", name=op.f("uq_work_limit_person_id_kind")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("work_limit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_work_limit_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("work_limit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_work_limit_person_id"))

    op.drop_table("work_limit")

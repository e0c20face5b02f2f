"""Photographs and files kept with a talk.

Two new tables; nothing that exists is touched.
"""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None
ROW_CHANGES: dict[str, int | None] = {"talk_attachment": None, "talk_attachment_part": None}


def upgrade() -> None:
    op.create_table(
        "talk_attachment",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("one_on_one_id", sa.Integer(), nullable=False, comment="which talk"),
        sa.Column("name", sa.Text(), nullable=False, comment="as it was called; a name may tell as much as the contents"),
        sa.Column("kind", sa.String(length=24), nullable=False, comment="what the contents are, told by their first bytes"),
        sa.Column("size", sa.Integer(), nullable=False, comment="bytes"),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="of the contents"),
        sa.Column("added_on", sa.Date(), nullable=False, comment="when"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.CheckConstraint("size > 0", name=op.f("ck_talk_attachment_not_empty")),
        sa.ForeignKeyConstraint(["one_on_one_id"], ["one_on_one.id"], name=op.f("fk_talk_attachment_one_on_one_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_attachment")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_talk_attachment_one_on_one_id"), "talk_attachment", ["one_on_one_id"], unique=False)
    op.create_table(
        "talk_attachment_part",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("attachment_id", sa.Integer(), nullable=False, comment="of which file"),
        sa.Column("position", sa.Integer(), nullable=False, comment="order, from 0"),
        sa.Column("data", sa.Text(), nullable=False, comment="base64 of the bytes, sealed"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["talk_attachment.id"], name=op.f("fk_talk_attachment_part_attachment_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_attachment_part")),
        sa.UniqueConstraint("attachment_id", "position", name=op.f("uq_talk_attachment_part_attachment_id_position")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("talk_attachment_part")
    op.drop_table("talk_attachment")

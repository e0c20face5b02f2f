"""What of a one-on-one speaks for a criterion of a review.

One new table; nothing that exists is touched.
"""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op

revision = "0011"
down_revision = "0008"
branch_labels = None
depends_on = None
ROW_CHANGES: dict[str, int | None] = {"evidence_mark": None}


def upgrade() -> None:
    op.create_table(
        "evidence_mark",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("person_id", sa.Integer(), nullable=False, comment="whom it concerns"),
        sa.Column("criterion", sa.String(length=40), nullable=False, comment="code of the line of the review's form"),
        sa.Column("talk_note_id", sa.Integer(), nullable=True, comment="the paragraph"),
        sa.Column("agenda_item_id", sa.Integer(), nullable=True, comment="the point"),
        sa.Column("marked_on", sa.Date(), nullable=False, comment="when"),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.CheckConstraint("(talk_note_id IS NULL) <> (agenda_item_id IS NULL)", name=op.f("ck_evidence_mark_one_source")),
        sa.ForeignKeyConstraint(["agenda_item_id"], ["agenda_item.id"], name=op.f("fk_evidence_mark_agenda_item_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_evidence_mark_person_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["talk_note_id"], ["talk_note.id"], name=op.f("fk_evidence_mark_talk_note_id"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_mark")),
        sa.UniqueConstraint("criterion", "agenda_item_id", name=op.f("uq_evidence_mark_criterion_agenda_item_id")),
        sa.UniqueConstraint("criterion", "talk_note_id", name=op.f("uq_evidence_mark_criterion_talk_note_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_evidence_mark_person_id"), "evidence_mark", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("evidence_mark")

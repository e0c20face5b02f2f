"""A paragraph may be feedback as situation, behaviour and effect; a talk may say what would make it one point better.

The columns are added in place: no table is rebuilt, so nothing that points to one can be touched.
"""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op

revision = "0017"
down_revision = "0015"
branch_labels = None
depends_on = None
ROW_CHANGES: dict[str, int | None] = {}


def upgrade() -> None:
    comment = "situation, behaviour and effect, a line each; empty = a paragraph"
    op.add_column("talk_note", sa.Column("feedback", sa.String(length=24), nullable=True, comment=comment))
    comment = "what would make mood or load one point better, voluntary"
    op.add_column("one_on_one", sa.Column("better", sa.Text(), nullable=True, comment=comment))


def downgrade() -> None:
    op.drop_column("one_on_one", "better")
    op.drop_column("talk_note", "feedback")

"""A paragraph may be an addition to a record that stood already.

The column is added in place: no table is rebuilt, so nothing that points to one can be touched.
"""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None
ROW_CHANGES: dict[str, int | None] = {}


def upgrade() -> None:
    comment = "addition to a record that stood already; empty = part of the record"
    op.add_column("talk_note", sa.Column("added_on", sa.Date(), nullable=True, comment=comment))


def downgrade() -> None:
    op.drop_column("talk_note", "added_on")

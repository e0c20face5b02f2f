"""What the employee says of a review, and who did not sign; templates keep everything that a task has.

Columns are added and dropped in place: no table is rebuilt, so nothing that points to one can be touched.
"""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None
ROW_CHANGES: dict[str, int | None] = {}


def _columns() -> tuple[tuple[str, sa.Column[object]], ...]:
    """Table and column, in the order of the models."""
    nothing = sa.text("''")
    return (
        ("review", sa.Column("opinion", sa.String(10), nullable=False, server_default=nothing, comment="what the employee ticked")),
        ("review", sa.Column("opinion_text", sa.Text(), nullable=False, server_default=nothing, comment="free text, several lines")),
        ("review", sa.Column("refused_on", sa.Date(), nullable=True, comment="when the signature was refused; empty = it was not")),
        ("review", sa.Column("refused_because", sa.String(200), nullable=False, server_default=nothing, comment="one line of text")),
        ("review", sa.Column("refusal_witness", sa.String(200), nullable=False, server_default=nothing, comment="one line of text")),
        (
            "review",
            sa.Column("refusal_delivery", sa.String(12), nullable=False, server_default=nothing, comment="hand, post or electronic"),
        ),
        (
            "review",
            sa.Column(
                "locked_from",
                sa.String(24),
                nullable=False,
                server_default=nothing,
                comment="step at which it was locked; later ones were left out",
            ),
        ),
        (
            "task_template",
            sa.Column(
                "needs_consent", sa.Boolean(create_constraint=False), nullable=False, server_default=sa.text("0"), comment="yes or no"
            ),
        ),
        ("task_template", sa.Column("lat", sa.Float(), nullable=True, comment="degrees north; empty = the customer's")),
        ("task_template", sa.Column("lon", sa.Float(), nullable=True, comment="degrees east; empty = the customer's")),
        ("task_template", sa.Column("note", sa.Text(), nullable=False, server_default=nothing, comment="free text, several lines")),
    )


def upgrade() -> None:
    for table, column in _columns():
        op.add_column(table, column)


def downgrade() -> None:
    for table, column in reversed(_columns()):
        op.drop_column(table, column.name)

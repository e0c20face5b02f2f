"""Tasks whose time is chosen, who may not do them, what belongs together or in order; the order of what a plan is made for.

Columns and tables are added in place: no table is rebuilt, so nothing that points to one can be touched.
"""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None
ROW_CHANGES: dict[str, int | None] = {"task_barred": None, "task_order": None}


def _columns() -> tuple[tuple[str, sa.Column[object]], ...]:
    """Table and column, in the order of the models."""
    nothing = sa.text("''")
    found: list[tuple[str, sa.Column[object]]] = [
        (
            "organisation",
            sa.Column(
                "plan_order",
                sa.String(200),
                nullable=False,
                server_default=nothing,
                comment="aims of an automatic plan, most important first; empty = the usual order",
            ),
        )
    ]
    for table in ("task_template", "task"):
        found += [
            (
                table,
                sa.Column(
                    "earliest_minute",
                    sa.Integer(),
                    nullable=True,
                    comment="begins no earlier, minutes since midnight; empty = at its start",
                ),
            ),
            (
                table,
                sa.Column(
                    "latest_minute", sa.Integer(), nullable=True, comment="has ended by then, minutes since midnight; empty = at its end"
                ),
            ),
            (
                table,
                sa.Column(
                    "together",
                    sa.String(40),
                    nullable=False,
                    server_default=nothing,
                    comment="tasks of a week with the same text are done by the same people",
                ),
            ),
        ]
    return tuple(found)


def _pairs(table: str, other: str, target: str, comment: str, other_comment: str) -> None:
    """A table of (task, something), each pair once."""
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused"),
        sa.Column("task_id", sa.Integer(), nullable=False, comment=comment),
        sa.Column(other, sa.Integer(), nullable=False, comment=other_comment),
        sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes"),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f(f"fk_{table}_task_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint([other], [f"{target}.id"], name=op.f(f"fk_{table}_{other}"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("task_id", other, name=op.f(f"uq_{table}_task_id_{other}")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f(f"ix_{table}_{other}"), table, [other])


def upgrade() -> None:
    for table, column in _columns():
        op.add_column(table, column)
    _pairs("task_barred", "person_id", "person", "which task", "whom it concerns")
    _pairs("task_order", "first_id", "task", "what comes after", "what must have ended")


def downgrade() -> None:
    for table in ("task_order", "task_barred"):
        op.drop_table(table)
    for table, column in reversed(_columns()):
        op.drop_column(table, column.name)

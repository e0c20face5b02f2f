"""Own questions and agendas, the talks that a point has passed, obstacles; a birthday and an improvement plan of a person.

Tables are made and columns added in place: no table is rebuilt, so nothing that points to one can be touched.
"""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op

revision = "0006"
down_revision = "0004"
branch_labels = None
depends_on = None
ROW_CHANGES: dict[str, int | None] = {}


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), autoincrement=True, nullable=False, comment="never reused")


def _version() -> sa.Column[int]:
    return sa.Column("version", sa.Integer(), nullable=False, comment="edit counter, refuses stale writes")


def _text() -> sa.Column[str]:
    return sa.Column("text", sa.String(200), nullable=False, comment="as shown and printed")


def _theme() -> sa.Column[str]:
    return sa.Column("theme", sa.String(24), nullable=False, comment="work, wellbeing, career, feedback, obstacles")


def _points_to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"), ondelete="RESTRICT")


def _make(name: str, *parts: sa.SchemaItem) -> None:
    op.create_table(name, _id(), *parts, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")), sqlite_autoincrement=True)


def _integer(name: str, comment: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False, comment=comment)


def upgrade() -> None:
    active = sa.Column("active", sa.Boolean(create_constraint=False), nullable=False, comment="no = retired")
    _make("own_question", _theme(), _text(), active, _version())
    _make("agenda_template", sa.Column("name", sa.String(200), nullable=False, comment="as shown and printed"), _version())
    _make(
        "agenda_template_item",
        _integer("template_id", "of which agenda"),
        _integer("position", "order on the list"),
        _theme(),
        _text(),
        _version(),
        _points_to("agenda_template_item", "template_id", "agenda_template"),
    )
    _make(
        "agenda_passage",
        _integer("agenda_item_id", "which point"),
        _integer("one_on_one_id", "talk that it passed open"),
        _version(),
        _points_to("agenda_passage", "agenda_item_id", "agenda_item"),
        _points_to("agenda_passage", "one_on_one_id", "one_on_one"),
        sa.UniqueConstraint("agenda_item_id", "one_on_one_id", name=op.f("uq_agenda_passage_agenda_item_id_one_on_one_id")),
    )
    _make(
        "obstacle_action",
        _integer("blocked_id", "promise that slipped"),
        _integer("action_id", "the manager's action about it"),
        _version(),
        _points_to("obstacle_action", "blocked_id", "action_item"),
        _points_to("obstacle_action", "action_id", "action_item"),
        sa.UniqueConstraint("blocked_id", name=op.f("uq_obstacle_action_blocked_id")),
    )
    for table, column in _INDEXES:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    for added in _columns():
        op.add_column("person", added)


_INDEXES = (("agenda_template_item", "template_id"), ("agenda_passage", "one_on_one_id"), ("obstacle_action", "action_id"))


def _columns() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column(
            "birthday",
            sa.String(5),
            nullable=False,
            server_default=sa.text("''"),
            comment="month and day, 11-23, voluntary; no year is kept",
        ),
        sa.Column("improvement_until", sa.Date(), nullable=True, comment="last day of an improvement plan; empty = none"),
    )


def downgrade() -> None:
    for added in reversed(_columns()):
        op.drop_column("person", added.name)
    for table, column in _INDEXES:
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
    for name in ("obstacle_action", "agenda_passage", "agenda_template_item", "agenda_template", "own_question"):
        op.drop_table(name)

"""First small schema: people, reviews, assignments, a summary kept by a trigger, and the audit tables."""

import sqlalchemy as sa

from alembic import op
from workbench.storage.audit import APPEND_ONLY, TABLES

revision = "0001"
down_revision = None


def upgrade() -> None:
    for table in TABLES:
        table.create(op.get_bind())
    for statement in APPEND_ONLY:
        op.execute(statement)
    op.create_table(
        "person",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "review",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id", name="fk_review_person_id"), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("score", sa.Integer),
        sa.Column("seal", sa.LargeBinary),
        sa.Column("version", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_review_person_id", "review", ["person_id"])
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id", name="fk_assignment_person_id"), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("start_minute", sa.Integer, nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("sure", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("note", sa.String(200)),
        sa.Column("version", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_assignment_person_id", "assignment", ["person_id"])
    op.create_index("uq_assignment_person_id_day", "assignment", ["person_id", "day", "start_minute"], unique=True)
    op.create_table("load", sa.Column("person_id", sa.Integer, primary_key=True), sa.Column("minutes", sa.Integer, nullable=False))
    for when, row, sign in (("INSERT", "NEW", "+"), ("DELETE", "OLD", "-")):
        op.execute(
            f"CREATE TRIGGER load_{when.lower()} AFTER {when} ON assignment BEGIN "
            f"INSERT INTO load VALUES ({row}.person_id, {sign}{row}.minutes) "
            f"ON CONFLICT (person_id) DO UPDATE SET minutes = minutes + excluded.minutes; END"
        )


def downgrade() -> None:
    for name in ("load", "assignment", "review", "person", "audit_range", "audit_image", "audit_params"):
        op.drop_table(name)
    op.execute("DROP TRIGGER audit_no_delete")
    op.drop_table("audit")

"""A person has a city; a name is never empty. Rebuilds the parent table `person`."""

import sqlalchemy as sa

from alembic import op

revision = "0002"
down_revision = "0001"
ROW_CHANGES: dict[str, int | None] = {}


def upgrade() -> None:
    with op.batch_alter_table("person", recreate="always", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.add_column(sa.Column("city", sa.String(100)))
        batch.create_check_constraint("name_given", "length(name) > 0")


def downgrade() -> None:
    with op.batch_alter_table("person", recreate="always", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_constraint("name_given", type_="check")
        batch.drop_column("city")

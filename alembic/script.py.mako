"""${message}

Imports nothing of the program, so that it stays true when the program changes. A rebuild of a table keeps
AUTOINCREMENT only with `batch_alter_table(..., table_kwargs={"sqlite_autoincrement": True})`.
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}

# Tables whose number of rows this revision changes on the way up: table -> difference, None = any.
ROW_CHANGES: dict[str, int | None] = {}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}

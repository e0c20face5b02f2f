"""Runs only on a connection and in a transaction that workbench.storage.upgrade hands over.

It imports nothing of the program: connection and metadata come in `config.attributes`.
"""

from alembic import context

connection = context.config.attributes.get("connection")
if connection is None:
    raise RuntimeError("migrations run through workbench.storage.upgrade, which makes the backup and the checks")
if connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() != 0:
    raise RuntimeError("foreign keys must be off before BEGIN: a rebuilt parent table would empty its children")

context.configure(
    connection=connection,
    target_metadata=context.config.attributes.get("target_metadata"),
    render_as_batch=True,
    transactional_ddl=True,
    transaction_per_migration=False,
    compare_type=True,
)
context.run_migrations()

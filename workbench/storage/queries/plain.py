"""Rows as the driver gives them, for the few reads of many rows where a row object of every line would cost more than the read.

Dates come as ISO text and enums as their value; the caller makes its read models of them at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection


def plain_rows(conn: Connection, statement: sa.Executable, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """All rows of a select as plain tuples of int, float, str, bytes or None; no type of a column is applied."""
    result = conn.execute(statement, parameters)
    cursor = result.cursor
    rows = list(cursor.fetchall()) if cursor is not None else []
    result.close()
    return rows

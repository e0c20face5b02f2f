"""What the command palette finds in the database: people and customers, by name, pinyin and initials."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.services.workspace import Reader


@dataclass(frozen=True, slots=True)
class Found:
    symbol: str
    text: str
    remark: str
    search: str
    screen: str
    what: Mapping[str, object]


def load(conn: Reader) -> list[Found]:
    """Everybody and every customer, small enough to filter while typing."""
    from workbench.services import people  # loads SQLAlchemy, which the first frame does not wait for

    found = [
        Found("user", name, code, f"{search} {code}", "people", {"person_id": row}) for row, code, name, search in people.load_names(conn)
    ]
    return found + [
        Found("map-pinned", name, code, f"{search} {code}", "customers", {"customer_id": row})
        for row, code, name, search in people.load_customer_names(conn)
    ]

"""The zone in which a database reads its clocks, and the name under which it prints and locks.

Both are kept with the organisation, so a record prints the same on every machine; a new database has China's zone.
"""

from __future__ import annotations

from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from workbench.errors import Refused
from workbench.i18n import N_
from workbench.services.workspace import Reader
from workbench.storage.queries import people as queries

NAMELESS = "manager"
"""Who acts in a database whose manager has no name yet."""


def printer_of(conn: Reader, actor: str = "") -> str:
    """The name under which something is printed or locked: the manager of the organisation; `actor` while none is entered."""
    return queries.organisation(conn).manager_name or actor or NAMELESS


def zone_of(conn: Reader) -> tzinfo:
    """The zone of the open database; UTC when the name kept is none."""
    return named(queries.organisation(conn).zone) or UTC


def named(name: str) -> tzinfo | None:
    """The zone of an IANA name ("Asia/Shanghai"); None when there is none."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def check(name: str) -> str:
    """The name when it is a zone; Refused otherwise."""
    if named(name) is None:
        raise Refused(N_("There is no time zone “{zone}”. China's is Asia/Shanghai. Nothing was changed."), code="ZONE", zone=name)
    return name

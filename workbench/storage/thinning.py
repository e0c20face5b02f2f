"""Which backups stay: the newest of each of 12 days, 10 weeks and 9 months that have one, and the last three."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

KEEP_DAYS: Final = 12
KEEP_WEEKS: Final = 10
KEEP_MONTHS: Final = 9
KEEP_LAST: Final = 3  # also the number of pre-upgrade copies


def kept(times: Iterable[datetime]) -> set[datetime]:
    """The moments to keep, in UTC days, ISO weeks and months. Thinning what is kept keeps all of it."""
    newest_first = sorted(times, reverse=True)
    keep = set(newest_first[:KEEP_LAST])
    for limit, bucket in ((KEEP_DAYS, "%Y-%m-%d"), (KEEP_WEEKS, "%G-%V"), (KEEP_MONTHS, "%Y-%m")):
        seen: dict[str, datetime] = {}
        for moment in newest_first:
            seen.setdefault(moment.strftime(bucket), moment)
        keep |= set(list(seen.values())[:limit])
    return keep

"""What the command palette finds: screens, weeks, and from the database people and customers by name, pinyin and initials."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from workbench.i18n import _, day_month
from workbench.models.values.periods import Week
from workbench.views.context import Destination
from workbench.views.screen import Command

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


Opener = Callable[[Destination], Callable[[], None]]
WEEKS_AROUND = 8


def screens(entries: Sequence[tuple[str, str, str]], opener: Opener) -> list[Command]:
    """(key, symbol, title) of each screen as a command, found by title, key and pinyin."""
    from workbench.services import names

    return [
        Command(symbol, title, _("Screen"), f"{key} {names.search_keys(title, False)}", opener(Destination(key)), f"Ctrl+{number}")
        for number, (key, symbol, title) in enumerate(entries, 1)
    ]


def weeks(today: date, opener: Opener) -> list[Command]:
    """The weeks around today, nearest first, found by W48, 48 or their Monday."""
    this = Week.from_date(today)
    near = sorted(range(-WEEKS_AROUND, WEEKS_AROUND + 1), key=lambda n: (abs(n), n))
    found = []
    for week in (this + n for n in near):
        days = f"{day_month(week.monday)} – {day_month(week.monday + timedelta(days=6))}"
        search = f"w{week.number} {week.number} zhou{week.number} {week} {week.monday}"
        text = _("Plan of week {number}", number=week.number)
        found.append(Command("calendar-days", text, days, search, opener(Destination("planning", {"monday": week.monday}))))
    return found

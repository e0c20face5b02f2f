"""What the team learnt, as the list and the form show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ExperienceRow:
    """One entry; `kind` is won, lost or learnt. Names are empty where nobody and nothing is named; `search` holds keys of the names."""

    id: int
    kind: str
    day: date
    title: str
    story: str
    lesson: str
    tags: tuple[str, ...]
    person_id: int | None
    person: str
    customer_id: int | None
    customer: str
    product_id: int | None
    product: str
    team_talk_id: int | None
    search: str


@dataclass(frozen=True, slots=True)
class ExperienceList:
    """All entries, newest first, and what a new one can name: (id, name) of people, customers and products."""

    rows: tuple[ExperienceRow, ...]
    people: tuple[tuple[int, str], ...]
    customers: tuple[tuple[int, str], ...]
    products: tuple[tuple[int, str], ...]

"""What a search in the records finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class RecordKind(StrEnum):
    """What kind of record a finding is, in the order in which they are shown."""

    TALK = "talk"
    POINT = "point"
    PROMISE = "promise"
    THANKS = "thanks"
    MEETING = "meeting"
    EXPERIENCE = "experience"
    REVIEW = "review"
    INTERVIEW = "interview"
    TASK = "task"
    PERSON = "person"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Hit:
    """One finding: whose or what it is, when, and the words around what was looked for; `mark` is where it stands in `excerpt`
    (first, end), empty where it was found by pinyin. `screen` and `what` open it."""

    kind: RecordKind
    id: int
    title: str
    day: date | None
    excerpt: str
    mark: tuple[int, int]
    screen: str
    what: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one kind, newest first, and how many there are: with `more` so many at least."""

    kind: RecordKind
    count: int
    more: bool
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """The answer to a query. `read` of `total` records were looked through: fewer right after opening, while the rest is read."""

    query: str
    groups: tuple[Group, ...]
    read: int
    total: int

    @property
    def count(self) -> int:
        return sum(group.count for group in self.groups)

"""What happened with one person, as moments on one line. Hours are whole minutes, money is fen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class MomentKind(StrEnum):
    """What a moment belongs to, in the order in which kinds are offered and in which they stand within a day."""

    TALK = "talk"
    WEEK = "week"
    RESULT = "result"
    THANKS = "thanks"
    TRAINING = "training"
    REVIEW = "review"
    ENGAGEMENT = "engagement"


@dataclass(frozen=True, slots=True)
class Talk:
    """A one-on-one that was held, skipped or called off, with its first shared paragraph or why it was skipped."""

    state: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class WeekOfWork:
    """The tasks of a week that begins on the day of the moment; minutes worked where they are recorded, else planned."""

    minutes: int
    tasks: int


@dataclass(frozen=True, slots=True)
class MonthOfSales:
    """What was closed in a month. `target` None means none is set or it cannot be scaled; `running` that the month goes on."""

    first: date
    net: int
    won: int
    lost: int
    running: bool
    target: int | None = None


@dataclass(frozen=True, slots=True)
class Thanks:
    text: str


@dataclass(frozen=True, slots=True)
class Session:
    """A training session in the week plan."""

    title: str
    minutes: int


@dataclass(frozen=True, slots=True)
class SkillChange:
    """A level written down: None before for a new skill, None after for one that was taken away."""

    skill: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class ProofExpired:
    skill: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One version of a review; `score` (hundredths of a point) and `grade` come with its lock, dated by it, else by the period's end."""

    cycle: str
    number: int
    state: str
    score: int | None
    grade: str


@dataclass(frozen=True, slots=True)
class EngagementChange:
    """An engagement that began, or ended with this day."""

    type: str
    weekly_minutes: int
    began: bool


@dataclass(frozen=True, slots=True)
class Membership:
    """The first or the last day with the company."""

    joined: bool


Fact = Talk | WeekOfWork | MonthOfSales | Thanks | Session | SkillChange | ProofExpired | Evaluation | EngagementChange | Membership


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened on a day. `screen` and `what` open it."""

    kind: MomentKind
    day: date
    id: int
    fact: Fact
    screen: str
    what: Mapping[str, object] = field(default_factory=dict)

    @property
    def key(self) -> tuple[MomentKind, date, int, Fact]:
        """What tells moments apart; one that says something else is another one."""
        return self.kind, self.day, self.id, self.fact


@dataclass(frozen=True, slots=True)
class Timeline:
    """The newest moments asked for, and how many there are of each kind."""

    person_id: int
    moments: tuple[Moment, ...]
    counts: Mapping[MomentKind, int]
    total: int

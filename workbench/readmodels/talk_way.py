"""What prepares and follows one-on-ones: slots, prompts, agendas to begin with, promises of everybody, and the manager's mirror."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that fits; `beside_work` when the person works on that day anyway."""

    day: date
    start: int
    minutes: int
    beside_work: bool


@dataclass(frozen=True, slots=True)
class Clash:
    """What a talk would lie over: a talk with somebody (kind talk) or the person's own work (kind work), from when."""

    kind: str
    name: str
    start: int


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something of this person's real week to talk about: a sentence with figures, and where it is kept."""

    kind: str
    sentence: str
    figures: Mapping[str, object]
    theme: str
    screen: str
    what: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """An agenda to begin with; shipped ones have no id and cannot be changed, only copied. Items are (theme, text)."""

    key: str
    own_id: int | None
    name: str
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """When a theme was last talked about; `missing` when the next talk should touch it and no open point does."""

    theme: str
    last_on: date | None
    missing: bool


@dataclass(frozen=True, slots=True)
class TalkHelp:
    """What helps to fill the agenda of one person's next talk."""

    prompts: tuple[Prompt, ...]
    themes: tuple[ThemeRow, ...]
    templates: tuple[TemplateRow, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise of the list over everybody. Days are whole; `late` is 0 when it is not."""

    id: int
    person_id: int
    person: str
    search: str
    here: bool
    side: str
    text: str
    made_on: date
    due_on: date | None
    done_on: date | None
    slips: int
    age: int
    late: int
    needs_help: bool
    removes: str  # the promise whose obstacle this one removes


@dataclass(frozen=True, slots=True)
class MirrorRow:
    """What a figure is made of; `good` where it counts as reached."""

    person_id: int
    person: str
    day: date | None
    text: str
    good: bool


@dataclass(frozen=True, slots=True)
class MirrorFigure:
    """One figure of the mirror: `count` of `total`; no share where there is nothing to count."""

    key: str
    count: int
    total: int
    rows: tuple[MirrorRow, ...] = ()

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.count, self.total) if self.total else None


@dataclass(frozen=True, slots=True)
class Mirror:
    """How the manager keeps one-on-ones in a span of days, both included; nothing about how anybody feels."""

    first: date
    last: date
    held: int
    figures: tuple[MirrorFigure, ...]
    themes: tuple[MirrorFigure, ...]
    manager_most: bool

"""What of one-on-ones speaks for a criterion of a review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Criterion(NamedTuple):
    """A rated line of a review's form."""

    code: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A mark with its words: a paragraph of a talk that was shared, or a point. `talk_id` is None for a point without a talk."""

    id: int
    criterion: str
    text: str
    day: date
    person_id: int
    talk_id: int | None
    note_id: int | None
    point_id: int | None

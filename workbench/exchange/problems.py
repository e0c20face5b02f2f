"""What can come out of one cell besides a value: a reason to refuse its row, or a question to wait for.

Codes are stable (scripts read them); the sentences are in `wording.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a value cannot be taken; `figures` fill the sentence."""

    code: str
    figures: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pending:
    """The value depends on the answer to the question of that key."""

    question: str


def shown(cell: object) -> str:
    """A value as it may stand in a sentence: one line, not too long."""
    text = " ".join(str(cell).split())
    return text if len(text) <= 60 else text[:57] + "…"

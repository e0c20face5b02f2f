"""What the review screen reads in one go; an undo may have taken away what it shows, which is no error."""

from __future__ import annotations

from datetime import date

from workbench.errors import Refused
from workbench.readmodels.reviews import BoardRow, CycleRow, ReviewCard
from workbench.services import reviews, reviews_cycle
from workbench.services.workspace import Reader

Loaded = tuple[tuple[CycleRow, ...], ReviewCard | None]


def load_shown(conn: Reader, review_id: int, today: date) -> Loaded:
    """All cycles, and the review shown; None when there is none (any more)."""
    cycles = reviews_cycle.load_cycles(conn)
    try:
        card = reviews.load_review(conn, review_id, today) if review_id else None
    except Refused:
        card = None
    return cycles, card


def load_board(conn: Reader, cycle_id: int, today: date) -> tuple[int, list[BoardRow]]:
    """The cycle asked for with its people; nobody when the cycle is gone."""
    try:
        return cycle_id, reviews.load_board(conn, cycle_id, today)
    except Refused:
        return cycle_id, []

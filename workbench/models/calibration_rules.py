"""What a calibration meeting looks at: places in the nine boxes, grades of groups beside each other, what to say of a group.

All of it is to talk about. Nothing here changes a grade, and no difference between groups means anything by itself (domain 8.4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from workbench.models.review_rules import wilson
from workbench.models.values.numbers import Exact

LOW, MIDDLE, HIGH = 1, 2, 3
LEVELS = (LOW, MIDDLE, HIGH)


class StepKind(StrEnum):
    """What was changed in the meeting."""

    GRADE = "grade"
    BOX = "box"


@dataclass(frozen=True, slots=True)
class CalibrationPolicy:
    """What the company sets for its meetings, as in force on one day.

    Results are shares of what the figures could give, behaviour is a mean of ratings 1 to 5; from `high` on a level is 3, below
    `low` it is 1. `guide_shares` are basis points, the best grade first; the guide is silent in groups under `guide_people`.
    """

    result_low: Fraction
    result_high: Fraction
    behaviour_low: Fraction
    behaviour_high: Fraction
    rater_difference: Fraction
    rater_middle: Fraction
    rater_spread: Fraction
    guide_people: int
    guide_shares: tuple[int, ...]


def level(value: Exact, low: Exact, high: Exact) -> int:
    """1, 2 or 3: below `low`, between them, from `high` on.

    >>> level(Fraction(84, 100), Fraction(85, 100), 1), level(Fraction(85, 100), Fraction(85, 100), 1), level(1, Fraction(85, 100), 1)
    (1, 2, 3)
    """
    return LOW if value < low else HIGH if value >= high else MIDDLE


def box_of(result: Exact | None, behaviour: Exact | None, policy: CalibrationPolicy) -> tuple[int, int] | None:
    """(result, behaviour), each 1 to 3; None while either is not known."""
    if result is None or behaviour is None:
        return None
    return level(result, policy.result_low, policy.result_high), level(behaviour, policy.behaviour_low, policy.behaviour_high)


def box_code(box: tuple[int, int]) -> str:
    """How a place is kept: 2·3 for a middle result with high behaviour."""
    return f"{box[0]}·{box[1]}"


def box_from(code: str) -> tuple[int, int]:
    """The place of a code. ValueError for what is none."""
    result, _dot, behaviour = code.partition("·")
    found = (int(result), int(behaviour))
    if not set(found) <= set(LEVELS):
        raise ValueError(f"no place: {code}")
    return found


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """One group: people with a grade, how many have one of the better grades, the Wilson interval of that share, the mean score."""

    people: int
    better: int
    interval: tuple[float, float] | None
    mean: Fraction | None


def group_figures(members: Sequence[tuple[str, int]], better: Sequence[str]) -> GroupFigures:
    """Figures of one group from (grade, hundredths of a point); without people there is no share and no mean.

    >>> found = group_figures([("A", 9000), ("B", 8000)], ["S", "A"])
    >>> found.people, found.better, found.mean, [round(end, 3) for end in found.interval]
    (2, 1, Fraction(8500, 1), [0.095, 0.905])
    """
    hits = sum(grade in better for grade, _score in members)
    mean = Fraction(sum(score for _grade, score in members), len(members)) if members else None
    return GroupFigures(len(members), hits, wilson(hits, len(members)), mean)


def better_grades(grades: Sequence[str]) -> tuple[str, ...]:
    """The grades above the middle one, best first: S and A of S A B C D; the best one of two or three."""
    return tuple(grades[: max(1, len(grades) // 2)]) if grades else ()


def guide_shares(grades: Sequence[str], shares: Sequence[int]) -> Mapping[str, int] | None:
    """Shares by grade; None where the company's shares are not made for as many grades as the template has."""
    used = [share for share in shares if share > 0]
    if len(used) != len(grades) or sum(used) != 10_000:
        return None
    return dict(zip(grades, used, strict=True))


class GroupFinding(StrEnum):
    """What is said of a group in a sentence before any figure."""

    NOBODY = "nobody"
    ALL_EQUAL = "all_equal"
    SMALL = "small"


def finding_of(scores: Sequence[int], least: int) -> GroupFinding | None:
    """What to say of a group from its scores (hundredths); None where its figures speak for themselves."""
    if not scores:
        return GroupFinding.NOBODY
    if len(scores) > 1 and len(set(scores)) == 1:
        return GroupFinding.ALL_EQUAL
    return GroupFinding.SMALL if len(scores) < least else None

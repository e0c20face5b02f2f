"""Statistics about raters and grade mixes: to talk about in calibration, never to convict or to apply.

Indices are confounded with true differences between teams, so they only raise flags (domain 8.4).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from workbench.errors import N_
from workbench.models.values.numbers import Exact, largest_remainder

MIDDLE, BEST = 3, 5


class RaterFlag(StrEnum):
    LENIENT = "lenient"
    SEVERE = "severe"
    CENTRAL = "central"
    RESTRICTED = "restricted"


RATER_FLAG_LABELS: dict[RaterFlag, str] = {
    RaterFlag.LENIENT: N_("Leniency"),
    RaterFlag.SEVERE: N_("Severity"),
    RaterFlag.CENTRAL: N_("Central tendency"),
    RaterFlag.RESTRICTED: N_("Narrow range"),
}


@dataclass(frozen=True, slots=True)
class RaterFigures:
    """Figures of one rater on the 1 to 5 scale. `z` is for showing only; `suggested` person means are a suggestion."""

    people: int
    mean: Fraction
    difference: Fraction
    sd: float
    share_of_middle: Fraction
    share_of_best: Fraction
    halo: float
    person_means: tuple[Fraction, ...]
    z: tuple[float, ...]
    suggested: tuple[Fraction, ...]
    flags: tuple[RaterFlag, ...]

    @property
    def z_may_be_applied(self) -> bool:
        """z explodes for small teams: under 8 people it is shown, never applied (domain 8.4, statistics, not policy)."""
        return self.people >= 8


def rater_figures(
    ratings: Mapping[str, Sequence[Sequence[int]]], most_difference: Exact, most_middle: Exact, least_sd: float
) -> dict[str, RaterFigures]:
    """Indices per rater from ratings[rater][person][dimension] (vector 8-B); raters without ratings are left out.

    A flag is raised by a mean that lies further than `most_difference` from all, a larger share of 3 than
    `most_middle`, or a spread below `least_sd`.
    """
    teams = {rater: [row for row in rows if row] for rater, rows in ratings.items()}
    everything = [value for rows in teams.values() for row in rows for value in row]
    if not everything:
        return {}
    grand = _mean(everything)
    limits = (Fraction(most_difference), Fraction(most_middle), least_sd)
    return {rater: _figures(rows, grand, limits) for rater, rows in teams.items() if rows}


def grand_mean_and_sd(ratings: Mapping[str, Sequence[Sequence[int]]]) -> tuple[Fraction, float]:
    """Mean and population SD over all ratings; ValueError when there are none."""
    everything = [value for rows in ratings.values() for row in rows for value in row]
    if not everything:
        raise ValueError("no ratings")
    return _mean(everything), _sd(everything)


def _figures(rows: Sequence[Sequence[int]], grand: Fraction, limits: tuple[Fraction, Fraction, float]) -> RaterFigures:
    values = [value for row in rows for value in row]
    mean, sd, people = _mean(values), _sd(values), len(rows)
    difference = mean - grand
    middle = Fraction(values.count(MIDDLE), len(values))
    means = tuple(_mean(row) for row in rows)
    shrunk = Fraction(people, people + 4) * difference
    return RaterFigures(
        people=people,
        mean=mean,
        difference=difference,
        sd=sd,
        share_of_middle=middle,
        share_of_best=Fraction(values.count(BEST), len(values)),
        halo=sum(_sd(row) for row in rows) / people,
        person_means=means,
        z=_z(means),
        suggested=tuple(one - shrunk for one in means),
        flags=_flags(difference, middle, sd, limits),
    )


def _flags(difference: Fraction, middle: Fraction, sd: float, limits: tuple[Fraction, Fraction, float]) -> tuple[RaterFlag, ...]:
    most_difference, most_middle, least_sd = limits
    flags = []
    if abs(difference) > most_difference:
        flags.append(RaterFlag.LENIENT if difference > 0 else RaterFlag.SEVERE)
    if middle > most_middle:
        flags.append(RaterFlag.CENTRAL)
    if sd < least_sd and middle <= most_middle:  # crowding at 3 is already said by central tendency
        flags.append(RaterFlag.RESTRICTED)
    return tuple(flags)


def _mean(values: Sequence[Exact]) -> Fraction:
    return sum((Fraction(value) for value in values), Fraction(0)) / len(values)


def _sd(values: Sequence[Exact], sample: bool = False) -> float:
    mean = _mean(values)
    return math.sqrt(sum(((Fraction(value) - mean) ** 2 for value in values), Fraction(0)) / (len(values) - sample))


def _z(means: Sequence[Fraction]) -> tuple[float, ...]:
    sd = _sd(means, sample=True) if len(means) > 1 else 0.0
    mean = _mean(means)
    return tuple(float(one - mean) / sd if sd else 0.0 for one in means)


@dataclass(frozen=True, slots=True)
class DistributionGuide:
    """How many of each grade the shares would mean; in a group that is too small it is information only."""

    counts: dict[str, int]
    applies: bool


def distribution_guide(people: int, shares: Mapping[str, int], least_group: int) -> DistributionGuide:
    """Largest remainder, ties to the better grade (shares are given best first); never compulsory for the lower ones.

    >>> list(distribution_guide(23, {"S": 5, "A": 20, "B": 60, "C": 10, "D": 5}, 10).counts.values())
    [1, 5, 14, 2, 1]
    """
    counts = largest_remainder(people, list(shares.values()))
    return DistributionGuide(dict(zip(shares, counts, strict=True)), people >= least_group)


def grade_mix(grades: Sequence[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """Number of each grade by group from (group, grade): part-time beside full-time, shown with n, no action taken."""
    mix: dict[str, dict[str, int]] = {}
    for group, grade in grades:
        counts = mix.setdefault(group, {})
        counts[grade] = counts.get(grade, 0) + 1
    return mix

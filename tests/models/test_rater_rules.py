"""Rater statistics and the distribution guide: vector 8-B (domain 8.4)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from workbench.models import rater_rules as rules
from workbench.models.rater_rules import RaterFlag

LIMITS = (Fraction(1, 2), Fraction(3, 5), 0.5)
"""Difference from all, share of 3 and least spread of domain 8.4."""
RATINGS = {
    "甲": [[5, 5, 4, 5], [5, 5, 5, 5], [4, 5, 5, 4], [5, 4, 5, 5]],
    "乙": [[3, 3, 3, 3], [3, 4, 3, 3], [3, 3, 3, 3], [4, 3, 3, 3]],
    "丙": [[5, 2, 4, 3], [3, 4, 2, 5], [2, 3, 5, 1], [4, 5, 3, 4]],
}


def test_that_8_b_has_its_grand_mean() -> None:
    mean, sd = rules.grand_mean_and_sd(RATINGS)
    assert (round(float(mean), 4), round(sd, 4)) == (3.7708, 1.0456)
    with pytest.raises(ValueError):
        rules.grand_mean_and_sd({})


@pytest.mark.parametrize(
    ("rater", "mean", "difference", "sd", "middle", "best", "halo", "means"),
    [
        ("甲", 4.75, 0.9792, 0.4330, 0, 0.75, 0.3415, (4.75, 5.0, 4.5, 4.75)),
        ("乙", 3.125, -0.6458, 0.3307, 0.875, 0, 0.2165, (3.0, 3.25, 3.0, 3.25)),
        ("丙", 3.4375, -0.3333, 1.2231, 0.25, 0.25, 1.1055, (3.5, 3.5, 2.75, 4.0)),
    ],
)
def test_that_8_b_has_its_indices(
    rater: str, mean: float, difference: float, sd: float, middle: float, best: float, halo: float, means: tuple[float, ...]
) -> None:
    found = rules.rater_figures(RATINGS, *LIMITS)[rater]
    assert (float(found.mean), round(float(found.difference), 4), round(found.sd, 4)) == (mean, difference, sd)
    assert (found.share_of_middle, found.share_of_best, round(found.halo, 4)) == (middle, best, halo)
    assert tuple(float(one) for one in found.person_means) == means


def test_that_8_b_raises_flags_but_convicts_nobody() -> None:
    found = rules.rater_figures(RATINGS, *LIMITS)
    assert found["甲"].flags == (RaterFlag.LENIENT, RaterFlag.RESTRICTED)
    assert found["乙"].flags == (RaterFlag.SEVERE, RaterFlag.CENTRAL)
    assert found["丙"].flags == ()
    assert not found["甲"].z_may_be_applied


@pytest.mark.parametrize(
    ("rater", "z", "suggested"),
    [
        ("甲", (0, 1.2247, -1.2247, 0), (4.2604, 4.5104, 4.0104, 4.2604)),
        ("乙", (-0.8660, 0.8660, -0.8660, 0.8660), (3.3229, 3.5729, 3.3229, 3.5729)),
        ("丙", (0.1213, 0.1213, -1.3339, 1.0914), (3.6667, 3.6667, 2.9167, 4.1667)),
    ],
)
def test_that_8_b_suggests_means_after_shrunken_severity(rater: str, z: tuple[float, ...], suggested: tuple[float, ...]) -> None:
    found = rules.rater_figures(RATINGS, *LIMITS)[rater]
    assert found.z == pytest.approx(z, abs=5e-5)
    assert tuple(round(float(one), 4) for one in found.suggested) == suggested


def test_that_raters_without_ratings_and_single_people_are_no_error() -> None:
    assert rules.rater_figures({}, *LIMITS) == {}
    found = rules.rater_figures({"甲": [[3, 4]], "乙": []}, *LIMITS)
    assert list(found) == ["甲"]
    assert found["甲"].z == (0.0,)


@pytest.mark.parametrize(
    ("people", "expected"), [(10, [1, 2, 6, 1, 0]), (15, [1, 3, 9, 1, 1]), (23, [1, 5, 14, 2, 1]), (40, [2, 8, 24, 4, 2])]
)
def test_that_the_guide_rounds_to_the_better_grade(people: int, expected: list[int]) -> None:
    guide = rules.distribution_guide(people, {"S": 5, "A": 20, "B": 60, "C": 10, "D": 5}, 10)
    assert (list(guide.counts.values()), guide.applies) == (expected, True)


@pytest.mark.parametrize(("people", "expected", "applies"), [(7, [1, 5, 1], False), (23, [5, 16, 2], True), (40, [8, 28, 4], True)])
def test_that_the_guide_is_information_only_under_ten_people(people: int, expected: list[int], applies: bool) -> None:
    guide = rules.distribution_guide(people, {"A": 20, "B": 70, "C": 10}, 10)
    assert (list(guide.counts.values()), guide.applies) == (expected, applies)


def test_that_grade_mixes_are_counted_by_group() -> None:
    assert rules.grade_mix([("part_time", "A"), ("full_time", "A"), ("part_time", "A"), ("part_time", "C")]) == {
        "part_time": {"A": 2, "C": 1},
        "full_time": {"A": 1},
    }

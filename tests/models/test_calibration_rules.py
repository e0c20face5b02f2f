"""What a calibration meeting looks at: places, groups with their intervals, and what is said of a group."""

from __future__ import annotations

from fractions import Fraction

import pytest

from workbench.models import calibration_rules as rules
from workbench.models.calibration_rules import GroupFinding

POLICY = rules.CalibrationPolicy(
    Fraction(85, 100), Fraction(1), Fraction(3), Fraction(4), Fraction(1, 2), Fraction(6, 10), Fraction(1, 2), 10, (500, 2000, 6000, 1000, 500)
)  # fmt: skip


@pytest.mark.parametrize(
    ("result", "behaviour", "box"),
    [
        (Fraction(112, 100), Fraction(4), (3, 3)),
        (Fraction(1), Fraction(399, 100), (3, 2)),
        (Fraction(85, 100), Fraction(3), (2, 2)),
        (Fraction(8499, 10_000), Fraction(299, 100), (1, 1)),
        (Fraction(-1, 2), Fraction(5), (1, 3)),
        (None, Fraction(5), None),
        (Fraction(1), None, None),
    ],
)
def test_that_a_place_follows_the_limits_of_the_company(
    result: Fraction | None, behaviour: Fraction | None, box: tuple[int, int] | None
) -> None:
    assert rules.box_of(result, behaviour, POLICY) == box


def test_that_a_place_is_kept_and_read_back_and_another_code_is_refused() -> None:
    assert [rules.box_from(rules.box_code((r, b))) for r in rules.LEVELS for b in rules.LEVELS] == [
        (r, b) for r in rules.LEVELS for b in rules.LEVELS
    ]
    for code in ("", "4·1", "2", "a·b"):
        with pytest.raises(ValueError, match=r".*"):
            rules.box_from(code)


def test_that_a_group_shows_its_wilson_interval_and_an_empty_one_none() -> None:
    found = rules.group_figures([("A", 9000)] * 3 + [("B", 8000)] * 5, ("S", "A"))
    assert found.interval is not None
    assert (found.people, found.better, found.mean) == (8, 3, Fraction(8375))
    assert [round(100 * end, 1) for end in found.interval] == [13.7, 69.4]  # domain 8.3: 3 of 8
    empty = rules.group_figures([], ("S", "A"))
    assert (empty.people, empty.interval, empty.mean) == (0, None, None)


@pytest.mark.parametrize(
    ("grades", "better"), [("SABCD", ("S", "A")), ("ABC", ("A",)), ("AB", ("A",)), ("ABCD", ("A", "B")), ("A", ("A",)), ("", ())]
)
def test_that_the_better_grades_lie_above_the_middle(grades: str, better: tuple[str, ...]) -> None:
    assert rules.better_grades(tuple(grades)) == better


def test_that_the_guide_is_for_as_many_grades_as_it_has_shares() -> None:
    assert rules.guide_shares(tuple("SABCD"), POLICY.guide_shares) == {"S": 500, "A": 2000, "B": 6000, "C": 1000, "D": 500}
    assert rules.guide_shares(tuple("ABC"), POLICY.guide_shares) is None
    assert rules.guide_shares(tuple("ABC"), (2000, 7000, 1000, 0, 0)) == {"A": 2000, "B": 7000, "C": 1000}
    assert rules.guide_shares(tuple("ABC"), (2000, 7000, 999, 0, 0)) is None


@pytest.mark.parametrize(
    ("scores", "finding"),
    [
        ([], GroupFinding.NOBODY),
        ([8000], GroupFinding.SMALL),
        ([8000] * 12, GroupFinding.ALL_EQUAL),
        ([8000] * 9 + [8001], None),
        ([8000] * 8 + [8001], GroupFinding.SMALL),
    ],
)
def test_that_a_group_without_a_difference_is_told_in_a_sentence(scores: list[int], finding: GroupFinding | None) -> None:
    assert rules.finding_of(scores, 10) is finding

"""People needed by the hour turned into shifts: nobody short, as few too many, as few shifts as can be."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from itertools import combinations_with_replacement

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import Refused
from workbench.planner.demand import Shape, Shift, shape, shaped, spans
from workbench.planner.document import from_json
from workbench.planner.problem import Demand, Need
from workbench.planner.solve import solve

DAY = date(2026, 11, 23)
STORE = (1, 1, 2, 3, 3, 2, 2, 3, 4, 5, 5, 4, 2, 1)


def curve(*people: int, opens: int = 8, **how: object) -> Demand:
    """One day, an hour each from `opens` on."""
    needs = tuple(Need(DAY, 60 * hour, 60 * (hour + 1), count) for hour, count in enumerate(people, opens))
    return replace(Demand("K", "Counter", "shift", needs), **how)  # type: ignore[arg-type]


def judged(demand: Demand, shifts: tuple[Shift, ...]) -> tuple[int, int]:
    """Minutes short and minutes too many, counted minute by minute."""
    short = over = 0
    for minute in range(1440):
        wanted = sum(one.people for one in demand.needs if one.start <= minute < one.end)
        there = sum(one.people for one in shifts if one.start <= minute < one.end)
        short, over = short + max(0, wanted - there), over + max(0, there - wanted)
    return short, over


def test_that_a_usual_day_of_a_store_is_covered_to_the_minute_by_seven_people() -> None:
    found = shape(curve(*STORE))
    assert (found.short, found.over, found.people, found.proven) == (0, 0, 7, True)
    assert judged(curve(*STORE), found.shifts) == (0, 0)
    assert all(240 <= one.minutes <= 480 for one in found.shifts)


def test_that_what_is_there_already_is_counted_and_the_same_week_asks_for_nothing_more() -> None:
    first = shape(curve(*STORE)).shifts
    assert shape(curve(*STORE), first) == Shape((), 0, 0, True)
    assert sum(one.people for one in shape(curve(*STORE), first[1:]).shifts) == first[0].people


def test_that_a_short_need_gets_a_whole_shift_around_it_or_none_where_that_weighs_less() -> None:
    found = shape(curve(2, 2, opens=10))
    assert [(one.minutes, one.people) for one in found.shifts] == [(240, 2)]
    assert (found.short, found.over) == (0, 240)
    none = shape(curve(1, opens=10, full=False))
    assert (none.shifts, none.short, none.over) == ((), 60, 0)


def test_that_a_need_before_midnight_gets_a_shift_that_ends_at_midnight() -> None:
    (one,) = shape(curve(3, opens=23)).shifts
    assert (one.start, one.end, one.people) == (1200, 1440, 3)


def best_by_trying(demand: Demand, most: int) -> tuple[int, int, int]:
    """(short, over, people) of the best of all multisets of up to `most` shifts."""
    found = []
    for count in range(most + 1):
        for some in combinations_with_replacement(spans(demand, demand.needs), count):
            found.append((*judged(demand, tuple(Shift(DAY, *span, 1) for span in some)), count))
    return min(found)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 2), min_size=3, max_size=5).filter(any))
def test_that_small_days_are_as_good_as_the_best_of_all_shifts(people: list[int]) -> None:
    demand = curve(*people, shortest=120, longest=180)
    found = shape(demand)
    assert (found.short, found.over) == judged(demand, found.shifts)
    assert (found.short, found.over, found.people) == best_by_trying(demand, 4)


def test_that_a_planning_file_with_demand_is_planned_with_the_shifts_made_of_it() -> None:
    windows = [{"day": DAY.isoformat(), "start": 0, "end": 1440}]
    needs = [{"day": DAY.isoformat(), "start": "09:00", "end": "13:00", "people": 2}]
    text = {
        "monday": DAY.isoformat(), "workers": [{"code": name, "windows": windows} for name in "AB"], "tasks": [],
        "demand": [{"code": "K", "title": "Counter", "kind": "shift", "needs": needs}],
    }  # fmt: skip
    problem = shaped(from_json(json.dumps(text)))
    assert [(one.code, one.start, one.end, one.headcount) for one in problem.tasks] == [("K-1", 540, 780, 2)]
    assert problem.demand == ()
    assert solve(problem, seconds=1).assignments == (("K-1", "A"), ("K-1", "B"))


@pytest.mark.parametrize(
    ("field", "value", "where"),
    [
        ("step", 0, "demand[0].step"),
        ("longest", 60, "demand[0].longest"),
        ("needs", [{"day": "2026-11-23", "start": 600, "end": 600, "people": 1}], "demand[0].needs[0]"),
        ("needs", [{"day": "2026-11-23", "start": 600, "end": 660, "people": -1}], "demand[0].needs[0].people"),
    ],
)
def test_that_demand_that_cannot_be_is_refused_by_its_place(field: str, value: object, where: str) -> None:
    one = {"code": "K", "title": "", "kind": "shift", "needs": [], field: value}
    with pytest.raises(Refused) as refused:
        from_json(json.dumps({"monday": "2026-11-23", "workers": [], "tasks": [], "demand": [one]}))
    assert refused.value.figures["where"] == where

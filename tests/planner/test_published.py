"""Instances that others published: read, planned, judged from the file alone; and the judges refuse what breaks a rule."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import gap, nrp, smptsp, solomon
from benchmarks.planning.published import gap_percent, published
from workbench.planner import solve as planner
from workbench.planner.document import from_json, to_json
from workbench.planner.solve import solve

GAP = "2\n2 3\n 5 1 4\n 2 6 3\n 2 3 4\n 4 2 3\n 6 5\n1 1\n7\n2\n3\n"
TASKS = "# words\nType = 1\nJobs = 3\n 0 60\n 30 90\n 60 120\nQualifications = 2\n 2: 0 1\n 3: 0 1 2\n"
ROUTES = """TINY

VEHICLE
NUMBER     CAPACITY
  3          20

CUSTOMER
CUST NO.  XCOORD.  YCOORD.  DEMAND  READY TIME  DUE DATE  SERVICE TIME

    0       0        0        0       0          200        0
    1       10       0        5       0          20         5
    2       20       0        10      0          60         5
    3       0        14       10      10         90         5
    4       0        21       10      0          90         5
"""
ROSTER = """SECTION_HORIZON
# days
7

SECTION_SHIFTS
E,480,
L,480,E

SECTION_STAFF
A,E=7|L=1,2400,960,3,2,2,1
B,E=7|L=7,2400,0,5,1,2,1

SECTION_DAYS_OFF
A,0

SECTION_SHIFT_ON_REQUESTS
B,1,L,4

SECTION_SHIFT_OFF_REQUESTS
A,3,E,2

SECTION_COVER
0,E,1,100,1
1,E,1,100,1
1,L,1,100,1
2,E,1,100,1
3,E,1,100,1
"""


def test_that_a_generalised_assignment_is_read_planned_and_judged() -> None:
    first, second = gap.instances(GAP)
    assert (first.costs, first.capacity, second.takes) == (((5, 1, 4), (2, 6, 3)), (6, 5), ((2,),))
    plan = solve(gap.problem_of(first, more_is_better=True), seconds=2)
    assert (gap.judged(first, plan.assignments), plan.status) == (15, "optimal")
    assert gap.judged(first, (("J0", "A0"), ("J1", "A1"))) is None  # a job is left out
    assert gap.judged(first, (("J0", "A1"), ("J1", "A1"), ("J2", "A1"))) is None  # 9 of 5
    assert gap.judged(first, (("J0", "A0"), ("J1", "A1"), ("J2", "A1"), ("J2", "A0"))) is None  # done twice


def test_that_routes_are_read_planned_and_judged() -> None:
    one = solomon.instance(ROUTES)
    assert (one.vehicles, one.capacity, len(one.stops), one.stops[2].due) == (3, 20, 5, 60)
    problem = solomon.problem_of(one)
    assert from_json(to_json(problem)) == problem
    plan = solve(problem, seconds=1)
    routes = solomon.routes_of(plan)
    assert (solomon.judged(one, routes), plan.levels[1].value) == (82.0, 820)
    assert solomon.judged(one, [[1, 2], [3]]) is None  # one is left out
    assert solomon.judged(one, [[1, 2, 4], [3]]) is None  # 25 of 20
    assert solomon.judged(one, [[2, 1], [3], [4]]) is None  # too late at the first
    assert solomon.judged(one, [[1], [2], [3], [4]]) is None  # four vehicles of three
    assert solomon.judged(one, [[1, 2], [3], [4]]) == 110.0


@pytest.mark.parametrize("seed", [1, 2])
def test_that_routes_of_a_large_day_keep_their_rules_and_repeat(seed: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(planner, "LARGE", -1)
        plans = [planner.solve(solomon.problem_of(solomon.instance(ROUTES)), seconds=0.3, seed=seed) for _ in range(2)]
    assert plans[0].assignments == plans[1].assignments
    assert plans[0].starts == plans[1].starts
    assert solomon.judged(solomon.instance(ROUTES), solomon.routes_of(plans[0])) == 82.0


def test_that_fixed_tasks_are_read_planned_and_judged() -> None:
    one = smptsp.instance(TASKS)
    assert (one.spans, one.able, smptsp.at_once(one)) == (((0, 60), (30, 90), (60, 120)), (frozenset({0, 1}), frozenset({0, 1, 2})), 2)
    plan = solve(smptsp.problem_of(one), seconds=2)
    assert smptsp.judged(one, plan.assignments) == 2
    assert smptsp.judged(one, (("T0", "P0"), ("T1", "P0"), ("T2", "P1"))) is None  # two at once
    assert smptsp.judged(one, (("T0", "P1"), ("T1", "P1"), ("T2", "P0"))) is None  # cannot do it
    everybody = replace(one, able=(frozenset({0, 1, 2}),) * 3)
    assert smptsp.judged(everybody, solve(smptsp.problem_of(everybody), seconds=2).assignments) == 2


def test_that_a_roster_is_read_planned_and_judged() -> None:
    one = nrp.instance(ROSTER)
    assert (one.days, one.shifts["L"], one.people["A"].off, one.on) == (7, (480, frozenset({"E"})), frozenset({0}), {("B", 1, "L"): 4})
    plan = solve(nrp.problem_of(one), seconds=3)
    assert plan.status == "optimal"
    assert nrp.judged(one, plan.assignments) == 2  # only that A would rather not work on day 3


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        ((("0/E", "A"), ("1/E", "A")), "A: works on day 0"),
        ((("1/L", "A"), ("2/E", "A")), "A: E after L"),
        ((("1/E", "A"),), "A: 480 minutes"),
        ((("1/E", "A"), ("3/E", "A")), "A: 1 days in a row"),
        ((("1/E", "A"), ("2/E", "A"), ("1/E", "B"), ("3/E", "B")), "B: 1 days off"),
        ((("1/L", "A"), ("2/L", "A")), "A: 2 × L"),
    ],
)
def test_that_the_judge_of_rosters_names_each_broken_rule(plan: tuple[tuple[str, str], ...], words: str) -> None:
    one = nrp.instance(ROSTER)
    roster = nrp.roster_of(plan)
    assert roster is not None
    assert words in nrp.faults(one, roster)
    assert nrp.judged(one, plan) is None
    assert nrp.roster_of((("1/E", "A"), ("1/L", "A"))) is None


def test_that_published_instances_are_solved_to_their_published_values(shared: Path) -> None:
    data = shared / "data"
    file = data / "gap_orlib" / "gap1.txt"
    for number, one in enumerate(gap.instances(file.read_text("ascii")), 1):
        known = published(file, number)
        plan = solve(gap.problem_of(one, more_is_better=True), seconds=5)
        ours = gap.judged(one, plan.assignments)
        assert ours is not None
        assert (gap_percent(ours, known), plan.status) == (0.0, "optimal")
    file = data / "nrp_curtois_qu" / "Instance1.txt"
    roster = nrp.instance(file.read_text("utf-8"))
    ours = nrp.judged(roster, solve(nrp.problem_of(roster), seconds=10).assignments)
    assert ours is not None
    assert gap_percent(ours, published(file)) == 0.0
    assert published(data / "gap_orlib" / "gap1.txt", 99) is None

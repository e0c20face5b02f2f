"""Instances that others published: read, planned, judged from the file alone; and the judges refuse what breaks a rule."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import gap, inrc2, nrp, smptsp, solomon
from benchmarks.planning.published import ROOT, gap_percent, published
from workbench.planner import solve as planner
from workbench.planner.document import from_json, to_json
from workbench.planner.solve import solve

GAP = "2\n2 3\n 5 1 4\n 2 6 3\n 2 3 4\n 4 2 3\n 6 5\n1 1\n7\n2\n3\n"
TASKS = "# words\nType = 1\nJobs = 3\n 0 60\n 30 90\n 60 120\nQualifications = 2\n 2: 0 1\n 3: 0 1 2\n"
NURSES = """SCENARIO = tiny
WEEKS = 2

SHIFT_TYPES = 2
Early (2,5)
Late (1,3)

FORBIDDEN_SHIFT_TYPES_SUCCESSIONS
Early 0
Late 1 Early

CONTRACTS = 1
Full (8,10) (2,5) (2,3) 1 1

NURSES = 2
A Full 2 Head Nurse
B Full 1 Nurse

NURSE_HISTORY
A 0 0 None 0 0 2
B 3 1 Late 2 3 0

REQUIREMENTS
Early Head (1,1) (1,1) (0,0) (0,0) (1,1) (0,0) (0,0)
Late Nurse (0,1) (0,1) (1,1) (0,1) (0,1) (0,0) (0,0)

SHIFT_OFF_REQUESTS = 1
B Any Fri
"""
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


def test_that_nurse_weeks_are_read_planned_in_stages_and_judged() -> None:
    one, past, data = inrc2.scenario(NURSES), inrc2.history(NURSES), inrc2.week(NURSES)
    assert (one.weeks, one.shifts["Late"], one.never) == (2, (1, 3), frozenset({("Late", "Early")}))
    assert past["B"] == inrc2.Past(3, 1, "Late", 2, 3, 0)
    assert data.cover[0, "Late", "Nurse"] == (0, 1)
    roster = inrc2.planned(one, past, [data, data], 2)
    assert inrc2.faults(one, past, [data, data], roster) == []
    assert inrc2.judged(one, past, [data, data], roster) == sum(inrc2.costs(one, past, [data, data], roster).values())
    problem = inrc2.problem_of(one, past, data, 0)
    assert from_json(to_json(problem)) == problem
    wrong = {**{key: value for key, value in roster.items() if key[0] != "B"}, ("B", 0): ("Early", "Head")}
    told = " ".join(inrc2.faults(one, past, [data, data], wrong))
    assert "B has no Head" in told
    assert "B: Early after Late" in told


def test_that_the_judge_of_nurse_weeks_agrees_with_the_organisers() -> None:
    folder = ROOT.parent / "shared" / "data" / "inrc2" / "n005w4"
    if not folder.exists():
        pytest.skip("../shared/data is not here")
    texts = [(folder / name).read_text(encoding="utf-8") for name in inrc2.EXAMPLE]
    one, past, weeks = inrc2.scenario(texts[0]), inrc2.history(texts[1]), [inrc2.week(text) for text in texts[2:]]
    roster: inrc2.Roster = {}
    for number, name in enumerate(("1-0", "2-1", "3-2", "3-3")):
        text = (folder / "Solution_H_0-WD_1-2-3-3" / f"Sol-n005w4-{name}.txt").read_text(encoding="utf-8")
        rows = [line.split() for line in text.splitlines()]
        roster |= {(row[0], 7 * number + inrc2.DAYS.index(row[1])): (row[2], row[3]) for row in rows if len(row) == 4}
    assert inrc2.faults(one, past, weeks, roster) == []
    found = inrc2.costs(one, past, weeks, roster)
    assert list(found.values()) == [240, 465, 330, 70, 60, 320, 210]
    assert inrc2.judged(one, past, weeks, roster) == inrc2.EXAMPLE_COST


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

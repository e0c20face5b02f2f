"""Vector 3-B of the domain: the unique cover, the count of feasible plans, the reasons, and why not."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from tests.planner.vectors import COVER, VECTOR, day, task, windows
from workbench import i18n
from workbench.planner import texts
from workbench.planner.explain import candidates, explain, why, why_not, why_unfilled
from workbench.planner.problem import Problem, Worker
from workbench.planner.rules import Board, static_reasons
from workbench.planner.solve import solve
from workbench.planner.travel import haversine_km, travel_minutes


def feasible_plans(problem: Problem) -> list[tuple[tuple[str, str], ...]]:
    """By brute force: each task nobody or one person, no rule broken."""
    found = []
    people = [None, *(one.code for one in problem.workers)]
    for choice in product(people, repeat=len(problem.tasks)):
        pairs = tuple((one.code, who) for one, who in zip(problem.tasks, choice, strict=True) if who)
        board = Board(problem, pairs)
        if not any(board.reasons(*pair) for pair in pairs):
            found.append(pairs)
    return found


def test_that_the_full_cover_is_unique_among_eighty_plans_and_is_found() -> None:
    plans = feasible_plans(VECTOR)
    assert len(plans) == 80
    assert [plan for plan in plans if len(plan) == 6] == [COVER]
    plan = solve(VECTOR, seconds=2)
    assert plan.assignments == COVER
    assert plan.status == "optimal"


def test_that_the_solver_alone_finds_the_cover_too() -> None:
    """With the order of people and tasks turned round the greedy plan has to be improved."""
    turned = replace(VECTOR, tasks=(*(replace(one, priority=2) for one in VECTOR.tasks[::-1]), task("T7", 5, 9, 13, "西", "门店")))
    plan = solve(turned, seconds=5)
    best = max(len(one) for one in feasible_plans(turned))
    assert len(plan.assignments) == best == 6
    assert plan.levels[0].proven


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("T1", {"P2": {"AVAIL"}, "P3": {"TERR"}}),
        ("T2", {"P2": {"SKILL"}, "P3": {"SKILL", "TERR", "AVAIL"}}),
        ("T3", {"P1": {"TERR"}}),
        ("T4", {"P1": {"SKILL", "TERR", "AVAIL"}, "P2": {"SKILL"}}),
        ("T5", {"P1": {"TERR", "AVAIL"}, "P3": {"AVAIL"}}),
        ("T6", {"P1": {"AVAIL"}, "P3": {"TERR", "AVAIL"}}),
    ],
)
def test_that_static_reasons_are_those_of_the_table(code: str, wanted: dict[str, set[str]]) -> None:
    found = {who: {one.code for one in static_reasons(VECTOR, code, who)} for who in ("P1", "P2", "P3")}
    assert {who: codes for who, codes in found.items() if codes} == wanted


def test_that_p3_cannot_take_t3_because_of_24_hours_unless_t4_goes_or_4_hours_are_fewer() -> None:
    answer = why_not(Board(VECTOR, COVER), "T3", "P3")
    assert answer.reasons[0].code == "LAW24"
    assert answer.reasons[0].figures == {"minutes": 28 * 60, "limit": 24 * 60}
    assert [[(one.code, dict(one.figures)) for one in change] for change in answer.changes] == [
        [("WITHOUT", {"task": "T4", "others": ()})],  # only P3 has the skill
        [("FEWER", {"minutes": 240})],
    ]
    without = [pair for pair in COVER if pair not in (("T4", "P3"), ("T3", "P2"))]
    assert Board(VECTOR, without).verdict("T3", "P3").colour == "green"
    assert dict(why_unfilled(Board(VECTOR, without), "T4").counts) == {"SKILL": 2, "AVAIL": 1, "TERR": 1, "FREE": 1}


def test_that_the_answers_read_well_in_both_languages() -> None:
    board = Board(VECTOR, COVER)
    try:
        i18n.use("en")
        assert texts.explanation(why_not(board, "T3", "P3")) == (
            "P3 was not given T3: 28 h > 24 h this week (part-time law); 28 h > 24 h this week (own maximum). "
            "It would become possible if T4 is dropped (nobody else can take it), or if 4 h fewer were worked or planned."
        )
        i18n.use("zh_CN")
        assert texts.explanation(why_not(board, "T1", "P3")) == (
            "未安排P3到T1：“东”不在其负责区域（西）。若负责区域包含“东”，且取消“T4”（没有其他人可以承担），"
            "或者负责区域包含“东”，且已做或已排的工时减少 4 小时，则可安排。"
        )
        assert texts.unfilled(why_unfilled(Board(VECTOR), "T2")).startswith("还缺 1 人：")
    finally:
        i18n.use("en")


def test_that_an_assignment_is_explained_by_skill_time_and_turn() -> None:
    codes = [one.code for one in why(Board(VECTOR, COVER), "T4", "P3").reasons]
    assert codes == ["SKILLED", "INSIDE", "ONLY"]
    assert explain(Board(VECTOR, [*COVER[:2], *COVER[3:]]), "T3", "P2").reasons[0].code == "FREE"


def test_that_whose_turn_it_is_is_told_with_the_rule_that_decided() -> None:
    """The list, the first plan and the words follow one queue; the owner of the customer is no part of it."""
    always = windows(*((n, 8, 22) for n in range(7)))
    a, b, c = (Worker(code, code, windows=always, wished_minutes=600, history_wished=600) for code in "ABC")
    owner = replace(a, owns=frozenset({"K"}), history_assigned=300)
    visit = task("T", 0, 9, 13, customer="K")

    def told(*people: Worker) -> tuple[list[str], str, str]:
        board = Board(Problem(VECTOR.monday, people, (visit,)))
        first = [one.worker for one in candidates(board, "T")]
        board.add("T", first[0])
        chosen = next(one for one in why(board, "T", first[0]).reasons if one.code == "LOWEST")
        (turn,) = why_not(board, "T", first[-1]).reasons
        return first, str(chosen.figures["by"]), str(turn.figures["by"])

    assert told(owner, b) == (["B", "A"], "ratio", "ratio")
    assert told(replace(b, prime_before=3), replace(c, prime_before=1)) == (["C", "B"], "prime", "prime")
    assert told(b, replace(c, since=day(-400))) == (["C", "B"], "since", "since")
    assert told(b, c)[1:] == ("draw", "draw")
    assert told(replace(b, wished_minutes=0, history_wished=0), c)[2] == "unwished"
    given = Board(Problem(VECTOR.monday, (owner, b), (visit,)), [("T", "A")])
    assert why_not(given, "T", "B").reasons[0].figures["by"] == "plan"


def test_that_candidates_come_green_first() -> None:
    ranked = candidates(Board(VECTOR, [pair for pair in COVER if pair[0] not in ("T3", "T4")]), "T3")
    assert [(one.worker, one.verdict.colour) for one in ranked] == [("P2", "green"), ("P3", "green"), ("P1", "amber")]
    assert ranked[0].remaining == 4 * 60


def test_that_the_distance_of_vector_3c_holds() -> None:
    km = haversine_km(31.2304, 121.4737, 31.1979, 121.3363)
    assert round(km, 3) == 13.557
    assert round(km * 1.3 / 25 * 60, 1) == 42.3
    one, other = (
        replace(task(code, 0, 9, 10), lat=lat, lon=lon) for code, lat, lon in (("A", 31.2304, 121.4737), ("B", 31.1979, 121.3363))
    )
    assert travel_minutes(VECTOR, one, other) == 43
    assert day(0) == VECTOR.monday

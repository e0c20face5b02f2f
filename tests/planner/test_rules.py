"""Each hard rule at its edge, the colours, the speed of a verdict, and problems as files."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import date

import pytest

from tests.planner.vectors import P1, VECTOR, day, random_problem, task, windows
from workbench import i18n
from workbench.errors import Refused
from workbench.planner.document import from_json, to_json
from workbench.planner.problem import Fixed, Problem, Window, Worker
from workbench.planner.rules import Board, static_reasons

ANY = Worker("A", "A", windows=windows(*((n, 0, 24) for n in range(7))))


def codes(worker: Worker, *done: str, ask: str = "X", tasks: tuple = (), **more: object) -> list[str]:  # type: ignore[type-arg]
    problem = Problem(VECTOR.monday, (worker,), tasks, **more)  # type: ignore[arg-type]
    return [one.code for one in Board(problem, [(code, worker.code) for code in done]).reasons(ask, worker.code)]


def test_that_two_windows_that_touch_hold_a_task_and_a_gap_does_not() -> None:
    shift = task("X", 0, 9, 17)
    touching = replace(ANY, windows=windows((0, 9, 13), (0, 13, 17)))
    assert codes(touching, tasks=(shift,)) == []
    assert codes(replace(ANY, windows=windows((0, 9, 12), (0, 13, 17))), tasks=(shift,)) == ["AVAIL"]


@pytest.mark.parametrize(
    ("level", "expires", "wanted"), [(3, None, []), (1, None, ["SKILL"]), (3, day(0), []), (3, date(2026, 11, 22), ["SKILL"])]
)
def test_that_a_skill_needs_its_level_and_its_last_day(level: int, expires: date | None, wanted: list[str]) -> None:
    shift = replace(task("X", 0, 9, 13, "", "门店"), level=2)
    assert codes(replace(ANY, skills=(("门店", level, expires),)), tasks=(shift,)) == wanted


def test_that_leave_engagement_and_consent_are_looked_at() -> None:
    shift = replace(task("X", 2, 9, 13), needs_consent=True)
    away = replace(ANY, leave=((day(2), 12 * 60, 18 * 60, "年假"),), valid_to=day(1))
    assert codes(away, tasks=(shift,)) == ["LEAVE", "CONTRACT", "CONSENT"]
    assert codes(replace(ANY, consent=True, valid_from=day(2)), tasks=(shift,)) == []


def test_that_days_between_two_engagements_of_a_week_are_no_engagement() -> None:
    broken = replace(ANY, valid=((day(-300), day(1)), (day(4), None)))
    board = Board(Problem(VECTOR.monday, (broken,), tuple(task(f"D{n}", n, 9, 13) for n in range(7))))
    assert [n for n in range(7) if board.reasons(f"D{n}", "A")] == [2, 3]
    assert board.reasons("D2", "A")[0].figures == {"day": day(2), "valid_to": day(1), "valid_from": day(4)}
    late = replace(ANY, valid=((day(4), None),))
    only = Board(Problem(VECTOR.monday, (late,), (task("X", 0, 9, 13),)))
    assert only.reasons("X", "A")[0].figures == {"day": day(0), "valid_from": day(4)}


def test_that_limits_of_the_law_count_the_days_of_the_engagement_that_they_belong_to() -> None:
    """Part-time to Saturday, full-time from Sunday: 24 h hold for six days, and the seventh is free of them."""
    changing = replace(ANY, week_limit=1440, day_average_limit=240, law_days=tuple(day(n) for n in range(6)), max_minutes=2400)
    days = (*(task(f"D{n}", n, 9, 13) for n in range(6)), task("E", 5, 14, 15), task("S", 6, 9, 17))
    problem = Problem(VECTOR.monday, (changing,), days)
    six = [(f"D{n}", "A") for n in range(6)]
    assert Board(problem, six).verdict("S", "A").colour == "green"
    over = Board(problem, [*six, ("S", "A")])
    assert next((one.code, one.figures["minutes"]) for one in over.reasons("E", "A")) == ("LAW24", 1500)
    assert over.remaining("A") == 0
    assert [one.code for _task, one in Board(problem, [*six, ("E", "A"), ("S", "A")]).broken("A")] == ["LAW24", "LAW_DAY"]
    assert Board(problem, [*six, ("S", "A")]).broken("A") == []


def test_that_hours_really_worked_count_in_place_of_the_planned_ones() -> None:
    """P3 of vector 3-B with five tasks of 4 h, of which 24 h were worked: the sixth is too much for the week and the average."""
    law = replace(ANY, week_limit=1440, day_average_limit=240)
    days = tuple(task(f"D{n}", n, 9, 13) for n in range(6))
    pairs = [(f"D{n}", "A") for n in range(5)]
    as_planned = Board(Problem(VECTOR.monday, (law,), days), pairs)
    assert as_planned.verdict("D5", "A").colour == "green"
    worked = Board(Problem(VECTOR.monday, (law,), days, tuple(Fixed(code, "A", worked=288) for code, _who in pairs)), pairs)
    assert worked.minutes("A") == 1440
    assert [(one.code, one.figures["minutes"]) for one in worked.reasons("D5", "A")] == [("LAW24", 1680), ("LAW_DAY", 280)]
    worked.remove("D4", "A")  # what is given up takes the hours really worked with it
    assert worked.minutes("A") == 4 * 288


def test_that_no_territory_means_bound_to_none() -> None:
    shift = task("X", 0, 9, 13, "东")
    assert codes(ANY, tasks=(shift,)) == []
    assert codes(replace(ANY, territories=frozenset("西")), tasks=(shift,)) == ["TERR"]


def test_that_travel_counts_only_between_known_places() -> None:
    here = replace(task("X", 0, 9, 10), lat=31.2304, lon=121.4737)
    there = replace(task("Y", 0, 10, 11), lat=31.1979, lon=121.3363)
    assert codes(ANY, "Y", tasks=(here, there)) == ["OVERLAP"]
    assert codes(ANY, "Y", tasks=(here, replace(there, start=10 * 60 + 43, end=12 * 60))) == []
    assert codes(ANY, "Y", tasks=(here, replace(there, start=10 * 60 + 42, end=12 * 60))) == ["OVERLAP"]
    assert codes(ANY, "Y", tasks=(here, replace(there, lat=None))) == []


def test_that_the_week_limit_is_inclusive_and_the_daily_average_strict() -> None:
    """Vectors 4-1, 4-3 and 4-4: 6 × 4 h are in order, half an hour more is not, 8 h + 4 h average 6 h."""
    six = tuple(task(f"D{n}", n, 9, 13) for n in range(6))
    law = replace(ANY, week_limit=1440, day_average_limit=240)
    assert codes(law, *(one.code for one in six[:5]), ask="D5", tasks=six) == []
    longer = (*six[:5], replace(six[5], end=six[5].end + 30))
    assert codes(law, *(one.code for one in six[:5]), ask="D5", tasks=longer) == ["LAW24", "LAW_DAY"]
    assert codes(law, "S", ask="W", tasks=(task("S", 5, 9, 17), task("W", 2, 9, 13))) == ["LAW_DAY"]


def test_that_one_long_day_is_in_order_and_the_daily_average_may_be_set_aside_but_the_week_may_not() -> None:
    """Vectors 4-2 to 4-4: the law speaks of a general average, so the strict basis asks for a reason instead of forbidding."""
    law = replace(ANY, week_limit=1440, day_average_limit=240)
    hours = (4.5, 4, 4, 4, 4, 3.5)
    fair = tuple(replace(task(f"D{n}", n, 9, 13), end=9 * 60 + round(60 * length)) for n, length in enumerate(hours))
    done = [(one.code, "A") for one in fair[:5]]
    assert Board(Problem(VECTOR.monday, (law,), fair), done).verdict("D5", "A").colour == "green"
    long_days = (task("S", 5, 9, 17), task("W", 2, 9, 13))
    assert Board(Problem(VECTOR.monday, (law,), long_days), [("S", "A")]).verdict("W", "A").colour == "amber"
    more = (*fair[:5], replace(fair[5], end=fair[5].end + 30))
    assert Board(Problem(VECTOR.monday, (law,), more), done).verdict("D5", "A").colour == "red"


def test_that_rest_is_wanted_between_days_only() -> None:
    late, early, same = task("X", 0, 18, 22), task("Y", 1, 8, 10), task("Z", 0, 16, 18)
    tired = replace(ANY, rest_minutes=11 * 60)
    assert codes(tired, "Y", tasks=(late, early)) == ["REST"]
    assert codes(tired, "Z", tasks=(late, same)) == []
    assert codes(tired, "Y", tasks=(late, replace(early, start=9 * 60))) == []


def test_that_a_task_locked_for_another_is_refused() -> None:
    problem = Problem(VECTOR.monday, (ANY, P1), (task("X", 0, 9, 13),), (Fixed("X", "P1", True),))
    assert Board(problem, [("X", "P1")]).verdict("X", "A").reasons[0].code == "PIN"


def test_that_colours_follow_what_a_manager_may_set_aside() -> None:
    board = Board(VECTOR, [("T1", "P1")])
    assert board.verdict("T3", "P1").colour == "amber"  # only the territory
    assert board.verdict("T1", "P2").colour == "red"
    assert board.verdict("T1", "P1").colour == "green"  # its own place


def test_that_all_that_is_broken_is_what_the_verdicts_of_the_tasks_say() -> None:
    for seed in range(4):
        problem = random_problem(6, 40, seed, pinned=3)
        pairs = [(one.code, problem.workers[place % 6].code) for place, one in enumerate(problem.tasks)]
        board = Board(problem, pairs)
        assert any(board.broken(who.code) for who in problem.workers)
        for who in problem.workers:
            told = board.broken(who.code)
            singly = [(code, reason) for code in board.tasks_of(who.code) for reason in board.reasons(code, who.code)]
            assert {reason.code for _task, reason in told} == {reason.code for _task, reason in singly}
            assert {(task, one.code) for task, one in told if "other" not in one.figures and "minutes" not in one.figures} == {
                (task, one.code) for task, one in singly if "other" not in one.figures and "minutes" not in one.figures
            }
            clashes = {(frozenset((task, str(one.figures["other"]))), one.code) for task, one in singly if "other" in one.figures}
            assert {(frozenset((task, str(one.figures["other"]))), one.code) for task, one in told if "other" in one.figures} == clashes
            assert len([one for _task, one in told if "other" in one.figures]) == len(clashes)


def test_that_a_verdict_costs_well_under_a_tenth_of_a_millisecond() -> None:
    problem = random_problem(60, 300, 3)
    board = Board(problem)
    for one in problem.tasks:
        for who in problem.workers[:20]:
            if not board.reasons(one.code, who.code):
                board.add(one.code, who.code)
    pairs = [(one.code, who.code) for one in problem.tasks for who in problem.workers]
    begun = time.process_time()
    for pair in pairs:
        board.verdict(*pair)
    assert (time.process_time() - begun) / len(pairs) < 0.0001


def test_that_a_problem_survives_its_file() -> None:
    problem = random_problem(8, 12, 5, pinned=2)
    assert from_json(to_json(problem)) == problem
    assert to_json(from_json(to_json(VECTOR))) == to_json(VECTOR)


def test_that_times_of_a_file_may_be_written_as_a_clock() -> None:
    data = json.loads(to_json(VECTOR))
    data["tasks"][0]["start"] = "09:30"
    assert from_json(json.dumps(data)).tasks[0].start == 570


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"monday": "2026-11-23", "workers": [], "tasks": [], "wrong": 1}', '{"monday": "soon", "workers": [], "tasks": []}',
     '{"monday": "2026-11-23", "workers": [{"code": 1}], "tasks": []}', '{"monday": "2026-11-23", "workers": [], "tasks": [], "speed_kmh": NaN}',
     '{"monday": "2026-11-23", "workers": [{"code": "a"}, {"code": "a"}], "tasks": []}',
     '{"monday": "2026-11-23", "workers": [], "tasks": [], "fixed": [{"task": "a", "worker": "b"}]}'],
)  # fmt: skip
def test_that_a_bad_file_is_refused_kindly(text: str) -> None:
    with pytest.raises(Refused) as refused:
        from_json(text)
    assert refused.value.code == "PROBLEM"
    assert "{" not in i18n.sentence(refused.value)
    assert i18n.sentence(refused.value).endswith("Nothing was planned.")


def test_that_an_unknown_code_is_no_answer() -> None:
    with pytest.raises(KeyError):
        static_reasons(VECTOR, "T9", "P1")
    assert Window(day(0), 0, 60).preference == 3

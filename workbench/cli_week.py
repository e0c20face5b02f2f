"""Commands of the week: plan, why, publish, week, solve."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench import i18n
from workbench.cli_base import DONE, Answer, Session, progress, tell
from workbench.cli_parser import a_length, a_whole
from workbench.cli_week_lines import plan_lines, solve_lines, week_lines, why_lines
from workbench.errors import Refused
from workbench.i18n import N_, _, ngettext
from workbench.models.values.periods import Week

if TYPE_CHECKING:
    from workbench.planner.problem import Figure, Plan, Problem, Reason
    from workbench.services.planning_case import Case

Add = Callable[..., argparse.ArgumentParser]


def add_commands(add: Add) -> None:
    """plan, why, publish, week, solve."""
    which = _("the week, such as 2026-W48")
    one = add("plan", plan, _("solve the week"), plan_lines)
    one.add_argument("week", metavar="WEEK", help=which)
    _thinking(one)
    one.add_argument("--keep-published", action="store_true", help=_("leave what people were told as it is"))
    one.add_argument("--repair", action="store_true", help=_("fill gaps only: everything else stays where it can"))
    how = one.add_mutually_exclusive_group()
    how.add_argument("--save", action="store_true", help=_("keep the plan"))
    how.add_argument("--preview", action="store_true", help=_("only show it (the default)"))
    one = add("why", why, _("why this person does or does not do this task"), why_lines)
    one.add_argument("week", metavar="WEEK", help=which)
    one.add_argument("task", metavar="TASK", help=_("number of a task; “week WEEK” lists them"))
    one.add_argument("person", metavar="PERSON", help=_("staff number, or a name that only one person has"))
    one = add("publish", publish, _("publish the week's plan"), week_lines)
    one.add_argument("week", metavar="WEEK", help=which)
    one.add_argument("--reason", default="", metavar="TEXT", help=_("why it is published again"))
    one = add("week", week, _("show the week's plan"), week_lines)
    one.add_argument("week", metavar="WEEK", help=which)
    one = add("solve", solve, _("the planner alone on a problem file"), solve_lines)
    one.add_argument("problem", metavar="PROBLEM.json", help=_("one week as JSON; docs/planning-problem.md tells its fields"))
    _thinking(one)


def _thinking(one: argparse.ArgumentParser) -> None:
    one.add_argument("--seconds", type=a_length, default=10.0, metavar="S", help=_("think for about so long (10)"))
    one.add_argument("--seed", type=a_whole, default=1, metavar="N", help=_("another number may find another plan (1)"))


def monday_of(text: str) -> date:
    try:
        return Week.parse(text).monday
    except ValueError as error:
        raise Refused(N_("“{text}” is no week. Write it as 2026-W48. Nothing was changed."), code="WEEK", text=text) from error


MOST_WAYS = 40
"""Open tasks for which the one change that would fill them is looked for; each asks everybody."""
MOST_SOLVED = 5
"""Of these, those for which also several tasks changing hands are looked for, up to some seconds each."""


def _case(session: Session, text: str) -> Case:
    from workbench.services import planning_case

    return session.workspace.read(lambda conn: planning_case.load_case(conn, monday_of(text)))


def plan(session: Session) -> Answer:
    from workbench.planner.repair import repaired
    from workbench.planner.solve import solve as solve_problem
    from workbench.readmodels.planning_plan import PlanKept
    from workbench.services import planning_keep, planning_solve

    a, monday, today = session.arguments, monday_of(session.arguments.week), session.today
    order = session.workspace.read(lambda conn: planning_solve.prepare(conn, monday, today, keep_published=a.keep_published))
    tell = lambda level, value, _bound, since: progress(f"{level} {value}", min(round(since), round(a.seconds)), round(a.seconds))  # noqa: E731
    if a.repair:
        found = repaired(order.problem, seconds=a.seconds, seed=a.seed, progress=tell)
    else:
        found = solve_problem(order.problem, seconds=a.seconds, seed=a.seed, progress=tell, keep_published=a.keep_published)
    before, after = set(order.case.pairs), set(found.assignments)
    answer = {"week": str(Week.parse(a.week)), **_answer(order.problem, found, order.case.name)}
    answer["conflicts"] = [*order.case.gaps(), *answer["conflicts"]]
    answer["changes"] = {"added": [list(p) for p in sorted(after - before)], "removed": [list(p) for p in sorted(before - after)]}
    answer["saved"] = bool(a.save)
    shown = planning_solve.preview(order, found)
    answer["fairness"]["jain"] = shown.jain_after  # of the people that the board counts
    if a.save:
        change = session.workspace.perform(
            N_("Plan {week} automatically"), lambda uow: planning_keep.save_plan(uow, shown), week=str(Week.parse(a.week))
        )
        assert isinstance(change.result, PlanKept)
        answer["left_out"] = [{"task": one.task, "person": one.person, "text": _(one.text)} for one in change.result.left_out]
    return answer, DONE


def _answer(problem: Problem, found: Plan, name: Callable[[str], str]) -> dict[str, Any]:
    """A plan as the command line tells it: coverage, reasons for what is open, hours, fairness, levels."""
    from workbench.planner import explain, pins, texts
    from workbench.planner.rules import Board
    from workbench.planner.starts import settled

    problem = settled(problem, dict(found.starts))
    rules = Board(problem, found.assignments)
    needed = sum(t.headcount for t in problem.tasks)
    open_tasks = [t for t in problem.tasks if rules.missing(t.code) > 0]
    ways = {
        t.code: texts.openings(explain.openings(rules, t.code, solving=place < MOST_SOLVED), name)
        for place, t in enumerate(open_tasks[:MOST_WAYS])
    }
    unlock = pins.fewest_unlocks(problem) if found.conflicts else ()
    hours = {w.code: {"planned": rules.minutes(w.code) / 60, "wished": w.wished_minutes / 60} for w in problem.workers}
    ratios = [r for r in (rules.ratio(w.code) for w in problem.workers) if r is not None]
    jain = sum(ratios) ** 2 / (len(ratios) * sum(r * r for r in ratios)) if any(ratios) else None
    return {
        "coverage": sum(t.headcount - rules.missing(t.code) for t in problem.tasks) / needed if needed else 1.0, "needed": needed, "assigned": [list(pair) for pair in found.assignments],
        "starts": [list(pair) for pair in found.starts],
        "unassigned": [
            {"task": t.code, "reasons": [{"code": code, "people": count} for code, count in unfilled.counts], "text": texts.unfilled(unfilled), "opening": ways.get(t.code, "")}
            for t, unfilled in ((t, explain.why_unfilled(rules, t.code)) for t in open_tasks)
        ],
        "hours": hours, "fairness": {"jain": jain, "least": min(ratios, default=None)},
        "conflicts": [*texts.conflicts(found.conflicts, name), *filter(None, [texts.unlocks(unlock, name)])], "unlock": [list(pair) for pair in unlock],
        "levels": [
            {"level": lv.name, "value": lv.value, "bound": lv.bound, "proven": lv.proven, "gap": lv.gap, "text": texts.level(lv)} for lv in found.levels
        ],
        "status": found.status, "seconds": round(found.seconds, 3), "seed": found.seed,
        "people": {w.code: w.name for w in problem.workers},
        "tasks": {t.code: {"title": t.title, "day": t.day.isoformat(), "start": i18n.clock(t.start), "end": i18n.clock(t.end)} for t in problem.tasks},
    }  # fmt: skip


def why(session: Session) -> Answer:
    from workbench.planner import explain, texts
    from workbench.services import people

    a = session.arguments
    case = _case(session, a.week)
    if a.task not in case.index.tasks:
        raise Refused(
            N_("There is no task “{task}” in that week; “week {week}” lists them. Nothing was changed."),
            code="TASK",
            task=a.task,
            week=str(Week.parse(a.week)),
        )
    person = case.person_code.get(session.workspace.read(lambda conn: people.find_person(conn, a.person)))
    if person is None:
        raise Refused(N_("{who} is not to be planned in that week. Nothing was changed."), code="PERSON", who=a.person)
    found = explain.explain(case.board, a.task, person, solving=True)
    task = case.index.tasks[a.task]
    return {
        "task": a.task, "title": task.title, "day": task.day.isoformat(), "start": i18n.clock(task.start), "end": i18n.clock(task.end),
        "person": person, "name": case.name(person), "assigned": found.assigned,
        "reasons": [{"code": r.code, "figure": _figures(r, case), "text": texts.reason(r, case.name)} for r in found.reasons],
        "smallest_change": texts.change(found.changes[0], case.name) if found.changes else None, "text": texts.explanation(found, case.name),
    }, DONE  # fmt: skip


def _figures(one: Reason, case: Case) -> dict[str, Any]:
    """What a reason rests on: people and tasks by their codes, skills, territories and customers by name, times as 17:00, lengths in minutes."""
    return {key: _figure(key, value, case) for key, value in one.figures.items()}


def _figure(key: str, value: Figure, case: Case) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_figure("", one, case) for one in value]
    if isinstance(value, str):
        return value if value in case.index.workers or value in case.index.tasks else case.name(value)
    return i18n.clock(value) if key in ("start", "end") and isinstance(value, int) else value


def publish(session: Session) -> Answer:
    from workbench.services import planning_publish

    a, monday, now = session.arguments, monday_of(session.arguments.week), session.now
    change = session.workspace.perform(
        N_("Publish {week}"), lambda uow: planning_publish.publish(uow, monday, now, a.reason), week=str(Week.parse(a.week)), undoable=False
    )
    shown = _shown(session, monday)
    places = sum(max(0, task["needed"] - len(task["people"])) for task in shown["assignments"])
    if places:
        tell(ngettext("Published with {n} place that nobody fills.", "Published with {n} places that nobody fills.", places))
    return {"week": str(Week.parse(a.week)), "number": change.result, **shown}, DONE


def week(session: Session) -> Answer:

    return {"week": session.arguments.week, **_shown(session, monday_of(session.arguments.week))}, DONE


def _shown(session: Session, monday: date) -> dict[str, Any]:
    """State and number of a week, and each task with the people who do it."""
    from workbench.readmodels.planning_bonds import TaskBonds
    from workbench.services import planning_read

    board = session.workspace.read(lambda conn: planning_read.load_board(conn, monday, session.today))
    codes = {person.id: person.code for person in board.people}
    tasks = {task.id: task.code for task in board.tasks}
    people: dict[int, list[str]] = {}
    for a in board.assignments:
        people.setdefault(a.task_id, []).append(codes.get(a.person_id, ""))
    rows = [
        {
            "task": t.code,
            "title": t.title,
            "day": t.day.isoformat(),
            "start": i18n.clock(t.start),
            "end": i18n.clock(t.end),
            "people": sorted(people.get(t.id, [])),
            "needed": t.headcount,
            "earliest": None if t.earliest is None else i18n.clock(t.earliest),
            "latest": None if t.latest is None else i18n.clock(t.latest),
            "together": t.together,
            "after": sorted(tasks[one] for one in board.bonds.get(t.id, TaskBonds()).after if one in tasks),
            "barred": sorted(codes[one] for one in board.bonds.get(t.id, TaskBonds()).barred if one in codes),
        }
        for t in board.tasks
    ]
    return {"state": board.state.value, "published": board.number, "assignments": rows, "people": {p.code: p.name for p in board.people}}


def solve(session: Session) -> Answer:
    from workbench.planner.demand import shaped
    from workbench.planner.document import from_json
    from workbench.planner.solve import solve as solve_problem

    a = session.arguments
    try:
        text = Path(a.problem).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeError) as error:
        raise Refused(N_("The problem file {file} could not be read. Nothing was changed."), code="FILE", file=a.problem) from error
    problem = shaped(from_json(text))
    names = {w.code: w.name for w in problem.workers if w.name} | {t.code: t.title for t in problem.tasks if t.title}
    found = solve_problem(problem, seconds=a.seconds, seed=a.seed)
    return _answer(problem, found, lambda code: names.get(code, code)), DONE

"""The rules that the plan of a week breaks, as lines of Today: by the planner's own judgement, in plain words.

One line for each person and rule. What the manager set aside with a kept reason is not named again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workbench.i18n import N_
from workbench.planner import texts
from workbench.planner.problem import Reason
from workbench.planner.rules import OVERRIDABLE
from workbench.readmodels.today import TodayItem
from workbench.services import planning_case

MOST_RULES = 6
HOUR_RULES = frozenset({"LAW24", "MAXH"})
WEEK_RULES = HOUR_RULES | {"LAW_DAY"}
"""Rules about a person's whole week, whichever task they are seen at."""


def broken_rules(case: planning_case.Case, monday: date) -> tuple[list[TodayItem], frozenset[int]]:
    """Lines for the broken rules of the week, the gravest first, and the people whose hours are named by them."""
    broken = [one for one in _broken(case) if one.hard or not one.kept]
    found = [_item(case, one, monday) for one in broken[:MOST_RULES]]
    rest = broken[MOST_RULES:]
    if rest:
        sentence = (
            N_("{count} more rule is broken in the plan of this week")
            if len(rest) == 1
            else N_("{count} more rules are broken in the plan of this week")
        )
        tone = "bad" if any(one.hard for one in rest) else "warning"
        found.append(TodayItem("RULE", tone, N_("Rule"), sentence, N_("Look"), "planning", {"count": len(rest)}, {"monday": monday}))
    return found, frozenset(one.person_id for one in broken if one.reason.code in HOUR_RULES)


@dataclass(slots=True)
class _Broken:
    """One rule that one person's week breaks: the first task it is seen at, and how many others it touches."""

    person_id: int
    task_id: int
    reason: Reason
    hard: bool
    kept: bool
    others: int = 0


def _broken(case: planning_case.Case) -> list[_Broken]:
    """By person and rule, what nobody may set aside first."""
    found: dict[tuple[int, str], _Broken] = {}
    kept = {(one.task_id, one.person_id): one.override_code for one in case.assignments if one.override_reason}
    weeks = {(person_id, code) for (_task, person_id), code in kept.items()}
    for person_id in dict.fromkeys(one.person_id for one in case.assignments):
        for task, reason in case.board.broken(case.person_code[person_id]):
            task_id = case.task_id[task]
            set_aside = (person_id, reason.code) in weeks if reason.code in WEEK_RULES else (task_id, person_id) in kept
            known = found.get((person_id, reason.code))
            if known is None:
                found[person_id, reason.code] = _Broken(person_id, task_id, reason, reason.code not in OVERRIDABLE, set_aside)
            else:
                known.kept = known.kept and set_aside
                known.others += 1
    return sorted(found.values(), key=lambda one: (not one.hard, case.people[one.person_id], one.reason.code))


def _item(case: planning_case.Case, one: _Broken, monday: date) -> TodayItem:
    figures: dict[str, object] = {"person": case.people[one.person_id], "reason": texts.reason(one.reason, case.name)}
    what: dict[str, object] = {"monday": monday, "person_id": one.person_id}
    if one.reason.code in WEEK_RULES:
        sentence = N_("{person}: {reason}")
    else:
        task = case.tasks[one.task_id]
        figures |= {"task": task.title, "day": task.day, "others": one.others}
        what["task_id"] = one.task_id
        sentence = (
            N_("{person}, {task} on {day}: {reason}; {others} more like it") if one.others else N_("{person}, {task} on {day}: {reason}")
        )
    return TodayItem("RULE", "bad" if one.hard else "warning", N_("Rule"), sentence, N_("Look"), "planning", figures, what)

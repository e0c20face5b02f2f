"""Plans, reasons and weeks as lines for a person: names, days and hours in place of codes and figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from workbench import cli_show
from workbench.i18n import N_, _, day_month, ngettext, weekday

STATES: Final = {"draft": N_("a draft"), "published": N_("published"), "past": N_("over; it stays as it was")}
FOUND: Final = {
    "optimal": N_("Nothing better exists."),
    "feasible": N_("The best plan found in this time."),
    "cancelled": N_("Stopped early; the best plan up to then."),
}


def plan_lines(answer: dict[str, Any]) -> list[str]:
    """A plan of a week: what is covered, what changes, what stays open and why, hours and levels."""
    head = _filled(answer, _("Week {week}", week=answer["week"]))
    kept = _("It is kept.") if answer["saved"] else _("Nothing is kept yet; --save keeps it.")
    return [
        head,
        f"{_(FOUND[answer['status']])} {kept}",
        *_conflicts(answer),
        *_changes(answer),
        *_open(answer),
        *_hours(answer),
        *_levels(answer),
    ]


def solve_lines(answer: dict[str, Any]) -> list[str]:
    """A plan without a database: the same, with every assignment."""
    rows = [(*_of_task(answer, task), _person(answer, who)) for task, who in answer["assigned"]]
    assigned = cli_show.part(_("Assignments"), cli_show.table((*_task_headings(), _("Person")), rows))
    head = [_filled(answer, _("This problem")), _(FOUND[answer["status"]])]
    return [*head, *_conflicts(answer), *assigned, *_open(answer), *_hours(answer), *_levels(answer)]


def week_lines(answer: dict[str, Any]) -> list[str]:
    """A week as it is kept: each task with its people."""
    state = _(STATES[answer["state"]])
    number = _(", publication {number}", number=answer["published"]) if answer["published"] else ""
    rows = [
        (_day(row["day"]), f"{row['start']}–{row['end']}", row["task"], row["title"], _people(answer, row), f"{len(row['people'])}/{row['needed']}")
        for row in answer["assignments"]
    ]  # fmt: skip
    lines = cli_show.table((_("Day"), _("Time"), _("Number"), _("Task"), _("People"), _("Filled")), rows)
    return [
        _("Week {week}: {state}{number}", week=answer["week"], state=state, number=number),
        *(lines or [_("There are no tasks in this week.")]),
    ]


def why_lines(answer: dict[str, Any]) -> list[str]:
    """One or two sentences, and the reasons one by one."""
    when = cli_show.span(answer["day"], answer["start"], answer["end"])
    about = f"{cli_show.named(answer['title'], answer['task'])}, {when} · {cli_show.named(answer['name'], answer['person'])}"
    return [about, answer["text"], *cli_show.part(_("Reasons"), [f"  {one['text']}" for one in answer["reasons"]])]


# ---------------------------------------------------------------- parts


def _filled(answer: Mapping[str, Any], what: str) -> str:
    done, needed = len(answer["assigned"]), answer["needed"]
    figures = {"what": what, "done": done, "seconds": f"{answer['seconds']:.1f}", "share": cli_show.percent(answer["coverage"])}
    return ngettext(
        "{what}: {done} of {n} place filled ({share}), found in {seconds} s", "{what}: {done} of {n} places filled ({share}), found in {seconds} s",
        needed, **figures,
    )  # fmt: skip


def _conflicts(answer: Mapping[str, Any]) -> list[str]:
    return cli_show.part(_("Worth a look"), [f"  {one}" for one in answer["conflicts"]])


def _changes(answer: Mapping[str, Any]) -> list[str]:
    """One row for each task that changes hands: who had it, who gets it."""
    hands: dict[str, tuple[list[str], list[str]]] = {}
    for place, kind in enumerate(("removed", "added")):
        for task, who in answer["changes"][kind]:
            hands.setdefault(task, ([], []))[place].append(who)
    rows = [
        (*_of_task(answer, task), *(cli_show.joined(_person(answer, who) for who in people) or _("(open)") for people in hands[task]))
        for task in answer["tasks"]
        if task in hands
    ]
    heading = ngettext("{n} task changes hands", "{n} tasks change hands", len(rows))
    return cli_show.part(heading, cli_show.table((*_task_headings(), _("Before"), _("Now")), rows))


def _open(answer: Mapping[str, Any]) -> list[str]:
    rows = [(*_of_task(answer, one["task"]), one["text"]) for one in answer["unassigned"]]
    told = cli_show.part(_("Still open"), cli_show.table((*_task_headings(), _("Why")), rows))
    ways = [f"  {one['task']}: {one['opening']}" for one in answer["unassigned"] if one["opening"]]
    return [*told, *cli_show.part(_("What would fill them"), ways)]


def _hours(answer: Mapping[str, Any]) -> list[str]:
    rows = [(_person(answer, who), one["planned"], one["wished"] or cli_show.NOTHING) for who, one in answer["hours"].items()]
    told = cli_show.part(_("Hours"), cli_show.table((_("Person"), _("Planned"), _("Wished")), rows, right=(1, 2)))
    jain = answer["fairness"]["jain"]
    return [*told, "  " + _("Fairness of hours (1 = equal): {value}", value=f"{jain:.2f}")] if told and jain is not None else told


def _levels(answer: Mapping[str, Any]) -> list[str]:
    from workbench.planner import texts

    rows = []
    for one in answer["levels"]:
        value, bound = (_level(one["level"], one[key], one["bound"]) for key in ("value", "bound"))
        rows.append((_(texts.LEVELS[one["level"]]), value, _("the best possible") if one["proven"] else _("at best {bound}", bound=bound)))
    headings = (_("Aims, the most important first"), _("Reached"), _("Proven"))
    return ["", *cli_show.table(headings, rows, right=(1,))] if rows else []


def _level(name: str, value: int, bound: int) -> str:
    """In the unit that a person knows: hours, shares, or a count; sums of weights as a share of what is possible."""
    from workbench.planner import texts

    if name == "min_hours":
        return _("{hours} h", hours=texts.hours(value))
    if name.startswith("fairness_") and name != "fairness_rest":
        return f"{value / 10:.0f}%"
    return f"{value / bound:.1%}" if name in ("cover", "fairness_rest") and bound > 0 else f"{value:,}"


def _task_headings() -> tuple[str, str, str]:
    return _("Day and time"), _("Number"), _("Task")


def _of_task(answer: Mapping[str, Any], code: str) -> tuple[str, str, str]:
    task = answer["tasks"][code]
    return cli_show.span(task["day"], task["start"], task["end"]), code, task["title"]


def _person(answer: Mapping[str, Any], code: str) -> str:
    return cli_show.named(answer["people"].get(code, ""), code)


def _people(answer: Mapping[str, Any], row: Mapping[str, Sequence[str]]) -> str:
    return cli_show.joined(answer["people"].get(code, code) for code in row["people"]) or _("(open)")


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{weekday(day)} {day_month(day)}"

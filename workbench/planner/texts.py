"""Reasons, changes and levels as sentences in the current language.

Codes and figures come from `rules` and `explain`; `name` turns the code of a person, task, skill or
territory into what people call it, and is `str` where codes are names already.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from workbench.i18n import N_, _, clock, day_month, full_date, is_chinese, weekday
from workbench.planner.explain import Change, Explanation, Opening, Unfilled
from workbench.planner.limits import RELAXED
from workbench.planner.problem import Assignments, Conflict, Level, Reason

Name = Callable[[str], str]

LABELS: Final = {
    "AVAIL": N_("not available"),
    "SKILL": N_("skill missing or expired"),
    "TERR": N_("outside the territory"),
    "LEAVE": N_("on leave"),
    "CONTRACT": N_("no valid engagement"),
    "CONSENT": N_("no consent to location records"),
    "PIN": N_("locked by the manager"),
    "OVERLAP": N_("clash with another task"),
    "LAW24": N_("week limit of the part-time law"),
    "MAXH": N_("own weekly maximum"),
    "LAW_DAY": N_("daily average of the part-time law"),
    "REST": N_("rest between days too short"),
    "BARRED": N_("not for this task"),
    "TASKH": N_("task too long"),
    "ORDER": N_("another task must end first"),
    "OTHERH": N_("hours with all employers"),
    "TOGETHER": N_("belongs to another person's tasks"),
    "DAYH": N_("hours of the day"),
    "DAYN": N_("tasks of the day"),
    "CONSEC": N_("days in a row"),
    "DAYSOFF": N_("days off too few"),
    "WEEKEND": N_("weekends of the month"),
    "SUCC": N_("must not follow the day before"),
    "RUN": N_("too few days in a row"),
    "KINDN": N_("too many of a kind"),
    "FREE": N_("free and suitable"),
}
"""Rules in a few words, for tags and counts."""

LEVELS: Final = {
    "cover": N_("Tasks covered by priority"),
    "min_hours": N_("Minimum hours still missing"),
    "fairness_1": N_("Lowest satisfaction ratio"),
    "fairness_2": N_("Second lowest satisfaction ratio"),
    "fairness_3": N_("Third lowest satisfaction ratio"),
    "fairness_rest": N_("Fairness among all others"),
    "prime": N_("Prime slots shared out"),
    "preference": N_("Preferred times"),
    "continuity": N_("Customers with their owner"),
    "travel": N_("Time on the way between tasks"),
    "changes": N_("Changes against the saved plan"),
    "cost": N_("Cost of who does what"),
    "people": N_("People who have a task"),
}


TURNS: Final = {
    "unwished": N_("Possible, but no hours are wished, while {people} wish some"),
    "ratio": N_("Possible, but {people} had less of the hours wished ({other} against {own})"),
    "prime": N_("Possible, but {people} had fewer prime slots at the same rolling satisfaction ratio ({own})"),
    "since": N_("Possible, but with equal hours and prime slots the longer engagement decided for {people}"),
    "draw": N_("Possible, but with everything equal this week's draw decided for {people}"),
    "plan": N_("Possible, but the plan of the whole week is better with {people}"),
}
"""Why somebody else got it, by the part of `Turn` that decided."""

LOWEST: Final = {
    "ratio": N_("Rolling satisfaction ratio {ratio} is the lowest of {people} possible people"),
    "prime": N_("Rolling satisfaction ratio {ratio} is level with the lowest of {people} possible people; fewer prime slots decided"),
    "since": N_("Rolling satisfaction ratio {ratio} is level with the lowest of {people} possible people; the longer engagement decided"),
    "draw": N_("Rolling satisfaction ratio {ratio} is level with the lowest of {people} possible people; this week's draw decided"),
}
"""Why somebody was first in turn, by the part of `Turn` that decided."""


def label(code: str) -> str:
    """A rule in a few words; the code itself when it is unknown."""
    return _(LABELS[code]) if code in LABELS else code


def level(one: Level) -> str:
    """A level with its value and, where that is not proven best, the bound."""
    title = _(LEVELS[one.name]) if one.name in LEVELS else one.name
    value, bound = _value(one.name, one.value), _value(one.name, one.bound)
    if one.proven:
        return _("{title}: {value}, the best possible", title=title, value=value)
    return _("{title}: {value}, at best {bound}", title=title, value=value, bound=bound)


def _value(name: str, value: int) -> str:
    if name == "min_hours":
        return _("{hours} h missing", hours=hours(value))
    if name == "travel":
        return _("{hours} h", hours=hours(value))
    return f"{value / 10:.0f}%" if name in ("fairness_1", "fairness_2", "fairness_3") else str(value)


def hours(minutes: object) -> str:
    """Minutes as hours with at most two decimals: 4, 4.5, 3.67."""
    if not isinstance(minutes, int | float):
        return str(minutes)
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".")


def span(one: Reason) -> str:
    """Mon 23 Nov 09:00–13:00."""
    day, start, end = (one.figures[key] for key in ("day", "start", "end"))
    assert isinstance(day, date)
    assert isinstance(start, int)
    assert isinstance(end, int)
    return f"{_day(day)} {clock(start)}–{clock(end)}"


def _day(day: date) -> str:
    return f"{weekday(day)} {day_month(day)}"


def _listed(codes: object, name: Name) -> str:
    assert isinstance(codes, tuple)
    return _join([name(code) for code in codes], ", ", "、")


def _join(parts: Sequence[str], english: str, chinese: str) -> str:
    return (chinese if is_chinese() else english).join(parts)


def _percent(ratio: object) -> str:
    return f"{ratio:.0%}" if isinstance(ratio, float) and ratio >= 0 else "–"


# ---- reasons --------------------------------------------------------------------------------------


def reason(one: Reason, name: Name = str) -> str:
    """A rule or fact with its figures, as a short sentence without a full stop."""
    for part in (_static, _dynamic, _limit, _fact):
        text = part(one, name)
        if text:
            return text
    return label(one.code)


def reasons(some: Sequence[Reason], name: Name = str) -> str:
    return _join([reason(one, name) for one in some], "; ", "；")


def _static(one: Reason, name: Name) -> str:
    figures = one.figures
    if one.code == "AVAIL":
        return _("Not available {span}", span=span(one))
    if one.code == "SKILL":
        skill, least = name(str(figures["skill"])), figures["level"]
        expired, have = figures.get("expired"), figures.get("have", 0)
        if isinstance(expired, date):
            return _("Skill {skill} expired on {day}", skill=skill, day=full_date(expired))
        if have:
            return _("Skill {skill} is at level {have}, level {least} is needed", skill=skill, have=have, least=least)
        return _("Does not have the skill {skill}", skill=skill)
    if one.code == "TERR":
        return _(
            "{territory} is outside the territory ({territories})",
            territory=name(str(figures["territory"])), territories=_listed(figures["territories"], name),
        )  # fmt: skip
    if one.code == "LEAVE":
        why = str(figures["reason"])
        return _("On leave {span} ({reason})", span=span(one), reason=why) if why else _("On leave {span}", span=span(one))
    if one.code == "CONTRACT":
        start, end = figures.get("valid_from"), figures.get("valid_to")
        if isinstance(start, date) and isinstance(end, date):
            return _("No engagement between {end} and {start}", end=full_date(end), start=full_date(start))
        if isinstance(start, date):
            return _("The engagement begins only on {day}", day=full_date(start))
        return _("The engagement ended on {day}", day=full_date(end)) if isinstance(end, date) else ""
    if one.code == "TASKH":
        return _("{hours} h at a stretch, more than the {limit} h agreed", hours=hours(figures["minutes"]), limit=hours(figures["limit"]))
    if one.code == "BARRED":
        return _("Is not to be given this task")
    if one.code == "ORDER":
        return _("Must begin after the end of {task} ({span})", task=name(str(figures["other"])), span=span(one))
    return _("Has not consented to location records") if one.code == "CONSENT" else ""


def _dynamic(one: Reason, name: Name) -> str:
    figures = one.figures
    if one.code == "PIN":
        return _("The manager has locked this task for {people}", people=_listed(figures["workers"], name))
    if one.code == "OVERLAP":
        task, gap, travel = name(str(figures["other"])), figures["gap"], figures["travel"]
        if isinstance(gap, int) and gap < 0:
            return _("Overlaps {task} ({span})", task=task, span=span(one))
        return _("Only {gap} min to {task}, the way takes {travel} min", gap=gap, task=task, travel=travel)
    if one.code == "REST":
        task, rest, limit = name(str(figures["other"])), hours(figures["minutes"]), hours(figures["limit"])
        return _("Only {rest} h rest before or after {task}, {limit} h are needed", rest=rest, task=task, limit=limit)
    if one.code in ("LAW24", "MAXH", "OTHERH", "LAW_DAY"):
        had, limit = hours(figures["minutes"]), hours(figures["limit"])
        if one.code == "LAW24":
            return _("{hours} h > {limit} h this week (part-time law)", hours=had, limit=limit)
        if one.code == "MAXH":
            return _("{hours} h > {limit} h this week (own maximum)", hours=had, limit=limit)
        if one.code == "OTHERH":
            other = hours(figures["other"])
            return _("{hours} h > {limit} h this week with all employers ({other} h elsewhere)", hours=had, limit=limit, other=other)
        return _("{hours} h > {limit} h on average per worked day (part-time law)", hours=had, limit=limit)
    return ""


def _limit(one: Reason, name: Name) -> str:
    """Rules about the whole of what one person does (`limits`)."""
    figures, day = one.figures, one.figures.get("day")
    if one.code == "TOGETHER":
        return _(
            "{task} belongs to the same tasks and is done by {people}",
            task=name(str(figures["other"])),
            people=_listed(figures["workers"], name),
        )
    if one.code == "DAYH" and isinstance(day, date):
        return _("{hours} h > {limit} h on {day}", hours=hours(figures["minutes"]), limit=hours(figures["limit"]), day=_day(day))
    if one.code == "DAYN" and isinstance(day, date):
        return _("{tasks} tasks > {limit} on {day}", tasks=figures["tasks"], limit=figures["limit"], day=_day(day))
    if one.code == "CONSEC":
        return _("{days} days in a row, at most {limit}", days=figures["days"], limit=figures["limit"])
    if one.code == "DAYSOFF":
        return _("{days} days off between worked days, at least {limit} in a row", days=figures["days"], limit=figures["limit"])
    if one.code == "WEEKEND":
        return _("{weekends} weekends of the month, at most {limit}", weekends=figures["weekends"], limit=figures["limit"])
    if one.code == "RUN":
        return _("only {days} days in a row, at least {limit} were agreed", days=figures["days"], limit=figures["limit"])
    if one.code == "KINDN":
        return _("{tasks} tasks of this kind, at most {limit}", tasks=figures["tasks"], limit=figures["limit"])
    if one.code == "SUCC":
        first, second = str(figures.get("title") or name(str(figures["first"]))), name(str(figures["second"]))
        return _("{second} must not follow {first} of the day before", first=first, second=second)
    return ""


def _fact(one: Reason, name: Name) -> str:
    figures = one.figures
    if one.code == "FREE":
        return _("Nothing is in the way")
    if one.code == "TURN":
        sentence = TURNS.get(str(figures["by"]), TURNS["plan"])
        people, other, own = _listed(figures["workers"], name), _percent(figures["other_ratio"]), _percent(figures["ratio"])
        return _(sentence, people=people, other=other, own=own)
    if one.code == "PINNED":
        return _("Locked by the manager")
    if one.code == "SKILLED":
        return _("Has the skill {skill} at level {level}", skill=name(str(figures["skill"])), level=figures["level"])
    if one.code == "INSIDE":
        return _("Inside the available time, preference {preference} of 5", preference=figures["preference"])
    if one.code == "ONLY":
        return _("Nobody else can take it")
    if one.code == "LOWEST":
        sentence = LOWEST.get(str(figures["by"]), LOWEST["ratio"])
        return _(sentence, ratio=_percent(figures["ratio"]), people=figures["people"])
    if one.code == "RATIO":
        return _("Rolling satisfaction ratio {ratio}, {people} people possible", ratio=_percent(figures["ratio"]), people=figures["people"])
    return _("Owner of the customer {customer}", customer=name(str(figures["customer"]))) if one.code == "OWNER" else ""


# ---- changes and whole answers ----------------------------------------------------------------------


def change(some: Change, name: Name = str) -> str:
    """What would make it possible, as the rest of a sentence that begins with "if"."""
    parts = [part for one in some if (part := _change(one, name))]
    return _join(parts, " and ", "，且")


def _change(one: Reason, name: Name) -> str:
    figures = one.figures
    if one.code == "WITHOUT":
        task, others = name(str(figures["task"])), figures["others"]
        if others:
            return _("{task} moves to another person ({people})", task=task, people=_listed(others, name))
        return _("{task} is dropped (nobody else can take it)", task=task)
    if one.code == "FEWER":
        return _("{hours} h fewer were worked or planned", hours=hours(figures["minutes"]))
    if one.code == "INSTEAD":
        return _("{person} gives it up", person=name(str(figures["worker"])))
    if one.code == "MOVE":
        task, giver, taker = (name(str(figures[key])) for key in ("task", "giver", "taker"))
        return _("{task} moves from {giver} to {taker}", task=task, giver=giver, taker=taker)
    if one.code in RELAXED:
        return _agreed(one)
    if one.code == "AVAIL":
        return _("they were available {span}", span=span(one))
    if one.code == "SKILL":
        return _("they had a valid skill {skill} of level {level}", skill=name(str(figures["skill"])), level=figures["level"])
    if one.code == "TERR":
        return _("{territory} were one of their territories", territory=name(str(figures["territory"])))
    if one.code == "LEAVE":
        return _("the leave were moved")
    if one.code == "CONTRACT":
        return _("the engagement covered the day")
    if one.code == "BARRED":
        return _("they were let do this task")
    if one.code == "ORDER":
        return _("it began after the end of {task}", task=name(str(figures["other"])))
    if one.code == "TASKH":
        return _("{hours} h at a stretch were agreed", hours=hours(figures["minutes"]))
    return _("they consented to location records") if one.code == "CONSENT" else ""


def _agreed(one: Reason) -> str:
    """A limit as it would have to be."""
    figures, day = one.figures, one.figures.get("day")
    if one.code == "MAXH":
        return _("{hours} h in the week were agreed", hours=hours(figures["minutes"]))
    if one.code == "OTHERH":
        return _("{hours} h in the week with all employers were agreed", hours=hours(figures["minutes"]))
    if one.code == "DAYH" and isinstance(day, date):
        return _("{hours} h on {day} were agreed", hours=hours(figures["minutes"]), day=_day(day))
    if one.code == "DAYN" and isinstance(day, date):
        return _("{tasks} tasks on {day} were agreed", tasks=figures["tasks"], day=_day(day))
    if one.code == "WEEKEND":
        return _("{weekends} weekends of the month were agreed", weekends=figures["weekends"])
    if one.code == "CONSEC":
        return _("{days} days in a row were agreed", days=figures["days"])
    if one.code == "RUN":
        return _("{days} days in a row were enough", days=figures["days"])
    if one.code == "KINDN":
        return _("{tasks} tasks of this kind were agreed", tasks=figures["tasks"])
    return _("{days} days off between worked days were enough", days=figures["days"])


def explanation(one: Explanation, name: Name = str) -> str:
    """One or two full sentences: why, and for who is not assigned the smallest change."""
    person, task = name(one.worker), name(one.task)
    if one.assigned:
        text = _("{person} does {task}: {reasons}.", person=person, task=task, reasons=reasons(one.reasons, name))
        if one.against:
            text = _join([text, _("A manager set aside: {reasons}.", reasons=reasons(one.against, name))], " ", "")
        return text
    text = _("{person} was not given {task}: {reasons}.", person=person, task=task, reasons=reasons(one.reasons, name))
    wanted = [part for some in one.changes[:3] if (part := change(some, name))]
    if wanted:
        text = _join([text, _("It would become possible if {change}.", change=_join(wanted, ", or if ", "，或者"))], " ", "")
    return text


def conflicts(some: Sequence[Conflict], name: Name = str) -> tuple[str, ...]:
    """A sentence for each pinned pair that breaks a rule, with all the rules that it breaks."""
    of_pair: dict[tuple[str, str], list[Reason]] = {}
    for task, worker, one in some:
        of_pair.setdefault((task, worker), []).append(one)
    return tuple(
        _("{person} is locked to {task} against a rule: {reasons}.", person=name(worker), task=name(task), reasons=reasons(broken, name))
        for (task, worker), broken in of_pair.items()
    )


def unlocks(some: Assignments, name: Name = str) -> str:
    """The fewest locks to give up, as one sentence; empty where nothing contradicts."""
    parts = [_("{person} from {task}", person=name(worker), task=name(task)) for task, worker in some]
    return _("Unlock {pairs}, and nothing that is locked contradicts a rule any more.", pairs=_join(parts, ", ", "、")) if parts else ""


def unfilled(one: Unfilled) -> str:
    """Short: how many are missing and what keeps how many people away."""
    text = _("{missing} more needed", missing=one.missing)
    parts = [f"{label(code)} {count}" if is_chinese() else f"{count} {label(code)}" for code, count in one.counts]
    return _join([text, _join(parts, ", ", "，")], ": ", "：") if parts else text


def openings(some: Sequence[Opening], name: Name = str) -> str:
    """Who could fill a gap if one thing were otherwise, as one sentence; empty when one change is not enough for anybody."""
    parts = []
    for one in some:
        person, changed = name(one.worker), change((one.change, *one.moves), name)
        parts.append(_("{person}, if {change}", person=person, change=changed) if changed else person)
    return _("Could be filled by {people}.", people=_join(parts, "; or ", "；或")) if parts else ""

"""Rules about the whole of what one person does: most a day, days in a row, days off, weekends, what may not follow, what belongs together.

The same rules twice: as reasons for a manager who asks about one task (`reasons`, `apart`), and as rows for the solver
(`constrain`, `keep_together`). A property of the tests holds the two together. Days are dates, lengths are minutes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from workbench.planner.problem import Reason, Task, Worker

if TYPE_CHECKING:
    from workbench.planner.rules import Index

DAY: Final = timedelta(days=1)
SATURDAY: Final = 5


RELAXED: Final[Mapping[str, Mapping[str, Any]]] = {
    "MAXH": {"max_minutes": None},
    "OTHERH": {"total_limit": None},
    "DAYH": {"day_limit": None},
    "DAYN": {"tasks_a_day": None},
    "WEEKEND": {"weekend_limit": None},
    "CONSEC": {"days_in_a_row": None},
    "DAYSOFF": {"days_off": 0},
    "RUN": {"least_in_a_row": 0},
    "KINDN": {"kind_limits": ()},
}
"""Limits that somebody agreed to and can agree on otherwise, and what a person is without each; the law cannot be asked."""


def has_limits(who: Worker) -> bool:
    """Whether any rule of this module but `apart` speaks about this person."""
    return bool(
        who.day_limit is not None
        or who.tasks_a_day is not None
        or who.days_in_a_row is not None
        or who.weekend_limit is not None
        or who.days_off > 1
        or who.total_limit is not None
        or who.never_after
        or who.least_in_a_row > 1
        or who.kind_limits
    )


# ---- one more task ----------------------------------------------------------------------------------


def reasons(index: Index, who: Worker, task: str, others: Iterable[str]) -> list[Reason]:
    """What this task breaks on top of the others that the person does; every rule at most once for the day of the task."""
    if not has_limits(who):
        return []
    tasks = index.tasks
    what, rest = tasks[task], [tasks[code] for code in others]
    found = _of_the_day(index, who, what, [one for one in rest if one.day == what.day])
    worked = {one.day for one in rest} | {what.day}
    found += _of_a_kind(who, what, rest)
    found += _in_a_row(who, worked, what.day, index.problem.monday)
    found += _too_short(who, worked, what.day, index.problem.monday, index.last)
    found += _days_off(who, worked, what.day, index.problem.monday)
    found += _weekends(who, worked, what.day)
    found += _follows(who, what, rest, index.problem.monday)
    return found


def broken(index: Index, who: Worker, mine: Sequence[str]) -> list[tuple[str, Reason]]:
    """(task, rule) of all that is wrong with what one person does; the same breach once, told of its first task."""
    found: list[tuple[str, Reason]] = []
    for code in mine if has_limits(who) else ():
        for one in reasons(index, who, code, [other for other in mine if other != code]):
            if all(one != known for _code, known in found):
                found.append((code, one))
    return found


def _of_the_day(index: Index, who: Worker, what: Task, same: Sequence[Task]) -> list[Reason]:
    found = []
    minutes = sum(index.minutes(one.code, who.code) for one in (what, *same))
    if who.day_limit is not None and minutes > who.day_limit:
        found.append(Reason("DAYH", {"day": what.day, "minutes": minutes, "limit": who.day_limit}))
    if who.tasks_a_day is not None and len(same) + 1 > who.tasks_a_day:
        found.append(Reason("DAYN", {"day": what.day, "tasks": len(same) + 1, "limit": who.tasks_a_day}))
    return found


def _of_a_kind(who: Worker, what: Task, rest: Iterable[Task]) -> list[Reason]:
    most = dict(who.kind_limits).get(what.kind)
    count = 1 + sum(one.kind == what.kind for one in rest)
    return [Reason("KINDN", {"tasks": count, "limit": most})] if most is not None and count > most else []


def _run(worked: Collection[date], day: date) -> tuple[date, date]:
    """First and last of the days worked in a row around a day."""
    start = end = day
    while start - DAY in worked:
        start -= DAY
    while end + DAY in worked:
        end += DAY
    return start, end


def _too_short(who: Worker, worked: Collection[date], day: date, first: date, last: date) -> list[Reason]:
    """Fewer days in a row than were agreed; what reaches the edge of the planned days may go on beyond it."""
    if who.least_in_a_row <= 1:
        return []
    start, end = _run(worked, day)
    days = (end - start).days + 1
    is_open = start <= first or end >= last
    return [] if is_open or days >= who.least_in_a_row else [Reason("RUN", {"days": days, "limit": who.least_in_a_row})]


def _in_a_row(who: Worker, worked: Collection[date], day: date, first: date) -> list[Reason]:
    """Days worked in a row around a day; those right before the planned days count."""
    if who.days_in_a_row is None:
        return []
    start, end = _run(worked, day)
    days = (end - start).days + 1 + (who.days_before if start == first else 0)
    return [Reason("CONSEC", {"days": days, "limit": who.days_in_a_row})] if days > who.days_in_a_row else []


def _days_off(who: Worker, worked: Collection[date], day: date, first: date) -> list[Reason]:
    """Free days between a day and the worked days next to it; time after the last worked day is open."""
    if who.days_off <= 1:
        return []
    before = max((one for one in (*worked, *_worked_before(who, first)) if one < day), default=None)
    after = min((one for one in worked if one > day), default=None)
    gaps = [(day - before).days - 1 if before is not None else 0, (after - day).days - 1 if after is not None else 0]
    short = [gap for gap in gaps if 0 < gap < who.days_off]
    return [Reason("DAYSOFF", {"days": min(short), "limit": who.days_off})] if short else []


def _worked_before(who: Worker, first: date) -> tuple[date, ...]:
    """The last day worked before the planned days, where it matters and is known."""
    if who.days_before:
        return (first - DAY,)
    return () if who.off_before is None else (first - DAY * (who.off_before + 1),)


def _weekends(who: Worker, worked: Iterable[date], day: date) -> list[Reason]:
    if who.weekend_limit is None or day.weekday() < SATURDAY:
        return []
    count = who.weekends_before + len({_weekend(one) for one in worked if one.weekday() >= SATURDAY})
    return [Reason("WEEKEND", {"weekends": count, "limit": who.weekend_limit})] if count > who.weekend_limit else []


def _weekend(day: date) -> date:
    """The Saturday of its weekend."""
    return day - DAY * (day.weekday() - SATURDAY)


def _forbidden_by(who: Worker, what: Task, first: date) -> str | None:
    """The title of the task on the day before the planned days that this one must not follow; None where there is none."""
    if what.day != first:
        return None
    return next((title for kind, title in who.done_before if (kind, what.kind) in who.never_after), None)


def _follows(who: Worker, what: Task, rest: Iterable[Task], first: date) -> list[Reason]:
    if not who.never_after:
        return []
    title = _forbidden_by(who, what, first)
    if title is not None:
        return [Reason("SUCC", {"first": "", "title": title, "second": what.code, "day": what.day})]
    for other in rest:
        earlier, later = (other, what) if other.day < what.day else (what, other)
        if later.day - earlier.day == DAY and (earlier.kind, later.kind) in who.never_after:
            return [Reason("SUCC", {"first": earlier.code, "second": later.code, "day": later.day})]
    return []


# ---- tasks that belong together ---------------------------------------------------------------------


def apart(index: Index, task: str, worker: str, of_task: Mapping[str, Sequence[str]]) -> list[Reason]:
    """Tasks of one group are done by the same people, as many as the largest of them needs; `of_task` says who does what."""
    group = index.tasks[task].together
    if not group:
        return []
    members = index.groups[group]
    others = [code for code in members if code != task and any(who != worker for who in of_task[code])]
    people = {who for code in members for who in of_task[code]} | {worker}
    if len(people) <= max(index.tasks[code].headcount for code in members) or not others:
        return []
    return [Reason("TOGETHER", {"other": others[0], "workers": tuple(sorted(people - {worker}))})]


def keep_together(cp: Any, index: Index, x: Mapping[tuple[str, str], Any], kept: Collection[tuple[str, str]] = ()) -> None:
    """The same for a CP-SAT model with its variables of (task, worker) pairs; pairs in `kept` stay whatever the rules say."""
    for members in index.groups.values():
        people: dict[str, list[Any]] = {}
        for code, who in x:
            if index.tasks[code].together and code in members:
                people.setdefault(who, []).append(x[code, who])
        if len(members) < 2 or not people:
            continue
        most = max(index.tasks[code].headcount for code in members)
        staying = {who for code, who in kept if code in members}
        used = []
        for literals in people.values():
            one = cp.new_bool_var("")
            cp.add_max_equality(one, literals)
            used.append(one)
        cp.add(sum(used) <= max(most, len(staying)))


# ---- rows for the solver ----------------------------------------------------------------------------


def constrain(cp: Any, index: Index, who: Worker, literals: Mapping[str, Any], kept: Collection[str] = ()) -> None:
    """Add the rules of one person to a CP-SAT model. `literals` are variables (or 1) of the tasks the person may have.

    Tasks in `kept` stay whatever the rules say: where they alone break one, nothing more is added to the breach.
    """
    if not has_limits(who):
        return
    if who.total_limit is not None and literals:
        minutes = {code: index.minutes(code, who.code) for code in literals}
        staying = sum(minutes[code] for code in literals if code in kept)
        left = who.total_limit - who.elsewhere_minutes - who.worked_minutes
        cp.add(sum(minutes[code] * literals[code] for code in literals) <= max(staying, left))
    of_day: dict[date, list[str]] = {}
    for code in literals:
        of_day.setdefault(index.tasks[code].day, []).append(code)
    for codes in of_day.values():
        _constrain_day(cp, index, who, codes, literals, kept)
    for kind, most in who.kind_limits:
        codes = [code for code in literals if index.tasks[code].kind == kind]
        if len(codes) > most:
            cp.add(sum(literals[code] for code in codes) <= max(most, sum(code in kept for code in codes)))
    if who.days_in_a_row is not None or who.days_off > 1 or who.weekend_limit is not None or who.least_in_a_row > 1:
        worked = {day: _any(cp, [literals[code] for code in codes], set(codes) & set(kept)) for day, codes in of_day.items()}
        _constrain_row(cp, who, worked, index.problem.monday)
        _constrain_short(cp, who, worked, index.problem.monday, index.last)
        _constrain_off(cp, who, worked, index.problem.monday)
        _constrain_weekends(cp, who, worked)
    _constrain_follows(cp, index, who, of_day, literals, kept)


def _any(cp: Any, literals: Sequence[Any], kept: Collection[str]) -> Any:
    """Whether one of these is taken: 1 where one stays anyhow."""
    if kept or any(isinstance(one, int) and one for one in literals):
        return 1
    free = [one for one in literals if not isinstance(one, int)]
    if not free:
        return 0
    used = cp.new_bool_var("")
    cp.add_max_equality(used, free)
    return used


def _constrain_day(cp: Any, index: Index, who: Worker, codes: Sequence[str], literals: Mapping[str, Any], kept: Collection[str]) -> None:
    minutes = {code: index.minutes(code, who.code) for code in codes}
    if who.day_limit is not None:
        staying = sum(minutes[code] for code in codes if code in kept)
        cp.add(sum(minutes[code] * literals[code] for code in codes) <= max(staying, who.day_limit))
    if who.tasks_a_day is not None and len(codes) > who.tasks_a_day:
        staying = sum(code in kept for code in codes)
        cp.add(sum(literals[code] for code in codes) <= max(staying, who.tasks_a_day))


def _constrain_row(cp: Any, who: Worker, worked: Mapping[date, Any], first: date) -> None:
    limit = who.days_in_a_row
    if limit is None:
        return
    days = {**{first - DAY * n: 1 for n in range(1, min(who.days_before, limit + 1) + 1)}, **worked}
    for start in days:
        span = [days.get(start + DAY * n, 0) for n in range(limit + 1)]
        if all(not isinstance(one, int) or one for one in span) and any(not isinstance(one, int) for one in span):
            cp.add(sum(span) <= limit)


def _constrain_short(cp: Any, who: Worker, worked: Mapping[date, Any], first: date, last: date) -> None:
    """No run of fewer days than agreed between two days that are not worked."""
    for start in worked:
        for days in range(1, who.least_in_a_row):
            end = start + DAY * (days - 1)
            if start <= first or end >= last:
                continue
            span = [worked.get(start + DAY * n, 0) for n in range(days)]
            around = [worked.get(start - DAY, 0), worked.get(end + DAY, 0)]
            if any(not isinstance(one, int) for one in (*span, *around)):
                cp.add(sum(span) - sum(around) <= days - 1)


def _constrain_off(cp: Any, who: Worker, worked: Mapping[date, Any], first: date) -> None:
    if who.days_off <= 1:
        return
    days = {**dict.fromkeys(_worked_before(who, first), 1), **worked}
    for one in days:
        for gap in range(1, who.days_off):
            other = one + DAY * (gap + 1)
            if other not in days:
                continue
            between = [days.get(one + DAY * n, 0) for n in range(1, gap + 1)]
            row = [days[one], days[other], *between]
            if any(not isinstance(part, int) for part in row):
                cp.add(days[one] + days[other] - sum(between) <= 1)


def _constrain_weekends(cp: Any, who: Worker, worked: Mapping[date, Any]) -> None:
    if who.weekend_limit is None:
        return
    weekends: dict[date, list[Any]] = {}
    for day, literal in worked.items():
        if day.weekday() >= SATURDAY:
            weekends.setdefault(_weekend(day), []).append(literal)
    used = [_any(cp, parts, ()) for parts in weekends.values()]
    staying = sum(isinstance(one, int) and one for one in used)
    if any(not isinstance(one, int) for one in used):
        cp.add(sum(used) <= max(staying, who.weekend_limit - who.weekends_before))


def _constrain_follows(
    cp: Any, index: Index, who: Worker, of_day: Mapping[date, Sequence[str]], literals: Mapping[str, Any], kept: Collection[str]
) -> None:
    kinds, first = index.tasks, index.problem.monday
    for code in of_day.get(first, ()) if who.done_before else ():
        if code not in kept and _forbidden_by(who, kinds[code], first) is not None:
            cp.add(literals[code] == 0)
    for day, codes in of_day.items() if who.never_after else ():
        for one in codes:
            for other in of_day.get(day + DAY, ()):
                both_stay = one in kept and other in kept
                if not both_stay and (kinds[one].kind, kinds[other].kind) in who.never_after:
                    cp.add(literals[one] + literals[other] <= 1)

"""What the week screen reads: the board first, then its figures, and what one task or one file needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from workbench import i18n
from workbench.errors import Refused
from workbench.i18n import N_, _
from workbench.models import planning_rules
from workbench.models.values.codes import EngagementType, SalesLine
from workbench.models.values.labels import ENGAGEMENT_LABELS, SALES_LINE_LABELS
from workbench.models.values.periods import Week
from workbench.models.values.quantities import hours_text
from workbench.readmodels.documents import WeekBlock, WeekRow, WeekSheetDocument
from workbench.readmodels.planning import (
    Absence,
    Choices,
    FairnessFigures,
    LongDay,
    PersonHours,
    PersonRow,
    TaskRow,
    TemplateRow,
    WeekBoard,
    WeekFacts,
    WeekState,
    WeekWays,
)
from workbench.services import imprint, planning_cost, planning_publish, policy
from workbench.services.planning_presence import Presence, load_presence, spans_of_week, terms_of
from workbench.services.planning_workers import open_windows
from workbench.services.workspace import Reader
from workbench.storage.queries import planning as queries
from workbench.storage.queries import planning_bonds as bond_queries

WEEKEND = (5, 6)


def monday_of(day: date) -> date:
    return Week.from_date(day).monday


def state_of(monday: date, number: int, today: date) -> WeekState:
    """Past when its Sunday is over, published when it was told, else draft."""
    if monday + timedelta(days=6) < today:
        return WeekState.PAST
    return WeekState.PUBLISHED if number else WeekState.DRAFT


def load_board(conn: Reader, monday: date, today: date) -> WeekBoard:
    """Everything that the week board paints."""
    tasks = queries.tasks(conn, monday)
    plan = queries.week_plan(conn, monday)
    number, at = (plan.published_number, plan.published_at) if plan else (0, None)
    away, extra = queries.absences(conn, monday)
    names = queries.names(conn, monday)
    return WeekBoard(
        monday, today, state_of(monday, number, today), number, at, _people(conn, monday, names["territory"]), tasks, queries.assignments(conn, monday),
        _open_days(conn, extra, away, monday), away, queries.holidays(conn, monday), names, bond_queries.bonds(conn, monday),
    )  # fmt: skip


def _open_days(conn: Reader, extra: list[Any], away: tuple[Absence, ...], monday: date) -> frozenset[tuple[int, int]]:
    """(person, weekday) with any open hour; windows are read and cut only for those whose week is not the usual one."""
    usual: frozenset[tuple[Any, ...]] = frozenset(queries.window_days(conn))
    special = {one.person_id for one in (*extra, *away)}
    if not special:
        return usual
    whole = {(one.person_id, one.day) for one in away if one.kind == "leave" and one.start == 0 and one.end == 1440}
    cut = open_windows(queries.windows(conn, special), extra, away, monday)
    found = {(person, day) for person, day in usual if person not in special}
    found.update(
        (person, (window.day - monday).days) for person, some in cut.items() for window in some if (person, window.day) not in whole
    )
    return frozenset(found)


def _people(conn: Reader, monday: date, areas_by_id: Mapping[int, str]) -> tuple[PersonRow, ...]:
    law, spans, areas = policy.load_law(conn), queries.engagements(conn), queries.main_areas(conn)

    @cache
    def figure(code: str) -> int | None:
        """What is missing is named by the week's `Case`."""
        row = law.find(code, monday)
        return row.value if row else None

    found = []
    for own_id, code, name, search, line, least, wished, most, _consent, _hired, _left in queries.people(conn, monday):
        terms = terms_of(spans_of_week(spans.get(own_id, ()), monday), monday, figure)
        engagement, area = terms.kind.value if terms.kind else "", areas_by_id.get(areas.get(own_id, 0), "")
        wish = planning_rules.agreed_wish(wished, terms.agreed)
        found.append(
            PersonRow(
                own_id, code, name, search, engagement, line, area, least, wish, terms.limit(most), None if terms.law_days else terms.law_week,
                terms.elsewhere, terms.agreed, terms.law_day, terms.law_days,
            )
        )  # fmt: skip
    return tuple(found)


def load_ways(conn: Reader, monday: date) -> WeekWays:
    """What an empty week could be filled from."""
    return WeekWays(queries.task_count(conn, monday - timedelta(days=7)), queries.template_count(conn))


def long_days(board: WeekBoard) -> tuple[LongDay, ...]:
    """Days of people above the daily average of the part-time law, by day and line of the board."""
    bounds = {person.id: person.day_limit for person in board.people if person.day_limit is not None}
    law_days = {person.id: person.law_days for person in board.people if person.law_days}
    tasks = {task.id: task for task in board.tasks}
    sums: dict[tuple[date, int], int] = defaultdict(int)
    for one in board.assignments:
        if one.person_id in bounds:
            task = tasks[one.task_id]
            sums[task.day, one.person_id] += one.worked if one.worked is not None else task.minutes
    order = {person.id: row for row, person in enumerate(board.people)}
    return tuple(
        LongDay(person, day, minutes, bounds[person])
        for (day, person), minutes in sorted(sums.items(), key=lambda item: (item[0][0], order[item[0][1]]))
        if planning_rules.is_long_day(minutes, bounds[person]) and day in law_days.get(person, (day,))
    )


def load_facts(conn: Reader, monday: date, today: date) -> WeekFacts:
    """The figures above the board with what they are made of."""
    board = load_board(conn, monday, today)
    presence, last = load_presence(conn, monday), monday - timedelta(days=7)
    hours = _hours(board, queries.history(conn, monday), presence)
    had_last = queries.week_minutes(conn, last)
    wished_last = {one.id: presence.wished(one.id, last) for one in board.people if presence.has_hours(one.id) or one.id in had_last}
    codes = {person.id: person.code for person in board.people}
    before = planning_publish.told(conn, monday) if board.number else {}
    changed, removed = planning_publish.changes_since(before, board.tasks, board.assignments, codes)
    seats: dict[int, int] = defaultdict(int)
    for one in board.assignments:
        seats[one.task_id] += 1
    return WeekFacts(
        monday, sum(task.headcount for task in board.tasks), sum(min(task.headcount, seats[task.id]) for task in board.tasks), hours,
        _fairness(hours, had_last, wished_last, sum(bool(a.override_code) for a in board.assignments)),
        changed, removed, queries.publications(conn, monday), _owners(conn, board), long_days(board),
        planning_publish.told_changes(before, board.tasks, board.assignments, board.people), _without_hours(board),
        planning_cost.load_cost(conn, board.tasks, board.assignments),
    )  # fmt: skip


def _without_hours(board: WeekBoard) -> tuple[str, ...]:
    known = {person for person, _weekday in board.open_days} | {one.person_id for one in board.absences}
    return tuple(person.name for person in board.people if person.id not in known)


def _owners(conn: Reader, board: WeekBoard) -> dict[int, str]:
    wanted = {task.customer_id for task in board.tasks if task.customer_id is not None}
    return {customer: name for customer, (_person, name) in queries.owners(conn, wanted, board.monday).items()}


def _hours(board: WeekBoard, history: Mapping[int, tuple[int, int, int]], presence: Presence) -> tuple[PersonHours, ...]:
    tasks = {task.id: task for task in board.tasks}
    planned: dict[int, int] = defaultdict(int)
    weekend: dict[int, int] = defaultdict(int)
    prime: dict[int, int] = defaultdict(int)
    for one in board.assignments:
        task = tasks[one.task_id]
        planned[one.person_id] += one.worked if one.worked is not None else task.minutes
        weekend[one.person_id] += task.day.weekday() in WEEKEND
        prime[one.person_id] += task.is_prime
    there = {person for person, _day in board.open_days}
    found = []
    for person in board.people:
        had = history.get(person.id, (0, 0, 0))
        wished = presence.wished(person.id, board.monday)
        counted = planning_rules.counts_for_fairness(wished, may_be_asked=person.id in there, assigned=planned[person.id])
        found.append(
            PersonHours(
                person.id, person.name, planned[person.id], wished, person.min_minutes, person.limit, person.elsewhere, had[0],
                presence.wished_before(person.id), weekend[person.id], had[2] + prime[person.id], counted,
            )
        )  # fmt: skip
    return tuple(found)


def _fairness(
    hours: tuple[PersonHours, ...], had_last: Mapping[int, int], wished_last: Mapping[int, int], overrides: int
) -> FairnessFigures:
    """`had_last` and `wished_last` are the minutes of the week before, by person."""
    counted = [one for one in hours if one.counted]
    rolling = planning_rules.fairness((one.planned + one.history_had, one.wished + one.history_wished) for one in counted)
    before = planning_rules.fairness((had_last.get(person, 0), wished) for person, wished in wished_last.items())
    weekend = [one.weekend for one in counted]
    least = min(counted, key=lambda one: one.rolling or 0.0, default=None)
    return FairnessFigures(
        float(rolling.jain) if rolling else None,
        float(before.jain) if before and any(had_last.values()) else None,
        float(rolling.min_ratio) if rolling else None,
        least.name if least else "",
        max((one.wished - one.planned for one in counted), default=0),
        float(rolling.gini) if rolling else None,
        max(weekend, default=0),
        min(weekend, default=0),
        overrides,
    )


def load_choices(conn: Reader, today: date) -> Choices:
    """What the task form offers."""
    people = tuple((row.id, row.name) for row in queries.people(conn, monday_of(today)))
    return replace(queries.choices(conn, today), people=people)


def load_templates(conn: Reader) -> tuple[TemplateRow, ...]:
    return queries.templates(conn)


def load_week_of(conn: Reader, task_id: int) -> date | None:
    """The Monday of a task's week; None when the task is gone."""
    task = queries.task(conn, task_id)
    return monday_of(task.day) if task else None


def find_task(conn: Reader, monday: date, code: str) -> TaskRow:
    """A task of the week by its code, its number (#12) or its title; refused when it is none or several."""
    rows = queries.tasks(conn, monday)
    found = [t for t in rows if code in (t.code, f"#{t.id}")] or [t for t in rows if t.title == code]
    if len(found) != 1:
        raise Refused(N_("There is no single task “{name}” in this week. Nothing was changed."), code="TASK", name=code)
    return found[0]


def week_document(conn: Reader, monday: date, today: date, now: datetime, actor: str, only: int | None = None) -> WeekSheetDocument:
    """The sheet for the wall: what is planned now, and whether it was told like this; of one person with `only`."""
    board = load_board(conn, monday, today)
    facts = load_facts(conn, monday, today)
    company, team = queries.organisation(conn)
    printed_by = imprint.printer_of(conn, actor)
    tasks = {task.id: task for task in board.tasks}
    by_person: dict[int, dict[int, list[TaskRow]]] = defaultdict(lambda: defaultdict(list))
    heads: dict[int, int] = defaultdict(int)
    for one in board.assignments:
        task = tasks[one.task_id]
        by_person[one.person_id][(task.day - monday).days].append(task)
        heads[one.task_id] += 1
    hours = {one.person_id: one for one in facts.hours}
    away = {(one.person_id, (one.day - monday).days): one.reason or one.kind for one in board.absences}
    rows = tuple(
        WeekRow(
            name=person.name,
            engagement=_engagement_words(person),
            planned=hours[person.id].planned,
            limit=person.limit,
            days=tuple(
                tuple(_block(task) for task in sorted(by_person[person.id][day], key=lambda t: (t.start, t.id))) for day in range(7)
            ),
            away=tuple(away.get((person.id, day), "") for day in range(7)),
        )
        for person in board.people
        if only is None or person.id == only
    )
    short = [task for task in board.tasks if heads[task.id] < task.headcount]
    digest = facts.publications[0].sha256[:12] if facts.publications else ""
    return WeekSheetDocument(
        company=company,
        team=team,
        monday=monday,
        version=max(1, board.number),
        published=board.number > 0 and not facts.is_changed,
        holidays=tuple(board.holidays.get(day, "") for day in board.days),
        rows=rows,
        open_tasks=tuple(_open_line(task, heads[task.id]) for task in short),
        generated_at=now.astimezone(imprint.zone_of(conn)),
        generated_by=printed_by,
        data_check=digest,
    )


def _engagement_words(person: PersonRow) -> str:
    if person.engagement:
        return _(ENGAGEMENT_LABELS[EngagementType(person.engagement)])
    return _(SALES_LINE_LABELS[SalesLine(person.line)])


def _block(task: TaskRow) -> WeekBlock:
    return WeekBlock(start=task.start, end=task.end, title=task.title, place=task.place, kind=task.kind)


def _open_line(task: TaskRow, heads: int) -> str:
    return f"{i18n.weekday(task.day)} {i18n.clock(task.start)}–{i18n.clock(task.end)} {task.title} ({heads}/{task.headcount})"


def week_text(board: WeekBoard) -> str:
    """The week as plain text for a chat: one paragraph a day, one line a task with its people."""
    from workbench import i18n

    people = {person.id: person.name for person in board.people}
    who: dict[int, list[str]] = defaultdict(list)
    for one in board.assignments:
        who[one.task_id].append(people[one.person_id])
    lines = [_text_head(board)]
    for day in board.days:
        mine = [task for task in board.tasks if task.day == day]
        if mine:
            lines += ["", i18n.long_date(day)]
            lines += [_text_line(task, who[task.id]) for task in mine]
    return "\n".join(lines)


def person_text(board: WeekBoard, person_id: int) -> str:
    """One person's week as plain text for a chat: name, hours, and a line for each task with its place."""
    from workbench import i18n

    mine = {one.task_id for one in board.assignments if one.person_id == person_id}
    tasks = [task for task in board.tasks if task.id in mine]
    name = next(person.name for person in board.people if person.id == person_id)
    total = _("{hours} h in all", hours=hours_text(sum(task.minutes for task in tasks))) if tasks else _("no task in this week")
    lines = [f"{name} · {total}", _text_head(board)]
    for day in board.days:
        found = [task for task in tasks if task.day == day]
        lines += ["", i18n.long_date(day)] if found else []
        for task in found:
            place = task.place if task.place and task.place not in task.title else ""
            lines.append(" ".join(part for part in (f"{i18n.clock(task.start)}–{i18n.clock(task.end)}", task.title, place) if part))
    return "\n".join(lines)


def _text_head(board: WeekBoard) -> str:
    from workbench import i18n

    week = Week.from_date(board.monday)
    state = _("published") if board.number else _("draft")
    return _(
        "Week {week} of {year} · {first} to {last} · {state}", week=week.number, year=week.year, first=i18n.day_month(board.monday),
        last=i18n.day_month(board.sunday), state=state,
    )  # fmt: skip


def _text_line(task: TaskRow, people: list[str]) -> str:
    from workbench import i18n

    names = ("、" if i18n.is_chinese() else ", ").join(people)
    missing = task.headcount - len(people)
    rest = _("({count} still open)", count=missing) if missing > 0 else ""
    return " ".join(part for part in (f"{i18n.clock(task.start)}–{i18n.clock(task.end)}", task.title, names, rest) if part)

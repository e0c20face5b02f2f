"""What the week screen reads: the board first, then its figures, and what one task or one file needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from workbench import i18n
from workbench.errors import Refused
from workbench.i18n import N_, _
from workbench.models import planning_rules
from workbench.models.values.codes import EngagementType, SalesLine
from workbench.models.values.labels import ENGAGEMENT_LABELS, SALES_LINE_LABELS
from workbench.models.values.periods import Week
from workbench.readmodels.documents import WeekBlock, WeekRow, WeekSheetDocument
from workbench.readmodels.planning import (
    Absence,
    Choices,
    FairnessFigures,
    PersonHours,
    PersonRow,
    TaskRow,
    TemplateRow,
    WeekBoard,
    WeekFacts,
    WeekState,
)
from workbench.services import planning_publish, policy
from workbench.services.planning_case import limits, open_windows
from workbench.services.workspace import Reader
from workbench.storage.queries import planning as queries

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
    return WeekBoard(
        monday, today, state_of(monday, number, today), number, at, _people(conn, monday), tasks, queries.assignments(conn, monday),
        _open_days(queries.windows(conn), extra, away, monday), away, queries.holidays(conn, monday), queries.names(conn, tasks),
    )  # fmt: skip


def _open_days(usual: list[Any], extra: list[Any], away: tuple[Absence, ...], monday: date) -> frozenset[tuple[int, int]]:
    """(person, weekday) with any open hour; windows are cut only for those whose week is not the usual one."""
    special = {one.person_id for one in (*extra, *away)}
    whole = {(one.person_id, one.day) for one in away if one.kind == "leave" and one.start == 0 and one.end == 1440}
    found = {(row[0], row[1]) for row in usual if row[0] not in special}
    cut = open_windows((row for row in usual if row[0] in special), extra, away, monday)
    found.update(
        (person, (window.day - monday).days) for person, some in cut.items() for window in some if (person, window.day) not in whole
    )
    return frozenset(found)


def _people(conn: Reader, monday: date) -> tuple[PersonRow, ...]:
    law, spans, areas = policy.load_law(conn), queries.engagements(conn, monday), queries.main_areas(conn)

    def figure(code: str) -> int | None:
        """What is missing is named by the week's `Case`."""
        row = law.find(code, monday)
        return row.value if row else None

    bounds = {kind: limits(kind, figure) for kind in EngagementType}
    found = []
    for own_id, code, name, search, line, least, wished, most, _consent, _hired, _left in queries.people(conn, monday):
        mine = spans.get(own_id)
        _person, kind, _start, _end, elsewhere = mine[-1] if mine else (own_id, None, None, None, 0)
        forbidden, usual = bounds[kind] if kind else (None, None)
        known = [limit for limit in (usual if most is None else most, forbidden) if limit is not None]
        limit = min(known) if known else None
        engagement, area = kind.value if kind else "", areas.get(own_id, "")
        found.append(PersonRow(own_id, code, name, search, engagement, line, area, least, wished, limit, forbidden, elsewhere))
    return tuple(found)


def load_facts(conn: Reader, monday: date, today: date) -> WeekFacts:
    """The figures above the board with what they are made of."""
    board = load_board(conn, monday, today)
    history, weeks = queries.history(conn, monday), queries.planned_weeks(conn, monday)
    hours = _hours(board, history, weeks)
    codes = {person.id: person.code for person in board.people}
    before = planning_publish.told(conn, monday) if board.number else {}
    changed, removed = planning_publish.changes_since(before, board.tasks, board.assignments, codes)
    seats: dict[int, int] = defaultdict(int)
    for one in board.assignments:
        seats[one.task_id] += 1
    return WeekFacts(
        monday, sum(task.headcount for task in board.tasks), sum(min(task.headcount, seats[task.id]) for task in board.tasks), hours,
        _fairness(hours, queries.week_minutes(conn, monday - timedelta(days=7)), sum(bool(a.override_code) for a in board.assignments)),
        changed, removed, queries.publications(conn, monday), _owners(conn, board), _without_hours(board),
    )  # fmt: skip


def _without_hours(board: WeekBoard) -> tuple[str, ...]:
    known = {person for person, _weekday in board.open_days} | {one.person_id for one in board.absences}
    return tuple(person.name for person in board.people if person.id not in known)


def _owners(conn: Reader, board: WeekBoard) -> dict[int, str]:
    wanted = {task.customer_id for task in board.tasks if task.customer_id is not None}
    return {customer: name for customer, (_person, name) in queries.owners(conn, wanted, board.monday).items()}


def _hours(board: WeekBoard, history: Mapping[int, tuple[int, int, int]], weeks: int) -> tuple[PersonHours, ...]:
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
        counted = person.wished > 0 and (person.id in there or planned[person.id] > 0)  # who is on leave all week is left out
        found.append(
            PersonHours(
                person.id, person.name, planned[person.id], person.wished, person.min_minutes, person.limit, person.elsewhere, had[0],
                person.wished * weeks, weekend[person.id], had[2] + prime[person.id], counted,
            )
        )  # fmt: skip
    return tuple(found)


def _fairness(hours: tuple[PersonHours, ...], last_week: Mapping[int, int], overrides: int) -> FairnessFigures:
    counted = [one for one in hours if one.counted]
    rolling = [Fraction(one.planned + one.history_had, one.wished + one.history_wished) for one in counted]
    before = [Fraction(last_week.get(one.person_id, 0), one.wished) for one in counted]
    weekend = [one.weekend for one in counted]
    least = min(counted, key=lambda one: one.rolling or 0.0, default=None)
    return FairnessFigures(
        float(planning_rules.jain(rolling)) if rolling else None,
        float(planning_rules.jain(before)) if before and any(before) else None,
        float(min(rolling)) if rolling else None,
        least.name if least else "",
        max((one.wished - one.planned for one in counted), default=0),
        float(planning_rules.gini(rolling)) if rolling else None,
        max(weekend, default=0),
        min(weekend, default=0),
        overrides,
    )


def load_choices(conn: Reader, today: date) -> Choices:
    """What the task form offers."""
    return queries.choices(conn, today)


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


def week_document(conn: Reader, monday: date, today: date, now: datetime, actor: str) -> WeekSheetDocument:
    """The sheet for the wall: what is planned now, and whether it was told like this."""
    board = load_board(conn, monday, today)
    facts = load_facts(conn, monday, today)
    company, team = queries.organisation(conn)
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
        generated_at=now,
        generated_by=actor,
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
    week = Week.from_date(board.monday)
    state = _("published") if board.number else _("draft")
    lines = [
        _(
            "Week {week} of {year} · {first} to {last} · {state}",
            week=week.number,
            year=week.year,
            first=i18n.day_month(board.monday),
            last=i18n.day_month(board.sunday),
            state=state,
        )
    ]
    for day in board.days:
        mine = [task for task in board.tasks if task.day == day]
        if mine:
            lines += ["", i18n.long_date(day)]
            lines += [_text_line(task, who[task.id]) for task in mine]
    return "\n".join(lines)


def _text_line(task: TaskRow, people: list[str]) -> str:
    from workbench import i18n

    names = ("、" if i18n.is_chinese() else ", ").join(people)
    missing = task.headcount - len(people)
    rest = _("({count} still open)", count=missing) if missing > 0 else ""
    return " ".join(part for part in (f"{i18n.clock(task.start)}–{i18n.clock(task.end)}", task.title, names, rest) if part)

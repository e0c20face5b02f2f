"""Around the week: the automatic plan, the figures of the tiles with what is behind them, the week as text and paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from workbench import i18n
from workbench.i18n import _
from workbench.models import planning_rules
from workbench.models.values import ENGAGEMENT_LABELS, EngagementType
from workbench.planner import texts
from workbench.planner.problem import Level, Plan, Problem
from workbench.planner.rules import Board
from workbench.readmodels.documents import WeekBlock, WeekRow, WeekSheetDocument
from workbench.readmodels.weeks import WeekBoard
from workbench.storage.queries import people as people_queries

if TYPE_CHECKING:
    from workbench.services.workspace import Workspace

SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Figures:
    """The tiles of the week plan, each with the lines it is made of."""

    assigned: int
    needed: int
    jain: Fraction | None
    prime_most: int
    prime_least: int
    broken: tuple[str, ...]
    overridden: int
    open_lines: tuple[str, ...]
    hours_lines: tuple[str, ...]
    prime_lines: tuple[str, ...]
    broken_lines: tuple[str, ...]


def figures(week: WeekBoard, rules: Board) -> Figures:
    """Coverage, fairness of hours over wishes (rolling), weekend spread and broken rules, with the words behind each."""
    names = {p.code: p.name for p in week.people} | {t.skill: t.skill_name for t in week.tasks} | {t.territory: t.territory_name for t in week.tasks}
    titles = {t.code: t.title for t in week.tasks}

    def name(code: str) -> str:
        return names.get(code) or titles.get(code) or code

    needed = sum(t.headcount for t in week.tasks)
    missing = {t.code: max(0, rules.missing(t.code)) for t in week.tasks}
    ratios = []
    hours = []
    for p in week.people:
        minutes = rules.minutes(p.code)
        had, wished = p.history_assigned + minutes, p.history_wished + p.wished_minutes
        if wished:
            ratios.append(Fraction(had, wished))
            hours.append((Fraction(had, wished), f"{p.name} {minutes / 60:g} h · {round(100 * had / wished)} %"))
    primes = [(rules.primes(p.code), p.name) for p in week.people]
    broken = []
    for a in week.assignments:
        if not a.override_code and rules.has(a.task, a.person):
            rules.remove(a.task, a.person)
            reasons = rules.reasons(a.task, a.person)
            rules.add(a.task, a.person)
            if reasons:
                broken.append(f"{name(a.person)} – {name(a.task)}: {texts.reasons(reasons, name)}")
    set_aside = [f"{name(a.person)} – {name(a.task)}: {a.override_reason}" for a in week.assignments if a.override_code]
    return Figures(
        needed - sum(missing.values()), needed, planning_rules.jain(ratios) if ratios else None, max((n for n, _p in primes), default=0),
        min((n for n, _p in primes), default=0), tuple(broken), len(set_aside), tuple(titles[t] for t, n in missing.items() if n),
        tuple(line for _ratio, line in sorted(hours)), tuple(f"{who} {count}" for count, who in sorted(primes, reverse=True) if count),
        tuple(broken + set_aside),
    )  # fmt: skip


def solve(problem: Problem, tell: Callable[[str, int, int], None], cancelled: Callable[[], bool], keep_published: bool, seconds: float = SECONDS, seed: int = 1) -> Plan:
    """The automatic plan with its progress in words; stopping keeps the best found so far."""
    from workbench.planner import solve as solver

    def progress(level: str, value: int, bound: int, since: float) -> None:
        words = texts.level(Level(level, value, bound, proven=value == bound, seconds=since))
        tell(f"{words} · {since:.0f} s", min(100, round(100 * since / seconds)), 100)

    return solver.solve(problem, seconds=seconds, seed=seed, progress=progress, cancelled=cancelled, keep_published=keep_published)


def as_text(week: WeekBoard) -> str:
    """The week for 微信 or 钉钉: one line a person and day."""
    tasks = {t.code: t for t in week.tasks}
    lines = [f"{i18n.day_month(week.monday)} – {i18n.day_month(week.monday + timedelta(days=6))}"]
    for person in week.people:
        mine = sorted((tasks[a.task] for a in week.assignments if a.person == person.code and a.task in tasks), key=lambda t: (t.day, t.start))
        if mine:
            lines.append(f"{person.name}: " + "; ".join(f"{i18n.weekday(t.day)} {i18n.clock(t.start)}–{i18n.clock(t.end)} {t.title}" for t in mine))
    return "\n".join(lines)


def sheet(workspace: Workspace, week: WeekBoard) -> WeekSheetDocument:
    """The week for the wall."""
    own = workspace.read(people_queries.organisation)
    tasks = {t.code: t for t in week.tasks}
    rows = []
    for person in week.people:
        days: list[list[WeekBlock]] = [[] for _day in range(7)]
        for a in week.assignments:
            if a.person == person.code and a.task in tasks:
                t = tasks[a.task]
                days[(t.day - week.monday).days].append(WeekBlock(start=t.start, end=t.end, title=t.title, place=t.place, kind=t.kind))
        planned = sum(b.end - b.start for day in days for b in day)
        limits = [m for m in (person.week_limit, person.max_minutes) if m]
        rows.append(
            WeekRow(
                name=person.name, engagement=_(ENGAGEMENT_LABELS[EngagementType(person.engagement)]), planned=planned, limit=min(limits, default=None),
                days=tuple(tuple(sorted(day, key=lambda b: b.start)) for day in days),
            )
        )  # fmt: skip
    given: dict[str, int] = {}
    for a in week.assignments:
        given[a.task] = given.get(a.task, 0) + 1
    still = tuple(f"{i18n.weekday(t.day)} {i18n.clock(t.start)} {t.title}" for t in week.tasks if given.get(t.code, 0) < t.headcount)
    return WeekSheetDocument(
        company=own.name, team=own.department, monday=week.monday, version=max(1, week.published_number), published=week.published_number > 0, holidays=week.day_names,
        rows=tuple(rows), open_tasks=still, generated_at=datetime.now(UTC).astimezone(), generated_by=own.manager_name,
    )  # fmt: skip


def save_sheet(workspace: Workspace, week: WeekBoard, language: str, path: str) -> str:
    """Print the week into a file; returns its path."""
    from workbench.reports.week import render_week

    Path(path).write_bytes(render_week(sheet(workspace, week), language))
    return path

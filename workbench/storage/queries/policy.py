"""Reads of dated policy: the calendar, the figures of law and company, and the versions of the review template."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.models.policy import CalendarDay, LawFigure
from workbench.models.reviews import GradeBand, ReviewCycle, ReviewTemplate, TemplateItem
from workbench.readmodels.policy import WeightRow


def calendar_days(conn: Connection) -> list[tuple[date, str, str, str]]:
    """(day, kind, name, source) of every special day."""
    rows = conn.execute(sa.select(CalendarDay.day, CalendarDay.kind, CalendarDay.name, CalendarDay.source).order_by(CalendarDay.day))
    return [(r[0], r[1], r[2], r[3]) for r in rows]


def calendar_ids(conn: Connection) -> dict[date, int]:
    """Id of the row of each special day."""
    return {row[0]: row[1] for row in conn.execute(sa.select(CalendarDay.day, CalendarDay.id))}


def law_figures(conn: Connection) -> list[tuple[str, int, date, date | None, str, str]]:
    """(code, value, from, to, region, source) of every figure."""
    f = LawFigure
    rows = conn.execute(sa.select(f.code, f.value, f.from_on, f.to_on, f.region, f.source).order_by(f.code, f.from_on))
    return [(r[0], r[1], r[2], r[3], r[4], r[5]) for r in rows]


def figure_ids(conn: Connection) -> dict[tuple[str, str, date], int]:
    """Id of the row by (code, region, first day)."""
    f = LawFigure
    return {(r[0], r[1], r[2]): r[3] for r in conn.execute(sa.select(f.code, f.region, f.from_on, f.id))}


def template_versions(conn: Connection, code: str) -> list[tuple[int, int, date, str, int]]:
    """(id, number, effective from, source, cycles opened with it) of a template, the newest number first."""
    t = ReviewTemplate
    used = sa.select(sa.func.count()).where(ReviewCycle.template_id == t.id).correlate(t).scalar_subquery()
    rows = conn.execute(sa.select(t.id, t.number, t.effective_from, t.source, used).where(t.code == code).order_by(t.number.desc()))
    return [(r[0], r[1], r[2], r[3], int(r[4])) for r in rows]


def bands_of(conn: Connection, template_ids: list[int]) -> dict[int, tuple[tuple[str, int], ...]]:
    """(grade, least hundredths) of each template, the best first."""
    b = GradeBand
    rows = conn.execute(
        sa.select(b.template_id, b.grade, b.at_least).where(b.template_id.in_(template_ids)).order_by(b.template_id, b.at_least.desc())
    )
    found: dict[int, list[tuple[str, int]]] = {own: [] for own in template_ids}
    for own, grade, least in rows:
        found[own].append((grade, least))
    return {own: tuple(bands) for own, bands in found.items()}


def weights_of(conn: Connection, template_ids: list[int]) -> dict[int, tuple[WeightRow, ...]]:
    """The lines of each template with their weights, in the order of the form."""
    i = TemplateItem
    rows = conn.execute(
        sa.select(i.template_id, i.code, i.name_zh, i.name_en, i.weight).where(i.template_id.in_(template_ids)).order_by(i.position, i.id)
    )
    found: dict[int, list[WeightRow]] = {own: [] for own in template_ids}
    for own, code, name_zh, name_en, weight in rows:
        found[own].append(WeightRow(code, name_zh, name_en, weight))
    return {own: tuple(lines) for own, lines in found.items()}

"""The manager's mirror: how reliably one-on-ones are kept and who brings the points. Nobody's feelings are counted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from workbench.i18n import _
from workbench.models import one_on_one_rules as rules
from workbench.models.one_on_ones import RaisedBy, Side, TalkState
from workbench.models.values.codes import Theme
from workbench.readmodels.talk_way import Mirror, MirrorFigure, MirrorRow
from workbench.services import one_on_ones, policy
from workbench.services.workspace import Reader
from workbench.storage.queries import talk_actions as queries


def load_mirror(conn: Reader, today: date, days: int = 90) -> Mirror:
    """The figures of the last `days` days, today included; each knows the rows it is made of."""
    first = today - timedelta(days=days - 1)
    talks = queries.closed_talks(conn, first, today)
    raised = queries.points(conn, first, today)
    by_them = MirrorFigure(
        *_count("raised", [MirrorRow(p, name, day, text, who == RaisedBy.EMPLOYEE) for p, name, day, text, _t, who in raised])
    )
    due = queries.due_promises(conn, first, today)
    figures = (
        MirrorFigure(*_count("on_time", _on_time(conn, talks, first, today))),
        MirrorFigure(*_count("cadence", _cadence(conn, today))),
        MirrorFigure(*_count("took_place", [MirrorRow(p, name, day, why, state is TalkState.DONE) for p, name, day, state, why in talks])),
        by_them,
        *(MirrorFigure(*_count(f"kept_{side.value}", _kept(due, side, today))) for side in Side),
    )
    themed = [(theme, MirrorRow(p, name, day, text, True)) for p, name, day, text, theme, _who in raised if theme]
    themes = [
        MirrorFigure(theme.value, len(rows), len(themed), tuple(rows))
        for theme in Theme
        for rows in [[row for kind, row in themed if kind == theme.value]]
    ]
    most = rules.manager_talks_most(by_them.total - by_them.count, by_them.count)
    return Mirror(first, today, sum(state is TalkState.DONE for _p, _n, _d, state, _w in talks), figures, tuple(themes), most)


def _count(key: str, rows: Iterable[MirrorRow]) -> tuple[str, int, int, tuple[MirrorRow, ...]]:
    """What is not good stands first: it is what somebody looks for."""
    found = sorted(rows, key=lambda row: row.good)
    return key, sum(row.good for row in found), len(found), tuple(found)


def _on_time(conn: Reader, talks: list[tuple[int, str, date, TalkState, str]], first: date, today: date) -> list[MirrorRow]:
    """Each held talk against the one before: in time when it lies no later than the rhythm, on the next working day where that is none.

    The rhythm is the one of today; a first talk has none before it and is not counted.
    """
    last, calendar = queries.held_before(conn, first), policy.load_calendar(conn)
    rhythm = one_on_ones.load_cadences(conn, today)
    found = []
    for person, name, day, state, _why in talks:
        if state is not TalkState.DONE:
            continue
        before, every = last.get(person), rhythm.get(person)
        if before is not None and every is not None:
            due = calendar.on_or_after(before + timedelta(days=every))
            text = "" if day <= due else _("{days} d late", days=(day - due).days)
            found.append(MirrorRow(person, name, day, text, day <= due))
        last[person] = day
    return found


def _cadence(conn: Reader, today: date) -> list[MirrorRow]:
    """Everybody who is here: whether the next talk is not overdue."""
    return [
        MirrorRow(row.person_id, row.name, row.due_on, "", row.state != rules.Due.OVERDUE.value)
        for row in one_on_ones.load_due(conn, today)
    ]


def _kept(due: list[tuple[int, str, str, str, date, date | None]], side: Side, today: date) -> list[MirrorRow]:
    return [
        MirrorRow(person, name, until, text, rules.kept_in_time([(until, done)], today) == 1)
        for person, name, who, text, until, done in due
        if who == side.value
    ]

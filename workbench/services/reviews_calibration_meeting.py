"""The calibration meeting: who was there and when, its minutes, and their closing, after which nothing of it changes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models.calibration import Calibration
from workbench.models.reviews import ReviewCycle
from workbench.models.values.numbers import half_up
from workbench.readmodels.calibration import (
    CalibrationBoard,
    CalibrationMinutes,
    CalibrationRow,
    GroupRow,
    MinutesCount,
    MinutesGroup,
    MinutesRater,
    MinutesStep,
    RaterRow,
)
from workbench.readmodels.documents import canonical_json, check_code, data_hash
from workbench.readmodels.reviews import BEFORE_RATING
from workbench.services import imprint, reviews_calibration
from workbench.services.people import get
from workbench.services.reviews_cycle import load_cycle
from workbench.services.reviews_record import RecordDamagedError, restore
from workbench.services.reviews_texts import paragraph
from workbench.services.workspace import Reader, UnitOfWork
from workbench.storage.queries import calibration as queries
from workbench.storage.queries import people as organisation_queries
from workbench.storage.queries import reviews as review_queries

TEXTS = ("attendees", "recusals", "notes")


def set_meeting(uow: UnitOfWork, cycle_id: int, today: date, **fields: str | date | None) -> int:
    """Write the day (`held_on`), who took part, who stayed out of which decision, or notes; what is not named stays."""
    meeting = _open_meeting(uow, cycle_id)
    for name, value in fields.items():
        if name == "held_on" and (value is None or isinstance(value, date)):
            if value is not None and value > today:
                raise Refused(N_("The meeting cannot have been held on a day to come. Nothing was changed."), code="DAY")
            meeting.held_on = value
        elif name in TEXTS and isinstance(value, str):
            setattr(meeting, name, paragraph(value))
        else:
            raise KeyError(name)
    uow.session.flush()
    return meeting.id


def close_meeting(uow: UnitOfWork, cycle_id: int, today: date, *, now: datetime) -> int:
    """Close the minutes at `now` (with its zone): they are kept with their SHA-256, and no grade of the cycle is calibrated any more.

    Refused without a day or without names, while somebody still waits for the superior's rating, and when there is nobody.
    """
    meeting = _open_meeting(uow, cycle_id)
    uow.session.flush()
    if meeting.held_on is None or not meeting.attendees.strip():
        raise Refused(N_("Enter the day of the meeting and who took part, then close it. Nothing was changed."), code="ATTENDEES")
    board = reviews_calibration.load_board(uow.connection, cycle_id, today)
    if not board.rows:
        raise Refused(N_("Nobody in this cycle has a grade, so there is nothing to calibrate. Nothing was changed."), code="NOBODY")
    waiting = [head.name for head in review_queries.heads(uow.connection, cycle_id=cycle_id) if head.state in BEFORE_RATING]
    if waiting:
        raise Refused(
            N_("Still before the calibration: {count} ({names}). Submit them or leave them out, then close. Nothing was changed."),
            code="WAITING", count=len(waiting), names=", ".join(waiting[:3]) + (" …" if len(waiting) > 3 else ""),
        )  # fmt: skip
    actor = imprint.printer_of(uow.connection)
    document = build(uow.connection, board, now, actor)
    meeting.content, meeting.sha256 = canonical_json(document), data_hash(document)
    meeting.closed_at, meeting.closed_by = now, actor
    uow.session.flush()
    return meeting.id


def _open_meeting(uow: UnitOfWork, cycle_id: int) -> Calibration:
    """The meeting of a cycle, made with its first word; Refused once it is closed."""
    get(uow, ReviewCycle, cycle_id)
    meeting = uow.session.query(Calibration).filter_by(cycle_id=cycle_id).first()
    if meeting is not None and meeting.closed_at is not None:
        raise Refused(N_("The minutes of this calibration are closed and never change. Nothing was changed."), code="CLOSED")
    if meeting is None:
        meeting = Calibration(cycle_id=cycle_id)
        uow.session.add(meeting)
    return meeting


# ---------------------------------------------------------------- the paper


def load_minutes(conn: Reader, cycle_id: int, today: date, now: datetime, actor: str = "") -> CalibrationMinutes:
    """The minutes ready to print at `now` (with its zone): a draft while the meeting is open, then as they were closed."""
    kept = queries.record(conn, cycle_id)
    actor = imprint.printer_of(conn, actor)
    if kept is None:
        return build(conn, reviews_calibration.load_board(conn, cycle_id, today), now.astimezone(imprint.zone_of(conn)), actor)
    content, digest = kept
    data = json.loads(content)
    if hashlib.sha256(content.encode()).hexdigest() != digest:
        raise RecordDamagedError(f"calibration of cycle {cycle_id}", number=data.get("record_number", cycle_id))
    meeting = queries.meeting(conn, cycle_id)
    moment = (meeting.closed_at or now).astimezone(imprint.zone_of(conn))
    document: CalibrationMinutes = restore(
        CalibrationMinutes, data | {"generated_at": moment.isoformat(), "generated_by": meeting.closed_by}
    )
    return replace(document, data_check=check_code(document), locked=True)


def build(conn: Reader, board: CalibrationBoard, now: datetime, actor: str) -> CalibrationMinutes:
    """The minutes of a board of everybody, as a draft."""
    own, cycle, meeting = organisation_queries.organisation(conn), load_cycle(conn, board.cycle_id), board.meeting
    by_review = {row.id: row for row in board.rows}
    document = CalibrationMinutes(
        company=own.name, record_number=f"CAL-{cycle.code}"[:60], cycle=cycle.name, period_start=cycle.start_on, period_end=cycle.end_on,
        held_on=meeting.held_on, attendees=meeting.attendees, recusals=meeting.recusals, notes=meeting.notes, people=len(board.rows),
        without_grade=board.without_grade, counts=tuple(
            MinutesCount(one.grade, one.before, one.after, -1 if one.guide is None else one.guide) for one in board.counts
        ),
        guide_applies=board.guide_applies, raters=tuple(_rater(one) for one in board.raters), groups=tuple(_group(one) for one in board.groups),
        steps=_steps(board, by_review), hr_name=own.hr_name, manager_name=own.manager_name, generated_at=now, generated_by=actor,
    )  # fmt: skip
    return replace(document, data_check=check_code(document))


def _steps(board: CalibrationBoard, by_review: dict[int, CalibrationRow]) -> tuple[MinutesStep, ...]:
    found = []
    for step in board.steps:
        row = by_review.get(step.review_id)
        proposed = row.proposed if row is not None and step.kind == "grade" else ""
        found.append(MinutesStep(
            step.name, step.code, step.kind, step.before or proposed, step.after or proposed, step.reason, step.evidence, step.proposed_by
        ))  # fmt: skip
    return tuple(found)


def _rater(one: RaterRow) -> MinutesRater:
    return MinutesRater(
        one.rater, one.people, two(one.mean), f"{half_up(one.difference):+}", two(one.spread), share(one.share_of_middle), two(one.halo), one.warnings
    )  # fmt: skip


def _group(one: GroupRow) -> MinutesGroup:
    return MinutesGroup(one.kind, one.group, one.people, interval_text(one), "" if one.mean is None else two(one.mean / 100))


def two(value: Fraction | float) -> str:
    """Two decimals, half-up."""
    return str(half_up(Fraction(value).limit_denominator(10**9)))


def share(ratio: Fraction) -> str:
    return f"{half_up(ratio * 100, 1)}%"


def interval_text(one: GroupRow) -> str:
    """3/8 · 37.5% [13.7–69.4]: hits, people, share and its 95 % interval."""
    if one.interval is None:
        return ""
    low, high = (half_up(Fraction(end).limit_denominator(10**9) * 100, 1) for end in one.interval)
    return f"{one.better}/{one.people} · {share(Fraction(one.better, one.people))} [{low}–{high}]"

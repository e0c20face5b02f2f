"""Reads about the calibration of a cycle: who rates whom, earlier grades, the changes made and the meeting itself."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import aliased

from workbench.models.calibration import Calibration, CalibrationStep
from workbench.models.people import Person, Team
from workbench.models.reviews import Review, ReviewCycle
from workbench.models.values.codes import ReviewState
from workbench.readmodels.calibration import Meeting, PastGrade, StepRow

PAST_CYCLES = 3


class Place(NamedTuple):
    """Where somebody stands: the superior's name (empty when not kept here) and the team's."""

    rater: str
    team: str


def places(conn: Connection) -> dict[int, Place]:
    """Superior and team by person."""
    superior = aliased(Person)
    rows = conn.execute(
        sa.select(Person.id, superior.name, Team.name)
        .outerjoin(superior, superior.id == Person.manager_id)
        .outerjoin(Team, Team.id == Person.team_id)
    )
    return {person_id: Place(rater or "", team or "") for person_id, rater, team in rows}


def past_grades(conn: Connection, before: date) -> dict[int, tuple[PastGrade, ...]]:
    """By person the last three cycles that ended before the day, the newest first; of each its newest locked version."""
    rows = conn.execute(
        sa.select(Review.person_id, Review.cycle_id, ReviewCycle.name, Review.calibrated_grade, Review.grade, Review.score)
        .join(ReviewCycle, ReviewCycle.id == Review.cycle_id)
        .where(Review.state == ReviewState.LOCKED, ReviewCycle.end_on < before)
        .order_by(ReviewCycle.end_on.desc(), ReviewCycle.id.desc(), Review.number.desc())
    )
    found: dict[int, list[PastGrade]] = defaultdict(list)
    seen: set[tuple[int, int]] = set()
    for person_id, cycle_id, name, calibrated, grade, score in rows:
        if (person_id, cycle_id) not in seen and len(found[person_id]) < PAST_CYCLES:
            seen.add((person_id, cycle_id))
            found[person_id].append(PastGrade(name, calibrated or grade, score))
    return {person_id: tuple(grades) for person_id, grades in found.items()}


def steps(conn: Connection, cycle_id: int) -> tuple[StepRow, ...]:
    """The changes made in a cycle, the oldest first."""
    s = CalibrationStep
    rows = conn.execute(
        sa.select(s.id, s.review_id, Person.name, Person.code, s.kind, s.before, s.after, s.reason, s.evidence, s.proposed_by)
        .join(Review, Review.id == s.review_id)
        .join(Person, Person.id == Review.person_id)
        .where(Review.cycle_id == cycle_id)
        .order_by(s.id)
    )
    return tuple(StepRow(r[0], r[1], r[2], r[3], r[4].value, r[5], r[6], r[7], r[8], r[9]) for r in rows)


def meeting(conn: Connection, cycle_id: int) -> Meeting:
    """What is written about the meeting; an empty one while nothing is."""
    c = Calibration
    r = conn.execute(sa.select(c.held_on, c.attendees, c.recusals, c.notes, c.closed_at, c.closed_by).where(c.cycle_id == cycle_id)).first()
    return Meeting() if r is None else Meeting(r[0], r[1], r[2], r[3], r[4], r[5])


def record(conn: Connection, cycle_id: int) -> tuple[str, str] | None:
    """(content, SHA-256) of the minutes; None while the meeting is open."""
    row = conn.execute(
        sa.select(Calibration.content, Calibration.sha256).where(Calibration.cycle_id == cycle_id, Calibration.closed_at.is_not(None))
    ).first()
    return None if row is None else (row[0], row[1])

"""The calibration of a cycle: everybody's grade and place, what raters and groups look like, and each change with its reason.

A change of grade is the review's own (`reviews.calibrate`); a place in the nine boxes is for the meeting only and changes no grade.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models import calibration_rules as rules
from workbench.models import rater_rules
from workbench.models.calibration_rules import CalibrationPolicy, StepKind
from workbench.models.reviews import Review
from workbench.models.values.codes import ReviewState, Section
from workbench.models.values.labels import label
from workbench.readmodels.calibration import (
    Box,
    CalibrationBoard,
    CalibrationRow,
    Finding,
    GradeCount,
    GroupRow,
    HeatRow,
    PastGrade,
    RaterRow,
    StepRow,
)
from workbench.readmodels.reviews import BEFORE_RATING, NOT_RATED
from workbench.services import policy, reviews_scoring
from workbench.services import reviews_calibration_steps as steps
from workbench.services.people import clean_line, get
from workbench.services.reviews_cycle import load_cycle
from workbench.services.workspace import Reader, UnitOfWork
from workbench.storage.queries import calibration as queries
from workbench.storage.queries import people as organisation_queries
from workbench.storage.queries import reviews as review_queries
from workbench.storage.queries.calibration import Place
from workbench.storage.queries.reviews import Head

YEAR_DAYS = 365
ENGAGEMENT, TENURE = N_("Engagement"), N_("Time in the company")
NEWER, LONGER, NOT_KNOWN = N_("under a year"), N_("a year and longer"), N_("not known")
Ratings = dict[str, list[list[int]]]


# ---------------------------------------------------------------- reads


def load_board(conn: Reader, cycle_id: int, today: date, team: str = "") -> CalibrationBoard:
    """The calibration of a cycle, of everybody or of one team; Refused when the cycle is gone. Grades are as they stand today."""
    cycle = load_cycle(conn, cycle_id)
    heads = review_queries.heads(conn, cycle_id=cycle_id)
    basis = reviews_scoring.load_basis(conn, cycle, heads, today)
    limits = policy.calibration_policy(policy.load_law(conn), cycle.end_on)
    made = queries.steps(conn, cycle_id)
    known = _Known(
        queries.places(conn), organisation_queries.organisation(conn).manager_name, queries.past_grades(conn, cycle.start_on), _moved(made)
    )
    teams = tuple(sorted({place.team for head in heads if (place := known.places.get(head.person_id)) and place.team}))
    rows, ratings, without = [], defaultdict(list), 0
    for head in heads:
        place = known.places.get(head.person_id, Place("", ""))
        if team and place.team != team:
            continue
        row, rated = _row(basis, head, known, limits, today)
        if row.score is None:
            without += 1
            continue
        rows.append(row)
        if rated:
            ratings[row.rater].append(rated)
    grades = tuple(band.grade for band in basis.bands)
    shown = {row.id for row in rows}
    return CalibrationBoard(
        cycle_id, cycle.name, cycle.end_on, grades, tuple(rows), without, grade_counts(rows, grades, limits), len(rows) >= limits.guide_people,
        heat(rows, grades), rater_rows(ratings, limits), group_rows(rows, grades), tuple(step for step in made if step.review_id in shown or not team),
        queries.meeting(conn, cycle_id), finding_of(rows, limits), teams,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Known:
    """What the rows of a cycle have in common: superiors and teams, earlier grades, and places moved in the meeting."""

    places: Mapping[int, Place]
    manager: str
    past: Mapping[int, tuple[PastGrade, ...]]
    boxes: Mapping[int, Box]


def _moved(made: Iterable[StepRow]) -> dict[int, Box]:
    return {step.review_id: rules.box_from(step.after) for step in made if step.kind == StepKind.BOX.value}


def _row(
    basis: reviews_scoring.Basis, head: Head, known: _Known, limits: CalibrationPolicy, today: date
) -> tuple[CalibrationRow, list[int]]:
    """One person, and the ratings that speak of the rater."""
    live = reviews_scoring.score_review(basis, head)
    score, grade = (head.score, head.grade) if head.state is ReviewState.LOCKED else (live.total, live.grade)
    unrated = any(item.section is not Section.KPI and item.weight and item.manager_rating is None for item in live.items)
    if head.state in BEFORE_RATING and unrated:  # figures alone say too little to calibrate
        score, grade = None, NOT_RATED
    if head.state is ReviewState.NOT_RATED or grade == NOT_RATED or reviews_scoring.no_grade_because(basis, head, live.proration, today):
        score, grade = None, NOT_RATED
    rated = [item.manager_rating for item in live.items if item.section is not Section.KPI and item.manager_rating is not None]
    own = [item.self_rating for item in live.items if item.section is not Section.KPI and item.self_rating is not None]
    kpi = next(part for part in live.sections if part.section is Section.KPI)
    result = kpi.points * 100 / kpi.weight_present if kpi.weight_present else None
    behaviour = _mean(rated)
    own_box = rules.box_of(result, behaviour, limits)
    place, hired = known.places.get(head.person_id, Place("", "")), basis.presences[head.person_id].hired_on
    row = CalibrationRow(
        head.id, head.person_id, head.code, head.name, head.search, place.rater or known.manager, place.team, live.proration.engagement,
        None if hired is None else (basis.cycle.end_on - hired).days, head.state, score, grade, head.calibrated_grade, head.calibration_reason,
        result, behaviour, _mean(own), own_box, known.boxes.get(head.id, own_box), known.past.get(head.person_id, ()),
    )  # fmt: skip
    return row, rated


def _mean(ratings: Sequence[int]) -> Fraction | None:
    return Fraction(sum(ratings), len(ratings)) if ratings else None


# ---------------------------------------------------------------- figures of a group


def grade_counts(rows: Sequence[CalibrationRow], grades: Sequence[str], limits: CalibrationPolicy) -> tuple[GradeCount, ...]:
    """Before and after by grade; the guide is None where the company's shares do not fit the grades of the template."""
    before, after = Counter(row.proposed for row in rows), Counter(row.grade for row in rows)
    shares = rules.guide_shares(grades, limits.guide_shares)
    guide = rater_rules.distribution_guide(len(rows), shares, limits.guide_people).counts if shares and rows else None
    return tuple(GradeCount(grade, before[grade], after[grade], None if guide is None else guide[grade]) for grade in grades)


def heat(rows: Sequence[CalibrationRow], grades: Sequence[str]) -> tuple[HeatRow, ...]:
    """Grades by rater, the raters by name."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        found[row.rater][row.grade] += 1
    return tuple(HeatRow(rater, tuple(counts[grade] for grade in grades)) for rater, counts in sorted(found.items()))


def rater_rows(ratings: Ratings, limits: CalibrationPolicy) -> tuple[RaterRow, ...]:
    """The indices of domain 8.4 by rater; warnings are silent where a rater has too few people to say anything."""
    found = rater_rules.rater_figures(ratings, limits.rater_difference, limits.rater_middle, float(limits.rater_spread))
    return tuple(
        RaterRow(
            rater, one.people, one.mean, one.difference, one.sd, one.share_of_middle, one.share_of_best, one.halo,
            tuple(rater_rules.RATER_FLAG_LABELS[flag] for flag in one.flags) if one.z_may_be_applied else (), one.z_may_be_applied,
        )
        for rater, one in sorted(found.items())
    )  # fmt: skip


def group_rows(rows: Sequence[CalibrationRow], grades: Sequence[str]) -> tuple[GroupRow, ...]:
    """Engagements and lengths of service beside each other; kind and group are message ids. No action follows from them."""
    better, found = rules.better_grades(grades), []
    for kind, names in ((ENGAGEMENT, [_engagement(row) for row in rows]), (TENURE, [_tenure(row) for row in rows])):
        members: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for name, row in zip(names, rows, strict=True):
            members[name].append((row.grade, row.score or 0))
        for name, own in sorted(members.items(), key=_larger_first):
            one = rules.group_figures(own, better)
            found.append(GroupRow(kind, name, one.people, one.better, one.interval, one.mean))
    return tuple(found)


def _larger_first(group: tuple[str, list[tuple[str, int]]]) -> tuple[int, str]:
    return -len(group[1]), group[0]


def _engagement(row: CalibrationRow) -> str:
    return label(row.engagement) if row.engagement is not None else NOT_KNOWN


def _tenure(row: CalibrationRow) -> str:
    if row.tenure_days is None:
        return NOT_KNOWN
    return NEWER if row.tenure_days < YEAR_DAYS else LONGER


def finding_of(rows: Sequence[CalibrationRow], limits: CalibrationPolicy) -> Finding | None:
    """What is said of the group before its figures; None where they speak for themselves."""
    scores = [row.score for row in rows if row.score is not None]
    found = rules.finding_of(scores, limits.guide_people)
    return None if found is None else Finding(found.value, len(scores), scores[0] if scores else 0, limits.guide_people)


# ---------------------------------------------------------------- changes


def place(uow: UnitOfWork, review_id: int, box: Box, before: Box | None, reason: str, evidence: str = "", proposed_by: str = "") -> int:
    """Move somebody to another of the nine boxes (result, behaviour), with the reason. `before` is where the screen showed them."""
    review, reason = get(uow, Review, review_id), clean_line(reason)
    if review.state in (ReviewState.LOCKED, ReviewState.NOT_RATED):
        raise Refused(N_("This evaluation is finished, so it is not calibrated any more. Nothing was changed."), code="LOCKED")
    steps.check_open(uow, review)
    if not reason:
        raise Refused(N_("A change in the calibration needs its reason. Nothing was changed."), code="REASON")
    last = steps.newest(uow, review_id, StepKind.BOX)
    was = last.after if last is not None else rules.box_code(before) if before is not None else ""
    steps.keep_step(uow, review, StepKind.BOX, was, rules.box_code(box), reason, evidence, proposed_by)
    uow.session.flush()
    return review_id

"""The course of a review cycle: open it, rate, calibrate, lock, correct by a new version, close.

A locked review refuses every change; a correction is a new version that names the one it follows. Ratings are 1 to 5,
bonus points hundredths of a point, amounts hundredths of the metric's unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from workbench.errors import Refused
from workbench.i18n import N_, full_date, is_chinese
from workbench.models import review_rules as rules
from workbench.models.calibration_rules import StepKind
from workbench.models.reviews import CycleState, Review, ReviewCycle, ReviewItem, ReviewRecord, TemplateItem
from workbench.models.values.codes import ReviewState, Section
from workbench.models.values.numbers import half_up_int
from workbench.readmodels.documents import EvaluationDocument, canonical_json, data_hash
from workbench.readmodels.reviews import NOT_RATED, BoardRow, CycleRow, ItemCard, ReviewCard, ReviewTexts
from workbench.services import imprint, policy, reviews_frozen, reviews_keep, reviews_record, reviews_scoring, reviews_texts
from workbench.services import reviews_calibration_steps as steps
from workbench.services.people import clean_line, get
from workbench.services.reviews_cycle import check_hours, load_cycle
from workbench.services.reviews_templates import ensure_template
from workbench.services.workspace import Reader, UnitOfWork
from workbench.storage.queries import reviews as queries

__all__ = ["ensure_template"]


# ---------------------------------------------------------------- reads


def load_board(conn: Reader, cycle_id: int, today: date) -> list[BoardRow]:
    """Everybody of a cycle by name, with the score as it stands today; locked ones as they were locked."""
    cycle = load_cycle(conn, cycle_id)
    heads = queries.heads(conn, cycle_id=cycle_id)
    basis = reviews_scoring.load_basis(conn, cycle, heads, today)
    found = []
    for head in heads:
        score, grade, missing, without = head.score, head.grade, 0, ""
        if head.state is ReviewState.NOT_RATED:
            score, grade = None, NOT_RATED
        elif head.state is not ReviewState.LOCKED:
            live = reviews_scoring.score_review(basis, head)
            score, grade, missing = live.total, live.grade, len(live.missing)
            without = reviews_scoring.no_grade_because(basis, head, live.proration, today)
            score, grade = (None, NOT_RATED) if without else (score, grade)
        found.append(BoardRow(
            head.id, head.person_id, head.code, head.name, head.search, head.state, score, grade, head.calibrated_grade, head.document_no, head.number,
            head.excluded_because, missing, without,
        ))  # fmt: skip
    return found


def load_review(conn: Reader, review_id: int, today: date) -> ReviewCard:
    """Everything on one review; Refused when it is gone."""
    head, cycle = _head(conn, review_id)
    return _card(conn, reviews_scoring.load_basis(conn, cycle, [head], today), head, today)


def _card(conn: Reader, basis: reviews_scoring.Basis, head: queries.Head, today: date) -> ReviewCard:
    cycle, calendar = basis.cycle, basis.calendar
    live = reviews_scoring.score_review(basis, head)
    items, total, grade = live.items, live.total, live.grade
    if head.state is ReviewState.LOCKED:
        items, total, grade = reviews_record.locked_items(conn, head, items), head.score, head.grade
    without = reviews_scoring.no_grade_because(basis, head, live.proration, today)
    if head.state is ReviewState.NOT_RATED or without:
        total, grade = None, NOT_RATED
    kept = {ReviewState.SELF: cycle.self_due_on, ReviewState.MANAGER: cycle.manager_due_on, ReviewState.INTERVIEW: cycle.close_due_on}
    due = rules.step_dates(calendar, cycle.end_on, basis.policy.step_days, kept)
    dates = {step.value: day for step, day in due.items()} | {step.value: day for step, day in kept.items() if day is not None}
    received = head.locked_at.astimezone(imprint.zone_of(conn)).date() if head.locked_at else today
    texts: dict[str, Any] = reviews_texts.parsed(head.texts)
    return ReviewCard(
        head.id, cycle, head.person_id, head.code, head.name, head.state, head.number, head.follows_id, head.follows_because, head.document_no,
        head.excluded_because, items, live.sections, total, grade, head.calibrated_grade, head.calibration_reason, live.proration, ReviewTexts(**texts),
        live.missing, live.without_evidence, live.weight_present, tuple((band.grade, band.at_least) for band in basis.bands), dates,
        rules.appeal_until(calendar, received, basis.policy.appeal_days), head.locked_at, head.locked_by, queries.versions(conn, cycle.id, head.person_id),
        half_up_int(basis.policy.least_weight * rules.WHOLE), without, _left_out(head, items),
    )  # fmt: skip


def _left_out(head: queries.Head, items: Sequence[ItemCard]) -> tuple[ReviewState, ...]:
    """Steps behind the review in which nothing happened: no target agreed, no self-assessment, no calibration or interview."""
    empty = {
        ReviewState.GOALS: not any(item.target is not None for item in items if item.section is Section.KPI),
        ReviewState.SELF: not any(item.self_rating is not None for item in items) and not head.texts["employee_summary"],
    }
    if head.state not in rules.STEPS:
        return ()
    behind = rules.STEPS[: rules.STEPS.index(head.state)]
    return tuple(step for step in behind if empty.get(step, False)) + rules.left_out(head.locked_from)


def load_document(conn: Reader, review_id: int, today: date, now: datetime, actor: str) -> EvaluationDocument:
    """The form ready to print at `now` (with its zone): from the record when locked, else a live draft."""
    head, _cycle_row = _head(conn, review_id)
    if head.state is ReviewState.LOCKED:
        return reviews_record.from_record(conn, review_id, now, actor)
    return reviews_record.build(conn, load_review(conn, review_id, today), now, actor)


def cycle_json(conn: Reader, cycle_id: int, today: date) -> dict[str, Any]:
    """A cycle as plain data for scripts: money as text with two decimals, everything else as numbers, dates in ISO."""
    cycle = load_cycle(conn, cycle_id)
    heads = queries.heads(conn, cycle_id=cycle_id)
    basis = reviews_scoring.load_basis(conn, cycle, heads, today)
    people = [reviews_record.card_json(conn, _card(conn, basis, head, today), today) for head in heads]
    return {
        "cycle": cycle.code, "name": cycle.name, "kind": cycle.kind.value, "start": cycle.start_on.isoformat(), "end": cycle.end_on.isoformat(),
        "state": cycle.state, "frozen": cycle.frozen_at is not None,
        "due": {name: None if day is None else day.isoformat() for name, day in (
            ("self", cycle.self_due_on), ("manager", cycle.manager_due_on), ("close", cycle.close_due_on))},
        "people": people,
    }  # fmt: skip


def _head(conn: Reader, review_id: int) -> tuple[queries.Head, CycleRow]:
    found = queries.heads(conn, review_id=review_id)
    if not found:
        raise Refused(N_("This entry is no longer there; it may have been undone or deleted. Nothing was changed."), code="GONE")
    return found[0], load_cycle(conn, found[0].cycle_id)


# ---------------------------------------------------------------- the cycle


# ---------------------------------------------------------------- one review


def _changeable(uow: UnitOfWork, review_id: int) -> Review:
    review = get(uow, Review, review_id)
    if review.state is ReviewState.LOCKED:
        raise Refused(N_("This review is locked. Make a new version to correct it. Nothing was changed."), code="LOCKED")
    if review.state is ReviewState.NOT_RATED:
        raise Refused(N_("This person is not rated in this cycle. Nothing was changed."), code="NOT_RATED")
    return review


def _line(uow: UnitOfWork, review: Review, item_code: str) -> tuple[TemplateItem, ReviewItem]:
    cycle = get(uow, ReviewCycle, review.cycle_id)
    line = uow.session.query(TemplateItem).filter_by(template_id=cycle.template_id, code=item_code).first()
    if line is None:
        raise Refused(N_("The form has no line “{item}”. Nothing was changed."), code="ITEM", item=item_code)
    entry = uow.session.query(ReviewItem).filter_by(review_id=review.id, item_id=line.id).first()
    if entry is None:
        entry = ReviewItem(review_id=review.id, item_id=line.id)
        uow.session.add(entry)
    return line, entry


def rate(
    uow: UnitOfWork,
    review_id: int,
    item_code: str,
    self_rating: int | None = None,
    manager_rating: int | None = None,
    evidence: str | None = None,
) -> int:
    """Write ratings (1 to 5; 0 takes one away) and the facts behind them; what is None stays as it is."""
    review = _changeable(uow, review_id)
    line, entry = _line(uow, review, item_code)
    for name, value in (("self_rating", self_rating), ("manager_rating", manager_rating)):
        if value is None:
            continue
        if line.section is Section.KPI or value not in range(reviews_keep.BEST + 1):
            raise Refused(N_("A rating is 1 to 5, and only lines without figures are rated. Nothing was changed."), code="RATING")
        setattr(entry, name, value or None)
    if evidence is not None and line.section is Section.KPI:
        raise Refused(
            N_("A counted line has its records for facts; give the reason with a figure by hand. Nothing was changed."), code="FACTS"
        )
    if evidence is not None:
        entry.evidence = reviews_texts.paragraph(evidence)
    uow.session.flush()
    return entry.id


def set_text(uow: UnitOfWork, review_id: int, **fields: Any) -> int:
    """Write texts, bonus points, the three tables, or the hours and days used for proration."""
    review = _changeable(uow, review_id)
    limits = policy.load_review_policy(uow.connection, get(uow, ReviewCycle, review.cycle_id).end_on)
    reviews_texts.write(review, fields, limits.most_bonus)
    uow.session.flush()
    return review_id


def set_actual_by_hand(uow: UnitOfWork, review_id: int, item_code: str, amount: int | None, because: str) -> int:
    """Set a figure (hundredths of the unit) against the records, with the reason; None goes back to the records."""
    review = _changeable(uow, review_id)
    line, entry = _line(uow, review, item_code)
    because = clean_line(because)
    if line.section is not Section.KPI:
        raise Refused(N_("Only lines with figures can be set by hand. Nothing was changed."), code="ITEM")
    if amount is not None and not because:
        raise Refused(N_("Say why the figure is set by hand. Nothing was changed."), code="REASON")
    frozen = reviews_frozen.read(entry.evidence or "")
    recorded = frozen.actual if frozen is not None else None
    entry.actual, entry.by_hand_because = (amount, because) if amount is not None else (recorded, "")
    uow.session.flush()
    return entry.id


def submit(uow: UnitOfWork, review_id: int) -> ReviewState:
    """Go to the next step and return it; the superior's step ends only when every rating and fact is there."""
    review = _changeable(uow, review_id)
    following = rules.next_state(review.state)
    if following is None or following is ReviewState.LOCKED:
        raise Refused(N_("The last step is to lock the review. Nothing was changed."), code="LOCK")
    if review.state is ReviewState.MANAGER:
        _complete(uow, review)
    review.state = following
    uow.session.flush()
    return following


def calibrate(uow: UnitOfWork, review_id: int, grade: str, reason: str, evidence: str = "", proposed_by: str = "") -> int:
    """Set the grade after calibration, with the reason; an empty grade takes it away again. Each change stands in the minutes."""
    review = _changeable(uow, review_id)
    steps.check_open(uow, review)
    cycle = get(uow, ReviewCycle, review.cycle_id)
    known = [name for name, _limit in queries.bands(uow.connection, cycle.template_id)]
    reason = clean_line(reason)
    if grade and grade not in known:
        raise Refused(N_("The grades are {grades}. Nothing was changed."), code="GRADE", grades=" ".join(known))
    if grade and not reason:
        raise Refused(N_("A calibrated grade needs its reason; the person sees it. Nothing was changed."), code="REASON")
    steps.keep_step(uow, review, StepKind.GRADE, review.calibrated_grade, grade, reason, evidence, proposed_by)
    review.calibrated_grade, review.calibration_reason = grade, reason if grade else ""
    uow.session.flush()
    return review_id


def _complete(uow: UnitOfWork, review: Review) -> None:
    """Refused while a rating, or a fact for a rating of 1, 2 or 5, is missing."""
    cycle = get(uow, ReviewCycle, review.cycle_id)
    uow.session.flush()
    kept = queries.entries(uow.connection, [review.id])
    rated, names = [], {}
    for line in queries.template_lines(uow.connection, cycle.template_id):
        if line.section is not Section.KPI and line.weight:
            entry = kept.get((review.id, line.id), queries.Entry())
            names[line.code] = line.name_zh if is_chinese() else line.name_en
            rated.append((line.code, entry.manager_rating, entry.evidence))
    missing = [code for code, rating, _evidence in rated if rating is None]
    if missing:
        raise Refused(
            N_("The superior's rating is missing for: {items}. Nothing was changed."),
            code="RATINGS",
            items=", ".join(names[code] for code in missing),
        )
    bare = rules.without_evidence(rated)
    if bare:
        raise Refused(
            N_("Ratings of 1, 2 and 5 need a fact. It is missing for: {items}. Nothing was changed."),
            code="EVIDENCE",
            items=", ".join(names[code] for code in bare),
        )
    if review.bonus and not review.bonus_reason:
        raise Refused(N_("Bonus or penalty points need a reason. Nothing was changed."), code="REASON")


def check_period_over(cycle: ReviewCycle | CycleRow, today: date) -> None:
    """Refused up to the last day of the period: what is not over cannot become a record that never changes."""
    if today <= cycle.end_on:
        raise Refused(
            N_(
                "The period runs until {day}, and an evaluation is locked after it. What is written is kept; lock it from {first} on. Nothing was changed."
            ),
            code="PERIOD",
            day=full_date(cycle.end_on),
            first=full_date(cycle.end_on + rules.ONE_DAY),
        )


def lock(uow: UnitOfWork, review_id: int, today: date, actor_name: str = "", *, now: datetime) -> int | None:
    """Make the review a record that never changes, locked at `now` (with its zone); returns the id of the record.

    Who locks is the manager of the organisation when no name is given. Who left before the end of the period, or worked too
    little, as it turns out now, becomes not rated with that reason instead, and None is returned; `include` takes that back.

    Refused while the period runs, a rating is missing, a rating of 1, 2 or 5 stands without a fact, or a full-time target
    cannot be scaled because no hours are agreed. The paper is kept as canonical JSON with its SHA-256, and figures with the
    rows behind them, score and grade with the review.
    """
    review = _changeable(uow, review_id)
    actor_name = clean_line(actor_name) or imprint.printer_of(uow.connection)
    uow.session.flush()
    head, cycle = _head(uow.connection, review_id)
    check_period_over(cycle, today)
    basis = reviews_scoring.load_basis(uow.connection, cycle, [head], today)
    scored = reviews_scoring.score_review(basis, head)
    reason = reviews_scoring.no_grade_because(basis, head, scored.proration, today)
    if reason:
        review.state, review.excluded_because = ReviewState.NOT_RATED, reason
        uow.session.flush()
        return None
    _complete(uow, review)
    check_hours(head.name, scored)
    document = reviews_record.build(uow.connection, load_review(uow.connection, review_id, today), now, actor_name)
    reviews_keep.keep_figures(uow, review_id, scored)
    reviews_keep.keep_origin(uow, basis, head)
    reviews_keep.keep_ratings(uow, review_id, scored)
    reviews_keep.lock_lines(uow, review_id, scored)
    review.score, review.grade = scored.total, scored.grade
    review.weekly_minutes, review.eligible_days = scored.proration.weekly_minutes, scored.proration.eligible_days
    review.excluded_days = scored.proration.excluded_days
    review.locked_from = review.state.value
    review.state, review.locked_at, review.locked_by = ReviewState.LOCKED, now, actor_name
    record = ReviewRecord(review_id=review_id, content=canonical_json(document), sha256=data_hash(document), locked_at=now)
    uow.session.add(record)
    uow.session.flush()
    return record.id


def new_version(uow: UnitOfWork, review_id: int, because: str) -> int:
    """Start the next version of a locked review with everything that the company wrote; returns its id. The locked one stays.

    The employee answers the new version anew.
    """
    old, because = get(uow, Review, review_id), clean_line(because)
    newest = max(row.number for row in uow.session.query(Review).filter_by(cycle_id=old.cycle_id, person_id=old.person_id))
    if old.state is not ReviewState.LOCKED or old.number != newest:
        raise Refused(N_("Only the newest version, once locked, can be followed by another. Nothing was changed."), code="VERSION")
    if not because:
        raise Refused(N_("Say why there is a new version. Nothing was changed."), code="REASON")
    cycle = get(uow, ReviewCycle, old.cycle_id)
    cycle.state = CycleState.OPEN
    made = Review(
        cycle_id=old.cycle_id, person_id=old.person_id, number=old.number + 1, follows_id=old.id, follows_because=because, document_no=old.document_no,
        state=ReviewState.MANAGER, weekly_minutes=old.weekly_minutes, eligible_days=old.eligible_days, excluded_days=old.excluded_days,
        calibrated_grade=old.calibrated_grade, calibration_reason=old.calibration_reason, **{name: getattr(old, name) for name in queries.TEXT_COLUMNS},
    )  # fmt: skip
    uow.session.add(made)
    uow.session.flush()
    figures = {line.id for line in queries.template_lines(uow.connection, cycle.template_id) if line.section is Section.KPI}
    for entry in list(uow.session.query(ReviewItem).filter_by(review_id=old.id)):
        kept = cycle.frozen_at is not None and entry.item_id in figures
        uow.session.add(ReviewItem(
            review_id=made.id, item_id=entry.item_id, target=entry.target if kept else None,
            actual=entry.actual if kept or entry.by_hand_because else None, by_hand_because=entry.by_hand_because, self_rating=entry.self_rating,
            manager_rating=entry.manager_rating, evidence=entry.evidence if kept or entry.item_id not in figures else "",
        ))  # fmt: skip
    uow.session.flush()
    return made.id


def exclude(uow: UnitOfWork, review_id: int, because: str) -> int:
    """Take a person out of the cycle without a grade, with the reason that the board shows."""
    review, because = _changeable(uow, review_id), clean_line(because)
    if not because:
        raise Refused(N_("Say why this person is not rated. Nothing was changed."), code="REASON")
    review.state, review.excluded_because = ReviewState.NOT_RATED, because
    return review_id


def include(uow: UnitOfWork, review_id: int, today: date) -> int:
    """Rate a person after all who was left out of the cycle; the reason stays noted, so that no lock asks it again."""
    review = get(uow, Review, review_id)
    if review.state is not ReviewState.NOT_RATED:
        raise Refused(N_("This person is rated in this cycle already. Nothing was changed."), code="RATED")
    cycle = get(uow, ReviewCycle, review.cycle_id)
    review.state = ReviewState.GOALS if today <= cycle.end_on else ReviewState.SELF
    cycle.state = CycleState.OPEN
    return review_id

"""The reviews of the sample team: a closed quarter with its records, and the last quarter still in work."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from fractions import Fraction

from workbench.models.values.codes import CyclePeriod, ReviewState
from workbench.models.values.periods import Period
from workbench.readmodels.reviews import ReviewCard
from workbench.services import reviews, reviews_cycle, reviews_templates
from workbench.services.sample import Sample, data

EVENING = time(12)
"""When the sample's reviews were locked, in UTC: the evening in Shanghai."""


def fill(sample: Sample) -> dict[str, int]:
    """The quarter before last is closed and locked; of the last one most are submitted and some locked."""
    index = sample.today.year * 4 + (sample.today.month - 1) // 3
    closed, running = (Period.quarter(n // 4, n % 4 + 1) for n in (index - 2, index - 1))
    first = _cycle(sample, closed, _after(closed, 20), locked=1.0, rated=1.0)
    reviews_cycle.close_cycle(sample.uow, first)
    _cycle(sample, running, _after(running, 14), locked=0.25, rated=0.65)
    return {"review_cycles": 2}


def _after(period: Period, days: int) -> date:
    return date.fromordinal(period.end.toordinal() + days)


def _cycle(sample: Sample, period: Period, day: date, *, locked: float, rated: float) -> int:
    uow = sample.uow
    cycle_id = reviews_cycle.create_cycle(uow, CyclePeriod.QUARTER, period, day)
    rows = [r for r in reviews.load_board(uow.connection, cycle_id, day) if r.state is not ReviewState.NOT_RATED]
    actor = data()["organisation"]["zh" if sample.chinese else "en"]["manager"]
    for place, row in enumerate(rows):
        if place >= round(len(rows) * rated):
            continue
        _rate(sample, row.review_id, place, day)
        if place < round(len(rows) * locked):
            reviews.lock(uow, row.review_id, day, actor, now=datetime.combine(day, EVENING, UTC))
        else:
            state = row.state
            while state in (ReviewState.GOALS, ReviewState.SELF, ReviewState.MANAGER):
                state = reviews.submit(uow, row.review_id)
    return cycle_id


def _rate(sample: Sample, review_id: int, place: int, day: date) -> None:
    """Ratings that differ from person to person, each with the fact that belongs to it."""
    texts = data()
    for turn, code in enumerate(reviews_templates.rated_codes()):
        rating = (4, 3, 5, 4, 3)[(place + turn * 2) % 5]
        reviews.rate(
            sample.uow,
            review_id,
            code,
            self_rating=min(5, rating + (place + turn) % 2),
            manager_rating=rating,
            evidence=sample.say(texts["evidence"][code][str(rating)]),
        )
    comment, summary = _said_of(reviews.load_review(sample.uow.connection, review_id, day))
    reviews.set_text(
        sample.uow, review_id, manager_comment=sample.say(texts["comments"][comment]), employee_summary=sample.say(texts["summaries"][summary]),
        compliance="clean",
    )  # fmt: skip


def _said_of(card: ReviewCard) -> tuple[str, str]:
    """Which comment and which summary fit the figures and ratings of a review, so that no sheet contradicts itself."""
    sold, fresh = card.item("sales_net").attainment, card.item("new_customers").attainment
    is_helpful = (card.item("collaboration").manager_rating or 0) >= 4
    fewer = fresh is not None and fresh < 1
    summary = "fewer_new" if fewer else "usual"
    if sold is None or sold < Fraction(8, 10):
        return "behind" if sold is not None else "growing", summary
    if sold >= 1 and is_helpful:
        return "strong", summary
    return "growing" if fewer else "good", summary

"""What a freeze or a lock writes into the lines of a review, so that nothing is counted again from records that change."""

from __future__ import annotations

from workbench.models.reviews import ReviewItem
from workbench.models.values.codes import Section
from workbench.services import reviews_frozen, reviews_rows, reviews_scoring
from workbench.services.workspace import UnitOfWork
from workbench.storage.queries import reviews as queries
from workbench.storage.queries import sales as sales_queries

BEST = 5


def keep_figures(uow: UnitOfWork, review_id: int, scored: reviews_scoring.Scored) -> None:
    """Targets and figures as they stand."""
    kept = {entry.item_id: entry for entry in uow.session.query(ReviewItem).filter_by(review_id=review_id)}
    for item in scored.items:
        if item.section is not Section.KPI:
            continue
        entry = kept.get(item.item_id) or ReviewItem(review_id=review_id, item_id=item.item_id)
        entry.target, entry.actual = item.target, item.actual
        uow.session.add(entry)
    uow.session.flush()


def keep_origin(uow: UnitOfWork, basis: reviews_scoring.Basis, head: queries.Head) -> None:
    """Where the figures of the records came from, with the rows behind them; what an earlier freeze kept stays."""
    deals = sales_queries.deals(uow.connection, head.person_id, basis.counted)
    measured = basis.measured.get(head.person_id, ())
    kept = {entry.item_id: entry for entry in uow.session.query(ReviewItem).filter_by(review_id=head.id)}
    for item in reviews_scoring.score_review(reviews_scoring.by_records(basis), head).items:
        entry = kept.get(item.item_id)
        if item.metric is not None and entry is not None and reviews_frozen.read(entry.evidence) is None:
            entry.evidence = reviews_frozen.written(item, reviews_rows.rows_of(item.metric, deals, measured))


def keep_ratings(uow: UnitOfWork, review_id: int, scored: reviews_scoring.Scored) -> None:
    """Ratings as figures too (4 of 5): a locked line differs from every older state, so no undo reaches it."""
    kept = {entry.item_id: entry for entry in uow.session.query(ReviewItem).filter_by(review_id=review_id)}
    for item in scored.items:
        entry = kept.get(item.item_id)
        if item.section is not Section.KPI and entry is not None:
            entry.target, entry.actual = BEST * 100, (entry.manager_rating or 0) * 100


def lock_lines(uow: UnitOfWork, review_id: int, scored: reviews_scoring.Scored) -> None:
    """Every line is touched by the lock, so that no older step can be taken back in it, and none is read live later."""
    uow.session.flush()
    kept = {entry.item_id: entry for entry in uow.session.query(ReviewItem).filter_by(review_id=review_id)}
    for item in scored.items:
        entry = kept.get(item.item_id) or ReviewItem(review_id=review_id, item_id=item.item_id)
        entry.locked = True
        uow.session.add(entry)

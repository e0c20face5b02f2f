"""The paper of one review as it goes to a printer, a file or the preview, always with the same bytes once locked.

A locked paper carries the moment and the name of its locking and the audit head of that action; a draft carries the
moment of printing and the present head.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from workbench.models.values.codes import ReviewState
from workbench.readmodels.documents import EvaluationDocument
from workbench.services import reviews, reviews_record
from workbench.services.workspace import Reader
from workbench.storage.queries import reviews as queries
from workbench.storage.queries import reviews_evidence


def load_paper(conn: Reader, review_id: int, today: date, now: datetime, actor: str) -> EvaluationDocument:
    """The form of a review ready to print; `now` needs its zone. A locked one has the moment of its locking in the organisation's zone."""
    head = next(iter(queries.heads(conn, review_id=review_id)), None)
    locked = head is not None and head.state is ReviewState.LOCKED
    sealed = reviews_evidence.audit_head(conn, review_id if locked else None)
    if head is not None and locked and sealed is not None:
        now, actor = sealed[2].astimezone(reviews_record.zone_of(conn)), head.locked_by
    document = reviews.load_document(conn, review_id, today, now, actor)
    return replace(document, audit_head=f"{sealed[0]:06d}:{sealed[1][:4]}" if sealed else "")

"""The paper of one review as it goes to a printer, a file or the preview, always with the same bytes once locked.

A locked paper carries the moment and the name of its locking and the audit head of that action; a draft carries the
moment of printing and the present head. Both read the clock in the zone of the database.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from workbench.models.values.codes import ReviewState
from workbench.readmodels.documents import EvaluationDocument
from workbench.services import imprint, reviews
from workbench.services.workspace import Reader
from workbench.storage.queries import reviews as queries
from workbench.storage.queries import reviews_evidence


def load_paper(conn: Reader, review_id: int, today: date, now: datetime, actor: str = "") -> EvaluationDocument:
    """The form of a review ready to print; `now` needs its zone. A locked one has the moment and the name of its locking."""
    head = next(iter(queries.heads(conn, review_id=review_id)), None)
    locked = head is not None and head.state is ReviewState.LOCKED
    sealed = reviews_evidence.audit_head(conn, review_id if locked else None)
    actor = imprint.printer_of(conn, actor)
    if head is not None and locked and sealed is not None:
        now, actor = sealed[2], head.locked_by
    document = reviews.load_document(conn, review_id, today, now.astimezone(imprint.zone_of(conn)), actor)
    if locked and actor in ("", imprint.NAMELESS):  # locked before names were kept: the name stands in the record itself
        document = replace(document, generated_by=document.superior or actor)
    return replace(document, audit_head=f"{sealed[0]:06d}:{sealed[1][:4]}" if sealed else "")

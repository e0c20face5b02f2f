"""Reads about the interview of an evaluation."""

from __future__ import annotations

import json
from datetime import date

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.models.interview import Interview
from workbench.models.values.codes import Cause
from workbench.readmodels.interview import AgreedStep, InterviewTexts

_PLAIN = tuple(name for name in InterviewTexts.__dataclass_fields__ if name not in ("causes", "actions"))


def texts(conn: Connection, review_id: int) -> InterviewTexts | None:
    """What was written; None while nothing is."""
    columns = [getattr(Interview, name) for name in (*_PLAIN, "causes", "actions")]
    row = conn.execute(sa.select(*columns).where(Interview.review_id == review_id)).first()
    if row is None:
        return None
    *plain, causes, actions = row
    return InterviewTexts(
        **dict(zip(_PLAIN, plain, strict=True)),
        causes=tuple(Cause(code) for code in causes.split(",") if code),
        actions=tuple(_step(one) for one in json.loads(actions)),
    )


def _step(row: dict[str, str]) -> AgreedStep:
    due = row.get("due")
    return AgreedStep(row.get("what", ""), row.get("who", ""), date.fromisoformat(due) if due else None, row.get("measure", ""))

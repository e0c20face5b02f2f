"""The promises of both sides over everybody: how old, how late, how often put off, and the manager's help when they stall."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from workbench.errors import Refused
from workbench.i18n import N_, _
from workbench.models import one_on_one_rules as rules
from workbench.models.one_on_ones import ActionItem, Side
from workbench.models.talk_agenda import ObstacleAction
from workbench.readmodels.talk_way import Promise
from workbench.services import one_on_ones, policy
from workbench.services.people import get
from workbench.services.workspace import Reader, UnitOfWork
from workbench.storage.queries import talk_actions as queries

KEPT_DAYS = 30
USUAL_DAYS = 7


def load_promises(conn: Reader, today: date) -> list[Promise]:
    """Every open promise, the longest overdue first, then those kept in the last thirty days."""
    slips = policy.load_law(conn).find("talk_slips", today)
    return [_promise(row, today, slips.value if slips else None) for row in queries.promises(conn, today - timedelta(days=KEPT_DAYS))]


def _promise(row: Any, today: date, most: int | None) -> Promise:
    open_ = row.done_on is None
    late = max((today - row.due_on).days, 0) if open_ and row.due_on is not None else 0
    stalls = open_ and most is not None and rules.needs_manager_help(row.slips, most)
    return Promise(
        row.id, row.person_id, row.name, row.search, row.left_on is None or row.left_on >= today, row.side.value, row.text, row.made_on, row.due_on,
        row.done_on, row.slips, max(((row.done_on or today) - row.made_on).days, 0), late, stalls and row.helped_by is None and not row.removes, row.removes or "",
    )  # fmt: skip


def remove_obstacle(uow: UnitOfWork, action_id: int, today: date) -> int:
    """The manager's own action to remove what a promise keeps failing at, due in a week; once for each promise (domain 9.1)."""
    blocked = get(uow, ActionItem, action_id)
    if blocked.done_on is not None:
        raise Refused(N_("This promise is kept already. Nothing was changed."), code="CLOSED")
    if uow.session.query(ObstacleAction).filter_by(blocked_id=action_id).first() is not None:
        raise Refused(N_("You have an action for this promise already. Nothing was changed."), code="TWICE")
    text = _("Remove the obstacle: {promise}", promise=blocked.text)
    text = text if len(text) <= 200 else text[:199] + "…"
    own = one_on_ones.add_action(uow, blocked.person_id, text, today, side=Side.MANAGER.value, due_on=today + timedelta(days=USUAL_DAYS))
    uow.session.add(ObstacleAction(blocked_id=action_id, action_id=own))
    uow.session.flush()
    return own

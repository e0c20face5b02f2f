"""What counts first in an automatic plan: the manager's order of its aims, as the planner's levels.

Filled places come first in every order, and the steps of fairness stay one after the other: the planner measures each beside
the ones before it. The law is no aim, its rules hold in every order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models.people import Organisation
from workbench.planner.problem import LEVELS
from workbench.services.workspace import Reader, UnitOfWork
from workbench.storage.queries.planning_bonds import plan_order

AIMS: Final[Mapping[str, tuple[str, ...]]] = {
    "cover": ("cover",), "min_hours": ("min_hours",), "fairness": ("fairness_1", "fairness_2", "fairness_3", "fairness_rest"), "prime": ("prime",),
    "preference": ("preference",), "continuity": ("continuity",), "travel": ("travel",),
    "changes": ("changes",),
}  # fmt: skip
"""What a manager orders, and the planner's levels of it, in the usual order."""
FIRST: Final = "cover"


def known_order(text: str) -> tuple[str, ...]:
    """The aims as they are kept; what is not named, such as an aim of a later release, follows in its usual place at the end."""
    named = [one for one in text.split(",") if one in AIMS and one != FIRST]
    return (FIRST, *dict.fromkeys(named), *(one for one in AIMS if one not in named and one != FIRST))


def load_order(conn: Reader) -> tuple[str, ...]:
    """Keys of `AIMS`, most important first."""
    return known_order(plan_order(conn))


def levels_of(order: Iterable[str]) -> tuple[str, ...]:
    """The planner's levels; none where the order is the usual one."""
    levels = tuple(level for aim in order for level in AIMS[aim])
    return () if levels == LEVELS else levels


def load_levels(conn: Reader) -> tuple[str, ...]:
    """As a `Problem` takes them."""
    return levels_of(load_order(conn))


def set_order(uow: UnitOfWork, order: Sequence[str]) -> tuple[str, ...]:
    """Keep another order of all aims; filled places stay first. Returns the order as it is kept."""
    if sorted(order) != sorted(AIMS) or order[0] != FIRST:
        raise Refused(N_("Filled places come first, and every aim has one place. Nothing was changed."), code="ORDER")
    row = uow.session.query(Organisation).first() or Organisation(name="")
    row.plan_order = "" if tuple(order) == tuple(AIMS) else ",".join(order)
    uow.session.add(row)
    uow.session.flush()
    return tuple(order)

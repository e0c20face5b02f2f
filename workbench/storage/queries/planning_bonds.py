"""Reads of what ties the tasks of a week to people and to each other."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cache

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.models.people import Organisation
from workbench.models.planning import Task, TaskBarred, TaskOrder
from workbench.readmodels.planning_bonds import TaskBonds
from workbench.storage.queries.plain import plain_rows
from workbench.storage.queries.planning import WITHIN, span_of


@cache
def _barred() -> sa.Executable:
    return sa.select(TaskBarred.task_id, TaskBarred.person_id).join(Task, Task.id == TaskBarred.task_id).where(WITHIN)


@cache
def _order() -> sa.Executable:
    return sa.select(TaskOrder.task_id, TaskOrder.first_id).join(Task, Task.id == TaskOrder.task_id).where(WITHIN)


def bonds(conn: Connection, monday: date) -> dict[int, TaskBonds]:
    """Bonds by task, of the tasks of a week that have any."""
    barred: dict[int, set[int]] = defaultdict(set)
    after: dict[int, set[int]] = defaultdict(set)
    for task, person in plain_rows(conn, _barred(), span_of(monday)):
        barred[task].add(person)
    for task, first in plain_rows(conn, _order(), span_of(monday)):
        after[task].add(first)
    return {task: TaskBonds(frozenset(barred.get(task, ())), frozenset(after.get(task, ()))) for task in {*barred, *after}}


def plan_order(conn: Connection) -> str:
    """The aims of an automatic plan as the manager ordered them, with commas; empty for the usual order."""
    return conn.execute(sa.select(Organisation.plan_order)).scalar() or ""

"""Recurring demand: templates fill a week with tasks, and a week that was planned well becomes templates."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models.planning import Task, TaskTemplate
from workbench.services import planning
from workbench.services.workspace import UnitOfWork
from workbench.storage.queries import planning as queries


def add_from_templates(uow: UnitOfWork, monday: date, today: date, template_ids: Collection[int] | None = None) -> int:
    """One task for each template (all that are offered, or the given ones) that the week does not have yet; returns how many."""
    planning.not_over(monday, today)
    chosen = (
        uow.session.query(TaskTemplate)
        .filter(TaskTemplate.active)
        .order_by(TaskTemplate.weekday, TaskTemplate.start_minute, TaskTemplate.id)
    )
    _some_templates(uow, monday)
    have = {row.template_id for row in queries.tasks(uow.connection, monday)}
    wanted = [t for t in chosen if t.id not in have and (template_ids is None or t.id in template_ids)]
    if not wanted:
        raise Refused(N_("No template is left to add: this week has a task of each. Nothing was changed."), code="NONE")
    codes = planning.next_codes(uow, monday, len(wanted))
    for code, template in zip(codes, wanted, strict=True):
        values = {name: getattr(template, name) for name in (*planning.SAME, "together")}
        uow.session.add(Task(code=code, day=monday + timedelta(days=template.weekday), template_id=template.id, **values))
    uow.session.flush()
    return len(wanted)


def _some_templates(uow: UnitOfWork, monday: date) -> None:
    """Refused where no template exists: says what one is, and how the first one is made. Code SAVE where this week could be saved."""
    if queries.template_count(uow.connection):
        return
    if queries.task_count(uow.connection, monday):
        raise Refused(
            N_(
                "There is no template yet. A template is a task that comes back every week: save this week as templates. Nothing was changed."
            ),
            code="SAVE",
        )
    raise Refused(
        N_(
            "There is no template yet. A template is a task that comes back every week: "
            "plan one week by hand, then save it as templates. Nothing was changed."
        ),
        code="NO_TEMPLATE",
    )


def save_as_templates(uow: UnitOfWork, monday: date) -> int:
    """Make templates of the week's tasks that came from none; what is one already (same day, time and title) is left; returns how many."""
    known = {(t.weekday, t.start_minute, t.title) for t in uow.session.query(TaskTemplate)}
    count = 0
    for row in uow.session.query(Task).filter(queries.in_week(monday)).order_by(Task.day, Task.start_minute, Task.id):
        key = (row.day.weekday(), row.start_minute, row.title)
        if row.template_id is None and key not in known:
            made = TaskTemplate(weekday=row.day.weekday(), **{name: getattr(row, name) for name in (*planning.SAME, "together")})
            uow.session.add(made)
            uow.session.flush()
            row.template_id = made.id
            known.add(key)
            count += 1
    uow.session.flush()
    return count

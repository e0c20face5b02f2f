"""What if: steps on a week are done in full and rolled back, so that their effect is seen before they are kept or dropped.

A trial is exactly what the steps would write, judged by the same rules; nothing of it is in the database until `keep`, which
does all of them as one undo step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from workbench.errors import Refused
from workbench.i18n import N_, _
from workbench.models.people import AvailabilityWindow, Engagement, Person, PersonSkill, PersonTerritory, WorkLimit
from workbench.models.planning import Task
from workbench.readmodels.planning import AssignmentRow, Conflict, TaskRow, WeekBoard, WeekFacts
from workbench.services import people, planning
from workbench.services.planning_case import Case, load_case
from workbench.services.workspace import Reader, UnitOfWork, Workspace
from workbench.storage.queries import planning as queries

TRY: Final = N_("Try changes of a week")
HOUR: Final = 60
COPIED: Final[tuple[type[Any], ...]] = (Engagement, PersonSkill, PersonTerritory, AvailabilityWindow, WorkLimit)
Basis = tuple[tuple[TaskRow, ...], tuple[AssignmentRow, ...]]


@dataclass(frozen=True, slots=True)
class TrialStep:
    """One thing that is tried: its name as in the undo menu, and the service. `imagined` holds what cannot be kept."""

    action: str
    job: Callable[[UnitOfWork], object]
    params: Mapping[str, object] = field(default_factory=dict)
    imagined: bool = False

    @property
    def name(self) -> str:
        """In the present language."""
        return _(self.action, **dict(self.params))


@dataclass(frozen=True, slots=True)
class Trial:
    """The week as it would be after the steps, and what each of them gave back."""

    board: WeekBoard
    facts: WeekFacts
    case: Case
    results: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class HoursEffect:
    """One person's minutes of the week before and after, and the limit after."""

    name: str
    before: int
    after: int
    limit: int | None


@dataclass(frozen=True, slots=True)
class Effect:
    """Before and after: places filled of those needed, Jain's index, least ratio, rules broken; and whose hours change."""

    filled: tuple[int, int]
    needed: tuple[int, int]
    jain: tuple[float | None, float | None]
    least: tuple[float | None, float | None]
    broken: tuple[int, int]
    fresh: tuple[Conflict, ...]
    mended: tuple[Conflict, ...]
    hours: tuple[HoursEffect, ...]


class _TakenBackError(Exception):
    """Ends a trial within its transaction, so that nothing of it stays."""


def basis_of(conn: Reader, monday: date) -> Basis:
    """What a trial stands on: the tasks and assignments as they are saved."""
    return queries.tasks(conn, monday), queries.assignments(conn, monday)


def attempt(
    workspace: Workspace, monday: date, today: date, basis: Basis, steps: Sequence[TrialStep], known: Sequence[object] = ()
) -> Trial:
    """The week as it would be. Refused as the services refuse, or STALE where the week was changed meanwhile; nothing is written.

    `known` is what the first steps gave back before: an imagined person has the same number again, or the trial is stale.
    """
    found: list[Trial] = []

    def all_steps(uow: UnitOfWork) -> None:
        results = _do(uow, monday, basis, steps, known)
        board = planning.load_board(uow.connection, monday, today)
        facts = planning.load_facts(uow.connection, monday, today)
        found.append(Trial(board, facts, load_case(uow.connection, monday), results))
        raise _TakenBackError

    with suppress(_TakenBackError):
        workspace.perform(TRY, all_steps)
    return found[-1]


def keep(uow: UnitOfWork, monday: date, basis: Basis, steps: Sequence[TrialStep]) -> int:
    """Write all steps of a trial as one; returns how many. Refused STALE, or IMAGINED where a person was made up."""
    if any(step.imagined for step in steps):
        raise Refused(
            N_("A person who does not exist is part of this trial, so it can only be looked at. Nothing was changed."), code="IMAGINED"
        )
    return len(_do(uow, monday, basis, steps))


def _do(
    uow: UnitOfWork, monday: date, basis: Basis, steps: Sequence[TrialStep], known: Sequence[object] = ()
) -> tuple[object, ...]:  # fmt: skip
    stale = Refused(N_("The week was changed meanwhile, so the trial no longer fits it. Drop it and try again."), code="STALE")
    if basis_of(uow.connection, monday) != basis:
        raise stale
    results = list[object]()
    for step in steps:
        results.append(step.job(uow))
        uow.session.flush()
        place = len(results) - 1
        if step.imagined and place < len(known) and results[place] != known[place]:
            raise stale  # later steps name the imagined person by the number that somebody else has now
    return tuple(results)


# ---------------------------------------------------------------- the effect


def effect_of(before: WeekFacts, was: Sequence[Conflict], after: WeekFacts, will: Sequence[Conflict]) -> Effect:
    """The two weeks beside each other. Conflicts with a kept reason are none."""
    old, new = [one for one in was if not one.kept_reason], [one for one in will if not one.kept_reason]
    known, there = {_pair(one) for one in old}, {_pair(one) for one in new}
    had = {one.person_id: one for one in before.hours}
    hours = tuple(
        HoursEffect(one.name, had[one.person_id].planned if one.person_id in had else 0, one.planned, one.limit)
        for one in after.hours
        if one.person_id not in had or (one.planned, one.limit) != (had[one.person_id].planned, had[one.person_id].limit)
    )
    return Effect(
        (before.filled, after.filled), (before.needed, after.needed), (before.fairness.jain, after.fairness.jain),
        (before.fairness.min_ratio, after.fairness.min_ratio), (len(old), len(new)), tuple(one for one in new if _pair(one) not in known),
        tuple(one for one in old if _pair(one) not in there), hours,
    )  # fmt: skip


def _pair(one: Conflict) -> tuple[int, int, str]:
    return one.task_id, one.person_id, one.code


# ---------------------------------------------------------------- what may be tried beside the usual steps


def add_hour(uow: UnitOfWork, person_id: int, minutes: int = HOUR) -> int:
    """So many minutes more as a person's own weekly maximum; refused where only the law limits the week."""
    person = people.get(uow, Person, person_id)
    if person.max_minutes is None:
        raise Refused(
            N_("{person} named no own maximum; only the law limits the week, and that cannot be moved. Nothing was changed."),
            code="LAW",
            person=person.name,
        )
    return people.edit_person(uow, person_id, max_minutes=person.max_minutes + minutes)


def add_place(uow: UnitOfWork, task_id: int, today: date) -> int:
    """One person more needed on a task."""
    task = people.get(uow, Task, task_id)
    return planning.edit_task(uow, task_id, today, headcount=task.headcount + 1)


def imagine_person(uow: UnitOfWork, person_id: int, name: str) -> int:
    """Somebody with the same hours, skills, areas and engagement as a person and nothing to do; only for a trial."""
    like = people.get(uow, Person, person_id)
    made = people.add_person(
        uow, name, line=like.line, hired_on=like.hired_on, min_minutes=like.min_minutes, wished_minutes=like.wished_minutes,
        max_minutes=like.max_minutes,
    )  # fmt: skip
    people.get(uow, Person, made).field_consent_on = like.field_consent_on
    for kind in COPIED:
        columns = [column.key for column in kind.__table__.columns if column.key not in ("id", "version", "person_id")]
        for row in uow.session.query(kind).filter_by(person_id=person_id):
            uow.session.add(kind(person_id=made, **{name: getattr(row, name) for name in columns}))
    uow.session.flush()
    return made

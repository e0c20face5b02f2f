"""The main job without a screen: data in, a week planned, a one-on-one recorded, a quarter reviewed, evaluations out."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any

from workbench import i18n
from workbench.errors import Refused
from workbench.files import write_whole
from workbench.i18n import N_, _
from workbench.models.people import AvailabilityWindow, Engagement, Person
from workbench.models.planning import Task
from workbench.models.values.codes import CyclePeriod, EngagementType, ReviewState, TaskKind
from workbench.models.values.money import Money
from workbench.models.values.periods import Period
from workbench.reports.batch import render_many
from workbench.services import (
    imports,
    one_on_ones,
    one_on_ones_record,
    people,
    planning_keep,
    planning_publish,
    planning_solve,
    policy,
    reviews,
    reviews_cycle,
    reviews_print,
    sample,
)
from workbench.services.workspace import UnitOfWork, Workspace

PASSPHRASE = "sample team of the workbench"
REAL_TODAY = date(2018, 1, 8)
SAMPLE_TODAY = date(2026, 11, 23)
EVENING = time(12)
"""When the tour locks its reviews, in UTC: the evening of its day in Shanghai."""
CRM_FILES = (("people", "sales_teams.csv"), ("customers", "accounts.csv"), ("products", "products.csv"), ("deals", "sales_pipeline.csv"))
MARK = "made-by-tour.txt"
"""Stands in a folder that a tour filled: only such a folder is emptied for the next one."""
Tell = Callable[..., None]
"""Hears of each step: a message id and its figures."""


def _new(into: Path, name: str) -> Workspace:
    """A fresh database in the tour's folder; an earlier tour is replaced, whatever it was made of."""
    path, mark = into / f"{name}.wbdb", into / MARK
    found = [old.name for old in (into / "sample.wbdb", into / "crm.wbdb", into / "evaluations", into / "screens") if old.exists()]
    if found and not mark.exists():
        raise Refused(
            N_("{folder} holds {file}, which no tour made. Choose an empty folder with --into. Nothing was changed."),
            code="FOLDER", folder=str(into), file=found[0],
        )  # fmt: skip
    for old in (into / "sample.wbdb", into / "crm.wbdb", into / "evaluations", into / "screens"):
        if old.exists():
            shutil.rmtree(old)
    into.mkdir(parents=True, exist_ok=True)
    write_whole(mark, b"tour\n")
    made, _recovery = Workspace.create(path, PASSPHRASE, backups=into / "backups")
    return made


def on_sample(into: Path, tell: Tell, *, people: int = 24, weeks: int = 8) -> dict[str, Any]:
    """The tour on the sample team: its open cycle is finished and printed."""
    workspace = _new(into, "sample")
    try:
        tell(N_("Making the sample team …"))
        change = sample.fill(workspace, today=SAMPLE_TODAY, language=i18n.language(), people=people, weeks=weeks)
        answer: dict[str, Any] = {"counts": change.result}
        monday = date(2026, 11, 23)
        return answer | _main_job(workspace, into, tell, SAMPLE_TODAY, monday, Period.quarter(2026, 3))
    finally:
        workspace.close()


def on_real_data(data: Path, into: Path, tell: Tell) -> dict[str, Any]:
    """The tour on somebody else's files: a CRM's teams, accounts, products and 8,800 deals."""
    workspace = _new(into, "crm")
    try:
        workspace.perform(N_("Fill in calendars and legal figures"), policy.seed_policy, undoable=False)
        answer: dict[str, Any] = {"imports": {}}
        for kind, name in CRM_FILES:
            tell(N_("Importing {file} …"), file=name)
            report, _change = imports.import_file(workspace, kind, data / "crm_maven" / name, today=REAL_TODAY, accept_suggestions=True)
            answer["imports"][name] = {"rows": report.rows, "added": report.added, "rejected": len(report.rejected)}
        workspace.perform(N_("Prepare the team for a week"), _prepare_team)
        quarter = Period.quarter(2017, 4)
        from workbench.services import goals

        workspace.perform(
            N_("Set targets from the quarter before"), lambda uow: goals.set_targets_from_previous_quarter(uow, quarter, REAL_TODAY)
        )
        workspace.perform(N_("Add visits for a week"), lambda uow: _visits(uow, date(2018, 1, 8)))
        return answer | _main_job(workspace, into, tell, REAL_TODAY, date(2018, 1, 8), quarter)
    finally:
        workspace.close()


def _prepare_team(uow: UnitOfWork) -> int:
    """Monday to Friday 9 to 18 and a full-time engagement for everybody who is no manager: the files say nothing of it."""
    count = 0
    for person in uow.session.query(Person).filter(Person.is_manager.is_(False)):
        person.wished_minutes = person.max_minutes = 40 * 60
        uow.session.add(
            Engagement(
                person_id=person.id,
                type=EngagementType.FULL_TIME,
                start_on=date(2016, 1, 1),
                weekly_minutes=40 * 60,
                written=True,
                injury_insured=True,
            )
        )
        for weekday in range(5):
            uow.session.add(AvailabilityWindow(person_id=person.id, weekday=weekday, start_minute=540, end_minute=1080, preference=3))
        count += 1
    uow.session.flush()
    return count


def _visits(uow: UnitOfWork, monday: date) -> int:
    """Two visits to every customer over the week."""
    from workbench.models.customers import Customer

    count = 0
    for place, customer in enumerate(uow.session.query(Customer).order_by(Customer.code)):
        for turn in range(2):
            day = monday.toordinal() + (place + 2 * turn) % 5
            start = (540, 660, 840, 960)[(place + turn) % 4]
            count += 1
            uow.session.add(Task(
                code=f"V{count:03d}", title=customer.name, kind=TaskKind.VISIT, day=date.fromordinal(day), start_minute=start, end_minute=start + 90,
                customer_id=customer.id, territory_id=customer.territory_id, skill_level=1, headcount=1, priority=2,
            ))  # fmt: skip
    uow.session.flush()
    return count


def _main_job(workspace: Workspace, into: Path, tell: Tell, today: date, monday: date, quarter: Period) -> dict[str, Any]:
    order = workspace.read(lambda conn: planning_solve.prepare(conn, monday, today))
    case = order.case
    tell(N_("Planning {count} people and {tasks} tasks …"), count=len(case.people), tasks=len(case.tasks))
    plan = planning_solve.solve(order, seconds=8, seed=1)
    workspace.perform(N_("Plan {week} automatically"), lambda uow: planning_keep.save_plan(uow, plan), week=str(monday))
    now = datetime.combine(today, EVENING, UTC)
    number = workspace.perform(
        N_("Publish {week}"), lambda uow: planning_publish.publish(uow, monday, now), week=str(monday), undoable=False
    ).result
    tell(N_("Recording a one-on-one …"))
    talk = _talk(workspace, min(case.people), today)
    tell(N_("Reviewing {period} …"), period=quarter.name)
    cycle_id = _review(workspace, quarter, today)
    files = _print(workspace, into / "evaluations", cycle_id, today, tell)
    data = workspace.read(lambda conn: reviews.cycle_json(conn, cycle_id, today))
    figures = [item["actual"] for person in data["people"] for item in person["items"] if item["code"] == "sales_net" and item["actual"]]
    sold = sum(Money.from_text(figure).fen for figure in figures)
    backup = workspace.backup()
    report = workspace.check()
    return {
        "people": len(case.people), "tasks": len(case.tasks), "planned": len(plan.pairs), "needed": plan.needed, "plan_status": plan.status, "published": number,
        "sales": str(Money(sold)), "one_on_one": talk, "cycle": data["cycle"], "graded": sum(p["grade"] not in (None, "", "NR") for p in data["people"]), "files": files,
        "folder": str(into / "evaluations"), "database": str(workspace.path), "backup": backup.path.name, "check": report.good,
    }  # fmt: skip


def _talk(workspace: Workspace, person_id: int, today: date) -> dict[str, Any]:
    name = workspace.read(lambda conn: one_on_ones.load_talk(conn, person_id, today)).name
    steps: tuple[tuple[str, Callable[[UnitOfWork], object]], ...] = (
        (N_("Add a point for {person}"), lambda uow: one_on_ones.add_point(uow, person_id, _("Does next week's plan fit you?"), today)),
        (
            N_("Write about the talk with {person}"),
            lambda uow: one_on_ones_record.write_note(uow, person_id, _("The plan fits; samples are missing for one visit."), today),
        ),
        (N_("Note a promise of {person}"), lambda uow: one_on_ones.add_action(uow, person_id, _("Bring the samples"), today, due_on=today)),
    )
    for action, job in steps:
        workspace.perform(action, job, person=name)
    talk_id = workspace.read(lambda conn: one_on_ones.load_talk(conn, person_id, today)).talk_id
    assert talk_id is not None
    workspace.perform(N_("Close the talk with {person}"), lambda uow: one_on_ones.complete_talk(uow, talk_id, today), person=name)
    return workspace.read(lambda conn: one_on_ones.load_record(conn, talk_id, today))


def _review(workspace: Workspace, quarter: Period, today: date) -> int:
    """Open (or take) the cycle, rate everybody, lock what can be locked."""
    known = [c for c in workspace.read(reviews_cycle.load_cycles) if c.start_on == quarter.start and c.end_on == quarter.end]
    if known:
        cycle_id = known[0].id
    else:
        result = workspace.perform(
            N_("Open the review cycle {cycle}"),
            lambda uow: reviews_cycle.create_cycle(uow, CyclePeriod.QUARTER, quarter, today),
            cycle=quarter.name,
        ).result
        assert isinstance(result, int)
        cycle_id = result
    rows = [
        r
        for r in workspace.read(lambda conn: reviews.load_board(conn, cycle_id, today))
        if r.state not in (ReviewState.NOT_RATED, ReviewState.LOCKED)
    ]
    actor = workspace.read(people.load_organisation).manager_name or "manager"
    evening = datetime.combine(today, EVENING, UTC)
    for place, row in enumerate(rows):
        workspace.perform(N_("Rate {person}"), partial(rate_all, review_id=row.review_id, shift=place % 2), person=row.name)
        locks = partial(reviews.lock, review_id=row.review_id, today=today, actor_name=actor, now=evening)
        workspace.perform(N_("Lock the evaluation of {person}"), locks, person=row.name, undoable=False)
    return cycle_id


def rate_all(uow: UnitOfWork, review_id: int, shift: int) -> int:
    """Ratings 3 and 4 with a comment: enough for a complete form."""
    from workbench.services import reviews_templates

    for item in reviews_templates.rated_codes():
        reviews.rate(uow, review_id, item, self_rating=4, manager_rating=3 + shift)
    reviews.set_text(uow, review_id, manager_comment=_("Solid work this quarter; keep the rhythm of visits."))
    return review_id


def _print(workspace: Workspace, folder: Path, cycle_id: int, today: date, tell: Tell) -> int:
    rows = [r for r in workspace.read(lambda conn: reviews.load_board(conn, cycle_id, today)) if r.state is not ReviewState.NOT_RATED]
    actor = workspace.read(people.load_organisation).manager_name
    now = datetime.now().astimezone()
    papers = (partial(reviews_print.load_paper, review_id=row.review_id, today=today, now=now, actor=actor) for row in rows)
    documents = (workspace.read(paper) for paper in papers)
    count = 0
    if folder.exists():
        shutil.rmtree(folder)
    for _file in render_many(documents, i18n.language(), folder):
        count += 1
        if count % 10 == 0:
            tell(N_("{count} evaluations printed …"), count=count)
    return count

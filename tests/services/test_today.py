"""Today's lines from real records: each broken rule of the running week, contracts by the dates of the reminders."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest

from tests.services.planning_team import MONDAY, Team, small_team
from workbench.models.customers import Customer
from workbench.models.people import Engagement
from workbench.models.planning import Assignment, Task
from workbench.models.values.codes import CustomerGrade, TaskKind
from workbench.readmodels.today import TodayItem
from workbench.services import people, policy_edit, today
from workbench.services.workspace import UnitOfWork, Workspace

TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def team(workspace: Workspace) -> Team:
    return small_team(workspace)


def seat(team: Team, person: str, *tasks: str, reason: str = "") -> None:
    """Put somebody on tasks as an import or a later change may leave them: without asking the rules."""

    def job(uow: UnitOfWork) -> None:
        for name in tasks:
            uow.session.add(
                Assignment(
                    task_id=team.tasks[name], person_id=team.people[person], override_reason=reason, override_code="TERR" if reason else ""
                )
            )

    team.workspace.perform("Seat", job)


def lines(team: Team, code: str, day: date = TUESDAY) -> list[TodayItem]:
    return [item for item in team.workspace.read(lambda conn: today.load_today(conn, day)).items if item.code == code]


def test_that_missing_names_on_forms_are_told_until_they_are_entered(team: Team) -> None:
    def told() -> bool:
        return any(item.code == "NAMES" for item in team.workspace.read(lambda conn: today.load_today(conn, MONDAY)).items)

    team.workspace.perform("Forget", partial(people.edit_organisation, name="", manager_name=""))
    assert told()
    team.workspace.perform("Enter", partial(people.edit_organisation, name="云汐", manager_name="林立"))
    assert not told()


def test_that_a_week_in_order_names_no_rule(team: Team) -> None:
    seat(team, "P1", "T1", "T2")
    found = lines(team, "RULE")
    assert [item.figures["person"] for item in found] == ["P3"] * len(found)  # what P3 worked lies outside the windows of the vector


def test_that_each_broken_rule_is_named_in_plain_words_and_leads_to_the_week(team: Team) -> None:
    seat(team, "P2", "T2", "T4")
    mine = [item for item in lines(team, "RULE") if item.figures["person"] == "P2"]
    assert [(item.figures["reason"], item.figures["task"], item.figures["day"], item.tone) for item in mine] == [
        ("Does not have the skill 家电", "T2", MONDAY + timedelta(days=2), "bad"),
    ]
    assert mine[0].figures["others"] == 1  # T4 wants a skill as well
    assert (mine[0].screen, mine[0].what) == (
        "planning", {"monday": MONDAY, "person_id": team.people["P2"], "task_id": team.tasks["T2"]},
    )  # fmt: skip


def test_that_hours_over_the_legal_week_are_one_line_whatever_the_number_of_tasks(team: Team) -> None:
    seat(team, "P3", "T4", "T3")
    hours = [item for item in lines(team, "RULE") if item.sentence == "{person}: {reason}"]
    assert {(item.figures["person"], item.figures["reason"]) for item in hours} >= {("P3", "28 h > 24 h this week (part-time law)")}
    assert len({item.figures["reason"] for item in hours}) == len(hours)
    assert lines(team, "HOURS") == []


def test_that_two_tasks_at_one_time_are_told_once(team: Team) -> None:
    def job(uow: UnitOfWork) -> None:
        twin = Task(title="Twin", kind=TaskKind.SHIFT, day=MONDAY, start_minute=600, end_minute=660)
        uow.session.add(twin)
        uow.session.flush()
        team.tasks["Twin"] = twin.id

    team.workspace.perform("Twin", job)
    seat(team, "P1", "T1", "Twin")
    found = [item for item in lines(team, "RULE") if "Overlaps" in str(item.figures["reason"])]
    assert [(item.figures["person"], item.figures["others"]) for item in found] == [("P1", 0)]


def test_that_what_was_set_aside_with_a_reason_is_not_named_again(team: Team) -> None:
    seat(team, "P1", "T3")
    outside = [item for item in lines(team, "RULE") if item.figures["person"] == "P1"]
    assert [item.tone for item in outside] == ["warning"]
    team.workspace.undo()
    seat(team, "P1", "T3", reason="顶班")
    assert [item for item in lines(team, "RULE") if item.figures["person"] == "P1"] == []


def test_that_the_next_week_is_not_looked_at_and_many_lines_end_with_a_count(team: Team) -> None:
    for person in ("P1", "P2", "P3"):
        seat(team, person, *team.tasks)
    found = lines(team, "RULE")
    assert len(found) == 7
    assert found[-1].sentence == "{count} more rules are broken in the plan of this week"
    assert lines(team, "RULE", TUESDAY + timedelta(days=7)) == []


def test_that_a_contract_is_named_from_the_first_reminder_on_and_once_it_ended(team: Team) -> None:
    def end(days: int) -> None:
        def job(uow: UnitOfWork) -> None:
            uow.session.query(Engagement).filter_by(person_id=team.people["P1"]).one().end_on = TUESDAY + timedelta(days=days)

        team.workspace.perform("End", job)

    told = {}
    for days in (61, 60, 8, 7, -1):
        end(days)
        told[days] = [(item.tone, "ended" in item.sentence) for item in lines(team, "CONTRACT")]
    assert told == {61: [], 60: [("warning", False)], 8: [("warning", False)], 7: [("bad", False)], -1: [("bad", True)]}
    overdue = partial(policy_edit.set_figure, code="contract_overdue_days", text="10", from_on=date(2026, 1, 1), source="合同制度")
    for days, usual, shorter in ((-90, 1, 0), (-91, 0, 0), (-10, 1, 1)):
        end(days)
        assert len(lines(team, "CONTRACT")) == usual
        team.workspace.perform("Set", overdue)
        assert len(lines(team, "CONTRACT")) == shorter
        team.workspace.undo()


def test_that_a_visit_is_late_by_the_customers_own_rhythm_too(team: Team) -> None:
    """Visited three and ten days ago: late is only who should have been seen since."""

    def job(uow: UnitOfWork) -> None:
        for name, grade, every, ago in (
            ("short", "A", 5, 10),
            ("fresh", "A", 5, 3),
            ("usual", "B", None, 10),
            ("old", "B", None, 300),
            ("plain", "C", 5, 300),
        ):
            row = Customer(code=name, name=name, search=name, grade=CustomerGrade(grade), visit_every_days=every)
            uow.session.add(row)
            uow.session.flush()
            task = Task(
                title=name, kind=TaskKind.VISIT, day=TUESDAY - timedelta(days=ago), start_minute=540, end_minute=600, customer_id=row.id
            )
            uow.session.add(task)
            uow.session.flush()
            uow.session.add(Assignment(task_id=task.id, person_id=team.people["P1"]))

    team.workspace.perform("Visits", job)
    assert [item.figures["customer"] for item in lines(team, "VISIT")] == ["old", "short"]

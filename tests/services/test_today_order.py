"""What Today puts first: who is furthest over the hours, and good customers whose visit is due by the rule of domain 10.1."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tests.services.planning_team import MONDAY
from workbench.models.customers import Customer, CustomerOwner
from workbench.models.people import AvailabilityWindow, Engagement, Person
from workbench.models.planning import Assignment, Task
from workbench.models.values.codes import CustomerGrade, EngagementType, SalesLine, TaskKind
from workbench.services import customers, policy, today
from workbench.services.workspace import UnitOfWork, Workspace
from workbench.storage.queries import visits

CAME = date(2026, 1, 6)  # earlier than the record of any test is written


def test_that_who_is_furthest_over_the_week_is_named_before_who_is_only_full(workspace: Workspace) -> None:
    """Four people with a full week do not hide the fifth, who is over it and whose own maximum allows that."""

    def job(uow: UnitOfWork) -> None:
        policy.seed_policy(uow)
        for n, minutes in enumerate((480, 480, 480, 480, 500)):
            person = Person(code=f"F{n}", name=f"F{n}", search=f"f{n}", line=SalesLine.DIRECT, max_minutes=3000)
            uow.session.add(person)
            uow.session.flush()
            uow.session.add(Engagement(person_id=person.id, type=EngagementType.FULL_TIME, start_on=date(2026, 1, 1)))
            uow.session.add_all([AvailabilityWindow(person_id=person.id, weekday=day, start_minute=0, end_minute=1440) for day in range(5)])
            for day in range(5):
                when = MONDAY + timedelta(days=day)
                task = Task(title=f"T{n}{day}", kind=TaskKind.SHIFT, day=when, start_minute=480, end_minute=480 + minutes)
                uow.session.add(task)
                uow.session.flush()
                uow.session.add(Assignment(task_id=task.id, person_id=person.id))

    workspace.perform("Full", job)
    items = [item for item in workspace.read(lambda conn: today.load_today(conn, MONDAY)).items if item.code == "HOURS"]
    assert len(items) == today.MOST_OF_A_KIND
    assert [item.figures["person"] for item in items] == ["F4", "F0", "F1", "F2"]
    assert "the limit is" in items[0].sentence


def test_that_a_good_customer_who_was_never_visited_is_named_from_the_day_it_came_in(workspace: Workspace) -> None:
    def job(uow: UnitOfWork) -> None:
        policy.seed_policy(uow)
        owner = Person(code="O", name="O", search="o", line=SalesLine.DIRECT)
        uow.session.add(owner)
        for name, grade in (("A1", "A"), ("B1", "B"), ("C1", "C")):
            uow.session.add(Customer(code=name, name=name, search=name, grade=CustomerGrade(grade), visit_every_days=10))
        uow.session.flush()
        uow.session.add_all([CustomerOwner(customer_id=one.id, person_id=owner.id, from_on=CAME) for one in uow.session.query(Customer)])
        visited = uow.session.query(Customer).filter_by(code="B1").one().id
        task = Task(title="V", kind=TaskKind.VISIT, day=CAME, start_minute=540, end_minute=600, customer_id=visited)
        uow.session.add(task)
        uow.session.flush()
        uow.session.add(Assignment(task_id=task.id, person_id=owner.id))

    workspace.perform("Customers", job)

    def told(days: int) -> list[tuple[object, str, object, bool]]:
        board = workspace.read(lambda conn: today.load_today(conn, CAME + timedelta(days=days)))
        rows = [item for item in board.items if item.code == "VISIT"]
        return [(one.figures["customer"], one.tone, one.figures["days"], "never" in one.sentence) for one in rows]

    def shown(days: int) -> dict[str, str]:
        rows = workspace.read(lambda conn: customers.load_customers(conn, CAME + timedelta(days=days)))
        return {row.name: row.visit for row in rows}

    assert told(9) == []
    assert told(10) == [("A1", "warning", 10, True), ("B1", "warning", 10, False)]
    assert told(15) == [("A1", "bad", 15, True), ("B1", "bad", 15, False)]
    assert shown(9) == {"A1": "in_time", "B1": "in_time", "C1": "in_time"}
    assert shown(10) == {"A1": "due", "B1": "due", "C1": "due"}
    assert shown(15) == {"A1": "late", "B1": "late", "C1": "late"}


def test_that_a_customer_came_in_with_its_record_where_no_owner_says_otherwise(workspace: Workspace) -> None:
    before = datetime.now().astimezone().date()
    made = workspace.perform("New", lambda uow: customers.add_customer(uow, "甲店")).result
    assert isinstance(made, int)
    rows = [{"code": f"K{n}", "name": f"K{n}", "search": f"k{n}"} for n in range(3)]
    many = workspace.perform("Many", lambda uow: uow.insert_many(Customer, rows)).result
    assert isinstance(many, range)
    found = workspace.read(lambda conn: visits.came_in(conn, [made, *many]))
    assert set(found) == {made, *many}
    assert all(before <= day <= datetime.now().astimezone().date() for day in found.values())
    assert workspace.read(lambda conn: visits.came_in(conn, [])) == {}

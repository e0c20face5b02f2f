"""People through the services: only what an engagement allows, names, skills with an end, areas, hours, and undo of all of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from tests.conftest import TODAY
from workbench.errors import KnownError, Refused
from workbench.i18n import N_
from workbench.models.values.codes import EngagementType, Metric
from workbench.models.values.periods import Period
from workbench.readmodels.people import PersonCard
from workbench.services import availability, customers, engagements, goals, people, policy
from workbench.services.workspace import Workspace


def do(workspace: Workspace, job: Callable[..., Any]) -> Any:
    return workspace.perform(N_("Change {person}"), job, person="").result


def refused(workspace: Workspace, job: Callable[..., Any]) -> KnownError:
    """The refusal of a job; nothing was written by it."""
    head = workspace.head
    with pytest.raises(KnownError) as caught:
        workspace.perform(N_("Change {person}"), job, person="")
    assert workspace.head == head
    return caught.value


def card(workspace: Workspace, person_id: int) -> PersonCard:
    found = workspace.read(lambda conn: people.load_person(conn, person_id, TODAY))
    assert found is not None
    return found


@pytest.fixture
def zhou(workspace: Workspace) -> int:
    made: int = do(workspace, partial(people.add_person, name="周喆", hired_on=date(2025, 3, 1)))
    return made


def engage(workspace: Workspace, person_id: int, kind: EngagementType, **fields: Any) -> int:
    made: int = do(
        workspace,
        partial(
            engagements.set_engagement,
            person_id=person_id,
            today=TODAY,
            **{"type": kind, "start_on": date(2025, 3, 1), "weekly_minutes": 1200, **fields},
        ),
    )
    return made


def test_that_a_name_is_kept_in_one_line_and_found_by_pinyin(workspace: Workspace, zhou: int) -> None:
    do(workspace, partial(people.edit_person, person_id=zhou, name="  曾 \n 䶮 "))
    (row,) = workspace.read(lambda conn: people.load_people(conn, TODAY))
    assert row.name == "曾 䶮"
    assert "zeng" in row.search


def test_that_a_name_of_200_characters_is_kept_and_a_longer_one_refused(workspace: Workspace, zhou: int) -> None:
    do(workspace, partial(people.edit_person, person_id=zhou, name="长" * 200))
    assert card(workspace, zhou).name == "长" * 200
    error = refused(workspace, partial(people.edit_person, person_id=zhou, name="长" * 201))
    assert "201" in str(error.figures["count"])
    assert refused(workspace, partial(people.edit_person, person_id=zhou, name="   ")).code == "NAME"  # type: ignore[attr-defined]


def test_that_a_staff_number_is_given_once(workspace: Workspace, zhou: int) -> None:
    other = do(workspace, partial(people.add_person, name="李娜"))
    assert card(workspace, zhou).code != card(workspace, other).code
    taken = card(workspace, zhou).code
    assert isinstance(refused(workspace, partial(people.edit_person, person_id=other, code=taken)), Refused)
    assert refused(workspace, partial(people.edit_person, person_id=other, code=" ")).code == "CODE"  # type: ignore[attr-defined]


def test_that_part_time_has_no_probation_and_is_paid_within_fifteen_days(workspace: Workspace, zhou: int) -> None:
    assert "probation_months" not in engagements.allowed_fields(EngagementType.PART_TIME)
    refused(
        workspace,
        partial(
            engagements.set_engagement,
            person_id=zhou,
            today=TODAY,
            type=EngagementType.PART_TIME,
            start_on=TODAY,
            weekly_minutes=1200,
            probation_months=1,
        ),
    )
    refused(
        workspace,
        partial(
            engagements.set_engagement,
            person_id=zhou,
            today=TODAY,
            type=EngagementType.PART_TIME,
            start_on=TODAY,
            weekly_minutes=1200,
            pay_cycle_days=30,
        ),
    )
    engage(workspace, zhou, EngagementType.PART_TIME, pay_cycle_days=15, hourly_pay=3000, injury_insured=True)
    assert card(workspace, zhou).engagements[0].pay_cycle_days == 15


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        (EngagementType.PART_TIME, "monthly_pay", 500_000),
        (EngagementType.SERVICES, "injury_insured", True),
        (EngagementType.STUDENT, "monthly_pay", 500_000),
        (EngagementType.PLATFORM, "pay_cycle_days", 15),
    ],
)
def test_that_a_field_of_another_type_is_refused(workspace: Workspace, zhou: int, kind: EngagementType, field: str, value: object) -> None:
    job: Any = partial(
        engagements.set_engagement, person_id=zhou, today=TODAY, type=kind, start_on=TODAY, weekly_minutes=600, **{field: value}
    )
    assert refused(workspace, job).code == "FIELD"  # type: ignore[attr-defined]
    assert card(workspace, zhou).engagements == ()


def test_that_another_type_empties_what_it_does_not_have(workspace: Workspace, zhou: int) -> None:
    made = engage(workspace, zhou, EngagementType.FULL_TIME, monthly_pay=900_000, probation_months=2, written=True, injury_insured=True)
    do(workspace, partial(engagements.set_engagement, person_id=zhou, today=TODAY, engagement_id=made, type=EngagementType.PART_TIME))
    (row,) = card(workspace, zhou).engagements
    assert (row.type, row.monthly_pay, row.probation_months, row.injury_insured) == (EngagementType.PART_TIME, None, 0, True)
    workspace.undo()
    assert (card(workspace, zhou).engagements[0].monthly_pay, card(workspace, zhou).engagements[0].probation_months) == (900_000, 2)


@pytest.mark.parametrize("field", ["hourly_pay", "weekly_minutes", "other_employer_minutes"])
def test_that_nothing_of_an_engagement_is_below_zero(workspace: Workspace, zhou: int, field: str) -> None:
    made = engage(workspace, zhou, EngagementType.PART_TIME, hourly_pay=3000)
    changed: dict[str, Any] = {field: -1}
    refused(workspace, partial(engagements.set_engagement, person_id=zhou, today=TODAY, engagement_id=made, **changed))
    assert card(workspace, zhou).engagements[0].hourly_pay == 3000


def test_that_on_any_day_there_is_one_engagement(workspace: Workspace, zhou: int) -> None:
    made = engage(workspace, zhou, EngagementType.PART_TIME, end_on=date(2026, 12, 31))
    second = partial(engagements.set_engagement, person_id=zhou, today=TODAY, type=EngagementType.SERVICES, start_on=date(2026, 12, 31))
    assert refused(workspace, second).code == "DATES"  # type: ignore[attr-defined]
    do(workspace, partial(engagements.set_engagement, person_id=zhou, today=TODAY, type=EngagementType.SERVICES, start_on=date(2027, 1, 1)))
    refused(workspace, partial(engagements.set_engagement, person_id=zhou, today=TODAY, engagement_id=made, end_on=None))
    assert len(card(workspace, zhou).engagements) == 2


def test_that_another_engagement_ends_the_one_before(workspace: Workspace, zhou: int) -> None:
    engage(workspace, zhou, EngagementType.PART_TIME, hourly_pay=3000)
    do(workspace, partial(engagements.begin, person_id=zhou, kind=EngagementType.SERVICES, start_on=TODAY, today=TODAY))
    newest, before = card(workspace, zhou).engagements
    assert (newest.type, newest.start_on, newest.weekly_minutes, newest.hourly_pay) == (EngagementType.SERVICES, TODAY, 1200, None)
    assert before.end_on == TODAY - timedelta(days=1)
    again = partial(engagements.begin, person_id=zhou, kind=EngagementType.STUDENT, start_on=TODAY, today=TODAY)
    assert refused(workspace, again).code == "DATES"  # type: ignore[attr-defined]
    workspace.undo()
    assert [(row.type, row.end_on) for row in card(workspace, zhou).engagements] == [(EngagementType.PART_TIME, None)]


def test_that_a_contract_that_is_not_in_writing_is_kept_and_warned_of(workspace: Workspace, zhou: int) -> None:
    engage(workspace, zhou, EngagementType.FULL_TIME, injury_insured=True)
    (row,) = card(workspace, zhou).engagements
    assert any("double pay" in words for words in workspace.read(lambda conn: engagements.findings_in_words(conn, row, TODAY)))
    do(workspace, partial(engagements.set_engagement, person_id=zhou, today=TODAY, engagement_id=row.id, written=True))
    (row,) = card(workspace, zhou).engagements
    assert workspace.read(lambda conn: engagements.findings_in_words(conn, row, TODAY)) == []


def test_that_pay_below_the_minimum_of_the_region_and_the_day_is_warned_of(workspace: Workspace, zhou: int) -> None:
    do(workspace, policy.seed_policy)

    def told(**fields: Any) -> list[tuple[str, dict[str, object]]]:
        given = {"type": EngagementType.PART_TIME, "start_on": date(2025, 3, 1), "written": True, "injury_insured": True, **fields}
        return [(one.code, dict(one.figures)) for one in workspace.read(lambda conn: engagements.check_engagement(conn, given, TODAY))]

    assert [code for code, _figures in told(hourly_pay=100)] == ["REGION"]
    do(workspace, partial(people.edit_organisation, region="合肥"))
    assert told(hourly_pay=100) == [("MIN_WAGE_FIXED", {"hourly": "1.00", "minimum": "23.00"})]
    assert told(hourly_pay=2300) == told() == []
    assert [code for code, _figures in told(hourly_pay=100, end_on=date(2025, 8, 1))] == ["FIGURE"]  # no figure before September 2025
    assert told(hourly_pay=100, type=EngagementType.SERVICES) == []
    do(workspace, partial(people.edit_organisation, region="上海"))
    full = partial(told, type=EngagementType.FULL_TIME)  # 2690 a month are 15.46 an hour of 21.75 days of 8 h
    assert full(hourly_pay=1500) == [("MIN_WAGE_FIXED", {"hourly": "15.00", "minimum": "15.46"})]
    assert full(hourly_pay=1546) == []
    assert full(monthly_pay=268999) == [("MIN_WAGE_MONTH", {"monthly": "2689.99", "minimum": "2690.00"})]
    assert full(monthly_pay=269000) == []
    assert full(monthly_pay=100000, type=EngagementType.SERVICES) == []
    made = engage(workspace, zhou, EngagementType.PART_TIME, hourly_pay=100)  # it is recorded and warned of, not refused
    row = next(one for one in card(workspace, zhou).engagements if one.id == made)
    assert any(
        "minimum hourly wage of 24.00" in words for words in workspace.read(lambda conn: engagements.findings_in_words(conn, row, TODAY))
    )


def test_that_leaving_ends_engagement_and_customers_and_undo_gives_them_back(workspace: Workspace, zhou: int) -> None:
    engage(workspace, zhou, EngagementType.PART_TIME)
    shop = do(workspace, partial(customers.add_customer, name="明远药房"))
    do(workspace, partial(customers.set_owner, customer_id=shop, person_id=zhou, day=date(2026, 1, 1)))
    assert do(workspace, partial(engagements.leave, person_id=zhou, last_day=TODAY)) == 1
    left = card(workspace, zhou)
    assert (left.left_on, left.engagements[0].end_on) == (TODAY, TODAY)
    after = workspace.read(lambda conn: customers.load_customers(conn, TODAY + timedelta(days=1)))
    assert [row.owner_id for row in after] == [None]
    workspace.undo()
    back = card(workspace, zhou)
    assert (back.left_on, back.engagements[0].end_on, len(back.customers)) == (None, None, 1)


def test_that_somebody_comes_back_without_losing_the_history(workspace: Workspace, zhou: int) -> None:
    engage(workspace, zhou, EngagementType.PART_TIME)
    refused(workspace, partial(engagements.come_back, person_id=zhou))
    do(workspace, partial(engagements.leave, person_id=zhou, last_day=TODAY - timedelta(days=10)))
    refused(workspace, partial(engagements.leave, person_id=zhou, last_day=date(2025, 2, 1)))
    assert workspace.read(lambda conn: people.load_people(conn, TODAY)) == []
    assert [row.left_on for row in workspace.read(lambda conn: people.load_people(conn, TODAY, with_left=True))] == [
        TODAY - timedelta(days=10)
    ]
    do(workspace, partial(engagements.come_back, person_id=zhou))
    do(workspace, partial(engagements.begin, person_id=zhou, kind=EngagementType.REHIRED, start_on=TODAY, today=TODAY))
    assert [row.type for row in card(workspace, zhou).engagements] == [EngagementType.REHIRED, EngagementType.PART_TIME]


def test_that_nobody_is_their_own_superior(workspace: Workspace, zhou: int) -> None:
    boss = do(workspace, partial(people.add_person, name="孙龑", is_manager=True))
    do(workspace, partial(people.edit_person, person_id=zhou, manager_id=boss))
    assert [row.manager for row in workspace.read(lambda conn: people.load_people(conn, TODAY)) if row.id == zhou] == ["孙龑"]
    assert [one.name for one in workspace.read(people.load_lists).managers] == ["孙龑"]
    assert refused(workspace, partial(people.edit_person, person_id=boss, manager_id=boss)).code == "MANAGER"  # type: ignore[attr-defined]


def test_that_the_law_s_hours_follow_the_engagement(workspace: Workspace, zhou: int) -> None:
    def hours() -> tuple[int, int, int]:
        newest = next(iter(card(workspace, zhou).engagements), None)
        found = workspace.read(lambda conn: people.load_hours(conn, zhou, newest, TODAY))
        return found.law_week, found.law_day, found.elsewhere

    assert hours() == (0, 0, 0)
    made = engage(workspace, zhou, EngagementType.PART_TIME, other_employer_minutes=300)
    assert hours() == (24 * 60, 4 * 60, 300)
    do(workspace, partial(engagements.set_engagement, person_id=zhou, today=TODAY, engagement_id=made, type=EngagementType.SERVICES))
    assert hours() == (0, 0, 300)


def test_that_a_contract_cannot_end_before_it_starts(workspace: Workspace, zhou: int) -> None:
    job = partial(
        engagements.set_engagement,
        person_id=zhou,
        today=TODAY,
        type=EngagementType.PART_TIME,
        start_on=TODAY,
        end_on=TODAY - timedelta(days=1),
        weekly_minutes=600,
    )
    assert refused(workspace, job).code == "DATES"  # type: ignore[attr-defined]


def test_that_a_renewed_contract_follows_the_day_after_with_the_same_length(workspace: Workspace, zhou: int) -> None:
    first = engage(workspace, zhou, EngagementType.PART_TIME, end_on=date(2026, 2, 28), hourly_pay=3000, written=True)
    do(workspace, partial(engagements.renew, person_id=zhou, engagement_id=first, today=TODAY))
    newest, before = card(workspace, zhou).engagements
    assert (newest.start_on, newest.end_on) == (date(2026, 3, 1), date(2027, 2, 28))
    assert (newest.hourly_pay, newest.written, before.written) == (3000, False, True)
    workspace.undo()
    assert len(card(workspace, zhou).engagements) == 1


def test_that_a_year_that_holds_the_29th_of_february_is_renewed_by_a_year(workspace: Workspace, zhou: int) -> None:
    first = engage(workspace, zhou, EngagementType.PART_TIME, start_on=date(2027, 3, 1), end_on=date(2028, 2, 29), hourly_pay=3000)
    do(workspace, partial(engagements.renew, person_id=zhou, engagement_id=first, today=TODAY))
    newest = card(workspace, zhou).engagements[0]
    assert (newest.start_on, newest.end_on) == (date(2028, 3, 1), date(2029, 2, 28))


def test_that_more_than_the_part_time_week_of_the_law_is_said_where_it_is_agreed(workspace: Workspace, zhou: int) -> None:
    engage(workspace, zhou, EngagementType.PART_TIME, weekly_minutes=1500)
    row = card(workspace, zhou).engagements[0]
    words = workspace.read(lambda conn: engagements.findings_in_words(conn, row, TODAY))
    assert any("25 h a week are agreed, more than the 24 h" in one for one in words)


def test_that_an_open_ended_contract_has_none_after_it(workspace: Workspace, zhou: int) -> None:
    first = engage(workspace, zhou, EngagementType.FULL_TIME)
    assert refused(workspace, partial(engagements.renew, person_id=zhou, engagement_id=first, today=TODAY)).code == "DATES"  # type: ignore[attr-defined]


def test_that_hours_are_in_order_and_a_refusal_keeps_the_old_ones(workspace: Workspace, zhou: int) -> None:
    do(workspace, partial(people.edit_person, person_id=zhou, max_minutes=1200, min_minutes=600))
    refused(workspace, partial(people.edit_person, person_id=zhou, min_minutes=1260))
    refused(workspace, partial(people.edit_person, person_id=zhou, wished_minutes=-60))
    refused(workspace, partial(people.edit_person, person_id=zhou, left_on=date(2025, 2, 1)))
    assert (card(workspace, zhou).min_minutes, card(workspace, zhou).max_minutes, card(workspace, zhou).left_on) == (600, 1200, None)


def test_that_a_skill_has_a_level_and_a_last_day_and_a_new_one_joins_the_list(workspace: Workspace, zhou: int) -> None:
    do(workspace, partial(people.add_skill_by_name, person_id=zhou, name="渠道谈判"))
    (row,) = card(workspace, zhou).skills
    assert (row.name, row.level, row.expires_on) == ("渠道谈判", 1, None)
    do(workspace, partial(people.set_skill, person_id=zhou, skill_id=row.skill_id, level=4, expires_on=date(2027, 1, 31)))
    (row,) = card(workspace, zhou).skills
    assert (row.level, row.expires_on) == (4, date(2027, 1, 31))
    other = do(workspace, partial(people.add_person, name="李娜"))
    do(workspace, partial(people.add_skill_by_name, person_id=other, name="渠道谈判"))
    assert len(workspace.read(people.load_lists).skills) == 1
    refused(workspace, partial(people.set_skill, person_id=zhou, skill_id=row.skill_id, level=6))
    do(workspace, partial(people.remove_skill, row_id=row.id))
    assert card(workspace, zhou).skills == ()
    workspace.undo()
    assert card(workspace, zhou).skills == (row,)


def test_that_a_territory_named_on_a_card_is_added_to_the_others(workspace: Workspace, zhou: int) -> None:
    do(workspace, partial(people.add_territory_by_name, person_id=zhou, name="静安"))
    do(workspace, partial(people.add_territory_by_name, person_id=zhou, name="徐汇"))
    assert [(t.name, t.is_main) for t in card(workspace, zhou).territories] == [("静安", True), ("徐汇", False)]
    workspace.undo()
    assert [t.name for t in card(workspace, zhou).territories] == ["静安"]
    assert [t.name for t in workspace.read(people.load_lists).territories] == ["静安"]


def test_that_windows_of_a_day_do_not_overlap_and_carry_a_preference(workspace: Workspace, zhou: int) -> None:
    made = do(workspace, partial(availability.set_window, person_id=zhou, weekday=5, start=540, end=780, preference=5))
    refused(workspace, partial(availability.set_window, person_id=zhou, weekday=5, start=720, end=900))
    do(workspace, partial(availability.set_window, person_id=zhou, weekday=5, start=540, end=900, preference=2, window_id=made))
    (window,) = card(workspace, zhou).windows
    assert (window.start, window.end, window.preference) == (540, 900, 2)
    refused(workspace, partial(availability.set_window, person_id=zhou, weekday=5, start=900, end=900))
    refused(workspace, partial(availability.set_window, person_id=zhou, weekday=5, start=960, end=1020, preference=6))


def test_that_a_leave_of_several_days_is_one_step_and_asked_twice_stays_one(workspace: Workspace, zhou: int) -> None:
    leave = partial(
        availability.add_exceptions, person_id=zhou, first=date(2026, 12, 21), last=date(2026, 12, 24), kind="leave", reason="年假"
    )
    assert do(workspace, leave) == 4
    do(workspace, leave)
    rows = card(workspace, zhou).exceptions
    assert [(row.day.day, row.kind, row.reason) for row in rows] == [(day, "leave", "年假") for day in (24, 23, 22, 21)]
    do(workspace, partial(availability.add_exceptions, person_id=zhou, first=TODAY, last=TODAY, kind="available", start=1080, end=1260))
    assert len(card(workspace, zhou).exceptions) == 5
    do(workspace, partial(availability.remove_exceptions, exception_ids=tuple(row.id for row in rows)))
    assert [row.kind for row in card(workspace, zhou).exceptions] == ["available"]
    workspace.undo()
    assert len(card(workspace, zhou).exceptions) == 5


def test_that_dates_in_disorder_are_refused(workspace: Workspace, zhou: int) -> None:
    add = partial(availability.add_exceptions, person_id=zhou, kind="leave")
    assert refused(workspace, partial(add, first=TODAY, last=TODAY - timedelta(days=1))).code == "DATES"  # type: ignore[attr-defined]
    assert refused(workspace, partial(add, first=TODAY, last=TODAY + timedelta(days=400))).code == "DATES"  # type: ignore[attr-defined]
    assert refused(workspace, partial(add, first=TODAY, last=TODAY, start=600, end=600)).code == "WINDOW"  # type: ignore[attr-defined]
    assert card(workspace, zhou).exceptions == ()


def test_that_several_people_change_in_one_step_or_not_at_all(workspace: Workspace, zhou: int) -> None:
    other = do(workspace, partial(people.add_person, name="李娜"))
    skill = do(workspace, partial(people.add_entry, kind="skill", name="路演主持"))
    area = do(workspace, partial(people.add_entry, kind="territory", name="静安"))
    assert do(workspace, partial(engagements.give_skill, person_ids=(zhou, other), skill_id=skill, level=3)) == 2
    assert do(workspace, partial(engagements.give_territory, person_ids=(zhou, other), territory_id=area)) == 2
    assert do(workspace, partial(engagements.give_territory, person_ids=(zhou, other), territory_id=area)) == 0
    assert [(t.name, t.is_main) for t in card(workspace, other).territories] == [("静安", True)]
    assert do(workspace, partial(engagements.take_territory, person_ids=(zhou,), territory_id=area)) == 1
    refused(workspace, partial(engagements.give_skill, person_ids=(zhou, 999), skill_id=skill, level=5))
    assert card(workspace, zhou).skills[0].level == 3
    workspace.undo()
    assert [t.name for t in card(workspace, zhou).territories] == ["静安"]


def test_that_an_expired_proof_is_counted(workspace: Workspace, zhou: int) -> None:
    skill = do(workspace, partial(people.add_entry, kind="skill", name="路演主持"))
    do(workspace, partial(people.set_skill, person_id=zhou, skill_id=skill, level=2, expires_on=TODAY))
    assert [row.expired for row in workspace.read(lambda conn: people.load_people(conn, TODAY))] == [0]
    assert [row.expired for row in workspace.read(lambda conn: people.load_people(conn, TODAY + timedelta(days=1)))] == [1]


def test_that_a_person_with_a_history_stays(workspace: Workspace, zhou: int) -> None:
    quarter = Period.quarter(2026, 4)
    do(workspace, partial(goals.put_target, person_id=zhou, metric=Metric.SALES_NET, period=quarter, amount=10_000_00))
    refused(workspace, partial(people.remove_person, person_id=zhou))
    assert card(workspace, zhou).name == "周喆"


def test_that_targets_of_the_quarters_around_today_are_set_and_taken_away(workspace: Workspace, zhou: int) -> None:
    found = workspace.read(lambda conn: goals.load_person_targets(conn, zhou, TODAY))
    this, following, before = found
    assert (this.name, following.name, before.name) == ("2026-Q4", "2027-Q1", "2026-Q3")
    do(workspace, partial(goals.put_target, person_id=zhou, metric=Metric.SALES_NET, period=following, amount=123_456_78))
    found = workspace.read(lambda conn: goals.load_person_targets(conn, zhou, TODAY))
    assert [(row.metric, row.amount) for row in found[following]] == [(Metric.SALES_NET, 123_456_78)]
    assert found[this] == ()
    refused(workspace, partial(goals.put_target, person_id=zhou, metric=Metric.SALES_NET, period=following, amount=-1))
    do(workspace, partial(goals.put_target, person_id=zhou, metric=Metric.SALES_NET, period=following, amount=None))
    assert workspace.read(lambda conn: goals.load_person_targets(conn, zhou, TODAY))[following] == ()
    workspace.undo()
    assert len(workspace.read(lambda conn: goals.load_person_targets(conn, zhou, TODAY))[following]) == 1


def test_that_a_shorter_exception_leaves_the_rest_of_a_longer_one(workspace: Workspace, zhou: int) -> None:
    do(workspace, partial(availability.add_exceptions, person_id=zhou, first=TODAY, last=TODAY, kind="leave", reason="年休假"))
    do(
        workspace,
        partial(availability.add_exceptions, person_id=zhou, first=TODAY, last=TODAY, kind="leave", start=540, end=600, reason="体检"),
    )
    found = sorted((one.start, one.end, one.reason) for one in card(workspace, zhou).exceptions)
    assert found == [(0, 540, "年休假"), (540, 600, "体检"), (600, 1440, "年休假")]


def test_that_the_team_table_shows_the_engagement_in_force_before_a_later_one(workspace: Workspace, zhou: int) -> None:
    for kind, start, end, minutes in (
        (EngagementType.PART_TIME, date(2026, 1, 1), date(2026, 12, 31), 1200),
        (EngagementType.FULL_TIME, date(2027, 1, 1), None, 2400),
    ):
        fields: dict[str, Any] = {"type": kind, "start_on": start, "end_on": end, "weekly_minutes": minutes}
        do(workspace, partial(engagements.set_engagement, person_id=zhou, today=TODAY, **fields))
    row = next(one for one in workspace.read(lambda conn: people.load_people(conn, TODAY)) if one.id == zhou)
    assert (row.engagement, row.weekly_minutes, row.contract_ends_on) == (EngagementType.PART_TIME, 1200, date(2026, 12, 31))

"""The way to a talk and after it: slots, swaps, invitations, agendas, prompts, promises of everybody, and the mirror."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest

from tests.conftest import TODAY
from workbench import i18n
from workbench.errors import Refused
from workbench.models.planning import Assignment, Task
from workbench.models.sales import Deal
from workbench.models.values.codes import DealStage, EngagementType, TaskKind
from workbench.readmodels.talk_way import Slot
from workbench.services import availability, engagements, people
from workbench.services import one_on_ones as talks
from workbench.services import one_on_ones_actions as promises
from workbench.services import one_on_ones_agenda as agenda
from workbench.services import one_on_ones_mirror as mirror
from workbench.services import one_on_ones_prompts as prompts
from workbench.services import one_on_ones_rhythm as rhythm
from workbench.services.workspace import UnitOfWork, Workspace

Do = Callable[..., Any]
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
TUESDAY = TODAY + timedelta(days=1)


@pytest.fixture
def do(workspace: Workspace) -> Do:
    """Run a service as one action and give its result."""

    def run(service: Callable[..., object], *args: object, **fields: object) -> Any:
        return workspace.perform("Test", lambda uow: service(uow, *args, **fields)).result

    return run


@pytest.fixture
def zhou(do: Do) -> int:
    """Zhou Zhe, part-time, 13:00 to 18:00 on Tuesdays and Thursdays."""
    person = _person(do, "周喆", "P1", EngagementType.PART_TIME)
    for weekday in (1, 3):
        do(availability.set_window, person, weekday, 13 * 60, 18 * 60)
    return person


@pytest.fixture
def wang(do: Do) -> int:
    person = _person(do, "王建国", "P2", EngagementType.FULL_TIME)
    do(availability.give_week, (person,), 1)
    return person


def _person(do: Do, name: str, code: str, kind: EngagementType) -> int:
    start = TODAY - timedelta(days=400)
    person = int(do(people.add_person, name, code=code, hired_on=start))
    do(engagements.set_engagement, person, TODAY, type=kind, start_on=start, weekly_minutes=1200, injury_insured=True)
    return person


def _task(do: Do, day: date, start: int, end: int, *on: int, **fields: Any) -> int:
    """A task with these people on it, whatever the rules say: a week as it may come out of a file."""

    def write(uow: UnitOfWork) -> int:
        task = Task(title="路演", day=day, start_minute=start, end_minute=end, kind=TaskKind.EVENT, **fields)
        uow.session.add(task)
        uow.session.flush()
        uow.session.add_all([Assignment(task_id=task.id, person_id=person) for person in on])
        return task.id

    return int(do(write))


def card(workspace: Workspace, person: int, talk: int | None = None, today: date = TODAY) -> Any:
    return workspace.read(lambda conn: talks.load_talk(conn, person, today, talk))


def slots(workspace: Workspace, person: int, day: date = TODAY) -> tuple[Slot, ...]:
    return workspace.read(lambda conn: rhythm.load_slots(conn, person, TODAY, day))


def refused(code: str, run: Callable[[], object]) -> None:
    with pytest.raises(Refused) as caught:
        run()
    assert caught.value.code == code


# ---------------------------------------------------------------- rhythm


def test_that_a_slot_lies_in_the_hours_beside_work_and_over_nothing(workspace: Workspace, do: Do, zhou: int, wang: int) -> None:
    first = slots(workspace, zhou)
    assert [(s.day.weekday(), s.start, s.minutes) for s in first] == [(1, 780, 20), (3, 780, 20), (1, 780, 20)]
    _task(do, TUESDAY, 14 * 60, 17 * 60, zhou)
    beside = slots(workspace, zhou)[0]
    assert (beside.day, beside.start, beside.beside_work) == (TUESDAY, 13 * 60 + 40, True)  # right before the shift
    do(talks.plan_talk, wang, TUESDAY, 13 * 60 + 30, 30)  # then the manager talks with somebody else
    assert slots(workspace, zhou)[0].start == 17 * 60


def test_that_leave_a_full_week_and_the_last_day_leave_no_slot(workspace: Workspace, do: Do, zhou: int) -> None:
    do(availability.add_exceptions, zhou, TUESDAY, TUESDAY, "leave")
    assert slots(workspace, zhou)[0].day == TODAY + timedelta(days=3)
    _task(do, TODAY, 0, 24 * 60, zhou)  # the law's 24 hours of the week are used up
    assert slots(workspace, zhou)[0].day == TODAY + timedelta(days=8)
    do(people.edit_person, zhou, left_on=TODAY + timedelta(days=5))
    assert slots(workspace, zhou) == ()


def test_that_an_improvement_plan_makes_the_talks_weekly_while_it_lasts(workspace: Workspace, do: Do, zhou: int) -> None:
    do(people.edit_person, zhou, improvement_until=TODAY)
    assert card(workspace, zhou).cadence_days == 7
    assert card(workspace, zhou, today=TUESDAY).cadence_days == 28


def test_that_two_talks_at_once_and_work_below_are_told(workspace: Workspace, do: Do, zhou: int, wang: int) -> None:
    do(talks.plan_talk, zhou, TUESDAY, 840, 20)
    do(talks.plan_talk, wang, TUESDAY, 850, 30)
    _task(do, TUESDAY, 600, 845, zhou)
    found = workspace.read(lambda conn: rhythm.load_clashes(conn, zhou, TUESDAY, 840, 20))
    assert [(one.kind, one.name) for one in found] == [("talk", "王建国"), ("work", "")]
    assert workspace.read(lambda conn: rhythm.load_clashes(conn, zhou, TUESDAY, 880, 20)) == ()
    assert all(row.clashes for row in workspace.read(lambda conn: rhythm.load_list(conn, TODAY)))


def test_that_two_talks_change_places_and_keep_their_points(workspace: Workspace, do: Do, zhou: int, wang: int) -> None:
    one, other = do(talks.plan_talk, zhou, TODAY, 600, 20), do(talks.plan_talk, wang, TUESDAY, 900, 45)
    do(talks.add_point, zhou, "换班", TODAY)
    do(rhythm.swap_talks, one, other)
    mine, theirs = card(workspace, zhou), card(workspace, wang)
    assert (mine.day, mine.start_minute, mine.minutes, [p.text for p in mine.agenda]) == (TUESDAY, 900, 20, ["换班"])
    assert (theirs.day, theirs.start_minute, theirs.minutes) == (TODAY, 600, 45)
    refused("SWAP", lambda: do(rhythm.swap_talks, one, one))


def test_that_a_cancelled_talk_loses_no_point_and_stands_on_the_list_of_what_fell_out(workspace: Workspace, do: Do, zhou: int) -> None:
    talk = do(talks.plan_talk, zhou, TODAY, 600)
    do(talks.add_point, zhou, "换班 😀 <b>bold</b>", TODAY)
    do(talks.add_action, zhou, "Send samples", TODAY)
    do(rhythm.cancel_talk, talk, "trade fair")
    shown = card(workspace, zhou)
    assert (shown.talk_id, [p.text for p in shown.agenda], len(shown.actions)) == (None, ["换班 😀 <b>bold</b>"], 1)
    assert [(t.day, t.state) for t in shown.agenda[0].passed] == [(TODAY, "cancelled")]
    (row,) = workspace.read(lambda conn: rhythm.load_list(conn, TODAY))
    assert row.skipped_on == TODAY
    refused("CLOSED", lambda: do(rhythm.cancel_talk, talk))


def test_that_a_talk_with_somebody_who_left_is_listed_until_it_is_cancelled(workspace: Workspace, do: Do, zhou: int) -> None:
    talk = do(talks.plan_talk, zhou, TUESDAY)
    do(people.edit_person, zhou, left_on=TODAY - timedelta(days=1))
    (row,) = workspace.read(lambda conn: rhythm.load_list(conn, TODAY))
    assert (row.person_id, row.left_on, row.talk_id) == (zhou, TODAY - timedelta(days=1), talk)
    do(rhythm.cancel_talk, talk)
    assert workspace.read(lambda conn: rhythm.load_list(conn, TODAY)) == []


def test_that_an_invitation_keeps_its_uid_counts_up_and_calls_off(workspace: Workspace, do: Do, zhou: int) -> None:
    def event() -> Any:
        data = rhythm.calendar_file(workspace, talk, NOW)[1]
        return icalendar.Calendar.from_ical(data).walk("VEVENT")[0]

    talk = do(talks.plan_talk, zhou, TODAY, 600, 20)
    first = event()
    do(talks.plan_talk, zhou, TUESDAY, 900)
    moved = event()
    workspace.undo()
    back = event()
    do(rhythm.cancel_talk, talk)
    off = event()
    assert first["UID"] == moved["UID"] == back["UID"] == off["UID"]
    assert first["SEQUENCE"] < moved["SEQUENCE"] < back["SEQUENCE"] < off["SEQUENCE"]
    assert (moved["DTSTART"].dt.day, back["DTSTART"].dt.day, off["STATUS"]) == (24, 23, "CANCELLED")


# ---------------------------------------------------------------- agenda


def test_that_an_agenda_to_begin_with_is_applied_once_and_copied_to_be_changed(workspace: Workspace, do: Do, zhou: int) -> None:
    shipped = workspace.read(agenda.load_templates)
    assert [row.key for row in shipped] == ["regular", "first", "after_review", "return", "improvement", "exit"]
    assert do(agenda.apply_template, zhou, "regular", TODAY) == 5
    assert do(agenda.apply_template, zhou, "regular", TODAY) == 0
    assert {p.theme for p in card(workspace, zhou).agenda} == {"work", "wellbeing", "career", "feedback", "obstacles"}
    own = do(agenda.copy_template, "exit")
    do(agenda.keep_template, "交接", [("work", "客户"), ("", "  ")], own)
    row = workspace.read(agenda.load_templates)[-1]
    assert (row.own_id, row.name, row.items) == (own, "交接", (("work", "客户"),))
    refused("EMPTY", lambda: do(agenda.keep_template, "leer", [("work", " ")]))
    do(agenda.remove_template, own)
    refused("GONE", lambda: do(agenda.apply_template, zhou, f"own:{own}", TODAY))


def test_that_lines_of_the_employee_become_points_once_and_plain(workspace: Workspace, do: Do, zhou: int) -> None:
    text = "议题\t主题\n- 换班 😀\n2. <b>想学谈判</b>\t职业\n\n换班 😀\n"
    i18n.use("zh_CN")
    assert do(agenda.import_points, zhou, text, TODAY) == 2
    assert do(agenda.import_points, zhou, "换班 😀", TODAY) == 0
    assert [(p.text, p.theme, p.raised_by) for p in card(workspace, zhou).agenda] == [
        ("换班 😀", "", "employee"), ("想学谈判", "career", "employee")
    ]  # fmt: skip
    refused("EMPTY", lambda: do(agenda.import_points, zhou, " \n", TODAY))
    refused("LENGTH", lambda: do(agenda.import_points, zhou, "kurz\n" + "长" * 201, TODAY))
    assert len(card(workspace, zhou).agenda) == 2  # all of a text or nothing


def test_that_own_questions_are_offered_until_retired_and_forbidden_ones_refused(workspace: Workspace, do: Do, zhou: int) -> None:
    own = do(agenda.keep_question, "work", "哪家店想多去？")

    def offered() -> list[int | None]:
        return [q.own_id for q in workspace.read(lambda conn: agenda.load_offered(conn, zhou, TODAY))]

    assert offered() == [None, None, None, None, None, own]
    do(agenda.retire_question, own)
    assert own not in offered()
    assert workspace.read(lambda conn: agenda.load_questions(conn, retired=True)) == [(own, "work", "哪家店想多去？", False)]
    refused("EXCLUDED", lambda: do(agenda.keep_question, "work", "打算生孩子吗？"))


def test_that_career_is_missed_after_a_quarter_and_wellbeing_each_time(workspace: Workspace, do: Do, zhou: int) -> None:
    def missing(today: date = TODAY) -> list[str]:
        return [row.theme for row in workspace.read(lambda conn: agenda.load_themes(conn, zhou, today)) if row.missing]

    assert missing() == ["wellbeing", "career"]
    talk = do(talks.plan_talk, zhou, TODAY)
    point = do(talks.add_point, zhou, "Next year", TODAY, theme="career")
    assert missing() == ["wellbeing"]
    do(talks.settle_point, point, TODAY)
    do(talks.complete_talk, talk, TODAY)
    assert missing() == ["wellbeing"]
    assert missing(TODAY + timedelta(days=92)) == ["wellbeing", "career"]


def test_that_prompts_come_from_the_real_week_with_figure_and_place(workspace: Workspace, do: Do, zhou: int) -> None:
    do(people.edit_person, zhou, birthday="11-26")
    _task(do, TUESDAY, 0, 23 * 60 + 30, zhou)
    _task(do, TODAY + timedelta(days=2), 600, 660, zhou, headcount=2)

    def deals(uow: UnitOfWork) -> None:
        won = {"stage": DealStage.WON, "closed_on": TODAY - timedelta(days=3), "value": 8_000_000}
        uow.session.add(Deal(code="D1", person_id=zhou, refunded=0, **won))
        uow.session.add(Deal(code="D2", person_id=zhou, refunded=10_000, **{**won, "value": 20_000}))

    do(deals)
    found = workspace.read(lambda conn: prompts.load_prompts(conn, zhou, TODAY))
    assert [(p.kind, p.screen) for p in found] == [
        ("hours", "planning"), ("unfilled", "planning"), ("win", "people"), ("complaint", "people"), ("birthday", "people")
    ]  # fmt: skip
    assert [prompts.say(p) for p in found][2:4] == ["Won D1 on 20 Nov: 80,000 yuan", "D2 was given 100 yuan back: what was the complaint?"]


def test_that_a_birthday_is_a_month_and_a_day(do: Do, zhou: int) -> None:
    do(people.edit_person, zhou, birthday="02-29")
    refused("BIRTHDAY", lambda: do(people.edit_person, zhou, birthday="31.12."))
    refused("BIRTHDAY", lambda: do(people.edit_person, zhou, birthday="02-30"))


# ---------------------------------------------------------------- promises and mirror


def test_that_a_promise_put_off_twice_offers_help_once(workspace: Workspace, do: Do, zhou: int) -> None:
    stuck = do(talks.add_action, zhou, "补拜访记录", TODAY - timedelta(days=20), side="employee", due_on=TODAY - timedelta(days=9))
    for days in (5, 2):
        do(talks.edit_action, stuck, due_on=TODAY - timedelta(days=days))
    (row,) = workspace.read(lambda conn: promises.load_promises(conn, TODAY))
    assert (row.person, row.slips, row.age, row.late, row.needs_help) == ("周喆", 2, 20, 2, True)
    own = do(promises.remove_obstacle, stuck, TODAY)
    first, second = workspace.read(lambda conn: promises.load_promises(conn, TODAY))
    assert (first.needs_help, second.id, second.side, second.removes) == (False, own, "manager", "补拜访记录")
    refused("TWICE", lambda: do(promises.remove_obstacle, stuck, TODAY))
    do(talks.remove_action, stuck)
    assert [p.id for p in workspace.read(lambda conn: promises.load_promises(conn, TODAY))] == [own]


def test_that_the_mirror_counts_what_the_manager_keeps_and_says_who_raised_the_points(workspace: Workspace, do: Do, zhou: int) -> None:
    start = TODAY - timedelta(days=70)
    for days in (0, 28, 63):  # the third came a week late
        talk = do(talks.plan_talk, zhou, start + timedelta(days=days))
        do(talks.complete_talk, talk, start + timedelta(days=days))
    do(talks.add_point, zhou, "A", TODAY, theme="career")
    do(talks.add_point, zhou, "B", TODAY, theme="work")
    do(talks.add_point, zhou, "C", TODAY, theme="work", raised_by="employee")
    kept = do(talks.add_action, zhou, "kept", start, due_on=start + timedelta(days=1))
    do(talks.keep_action, kept, start)
    do(talks.add_action, zhou, "broken", start, due_on=start + timedelta(days=1))
    found = workspace.read(lambda conn: mirror.load_mirror(conn, TODAY))
    told = {one.key: (one.count, one.total) for one in found.figures}
    assert told == {
        "on_time": (1, 2),
        "cadence": (1, 1),
        "took_place": (3, 3),
        "raised": (1, 3),
        "kept_manager": (1, 2),
        "kept_employee": (0, 0),
    }
    assert found.figures[0].rows[0].text == "7 d late"
    assert found.manager_most
    assert {one.key: one.count for one in found.themes if one.count} == {"career": 1, "work": 2}
    assert found.figures[-1].share is None


def test_that_a_clock_that_went_back_neither_crashes_nor_turns_ages_negative(workspace: Workspace, do: Do, zhou: int) -> None:
    talk = do(talks.plan_talk, zhou, TODAY)
    do(talks.add_action, zhou, "later than now", TODAY, due_on=TODAY)
    do(talks.complete_talk, talk, TODAY)
    before = TODAY - timedelta(days=30)
    (row,) = workspace.read(lambda conn: promises.load_promises(conn, before))
    assert (row.age, row.late) == (0, 0)
    assert workspace.read(lambda conn: mirror.load_mirror(conn, before)).held == 0
    assert workspace.read(lambda conn: rhythm.load_list(conn, before))[0].person_id == zhou

"""One-on-ones through a real database: rhythm, agenda that is carried, notes by who may see them, promises, the paper."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.conftest import TODAY
from workbench import i18n
from workbench.errors import Refused
from workbench.models.people import Engagement
from workbench.models.policy import LawFigure
from workbench.models.values.codes import EngagementType
from workbench.reports.one_on_one import render_one_on_one
from workbench.services import engagements, one_on_ones_record, people, policy
from workbench.services import one_on_ones as talks
from workbench.services.workspace import UnitOfWork, Workspace

Do = Callable[..., Any]


@pytest.fixture
def do(workspace: Workspace) -> Do:
    """Run a service as one action and give its result."""

    def run(service: Callable[..., object], *args: object, **fields: object) -> Any:
        return workspace.perform("Test", lambda uow: service(uow, *args, **fields)).result

    return run


@pytest.fixture
def zhou(do: Do) -> int:
    """Zhou Zhe, part-time, with us for a year."""
    person_id = int(do(people.add_person, "周喆", code="P1", hired_on=TODAY - timedelta(days=365)))
    do(
        engagements.set_engagement,
        person_id,
        TODAY,
        type=EngagementType.PART_TIME,
        start_on=TODAY - timedelta(days=365),
        weekly_minutes=1200,
        injury_insured=True,
    )
    return person_id


def card(workspace: Workspace, person_id: int, talk_id: int | None = None, today: date = TODAY) -> Any:
    return workspace.read(lambda conn: talks.load_talk(conn, person_id, today, talk_id))


def refused(code: str, run: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as caught:
        run()
    assert caught.value.code == code
    return caught.value


# ---------------------------------------------------------------- rhythm


def test_that_part_time_staff_meet_every_four_weeks_until_they_get_a_rhythm_of_their_own(workspace: Workspace, do: Do, zhou: int) -> None:
    assert (card(workspace, zhou).cadence_days, card(workspace, zhou).cadence_minutes, card(workspace, zhou).own_cadence) == (28, 20, False)
    do(talks.set_rhythm, zhou, 7)
    assert (card(workspace, zhou).cadence_days, card(workspace, zhou).own_cadence) == (7, True)
    do(talks.set_rhythm, zhou, None)
    assert card(workspace, zhou).cadence_days == 28
    refused("RANGE", lambda: do(talks.set_rhythm, zhou, 0))


def test_that_planning_twice_moves_the_talk_and_keeps_length_and_place(workspace: Workspace, do: Do, zhou: int) -> None:
    first = do(talks.plan_talk, zhou, TODAY, 900, 45, "Room 3")
    second = do(talks.plan_talk, zhou, TODAY + timedelta(days=1), 600)
    shown = card(workspace, zhou)
    assert first == second == shown.talk_id
    assert (shown.day, shown.start_minute, shown.minutes, shown.place) == (TODAY + timedelta(days=1), 600, 45, "Room 3")


def test_that_a_new_talk_takes_the_usual_length(workspace: Workspace, do: Do, zhou: int) -> None:
    do(talks.plan_talk, zhou, TODAY)
    assert card(workspace, zhou).minutes == 20


def test_that_a_time_of_day_outside_the_day_is_refused(do: Do, zhou: int) -> None:
    refused("TIME", lambda: do(talks.plan_talk, zhou, TODAY, 1440))


def test_that_the_due_list_starts_with_who_waits_longest(workspace: Workspace, do: Do, zhou: int) -> None:
    late = do(people.add_person, "Late One", code="P2", hired_on=TODAY - timedelta(days=900))
    do(talks.plan_talk, late, TODAY - timedelta(days=3))
    do(talks.plan_talk, zhou, TODAY + timedelta(days=1), 900)
    rows = workspace.read(lambda conn: talks.load_due(conn, TODAY))
    assert [(r.code, r.state) for r in rows] == [("P2", "overdue"), ("P1", "tomorrow")]
    assert rows[1].start_minute == 900


def test_that_somebody_who_just_came_into_the_database_is_not_late(workspace: Workspace, do: Do, zhou: int) -> None:
    do(people.edit_person, zhou, cadence_days=14)
    told = workspace.read(lambda conn: conn.exec_driver_sql("SELECT json_extract(body, '$.at') FROM audit ORDER BY seq DESC").scalar())
    today = i18n.local(datetime.fromisoformat(told)).date()
    (row,) = workspace.read(lambda conn: talks.load_due(conn, today))
    assert (row.state, row.days, row.held) == ("later", 14, 0)
    (later,) = workspace.read(lambda conn: talks.load_due(conn, today + timedelta(days=16)))
    assert (later.state, later.days) == ("overdue", 2)


def test_that_who_has_left_is_not_due_but_can_still_be_read(workspace: Workspace, do: Do, zhou: int) -> None:
    do(talks.plan_talk, zhou, TODAY)
    do(people.edit_person, zhou, left_on=TODAY - timedelta(days=1))
    assert workspace.read(lambda conn: talks.load_due(conn, TODAY)) == []
    assert (card(workspace, zhou).left_on, card(workspace, zhou).next_on) == (TODAY - timedelta(days=1), None)
    refused("LEFT", lambda: do(talks.plan_talk, zhou, TODAY))


def test_that_somebody_unknown_is_refused_kindly(workspace: Workspace) -> None:
    refused("GONE", lambda: card(workspace, 999))
    refused("GONE", lambda: workspace.read(lambda conn: talks.suggest_questions(conn, 999, TODAY)))


# ---------------------------------------------------------------- agenda


def test_that_an_open_point_is_carried_to_the_next_talk_and_counted(workspace: Workspace, do: Do, zhou: int) -> None:
    talk_id = do(talks.plan_talk, zhou, TODAY, 900)
    stays = do(talks.add_point, zhou, "静安店晚班能否改到周末", TODAY, raised_by="employee")
    settled = do(talks.add_point, zhou, "Holiday plan", TODAY)
    do(talks.settle_point, settled, TODAY)
    next_id = do(talks.complete_talk, talk_id, TODAY)
    following = card(workspace, zhou)
    assert following.talk_id == next_id != talk_id
    assert [(p.id, p.times_carried, p.raised_on) for p in following.agenda] == [(stays, 1, TODAY)]
    past = card(workspace, zhou, talk_id)
    assert [(p.id, p.done) for p in past.agenda] == [(stays, False), (settled, True)]  # what was raised stays on the record
    do(talks.add_point, zhou, "raised after the talk", TODAY)
    do(talks.complete_talk, next_id, TODAY + timedelta(days=40), held_on=TODAY + timedelta(days=30))
    assert [(p.id, p.done) for p in card(workspace, zhou, talk_id).agenda if p.text == "raised after the talk"] == []
    assert (past.number, following.number) == (1, 2)


def test_that_a_point_typed_without_a_planned_talk_waits_for_the_next_and_plans_none(workspace: Workspace, do: Do, zhou: int) -> None:
    talk_id = do(talks.plan_talk, zhou, TODAY)
    workspace.perform("x", lambda uow: talks.complete_talk(uow, talk_id, TODAY))
    workspace.undo()
    workspace.undo()
    fresh = do(people.add_person, "New One", code="P3", hired_on=TODAY)
    do(talks.add_point, fresh, "Welcome", TODAY)
    waiting = card(workspace, fresh)
    assert (waiting.talk_id, [p.text for p in waiting.agenda]) == (None, ["Welcome"])
    planned = do(talks.plan_talk, fresh, TODAY)
    do(talks.complete_talk, planned, TODAY)
    assert [(p.text, p.times_carried, [t.state for t in p.passed]) for p in card(workspace, fresh).agenda] == [("Welcome", 1, ["done"])]
    assert [p.text for p in card(workspace, fresh, planned).agenda] == ["Welcome"]


def test_that_a_point_can_be_opened_again_edited_and_taken_away(workspace: Workspace, do: Do, zhou: int) -> None:
    point = do(talks.add_point, zhou, "  Two   words ", TODAY, theme="career")
    do(talks.settle_point, point, TODAY)
    do(talks.settle_point, point, TODAY, done=False)
    do(talks.edit_point, point, "")
    shown = card(workspace, zhou).agenda
    assert [(p.text, p.theme, p.done) for p in shown] == [("Two words", "career", False)]
    do(talks.remove_point, point)
    assert card(workspace, zhou).agenda == ()


def test_that_an_empty_or_endless_point_is_refused(do: Do, zhou: int) -> None:
    refused("EMPTY", lambda: do(talks.add_point, zhou, "   ", TODAY))
    refused("LENGTH", lambda: do(talks.add_point, zhou, "长" * 201, TODAY))


def test_that_each_theme_offers_a_question_that_was_not_asked_lately(workspace: Workspace, do: Do, zhou: int) -> None:
    first = workspace.read(lambda conn: talks.suggest_questions(conn, zhou, TODAY))
    assert [q.theme for q in first] == ["work", "wellbeing", "career", "feedback", "obstacles"]
    do(talks.add_point, zhou, first[0].zh, TODAY, theme=first[0].theme, raised_by="questions")
    second = workspace.read(lambda conn: talks.suggest_questions(conn, zhou, TODAY))
    assert second[0].number != first[0].number
    assert second[1].number == first[1].number


def test_that_only_part_time_staff_are_asked_about_part_time(workspace: Workspace, do: Do, zhou: int) -> None:
    whole = do(people.add_person, "Full Time", code="P9", hired_on=TODAY - timedelta(days=365))
    only_short = {11, 18}
    assert only_short & {q.number for q in workspace.read(lambda conn: talks.suggest_questions(conn, zhou, TODAY))}
    assert not only_short & {q.number for q in workspace.read(lambda conn: talks.suggest_questions(conn, whole, TODAY))}


# ---------------------------------------------------------------- the talk


def test_that_closing_an_overdue_talk_plans_the_next_from_today_on_a_working_day(workspace: Workspace, do: Do, zhou: int) -> None:
    talk_id = do(talks.plan_talk, zhou, TODAY - timedelta(days=60), 900, None, "Room 3")
    do(talks.complete_talk, talk_id, TODAY)
    following = card(workspace, zhou)
    assert following.day == TODAY + timedelta(days=28)
    assert (following.start_minute, following.place, following.minutes) == (900, "Room 3", 20)
    assert card(workspace, zhou, talk_id).day == TODAY


def test_that_the_next_date_and_the_day_held_can_be_chosen(workspace: Workspace, do: Do, zhou: int) -> None:
    talk_id = do(talks.plan_talk, zhou, TODAY - timedelta(days=4), 900)
    do(talks.complete_talk, talk_id, TODAY, TODAY + timedelta(days=3), 630, held_on=TODAY - timedelta(days=4))
    assert (card(workspace, zhou).day, card(workspace, zhou).start_minute) == (TODAY + timedelta(days=3), 630)
    assert card(workspace, zhou, talk_id).day == TODAY - timedelta(days=4)


def test_that_impossible_dates_and_a_second_closing_are_refused_and_change_nothing(workspace: Workspace, do: Do, zhou: int) -> None:
    talk_id = do(talks.plan_talk, zhou, TODAY)
    refused("DATES", lambda: do(talks.complete_talk, talk_id, TODAY, TODAY))
    refused("DATES", lambda: do(talks.complete_talk, talk_id, TODAY, held_on=TODAY + timedelta(days=1)))
    assert card(workspace, zhou).talk_id == talk_id
    do(talks.complete_talk, talk_id, TODAY)
    refused("CLOSED", lambda: do(talks.complete_talk, talk_id, TODAY))
    refused("CLOSED", lambda: do(talks.skip_talk, talk_id, "ill", TODAY))


def test_that_the_last_talk_of_who_leaves_is_closed_without_a_next(workspace: Workspace, do: Do, zhou: int) -> None:
    talk_id = do(talks.plan_talk, zhou, TODAY)
    do(people.edit_person, zhou, left_on=TODAY + timedelta(days=5))
    assert do(talks.complete_talk, talk_id, TODAY) == 0
    assert (card(workspace, zhou).talk_id, card(workspace, zhou).past[0].id) == (None, talk_id)


def test_that_skipping_needs_a_reason_and_loses_no_point(workspace: Workspace, do: Do, zhou: int) -> None:
    talk_id = do(talks.plan_talk, zhou, TODAY, 900)
    point = do(talks.add_point, zhou, "Still open", TODAY)
    refused("EMPTY", lambda: do(talks.skip_talk, talk_id, " ", TODAY))
    do(talks.skip_talk, talk_id, "展会", TODAY)
    following = card(workspace, zhou)
    assert following.day == TODAY + timedelta(days=28)
    assert [(p.id, p.times_carried) for p in following.agenda] == [(point, 0)]
    assert [t.state for t in following.past] == ["skipped"]


def test_that_answers_are_voluntary_within_range_and_start_a_talk_of_today(workspace: Workspace, do: Do, zhou: int) -> None:
    do(one_on_ones_record.answer, zhou, TODAY, mood=4)
    assert (card(workspace, zhou).day, card(workspace, zhou).mood, card(workspace, zhou).workload) == (TODAY, 4, None)
    do(one_on_ones_record.answer, zhou, TODAY, mood=None, workload=5)
    assert (card(workspace, zhou).mood, card(workspace, zhou).workload) == (None, 5)
    refused("RANGE", lambda: do(one_on_ones_record.answer, zhou, TODAY, mood=6))


# ---------------------------------------------------------------- notes and the paper


def test_that_paragraphs_keep_their_order_and_an_emptied_one_goes(workspace: Workspace, do: Do, zhou: int) -> None:
    first = do(one_on_ones_record.write_note, zhou, "一", TODAY)
    second = do(one_on_ones_record.write_note, zhou, "二", TODAY)
    assert do(one_on_ones_record.write_note, zhou, "  ", TODAY) == 0
    assert do(one_on_ones_record.write_note, zhou, "", TODAY, note_id=first) == 0
    do(one_on_ones_record.write_note, zhou, "三", TODAY)
    do(one_on_ones_record.write_note, zhou, "二\n改", TODAY, note_id=second)
    assert [n.text for n in card(workspace, zhou).notes] == ["二\n改", "三"]


def test_that_a_paragraph_without_end_is_refused(do: Do, zhou: int) -> None:
    refused("LENGTH", lambda: do(one_on_ones_record.write_note, zhou, "长" * 100_001, TODAY))


def test_that_paper_and_script_hold_only_the_shared_part(workspace: Workspace, do: Do, zhou: int) -> None:
    talk_id = do(talks.plan_talk, zhou, TODAY, 900)
    do(one_on_ones_record.write_note, zhou, "两个人都看得到", TODAY)
    do(one_on_ones_record.write_note, zhou, "只有经理看得到", TODAY, visibility="manager")
    hidden = do(one_on_ones_record.write_note, zhou, "家里有人住院", TODAY)
    do(one_on_ones_record.set_visibility, hidden, "sensitive", TODAY)
    do(talks.add_action, zhou, "更新可用时段", TODAY, due_on=TODAY + timedelta(days=3))
    moment = datetime(2026, 11, 23, 8, tzinfo=UTC)
    paper = workspace.read(lambda conn: talks.load_document(conn, talk_id, TODAY, moment))
    assert paper.notes == "两个人都看得到"
    assert (paper.locked, paper.generated_at, paper.end, paper.next_day) == (False, moment, 920, None)
    record = workspace.read(lambda conn: talks.load_record(conn, talk_id, TODAY))
    assert "住院" not in json.dumps(record, ensure_ascii=False)
    assert "只有经理" not in json.dumps(record, ensure_ascii=False)
    do(talks.complete_talk, talk_id, TODAY)
    closed = workspace.read(lambda conn: talks.load_document(conn, talk_id, TODAY, moment))
    assert (closed.locked, closed.next_day) == (True, TODAY + timedelta(days=28))
    again = workspace.read(lambda conn: talks.load_document(conn, talk_id, TODAY, moment + timedelta(days=9)))
    assert render_one_on_one(again) == render_one_on_one(closed)
    assert closed.generated_at.utcoffset() == timedelta(hours=8)
    assert closed.audit_head


def test_that_a_talk_that_is_gone_is_refused(workspace: Workspace) -> None:
    refused("GONE", lambda: workspace.read(lambda conn: talks.load_document(conn, 99, TODAY)))
    refused("GONE", lambda: workspace.read(lambda conn: talks.load_record(conn, 99, TODAY)))


# ---------------------------------------------------------------- promises


def test_that_a_promise_goes_with_the_person_slips_and_stays_seen_when_kept(workspace: Workspace, do: Do, zhou: int) -> None:
    talk_id = do(talks.plan_talk, zhou, TODAY - timedelta(days=1), 900)
    promise = do(talks.add_action, zhou, "旁听渠道谈判", TODAY, side="employee", due_on=TODAY)
    do(talks.complete_talk, talk_id, TODAY, held_on=TODAY - timedelta(days=1))
    do(talks.edit_action, promise, due_on=TODAY + timedelta(days=7))
    do(talks.edit_action, promise, due_on=TODAY + timedelta(days=2), text="旁听两次")
    shown = card(workspace, zhou).actions
    assert [(a.id, a.slips, a.text, a.side) for a in shown] == [(promise, 1, "旁听两次", "employee")]
    do(talks.keep_action, promise, TODAY)
    assert [a.done_on for a in card(workspace, zhou).actions] == [TODAY]
    assert card(workspace, zhou).context.open_actions == 0
    do(talks.keep_action, promise, TODAY, done=False)
    assert card(workspace, zhou).context.open_actions == 1
    assert [(a.id, a.done_on) for a in card(workspace, zhou).actions] == [(promise, None)]


def test_that_a_past_talk_lists_its_own_promises_only(workspace: Workspace, do: Do, zhou: int) -> None:
    talk_id = do(talks.plan_talk, zhou, TODAY)
    mine = do(talks.add_action, zhou, "of the first talk", TODAY)
    do(talks.complete_talk, talk_id, TODAY)
    do(talks.add_action, zhou, "of the second talk", TODAY)
    assert [a.id for a in card(workspace, zhou, talk_id).actions] == [mine]
    assert len(card(workspace, zhou).actions) == 2


def test_that_a_promise_needs_words_and_known_fields(do: Do, zhou: int) -> None:
    refused("EMPTY", lambda: do(talks.add_action, zhou, " ", TODAY))
    promise = do(talks.add_action, zhou, "x", TODAY)
    refused("EMPTY", lambda: do(talks.edit_action, promise, text=" "))
    refused("FIELD", lambda: do(talks.edit_action, promise, done_on=TODAY))
    do(talks.remove_action, promise)
    refused("GONE", lambda: do(talks.keep_action, promise, TODAY))


def test_that_the_context_counts_late_promises_and_shows_recognition(workspace: Workspace, do: Do, zhou: int) -> None:
    do(talks.add_action, zhou, "late", TODAY, due_on=TODAY - timedelta(days=1))
    do(talks.recognise, zhou, "路演现场成交 6 单", TODAY)
    refused("EMPTY", lambda: do(talks.recognise, zhou, "", TODAY))
    context = card(workspace, zhou).context
    assert (context.open_actions, context.overdue_actions) == (1, 1)
    assert context.recognition == ((TODAY, "路演现场成交 6 单"),)
    assert [w.limit for w in context.hours] == [1440] * 4
    assert (context.month_target, context.month_expected) == (None, None)


def test_that_each_week_is_measured_by_the_law_and_the_engagement_of_its_own_day(workspace: Workspace, do: Do, zhou: int) -> None:
    """Four weeks up to 23 November: the limit falls to 20 h on the ninth, and in the first week she was full-time."""
    monday = TODAY - timedelta(days=TODAY.weekday())

    def change(uow: UnitOfWork) -> None:
        policy.seed_policy(uow)
        old = uow.session.query(LawFigure).filter_by(code="part_time_week_minutes").one()
        old.to_on = monday - timedelta(days=15)
        uow.session.add(LawFigure(code="part_time_week_minutes", region="", value=1200, from_on=monday - timedelta(days=14), source="test"))
        part = uow.session.query(Engagement).filter_by(person_id=zhou).one()
        uow.session.add(
            Engagement(
                person_id=zhou,
                type=EngagementType.FULL_TIME,
                start_on=part.start_on,
                end_on=monday - timedelta(days=15),
                weekly_minutes=2400,
            )
        )
        part.start_on = monday - timedelta(days=14)

    do(change)
    assert [(week.monday, week.limit) for week in card(workspace, zhou).context.hours] == [
        (monday - timedelta(days=21), 2400),
        (monday - timedelta(days=14), 1200),
        (monday - timedelta(days=7), 1200),
        (monday, 1200),
    ]


def test_that_every_step_of_a_talk_can_be_undone(workspace: Workspace, do: Do, zhou: int) -> None:
    talk_id = do(talks.plan_talk, zhou, TODAY, 900)
    before = card(workspace, zhou)

    def hold(uow: UnitOfWork) -> int:
        return talks.complete_talk(uow, talk_id, TODAY)

    workspace.perform("Close", hold)
    workspace.undo()
    assert card(workspace, zhou) == before


def test_that_the_sample_team_has_a_talk_for_everybody(sample_workspace: Workspace) -> None:
    rows = sample_workspace.read(lambda conn: talks.load_due(conn, TODAY))
    assert {r.state for r in rows} >= {"overdue", "today"}
    for row in rows:
        shown = card(sample_workspace, row.person_id)
        assert shown.talk_id == row.talk_id
        assert len(shown.context.hours) == 4

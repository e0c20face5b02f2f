"""Meetings of the team: what comes again, whom the time does not suit, promises in the common list, minutes, calendar."""

from __future__ import annotations

from datetime import timedelta

import icalendar
import pytest

from tests.conftest import TODAY
from tests.services.test_one_on_ones_way import NOW, TUESDAY, Do, _task, do, wang, zhou
from workbench import i18n
from workbench.errors import Refused
from workbench.readmodels.team_talks import TeamTalkCard
from workbench.services import one_on_ones as talks
from workbench.services import one_on_ones_actions as promises
from workbench.services import team_talks as service
from workbench.services.workspace import Workspace

__all__ = ["do", "wang", "zhou"]
WEEK = timedelta(days=7)


def card(workspace: Workspace, talk_id: int) -> TeamTalkCard:
    return workspace.read(lambda conn: service.load_team_talk(conn, talk_id))


@pytest.fixture
def weekly(do: Do, zhou: int, wang: int) -> int:
    return int(do(service.plan, "weekly", TUESDAY, 14 * 60))


@pytest.mark.parametrize("kind", ["standup", "weekly", "monthly"])
def test_that_a_first_meeting_has_the_agenda_of_its_kind_and_everybody(
    workspace: Workspace, do: Do, zhou: int, wang: int, kind: str
) -> None:
    shown = card(workspace, do(service.plan, kind, TUESDAY))
    shipped = service.agenda_of(kind)
    assert [point.text for point in shown.points] == [en for _zh, en, _standing in shipped.points]
    assert all(point.standing for point in shown.points)
    assert ({one.person_id for one in shown.people}, shown.minutes, shown.title) == ({zhou, wang}, shipped.minutes, shipped.name.en)


def test_that_shipped_agendas_are_in_both_languages(do: Do, workspace: Workspace) -> None:
    i18n.use("zh_CN")
    try:
        assert card(workspace, do(service.plan, "standup", TUESDAY)).title == "晨会"
    finally:
        i18n.use("en")
    assert all(zh != en and zh and en for one in service.shipped_agendas() for zh, en, _standing in one.points)


def test_that_the_next_meeting_begins_where_the_last_one_ended(workspace: Workspace, do: Do, weekly: int, zhou: int) -> None:
    do(service.edit, weekly, title="周三例会", minutes=40, place="二楼")
    do(service.invite, weekly, {zhou})
    for text in ("团建地点", "样机够不够"):
        do(service.add_point, weekly, text)
    said, unsaid = card(workspace, weekly).points[-2:]
    do(service.edit_point, said.id, said="去海边", decision="")
    following = card(workspace, do(service.plan, "weekly", TUESDAY + WEEK))
    texts = [point.text for point in following.points]
    assert (said.text in texts, unsaid.text in texts, following.points[-1].times_carried) == (False, True, 1)
    assert len(texts) == len(service.agenda_of("weekly").points) + 1
    assert (following.title, following.minutes, following.place, following.start) == ("周三例会", 40, "二楼", 14 * 60)
    assert [one.person_id for one in following.people] == [zhou]
    assert all(point.said == "" for point in following.points)


def test_that_a_meeting_that_was_called_off_is_not_what_the_next_one_follows(workspace: Workspace, do: Do, weekly: int) -> None:
    do(service.add_point, weekly, "样机够不够")
    off = do(service.plan, "weekly", TUESDAY + WEEK)
    do(service.call_off, off, "展会")
    with pytest.raises(Refused) as refused:
        do(service.add_point, off, "别的")
    assert refused.value.code == "CLOSED"
    assert card(workspace, do(service.plan, "weekly", TUESDAY + 2 * WEEK)).points[-1].times_carried == 1


def test_that_the_page_says_whom_the_time_does_not_suit(workspace: Workspace, do: Do, weekly: int, zhou: int, wang: int) -> None:
    def hindered() -> dict[int, str]:
        return {one.person_id: one.hindered for one in card(workspace, weekly).people if one.hindered}

    assert hindered() == {}  # Zhou is there from 13:00 to 18:00 on a Tuesday
    do(service.edit, weekly, start=12 * 60)
    assert hindered() == {zhou: service.NOT_OPEN}
    do(service.edit, weekly, start=14 * 60)
    _task(do, TUESDAY, 14 * 60, 15 * 60, wang)
    assert hindered() == {wang: service.AT_WORK}
    do(service.edit, weekly, start=None)
    assert hindered() == {}


def test_that_a_promise_of_a_meeting_stands_in_the_common_list_and_in_the_next_meeting(
    workspace: Workspace, do: Do, weekly: int, zhou: int
) -> None:
    action = do(service.add_action, weekly, zhou, "送样机", TODAY, TUESDAY)
    assert [one.text for one in workspace.read(lambda conn: promises.load_promises(conn, TODAY))] == ["送样机"]
    following = do(service.plan, "weekly", TUESDAY + WEEK)
    assert [one.text for one in card(workspace, following).earlier] == ["送样机"]
    assert workspace.read(service.load_list)[1].open_actions == 1
    do(talks.keep_action, action, TODAY)
    assert card(workspace, following).earlier == ()
    assert [one.done_on for one in card(workspace, weekly).actions] == [TODAY]
    do(talks.remove_action, action)
    assert card(workspace, weekly).actions == ()
    workspace.undo()
    assert len(card(workspace, weekly).actions) == 1


def test_that_minutes_are_a_draft_until_the_meeting_was_held_and_name_who_missed_it(
    workspace: Workspace, do: Do, zhou: int, wang: int
) -> None:
    today = do(service.plan, "standup", TODAY, 9 * 60)
    do(service.set_missed, today, zhou, True)
    point = card(workspace, today).points[0]
    do(service.edit_point, point.id, said="三单", decision="加班一小时")
    draft = workspace.read(lambda conn: service.load_document(conn, today, NOW))
    do(service.hold, today, TODAY)
    minutes = workspace.read(lambda conn: service.load_document(conn, today, NOW))
    assert (draft.locked, minutes.locked) == (False, True)
    assert (minutes.there, minutes.missed, minutes.points[0].decision) == (("王建国",), ("周喆",), "加班一小时")
    assert minutes.end == 9 * 60 + 15


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (lambda do, talk: do(service.hold, talk, TODAY), "DATES"),
        (lambda do, talk: do(service.edit, talk, minutes=1), "LENGTH"),
        (lambda do, talk: do(service.edit, talk, start=1440), "TIME"),
        (lambda do, talk: do(service.add_point, talk, "  "), "EMPTY"),
        (lambda do, talk: do(service.set_missed, talk, 999, True), "PERSON"),
    ],
)
def test_that_what_cannot_be_is_refused(do: Do, weekly: int, step: object, code: str) -> None:
    with pytest.raises(Refused) as refused:
        step(do, weekly)  # type: ignore[operator]
    assert refused.value.code == code


def test_that_points_change_places_and_one_at_the_end_stays(workspace: Workspace, do: Do, weekly: int) -> None:
    first, second, *_rest = [point.id for point in card(workspace, weekly).points]
    do(service.move_point, first, 1)
    do(service.move_point, second, -1)  # at the top already
    assert [point.id for point in card(workspace, weekly).points][:2] == [second, first]
    do(service.remove_point, second)
    assert card(workspace, weekly).points[0].id == first


def test_that_a_calendar_keeps_the_same_number_and_tells_what_was_called_off(workspace: Workspace, do: Do, weekly: int) -> None:
    def event() -> icalendar.cal.Component:
        _name, data = service.calendar_file(workspace, weekly, NOW)
        return next(one for one in icalendar.Calendar.from_ical(data).walk("VEVENT"))

    before = event()
    do(service.call_off, weekly)
    after = event()
    assert (before["uid"], after.get("status")) == (after["uid"], "CANCELLED")
    assert after["sequence"] > before["sequence"]

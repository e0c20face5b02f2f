"""The team through its real widgets: search, edits in place, the usual week by mouse and keys, leaving, undo, several people."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from tests.conftest import TODAY
from tests.services.test_people import card
from tests.views.support import editor, make_context, opened, pick, retype, settle, type_chinese, visited
from workbench import i18n
from workbench.errors import Refused
from workbench.models.people import AvailabilityWindow
from workbench.models.values.codes import EngagementType
from workbench.services import availability, engagements, people, planning_read
from workbench.services.workspace import Reader, UnitOfWork, Workspace
from workbench.views.context import Context, Destination
from workbench.views.people.abilities import AbilitiesPage
from workbench.views.people.contract import ContractPage
from workbench.views.people.hours import HoursPage
from workbench.views.people.profile import ProfilePage
from workbench.views.people.results import ResultsPage
from workbench.views.people.screen import EVERYBODY, LEFT, PeopleScreen
from workbench.views.people.several import WEEK
from workbench.views.widgets.editing import ChoiceField


@pytest.fixture
def screen(context: Context, qtbot: QtBot) -> PeopleScreen:
    return opened(PeopleScreen, context, qtbot)


def search(screen: PeopleScreen, qtbot: QtBot, text: str, count: int) -> list[str]:
    screen.table.search.clear()
    type_chinese(screen.table.search, text)
    qtbot.waitUntil(lambda: screen.table.shown == count, timeout=3000)
    return [screen.table.model.row_at(n).name for n in range(screen.table.shown)]


def person(context: Context, name: str) -> int:
    return next(row[0] for row in context.workspace.read(people.load_names) if row[2] == name)


def show(screen: PeopleScreen, context: Context, qtbot: QtBot, name: str, part: str) -> Any:
    screen.show_destination(Destination("people", {"person_id": person(context, name), "part": part}))
    settle(qtbot, context)
    return screen.panel.parts.page(part)


def test_that_people_are_found_by_characters_pinyin_and_initials(screen: PeopleScreen, qtbot: QtBot) -> None:
    assert screen.table.shown == 24
    assert search(screen, qtbot, "欧阳", 1) == ["欧阳若兰"]
    assert search(screen, qtbot, "ouyangruolan", 1) == ["欧阳若兰"]
    assert search(screen, qtbot, "oyrl", 1) == ["欧阳若兰"]
    assert search(screen, qtbot, "没有这个人", 0) == []
    assert "没有这个人" in screen.table.view.words


def test_that_enter_goes_from_the_search_to_the_first_one_found(screen: PeopleScreen, context: Context, qtbot: QtBot) -> None:
    search(screen, qtbot, "oyrl", 1)
    qtbot.keyClick(screen.table.search, Qt.Key.Key_Return)
    settle(qtbot, context)
    assert screen.panel.name.full_text == "欧阳若兰"


def test_that_filters_narrow_the_table(screen: PeopleScreen) -> None:
    pick(screen._kind, EngagementType.PART_TIME)
    shown = [screen.table.model.row_at(n) for n in range(screen.table.shown)]
    assert shown
    assert {row.engagement for row in shown} == {EngagementType.PART_TIME}
    pick(screen._area, shown[0].territory_ids[0])
    assert 0 < screen.table.shown < len(shown) + 1
    pick(screen._state, LEFT)
    assert screen.table.shown == 0


def test_that_a_part_timers_full_time_target_is_typed_scaled_and_shown(screen: PeopleScreen, context: Context, qtbot: QtBot) -> None:
    """300,000.00 for 24 of 40 h and the whole quarter is 180,000.00 (domain 8.3), the quarter of 62 working days."""

    def hire(uow: UnitOfWork) -> int:
        added = people.add_person(uow, "周折算", hired_on=date(2026, 1, 1))
        engagements.set_engagement(
            uow, added, TODAY, type=EngagementType.PART_TIME, start_on=date(2026, 1, 1), weekly_minutes=1440, injury_insured=True
        )
        return added

    context.workspace.perform("Hire", hire)
    page = show(screen, context, qtbot, "周折算", "goals")
    assert isinstance(page, ResultsPage)
    box = page.boxes[0]
    assert [box.basis.isVisible() for box in page.boxes] == [True, True, False, False]  # rates and scores are the same for everyone
    assert (box.full_time, box.working) == (False, "")
    retype(qtbot, box.amount.editor, "300000")
    settle(qtbot, context)
    assert box.working == ""
    pick_entry(box.basis, 1)
    settle(qtbot, context)
    assert "180,000.00" in box.working
    assert "24 of 40 h × 62 of 62 days" in box.working
    context.workspace.undo()
    screen.reload()
    settle(qtbot, context)
    assert (box.full_time, box.working) == (False, "")


def test_that_a_full_time_target_without_agreed_hours_is_refused_beside_it(screen: PeopleScreen, context: Context, qtbot: QtBot) -> None:
    def hire(uow: UnitOfWork) -> int:
        added = people.add_person(uow, "周无时", hired_on=date(2026, 1, 1))
        engagements.set_engagement(uow, added, TODAY, type=EngagementType.PART_TIME, start_on=date(2026, 1, 1), injury_insured=True)
        return added

    context.workspace.perform("Hire", hire)
    page = show(screen, context, qtbot, "周无时", "goals")
    box = page.boxes[0]
    pick_entry(box.basis, 1)
    retype(qtbot, box.amount.editor, "300000")
    settle(qtbot, context)
    assert "hours" in box.amount.complaint
    assert box.amount.text == "300000"


def pick_entry(row: ChoiceField, place: int) -> None:
    """Choose the entry at this place as a user does."""
    row._box.setCurrentIndex(place)
    row._box.activated.emit(place)


def test_that_a_chinese_name_typed_in_place_is_kept_and_undone(screen: PeopleScreen, context: Context, qtbot: QtBot) -> None:
    page = show(screen, context, qtbot, "陈晓雨", "person")
    retype(qtbot, editor(page, "name"), "曾䶮")
    settle(qtbot, context)
    row = person(context, "曾䶮")
    assert screen.panel.name.full_text == "曾䶮"
    assert search(screen, qtbot, "zengyan", 1) == ["曾䶮"]
    context.workspace.undo()
    assert card(context.workspace, row).name == "陈晓雨"


def test_that_a_refused_value_stays_as_typed_and_says_why(screen: PeopleScreen, context: Context, qtbot: QtBot) -> None:
    page = show(screen, context, qtbot, "陈晓雨", "person")
    edit = editor(page, "code")
    retype(qtbot, edit, "SH-0002")
    settle(qtbot, context)
    assert isinstance(edit, QLineEdit)
    assert edit.text() == "SH-0002"
    field = next(row for row in page.fields if row.field == "code")
    assert "SH-0002" in field.complaint
    assert card(context.workspace, screen._person).code == "SH-0001"
    screen.reload()
    settle(qtbot, context)
    assert edit.text() == "SH-0002"  # a new read does not take it away either
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    assert (edit.text(), field.complaint) == ("SH-0001", "")


def test_that_the_type_decides_which_terms_there_are(screen: PeopleScreen, context: Context, qtbot: QtBot) -> None:
    page = show(screen, context, qtbot, "陈晓雨", "contract")
    assert isinstance(page, ContractPage)

    def shown() -> set[str]:
        return {row.field for row in page.fields if row.isVisible()}

    assert "probation_months" not in shown()
    assert "pay_cycle_days" in shown()
    kind = editor(page, "type")
    assert isinstance(kind, QComboBox)
    pick(kind, EngagementType.PLATFORM)
    settle(qtbot, context)
    assert card(context.workspace, screen._person).engagements[0].type is EngagementType.PLATFORM
    assert not {"probation_months", "pay_cycle_days", "injury_insured"} & shown()


def test_that_a_pay_cycle_the_law_forbids_is_refused_beside_its_field(screen: PeopleScreen, context: Context, qtbot: QtBot) -> None:
    page = show(screen, context, qtbot, "陈晓雨", "contract")
    retype(qtbot, editor(page, "pay_cycle_days"), "30")
    settle(qtbot, context)
    assert "15" in next(row for row in page.fields if row.field == "pay_cycle_days").complaint
    assert card(context.workspace, screen._person).engagements[0].pay_cycle_days == 14


def test_that_another_engagement_keeps_the_one_before_in_the_list(screen: PeopleScreen, context: Context, qtbot: QtBot) -> None:
    page = show(screen, context, qtbot, "陈晓雨", "contract")
    pick(page.kind._box, EngagementType.SERVICES)
    page._on_begin()
    settle(qtbot, context)
    rows = card(context.workspace, screen._person).engagements
    assert [row.type for row in rows] == [EngagementType.SERVICES, EngagementType.PART_TIME]
    assert len(page.lines) == 2
    page.lines[1].click()
    assert page.row == rows[1]


def test_that_a_skill_is_added_given_a_last_day_and_marked_when_it_has_passed(screen: PeopleScreen, context: Context, qtbot: QtBot) -> None:
    page = show(screen, context, qtbot, "陈晓雨", "skills")
    assert isinstance(page, AbilitiesPage)
    before = len(page.lines)
    edit = page.skills.lineEdit()
    assert edit is not None
    edit.setFocus()
    type_chinese(edit, "渠道谈判")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    settle(qtbot, context)
    assert len(page.lines) == before + 1
    line = next(one for one in page.lines if one.row.name == "渠道谈判")
    retype(qtbot, line.until.editor, "2026年11月1日")
    settle(qtbot, context)
    line = next(one for one in page.lines if one.row.name == "渠道谈判")
    assert line.row.expires_on == date(2026, 11, 1)
    assert line.mark.accessibleName() == "expired"
    pick(line.level, 4)
    settle(qtbot, context)
    assert next(s.level for s in card(context.workspace, screen._person).skills if s.name == "渠道谈判") == 4
    assert "⚠" in screen.table.model.data(screen.table.model.index(screen.table.model.place_of(screen._person), 0))
    for _ in range(3):
        context.workspace.undo()
    assert "渠道谈判" not in [s.name for s in card(context.workspace, screen._person).skills]


def hours_page(screen: PeopleScreen, context: Context, qtbot: QtBot) -> HoursPage:
    page = show(screen, context, qtbot, "陈晓雨", "hours")
    assert isinstance(page, HoursPage)
    return page


def test_that_a_window_is_drawn_moved_and_taken_away_with_the_mouse(screen: PeopleScreen, context: Context, qtbot: QtBot) -> None:
    page = hours_page(screen, context, qtbot)
    grid, row = page.grid, screen._person
    free = grid.box(1, 9 * 60, 12 * 60)
    drag(qtbot, grid, free.topLeft().toPoint() + QPoint(1, 4), free.topRight().toPoint() + QPoint(0, 4))
    settle(qtbot, context)
    made = next(w for w in card(context.workspace, row).windows if w.weekday == 1)
    assert (made.start, made.end) == (9 * 60, 12 * 60)
    box, target = grid.box(1, made.start, made.end).center().toPoint(), grid.box(3, 10 * 60, 13 * 60).center().toPoint()
    drag(qtbot, grid, box, target)
    settle(qtbot, context)
    moved = next(w for w in card(context.workspace, row).windows if w.id == made.id)
    assert (moved.weekday, moved.start, moved.end) == (3, 10 * 60, 13 * 60)
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=target)
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    settle(qtbot, context)
    assert not any(w.id == made.id for w in card(context.workspace, row).windows)


def drag(qtbot: QtBot, widget: QWidget, start: QPoint, end: QPoint) -> None:
    qtbot.mousePress(widget, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(widget, pos=(start + end) / 2)
    qtbot.mouseMove(widget, pos=end)
    qtbot.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=end)


def test_that_the_usual_week_is_kept_with_the_keyboard_alone(screen: PeopleScreen, context: Context, qtbot: QtBot) -> None:
    page = hours_page(screen, context, qtbot)
    grid, row = page.grid, screen._person
    grid.setFocus()
    qtbot.keyClick(grid, Qt.Key.Key_Down)  # Tuesday is free
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    settle(qtbot, context)
    made = next(w for w in card(context.workspace, row).windows if w.weekday == 1)
    qtbot.keyClicks(grid, "5")
    settle(qtbot, context)
    qtbot.keyClick(grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, context)
    now = next(w for w in card(context.workspace, row).windows if w.id == made.id)
    assert (now.preference, now.start, now.end) == (5, made.start, made.end + 30)
    context.workspace.undo()
    assert next(w for w in card(context.workspace, row).windows if w.id == made.id).end == made.end


def test_that_a_leave_of_several_days_stands_in_one_line(screen: PeopleScreen, context: Context, qtbot: QtBot) -> None:
    page = hours_page(screen, context, qtbot)
    lines = len(page.dates.lines)
    page.dates.first.set_day(date(2027, 2, 1))
    page.dates.last.set_day(date(2027, 2, 5))
    type_chinese(page.dates.why, "春节")
    qtbot.mouseClick(page.dates.add, Qt.MouseButton.LeftButton)
    settle(qtbot, context)
    assert len(page.dates.lines) == lines + 1
    assert "2027-02-01 – 2027-02-05 · 春节" in [line.words for line in page.dates.lines]
    page.dates.lines[-1]._on_away()
    settle(qtbot, context)
    assert len(page.dates.lines) == lines


def test_that_somebody_leaves_and_comes_back(screen: PeopleScreen, context: Context, qtbot: QtBot) -> None:
    page = show(screen, context, qtbot, "王建国", "person")
    assert isinstance(page, ProfilePage)
    row = screen._person
    page.last_day.set_day(date(2026, 11, 20))
    qtbot.mouseClick(page.leave, Qt.MouseButton.LeftButton)
    settle(qtbot, context)
    assert (screen.table.shown, card(context.workspace, row).left_on) == (23, date(2026, 11, 20))
    assert card(context.workspace, row).customers == ()
    pick(screen._state, EVERYBODY)
    assert screen.table.shown == 24
    qtbot.mouseClick(page.back, Qt.MouseButton.LeftButton)
    settle(qtbot, context)
    assert card(context.workspace, row).left_on is None


def test_that_several_people_get_a_territory_in_one_step(screen: PeopleScreen, context: Context, qtbot: QtBot) -> None:
    assert not screen.several.isVisible()
    screen.table.view.selectAll()
    assert screen.several.isVisible()
    lists = context.workspace.read(people.load_lists)
    pick(screen.several.which, lists.territories[0].id)
    qtbot.mouseClick(screen.several.go, Qt.MouseButton.LeftButton)
    settle(qtbot, context)
    rows = context.workspace.read(partial(people.load_people, today=TODAY))
    assert all(lists.territories[0].id in row.territory_ids for row in rows)
    assert len(screen.table.selected_ids) == 24
    context.workspace.undo()
    rows = context.workspace.read(partial(people.load_people, today=TODAY))
    assert not all(lists.territories[0].id in row.territory_ids for row in rows)


def test_that_a_new_person_is_shown_with_the_name_ready_to_be_typed(screen: PeopleScreen, context: Context, qtbot: QtBot) -> None:
    search(screen, qtbot, "oyrl", 1)
    qtbot.mouseClick(screen.primary(), Qt.MouseButton.LeftButton)
    settle(qtbot, context)
    qtbot.waitUntil(lambda: screen.table.shown == 25, timeout=3000)
    assert screen.table.selected_ids == [screen._person]
    name = editor(screen.panel.parts.page("person"), "name")
    assert isinstance(name, QLineEdit)
    assert name.selectedText() == "New person"


def test_that_a_customer_opens_from_the_card(screen: PeopleScreen, context: Context, qtbot: QtBot) -> None:
    page = show(screen, context, qtbot, "王建国", "goals")
    assert page.lines
    page.lines[0].click()
    assert visited[-1].screen == "customers"
    assert visited[-1].what["customer_id"] == card(context.workspace, screen._person).customers[0].id


def test_that_a_language_switch_keeps_person_part_and_search(screen: PeopleScreen, context: Context, qtbot: QtBot) -> None:
    show(screen, context, qtbot, "王建国", "hours")
    state = screen.state()
    i18n.use("zh_CN")
    again = opened(PeopleScreen, context, qtbot)
    again.restore(state)
    settle(qtbot, context)
    assert (again.title(), again.panel.parts.part, again.panel.name.full_text) == ("团队", "hours", "王建国")


def test_that_an_empty_team_offers_the_import(workspace: Workspace, tmp_path: Path, qtbot: QtBot) -> None:
    context = make_context(workspace, tmp_path)
    screen = opened(PeopleScreen, context, qtbot)
    qtbot.mouseClick(screen._empty.button, Qt.MouseButton.LeftButton)
    assert visited[-1] == Destination("data", {"import": "people"})
    context.tasks.close()


def test_that_names_of_200_characters_leave_everything_in_its_place(screen: PeopleScreen, context: Context, qtbot: QtBot) -> None:
    width = screen._side.width()
    page = show(screen, context, qtbot, "陈晓雨", "person")
    retype(qtbot, editor(page, "name"), "长" * 200)
    settle(qtbot, context)
    assert screen._side.width() == width
    assert screen.panel.name.full_text == "长" * 200
    for area in screen.panel.parts._areas.values():
        inner = area.widget()
        assert inner is None or inner.minimumSizeHint().width() <= width
    header = screen.table.view.horizontalHeader()
    assert sum(header.sectionSize(n) for n in range(header.count())) <= screen.table.view.viewport().width()


def test_that_people_without_hours_are_given_a_usual_week_at_once(screen: PeopleScreen, context: Context, qtbot: QtBot) -> None:
    ids = [row.id for row in screen._rows[:3]]

    def forget(uow: UnitOfWork) -> int:
        rows = uow.session.query(AvailabilityWindow).filter(AvailabilityWindow.person_id.in_(ids[:2])).all()
        for row in rows:
            uow.session.delete(row)
        return len(rows)

    context.workspace.perform("Forget", forget)
    kept = context.workspace.read(lambda conn: windows_of(conn, ids[2]))
    facts = context.workspace.read(lambda conn: planning_read.load_facts(conn, TODAY, TODAY))
    assert len(facts.without_hours) == 2
    screen.several.show_ids(ids)
    pick(screen.several.what, WEEK)
    pick(screen.several.which, 1)
    qtbot.mouseClick(screen.several.go, Qt.MouseButton.LeftButton)
    settle(qtbot, context)
    for person_id in ids[:2]:
        assert context.workspace.read(lambda conn, p=person_id: windows_of(conn, p)) == [(day, 540, 1080) for day in range(5)]
    assert context.workspace.read(lambda conn: windows_of(conn, ids[2])) == kept
    assert context.workspace.read(lambda conn: planning_read.load_facts(conn, TODAY, TODAY)).without_hours == ()
    with pytest.raises(Refused):
        context.workspace.perform("Again", lambda uow: availability.give_week(uow, tuple(ids), 1))


def windows_of(conn: Reader, person_id: int) -> list[tuple[int, int, int]]:
    hours = conn.execute(
        select(AvailabilityWindow.weekday, AvailabilityWindow.start_minute, AvailabilityWindow.end_minute).where(
            AvailabilityWindow.person_id == person_id
        )
    )
    return sorted((row[0], row[1], row[2]) for row in hours)


def test_that_what_was_agreed_on_days_is_kept_refused_in_place_and_undone(screen: PeopleScreen, context: Context, qtbot: QtBot) -> None:
    page = hours_page(screen, context, qtbot)
    fields = {row.field: row for row in page.fields}
    retype(qtbot, editor(page, "days_in_a_row"), "5")
    settle(qtbot, context)
    retype(qtbot, editor(page, "day_minutes"), "25")
    settle(qtbot, context)
    assert "between 0 and 24" in fields["day_minutes"].complaint
    retype(qtbot, editor(page, "day_minutes"), "7.5")
    settle(qtbot, context)
    xiaoyu = card(context.workspace, person(context, "陈晓雨"))
    assert (xiaoyu.days_in_a_row, xiaoyu.day_minutes) == (5, 450)
    context.workspace.undo()
    assert card(context.workspace, person(context, "陈晓雨")).day_minutes is None

"""Law and policy, calendar and grades in the real settings: added by keyboard and mouse, refused kindly, used, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.services.test_reviews import do
from tests.views.support import make_context, type_chinese, wait
from workbench import i18n
from workbench.errors import KnownError
from workbench.models.labour_rules import LawRow
from workbench.models.policy import LawFigure
from workbench.models.values.codes import CyclePeriod
from workbench.models.values.periods import Period
from workbench.services import one_on_ones, planning_case, policy, policy_edit, policy_grades, reviews, reviews_cycle
from workbench.services import workspace as workspaces
from workbench.services.workspace import UnitOfWork, Workspace
from workbench.views.context import Context, Destination
from workbench.views.main_window import MainWindow
from workbench.views.planning.screen import PlanningScreen
from workbench.views.preferences import screen as module
from workbench.views.preferences.screen import PreferencesScreen
from workbench.views.screens import entries
from workbench.views.widgets.basic import Text
from workbench.views.widgets.panels import IconButton

MONDAY = date(2026, 11, 23)
WEEK = "part_time_week_minutes"


@pytest.fixture
def context(sample_workspace: Workspace, tmp_path: Path, qtbot: QtBot) -> Iterator[Context]:
    made = make_context(sample_workspace, tmp_path)
    yield made
    made.tasks.close()


def shown(context: Context, qtbot: QtBot) -> PreferencesScreen:
    made = PreferencesScreen(context)
    qtbot.addWidget(made)
    made.resize(1064, 610)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    wait(qtbot, context)
    return made


@pytest.fixture
def screen(context: Context, qtbot: QtBot) -> PreferencesScreen:
    return shown(context, qtbot)


def line(widget: QWidget) -> QLineEdit:
    assert isinstance(widget, QLineEdit)
    return widget


def fill(fields: dict[str, QWidget], **texts: str) -> None:
    for name, text in texts.items():
        field = line(fields[name])
        field.setFocus()
        field.selectAll()
        type_chinese(field, text)


def editors(form: module.LawPage | module.CalendarPage | module.GradesPage) -> dict[str, QWidget]:
    return {name: row.editor for name, row in form.form.fields.items()}


def settle(context: Context, qtbot: QtBot) -> None:
    wait(qtbot, context)
    wait(qtbot, context)


def week_limit(context: Context, monday: date) -> set[int | None]:
    case = context.workspace.read(lambda conn: planning_case.load_case(conn, monday))
    return {worker.week_limit for worker in case.problem.workers} - {None}


def _forget(code: str, uow: UnitOfWork) -> None:
    for row in list(uow.session.query(LawFigure).filter_by(code=code)):
        uow.session.delete(row)


# ---------------------------------------------------------------- figures


def test_that_a_newer_figure_is_typed_used_by_the_planner_from_its_date_on_and_taken_back(
    screen: PreferencesScreen, context: Context, qtbot: QtBot
) -> None:
    screen.show_part("law")
    screen.law.choose(WEEK)
    assert screen.law.value_texts == ["24 h · from 2008-01-01"]
    fill(editors(screen.law), value="20 小时", from_on="2026-11-30", source="人社部发〔2026〕99号")
    qtbot.keyClick(editors(screen.law)["source"], Qt.Key.Key_Return)
    settle(context, qtbot)
    assert screen.law.value_texts == ["20 h · from 2026-11-30", "24 h · 2008-01-01 to 2026-11-29"]
    assert [line(field).text() for field in editors(screen.law).values()] == ["", "", "", ""]
    assert week_limit(context, MONDAY) == {24 * 60}
    assert week_limit(context, MONDAY + timedelta(days=7)) == {20 * 60}
    steps = context.workspace.steps()
    assert workspaces.step_name(steps.undo[-1]) == "Set Part-time: hours a week from 2026-11-30"
    i18n.use("zh_CN")
    assert workspaces.step_name(steps.undo[-1]) == "设定 2026-11-30 起的“非全日制：每周工时”"
    i18n.use("en")
    context.tasks.undo(screen)
    settle(context, qtbot)
    assert screen.law.value_texts == ["24 h · from 2008-01-01"]
    assert week_limit(context, MONDAY + timedelta(days=7)) == {24 * 60}


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"value": "viel", "from_on": "2027-01-01", "source": "x"}, "value", "“viel” is no number"),
        ({"value": "500", "from_on": "2027-01-01", "source": "x"}, "value", "between 1 and 168"),
        ({"value": "20", "from_on": "2008-01-01", "source": "x"}, "from_on", "is kept already"),
        ({"value": "20", "from_on": "tomorrow", "source": "x"}, "from_on", "Write the date"),
        ({"value": "20", "from_on": "2027-01-01", "source": ""}, "source", "where the figure comes from"),
    ],
)
def test_that_wrong_input_is_refused_beside_its_field_and_stays(
    screen: PreferencesScreen, context: Context, qtbot: QtBot, typed: dict[str, str], field: str, words: str
) -> None:
    screen.show_part("law")
    screen.law.choose(WEEK)
    head = context.workspace.head
    fill(editors(screen.law), **typed)
    screen.law.form.button.click()
    settle(context, qtbot)
    assert words in screen.law.form.fields[field].complaint
    assert {name: line(editors(screen.law)[name]).text() for name in typed} == typed
    assert [row.complaint for name, row in screen.law.form.fields.items() if name != field] == ["", "", ""]
    assert context.workspace.head == head


def test_that_a_coming_value_is_taken_away_by_its_button(screen: PreferencesScreen, context: Context, qtbot: QtBot) -> None:
    screen.show_part("law")
    screen.law.choose("talk_usual_days")
    fill(editors(screen.law), value="21", from_on="2027-01-01", source="制度")
    screen.law.form.button.click()
    settle(context, qtbot)
    assert len(screen.law.value_texts) == 2
    buttons = [button for button in screen.law.values.findChildren(IconButton) if button.isVisible()]
    assert len(buttons) == 1, "what is in force stays"
    buttons[0].click()
    settle(context, qtbot)
    assert screen.law.value_texts == ["14 days · from 2000-01-01"]


def test_that_the_one_on_ones_follow_a_policy_typed_here(screen: PreferencesScreen, context: Context, qtbot: QtBot) -> None:
    def due() -> dict[str, date]:
        rows = context.workspace.read(lambda conn: one_on_ones.load_due(conn, MONDAY))
        return {row.code: row.due_on for row in rows if not row.planned}

    before = due()
    screen.show_part("law")
    screen.law.choose("talk_usual_days")
    fill(editors(screen.law), value="60", from_on="2026-11-23", source="制度")
    screen.law.form.button.click()
    settle(context, qtbot)
    after = due()
    assert [code for code in before if after[code] > before[code]]
    assert not [code for code in before if after[code] < before[code]]


def test_that_a_wage_of_another_place_is_a_figure_of_its_own(screen: PreferencesScreen, context: Context, qtbot: QtBot) -> None:
    screen.show_part("law")
    screen.law.choose("min_hourly_wage", "上海")
    assert screen.law.form.fields["region"].isVisible()
    fill(editors(screen.law), value="¥23.50", from_on="2026-09-01", source="苏人社规", region="苏州")
    screen.law.form.button.click()
    settle(context, qtbot)
    assert screen.law.figure is not None
    assert (screen.law.figure.region, screen.law.value_texts) == ("苏州", ["¥23.50 · from 2026-09-01"])
    screen.law.choose(WEEK)
    assert not screen.law.form.fields["region"].isVisible()


def test_that_figures_are_found_by_name_pinyin_and_kind(screen: PreferencesScreen, context: Context, qtbot: QtBot) -> None:
    screen.show_part("law")
    whole = screen.law.table.shown
    screen.law.group.setCurrentIndex(screen.law.group.findData("visits"))
    screen.law.group.activated.emit(screen.law.group.currentIndex())
    assert screen.law.table.shown == 4
    screen.law.choose(WEEK)
    assert screen.law.table.shown == whole
    qtbot.keyClick(screen, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is screen.law.table.search
    qtbot.keyClicks(screen.law.table.search, "bonus")
    qtbot.waitUntil(lambda: screen.law.table.shown == 1)


def test_that_a_missing_figure_is_shown_as_missing(screen: PreferencesScreen, context: Context, qtbot: QtBot) -> None:
    context.tasks.write(screen, "Forget", partial(_forget, WEEK))
    settle(context, qtbot)
    screen.show_destination(Destination("preferences", {"part": "law", "code": WEEK}))
    assert screen.kind.value == "law"
    assert screen.law.value_texts == []
    assert any(label.text().startswith("No value is in force today") for label in screen.law.values.findChildren(type(screen.law._gap)))
    case = context.workspace.read(lambda conn: planning_case.load_case(conn, MONDAY))
    assert "“Part-time: hours a week” for 2026-11-23 is missing" in case.gaps()[0]
    fill(editors(screen.law), value="24", from_on="2008-01-01", source="劳动合同法")
    screen.law.form.button.click()
    settle(context, qtbot)
    assert context.workspace.read(lambda conn: planning_case.load_case(conn, MONDAY)).gaps() == ()


def test_that_figures_of_a_newer_program_are_listed_and_taken_only_by_the_button(
    sample_workspace: Workspace, context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = (*policy.shipped_law(), LawRow(WEEK, 1200, date(2027, 1, 1), None, "", "新法"))
    monkeypatch.setattr(policy, "shipped_law", lambda: shipped)
    screen = shown(context, qtbot)
    screen.show_part("law")
    assert screen.law.offers.texts == ("Part-time: hours a week: 20 h from 2027-01-01 (新法)",)
    assert screen.law.offers.isVisible()
    assert sample_workspace.read(policy.load_law).value(WEEK, date(2027, 1, 1)) == 1440
    screen.law.offers.take.click()
    settle(context, qtbot)
    assert sample_workspace.read(policy.load_law).value(WEEK, date(2027, 1, 1)) == 1200
    assert not screen.law.offers.isVisible()
    context.tasks.undo(screen)
    settle(context, qtbot)
    assert screen.law.offers.isVisible()


# ---------------------------------------------------------------- calendar


def test_that_days_are_entered_shown_and_taken_out(screen: PreferencesScreen, context: Context, qtbot: QtBot) -> None:
    screen.show_part("calendar")
    page = screen.calendar
    assert len(page.span_texts) > 15
    fill(editors(page), first="2027-02-05", last="2027-02-11", name="春节", source="国办发明电〔2026〕1号")
    assert page.banner.text() == ""
    page.form.button.click()
    settle(context, qtbot)
    assert page.span_texts == ["2027-02-05 Fri – 02-11 Thu · 春节"]
    assert "no table of 2027" in page.banner.text(), "one holiday is no notice"
    assert not context.workspace.read(policy.load_calendar).is_working(date(2027, 2, 8))
    next(button for button in page.findChildren(IconButton) if button.accessibleName().startswith("Take 2027-02-05")).click()
    settle(context, qtbot)
    assert page.span_texts == []
    context.tasks.undo(screen)
    settle(context, qtbot)
    assert page.span_texts == ["2027-02-05 Fri – 02-11 Thu · 春节"]


def test_that_a_refused_day_keeps_what_was_typed(screen: PreferencesScreen, context: Context, qtbot: QtBot) -> None:
    screen.show_part("calendar")
    page = screen.calendar
    typed = {"first": "2027-02-11", "last": "2027-02-05", "name": "春节", "source": "x"}
    fill(editors(page), **typed)
    page.form.button.click()
    settle(context, qtbot)
    assert "before the first day" in page.form.fields["last"].complaint
    assert {name: line(editors(page)[name]).text() for name in typed} == typed


def test_that_a_notice_is_read_from_a_file_and_a_broken_one_says_its_line(
    screen: PreferencesScreen, context: Context, qtbot: QtBot, tmp_path: Path
) -> None:
    screen.show_part("calendar")
    page = screen.calendar
    file = tmp_path / "2027 放假.csv"
    file.write_text("日期,名称,休息\n2027-10-01,国庆节,maybe\n", encoding="gb18030")
    page._path.setText(str(file))
    page.file_form.button.click()
    settle(context, qtbot)
    assert "line 2" in page.file_form.fields["path"].complaint
    assert page._path.text() == str(file)
    file.write_text("日期,名称,休息\n2027-10-01,国庆节,是\n", encoding="gb18030")
    qtbot.keyClick(page._path.line, Qt.Key.Key_Return)
    settle(context, qtbot)
    page.choose(2027)
    assert page.span_texts == ["2027-10-01 Fri · 国庆节"]
    assert page.banner.text() == ""


# ---------------------------------------------------------------- grades


def test_that_a_new_version_of_grades_is_made_used_by_new_cycles_and_taken_back(
    screen: PreferencesScreen, context: Context, qtbot: QtBot
) -> None:
    screen.show_part("grades")
    page = screen.grades
    assert page.version_texts == ["S from 95 · A from 85 · B from 75 · C from 60 · D from 0"]
    lines = page.bands.lines
    assert [grade.isVisible() for grade, _points in lines] == [True] * 6 + [False] * 2
    lines[0][1].setText("abc")
    fill(editors(page), from_on="2026-12-01", source="绩效制度")
    page.form.button.click()
    settle(context, qtbot)
    assert "“abc” is no number" in page._bands_row.complaint
    assert lines[0][1].text() == "abc"
    lines[0][1].setText("90")
    page.form.button.click()
    settle(context, qtbot)
    assert page.version_texts[0].startswith("S from 90 · A from 85")
    workspace = context.workspace
    made = int(
        str(do(workspace, partial(reviews_cycle.create_cycle, kind=CyclePeriod.QUARTER, period=Period.quarter(2026, 4), today=MONDAY)))
    )
    first = workspace.read(lambda conn: reviews.load_board(conn, made, MONDAY))[0]
    assert workspace.read(lambda conn: reviews.load_review(conn, first.review_id, MONDAY)).bands[0] == ("S", 9000)
    context.tasks.undo(screen)
    settle(context, qtbot)
    context.tasks.undo(screen)
    settle(context, qtbot)
    assert len(page.version_texts) == 1
    assert len(workspace.read(lambda conn: policy_grades.load_grades(conn, MONDAY)).versions) == 1


def test_that_weights_are_changed_with_their_sum_told_and_taken_back(screen: PreferencesScreen, context: Context, qtbot: QtBot) -> None:
    screen.show_part("grades")
    page = screen.grades
    fields = page.weights.fields
    assert (len(fields), page.weights.sum.text()) == (9, "Sum 100")
    fields["sales_net"].setText("40")
    assert page.weights.sum.text() == "Sum 105; it has to be 100"
    fill(editors(page), from_on="2026-12-01", source="绩效制度")
    page.form.button.click()
    settle(context, qtbot)
    assert "sum to 105, not to 100" in page._weights_row.complaint
    assert fields["sales_net"].text() == "40"
    fields["collaboration"].setText("x")
    assert page.weights.sum.text() == "A weight is missing or is no number."
    fields["collaboration"].setText("5")
    page.form.button.click()
    settle(context, qtbot)
    assert page._weights_row.complaint == ""
    versions = context.workspace.read(lambda conn: policy_grades.load_grades(conn, MONDAY)).versions
    assert [line.weight for line in versions[0].weights][:1] == [4000]
    state = screen.state()
    assert state["grades"]["weights"]["sales_net"] == "40"
    context.tasks.undo(screen)
    settle(context, qtbot)
    assert len(context.workspace.read(lambda conn: policy_grades.load_grades(conn, MONDAY)).versions) == 1


# ---------------------------------------------------------------- the frame


def test_that_a_failed_read_says_why_and_can_be_tried_again(context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(conn: object, today: date) -> None:
        raise KnownError

    real = policy_edit.load_policy
    monkeypatch.setattr(policy_edit, "load_policy", broken)
    screen = shown(context, qtbot)
    assert screen.law.error is not None
    assert screen.general.names_state.error is not None
    assert screen.general.language.isVisible(), "what needs no read stays"
    monkeypatch.setattr(policy_edit, "load_policy", real)
    screen.show_part("law")
    retry = next(button for button in screen.law.findChildren(QPushButton) if button.text() == "Try again" and button.isVisible())
    retry.click()
    wait(qtbot, context)
    assert screen.law.error is None
    assert screen.law.table.shown > 40
    assert screen.general.names_state.error is None


def test_that_typed_text_and_the_page_survive_a_rebuild(screen: PreferencesScreen, context: Context, qtbot: QtBot) -> None:
    screen.show_part("law")
    screen.law.choose("talk_usual_days")
    fill(editors(screen.law), value="2")
    line(screen.grades.bands.lines[0][0]).setText("优")
    kept = screen.state()
    again = PreferencesScreen(context)
    qtbot.addWidget(again)
    again.restore(kept)
    again.show()
    wait(qtbot, context)
    assert again.kind.value == "law"
    assert again.law.figure is not None
    assert (again.law.figure.code, line(editors(again.law)["value"]).text()) == ("talk_usual_days", "2")
    assert again.grades.bands.lines[0][0].text() == "优"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_that_settings_are_reached_and_used_by_keyboard_in_the_window(
    sample_workspace: Workspace, tmp_path: Path, qtbot: QtBot, language: str
) -> None:
    i18n.use(language)
    context = make_context(sample_workspace, tmp_path)
    window = MainWindow(context, entries())
    qtbot.addWidget(window)
    window.resize(1280, 720)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.show_screen("preferences")
    wait(qtbot, context)
    screen = window.current
    assert isinstance(screen, PreferencesScreen)
    segment = screen.kind.findChildren(QAbstractButton)[0]
    segment.setFocus()
    qtbot.keyClick(segment, Qt.Key.Key_Right)
    assert screen.kind.value == "law"
    qtbot.waitUntil(lambda: screen.law.table.isVisible())
    for part in ("law", "calendar", "grades"):
        screen.show_part(part)
        QApplication.processEvents()
        for button in screen.findChildren(QPushButton):
            if button.isVisible():
                assert button.width() >= button.sizeHint().width(), button.text()
    screen.show_part("law")
    form = editors(screen.law)
    form["value"].setFocus()
    for before, after in (("value", "from_on"), ("from_on", "source")):
        qtbot.keyClick(form[before], Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is form[after]
    qtbot.keyClick(form["source"], Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is screen.law.form.button
    window.close()
    context.tasks.close()


def test_that_offers_of_a_changed_shipped_value_name_both(context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = tuple(replace(row, value=1380) if row.code == WEEK else row for row in policy.shipped_law())
    monkeypatch.setattr(policy, "shipped_law", lambda: shipped)
    screen = shown(context, qtbot)
    assert screen.law.offers.texts[0].startswith("Part-time: hours a week: 23 h in place of 24 h from 2008-01-01")


def test_that_the_week_plan_names_a_missing_figure_first(context: Context, qtbot: QtBot) -> None:
    do(context.workspace, partial(_forget, WEEK))
    plan = PlanningScreen(context)
    qtbot.addWidget(plan)
    plan.resize(1064, 610)
    plan.show()
    gap = "The figure “Part-time: hours a week” for 2026-11-23 is missing. Add it in Settings › Law and policy."
    qtbot.waitUntil(lambda: gap in [text.text() for text in plan.side.hint.findChildren(Text)], timeout=20_000)
    wait(qtbot, context)

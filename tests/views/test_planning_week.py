"""What the week screen says at its edges: an empty week, open places before publishing, long days, and words that are never cut."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from tests.services.planning_team import MONDAY, Team, small_team
from tests.views.support import make_context, opened, settle, visited
from workbench import i18n
from workbench.models.planning import Assignment, Task
from workbench.readmodels.planning import WeekWays
from workbench.readmodels.planning_plan import LevelLine, PlanLine, PlanPreview
from workbench.services.workspace import UnitOfWork, Workspace
from workbench.views.context import Context, Destination
from workbench.views.paint import text_width
from workbench.views.planning.auto_plan import change_rows, level_words
from workbench.views.planning.empty_week import EmptyWeek
from workbench.views.planning.outputs import copied_words
from workbench.views.planning.screen import PlanningScreen
from workbench.views.planning.side import reminders_of
from workbench.views.planning.tiles import FigureTile, Tiles
from workbench.views.theme import TextRole, theme
from workbench.views.widgets.basic import ElidedText
from workbench.views.widgets.shell import TopBar

FAR = timedelta(weeks=30)


@pytest.fixture
def team(workspace: Workspace) -> Team:
    return small_team(workspace)


@pytest.fixture
def quiet(team: Team, tmp_path: Path) -> Iterator[Context]:
    """A context around three people and six tasks, without templates."""
    context = make_context(team.workspace, tmp_path)
    yield context
    context.tasks.close()


@pytest.fixture
def large() -> Iterator[None]:
    theme().apply(dark=False, scale=1.5)
    yield
    theme().apply(dark=False, scale=1.0)


def said(context: Context) -> list[tuple[str, str, object]]:
    """(text, label of the action, the action) of every line from now on."""
    heard: list[tuple[str, str, object]] = []
    context.messages.said.connect(lambda _tone, text, label, run: heard.append((text, label, run)))
    return heard


def offered(page: EmptyWeek) -> list[tuple[str, bool]]:
    return [(button.text(), button.isEnabled()) for button in page.buttons if not button.isHidden()]


# ---------------------------------------------------------------- an empty week


@pytest.mark.parametrize(
    ("ways", "expected"),
    [
        (WeekWays(5, 0), [("Copy last week", True), ("Add from templates", False), ("Add a task", True), ("Import tasks", True)]),
        (WeekWays(0, 2), [("Add from templates", True), ("Add a task", True), ("Import tasks", True), ("Copy last week", False)]),
        (WeekWays(0, 0), [("Add a task", True), ("Import tasks", True), ("Add from templates", False), ("Copy last week", False)]),
    ],
)
def test_that_the_next_useful_step_is_the_primary_one(ways: WeekWays, expected: list[tuple[str, bool]], qtbot: QtBot) -> None:
    page = EmptyWeek()
    qtbot.addWidget(page)
    page.show_week(ways, past=False, people=3)
    assert offered(page) == expected
    assert page.button.property("look") == "primary"
    assert all(bool(button.toolTip()) is not button.isEnabled() for button in page.buttons)  # what is not possible says why
    page.show_week(ways, past=True, people=3)
    assert offered(page) == []


def test_that_the_ways_out_of_an_empty_week_lead_there(quiet: Context, qtbot: QtBot) -> None:
    screen = opened(PlanningScreen, quiet, qtbot)
    screen.go_to(MONDAY + FAR)
    settle(qtbot, quiet)
    assert screen.stack.currentWidget() is screen.empty
    assert offered(screen.empty)[0] == ("Add a task", True)
    assert not screen.bar.auto.isEnabled()
    assert screen.bar.auto.toolTip() != ""
    visited.clear()
    button(screen.empty, "import").click()
    assert visited == [Destination("data", {"import": "tasks"})]
    button(screen.empty, "add").click()
    assert screen.side.currentWidget() is screen.side.form
    screen.side.form.close_drawer()
    assert screen.stack.currentWidget() is screen.empty
    screen.go_to(MONDAY + timedelta(days=7))
    settle(qtbot, quiet)
    button(screen.empty, "copy").click()
    settle(qtbot, quiet)
    assert screen.week_state is not None
    assert len(screen.week_state.week.tasks) == 11
    assert screen.bar.auto.isEnabled()


def button(page: EmptyWeek, key: str) -> QPushButton:
    found = page.button_of(key)
    assert found is not None
    return found


def test_that_where_there_is_no_template_this_week_is_offered_as_one(quiet: Context, qtbot: QtBot) -> None:
    screen = opened(PlanningScreen, quiet, qtbot)
    heard = said(quiet)
    screen.actions_.add_templates()
    settle(qtbot, quiet)
    text, label, run = heard[-1]
    assert text.startswith("There is no template yet. A template is a task that comes back every week")
    assert label == "Save this week as templates"
    assert callable(run)
    run()
    settle(qtbot, quiet)
    assert heard[-1][0] == "11 templates were made."


def test_that_a_week_without_tasks_has_no_share_of_them(quiet: Context, qtbot: QtBot) -> None:
    screen = opened(PlanningScreen, quiet, qtbot)
    screen.go_to(MONDAY + FAR)
    settle(qtbot, quiet)
    tiles = screen.tiles.tiles
    assert [(tiles[key].figure, tiles[key].remark) for key in ("assigned", "coverage", "fairness")] == [("–", "no tasks yet")] * 3


# ---------------------------------------------------------------- publishing with open places


def test_that_publishing_with_open_places_asks_once_and_shows_them(quiet: Context, team: Team, qtbot: QtBot) -> None:
    screen = opened(PlanningScreen, quiet, qtbot)
    heard, head = said(quiet), team.workspace.head
    screen.outputs.publish()
    settle(qtbot, quiet)
    text, label, run = heard[-1]
    assert text.startswith("6 places are not filled yet")
    assert (label, team.workspace.head) == ("Publish anyway", head)
    assert screen.side.currentWidget() is screen.side.breakdown
    assert screen.side.breakdown.model is not None
    assert screen.side.breakdown.model.rowCount() == 6
    assert callable(run)
    run()
    settle(qtbot, quiet)
    assert screen.week_state is not None
    assert screen.week_state.week.number == 1


def test_that_the_answer_of_another_week_publishes_nothing(quiet: Context, team: Team, qtbot: QtBot) -> None:
    screen = opened(PlanningScreen, quiet, qtbot)
    heard = said(quiet)
    screen.outputs.publish()
    run = heard[-1][2]
    screen.go_to(MONDAY + FAR)
    settle(qtbot, quiet)
    head = team.workspace.head
    assert callable(run)
    run()
    settle(qtbot, quiet)
    assert (heard[-1][0], team.workspace.head) == ("Another week is shown by now, so nothing was published.", head)


# ---------------------------------------------------------------- a day above the average


def lengthen(team: Team) -> None:
    """P3 has four hours on Tuesday; now there are five."""

    def job(uow: UnitOfWork) -> None:
        uow.session.query(Task).filter_by(title="W1").one().end_minute = 840
        uow.session.query(Task).filter_by(title="W2").one().end_minute = 720

    team.workspace.perform("Longer", job)


def test_that_a_long_day_stands_in_amber_with_its_sentence(quiet: Context, team: Team, qtbot: QtBot) -> None:
    lengthen(team)
    screen = opened(PlanningScreen, quiet, qtbot)
    state = screen.week_state
    assert state is not None
    row = state.row_of[team.people["P3"]]
    assert {cell: hours for cell, (hours, _why) in state.long.items()} == {(row, 1): "5 h"}
    assert "the part-time law means 4 h a day on average" in screen.board.describe(row, 1, 0)
    image = screen.board.viewport().grab().toImage()
    ratio = image.devicePixelRatio()
    amber = screen.board.geo.style.fit_tint["amber"].rgb()
    points = {day: screen.board.geo.cell_rect(row, day).bottomRight() for day in (1, 2)}
    assert [image.pixel(int((p.x() - 3) * ratio), int((p.y() - 4) * ratio)) == amber for p in points.values()] == [True, False]
    assert screen.details is not None
    told = reminders_of(screen.details.facts, screen.details.conflicts, state.name)
    assert [one.text[:2] for one in told if one.tag == "Long day"] == ["P3"]
    assert screen.tiles.tiles["rules"].remark.startswith("1 long day")


def test_that_a_drop_that_makes_a_day_long_is_done_and_told(quiet: Context, team: Team, qtbot: QtBot) -> None:
    """P3 worked four hours on Monday; one more is lawful, and said."""

    def job(uow: UnitOfWork) -> int:
        for name in ("W1", "W2", "W3", "W4", "W6"):
            row = uow.session.query(Task).filter_by(title=name).one()
            row.end_minute = 540 + 120
        made = Task(title="Long", kind="shift", day=MONDAY, start_minute=540, end_minute=840)
        uow.session.add(made)
        uow.session.flush()
        return made.id

    task = team.workspace.perform("Long", job).result
    screen = opened(PlanningScreen, quiet, qtbot)
    state = screen.week_state
    assert state is not None
    block = next(seat for seat in state.seats if seat.task == task)
    judge = screen.moves.judge_for(block)
    assert judge is not None
    verdict = judge(team.people["P3"], 0)
    assert verdict is not None
    assert (verdict.colour, verdict.remark) == ("amber", True)
    heard = said(quiet)
    screen.actions_.drop(state, block, verdict, team.people["P3"], 0)
    settle(qtbot, quiet)
    assert not screen.side.task.reason.isVisible()
    assert any(text.startswith("P3: 5 h on Mon 23 Nov") for text, _label, _run in heard)
    assert screen.week_state is not None
    assert any(one.task_id == task for one in screen.week_state.week.assignments)


# ---------------------------------------------------------------- what the automatic plan changes


def preview(lines: tuple[PlanLine, ...], levels: tuple[LevelLine, ...] = ()) -> PlanPreview:
    return PlanPreview(MONDAY, (), frozenset(), lines, 3, 1, 2, None, None, (), levels, "feasible", 1.0, 1)


def test_that_a_change_of_the_plan_says_day_task_and_from_whom_to_whom() -> None:
    def line(task: int, person: str, *, added: bool, day: int = 0, title: str = "Store X") -> PlanLine:
        return PlanLine(task, ord(person[0]), title, person, MONDAY + timedelta(days=day), 600, added, 840)

    found = change_rows(
        (
            line(2, "李", added=True, day=1, title="Store Y"),
            line(1, "王芳", added=True),
            line(1, "林立", added=False),
            line(3, "周", added=False, day=2, title="Z"),
        )
    )
    assert [row.texts[0] for row in found] == [
        "Mon 23 Nov 10:00–14:00 · Store X\n林立 → 王芳",
        "Tue 24 Nov 10:00–14:00 · Store Y\n(open) → 李",
        "Wed 25 Nov 10:00–14:00 · Z\n周 → (open)",
    ]


def test_that_the_levels_of_a_plan_are_told_without_the_points_it_counts_in() -> None:
    levels = (
        LevelLine("cover", 43637, 43637, True, ""), LevelLine("min_hours", 120, 120, True, ""), LevelLine("fairness_1", 400, 400, True, ""),
        LevelLine("fairness_rest", 9, 10, False, ""), LevelLine("preference", 512, 600, False, ""),
    )  # fmt: skip
    assert level_words(preview((), levels)).splitlines() == [
        "Nothing better exists for: places filled, minimum hours",
        "Good, perhaps not the best: fairness, preferred times",
        "2 h of agreed minimum hours are still missing",
    ]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_that_the_heading_of_the_changes_speaks_of_the_plan(language: str, quiet: Context, qtbot: QtBot) -> None:
    i18n.use(language)
    screen = opened(PlanningScreen, quiet, qtbot)
    lines = (PlanLine(1, 1, "T1", "P1", MONDAY, 540, True, 780),)
    screen.side.preview.show_preview(preview(lines))
    heading = screen.side.preview._changes.table.accessibleName()
    assert heading == {"en": "What this plan changes", "zh_CN": "本方案的变动"}[language]
    i18n.use("en")


def test_that_what_was_copied_is_counted_in_plain_words() -> None:
    from workbench.readmodels.planning import CopyReport, LeftOut

    left = LeftOut("T", MONDAY, "P", "x")
    assert copied_words(CopyReport(1, 1, (left,))) == [
        "1 task was copied.", "1 assignment came along.", "1 would break a rule and was left out.",
    ]  # fmt: skip
    assert copied_words(CopyReport(2, 0, ())) == ["2 tasks were copied.", "0 assignments came along."]


# ---------------------------------------------------------------- nothing is cut


def cut_tiles(tiles: Tiles) -> list[str]:
    """Captions of tiles that are not as high as their words need, or too narrow for their figure."""
    return [
        tile.accessibleName()
        for tile in tiles.tiles.values()
        if tile.height() < tile.needed or text_width(tile.figure, TextRole.FIGURE) > tile._room
    ]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_that_no_tile_and_no_form_is_cut_in_a_small_window(
    language: str, scale: float, context: Context, large: None, qtbot: QtBot
) -> None:
    theme().apply(dark=False, scale=scale, latin=language == "en")
    i18n.use(language)
    screen = opened(PlanningScreen, context, qtbot, 1084 if scale == 1.0 else 1224, 610)
    assert cut_tiles(screen.tiles) == []
    screen.editing.new_task()
    settle(qtbot, context)
    form = screen.side.form
    assert form.width() <= screen.side.width()
    inner = form.body.parentWidget()
    assert inner is not None
    assert inner.minimumSizeHint().width() <= inner.parentWidget().width()
    i18n.use("en")


def test_that_a_tile_puts_its_remark_below_where_there_is_no_room_beside(qtbot: QtBot) -> None:
    tile = FigureTile("assigned", "Assigned")
    qtbot.addWidget(tile)
    tile.show_figure("110 / 116", "6 places open")
    tile.resize(300, 62)
    wide = tile.needed
    tile.resize(120, 62)
    assert tile.needed > wide


def test_that_the_tray_shows_whole_blocks_and_counts_the_rest(context: Context, qtbot: QtBot) -> None:
    screen = opened(PlanningScreen, context, qtbot, 1084, 610)
    tray, state = screen.tray, screen.week_state
    assert state is not None
    shown = [one for one in tray.buttons if not one.isHidden()]
    assert 0 < len(shown) < len(state.seats)
    assert max(one.geometry().right() for one in shown) < tray.area.viewport().width()
    assert tray.more.text() == f"+{len(state.seats) - len(shown)}"
    tray.more.click()
    assert screen.side.currentWidget() is screen.side.breakdown


def test_that_the_search_gives_way_before_the_words_beside_the_title_are_cut(qtbot: QtBot) -> None:
    bar = TopBar("Search people, customers, records")
    qtbot.addWidget(bar)
    bar.resize(900, 56)
    bar.show()
    bar.show_controls([QPushButton("This week"), QPushButton("Publish and print")], QPushButton("Plan automatically"))
    period = bar.findChild(ElidedText)
    assert period is not None
    bar.show_title("Week plan", "week")
    QApplication.processEvents()
    full = bar.search.width()
    bar.show_title("Week plan", "week 48 of 2026 · 23–29 Nov · published, version 1")
    qtbot.waitUntil(lambda: bar.search.width() < full and period.width() >= period.sizeHint().width(), timeout=3_000)


def test_that_the_state_of_a_changed_week_is_short(quiet: Context, team: Team, qtbot: QtBot) -> None:
    screen = opened(PlanningScreen, quiet, qtbot, width=1244)
    assert screen.subtitle() == "week 48 of 2026 · 23–29 Nov · draft"
    screen.resize(1084, 620)
    qtbot.waitUntil(lambda: screen.subtitle() == "23–29 Nov · draft")
    screen.actions_.publish()
    settle(qtbot, quiet)
    team.workspace.perform("Off", lambda uow: uow.session.delete(uow.session.query(Assignment).first()))
    screen.reload()
    settle(qtbot, quiet)
    assert screen.subtitle() == "version 1, changed since"  # the days stand above the board


def test_that_a_meter_tells_agreed_hours_and_whose_limit_it_is(quiet: Context, team: Team, qtbot: QtBot) -> None:
    def agree(uow: UnitOfWork) -> None:
        from workbench.models.people import Engagement, Person

        uow.session.query(Engagement).join(Person).filter(Person.name == "P3").one().weekly_minutes = 1230

    team.workspace.perform("Agree", agree)
    screen = opened(PlanningScreen, quiet, qtbot)
    assert screen.week_state is not None
    tip = screen.week_state.lines[screen.week_state.row_of[team.people["P3"]]].tip
    assert "20.5 h a week are agreed in the contract" in tip
    assert "the law's week of part-time work" in tip

"""The shared widgets: what they say to a screen reader, how they react to keys, and that nothing is cut."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.views.support import type_chinese
from workbench.views.fonts import load_fonts
from workbench.views.paint import text_width, wrapped
from workbench.views.theme import TextRole, Tone, theme
from workbench.views.widgets.basic import Chip, ElidedText, Meter, Surface, Text
from workbench.views.widgets.fields import DateField, NumberField, TimeField
from workbench.views.widgets.forms import FilterField, FormRow, Segmented
from workbench.views.widgets.panels import Drawer, ErrorState, IconButton, LoadingVeil, ProgressLine, left_time
from workbench.views.widgets.rows import ActionRow
from workbench.views.widgets.shell import NavigationRail, RailEntry, StatusBar, TopBar
from workbench.views.widgets.states import MOST_LINES, EmptyState, InlineMessage

LONG = "The backup folder is not available, so no backup was made. Your saved data is safe. Reconnect the disk and try again, please."


@pytest.fixture(autouse=True)
def _themed(qapp: QApplication) -> None:
    load_fonts()
    theme().apply(dark=False, scale=1.0, latin=True)


def name_of(widget: QWidget) -> str:
    found = QAccessible.queryAccessibleInterface(widget)
    return str(found.text(QAccessible.Text.Name)) if found is not None else ""


def test_that_every_widget_has_an_accessible_name(qtbot: QtBot) -> None:
    widgets = [
        Chip("Late", Tone.BAD),
        Meter(0.5),
        IconButton("x", "Close"),
        Drawer("Inspector"),
        Segmented("View", [("a", "People"), ("b", "Days")]),
        FilterField("Name or pinyin"),
        ActionRow("Visit", Tone.WARNING, "16 days", "Plan"),
        InlineMessage(Tone.GOOD, "Done"),
        DateField(date(2026, 11, 23), "Day"),
        TimeField(540, "From"),
        NumberField(3, 1, 5, "Level"),
    ]
    for widget in widgets:
        qtbot.addWidget(widget)
        assert name_of(widget), type(widget).__name__


def test_that_a_label_keeps_its_ink_when_the_theme_changes_before_it_is_shown(qtbot: QtBot) -> None:
    theme().apply(dark=True)
    text = Text("Today", TextRole.TITLE)
    qtbot.addWidget(text)
    theme().apply(dark=False)
    text.show()
    qtbot.waitExposed(text)
    assert text.palette().color(text.foregroundRole()) == QColor(theme().tokens.text)


def test_that_data_is_never_read_as_rich_text(qtbot: QtBot) -> None:
    text = Text("<img src=x>")
    qtbot.addWidget(text)
    assert text.textFormat() is Qt.TextFormat.PlainText


def test_that_a_line_without_room_keeps_its_words_in_the_tooltip(qtbot: QtBot) -> None:
    text = ElidedText(LONG)
    qtbot.addWidget(text)
    text.resize(120, 20)
    text.show()
    assert (text.toolTip(), name_of(text)) == (LONG, LONG)
    text.resize(3000, 20)
    assert text.toolTip() == ""


@pytest.mark.parametrize("width", [420, 700, 1200])
def test_that_a_message_is_never_cut(qtbot: QtBot, width: int) -> None:
    message = InlineMessage(Tone.WARNING, LONG, "Choose a folder")
    qtbot.addWidget(message)
    message.lie_over(QRect(20, 0, width, 700))
    assert message.geometry().bottom() < 700
    message.show()
    assert "…" not in "".join(wrapped(LONG, TextRole.BODY, message._room(), MOST_LINES))
    assert message.height() >= 20 * len(wrapped(LONG, TextRole.BODY, message._room(), MOST_LINES))


def test_that_a_message_in_a_page_fits_its_width(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    room = QVBoxLayout(page)
    message = InlineMessage(Tone.WARNING, LONG, "Back up now")
    room.addWidget(message)
    page.show()
    heights = []
    for width in (1200, 320, 1200):
        page.resize(width, 600)
        for _ in range(4):
            QApplication.processEvents()
        heights.append(message.height())
        for button in message.findChildren(QPushButton):
            assert abs(button.geometry().center().y() - message.rect().center().y()) <= 2
            assert message.rect().contains(button.geometry())
    assert heights[0] == heights[2] < heights[1]


def test_that_wrapping_keeps_every_word() -> None:
    assert "".join(part.replace(" ", "") for part in wrapped(LONG, TextRole.BODY, 200, 20)) == LONG.replace(" ", "")
    assert wrapped("超过一行的中文没有空格也要能够换行显示出来", TextRole.BODY, 100, 2)[1].endswith("…")


def test_that_a_narrow_action_row_takes_a_second_line(qtbot: QtBot) -> None:
    row = ActionRow("Contract", Tone.WARNING, "The agreement of Wu Haiyan ends on 5 December and is to be renewed", "Renew")
    qtbot.addWidget(row)
    assert row.heightForWidth(900) == 33
    assert row.heightForWidth(420) == 52


def test_that_enter_and_space_press_a_painted_button(qtbot: QtBot) -> None:
    row = ActionRow("Visit", Tone.WARNING, "16 days", "Plan")
    qtbot.addWidget(row)
    row.show()
    with qtbot.waitSignal(row.clicked):
        qtbot.keyClick(row, Qt.Key.Key_Space)


def test_that_focus_by_keyboard_shows_a_ring_and_by_mouse_none(qtbot: QtBot) -> None:
    page = QWidget()
    layout = QVBoxLayout(page)
    button, other = IconButton("x", "Close"), QLineEdit()
    layout.addWidget(other)
    layout.addWidget(button)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert button.shows_ring()
    other.setFocus()
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not button.shows_ring()


def test_that_a_refused_field_keeps_its_text_and_says_why(qtbot: QtBot) -> None:
    editor = QLineEdit("-3")
    row = FormRow("Hours", editor, "a week")
    qtbot.addWidget(row)
    row.show()
    row.complain("Hours cannot be negative.")
    assert (editor.text(), row.complaint, editor.accessibleDescription()) == (
        "-3",
        "Hours cannot be negative.",
        "Hours cannot be negative.",
    )
    row.complain("")
    assert (row.complaint, editor.accessibleDescription()) == ("", "a week")


def test_that_a_filter_searches_what_an_input_method_committed(qtbot: QtBot) -> None:
    field = FilterField("Name")
    qtbot.addWidget(field)
    field.show()
    with qtbot.waitSignal(field.filtered) as told:
        type_chinese(field, "曾䶮")
    assert told.args == ["曾䶮"]
    with qtbot.waitSignal(field.filtered) as told:
        qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert told.args == [""]


def test_that_segments_exclude_each_other_and_tell_the_choice(qtbot: QtBot) -> None:
    choice = Segmented("View", [("people", "People"), ("days", "Days")], "days")
    qtbot.addWidget(choice)
    choice.show()
    assert choice.value == "days"
    with qtbot.waitSignal(choice.chosen) as told:
        choice._segments["people"].click()
    assert (told.args, choice.value) == (["people"], "people")


def test_that_a_day_is_told_once_and_only_when_it_changed(qtbot: QtBot) -> None:
    field = DateField(date(2026, 11, 23), "Day")
    qtbot.addWidget(field)
    told: list[object] = []
    field.edited.connect(told.append)
    field.editingFinished.emit()
    field.setDate(field.date().addDays(1))
    field.editingFinished.emit()
    field.editingFinished.emit()
    assert told == [date(2026, 11, 24)]
    assert field.text() == "2026-11-24"


def test_that_a_time_steps_by_quarter_hours(qtbot: QtBot) -> None:
    field = TimeField(9 * 60 + 10, "From")
    qtbot.addWidget(field)
    field.stepBy(1)
    assert (field.minute, field.text()) == (9 * 60 + 15, "09:15")


def test_that_escape_closes_the_drawer(qtbot: QtBot) -> None:
    drawer = Drawer("Visit")
    qtbot.addWidget(drawer)
    drawer.show()
    with qtbot.waitSignal(drawer.closed):
        qtbot.keyClick(drawer, Qt.Key.Key_Escape)
    assert drawer.isHidden()


def test_that_quick_reads_are_never_veiled(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.show()
    veil = LoadingVeil(page)
    veil.start()
    veil.stop()
    qtbot.wait(230)
    assert veil.isHidden()
    veil.start()
    qtbot.waitUntil(veil.isVisible)
    page.resize(500, 400)
    assert veil.size() == page.size()


@pytest.mark.parametrize(
    ("passed", "done", "total", "words"),
    [
        (1.0, 1, 10, ""),
        (10.0, 0, 10, ""),
        (10.0, 5, 10, "less than a minute left"),
        (60.0, 1, 3, "about 2 minutes left"),
        (60.0, 1, 2, "about 1 minute left"),
        (60.0, 2, 2, ""),
    ],
)
def test_that_the_time_left_is_told_in_words(passed: float, done: int, total: int, words: str) -> None:
    assert left_time(passed, done, total) == words


def test_that_cancel_is_asked_once_and_says_that_it_is_stopping(qtbot: QtBot) -> None:
    asked: list[int] = []
    line = ProgressLine("Planning", lambda: asked.append(1))
    qtbot.addWidget(line)
    line.show()
    line.show_step("checking", 3, 10)
    assert line.words == "Planning · checking"
    line._button.click()
    line._button.click()
    assert asked == [1]


def test_that_an_empty_state_teaches_and_offers_one_button(qtbot: QtBot) -> None:
    state = EmptyState("plus", "No customers yet", "Import a list.", "Import")
    qtbot.addWidget(state)
    state.show()
    with qtbot.waitSignal(state.button.clicked):
        qtbot.mouseClick(state.button, Qt.MouseButton.LeftButton)


def test_that_a_failed_read_offers_to_try_again(qtbot: QtBot) -> None:
    state = ErrorState("The disk is gone.")
    qtbot.addWidget(state)
    state.show()
    with qtbot.waitSignal(state.retried):
        state.button.click()


@pytest.mark.parametrize("width", [150, 240, 420, 900])
@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("No customers yet", "Import a list with the customers you have, or add the first one here; everything can be taken back."),
        ("这里还没有客户资料可以显示", "请导入现有的客户清单，或者在这里添加第一位客户；每一步都可以撤销，已有的数据不会改变。"),
        ("This could not be shown", "The file /home/" + "averylongfoldername" * 8 + ".wbdb is not there. Nothing was changed."),
    ],
)
def test_that_the_sentences_of_an_empty_pane_are_never_cut(qtbot: QtBot, width: int, scale: float, title: str, words: str) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    room = QVBoxLayout(holder)
    state = EmptyState("plus", title, words, "Add")
    room.addWidget(state)
    theme().apply(dark=False, scale=scale)
    try:
        holder.resize(width, 200)
        holder.show()
        for _ in range(4):
            QApplication.processEvents()
        for sentence in (state.title, state.words):
            lines = sentence.lines(sentence.width())
            assert "".join("".join(lines).split()) == "".join(sentence.text().split())
            assert sentence.height() >= sentence.heightForWidth(sentence.width())
            assert sentence.geometry().left() >= 0
            assert sentence.geometry().right() <= state.width()
            assert not sentence.geometry().intersects(state.button.geometry())
    finally:
        theme().apply(dark=False)


def test_that_the_rail_tells_the_key_and_collapses_to_56_pixels(qtbot: QtBot) -> None:
    rail = NavigationRail("Workbench", [RailEntry("today", "sun", "Today")], [RailEntry("preferences", "settings", "Settings")])
    qtbot.addWidget(rail)
    rail.show()
    assert rail.width() == 196
    with qtbot.waitSignal(rail.selected) as told:
        rail.items["preferences"].click()
    assert told.args == ["preferences"]
    rail.set_note("today", 3, "")
    assert name_of(rail.items["today"]) == "Today 3"
    rail.set_collapsed(True)
    assert rail.width() == 56


def test_that_a_long_subtitle_gives_way_to_the_buttons(qtbot: QtBot) -> None:
    bar = TopBar("Search people, customers, records")
    qtbot.addWidget(bar)
    bar.show_title("Reviews", LONG * 3)
    bar.resize(1084, 56)
    bar.show()
    assert bar.minimumSizeHint().width() < 600
    assert bar.search.geometry().right() <= bar.width()


def test_that_the_status_line_keeps_to_its_width(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.resize(500, 26)
    bar.show_texts(("Saved · 14:32", "Database: " + "East " * 40, "Last backup: today"), ("Manager", "Ctrl+K commands"))
    bar.show()
    image: QImage = bar.grab().toImage()
    assert image.width() == 500
    assert "Last backup: today" in bar.toolTip()


def test_that_surfaces_paint_their_token(qtbot: QtBot) -> None:
    surface = Surface("sunken")
    qtbot.addWidget(surface)
    surface.resize(20, 20)
    surface.show()
    assert surface.grab().toImage().pixelColor(10, 10) == QColor(theme().tokens.sunken)
    assert text_width("Today", TextRole.TITLE) > text_width("Today", TextRole.BODY)

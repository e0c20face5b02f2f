"""The one-on-one screen through its real widgets: click, type Chinese, keep, undo, rebuild."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QEnterEvent, QFocusEvent, QInputMethodEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.conftest import TODAY
from tests.views.support import make_context, type_chinese, visited, wait
from workbench import i18n
from workbench.readmodels.one_on_ones import DueRow
from workbench.services import one_on_ones as talks
from workbench.services import one_on_ones_record, people
from workbench.services.workspace import Workspace
from workbench.views.context import Context
from workbench.views.itemmodels.one_on_ones import DueListModel
from workbench.views.one_on_ones.context_column import money
from workbench.views.one_on_ones.screen import OneOnOnesScreen
from workbench.views.widgets.keep_timer import PAUSE_MS

Key = Qt.Key
Open = Callable[[Workspace], tuple[OneOnOnesScreen, Context]]
_built: list[OneOnOnesScreen] = []


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    contexts: list[Context] = []

    def run(workspace: Workspace) -> tuple[OneOnOnesScreen, Context]:
        context = make_context(workspace, tmp_path)
        contexts.append(context)
        screen = build(qtbot, context)
        return screen, context

    yield run
    for context in contexts:
        wait(qtbot, context)
        context.tasks.close()
    for screen in _built:  # here and now, on this thread, while somebody still holds them
        screen.close()
        screen.deleteLater()
    QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete.value))
    _built.clear()


def build(qtbot: QtBot, context: Context) -> OneOnOnesScreen:
    screen = OneOnOnesScreen(context)
    _built.append(screen)
    screen.resize(1244, 900)
    with qtbot.waitExposed(screen):
        screen.show()
    screen.activateWindow()
    wait(qtbot, context)
    return screen


def add(workspace: Workspace, name: str = "周喆", code: str = "P1", **fields: Any) -> int:
    fields = {"hired_on": TODAY - timedelta(days=400), **fields}
    return int(workspace.perform("x", lambda uow: people.add_person(uow, name, code=code, **fields)).result)  # type: ignore[call-overload]


def do(workspace: Workspace, service: Callable[..., object], *args: object, **fields: object) -> Any:
    return workspace.perform("x", lambda uow: service(uow, *args, **fields)).result


def card(workspace: Workspace, person: int, talk: int | None = None) -> Any:
    return workspace.read(lambda conn: talks.load_talk(conn, person, TODAY, talk))


def leave(widget: Any) -> None:
    QApplication.sendEvent(widget, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.TabFocusReason))


@pytest.fixture
def zhou(workspace: Workspace) -> int:
    person = add(workspace)
    do(workspace, talks.plan_talk, person, TODAY, 900, 30)
    return person


# ---------------------------------------------------------------- the list


@pytest.mark.parametrize(
    ("fen", "zh", "en"),
    [(1_250_000, "1.3 万元", "¥12.5k"), (125_050, "1,251 元", "¥1,251"), (-1_250_000, "-1.3 万元", "¥-12.5k"),
     (9_007_199_254_740_993_000_001, "9,007,199,254,740,993.0 万元", "¥90,071,992,547,409,930.0k"), (0, "0 元", "¥0")],
)  # fmt: skip
def test_that_money_beside_a_talk_is_rounded_exactly(fen: int, zh: str, en: str) -> None:
    for language, text in (("zh_CN", zh), ("en", en)):
        i18n.use(language)
        assert money(fen) == text
    i18n.use("en")


def test_that_an_empty_team_teaches_what_belongs_here(workspace: Workspace, opened: Open, qtbot: QtBot) -> None:
    screen, _context = opened(workspace)
    assert screen.stack.currentWidget() is screen.empty
    assert not screen.complete_button.isEnabled()
    qtbot.mouseClick(screen.empty.button, Qt.MouseButton.LeftButton)
    assert visited[-1].screen == "people"


def test_that_the_list_is_found_by_pinyin_and_initials_and_enter_opens(workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot) -> None:
    wu = add(workspace, "吴海燕", "P2")
    screen, context = opened(workspace)
    screen.due_list.filter.setFocus()
    for text in ("why", "haiyan", "海燕"):
        screen.due_list.filter.clear()
        if text.isascii():
            qtbot.keyClicks(screen.due_list.filter, text)
        else:
            type_chinese(screen.due_list.filter, text)
        qtbot.waitUntil(lambda: screen.due_list.model.rowCount() == 1)
    qtbot.keyClick(screen.due_list.filter, Key.Key_Return)
    wait(qtbot, context)
    assert screen.head.name.full_text == "吴海燕"
    assert screen.state()["person_id"] == wu
    qtbot.keyClicks(screen.due_list.filter, "zzz")
    qtbot.waitUntil(lambda: screen.due_list.model.rowCount() == 0)
    assert "zzz" in screen.due_list.nothing.text()


def test_that_the_due_list_moves_single_rows_and_keeps_the_selection(qtbot: QtBot, qtmodeltester: Any) -> None:
    def row(person: int, days: int = 1) -> DueRow:
        return DueRow(person, f"P{person}", f"N{person}", "", "soon", TODAY + timedelta(days=days), days, True, person, None, 1, (3, 4))

    model = DueListModel()
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))
    model.set_rows([row(1), row(2), row(3)])
    qtmodeltester.check(model)
    from PySide6.QtCore import QPersistentModelIndex

    kept = QPersistentModelIndex(model.index(2))
    changed: list[int] = []
    model.dataChanged.connect(lambda first, _last: changed.append(first.row()))
    model.set_rows([row(3), row(4), row(1, 5)])
    assert [model.row_at(i).person_id for i in range(model.rowCount())] == [3, 4, 1]
    assert (kept.row(), changed, resets) == (0, [2], [])
    assert model.rowCount(model.index(0)) == 0
    assert model.data(QModelIndex()) is None


def test_that_alt_and_arrows_walk_through_the_people(workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot) -> None:
    add(workspace, "Late One", "P2")
    screen, context = opened(workspace)
    first = screen.head.name.full_text
    qtbot.keyClick(screen, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    wait(qtbot, context)
    assert screen.head.name.full_text != first
    qtbot.keyClick(screen, Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    wait(qtbot, context)
    assert screen.head.name.full_text == first


# ---------------------------------------------------------------- agenda


def test_that_a_chinese_point_is_added_with_enter_ticked_and_undone(workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot) -> None:
    screen, context = opened(workspace)
    qtbot.keyClick(screen, Key.Key_A, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert screen.agenda.field.hasFocus()
    type_chinese(screen.agenda.field, "静安店晚班能否改到周末")
    qtbot.keyClick(screen.agenda.field, Key.Key_Return)
    wait(qtbot, context)
    assert screen.agenda.field.text() == ""
    [line] = screen.agenda.lines
    assert line.edit.text == "静安店晚班能否改到周末"
    qtbot.mouseClick(line.tick, Qt.MouseButton.LeftButton)
    wait(qtbot, context)
    assert card(workspace, zhou).agenda[0].done
    context.tasks.undo(screen)
    wait(qtbot, context)
    assert not screen.agenda.lines[0].tick.isChecked()
    context.tasks.undo(screen)
    wait(qtbot, context)
    assert screen.agenda.lines == []
    assert not screen.agenda.empty.isHidden()


def test_that_a_refused_point_stays_in_its_line_with_the_reason(workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot) -> None:
    screen, context = opened(workspace)
    type_chinese(screen.agenda.field, "长" * 201)
    qtbot.keyClick(screen.agenda.field, Key.Key_Return)
    wait(qtbot, context)
    assert len(screen.agenda.field.text()) == 201
    assert "200" in screen.agenda.problem.text()
    assert not screen.agenda.problem.isHidden()


def test_that_a_point_is_reworded_in_place_and_escape_puts_it_back(workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot) -> None:
    do(workspace, talks.add_point, zhou, "old", TODAY)
    screen, context = opened(workspace)
    edit = screen.agenda.lines[0].edit
    edit.setFocus()
    edit.end()
    type_chinese(edit, "新")
    qtbot.keyClick(edit, Key.Key_Escape)
    assert edit.text == "old"
    edit.end()
    type_chinese(edit, "新")
    qtbot.keyClick(edit, Key.Key_Return)
    wait(qtbot, context)
    assert card(workspace, zhou).agenda[0].text == "old新"
    assert workspace.steps().undo[-1].action == "Reword a point with {person}"


def test_that_a_carried_point_says_since_when(workspace: Workspace, zhou: int, opened: Open) -> None:
    do(workspace, talks.add_point, zhou, "carried", TODAY - timedelta(days=14))
    for _ in range(2):
        do(workspace, talks.complete_talk, card(workspace, zhou).talk_id, TODAY)
    screen, _context = opened(workspace)
    assert "carried 2 times since 9 Nov" in screen.agenda.lines[0].remark.full_text


def test_that_the_question_bank_opens_inline_in_the_present_language(workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot) -> None:
    i18n.use("zh_CN")
    screen, context = opened(workspace)
    qtbot.mouseClick(screen.agenda.bank_link, Qt.MouseButton.LeftButton)
    wait(qtbot, context)
    assert len(screen.agenda.questions) == 5
    question = screen.agenda.questions[0]
    assert question.words == question.question.zh
    qtbot.keyClick(question, Key.Key_Space)
    wait(qtbot, context)
    [point] = card(workspace, zhou).agenda
    assert (point.text, point.raised_by, point.theme) == (question.question.zh, "questions", "work")
    qtbot.mouseClick(screen.agenda.bank_link, Qt.MouseButton.LeftButton)
    assert screen.agenda.bank.isHidden()


# ---------------------------------------------------------------- record


def test_that_a_paragraph_is_kept_after_a_pause_and_a_new_one_waits_below(
    workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot
) -> None:
    screen, context = opened(workspace)
    draft = screen.record.paragraphs[-1]
    draft.edit.setFocus()
    type_chinese(draft.edit, "课程表 12 月起调整。")
    assert card(workspace, zhou).notes == ()
    qtbot.wait(PAUSE_MS + 150)
    wait(qtbot, context)
    assert [n.text for n in card(workspace, zhou).notes] == ["课程表 12 月起调整。"]
    assert screen.record.paragraphs[0] is draft
    assert draft.edit.hasFocus()
    assert [p.note_id > 0 for p in screen.record.paragraphs] == [True, False]
    type_chinese(draft.edit, "可以接受周末班。")
    leave(draft.edit)
    wait(qtbot, context)
    assert [n.text for n in card(workspace, zhou).notes] == ["课程表 12 月起调整。可以接受周末班。"]
    context.tasks.undo(screen)
    wait(qtbot, context)
    assert draft.edit.text == "课程表 12 月起调整。"


def in_sight(screen: OneOnOnesScreen, widget: QWidget) -> bool:
    port = screen.scroller.area.viewport()
    return port.rect().contains(QRect(widget.mapTo(port, QPoint(0, 0)), widget.size()))


@pytest.mark.parametrize("part", ["agenda", "promises"])
def test_that_what_enter_added_and_the_cursor_stay_in_sight(workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot, part: str) -> None:
    screen, context = opened(workspace)
    screen.resize(1084, 590)
    adder = getattr(screen, part)
    adder.start_adding()
    for number in range(14):
        adder.field.setText(f"第 {number + 1} 件")
        qtbot.keyClick(adder.field, Key.Key_Return)
        wait(qtbot, context)
        qtbot.waitUntil(lambda: in_sight(screen, adder.lines[-1]) and in_sight(screen, adder.field), timeout=2000)
    assert len(adder.lines) == 14
    assert screen.scroller.bar.maximum() > 0
    screen.scroller.to_top()  # who looks at something else is left in peace
    screen.reload()
    wait(qtbot, context)
    assert screen.scroller.bar.value() == 0


def test_that_the_cursor_stays_in_sight_while_paragraphs_are_written(workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot) -> None:
    screen, context = opened(workspace)
    screen.resize(1084, 590)
    screen.record.write_on()
    for number in range(10):
        edit = screen.record.paragraphs[-1].edit
        type_chinese(edit, f"第 {number + 1} 段，" + "写得很长很长。" * 12)
        qtbot.keyClick(edit, Key.Key_Return)
        wait(qtbot, context)
        current = screen.record.current()
        assert current is not None
        assert current is not edit
        qtbot.waitUntil(lambda: in_sight(screen, screen.record.paragraphs[-1].edit), timeout=2000)
    assert screen.scroller.bar.value() > 0


def test_that_text_an_input_method_has_not_committed_is_not_kept(workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot) -> None:
    screen, context = opened(workspace)
    draft = screen.record.paragraphs[-1]
    draft.edit.setFocus()
    QApplication.sendEvent(draft.edit, QInputMethodEvent("ke cheng", []))
    qtbot.wait(PAUSE_MS + 150)
    wait(qtbot, context)
    assert card(workspace, zhou).notes == ()


def test_that_a_change_elsewhere_never_overwrites_what_is_being_typed(workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot) -> None:
    note = do(workspace, one_on_ones_record.write_note, zhou, "stored", TODAY)
    screen, context = opened(workspace)
    edit = screen.record.paragraphs[0].edit
    edit.setFocus()
    edit.end()
    type_chinese(edit, "，正在写")
    context.tasks.write(screen, "x", lambda uow: one_on_ones_record.write_note(uow, zhou, "changed elsewhere", TODAY, note_id=note))
    wait(qtbot, context)
    assert edit.text == "stored，正在写"


def test_that_enter_at_the_end_goes_on_with_a_new_paragraph(workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot) -> None:
    screen, context = opened(workspace)
    first = screen.record.paragraphs[-1]
    first.edit.setFocus()
    type_chinese(first.edit, "第一段")
    qtbot.keyClick(first.edit, Key.Key_Return)
    second = screen.record.paragraphs[-1]
    assert second is not first
    assert second.edit.hasFocus()
    type_chinese(second.edit, "第二段")
    qtbot.keyClick(second.edit, Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    screen.flush()
    wait(qtbot, context)
    assert [n.text for n in card(workspace, zhou).notes] == ["第一段", "第二段\n"]


def test_that_an_emptied_paragraph_goes_when_it_is_left(workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot) -> None:
    do(workspace, one_on_ones_record.write_note, zhou, "gone soon", TODAY)
    screen, context = opened(workspace)
    paragraph = screen.record.paragraphs[0]
    paragraph.edit.setFocus()
    paragraph.edit.selectAll()
    qtbot.keyClick(paragraph.edit, Key.Key_Delete)
    screen.promises.field.setFocus()
    wait(qtbot, context)
    assert card(workspace, zhou).notes == ()
    context.tasks.undo(screen)
    wait(qtbot, context)
    assert [p.edit.text for p in screen.record.paragraphs] == ["gone soon", ""]


def test_that_a_sensitive_paragraph_is_veiled_until_it_is_asked_for(workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot) -> None:
    do(workspace, one_on_ones_record.write_note, zhou, "家里有人住院", TODAY, visibility="sensitive")
    screen, _context = opened(workspace)
    paragraph = screen.record.paragraphs[0]
    assert paragraph.edit.isHidden()
    assert "住院" not in paragraph.veil.accessibleName() + paragraph.veil.toolTip()
    qtbot.mouseClick(paragraph.veil, Qt.MouseButton.LeftButton)
    assert paragraph.veil.isHidden()
    assert paragraph.edit.hasFocus()
    screen.hide()
    assert paragraph.edit.isHidden()


def test_that_a_key_changes_who_may_read_the_paragraph(workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot) -> None:
    do(workspace, one_on_ones_record.write_note, zhou, "text", TODAY)
    screen, context = opened(workspace)
    screen.record.paragraphs[0].edit.setFocus()
    for expected in ("manager", "sensitive"):
        qtbot.keyClick(screen.record.paragraphs[0].edit, Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        wait(qtbot, context)
        assert card(workspace, zhou).notes[0].visibility == expected
    assert not screen.record.paragraphs[0].edit.isHidden()


def test_that_mood_is_answered_by_digit_or_click_and_can_be_left_out(workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot) -> None:
    screen, context = opened(workspace)
    qtbot.mouseClick(screen.record.mood.answers[3], Qt.MouseButton.LeftButton)
    screen.record.workload.answers[0].setFocus()
    qtbot.keyClick(screen.record.workload.answers[0], Key.Key_2)
    qtbot.keyClick(screen.record.workload.answers[1], Key.Key_Right)
    wait(qtbot, context)
    assert (card(workspace, zhou).mood, card(workspace, zhou).workload) == (4, 2)
    assert screen.record.workload.answers[2].hasFocus()
    qtbot.mouseClick(screen.record.mood.answers[3], Qt.MouseButton.LeftButton)
    wait(qtbot, context)
    assert card(workspace, zhou).mood == 4  # the same word again keeps it
    qtbot.mouseClick(screen.record.mood.away, Qt.MouseButton.LeftButton)
    qtbot.keyClick(screen.record.workload.answers[2], Key.Key_0)
    wait(qtbot, context)
    assert (card(workspace, zhou).mood, card(workspace, zhou).workload) == (None, None)


# ---------------------------------------------------------------- promises and background


def test_that_a_promise_gets_side_and_date_and_late_ones_say_so(workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot) -> None:
    do(workspace, talks.add_action, zhou, "late", TODAY - timedelta(days=9), due_on=TODAY - timedelta(days=2))
    screen, context = opened(workspace)
    screen.promises.side.set_value("employee")
    type_chinese(screen.promises.field, "旁听渠道谈判")
    qtbot.keyClick(screen.promises.field, Key.Key_Return)
    wait(qtbot, context)
    late, fresh = screen.promises.lines
    assert "2 days late" in late.remark.full_text
    stored = card(workspace, zhou).actions[1]
    assert (stored.side, stored.due_on) == ("employee", TODAY + timedelta(days=7))
    qtbot.mouseClick(fresh.side, Qt.MouseButton.LeftButton)
    late.due.chosen.emit(TODAY + timedelta(days=3))
    wait(qtbot, context)
    assert {a.text: (a.side, a.slips) for a in card(workspace, zhou).actions} == {"late": ("manager", 1), "旁听渠道谈判": ("manager", 0)}
    qtbot.mouseClick(screen.promises.lines[0].tick, Qt.MouseButton.LeftButton)
    wait(qtbot, context)
    assert card(workspace, zhou).context.open_actions == 1


def test_that_thanks_are_written_beside_the_talk(workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot) -> None:
    screen, context = opened(workspace)
    type_chinese(screen.column.thanks, "路演现场成交 6 单")
    qtbot.keyClick(screen.column.thanks, Key.Key_Return)
    wait(qtbot, context)
    assert card(workspace, zhou).context.recognition == ((TODAY, "路演现场成交 6 单"),)
    assert screen.column.thanks.text() == ""
    qtbot.mouseClick(screen.column.chart, Qt.MouseButton.LeftButton)
    assert (visited[-1].screen, visited[-1].what["person_id"]) == ("planning", zhou)


# ---------------------------------------------------------------- plan, skip, complete


def test_that_ctrl_enter_completes_with_the_date_that_was_set_and_undo_reopens(
    workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot
) -> None:
    screen, context = opened(workspace)
    first = card(workspace, zhou).talk_id
    draft = screen.record.paragraphs[-1].edit
    draft.setFocus()
    type_chinese(draft, "最后一句")
    qtbot.keyClick(draft, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    bar = screen.head.bar
    assert not bar.isHidden()
    bar.day.set_day(TODAY + timedelta(days=8))
    bar.time.set_minute(630)
    qtbot.keyClick(bar.day, Key.Key_Return)
    wait(qtbot, context)
    coming = card(workspace, zhou)
    assert (coming.day, coming.start_minute) == (TODAY + timedelta(days=8), 630)
    assert [n.text for n in card(workspace, zhou, first).notes] == ["最后一句"]
    assert [p.edit.text for p in screen.record.paragraphs] == [""]
    assert bar.isHidden()
    context.tasks.undo(screen)
    wait(qtbot, context)
    assert card(workspace, zhou).talk_id == first
    assert [p.edit.text for p in screen.record.paragraphs] == ["最后一句", ""]


def test_that_skipping_without_a_reason_is_refused_in_the_bar(workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot) -> None:
    screen, context = opened(workspace)
    qtbot.mouseClick(screen.head.skip, Qt.MouseButton.LeftButton)
    bar = screen.head.bar
    qtbot.mouseClick(bar.confirm, Qt.MouseButton.LeftButton)
    wait(qtbot, context)
    assert not bar.isHidden()
    assert bar.problem.text()
    type_chinese(bar.reason, "展会")
    qtbot.keyClick(bar.reason, Key.Key_Return)
    wait(qtbot, context)
    assert [(t.state, t.summary) for t in card(workspace, zhou).past] == [("skipped", "展会")]
    qtbot.mouseClick(screen.head.skip, Qt.MouseButton.LeftButton)
    qtbot.keyClick(bar.reason, Key.Key_Escape)
    assert bar.isHidden()


def test_that_an_unplanned_talk_is_planned_and_then_moved_in_place(workspace: Workspace, opened: Open, qtbot: QtBot) -> None:
    person = add(workspace)
    screen, context = opened(workspace)
    assert not screen.complete_button.isEnabled()
    for ahead in (2, 5):
        qtbot.mouseClick(screen.head.plan, Qt.MouseButton.LeftButton)
        bar = screen.head.bar
        bar.day.set_day(TODAY + timedelta(days=ahead))
        type_chinese(bar.place, "三楼")
        qtbot.mouseClick(bar.confirm, Qt.MouseButton.LeftButton)
        wait(qtbot, context)
        assert card(workspace, person).day == TODAY + timedelta(days=ahead)
    assert (card(workspace, person).place, card(workspace, person).start_minute) == ("三楼三楼", None)
    assert screen.complete_button.isEnabled()


def test_that_the_rhythm_is_changed_for_one_person(workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot) -> None:
    screen, context = opened(workspace)
    screen.head.choose_rhythm(7)
    wait(qtbot, context)
    assert screen.head.rhythm.text().startswith("weekly")


def test_that_a_past_talk_opens_and_leads_back(workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot) -> None:
    do(workspace, one_on_ones_record.write_note, zhou, "said then", TODAY)
    first = card(workspace, zhou).talk_id
    do(workspace, talks.complete_talk, first, TODAY)
    screen, context = opened(workspace)
    qtbot.mouseClick(screen.column.past_rows[0], Qt.MouseButton.LeftButton)
    wait(qtbot, context)
    assert [p.edit.text for p in screen.record.paragraphs] == ["said then", ""]
    assert screen.agenda.adder.isHidden()
    assert not screen.complete_button.isEnabled()
    qtbot.mouseClick(screen.head.back, Qt.MouseButton.LeftButton)
    wait(qtbot, context)
    assert screen.state()["talk_id"] is None
    assert [p.edit.text for p in screen.record.paragraphs] == [""]


def test_that_who_has_left_can_be_closed_but_not_planned_again(workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot) -> None:
    do(workspace, people.edit_person, zhou, left_on=TODAY - timedelta(days=1))
    screen, context = opened(workspace)
    screen.restore({"person_id": zhou})
    wait(qtbot, context)
    assert "left on" in screen.head.note.full_text
    assert screen.complete_button.text() == "Complete talk"
    screen.complete()
    qtbot.mouseClick(screen.head.bar.confirm, Qt.MouseButton.LeftButton)
    wait(qtbot, context)
    assert card(workspace, zhou).talk_id is None
    assert screen.agenda.adder.isHidden()
    assert screen.head.plan.isHidden()


# ---------------------------------------------------------------- paper


def test_that_the_record_is_previewed_saved_and_printed_without_private_parts(
    workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    import pypdfium2

    do(workspace, one_on_ones_record.write_note, zhou, "两个人都看得到", TODAY)
    do(workspace, one_on_ones_record.write_note, zhou, "家里有人住院", TODAY, visibility="sensitive")
    screen, context = opened(workspace)
    qtbot.mouseClick(screen.print_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen.preview.page_count > 0, timeout=20_000)
    assert screen.stack.currentWidget() is screen.preview
    target = tmp_path / "record.pdf"
    screen.preview.save_to(str(target))
    wait(qtbot, context)
    pdf = pypdfium2.PdfDocument(target.read_bytes())
    text = pdf[0].get_textpage().get_text_bounded()
    pdf.close()
    assert "都看得到" in text
    assert "住院" not in text
    screen.preview.save_to(str(tmp_path / "nowhere" / "record.pdf"))
    wait(qtbot, context)
    assert "record.pdf" in screen.preview.line.text()
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    screen.preview.print_to(printer)
    wait(qtbot, context)
    assert (tmp_path / "printed.pdf").stat().st_size > 5000
    qtbot.keyClick(screen.preview, Key.Key_Escape)
    assert screen.stack.currentWidget() is not screen.preview


# ---------------------------------------------------------------- rebuild, keys, very full


def test_that_a_rebuild_in_the_other_language_keeps_all_typed_text(workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot) -> None:
    other = add(workspace, "Other", "P2", hired_on=TODAY - timedelta(days=900))
    do(workspace, one_on_ones_record.write_note, zhou, "stored", TODAY)
    screen, context = opened(workspace)
    screen.show_person(zhou)
    wait(qtbot, context)
    type_chinese(screen.agenda.field, "没写完的议题")
    type_chinese(screen.promises.field, "没写完的行动项")
    type_chinese(screen.column.thanks, "没写完的认可")
    edit = screen.record.paragraphs[0].edit
    edit.end()
    type_chinese(edit, "，还在写")
    type_chinese(screen.record.paragraphs[-1].edit, "新的一段")
    assert {p["text"] for p in screen.state()["paragraphs"]} == {"stored，还在写", "新的一段"}
    screen.flush()
    state = screen.state()
    assert state["paragraphs"] == []
    screen.hide()
    i18n.use("zh_CN")
    fresh = build(qtbot, context)
    fresh.restore(state)
    wait(qtbot, context)
    assert fresh.state()["person_id"] == zhou != other
    assert fresh.agenda.field.text() == "没写完的议题"
    assert fresh.promises.field.text() == "没写完的行动项"
    assert fresh.column.thanks.text() == "没写完的认可"
    assert [p.edit.text for p in fresh.record.paragraphs] == ["stored，还在写", "新的一段", ""]
    assert fresh.complete_button.text() == "完成并安排下次"


def test_that_a_refused_paragraph_survives_a_rebuild(workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot) -> None:
    screen, context = opened(workspace)
    draft = screen.record.paragraphs[-1]
    draft.edit.setPlainText("长" * 100_001)
    screen.flush()
    wait(qtbot, context)
    assert "100" in screen.record.problem.text()
    state = screen.state()
    screen.hide()
    fresh = build(qtbot, context)
    fresh.restore(state)
    wait(qtbot, context)
    assert len(fresh.record.paragraphs[0].edit.text) == 100_001
    fresh.record.paragraphs[0].edit.setPlainText("")


def test_that_going_to_another_person_keeps_the_paragraph_for_the_first(
    workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot
) -> None:
    other = add(workspace, "Other", "P2")
    screen, context = opened(workspace)
    screen.show_person(zhou)
    wait(qtbot, context)
    type_chinese(screen.record.paragraphs[-1].edit, "属于周喆")
    screen.show_person(other)
    wait(qtbot, context)
    assert [n.text for n in card(workspace, zhou).notes] == ["属于周喆"]
    assert card(workspace, other).notes == ()
    assert [p.edit.text for p in screen.record.paragraphs] == [""]


def test_that_a_person_named_by_another_screen_is_shown(sample_workspace: Workspace, opened: Open, qtbot: QtBot) -> None:
    screen, context = opened(sample_workspace)
    wanted = screen.due_list.model.row_at(7)
    screen.restore({"person_id": wanted.person_id})
    wait(qtbot, context)
    assert screen.head.name.full_text == wanted.name
    assert "overdue" in screen.subtitle()
    assert {key for key, _text in screen.keys()} >= {"Ctrl+Enter", "Ctrl+Shift+A"}  # noqa: SIM118 - no dictionary
    assert len(screen.commands()) == 3


def test_that_a_person_whose_adding_is_undone_leads_to_who_is_there(workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot) -> None:
    gone = add(workspace, "Gone Soon", "P2")
    screen, context = opened(workspace)
    screen.show_person(gone)
    wait(qtbot, context)
    context.tasks.undo(screen)
    wait(qtbot, context)
    assert screen.state()["person_id"] == zhou
    assert screen.head.name.full_text == "周喆"


def test_that_a_narrow_window_hides_the_background_until_it_is_asked_for(
    workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot
) -> None:
    screen, _context = opened(workspace)
    assert screen.head.background.isHidden()
    screen.resize(904, 560)
    qtbot.waitUntil(screen.column.isHidden)
    assert screen.width() == 904
    qtbot.mouseClick(screen.head.background, Qt.MouseButton.LeftButton)
    assert not screen.column.isHidden()
    assert screen.due_list.isHidden()


def test_that_long_names_many_points_and_two_hundred_people_stay_in_their_room(
    workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot
) -> None:
    def fill(uow: Any) -> None:
        for number in range(200):
            people.add_person(uow, f"欧阳{number}" + "长" * 60, code=f"L{number}", hired_on=TODAY)
        for number in range(25):
            talks.add_point(uow, zhou, f"{number} " + "很长的议题" * 30, TODAY)

    workspace.perform("x", fill)
    screen, context = opened(workspace)
    screen.show_person(zhou)
    wait(qtbot, context)
    assert screen.due_list.model.rowCount() == 201
    assert len(screen.agenda.lines) == 25
    inner = screen.scroller.area.widget()
    assert inner.width() <= screen.scroller.area.viewport().width()
    assert all(line.width() <= screen.agenda.width() for line in screen.agenda.lines)
    line = screen.agenda.lines[0]
    QApplication.sendEvent(line, QEnterEvent(QPoint(2, 2).toPointF(), QPoint(2, 2).toPointF(), QPoint(2, 2).toPointF()))
    assert not screen.grab().isNull()

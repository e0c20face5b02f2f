"""Feedback and the follow-up to mood through the real screen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from tests.conftest import NOW, TODAY
from tests.views.reviews_window import text_of
from tests.views.support import settle, type_chinese
from tests.views.test_one_on_ones_way import Both, Button, Key, Open, card, opened, zhou
from workbench.reports.one_on_one import render_one_on_one
from workbench.services import one_on_ones as talks
from workbench.services import one_on_ones_feedback as service
from workbench.services.workspace import Workspace

__all__ = ["opened", "zhou"]


def test_that_feedback_is_begun_by_key_typed_in_three_parts_and_taken_away(
    workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot
) -> None:
    screen, context = opened()
    qtbot.keyClick(screen, Key.Key_B, Both)
    (line,) = screen.feedback.lines
    for name, text in (("situation", "周六晚班"), ("behaviour", "主动顶班"), ("effect", "没人等")):
        type_chinese(line.fields[name].editor, text)
        line.fields[name].flush()
    settle(qtbot, context)
    (note,) = card(workspace, zhou).notes
    assert (service.parts_of(note.text), note.feedback, note.visibility) == (("周六晚班", "主动顶班", "没人等"), "given_keep", "shared")
    assert [p.note_id for p in screen.record.paragraphs] == [0]  # it is no paragraph of the record
    line.wish.set_value("change")
    line.wish.chosen.emit("change")
    settle(qtbot, context)
    assert card(workspace, zhou).notes[0].feedback == "given_change"
    qtbot.mouseClick(line.remove, Button)
    settle(qtbot, context)
    assert (card(workspace, zhou).notes, screen.feedback.lines) == ((), [])
    context.tasks.undo(screen)
    settle(qtbot, context)
    assert len(screen.feedback.lines) == 1


def test_that_an_answer_about_mood_asks_what_would_make_it_better(workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot) -> None:
    screen, context = opened()
    assert not screen.record.better.isVisible()
    qtbot.mouseClick(screen.record.mood.answers[2], Button)
    settle(qtbot, context)
    assert screen.record.better.isVisible()
    type_chinese(screen.record.better.editor, "少排一个晚班")
    screen.flush()
    settle(qtbot, context)
    assert card(workspace, zhou).better == "少排一个晚班"


def test_that_a_list_goes_on_with_enter_bold_comes_with_ctrl_b_and_paper_shows_neither_mark(
    workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot
) -> None:
    screen, context = opened()
    edit = screen.record.paragraphs[-1].edit
    edit.setFocus()
    type_chinese(edit, "- 送样机")
    qtbot.keyClick(edit, Key.Key_Return)
    type_chinese(edit, "today")
    qtbot.keyClick(edit, Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert edit.text == "- 送样机\n- **today**"
    qtbot.keyClick(edit, Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert edit.text == "- 送样机\n- today"
    qtbot.keyClick(edit, Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    edit.end()
    qtbot.keyClick(edit, Key.Key_Return)
    assert edit.text.endswith("**\n- ")
    qtbot.keyClick(edit, Key.Key_Return)  # an empty item ends the list
    assert edit.text == "- 送样机\n- **today**\n"
    screen.flush()
    settle(qtbot, context)
    talk_id = card(workspace, zhou).talk_id
    document = workspace.read(lambda conn: talks.load_document(conn, talk_id, TODAY, NOW))
    text = text_of(render_one_on_one(document, "en"))
    assert "today" in text
    assert "**" not in text


def test_that_a_file_is_kept_shown_saved_as_it_was_and_taken_away(
    workspace: Workspace, zhou: int, opened: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    screen, context = opened()
    picture = QImage(1200, 300, QImage.Format.Format_RGB32)
    picture.fill(0)
    source, copy = tmp_path / "照片.png", tmp_path / "copy.png"
    assert picture.save(str(source))
    part = screen.attachments
    part.add_path(str(source))
    settle(qtbot, context)
    settle(qtbot, context)
    (line,) = part.lines
    assert (line.row.name, line.row.kind, part.picture.isVisible()) == ("照片.png", "picture", False)
    qtbot.mouseClick(line.show_button, Button)
    qtbot.waitUntil(lambda: part.picture.isVisible(), timeout=5000)
    assert part.picture.pixmap().width() <= 560
    part._saving = line.row
    part.save_to(str(copy))
    qtbot.waitUntil(copy.exists, timeout=5000)
    settle(qtbot, context)
    assert copy.read_bytes() == source.read_bytes()
    qtbot.mouseClick(line.remove, Button)
    settle(qtbot, context)
    assert (part.lines, part.picture.isVisible()) == ([], False)
    big = tmp_path / "film.mp4"
    big.write_bytes(b"x" * (11 * 1024 * 1024))
    part.add_path(str(big))
    settle(qtbot, context)
    qtbot.waitUntil(lambda: "film.mp4" in part.problem.text(), timeout=5000)
    assert part.lines == []

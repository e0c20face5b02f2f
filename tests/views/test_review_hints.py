"""The hint beside a comment: it comes with the text, goes with it, and stops nobody."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.views.reviews_window import make, opening, rest
from tests.views.support import type_chinese
from workbench.services.workspace import Workspace


def test_that_a_comment_about_pregnancy_is_kept_with_a_quiet_hint_that_goes_with_the_undo(
    workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    make(workspace)
    with opening(qtbot, tmp_path) as opened:
        screen = opened(workspace)
        comments = screen.form.comments
        assert comments.hints.isHidden()
        editor = comments.editors["manager_comment"]
        editor.setFocus()
        type_chinese(editor, "怀孕后外勤减少，8月签约 3 单")
        editor.flush()
        rest(qtbot, screen)
        assert not comments.hints.isHidden()
        assert "怀孕" in comments.hints.text()
        assert comments.card is not None
        assert comments.card.texts.manager_comment == "怀孕后外勤减少，8月签约 3 单"
        screen.context.tasks.undo(screen)
        rest(qtbot, screen)
        assert comments.hints.isHidden()

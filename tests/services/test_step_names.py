"""What undo and history say was done: marked words are translated, what people wrote is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import TODAY
from tests.exchange.files import text_file
from workbench import i18n
from workbench.i18n import N_, Word
from workbench.models.people import Team
from workbench.services import imports
from workbench.services.workspace import UnitOfWork, Workspace, step_name


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    before = i18n.language()
    yield
    i18n.use(before)


def add_team(uow: UnitOfWork) -> None:
    uow.session.add(Team(code="T", name="Sales"))


def test_that_a_name_that_is_also_a_word_of_ours_stays_as_it_was_written(workspace: Workspace) -> None:
    i18n.use("zh_CN")
    assert i18n._("Open") != "Open"
    workspace.perform(N_("Change {person}"), add_team, person="Open")
    assert "Open" in step_name(workspace.history()[0])


def test_that_a_marked_word_follows_the_language_also_from_the_history(workspace: Workspace, tmp_path: Path) -> None:
    _report, change = imports.import_file(
        workspace, "people", text_file(tmp_path, "工号,姓名\nE01,张䶮\n", "utf-8", "People.csv"), today=TODAY
    )
    assert change is not None
    (step,) = [one for one in workspace.history() if one.seq == change.seq]
    for language, word in (("en", "People"), ("zh_CN", i18n.catalogue("zh_CN").gettext("People"))):
        i18n.use(language)
        assert step_name(change) == step_name(step)
        assert word in step_name(step).replace("People.csv", "")
        assert "People.csv" in step_name(step)


def test_that_names_with_braces_and_erased_figures_can_be_told(workspace: Workspace) -> None:
    workspace.perform(N_("Change {person}"), add_team, person="{0} {person.__class__}")
    (step,) = workspace.history()[:1]
    assert "{0} {person.__class__}" in step_name(step)
    erased = type(step)(step.seq, step.action, {}, step.at, step.actor)
    assert "…" in step_name(erased)


def test_that_marks_are_kept_apart_from_the_figures(workspace: Workspace) -> None:
    change = workspace.perform("{kind} and {name}", add_team, kind=Word("People"), name="People")
    i18n.use("zh_CN")
    assert step_name(change) == f"{i18n._('People')} and People"

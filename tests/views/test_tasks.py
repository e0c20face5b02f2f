"""Threads: results come back on the main thread, to owners that are still there, and errors find somebody."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from tests.views.support import make_context, wait
from workbench.errors import KnownError, Refused
from workbench.services import people
from workbench.services.workspace import Change, Workspace
from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.tasks import Background, CancelledError, Progress, Tasks


class Owner(QObject):
    """Notes what arrives and on which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.got: list[Any] = []
        self.errors: list[BaseException] = []
        self.threads: set[str] = set()

    def done(self, result: object) -> None:
        self.got.append(result)
        self.threads.add(threading.current_thread().name)

    def failed(self, error: BaseException) -> None:
        self.errors.append(error)
        self.threads.add(threading.current_thread().name)


class SlowWorkspace:
    """A workspace whose answers come when the test says so."""

    def __init__(self) -> None:
        self.asked: Future[Any] = Future()

    def start_read(self, query: object) -> Future[Any]:
        return self.asked


@pytest.fixture
def context(workspace: Workspace, tmp_path: Path, qtbot: QtBot) -> Iterator[Context]:
    made = make_context(workspace, tmp_path)
    yield made
    made.tasks.close()


@pytest.fixture
def slow(qtbot: QtBot) -> Iterator[tuple[SlowWorkspace, Tasks]]:
    fake = SlowWorkspace()
    tasks = Tasks(cast("Workspace", fake))
    yield fake, tasks
    tasks.close()


def test_that_a_read_comes_back_on_the_main_thread(context: Context, qtbot: QtBot) -> None:
    owner = Owner()
    where: list[str] = []

    def job(conn: Any) -> int:
        where.append(threading.current_thread().name)
        return 7

    context.tasks.read(owner, job, owner.done)
    wait(qtbot, context)
    assert (owner.got, owner.threads) == ([7], {"MainThread"})
    assert where != ["MainThread"]


def test_that_a_write_is_told_to_everybody_and_to_its_owner(context: Context, qtbot: QtBot) -> None:
    owner = Owner()
    with qtbot.waitSignal(context.hub.changed) as told:
        context.tasks.write(owner, "Add {name}", partial(people.add_person, name="曾䶮"), owner.done, name="曾䶮")
    wait(qtbot, context)
    assert told.args is not None
    change = told.args[0]
    assert isinstance(change, Change)
    assert owner.got == [change]
    assert ("person" in change.tables, change.params) == (True, {"name": "曾䶮"})


def test_that_undo_and_redo_are_told_as_changes(context: Context, qtbot: QtBot) -> None:
    owner = Owner()
    context.tasks.write(owner, "Add", partial(people.add_person, name="曾䶮"))
    wait(qtbot, context)
    seen: list[str] = []
    context.hub.changed.connect(lambda change: seen.append(change.op))
    context.tasks.undo(owner, owner.done)
    context.tasks.redo(owner, owner.done)
    wait(qtbot, context)
    assert seen == ["undo", "redo"]


def test_that_a_refusal_reaches_the_form_that_asked(context: Context, qtbot: QtBot) -> None:
    owner = Owner()
    context.tasks.write(owner, "Add", partial(people.add_person, name="  "), owner.done, owner.failed)
    wait(qtbot, context)
    assert owner.got == []
    assert isinstance(owner.errors[0], KnownError)
    assert words_of(owner.errors[0])


def test_that_an_error_nobody_waits_for_is_said_by_the_window(context: Context, qtbot: QtBot) -> None:
    owner = Owner()
    with qtbot.waitSignal(context.tasks.failed) as told:
        context.tasks.write(owner, "Add", partial(people.add_person, name="  "), owner.done)
    assert told.args is not None
    assert isinstance(told.args[0], KnownError)


def test_that_a_fault_of_ours_is_said_without_its_words(context: Context, qtbot: QtBot) -> None:
    owner = Owner()

    def broken(conn: Any) -> int:
        raise ZeroDivisionError("the secret of 曾䶮")

    context.tasks.read(owner, broken, owner.done, owner.failed)
    wait(qtbot, context)
    assert "secret" not in words_of(owner.errors[0])


def test_that_an_owner_that_is_gone_is_left_alone(slow: tuple[SlowWorkspace, Tasks], qtbot: QtBot) -> None:
    fake, tasks = slow
    owner = Owner()
    got = owner.got
    tasks.read(owner, lambda conn: 1, owner.done)
    owner.deleteLater()
    qtbot.waitUntil(lambda: not _alive(owner))
    fake.asked.set_result("too late")
    qtbot.waitUntil(lambda: tasks.idle)
    assert got == []


def _alive(owner: QObject) -> bool:
    from shiboken6 import isValid

    gc.collect()
    return bool(isValid(owner))


def test_that_an_answer_after_closing_is_dropped(slow: tuple[SlowWorkspace, Tasks], qtbot: QtBot) -> None:
    fake, tasks = slow
    owner = Owner()
    tasks.read(owner, lambda conn: 1, owner.done)
    tasks.close()
    fake.asked.set_result("too late")
    qtbot.wait(20)
    assert owner.got == []


def test_that_long_work_tells_its_progress_and_its_result(context: Context, qtbot: QtBot) -> None:
    owner = Owner()
    steps: list[tuple[str, int, int]] = []
    context.tasks.progressed.connect(lambda _p, text, done, total: steps.append((text, done, total)))

    def job(progress: Progress) -> str:
        progress.step("half", 1, 2)
        progress.step("all", 2, 2)
        return "plan"

    context.tasks.work(owner, job, owner.done)
    wait(qtbot, context)
    assert owner.got == ["plan"]
    assert steps[-1] == ("all", 2, 2)


def test_that_cancel_stops_long_work_and_says_so_kindly(context: Context, qtbot: QtBot) -> None:
    owner = Owner()
    begun = threading.Event()

    def job(progress: Progress) -> None:
        begun.set()
        for _ in range(10_000):
            progress.check()
            threading.Event().wait(0.001)

    progress = context.tasks.work(owner, job, owner.done, owner.failed)
    assert begun.wait(5)
    progress.cancel()
    wait(qtbot, context)
    assert [type(error) for error in owner.errors] == [CancelledError]


def test_that_closing_stops_long_work(workspace: Workspace, tmp_path: Path, qtbot: QtBot) -> None:
    context = make_context(workspace, tmp_path)
    stopped = threading.Event()

    def job(progress: Progress) -> None:
        while not progress.cancelled:
            threading.Event().wait(0.001)
        stopped.set()

    context.tasks.work(Owner(), job, Owner().done)
    context.tasks.close()
    assert stopped.is_set()


def test_that_steps_are_not_told_faster_than_eyes_follow() -> None:
    told: list[int] = []
    progress = Progress(lambda text, done, total: told.append(done))
    for done in range(1, 5001):
        progress.step("counting", done, 5000)
    assert told[-1] == 5000
    assert len(told) < 200


def test_that_opening_off_the_main_thread_ends_in_done_or_failed(qtbot: QtBot) -> None:
    background, owner = Background(), Owner()

    def refused() -> None:
        raise Refused("Not today.")

    background.run(owner, lambda: 5, owner.done, owner.failed)
    background.run(owner, refused, owner.done, owner.failed)
    qtbot.waitUntil(lambda: len(owner.got) + len(owner.errors) == 2)
    background.close()
    assert (owner.got, owner.threads) == ([5], {"MainThread"})


def test_that_nobody_goes_on_with_an_opening_that_was_closed_before_it_came_back(qtbot: QtBot) -> None:
    background, owner = Background(), Owner()
    background.run(owner, lambda: 5, owner.done, owner.failed)
    background.close()
    qtbot.wait(50)
    assert (owner.got, owner.errors) == ([], [])

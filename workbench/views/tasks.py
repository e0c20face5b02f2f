"""The only place of the window with threads: reads and writes on the database thread, long work beside it.

Results come back as calls of bound methods of the owner, always on the main thread; an owner that is
gone in the meantime is left alone. One bridge object carries everything across.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from workbench import logs
from workbench.errors import KnownError
from workbench.i18n import N_
from workbench.services.workspace import Change

if TYPE_CHECKING:  # these would load SQLAlchemy before the first frame
    from workbench.services.workspace import Reader, UnitOfWork, Workspace

T = TypeVar("T")
Done = Callable[[Any], None]
Failed = Callable[[BaseException], None]


class CancelledError(KnownError):
    """The user stopped the work; nothing of it was kept."""

    sentence = N_("Stopped. Nothing was changed.")


class Progress:
    """What long work says of itself, and whether it should stop. Safe to call from the worker."""

    def __init__(self, report: Callable[[str, int, int], None], title: str = "") -> None:
        self._report = report
        self.title = title
        self._stop = threading.Event()
        self._last = 0.0
        self.started = time.monotonic()

    @property
    def cancelled(self) -> bool:
        return self._stop.is_set()

    def cancel(self) -> None:
        self._stop.set()

    def check(self) -> None:
        """Leave the work here when the user asked to stop."""
        if self.cancelled:
            raise CancelledError

    def step(self, text: str, done: int = 0, total: int = 0) -> None:
        """`total` 0 means that nobody knows how much there is. Told at most twenty times a second."""
        now = time.monotonic()
        if now - self._last > 0.05 or done >= total:
            self._last = now
            self._report(text, done, total)


class _Bridge(QObject):
    """Lives on the main thread; the queued signal is the only way from a worker to a widget."""

    arrived = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def _on_arrived(self, call: Callable[[], None]) -> None:
        call()


class Tasks(QObject):
    """Runs jobs for screens; `changed` carries every Change after its COMMIT, `progressed` what long work says.

    `started` and `ended` carry the Progress of long work, `saving` tells whether a write is under way.
    """

    changed = Signal(object)
    failed = Signal(object)
    busy = Signal(int)
    saving = Signal(bool)
    started = Signal(object)
    progressed = Signal(object, str, int, int)
    ended = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._bridge = _Bridge()
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="work")
        self._running: set[Future[Any]] = set()
        self._waiting: dict[int, tuple[Future[Any], QObject, Done | None, Failed | None, bool]] = {}
        self._last_token = 0
        self._progresses: set[Progress] = set()
        self._writes = 0
        self.refused_writes = 0
        self.last_refusal: BaseException | None = None  # of a write
        self._closed = False

    # -- what screens call

    def read(self, owner: QObject, job: Callable[[Reader], T], done: Done, failed: Failed | None = None) -> None:
        """Read on the database thread; `done` gets plain data. After the end (a timer that still fires) nothing is read."""
        if self._closed:
            return
        self._watch(self._workspace.start_read(job), owner, done, failed, tells=False)

    def write(
        self,
        owner: QObject,
        action: str,
        job: Callable[[UnitOfWork], object],
        done: Done | None = None,
        failed: Failed | None = None,
        *,
        undoable: bool = True,
        **params: object,
    ) -> None:
        """One user action: one transaction, one undo step named by `action` (a message id) and its figures."""
        self._watch(self._workspace.start_perform(action, job, undoable=undoable, **params), owner, done, failed, tells=True)

    def undo(self, owner: QObject, done: Done | None = None) -> None:
        self._watch(self._workspace.start_undo(), owner, done, None, tells=True)

    def redo(self, owner: QObject, done: Done | None = None) -> None:
        self._watch(self._workspace.start_redo(), owner, done, None, tells=True)

    def undo_step(self, owner: QObject, seq: int, done: Done | None = None) -> None:
        self._watch(self._workspace.start_undo_step(seq), owner, done, None, tells=True)

    def follow(self, owner: QObject, future: Future[Any], done: Done, failed: Failed | None = None) -> None:
        """Bring the result of any future of the workspace back to the owner."""
        self._watch(future, owner, done, failed, tells=False)

    def work(self, owner: QObject, job: Callable[[Progress], T], done: Done, failed: Failed | None = None, title: str = "") -> Progress:
        """Long work on a thread of its own; cancel through the returned object.

        With a title the window shows its progress, the time left and Cancel; without one the screen does.
        """
        return self._long(owner, job, done, failed, title, tells=False)

    def write_long(
        self,
        owner: QObject,
        action: str,
        job: Callable[[UnitOfWork, Progress], object],
        done: Done | None = None,
        failed: Failed | None = None,
        *,
        before: Callable[[Progress], object] | None = None,
        title: str = "",
        **params: object,
    ) -> Progress:
        """A write that tells its progress and can be cancelled; then, as after any error, nothing of it is kept.

        `before` runs ahead of it beside the database thread, a backup for instance; when it fails nothing is written.
        """
        workspace = self._workspace

        def run(progress: Progress) -> Change:
            if before is not None:
                before(progress)
            progress.check()
            return workspace.perform(action, lambda uow: job(uow, progress), undoable=True, **params)

        return self._long(owner, run, done, failed, title, tells=True)

    def _long(
        self, owner: QObject, job: Callable[[Progress], Any], done: Done | None, failed: Failed | None, title: str, *, tells: bool
    ) -> Progress:
        progress = Progress(lambda text, n, total: self._say(lambda: self.progressed.emit(progress, text, n, total)), title)
        if self._closed:  # a timer that still fires while the window goes
            progress.cancel()
            return progress
        self._progresses.add(progress)
        self.started.emit(progress)
        future = self._pool.submit(job, progress)
        future.add_done_callback(lambda _f: self._say(lambda: self._work_ended(progress)))
        self._watch(future, owner, done, failed, tells=tells)
        return progress

    @property
    def is_saving(self) -> bool:
        """True while a write is under way."""
        return self._writes > 0

    @property
    def idle(self) -> bool:
        """True when nothing is under way; tests wait for it."""
        return not self._running

    def close(self) -> None:
        """Stop long work and forget what would still arrive."""
        self._closed = True
        for progress in list(self._progresses):
            progress.cancel()
        self._pool.shutdown(wait=True)

    # -- the way back

    def _work_ended(self, progress: Progress) -> None:
        self._progresses.discard(progress)
        self.ended.emit(progress)

    def _say(self, call: Callable[[], None]) -> None:
        if not self._closed:
            self._bridge.arrived.emit(call)

    def _watch(self, future: Future[Any], owner: QObject, done: Done | None, failed: Failed | None, *, tells: bool) -> None:
        self._running.add(future)
        self.busy.emit(len(self._running))
        if tells:
            self._writes += 1
            self.saving.emit(True)
        # The future carries a number only: the last reference to a widget must never fall on another thread.
        self._last_token += 1
        token = self._last_token
        self._waiting[token] = (future, owner, done, failed, tells)
        future.add_done_callback(lambda _future: self._say(lambda: self._arrived(token)))

    def _arrived(self, token: int) -> None:
        """On the main thread."""
        future, owner, done, failed, tells = self._waiting.pop(token)
        self._running.discard(future)
        self.busy.emit(len(self._running))
        error = future.exception()
        if error is not None:
            self._complain(error, owner, failed)
        if tells:
            self._writes -= 1
            if error is not None:
                self.refused_writes, self.last_refusal = self.refused_writes + 1, error
            self.saving.emit(self._writes > 0)
        if error is not None:
            return
        result = future.result()
        if tells and isinstance(result, Change):
            self.changed.emit(result)
        if done is not None and isValid(owner):
            done(result)

    def _complain(self, error: BaseException, owner: QObject, failed: Failed | None) -> None:
        if not isinstance(error, KnownError):
            logs.record(error, "task")
        else:
            logging.getLogger("workbench").info("refused: %s", type(error).__name__)
        if failed is not None and isValid(owner):
            failed(error)
        else:
            self.failed.emit(error)


class Background(QObject):
    """The same way back for work that has no database yet: opening, creating, filling the sample team."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = _Bridge()
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="open")
        self._waiting: dict[int, tuple[Future[Any], QObject, Done, Failed]] = {}
        self._last_token = 0
        self._closed = False

    def run(self, owner: QObject, job: Callable[[], T], done: Done, failed: Failed) -> None:
        """`done` or `failed` is called on the main thread, unless the owner is gone or the work was closed before."""
        future = self._pool.submit(job)
        self._last_token += 1
        token = self._last_token
        self._waiting[token] = (future, owner, done, failed)  # the future carries a number only, as in `Tasks`
        future.add_done_callback(lambda _future: self._bridge.arrived.emit(lambda: self._arrived(token)))

    def prepare(self, job: Callable[[], None]) -> None:
        """Work that nobody waits for; what goes wrong is in the log and shows where it is needed."""
        self._pool.submit(job).add_done_callback(_log_fault)

    def _arrived(self, token: int) -> None:
        future, owner, done, failed = self._waiting.pop(token)
        error = future.exception()
        if error is not None and not isinstance(error, KnownError):
            logs.record(error, "background")
        if isValid(owner) and not self._closed:
            if error is not None:
                failed(error)
            else:
                done(future.result())

    def close(self) -> None:
        """What is under way is finished, and nobody is told: who would go on with it is leaving."""
        self._closed = True
        self._pool.shutdown(wait=True)


def _log_fault(future: Future[None]) -> None:
    error = future.exception()
    if error is not None:
        logs.record(error, "prepare")

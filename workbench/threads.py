"""The few threads that are neither the database's nor a task of the window: each ends before its caller goes on.

Whatever goes wrong on one of them is raised where it was started, never lost.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")


@contextmanager
def watching(seconds: float, look: Callable[[], None], name: str) -> Iterator[None]:
    """Call `look` every so many seconds while the block runs. Its first error ends the watch and is raised after the block."""
    done = threading.Event()
    problems: list[BaseException] = []

    def watch() -> None:
        try:
            while not done.wait(seconds):
                look()
        except BaseException as error:  # carried over to the caller's thread
            problems.append(error)

    thread = threading.Thread(target=watch, name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
    if problems:
        raise problems[0]


@contextmanager
def deadline(seconds: float, late: Callable[[], None], name: str) -> Iterator[threading.Event]:
    """Call `late` once when the block still runs after so many seconds; the event then says that it was so."""
    passed = threading.Event()

    def strike() -> None:
        if not passed.is_set():
            passed.set()
            late()

    with watching(seconds, strike, name):
        yield passed


@contextmanager
def beside(job: Callable[[], None], name: str) -> Iterator[None]:
    """Run `job` on a thread while the block runs; both have ended after it. An error of the job is raised then."""
    problems: list[BaseException] = []

    def run() -> None:
        try:
            job()
        except BaseException as error:  # carried over to the caller's thread
            problems.append(error)

    thread = threading.Thread(target=run, name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        thread.join()
    if problems:
        raise problems[0]


class Helper:
    """One worker for jobs beside the database thread, started with the first of them; each job's future holds its error."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._pool: ThreadPoolExecutor | None = None

    def submit(self, job: Callable[[], T]) -> Future[T]:
        with self._lock:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=self._name)
            return self._pool.submit(job)

    def close(self) -> None:
        """Finish what runs and end the thread. Safe to call twice."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True)

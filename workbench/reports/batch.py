"""A whole cycle into a folder: one evaluation at a time, so that memory stays flat however many there are.

A file appears under its name only when it is complete; what was printed before a cancel or a full disk stays.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import ClassVar

from workbench.errors import N_, KnownError
from workbench.files import NotWrittenError, safe_name, write_whole
from workbench.readmodels.documents import EvaluationDocument
from workbench.reports.evaluation import render_evaluation

Progress = Callable[[int], None]
Cancelled = Callable[[], bool]


class FolderUnusableError(KnownError):
    """The folder went away, is read-only, or the disk is full."""

    sentence: ClassVar[str] = N_(
        "The evaluations could not be written to {folder}. What was printed before is complete; choose another folder and print again."
    )


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """One finished file of a batch."""

    record: str
    path: Path
    size: int


def print_one(document: EvaluationDocument, language: str, path: Path) -> PrintedFile:
    """Print one evaluation to `path`, all or nothing."""
    data = render_evaluation(document, language=language)
    try:
        write_whole(path, data)
    except NotWrittenError as error:
        raise FolderUnusableError(error.detail, folder=str(path.parent)) from error
    return PrintedFile(document.record_number, path, len(data))


def _free_path(folder: Path, document: EvaluationDocument, taken: set[str]) -> Path:
    """A name of its own within this batch; the same batch into the same folder replaces its files."""
    name = safe_name(document.record_number, document.person_name)
    tried, at = name, 1
    while tried.casefold() in taken:
        at += 1
        tried = f"{name} ({at})"
    taken.add(tried.casefold())
    return folder / f"{tried}.pdf"


def render_many(
    documents: Iterable[EvaluationDocument],
    language: str,
    folder: Path,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    *,
    processes: int = 1,
) -> Iterator[PrintedFile]:
    """Print evaluations one by one and yield each file as it is finished.

    `documents` may be a generator: never more than two a process are held. `progress` is called with the number done,
    `cancelled` is asked before each one. `processes` above 1 prints in that many processes; order and bytes stay the same.
    Raises FolderUnusableError when the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderUnusableError(str(error), folder=str(folder)) from error
    jobs = _jobs(documents, folder, cancelled)
    printed = _one_process(jobs, language) if processes < 2 else _many_processes(jobs, language, processes)
    for done, file in enumerate(printed, 1):
        if progress is not None:
            progress(done)
        yield file


Job = tuple[EvaluationDocument, Path]


def _jobs(documents: Iterable[EvaluationDocument], folder: Path, cancelled: Cancelled | None) -> Iterator[Job]:
    taken: set[str] = set()
    for document in documents:
        if cancelled is not None and cancelled():
            return
        yield document, _free_path(folder, document, taken)


def _one_process(jobs: Iterable[Job], language: str) -> Iterator[PrintedFile]:
    for document, path in jobs:
        yield print_one(document, language, path)


def _many_processes(jobs: Iterator[Job], language: str, processes: int) -> Iterator[PrintedFile]:
    waiting: deque[Future[PrintedFile]] = deque()
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        for document, path in jobs:
            waiting.append(pool.submit(print_one, document, language, path))
            if len(waiting) >= 2 * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

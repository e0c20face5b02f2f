"""The evaluation on paper: pages to look at, and a whole cycle into a folder. Runs on a worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path

from workbench.readmodels.documents import EvaluationDocument
from workbench.services import reviews_print
from workbench.services.workspace import Reader, Workspace
from workbench.views.paper import Sheets, render_pages
from workbench.views.tasks import Progress


def load_document(conn: Reader, *, review_id: int, today: date, actor: str) -> EvaluationDocument:
    """The paper of a review as it is when this is called, on the database thread."""
    return reviews_print.load_paper(conn, review_id, today, datetime.now().astimezone(), actor)


def read_document(workspace: Workspace, review_id: int, *, today: date, actor: str) -> EvaluationDocument:
    """The same for work beside the database thread: waits for it."""
    return workspace.read(partial(load_document, review_id=review_id, today=today, actor=actor))


def make_sheets(document: EvaluationDocument, language: str, width: float) -> Sheets:
    """Print a document into memory and picture its pages `width` pixels wide."""
    from workbench.reports.evaluation import render_evaluation

    data = render_evaluation(document, language=language)
    return Sheets(data, render_pages(data, width=width))


def print_folder(
    review_ids: Sequence[int], read: Callable[[int], EvaluationDocument], language: str, folder: Path, progress: Progress
) -> tuple[int, bool]:
    """Write one PDF a person; returns how many, and whether the user stopped it. What was written stays."""
    from workbench.reports.batch import render_many

    names: list[str] = []

    def documents() -> Iterator[EvaluationDocument]:
        for review_id in review_ids:
            document = read(review_id)
            names.append(document.person_name)
            yield document

    done = 0
    for _file in render_many(documents(), language, folder, None, lambda: progress.cancelled):
        done += 1
        progress.step(names[done - 1], done, len(review_ids))
    return done, progress.cancelled and done < len(review_ids)

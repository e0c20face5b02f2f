"""The week for the wall: previewed, printed and saved by the common page; what is its own stands here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from PySide6.QtGui import QImage

from workbench.i18n import _
from workbench.models.values.periods import Week
from workbench.services import planning
from workbench.services.workspace import Reader
from workbench.views import paper
from workbench.views.context import Context
from workbench.views.tasks import Progress
from workbench.views.widgets.paper_page import PaperPage

PICTURE_SCALE = 2.0  # 144 dots an inch


def render(document: Any, language: str) -> bytes:
    """The PDF of a week; ReportLab is imported here, on the worker."""
    from workbench.reports.week import render_week

    return render_week(document, language)


def render_slips(document: Any, language: str) -> bytes:
    """The PDF of everybody's slips."""
    from workbench.reports.week_slips import render_slips

    return render_slips(document, language)


def week_paper(context: Context, *, slips: bool = False) -> PaperPage:
    """The page, for the sheet on the wall or for slips to hand out; `show_week` fills it."""
    title, how = (_("Slips"), render_slips) if slips else (_("Week plan"), render)
    return PaperPage(context, title, _("as it is saved now"), _("Back to the week"), how)


def reading(context: Context, monday: date, person: int | None = None) -> Callable[[Reader], Any]:
    """Reads the week as it is now, of everybody or of one person."""
    now, actor, today = datetime.now(UTC).astimezone(), context.workspace.actor, context.today()
    return partial(planning.week_document, monday=monday, today=today, now=now, actor=actor, only=person)


def picture(document: Any, language: str, _progress: Progress) -> QImage:
    """The sheet as one picture, sharp enough to be read on a phone."""
    return paper.one_picture(paper.render_pages(render(document, language), scale=PICTURE_SCALE))


def slip_picture(document: Any, language: str, _progress: Progress) -> QImage:
    """The slip of a document of one person as a picture, without the empty rest of its page."""
    return paper.without_gaps(paper.one_picture(paper.render_pages(render_slips(document, language), scale=PICTURE_SCALE)))


def show_week(page: PaperPage, monday: date) -> None:
    """Read the week as it is now and show its page."""
    page.show_paper(reading(page.context, monday), f"{Week.from_date(monday)}.pdf")

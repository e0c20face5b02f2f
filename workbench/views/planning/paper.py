"""The week for the wall: previewed, printed and saved by the common page; what is its own stands here."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from workbench.i18n import _
from workbench.models.values.periods import Week
from workbench.services import planning
from workbench.views.context import Context
from workbench.views.widgets.paper_page import PaperPage


def render(document: Any, language: str) -> bytes:
    """The PDF of a week; ReportLab is imported here, on the worker."""
    from workbench.reports.week import render_week

    return render_week(document, language)


def week_paper(context: Context) -> PaperPage:
    """The page; `show_week` fills it."""
    return PaperPage(context, _("Week plan"), _("as it is saved now"), _("Back to the week"), render)


def show_week(page: PaperPage, monday: date) -> None:
    """Read the week as it is now and show its page."""
    now, actor, today = datetime.now(UTC).astimezone(), page.context.workspace.actor, page.context.today()
    page.show_paper(partial(planning.week_document, monday=monday, today=today, now=now, actor=actor), f"{Week.from_date(monday)}.pdf")

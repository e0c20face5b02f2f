"""The record on paper: the shared part only, previewed, printed and saved by the common page."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton

from workbench.i18n import _
from workbench.services import one_on_ones as service
from workbench.views.context import Context
from workbench.views.theme import METRICS, icon, theme
from workbench.views.widgets.paper_page import PaperPage

WIDEST = 620


def render(document: Any, language: str) -> bytes:
    """The PDF of a record; ReportLab is imported here, on the worker."""
    from workbench.reports.one_on_one import render_one_on_one

    return render_one_on_one(document, language)


def record_paper(context: Context) -> PaperPage:
    """The page; `show_talk` fills it."""
    note = _("Only what both of you may read is printed")
    return PaperPage(context, _("Record for paper"), note, _("Back to the talk"), render, most=WIDEST)


def show_talk(page: PaperPage, talk_id: int) -> None:
    """Make the paper of a talk and show it."""
    job = partial(service.load_document, talk_id=talk_id, today=page.context.today(), generated_at=datetime.now(UTC))
    page.show_paper(job, f"{_('One-on-one')} {talk_id}.pdf")


class PrintButton(QPushButton):
    """The button of the top bar; its picture follows the theme."""

    def __init__(self) -> None:
        super().__init__(" " + _("Print record"))
        self.setAccessibleName(_("Print record"))
        theme().changed.connect(self._show_icon)
        self._show_icon()

    @Slot()
    def _show_icon(self) -> None:
        self.setIcon(icon("printer", theme().tokens.text, METRICS.control // 2))

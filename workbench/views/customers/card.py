"""Everything on one customer in four parts, edited in place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy

from workbench.i18n import N_, _
from workbench.models.values.labels import GRADE_LABELS
from workbench.models.values.money import Money
from workbench.readmodels.customers import CustomerRow
from workbench.views.context import Destination
from workbench.views.customers.deals import DealsPage, VisitsPage
from workbench.views.customers.master import MasterPage, OwnerPage
from workbench.views.customers.page import CustomerFile
from workbench.views.theme import TextRole, Tone, theme
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Chip, Text
from workbench.views.widgets.parts import Part
from workbench.views.widgets.record_panel import RecordPanel

LINK_PADDING = 8  # the style sheet's padding and border, both sides
PARTS: tuple[tuple[str, str, Callable[[], Part[Any]]], ...] = (
    ("customer", N_("Customer"), MasterPage),
    ("owner", N_("Owner"), OwnerPage),
    ("deals", N_("Deals"), DealsPage),
    ("visits", N_("Visits"), VisitsPage),
)


def visit_words(row: CustomerRow, today: date) -> tuple[str, Tone]:
    """How long ago the last visit was, and whether the next one is due or late."""
    tone = {"due": Tone.WARNING, "late": Tone.BAD}.get(row.visit, Tone.NEUTRAL)
    if row.last_visit is None:
        words = {"due": _("never visited, due"), "late": _("never visited, late")}
        return words.get(row.visit, _("never visited")), tone
    days = (today - row.last_visit).days
    words = {"due": _("{days} d ago, due", days=days), "late": _("{days} d ago, late", days=days)}
    return words.get(row.visit, _("{days} d ago", days=days) if days else _("today")), tone


class LinkButton(QPushButton):
    """A link that shortens itself with … where the room ends; a screen reader hears all of it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "link")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._full = ""

    def show_text(self, text: str) -> None:
        self._full = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._fit()

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideRight, self.width() - LINK_PADDING))

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._full) + LINK_PADDING + 1, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(theme().px(40), self.sizeHint().width()), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


class CustomerPanel(RecordPanel):
    """The head says who it is, whose it is and what to mind; the tabs below hold the parts."""

    def __init__(self) -> None:
        line = QHBoxLayout()
        super().__init__(PARTS, (line,))
        self.file: CustomerFile | None = None
        self.owner = LinkButton()
        self.owner.clicked.connect(self._on_owner)
        self.mark = Chip("", Tone.WARNING)
        self.won = Text("", TextRole.SMALL, "muted")
        line.setSpacing(8)
        line.addWidget(self.mark)
        line.addWidget(self.owner)
        line.addStretch(1)
        line.addWidget(self.won)

    def show_file(self, found: CustomerFile, row: CustomerRow | None) -> None:
        """Show a customer; `row` is its line of the table, where there is one."""
        other = self.file is None or self.file.card.id != found.card.id
        self.file = found
        card = found.card
        area = next((t.name for t in found.lists.territories if t.id == card.territory_id), "")
        self.say(card.name, (card.code, _(GRADE_LABELS[card.grade]), card.sector, area))
        owner = found.owner
        self.owner.show_text(owner.person if owner else "")
        self.owner.setToolTip(tip_text(_("Open: {screen}", screen=owner.person) if owner else ""))
        self.owner.setVisible(owner is not None)
        self._show_mark(found, row)
        self.won.setText(_("{amount} won in a year", amount=Money(row.won).whole()) if row else "")
        self.parts.show_file(found, other=other)

    def _show_mark(self, found: CustomerFile, row: CustomerRow | None) -> None:
        told = visit_words(row, found.today) if row else ("", Tone.NEUTRAL)
        if found.card.closed_on is not None and found.card.closed_on <= found.today:
            told = (_("closed"), Tone.NEUTRAL)
        elif found.owner is None:
            told = (_("no owner"), Tone.BAD)
        self.mark.set_text(*told)
        self.mark.setVisible(told[1] is not Tone.NEUTRAL or told[0] == _("closed"))

    @Slot()
    def _on_owner(self) -> None:
        owner = self.file.owner if self.file else None
        if owner is not None:
            self.wished.emit(Destination("people", {"person_id": owner.person_id}))

"""Everything on one person in six parts, edited in place; the parts that are not looked at cost nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from workbench.i18n import N_, _
from workbench.models.values.labels import ENGAGEMENT_SHORT
from workbench.views.context import Context, Destination
from workbench.views.people.abilities import AbilitiesPage, proof
from workbench.views.people.contract import ContractPage, state_of
from workbench.views.people.hours import HoursPage
from workbench.views.people.page import PersonFile
from workbench.views.people.profile import ProfilePage
from workbench.views.people.results import ResultsPage
from workbench.views.people.timeline import TimelinePage
from workbench.views.theme import Tone
from workbench.views.widgets.basic import Chip
from workbench.views.widgets.parts import Part
from workbench.views.widgets.record_panel import RecordPanel

PARTS: tuple[tuple[str, str, Callable[[], Part[Any]]], ...] = (
    ("person", N_("Person"), ProfilePage),
    ("contract", N_("Contract"), ContractPage),
    ("hours", N_("Hours"), HoursPage),
    ("skills", N_("Skills"), AbilitiesPage),
    ("goals", N_("Goals"), ResultsPage),
)
LINKS = ((N_("Week plan"), "planning"), (N_("One-on-one"), "one_on_ones"), (N_("Review"), "reviews"))


class PersonPanel(RecordPanel):
    """The head says who it is and what to mind; the tabs below hold the parts."""

    wanted = Signal(object)  # Edit

    def __init__(self, context: Context) -> None:
        chips, links = QHBoxLayout(), QHBoxLayout()
        super().__init__((*PARTS, ("timeline", N_("Timeline"), partial(TimelinePage, context))), (chips, links))
        self.file: PersonFile | None = None
        self._chips = chips
        self._chips.setSpacing(6)
        self._chips.addStretch(1)
        self._marks: list[Chip] = []
        self._fill_links(links)
        self.parts.wanted.connect(self.wanted)

    def _fill_links(self, line: QHBoxLayout) -> None:
        line.setContentsMargins(0, 4, 0, 0)
        line.setSpacing(8)
        for text, screen in LINKS:
            button = QPushButton(_(text))
            button.setProperty("screen", screen)
            button.setAccessibleName(_("Open: {screen}", screen=_(text)))
            button.clicked.connect(self._on_link)
            line.addWidget(button, 1)

    # -- showing

    def show_file(self, found: PersonFile) -> None:
        other = self.file is None or self.file.card.id != found.card.id
        self.file = found
        card, row = found.card, found.engagement
        team = next((t.name for t in found.lists.teams if t.id == card.team_id), "")
        self.say(card.name, (card.code, card.position, team, _(ENGAGEMENT_SHORT[row.type]) if row else _("no engagement")))
        self._show_marks(found)
        self.parts.show_file(found, other=other)

    def _show_marks(self, found: PersonFile) -> None:
        for old in self._marks:
            self._chips.removeWidget(old)
            old.hide()
            old.deleteLater()
        card, row, told = found.card, found.engagement, list[tuple[str, Tone]]()
        if card.left_on is not None:
            past = card.left_on < found.today
            told.append((_("left on {day}", day=card.left_on) if past else _("leaves on {day}", day=card.left_on), Tone.NEUTRAL))
        elif row is not None and state_of(row, found.today)[1] is not Tone.GOOD:
            told.append((_("Contract: {state}", state=state_of(row, found.today)[0]), state_of(row, found.today)[1]))
        for skill in card.skills:
            mark = proof(skill.expires_on, found.today)
            if mark is not None and len(told) < 2:
                told.append((f"{_short(skill.name)}: {mark[0]}", mark[1]))
        self._marks = [Chip(text, tone) for text, tone in told]
        for place, chip in enumerate(self._marks):
            self._chips.insertWidget(place, chip)

    @Slot()
    def _on_link(self) -> None:
        if self.file is not None:
            self.wished.emit(Destination(str(self.sender().property("screen")), {"person_id": self.file.card.id}))


def _short(text: str, most: int = 16) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"

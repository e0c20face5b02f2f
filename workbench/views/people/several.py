"""A line that changes several chosen people in one step: a territory more or less, or a skill."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from workbench.i18n import N_, _, ngettext
from workbench.readmodels.people import Lists
from workbench.services import engagements
from workbench.views.people.abilities import LEVELS
from workbench.views.theme import TextRole
from workbench.views.widgets.basic import Text
from workbench.views.widgets.editing import Choice
from workbench.views.widgets.parts import Edit

SERVE, LEAVE, SKILL = "serve", "leave", "skill"


class SeveralBar(QWidget):
    """Shown while two or more rows are chosen."""

    wanted = Signal(object)  # Edit

    def __init__(self) -> None:
        super().__init__()
        self._ids: list[int] = []
        self._lists = Lists((), (), ())
        self.count = Text("", TextRole.SMALL_BOLD)
        self.what = Choice()
        self.what.setAccessibleName(_("What to change"))
        for value, text in ((SERVE, _("Add territory")), (LEAVE, _("Take territory away")), (SKILL, _("Give skill"))):
            self.what.addItem(text, value)
        self.what.activated.connect(self._offer)
        self.which = Choice()
        self.which.setAccessibleName(_("Which one"))
        self.level = Choice()
        self.level.setAccessibleName(_("Level"))
        for level, text in LEVELS.items():
            self.level.addItem(_(text), level)
        self.level.setCurrentIndex(2)
        self.go = QPushButton(_("Change all"))
        self.go.clicked.connect(self._on_go)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.count)
        for box in (self.what, self.which, self.level):
            layout.addWidget(box, 1)
        layout.addWidget(self.go)
        self.hide()

    def show_lists(self, lists: Lists) -> None:
        if lists != self._lists:
            self._lists = lists
            self._offer()

    def show_ids(self, ids: Sequence[int]) -> None:
        self._ids = list(ids)
        self.count.setText(ngettext("{n} person", "{n} people", len(ids)))
        self.setVisible(len(ids) > 1)

    @Slot()
    def _offer(self) -> None:
        kind = self.what.currentData()
        self.which.clear()
        for entry in self._lists.skills if kind == SKILL else self._lists.territories:
            self.which.addItem(entry.name, entry.id)
        self.level.setVisible(kind == SKILL)
        self.go.setEnabled(self.which.count() > 0)

    @Slot()
    def _on_go(self) -> None:
        kind, chosen, ids = self.what.currentData(), int(self.which.currentData()), tuple(self._ids)
        params = {"count": len(ids), "name": self.which.currentText()}
        if kind == SKILL:
            job = partial(engagements.give_skill, person_ids=ids, skill_id=chosen, level=int(self.level.currentData()))
            self.wanted.emit(Edit(N_("Give {count} people the skill {name}"), job, "", params))
        elif kind == SERVE:
            add = partial(engagements.give_territory, person_ids=ids, territory_id=chosen)
            self.wanted.emit(Edit(N_("Add territory {name} to {count} people"), add, "", params))
        else:
            take = partial(engagements.take_territory, person_ids=ids, territory_id=chosen)
            self.wanted.emit(Edit(N_("Take territory {name} from {count} people"), take, "", params))

"""Several chosen people in one step: a territory more or less, a skill, or a usual week to begin with."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Slot

from workbench.i18n import N_, _, ngettext
from workbench.readmodels.people import Choice as Entry
from workbench.readmodels.people import Lists
from workbench.services import availability, engagements
from workbench.views.people.abilities import LEVELS
from workbench.views.widgets.editing import Choice
from workbench.views.widgets.parts import Edit
from workbench.views.widgets.several import SeveralBar

SERVE, LEAVE, SKILL, WEEK = "serve", "leave", "skill", "week"


class SeveralPeople(SeveralBar):
    """A skill is given with its level."""

    def __init__(self) -> None:
        super().__init__(
            ((SERVE, _("Add territory")), (LEAVE, _("Take territory away")), (SKILL, _("Give skill")), (WEEK, _("Give hours")))
        )
        self._lists = Lists((), (), ())
        self.level = Choice()
        self.level.setAccessibleName(_("Level"))
        for level, text in LEVELS.items():
            self.level.addItem(_(text), level)
        self.level.setCurrentIndex(2)
        self.line.insertWidget(self.line.indexOf(self.go), self.level, 1)

    def show_lists(self, lists: Lists) -> None:
        if lists != self._lists:
            self._lists = lists
            self._offer()

    def told(self, count: int) -> str:
        return ngettext("{n} person", "{n} people", count)

    def entries(self) -> Sequence[Entry]:
        if self.way == WEEK:
            return [Entry(place, "", _(week[0])) for place, week in availability.WEEKS.items()]
        return self._lists.skills if self.way == SKILL else self._lists.territories

    @Slot()
    def _offer(self) -> None:
        super()._offer()
        self.level.setVisible(self.way == SKILL)

    def edit(self, ids: tuple[int, ...], chosen: int) -> Edit:
        if self.way == SKILL:
            give = partial(engagements.give_skill, person_ids=ids, skill_id=chosen, level=int(self.level.currentData()))
            return Edit(N_("Give {count} people the skill {name}"), give)
        if self.way == WEEK:
            return Edit(N_("Give {count} people the hours {name}"), partial(availability.give_week, person_ids=ids, week=chosen))
        if self.way == SERVE:
            add = partial(engagements.give_territory, person_ids=ids, territory_id=chosen)
            return Edit(N_("Add territory {name} to {count} people"), add)
        take = partial(engagements.take_territory, person_ids=ids, territory_id=chosen)
        return Edit(N_("Take territory {name} from {count} people"), take)

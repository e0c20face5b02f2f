"""The due list of the one-on-ones as a Qt item model."""

from __future__ import annotations

from workbench.readmodels.one_on_ones import DueRow
from workbench.views.itemmodels.people_list import PeopleListModel
from workbench.views.words import one_on_ones as words


class DueListModel(PeopleListModel[DueRow]):
    """People with their next talk."""

    def tip(self, row: DueRow) -> str:
        return f"{row.name} ({row.code})\n{words.due(row)[0]}"

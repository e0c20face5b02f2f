"""What the cards of a team's meeting have in common: they write for the meeting shown and say a refusal in place."""

from __future__ import annotations

from collections.abc import Callable

from workbench.readmodels.team_talks import TeamTalkCard
from workbench.services.workspace import UnitOfWork
from workbench.views.context import Context
from workbench.views.tasks import Done, Failed
from workbench.views.theme import TextRole
from workbench.views.widgets.basic import Text
from workbench.views.widgets.writing_card import WritingCard


class TeamPart(WritingCard):
    """A card with a heading; who derives from it shows a meeting and writes through `write`."""

    def __init__(self, context: Context, title: str) -> None:
        super().__init__(context, title)
        self.card: TeamTalkCard | None = None
        self.body.setSpacing(8)
        self.heading = Text(title, TextRole.HEADING)
        self.body.addWidget(self.heading)

    @property
    def may_change(self) -> bool:
        """Not in a meeting that was called off."""
        return self.card is not None and self.card.state != "cancelled"

    def write(self, action: str, job: Callable[[UnitOfWork], object], done: Done | None = None, failed: Failed | None = None) -> None:
        """One undo step named by `action`, whose placeholder {meeting} is the meeting shown."""
        if self.card is not None:
            self.context.tasks.write(self, action, job, done or self._on_written, failed or self._on_refused, meeting=self.card.title)

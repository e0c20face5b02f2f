"""The rooms of the one-on-one screen: talks, promises of everybody, meetings, experience, the manager's mirror; made when first entered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from workbench.i18n import _
from workbench.views.context import Context
from workbench.views.one_on_ones.experience_page import ExperiencePage
from workbench.views.one_on_ones.mirror_page import MirrorPage
from workbench.views.one_on_ones.promises_page import PromisesPage
from workbench.views.one_on_ones.team_page import TeamPage
from workbench.views.widgets.forms import Segmented

TALKS, PROMISES, TEAM, EXPERIENCE, MIRROR = "talks", "promises", "team", "experience", "mirror"


Page = PromisesPage | TeamPage | ExperiencePage | MirrorPage
PAGES: dict[str, Callable[[Context], Page]] = {PROMISES: PromisesPage, TEAM: TeamPage, EXPERIENCE: ExperiencePage, MIRROR: MirrorPage}


class Room(Protocol):
    """What every room but the talks can do."""

    def reload(self) -> None: ...

    def flush(self) -> None: ...


class Rooms(QStackedWidget):
    """`person_chosen` carries the id of a person whose talk is wanted; `entered` the room that is now in front."""

    person_chosen = Signal(object)  # an id
    entered = Signal(str)

    def __init__(self, context: Context, talks: QWidget) -> None:
        super().__init__()
        self.context = context
        self.room = TALKS
        self._made: dict[str, QWidget] = {TALKS: talks}
        self.addWidget(talks)
        self.switch = Segmented(
            _("What is shown"),
            [(TALKS, _("Talks")), (PROMISES, _("Promises")), (TEAM, _("Meetings")), (EXPERIENCE, _("Experience")), (MIRROR, _("Mirror"))],
        )
        self.switch.chosen.connect(self.enter)

    def enter(self, room: str) -> None:
        """Bring a room to the front; what is being typed in the one before is kept first."""
        self.flush()
        if room not in self._made:
            page = PAGES[room](self.context)
            page.person_chosen.connect(self.person_chosen)
            self._made[room] = page
            self.addWidget(page)
        self.room = room
        self.switch.set_value(room)
        self.setCurrentWidget(self._made[room])
        self.reload()
        self.entered.emit(room)

    def _other(self) -> Room | None:
        return cast(Room, self._made[self.room]) if self.room != TALKS else None

    def reload(self) -> None:
        """Read the room again that is in front, where it is not the talks."""
        other = self._other()
        if other is not None:
            other.reload()

    def show_record(self, wanted: Mapping[str, object]) -> None:
        """A meeting or an experience that somebody came here for."""
        page = self._made[self.room]
        if isinstance(page, TeamPage) and isinstance(wanted.get("meeting_id"), int):
            page.show_meeting(int(str(wanted["meeting_id"])))
        if isinstance(page, ExperiencePage) and isinstance(wanted.get("entry_id"), int):
            page.show_entry(int(str(wanted["entry_id"])))

    def print_out(self) -> bool:
        """The paper of the room in front, where it has one."""
        page = self._made[self.room]
        if isinstance(page, TeamPage) and page.may_print:
            page.show_paper()
            return True
        return False

    def flush(self) -> None:
        other = self._other()
        if other is not None:
            other.flush()

"""What a screen receives: each part is built once by `app.py` and handed on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from workbench.services.workspace import Workspace
from workbench.views.change_hub import ChangeHub
from workbench.views.messages import Messages
from workbench.views.settings import Settings
from workbench.views.tasks import Tasks


@dataclass(frozen=True, slots=True)
class Destination:
    """Where to go: the key of a screen and what to show there (person_id, monday, task_id …)."""

    screen: str
    what: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Context:
    workspace: Workspace
    tasks: Tasks
    hub: ChangeHub
    settings: Settings
    messages: Messages
    go: Callable[[Destination], None]
    today: Callable[[], date]

    def now(self) -> datetime:
        """This moment with its zone, on the day that counts as today: what is kept as the time of an act."""
        clock = datetime.now().astimezone()
        return datetime.combine(self.today(), clock.timetz())

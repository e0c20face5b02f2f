"""What ties a task to people and to other tasks of its week, beside who does it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TaskBonds:
    """Ids of people who may not do a task, and of tasks that must have ended when it begins."""

    barred: frozenset[int] = frozenset()
    after: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.barred or self.after)

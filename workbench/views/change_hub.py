"""Tells every screen what was changed, once it is committed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class ChangeHub(QObject):
    """`changed` carries a Change: its `touched` names (table, id) of each row."""

    changed = Signal(object)

"""Hints beside the comment of a review."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple


class WritingHint(NamedTuple):
    """One hint: `text` is a message id with the placeholders of `params`; days are written out where it is shown."""

    kind: str
    text: str
    params: Mapping[str, str | date]

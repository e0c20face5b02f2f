"""What the world did (`KnownError`) and what we did (`BugError`).

A `KnownError` carries one kind sentence: what happened, what is safe, what to do. The sentence is a
message id in English; whoever shows it translates it with `i18n.sentence`. Driver messages go to
`detail`, which only the log sees.
"""

from __future__ import annotations

from typing import ClassVar


def N_(text: str) -> str:
    return text


class KnownError(Exception):
    """Something outside the program went wrong. `figures` fill the placeholders of the sentence."""

    sentence: ClassVar[str] = N_("Something outside this program went wrong. Your saved data is unchanged.")
    words: ClassVar[tuple[str, ...]] = ()  # names of figures that are message ids themselves

    def __init__(self, detail: str = "", **figures: object) -> None:
        super().__init__(self.sentence)
        self.detail = detail
        self.figures = figures


class BugError(Exception):
    """We broke one of our own rules. Logged and offered to copy, never softened."""


class Refused(KnownError):  # noqa: N818 - read as a sentence: raise Refused(…)
    """A rule of the domain says no. The sentence is given by who refuses, as a message id."""

    sentence: ClassVar[str] = N_("This was not done, because a rule forbids it. Nothing was changed.")

    def __init__(self, sentence: str = "", *, code: str = "", detail: str = "", **figures: object) -> None:
        super().__init__(detail, **figures)
        if sentence:
            self.args = (sentence,)
            self.sentence = sentence  # type: ignore[misc]
        self.code = code

"""How hard a passphrase is to guess, roughly, and the meter that says so while it is typed."""

from __future__ import annotations

import math
import unicodedata

from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.i18n import N_, _, ngettext
from workbench.models.values.passphrase import SHORTEST
from workbench.views.theme import TextRole, Tone
from workbench.views.widgets.basic import Meter, Text

WORDS = (N_("too short"), N_("weak"), N_("fair"), N_("good"), N_("strong"))
TONES = (Tone.BAD, Tone.BAD, Tone.WARNING, Tone.GOOD, Tone.GOOD)
BITS = (0, 40, 56, 72)  # from this many bits on: weak, fair, good, strong
_CLASSES = {"Ll": 26, "Lu": 26, "Nd": 10, "Lo": 3000}


def guess_bits(text: str) -> float:
    """Bits of a guess by somebody who knows the kinds of characters and leaves out repeats and runs.

    >>> round(guess_bits("aaaaaaaaaaaaaaaa")) < 20 < 60 < round(guess_bits("correct horse battery"))
    True
    """
    kinds = {_CLASSES.get(unicodedata.category(character), 33) for character in text}
    pool = sum(kinds)
    counted = 0.0
    for index, character in enumerate(text):
        step = ord(character) - ord(text[index - 1]) if index else 2
        repeated = character in text[:index]
        counted += 0.2 if step in (-1, 0, 1) else 0.7 if repeated else 1.0
    return counted * math.log2(pool) if pool else 0.0


def strength(text: str) -> int:
    """0 too short, 1 weak, 2 fair, 3 good, 4 strong."""
    if len(text) < SHORTEST:
        return 0
    bits = guess_bits(text)
    return sum(bits >= border for border in BITS)


class StrengthMeter(QWidget):
    """A bar and a word; the word carries the meaning."""

    def __init__(self) -> None:
        super().__init__()
        self._meter = Meter(0.0, Tone.BAD)
        self._word = Text("", TextRole.SMALL, "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._meter)
        layout.addWidget(self._word)
        self.show_strength("")

    @property
    def words(self) -> str:
        return self._word.text()

    def show_strength(self, text: str) -> None:
        grade = strength(text)
        fraction = min(len(text) / SHORTEST, 1.0) * 0.2 if grade == 0 else 0.2 + grade * 0.2
        self._meter.set_fraction(fraction, TONES[grade])
        missing = SHORTEST - len(text)
        if missing > 0:
            self._word.setText(ngettext("{n} more character needed", "{n} more characters needed", missing))
        else:
            self._word.setText(_("Strength: {word}", word=_(WORDS[grade])))
        self._meter.setAccessibleName(self._word.text())

"""The colours of both themes as plain data, which the very first frame reads before anything of Qt's style is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final


class Kind(Enum):
    """What an assignment is."""

    VISIT = "visit"
    SHIFT = "shift"
    CALL = "call"
    EVENT = "event"
    TRAINING = "training"


class Tone(Enum):
    """What a chip, a figure or a message means."""

    ACCENT = "accent"
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Swatch:
    """An ink colour and the tint it is printed on."""

    ink: str
    tint: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """All colours of one theme."""

    is_dark: bool
    background: str
    surface: str
    sunken: str
    hover: str
    border: str
    border_strong: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    badge: str
    on_badge: str
    hatch: str
    shadow: str
    tones: Mapping[Tone, Swatch]
    kinds: Mapping[Kind, Swatch]


LIGHT: Final = Tokens(
    is_dark=False,
    background="#F5F6F8",
    surface="#FFFFFF",
    sunken="#EEF0F3",
    hover="#F3F5F9",
    border="#E1E4EA",
    border_strong="#C9CED8",
    text="#1A1E26",
    muted="#626B7A",
    faint="#6F7680",
    accent="#2F5BEA",
    accent_hover="#2750D6",
    accent_pressed="#2045BD",
    on_accent="#FFFFFF",
    badge="#C3342B",
    on_badge="#FFFFFF",
    hatch="#E4E7EC",
    shadow="#1A1E26",
    tones={
        Tone.ACCENT: Swatch("#2F5BEA", "#EAF0FF"),
        Tone.GOOD: Swatch("#187D4E", "#E5F5EC"),
        Tone.WARNING: Swatch("#A16000", "#FFF3DF"),
        Tone.BAD: Swatch("#C3342B", "#FDEBE9"),
        Tone.NEUTRAL: Swatch("#626B7A", "#EEF0F3"),
    },
    kinds={
        Kind.VISIT: Swatch("#2F5BEA", "#E6EDFF"),
        Kind.SHIFT: Swatch("#0C7976", "#DDF4F2"),
        Kind.CALL: Swatch("#7A4BD0", "#EFE7FC"),
        Kind.EVENT: Swatch("#9D5E00", "#FFF0D6"),
        Kind.TRAINING: Swatch("#626C7A", "#ECEEF2"),
    },
)

DARK: Final = Tokens(
    is_dark=True,
    background="#14171C",
    surface="#1C2027",
    sunken="#12151A",
    hover="#232831",
    border="#2B313B",
    border_strong="#3D4552",
    text="#E6E9EE",
    muted="#9AA3B1",
    faint="#7E8899",
    accent="#86A6FF",
    accent_hover="#9CB7FF",
    accent_pressed="#7595F0",
    on_accent="#14171C",
    badge="#F0857D",
    on_badge="#14171C",
    hatch="#12151A",
    shadow="#000000",
    tones={
        Tone.ACCENT: Swatch("#86A6FF", "#233055"),
        Tone.GOOD: Swatch("#5CC893", "#17342A"),
        Tone.WARNING: Swatch("#E5A94A", "#3A2C13"),
        Tone.BAD: Swatch("#F0857D", "#401F1D"),
        Tone.NEUTRAL: Swatch("#9AA3B1", "#2A2F38"),
    },
    kinds={
        Kind.VISIT: Swatch("#9DB6FF", "#222E55"),
        Kind.SHIFT: Swatch("#63CFC9", "#143A39"),
        Kind.CALL: Swatch("#BFA0F7", "#33264F"),
        Kind.EVENT: Swatch("#E9B25B", "#40300F"),
        Kind.TRAINING: Swatch("#A8B0BD", "#2A2F38"),
    },
)

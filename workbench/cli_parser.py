"""Arguments in the language of the call: a parser whose own words are translated, and the kinds of values that it reads.

argparse says what is wrong in English; its few sentences are recognised here and said again, one kind sentence each.
"""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Final, NoReturn

from workbench.i18n import N_, _, is_chinese

WRONG_USAGE: Final = 2
LONGEST: Final = 3600.0  # seconds to think for

ERRORS: Final = (
    (re.compile(r"the following arguments are required: (?P<names>.+)"), N_("This is missing: {names}.")),
    (re.compile(r"one of the arguments (?P<names>.+) is required"), N_("One of these is needed: {names}.")),
    (re.compile(r"unrecognized arguments: (?P<names>.+)"), N_("This is not known here: {names}.")),
    (re.compile(r"argument (?P<name>.+?): invalid choice: '?(?P<value>.*?)'? \(choose from (?P<names>.+)\)"), N_("“{value}” is not possible for {name}. Choose one of: {names}.")),
    (re.compile(r"argument (?P<name>.+?): expected (?:one|at least one|\d+) arguments?"), N_("{name} needs a value.")),
    (re.compile(r"argument (?P<name>.+?): not allowed with argument (?P<other>.+)"), N_("{name} and {other} exclude each other.")),
    (re.compile(r"argument (?P<name>.+?): ignored explicit argument '?(?P<value>.*?)'?"), N_("{name} takes no value.")),
    (re.compile(r"argument (?P<name>.+?): (?P<text>.+)"), N_("{name}: {text}")),
)  # fmt: skip
"""What argparse says, and the same for a person."""


class Formatter(argparse.RawDescriptionHelpFormatter):
    """Help whose fixed words are translated; an example keeps its lines."""

    def add_usage(self, usage: str | None, actions: Iterable[argparse.Action], groups: Iterable[Any], prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, f"{_('usage')}: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """One command. Wrong usage ends with status 2: how it is called, what was wrong, and where to read on."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("formatter_class", Formatter)
        super().__init__(*args, **{**options, "add_help": False, "allow_abbrev": False})
        self._positionals.title, self._optionals.title = _("what it needs"), _("options")
        self.add_argument("-h", "--help", action="help", default=argparse.SUPPRESS, help=_("show this help and end"))

    def error(self, message: str) -> NoReturn:
        """Say it in one sentence and end with the status of wrong usage."""
        self.exit(WRONG_USAGE, f"{said(message)}{'' if is_chinese() else ' '}{_('“{command} --help” explains it.', command=self.prog)}\n")


def said(message: str) -> str:
    """A sentence of argparse in the present language; as it is when it is not known."""
    for pattern, sentence in ERRORS:
        found = pattern.fullmatch(message)
        if found is not None:
            return _(sentence, **{name: text.replace("'", "") if name == "names" else text for name, text in found.groupdict().items()})
    return message


# ---------------------------------------------------------------- values


def a_day(text: str) -> date:
    """A date of an argument; wrong usage when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("This is no date: {text}. Use 2026-11-23.", text=text)) from None


def a_minute(text: str) -> int:
    """A time of day as minutes since midnight."""
    hour, _colon, minute = text.partition(":")
    if hour.isdecimal() and minute.isdecimal() and len(hour) <= 2 and len(minute) == 2 and int(hour) < 24 and int(minute) < 60:
        return int(hour) * 60 + int(minute)
    raise argparse.ArgumentTypeError(_("This is no time: {text}. Use 09:30.", text=text))


def a_whole(text: str) -> int:
    """A whole number; what it may be is the matter of who uses it."""
    if re.fullmatch(r"-?\d{1,9}", text, re.ASCII):
        return int(text)
    raise argparse.ArgumentTypeError(_("This is no whole number: {text}.", text=text))


def a_count(text: str) -> int:
    """A whole number from 1."""
    if (number := a_whole(text)) < 1:
        raise argparse.ArgumentTypeError(_("This is no number from 1: {text}.", text=text))
    return number


def a_length(text: str) -> float:
    """Seconds, from 0 to an hour."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if 0 <= seconds <= LONGEST:
        return seconds
    raise argparse.ArgumentTypeError(_("This is no number of seconds from 0 to {most}: {text}.", most=round(LONGEST), text=text))


def a_pair(text: str) -> tuple[str, str]:
    """NAME=VALUE; the last sign of equality divides, because a heading may hold one."""
    name, sign, value = text.rpartition("=")
    if not sign or not name.strip():
        raise argparse.ArgumentTypeError(_("“{text}” is no pair. Write it as NAME=VALUE.", text=text))
    return name.strip(), value.strip()

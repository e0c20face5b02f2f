"""What every command stands on: its session, how it speaks, and what its end means."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from workbench.cli_parser import WRONG_USAGE
from workbench.errors import Refused
from workbench.i18n import N_, _

if TYPE_CHECKING:
    from workbench.services.workspace import Workspace

DONE, ANSWER_IS_NO, KNOWN, FAULT, STOPPED = 0, 1, 3, 70, 130
CHINA = timezone(timedelta(hours=8))  # one zone, and no summer time since 1991
Answer = tuple[dict[str, Any], int]
Command = Callable[["Session"], Answer]
Lines = Callable[[dict[str, Any]], list[str]]
"""An answer as lines for a person."""


class Session:
    """One call: its arguments, the day it acts on, and the database once somebody needs it."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.arguments = arguments
        self.today: date = arguments.today or datetime.now().astimezone().date()
        self._workspace: Workspace | None = None

    @property
    def now(self) -> datetime:
        """The moment printed on paper: with --today always noon in Shanghai, so that a run can be repeated to the byte."""
        return datetime.combine(self.today, time(12), CHINA) if self.arguments.today else datetime.now().astimezone()

    @property
    def path(self) -> Path:
        chosen = self.arguments.db or os.environ.get("WORKBENCH_DB")
        if not chosen:
            raise Refused(N_("Which database? Give --db FOLDER or set WORKBENCH_DB. Nothing was changed."), code="DB")
        if "://" in chosen:
            raise Refused(
                N_("This release keeps its data in a folder, not on a server. Give --db FOLDER. Nothing was changed."), code="SERVER"
            )
        return Path(chosen)

    def passphrase(self, *, twice: bool = False) -> str:
        """From a file, else the environment, else asked (a line of a pipe answers as well); never from an argument."""
        if self.arguments.passphrase_file:
            try:
                lines = Path(self.arguments.passphrase_file).read_text(encoding="utf-8-sig").splitlines()
            except (OSError, UnicodeError) as error:
                raise Refused(
                    N_("The passphrase file {file} could not be read. Nothing was changed."), file=self.arguments.passphrase_file
                ) from error
            return lines[0] if lines else ""
        given = os.environ.get("WORKBENCH_PASSPHRASE")
        if given is not None:
            return given
        if not sys.stdin.isatty():
            piped = sys.stdin.readline().rstrip("\r\n")
            if piped:
                return piped
            raise Refused(
                N_("A passphrase is needed: --passphrase-file FILE or WORKBENCH_PASSPHRASE. Nothing was changed."), code="PASSPHRASE"
            )
        typed = getpass.getpass(_("Passphrase: "), stream=sys.stderr)
        if twice and getpass.getpass(_("Once more: "), stream=sys.stderr) != typed:
            raise Refused(N_("The two passphrases differ. Nothing was changed."), code="PASSPHRASE")
        return typed

    @property
    def workspace(self) -> Workspace:
        if self._workspace is None:
            from workbench.services.workspace import Workspace

            self._workspace = Workspace.open(self.path, self.passphrase(), actor=self.arguments.actor)
            suspected = self._workspace.rollback_suspected
            if suspected is not None:
                from workbench.services.copies import rollback_words

                tell(rollback_words(suspected))
        return self._workspace

    def close(self) -> None:
        if self._workspace is not None:
            self._workspace.close()


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def progress(text: str, done: int, total: int) -> None:
    """A line that renews itself, where somebody watches."""
    if sys.stderr.isatty():
        print(f"\r{text} {done}/{total}\x1b[K", end="" if done < total else "\n", file=sys.stderr, flush=True)


def usage(text: str) -> NoReturn:
    """Wrong usage found after parsing."""
    tell(text)
    raise SystemExit(WRONG_USAGE)

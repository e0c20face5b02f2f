"""The same services without a screen: what a manager clicks, HR can script.

Exit status: 0 done; 1 done, and the answer is no; 2 wrong usage; 3 a known error, told in one sentence on
stderr; 70 our own fault, with the log's place. `--json` prints exactly one document on stdout.
"""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from workbench import __version__, i18n
from workbench.errors import KnownError, Refused
from workbench.i18n import N_, _
from workbench.models.values.passphrase import SHORTEST

if TYPE_CHECKING:
    from workbench.services.workspace import Change, Workspace

DONE, ANSWER_IS_NO, WRONG_USAGE, KNOWN, FAULT, STOPPED = 0, 1, 2, 3, 70, 130
CHINA = timezone(timedelta(hours=8))  # one zone, and no summer time since 1991
Answer = tuple[dict[str, Any], int]
Command = Callable[["Session"], Answer]


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


# ---------------------------------------------------------------- databases


def new(session: Session) -> Answer:
    from workbench.services import policy
    from workbench.services.workspace import Workspace

    passphrase = session.passphrase(twice=True)
    if len(passphrase) < SHORTEST:
        raise Refused(
            N_("The passphrase needs at least {count} characters; this one has {have}."),
            code="PASSPHRASE", count=SHORTEST, have=len(passphrase),
        )  # fmt: skip
    made, recovery = Workspace.create(session.path, passphrase, actor=session.arguments.actor)
    try:
        made.perform(N_("Fill in calendars and legal figures"), policy.seed_policy, undoable=False)
        path = made.path
    finally:
        made.close()
    if not session.arguments.json:
        tell(_("This recovery key is shown once. Write it down; it opens the database when the passphrase is lost:"))
    return {"path": str(path), "recovery_key": recovery}, DONE


def sample(session: Session) -> Answer:
    from workbench.services import sample as samples

    a = session.arguments
    change = samples.fill(session.workspace, today=session.today, language=i18n.language(), people=a.people, weeks=a.weeks, seed=a.seed)
    return dict(change.result), DONE  # type: ignore[call-overload]


def backup(session: Session) -> Answer:
    info = session.workspace.backup(Path(session.arguments.to) if session.arguments.to else None)
    return {"path": str(info.path), "taken_at": info.taken.isoformat(), "size": info.size, "rows": sum(info.rows.values())}, DONE


def restore(session: Session) -> Answer:
    from workbench.services.workspace import Workspace

    path = Workspace.restore(session.arguments.file, session.arguments.to, session.passphrase())
    return {"path": str(path)}, DONE


def check(session: Session) -> Answer:
    report = session.workspace.check()
    parts = ("integrity", "cipher", "foreign_keys", "audit", "backups")
    found = {name: list(getattr(report, name)) for name in parts}
    newest = report.newest_backup
    return {
        "good": report.good, **found, "versions": dict(report.versions), "actions": report.head.seq,
        "newest_backup": {"path": str(newest.path), "taken_at": newest.taken.isoformat()} if newest else None,
    }, DONE if report.good else ANSWER_IS_NO  # fmt: skip


# ---------------------------------------------------------------- history


def undo(session: Session) -> Answer:
    from workbench.services import imports

    number = session.arguments.import_id
    change = imports.undo_import(session.workspace, number) if number is not None else session.workspace.undo()
    return _taken(change), DONE


def redo(session: Session) -> Answer:
    return _taken(session.workspace.redo()), DONE


def _taken(change: Change) -> dict[str, Any]:
    from workbench.services.workspace import step_name

    return {
        "steps": [
            {
                "seq": change.seq,
                "step": step_name(change),
                "rows": len(change.touched) + sum(last - first + 1 for _t, first, last in change.spans),
            }
        ]
    }


def history(session: Session) -> Answer:
    from workbench.services import people
    from workbench.services.workspace import step_name

    who = session.arguments.person
    person = session.workspace.read(lambda conn: people.find_person(conn, who)) if who else None
    steps = session.workspace.history(session.arguments.limit, person)
    return {
        "steps": [
            {
                "seq": s.seq,
                "at": s.at.isoformat(),
                "actor": s.actor,
                "op": s.op,
                "step": step_name(s),
                "undoable": s.undoable,
                "undone": s.undone,
            }
            for s in steps
        ]
    }, DONE


# ---------------------------------------------------------------- import


def import_(session: Session) -> Answer:
    from workbench.exchange import wording
    from workbench.services import imports

    a = session.arguments
    report, _change = imports.import_file(
        session.workspace, a.kind, Path(a.file), sheet=a.sheet or "", preset=a.mapping, overrides=dict(a.set or ()), answers=dict(a.answer or ()),
        today=session.today, accept_suggestions=a.accept, dry_run=a.dry_run,
    )  # fmt: skip
    answer = {
        "rows": report.rows, "added": report.added, "changed": report.changed, "unchanged": report.unchanged,
        "rejected": [{"row": r.row, "column": r.column, "reason": wording.reason(r)} for r in report.rejected],
        "warnings": [{"row": r.row, "column": r.column, "reason": wording.reason(r)} for r in report.warnings],
        "mapping": report.mapping.as_dict(), "missing": list(report.mapping.missing),
        "questions": [
            {"key": q.key, "question": wording.question(q), "choices": {c.value: c.text or wording.choice(c) for c in q.choices}, "suggestion": q.suggestion}
            for q in report.questions
        ],
        "import_id": report.import_id,
    }  # fmt: skip
    refused = report.import_id is None and not a.dry_run
    if refused and report.questions:
        tell(
            _(
                "{count} questions about this file are still open, so nothing was imported. Answer them and import again.",
                count=len(report.questions),
            )
        )
    elif refused:
        tell(_("These columns are missing: {columns}. Nothing was imported.", columns=", ".join(report.mapping.missing)))
    return answer, ANSWER_IS_NO if refused or (a.strict and report.rejected) else DONE


# ---------------------------------------------------------------- the frame


def a_day(text: str) -> date:
    """A date of an argument; wrong usage when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("This is no date: {text}. Use 2026-11-23.", text=text)) from None


def a_minute(text: str) -> int:
    """A time of day as minutes since midnight."""
    hour, _colon, minute = text.partition(":")
    if hour.isdecimal() and minute.isdecimal() and len(minute) == 2 and int(hour) < 24 and int(minute) < 60:
        return int(hour) * 60 + int(minute)
    raise argparse.ArgumentTypeError(_("This is no time: {text}. Use 09:30.", text=text))


def a_pair(text: str) -> tuple[str, str]:
    """NAME=VALUE; the last sign of equality divides, because a heading may hold one."""
    name, sign, value = text.rpartition("=")
    if not sign or not name.strip():
        raise argparse.ArgumentTypeError(_("“{text}” is no pair. Write it as NAME=VALUE.", text=text))
    return name.strip(), value.strip()


def parser() -> argparse.ArgumentParser:
    """All commands with their options; commands of the plan and of reviews stand in their own modules."""
    import workbench.cli_lists as cli_lists
    import workbench.cli_reviews as cli_reviews
    import workbench.cli_talks as cli_talks
    import workbench.cli_week as cli_week

    top = argparse.ArgumentParser(
        prog="workbench", description=_("Plan the week, talk, review and print, from one encrypted database."), allow_abbrev=False
    )
    top.add_argument("--version", action="version", version=f"workbench {__version__}")
    top.add_argument("--db", metavar="FOLDER", help=_("the database"))
    top.add_argument("--lang", choices=i18n.LANGUAGES, help=_("language of texts"))
    top.add_argument("--today", metavar="DATE", type=a_day, help=_("act as if today were this date"))
    top.add_argument("--json", action="store_true", help=_("one JSON document on standard output"))
    top.add_argument("--passphrase-file", metavar="FILE", help=_("first line is the passphrase"))
    top.add_argument("--actor", default="manager", help=_("name in the history"))
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def add(name: str, run: Command, help_text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=help_text, allow_abbrev=False)
        made.set_defaults(run=run)
        return made

    add("new", new, _("create an encrypted database"))
    one = add("sample", sample, _("fill an empty database with the sample team"))
    one.add_argument("--people", type=int, default=24)
    one.add_argument("--weeks", type=int, default=8)
    one.add_argument("--seed", type=int, default=7)
    one = add("import", import_, _("bring in people, customers, deals and more from a file"))
    one.add_argument("kind", choices=("people", "availability", "customers", "products", "deals", "targets", "tasks"))
    one.add_argument("file")
    one.add_argument("--mapping", default="auto", help=_("auto, or the name of a known layout"))
    one.add_argument("--sheet")
    one.add_argument("--set", action="append", type=a_pair, metavar="COLUMN=FIELD", help=_("this column is that field"))
    one.add_argument("--answer", action="append", type=a_pair, metavar="KEY=VALUE", help=_("answer a question of an earlier trial"))
    one.add_argument("--accept", action="store_true", help=_("accept the suggested answers"))
    one.add_argument("--dry-run", action="store_true")
    one.add_argument("--strict", action="store_true", help=_("exit 1 when a row is rejected"))
    one = add("undo", undo, _("take the last step, or a whole import, back"))
    one.add_argument("import_id", nargs="?", type=int)
    add("redo", redo, _("do again what was taken back"))
    one = add("history", history, _("list the changes"))
    one.add_argument("--person")
    one.add_argument("--limit", type=int, default=100)
    cli_talks.add_commands(add)
    one = add("backup", backup, _("make a verified backup"))
    one.add_argument("--to", metavar="FOLDER")
    one = add("restore", restore, _("restore a backup into a new database"))
    one.add_argument("file")
    one.add_argument("--to", metavar="FOLDER", required=True)
    add("check", check, _("integrity, audit chain, backups, versions"))
    cli_week.add_commands(add)
    cli_reviews.add_commands(add)
    cli_lists.add_commands(add)
    return top


def show(answer: dict[str, Any], *, as_json: bool) -> None:
    """The answer on stdout: one JSON document, or lines for a person."""
    if as_json:
        print(json.dumps(answer, ensure_ascii=False, indent=1))
        return
    for name, value in answer.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            print(f"{name}:")
            for row in value:
                print("  " + "  ".join(f"{k}={v}" for k, v in row.items() if v not in (None, "", [], {})))
        elif isinstance(value, (dict, list)):
            print(f"{name}: {json.dumps(value, ensure_ascii=False)}")
        else:
            print(f"{name}: {value}")


def _utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def _language(given: Sequence[str]) -> str:
    """The language asked for, before anything is parsed: usage and help are told in it as well."""
    for place, word in enumerate(given):
        if word.startswith("--lang="):
            return word.partition("=")[2]
        if word == "--lang" and place + 1 < len(given):
            return given[place + 1]
    return i18n.system_language()


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; never raises but for the usage errors of argparse."""
    _utf8()
    given = list(sys.argv[1:] if argv is None else argv)
    i18n.use(_language(given))
    arguments = parser().parse_args(given)
    session = Session(arguments)
    try:
        answer, status = arguments.run(session)
        show(answer, as_json=arguments.json)
        sys.stdout.flush()
    except KnownError as error:
        tell(i18n.sentence(error))
        return KNOWN
    except KeyboardInterrupt:
        tell(_("Stopped. Nothing was changed."))
        return STOPPED
    except BrokenPipeError:  # whoever read the answer has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        return _fault(error)
    finally:
        session.close()
    return int(status)


def _fault(error: BaseException) -> int:
    from workbench import logs, paths

    logs.set_up()
    logs.record(error, "command")
    tell(_("Something went wrong on our side. Your saved data is safe. Details are in {folder}.", folder=str(paths.logs_folder())))
    return FAULT


def usage(text: str) -> NoReturn:
    """Wrong usage found after parsing."""
    tell(text)
    raise SystemExit(WRONG_USAGE)

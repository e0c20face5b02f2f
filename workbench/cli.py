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
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from workbench import __version__, i18n
from workbench.errors import BugError, KnownError, Refused
from workbench.i18n import N_, _

if TYPE_CHECKING:
    from workbench.services.workspace import Workspace

DONE, ANSWER_IS_NO, WRONG_USAGE, KNOWN, FAULT = 0, 1, 2, 3, 70
Answer = tuple[dict[str, Any], int]
Command = Callable[["Session"], Answer]


class Session:
    """One call: its arguments, the day it acts on, and the database once somebody needs it."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.arguments = arguments
        self.today = date.fromisoformat(arguments.today) if arguments.today else datetime.now().astimezone().date()
        self._workspace: Workspace | None = None

    @property
    def path(self) -> Path:
        chosen = self.arguments.db or os.environ.get("WORKBENCH_DB")
        if not chosen:
            raise Refused(N_("Which database? Give --db FOLDER or set WORKBENCH_DB. Nothing was changed."), code="DB")
        return Path(chosen)

    def passphrase(self, *, twice: bool = False) -> str:
        """From a file, else the environment, else asked; never from an argument."""
        if self.arguments.passphrase_file:
            try:
                return Path(self.arguments.passphrase_file).read_text(encoding="utf-8").rstrip("\r\n")
            except OSError as error:
                raise Refused(N_("The passphrase file {file} could not be read. Nothing was changed."), file=self.arguments.passphrase_file) from error
        given = os.environ.get("WORKBENCH_PASSPHRASE")
        if given is not None:
            return given
        if not sys.stdin.isatty():
            raise Refused(N_("A passphrase is needed: --passphrase-file FILE or WORKBENCH_PASSPHRASE. Nothing was changed."), code="PASSPHRASE")
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

    made, recovery = Workspace.create(session.path, session.passphrase(twice=True), actor=session.arguments.actor)
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
    change = imports.undo_import(session.workspace, number) if number else session.workspace.undo()
    return _step(change), DONE


def redo(session: Session) -> Answer:
    return _step(session.workspace.redo()), DONE


def _step(change: Any) -> dict[str, Any]:
    return {"seq": change.seq, "step": _(change.action).format(**{k: _(v) for k, v in change.params.items()}), "rows": len(change.touched)}


def history(session: Session) -> Answer:
    from workbench.services import people

    who = session.arguments.person
    person = session.workspace.read(lambda conn: people.find_person(conn, who)) if who else None
    steps = session.workspace.history(session.arguments.limit, person)
    return {"steps": [{"seq": s.seq, "at": s.at.isoformat(), "actor": s.actor, "step": _(s.action).format(**s.params)} for s in steps]}, DONE


# ---------------------------------------------------------------- import


def import_(session: Session) -> Answer:
    from workbench.exchange import wording
    from workbench.services import imports

    a = session.arguments
    pairs = dict(pair.split("=", 1) for pair in a.set or [])
    answers = dict(pair.split("=", 1) for pair in a.answer or [])
    report, _change = imports.import_file(
        session.workspace, a.kind, Path(a.file), sheet=a.sheet or "", preset=a.mapping, overrides=pairs, answers=answers,
        accept_suggestions=a.accept, dry_run=a.dry_run,
    )  # fmt: skip
    answer = {
        "rows": report.rows, "added": report.added, "changed": report.changed, "unchanged": report.unchanged,
        "rejected": [{"row": r.row, "column": r.column, "reason": wording.reason(r)} for r in report.rejected],
        "mapping": report.mapping.as_dict(), "missing": list(report.mapping.missing),
        "questions": [
            {"key": q.key, "question": wording.question(q), "choices": {c.value: c.text or wording.choice(q, c) for c in q.choices}, "suggestion": q.suggestion}
            for q in report.questions
        ],
        "import_id": report.import_id,
    }  # fmt: skip
    refused = report.import_id is None and not a.dry_run
    return answer, ANSWER_IS_NO if refused or (a.strict and report.rejected) else DONE


# ---------------------------------------------------------------- talks


def one_on_one(session: Session) -> Answer:
    from workbench.services import one_on_ones, people

    a, workspace, today = session.arguments, session.workspace, session.today
    person_id = workspace.read(lambda conn: people.find_person(conn, a.person))
    if a.point:
        workspace.perform(N_("Add a point for {person}"), lambda uow: one_on_ones.add_point(uow, person_id, a.point, today), person=a.person)
    if a.note:
        workspace.perform(N_("Write about the talk with {person}"), lambda uow: one_on_ones.write_note(uow, person_id, a.note, today), person=a.person)
    if a.action:
        due = date.fromisoformat(a.due) if a.due else None
        workspace.perform(N_("Note a promise of {person}"), lambda uow: one_on_ones.add_action(uow, person_id, a.action, today, side=a.side, due_on=due), person=a.person)
    card = workspace.read(lambda conn: one_on_ones.load_talk(conn, person_id, today))
    talk_id = card.talk_id
    if a.close and talk_id is not None:
        workspace.perform(N_("Close the talk with {person}"), lambda uow: one_on_ones.complete_talk(uow, talk_id, today), person=a.person)
    if talk_id is None:
        return {"person": card.code, "talk": None, "cadence_days": card.cadence_days}, DONE
    return workspace.read(lambda conn: one_on_ones.load_record(conn, talk_id, today)), DONE


# ---------------------------------------------------------------- the frame


def parser() -> argparse.ArgumentParser:
    """All commands with their options; commands of the plan and of reviews stand in their own modules."""
    from workbench import cli_reviews, cli_week

    top = argparse.ArgumentParser(prog="workbench", description=_("Plan the week, talk, review and print, from one encrypted database."))
    top.add_argument("--version", action="version", version=f"workbench {__version__}")
    top.add_argument("--db", metavar="FOLDER", help=_("the database"))
    top.add_argument("--lang", choices=i18n.LANGUAGES, help=_("language of texts"))
    top.add_argument("--today", metavar="DATE", help=_("act as if today were this date"))
    top.add_argument("--json", action="store_true", help=_("one JSON document on standard output"))
    top.add_argument("--passphrase-file", metavar="FILE", help=_("first line is the passphrase"))
    top.add_argument("--actor", default="manager", help=_("name in the history"))
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def add(name: str, run: Command, help_text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=help_text)
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
    one.add_argument("--set", action="append", metavar="COLUMN=FIELD")
    one.add_argument("--answer", action="append", metavar="KEY=VALUE", help=_("answer a question of an earlier trial"))
    one.add_argument("--accept", action="store_true", help=_("accept the suggested answers"))
    one.add_argument("--dry-run", action="store_true")
    one.add_argument("--strict", action="store_true", help=_("exit 1 when a row is rejected"))
    one = add("undo", undo, _("take the last step, or a whole import, back"))
    one.add_argument("import_id", nargs="?", type=int)
    add("redo", redo, _("do again what was taken back"))
    one = add("history", history, _("list the changes"))
    one.add_argument("--person")
    one.add_argument("--limit", type=int, default=100)
    one = add("one-on-one", one_on_one, _("show, write and close a one-on-one"))
    one.add_argument("person")
    one.add_argument("--point", metavar="TEXT")
    one.add_argument("--note", metavar="TEXT")
    one.add_argument("--action", metavar="TEXT")
    one.add_argument("--side", choices=("manager", "employee"), default="manager")
    one.add_argument("--due", metavar="DATE")
    one.add_argument("--close", action="store_true")
    one = add("backup", backup, _("make a verified backup"))
    one.add_argument("--to", metavar="FOLDER")
    one = add("restore", restore, _("restore a backup into a new database"))
    one.add_argument("file")
    one.add_argument("--to", metavar="FOLDER", required=True)
    add("check", check, _("integrity, audit chain, backups, versions"))
    cli_week.add_commands(add)
    cli_reviews.add_commands(add)
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


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; never raises but for the usage errors of argparse."""
    _utf8()
    given = list(sys.argv[1:] if argv is None else argv)
    language = given[given.index("--lang") + 1] if "--lang" in given[:-1] else next((g.split("=", 1)[1] for g in given if g.startswith("--lang=")), "")
    i18n.use(language or i18n.system_language())
    arguments = parser().parse_args(given)
    session: Session | None = None
    try:
        session = Session(arguments)
        answer, status = arguments.run(session)
        show(answer, as_json=arguments.json)
    except KnownError as error:
        tell(i18n.sentence(error))
        return KNOWN
    except KeyboardInterrupt:
        tell(_("Stopped. Nothing was changed."))
        return 130
    except ValueError as error:
        if session is None:
            tell(_("This is no date: {text}. Use 2026-11-23.", text=str(arguments.today)))
            return WRONG_USAGE
        return _fault(error)
    except (BugError, Exception) as error:
        return _fault(error)
    finally:
        if session is not None:
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

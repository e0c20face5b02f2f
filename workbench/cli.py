"""The same services without a screen: what a manager clicks, HR can script.

Exit status: 0 done; 1 done, and the answer is no; 2 wrong usage; 3 a known error, told in one sentence on
stderr; 70 our own fault, with the log's place. `--json` prints exactly one document on stdout.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench import __version__, cli_import, cli_lists, cli_reviews, cli_show, cli_talks, cli_tour, cli_week, i18n
from workbench.cli_base import ANSWER_IS_NO, DONE, FAULT, KNOWN, STOPPED, Answer, Command, Lines, Session, tell
from workbench.cli_parser import Parser, a_count, a_day, a_whole
from workbench.errors import KnownError, Refused
from workbench.i18n import N_, _, ngettext
from workbench.models.values.passphrase import SHORTEST

if TYPE_CHECKING:
    from workbench.services.workspace import Change

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

    a = session.arguments
    if not Path(a.file).is_file():
        raise Refused(N_("There is no file {file}. Nothing was restored."), code="FILE", file=a.file)
    path = Workspace.restore(a.file, a.to, session.passphrase())
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


def _check_lines(answer: dict[str, Any]) -> list[str]:
    parts = {
        "integrity": _("File"), "cipher": _("Encryption"), "foreign_keys": _("Links between records"), "audit": _("History chain"),
        "backups": _("Backups"),
    }  # fmt: skip
    found = [(name, cli_show.joined(answer[key]) if answer[key] else _("in order")) for key, name in parts.items()]
    newest = answer["newest_backup"]
    found.append((_("Newest backup"), f"{newest['path']} ({newest['taken_at'][:16].replace('T', ' ')} UTC)" if newest else _("none yet")))
    found.append((_("Steps in the history"), answer["actions"]))
    found += [(name, version) for name, version in answer["versions"].items()]
    head = _("Everything is in order.") if answer["good"] else _("Damage was found. Restore a backup into a new database and check that.")
    return [head, *(f"  {line}" for line in cli_show.facts(found))]


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

    rows = len(change.touched) + sum(last - first + 1 for _t, first, last in change.spans)
    return {"steps": [{"seq": change.seq, "op": change.op, "step": step_name(change), "rows": rows}]}


def _taken_lines(answer: dict[str, Any]) -> list[str]:
    (one,) = answer["steps"]
    said = _("Taken back: {step}", **one) if one["op"] == "undo" else _("Done again: {step}", **one)
    return [f"{said} ({ngettext('{n} record', '{n} records', one['rows'])})"]


def history(session: Session) -> Answer:
    from workbench.services import people
    from workbench.services.workspace import step_name

    who = session.arguments.person
    person = session.workspace.read(lambda conn: people.find_person(conn, who)) if who else None
    i18n.use_zone(session.workspace.read(people.load_organisation).zone)
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


def _history_lines(answer: dict[str, Any]) -> list[str]:
    rows = [
        (one["seq"], i18n.local(datetime.fromisoformat(one["at"])).strftime("%Y-%m-%d %H:%M"), one["actor"], _remark(one["op"], one["step"]), "" if one["undoable"] and not one["undone"] else _("taken back") if one["undone"] else _("final"))
        for one in answer["steps"]
    ]  # fmt: skip
    headings = (_("No."), _("When"), _("By"), _("What"), _("Remark"))
    return cli_show.table(headings, [[cell or " " for cell in row] for row in rows], right=(0,)) or [_("Nothing was done yet.")]


def _remark(op: str, step: str) -> str:
    """What a step did, with the word for a step that took another one back or did it again."""
    return _("Taken back: {step}", step=step) if op == "undo" else _("Done again: {step}", step=step) if op == "redo" else step


# ---------------------------------------------------------------- the frame


def parser() -> argparse.ArgumentParser:
    """All commands with their options; commands of one subject stand in a module of their own."""
    top = Parser(prog="workbench", description=_("Plan the week, talk, review and print, from one encrypted database."))
    top.add_argument("--version", action="version", version=f"workbench {__version__}", help=_("show the version and end"))
    _everywhere(top)
    top.epilog = "\n".join(
        (
            _("The passphrase comes from --passphrase-file, else from WORKBENCH_PASSPHRASE,"),
            _("else it is asked for. WORKBENCH_DB names the database where --db does not."),
        )
    )
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    _everywhere(shared, again=True)
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True, title=_("commands"))

    def add(name: str, run: Command, help_text: str, lines: Lines = cli_show.plain) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=help_text, description=help_text, parents=[shared])  # type: ignore[list-item]
        made.set_defaults(run=run, lines=lines)
        return made

    add("new", new, _("create an encrypted database"))
    one = add("sample", sample, _("fill an empty database with the sample team"))
    one.add_argument("--people", type=a_whole, default=24, metavar="N", help=_("how many people (24)"))
    one.add_argument("--weeks", type=a_whole, default=8, metavar="N", help=_("how many weeks of history (8)"))
    one.add_argument("--seed", type=a_whole, default=7, metavar="N", help=_("the same number makes the same team (7)"))
    cli_import.add_commands(add)
    one = add("undo", undo, _("take the last step, or a whole import, back"), _taken_lines)
    one.add_argument("import_id", nargs="?", type=a_whole, metavar="IMPORT", help=_("number of an import; without one the last step"))
    add("redo", redo, _("do again what was taken back"), _taken_lines)
    one = add("history", history, _("list the changes"), _history_lines)
    one.add_argument("--person", metavar="P", help=_("only what concerns this person"))
    one.add_argument("--limit", type=a_count, default=100, metavar="N", help=_("so many of the newest (100)"))
    cli_talks.add_commands(add)
    one = add("backup", backup, _("make a verified backup"))
    one.add_argument("--to", metavar="FOLDER", help=_("in place of the usual folder"))
    one = add("restore", restore, _("restore a backup into a new database"))
    one.add_argument("file", help=_("a backup, ….wbbackup"))
    one.add_argument("--to", metavar="FOLDER", required=True, help=_("the new database"))
    add("check", check, _("integrity, audit chain, backups, versions"), _check_lines)
    cli_week.add_commands(add)
    cli_reviews.add_commands(add)
    cli_lists.add_commands(add)
    cli_tour.add_commands(add)
    return top


def _everywhere(made: argparse.ArgumentParser, *, again: bool = False) -> None:
    """Options of every command; they may stand before it and behind it. Behind it they are not explained `again`."""

    def told(text: str) -> str:
        return argparse.SUPPRESS if again else text

    made.add_argument("--db", metavar="FOLDER", help=told(_("the database")))
    made.add_argument("--lang", choices=i18n.LANGUAGES, help=told(_("language of texts")))
    made.add_argument("--today", metavar="DATE", type=a_day, help=told(_("act as if today were this date")))
    made.add_argument("--json", action="store_true", help=told(_("one JSON document on standard output")))
    made.add_argument("--passphrase-file", metavar="FILE", help=told(_("first line is the passphrase")))
    if again:
        made.add_argument("--actor", metavar="NAME", help=told(""))
    else:
        made.add_argument("--actor", metavar="NAME", default="manager", help=_("name in the history"))


def show(answer: dict[str, Any], *, as_json: bool, lines: Lines = cli_show.plain) -> None:
    """The answer on stdout: one JSON document, or lines for a person."""
    if as_json:
        print(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        print("\n".join(lines(answer)))


def _utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def _language(given: Sequence[str]) -> str:
    """The language asked for, before anything is parsed: usage and help are told in it as well."""
    asked = [word.partition("=")[2] for word in given if word.startswith("--lang=")]
    asked += [following for word, following in pairwise(given) if word == "--lang"]
    return asked[-1] if asked else i18n.system_language()


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; never raises but for the usage errors of argparse."""
    _utf8()
    given = list(sys.argv[1:] if argv is None else argv)
    i18n.use(_language(given))
    arguments = parser().parse_args(given)
    session = Session(arguments)
    try:
        answer, status = arguments.run(session)
        show(answer, as_json=arguments.json, lines=arguments.lines)
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

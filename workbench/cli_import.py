"""The command that brings lists in: a trial or the import itself, with its questions, notes and reasons."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from workbench import cli_show, i18n
from workbench.cli_base import ANSWER_IS_NO, DONE, Answer, Session, tell
from workbench.cli_parser import a_pair
from workbench.errors import Refused
from workbench.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from workbench.readmodels.exchange import Question, Rejected

Add = Callable[..., argparse.ArgumentParser]
KINDS: Final = ("people", "availability", "customers", "products", "deals", "targets", "tasks", "demand")
TOLD: Final = 8
"""Rows of one reason that are named one by one."""
LISTED: Final = 12
"""Choices of one question that are listed for a person; JSON holds them all."""
PAY: Final = "hourly_pay"


def add_commands(add: Add) -> None:
    """import."""
    one = add("import", import_, _("bring in people, customers, deals and more from a file"), lines)
    one.add_argument("kind", choices=KINDS, help=_("what the rows of the file are"))
    one.add_argument("file", help=_("CSV, XLSX or XLS"))
    one.add_argument("--mapping", default="auto", help=_("auto, or the name of a known layout"))
    one.add_argument("--sheet", metavar="NAME", help=_("this sheet of the workbook"))
    one.add_argument("--set", action="append", type=a_pair, metavar="COLUMN=FIELD", help=_("this column is that field"))
    one.add_argument(
        "--answer", action="append", type=a_pair, metavar="KEY=VALUE", help=_("answer a question; --dry-run lists keys and values; may be repeated")
    )  # fmt: skip
    one.add_argument("--accept", action="store_true", help=_("accept the suggested answers, and the only one where there is no other"))
    one.add_argument("--dry-run", action="store_true", help=_("say what would happen and write nothing"))
    one.add_argument("--strict", action="store_true", help=_("exit 1 when a row is rejected"))
    one.epilog = "\n".join(
        (
            _("For example, a trial first, then the import with an answer:"),
            "  workbench import people staff.csv --dry-run",
            "  workbench import people staff.csv --answer pay:HourlyRate=no_pay",
        )
    )


def import_(session: Session) -> Answer:
    """One import, or its trial; status 1 when nothing could be written, or rows were rejected and --strict is given.

    A file of which everything is here already is no failure; it makes no import.
    """
    from workbench.exchange import wording
    from workbench.services import imports

    a = session.arguments
    if not Path(a.file).is_file():
        raise Refused(N_("There is no file {file}. Nothing was imported."), code="FILE", file=a.file)
    report, _change = imports.import_file(
        session.workspace, a.kind, Path(a.file), sheet=a.sheet or "", preset=a.mapping, overrides=dict(a.set or ()), answers=dict(a.answer or ()),
        today=session.today, accept_suggestions=a.accept, dry_run=a.dry_run,
    )  # fmt: skip
    answer = {
        "kind": a.kind, "file": Path(a.file).name, "dry_run": bool(a.dry_run), "rows": report.rows, "added": report.added, "changed": report.changed,
        "unchanged": report.unchanged, "rejected": [_rejected(one) for one in report.rejected], "reasons": _grouped(report.rejected),
        "warnings": [_rejected(one) for one in report.warnings], "notes": [wording.note(one) for one in report.notes],
        "left_out": report.left_out, "waiting": report.waiting, "mapping": report.mapping.as_dict(), "unmapped": list(report.mapping.unmapped),
        "missing": list(report.mapping.missing), "questions": [_question(one) for one in report.questions], "import_id": report.import_id,
    }  # fmt: skip
    refused = report.import_id is None and not a.dry_run and not report.unchanged
    if refused and report.questions:
        tell(
            ngettext(
                "A question about this file is still open, so nothing was imported. Answer it with --answer and import again.",
                "{n} questions about this file are still open, so nothing was imported. Answer them with --answer and import again.",
                len(report.questions),
            )
        )
    elif refused and report.mapping.missing:
        tell(_("These columns are missing: {columns}. Nothing was imported.", columns=", ".join(report.mapping.missing)))
    elif refused:
        tell(i18n.sentence(imports.no_row(Path(a.file).name)))
    return answer, ANSWER_IS_NO if refused or (a.strict and report.rejected) else DONE


def _rejected(one: Rejected) -> dict[str, Any]:
    from workbench.exchange import wording

    return {"row": one.row, "column": one.column, "reason": wording.reason(one)}


def _grouped(found: Iterable[Rejected]) -> list[dict[str, Any]]:
    """Rejected rows by column and kind of reason, the most frequent first, with the first rows and one of the sentences."""
    from workbench.exchange import wording

    groups: dict[tuple[str, str], list[Rejected]] = {}
    for one in found:
        groups.setdefault((one.column, one.code), []).append(one)
    made = [
        {
            "column": column,
            "code": code,
            "count": len(ones),
            "rows": [one.row for one in ones[:TOLD]],
            "reason": _one_of([wording.reason(one) for one in ones]),
        }
        for (column, code), ones in groups.items()
    ]
    return sorted(made, key=lambda group: -int(str(group["count"])))


def _one_of(reasons: Sequence[str]) -> str:
    """The first reason, with a mark where others say something else."""
    return reasons[0] if len(set(reasons)) == 1 else f"{reasons[0]} …"


def _question(one: Question) -> dict[str, Any]:
    from workbench.exchange import wording

    choices = {choice.value: wording.choice(choice) for choice in one.choices}
    return {"key": one.key, "question": wording.question(one), "choices": choices, "suggestion": one.suggestion, "form": one.form}


# ---------------------------------------------------------------- for people


def lines(answer: dict[str, Any]) -> list[str]:
    """The report of an import: what came of its rows, what to know, how columns were read, and what is still asked."""
    return [
        *_head(answer),
        *cli_show.part(_("To know"), [f"  {note}" for note in (*answer["notes"], *_pay(answer))]),
        *cli_show.part(_("Rejected"), _reasons(answer["reasons"])),
        *cli_show.part(_("Worth a look"), [f"  {_('Row {row}: {reason}', **one)}" for one in answer["warnings"]]),
        *_columns(answer),
        *_questions(answer["questions"]),
    ]


def _head(answer: dict[str, Any]) -> list[str]:
    from workbench.exchange.wording import KINDS as WHAT

    said = f"{_(WHAT[answer['kind']])} · {answer['file']}"
    written = answer["import_id"] is not None
    if written:
        said += _(" (import {number}; “undo {number}” takes it back)", number=answer["import_id"])
    elif answer["dry_run"]:
        said += _(" (a trial, nothing was written)")
    counted = not answer["questions"] and not answer["missing"]
    nothing_new = not written and not answer["dry_run"] and answer["unchanged"] > 0
    if nothing_new:
        said += _(" (nothing changed: all of it is here already)")
    figures = [(_("Rows in the file"), f"{answer['rows']:,}")]
    if counted:
        names = (
            (_("Added"), _("Changed"), _("Unchanged"))
            if written or nothing_new
            else (_("Would be added"), _("Would be changed"), _("Would stay unchanged"))
        )
        figures += [(name, f"{answer[key]:,}") for name, key in zip(names, ("added", "changed", "unchanged"), strict=True)]
    figures += [(_("Rejected"), f"{len(answer['rejected']):,}"), (_("Left out"), f"{answer['left_out']:,}")]
    if answer["waiting"]:
        figures.append((_("Waiting for an answer"), f"{answer['waiting']:,}"))
    return [said, *(f"  {line}" for line in cli_show.facts(figures))]


def _pay(answer: dict[str, Any]) -> list[str]:
    """Pay is told for its own sake: whether a column is taken as the pay of an hour."""
    if answer["kind"] != "people" or any(one["key"].startswith("pay:") for one in answer["questions"]):
        return []
    heading = next((name for name, field in answer["mapping"].items() if field == PAY), None)
    if heading is None:
        return [_("No column is taken as pay.")]
    return [_("Column {column} is taken as the pay of an hour, in yuan.", column=heading)]


def _reasons(groups: Sequence[dict[str, Any]]) -> list[str]:
    found = []
    for one in groups:
        rows = cli_show.joined(one["rows"]) + (" …" if one["count"] > len(one["rows"]) else "")
        told = ngettext(
            "{n} row ({rows}), column {column}: {reason}", "{n} rows ({rows}), column {column}: {reason}",
            one["count"], rows=rows, column=one["column"] or cli_show.NOTHING, reason=one["reason"],
        )  # fmt: skip
        found.append(f"  {told}")
    return found


def _columns(answer: dict[str, Any]) -> list[str]:
    from workbench.exchange.fields import field_label, fields

    chinese = i18n.is_chinese()
    kept = [(heading, field_label(answer["kind"], field, chinese=chinese), field) for heading, field in answer["mapping"].items()]
    told = cli_show.part(_("Columns"), cli_show.table((_("Heading"), _("is taken as"), _("Field")), kept))
    if answer["unmapped"]:
        told += ["", _("Not brought in: {columns}", columns=cli_show.joined(answer["unmapped"]))]
    if answer["missing"]:
        names = [field_label(answer["kind"], field, chinese=chinese) for field in answer["missing"]]
        example = f'--set "{next(iter(answer["unmapped"]), "COLUMN")}={answer["missing"][0]}"'
        told += ["", _("Missing: {fields}. Name the column, such as {example}", fields=cli_show.joined(names), example=example)]
    others = [one.code for one in fields(answer["kind"]) if one.code not in answer["mapping"].values()]
    if others and answer["unmapped"] and answer["import_id"] is None:
        told += ["", _("Other fields that a column can be given with --set: {fields}", fields=", ".join(others))]
    return told


def _questions(asked: Sequence[dict[str, Any]]) -> list[str]:
    found: list[str] = []
    for number, one in enumerate(asked, 1):
        found += ["", f"{_('Question {number}', number=number)}: {one['question']}"]
        shown = list(one["choices"].items())[:LISTED]
        rows = [
            (f'--answer "{one["key"]}={value}"', text + (_(" (suggested)") if value == one["suggestion"] else "")) for value, text in shown
        ]
        if one["form"] == "date":
            rows.append((f'--answer "{one["key"]}=2026-03-01"', _("From another day")))
        columns = max((cli_show.width(option) for option, _text in rows), default=0)
        found += [f"  {cli_show.padded(option, columns)}  {text}" for option, text in rows]
        if len(one["choices"]) > len(shown):
            found.append("  …")
    return found

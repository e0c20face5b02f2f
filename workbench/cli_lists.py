"""The command of lists that go out: export people, deals and the rest, or a week for calendars."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from workbench import cli_show
from workbench.cli_base import DONE, Answer, Session, usage
from workbench.cli_output import ready_file
from workbench.files import write_whole
from workbench.i18n import _

Add = Callable[..., argparse.ArgumentParser]
KINDS = ("people", "availability", "customers", "products", "deals", "targets", "tasks", "demand")
WEEK = "week"


def add_commands(add: Add) -> None:
    """export."""
    one = add("export", export, _("write people, deals, tasks and more as XLSX, CSV or JSON, a week also as ICS"))
    one.add_argument("kind", choices=(*KINDS, WEEK), help=_("what to write"))
    one.add_argument("week", metavar="WEEK", nargs="?", help=_("2026-W48, for the kind week"))
    one.add_argument("-o", "--output", required=True, metavar="FILE", help=_("its ending says the form: .xlsx, .csv, .json or .ics"))
    one.add_argument("--person", metavar="P", help=_("only what belongs to this person"))


def export(session: Session) -> Answer:
    """One file, whole or not at all."""
    from workbench.cli_week import monday_of
    from workbench.exchange import calendar, tables
    from workbench.services import exports, people

    a = session.arguments
    out = Path(a.output)
    ending = out.suffix.lower()
    if (a.kind == WEEK) != (a.week is not None):
        usage(_("export week 2026-W48 -o FILE, or export KIND -o FILE"))
    possible = (*tables.ENDINGS, *((".ics",) if a.kind == WEEK else ()))
    if ending not in possible:
        usage(
            _(
                "“{ending}” is no ending that can be written here. Possible: {possible}. Nothing was written.",
                ending=ending or out.name,
                possible=cli_show.joined(possible),
            )
        )
    ready_file(out)
    workspace, monday = session.workspace, monday_of(a.week) if a.week else None
    person_id = workspace.read(lambda conn: people.find_person(conn, a.person)) if a.person else None
    if ending == ".ics" and monday is not None:
        events = workspace.read(lambda conn: exports.load_events(conn, monday, workspace.database_id, person_id))
        zone = workspace.read(people.load_organisation).zone
        write_whole(out, calendar.ics_bytes(events, name=_("Week {week}", week=a.week), made_at=session.now, zone=zone))
        return {"file": str(out), "rows": len(events)}, DONE
    found = workspace.read(lambda conn: exports.load_list(conn, "tasks" if monday else a.kind, session.today, monday=monday))
    if person_id is not None:
        code = next(row[1] for row in workspace.read(people.load_names) if row[0] == person_id)
        found = exports.only_of(found, code)
    write_whole(out, tables.table_bytes(found, ending))
    return {"file": str(out), "rows": len(found.rows)}, DONE

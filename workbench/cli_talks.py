"""The command of one-on-ones: add to the next talk, show it, close it, plan the next.

What a person may not see (manager-only and sensitive notes) is never told here.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from workbench import cli_show
from workbench.cli_base import DONE, Answer, Session, usage
from workbench.cli_parser import a_day, a_minute
from workbench.errors import Refused
from workbench.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from workbench.services.workspace import UnitOfWork

Add = Callable[..., argparse.ArgumentParser]
STEPS = ("show", "add", "close", "next")
STATES = {"planned": N_("planned"), "done": N_("held"), "skipped": N_("skipped"), "cancelled": N_("cancelled")}
SIDES = {"manager": N_("manager"), "employee": N_("employee")}


def add_commands(add: Add) -> None:
    """one-on-one PERSON [show|add|close|next]."""
    one = add("one-on-one", one_on_one, _("show, write, close and plan a one-on-one"), talk_lines)
    one.add_argument("person", metavar="PERSON", help=_("staff number, or a name that only one person has"))
    one.add_argument("step", nargs="?", choices=STEPS, default="show", help=_("what to do (show)"))
    one.add_argument("--point", metavar="TEXT", help=_("a point for the agenda"))
    one.add_argument("--note", metavar="TEXT", help=_("a note that both may read"))
    one.add_argument("--action", metavar="TEXT", help=_("a promise, of --side, until --due"))
    one.add_argument("--side", choices=("manager", "employee"), default="manager", help=_("who promises (manager)"))
    one.add_argument("--due", metavar="DATE", type=a_day, help=_("until when it is promised"))
    one.add_argument("--close", action="store_true", help=_("the same as the step close"))
    one.add_argument("--day", metavar="DATE", type=a_day, help=_("day of the next talk"))
    one.add_argument("--start", metavar="HH:MM", type=a_minute, help=_("its start"))


def one_on_one(session: Session) -> Answer:
    """Write what was given as one step, then close or plan, then tell the record."""
    from workbench.services import one_on_ones, people

    a, workspace, today = session.arguments, session.workspace, session.today
    written = bool(a.point or a.note or a.action)
    if a.step == "add" and not written:
        usage(_("one-on-one PERSON add needs --point, --note or --action"))
    if a.step == "next" and a.day is None:
        usage(_("one-on-one PERSON next needs --day"))
    person_id = workspace.read(lambda conn: people.find_person(conn, a.person))
    card = workspace.read(lambda conn: one_on_ones.load_talk(conn, person_id, today))
    if written:
        workspace.perform(N_("Write about the talk with {person}"), lambda uow: _write(uow, a, person_id, today), person=card.name)
        card = workspace.read(lambda conn: one_on_ones.load_talk(conn, person_id, today))
    talk_id = card.talk_id
    if a.step == "close" or a.close:
        talk_id = card.planned_id
        if talk_id is None:
            raise Refused(N_("There is no open talk with {person} to close. Nothing was changed."), code="EMPTY", person=card.name)
        if not written and not card.notes and card.mood is None and card.day is not None and card.day > today:
            raise Refused(
                N_("The next talk with {person} is planned for {day} and nothing is written yet. Nothing was changed."),
                code="EMPTY", person=card.name, day=card.day,
            )  # fmt: skip
        open_talk = talk_id
        workspace.perform(
            N_("Close the talk with {person}"),
            lambda uow: one_on_ones.complete_talk(uow, open_talk, today, a.day, a.start),
            person=card.name,
        )
    elif a.step == "next":
        planned = workspace.perform(
            N_("Plan the talk with {person}"), lambda uow: one_on_ones.plan_talk(uow, person_id, a.day, a.start), person=card.name
        )
        talk_id = planned.result if isinstance(planned.result, int) else talk_id
    if talk_id is None:
        return workspace.read(lambda conn: one_on_ones.load_waiting(conn, person_id, today)), DONE
    shown = talk_id
    return {"name": card.name, **workspace.read(lambda conn: one_on_ones.load_record(conn, shown, today))}, DONE


def talk_lines(answer: dict[str, Any]) -> list[str]:
    """The record of a talk: its agenda, what was written, and what was promised."""
    who = cli_show.named(answer["name"], answer["person"])
    agenda = [f"  {_mark(one['done'])} {one['text']}" + _carried(one["carried"]) for one in answer["agenda"]]
    rows = [(_mark(one["done"]), one["text"], _(SIDES.get(one["side"], one["side"])), one["due"]) for one in answer["actions"]]
    promises = cli_show.part(_("Promises"), cli_show.table((" ", _("What"), _("Promised by"), _("Promised until")), rows))
    if "state" not in answer:
        none = (
            _("No talk is planned yet; what is written waits for the next. “next” plans it.")
            if agenda or rows
            else _("No talk is planned or written yet. “add” writes its first point, “next” plans it.")
        )
        return [who, none, *cli_show.part(_("Agenda"), agenda), *promises]
    mood = [] if answer["mood"] is None else [_("Mood {mood} of 5", mood=answer["mood"])]
    state = _(STATES[answer["state"]]) if answer["state"] in STATES else str(answer["state"])
    return [
        " · ".join((who, answer["day"], state, *mood)),
        *cli_show.part(_("Agenda"), agenda),
        *cli_show.part(_("Notes that both may read"), [f"  {cli_show.cell(one)}" for one in answer["notes"]]),
        *promises,
    ]


def _mark(done: bool) -> str:
    return "[x]" if done else "[ ]"


def _carried(times: int) -> str:
    return f" ({ngettext('carried over {n} time', 'carried over {n} times', times)})" if times else ""


def _write(uow: UnitOfWork, given: argparse.Namespace, person_id: int, today: date) -> int:
    """Point, note and promise of one call: all of them or none."""
    from workbench.services import one_on_ones, one_on_ones_record

    if given.point:
        one_on_ones.add_point(uow, person_id, given.point, today)
    if given.note:
        one_on_ones_record.write_note(uow, person_id, given.note, today)
    if given.action:
        one_on_ones.add_action(uow, person_id, given.action, today, side=given.side, due_on=given.due)
    return person_id

"""Commands of reviews and paper: cycle, print."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.cli_base import DONE, Answer, Session, progress, usage
from workbench.cli_output import ready_file, ready_folder
from workbench.cli_reviews_lines import cycle_lines
from workbench.errors import Refused
from workbench.files import write_whole
from workbench.i18n import N_, _
from workbench.models.values.codes import CyclePeriod
from workbench.models.values.periods import Period

if TYPE_CHECKING:
    from workbench.readmodels.reviews import CycleRow

Add = Callable[..., argparse.ArgumentParser]


def add_commands(add: Add) -> None:
    """cycle, print."""
    one = add("cycle", cycle, _("create, freeze, score, calibrate, close a review cycle"), cycle_lines)
    steps = one.add_subparsers(dest="step", required=True, title=_("steps"), metavar="STEP")
    for name, words in (
        ("create", _("open a cycle for a period")), ("status", _("how far everybody is; without a cycle all cycles")),
        ("score", _("every item with its figures")), ("freeze", _("keep the figures as they are now")),
        ("calibrate", _("give somebody another grade, with a reason")), ("close", _("end the cycle")),
    ):  # fmt: skip
        made = steps.add_parser(name, help=words, description=words)
        if name == "create":
            made.add_argument("period", metavar="PERIOD", help=_("such as 2026-Q3, 2026-03 or 2026"))
            made.add_argument("--kind", choices=[k.value for k in CyclePeriod], help=_("what the cycle is (as long as its period)"))
            continue
        made.add_argument(
            "cycle", metavar="CYCLE", nargs="?" if name == "status" else None, help=_("such as 2026-Q3; “cycle status” lists them")
        )
        if name == "calibrate":
            made.add_argument("person", metavar="PERSON", help=_("staff number, or a name that only one person has"))
            made.add_argument("grade", metavar="GRADE", help=_("one of the grades of this cycle"))
            made.add_argument("--reason", required=True, metavar="TEXT", help=_("why; it stays with the review"))
    one = add("print", print_, _("print evaluations, interviews, a week or a one-on-one into PDF files"))
    one.add_argument("kind", choices=("evaluation", "interview", "week", "one-on-one"), help=_("what to print"))
    one.add_argument("what", nargs="*", help=_("cycle and person, week, or person"))
    one.add_argument("-o", "--output", required=True, metavar="FILE", help=_("a .pdf file in a folder that exists; with --all a folder"))
    one.add_argument("--all", action="store_true", help=_("a whole cycle into a folder"))
    one.add_argument("--paper", choices=("zh_CN", "en"), help=_("language of the paper"))


def cycle(session: Session) -> Answer:
    from workbench.services import people, reviews, reviews_cycle

    a, workspace, today = session.arguments, session.workspace, session.today
    if a.step == "status" and a.cycle is None:
        return {"cycles": [_of_cycle(row) for row in workspace.read(reviews_cycle.load_cycles)]}, DONE
    if a.step == "create":
        period = _period(a.period)
        change = workspace.perform(
            N_("Open the review cycle {cycle}"),
            lambda uow: reviews_cycle.create_cycle(uow, _kind(a.kind, period), period, today),
            cycle=period.name,
        )
        number = change.result
        return workspace.read(lambda conn: reviews.cycle_json(conn, number, today)), DONE  # type: ignore[arg-type]
    cycle_id = workspace.read(lambda conn: reviews_cycle.find_cycle(conn, a.cycle))
    if a.step == "freeze":
        workspace.perform(
            N_("Freeze the figures of {cycle}"),
            lambda uow: reviews_cycle.freeze(uow, cycle_id, today, now=session.now),
            cycle=a.cycle,
            undoable=False,
        )
    elif a.step == "close":
        workspace.perform(N_("Close the review cycle {cycle}"), lambda uow: reviews_cycle.close_cycle(uow, cycle_id), cycle=a.cycle)
    elif a.step == "calibrate":
        person_id = workspace.read(lambda conn: people.find_person(conn, a.person))
        board = workspace.read(lambda conn: reviews.load_board(conn, cycle_id, today))
        row = next((r for r in board if r.person_id == person_id), None)
        if row is None:
            raise Refused(N_("{who} is not in this cycle. Nothing was changed."), code="PERSON", who=a.person)
        workspace.perform(
            N_("Calibrate {person} to {grade}"),
            lambda uow: reviews.calibrate(uow, row.review_id, a.grade, a.reason),
            person=row.name,
            grade=a.grade,
        )
    answer = workspace.read(lambda conn: reviews.cycle_json(conn, cycle_id, today))
    if a.step == "status":
        board = workspace.read(lambda conn: reviews.load_board(conn, cycle_id, today))
        answer["people"] = [
            {"person": r.code, "name": r.name, "state": r.state.value, "grade": r.grade, "missing": r.missing} for r in board
        ]
    return answer, DONE


def _of_cycle(row: CycleRow) -> dict[str, Any]:
    return {
        "cycle": row.code, "name": row.name, "kind": row.kind.value, "start": row.start_on.isoformat(), "end": row.end_on.isoformat(),
        "state": row.state, "frozen": row.frozen_at is not None, "people": row.people, "locked": row.locked, "not_rated": row.not_rated,
    }  # fmt: skip


def _kind(text: str | None, period: Period) -> CyclePeriod:
    kind = CyclePeriod(text) if text else period.length
    if kind is None:
        raise Refused(
            N_("{period} is no month, quarter, half-year or year: say --kind. Nothing was changed."), code="KIND", period=period.name
        )
    return kind


def _period(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError as error:
        raise Refused(
            N_("“{text}” is no period. Write it as 2026-Q3, 2026-03 or 2026. Nothing was changed."), code="PERIOD", text=text
        ) from error


def print_(session: Session) -> Answer:
    from workbench import i18n

    a = session.arguments
    _print_usage(a)
    language = a.paper or i18n.language()
    out = Path(a.output)
    if a.all:
        ready_folder(out)
        return {"files": list(_whole_cycle(session, a.what[0], language, out))}, DONE
    ready_file(out)
    if a.kind == "evaluation":
        data = _evaluation(session, a.what[0], a.what[1], language)
    elif a.kind == "interview":
        data = _interview(session, a.what[0], a.what[1], language)
    else:
        data = (_week if a.kind == "week" else _talk)(session, a.what[0], language)
    write_whole(out, data)
    return {"files": [file_facts(out)]}, DONE


def _print_usage(a: argparse.Namespace) -> None:
    """Wrong usage for a kind without what belongs to it, and for an ending that is none of a PDF file."""

    if a.all and a.kind != "evaluation":
        usage(_("--all is for evaluations: print evaluation CYCLE --all -o FOLDER"))
    if a.all and len(a.what) != 1:
        usage(_("print evaluation CYCLE --all -o FOLDER"))
    if a.kind == "evaluation" and not a.all and len(a.what) != 2:
        usage(_("print evaluation CYCLE PERSON -o FILE"))
    if a.kind == "interview" and len(a.what) != 2:
        usage(_("print interview CYCLE PERSON -o FILE"))
    if a.kind == "week" and len(a.what) != 1:
        usage(_("print week 2026-W48 -o FILE"))
    if a.kind == "one-on-one" and len(a.what) != 1:
        usage(_("print one-on-one PERSON -o FILE"))
    if not a.all and Path(a.output).suffix.lower() != ".pdf":
        usage(_("Paper is printed as PDF: give -o a name that ends in .pdf. Nothing was written."))


def file_facts(path: Path) -> dict[str, Any]:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    pages = len(document)
    document.close()
    return {"file": str(path), "pages": pages, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def _review_ids(session: Session, code: str, person: str = "") -> list[int]:
    from workbench.models.values.codes import ReviewState
    from workbench.services import people, reviews, reviews_cycle

    workspace = session.workspace
    cycle_id = workspace.read(lambda conn: reviews_cycle.find_cycle(conn, code))
    rows = workspace.read(lambda conn: reviews.load_board(conn, cycle_id, session.today))
    if person:
        person_id = workspace.read(lambda conn: people.find_person(conn, person))
        rows = [r for r in rows if r.person_id == person_id]
        if not rows:
            raise Refused(N_("{who} is not in this cycle. Nothing was changed."), code="PERSON", who=person)
        return [rows[-1].review_id]
    return [r.review_id for r in rows if r.state is not ReviewState.NOT_RATED]


def _evaluation(session: Session, code: str, person: str, language: str) -> bytes:
    from workbench.reports.evaluation import render_evaluation

    document = _document(session, _review_ids(session, code, person)[0])
    return render_evaluation(document, language=language)


def _interview(session: Session, code: str, person: str, language: str) -> bytes:
    from workbench.reports.interview import render_interview
    from workbench.services import reviews_interview

    review_id = _review_ids(session, code, person)[0]
    document = session.workspace.read(lambda conn: reviews_interview.load_document(conn, review_id, session.today, session.now))
    return render_interview(document, language)


def _document(session: Session, review_id: int) -> Any:
    from workbench.services import people, reviews_print

    actor = session.workspace.read(people.load_organisation).manager_name
    now = session.now
    return session.workspace.read(lambda conn: reviews_print.load_paper(conn, review_id, session.today, now, actor))


def _whole_cycle(session: Session, code: str, language: str, folder: Path) -> Iterator[dict[str, Any]]:
    from workbench.reports.batch import render_many

    ids = _review_ids(session, code)
    documents = (_document(session, review_id) for review_id in ids)
    for number, file in enumerate(render_many(documents, language, folder), 1):
        progress(_("Printing"), number, len(ids))
        yield file_facts(Path(file.path))


def _week(session: Session, text: str, language: str) -> bytes:
    from workbench.cli_week import monday_of
    from workbench.reports.week import render_week
    from workbench.services import people, planning_read

    monday, now = monday_of(text), session.now
    actor = session.workspace.read(people.load_organisation).manager_name
    return render_week(session.workspace.read(lambda conn: planning_read.week_document(conn, monday, session.today, now, actor)), language)


def _talk(session: Session, who: str, language: str) -> bytes:
    from workbench.reports.one_on_one import render_one_on_one
    from workbench.services import one_on_ones, people

    workspace, today = session.workspace, session.today
    person_id = workspace.read(lambda conn: people.find_person(conn, who))
    card = workspace.read(lambda conn: one_on_ones.load_talk(conn, person_id, today))
    talk_id = card.past[0].id if card.past else card.talk_id
    if talk_id is None:
        raise Refused(N_("There is no talk to print yet. Plan one or write the first point."), code="EMPTY")
    return render_one_on_one(workspace.read(lambda conn: one_on_ones.load_document(conn, talk_id, today, session.now)), language)

"""Commands of reviews and paper: cycle, print, tour."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.errors import Refused
from workbench.files import write_whole
from workbench.i18n import N_, _
from workbench.models.values.codes import CyclePeriod
from workbench.models.values.periods import Period

if TYPE_CHECKING:
    from workbench.cli import Answer, Session

Add = Callable[..., argparse.ArgumentParser]


def add_commands(add: Add) -> None:
    """cycle, print, tour, self-test."""
    one = add("cycle", cycle, _("create, freeze, score, calibrate, close a review cycle"))
    steps = one.add_subparsers(dest="step", required=True)
    made = steps.add_parser("create")
    made.add_argument("period", help="2026-Q3")
    made.add_argument("--kind", choices=[k.value for k in CyclePeriod], default="quarter")
    for name in ("freeze", "status", "score", "close"):
        steps.add_parser(name).add_argument("cycle")
    made = steps.add_parser("calibrate")
    made.add_argument("cycle")
    made.add_argument("person")
    made.add_argument("grade")
    made.add_argument("--reason", required=True)
    one = add("print", print_, _("print evaluations, a week or a one-on-one into PDF files"))
    one.add_argument("kind", choices=("evaluation", "week", "one-on-one"))
    one.add_argument("what", nargs="*", help=_("cycle and person, week, or person"))
    one.add_argument("-o", "--output", required=True, metavar="FILE")
    one.add_argument("--all", action="store_true", help=_("a whole cycle into a folder"))
    one.add_argument("--paper", choices=("zh_CN", "en"), help=_("language of the paper"))
    one = add("tour", tour, _("the main job without a screen, with pictures of every screen"))
    one.add_argument("--data", metavar="FOLDER", help=_("real files instead of the sample team"))
    one.add_argument("--into", metavar="FOLDER", default="build/tour")
    one.add_argument("--no-pictures", action="store_true")
    add("self-test", self_test, _("make, fill, check and print a database in a temporary folder"))


def cycle(session: Session) -> Answer:
    from workbench.cli import DONE
    from workbench.services import people, reviews

    a, workspace, today = session.arguments, session.workspace, session.today
    if a.step == "create":
        period = _period(a.period)
        change = workspace.perform(
            N_("Open the review cycle {cycle}"),
            lambda uow: reviews.create_cycle(uow, CyclePeriod(a.kind), period, today),
            cycle=period.name,
        )
        number = change.result
        return workspace.read(lambda conn: reviews.cycle_json(conn, number, today)), DONE  # type: ignore[arg-type]
    cycle_id = workspace.read(lambda conn: reviews.find_cycle(conn, a.cycle))
    if a.step == "freeze":
        workspace.perform(
            N_("Freeze the figures of {cycle}"),
            lambda uow: reviews.freeze(uow, cycle_id, today, now=session.now),
            cycle=a.cycle,
            undoable=False,
        )
    elif a.step == "close":
        workspace.perform(N_("Close the review cycle {cycle}"), lambda uow: reviews.close_cycle(uow, cycle_id), cycle=a.cycle)
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
        answer["people"] = [{"person": r.code, "name": r.name, "state": r.state.value, "grade": r.grade} for r in board]
    return answer, DONE


def _period(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError as error:
        raise Refused(
            N_("“{text}” is no period. Write it as 2026-Q3, 2026-03 or 2026. Nothing was changed."), code="PERIOD", text=text
        ) from error


def print_(session: Session) -> Answer:
    from workbench import i18n
    from workbench.cli import DONE, usage

    a = session.arguments
    language = a.paper or i18n.language()
    out = Path(a.output)
    if a.kind == "evaluation":
        if a.all:
            if len(a.what) != 1:
                usage(_("print evaluation CYCLE --all -o FOLDER"))
            return {"files": list(_whole_cycle(session, a.what[0], language, out))}, DONE
        if len(a.what) != 2:
            usage(_("print evaluation CYCLE PERSON -o FILE"))
        data = _evaluation(session, a.what[0], a.what[1], language)
    elif a.kind == "week":
        if len(a.what) != 1:
            usage(_("print week 2026-W48 -o FILE"))
        data = _week(session, a.what[0], language)
    else:
        if len(a.what) != 1:
            usage(_("print one-on-one PERSON -o FILE"))
        data = _talk(session, a.what[0], language)
    write_whole(out, data, make_folder=True)
    return {"files": [_told(out)]}, DONE


def _told(path: Path) -> dict[str, Any]:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    pages = len(document)
    document.close()
    return {"file": str(path), "pages": pages, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def _review_ids(session: Session, code: str, person: str = "") -> list[int]:
    from workbench.models.values.codes import ReviewState
    from workbench.services import people, reviews

    workspace = session.workspace
    cycle_id = workspace.read(lambda conn: reviews.find_cycle(conn, code))
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


def _document(session: Session, review_id: int) -> Any:
    from workbench.services import people, reviews_print

    actor = session.workspace.read(people.load_organisation).manager_name
    now = session.now
    return session.workspace.read(lambda conn: reviews_print.load_paper(conn, review_id, session.today, now, actor))


def _whole_cycle(session: Session, code: str, language: str, folder: Path) -> Iterator[dict[str, Any]]:
    from workbench.cli import progress
    from workbench.reports.batch import render_many

    ids = _review_ids(session, code)
    documents = (_document(session, review_id) for review_id in ids)
    for number, file in enumerate(render_many(documents, language, folder), 1):
        progress(_("Printing"), number, len(ids))
        yield _told(Path(file.path))


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


def tour(session: Session) -> Answer:
    from workbench.cli import ANSWER_IS_NO, DONE, tell
    from workbench.services import tour as tours

    a = session.arguments
    into = Path(a.into)
    if a.data:
        answer = tours.on_real_data(Path(a.data), into, tell)
    else:
        answer = tours.on_sample(into, tell)
    good = bool(answer["files"] and answer["check"])
    if not a.no_pictures:
        shown = ("--db", str(answer["database"]), "--today", str(tours.REAL_TODAY)) if a.data else ()
        answer["pictures"] = _pictures(into, tell, shown)
        good = good and answer["pictures"] > 0
    return answer, DONE if good else ANSWER_IS_NO


def _pictures(into: Path, tell: Callable[[str], None], shown: Sequence[str]) -> int:
    """In a process of its own: the command line itself never loads Qt. `shown` names the database, the sample team without."""
    tell(_("Taking pictures of every screen …"))
    return len(list((into / "screens").glob("*.png"))) if _in_window(str(into), *shown) == 0 else 0


def _in_window(*words: str) -> int:
    """Run `workbench --pictures WORDS` without a display; its status. What it prints goes to stderr."""
    import os
    import subprocess
    import sys

    from workbench.services import tour as tours

    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "workbench"]
    return subprocess.run(
        [*program, "--pictures", *words],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "WORKBENCH_PASSPHRASE": tours.PASSPHRASE},
        stdout=sys.stderr,
        check=False,
    ).returncode


def self_test(_session: Session) -> Answer:
    """Proves that a bundle holds all it needs: a database made, planned, printed, checked, a workbook read, a window shown."""
    import tempfile

    from workbench.cli import ANSWER_IS_NO, DONE, tell
    from workbench.exchange import reading, writing
    from workbench.services import tour as tours

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        answer = tours.on_sample(folder, tell, people=6, weeks=2)
        answer["pages"] = sum(_told(file)["pages"] for file in sorted((folder / "evaluations").glob("*.pdf")))
        write_whole(folder / "list.xlsx", writing.xlsx_bytes([_("Number"), _("Name")], [("1", "张䶮")]))
        answer["workbook_rows"] = reading.read_table(folder / "list.xlsx").rows
        answer["pictures"] = len(list((folder / "screens").glob("*.png"))) if _in_window(name, "--one") == 0 else 0
    good = (
        answer["files"]
        and answer["pages"] >= 2 * answer["files"]
        and answer["check"]
        and answer["workbook_rows"] == 1
        and answer["pictures"] == 1
    )
    return answer, DONE if good else ANSWER_IS_NO

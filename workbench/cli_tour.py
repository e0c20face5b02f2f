"""Commands that do the whole job without a screen: tour, self-test."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from workbench import cli_show
from workbench.cli_base import ANSWER_IS_NO, DONE, Answer, Session, tell
from workbench.cli_reviews import file_facts
from workbench.cli_week_lines import FOUND
from workbench.errors import Refused
from workbench.files import write_whole
from workbench.i18n import N_, _

Add = Callable[..., argparse.ArgumentParser]


def add_commands(add: Add) -> None:
    """tour, self-test."""
    one = add("tour", tour, _("the main job without a screen, with pictures of every screen"), tour_lines)
    one.add_argument("--data", metavar="FOLDER", help=_("real files instead of the sample team"))
    one.add_argument("--into", metavar="FOLDER", default="build/tour", help=_("where everything goes (build/tour)"))
    one.add_argument("--no-pictures", action="store_true", help=_("no pictures of the screens"))
    one.add_argument("--paper", choices=("zh_CN", "en"), help=_("language of the papers and of the sample team"))
    add("self-test", self_test, _("make, fill, check and print a database in a temporary folder"), tour_lines)


def tour(session: Session) -> Answer:
    """The papers and the sample team speak the language of --paper, the steps that of the call."""
    from workbench import i18n
    from workbench import tour as tours

    a = session.arguments
    into = Path(a.into)
    if a.data and not Path(a.data).is_dir():
        raise Refused(N_("There is no folder {folder}. Nothing was changed."), code="FOLDER", folder=a.data)
    spoken = i18n.language()
    i18n.use(a.paper or spoken)
    said = _speaking(spoken)
    try:
        answer = tours.on_real_data(Path(a.data), into, said) if a.data else tours.on_sample(into, said)
    finally:
        i18n.use(spoken)
    good = bool(answer["files"] and answer["check"])
    if not a.no_pictures:
        shown = ("--db", str(answer["database"]), "--today", str(tours.REAL_TODAY)) if a.data else ()
        answer["pictures"] = _pictures(into, tell, shown)
        good = good and answer["pictures"] > 0
    return answer, DONE if good else ANSWER_IS_NO


def tour_lines(answer: dict[str, Any]) -> list[str]:
    """What the tour made, in words; the talk that it recorded is among the papers of the database."""
    told = {key: value for key, value in answer.items() if key != "one_on_one"}
    return cli_show.plain({**told, "plan_status": _(FOUND[answer["plan_status"]])})


def _speaking(language: str) -> Callable[..., None]:
    """Tells message ids with their figures in one language, whatever language is in use meanwhile."""
    from workbench import i18n

    catalogue = i18n.catalogue(language)

    def say(text: str, **figures: object) -> None:
        tell(catalogue.gettext(text).format(**figures))

    return say


def _pictures(into: Path, tell: Callable[[str], None], shown: Sequence[str]) -> int:
    """In a process of its own: the command line itself never loads Qt. `shown` names the database, the sample team without."""
    tell(_("Taking pictures of every screen …"))
    return len(list((into / "screens").glob("*.png"))) if _in_window(str(into), *shown) == 0 else 0


def _in_window(*words: str) -> int:
    """Run `workbench --pictures WORDS` without a display; its status. What it prints goes to stderr."""
    import os
    import subprocess
    import sys

    from workbench import tour as tours

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

    from workbench import i18n
    from workbench import tour as tours
    from workbench.exchange import reading, writing

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        answer = tours.on_sample(folder, _speaking(i18n.language()), people=6, weeks=2)
        answer["pages"] = sum(file_facts(file)["pages"] for file in sorted((folder / "evaluations").glob("*.pdf")))
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

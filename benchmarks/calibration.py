"""The longest event-loop stall of the calibration with 2,000 people: its views, choosing, and changes by drag and keyboard.

The real screen runs offscreen on a cycle of 2,000 people with 100 raters, all rated. Each act and each round of the event loop
after it is timed, as in `screen_stall`; each counts with the median of its times. Goal: at most 50 ms. The time until the board
is there is shown beside it: it is read off the event loop.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.common import PASSPHRASE, Line, table
from benchmarks.screen_stall import Watch, nowhere
from workbench import app, i18n
from workbench.models.people import Engagement, Organisation, Person, Team
from workbench.models.reviews import Review, ReviewItem, TemplateItem
from workbench.models.values.codes import CyclePeriod, EngagementType, ReviewState, Section
from workbench.models.values.periods import Period
from workbench.services import reviews_cycle
from workbench.services.workspace import UnitOfWork, Workspace
from workbench.views.change_hub import ChangeHub
from workbench.views.context import Context
from workbench.views.fonts import load_fonts
from workbench.views.messages import Messages
from workbench.views.reviews.calibration import CalibrationPage
from workbench.views.settings import Settings
from workbench.views.tasks import Tasks
from workbench.views.theme import theme

PEOPLE, RATERS, TEAMS, TIMES = 2000, 100, 40, 5
TODAY = date(2026, 10, 14)


def today() -> date:
    return TODAY


def fill(uow: UnitOfWork) -> int:
    """A cycle in which everybody is rated and waits for the calibration; returns its id."""
    dice = random.Random(5)
    uow.session.add(Organisation(name="Company", manager_name="Head"))
    hired = date(2024, 1, 8)
    uow.insert_many(Team, ({"code": f"T{n}", "name": f"Team {n}"} for n in range(TEAMS)))
    teams = [row[0] for row in uow.session.query(Team.id)]
    raters = uow.insert_many(
        Person, ({"code": f"R{n:03d}", "name": f"Rater {n:03d}", "search": f"rater {n:03d}", "is_manager": True, "hired_on": hired} for n in range(RATERS))
    )  # fmt: skip
    people = uow.insert_many(
        Person, ({
            "code": f"P{n:04d}", "name": f"Person {n:04d}", "search": f"person {n:04d}", "team_id": teams[n % TEAMS], "manager_id": raters[n % RATERS],
            "hired_on": hired,
        } for n in range(PEOPLE))
    )  # fmt: skip
    kinds = (EngagementType.FULL_TIME, EngagementType.FULL_TIME, EngagementType.PART_TIME)
    uow.insert_many(
        Engagement, ({"person_id": one, "type": kinds[one % 3], "start_on": hired, "weekly_minutes": 2400 if one % 3 < 2 else 1200} for one in people)
    )  # fmt: skip
    cycle = reviews_cycle.create_cycle(uow, CyclePeriod.QUARTER, Period.quarter(2026, 3), TODAY)
    for review in uow.session.query(Review):
        review.state = ReviewState.CALIBRATION
    uow.session.flush()
    lines = [(line.id, line.section) for line in uow.session.query(TemplateItem)]
    uow.insert_many(
        ReviewItem, (_item(dice, review, line, section) for (review,) in uow.session.query(Review.id).all() for line, section in lines)
    )
    return cycle


def _item(dice: random.Random, review: int, line: int, section: Section) -> dict[str, object]:
    if section is Section.KPI:
        return {
            "review_id": review,
            "item_id": line,
            "target": 10_000,
            "actual": dice.randrange(5_000, 12_500),
            "by_hand_because": "measured",
        }
    return {
        "review_id": review,
        "item_id": line,
        "self_rating": dice.randint(2, 5),
        "manager_rating": dice.randint(2, 5),
        "evidence": "seen",
    }


def settle(qt: QApplication, page: CalibrationPage) -> float:
    """Seconds until the board is there and nothing is under way."""
    started = time.perf_counter()
    while page.board is None or page.is_waiting or not page.context.tasks.idle:
        qt.processEvents()
        time.sleep(0.001)
    return time.perf_counter() - started


def show(page: CalibrationPage, view: str) -> None:
    page.view.set_value(view)
    page.view.chosen.emit(view)


def drop(page: CalibrationPage, source: str, target: str) -> None:
    assert page.grades is not None
    lanes = page.grades.lists
    data = lanes[source].rows.mimeData([lanes[source].rows.index(3)])
    lanes[target].dropEvent(
        QDropEvent(QPointF(5, 5), Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    )


def keep(page: CalibrationPage) -> None:
    page.reason.reason.setText("compared with the group")
    QTest.keyClick(page.reason.reason, Qt.Key.Key_Return)


def work(qt: QApplication, page: CalibrationPage, watch: Watch) -> None:
    """Each view, moving in it, and changes; after a change the whole board is read again."""
    for _turn in range(TIMES):
        for view in page.pages:
            watch.longest("another view", view, partial(show, page, view))
        show(page, "people")
        for name, key in (
            ("down", Qt.Key.Key_Down),
            ("page down", Qt.Key.Key_PageDown),
            ("end", Qt.Key.Key_End),
            ("home", Qt.Key.Key_Home),
        ):
            watch.longest("keys in the list", name, partial(QTest.keyClick, page.people.view, key))
        show(page, "grades")
        settle(qt, page)
        watch.longest("letting a person go in another lane", "drop", partial(drop, page, "B", "A"))
        watch.longest("a change kept, shown and read again", "grade", partial(keep, page))
        show(page, "boxes")
        box = page.boxes.lists["2·2"]
        box.setCurrentIndex(box.rows.index(2))
        watch.longest(
            "moving in the nine boxes", "asked", partial(QTest.keyClick, box, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
        )
        watch.longest("a change kept, shown and read again", "box", partial(keep, page))
        for place in (1, 0):
            page.team.setCurrentIndex(place)
            watch.longest("one team, everybody", f"{place}", page.reload)


def main(*, profiled: bool = False) -> int:
    i18n.use("en")
    qt = QApplication.instance() or QApplication([])
    assert isinstance(qt, QApplication)
    qt.setStyle("Fusion")
    load_fonts()
    theme().apply(dark=False)
    app.warm_up()
    app.warm_up_later()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made, _recovery = Workspace.create(folder / "team.wbdb", PASSPHRASE, backups=folder / "backups")
        with made as workspace:
            cycle = int(workspace.perform("Fill", fill).result)  # type: ignore[call-overload]
            tasks, hub = Tasks(workspace), ChangeHub()
            tasks.changed.connect(hub.changed)
            page = CalibrationPage(Context(workspace, tasks, hub, Settings(folder / "settings.ini"), Messages(), nowhere, today))
            page.resize(1244, 844)
            page.show()
            page.show_cycle(cycle)
            read = settle(qt, page)
            watch = Watch(qt, tasks, profiled=profiled)
            work(qt, page, watch)
            page.close()
            tasks.close()
    if profiled:
        watch.tell()
    return table(
        f"calibration, {PEOPLE:,} people: longest stall",
        "ms",
        [*watch.lines(), Line("until the board is there, off the event loop", 1000 * read)],
    )


if __name__ == "__main__":
    raise SystemExit(main(profiled="--profile" in sys.argv))

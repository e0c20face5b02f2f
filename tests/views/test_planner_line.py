"""The line above the board while the planner thinks: level, value, bound, gap and time, also between two gains."""

from __future__ import annotations

import time

from workbench import i18n
from workbench.planner.problem import Level
from workbench.views.planning import solver_bar
from workbench.views.tasks import Progress


def test_that_the_gap_and_the_time_are_told_until_a_level_is_proven() -> None:
    i18n.use("en")
    assert solver_bar.level_now(Level("preference", 190, 200, False, 1.0), 3.2) == "Preferred times: 190, at best 200 · gap 5.00% · 3 s"
    assert solver_bar.level_now(Level("preference", 200, 200, True, 1.0), 3.9).endswith("200, the best possible · 4 s")
    assert "gap" not in solver_bar.level_now(Level("travel", 90, 0, False, 1.0), 1)
    i18n.use("zh_CN")
    assert "差距 5.00%" in solver_bar.level_now(Level("preference", 190, 200, False, 1.0), 3.2)


def test_that_the_clock_runs_between_two_gains() -> None:
    told: list[str] = []
    line = solver_bar.Thinking(Progress(lambda text, _done, _total: told.append(text)), 2.0)
    line.tick()
    assert told == []  # nothing to tell before there is a plan
    line.tell("cover", 3, 4, 0.1)
    time.sleep(0.06)
    line.tick()
    assert len(told) == 2

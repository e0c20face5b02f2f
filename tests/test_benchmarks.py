"""The benchmarks can be started, say what they aim at, and tell when a goal was missed."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from benchmarks import common, planner_week
from benchmarks.common import Line

NAMES = sorted(file.stem for file in Path(common.__file__).parent.glob("*.py") if file.stem not in ("__init__", "common"))


@pytest.mark.parametrize("name", NAMES)
def test_that_a_benchmark_can_be_loaded_and_documents_its_goal(name: str) -> None:
    module = import_module(f"benchmarks.{name}")
    assert "goal" in (module.__doc__ or "").lower()
    assert callable(module.main)


def test_that_the_document_has_a_figure_of_every_benchmark() -> None:
    text = (common.ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    assert [name for name in NAMES if f"`{name}`" not in text] == []


def test_that_a_run_shows_its_table_and_reports_a_goal_that_was_missed(capsys: pytest.CaptureFixture[str]) -> None:
    assert planner_week.main([(4, 8, 1.0)], seconds=1) == 0
    shown = capsys.readouterr().out
    assert "planner, 4 people × 8 tasks" in shown
    assert "fell short" not in shown
    assert planner_week.main([(4, 8, -0.5)], seconds=1) == 1
    assert "fell short" in capsys.readouterr().out


def test_that_ratios_and_absolute_goals_are_judged_each_by_its_own_figure(capsys: pytest.CaptureFixture[str]) -> None:
    good = [Line("twice", 2.0, 1.0, goal=2.0), Line("stall", 49.0, goal=50.0, absolute=True), Line("shown only", 9.0, 1.0)]
    assert common.table("things", "ms", good) == 0
    assert "| twice | 2.00 | 1.00 | 2.00 | ≤ 2 | met |" in capsys.readouterr().out
    assert common.table("things", "ms", [Line("stall", 51.0, goal=50.0, absolute=True)]) == 1
    assert "| stall | 51.0 | – | – | ≤ 50 ms | fell short |" in capsys.readouterr().out
    assert common.table("things", "ms", [Line("nothing to compare with", 1.0, goal=2.0)]) == 1

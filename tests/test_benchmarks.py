"""The benchmarks can be started, say what they aim at, and tell when a goal was missed."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from benchmarks import common, planning_week
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


@pytest.mark.parametrize(("goal", "met"), [(10_000.0, True), (-200.0, False)])
def test_that_a_run_shows_its_table_and_reports_a_goal_that_was_missed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, goal: float, met: bool
) -> None:
    monkeypatch.setitem(planning_week.SIZES, "4x8", (4, 8, 0.3, goal))
    monkeypatch.setitem(planning_week.FIRST, "4x8", 5.0)
    found = planning_week.compared("4x8", 0.3, 1)
    shown = capsys.readouterr().out
    assert "4x8, seed 1" in shown
    assert all(name in shown for name in ("planner", "greedy", "CP-SAT", "HiGHS"))
    assert found <= met
    assert ("fell short" in shown) != found


def test_that_ratios_and_absolute_goals_are_judged_each_by_its_own_figure(capsys: pytest.CaptureFixture[str]) -> None:
    good = [Line("twice", 2.0, 1.0, goal=2.0), Line("stall", 49.0, goal=50.0, absolute=True), Line("shown only", 9.0, 1.0)]
    assert common.table("things", "ms", good) == 0
    assert "| twice | 2.00 | 1.00 | 2.00 | ≤ 2 | met |" in capsys.readouterr().out
    assert common.table("things", "ms", [Line("stall", 51.0, goal=50.0, absolute=True)]) == 1
    assert "| stall | 51.0 | – | – | ≤ 50 ms | fell short |" in capsys.readouterr().out
    assert common.table("things", "ms", [Line("nothing to compare with", 1.0, goal=2.0)]) == 1

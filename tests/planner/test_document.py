"""docs/planning-problem.md: its example is vector 3-B, and it names every field with its default."""

from __future__ import annotations

import json
import re
from dataclasses import MISSING, fields
from pathlib import Path

import pytest

from tests.planner.vectors import COVER, VECTOR
from workbench.planner.document import from_json
from workbench.planner.problem import Demand, Fixed, Plan, Problem, Soft, Task, Worker
from workbench.planner.solve import solve

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "planning-problem.md").read_text(encoding="utf-8")


def test_that_the_example_is_the_vector_and_has_the_plan_it_tells() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)
    problem = from_json(example)
    assert problem == VECTOR
    assert solve(problem, seconds=2).assignments == COVER


@pytest.mark.parametrize(
    ("kind", "heading"),
    [
        (Problem, "## The week"),
        (Worker, "## People"),
        (Soft, "## Wishes that cost"),
        (Task, "## Tasks"),
        (Fixed, "## What exists"),
        (Demand, "## People needed"),
    ],
)
def test_that_every_field_is_told_with_its_default(kind: type, heading: str) -> None:
    part = TEXT[TEXT.index(heading) :].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in part.splitlines() if line.startswith("| `")]
    told = {name: row[-1].strip("| ") for row in rows for name in re.findall(r"`(\w+)`", row[0])}
    wanted = {}
    for one in fields(kind):
        value = [] if one.default in ((), frozenset()) else one.default
        wanted[one.name] = "needed" if value is MISSING else f"`{json.dumps(value)}`"
    assert told == wanted


def test_that_every_part_of_the_answer_is_told() -> None:
    answer = TEXT[TEXT.index("## The answer") :]
    assert all(f"`{one.name}`" in answer for one in fields(Plan))

"""The lists of headings, words and layouts fit the fields, and the stored values fit the models."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from workbench.exchange import errors, wording
from workbench.exchange.fields import KINDS, Type, choice_label, choice_values, choice_words, field_label, heading_words, presets
from workbench.models.people import ExceptionKind
from workbench.models.values import codes

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("kind", KINDS)
def test_that_every_field_has_a_label_in_both_languages_that_leads_back_to_it(kind: str) -> None:
    for field in KINDS[kind]:
        for chinese in (True, False):
            label = field_label(kind, field.code, chinese=chinese)
            assert label
    labelled = {code for code, _ in heading_words(kind).values()}
    assert labelled == {field.code for field in KINDS[kind]}
    assert kind in wording.KINDS


@pytest.mark.parametrize(
    ("choices", "enum"),
    [("engagement", codes.EngagementType), ("line", codes.SalesLine), ("grade", codes.CustomerGrade), ("stage", codes.DealStage), ("metric", codes.Metric), ("task_kind", codes.TaskKind), ("availability_kind", ExceptionKind), ("priority", codes.Priority)],
)  # fmt: skip
def test_that_choices_are_exactly_what_the_models_store(choices: str, enum: type) -> None:
    assert set(choice_values(choices)) == {str(member.value) for member in enum}  # type: ignore[attr-defined]
    for value in choice_values(choices):
        assert choice_label(choices, value, chinese=True)
        assert choice_words(choices)[choice_label(choices, value, chinese=False).casefold()] == value


def test_that_presets_name_fields_that_exist() -> None:
    for preset in presets():
        known = {field.code for field in KINDS[preset["kind"]]} | {""}
        assert set(preset["columns"].values()) <= known
        assert set(preset.get("compose", {})) <= known


def test_that_every_choice_field_has_its_list() -> None:
    for fields in KINDS.values():
        for field in fields:
            assert bool(field.choices) == (field.type in (Type.CHOICE, Type.NUMBERED, Type.FLAG))


def test_that_every_code_raised_has_a_sentence() -> None:
    used: set[str] = set()
    for name in ("numbers", "dates", "values", "names", "checks", "wide_tables", "convert"):
        tree = ast.parse((ROOT / "workbench" / "exchange" / f"{name}.py").read_text("utf-8"))
        used |= {str(node.args[0].value) for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem" and isinstance(node.args[0], ast.Constant)}  # fmt: skip
    assert used <= set(wording.REASONS)
    assert "negative" in used


def test_that_an_unknown_code_from_the_reading_process_is_not_trusted() -> None:
    assert isinstance(errors.by_code("rm -rf"), errors.ReadingStopped)
    assert isinstance(errors.by_code("too_many_rows", limit=1), errors.TooManyRows)

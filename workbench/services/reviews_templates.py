"""Review templates: items, weights and grade bands, written from the file that ships with the program.

Weights are points that must sum to 100; caps and grade limits are per cent and points in the file and whole
hundredths in the database.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from workbench import paths
from workbench.models import review_rules as rules
from workbench.models.reviews import GradeBand, ReviewTemplate, TemplateItem
from workbench.models.values.codes import Metric, Section
from workbench.models.values.numbers import half_up_int
from workbench.services.workspace import UnitOfWork

ANCHORED = {1: 0, 3: 1, 5: 2}
"""Which ratings have a text of their own in the file."""


@cache
def shipped() -> Mapping[str, Any]:
    """The standard template of resources/review_templates."""
    return dict(json.loads((paths.resources() / "review_templates" / "standard.json").read_text(encoding="utf-8")))


@cache
def _lines() -> Mapping[str, Mapping[str, Any]]:
    return {line["code"]: line for line in shipped()["items"]}


def anchor(item_code: str, rating: int | None) -> tuple[str, str]:
    """(Chinese, English) words of a rating; levels 2 and 4 lie between their neighbours. Empty where none are kept."""
    line = _lines().get(item_code, {})
    if rating is None or "anchors_zh" not in line:
        return "", ""
    zh, en = line["anchors_zh"], line["anchors_en"]
    if rating in ANCHORED:
        return zh[ANCHORED[rating]], en[ANCHORED[rating]]
    low, high = (0, 1) if rating == 2 else (1, 2)
    return f"介于“{zh[low]}”与“{zh[high]}”之间", f"Between “{en[low].lower()}” and “{en[high].lower()}”"


def source(item_code: str) -> tuple[str, str]:
    """(Chinese, English) name of the records behind an indicator; empty for ratings."""
    line = _lines().get(item_code, {})
    return line.get("source_zh", ""), line.get("source_en", "")


def rated_codes() -> tuple[str, ...]:
    """Codes of the shipped lines that are rated by people rather than counted."""
    return tuple(code for code, line in _lines().items() if not line.get("metric"))


def _hundredths(text: str) -> int:
    return half_up_int(Decimal(text) * 100)


def add_template(uow: UnitOfWork, content: Mapping[str, Any]) -> int:
    """Write a template; Refused unless its weights sum to 100.00. Returns the id."""
    rules.check_weights(_hundredths(line["weight"]) for line in content["items"])
    made = ReviewTemplate(
        code=content["code"], number=int(content["number"]), name=content["name_zh"], effective_from=date.fromisoformat(content["effective_from"]),
        source=content["source"],
    )  # fmt: skip
    uow.session.add(made)
    uow.session.flush()
    for position, line in enumerate(content["items"]):
        target = line.get("default_target")
        uow.session.add(TemplateItem(
            template_id=made.id, section=Section(line["section"]), code=line["code"], name_zh=line["name_zh"], name_en=line["name_en"],
            definition_zh=line["definition_zh"], definition_en=line["definition_en"], metric=Metric(line["metric"]) if "metric" in line else None,
            weight=_hundredths(line["weight"]), cap=_hundredths(line.get("cap", "100")), default_target=None if target is None else _hundredths(target),
            less_is_better=bool(line.get("less_is_better")), position=position,
        ))  # fmt: skip
    for grade, at_least in content["bands"]:
        uow.session.add(GradeBand(template_id=made.id, grade=grade, at_least=_hundredths(at_least)))
    uow.session.flush()
    return made.id


def template_for(uow: UnitOfWork, day: date) -> int:
    """Id of the version of the standard template in force on the day; the oldest one for a day before all of them."""
    ensure_template(uow)
    kept = list(
        uow.session.query(ReviewTemplate).filter_by(code=shipped()["code"]).order_by(ReviewTemplate.effective_from, ReviewTemplate.number)
    )
    return next((one.id for one in reversed(kept) if one.effective_from <= day), kept[0].id)


def ensure_template(uow: UnitOfWork) -> int:
    """Id of the standard template in its shipped version; it is written when it is not kept yet."""
    content = shipped()
    known = uow.session.query(ReviewTemplate.id).filter_by(code=content["code"], number=int(content["number"])).first()
    return int(known[0]) if known is not None else add_template(uow, content)

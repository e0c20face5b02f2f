"""The written part of a review: what may be typed into it, how it is checked, and how it is read back."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models import review_rules as rules
from workbench.models.reviews import Review
from workbench.readmodels.documents import MAX_IMPROVEMENTS, Compliance, Incident, OpinionChoice, Refusal
from workbench.services.people import clean_line

LINES = frozenset({"target_notes", "compliance", "customer_feedback", "bonus_reason", "refused_because", "refusal_witness"})
PARAGRAPHS = frozenset(
    {
        "critical_incidents",
        "employee_summary",
        "achievements",
        "improvements",
        "manager_comment",
        "next_manager_opinion",
        "hr_opinion",
        "opinion_text",
    }
)
CODES = {
    "opinion": frozenset(choice.value for choice in OpinionChoice),
    "refusal_delivery": frozenset({"", "hand", "post", "electronic"}),
}
"""Fields 35 and 38: what may be ticked."""
TABLES = {
    "result_use": frozenset({"code", "note"}),
    "next_goals": frozenset({"metric", "target", "weight", "due"}),
    "development": frozenset({"ability", "measure", "support", "date"}),
}
FIGURES = {"weekly_minutes": 7 * 24 * 60, "eligible_days": 400, "excluded_days": 400}
USES = ("bonus", "training", "promotion", "transfer", "plan")
"""Codes of what a result may be used for (field 32)."""
LONGEST = 20_000
_INCIDENT = re.compile(r"^\s*([+\-−]?)\s*(\d{4}-\d{2}-\d{2})\s*[|·:：]?\s*(.*)$")


def write(review: Review, fields: Mapping[str, Any], most_bonus: int) -> None:
    """Set fields of a review; Refused for unknown ones, for texts that are too long and for what the form cannot hold.

    `most_bonus` is what the company allows, in hundredths of a point.
    """
    known = LINES | PARAGRAPHS | TABLES.keys() | FIGURES.keys() | CODES.keys() | {"bonus", "refused_on"}
    unknown = fields.keys() - known
    if unknown:
        raise Refused(N_("These fields do not exist: {fields}. Nothing was changed."), code="FIELD", fields=", ".join(sorted(unknown)))
    for name, value in fields.items():
        if name == "bonus":
            rules.check_bonus(value, most_bonus)
        setattr(review, name, _checked(name, value))


def _checked(name: str, value: Any) -> Any:
    if name in LINES:
        return clean_line(value)
    if name in PARAGRAPHS:
        return _paragraph(name, value)
    if name in TABLES:
        return _table(name, value)
    if name == "bonus":
        return value
    if name in CODES or name == "refused_on":
        fits = value in CODES[name] if name in CODES else value is None or isinstance(value, date)
        if not fits:
            raise Refused(N_("This cannot be ticked here. Nothing was changed."), code="TICK")
        return value
    optional = name != "excluded_days"
    if (value is None and not optional) or (value is not None and not 0 <= value <= FIGURES[name]):
        raise Refused(N_("This figure does not fit here. Nothing was changed."), code="FIGURE")
    return value


def paragraph(value: str) -> str:
    """A longer text with plain line ends; Refused when it is too long for a form."""
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n")).strip()
    if len(text) > LONGEST:
        raise Refused(
            N_("This text can have {most} characters; it has {count}. Nothing was changed."), code="LENGTH", most=LONGEST, count=len(text)
        )
    return text


def _paragraph(name: str, value: str) -> str:
    text = paragraph(value)
    if name == "improvements" and len(lines(text)) > MAX_IMPROVEMENTS:
        raise Refused(N_("A review names at most {most} improvements. Nothing was changed."), code="IMPROVEMENTS", most=MAX_IMPROVEMENTS)
    if name == "critical_incidents":
        incidents(text)
    return text


def _table(name: str, value: Any) -> str:
    try:
        rows = json.loads(value) if isinstance(value, str) else [dict(row) for row in value]
        fits = isinstance(rows, list) and all(isinstance(row, dict) and row.keys() <= TABLES[name] for row in rows)
        plain = [{key: _plain(cell) for key, cell in row.items()} for row in rows] if fits else []
        for row in plain:
            for key in ("due", "date"):
                day_or_none(row.get(key))
    except (ValueError, TypeError) as error:
        raise Refused(N_("This table cannot be read. Nothing was changed."), code="TABLE", detail=str(error)) from error
    if not fits:
        raise Refused(N_("This table cannot be read. Nothing was changed."), code="TABLE")
    return json.dumps(plain, ensure_ascii=False)


def _plain(cell: Any) -> Any:
    return cell.isoformat() if isinstance(cell, date) else cell if cell is None or isinstance(cell, bool | int | str) else str(cell)


def day_or_none(value: Any) -> date | None:
    """An ISO day from a table cell; None for an empty one, ValueError for anything else."""
    return date.fromisoformat(str(value)) if value else None


def lines(text: str) -> tuple[str, ...]:
    """The non-empty lines of a text, without list marks."""
    return tuple(line for line in (re.sub(r"^\s*(?:[-•·]|\d{1,2}[.、)])\s*", "", raw).strip() for raw in text.splitlines()) if line)


def incidents(text: str) -> tuple[Incident, ...]:
    """Critical incidents, one a line: +/- date | situation | what was done | effect. Refused for a line without a date."""
    found = []
    for raw in text.splitlines():
        if not raw.strip():
            continue
        match = _INCIDENT.match(raw)
        try:
            day = date.fromisoformat(match[2]) if match else None
        except ValueError:
            day = None
        if match is None or day is None:
            raise Refused(N_("Begin each incident with its date, such as 2026-08-16. Nothing was changed."), code="INCIDENT")
        parts = [part.strip() for part in re.split(r"[|｜]", match[3])] + ["", "", ""]
        found.append(Incident(day=day, situation=parts[0], behaviour=parts[1], impact=parts[2], positive=match[1] not in ("-", "−")))
    return tuple(found)


def compliance(text: str) -> Compliance:
    """From "clean", "breach: what happened" or 违规：…, or mere facts that are not judged yet."""
    word, _colon, facts = text.replace("：", ":").partition(":")
    judged = {"clean": True, "ok": True, "breach": False, "无违规": True, "合规": True, "违规": False}.get(word.strip().casefold())
    return Compliance(clean=judged, facts=facts.strip() if judged is not None else text.strip())


def refusal(on: date | None, because: str, witness: str, delivery: str) -> Refusal | None:
    """Field 38; None while nothing says that the employee did not sign."""
    if on is None and not (because or witness or delivery):
        return None
    return Refusal(reason=because, witness=witness, delivery=delivery, day=on)


def parsed(texts: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a review with the three tables as tuples of rows."""
    return {name: tuple(json.loads(value)) if name in TABLES else value for name, value in texts.items()}

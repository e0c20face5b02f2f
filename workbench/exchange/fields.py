"""What each kind of record can hold: its fields, their types, and by which headings and words files call them.

The fields are code, because services rely on them; labels and synonyms are data in `resources/import/`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final

from workbench import paths
from workbench.exchange.errors import UnknownKind
from workbench.exchange.text import heading_key, key


class Type(StrEnum):
    """What a cell is turned into; units as in `ImportPreview`."""

    CODE = "code"  # text of at most 40 characters
    NAME = "name"  # text of at most 200 characters
    TEXT = "text"  # text of at most 200 characters, may look like nothing ("-")
    MAIL = "mail"
    PHONE = "phone"
    DATE = "date"
    MONEY = "money"  # int fen, not negative
    AMOUNT = "amount"  # int hundredths of the metric's unit, not negative
    COUNT = "count"  # whole number, not negative
    HOURS = "hours"  # int minutes
    MINUTES = "minutes"  # int minutes
    CLOCK = "clock"  # int minutes since midnight
    SPAN = "span"  # two clocks, becomes start and end
    WEEKDAY = "weekday"  # 0–6 from Monday
    YEAR = "year"
    LATITUDE = "latitude"  # degrees
    LONGITUDE = "longitude"
    CHOICE = "choice"  # a stored value of `Field.choices`
    NUMBERED = "numbered"  # int of a choice whose stored values are digits
    FLAG = "flag"
    RATING = "rating"  # 1–5
    LEVEL = "level"  # 0–5
    SKILLS = "skills"
    NAMES = "names"  # several names or codes in one cell
    PERIOD = "period"  # becomes start_on and end_on


@dataclass(frozen=True, slots=True)
class Field:
    """`known` names the list (people, customers …) in which the value is looked up; `opens_list` = new names are normal."""

    code: str
    type: Type
    required: bool = False
    choices: str = ""
    known: str = ""
    opens_list: bool = False


def _f(code: str, kind: Type, *, required: bool = False, choices: str = "", known: str = "", opens: bool = False) -> Field:
    return Field(code, kind, required, choices, known, opens)


KINDS: Final[Mapping[str, tuple[Field, ...]]] = {
    "people": (
        _f("code", Type.CODE), _f("name", Type.NAME, required=True), _f("team", Type.NAME, known="teams", opens=True),
        _f("manager", Type.NAME, known="people", opens=True), _f("position", Type.TEXT), _f("level", Type.CODE),
        _f("engagement", Type.CHOICE, choices="engagement"), _f("line", Type.CHOICE, choices="line"), _f("email", Type.MAIL),
        _f("phone", Type.PHONE), _f("hired_on", Type.DATE), _f("left_on", Type.DATE),
        _f("engagement_from", Type.DATE), _f("engagement_to", Type.DATE), _f("weekly_hours", Type.HOURS),
        _f("min_hours", Type.HOURS), _f("max_hours", Type.HOURS), _f("wished_hours", Type.HOURS), _f("hourly_pay", Type.MONEY),
        _f("territory", Type.NAME, known="territories", opens=True), _f("more_territories", Type.SKILLS),
        _f("skills", Type.SKILLS),
    ),
    "availability": (
        _f("person", Type.NAME, required=True, known="people"), _f("weekday", Type.WEEKDAY), _f("day", Type.DATE),
        _f("start", Type.CLOCK), _f("end", Type.CLOCK), _f("span", Type.SPAN), _f("kind", Type.CHOICE, choices="availability_kind"),
        _f("preference", Type.RATING), _f("reason", Type.TEXT),
    ),
    "customers": (
        _f("code", Type.CODE), _f("name", Type.NAME, required=True), _f("sector", Type.TEXT), _f("grade", Type.CHOICE, choices="grade"),
        _f("territory", Type.NAME, known="territories", opens=True), _f("owner", Type.NAME, known="people"), _f("city", Type.TEXT),
        _f("address", Type.TEXT), _f("lat", Type.LATITUDE), _f("lon", Type.LONGITUDE), _f("revenue", Type.MONEY),
        _f("employees", Type.COUNT), _f("parent", Type.NAME), _f("founded", Type.YEAR), _f("contact_name", Type.TEXT),
        _f("contact_phone", Type.PHONE),
    ),
    "products": (_f("code", Type.CODE), _f("name", Type.NAME, required=True), _f("series", Type.TEXT), _f("price", Type.MONEY)),
    "deals": (
        _f("code", Type.CODE), _f("person", Type.NAME, required=True, known="people"), _f("customer", Type.NAME, known="customers"),
        _f("product", Type.NAME, known="products"), _f("stage", Type.CHOICE, required=True, choices="stage"), _f("opened_on", Type.DATE),
        _f("closed_on", Type.DATE), _f("value", Type.MONEY), _f("collected", Type.MONEY), _f("refunded", Type.MONEY),
        _f("channel", Type.CODE),
    ),
    "targets": (
        _f("person", Type.NAME, required=True, known="people"), _f("metric", Type.CHOICE, choices="metric"), _f("period", Type.PERIOD),
        _f("start_on", Type.DATE), _f("end_on", Type.DATE), _f("value", Type.AMOUNT, required=True),
        _f("basis", Type.CHOICE, choices="target_basis"), _f("source", Type.TEXT),
    ),
    "tasks": (
        _f("code", Type.CODE), _f("title", Type.NAME, required=True), _f("kind", Type.CHOICE, choices="task_kind"),
        _f("day", Type.DATE), _f("weekday", Type.WEEKDAY), _f("start", Type.CLOCK), _f("end", Type.CLOCK), _f("span", Type.SPAN),
        _f("minutes", Type.MINUTES), _f("hours", Type.HOURS), _f("place", Type.TEXT), _f("customer", Type.NAME, known="customers"),
        _f("territory", Type.NAME, known="territories", opens=True), _f("skill", Type.NAME, known="skills", opens=True),
        _f("level", Type.LEVEL), _f("headcount", Type.COUNT), _f("priority", Type.NUMBERED, choices="priority"),
        _f("prime", Type.FLAG, choices="flag"), _f("earliest", Type.CLOCK), _f("latest", Type.CLOCK), _f("together", Type.CODE),
        _f("barred", Type.NAMES), _f("after", Type.NAMES),
        _f("person", Type.NAME, known="people"),
    ),
    "demand": (
        _f("title", Type.NAME, required=True), _f("place", Type.TEXT), _f("weekday", Type.WEEKDAY), _f("day", Type.DATE),
        _f("start", Type.CLOCK), _f("end", Type.CLOCK), _f("span", Type.SPAN), _f("people", Type.COUNT, required=True),
    ),
}  # fmt: skip
"""Fields of each kind in the order in which preview rows hold them."""

WIDE_KINDS: Final = {"availability"}
"""Kinds whose tables may have one column for each weekday."""


def fields(kind: str) -> tuple[Field, ...]:
    """The fields of a kind; UnknownKind for a name that is none."""
    if kind not in KINDS:
        raise UnknownKind(kind=kind, kinds=", ".join(KINDS))
    return KINDS[kind]


@cache
def _resource(name: str) -> Any:
    return json.loads((paths.resources() / "import" / f"{name}.json").read_text("utf-8"))


def field_label(kind: str, code: str, *, chinese: bool) -> str:
    """The heading we would write ourselves, in exports and in the mapping table."""
    return str(_resource("headings")[kind]["fields"][code]["zh" if chinese else "en"])


def choice_label(choices: str, value: str, *, chinese: bool) -> str:
    """A stored value (won) as people say it (赢单)."""
    return str(_resource("choices")[choices][value]["zh" if chinese else "en"])


@cache
def heading_words(kind: str) -> Mapping[str, tuple[str, str]]:
    """Heading key to (field, how) for one kind; labels and codes win over synonyms, earlier fields over later ones."""
    words: dict[str, tuple[str, str]] = {}
    described = _resource("headings")[kind]["fields"]
    for code, data in described.items():
        for label in (code, data["en"], data["zh"]):
            words.setdefault(heading_key(label), (code, "exact"))
    for code, data in described.items():
        for synonym in data["synonyms"]:
            words.setdefault(heading_key(synonym), (code, "synonym"))
    return words


@cache
def all_heading_words() -> frozenset[str]:
    """Every heading of every kind and preset: what tells a heading row from a title or from data."""
    words = {word for kind in KINDS for word in heading_words(kind)}
    return frozenset(words | {heading_key(name) for preset in presets() for name in preset["columns"]})


@cache
def choice_words(choices: str) -> Mapping[str, str]:
    """How people write a value, as `text.key`, to the stored value."""
    words: dict[str, str] = {}
    for value, data in _resource("choices")[choices].items():
        for word in (value, data["en"], data["zh"], *data["synonyms"]):
            words.setdefault(key(word), value)
    return words


def choice_values(choices: str) -> tuple[str, ...]:
    """The stored values, in order."""
    return tuple(_resource("choices")[choices])


def presets() -> list[dict[str, Any]]:
    """Known layouts of other programs' exports, as in `resources/import/presets.json`."""
    found: list[dict[str, Any]] = _resource("presets")
    return found

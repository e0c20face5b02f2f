"""Shared experience: what was won, lost or learnt, written once and found again by words, names and tags."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from workbench.models.customers import Customer
from workbench.models.experience import Experience, ExperienceKind
from workbench.models.people import Person
from workbench.models.sales import Product
from workbench.models.team_talks import TeamTalk
from workbench.readmodels.experience import ExperienceList, ExperienceRow
from workbench.services import names
from workbench.services.people import clean_line, clean_name, get
from workbench.services.reviews_texts import paragraph
from workbench.services.workspace import Reader, UnitOfWork
from workbench.storage.queries import experience as queries

REFERENCES: dict[str, type[Any]] = {"person_id": Person, "customer_id": Customer, "product_id": Product, "team_talk_id": TeamTalk}


def load_entries(conn: Reader) -> ExperienceList:
    """All entries, newest first, with what a new one can name."""
    people, customers, products = queries.choices(conn)
    return ExperienceList(queries.entries(conn), people, customers, products)


def found(rows: Iterable[ExperienceRow], query: str, kind: str = "") -> list[ExperienceRow]:
    """The entries that hold every word of the query in their text, tags or names (also pinyin), of one kind or of all."""
    wanted = [word.lower() for word in query.split()]
    return [row for row in rows if (not kind or row.kind == kind) and all(_holds(row, word) for word in wanted)]


def _holds(row: ExperienceRow, word: str) -> bool:
    text = "\n".join((row.title, row.story, row.lesson, *row.tags, row.product, row.person, row.customer)).lower()
    return word in text or any(names.matches(word, name, row.search) for name in (row.person, row.customer) if name)


def add(uow: UnitOfWork, kind: str, title: str, day: date, **fields: Any) -> int:
    """A new entry; `fields` as in `edit`. Returns its id."""
    row = Experience(kind=ExperienceKind(kind), title=clean_name(title), day=day)
    _put(uow, row, fields)
    uow.session.add(row)
    uow.session.flush()
    return row.id


def edit(uow: UnitOfWork, entry_id: int, **fields: Any) -> int:
    """Change kind, title, day, story, lesson, tags, or ids of person, customer, product and meeting (None: not named)."""
    row = get(uow, Experience, entry_id)
    _put(uow, row, fields)
    uow.session.flush()
    return entry_id


def _put(uow: UnitOfWork, row: Experience, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if name in ("story", "lesson"):
            setattr(row, name, paragraph(value))
        elif name in REFERENCES:
            if value is not None:
                get(uow, REFERENCES[name], value)
            setattr(row, name, value)
        elif name == "tags":
            row.tags = clean_tags(value)
        elif name == "title":
            row.title = clean_name(value)
        elif name == "kind":
            row.kind = ExperienceKind(value)
        elif name == "day" and isinstance(value, date):
            row.day = value
        else:
            raise KeyError(name)


def clean_tags(text: str) -> str:
    """Tags with one blank between, each once, without leading hash marks."""
    return " ".join(dict.fromkeys(one.lstrip("#") for one in re.split(r"[\s,，、;；]+", clean_line(text)) if one.lstrip("#")))


def remove(uow: UnitOfWork, entry_id: int) -> int:
    """Take an entry away; undo brings it back."""
    uow.session.delete(get(uow, Experience, entry_id))
    uow.session.flush()
    return entry_id

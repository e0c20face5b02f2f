"""What can be searched: for each kind of record its texts, whose they are and when, in whole or for some rows only.

Sensitive paragraphs are left out here, before anything else sees them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.models.customers import Customer
from workbench.models.experience import Experience
from workbench.models.interview import Interview
from workbench.models.one_on_ones import ActionItem, AgendaItem, OneOnOne, Recognition, TalkNote, Visibility
from workbench.models.people import Person
from workbench.models.planning import Task
from workbench.models.reviews import Review, ReviewCycle, ReviewItem, TemplateItem
from workbench.models.team_talks import TeamTalk, TeamTalkPoint
from workbench.models.values import marks
from workbench.models.values.codes import Section
from workbench.readmodels.search import RecordKind
from workbench.storage.audit import audit, audit_image, audit_range

REVIEW_TEXTS = (
    "target_notes", "compliance", "customer_feedback", "critical_incidents", "bonus_reason", "employee_summary", "achievements",
    "improvements", "manager_comment", "next_manager_opinion", "hr_opinion", "opinion_text", "calibration_reason",
)  # fmt: skip
INTERVIEW_TEXTS = (
    "place", "attendees", "purpose", "past_items", "went_well", "to_improve", "facts", "own_view", "cause_text", "help_wanted", "suggestions",
    "training", "career", "next_focus", "confirmation", "objection_text",
)  # fmt: skip


class Row(NamedTuple):
    """One record: its id, when, whose or what it is, its texts, keys it is found by besides, and what opens it."""

    id: int
    day: date | None
    title: str
    text: str
    keys: str
    what: Mapping[str, object]


@dataclass(frozen=True)
class Source:
    """A kind of record. `watched` names, by table, the column in which the ids of its changed rows stand."""

    kind: RecordKind
    screen: str
    id: Any
    statement: Any
    row: Callable[[Any], Row]
    watched: Mapping[str, Any]


def _person(r: Any) -> dict[str, object]:
    return {"person_id": r.person_id}


def _of_person(text: str = "text") -> Callable[[Any], Row]:
    def row(r: Any) -> Row:
        return Row(r.id, r.day, r.name, getattr(r, text), "", _person(r))

    return row


def _talk(r: Any) -> Row:
    return Row(
        r.id, r.day, r.name, marks.plain(r.text), "", {"person_id": r.person_id, "talk_id": r.talk_id if r.state != "planned" else None}
    )


def _meeting(r: Any) -> Row:
    return Row(r.id, r.day, r.title, _lines((r.text, r.said, r.decision)), "", {"room": "team", "meeting_id": r.meeting_id})


def _experience(r: Any) -> Row:
    text = _lines((r.story, r.lesson, r.tags.replace(" ", " · ")))
    return Row(r.id, r.day, r.title, text or r.title, r.title, {"room": "experience", "entry_id": r.id})


def _review(r: Any) -> Row:
    what = {"cycle_id": r.cycle_id, "person_id": r.person_id}
    return Row(r.id, r.day, f"{r.name} · {r.cycle}", _lines(tuple(r)[6:]), "", what)


def _task(r: Any) -> Row:
    return Row(r.id, r.day, r.title, _lines((r.title, r.place)), "", {"task_id": r.id})


def _somebody(r: Any) -> Row:
    return Row(r.id, None, r.name, _lines((f"{r.name} {r.code}", r.position)), r.search, {"person_id": r.id})


def _customer(r: Any) -> Row:
    return Row(
        r.id, None, r.name, _lines((f"{r.name} {r.code}", r.sector, r.address, r.contact_name, r.note)), r.search, {"customer_id": r.id}
    )


def _lines(parts: tuple[str | None, ...]) -> str:
    return "\n".join(part for part in parts if part)


def _named(model: Any, day: Any, *more: Any) -> Any:
    return sa.select(model.id, day.label("day"), Person.name, model.person_id, model.text, *more).join(Person, Person.id == model.person_id)


def _reviews(model: Any, columns: tuple[str, ...], on: Any) -> Any:
    """The texts of reviews, or of what hangs on them, from the seventh column on."""
    head = (model.id, ReviewCycle.end_on.label("day"), Person.name, Review.person_id, Review.cycle_id, ReviewCycle.name.label("cycle"))
    query = sa.select(*head, *(getattr(model, name) for name in columns))
    query = query.select_from(model).join(Review, on) if on is not None else query.select_from(Review)
    return query.join(ReviewCycle, ReviewCycle.id == Review.cycle_id).join(Person, Person.id == Review.person_id)


def sources() -> tuple[Source, ...]:
    """Every kind that is searched; a new one is one entry more."""
    n, t, p = TalkNote, TeamTalk, TeamTalkPoint
    note = (
        sa.select(n.id, OneOnOne.day, Person.name, OneOnOne.person_id, n.text, n.one_on_one_id.label("talk_id"), OneOnOne.state)
        .join(OneOnOne, OneOnOne.id == n.one_on_one_id)
        .join(Person, Person.id == OneOnOne.person_id)
        .where(n.visibility != Visibility.SENSITIVE)
    )
    meeting = sa.select(p.id, t.day, t.title, p.text, p.said, p.decision, t.id.label("meeting_id")).join(t, t.id == p.team_talk_id)
    e, person, customer = Experience, Person, Customer
    talks, review, planning = "one_on_ones", "reviews", "planning"
    return (
        Source(RecordKind.TALK, talks, n.id, note, _talk, {"talk_note": n.id, "one_on_one": n.one_on_one_id}),
        Source(RecordKind.POINT, talks, AgendaItem.id, _named(AgendaItem, AgendaItem.raised_on), _of_person(), {"agenda_item": AgendaItem.id}),
        Source(RecordKind.PROMISE, talks, ActionItem.id, _named(ActionItem, ActionItem.made_on), _of_person(), {"action_item": ActionItem.id}),
        Source(RecordKind.THANKS, talks, Recognition.id, _named(Recognition, Recognition.day), _of_person(), {"recognition": Recognition.id}),
        Source(RecordKind.MEETING, talks, p.id, meeting, _meeting, {"team_talk_point": p.id, "team_talk": p.team_talk_id}),
        Source(RecordKind.EXPERIENCE, talks, e.id, sa.select(e.id, e.day, e.title, e.story, e.lesson, e.tags), _experience, {"experience": e.id}),
        Source(RecordKind.REVIEW, review, Review.id, _reviews(Review, REVIEW_TEXTS, None), _review, {"review": Review.id}),
        Source(
            RecordKind.REVIEW, review, ReviewItem.id, _reviews(ReviewItem, ("by_hand_because",), Review.id == ReviewItem.review_id).add_columns(
                sa.case((TemplateItem.section == Section.KPI, ""), else_=ReviewItem.evidence)  # a counted line keeps its frozen rows there
            ).join(TemplateItem, TemplateItem.id == ReviewItem.item_id),
            _review, {"review_item": ReviewItem.id},
        ),
        Source(
            RecordKind.INTERVIEW, review, Interview.id, _reviews(Interview, INTERVIEW_TEXTS, Review.id == Interview.review_id),
            _review, {"review_interview": Interview.id},
        ),
        Source(RecordKind.TASK, planning, Task.id, sa.select(Task.id, Task.day, Task.title, Task.place), _task, {"task": Task.id}),
        Source(
            RecordKind.PERSON, "people", person.id, sa.select(person.id, person.name, person.code, person.position, person.search), _somebody,
            {"person": person.id},
        ),
        Source(
            RecordKind.CUSTOMER, "customers", customer.id, sa.select(
                customer.id, customer.name, customer.code, customer.sector, customer.address, customer.contact_name, customer.note, customer.search
            ), _customer, {"customer": customer.id},
        ),
    )  # fmt: skip


def count(conn: Connection, source: Source) -> int:
    """About how many records there are; sensitive ones are counted too."""
    return int(conn.execute(sa.select(sa.func.count()).select_from(source.id.class_)).scalar_one())


def after(conn: Connection, source: Source, last: int, most: int) -> list[Row]:
    """The next records by id."""
    found = conn.execute(source.statement.where(source.id > last).order_by(source.id).limit(most))
    return [source.row(r) for r in found]


def some(conn: Connection, source: Source, ids: Collection[int], column: Any = None) -> list[Row]:
    """The records with these ids, or with these values of another column; those that are gone are left out."""
    found: list[Row] = []
    wanted = sorted(ids)
    for first in range(0, len(wanted), 900):
        chunk = wanted[first : first + 900]
        found += [source.row(r) for r in conn.execute(source.statement.where((source.id if column is None else column).in_(chunk)))]
    return found


def newest_step(conn: Connection) -> int:
    """The number of the last action; 0 in an empty chain."""
    return int(conn.execute(sa.select(sa.func.coalesce(sa.func.max(audit.c.seq), 0))).scalar_one())


def written_since(conn: Connection, seq: int) -> Iterator[tuple[str, int, int]]:
    """(table, first id, last id) of the rows that were written after an action, by whatever way: done, undone, in bulk."""
    image, span = audit_image.c, audit_range.c
    for table, row_id in conn.execute(sa.select(image.table_name, image.row_id).distinct().where(image.seq > seq)):
        yield table, row_id, row_id
    for table, first, last in conn.execute(sa.select(span.table_name, span.first_id, span.last_id).where(span.seq > seq)):
        yield table, first, last

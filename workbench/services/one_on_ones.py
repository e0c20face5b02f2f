"""Before, during and after a one-on-one. An open point or promise belongs to the person, so moving, skipping
or cancelling a talk loses none of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from workbench import paths
from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models import one_on_one_rules as rules
from workbench.models.one_on_ones import ActionItem, AgendaItem, OneOnOne, RaisedBy, Recognition, Side, TalkNote, TalkState, Visibility
from workbench.models.people import Person
from workbench.models.values import Period, Week
from workbench.readmodels.documents import OneOnOneDocument
from workbench.readmodels.one_on_ones import ActionRow, DueRow, QuestionRow, TalkCard, TalkContext, WeekHours
from workbench.services import policy
from workbench.services.people import clean_line, get
from workbench.services.workspace import Reader, UnitOfWork
from workbench.storage.queries import one_on_ones as queries
from workbench.storage.queries import sales as sales_queries

WEEKS_SHOWN = 4
LONGEST_NOTE = 100_000


@cache
def question_bank() -> tuple[rules.Question, ...]:
    """The forty questions of resources/questions.json."""
    return tuple(rules.questions_from_json((paths.resources() / "questions.json").read_text(encoding="utf-8")))


def _cadence(row: queries.Rhythm, today: date) -> rules.Cadence:
    usual = rules.default_cadence(row.engagement, row.hired_on, today, row.weekly_minutes)
    return rules.Cadence(row.cadence_days, usual.minutes) if row.cadence_days else usual


def _due(row: queries.Rhythm, today: date) -> DueRow:
    state = rules.due_state(today, _cadence(row, today).days, row.last_held, row.planned_on, row.hired_on)
    moods = tuple(mood for _day, mood in row.moods if mood is not None)[-12:]
    return DueRow(
        row.person_id, row.code, row.name, row.search, state.state.value, state.due_on, state.days, state.planned, row.planned_id, row.planned_minute, row.held, moods,
    )  # fmt: skip


# ---------------------------------------------------------------- reads


def load_due(conn: Reader, today: date) -> list[DueRow]:
    """Everybody with their next date: overdue first (longest first), then by date."""
    return sorted((_due(row, today) for row in queries.rhythms(conn, today)), key=lambda r: (r.due_on, r.search))


def load_talk(conn: Reader, person_id: int, today: date, talk_id: int | None = None) -> TalkCard:
    """The workspace of a person: the planned talk (or a past one by id), with agenda, notes, promises and context."""
    found = queries.rhythms(conn, today, person_id)
    if not found:
        raise Refused(N_("This person is no longer in the list. Nothing was changed."), code="GONE")
    row = found[0]
    chosen = talk_id or row.planned_id
    talk = queries.talk_row(conn, chosen) if chosen else None
    cadence = _cadence(row, today)
    coming = talk is None or talk.state is TalkState.PLANNED
    return TalkCard(
        person_id, row.code, row.name, row.engagement.value, queries.line_of(conn, person_id), queries.territories_of(conn, person_id), row.hired_on,
        cadence.days, cadence.minutes, talk.id if talk else None, talk.day if talk else None, talk.start_minute if talk else None,
        talk.minutes if talk else cadence.minutes, talk.place if talk else "", talk.state.value if talk else TalkState.PLANNED.value,
        talk.mood if talk else None, talk.workload if talk else None, row.held + 1 if coming else row.held,
        queries.agenda(conn, person_id, talk.id if talk else None, open_points=coming), queries.notes(conn, talk.id) if talk else (),
        queries.actions(conn, person_id, talk_id=talk.id if talk else None), queries.past(conn, person_id), _context(conn, row, today),
    )  # fmt: skip


def _context(conn: Reader, row: queries.Rhythm, today: date) -> TalkContext:
    month = Period.month(today.year, today.month)
    target, actual = sales_queries.month_progress(conn, row.person_id, month.start, today)
    calendar = policy.load_calendar(conn)
    whole, gone = calendar.working_days(month), calendar.working_days(Period(month.start, today))
    first = Week.from_date(today).monday - timedelta(days=7 * (WEEKS_SHOWN - 1))
    limit = policy.week_limit(conn, row.engagement, today)
    hours = queries.minutes_by_week(conn, row.person_id, first, WEEKS_SHOWN)
    open_actions = queries.actions(conn, row.person_id)
    alert = rules.mood_alert(row.moods, today)
    return TalkContext(
        target, actual, target * gone // whole if target and whole else None, tuple(WeekHours(monday, minutes, limit) for monday, minutes in hours.items()),
        len(open_actions), sum(a.due_on is not None and a.due_on < today for a in open_actions),
        queries.recognition(conn, row.person_id, today - timedelta(days=90)), alert.value if alert else "",
    )  # fmt: skip


def load_actions(conn: Reader) -> tuple[ActionRow, ...]:
    """All open promises of everybody, oldest date first."""
    return queries.actions(conn)


def suggest_questions(conn: Reader, person_id: int, today: date) -> list[QuestionRow]:
    """One question of each theme that was not asked lately."""
    row = queries.rhythms(conn, today, person_id)[0]
    by_text = {text: q.number for q in question_bank() for text in (q.zh, q.en)}
    asked = [[by_text[text] for text in texts if text in by_text] for texts in queries.used_questions(conn, person_id)]
    sets = {"newcomer"} if row.hired_on and (today - row.hired_on).days < rules.NEWCOMER_DAYS else set()
    sets |= {"part_time"} if row.weekly_minutes <= 1440 else set()
    sets |= {"field"} if queries.line_of(conn, person_id) == "field" else set()
    return [QuestionRow(q.number, q.theme.value, q.zh, q.en) for q in rules.pick_questions(question_bank(), asked, sets)]


def load_record(conn: Reader, talk_id: int, today: date) -> dict[str, Any]:
    """A talk as plain data for scripts: what both may see, never manager-only or sensitive notes."""
    talk = queries.talk_row(conn, talk_id)
    if talk is None:
        raise Refused(N_("This talk is no longer there. Nothing was changed."), code="GONE")
    card = load_talk(conn, talk.person_id, today, talk_id)
    return {
        "id": talk_id, "person": card.code, "day": talk.day.isoformat(), "state": card.state, "mood": card.mood,
        "agenda": [{"text": a.text, "done": a.done, "carried": a.times_carried} for a in card.agenda],
        "notes": [n.text for n in card.notes if n.visibility == Visibility.SHARED.value],
        "actions": [{"text": a.text, "side": a.side, "due": a.due_on.isoformat() if a.due_on else None, "done": a.done_on is not None} for a in card.actions],
    }  # fmt: skip


def load_document(conn: Reader, talk_id: int, today: date) -> OneOnOneDocument:
    """The record for paper: the shared part only."""
    from workbench.services import one_on_one_paper

    talk = queries.talk_row(conn, talk_id)
    if talk is None:
        raise Refused(N_("This talk is no longer there. Nothing was changed."), code="GONE")
    return one_on_one_paper.document(conn, load_talk(conn, talk.person_id, today, talk_id))


# ---------------------------------------------------------------- the talk


def plan_talk(uow: UnitOfWork, person_id: int, day: date, start: int | None = None, minutes: int = 30, place: str = "") -> int:
    """Plan the next talk; an already planned one is moved, so that there is never a second."""
    person = get(uow, Person, person_id)
    if person.left_on is not None and person.left_on < day:
        raise Refused(N_("{name} will have left by then, so no talk was planned. Nothing was changed."), code="LEFT", name=person.name)
    if start is not None and not 0 <= start < 1440:
        raise Refused(N_("A time of day lies between 00:00 and 23:59. Nothing was changed."), code="TIME")
    talk = uow.session.query(OneOnOne).filter_by(person_id=person_id, state=TalkState.PLANNED).first() or OneOnOne(person_id=person_id)
    talk.day, talk.start_minute, talk.minutes, talk.place, talk.state = day, start, max(5, min(minutes, 480)), clean_line(place), TalkState.PLANNED
    uow.session.add(talk)
    uow.session.flush()
    return talk.id


def _talk(uow: UnitOfWork, talk_id: int) -> OneOnOne:
    return get(uow, OneOnOne, talk_id)


def _open_talk(uow: UnitOfWork, person_id: int, today: date) -> OneOnOne:
    """The planned talk, or one for today when somebody starts to write without planning."""
    talk = uow.session.query(OneOnOne).filter_by(person_id=person_id, state=TalkState.PLANNED).first()
    return talk or _talk(uow, plan_talk(uow, person_id, today))


def set_mood(uow: UnitOfWork, talk_id: int, *, mood: int | None = None, workload: int | None = None) -> int:
    """Voluntary answers 1 to 5; None takes an answer back."""
    talk = _talk(uow, talk_id)
    for value in (mood, workload):
        if value is not None and not 1 <= value <= 5:
            raise Refused(N_("An answer lies between 1 and 5, or is left out. Nothing was changed."), code="RANGE")
    talk.mood, talk.workload = mood, workload
    return talk_id


def complete_talk(uow: UnitOfWork, talk_id: int, today: date, next_on: date | None = None, next_start: int | None = None) -> int:
    """Close the talk as held and plan the next by the person's rhythm; open points and promises go with it by themselves."""
    talk = _talk(uow, talk_id)
    if talk.state is TalkState.DONE:
        raise Refused(N_("This talk is closed already. Nothing was changed."), code="CLOSED")
    talk.state, talk.day = TalkState.DONE, min(talk.day, today)
    for item in uow.session.query(AgendaItem).filter(AgendaItem.person_id == talk.person_id, AgendaItem.closed_in_id.is_(None)):
        item.times_carried += 1
    uow.session.flush()
    row = queries.rhythms(uow.connection, today, talk.person_id)[0]
    cadence = _cadence(row, today)
    if next_on is None:
        calendar = policy.load_calendar(uow.connection)
        next_on = talk.day + timedelta(days=cadence.days)
        next_on = next_on if calendar.is_working(next_on) else calendar.next_working_day(next_on)
    return plan_talk(uow, talk.person_id, next_on, next_start if next_start is not None else talk.start_minute, cadence.minutes, talk.place)


def skip_talk(uow: UnitOfWork, talk_id: int, reason: str, today: date) -> int:
    """Record that it did not take place; its points stay open. The next one is planned by the rhythm."""
    talk = _talk(uow, talk_id)
    talk.state, talk.skipped_because = TalkState.SKIPPED, clean_line(reason)
    uow.session.flush()
    row = queries.rhythms(uow.connection, today, talk.person_id)[0]
    return plan_talk(uow, talk.person_id, max(today, talk.day) + timedelta(days=_cadence(row, today).days), talk.start_minute, talk.minutes, talk.place)


# ---------------------------------------------------------------- agenda, notes, promises


def add_point(uow: UnitOfWork, person_id: int, text: str, today: date, *, theme: str = "work", raised_by: str = "manager") -> int:
    """A point for the next talk."""
    text = clean_line(text)
    if not text:
        raise Refused(N_("A point needs some words. Nothing was changed."), code="EMPTY")
    talk = _open_talk(uow, person_id, today)
    count = uow.session.query(AgendaItem).filter(AgendaItem.person_id == person_id, AgendaItem.closed_in_id.is_(None)).count()
    item = AgendaItem(person_id=person_id, raised_in_id=talk.id, text=text, theme=theme, raised_by=RaisedBy(raised_by), raised_on=today, position=count)
    uow.session.add(item)
    uow.session.flush()
    return item.id


def settle_point(uow: UnitOfWork, item_id: int, today: date, *, done: bool = True) -> int:
    """Tick a point off in the present talk, or open it again."""
    item = get(uow, AgendaItem, item_id)
    item.closed_in_id = _open_talk(uow, item.person_id, today).id if done else None
    return item_id


def edit_point(uow: UnitOfWork, item_id: int, text: str) -> int:
    item = get(uow, AgendaItem, item_id)
    item.text = clean_line(text) or item.text
    return item_id


def remove_point(uow: UnitOfWork, item_id: int) -> int:
    uow.session.delete(get(uow, AgendaItem, item_id))
    return item_id


def write_note(uow: UnitOfWork, person_id: int, text: str, today: date, *, talk_id: int | None = None, note_id: int | None = None, visibility: str | None = None) -> int:
    """A paragraph of the record, new or changed. Plain text, any length up to 100,000 characters; an emptied one is taken away (0)."""
    if len(text) > LONGEST_NOTE:
        raise Refused(N_("A paragraph can have {most} characters; this one has {count}. It stays on screen; please split it."), code="LENGTH", most=LONGEST_NOTE, count=len(text))
    if note_id is not None:
        note = get(uow, TalkNote, note_id)
        if not text.strip():
            uow.session.delete(note)
            return 0
    else:
        talk = _talk(uow, talk_id) if talk_id else _open_talk(uow, person_id, today)
        place = uow.session.query(TalkNote).filter_by(one_on_one_id=talk.id).count()
        note = TalkNote(one_on_one_id=talk.id, position=place, visibility=Visibility.SHARED)
        uow.session.add(note)
    note.text = text
    if visibility is not None:
        note.visibility = Visibility(visibility)
    uow.session.flush()
    return note.id


def set_visibility(uow: UnitOfWork, note_id: int, visibility: str) -> int:
    get(uow, TalkNote, note_id).visibility = Visibility(visibility)
    return note_id


def add_action(uow: UnitOfWork, person_id: int, text: str, today: date, *, side: str = "manager", due_on: date | None = None) -> int:
    """A promise of either side."""
    text = clean_line(text)
    if not text:
        raise Refused(N_("A promise needs some words. Nothing was changed."), code="EMPTY")
    talk = _open_talk(uow, person_id, today)
    row = ActionItem(person_id=person_id, one_on_one_id=talk.id, side=Side(side), text=text, made_on=today, due_on=due_on)
    uow.session.add(row)
    uow.session.flush()
    return row.id


def keep_action(uow: UnitOfWork, action_id: int, today: date, *, done: bool = True) -> int:
    """Tick a promise off, or open it again."""
    get(uow, ActionItem, action_id).done_on = today if done else None
    return action_id


def edit_action(uow: UnitOfWork, action_id: int, **fields: Any) -> int:
    """Change words, side or date; a later date counts as a slip."""
    row = get(uow, ActionItem, action_id)
    due = fields.get("due_on", row.due_on)
    if row.due_on is not None and due is not None and due > row.due_on:
        row.slips += 1
    for name, value in fields.items():
        if name not in ("text", "side", "due_on"):
            raise Refused(N_("These fields do not exist: {fields}. Nothing was changed."), code="FIELD", fields=name)
        setattr(row, name, clean_line(value) if name == "text" else Side(value) if name == "side" else value)
    return action_id


def remove_action(uow: UnitOfWork, action_id: int) -> int:
    uow.session.delete(get(uow, ActionItem, action_id))
    return action_id


def recognise(uow: UnitOfWork, person_id: int, text: str, day: date) -> int:
    """Thank somebody for one concrete thing."""
    row = Recognition(person_id=person_id, text=clean_line(text), day=day)
    uow.session.add(row)
    uow.session.flush()
    return row.id


def as_text(record: Mapping[str, Any]) -> str:
    """The record of `load_record` as indented JSON."""
    return json.dumps(record, ensure_ascii=False, indent=2)

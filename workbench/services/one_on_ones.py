"""Before, during and after a one-on-one. An open point or promise belongs to the person, so moving, skipping
or cancelling a talk loses none of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import or_

from workbench import paths
from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models import one_on_one_rules as rules
from workbench.models.goal_rules import pacing_by_days
from workbench.models.labour_rules import LawTable
from workbench.models.one_on_ones import ActionItem, AgendaItem, OneOnOne, RaisedBy, Recognition, Side, TalkState, Visibility
from workbench.models.people import Person
from workbench.models.talk_agenda import AgendaPassage, ObstacleAction
from workbench.models.team_talks import TeamTalkAction
from workbench.models.values.codes import EngagementType, Metric
from workbench.models.values.numbers import half_up_int
from workbench.models.values.periods import Period, Week
from workbench.readmodels.documents import OneOnOneDocument
from workbench.readmodels.one_on_ones import DueRow, QuestionRow, TalkCard, TalkContext, WeekHours
from workbench.services import one_on_ones_evidence, one_on_ones_lock, policy, targets
from workbench.services.people import clean_line, get
from workbench.services.workspace import Reader, UnitOfWork
from workbench.storage.queries import attachments as attachment_queries
from workbench.storage.queries import one_on_ones as queries
from workbench.storage.queries import sales as sales_queries

WEEKS_SHOWN = 4


@cache
def question_bank() -> tuple[rules.Question, ...]:
    """The forty questions of resources/questions.json."""
    return tuple(rules.questions_from_json((paths.resources() / "questions.json").read_text(encoding="utf-8")))


def _cadence(row: queries.Rhythm, today: date, limits: rules.TalkPolicy) -> rules.Cadence:
    usual = rules.default_cadence(row.engagement, row.hired_on, today, limits, row.weekly_minutes, _is_improving(row, today))
    return rules.Cadence(row.cadence_days, usual.minutes) if row.cadence_days else usual


def _is_improving(row: queries.Rhythm, today: date) -> bool:
    return row.improvement_until is not None and row.improvement_until >= today


def _next_day(conn: Reader, row: queries.Rhythm, after: date, today: date) -> date | None:
    """The working day on which the talk after `after` falls, never in the past; None for who will have left by then."""
    calendar, limits = policy.load_calendar(conn), policy.load_talk_policy(conn, today)
    day = max(after + timedelta(days=_cadence(row, today, limits).days), today + timedelta(days=1))
    day = day if calendar.is_working(day) else calendar.next_working_day(day)
    return None if row.left_on is not None and row.left_on < day else day


def _rhythm(conn: Reader, person_id: int, today: date) -> queries.Rhythm:
    found = queries.rhythms(conn, today, person_id)
    if not found:
        raise Refused(N_("This person is no longer in the list. Nothing was changed."), code="GONE")
    return found[0]


def _due(row: queries.Rhythm, today: date, limits: rules.TalkPolicy) -> DueRow:
    every = _cadence(row, today, limits).days
    state = rules.due_state(today, every, row.last_held, limits.soon_days, row.planned_on, row.hired_on, row.known_since)
    moods = tuple(mood for _day, mood in row.moods if mood is not None)[-12:]
    return DueRow(
        row.person_id, row.code, row.name, row.search, state.state.value, state.due_on, state.days, state.planned, row.planned_id, row.planned_minute, row.held, moods,
    )  # fmt: skip


# ---------------------------------------------------------------- reads


def load_due(conn: Reader, today: date) -> list[DueRow]:
    """Everybody with their next date: overdue first (longest first), then by date."""
    limits = policy.load_talk_policy(conn, today)
    return sorted((_due(row, today, limits) for row in queries.rhythms(conn, today)), key=lambda r: (r.due_on, r.search))


def load_due_of(conn: Reader, person_id: int, today: date) -> DueRow:
    """The row of one person, also of one who has left."""
    return _due(_rhythm(conn, person_id, today), today, policy.load_talk_policy(conn, today))


def load_cadences(conn: Reader, today: date) -> dict[int, int]:
    """Days between the talks of everybody who is here."""
    limits = policy.load_talk_policy(conn, today)
    return {row.person_id: _cadence(row, today, limits).days for row in queries.rhythms(conn, today)}


def load_week_limits(conn: Reader, person_id: int, mondays: Sequence[date], today: date) -> dict[date, int]:
    """Most minutes that the law allows of each week, by Monday; 0 where it sets none."""
    law, kinds, row = policy.load_law(conn), queries.engagements(conn, person_id), _rhythm(conn, person_id, today)
    return {monday: _limit(law, kinds, monday, row.engagement) for monday in mondays}


def load_talk(conn: Reader, person_id: int, today: date, talk_id: int | None = None) -> TalkCard:
    """The workspace of a person: the planned talk (or a past one by id), with agenda, notes, promises and context."""
    row = _rhythm(conn, person_id, today)
    chosen = talk_id or row.planned_id
    talk = queries.talk_row(conn, chosen) if chosen else None
    cadence = _cadence(row, today, policy.load_talk_policy(conn, today))
    coming = talk is None or talk.state is TalkState.PLANNED
    return TalkCard(
        person_id, row.code, row.name, row.engagement.value, queries.line_of(conn, person_id), queries.territories_of(conn, person_id), row.hired_on,
        row.left_on, cadence.days, cadence.minutes, bool(row.cadence_days), row.planned_id, _next_day(conn, row, today, today), talk.id if talk else None, talk.day if talk else None, talk.start_minute if talk else None,
        talk.minutes if talk else cadence.minutes, talk.place if talk else "", talk.state.value if talk else TalkState.PLANNED.value,
        talk.mood if talk else None, talk.workload if talk else None, row.held + 1 if coming or talk is None else queries.number_of(conn, person_id, talk.day, talk.id),
        queries.agenda(
            conn, person_id, talk.id if talk else None, open_points=coming, held_on=talk.day if talk and talk.state is TalkState.DONE else None
        ), one_on_ones_lock.with_locks(conn, queries.notes(conn, talk.id), talk.state is TalkState.DONE, talk.day, today) if talk else (),
        queries.talk_actions(conn, person_id, talk.id if talk else None, coming=coming, since=row.last_held), queries.past(conn, person_id), _context(conn, row, today),
        one_on_ones_lock.locked_from(conn, talk.state is TalkState.DONE, talk.day, today) if talk else None, attachment_queries.attachments(conn, talk.id) if talk else (), talk.better or "" if talk else "",
    )  # fmt: skip


def _context(conn: Reader, row: queries.Rhythm, today: date) -> TalkContext:
    month = Period.month(today.year, today.month)
    calendar = policy.load_calendar(conn)
    law = policy.load_law(conn)
    target = targets.load_own(conn, row.person_id, Metric.SALES_NET, month, calendar, law)
    actual = sales_queries.month_net(conn, row.person_id, month.start)
    gone = calendar.working_days(Period(month.start, today))
    pace = pacing_by_days(target.amount or 0, actual, calendar.working_days(month), gone, policy.pace_policy(law, today))
    first = Week.from_date(today).monday - timedelta(days=7 * (WEEKS_SHOWN - 1))
    kinds = queries.engagements(conn, row.person_id)
    hours = queries.minutes_by_week(conn, row.person_id, first, WEEKS_SHOWN)
    open_actions = queries.actions(conn, row.person_id)
    alert = rules.mood_alert(row.moods, today, policy.load_talk_policy(conn, today))
    return TalkContext(
        target.amount, actual, half_up_int(pace.expected) if target.amount else None,
        tuple(WeekHours(monday, minutes, _limit(law, kinds, monday, row.engagement)) for monday, minutes in hours.items()),
        len(open_actions), sum(a.due_on is not None and a.due_on < today for a in open_actions),
        queries.recognition(conn, row.person_id, today - timedelta(days=law.value("talk_praise_days", today))), alert.value if alert else "",
    )  # fmt: skip


def _limit(law: LawTable, kinds: Sequence[queries.Term], monday: date, otherwise: EngagementType) -> int:
    """Most minutes of one week, by the law of its Monday and the engagement that was in force in it last."""
    sunday = monday + timedelta(days=6)
    kind = next(
        (term.type for term in reversed(kinds) if term.start_on <= sunday and (term.end_on is None or term.end_on >= monday)), otherwise
    )
    return policy.limit_of(law, kind, monday)


def suggest_questions(conn: Reader, person_id: int, today: date) -> list[QuestionRow]:
    """One question of each theme that was not asked lately."""
    row = _rhythm(conn, person_id, today)
    by_text = {text: q.number for q in question_bank() for text in (q.zh, q.en)}
    asked = [[by_text[text] for text in texts if text in by_text] for texts in queries.used_questions(conn, person_id)]
    limits = policy.load_talk_policy(conn, today)
    sets = {"newcomer"} if rules.is_newcomer(row.hired_on, today, limits) else set()
    sets |= {"part_time"} if rules.has_short_hours(row.engagement, row.weekly_minutes, limits) else set()
    sets |= {"improvement"} if _is_improving(row, today) else set()
    sets |= {"field"} if queries.line_of(conn, person_id) == "field" else set()
    return [QuestionRow(q.number, q.theme.value, q.zh, q.en) for q in rules.pick_questions(question_bank(), asked, sets)]


def load_record(conn: Reader, talk_id: int, today: date) -> dict[str, Any]:
    """A talk as plain data for scripts: what both may see, never manager-only or sensitive notes."""
    talk = queries.talk_row(conn, talk_id)
    if talk is None:
        raise Refused(N_("This talk is no longer there. Nothing was changed."), code="GONE")
    card = load_talk(conn, talk.person_id, today, talk_id)
    notes = [n.text for n in card.notes if n.visibility == Visibility.SHARED.value]
    head = {"id": talk_id, "person": card.code, "day": talk.day.isoformat(), "state": card.state, "mood": card.mood}
    return {**head, **_plain(card), "notes": notes}


def _plain(card: TalkCard) -> dict[str, Any]:
    """Points and promises as plain data."""
    return {
        "agenda": [{"text": a.text, "done": a.done, "carried": a.times_carried} for a in card.agenda],
        "actions": [
            {"text": a.text, "side": a.side, "due": a.due_on.isoformat() if a.due_on else None, "done": a.done_on is not None}
            for a in card.actions
        ],
    }


def load_waiting(conn: Reader, person_id: int, today: date) -> dict[str, Any]:
    """What waits for a talk that nobody has planned yet, as plain data for scripts."""
    card = load_talk(conn, person_id, today)
    return {"person": card.code, "name": card.name, "talk": None, "cadence_days": card.cadence_days, **_plain(card)}


def load_document(conn: Reader, talk_id: int, today: date, generated_at: datetime | None = None) -> OneOnOneDocument:
    """The record for paper: the shared part only. `generated_at` is the moment of printing (aware), now when left out."""
    from workbench.services import one_on_one_paper

    talk = queries.talk_row(conn, talk_id)
    if talk is None:
        raise Refused(N_("This talk is no longer there. Nothing was changed."), code="GONE")
    return one_on_one_paper.document(conn, load_talk(conn, talk.person_id, today, talk_id), generated_at)


# ---------------------------------------------------------------- the talk


def plan_talk(
    uow: UnitOfWork, person_id: int, day: date, start: int | None = None, minutes: int | None = None, place: str | None = None
) -> int:
    """Plan the next talk; an already planned one is moved, so that there is never a second.

    `start` is in minutes since midnight. Length and place stay as they were when they are left out.
    """
    person = get(uow, Person, person_id)
    if person.left_on is not None and person.left_on < day:
        raise Refused(N_("{name} will have left by then, so no talk was planned. Nothing was changed."), code="LEFT", name=person.name)
    if start is not None and not 0 <= start < 1440:
        raise Refused(N_("A time of day lies between 00:00 and 23:59. Nothing was changed."), code="TIME")
    talk = uow.session.query(OneOnOne).filter_by(person_id=person_id, state=TalkState.PLANNED).first()
    if talk is None:
        talk = OneOnOne(
            person_id=person_id,
            minutes=_usual_minutes(uow, _rhythm(uow.connection, person_id, day), day),
            place="",
            state=TalkState.PLANNED,
        )
    talk.day, talk.start_minute = day, start
    if minutes is not None:
        talk.minutes = max(5, min(minutes, 480))
    if place is not None:
        talk.place = clean_line(place)
    uow.session.add(talk)
    uow.session.flush()
    return talk.id


def _usual_minutes(uow: UnitOfWork, row: queries.Rhythm, day: date) -> int:
    return _cadence(row, day, policy.load_talk_policy(uow.connection, day)).minutes


def _talk(uow: UnitOfWork, talk_id: int) -> OneOnOne:
    return get(uow, OneOnOne, talk_id)


def _planned_talk(uow: UnitOfWork, talk_id: int) -> OneOnOne:
    talk = _talk(uow, talk_id)
    if talk.state is not TalkState.PLANNED:
        raise Refused(N_("This talk is closed already. Nothing was changed."), code="CLOSED")
    return talk


def _planned_id(uow: UnitOfWork, person_id: int) -> int | None:
    found = uow.session.query(OneOnOne.id).filter_by(person_id=person_id, state=TalkState.PLANNED).first()
    return None if found is None else found[0]


def open_talk(uow: UnitOfWork, person_id: int, today: date) -> OneOnOne:
    """The planned talk; without one a talk of today, because what is ticked, answered or noted is being talked about now."""
    planned = _planned_id(uow, person_id)
    return _talk(uow, planned if planned is not None else plan_talk(uow, person_id, today))


def pass_on(uow: UnitOfWork, talk: OneOnOne) -> list[AgendaItem]:
    """The open points of the person go on to the next talk, and each remembers that it passed this one."""
    items = uow.session.query(AgendaItem).filter(AgendaItem.person_id == talk.person_id, AgendaItem.closed_in_id.is_(None)).all()
    for item in items:
        item.raised_in_id = item.raised_in_id or talk.id
        uow.session.add(AgendaPassage(agenda_item_id=item.id, one_on_one_id=talk.id))
    return items


def set_rhythm(uow: UnitOfWork, person_id: int, days: int | None) -> int:
    """Days between the talks with this person; None goes back to the usual rhythm of the engagement."""
    if days is not None and not 1 <= days <= 366:
        raise Refused(N_("A rhythm lies between 1 and 366 days. Nothing was changed."), code="RANGE")
    get(uow, Person, person_id).cadence_days = days
    return person_id


def complete_talk(
    uow: UnitOfWork, talk_id: int, today: date, next_on: date | None = None, next_start: int | None = None, *, held_on: date | None = None
) -> int:
    """Close the talk as held (today unless told otherwise) and plan the next by the person's rhythm.

    Open points and promises go with it by themselves. Returns the id of the next talk, 0 for somebody who will have left by then.
    """
    talk = _planned_talk(uow, talk_id)
    held_on = held_on or today
    if held_on > today:
        raise Refused(N_("A talk cannot have been held in the future. Nothing was changed."), code="DATES")
    if next_on is not None and next_on <= held_on:
        raise Refused(N_("The next talk lies after this one. Nothing was changed."), code="DATES")
    talk.state, talk.day = TalkState.DONE, held_on
    for item in pass_on(uow, talk):
        item.times_carried += 1
    return _plan_following(uow, talk, held_on, today, next_on, next_start)


def skip_talk(uow: UnitOfWork, talk_id: int, reason: str, today: date, next_on: date | None = None, next_start: int | None = None) -> int:
    """Record that it did not take place, and why; its points stay open. The next one is planned by the rhythm (0: has left)."""
    talk = _planned_talk(uow, talk_id)
    reason = clean_line(reason)
    if not reason:
        raise Refused(N_("Please say in a few words why it is skipped. Nothing was changed."), code="EMPTY")
    talk.state, talk.skipped_because = TalkState.SKIPPED, reason
    pass_on(uow, talk)
    return _plan_following(uow, talk, max(today, talk.day), today, next_on, next_start)


def _plan_following(uow: UnitOfWork, talk: OneOnOne, after: date, today: date, next_on: date | None, start: int | None) -> int:
    uow.session.flush()
    row = _rhythm(uow.connection, talk.person_id, today)
    day = next_on or _next_day(uow.connection, row, after, today)
    if day is None:
        return 0
    minutes = _usual_minutes(uow, row, today)
    return plan_talk(uow, talk.person_id, day, start if start is not None else talk.start_minute, minutes, talk.place)


# ---------------------------------------------------------------- agenda, notes, promises


def add_point(uow: UnitOfWork, person_id: int, text: str, today: date, *, theme: str = "work", raised_by: str = "manager") -> int:
    """A point for the next talk; where none is planned it waits for the one that will be."""
    text = clean_line(text)
    if not text:
        raise Refused(N_("A point needs some words. Nothing was changed."), code="EMPTY")
    get(uow, Person, person_id)
    count = uow.session.query(AgendaItem).filter(AgendaItem.person_id == person_id, AgendaItem.closed_in_id.is_(None)).count()
    item = AgendaItem(
        person_id=person_id, raised_in_id=_planned_id(uow, person_id), text=text, theme=theme, raised_by=RaisedBy(raised_by), raised_on=today, position=count
    )  # fmt: skip
    uow.session.add(item)
    uow.session.flush()
    return item.id


def settle_point(uow: UnitOfWork, item_id: int, today: date, *, done: bool = True) -> int:
    """Tick a point off in the planned talk, in one of today where none is planned, or open it again."""
    item = get(uow, AgendaItem, item_id)
    item.closed_in_id = open_talk(uow, item.person_id, today).id if done else None
    item.raised_in_id = item.raised_in_id or item.closed_in_id
    return item_id


def edit_point(uow: UnitOfWork, item_id: int, text: str) -> int:
    """Change the words of a point; an emptied one keeps what it said."""
    item = get(uow, AgendaItem, item_id)
    item.text = clean_line(text) or item.text
    return item_id


def remove_point(uow: UnitOfWork, item_id: int) -> int:
    """Take a point off the list for good."""
    item = get(uow, AgendaItem, item_id)
    one_on_ones_evidence.withdraw(uow, point_id=item_id)
    for passage in uow.session.query(AgendaPassage).filter_by(agenda_item_id=item_id):
        uow.session.delete(passage)
    uow.session.flush()
    uow.session.delete(item)
    return item_id


def add_action(uow: UnitOfWork, person_id: int, text: str, today: date, *, side: str = "manager", due_on: date | None = None) -> int:
    """A promise of either side."""
    text = clean_line(text)
    if not text:
        raise Refused(N_("A promise needs some words. Nothing was changed."), code="EMPTY")
    get(uow, Person, person_id)
    row = ActionItem(
        person_id=person_id, one_on_one_id=_planned_id(uow, person_id), side=Side(side), text=text, made_on=today, due_on=due_on
    )
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
    if "text" in fields and not clean_line(fields["text"]):
        raise Refused(N_("A promise needs some words. Nothing was changed."), code="EMPTY")
    due = fields.get("due_on", row.due_on)
    if row.due_on is not None and due is not None and due > row.due_on:
        row.slips += 1
    for name, value in fields.items():
        if name not in ("text", "side", "due_on"):
            raise Refused(N_("These fields do not exist: {fields}. Nothing was changed."), code="FIELD", fields=name)
        setattr(row, name, clean_line(value) if name == "text" else Side(value) if name == "side" else value)
    return action_id


def remove_action(uow: UnitOfWork, action_id: int) -> int:
    """Take a promise off the list for good."""
    row = get(uow, ActionItem, action_id)
    for link in uow.session.query(ObstacleAction).filter(
        or_(ObstacleAction.blocked_id == action_id, ObstacleAction.action_id == action_id)
    ):
        uow.session.delete(link)
    for made in uow.session.query(TeamTalkAction).filter_by(action_id=action_id):
        uow.session.delete(made)
    uow.session.flush()
    uow.session.delete(row)
    return action_id


def recognise(uow: UnitOfWork, person_id: int, text: str, day: date) -> int:
    """Thank somebody for one concrete thing."""
    get(uow, Person, person_id)
    text = clean_line(text)
    if not text:
        raise Refused(N_("Thanks need a concrete thing. Nothing was changed."), code="EMPTY")
    row = Recognition(person_id=person_id, text=text, day=day)
    uow.session.add(row)
    uow.session.flush()
    return row.id

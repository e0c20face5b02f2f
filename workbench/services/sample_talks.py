"""The conversations of the sample team: past one-on-ones with what was said and promised, and the next dates."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from workbench.models.one_on_ones import ActionItem, AgendaItem, OneOnOne, RaisedBy, Recognition, Side, TalkNote, TalkState, Visibility
from workbench.models.people import Person
from workbench.models.talk_agenda import AgendaPassage
from workbench.models.values.codes import SalesLine
from workbench.services.sample import HOUR, Sample, data

HISTORY_DAYS = 150


class Diary:
    """The manager has one talk at a time: a start that is free on a day, the wished one if possible."""

    def __init__(self) -> None:
        self._taken: dict[date, set[int]] = defaultdict(set)

    def start(self, day: date, wanted: int) -> int:
        """Minutes since midnight, a full hour from 10 to 16, then the half hours between."""
        free = (
            start
            for start in (*_around(wanted, 10, 17), *(hour + HOUR // 2 for hour in _around(wanted, 10, 16)))
            if start not in self._taken[day]
        )
        found = next(free, wanted)
        self._taken[day].add(found)
        return found


def _around(wanted: int, first: int, after: int) -> list[int]:
    """The full hours of a day, the wished one first."""
    hours = [hour * HOUR for hour in range(first, after)]
    return sorted(hours, key=lambda hour: (hour - wanted) % (24 * HOUR))


def fill(sample: Sample) -> dict[str, int]:
    talks, diary = 0, Diary()
    for number, person in enumerate(sample.people):
        talks += _talks_of(sample, person, number, diary)
        if number % 5 == 2:
            text = sample.say(data()["recognition"][number % 4])
            sample.uow.session.add(Recognition(person_id=person.id, day=sample.today - timedelta(days=3 + number), text=text))
    sample.uow.session.flush()
    return {"one_on_ones": talks}


def _workday(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))


def _talks_of(sample: Sample, person: Person, number: int, diary: Diary) -> int:
    """Past talks at the person's rhythm; three people are late on purpose, so that the due list has something to say."""
    part_time = person.line is SalesLine.PART_TIME
    every = 28 if part_time else 14
    late = {2: 4, 9: 11, 15: 2}.get(number, 0)
    to_next = -late if late else (number * 5) % every
    next_day = sample.today + timedelta(days=to_next)
    days = []
    day = _workday(next_day - timedelta(days=every))
    first = max(sample.today - timedelta(days=HISTORY_DAYS), (person.hired_on or sample.today) + timedelta(days=7))
    while day >= first:
        days.append(day)
        day = _workday(day - timedelta(days=every))
    length = 20 if part_time else 30
    done = [_past_talk(sample, person, day, place + number, length, diary) for place, day in enumerate(reversed(days))]
    next_day = next_day if late else max(sample.today, _workday(next_day))
    upcoming = OneOnOne(
        person_id=person.id,
        day=next_day,
        start_minute=diary.start(next_day, (10 + number % 7) * HOUR),
        minutes=length,
        state=TalkState.PLANNED,
    )
    sample.uow.session.add(upcoming)
    sample.uow.session.flush()
    _open_points(sample, person, number, upcoming, done[-1] if done else None)
    return len(done) + 1


def _past_talk(sample: Sample, person: Person, day: date, turn: int, length: int, diary: Diary) -> OneOnOne:
    rng, session = sample.rng, sample.uow.session
    talk = OneOnOne(
        person_id=person.id, day=day, start_minute=diary.start(day, (10 + turn % 7) * HOUR), minutes=length, state=TalkState.DONE,
        mood=min(5, max(1, 3 + rng.randrange(-1, 3) - (turn % 4 == 3))), workload=2 + rng.randrange(3),
    )  # fmt: skip
    session.add(talk)
    session.flush()
    texts = data()
    for place in range(2):
        text, text_en, theme = texts["agenda"][(turn * 2 + place) % len(texts["agenda"])]
        session.add(AgendaItem(
            person_id=person.id, raised_in_id=talk.id, closed_in_id=talk.id, text=sample.say((text, text_en)), theme=theme,
            raised_by=RaisedBy.EMPLOYEE if place else RaisedBy.MANAGER, raised_on=day, position=place,
        ))  # fmt: skip
    session.add(
        TalkNote(
            one_on_one_id=talk.id, position=0, visibility=Visibility.SHARED, text=sample.say(texts["notes"][turn % len(texts["notes"])])
        )
    )
    if turn % 4 == 1:
        private = sample.say(texts["private"][turn // 4 % 2])
        session.add(TalkNote(one_on_one_id=talk.id, position=1, visibility=Visibility.MANAGER, text=private))
    zh, en, side = texts["actions"][turn % len(texts["actions"])]
    due = day + timedelta(days=10)
    settled = due < sample.today - timedelta(days=20) or turn % 3 == 0
    session.add(ActionItem(
        person_id=person.id, one_on_one_id=talk.id, side=Side(side), text=sample.say((zh, en)), made_on=day, due_on=due,
        done_on=min(due, sample.today) if settled else None, slips=0 if settled else 2 if turn % 5 == 0 else turn % 2,
    ))  # fmt: skip
    return talk


def _open_points(sample: Sample, person: Person, number: int, upcoming: OneOnOne, last: OneOnOne | None) -> None:
    texts = data()["agenda"]
    for place in range(1 + number % 3):
        text, text_en, theme = texts[(number + place * 3) % len(texts)]
        carried = place == 0 and last is not None
        item = AgendaItem(
            person_id=person.id, raised_in_id=last.id if carried and last else upcoming.id, text=sample.say((text, text_en)), theme=theme,
            raised_by=RaisedBy.EMPLOYEE if place % 2 else RaisedBy.MANAGER, raised_on=last.day if carried and last else sample.today - timedelta(days=2),
            position=place, times_carried=1 if carried else 0,
        )  # fmt: skip
        sample.uow.session.add(item)
        sample.uow.session.flush()
        if carried and last:
            sample.uow.session.add(AgendaPassage(agenda_item_id=item.id, one_on_one_id=last.id))

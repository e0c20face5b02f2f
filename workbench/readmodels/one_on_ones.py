"""One-on-ones as the screen and the record receive them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DueRow:
    """One person of the due list. `state` is overdue, today, tomorrow, soon or later; moods are the last twelve, oldest first."""

    person_id: int
    code: str
    name: str
    search: str
    state: str
    due_on: date
    days: int
    planned: bool
    talk_id: int | None
    start_minute: int | None
    held: int
    moods: tuple[int, ...]
    skipped_on: date | None = None  # the last talk fell out then, and none was held since
    left_on: date | None = None  # of who has left while a talk is still planned
    clashes: bool = False  # the planned talk lies over another one


@dataclass(frozen=True, slots=True)
class Passage:
    """A talk that a point passed open, and what became of the talk: done, skipped or cancelled."""

    day: date
    state: str


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """A point: open, or settled in this talk. `times_carried` held talks have passed it open; `passed` are all, the earliest first."""

    id: int
    text: str
    theme: str
    raised_by: str
    raised_on: date
    times_carried: int
    done: bool
    passed: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A paragraph; visibility is shared, manager or sensitive. `added_on` is the day of an addition to a record that stood already.

    `feedback` is a code of `FeedbackKind` where the text is situation, behaviour and effect, a line each; empty for a paragraph.
    """

    id: int
    visibility: str
    text: str
    added_on: date | None = None
    locked: bool = False
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """A file kept with a talk: its name, what it is by its contents, bytes, and since when."""

    id: int
    name: str
    kind: str
    size: int
    added_on: date


@dataclass(frozen=True, slots=True)
class ActionRow:
    """A promise; side is manager or employee."""

    id: int
    person_id: int
    person: str
    side: str
    text: str
    made_on: date
    due_on: date | None
    done_on: date | None
    slips: int


@dataclass(frozen=True, slots=True)
class PastTalk:
    id: int
    day: date
    state: str
    mood: int | None
    workload: int | None
    summary: str


@dataclass(frozen=True, slots=True)
class WeekHours:
    """Planned minutes of one week, and the limit that applies."""

    monday: date
    minutes: int
    limit: int


@dataclass(frozen=True, slots=True)
class TalkContext:
    """What stands at the side: this person's real work. Money in fen."""

    month_target: int | None
    month_actual: int
    month_expected: int | None
    hours: tuple[WeekHours, ...]
    open_actions: int
    overdue_actions: int
    recognition: tuple[tuple[date, str], ...]
    mood_alert: str


@dataclass(frozen=True, slots=True)
class TalkCard:
    """The workspace of one person's next or past talk.

    `planned_id` is the talk that is planned, whichever is shown; `next_on` the day on which the one after it would fall
    (None for who will have left by then); `own_cadence` tells a rhythm set for this person from the usual one.
    """

    person_id: int
    code: str
    name: str
    engagement: str
    line: str
    territories: str
    hired_on: date | None
    left_on: date | None
    cadence_days: int
    cadence_minutes: int
    own_cadence: bool
    planned_id: int | None
    next_on: date | None
    talk_id: int | None
    day: date | None
    start_minute: int | None
    minutes: int
    place: str
    state: str
    mood: int | None
    workload: int | None
    number: int
    agenda: tuple[AgendaRow, ...]
    notes: tuple[NoteRow, ...]
    actions: tuple[ActionRow, ...]
    past: tuple[PastTalk, ...]
    context: TalkContext
    locked_from: date | None = None  # the record stands since then; additions only
    attachments: tuple[AttachmentRow, ...] = ()
    better: str = ""  # what would make mood or workload one point better; the manager's own


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question that is offered; an own one has the same words in both languages and its id."""

    number: int
    theme: str
    zh: str
    en: str
    own_id: int | None = None

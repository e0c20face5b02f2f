"""Words that several parts of the one-on-one screen share, said in the language of the moment."""

from __future__ import annotations

from datetime import date

from workbench import i18n
from workbench.i18n import N_, _, ngettext
from workbench.models.values.codes import EngagementType, Theme
from workbench.models.values.labels import LABELS
from workbench.readmodels.one_on_ones import DueRow, TalkCard
from workbench.views.theme import Tone

MOST_AREAS = 2
VISIBILITIES = ("shared", "manager", "sensitive")
VISIBILITY_LABELS = {"shared": N_("Shared"), "manager": N_("Manager only"), "sensitive": N_("Sensitive")}
VISIBILITY_HINTS = {
    "shared": N_("Both of you may read it; it is printed"),
    "manager": N_("Only you may read it; never printed"),
    "sensitive": N_("Health, family, conflict: only you, never in search, review or print"),
}
RAISED_BY = {"manager": "", "employee": N_("raised by them"), "questions": N_("question bank"), "system": N_("brought in")}
MOOD_WORDS = (N_("Very bad"), N_("Bad"), N_("Fair"), N_("Good"), N_("Very good"))
WORKLOAD_WORDS = (N_("Very little"), N_("Little"), N_("Just right"), N_("A lot"), N_("Too much"))
MOOD_ALERTS = {
    "falling": N_("Mood has clearly fallen against the weeks before"),
    "low": N_("Mood was bad or very bad several times in a row"),
}
TALK_STATES = {"planned": N_("is planned"), "done": N_("was held"), "skipped": N_("was skipped"), "cancelled": N_("was cancelled")}


def day(value: date, today: date) -> str:
    """11-23 / 23 Nov in the running year, the whole date in any other."""
    return i18n.day_month(value) if value.year == today.year else i18n.full_date(value)


def due(row: DueRow) -> tuple[str, Tone | None]:
    """The second line of the due list and its tone."""
    if row.left_on is not None:
        return _("Left on {day} · a talk is still planned", day=i18n.day_month(row.left_on)), Tone.WARNING
    if row.clashes:
        return _("{day} · two talks at once", day=f"{i18n.day_month(row.due_on)} {i18n.clock(row.start_minute or 0)}"), Tone.WARNING
    time = i18n.clock(row.start_minute) if row.planned and row.start_minute is not None else ""
    if row.state == "overdue" and row.held == 0:
        return ngettext("No talk yet · due {n} day ago", "No talk yet · due {n} days ago", row.days), Tone.BAD
    if row.state == "overdue":
        return _("Overdue by {days} d", days=row.days), Tone.BAD
    if row.state == "today":
        return f"{_('Today')} {time}".strip(), Tone.ACCENT
    if row.state == "tomorrow":
        return f"{_('Tomorrow')} {time}".strip(), Tone.WARNING
    when = f"{i18n.weekday(row.due_on)} {i18n.day_month(row.due_on)} {time}".strip()
    if not row.planned:
        return _("No talk yet · due {day}", day=when) if row.held == 0 else _("{day} · not planned yet", day=when), None
    return (_("First time · {day}", day=when) if row.held == 0 else when), None


def theme_label(theme: str) -> str:
    """Work, Wellbeing …; empty for a theme nobody knows."""
    return _(LABELS[Theme].get(theme, ""))


def since(hired_on: date | None, today: date) -> str:
    """How long somebody has been here, in months and years."""
    if hired_on is None or hired_on > today:
        return _("starts on {day}", day=i18n.full_date(hired_on)) if hired_on else ""
    months = (today.year - hired_on.year) * 12 + today.month - hired_on.month - (today.day < hired_on.day)
    if months < 1:
        return _("here for less than a month")
    if months < 24:
        return ngettext("here for {n} month", "here for {n} months", months)
    return ngettext("here for {n} year", "here for {n} years", months // 12)


def person_line(card: TalkCard, today: date) -> str:
    """Engagement · territories · since · number of the talk."""
    number = _("one-on-one no. {number}", number=card.number)
    areas = card.territories.split(" · ")
    area = " · ".join(areas[:MOST_AREAS]) + (f" +{len(areas) - MOST_AREAS}" if len(areas) > MOST_AREAS else "")
    parts = [_(LABELS[EngagementType].get(card.engagement, "")), area, since(card.hired_on, today), number]
    return " · ".join(part for part in parts if part)


def every(days: int) -> str:
    """A rhythm in words."""
    known = {7: N_("weekly"), 14: N_("every two weeks"), 28: N_("every four weeks")}
    return _(known[days]) if days in known else ngettext("every {n} day", "every {n} days", days)


def rhythm(card: TalkCard) -> str:
    return _("{rhythm} · {minutes} min", rhythm=every(card.cadence_days), minutes=card.cadence_minutes)


def appointment(card: TalkCard, today: date) -> str:
    """When and where the shown talk is, or that none is planned."""
    if card.day is None:
        return _("No talk is planned")
    times = ""
    if card.start_minute is not None:
        end = min(card.start_minute + card.minutes, 1440)
        times = f"{i18n.clock(card.start_minute)}–{i18n.clock(end)}"
    when = _("Today") if card.day == today else f"{i18n.weekday(card.day)} {day(card.day, today)}"
    return " · ".join(part for part in (when, times or _("{minutes} min long", minutes=card.minutes), card.place) if part)

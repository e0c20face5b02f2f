"""What a roster leaves unsaid of an engagement: its type and its first day are asked for, never guessed.

One question for each number of hours a week (or one for all where there are many), and one for the first day.
People who have an engagement already keep its type and first day, so they are not asked about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from workbench.exchange.fields import choice_values
from workbench.exchange.names import REJECT, both_labels
from workbench.exchange.problems import Pending, Problem, shown
from workbench.readmodels.exchange import Choice, Question

if TYPE_CHECKING:
    from workbench.exchange.convert import Conversion

NO_TERMS: Final = "+no_terms"
"""The answer by which people come in without engagement, hours and pay."""
TODAY: Final = "+today"
"""The answer by which terms begin on the day of the import."""
STARTS: Final = "starts"
"""Key of the question for the first day; a day given as its answer is not remembered, as the next file has other people."""
ENGAGED, DATED = "engaged", "dated"
"""Lists of what is kept: codes of people with an engagement, and of people with a first day."""

_MANY: Final = 8  # numbers of hours that are asked about one by one
_TERMS: Final = ("engagement", "weekly_hours", "hourly_pay")


def ask(job: Conversion) -> None:
    """Fill in type and first day of new engagements from the answers, or let their rows wait."""
    if not any(code in job.values for code in _TERMS):
        return
    columns = {code: list(_column(job, code)) for code in (*_TERMS, "hired_on", "engagement_from")}
    job.values.update({code: columns[code] for code in _TERMS if code in job.values})
    engaged, dated = _people(job, ENGAGED), _people(job, DATED)
    _types(job, columns, engaged)
    starts = _starts(job, columns, engaged, dated)
    if starts:
        columns["engagement_from"] = [starts.get(place, kept) for place, kept in enumerate(columns["engagement_from"])]
        job.headings.setdefault("engagement_from", _heading(job))
    if any(value is not None for value in columns["engagement_from"]):
        job.values["engagement_from"] = columns["engagement_from"]
    if any(value is not None for value in columns["engagement"]):
        job.values["engagement"] = columns["engagement"]


def _column(job: Conversion, code: str) -> Sequence[Any]:
    return job.values.get(code) or [None] * len(job.numbers)


def _heading(job: Conversion) -> str:
    """Of the first column that speaks of terms, as questions name it."""
    return next(job.headings[code] for code in ("weekly_hours", "hourly_pay", "engagement") if code in job.values)


def _people(job: Conversion, name: str) -> list[bool]:
    """For each row whether its person is on this list of kept people: found by code, else by a name that one person bears."""
    codes = {code for _written, code in job.known.get(name, ())}
    if not codes:
        return [False] * len(job.numbers)
    named: dict[str, set[str]] = defaultdict(set)
    for written, code in job.known.get("people", ()):
        if written != code:
            named[written].add(code)
    found = []
    for code, person in zip(_column(job, "code"), _column(job, "name"), strict=True):
        if isinstance(code, str):
            found.append(code in codes)
        else:
            same = named.get(person, set()) if isinstance(person, str) else set()
            found.append(len(same) == 1 and same <= codes)
    return found


def _given(value: Any) -> bool:
    return value is not None and not isinstance(value, Problem | Pending)


def _types(job: Conversion, columns: dict[str, list[Any]], engaged: list[bool]) -> None:
    hours, pay, kinds = columns["weekly_hours"], columns["hourly_pay"], columns["engagement"]
    groups: dict[int | None, list[int]] = defaultdict(list)
    for place in range(len(job.numbers)):
        if place not in job.rejected and not engaged[place] and kinds[place] is None and (_given(hours[place]) or _given(pay[place])):
            groups[hours[place] if _given(hours[place]) else None].append(place)
    if len(groups) > _MANY:
        _type(job, columns, "terms:all", "no_engagement", {}, sorted(place for places in groups.values() for place in places))
        return
    for length, places in sorted(groups.items(), key=lambda item: item[0] or 0):
        if length is None:
            _type(job, columns, "terms:pay", "no_engagement", {}, places)
        else:
            _type(job, columns, f"terms:{length}", "no_engagement_hours", {"hours": f"{length / 60:g}"}, places)


def _type(job: Conversion, columns: dict[str, list[Any]], key: str, code: str, figures: dict[str, object], places: list[int]) -> None:
    kinds = tuple(Choice(value, both_labels("engagement", value), "engagement") for value in choice_values("engagement"))
    figures = {**figures, "column": _heading(job), "rows": len(places), "examples": _examples(job, places)}
    answer = job.ask(Question(key, code, figures, (*kinds, Choice(NO_TERMS), Choice(REJECT))))
    for place in places:
        if answer is None:
            job.fail(place, "weekly_hours", Pending(key))
        elif answer == REJECT:
            job.fail(place, "engagement" if "engagement" in job.headings else "weekly_hours", Problem("no_engagement"))
        elif answer == NO_TERMS:
            _without(columns, place)
        else:
            columns["engagement"][place] = answer


def _starts(job: Conversion, columns: dict[str, list[Any]], engaged: list[bool], dated: list[bool]) -> dict[int, date]:
    """First days by place, as far as the answer gives them."""
    places = [
        place
        for place in range(len(job.numbers))
        if place not in job.rejected
        and not engaged[place]
        and not dated[place]
        and columns["hired_on"][place] is None
        and columns["engagement_from"][place] is None
        and any(_given(columns[code][place]) for code in _TERMS)
    ]
    if not places:
        return {}
    figures = {"rows": len(places), "examples": _examples(job, places)}
    choices = (*((Choice(TODAY),) if job.today is not None else ()), Choice(NO_TERMS), Choice(REJECT))
    answer = job.ask(Question(STARTS, "no_first_day", figures, choices, form="date"))
    left = _column(job, "left_on")
    found: dict[int, date] = {}
    for place in places:
        if answer is None:
            job.fail(place, "hired_on", Pending(STARTS))
        elif answer == REJECT:
            job.fail(place, "hired_on", Problem("no_first_day"))
        elif answer == NO_TERMS:
            _without(columns, place)
        else:
            day = job.today if answer == TODAY else job.day_of(answer)
            assert day is not None  # no other answer is possible
            last = left[place]
            if isinstance(last, date) and last < day:
                job.fail(place, "left_on", Problem("ends_before_start", {"start": shown(day), "end": shown(last)}))
            found[place] = day
    return found


def _without(columns: dict[str, list[Any]], place: int) -> None:
    for code in _TERMS:
        columns[code][place] = None


def _examples(job: Conversion, places: Sequence[int]) -> str:
    people = _column(job, "name")
    return ", ".join(shown(people[place]) for place in places[:3] if isinstance(people[place], str))

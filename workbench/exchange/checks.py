"""What is only seen when a row is looked at as a whole: spans, order of days, doubles, codes that the file lacks.

Runs after all columns are converted; each check touches only the kinds and fields it concerns.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from workbench.exchange import bases, names, spellings, terms
from workbench.exchange.problems import Pending, Problem, shown
from workbench.exchange.text import key, plain
from workbench.readmodels.exchange import Choice, Question

if TYPE_CHECKING:
    from workbench.exchange.convert import Conversion

_ORDERED: Final = {
    "people": (("hired_on", "left_on"), ("engagement_from", "left_on"), ("engagement_from", "engagement_to"), ("min_hours", "max_hours")),
    "deals": (("opened_on", "closed_on"),),
    "targets": (("start_on", "end_on"),),
    "availability": (("start", "end"),),
    "tasks": (("start", "end"), ("earliest", "start"), ("end", "latest")),
    "demand": (("start", "end"),),
}
_UNIQUE: Final = {
    "people": ("code", "name"),
    "customers": ("code", "name"),
    "products": ("code", "name"),
    "deals": ("code",),
    "tasks": ("code",),
}
_PLACES: Final = {"customers", "products"}
"""Kinds whose names people write now with a blank or hyphen and now without."""
_RATES: Final = frozenset({"collection_rate", "win_rate"})
_CLOSED: Final = frozenset({"won", "lost"})


def finish(job: Conversion) -> None:
    """All checks of the kind, in an order in which later ones see what earlier ones filled in."""
    kind = job.mapping.kind
    _spread(job, "span", "start", "end")
    _spread(job, "period", "start_on", "end_on")
    if kind == "tasks":
        _lengths(job)
    for first, second in _ORDERED.get(kind, ()):
        _order(job, first, second, strictly=first == "start")
    if kind == "availability":
        _need_one(job, "weekday", "day")
        _need_pair(job)
    if kind in ("tasks", "demand"):
        _need_one(job, "day", "weekday")
    if kind == "demand":
        _need_both(job, "start", "end")
    if kind == "targets":
        _rates(job)
        bases.ask(job)
        _need_one(job, "start_on", "start_on")
    if kind == "deals":
        _codes(job)
        _closed(job)
        _refunds(job)
    if kind in _PLACES:
        _alike(job, kind)
    _doubles(job)
    if kind == "people":
        terms.ask(job)


def _column(job: Conversion, code: str) -> Sequence[Any]:
    return job.values.get(code) or [None] * len(job.numbers)


def _spread(job: Conversion, pair: str, first: str, second: str) -> None:
    """A span or period becomes the two fields that it means, where they have no column of their own."""
    if pair not in job.values:
        return
    found = job.values.pop(pair)
    for place, code in enumerate((first, second)):
        own = _column(job, code)
        job.values[code] = [
            value if value is not None else both[place] if isinstance(both, tuple) else None for value, both in zip(own, found, strict=True)
        ]
        job.headings.setdefault(code, job.headings[pair])


def _lengths(job: Conversion) -> None:
    """Start and a length in minutes or hours give the end; a task without either is refused."""
    starts, ends, minutes = _column(job, "start"), list(_column(job, "end")), _column(job, "minutes")
    if "hours" in job.values:
        minutes = [given if given is not None else hours for given, hours in zip(minutes, job.values.pop("hours"), strict=True)]
    for place, (start, end, length) in enumerate(zip(starts, ends, minutes, strict=True)):
        if isinstance(start, int) and end is None and isinstance(length, int):
            ends[place] = start + length
            if start + length > 1440:
                job.fail(place, "minutes" if "minutes" in job.headings else "hours", Problem("past_midnight"))
    job.values["end"] = ends
    job.values.setdefault("start", list(starts))
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if start is None or end is None:
            job.fail(place, "start" if start is None else "end", Problem("required"))


def _order(job: Conversion, first: str, second: str, *, strictly: bool) -> None:
    if first not in job.values or second not in job.values:
        return
    refused = (Problem, Pending)
    if not job.rejected and not job.waiting and first.endswith("_on") and not any(map(_wrong_days, job.values[first], job.values[second])):
        return
    for place, (low, high) in enumerate(zip(job.values[first], job.values[second], strict=True)):
        if low is None or high is None or isinstance(low, refused) or isinstance(high, refused):
            continue
        if low > high or (strictly and low == high):
            job.fail(place, second, Problem("ends_before_start", {"start": _told(low, first), "end": _told(high, second)}))


def _wrong_days(first: Any, second: Any) -> bool:
    return first is not None and second is not None and first > second


def _told(value: Any, code: str) -> str:
    if code in ("start", "end", "earliest", "latest"):
        return f"{value // 60:02d}:{value % 60:02d}"
    return f"{value / 60:g}" if code.endswith("_hours") else shown(value)


def _need_both(job: Conversion, first: str, second: str) -> None:
    for place, (one, other) in enumerate(zip(_column(job, first), _column(job, second), strict=True)):
        if one is None or other is None:
            missing = first if one is None else second
            job.fail(place, missing if missing in job.headings else next(iter(job.headings)), Problem("required"))


def _need_one(job: Conversion, first: str, second: str) -> None:
    for place, (one, other) in enumerate(zip(_column(job, first), _column(job, second), strict=True)):
        if one is None and other is None:
            job.fail(place, first if first in job.headings else second, Problem("required"))


def _need_pair(job: Conversion) -> None:
    """A window without times is the whole day; with only one of them it is refused."""
    starts, ends = list(_column(job, "start")), list(_column(job, "end"))
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if start is None and end is None:
            starts[place], ends[place] = 0, 1440
        elif start is None or end is None:
            job.fail(place, "start" if start is None else "end", Problem("required"))
    job.values["start"], job.values["end"] = starts, ends


def _rates(job: Conversion) -> None:
    """0.8 under a rate may be 80 % (a formatted cell) or 0.8 %: asked, because the two differ by a hundred.

    A percent sign settles it: under a rate it is a share as written, under any other metric its row is refused.
    """
    amounts, metrics, shares = list(_column(job, "value")), _column(job, "metric"), _shares(job)
    for place, cell in shares.items():
        if metrics[place] not in _RATES and not isinstance(metrics[place], Problem | Pending):
            job.fail(place, "value", Problem("percent", {"value": shown(cell)}))
    doubtful = [
        place
        for place, (metric, amount) in enumerate(zip(metrics, amounts, strict=True))
        if metric in _RATES and isinstance(amount, int) and 0 < amount <= 100 and place not in shares
    ]
    if not doubtful:
        return
    heading = job.headings.get("value", "value")
    figures = {"column": heading, "value": f"{amounts[doubtful[0]] / 100:g}", "rows": len(doubtful)}
    question = Question(f"share:{heading}", "share", figures, (Choice("of_one"), Choice("as_written")), "of_one")
    answer = job.ask(question)
    for place in doubtful:
        if answer is None:
            job.fail(place, "value", Pending(question.key))
        elif answer == "of_one":
            amounts[place] *= 100
    job.values["value"] = amounts


def _shares(job: Conversion) -> dict[int, str]:
    """Amounts that are written with a percent sign, by place."""
    mapped = next((one for one in job.mapping.columns if one.field == "value"), None)
    if mapped is None:
        return {}
    cells = job.cells(next(column for column in job.table.columns if column.index == mapped.index))
    return {place: cell for place, cell in enumerate(cells) if isinstance(cell, str) and "%" in plain(cell)}


def _codes(job: Conversion) -> None:
    """A deal without a number gets one from what its row says, so that the same file makes the same deals again."""
    codes = list(_column(job, "code"))
    if codes and all(code is not None for code in codes):
        return
    others = [values for code, values in job.values.items() if code != "code"]
    seen: dict[str, int] = {}
    for place, row in enumerate(zip(*others, strict=True)):
        if codes[place] is None:
            text = repr(row)
            seen[text] = seen.get(text, 0) + 1
            codes[place] = "F-" + hashlib.sha256(f"{text}#{seen[text]}".encode()).hexdigest()[:16]
    job.values["code"] = codes


def _closed(job: Conversion) -> None:
    """A deal that is won or lost belongs to the day on which it was closed; without one no figure would ever hold it."""
    days = _column(job, "closed_on")
    if None not in days:
        return
    for place, (stage, day) in enumerate(zip(_column(job, "stage"), days, strict=True)):
        if day is None and isinstance(stage, str) and stage in _CLOSED:
            job.fail(place, "closed_on" if "closed_on" in job.headings else "stage", Problem("no_closing_day"))


def _refunds(job: Conversion) -> None:
    if "refunded" not in job.values:
        return
    for place, (value, refunded) in enumerate(zip(_column(job, "value"), _column(job, "refunded"), strict=True)):
        if isinstance(refunded, int) and (value is None or isinstance(value, int)) and refunded > (value or 0):
            job.fail(place, "refunded", Problem("more_refunded"))


def _alike(job: Conversion, kind: str) -> None:
    """A name without a code that differs from a known one, or from another row's, only in blanks and hyphens is asked about."""
    codes, written = list(_column(job, "code")), list(_column(job, "name"))
    free = [place for place, text in enumerate(written) if isinstance(text, str) and codes[place] is None and place not in job.rejected]
    labels: dict[str, str] = {}
    exact: set[str] = set()
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for text, code in job.known.get(kind, ()):
        if text != code:
            labels[code] = text
            exact.add(key(text))
            alike.setdefault(spellings.letters(text), []).append(code)
    new: list[int] = []
    heading = job.headings.get("name", "name")
    for place in free:
        text = written[place]
        near = alike.get(spellings.letters(text), []) if key(text) not in exact else []
        if not near:
            new += [place] if key(text) not in exact else []
            continue
        figures = {"column": heading, "value": shown(text), "name": labels[near[0]], "rows": 1}
        choices = (*(Choice(code, f"{labels[code]} ({code})") for code in near), Choice(names.NEW), Choice(names.REJECT))
        question = Question(f"name:name:{text}", "near_name", figures, choices, near[0])
        answer = job.ask(question)
        if answer is None:
            job.fail(place, "name", Pending(question.key))
        elif answer == names.REJECT:
            job.fail(place, "name", Problem("unknown_name", {"value": shown(text)}))
        elif answer != names.NEW:
            codes[place], written[place] = answer, labels[answer]
    standing, waiting = spellings.united(job.ask, "name", heading, [written[place] for place in new], lambda _text: 1)
    for place in new:
        folded = key(written[place])
        if folded in waiting:
            job.fail(place, "name", Pending(waiting[folded]))
        written[place] = standing.get(folded, written[place])
    job.values["name"] = written
    if any(code is not None for code in codes):
        job.values["code"] = codes
        job.headings.setdefault("code", heading)


def _doubles(job: Conversion) -> None:
    """The second row of a code is refused; of a name only where no code tells the two apart."""
    for code in _UNIQUE.get(job.mapping.kind, ()):
        values = job.values.get(code)
        if values is None or len(_distinct(values)) == len(values):
            continue
        codes = _column(job, "code")
        first: dict[Any, int] = {}
        for place, value in enumerate(values):
            if (
                value is None
                or isinstance(value, Problem | Pending)
                or place in job.rejected
                or (code == "name" and codes[place] is not None)
            ):
                continue
            same = key(str(value)) if code == "name" else value
            if same in first:
                job.fail(place, code, Problem("double", {"value": shown(value), "row": job.numbers[first[same]]}))
            else:
                first[same] = place


def _distinct(values: Sequence[Any]) -> set[Any]:
    """Problems hold dictionaries, so they count by identity."""
    try:
        return set(values)
    except TypeError:
        return {id(value) if isinstance(value, Problem) else value for value in values}

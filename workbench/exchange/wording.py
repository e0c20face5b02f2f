"""The sentences for questions, their choices and the reasons for refused rows, in the current language.

The data travels as codes and figures; only what is shown to people comes through here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Mapping as AnyMapping
from typing import Any, Final

from workbench.exchange.bases import FULL_TIME, OWN
from workbench.exchange.fields import Type, choice_label, field_label, fields
from workbench.exchange.names import EMPTY, NEW, REJECT
from workbench.exchange.pay import IS_PAY, NO_PAY
from workbench.exchange.spellings import APART, UNITE
from workbench.exchange.terms import NO_TERMS, TODAY
from workbench.i18n import N_, _, clock, is_chinese, ngettext, weekday
from workbench.readmodels.exchange import Choice, Note, Question, Rejected

REASONS: Final = {
    "required": N_("This must be filled in."),
    "too_long": N_("“{value}” has {length} characters; at most {limit} are possible."),
    "control_characters": N_("{value} contains invisible control characters."),
    "negative": N_("“{value}” is negative; only amounts from 0 are possible."),
    "not_a_number": N_("“{value}” is not a number."),
    "not_whole": N_("“{value}” is not a whole number."),
    "too_precise": N_("“{value}” has more than two decimals."),
    "too_large": N_("“{value}” is too large."),
    "out_of_range": N_("“{value}” is not between {low} and {high}."),
    "percent": N_("“{value}” is a percentage; a plain figure is needed here."),
    "engagement_kind": N_(
        "{person} is engaged as {now}, the file says {then}. Begin the new engagement under Team, or give the day on which it starts."
    ),
    "engagement_earlier": N_("An engagement of {person} from {now} is kept, later than the {then} of the file. Change it under Team."),
    "engagement_over": N_("The engagement of {person} ended on {end}. Give the day on which the new one starts, or begin it under Team."),
    "engagement_overlap": N_("{person} has another engagement from {start}, so this one cannot last longer. Change it under Team."),
    "engagement_follows": N_("{person}: the engagement as {now} ends on {end}; the one as {then} begins on {start}."),
    "engagement_rule": N_("{person}: {why}"),
    "other_currency": N_("“{value}” is not in {currency}."),
    "not_a_date": N_("“{value}” is not a date."),
    "impossible_date": N_("“{value}” is a date that does not exist."),
    "not_a_time": N_("“{value}” is not a time of day."),
    "not_a_span": N_("“{value}” is not a span such as 09:00-18:00."),
    "not_a_weekday": N_("“{value}” is not a day of the week."),
    "not_a_period": N_("“{value}” is not a period such as 2026-Q1 or 2026-03."),
    "not_a_length": N_("“{value}” is not a length of time."),
    "not_a_mail": N_("“{value}” is not a mail address."),
    "not_a_phone": N_("“{value}” is not a telephone number."),
    "unknown_choice": N_("“{value}” is not one of the possible values."),
    "unknown_name": N_("“{value}” is not known here."),
    "ends_before_start": N_("{end} is not after {start}."),
    "no_closing_day": N_("A deal that is won or lost needs the day on which it was closed."),
    "more_refunded": N_("More was refunded than the deal is worth."),
    "past_midnight": N_("It would end after midnight; split it into two."),
    "double": N_("“{value}” is already in row {row}."),
    "no_engagement": N_("Hours or pay are given, but no type of engagement."),
    "no_first_day": N_("There is no first day from which hours and pay could count."),
    "breaks_rule": N_("{person} cannot do this: {why}"),
    "owner_left": N_("{owner} has left, so {customer} came in without a change of owner."),
    "owner_closed": N_("{customer} is closed; its owner stays as it was."),
    "bends_rule": N_("{person} gets this task although a rule speaks against it: {why}"),
    "weekly_person": N_("{person} is not on it: a task of every week is a template without people; give it to them in the week itself"),
    "too_many_people": N_("{value} people cannot be needed in an hour; {most} at most."),
    "other_people": N_("Row {row} says that {people} people are needed in this hour."),
    "unknown_barred": N_("“{value}” is nobody here, so it is not known who may not do this task."),
    "unknown_before": N_("“{value}” is no task of the same week, neither here nor in the file."),
    "after_circle": N_("{task} would come after itself, so its order was left out."),
    "weekly_bonds": N_("A task of every week does not hold who may not do it and what comes before; set it in the week itself."),
    "week_over": N_("That week is over; its plan stays as it was."),
}
"""Code of a refused row to its sentence; `figures` fill it."""

QUESTIONS: Final = {
    "encoding": N_("In which encoding is {name} written? Choose the one in which the text reads correctly."),
    "missing_column": N_("Which column holds “{field}”?"),
    "number_style": N_("“{value}” in column {column}: does the comma or the point stand before the decimals?"),
    "number_mixed": N_(
        "Column {column} mixes two ways of writing numbers. Which mark stands before the decimals? Rows that do not fit are left out."
    ),
    "currency": N_("Column {column} holds several currencies. Which one is to be brought in? The other rows are left out."),
    "date_order": N_("“{value}” in column {column}: in which order are day, month and year written?"),
    "date_mixed": N_("Column {column} mixes orders of day and month. Which one is right? Rows that do not fit are left out."),
    "full_time_heading": N_("Column {column} speaks of full time. Are these full-time figures, or already each person's own?"),
    "no_engagement": N_("No type of engagement is given where there are hours or pay ({rows}: {examples}). Which one is it?"),
    "no_engagement_hours": N_(
        "No type of engagement is given where {hours} hours a week are agreed ({rows}: {examples}). Which one is it?"
    ),
    "no_first_day": N_("No first day is given ({rows}: {examples}). From which day on do engagement, hours and pay count?"),
    "is_pay": N_("Column {column} (such as {value}) may be the pay of an hour, or something else. Are these yuan an hour?"),
    "alike": N_(
        "“{first}” and “{second}” in column {column} differ only in blanks, hyphens or case. Are they one? Choose how it is written."
    ),
    "alike_many": N_(
        "{count} names in column {column} are written in several ways, such as “{first}” and “{second}”. Is each of them one name?"
    ),
    "share": N_("“{value}” in column {column}: is it a share of one (0.8 = 80 %) or a percentage as written?"),
}
"""Code of a question to its sentence."""


def _near_name(rows: int, figures: dict[str, Any]) -> str:
    return ngettext(
        "“{value}” in column {column} is not known ({n} row). Did you mean “{name}”?",
        "“{value}” in column {column} is not known ({n} rows). Did you mean “{name}”?",
        rows, **figures,
    )  # fmt: skip


def _same_name(rows: int, figures: dict[str, Any]) -> str:
    return ngettext(
        "Several are called “{value}” in column {column} ({n} row). Which one is meant?",
        "Several are called “{value}” in column {column} ({n} rows). Which one is meant?",
        rows, **figures,
    )  # fmt: skip


def _unknown_names(rows: int, figures: dict[str, Any]) -> str:
    if figures["count"] == 1:
        return ngettext(
            "“{examples}” in column {column} is not known here ({n} row). What shall happen with it?",
            "“{examples}” in column {column} is not known here ({n} rows). What shall happen with it?",
            rows, **figures,
        )  # fmt: skip
    return _(
        "{count} names in column {column} are not known here, such as {examples} ({rows} rows). What shall happen with them?",
        rows=rows,
        **figures,
    )


def _unknown_choice(rows: int, figures: dict[str, Any]) -> str:
    return ngettext(
        "What does “{value}” in column {column} stand for ({n} row)?", "What does “{value}” in column {column} stand for ({n} rows)?",
        rows, **figures,
    )  # fmt: skip


def _no_basis(rows: int, figures: dict[str, Any]) -> str:
    return ngettext(
        "Column {column} is empty in {n} row. Is this target a full-time figure, or already the person's own?",
        "Column {column} is empty in {n} rows. Are these targets full-time figures, or already each person's own?",
        rows, **figures,
    )  # fmt: skip


COUNTED: Final[AnyMapping[str, Callable[[int, dict[str, Any]], str]]] = {
    "near_name": _near_name,
    "same_name": _same_name,
    "unknown_names": _unknown_names,
    "unknown_choice": _unknown_choice,
    "no_basis": _no_basis,
}
"""Code of a question to its sentence, which depends on how many rows it is about."""

CHOICES: Final = {
    NEW: N_("Take it as a new name"),
    EMPTY: N_("Leave this field empty"),
    REJECT: N_("Leave these rows out"),
    NO_TERMS: N_("Bring in the people without engagement, hours and pay"),
    TODAY: N_("From the day of the import"),
    APART: N_("These are different; keep them apart"),
    UNITE: N_("One name each, as it is written most often"),
    IS_PAY: N_("Yes, the pay of an hour in yuan"),
    NO_PAY: N_("No, do not bring this column in"),
    "point": N_("The point: 1,234.50"),
    "comma": N_("The comma: 1.234,50"),
    "dmy": N_("Day, month, year"),
    "mdy": N_("Month, day, year"),
    "ymd": N_("Year, month, day"),
    OWN: N_("Already each person's own figure"),
    FULL_TIME: N_("Full-time figures: pro-rate them by hours and days"),
    "of_one": N_("A share of one: multiply by 100"),
    "as_written": N_("A percentage, as written"),
}
"""Answers that have a wording of their own; all others are data and shown as they are."""

KINDS: Final = {
    "people": N_("People to bring in"),
    "availability": N_("Availability to bring in"),
    "customers": N_("Customers to bring in"),
    "products": N_("Products to bring in"),
    "deals": N_("Deals to bring in"),
    "targets": N_("Targets to bring in"),
    "tasks": N_("Tasks to bring in"),
    "demand": N_("People needed to bring in"),
}
"""Names of the kinds in lists of what can be imported."""


def reason(rejected: Rejected) -> str:
    """Why a row is refused, in one sentence."""
    if rejected.code == "too_many_cells":
        return ngettext(
            "The row has {cells} cells, but there is only {n} heading.", "The row has {cells} cells, but there are only {n} headings.",
            int(str(rejected.figures["headings"])), **rejected.figures,
        )  # fmt: skip
    return _(REASONS[rejected.code], **rejected.figures)


def question(asked: Question) -> str:
    """The question, in one or two sentences."""
    figures = dict(asked.figures)
    if asked.code in COUNTED:
        return COUNTED[asked.code](int(str(figures.pop("rows"))), figures)
    if asked.code == "missing_column":
        figures["field"] = field_label(str(figures["kind"]), str(figures["field"]), chinese=is_chinese())
    return _(QUESTIONS[asked.code], **figures)


def note(said: Note) -> str:
    """What is to be known before the import, in one or two sentences."""
    figures = dict(said.figures)
    rows = int(str(figures.pop("rows")))
    if said.code == "made_up":
        figures["field"] = field_label(str(figures["kind"]), str(figures["field"]), chinese=is_chinese())
        return ngettext(
            "The file has no column for “{field}”. {n} row gets {columns} instead, such as “{example}”; it can be changed afterwards.",
            "The file has no column for “{field}”. {n} rows get {columns} instead, such as “{example}”; they can be changed afterwards.",
            rows, **figures,
        )  # fmt: skip
    return _left_out(rows, figures)


def _left_out(rows: int, figures: dict[str, Any]) -> str:
    others = ("、" if is_chinese() else ", ").join(f"{value or '–'} {count:,}" for value, count in figures["others"])
    if figures["more"]:
        others += " …"
    return ngettext(
        "{count} row is left out ({others}): this layout takes only rows with “{values}” in column {column}.",
        "{count} rows are left out ({others}): this layout takes only rows with “{values}” in column {column}.",
        rows, **{**figures, "others": others, "count": f"{rows:,}"},
    )  # fmt: skip


def choice(offered: Choice) -> str:
    """One answer as it stands on a button or in a list."""
    if offered.value in CHOICES:
        return _(CHOICES[offered.value])
    if offered.words:
        return choice_label(offered.words, offered.value, chinese=is_chinese())
    if offered.text.endswith(f"({offered.value})"):
        return offered.text
    return f"{offered.value}: {offered.text}" if offered.text and offered.text != offered.value else offered.value


def cell(kind: str, code: str, value: Any, known: AnyMapping[str, AnyMapping[str, str]]) -> str:
    """A value of a preview row as people write it; `known` are the names by code of each list (people, customers …)."""
    if value is None:
        return ""
    field = next((one for one in fields(kind) if one.code == code), None)
    if field is None:
        return str(value)
    if field.known:
        name = known.get(field.known, {}).get(str(value), "")
        return f"{name} ({value})" if name and name != value else str(value)
    if field.choices:
        stored = {True: "yes", False: "no"}.get(value, str(value)) if field.type is Type.FLAG else str(value)
        return choice_label(field.choices, stored, chinese=is_chinese())
    return _CELLS[field.type](value) if field.type in _CELLS else str(value)


def _hundredths(value: int) -> str:
    return f"{value // 100:,}.{value % 100:02d}"


def _hours(value: int) -> str:
    return _("{hours} h", hours=f"{value / 60:.2f}".rstrip("0").rstrip("."))


def _skills(value: Sequence[tuple[str, int | None]]) -> str:
    return ("、" if is_chinese() else ", ").join(name if level is None else f"{name} {level}" for name, level in value)


def _listed(value: Sequence[str]) -> str:
    return ("、" if is_chinese() else ", ").join(value)


_CELLS: Final[AnyMapping[Type, Callable[[Any], str]]] = {
    Type.MONEY: _hundredths,
    Type.AMOUNT: _hundredths,
    Type.HOURS: _hours,
    Type.CLOCK: clock,
    Type.WEEKDAY: weekday,
    Type.SKILLS: _skills,
    Type.NAMES: _listed,
}

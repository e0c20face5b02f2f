"""The sentences for questions, their choices and the reasons for refused rows, in the current language.

The data travels as codes and figures; only what is shown to people comes through here.
"""

from __future__ import annotations

from typing import Final

from workbench.exchange.fields import field_label
from workbench.exchange.names import EMPTY, NEW, REJECT
from workbench.i18n import N_, _, is_chinese
from workbench.readmodels.exchange import Choice, Question, Rejected

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
    "past_midnight": N_("It would end after midnight; split it into two."),
    "double": N_("“{value}” is already in row {row}."),
    "too_many_cells": N_("The row has {cells} cells, but there are only {headings} headings."),
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
    "near_name": N_("“{value}” in column {column} is not known ({rows} rows). Did you mean “{name}”?"),
    "same_name": N_("Several are called “{value}” in column {column} ({rows} rows). Which one is meant?"),
    "unknown_names": N_(
        "{count} names in column {column} are not known here, such as {examples} ({rows} rows). What shall happen with them?"
    ),
    "unknown_choice": N_("What does “{value}” in column {column} stand for ({rows} rows)?"),
    "share": N_("“{value}” in column {column}: is it a share of one (0.8 = 80 %) or a percentage as written?"),
}
"""Code of a question to its sentence."""

CHOICES: Final = {
    NEW: N_("Take it as a new name"),
    EMPTY: N_("Leave this field empty"),
    REJECT: N_("Leave these rows out"),
    "point": N_("The point: 1,234.50"),
    "comma": N_("The comma: 1.234,50"),
    "dmy": N_("Day, month, year"),
    "mdy": N_("Month, day, year"),
    "ymd": N_("Year, month, day"),
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
}
"""Names of the kinds in lists of what can be imported."""


def reason(rejected: Rejected) -> str:
    """Why a row is refused, in one sentence."""
    return _(REASONS[rejected.code], **rejected.figures)


def question(asked: Question) -> str:
    """The question, in one or two sentences."""
    figures = dict(asked.figures)
    if asked.code == "missing_column":
        figures["field"] = field_label(str(figures["kind"]), str(figures["field"]), chinese=is_chinese())
    return _(QUESTIONS[asked.code], **figures)


def choice(offered: Choice) -> str:
    """One answer as it stands on a button or in a list."""
    if offered.value in CHOICES:
        return _(CHOICES[offered.value])
    return f"{offered.value}: {offered.text}" if offered.text and offered.text != offered.value else offered.value

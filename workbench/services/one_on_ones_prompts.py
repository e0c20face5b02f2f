"""Prompts for a one-on-one out of this person's real week, each with its figure and the place where it is kept.

A figure of policy that has no value takes its prompt away and nothing else; nothing here judges how anybody feels.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from workbench import i18n
from workbench.i18n import N_, Word
from workbench.models.labour_rules import LawTable
from workbench.models.values.codes import Metric, Theme
from workbench.models.values.labels import ENGAGEMENT_LABELS, REVIEW_STATE_LABELS
from workbench.models.values.numbers import half_up
from workbench.models.values.periods import Period
from workbench.models.values.quantities import hours_text
from workbench.readmodels.talk_way import Prompt, TalkHelp
from workbench.services import one_on_ones, one_on_ones_agenda, policy, targets
from workbench.services.workspace import Reader
from workbench.storage.queries import one_on_ones as talk_queries
from workbench.storage.queries import sales as sales_queries
from workbench.storage.queries import talk_agenda as queries

NEAR_LIMIT = 60  # minutes


def load_prompts(conn: Reader, person_id: int, today: date) -> tuple[Prompt, ...]:
    """Everything worth a word, what concerns the work first."""
    law = policy.load_law(conn)
    found = [*_hours(conn, person_id, today), *_tasks(conn, law, person_id, today), *_sales(conn, law, person_id, today)]
    return (*found, *_review(conn, person_id), *_ends(conn, law, person_id, today), *_days(conn, law, person_id, today))


def load_help(conn: Reader, person_id: int, today: date) -> TalkHelp:
    """Prompts, themes that are due, and agendas to begin with, in one read."""
    agendas = one_on_ones_agenda.load_templates(conn)
    return TalkHelp(load_prompts(conn, person_id, today), one_on_ones_agenda.load_themes(conn, person_id, today), agendas)


def _figure(law: LawTable, code: str, today: date) -> int | None:
    row = law.find(code, today)
    return None if row is None else row.value


def _yuan(fen: int) -> str:
    """Whole yuan, half-up: a figure to talk about, not to pay by."""
    return f"{half_up(Fraction(fen, 100), 0):,}"


def _monday(today: date) -> date:
    return today - timedelta(days=today.weekday())


def _hours(conn: Reader, person_id: int, today: date) -> Iterator[Prompt]:
    monday = _monday(today)
    minutes = talk_queries.minutes_by_week(conn, person_id, monday, 1)[monday]
    limit = one_on_ones.load_week_limits(conn, person_id, (monday,), today)[monday]
    if limit and minutes > limit - NEAR_LIMIT:
        sentence = N_("{hours} h are planned this week; the limit is {limit} h")
        figures = {"hours": hours_text(minutes), "limit": hours_text(limit)}
        yield Prompt("hours", sentence, figures, Theme.WELLBEING.value, "planning", {"monday": monday, "person_id": person_id})


def _tasks(conn: Reader, law: LawTable, person_id: int, today: date) -> Iterator[Prompt]:
    ahead = _figure(law, "talk_ahead_days", today)
    if ahead is None:
        return
    for task_id, title, day, missing in queries.short_tasks(conn, person_id, today, today + timedelta(days=ahead)):
        sentence = N_("“{task}” on {day} is still {missing} short of people")
        what = {"monday": _monday(day), "task_id": task_id}
        yield Prompt("unfilled", sentence, {"task": title, "day": day, "missing": missing}, Theme.WORK.value, "planning", what)


def _sales(conn: Reader, law: LawTable, person_id: int, today: date) -> Iterator[Prompt]:
    back, big = _figure(law, "talk_back_days", today), _figure(law, "talk_big_win", today)
    deals: dict[str, object] = {"person_id": person_id}
    if back is not None:
        first = today - timedelta(days=back)
        best = queries.best_deal(conn, person_id, first, today, big) if big is not None else None
        if best is not None:
            sentence = N_("Won {customer} on {day}: {amount} yuan")
            figures = {"customer": best[0], "amount": _yuan(best[1]), "day": best[2]}
            yield Prompt("win", sentence, figures, Theme.FEEDBACK.value, "people", deals)
        for customer, fen in queries.refunds(conn, person_id, first, today):
            sentence = N_("{customer} was given {amount} yuan back: what was the complaint?")
            yield Prompt("complaint", sentence, {"customer": customer, "amount": _yuan(fen)}, Theme.OBSTACLES.value, "people", deals)
    last = today.replace(day=1) - timedelta(days=1)
    month = Period.month(last.year, last.month)
    target = targets.load_own(conn, person_id, Metric.SALES_NET, month, policy.load_calendar(conn), law).amount
    actual = sales_queries.month_net(conn, person_id, month.start)
    if target and actual < target:
        sentence = N_("The target of month {month} was missed: {share} % reached")
        figures = {"month": f"{last.year}-{last.month:02d}", "share": 100 * actual // target}
        yield Prompt("target", sentence, figures, Theme.WORK.value, "people", deals)


def _review(conn: Reader, person_id: int) -> Iterator[Prompt]:
    found = queries.open_review(conn, person_id)
    if found is not None:
        cycle_id, cycle, state, due = found
        step = Word(REVIEW_STATE_LABELS[state])
        sentence = (
            N_("Review {cycle}: the step “{step}” is open") if due is None else N_("Review {cycle}: the step “{step}” is open, due {due}")
        )
        figures = {"cycle": cycle, "step": step} | ({} if due is None else {"due": due})
        yield Prompt("review", sentence, figures, Theme.FEEDBACK.value, "reviews", {"cycle_id": cycle_id, "person_id": person_id})


def _ends(conn: Reader, law: LawTable, person_id: int, today: date) -> Iterator[Prompt]:
    ahead = _figure(law, "talk_ahead_days", today)
    if ahead is None:
        return
    last, person = today + timedelta(days=ahead), {"person_id": person_id}
    contract = queries.contract_end(conn, person_id, today, last)
    if contract is not None:
        figures = {"kind": Word(ENGAGEMENT_LABELS[contract[0]]), "day": contract[1]}
        yield Prompt("contract", N_("The contract ({kind}) ends on {day}"), figures, Theme.CAREER.value, "people", person)
    skill = queries.skill_end(conn, person_id, today, last)
    if skill is not None:
        yield Prompt(
            "skill", N_("“{skill}” is valid until {day}"), {"skill": skill[0], "day": skill[1]}, Theme.CAREER.value, "people", person
        )


def _days(conn: Reader, law: LawTable, person_id: int, today: date) -> Iterator[Prompt]:
    soon = _figure(law, "talk_soon_days", today)
    if soon is None:
        return
    birthday, hired = queries.days_of_person(conn, person_id)
    week, person = [today + timedelta(days=n) for n in range(soon + 1)], {"person_id": person_id}
    for day in week:
        if birthday and falls_on(birthday, day):
            yield Prompt("birthday", N_("Birthday on {day}"), {"day": day}, Theme.WELLBEING.value, "people", person)
        if hired is not None and day.year > hired.year and falls_on(f"{hired:%m-%d}", day):
            figures: dict[str, object] = {"years": day.year - hired.year, "day": day}
            sentence = N_("{years} year with us on {day}") if figures["years"] == 1 else N_("{years} years with us on {day}")
            yield Prompt("anniversary", sentence, figures, Theme.CAREER.value, "people", person)


def falls_on(month_day: str, day: date) -> bool:
    """Whether a yearly day falls on this one; 29 February falls on the 28th in a short year.

    >>> falls_on("02-29", date(2026, 2, 28)), falls_on("02-29", date(2028, 2, 28))
    (True, False)
    """
    short = month_day == "02-29" and (day.year % 4 != 0 or (day.year % 100 == 0 and day.year % 400 != 0))
    return f"{day:%m-%d}" == ("02-28" if short else month_day)


def say(prompt: Prompt) -> str:
    """The words of a prompt in the language of the moment, as they would stand on the agenda."""
    return i18n._(prompt.sentence, **{name: _told(value) for name, value in prompt.figures.items()})


def _told(value: object) -> object:
    if isinstance(value, date):
        return i18n.day_month(value)
    return i18n._(str(value)) if isinstance(value, Word) else value

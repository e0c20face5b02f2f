"""Review cycles as lines for a person: all cycles, how far everybody is, or every item with its figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from workbench import cli_show
from workbench.i18n import N_, _, is_chinese
from workbench.models.values.codes import CyclePeriod, ReviewState
from workbench.models.values.labels import label

STATES: Final = {"draft": N_("a draft"), "open": N_("in progress"), "closed": N_("ended")}
DUE: Final = {"self": N_("Self-assessment by"), "manager": N_("Superior's rating by"), "close": N_("Close by")}


def cycle_lines(answer: dict[str, Any]) -> list[str]:
    """The list of cycles, or one cycle with its people."""
    if "cycles" in answer:
        rows = [
            (one["cycle"], _(label(CyclePeriod(one["kind"]))), _span(one), _state(one), one["people"], one["locked"], one["not_rated"])
            for one in answer["cycles"]
        ]
        headings = (_("Cycle"), _("Kind"), _("Period"), _("State"), _("People"), _("Locked"), _("Not rated"))
        return cli_show.table(headings, rows, right=(4, 5, 6)) or [_("There is no review cycle yet. “cycle create 2026-Q3” opens one.")]
    due = [f"{_(DUE[name])} {day}" for name, day in answer["due"].items() if day]
    head = [
        f"{_('Review cycle')} {answer['name']} · {_(label(CyclePeriod(answer['kind'])))} · {_span(answer)} · {_state(answer)}",
        *([" · ".join(due)] if due else []),
        "",
    ]
    people = answer["people"]
    if not people:
        return [*head, _("Nobody is in this cycle.")]
    if "items" not in people[0]:
        steps = [
            (one["person"], one["name"], _(label(ReviewState(one["state"]))), one["grade"], one["missing"] or cli_show.NOTHING)
            for one in people
        ]
        return [*head, *cli_show.table((_("Number"), _("Name"), _("Step"), _("Grade"), _("Items missing")), steps, right=(4,))]
    return [*head, *(line for one in people for line in (*_scored(one), ""))][:-1]


def _span(one: Mapping[str, Any]) -> str:
    return f"{one['start']} – {one['end']}"


def _state(one: Mapping[str, Any]) -> str:
    state = _(STATES[one["state"]]) if one["state"] in STATES else str(one["state"])
    return _("{state}, figures frozen", state=state) if one["frozen"] else state


def _scored(one: Mapping[str, Any]) -> list[str]:
    """One person: score and grade, then each item with what it rests on."""
    score = cli_show.NOTHING if one["score"] is None else f"{one['score']:.2f}"
    head = f"{cli_show.named(one['name'], one['person'])} · {_(label(ReviewState(one['state'])))} · {_('Score')} {score} · {_('Grade')} {cli_show.cell(one['grade'])}"
    name = "name_zh" if is_chinese() else "name_en"
    rows = [
        (
            item[name], f"{item['weight']:g}%", item["target"], item["actual"], cli_show.NOTHING if item["attainment"] is None else f"{item['attainment']:.1%}",
            cli_show.NOTHING if item["score"] is None else f"{item['score']:.2f}", item["rows"] or cli_show.NOTHING,
        )
        for item in one["items"]
    ]  # fmt: skip
    headings = (_("Item"), _("Weight"), _("Target"), _("Actual"), _("Attainment"), _("Score"), _("Records"))
    why = [_("No grade · {reason}", reason=_(one["not_rated_because"]))] if one["not_rated_because"] else []
    return [head, *why, *cli_show.table(headings, rows, right=(1, 2, 3, 4, 5, 6))]

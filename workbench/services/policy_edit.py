"""Changing figures of law and policy: a newer dated value with its source, and what a newer program offers.

A value that was in force is never overwritten: it ends the day before the next one begins. Each change is one undo step.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from datetime import date, timedelta

from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models import policy_rules as rules
from workbench.models.labour_rules import LawRow
from workbench.models.policy import LawFigure
from workbench.readmodels.policy import FigureOffer, FigureRow, FigureValue, PolicyCard
from workbench.services import policy
from workbench.services.people import clean_line, get
from workbench.services.workspace import Reader, UnitOfWork
from workbench.storage.queries import policy as queries

DAY = timedelta(days=1)
LONGEST_REGION = 60
FIRST_DAY, LAST_DAY = date(1949, 10, 1), date(2200, 12, 31)


# ---------------------------------------------------------------- reads


def load_policy(conn: Reader, today: date) -> PolicyCard:
    """All figures with their values and what is on offer. A figure of which nothing is kept has an empty list of values."""
    ids = queries.figure_ids(conn)
    values: dict[tuple[str, str], list[FigureValue]] = defaultdict(list)
    for row in sorted(policy.load_rows(conn), key=lambda one: one.from_on):
        kept = ids.get((row.code, row.region, row.from_on), 0)
        values[row.code, row.region].append(FigureValue(kept, row.value, row.from_on, row.to_on, row.source))
    for code in rules.FIGURES:
        if not any(known == code for known, _region in values):
            values[code, ""] = []
    order = {code: place for place, code in enumerate(rules.FIGURES)}
    keys = sorted((key for key in values if key[0] in order), key=lambda key: (order[key[0]], key[1]))
    return PolicyCard(tuple(_row(code, region, values[code, region], today) for code, region in keys), load_offers(conn))


def _row(code: str, region: str, values: list[FigureValue], today: date) -> FigureRow:
    kind = rules.FIGURES[code]
    now = next((one for one in reversed(values) if one.from_on <= today and (one.to_on is None or today <= one.to_on)), None)
    return FigureRow(row_id(code, region), code, region, kind.group.value, kind.unit.value, kind.label, tuple(values), now)


def row_id(code: str, region: str) -> int:
    """The same for ever for a figure at a place, whether it is kept already or not."""
    return (zlib.crc32(f"{code}\n{region}".encode()) & 0x3FFF_FFFF) + 1


def load_offers(conn: Reader) -> tuple[FigureOffer, ...]:
    """Shipped values that are newer than the kept ones, or that differ for the same first day. Nothing is taken over by itself.

    Where nothing is kept at all the shipped values answer already, so there is nothing to offer.
    """
    kept: dict[tuple[str, str], dict[date, int]] = defaultdict(dict)
    for code, value, from_on, _to, region, _source in queries.law_figures(conn):
        kept[code, region][from_on] = value
    if not kept:
        return ()
    found = []
    for row in policy.shipped_law():
        mine = kept.get((row.code, row.region), {})
        if not mine and not rules.is_law(row.code):
            continue
        before = mine.get(row.from_on)
        newer = before is None and row.from_on > max(mine, default=date.min)
        if newer or (before is not None and before != row.value):
            kind = rules.FIGURES[row.code]
            found.append(FigureOffer(row.code, row.region, kind.unit.value, kind.label, row.value, row.from_on, row.source, before))
    return tuple(found)


def amount_text(code: str, value: int) -> str:
    """A value as it is typed, without its unit."""
    return rules.amount_text(rules.FIGURES[code], value)


def unit_text(unit: str, amount: str) -> str:
    """How so much of this unit is written, as a message id with the placeholder {amount}."""
    kind = rules.FigureUnit(unit)
    return rules.UNIT_TEXTS_OF_ONE.get(kind, rules.UNIT_TEXTS[kind]) if amount == "1" else rules.UNIT_TEXTS[kind]


def groups() -> list[str]:
    """The groups of figures in the order in which they are shown."""
    return [group.value for group in rules.FigureGroup]


def group_text(group: str) -> str:
    """Name of a group of figures, as a message id."""
    return rules.GROUP_LABELS[rules.FigureGroup(group)]


def is_regional(code: str) -> bool:
    """Whether the figure has a value for each place."""
    return rules.FIGURES[code].regional


# ---------------------------------------------------------------- one value


def set_figure(uow: UnitOfWork, code: str, text: str, from_on: date, source: str, region: str = "") -> int:
    """Add a value as typed, in force from a day; the one before ends the day before. Returns the id of the new value.

    Refused codes: FIGURE or RANGE for the value, DAY, SOURCE and REGION for what stands beside it.
    """
    kind = rules.FIGURES.get(code)
    if kind is None:
        raise Refused(N_("There is no figure “{figure}”. Nothing was changed."), code="CODE", figure=code)
    value = rules.read_amount(kind, text)
    source, region = clean_line(source), clean_line(region, LONGEST_REGION)
    if not FIRST_DAY <= from_on <= LAST_DAY:
        raise Refused(N_("A first day lies between 1949 and 2200. Nothing was changed."), code="DAY")
    if not source:
        raise Refused(N_("Say where the figure comes from, for instance the number of the document. Nothing was changed."), code="SOURCE")
    if region and not kind.regional:
        raise Refused(N_("This figure is the same everywhere, so it takes no region. Nothing was changed."), code="REGION")
    _keep_shipped(uow, code)
    if from_on in {one.from_on for one in _kept(uow, code, region)}:
        raise Refused(
            N_("A value from {day} is kept already. Take it back by undo, or choose another first day. Nothing was changed."),
            code="DAY", day=from_on.isoformat(),
        )  # fmt: skip
    return _insert(uow, LawRow(code, value, from_on, None, region, source))


def remove_figure(uow: UnitOfWork, figure_id: int, today: date) -> int:
    """Take a value away that is not in force yet; the one before holds on. Refused for one that was in force."""
    row = get(uow, LawFigure, figure_id)
    if row.from_on <= today:
        raise Refused(
            N_("This value is or was in force, so it stays. Add a newer one instead, or undo the step that added it. Nothing was changed."),
            code="FORCE",
        )
    others = [one for one in _kept(uow, row.code, row.region) if one.id != row.id]
    before = next((one for one in reversed(others) if one.from_on < row.from_on), None)
    after = next((one for one in others if one.from_on > row.from_on), None)
    if before is not None and before.to_on == row.from_on - DAY:
        before.to_on = after.from_on - DAY if after else None
    uow.session.delete(row)
    uow.session.flush()
    return figure_id


def _kept(uow: UnitOfWork, code: str, region: str) -> list[LawFigure]:
    return list(uow.session.query(LawFigure).filter_by(code=code, region=region).order_by(LawFigure.from_on))


def _keep_shipped(uow: UnitOfWork, code: str) -> None:
    """What was answered by the program so far is kept before something is added to it, so that it does not vanish."""
    policy.seed_figures(uow)
    if not rules.is_law(code) and uow.session.query(LawFigure.id).filter_by(code=code).first() is None:
        for row in policy.shipped_law():
            if row.code == code:
                uow.session.add(LawFigure(**policy.figure_values(row)))
        uow.session.flush()


def _insert(uow: UnitOfWork, row: LawRow) -> int:
    others = _kept(uow, row.code, row.region)
    before = next((one for one in reversed(others) if one.from_on < row.from_on), None)
    after = next((one for one in others if one.from_on > row.from_on), None)
    if before is not None and (before.to_on is None or before.to_on >= row.from_on):
        before.to_on = row.from_on - DAY
    made = LawFigure(**policy.figure_values(row))
    made.to_on = after.from_on - DAY if after else None
    uow.session.add(made)
    uow.session.flush()
    return made.id


# ---------------------------------------------------------------- what the program brings


def take_offers(uow: UnitOfWork) -> int:
    """Keep every shipped value on offer; returns how many. Of one that differs for the same first day, value and source are replaced."""
    shipped = {(row.code, row.region, row.from_on): row for row in policy.shipped_law()}
    offers = load_offers(uow.connection)
    for offer in offers:
        row = shipped[offer.code, offer.region, offer.from_on]
        if offer.before is None:
            _insert(uow, row)
            continue
        kept = uow.session.query(LawFigure).filter_by(code=row.code, region=row.region, from_on=row.from_on).one()
        kept.value, kept.source = row.value, row.source
    uow.session.flush()
    return len(offers)

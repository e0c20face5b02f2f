"""What a file says of engagements against those that are kept: the same rules as the form, and no history rewritten.

Equal terms are no change. Hours, pay and last day of the engagement in force may change; a later first day begins the
next one, which is told; another type, an earlier first day and what is over already keep the row out, with a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Final

from workbench.errors import Refused
from workbench.i18n import N_, _
from workbench.models.labour_rules import Finding, LawTable
from workbench.models.people import Engagement, Person
from workbench.models.values.codes import EngagementType
from workbench.models.values.labels import label
from workbench.services import engagements, policy
from workbench.services.workspace import UnitOfWork

Told = tuple[str, str, dict[str, object]]
"""Field, code and figures of what is said of a row."""

_LAW_FIELDS: Final = {"LAW24": "weekly_hours", "MIN_WAGE": "hourly_pay", "MIN_WAGE_FIXED": "hourly_pay"}
"""Findings about what a file holds, and its field; what no file says (insurance, a written contract) is not told of each row."""


@dataclass
class Terms:
    """The engagements of one import: rows are asked about first, then written."""

    uow: UnitOfWork
    today: date

    @cached_property
    def _law(self) -> LawTable:
        return policy.load_law(self.uow.connection)

    def clash(self, person: Person, row: dict[str, Any]) -> Told | None:
        """Why a row must not touch the engagements that are kept; None where it may."""
        kept = self._kept(person)
        if not kept or not _speaks(row):
            return None
        target, start = self._target(kept, row), row.get("engagement_from")
        if target is None and start is not None:
            if start < kept[0].start_on:
                return _earlier(person, kept[0], start)
            return self._ruled(
                person,
                {"type": _kind(row) or kept[0].type, "start_on": start, "weekly_minutes": kept[0].weekly_minutes, **_said(row, start)},
            )
        assert target is not None  # without a first day a row speaks of one that is kept
        kind, changes = _kind(row), _changes(target, row)
        if kind is not None and kind is not target.type:
            words = {"now": _(label(target.type)), "then": _(label(kind))}
            return "engagement", "engagement_kind", {"person": person.name, **words}
        return self._changed(person, kept, target, changes, row) if changes else None

    def _changed(
        self, person: Person, kept: list[Engagement], target: Engagement, changes: dict[str, Any], row: dict[str, Any]
    ) -> Told | None:
        if target.end_on is not None and target.end_on < self.today and not (row.get("left_on") and changes.keys() == {"end_on"}):
            if target is not kept[0]:
                return _earlier(person, kept[0], target.start_on)
            return "weekly_hours", "engagement_over", {"person": person.name, "end": target.end_on.isoformat()}
        if "end_on" in changes:
            end: date = changes["end_on"]
            if end < target.start_on:
                return "engagement_to", "ends_before_start", {"start": target.start_on.isoformat(), "end": end.isoformat()}
            following = [one.start_on for one in kept if target.start_on < one.start_on <= end]
            if following:
                return "engagement_to", "engagement_overlap", {"person": person.name, "start": min(following).isoformat()}
        return self._ruled(person, {**{name: getattr(target, name) for name in engagements.ENGAGEMENT_FIELDS}, **changes})

    def _ruled(self, person: Person, fields: dict[str, Any]) -> Told | None:
        """What the form would refuse."""
        blocked = engagements.blocking(self.uow.connection, fields, self.today, self._law)
        return ("engagement_to" if fields.get("end_on") else "engagement", *_rule(person, blocked[0])) if blocked else None

    def write(self, person: Person, row: dict[str, Any]) -> tuple[bool, list[Told]]:
        """Whether an engagement was made or changed, and what is worth telling of it. Type and first day are never guessed."""
        kept = self._kept(person)
        if not (_speaks(row) if kept else _agrees(row)):
            return False, []
        target = self._target(kept, row)
        told: list[Told] = []
        if target is None:
            made, told = self._begin(person, kept, row)
        else:
            changes = _changes(target, row)
            if not changes:
                return False, []
            made = engagements.set_engagement(self.uow, person.id, self.today, engagement_id=target.id, law=self._law, **changes)
        written = self.uow.session.get_one(Engagement, made)
        fields = {name: getattr(written, name) for name in engagements.ENGAGEMENT_FIELDS}
        found = engagements.check_engagement(self.uow.connection, fields, self.today, self._law)
        return True, told + [(_LAW_FIELDS[one.code], *_rule(person, one)) for one in found if one.code in _LAW_FIELDS]

    def _begin(self, person: Person, kept: list[Engagement], row: dict[str, Any]) -> tuple[int, list[Told]]:
        """The first engagement, or the next one; the one before ends the day before, as in the form."""
        kind, start = _kind(row) or (kept[0].type if kept else None), row.get("engagement_from") or row.get("hired_on") or person.hired_on
        if kind is None or start is None:  # the preview asks; meanwhile somebody took the engagement away that it knew of
            raise Refused(
                N_("{person} has no engagement any more. Nothing was imported; look at the file again."),
                code="ENGAGEMENT",
                person=person.name,
            )
        told: list[Told] = []
        hours = row.get("weekly_hours")
        if kept and (kept[0].end_on is None or kept[0].end_on >= start):
            words = {"now": _(label(kept[0].type)), "then": _(label(kind))}
            figures: dict[str, object] = {
                "person": person.name,
                **words,
                "end": (start - timedelta(days=1)).isoformat(),
                "start": start.isoformat(),
            }
            told.append(("engagement_from", "engagement_follows", figures))
            kept[0].end_on = start - timedelta(days=1)
            self.uow.session.flush()
            hours = kept[0].weekly_minutes if hours is None else hours
        said = {"weekly_minutes": hours or 0, **_said(row, start)}
        return engagements.set_engagement(self.uow, person.id, self.today, law=self._law, type=kind, start_on=start, **said), told

    def _kept(self, person: Person) -> list[Engagement]:
        """The engagements of a person, the newest first."""
        if person.id is None:
            return []
        return self.uow.session.query(Engagement).filter_by(person_id=person.id).order_by(Engagement.start_on.desc()).all()

    def _target(self, kept: list[Engagement], row: dict[str, Any]) -> Engagement | None:
        """The engagement that a row speaks of: the one of its first day, else the one in force, else the newest; None for a new one."""
        start = row.get("engagement_from")
        if start is not None or not kept:
            return next((one for one in kept if one.start_on == start), None)
        in_force = (one for one in kept if one.start_on <= self.today and (one.end_on is None or one.end_on >= self.today))
        return next(in_force, kept[0])


def _kind(row: dict[str, Any]) -> EngagementType | None:
    return EngagementType(row["engagement"]) if row.get("engagement") else None


def _agrees(row: dict[str, Any]) -> bool:
    """Whether a row names type, hours or pay: days alone make no engagement."""
    return any(row.get(name) is not None for name in ("engagement", "weekly_hours", "hourly_pay"))


def _speaks(row: dict[str, Any]) -> bool:
    return _agrees(row) or row.get("engagement_from") is not None or row.get("engagement_to") is not None


def _said(row: dict[str, Any], start: date, end: date | None = None) -> dict[str, Any]:
    """Hours, pay and last day as far as the row says them; a leave ends an engagement and never makes it longer."""
    end, left = row.get("engagement_to") or end, row.get("left_on")
    if left is not None and left >= start and (end is None or end > left):
        end = left
    said = {"weekly_minutes": row.get("weekly_hours"), "hourly_pay": row.get("hourly_pay"), "end_on": end}
    return {name: value for name, value in said.items() if value is not None}


def _changes(target: Engagement, row: dict[str, Any]) -> dict[str, Any]:
    said = _said(row, target.start_on, target.end_on)
    return {name: value for name, value in said.items() if getattr(target, name) != value}


def _earlier(person: Person, newest: Engagement, start: date) -> Told:
    return "engagement_from", "engagement_earlier", {"person": person.name, "now": newest.start_on.isoformat(), "then": start.isoformat()}


def _rule(person: Person, finding: Finding) -> tuple[str, dict[str, object]]:
    return "engagement_rule", {"person": person.name, "why": _(finding.sentence).format(**finding.figures)}

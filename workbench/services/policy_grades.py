"""Grades: from which score which grade is given. They belong to a version of the review template.

Other thresholds or names make a new version from a day; a cycle keeps the version that it was opened with, so neither a
running nor a locked review is ever altered.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models import policy_rules
from workbench.models.reviews import GradeBand, ReviewTemplate, TemplateItem
from workbench.models.values.numbers import half_up_int
from workbench.readmodels.policy import GradesCard, GradeVersion
from workbench.readmodels.reviews import NOT_RATED
from workbench.services.people import clean_line
from workbench.services.reviews_templates import ensure_template, shipped
from workbench.services.workspace import Reader, UnitOfWork
from workbench.storage.queries import policy as queries

LEAST, MOST = 2, 8
LONGEST_NAME = 4
_LIMIT = policy_rules.FigureKind("grade_limit", policy_rules.FigureGroup.REVIEWS, policy_rules.FigureUnit.POINTS, "", 0, 10_000)
COPIED = (
    "section", "code", "name_zh", "name_en", "definition_zh", "definition_en", "metric", "weight", "cap", "default_target", "less_is_better", "position",
)  # fmt: skip


# ---------------------------------------------------------------- reads


def load_grades(conn: Reader, today: date) -> GradesCard:
    """The versions of the standard template, the newest first; the shipped one while none is kept."""
    content = shipped()
    kept = queries.template_versions(conn, content["code"])
    if not kept:
        bands = tuple((grade, half_up_int(Decimal(least) * 100)) for grade, least in content["bands"])
        only = GradeVersion(0, int(content["number"]), date.fromisoformat(content["effective_from"]), content["source"], bands, 0, True)
        return GradesCard((only,), len(content["items"]))
    limits = queries.bands_of(conn, [row[0] for row in kept])
    reached = [row for row in kept if row[2] <= today]
    force = max(reached, key=lambda row: (row[2], row[1]))[0] if reached else min(kept, key=lambda row: (row[2], row[1]))[0]
    versions = tuple(GradeVersion(own, number, day, source, limits[own], used, own == force) for own, number, day, source, used in kept)
    return GradesCard(versions, len(content["items"]))


def points_text(hundredths: int) -> str:
    """A threshold as it is typed."""
    return policy_rules.amount_text(_LIMIT, hundredths)


# ---------------------------------------------------------------- a new version


def set_grades(uow: UnitOfWork, bands: Sequence[tuple[str, str]], effective_from: date, source: str) -> int:
    """Make a new version of the template with these (grade, least points as typed), the best first; returns its id.

    Cycles whose period ends on or after the day use it when they are opened. Refused codes: BAND1 … BAND8 for the line that
    does not fit, BANDS for their number, DAY, SOURCE, and SAME when nothing differs.
    """
    wanted = _checked(bands)
    source = clean_line(source)
    if not source:
        raise Refused(N_("Say who decided it, for instance the number of the document. Nothing was changed."), code="SOURCE")
    ensure_template(uow)
    versions = list(uow.session.query(ReviewTemplate).filter_by(code=shipped()["code"]).order_by(ReviewTemplate.number))
    newest = max(versions, key=lambda one: (one.effective_from, one.number))
    if effective_from <= newest.effective_from:
        raise Refused(
            N_("A version from {day} is kept already; a new one begins after it. Nothing was changed."),
            code="DAY", day=newest.effective_from.isoformat(),
        )  # fmt: skip
    before = [
        (row.grade, row.at_least)
        for row in uow.session.query(GradeBand).filter_by(template_id=newest.id).order_by(GradeBand.at_least.desc())
    ]
    if before == wanted:
        raise Refused(N_("These are the grades of the newest version already, so no new one was made."), code="SAME")
    return _copy(uow, newest, max(one.number for one in versions) + 1, effective_from, source, wanted)


def _checked(bands: Sequence[tuple[str, str]]) -> list[tuple[str, int]]:
    if not LEAST <= len(bands) <= MOST:
        raise Refused(N_("There are {least} to {most} grades. Nothing was changed."), code="BANDS", least=LEAST, most=MOST)
    found: list[tuple[str, int]] = []
    for place, (typed, points) in enumerate(bands, start=1):
        code, name = f"BAND{place}", clean_line(typed)
        if not name:
            raise Refused(N_("Each grade needs a name. Nothing was changed."), code=code)
        if len(name) > LONGEST_NAME or name == NOT_RATED:
            raise Refused(
                N_("A grade is called by at most {most} characters, and not “{taken}”. Nothing was changed."),
                code=code, most=LONGEST_NAME, taken=NOT_RATED,
            )  # fmt: skip
        if name in {grade for grade, _least in found}:
            raise Refused(N_("The grade “{name}” is there twice. Nothing was changed."), code=code, name=name)
        try:
            least = policy_rules.read_amount(_LIMIT, points)
        except Refused as error:
            figures: dict[str, Any] = dict(error.figures)
            raise Refused(error.sentence, code=code, **figures) from error
        if found and least >= found[-1][1]:
            raise Refused(N_("Thresholds fall from grade to grade; this one does not. Nothing was changed."), code=code)
        found.append((name, least))
    if found[-1][1]:
        raise Refused(N_("The lowest grade begins at 0 points. Nothing was changed."), code=f"BAND{len(found)}")
    return found


def _copy(uow: UnitOfWork, old: ReviewTemplate, number: int, effective_from: date, source: str, bands: Sequence[tuple[str, int]]) -> int:
    made = ReviewTemplate(code=old.code, number=number, name=old.name, effective_from=effective_from, source=source)
    uow.session.add(made)
    uow.session.flush()
    for item in list(uow.session.query(TemplateItem).filter_by(template_id=old.id).order_by(TemplateItem.position, TemplateItem.id)):
        uow.session.add(TemplateItem(template_id=made.id, **{name: getattr(item, name) for name in COPIED}))
    for grade, least in bands:
        uow.session.add(GradeBand(template_id=made.id, grade=grade, at_least=least))
    uow.session.flush()
    return made.id

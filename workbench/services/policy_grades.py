"""Grades and weights: from which score which grade is given, and how much each line of the form counts.

Both belong to a version of the review template. Other ones make a new version from a day; a cycle keeps the version that it
was opened with, so neither a running nor a locked review is ever altered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from workbench.errors import Refused
from workbench.i18n import N_
from workbench.models import policy_rules, review_rules
from workbench.models.reviews import GradeBand, ReviewTemplate, TemplateItem
from workbench.models.values.numbers import half_up_int
from workbench.readmodels.policy import GradesCard, GradeVersion, WeightRow
from workbench.readmodels.reviews import NOT_RATED
from workbench.services.people import clean_line
from workbench.services.reviews_templates import ensure_template, shipped
from workbench.services.workspace import Reader, UnitOfWork
from workbench.storage.queries import policy as queries

LEAST, MOST = 2, 8
LONGEST_NAME = 4
WHOLE = review_rules.WHOLE
"""What the weights of a form sum to, in hundredths of a point."""
_POINTS = policy_rules.FigureKind("grade_limit", policy_rules.FigureGroup.REVIEWS, policy_rules.FigureUnit.POINTS, "", 0, 10_000)
COPIED = (
    "section", "code", "name_zh", "name_en", "definition_zh", "definition_en", "metric", "cap", "default_target", "less_is_better", "position",
)  # fmt: skip


# ---------------------------------------------------------------- reads


def load_grades(conn: Reader, today: date) -> GradesCard:
    """The versions of the standard template, the newest first; the shipped one while none is kept."""
    content = shipped()
    kept = queries.template_versions(conn, content["code"])
    if not kept:
        bands = tuple((grade, half_up_int(Decimal(least) * 100)) for grade, least in content["bands"])
        lines = tuple(WeightRow(i["code"], i["name_zh"], i["name_en"], half_up_int(Decimal(i["weight"]) * 100)) for i in content["items"])
        only = GradeVersion(
            0, int(content["number"]), date.fromisoformat(content["effective_from"]), content["source"], bands, 0, True, lines
        )
        return GradesCard((only,), len(content["items"]))
    limits, weights = queries.bands_of(conn, [row[0] for row in kept]), queries.weights_of(conn, [row[0] for row in kept])
    reached = [row for row in kept if row[2] <= today]
    force = max(reached, key=lambda row: (row[2], row[1]))[0] if reached else min(kept, key=lambda row: (row[2], row[1]))[0]
    versions = tuple(
        GradeVersion(own, number, day, source, limits[own], used, own == force, weights[own]) for own, number, day, source, used in kept
    )
    return GradesCard(versions, len(content["items"]))


def points_text(hundredths: int) -> str:
    """A threshold as it is typed."""
    return policy_rules.amount_text(_POINTS, hundredths)


# ---------------------------------------------------------------- a new version


def set_grades(
    uow: UnitOfWork, bands: Sequence[tuple[str, str]], effective_from: date, source: str, weights: Mapping[str, str] | None = None
) -> int:
    """Make a new version of the template with these (grade, least points as typed), the best first; returns its id.

    `weights` are those of the lines by their code, as typed; a line that is not named keeps its own. Cycles whose period
    ends on or after the day use the version when they are opened. Refused codes: BAND1 … BAND8 for the grade that does not
    fit, BANDS for their number, WEIGHT:code for a weight, WEIGHTS for their sum, DAY, SOURCE, and SAME when nothing differs.
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
    items = list(uow.session.query(TemplateItem).filter_by(template_id=newest.id).order_by(TemplateItem.position, TemplateItem.id))
    counted = {item.code: _weight(item.code, weights[item.code]) if weights and item.code in weights else item.weight for item in items}
    review_rules.check_weights(counted.values())
    if before == wanted and all(item.weight == counted[item.code] for item in items):
        raise Refused(N_("These are the grades and weights of the newest version already, so no new one was made."), code="SAME")
    made = ReviewTemplate(
        code=newest.code, number=max(one.number for one in versions) + 1, name=newest.name, effective_from=effective_from, source=source
    )
    uow.session.add(made)
    uow.session.flush()
    for item in items:
        copied = {name: getattr(item, name) for name in COPIED}
        uow.session.add(TemplateItem(template_id=made.id, weight=counted[item.code], **copied))
    for grade, least in wanted:
        uow.session.add(GradeBand(template_id=made.id, grade=grade, at_least=least))
    uow.session.flush()
    return made.id


def weight_of(typed: str) -> int:
    """Hundredths of a point from what was typed; Refused when it is no weight."""
    return policy_rules.read_amount(_POINTS, typed)


def _weight(code: str, typed: str) -> int:
    try:
        return weight_of(typed)
    except Refused as error:
        figures: dict[str, Any] = dict(error.figures)
        raise Refused(error.sentence, code=f"WEIGHT:{code}", **figures) from error


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
            least = policy_rules.read_amount(_POINTS, points)
        except Refused as error:
            figures: dict[str, Any] = dict(error.figures)
            raise Refused(error.sentence, code=code, **figures) from error
        if found and least >= found[-1][1]:
            raise Refused(N_("Thresholds fall from grade to grade; this one does not. Nothing was changed."), code=code)
        found.append((name, least))
    if found[-1][1]:
        raise Refused(N_("The lowest grade begins at 0 points. Nothing was changed."), code=f"BAND{len(found)}")
    return found

"""First half of the evaluation form: who, the indicators, behaviour, collaboration, incidents, and the score.

Field numbers in the docstrings are those of the form list in domain 8.6 A.
"""

from __future__ import annotations

from fractions import Fraction

from workbench.readmodels.documents import BehaviourRow, EvaluationDocument, KpiRow
from workbench.reports.flow import Flow
from workbench.reports.style import BODY, HEAD, SMALL, SOFT, STRONG_SIZE, Cell, Meter, cell, label
from workbench.reports.text import Run
from workbench.reports.words import DOT, EMPTY, Words, day, figure, percent, short

_PEOPLE = (70, 112, 72, 104, 78, 91)
_KPI = (68, 132, 38, 58, 58, 53, 36, 46, 38)
_BEHAVIOUR = (52, 120, 34, 54, 229, 38)
_COLLABORATION = (96, 34, 44, 40, 313)
PRORATED = " *"
_INCIDENT = (57, 32, 126, 136, 176)


def people(flow: Flow, d: EvaluationDocument, words: Words) -> None:
    """Fields 5 to 14: person, post, engagement, hours, days, superiors, territory, last period."""
    _ = words.text
    weekly = _("{hours} h/wk", hours=short(d.weekly_hours)) if d.weekly_hours is not None else EMPTY
    worked = f"{short(d.worked_hours)} h" if d.worked_hours is not None else EMPTY
    factor = _(" (× {factor})", factor=figure(d.factor)) if d.factor is not None else ""
    eligible = EMPTY if d.eligible_days is None else str(d.eligible_days)
    excluded = EMPTY if d.excluded_days is None else str(d.excluded_days)
    customers = EMPTY if d.customer_count is None else words.many("{n} client", "{n} clients", d.customer_count)
    rows = (
        (_("Name / staff no."), words.pair(d.person_name, d.staff_number)),
        (_("Dept. / team"), words.pair(d.department, d.team)),
        (_("Position / level"), words.pair(d.position, d.level)),
        (_("Engagement"), words.or_dash(d.engagement)),
        (_("Hired / in post"), f"{day(d.hired)} / {day(d.in_post_since)}"),
        (_("Area / customers"), f"{words.or_dash(d.territory)} / {customers}"),
        (_("Hours / worked"), f"{weekly} / {worked}{factor}"),
        (_("Days / excluded"), _("{eligible} / {excluded} working days", eligible=eligible, excluded=excluded)),
        (_("Last / to improve"), words.pair(d.last_grade, d.open_improvements)),
        (_("Superior"), words.or_dash(d.superior)),
        (_("Next superior"), words.or_dash(d.next_superior)),
        (_("Human resources"), words.or_dash(d.hr)),
    )
    cells = [part for name, value in rows for part in (label(name), cell(value))]
    flow.table(_PEOPLE, [cells[at : at + 6] for at in range(0, len(cells), 6)])


def _kpi_row(row: KpiRow, words: Words) -> list[Cell]:
    _ = words.text
    source = DOT.join(
        part for part in (words.data(row.source), words.many("{n} record", "{n} records", row.rows) if row.rows is not None else "") if part
    )
    definition = (Run(words.or_dash(row.definition)), *((Run(DOT + source, grey=SOFT),) if source else ()))
    meter = (
        Cell(meter=Meter(row.attainment, max(row.cap or Fraction(6, 5), Fraction(1))))
        if row.attainment is not None
        else cell(EMPTY, "center")
    )
    return [
        cell(words.or_dash(row.name)),
        Cell(definition),
        cell(short(row.weight), "right"),
        cell(words.or_dash(row.target) + (PRORATED if row.prorated else ""), "right"),
        cell(words.or_dash(row.actual), "right"),
        cell(percent(row.attainment), "right"),
        cell(percent(row.cap, 0), "right"),
        meter,
        cell(figure(row.score), "right"),
    ]


def indicators(flow: Flow, d: EvaluationDocument, words: Words) -> None:
    """Fields 15 and 16: the KPI table with its subtotal, and what was changed on the targets and why."""
    _ = words.text
    weight = sum((row.weight for row in d.kpis), Fraction())
    points = sum((row.score for row in d.kpis if row.score is not None), Fraction())
    if any(row.prorated for row in d.kpis):
        remark = _("KPI · weight {weight} · * full-time target, pro-rated by agreed hours and eligible days", weight=short(weight))
    else:
        remark = _("KPI · weight {weight}", weight=short(weight))
    flow.section(words.numbered(1) + _("Results"), remark)
    head = [
        label(_("Indicator")),
        label(_("Definition and source")),
        label(_("Weight"), "right"),
        label(_("Target"), "right"),
        label(_("Actual"), "right"),
        label(_("Attainment"), "right"),
        label(_("Cap"), "right"),
        label(_("Progress")),
        label(_("Score"), "right"),
    ]
    rows = [_kpi_row(row, words) for row in d.kpis]
    rows.append(
        [
            label(_("Subtotal"), span=2),
            cell(short(weight), "right"),
            cell("", span=5),
            cell(figure(points), "right", bold=True),
        ]
    )
    rows.append([label(_("Changes"), span=1), cell(words.data(d.target_notes).strip() or _("None"), span=8)])
    flow.table(_KPI, rows, [head], tail=2)


def _behaviour_row(row: BehaviourRow, words: Words) -> list[Cell]:
    anchor = words.data(row.anchor).strip()
    return [
        cell(words.or_dash(row.name)),
        Cell((Run(anchor or EMPTY, grey=SOFT),), style=SMALL),
        cell(EMPTY if row.self_level is None else str(row.self_level), "center"),
        cell(EMPTY if row.manager_level is None else str(row.manager_level), "center"),
        cell(row.evidence.strip() or EMPTY),
        cell(figure(row.points), "right"),
    ]


def behaviour(flow: Flow, d: EvaluationDocument, words: Words) -> None:
    """Field 17: behaviours with anchors, both ratings and the facts."""
    _ = words.text
    weight = next((part.form_weight or part.weight for part in d.parts[1:2]), None)
    remark = _("anchored levels 1–5 · weight {weight}", weight=short(weight)) if weight is not None else _("anchored levels 1–5")
    flow.section(words.numbered(2) + _("Behaviour and attitude"), remark)
    head = [
        label(_("Behaviour")),
        label(_("Anchor of the level given")),
        label(_("Self"), "center"),
        label(_("By superior"), "center"),
        label(_("Facts")),
        label(_("Score"), "right"),
    ]
    rows = [_behaviour_row(row, words) for row in d.behaviours]
    points = sum((row.points for row in d.behaviours if row.points is not None), Fraction())
    rows.append([label(_("Subtotal"), span=2), cell("", span=3), cell(figure(points), "right", bold=True)])
    flow.table(_BEHAVIOUR, rows, [head], tail=1)


def collaboration(flow: Flow, d: EvaluationDocument, words: Words) -> None:
    """Field 18: source, number of answers, score and facts."""
    _ = words.text
    weight = next((part.form_weight or part.weight for part in d.parts[2:3]), None)
    remark = _("weight {weight}", weight=short(weight)) if weight is not None else ""
    flow.section(words.numbered(3) + _("Collaboration"), remark)
    c = d.collaboration
    head = [label(_("Source")), label(_("Count"), "right"), label(_("Level"), "right"), label(_("Score"), "right"), label(_("Facts"))]
    row = [
        cell(words.or_dash(c.source)),
        cell(EMPTY if c.count is None else str(c.count), "right"),
        cell(EMPTY if c.score is None else f"{figure(c.score, 1)} / 5", "right"),
        cell(figure(c.points), "right", bold=True),
        cell(c.facts.strip() or EMPTY),
    ]
    flow.table(_COLLABORATION, [row], [head])


def incidents(flow: Flow, d: EvaluationDocument, words: Words) -> None:
    """Field 19: dated facts, good and bad, with a sign and not by colour."""
    _ = words.text
    flow.section(words.numbered(4) + _("Critical incidents"))
    head = [label(_("Date")), label(_("+/−"), "center"), label(_("Situation")), label(_("What was done")), label(_("Effect"))]
    rows = [
        [
            cell(day(item.day)),
            cell("+" if item.positive else "−", "center", bold=True),
            cell(item.situation.strip() or EMPTY),
            cell(item.behaviour.strip() or EMPTY),
            cell(item.impact.strip() or EMPTY),
        ]
        for item in d.incidents
    ]
    flow.table(_INCIDENT, rows or [[cell(_("None recorded"), span=5)]], [head])


def _compliance(d: EvaluationDocument, words: Words) -> str:
    _ = words.text
    clean = d.compliance.clean
    verdict = EMPTY if clean is None else _("No breach") if clean else _("Breach")
    facts = words.data(d.compliance.facts).strip()
    return f"{verdict}{DOT}{facts}" if facts else verdict


def score(flow: Flow, d: EvaluationDocument, words: Words) -> None:
    """Fields 20 to 25: feedback, compliance, extra points, the summary (weights add up to 100), both grades."""
    _ = words.text
    flow.section(words.numbered(5) + _("Score and grade"), _("weights add up to 100"), keep=110)
    flow.table(
        (92, 172, 92, 172),
        [[label(_("Customer feedback")), cell(words.or_dash(d.customer_feedback)), label(_("Compliance")), cell(_compliance(d, words))]],
    )
    sign = "+" if d.bonus > 0 else ""
    count = len(d.parts)
    columns = (92, *((272 / count,) * count if count else (272,)), 76, 88)
    weights = sum((part.weight for part in d.parts), Fraction())
    filler = [] if count else [cell(EMPTY, "right")]
    rows: list[list[Cell]] = [
        [
            label(_("Part")),
            *(label(words.or_dash(part.name), "right") for part in d.parts),
            *filler,
            label(_("Extra points"), "right"),
            label(_("Total"), "right"),
        ],
        [
            label(_("Weight")),
            *(cell(short(part.weight), "right") for part in d.parts),
            *filler,
            cell(f"±{d.bonus_limit}", "right"),
            cell(short(weights), "right"),
        ],
        [
            label(_("Score")),
            *(cell(figure(part.points), "right") for part in d.parts),
            *filler,
            cell(sign + figure(d.bonus), "right"),
            Cell((Run(figure(d.total), True, STRONG_SIZE), Run(" / 100", grey=SOFT)), "right", style=HEAD),
        ],
    ]
    flow.table(columns, rows)
    _grades(flow, d, words)


def _grades(flow: Flow, d: EvaluationDocument, words: Words) -> None:
    _ = words.text
    changed = bool(d.calibrated_grade) and d.calibrated_grade != d.proposed_grade
    reason = d.calibration_reason.strip() or (EMPTY if changed or not d.calibrated_grade else _("not changed"))
    band = f"  ({d.band})" if d.band else ""
    flow.table(
        (92, 112, 92, 232),
        [
            [
                label(_("Proposed grade")),
                Cell((Run(d.proposed_grade or EMPTY, True, STRONG_SIZE), Run(band, grey=SOFT)), style=HEAD),
                label(_("Calibrated grade")),
                Cell((Run(d.calibrated_grade or EMPTY, True, STRONG_SIZE), Run("  " + reason, size=BODY.size)), style=HEAD),
            ],
            [label(_("Reason for extras")), cell(d.bonus_reason.strip() or _("None"), span=3)],
        ],
    )

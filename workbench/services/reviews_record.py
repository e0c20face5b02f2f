"""The evaluation as a paper: built from a live review, kept as canonical JSON when locked, and read back from it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from workbench.errors import KnownError
from workbench.i18n import N_
from workbench.models.values.codes import Metric, ReviewState, Section, Unit
from workbench.models.values.labels import label
from workbench.models.values.money import Money
from workbench.models.values.numbers import half_up
from workbench.readmodels.documents import Attachment, EvaluationDocument, OpinionChoice, Signature, SignatureRole, Text2, check_code
from workbench.readmodels.goals import MeasurementRow
from workbench.readmodels.reviews import ItemCard, KeptRow, ReviewCard
from workbench.readmodels.sales import DealRow
from workbench.services import imprint, policy, reviews_rows, reviews_texts
from workbench.services import reviews_paper as paper
from workbench.services.reviews_scoring import counted_days
from workbench.services.workspace import Reader
from workbench.storage.queries import goals as goal_queries
from workbench.storage.queries import one_on_ones as talk_queries
from workbench.storage.queries import people as organisation_queries
from workbench.storage.queries import reviews as queries
from workbench.storage.queries import reviews_people as people_queries
from workbench.storage.queries import sales as sales_queries


class RecordDamagedError(KnownError):
    """The kept paper is not what was locked."""

    sentence = N_("The locked record {number} is damaged: its content does not match its check sum. Restore it from a backup.")


# ---------------------------------------------------------------- building


def build(conn: Reader, card: ReviewCard, now: datetime, actor: str) -> EvaluationDocument:
    """The form of a review as it stands, as a draft; `now` needs its zone."""
    own, cycle, share = organisation_queries.organisation(conn), card.cycle, card.proration
    head, limits = people_queries.form_head(conn, card.person_id, cycle.end_on), policy.load_review_policy(conn, cycle.end_on)
    last_grade, to_improve = queries.previous(conn, card.person_id, cycle.start_on)
    superior = head.manager or own.manager_name
    by_section = {section: tuple(item for item in card.items if item.section is section) for section in Section}
    document = EvaluationDocument(
        company=own.name, form_number=own.form_number, form_version=queries.template_label(conn, cycle.template_id), record_number=card.document_no,
        record_version=card.number, cycle_kind=paper.cycle_label(cycle.kind), period_label=paper.period_label(cycle.period),
        period_start=cycle.start_on, period_end=cycle.end_on, person_name=card.person_name, staff_number=card.person_code, department=own.department,
        team=head.team, position=head.position, level=head.level,
        engagement=paper.both(label(share.engagement)) if share.engagement is not None else "", hired=head.hired_on, in_post_since=head.in_post_since,
        weekly_hours=Fraction(share.weekly_minutes, 60) if share.factor is not None else None, worked_hours=None if share.worked_minutes is None else Fraction(share.worked_minutes, 60),
        factor=share.factor, eligible_days=share.eligible_days, excluded_days=share.excluded_days, superior=superior,
        next_superior=own.next_manager_name, hr=own.hr_name, territory=talk_queries.territories_of(conn, card.person_id), customer_count=head.customers,
        last_grade=last_grade, open_improvements=" · ".join(reviews_texts.lines(to_improve)),
        kpis=tuple(paper.kpi_row(item) for item in by_section[Section.KPI]), target_notes=paper.target_notes(card),
        behaviours=tuple(paper.behaviour_row(item) for item in by_section[Section.BEHAVIOUR]),
        collaboration=paper.collaboration(by_section[Section.COLLABORATION]), incidents=reviews_texts.incidents(card.texts.critical_incidents),
        customer_feedback=card.texts.customer_feedback or _feedback(card), compliance=reviews_texts.compliance(card.texts.compliance),
        bonus=Fraction(card.texts.bonus, 100), bonus_reason=card.texts.bonus_reason, parts=paper.parts(card),
        total=None if card.total is None else Fraction(card.total, 100), proposed_grade="" if card.is_provisional else card.grade, band="" if card.is_provisional else paper.band_text(card),
        calibrated_grade=card.calibrated_grade, calibration_reason=card.calibration_reason, employee_summary=card.texts.employee_summary,
        achievements=reviews_texts.lines(card.texts.achievements), improvements=reviews_texts.lines(card.texts.improvements),
        manager_comment=card.texts.manager_comment, next_manager_opinion=card.texts.next_manager_opinion, hr_opinion=card.texts.hr_opinion,
        opinion=OpinionChoice(card.texts.opinion), opinion_text=card.texts.opinion_text, refusal=reviews_texts.refusal(
            card.texts.refused_on, card.texts.refused_because, card.texts.refusal_witness, card.texts.refusal_delivery
        ),
        uses=paper.uses(card), next_goals=paper.goals(card), development=paper.development(card), appeal_deadline=card.appeal_until,
        appeal_days=limits.appeal_days, bonus_limit=limits.most_bonus // 100, signatures=(
            Signature(role=SignatureRole.EMPLOYEE, name=card.person_name), Signature(role=SignatureRole.SUPERIOR, name=superior),
            Signature(role=SignatureRole.NEXT_SUPERIOR, name=own.next_manager_name), Signature(role=SignatureRole.HR, name=own.hr_name),
        ),
        attachments=_attachments(conn, card), generated_at=now, generated_by=actor,
    )  # fmt: skip
    return replace(document, data_check=check_code(document))


def _feedback(card: ReviewCard) -> Text2 | str:
    for item in card.items:
        if item.metric is Metric.CUSTOMER_SATISFACTION and item.actual is not None and item.rows is not None:
            mean = paper.amount_text(item.metric, item.actual)
            return Text2(f"CSAT {mean}（{item.rows} 份）", f"CSAT {mean} ({item.rows} {'answer' if item.rows == 1 else 'answers'})")
    return ""


def _attachments(conn: Reader, card: ReviewCard) -> tuple[Attachment, ...]:
    """The deals behind the figures as one list with its hash; nothing where no figure comes from deals."""
    if not any(item.metric in reviews_rows.FROM_DEALS and item.rows for item in card.items):
        return ()
    kept = {row.id: row for rows in reviews_rows.load_kept(conn, card.review_id).values() for row in rows if row.stage}
    if kept:  # frozen: what came later is not counted and not listed
        rows = [[row.code, row.stage, str(row.day), row.amount, row.second] for _id, row in sorted(kept.items())]
        name = Text2(f"计入的合同明细 {len(rows)} 笔", "1 deal counted" if len(rows) == 1 else f"{len(rows)} deals counted")
    else:
        deals = sales_queries.deals(conn, card.person_id, card.cycle.period)
        rows = [[d.code, d.stage.value, str(d.closed_on), d.value, d.collected, d.refunded] for d in deals]
        name = Text2(f"成交与丢单明细 {len(rows)} 笔", "1 deal won or lost" if len(rows) == 1 else f"{len(rows)} deals won and lost")
    digest = hashlib.sha256(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
    return (Attachment(number="A1", name=name, hash=f"{digest[:4]} {digest[4:8]}"),)


# ---------------------------------------------------------------- reading back


def from_record(conn: Reader, review_id: int, now: datetime, actor: str) -> EvaluationDocument:
    """The locked paper, printed at `now` by `actor`; RecordDamagedError when its check sum does not fit."""
    kept = queries.record(conn, review_id)
    content, digest = (kept[0], kept[1]) if kept is not None else ("{}", "")
    data = json.loads(content)
    if hashlib.sha256(content.encode()).hexdigest() != digest:
        raise RecordDamagedError(f"review {review_id}", number=data.get("record_number", review_id))
    document = _document(data, now, actor)
    locked_on = kept[2].astimezone(imprint.zone_of(conn)).date() if kept is not None else None
    return replace(document, data_check=check_code(document), locked=True, locked_on=locked_on)


def _document(data: dict[str, Any], now: datetime, actor: str) -> EvaluationDocument:
    found = restore(EvaluationDocument, data | {"generated_at": now.isoformat(), "generated_by": actor})
    assert isinstance(found, EvaluationDocument)
    return replace(found, generated_at=now)


def restore(kind: Any, value: Any) -> Any:
    """The value of a field of a document from its canonical JSON, by the field's type."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _restore_union(get_args(kind), value)
    if origin is tuple:
        return tuple(restore(get_args(kind)[0], item) for item in value)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{field.name: restore(hints[field.name], value[field.name]) for field in fields(kind) if field.name in value})
    if kind is Fraction:
        return Fraction(value)
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    return kind(value) if isinstance(kind, type) and issubclass(kind, Enum) else value


def _restore_union(kinds: Sequence[Any], value: Any) -> Any:
    if value is None or (isinstance(value, str) and str in kinds):
        return value
    return restore(next(kind for kind in kinds if kind not in (NoneType, str)), value)


def locked_items(conn: Reader, head: queries.Head, items: tuple[ItemCard, ...]) -> tuple[ItemCard, ...]:
    """The lines of a locked review as they were printed, whatever came later: counts of records, and which targets were scaled."""
    kept = queries.record(conn, head.id)
    if kept is None:
        return items
    rows = iter(json.loads(kept[0])["kpis"])
    return tuple(_as_printed(item, next(rows, {})) if item.section is Section.KPI else item for item in items)


def _as_printed(item: ItemCard, row: Mapping[str, Any]) -> ItemCard:
    return replace(item, rows=row.get("rows"), target_prorated=bool(row.get("prorated")))


# ---------------------------------------------------------------- plain data


def card_json(conn: Reader, card: ReviewCard, today: date) -> dict[str, Any]:
    """One review as plain data: money as text with two decimals, other figures as numbers.

    The evidence of a frozen or locked review is what was counted; `evidence_kept` is false where it is what stands there today.
    """
    period = card.cycle.period if card.state is ReviewState.LOCKED else counted_days(card.cycle.period, today)
    deals = sales_queries.deals(conn, card.person_id, period)
    measured = goal_queries.measurements(conn, [card.person_id], period)
    kept = reviews_rows.load_kept(conn, card.review_id)
    return {
        "person": card.person_code, "name": card.person_name, "document": card.document_no, "version": card.number, "state": card.state.value,
        "score": None if card.total is None else float(half_up(Fraction(card.total, 100))),
        "grade": card.grade if card.state is ReviewState.NOT_RATED else card.calibrated_grade or card.grade, "proposed_grade": card.grade, "calibrated_grade": card.calibrated_grade,
        "not_rated_because": card.excluded_because if card.state is ReviewState.NOT_RATED else card.no_grade_because, "missing": list(card.missing),
        "factor": None if card.proration.factor is None else round(float(card.proration.factor), 6), "eligible_days": card.proration.eligible_days, "period_days": card.proration.period_days,
        "sections": {part.section.value: float(half_up(part.points)) for part in card.sections},
        "items": [_item_json(item, deals, measured, kept.get(item.item_id)) for item in card.items],
    }  # fmt: skip


def _item_json(
    item: ItemCard, deals: Sequence[DealRow], measured: Sequence[MeasurementRow], kept: Sequence[KeptRow] | None
) -> dict[str, Any]:
    rated = item.section is not Section.KPI
    rows: Sequence[KeptRow] = ()
    if item.metric is not None and not item.by_hand_because:  # nothing stands behind a figure set by hand
        rows = reviews_rows.rows_of(item.metric, deals, measured) if kept is None else kept
    return {
        "code": item.code, "name_zh": item.name_zh, "name_en": item.name_en, "section": item.section.value, "weight": item.weight / 100,
        "actual": item.manager_rating if rated else _amount_json(item, item.actual), "target": 5 if rated else _amount_json(item, item.target),
        "attainment": None if item.attainment is None else round(float(item.attainment), 6), "cap": item.cap / 10_000,
        "prorated": item.target_prorated, "score": None if item.points is None else float(half_up(item.points)), "rows": item.rows, "self": item.self_rating,
        "evidence": [row.code for row in rows], "evidence_kept": kept is not None, "facts": item.evidence, "by_hand": item.by_hand_because,
    }  # fmt: skip


def _amount_json(item: ItemCard, amount: int | None) -> str | float | None:
    if amount is None or item.metric is None:
        return None
    return str(Money(amount)) if item.metric.unit is Unit.MONEY else amount / 100

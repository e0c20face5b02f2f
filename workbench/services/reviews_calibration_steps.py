"""The changes of a calibration as they are kept: each with its reason, none after the meeting is closed."""

from __future__ import annotations

from workbench.errors import Refused
from workbench.i18n import N_, full_date, local
from workbench.models.calibration import Calibration, CalibrationStep
from workbench.models.calibration_rules import StepKind
from workbench.models.reviews import Review
from workbench.services.people import clean_line
from workbench.services.workspace import UnitOfWork


def check_open(uow: UnitOfWork, review: Review) -> None:
    """Refused once the minutes are closed; a correction of a locked evaluation is a new version and has its own reason."""
    meeting = uow.session.query(Calibration).filter_by(cycle_id=review.cycle_id).first()
    if meeting is not None and meeting.closed_at is not None and review.number == 1:
        raise Refused(
            N_(
                "The calibration was closed on {day} with its minutes. A correction is a new version of the evaluation. Nothing was changed."
            ),
            code="CALIBRATED",
            day=full_date(local(meeting.closed_at).date()),
        )


def newest(uow: UnitOfWork, review_id: int, kind: StepKind) -> CalibrationStep | None:
    """The change of this kind that counts."""
    found: CalibrationStep | None = (
        uow.session.query(CalibrationStep).filter_by(review_id=review_id, kind=kind).order_by(CalibrationStep.id.desc()).first()
    )
    return found


def keep_step(
    uow: UnitOfWork, review: Review, kind: StepKind, before: str, after: str, reason: str, evidence: str = "", proposed_by: str = ""
) -> None:
    """Note a change; the same value with other words rewords the newest one. An empty grade means: as proposed."""
    reason, evidence, proposed_by = clean_line(reason), clean_line(evidence), clean_line(proposed_by)
    last = newest(uow, review.id, kind) if before == after else None
    if before == after:
        if last is not None:
            last.reason, last.evidence, last.proposed_by = reason, evidence or last.evidence, proposed_by or last.proposed_by
        return
    uow.session.add(
        CalibrationStep(
            review_id=review.id, kind=kind, before=before, after=after, reason=reason, evidence=evidence, proposed_by=proposed_by
        )
    )

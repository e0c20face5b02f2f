"""What the kinds of records are called where they are searched."""

from __future__ import annotations

from workbench.i18n import N_
from workbench.readmodels.search import RecordKind

KINDS = {
    RecordKind.TALK: N_("One-on-one record"),
    RecordKind.POINT: N_("Point of a talk"),
    RecordKind.PROMISE: N_("Promise"),
    RecordKind.THANKS: N_("Recognition"),
    RecordKind.MEETING: N_("Team meeting"),
    RecordKind.EXPERIENCE: N_("Experience"),
    RecordKind.REVIEW: N_("Evaluation"),
    RecordKind.INTERVIEW: N_("Evaluation interview"),
    RecordKind.TASK: N_("Task"),
    RecordKind.PERSON: N_("Person"),
    RecordKind.CUSTOMER: N_("Customer"),
}

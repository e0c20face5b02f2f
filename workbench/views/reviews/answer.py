"""What the employee says of the review and, where nobody signed, why: fields 35 and 38 of the form."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workbench.i18n import N_, _
from workbench.readmodels.documents import OpinionChoice
from workbench.readmodels.reviews import ReviewCard
from workbench.views.theme import TextRole
from workbench.views.widgets.basic import Text
from workbench.views.widgets.editing import ChoiceField, EditorField, LineField, TextField

OPINIONS = (
    (OpinionChoice.NONE.value, N_("not said yet")),
    (OpinionChoice.AGREE.value, N_("agrees")),
    (OpinionChoice.PARTLY.value, N_("agrees in part")),
    (OpinionChoice.DISAGREE.value, N_("disagrees")),
)
DELIVERIES = (("", N_("not delivered yet")), ("hand", N_("by hand")), ("post", N_("by post")), ("electronic", N_("electronically")))
FIELDS = ("opinion", "opinion_text", "refused_on", "refused_because", "refusal_witness", "refusal_delivery")


class AnswerPage(QWidget):
    """Each field is kept as it is left; emits its name and value."""

    changed_to = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, EditorField] = {
            "opinion": ChoiceField("opinion", _("Opinion of the employee"), [(code, _(words)) for code, words in OPINIONS]),
            "opinion_text": TextField("opinion_text", _("In the employee's words; printed as written"), 52),
            "refused_on": LineField("refused_on", _("Signature refused on"), "date"),
            "refusal_delivery": ChoiceField("refusal_delivery", _("Delivered"), [(code, _(words)) for code, words in DELIVERIES]),
            "refused_because": LineField("refused_because", _("Reason given")),
            "refusal_witness": LineField("refusal_witness", _("Witness")),
        }
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.fields["opinion"])
        layout.addWidget(self.fields["opinion_text"])
        layout.addWidget(Text(_("Only where the employee does not sign"), TextRole.SMALL_BOLD))
        for pair in (("refused_on", "refusal_delivery"), ("refused_because", "refusal_witness")):
            line = QHBoxLayout()
            line.setSpacing(10)
            for name in pair:
                line.addWidget(self.fields[name], 1)
            layout.addLayout(line)
        layout.addStretch(1)
        for field in self.fields.values():
            field.kept.connect(self._on_kept)

    def show_card(self, card: ReviewCard, *, editable: bool, other: bool) -> None:
        for name, field in self.fields.items():
            field.show_value(getattr(card.texts, name), other=other)
            field.setEnabled(editable)

    @staticmethod
    def is_filled(card: ReviewCard) -> bool:
        """Whether the employee has said anything yet."""
        return any(getattr(card.texts, name) for name in FIELDS)

    def complain(self, name: str, text: str) -> None:
        self.fields[name].complain(text)

    def flush(self) -> None:
        """Keep what was typed now."""
        for field in self.fields.values():
            if isinstance(field, LineField | TextField):
                field.flush()

    @Slot(str, object)
    def _on_kept(self, name: str, value: object) -> None:
        self.changed_to.emit(name, value)

"""The interview about one evaluation: written while the two talk or right after, taken over from the evaluation, then printed.

All of it is read and signed by the employee; the page says so, and shows the paper before it is printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from workbench import i18n
from workbench.i18n import N_, _, ngettext
from workbench.models.values.codes import Cause, InterviewWay, Objection
from workbench.models.values.labels import label
from workbench.readmodels.interview import InterviewCard
from workbench.services import reviews_interview as service
from workbench.services.workspace import Change, UnitOfWork
from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.reviews.part import quiet
from workbench.views.reviews.plans import RowsTable
from workbench.views.theme import TextRole
from workbench.views.widgets.basic import Card, ElidedText, Surface, Text
from workbench.views.widgets.editing import ChoiceField, EditorField, LineField, TextField
from workbench.views.words import reviews as words

WRITE = N_("Write about the interview of {person}")
TAKE_OVER = N_("Take the evaluation over into the interview of {person}")
STEP_COLUMNS = (("what", N_("Agreed step"), 4), ("who", N_("Who"), 2), ("due", N_("Due"), 2), ("measure", N_("How it is measured"), 3))
AGREED = "actions"


class InterviewPage(Surface):
    """Emits `left` when the evaluation is wanted again and `paper_wanted` when all that was typed is kept."""

    left = Signal()
    paper_wanted = Signal(object)  # the id of the review

    def __init__(self, context: Context) -> None:
        super().__init__("background")
        self.context = context
        self.card: InterviewCard | None = None
        self._shown = 0
        self.back = quiet("‹ " + _("Evaluation"))
        self.back.clicked.connect(self.left)
        self.heading = ElidedText("", TextRole.HEADING)
        self.paper = QPushButton(_("What the employee will see"))
        self.paper.setProperty("look", "primary")
        self.paper.clicked.connect(self._on_paper)
        self.offer = Text("", TextRole.BODY, wrap=True)
        self.offer_button = QPushButton(_("Take over from the evaluation"))
        self.offer_button.clicked.connect(self._on_offer)
        self.remark = Text("", TextRole.SMALL, "muted", wrap=True)
        self.problem = Text("", TextRole.SMALL, "bad", wrap=True)
        self.problem.hide()
        self.fields = self._make_fields()
        self.causes = {cause: QCheckBox(_(label(cause))) for cause in Cause}
        for box in self.causes.values():
            box.clicked.connect(self._on_causes)
        self.steps = RowsTable(_("Agreed steps"), STEP_COLUMNS)
        self.steps.changed_to.connect(self._on_steps)
        self._lay_out()

    def _make_fields(self) -> dict[str, EditorField]:
        found: dict[str, EditorField] = {
            "way": ChoiceField("way", _("How"), [(way, _(label(way))) for way in InterviewWay]),
            "objection": ChoiceField("objection", _("Objection"), [(one, _(label(one))) for one in Objection]),
        }
        for name, title, kind in (
            ("held_on", _("Day"), "date"), ("start", _("From"), "time"), ("end", _("To"), "time"), ("place", _("Place"), "text"),
            ("interviewer", _("Interviewer"), "text"), ("interviewer_post", _("Post of the interviewer"), "text"),
            ("attendees", _("Also there"), "text"), ("purpose", _("Purpose"), "text"), ("filed_on", _("Filed by HR on"), "date"),
        ):  # fmt: skip
            found[name] = LineField(name, title, kind)
        for name, title, hint in (
            ("past_items", _("What became of the last improvements"), ""), ("went_well", _("What went well"), ""),
            ("to_improve", _("What to improve"), ""), ("facts", _("Facts: situation, behaviour, effect"), ""),
            ("own_view", _("Own view of the employee"), ""), ("cause_text", _("Reasons in words"), ""),
            ("help_wanted", _("Difficulties and help wanted"), ""), ("suggestions", _("Suggestions to company and superior"), ""),
            ("training", _("Training wanted"), ""), ("career", _("Career wishes"), ""),
            ("next_focus", _("Main goals of the next period"), ""), ("confirmation", _("Confirmation, in the employee's words"), ""),
            ("objection_text", _("Objection, in the employee's words"), ""),
        ):  # fmt: skip
            found[name] = TextField(name, title, 54, hint)
        for field in found.values():
            field.kept.connect(self._on_kept)
        return found

    # -- layout

    def _lay_out(self) -> None:
        area = QScrollArea()
        right = 18 + area.verticalScrollBar().sizeHint().width()  # where the cards end
        head = QHBoxLayout()
        head.setSpacing(10)
        head.setContentsMargins(0, 0, right, 0)
        head.addWidget(self.back)
        head.addWidget(self.heading, 1)
        head.addWidget(self.paper)
        offer = QHBoxLayout()
        offer.setSpacing(10)
        offer.setContentsMargins(0, 0, right, 0)
        offer.addWidget(self.offer, 1)
        offer.addWidget(self.offer_button)
        inner = Surface("background")
        cards = QVBoxLayout(inner)
        cards.setContentsMargins(0, 0, 18, 16)
        cards.setSpacing(12)
        for part in (self._talk_card(), self._back_card(), self._own_card(), self._onward_card(), self._outcome_card()):
            cards.addWidget(part)
        cards.addStretch(1)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(18, 12, 0, 0)
        outer.setSpacing(8)
        outer.addLayout(head)
        outer.addLayout(offer)
        for line in (self.remark, self.problem):
            outer.addWidget(line)
        outer.addWidget(area, 1)

    def _rows(self, title: str, *rows: Sequence[str]) -> Card:
        card = Card(margin=14, spacing=8)
        card.setAccessibleName(title)
        card.body.addWidget(Text(title, TextRole.HEADING))
        for names in rows:
            line = QHBoxLayout()
            line.setSpacing(12)
            for name in names:
                line.addWidget(self.fields[name], 1)
            card.body.addLayout(line)
        return card

    def _talk_card(self) -> Card:
        return self._rows(
            _("The interview"), ("held_on", "start", "end", "way"), ("place", "interviewer", "interviewer_post"), ("attendees", "purpose")
        )

    def _back_card(self) -> Card:
        return self._rows(_("Looking back"), ("past_items", "went_well"), ("to_improve", "facts"))

    def _own_card(self) -> Card:
        card = self._rows(_("The employee's side"), ("own_view", "cause_text"), ("help_wanted", "suggestions"), ("training", "career"))
        reasons = QWidget()
        line = QHBoxLayout(reasons)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(14)
        line.addWidget(Text(_("Reasons seen by both"), TextRole.SMALL, "muted"))
        for box in self.causes.values():
            line.addWidget(box)
        line.addStretch(1)
        card.body.insertWidget(2, reasons)
        return card

    def _onward_card(self) -> Card:
        card = self._rows(_("From here on"), ("next_focus",))
        card.body.addWidget(Text(_("Agreed steps"), TextRole.SMALL, "muted"))
        card.body.addWidget(self.steps)
        return card

    def _outcome_card(self) -> Card:
        return self._rows(_("The employee's word on this record"), ("confirmation",), ("objection", "filed_on"), ("objection_text",))

    # -- showing

    @property
    def review_id(self) -> int:
        """Whose interview is shown; 0 while none is."""
        return self._shown

    def show_review(self, review_id: int) -> None:
        """Read the interview of this evaluation; what is typed for another one is kept first."""
        if review_id != self._shown:
            self.flush()
            self._shown, self.card = review_id, None
        self.follow()

    def follow(self) -> None:
        """Read again what is shown."""
        if self._shown:
            job = partial(service.load_interview, review_id=self._shown, today=self.context.today())
            self.context.tasks.read(self, job, self._on_card, self._on_refused)

    @Slot(object)
    def _on_card(self, card: InterviewCard) -> None:
        if card.review_id != self._shown:
            return
        other = self.card is None
        self.card = card
        texts = card.texts
        self.heading.setText(f"{_('Record of the evaluation interview')} · {card.person_name} · {card.cycle}")
        for name, field in self.fields.items():
            field.show_value(getattr(texts, name), other=other)
            field.setEnabled(not card.is_fixed or name in service.AFTER_LOCK)
        for cause, box in self.causes.items():
            with QSignalBlocker(box):
                box.setChecked(cause in texts.causes)
            box.setEnabled(not card.is_fixed)
        self.steps.show_rows([service.step_row(step) for step in texts.actions], editable=not card.is_fixed, other=other)
        self.paper.setEnabled(card.is_begun)
        self.paper.setToolTip("" if card.is_begun else _("Write the first word, then there is something to print."))
        self._show_remark(card)

    def _show_remark(self, card: InterviewCard) -> None:
        offered = len(card.offered)
        self.offer.setText(
            ngettext("The evaluation has words for {n} part that is still empty.", "The evaluation has words for {n} parts that are still empty.", offered)
        )  # fmt: skip
        for part in (self.offer, self.offer_button):
            part.setVisible(offered > 0)
        told = _("Result to tell: {score} · {grade}.", score=words.score(card.score), grade=card.grade) if card.score is not None else ""
        shared = _("The employee reads and signs all of this; what only you may know belongs into a private note of a one-on-one.")
        until = ""
        if card.is_fixed and card.appeal_until is not None:
            until = _("The evaluation is locked; an appeal is possible until {day}.", day=i18n.full_date(card.appeal_until))
        self.remark.setText(" ".join(part for part in (told, until, shared) if part))

    def flush(self) -> None:
        """Keep everything that is being typed."""
        for field in self.fields.values():
            if isinstance(field, LineField | TextField):
                field.flush()
        self.steps.flush()

    # -- changing

    def _keep(self, name: str, value: object) -> None:
        if self.card is not None:
            job = partial(_write, review_id=self.card.review_id, today=self.context.today(), name=name, value=value)
            refused = partial(self._on_field_refused, name)
            self.context.tasks.write(self, WRITE, job, self._on_written, refused, person=self.card.person_name)

    @Slot(str, object)
    def _on_kept(self, name: str, value: object) -> None:
        self._keep(name, "" if value is None and name not in ("held_on", "start", "end", "filed_on") else value)

    @Slot()
    def _on_causes(self) -> None:
        self._keep("causes", [cause for cause, box in self.causes.items() if box.isChecked()])

    @Slot(object)
    def _on_steps(self, rows: object) -> None:
        self._keep(AGREED, rows)

    @Slot()
    def _on_offer(self) -> None:
        self.flush()
        if self.card is not None:
            job = partial(service.take_over, review_id=self.card.review_id, today=self.context.today())
            self.context.tasks.write(self, TAKE_OVER, job, self._on_written, self._on_refused, person=self.card.person_name)

    @Slot()
    def _on_paper(self) -> None:
        self.flush()
        if self.card is not None:
            self.paper_wanted.emit(self.card.review_id)

    @Slot(object)
    def _on_written(self, _change: Change) -> None:
        self._complain("")
        self.follow()

    def _on_field_refused(self, name: str, error: BaseException) -> None:
        """Said below the field, where the text still stands."""
        field = self.fields.get(name)
        if field is not None:
            field.complain(words_of(error))
        else:
            self._complain(words_of(error))

    @Slot(object)
    def _on_refused(self, error: BaseException) -> None:
        self._complain(words_of(error))

    def _complain(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))


def _write(uow: UnitOfWork, review_id: int, today: date, name: str, value: object) -> int:
    return service.write(uow, review_id, today, **{name: value})

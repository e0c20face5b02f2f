"""The centre of the screen: the steps with their due dates, the lines of the form, the score and the texts.

The line that is chosen stands in full below all of it and does not scroll, so that its ratings and keys are always in sight.
"""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from workbench import i18n
from workbench.i18n import _
from workbench.models.values.codes import ReviewState, Section
from workbench.models.values.labels import LABELS
from workbench.readmodels.reviews import ReviewCard
from workbench.views.reviews.comments import CommentsCard
from workbench.views.reviews.criteria import CriteriaCard
from workbench.views.reviews.line_card import LineCard
from workbench.views.reviews.part import quiet
from workbench.views.reviews.score_card import ScoreCard
from workbench.views.theme import TextRole, theme
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Text
from workbench.views.widgets.rows import Stepper
from workbench.views.words import reviews as words

STEPS_IN_LINE = 520
"""How wide the form has to be for the steps and what is due to stand beside each other."""


class ReviewForm(QScrollArea):
    """Emits the line whose rows are asked for, and another version to show; the screen places `line`."""

    opened = Signal(str)
    version_chosen = Signal(object)  # an id
    interview_wanted = Signal()

    def __init__(self, criteria: CriteriaCard, line: LineCard, score: ScoreCard, comments: CommentsCard) -> None:
        """Its parts are made before, in steps between two events."""
        super().__init__()
        self.card: ReviewCard | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.criteria, self.line, self.score, self.comments = criteria, line, score, comments
        self.remark = Text("", TextRole.BODY, "muted", wrap=True)
        self.remark.hide()
        self.due = Text("", TextRole.SMALL, "muted")
        self.due.setMinimumWidth(1)
        self.versions = QComboBox()
        self.versions.setAccessibleName(_("Version of the evaluation"))
        self.versions.activated.connect(self._on_version)
        self.interview = quiet(_("Interview …"))
        self.interview.setToolTip(_("Record of the evaluation interview"))
        self.interview.clicked.connect(self.interview_wanted)
        self._steps = QHBoxLayout()
        self._steps.setSpacing(10)
        self._stepper: Stepper | None = None
        self._steps.addWidget(self.versions)
        self._steps.addWidget(self.due)
        self._steps.addWidget(self.interview)
        page = QWidget()
        page.setAutoFillBackground(False)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(18, 12, 18, 16)
        layout.setSpacing(10)
        layout.addLayout(self._steps)
        layout.addWidget(self.remark)
        for part in (self.criteria, self.score, self.comments):
            layout.addWidget(part)
        layout.setStretchFactor(self.comments, 1)
        self.setWidget(page)
        self.criteria.table.line_chosen.connect(self._on_line)
        self.criteria.table.opened.connect(self._on_opened)
        self.line.opened.connect(self.opened)

    def show_card(self, card: ReviewCard, today: date, code: str = "") -> None:
        """Show a review; the line and what is being typed stay when it is the same one."""
        other = self.card is None or self.card.review_id != card.review_id
        if other:
            self.flush()
            self.verticalScrollBar().setValue(0)
        self.card = card
        self._show_steps(card, today)
        self._show_remark(card)
        self.criteria.show_card(card, code)
        current = self.criteria.table.current
        self.line.show_line(card, current.code if current is not None else card.items[0].code)
        self.score.show_card(card)
        self.comments.show_card(card)

    def _show_steps(self, card: ReviewCard, today: date) -> None:
        names = [_(LABELS[ReviewState][step.value]) for step in words.STEPS]
        current = words.STEPS.index(card.state) if card.state in words.STEPS else 0
        if card.state is ReviewState.LOCKED:
            current = len(names)
        if self._stepper is not None:
            self._steps.removeWidget(self._stepper)
            self._stepper.hide()
            self._stepper.deleteLater()
        missed = [words.STEPS.index(step) for step in card.left_out if step in words.STEPS]
        self._stepper = Stepper(names, min(current, len(names) - 1), missed)
        self._stepper.setToolTip(tip_text("\n".join(words.steps(card))))
        self._steps.insertWidget(0, self._stepper, 1)
        self.due.setText(words.due_line(card, today))
        late = card.state.value in card.due and card.due[card.state.value] < today and not card.is_finished
        self.due.set_colour("bad" if late else "muted")
        self.due.setToolTip(tip_text("\n".join(words.steps(card))))
        if [self.versions.itemData(i) for i in range(self.versions.count())] != [row for row, _number in card.versions]:
            self.versions.clear()
            for review_id, number in card.versions:
                self.versions.addItem(_("Version {number}", number=number), review_id)
        self.versions.setCurrentIndex(max(0, self.versions.findData(card.review_id)))
        self.versions.setVisible(len(card.versions) > 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.viewport().width() < theme().px(STEPS_IN_LINE)
        self._steps.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def _show_remark(self, card: ReviewCard) -> None:
        parts = []
        if card.state is ReviewState.NOT_RATED:
            parts.append(_("Not rated · {reason}", reason=_(card.excluded_because)))
        if card.no_grade_because:
            parts.append(_("{person} gets no grade in this cycle: {reason}.", person=card.person_name, reason=_(card.no_grade_because)))
        if card.follows_because:
            parts.append(_("Version {number} because: {reason}", number=card.number, reason=card.follows_because))
        if card.cycle.frozen_at is not None and not card.is_finished:
            parts.append(_("Figures were frozen on {day}.", day=i18n.full_date(i18n.local(card.cycle.frozen_at).date())))
        self.remark.setText(" ".join(parts))
        self.remark.setVisible(bool(parts))

    def flush(self) -> None:
        """Keep everything that is being typed."""
        self.line.flush()
        self.comments.flush()

    @property
    def line_code(self) -> str:
        current = self.criteria.table.current
        return current.code if current is not None else ""

    @Slot(str)
    def _on_line(self, code: str) -> None:
        if self.card is not None:
            self.line.show_line(self.card, code)
            self._keep_row_in_sight()

    def _keep_row_in_sight(self) -> None:
        """The table is as high as its rows, so it is this area that has to follow the arrow keys."""
        table, page = self.criteria.table, self.widget()
        row = table.visualRect(table.currentIndex())
        if row.isValid() and page is not None:
            middle = table.viewport().mapTo(page, row.center())
            self.ensureVisible(0, middle.y(), 0, row.height())

    @Slot(str)
    def _on_opened(self, code: str) -> None:
        item = self.card.item(code) if self.card is not None else None
        if item is None:
            return
        if item.section is Section.KPI:
            self.opened.emit(code)
        else:
            self.line.focus_facts()

    @Slot()
    def _on_version(self) -> None:
        chosen = self.versions.currentData()
        if chosen is not None:
            self.version_chosen.emit(int(chosen))

"""The score: total and grade, how they came about in words, bonus points, and the grade after calibration."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from workbench.i18n import N_, _
from workbench.models.values.codes import ReviewState
from workbench.readmodels.reviews import ReviewCard
from workbench.services import reviews
from workbench.views.context import Context
from workbench.views.reviews.part import KeptLine, Part
from workbench.views.theme import TextRole, theme
from workbench.views.widgets.basic import Text
from workbench.views.words import reviews as words

CALIBRATING = (ReviewState.CALIBRATION, ReviewState.INTERVIEW)


class _Points(QDoubleSpinBox):
    """Bonus points; the wheel scrolls the page and not the points."""

    def __init__(self) -> None:
        super().__init__()
        self.setRange(-5.0, 5.0)
        self.setDecimals(2)
        self.setSingleStep(0.5)
        self.setKeyboardTracking(False)
        self.setMinimumWidth(theme().px(118))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Bonus or penalty points"))

    def wheelEvent(self, event: object) -> None:
        event.ignore()  # type: ignore[attr-defined]


class ScoreCard(Part):
    """Total, proposed grade and the grade that counts."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.setAccessibleName(_("Score"))
        self.total, self.grade = Text("—", TextRole.FIGURE_LARGE), Text("—", TextRole.FIGURE_LARGE)
        self._grade_caption = Text("", TextRole.SMALL, "muted")
        line = QHBoxLayout()
        line.setSpacing(22)
        for caption, figure in ((Text(_("Total of 100"), TextRole.SMALL, "muted"), self.total), (self._grade_caption, self.grade)):
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(caption)
            column.addWidget(figure)
            column.addStretch(1)
            line.addLayout(column)
        self.sums = Text("", TextRole.SMALL, wrap=True)
        self.share = Text("", TextRole.SMALL, "muted", wrap=True)
        self.dropped = Text("", TextRole.SMALL, "warning", wrap=True)
        told = QVBoxLayout()
        told.setSpacing(3)
        for text in (self.sums, self.share, self.dropped):
            told.addWidget(text)
        told.addStretch(1)
        line.addLayout(told, 1)
        self.body.addLayout(line)
        self.body.addLayout(self._edits())
        self.end()

    def _edits(self) -> QGridLayout:
        self.bonus = _Points()
        self.bonus.valueChanged.connect(self._on_bonus)
        self.bonus_reason = KeptLine(_("Reason for the points"), _("Reason for the points"))
        self.bonus_reason.changed_to.connect(self._on_bonus_reason)
        self.calibrated = QComboBox()
        self.calibrated.setMinimumWidth(theme().px(132))
        self.calibrated.setAccessibleName(_("Grade after calibration"))
        self.calibrated.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.calibrated.activated.connect(self._on_grade)
        self.calibration_reason = KeptLine(_("Reason for the grade"), _("Reason for the grade; the person sees it"))
        self.calibration_reason.changed_to.connect(self._on_grade_reason)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        rows = ((_("Bonus"), self.bonus, self.bonus_reason), (_("Calibrated"), self.calibrated, self.calibration_reason))
        self._captions = []
        for row, (caption, editor, reason) in enumerate(rows):
            self._captions.append(Text(caption, TextRole.SMALL, "muted"))
            grid.addWidget(self._captions[-1], row, 0)
            grid.addWidget(editor, row, 1)
            grid.addWidget(reason, row, 2)
        return grid

    def show_card(self, card: ReviewCard) -> None:
        other = self.card is None or self.card.review_id != card.review_id
        if other:
            self.complain("")
        self.card = card
        self.total.setText(words.score(card.total))
        self.grade.setText("–" if card.is_provisional else card.calibrated_grade or card.grade)
        caption = _("Grade when rated") if card.is_provisional else _("Proposed grade")
        self._grade_caption.setText(_("Grade, calibrated from {grade}", grade=card.grade) if card.calibrated_grade else caption)
        self.sums.setText(words.arithmetic(card))
        self.share.setText(words.proration(card))
        self.dropped.setText(words.dropped(card) if card.state is not ReviewState.NOT_RATED else "")
        self.dropped.setVisible(bool(self.dropped.text()))
        self.setAccessibleDescription(f"{words.score(card.total)} {card.grade}")
        self._show_edits(card, other)

    def _show_edits(self, card: ReviewCard, other: bool) -> None:
        self.bonus.blockSignals(True)
        if not self.bonus.hasFocus() or other:
            self.bonus.setValue(card.texts.bonus / 100)
        self.bonus.blockSignals(False)
        self.bonus_reason.show_kept(card.texts.bonus_reason, other=other)
        grades = ["", *(grade for grade, _limit in card.bands)]
        if [self.calibrated.itemData(i) for i in range(self.calibrated.count())] != grades:
            self.calibrated.clear()
            for grade in grades:
                self.calibrated.addItem(grade or _("as proposed"), grade)
        waiting = self.card is not None and self.calibrated.currentData() and not self.calibration_reason.text().strip() and not other
        if not waiting:
            self.calibrated.setCurrentIndex(max(0, self.calibrated.findData(card.calibrated_grade)))
        self.calibration_reason.show_kept(card.calibration_reason, other=other)
        calibrating = card.state in CALIBRATING or bool(card.calibrated_grade)
        for part in (self._captions[1], self.calibrated, self.calibration_reason):
            part.setVisible(calibrating)
        widgets: tuple[QWidget, ...] = (self.bonus, self.bonus_reason, self.calibrated, self.calibration_reason)
        for widget in widgets:
            widget.setEnabled(self.editable)

    @Slot(float)
    def _on_bonus(self, value: float) -> None:
        if self.card is not None:
            job = partial(reviews.set_text, review_id=self.card.review_id, bonus=round(value * 100))
            self.write(N_("Bonus points of {person}"), job)

    @Slot(str)
    def _on_bonus_reason(self, text: str) -> None:
        if self.card is not None:
            self.write(N_("Bonus points of {person}"), partial(reviews.set_text, review_id=self.card.review_id, bonus_reason=text))

    @Slot()
    def _on_grade(self) -> None:
        grade, reason = str(self.calibrated.currentData() or ""), self.calibration_reason.text().strip()
        if self.card is None or grade == self.card.calibrated_grade:
            return
        if grade and not reason:
            self.complain(_("A calibrated grade needs its reason; the person sees it. Nothing was changed."))
            self.calibration_reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._calibrate(grade, reason)

    @Slot(str)
    def _on_grade_reason(self, text: str) -> None:
        grade = str(self.calibrated.currentData() or "")
        if grade:
            self._calibrate(grade, text)

    def _calibrate(self, grade: str, reason: str) -> None:
        if self.card is not None:
            job = partial(reviews.calibrate, review_id=self.card.review_id, grade=grade, reason=reason)
            self.write(N_("Calibrate {person}: {grade}"), job, grade=grade or self.card.grade)

"""The selected line in full: what each rating means and the facts behind it, or how the figure came about.

A figure can be set by hand against the records only with its reason; an empty field goes back to the records.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from fractions import Fraction
from functools import partial

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from workbench import i18n
from workbench.i18n import N_, _
from workbench.models.values.codes import Metric, Section, Unit
from workbench.models.values.money import Money
from workbench.models.values.numbers import half_up, half_up_int
from workbench.readmodels.reviews import ItemCard, ReviewCard
from workbench.services import reviews, reviews_templates
from workbench.views.context import Context
from workbench.views.paint import CENTRE, draw_text, focus_ring, rounded
from workbench.views.reviews.part import KeptLine, KeptText, Part, quiet, rating_step
from workbench.views.reviews.talk_evidence import TalkEvidence
from workbench.views.theme import METRICS, TextRole, theme
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Clickable, ElidedText, Text
from workbench.views.widgets.panels import IconButton
from workbench.views.words import reviews as words


class _Step(Clickable):
    """One rating of a scale."""

    def __init__(self, value: int, name: str) -> None:
        super().__init__(name)
        self.value = value
        self.setCheckable(True)
        self.setToolTip(tip_text(_(words.RATING_LABELS[value - 1])))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(28), theme().px(26))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = theme(), QPainter(self)
        rect = QRectF(self.rect())
        if self.isChecked():
            rounded(painter, rect, METRICS.radius_block, t.tokens.accent if self.isEnabled() else t.tokens.border_strong)
        else:
            rounded(painter, rect, METRICS.radius_block, t.tokens.hover if self.underMouse() else t.tokens.surface, t.tokens.border_strong)
        ink = (
            (t.tokens.on_accent if self.isEnabled() else t.tokens.text)
            if self.isChecked()
            else t.tokens.text
            if self.isEnabled()
            else t.tokens.faint
        )
        draw_text(painter, rect, str(self.value), TextRole.BODY_BOLD if self.isChecked() else TextRole.BODY, ink, CENTRE, elide=False)
        if self.shows_ring():
            focus_ring(painter, rect, METRICS.radius_block)


class RatingScale(QWidget):
    """1 to 5, or nothing: digits and clicks rate, and only the cross or 0 takes a rating away."""

    rated = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        self.steps = [_Step(value, f"{name}: {value}") for value in range(1, 6)]
        self._value: int | None = None
        for step in self.steps:
            step.clicked.connect(self._on_clicked)
            layout.addWidget(step)
        self.away = IconButton("x", _("Take the rating away (0)"), 12)
        kept = self.away.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.away.setSizePolicy(kept)
        self.away.clicked.connect(self._on_away)
        self.away.hide()
        layout.addWidget(self.away)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_value(self, value: int | None) -> None:
        self._value = value
        for step in self.steps:
            step.setChecked(step.value == value)
        self._tell_away()

    def tell_meanings(self, meanings: Sequence[str]) -> None:
        """What each rating of this line stands for; its tooltip says so."""
        for step, meaning in zip(self.steps, meanings, strict=True):
            label = _(words.RATING_LABELS[step.value - 1])
            step.setToolTip(tip_text("\n".join(part for part in (label, meaning) if part)))

    def _tell_away(self) -> None:
        if self._value is None and self.away.hasFocus():
            self.steps[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self.away.setVisible(self._value is not None and self.isEnabled())

    @Slot()
    def _on_away(self) -> None:
        self.rated.emit(0)

    @Slot()
    def _on_clicked(self) -> None:
        step = self.sender()
        if isinstance(step, _Step):
            self.rated.emit(step.value)
            self.set_value(self._value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() in ("0", "1", "2", "3", "4", "5"):
            self.rated.emit(int(event.text()))
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.EnabledChange:
            self._tell_away()


class LineCard(Part):
    """Emits `opened` when the rows behind the figure are asked for."""

    opened = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.item: ItemCard | None = None
        self._shown = (0, "")
        self.name = ElidedText("", TextRole.HEADING)
        self.definition = ElidedText("", TextRole.SMALL, "muted")
        self.definition.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.head.addWidget(self.name)
        self.head.addWidget(self.definition, 1)
        self.keys = ElidedText("", TextRole.SMALL, "muted")
        self.head.addWidget(self.keys)
        self.body.addLayout(self.head)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._ratings())
        self.stack.addWidget(self._figures())
        self.body.addWidget(self.stack)
        self.end()

    def _ratings(self) -> QWidget:
        page = QWidget()
        self.own = RatingScale(_("Self"))
        self.own.rated.connect(self._on_self)
        self.superior = RatingScale(_("Superior"))
        self.superior.rated.connect(self._on_superior)
        self.facts = KeptText(_("Facts: what happened, when"), _("Facts with their dates; ratings of 1, 2 and 5 need one"), theme().px(46))
        self.facts.setMaximumHeight(theme().px(46))
        self.facts.changed_to.connect(self._on_facts)
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(4)
        grid.addWidget(Text(_("Self"), TextRole.SMALL, "muted"), 0, 0)
        grid.addWidget(self.own, 1, 0)
        grid.addWidget(Text(_("By superior"), TextRole.SMALL, "muted"), 0, 1)
        grid.addWidget(self.superior, 1, 1)
        self.from_talks = TalkEvidence(self.context)
        self.from_talks.cited.connect(self._on_cited)
        grid.setColumnStretch(2, 1)
        grid.addWidget(self.from_talks, 1, 3)
        grid.addWidget(self.facts, 2, 0, 1, 4)
        return page

    def _figures(self) -> QWidget:
        page = QWidget()
        self.working = Text("", TextRole.BODY, wrap=True)
        self.source = Text("", TextRole.SMALL, "muted", wrap=True)
        self.rows = quiet(_("Show the rows"))
        self.rows.clicked.connect(self._on_rows)
        self.figure = KeptLine(_("Figure by hand"), _("Figure by hand"), 30)
        self.figure.setMaximumWidth(theme().px(150))
        self.reason = KeptLine(_("Reason for the figure by hand"), _("Reason; it is printed beside the figure"))
        self.figure.changed_to.connect(self._on_by_hand)
        self.reason.changed_to.connect(self._on_by_hand)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        first = QHBoxLayout()
        first.addWidget(self.working, 1)
        first.addWidget(self.rows)
        layout.addLayout(first)
        layout.addWidget(self.source)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.figure)
        line.addWidget(self.reason, 1)
        layout.addLayout(line)
        layout.addStretch(1)
        return page

    @staticmethod
    def _meaning(item: ItemCard) -> str:
        """What the rating given stands for; what the line asks while there is none."""
        return level(item.code, item.manager_rating) or words.definition_of(item)

    # -- showing

    def show_line(self, card: ReviewCard, code: str) -> None:
        """Show one line of a review; what is being typed for the same line stays."""
        try:
            item = card.item(code)
        except KeyError:
            item = card.items[0]
        other = self._shown != (card.review_id, item.code)
        if other:
            self.flush()
            self.complain("")
        self._shown = (card.review_id, item.code)
        self.card, self.item = card, item
        self.setAccessibleName(words.name_of(item))
        self.name.setText(words.name_of(item))
        self.definition.setText(self._meaning(item))
        if item.section is Section.KPI:
            self._show_figure(item, other)
        else:
            self._show_rating(item, other)

    def _show_rating(self, item: ItemCard, other: bool) -> None:
        self.stack.setCurrentIndex(0)
        self.keys.setText(_("1–5 rate · 0 takes away · Enter: fact") if self.editable else "")
        self.own.set_value(item.self_rating)
        self.superior.set_value(item.manager_rating)
        for scale in (self.own, self.superior):
            scale.tell_meanings([level(item.code, value) for value in range(1, 6)])
        self.facts.show_kept(item.evidence, other=other)
        if self.card is not None:
            self.from_talks.show_line(self.card.review_id, item.code, editable=self.editable)
        for widget in (self.own, self.superior):
            widget.setEnabled(self.editable)
        self.facts.setReadOnly(not self.editable)

    def _show_figure(self, item: ItemCard, other: bool) -> None:
        self.stack.setCurrentIndex(1)
        self.keys.setText(_("↑ ↓ line · Enter: rows"))
        self.working.setText(working(item))
        source = item.source_zh if i18n.is_chinese() else item.source_en
        target = _("target: {source}", source=item.target_source) if item.target_source else ""
        self.source.setText(" · ".join(part for part in (_("from: {source}", source=source) if source else "", target) if part))
        by_hand = bool(item.by_hand_because)
        self.figure.show_kept(_plain(item) if by_hand else "", other=other)
        self.reason.show_kept(item.by_hand_because, other=other)
        self.rows.setEnabled(item.rows is not None or by_hand)
        for widget in (self.figure, self.reason):
            widget.setReadOnly(not self.editable)

    def focus_facts(self) -> None:
        (self.facts if self.stack.currentIndex() == 0 else self.figure).setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Keep the fact that is being typed."""
        self.facts.flush()

    # -- writing

    def _rate(self, self_rating: int | None = None, manager_rating: int | None = None, evidence: str | None = None) -> None:
        if self.card is None or self.item is None:
            return
        job = partial(
            reviews.rate,
            review_id=self.card.review_id,
            item_code=self.item.code,
            self_rating=self_rating,
            manager_rating=manager_rating,
            evidence=evidence,
        )
        given = manager_rating if self_rating is None else self_rating
        action = N_("Facts for {person}: {item}") if evidence is not None else rating_step(given or 0)
        self.write(action, job, item=words.name_of(self.item))

    @Slot(int)
    def _on_self(self, value: int) -> None:
        if self.item is not None and not self.is_same_rating(self.item, "self_rating", value):
            self._rate(self_rating=value)

    @Slot(int)
    def _on_superior(self, value: int) -> None:
        if self.item is not None and not self.is_same_rating(self.item, "manager_rating", value):
            self._rate(manager_rating=value)

    @Slot(str)
    def _on_facts(self, text: str) -> None:
        self._rate(evidence=text)

    @Slot(str)
    def _on_cited(self, words: str) -> None:
        """What a talk holds becomes a fact below those that are there; the same words are not written twice."""
        self.facts.flush()
        there = self.facts.toPlainText().rstrip()
        if words not in there:
            self._rate(evidence=f"{there}\n{words}" if there else words)

    @Slot()
    def _on_rows(self) -> None:
        if self.item is not None:
            self.opened.emit(self.item.code)

    @Slot(str)
    def _on_by_hand(self, _text: str) -> None:
        if self.card is None or self.item is None or self.item.metric is None:
            return
        typed, reason = self.figure.text().strip(), self.reason.text().strip()
        if not typed and self.item.by_hand_because == "":
            return
        if typed and not reason:
            self.complain(_("Say why the figure is set by hand. Nothing was changed."))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        try:
            amount = read_amount(typed) if typed else None
        except ValueError:
            self.complain(_("“{text}” is no figure. Nothing was changed.", text=typed))
            return
        job = partial(reviews.set_actual_by_hand, review_id=self.card.review_id, item_code=self.item.code, amount=amount, because=reason)
        self.write(N_("Figure by hand for {person}: {item}"), job, item=words.name_of(self.item))


def level(code: str, rating: int | None) -> str:
    """What a rating of a line stands for, in the language of the moment; empty where the template keeps no words."""
    zh, en = reviews_templates.anchor(code, rating)
    return zh if i18n.is_chinese() else en


def read_amount(text: str) -> int:
    """Hundredths of the unit from what was typed, full-width digits and thousands separators included; ValueError otherwise."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "").removesuffix("%").removeprefix("¥")
    value = half_up_int(Fraction(plain) * 100)
    if value < 0:
        raise ValueError(text)
    return value


def _plain(item: ItemCard) -> str:
    return "" if item.actual is None else f"{half_up(Fraction(item.actual, 100), 2)}".removesuffix(".00")


def working(item: ItemCard) -> str:
    """The figure with its arithmetic: 201,600.00 ÷ 180,000.00 = 112.0% × 35 = 39.20."""
    if item.actual is None:
        return _("There is no figure in the records; the line does not count, and the total says so.")
    if item.attainment is None:
        return _("{actual}, but no target is set; the line does not count, and the total says so.", actual=words.actual(item))
    counted = f"{words.percent(item.attainment)}"
    if item.is_capped:
        counted += _(" (counted as {cap})", cap=words.percent(Fraction(item.cap, 10_000)))
    sign = "2 −" if item.less_is_better else ""
    target = (
        Money(item.target or 0).grouped()
        if item.metric is not None and item.metric.unit is Unit.MONEY
        else words.amount(item.metric or Metric.SALES_NET, item.target)
    )
    return f"{sign} {words.actual(item)} ÷ {target} = {counted} × {words.weight(item.weight)} = {words.points(item.points)}".strip()

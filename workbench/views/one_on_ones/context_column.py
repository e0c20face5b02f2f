"""What stands beside the talk: this person's real work, and what was said, promised and praised before."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout

from workbench import i18n
from workbench.i18n import N_, _, ngettext
from workbench.models.values.numbers import half_up, half_up_int
from workbench.models.values.quantities import hours_text
from workbench.readmodels.one_on_ones import PastTalk, TalkCard, WeekHours
from workbench.services import one_on_ones as service
from workbench.services.workspace import Change
from workbench.views.context import Context, Destination
from workbench.views.messages import words_of
from workbench.views.one_on_ones.evidence import EvidenceCard
from workbench.views.one_on_ones.part import clear_layout, link, widgets_of
from workbench.views.one_on_ones.steady import SteadyArea
from workbench.views.paint import CENTRE, draw_paragraph, draw_text, focus_ring, line_height, rounded, wrapped
from workbench.views.theme import METRICS, TextRole, Tone, theme
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Card, Clickable, Meter, Surface, Text
from workbench.views.words import one_on_ones as words

PAST_LINES = 3
NEAR_LIMIT = 60
WAN = 1_000_000  # fen in ten thousand yuan
THOUSAND = 100_000  # fen in a thousand yuan


def money(fen: int) -> str:
    """Yuan without fen, in 万 / k where it is large, half-up: a figure for orientation beside the talk."""
    large = abs(fen) >= WAN
    if i18n.is_chinese():
        return f"{half_up(Fraction(fen, WAN), 1):,} 万元" if large else f"{half_up(Fraction(fen, 100), 0):,} 元"
    return f"¥{half_up(Fraction(fen, THOUSAND), 1):,}k" if large else f"¥{half_up(Fraction(fen, 100), 0):,}"


class HoursChart(Clickable):
    """Four weeks as bars against the limit; opens the week plan of the last."""

    def __init__(self) -> None:
        super().__init__(_("Hours of the last four weeks"))
        self._hours: tuple[WeekHours, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_hours(self, hours: tuple[WeekHours, ...]) -> None:
        self._hours = hours
        told = ", ".join(f"{i18n.day_month(w.monday)} {w.minutes / 60:g} h" for w in hours)
        self.setAccessibleName(f"{_('Hours of the last four weeks')}: {told}")
        self.setToolTip(tip_text(told))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(180, theme().px(70))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter, rect = theme(), QPainter(self), QRectF(self.rect())
        if self.underMouse():
            rounded(painter, rect, METRICS.radius_block, t.tokens.hover)
        if not self._hours:
            return
        top = max(*(w.limit for w in self._hours), *(w.minutes for w in self._hours), 1)
        step, base, height = rect.width() / len(self._hours), rect.height() - t.px(17), rect.height() - t.px(36)
        for place, week in enumerate(self._hours):
            over = bool(week.limit) and week.minutes > week.limit
            near = bool(week.limit) and week.minutes > week.limit - NEAR_LIMIT
            ink = t.tone(Tone.BAD if over else Tone.WARNING if near else Tone.ACCENT).ink
            tall = height * week.minutes / top
            column = QRectF(place * step + step / 2 - t.px(11), base - tall, t.px(22), tall)
            if week.minutes:
                rounded(painter, column, 3, ink)
            figure = f"{week.minutes / 60:g}" + ("!" if over else "")
            draw_text(
                painter,
                QRectF(place * step, base - tall - t.px(18), step, t.px(17)),
                figure,
                TextRole.SMALL_BOLD,
                ink if near else t.tokens.text,
                CENTRE,
            )
            draw_text(
                painter, QRectF(place * step, base + 1, step, t.px(16)), i18n.day_month(week.monday), TextRole.TINY, t.tokens.muted, CENTRE
            )
            if week.limit:
                painter.fillRect(QRectF(place * step, base - height * week.limit / top, step, 1), t.colour("faint"))
        if self.shows_ring():
            focus_ring(painter, rect, METRICS.radius_block)


class PastRow(Clickable):
    """A past talk with its first shared lines; opens it in the workspace."""

    chosen = Signal(object)  # an id

    def __init__(self, talk: PastTalk, head: str) -> None:
        super().__init__(f"{head}: {talk.summary}")
        self._talk, self._head = talk, head
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)

    @property
    def talk_id(self) -> int:
        return self._talk.id

    def _on_clicked(self) -> None:
        self.chosen.emit(self._talk.id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        lines = len(wrapped(self._talk.summary, TextRole.BODY, max(60, self.width() - 20), PAST_LINES)) if self._talk.summary else 0
        self.setFixedHeight(round(theme().px(28) + lines * line_height(TextRole.BODY) + theme().px(5)))

    def sizeHint(self) -> QSize:
        return QSize(180, theme().px(54))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter, rect = theme(), QPainter(self), QRectF(self.rect())
        if self.isChecked():
            rounded(painter, rect, METRICS.radius_block, t.tone(Tone.ACCENT).tint)
        elif self.underMouse():
            rounded(painter, rect, METRICS.radius_block, t.tokens.hover)
        draw_text(painter, QRectF(10, t.px(4), rect.width() - 20, t.px(20)), self._head, TextRole.SMALL, t.tokens.muted)
        if self._talk.summary:
            draw_paragraph(
                painter,
                QRectF(10, t.px(25), rect.width() - 20, rect.height()),
                self._talk.summary,
                TextRole.BODY,
                t.tokens.text,
                PAST_LINES,
            )
        if self.shows_ring():
            focus_ring(painter, rect, METRICS.radius_block)


def _card(caption: str) -> Card:
    card = Card(spacing=2)
    card.body.setContentsMargins(12, 9, 12, 10)
    card.setAccessibleName(caption)
    card.body.addWidget(Text(caption, TextRole.SMALL, "muted", wrap=True))
    return card


class ContextColumn(Surface):
    """`past_chosen` carries the id of a past talk to open."""

    past_chosen = Signal(object)  # an id

    def __init__(self, context: Context) -> None:
        super().__init__("surface", left=True)
        self.context = context
        self.card: TalkCard | None = None
        self._past: tuple[PastTalk, ...] | None = None
        inner = Surface("surface")
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(16, 14, 6, 14)
        self.body.setSpacing(10)
        self.body.addWidget(Text(_("Background"), TextRole.HEADING))
        self.evidence = EvidenceCard(context)
        for build in (self._build_alert, self._build_month, self._build_hours, self._build_promises, self._build_praise):
            build()
        self.body.addWidget(self.evidence)
        self._build_past()
        self.body.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.addWidget(SteadyArea(inner))
        self._theme_changed()

    def _theme_changed(self) -> None:
        super()._theme_changed()
        self.setFixedWidth(min(theme().px(300), 360))

    def _build_alert(self) -> None:
        self.alert = Text("", TextRole.SMALL_BOLD, "bad", wrap=True)
        self.body.addWidget(self.alert)

    def _build_month(self) -> None:
        self.month = _card(_("This month against the target"))
        line = QHBoxLayout()
        line.setSpacing(6)
        self.percent, self.expected = Text("", TextRole.FIGURE), Text("", TextRole.SMALL, "muted", wrap=True)
        line.addWidget(self.percent)
        line.addWidget(self.expected, 1, Qt.AlignmentFlag.AlignBottom)
        self.meter, self.amounts = Meter(0), Text("", TextRole.SMALL, "muted", wrap=True)
        self.month.body.addLayout(line)
        self.month.body.addSpacing(4)
        self.month.body.addWidget(self.meter)
        self.month.body.addSpacing(4)
        self.month.body.addWidget(self.amounts)
        self.body.addWidget(self.month)

    def _build_hours(self) -> None:
        self.hours = _card(_("Hours of the last four weeks"))
        self.chart = HoursChart()
        self.chart.clicked.connect(self._on_hours)
        self.hours_note = Text("", TextRole.SMALL, "muted", wrap=True)
        self.hours.body.addWidget(self.chart)
        self.hours.body.addWidget(self.hours_note)
        self.body.addWidget(self.hours)

    def _build_promises(self) -> None:
        self.promises = _card(_("Open promises"))
        self.promise_line = Text("", TextRole.BODY, wrap=True)
        self.promises.body.addWidget(self.promise_line)
        self.body.addWidget(self.promises)

    def _build_praise(self) -> None:
        self.praise = _card(_("Recognition of the last three months"))
        self.praise_lines = QVBoxLayout()
        self.praise_lines.setSpacing(2)
        self.praise.body.addLayout(self.praise_lines)
        self.thanks = QLineEdit()
        self.thanks.setPlaceholderText(_("Thank for one concrete thing, then Enter"))
        self.thanks.setAccessibleName(_("Thank for one concrete thing"))
        self.thanks.returnPressed.connect(self._on_thanks)
        self.thanks_problem = Text("", TextRole.SMALL, "bad", wrap=True)
        self.thanks_problem.hide()
        self.praise.body.addSpacing(4)
        self.praise.body.addWidget(self.thanks)
        self.praise.body.addWidget(self.thanks_problem)
        self.body.addWidget(self.praise)

    def _build_past(self) -> None:
        self.past = _card(_("Last talks"))
        self.past.body.setContentsMargins(4, 9, 4, 6)
        for caption in widgets_of(self.past.body, Text):
            caption.setContentsMargins(8, 0, 8, 2)
        self.timeline = link(_("Everything on a timeline"))
        self.timeline.clicked.connect(self._on_timeline)
        self.past.body.addWidget(self.timeline, 0, Qt.AlignmentFlag.AlignLeft)
        self.past_lines = QVBoxLayout()
        self.past_lines.setSpacing(0)
        self.past.body.addLayout(self.past_lines)
        self.body.addWidget(self.past)

    # -- showing

    def show_card(self, card: TalkCard) -> None:
        if self.card is not None and self.card.person_id != card.person_id:
            self.thanks.clear()
            self._complain("")
        self.card = card
        alert = words.MOOD_ALERTS.get(card.context.mood_alert, "")
        self.alert.setText(_(alert))
        self.alert.setVisible(bool(alert))
        self._show_month(card)
        self._show_hours(card)
        self._show_promises(card)
        clear_layout(self.praise_lines)
        for day, text in card.context.recognition[:4]:
            self.praise_lines.addWidget(Text(f"{words.day(day, self.context.today())}  {text}", TextRole.BODY, wrap=True))
        self._show_past(card)
        self.evidence.show_card(card)

    def _show_month(self, card: TalkCard) -> None:
        c = card.context
        if not c.month_target:
            self.percent.setText(money(c.month_actual))
            self.expected.setText(_("no target is set"))
            self.meter.hide()
            self.amounts.hide()
            return
        behind = c.month_expected is not None and c.month_actual < c.month_expected
        self.percent.setText(f"{half_up_int(Fraction(100 * c.month_actual, c.month_target))} %")
        share = half_up_int(Fraction(100 * (c.month_expected or 0), c.month_target))
        self.expected.setText(_("expected {share} by today", share=f"{share} %") if c.month_expected is not None else "")
        self.expected.set_colour("warning" if behind else "good")
        self.meter.set_fraction(c.month_actual / c.month_target, Tone.WARNING if behind else Tone.ACCENT)
        self.meter.show()
        self.amounts.setText(_("{actual} of the target {target}", actual=money(c.month_actual), target=money(c.month_target)))
        self.amounts.show()

    def _show_hours(self, card: TalkCard) -> None:
        hours = card.context.hours
        self.chart.show_hours(hours)
        over = sum(bool(w.limit) and w.minutes > w.limit for w in hours)
        near = sum(bool(w.limit) and w.minutes > w.limit - NEAR_LIMIT for w in hours)
        limits = list(dict.fromkeys(hours_text(w.limit) for w in hours if w.limit))
        limit = " / ".join(limits)  # more than one where the law or the engagement changed in these weeks
        if over:
            text, colour = (
                ngettext("{n} week is over the limit of {limit} h", "{n} weeks are over the limit of {limit} h", over, limit=limit),
                "bad",
            )
        elif near >= 2:
            text, colour = _("Close to the limit of {limit} h again and again; watch for fatigue", limit=limit), "warning"
        else:
            text, colour = _("Limit {limit} h a week", limit=limit) if limit else _("No legal limit for this engagement"), "muted"
        self.hours_note.setText(text)
        self.hours_note.set_colour(colour)

    def _show_promises(self, card: TalkCard) -> None:
        c = card.context
        if not c.open_actions:
            self.promise_line.setText(_("None is open"))
            self.promise_line.set_colour("muted")
            return
        text = ngettext("{n} open", "{n} open", c.open_actions)
        late = ngettext("{n} of them late", "{n} of them late", c.overdue_actions) if c.overdue_actions else ""
        self.promise_line.setText(" · ".join(part for part in (text, late) if part))
        self.promise_line.set_colour("bad" if c.overdue_actions else "text")

    def _show_past(self, card: TalkCard) -> None:
        if self._past != card.past:
            self._past = card.past
            clear_layout(self.past_lines)
            for talk in card.past:
                row = PastRow(talk, self._past_head(talk))
                row.chosen.connect(self.past_chosen)
                self.past_lines.addWidget(row)
            if not card.past:
                none = Text(_("This is the first talk with {name}", name=card.name), TextRole.BODY, "muted", wrap=True)
                none.setContentsMargins(8, 0, 8, 4)
                self.past_lines.addWidget(none)
        for row in self.past_rows:
            row.setChecked(row.talk_id == card.talk_id)

    def _past_head(self, talk: PastTalk) -> str:
        parts = [words.day(talk.day, self.context.today())]
        if talk.state != "done":
            parts.append(_(words.TALK_STATES.get(talk.state, "")))
        if talk.mood is not None:
            parts.append(_("mood {value}", value=talk.mood))
        if talk.workload is not None:
            parts.append(_("workload {value}", value=talk.workload))
        return " · ".join(parts)

    @property
    def past_rows(self) -> list[PastRow]:
        return widgets_of(self.past_lines, PastRow)

    # -- doing

    def _on_hours(self) -> None:
        if self.card is not None:
            today = self.context.today()
            self.context.go(Destination("planning", {"monday": today - timedelta(days=today.weekday()), "person_id": self.card.person_id}))

    def _on_timeline(self) -> None:
        if self.card is not None:
            self.context.go(Destination("people", {"person_id": self.card.person_id, "part": "timeline"}))

    def _on_thanks(self) -> None:
        text = self.thanks.text()
        if self.card is None or not text.strip():
            return
        job = partial(service.recognise, person_id=self.card.person_id, text=text, day=self.context.today())
        self.context.tasks.write(self, N_("Thank {person}"), job, self._on_thanked, self._on_refused, person=self.card.name)

    def _on_thanked(self, _change: Change) -> None:
        self.thanks.clear()
        self._complain("")

    def _on_refused(self, error: BaseException) -> None:
        self._complain(words_of(error))

    def _complain(self, text: str) -> None:
        self.thanks_problem.setText(text)
        self.thanks_problem.setVisible(bool(text))

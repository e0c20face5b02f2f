"""The agenda: points that are ticked, edited and added in place, and one question of each theme from the bank."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from workbench import i18n
from workbench.i18n import N_, _, ngettext
from workbench.readmodels.one_on_ones import AgendaRow, QuestionRow, TalkCard
from workbench.services import one_on_ones as service
from workbench.services import one_on_ones_agenda as bank
from workbench.views.context import Context
from workbench.views.one_on_ones.agenda_help import AgendaHelp
from workbench.views.one_on_ones.list_part import ListPart
from workbench.views.one_on_ones.own_questions import OwnQuestions
from workbench.views.one_on_ones.part import clear_layout, link, widgets_of
from workbench.views.one_on_ones.rows import TickRow
from workbench.views.paint import draw_chip, draw_text, focus_ring, rounded
from workbench.views.theme import METRICS, TextRole, Tone, theme
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Clickable, Text
from workbench.views.widgets.forms import Segmented
from workbench.views.words import one_on_ones as words


class QuestionLine(Clickable):
    """A question of the bank; choosing it puts it on the agenda."""

    chosen = Signal(object)

    def __init__(self, question: QuestionRow) -> None:
        self.question = question
        self.words = question.zh if i18n.is_chinese() else question.en
        super().__init__(f"{words.theme_label(question.theme)}: {self.words}")
        self.setToolTip(tip_text(self.words))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self.chosen.emit(self)

    def sizeHint(self) -> QSize:
        return QSize(240, theme().px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter, rect = theme(), QPainter(self), QRectF(self.rect())
        if self.underMouse() or self.shows_ring():
            rounded(painter, rect.adjusted(6, 1, -6, -1), METRICS.radius_block, t.tokens.hover)
        chip = draw_chip(painter, 14, rect.height() / 2, words.theme_label(self.question.theme), t.tone(Tone.ACCENT))
        left = max(chip.right() + 10, t.px(90))
        draw_text(painter, QRectF(left, 0, rect.width() - left - 14, rect.height()), self.words, TextRole.BODY, t.tokens.text)
        if self.shows_ring():
            focus_ring(painter, rect.adjusted(4, 1, -4, -1), METRICS.radius_block)


class AgendaPart(ListPart[TickRow]):
    """Points open and settled, the line that adds one, and the question bank."""

    kind = TickRow

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Agenda"), _("Add a point"), _("Add a point, then Enter"))
        self.bank_link = link(_("+ From the question bank"))
        self.bank_link.setToolTip("Ctrl+Shift+K")
        self.bank_link.clicked.connect(self.toggle_bank)
        self.help = AgendaHelp(context)
        self.head.addWidget(self.help.button)
        self.head.addWidget(self.bank_link)
        self.empty = Text(
            _("Nothing is on the agenda yet. Add the first point below, or take a question from the bank."),
            TextRole.SMALL,
            "muted",
            wrap=True,
        )
        self.empty.setContentsMargins(14, 4, 14, 6)
        self.body.addWidget(self.empty)
        self.bank = QWidget()
        column = QVBoxLayout(self.bank)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(0)
        self.bank_lines = QVBoxLayout()
        self.bank_lines.setSpacing(0)
        column.addLayout(self.bank_lines)
        self.own = OwnQuestions(context)
        self.own.changed.connect(self._on_own_changed)
        column.addWidget(self.own)
        self.bank.hide()
        self.body.addWidget(self.bank)
        self.body.addWidget(self.help)
        self.raised_by = Segmented(_("Raised by"), [("manager", _("Me")), ("employee", _("Them"))])
        self._adding.addWidget(self.raised_by)
        self.body.addWidget(self.adder)
        self.body.addWidget(self.problem)

    # -- showing

    def show_card(self, card: TalkCard) -> None:
        self._show(card, card.agenda)
        self.empty.setVisible(not card.agenda)
        self.empty.setText(
            _("Nothing is on the agenda yet. Add the first point below, or take a question from the bank.")
            if self.may_add
            else _("Nothing was settled in this talk.")
        )
        self.adder.setVisible(self.may_add)
        self.bank_link.setVisible(self.may_add)
        self.help.show_card(card, coming=self.may_add)

    def _leave(self) -> None:
        super()._leave()
        self.close_bank()

    def _fill(self, line: TickRow, row: AgendaRow) -> None:
        remark, colour = self._remark(row)
        line.show_row(row.text, done=row.done, remark=remark, colour=colour)
        since = _("On the agenda since {day}", day=words.day(row.raised_on, self.context.today()))
        line.setToolTip(tip_text("\n".join([since, *self._history(row)])))

    def _history(self, row: AgendaRow) -> list[str]:
        """The talks that a point passed open, one a line."""
        today = self.context.today()
        return [
            _("passed {day}: {state}", day=words.day(one.day, today), state=_(words.TALK_STATES.get(one.state, ""))) for one in row.passed
        ]

    def _new_line(self, row: AgendaRow) -> TickRow:
        line = TickRow(row.id, row.text, _("Take this point off the agenda"))
        line.ticked.connect(self._on_ticked)
        line.edited.connect(self._on_edited)
        line.removed.connect(self._on_removed)
        return line

    def _remark(self, row: AgendaRow) -> tuple[str, str]:
        carried = ""
        if row.times_carried:
            day = words.day(row.raised_on, self.context.today())
            carried = ngettext("carried once since {day}", "carried {n} times since {day}", row.times_carried, day=day)
        parts = (words.theme_label(row.theme), _(words.RAISED_BY.get(row.raised_by, "")), carried)
        return " · ".join(part for part in parts if part), "warning" if row.times_carried >= 2 and not row.done else "muted"

    # -- changing

    def add(self) -> None:
        """Keep what stands in the adding line."""
        text = self.field.text()
        if self.card is None or not text.strip():
            return
        job = partial(
            service.add_point,
            person_id=self.card.person_id,
            text=text,
            today=self.context.today(),
            theme="",
            raised_by=self.raised_by.value,
        )
        self._sent = text
        self.write(N_("Add a point for {person}"), job, self._on_added)

    def current_point(self) -> int | None:
        """The point in which the cursor stands."""
        return next((row_id for row_id, line in self._lines.items() if line.edit.hasFocus()), None)

    def _on_ticked(self, row_id: int, done: bool) -> None:
        action = N_("Settle a point with {person}") if done else N_("Open a point with {person} again")
        self.write(
            action, partial(service.settle_point, item_id=row_id, today=self.context.today(), done=done), failed=self._on_change_refused
        )

    def _on_edited(self, row_id: int) -> None:
        edit = self._lines[row_id].edit
        self.keep(edit, N_("Reword a point with {person}"), partial(service.edit_point, item_id=row_id, text=edit.send()))

    def _on_removed(self, row_id: int) -> None:
        self.write(N_("Take a point of {person} off the agenda"), partial(service.remove_point, item_id=row_id))

    # -- the question bank

    def toggle_bank(self) -> None:
        if not self.bank.isHidden():
            self.close_bank()
        elif self.card is not None and self.bank_link.isVisibleTo(self):
            job = partial(bank.load_offered, person_id=self.card.person_id, today=self.context.today())
            self.context.tasks.read(self, job, self._on_questions, self._on_refused)

    def close_bank(self) -> None:
        self.bank.hide()
        self.bank_link.setText(_("+ From the question bank"))

    def _on_questions(self, questions: Sequence[QuestionRow]) -> None:
        self._fill_bank(questions)
        for line in self.questions[:1]:
            line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _fill_bank(self, questions: Sequence[QuestionRow]) -> None:
        clear_layout(self.bank_lines)
        for question in questions:
            line = QuestionLine(question)
            line.chosen.connect(self._on_question)
            self.bank_lines.addWidget(line)
        self.bank.show()
        self.bank_link.setText(_("Close the question bank"))
        self.own.show_questions([one for one in questions if one.own_id is not None])

    def _on_own_changed(self) -> None:
        """An own question was added, reworded or retired: offer what there is now."""
        if self.card is not None and not self.bank.isHidden():
            job = partial(bank.load_offered, person_id=self.card.person_id, today=self.context.today())
            self.context.tasks.read(self, job, self._fill_bank, self._on_refused)

    @property
    def questions(self) -> list[QuestionLine]:
        """The questions offered."""
        return widgets_of(self.bank_lines, QuestionLine)

    def _on_question(self, line: QuestionLine) -> None:
        if self.card is None:
            return
        line.setEnabled(False)
        line.hide()
        job = partial(
            service.add_point,
            person_id=self.card.person_id,
            text=line.words,
            today=self.context.today(),
            theme=line.question.theme,
            raised_by="questions",
        )
        self.write(N_("Add a question for {person}"), job)

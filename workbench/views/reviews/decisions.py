"""What is decided about a review or a cycle: the next step, locking, a new version, leaving out, freezing, closing.

What cannot be undone, or needs a reason, is asked in a bar above the form.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench import i18n
from workbench.errors import Refused
from workbench.i18n import N_, _
from workbench.models.values.codes import ReviewState
from workbench.models.values.labels import label
from workbench.readmodels.reviews import CycleRow, FreezeReport, ReviewCard
from workbench.services import reviews, reviews_cycle
from workbench.services.workspace import Change, UnitOfWork
from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.reviews.part import AskBar
from workbench.views.theme import Tone
from workbench.views.words import reviews as words

LOCK = N_("Lock the evaluation of {person}")
VERSION = N_("New version of the evaluation of {person}")
SUBMIT = N_("Next step of {person}")
LEAVE_OUT = N_("Leave {person} out of the cycle")
FREEZE = N_("Freeze the figures of {cycle}")


class Decisions(QWidget):
    """Emits `flush_wanted` before anything is decided, so that what is being typed counts."""

    flush_wanted = Signal()
    followed = Signal(object)  # the review to show now

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.bar: AskBar | None = None
        self._card: ReviewCard | None = None
        self._cycle: CycleRow | None = None
        self._run: Callable[[str], None] | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 12, 0, 0)
        self.hide()

    def show_card(self, card: ReviewCard | None) -> None:
        """The review that decisions are about; a question about another one goes away."""
        if card is None or self._card is None or card.review_id != self._card.review_id or card.state is not self._card.state:
            self.leave()
        self._card = card
        self._cycle = card.cycle if card is not None else self._cycle

    # -- the bar

    def _ask(self, question: str, button: str, run: Callable[[str], None], hint: str = "", *, needs_text: bool = False) -> None:
        self.leave()
        self.bar, self._run = AskBar(question, button, hint, needs_text=needs_text), run
        self.bar.confirmed.connect(self._on_confirmed)
        self.bar.left.connect(self.leave)
        self._layout.addWidget(self.bar)
        self.show()
        self.bar.focus_first()

    @Slot()
    def leave(self) -> None:
        if self.bar is not None:
            self.bar.hide()
            self.bar.deleteLater()
            self.bar = None
        self.hide()

    @Slot(str)
    def _on_confirmed(self, text: str) -> None:
        self.flush_wanted.emit()
        if self._run is not None:
            self._run(text)

    def _write(self, action: str, job: Callable[[UnitOfWork], object], *, undoable: bool = True) -> None:
        subject = self._card.person_name if self._card is not None else ""
        cycle = self._cycle.name if self._cycle is not None else ""
        self.context.tasks.write(self, action, job, self._on_written, self._on_refused, undoable=undoable, person=subject, cycle=cycle)

    @Slot(object)
    def _on_written(self, change: Change) -> None:
        self.leave()
        if change.action == LOCK and self._card is not None:
            locked = _("The evaluation of {person} is locked.", person=self._card.person_name)
            self.context.messages.tell(locked if change.result is not None else self._without_grade([self._card.person_name]), Tone.GOOD)
        if isinstance(change.result, FreezeReport) and change.result.not_rated:
            self.context.messages.tell(self._without_grade(change.result.not_rated), Tone.WARNING)
        if change.action == VERSION and isinstance(change.result, int):
            self.followed.emit(change.result)

    @staticmethod
    def _without_grade(names: Sequence[str]) -> str:
        listed = ("、" if i18n.is_chinese() else ", ").join(names)
        return _("No grade in this cycle: {people}. The list says why; “Rate after all” takes it back.", people=listed)

    @Slot(object)
    def _on_refused(self, error: BaseException) -> None:
        if self.bar is not None:
            self.bar.complain(words_of(error))
        else:
            self.context.messages.complain(error)

    # -- one review

    @Slot()
    def next_step(self) -> None:
        """Do what the review is waiting for."""
        card = self._card
        if card is None:
            return
        self.flush_wanted.emit()
        if card.state is ReviewState.LOCKED:
            self.new_version()
        elif card.state is ReviewState.NOT_RATED:
            self._write(N_("Rate {person} after all"), partial(reviews.include, review_id=card.review_id, today=self.context.today()))
        elif card.state is ReviewState.INTERVIEW:
            self.lock()
        elif card.state is ReviewState.SELF and not card.has_self_assessment:
            question = _(
                "{person} has rated nothing and written nothing. The form will say that this step was left out.", person=card.person_name
            )
            self._ask(question, _("Go on without it"), self._submit)
        else:
            self._submit("")

    def _submit(self, _text: str) -> None:
        if self._card is not None:
            self._write(SUBMIT, partial(reviews.submit, review_id=self._card.review_id))

    @Slot()
    def lock(self) -> None:
        card = self._card
        if card is None or card.is_finished:
            return
        try:
            reviews.check_period_over(card.cycle, self.context.today())
        except Refused as refused:
            self.context.messages.complain(refused)
            return
        if card.no_grade_because:
            why = _("{person} gets no grade in this cycle: {reason}.", person=card.person_name, reason=_(card.no_grade_because))
            self._ask(why + " " + _("It can be undone, and “Rate after all” takes it back."), _("Leave out"), self._leave_out_of_cycle)
            return
        question = _(
            "Lock the evaluation of {person} with {score} · {grade}? It becomes a record that never changes and cannot be undone; a correction is a new version.",
            person=card.person_name, score=words.score(card.total), grade=card.calibrated_grade or card.grade,
        )  # fmt: skip
        if card.state is not ReviewState.INTERVIEW:
            question += " " + _("It is still at the step “{step}”.", step=_(label(card.state)))
        self._ask(question, _("Lock"), self._lock)

    def _leave_out_of_cycle(self, _text: str) -> None:
        if self._card is not None:
            self._write(LEAVE_OUT, partial(reviews.exclude, review_id=self._card.review_id, because=self._card.no_grade_because))

    def _lock(self, _text: str) -> None:
        if self._card is not None:
            job = partial(
                reviews.lock,
                review_id=self._card.review_id,
                today=self.context.today(),
                now=self.context.now(),
            )
            self._write(LOCK, job, undoable=False)

    @Slot()
    def new_version(self) -> None:
        card = self._card
        if card is not None:
            question = _(
                "A new version of the evaluation of {person}; version {number} stays as it is.", person=card.person_name, number=card.number
            )
            self._ask(question, _("New version"), self._new_version, _("Why is there a new version?"), needs_text=True)

    def _new_version(self, text: str) -> None:
        if self._card is not None:
            self._write(VERSION, partial(reviews.new_version, review_id=self._card.review_id, because=text))

    @Slot()
    def leave_out(self) -> None:
        card = self._card
        if card is not None and not card.is_finished:
            self._ask(
                _("{person} gets no grade in this cycle.", person=card.person_name),
                _("Leave out"),
                self._leave_out,
                _("Reason"),
                needs_text=True,
            )

    def _leave_out(self, text: str) -> None:
        if self._card is not None:
            self._write(LEAVE_OUT, partial(reviews.exclude, review_id=self._card.review_id, because=text))

    # -- the cycle

    def ask_freeze(self, cycle: CycleRow) -> None:
        self._cycle = cycle
        question = _(
            "Keep the targets and figures of {cycle} as they stand? Later records change no review then, and this cannot be undone.",
            cycle=cycle.name,
        )
        self._ask(question, _("Freeze the figures"), self._freeze)

    def _freeze(self, _text: str) -> None:
        if self._cycle is not None:
            job = partial(reviews_cycle.freeze, cycle_id=self._cycle.id, today=self.context.today(), now=self.context.now())
            self._write(FREEZE, job, undoable=False)  # an undo would take figures out of reviews locked since

    def ask_close(self, cycle: CycleRow) -> None:
        self._cycle = cycle
        self._ask(_("Close {cycle}? All reviews must be locked.", cycle=cycle.name), _("Close the cycle"), self._close_cycle)

    def _close_cycle(self, _text: str) -> None:
        if self._cycle is not None:
            self._write(N_("Close {cycle}"), partial(reviews_cycle.close_cycle, cycle_id=self._cycle.id))

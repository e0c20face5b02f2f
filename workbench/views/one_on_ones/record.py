"""The record: mood and workload, and paragraphs that are kept while they are written, each with who may read it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtGui import QHideEvent, QMouseEvent
from PySide6.QtWidgets import QVBoxLayout
from shiboken6 import isValid

from workbench.i18n import N_, _
from workbench.readmodels.one_on_ones import NoteRow, TalkCard
from workbench.services import one_on_ones_feedback as feedback
from workbench.services import one_on_ones_record
from workbench.services.workspace import Change
from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.one_on_ones.paragraph import Paragraph
from workbench.views.one_on_ones.part import Part
from workbench.views.one_on_ones.pulse import Scale
from workbench.views.theme import TextRole
from workbench.views.widgets.basic import ElidedText, Text
from workbench.views.widgets.editing import LineField
from workbench.views.words import one_on_ones as words


class RecordPart(Part):
    """The last paragraph is always an empty one to write on."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Talk record"))
        self.paragraphs: list[Paragraph] = []
        hint = ElidedText(_("Mood and workload are voluntary and never reach a review"), TextRole.SMALL, "muted")
        self.head.addWidget(hint)
        self.mood = Scale(_("Mood"), words.MOOD_WORDS)
        self.workload = Scale(_("Workload"), words.WORKLOAD_WORDS)
        self.mood.changed.connect(self._on_answer)
        self.workload.changed.connect(self._on_answer)
        pulse = QVBoxLayout()
        pulse.setContentsMargins(13, 2, 13, 8)
        pulse.setSpacing(6)
        pulse.addWidget(self.mood)
        pulse.addWidget(self.workload)
        self.better = LineField("better", _("What would make it one point better? (voluntary, only you read it)"), most=feedback.LONGEST)
        self.better.kept.connect(self._on_better)
        pulse.addWidget(self.better)
        self._stands = Text("", TextRole.SMALL, "muted", wrap=True)
        self._stands.hide()
        pulse.addWidget(self._stands)
        self.body.insertLayout(1, pulse)
        self.rows.setSpacing(2)
        self.body.addWidget(self.problem)
        self.body.addStretch(1)

    # -- showing

    def show_card(self, card: TalkCard) -> None:
        same = self.card is not None and self.card.person_id == card.person_id and self.card.talk_id in (None, card.talk_id)
        if not same:
            self.flush()
            for paragraph in list(self.paragraphs):
                self._drop(paragraph)
            self.complain("")
        self.card = card
        self.mood.show_value(card.mood)
        self.workload.show_value(card.workload)
        for scale in (self.mood, self.workload):
            scale.setEnabled(card.locked_from is None)
        self.better.show_value(card.better, other=not same)
        self.better.setEnabled(card.locked_from is None)
        self.better.setVisible(bool(card.better) or card.mood is not None or card.workload is not None)
        self._stands.setVisible(card.locked_from is not None)
        if card.locked_from is not None:
            self._stands.setText(
                _("Stands since {day}: what you write now is an addition.", day=words.day(card.locked_from, self.context.today()))
            )
        self._show_notes([note for note in card.notes if not note.feedback])
        self._ensure_draft()
        gone = card.left_on is not None and card.left_on < self.context.today() and card.talk_id is None
        self.setVisible(not gone)

    def _show_notes(self, notes: Sequence[NoteRow]) -> None:
        known = {p.note_id: p for p in self.paragraphs if p.note_id}
        wanted = {note.id for note in notes}
        for note_id, paragraph in known.items():
            if note_id not in wanted and not paragraph.edit.in_flight:
                self._lost(paragraph)
        for paragraph in self.paragraphs[:-1]:
            if not paragraph.note_id and not paragraph.edit.in_flight and not paragraph.edit.text and not paragraph.edit.hasFocus():
                self._drop(paragraph)
        for place, note in enumerate(notes):
            found = known.get(note.id)
            if found is None or found not in self.paragraphs:
                found = self._add(Paragraph(note.id, note.text, note.visibility), place)
            found.edit.show_kept(note.text)
            found.show_visibility(note.visibility)
            found.show_lock(words.day(note.added_on, self.context.today()) if note.added_on else "", locked=note.locked)

    def _lost(self, paragraph: Paragraph) -> None:
        """Its note is gone (undone, or emptied): typed words stay as a new paragraph, the rest goes."""
        if paragraph.edit.is_typed and paragraph.edit.text.strip():
            paragraph.note_id = 0
            paragraph.edit.kept = ""
            return
        had_focus = paragraph.edit.hasFocus()
        self._drop(paragraph)
        self._ensure_draft()
        if had_focus:
            self.paragraphs[-1].edit.setFocus()

    def _add(self, paragraph: Paragraph, place: int) -> Paragraph:
        paragraph.settled.connect(self._on_settled)
        paragraph.marked.connect(self._on_marked)
        paragraph.passed_on.connect(self._on_passed_on)
        self.paragraphs.insert(place, paragraph)
        self.rows.insertWidget(place, paragraph)
        return paragraph

    def _drop(self, paragraph: Paragraph) -> None:
        self.paragraphs.remove(paragraph)
        self.rows.removeWidget(paragraph)
        paragraph.hide()
        paragraph.deleteLater()

    def _ensure_draft(self) -> None:
        last = self.paragraphs[-1] if self.paragraphs else None
        if last is None or last.note_id or last.edit.in_flight:
            self._add(Paragraph(), len(self.paragraphs))
        for paragraph in self.paragraphs[:-1]:
            paragraph.set_hint("")
        first = len(self.paragraphs) == 1
        self.paragraphs[-1].set_hint(
            _("What was said? It is kept while you write; Enter starts a new paragraph.") if first else _("Write on …")
        )

    # -- keeping

    def _on_settled(self, paragraph: Paragraph) -> None:
        edit = paragraph.edit
        if self.card is None or (not paragraph.note_id and not edit.text.strip()):
            return
        talk_id, visibility = self.card.talk_id, paragraph.visibility
        job = partial(
            one_on_ones_record.write_note, person_id=self.card.person_id, text=edit.send(), today=self.context.today(),
            talk_id=talk_id, note_id=paragraph.note_id or None, visibility=None if paragraph.note_id else visibility,
        )  # fmt: skip
        done = partial(self._on_saved, paragraph, visibility)
        self.write(N_("Write about the talk with {person}"), job, done, partial(self._on_not_saved, paragraph))
        self._ensure_draft()

    def _on_saved(self, paragraph: Paragraph, visibility: str, change: Change) -> None:
        self.complain("")
        if not isValid(paragraph):
            return
        paragraph.note_id = int(change.result) if isinstance(change.result, int) else 0
        paragraph.edit.accepted()
        if paragraph.note_id and paragraph.visibility != visibility:
            self._on_marked(paragraph)

    def _on_not_saved(self, paragraph: Paragraph, error: BaseException) -> None:
        self.complain(words_of(error))
        if isValid(paragraph):
            paragraph.edit.refused()

    def _on_marked(self, paragraph: Paragraph) -> None:
        if paragraph.note_id and not paragraph.edit.in_flight:
            job = partial(
                one_on_ones_record.set_visibility, note_id=paragraph.note_id, visibility=paragraph.visibility, today=self.context.today()
            )
            self.write(N_("Change who may read a paragraph about {person}"), job)

    def _on_passed_on(self, paragraph: Paragraph) -> None:
        """Enter at the end: on with the next paragraph, which is the empty last one in the end."""
        if paragraph in self.paragraphs:
            self._ensure_draft()
            place = min(self.paragraphs.index(paragraph) + 1, len(self.paragraphs) - 1)
            self.paragraphs[place].edit.setFocus()

    def _on_answer(self, _value: int) -> None:
        if self.card is None:
            return
        job = partial(
            one_on_ones_record.answer, person_id=self.card.person_id, today=self.context.today(), talk_id=self.card.talk_id,
            mood=self.mood.value, workload=self.workload.value,
        )  # fmt: skip
        self.write(N_("Note how {person} is"), job, failed=self._on_answer_refused)

    def _on_better(self, _field: str, text: object) -> None:
        if self.card is not None:
            job = partial(
                feedback.write_better,
                person_id=self.card.person_id,
                text=str(text or ""),
                today=self.context.today(),
                talk_id=self.card.talk_id,
            )
            self.write(N_("Note what would be better for {person}"), job, failed=self._on_better_refused)

    def _on_better_refused(self, error: BaseException) -> None:
        self.better.complain(words_of(error))

    def _on_answer_refused(self, error: BaseException) -> None:
        self.complain(words_of(error))
        if self.card is not None:
            self.mood.show_value(self.card.mood)
            self.workload.show_value(self.card.workload)

    # -- the keyboard and a rebuild

    def current(self) -> Paragraph | None:
        """The paragraph in which the cursor stands."""
        return next((p for p in self.paragraphs if p.edit.hasFocus() or p.veil.hasFocus() or p.chip.hasFocus()), None)

    def cycle_visibility(self) -> None:
        paragraph = self.current()
        if paragraph is not None:
            paragraph.cycle()

    def write_on(self) -> None:
        """The cursor in the empty last paragraph."""
        if self.paragraphs:
            self.paragraphs[-1].edit.setFocus()

    def flush(self) -> None:
        self.better.flush()
        for paragraph in list(self.paragraphs):
            paragraph.edit.settle()

    def unsaved(self) -> list[dict[str, Any]]:
        """Paragraphs that are neither stored nor on their way, for a rebuild."""
        return [
            {"note": p.note_id, "text": p.edit.text, "visibility": p.visibility}
            for p in self.paragraphs
            if p.edit.is_typed and p.edit.text.strip()
        ]

    def put_unsaved(self, unsaved: Sequence[dict[str, Any]]) -> None:
        """What `unsaved()` told, once the talk is shown again."""
        for entry in unsaved:
            found = next((p for p in self.paragraphs if p.note_id and p.note_id == entry["note"]), None)
            if found is None:
                self._ensure_draft()
                found = self.paragraphs[-1]
                if found.edit.text:
                    found = self._add(Paragraph(), len(self.paragraphs))
                found.show_visibility(str(entry["visibility"]))
            found.edit.put_typed(str(entry["text"]))
        self._ensure_draft()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.write_on()  # the empty part of the card is paper too

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        for paragraph in self.paragraphs:
            paragraph.conceal()

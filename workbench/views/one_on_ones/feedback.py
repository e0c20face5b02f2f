"""Feedback of a talk as situation, behaviour and effect: who gives it, whether to keep or to change, and who may read it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from workbench.i18n import N_, _
from workbench.readmodels.one_on_ones import NoteRow, TalkCard
from workbench.services import one_on_ones_feedback as service
from workbench.services import one_on_ones_record
from workbench.services.workspace import Change
from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.one_on_ones.part import Part, link
from workbench.views.theme import TextRole
from workbench.views.widgets.basic import ElidedText, Text
from workbench.views.widgets.editing import LineField
from workbench.views.widgets.forms import Segmented
from workbench.views.widgets.panels import IconButton
from workbench.views.words import one_on_ones as words

PARTS = (
    ("situation", N_("Situation: when and where")),
    ("behaviour", N_("Behaviour: what was done or said")),
    ("effect", N_("Effect: what came of it")),
)


class FeedbackLine(QWidget):
    """One piece of feedback; a new one has no id until a part of it is kept. `edited` asks the owner to write it."""

    edited = Signal(object)  # the line itself
    removed = Signal(object)  # the line itself

    def __init__(self, note_id: int = 0) -> None:
        super().__init__()
        self.note_id = note_id
        self.in_flight = self.again = False
        self.giver = Segmented(_("Who gives it"), [("given", _("Me")), ("received", _("Them"))])
        self.wish = Segmented(_("About what"), [("keep", _("to keep")), ("change", _("to change"))])
        self.reader = Segmented(_("Who may read it"), [(one, _(words.VISIBILITY_LABELS[one])) for one in ("shared", "manager")])
        self.added = Text("", TextRole.SMALL, "muted")
        self.remove = IconButton("x", _("Take this feedback away"), 13)
        self.fields = {name: LineField(name, _(title), most=service.LONGEST) for name, title in PARTS}
        for choice in (self.giver, self.wish, self.reader):
            choice.chosen.connect(self._on_edited)
        for field in self.fields.values():
            field.kept.connect(self._on_edited)
        self.remove.clicked.connect(self._on_removed)
        head = QHBoxLayout()
        head.setSpacing(8)
        for part in (self.giver, self.wish, self.reader, self.added):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(self.remove)
        parts = QHBoxLayout()
        parts.setSpacing(8)
        for field in self.fields.values():
            parts.addWidget(field, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(13, 4, 13, 6)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addLayout(parts)

    @property
    def parts(self) -> tuple[str, ...]:
        """What stands in the three fields."""
        return tuple(field.text for field in self.fields.values())

    @property
    def kind(self) -> str:
        return f"{self.giver.value}_{self.wish.value}"

    def show_note(self, note: NoteRow, added: str) -> None:
        """What is stored; a field that is being typed in stays."""
        giver, _underscore, wish = note.feedback.partition("_")
        self.giver.set_value(giver)
        self.wish.set_value(wish)
        self.reader.set_value(note.visibility)
        for field, text in zip(self.fields.values(), service.parts_of(note.text), strict=True):
            field.show_value(text)
        self.added.setText(_("added on {day}", day=added) if added else "")
        for part in (self.giver, self.wish, self.reader, self.remove, *self.fields.values()):
            part.setEnabled(not note.locked)

    @property
    def has_focus(self) -> bool:
        focus = self.window().focusWidget()
        return focus is not None and (focus is self or self.isAncestorOf(focus))

    def flush(self) -> None:
        for field in self.fields.values():
            field.flush()

    def _on_edited(self) -> None:
        if any(part.strip() for part in self.parts) or self.note_id:
            self.edited.emit(self)

    @Slot()
    def _on_removed(self) -> None:
        self.removed.emit(self)


class FeedbackPart(Part):
    """The feedback of the talk shown; a button begins another one."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Feedback"))
        self.lines: list[FeedbackLine] = []
        self.hint = ElidedText(_("A situation, what was done, what came of it; no judgement of the person"), TextRole.SMALL, "muted")
        self.add_button = link(_("Add feedback"))
        self.add_button.clicked.connect(self.add)
        self.head.addWidget(self.hint)
        self.head.addWidget(self.add_button)
        self.body.addWidget(self.problem)

    def show_card(self, card: TalkCard) -> None:
        same = self.card is not None and self.card.person_id == card.person_id and self.card.talk_id in (None, card.talk_id)
        if not same:
            self.flush()
            for line in list(self.lines):
                self._drop(line)
            self.complain("")
        self.card = card
        notes = {note.id: note for note in card.notes if note.feedback}
        for line in list(self.lines):
            if line.note_id and line.note_id not in notes and not line.in_flight:
                self._drop(line)
        for note in notes.values():
            line = next((one for one in self.lines if one.note_id == note.id), None) or self._new(note.id)
            if not line.in_flight:
                line.show_note(note, words.day(note.added_on, self.context.today()) if note.added_on else "")
        gone = card.left_on is not None and card.left_on < self.context.today() and card.talk_id is None
        self.setVisible(not gone)

    def _new(self, note_id: int = 0) -> FeedbackLine:
        line = FeedbackLine(note_id)
        line.edited.connect(self._on_edited)
        line.removed.connect(self._on_removed)
        self.lines.append(line)
        self.rows.addWidget(line)
        return line

    def _drop(self, line: FeedbackLine) -> None:
        self.lines.remove(line)
        self.rows.removeWidget(line)
        line.hide()
        line.deleteLater()

    @Slot()
    def add(self) -> None:
        """An empty one to write in; one that stands empty already is used."""
        line = next((one for one in self.lines if not one.note_id and not one.in_flight), None) or self._new()
        line.fields["situation"].editor.setFocus()

    def current_note(self) -> int | None:
        """The feedback in which the cursor stands, once it is kept."""
        return next((line.note_id for line in self.lines if line.note_id and line.has_focus), None)

    def flush(self) -> None:
        for line in list(self.lines):
            line.flush()

    # -- keeping

    @Slot(object)
    def _on_edited(self, line: FeedbackLine) -> None:
        if self.card is None:
            return
        if line.in_flight:
            line.again = True  # what was sent is not what stands there now
            return
        line.in_flight, line.again = True, False
        job = partial(
            service.write, person_id=self.card.person_id, parts=line.parts, kind=line.kind, today=self.context.today(), talk_id=self.card.talk_id,
            note_id=line.note_id or None, visibility=line.reader.value,
        )  # fmt: skip
        self.write(N_("Write feedback in the talk with {person}"), job, partial(self._on_saved, line), partial(self._on_not_saved, line))

    def _on_saved(self, line: FeedbackLine, change: Change) -> None:
        self.complain("")
        if not isValid(line):
            return
        line.in_flight = False
        line.note_id = change.result if isinstance(change.result, int) else 0
        if line.again:
            self._on_edited(line)

    def _on_not_saved(self, line: FeedbackLine, error: BaseException) -> None:
        self.complain(words_of(error))
        if isValid(line):
            line.in_flight = False

    @Slot(object)
    def _on_removed(self, line: FeedbackLine) -> None:
        if not line.note_id:
            self._drop(line)
        elif self.card is not None:
            job = partial(
                one_on_ones_record.write_note, person_id=self.card.person_id, text="", today=self.context.today(), note_id=line.note_id
            )
            self.write(N_("Take feedback out of the talk with {person}"), job)

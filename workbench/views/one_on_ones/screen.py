"""One-on-ones: who is due, the workspace of one talk, and the person's real work beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from workbench.errors import Refused
from workbench.i18n import _, ngettext
from workbench.readmodels.one_on_ones import DueRow, TalkCard
from workbench.services import one_on_ones as service
from workbench.services import one_on_ones_rhythm as rhythm
from workbench.views.context import Destination
from workbench.views.messages import words_of
from workbench.views.one_on_ones.agenda import AgendaPart
from workbench.views.one_on_ones.attachments import AttachmentsPart
from workbench.views.one_on_ones.context_column import ContextColumn
from workbench.views.one_on_ones.due_list import DueList
from workbench.views.one_on_ones.feedback import FeedbackPart
from workbench.views.one_on_ones.preview import PrintButton, record_paper, show_talk
from workbench.views.one_on_ones.promises import PromisesPart
from workbench.views.one_on_ones.record import RecordPart
from workbench.views.one_on_ones.rooms import TALKS, Rooms
from workbench.views.one_on_ones.steady import SteadyArea
from workbench.views.one_on_ones.talk_head import TalkHead
from workbench.views.screen import Command, Screen
from workbench.views.theme import TextRole, theme
from workbench.views.widgets.basic import Text
from workbench.views.widgets.panels import ErrorState
from workbench.views.widgets.states import EmptyState

WEEK_DAYS = 7
LEAST_CENTRE = 430


class OneOnOnesScreen(Screen):
    """The screen keeps a person and, when a past talk is open, that talk."""

    key: ClassVar[str] = "one_on_ones"
    tables: ClassVar[frozenset[str]] = frozenset(
        {"one_on_one", "agenda_item", "talk_note", "action_item", "recognition", "person", "person_territory", "territory", "engagement",
         "deal", "target", "task", "assignment", "organisation", "review",
         "agenda_passage", "obstacle_action", "agenda_template", "agenda_template_item", "own_question", "team_talk", "team_talk_point",
         "team_talk_person", "team_talk_action", "experience", "talk_attachment"}
    )  # fmt: skip

    def build(self) -> Iterator[None]:
        self._person: int | None = None
        self._talk: int | None = None
        self._card: TalkCard | None = None
        self._due: list[DueRow] | None = None
        self._waiting: dict[str, Any] = {}
        self.print_button = PrintButton()
        self.print_button.clicked.connect(self.print_record)
        self.complete_button = QPushButton(_("Complete and plan next"))
        self.complete_button.setAccessibleName(_("Complete and plan next"))
        self.complete_button.setProperty("look", "primary")
        self.complete_button.clicked.connect(self.complete)
        self.due_list = DueList()
        self.due_list.chosen.connect(self.show_person)
        self.head = TalkHead(self.context)
        self.head.left_past.connect(self._on_left_past)
        self.head.background_wanted.connect(self._fit_columns)
        yield
        self.agenda = AgendaPart(self.context)
        self.record = RecordPart(self.context)
        self.promises = PromisesPart(self.context)
        self.feedback = FeedbackPart(self.context)
        self.attachments = AttachmentsPart(self.context)
        yield
        self.column = ContextColumn(self.context)
        self.column.past_chosen.connect(self.show_talk)
        self.column.evidence.asked.connect(self.mark_evidence)
        self.preview = record_paper(self.context)
        self.preview.closed.connect(self.close_preview)
        yield
        yield from self._lay_out()
        self._make_keys()
        self._show_buttons()

    def _lay_out(self) -> Iterator[None]:
        inner = QWidget()
        centre = QVBoxLayout(inner)
        centre.setContentsMargins(16, 12, 6, 16)
        centre.setSpacing(12)
        for part in (self.head, self.agenda, self.record, self.feedback, self.promises, self.attachments):
            centre.addWidget(part, 1 if part is self.record else 0)
        self.scroller = SteadyArea(inner, clear=True)
        talk = QWidget()
        columns = QHBoxLayout(talk)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        columns.addWidget(self.scroller, 1)
        columns.addWidget(self.column)
        self.loading = Text(_("Reading the talks …"), TextRole.BODY, "muted")
        self.loading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty = EmptyState(
            "messages-square",
            _("Nobody to talk to yet"),
            _("One-on-ones are planned for the people of your team. Add the first person or bring your team in from a file."),
            _("Open the team"),
        )
        self.empty.button.clicked.connect(self._on_team)
        self.error = ErrorState("")
        self.error.retried.connect(self.reload)
        yield
        self.stack = QStackedWidget(self)
        for page in (self.loading, talk, self.preview, self.empty, self.error):
            self.stack.addWidget(page)
            yield
        self._talk_page = talk
        talks = QWidget()
        layout = QHBoxLayout(talks)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.due_list)
        layout.addWidget(self.stack, 1)
        self.rooms = Rooms(self.context, talks)
        self.rooms.person_chosen.connect(self._on_person_of_room)
        self.rooms.entered.connect(self._on_entered)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.rooms)

    def _make_keys(self) -> None:
        """They are about a talk and rest while another room is in front."""
        self._keys: list[QShortcut] = []
        for keys, slot in (
            (("Ctrl+Return", "Ctrl+Enter"), self.complete),
            (("Ctrl+Shift+A",), self.agenda.start_adding),
            (("Ctrl+Shift+K",), self.agenda.toggle_bank),
            (("Ctrl+Shift+J",), self.agenda.help.take_first),
            (("Ctrl+Shift+N",), self.record.write_on),
            (("Ctrl+Shift+P",), self.record.cycle_visibility),
            (("Ctrl+E",), self.mark_evidence),
            (("Ctrl+Shift+B",), self.feedback.add),
            (("Ctrl+Shift+D",), self.promises.start_adding),
            (("Ctrl+Shift+M",), self.head.open_plan),
            (("Ctrl+Shift+S",), self.head.open_skip),
            (("Ctrl+F",), self._on_find),
            (("Alt+Down",), self._on_next),
            (("Alt+Up",), self._on_previous),
        ):
            for key in keys:
                shortcut = QShortcut(QKeySequence(key), self)
                shortcut.activated.connect(slot)
                self._keys.append(shortcut)

    def mark_evidence(self) -> None:
        """What is at the cursor speaks for a criterion of the review."""
        paragraph = self.record.current()
        note = paragraph.note_id or None if paragraph is not None else self.feedback.current_note()
        self.column.evidence.mark((note, self.agenda.current_point()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self, _wanted: bool = False) -> None:
        """In a narrow window the background takes the place of the list when it is asked for."""
        narrow = self.width() - self.due_list.width() - self.column.width() < theme().px(LEAST_CENTRE)
        asked = narrow and self.head.background.isChecked()
        self.head.background.setVisible(narrow)
        self.column.setVisible(not narrow or asked)
        self.due_list.setVisible(not asked)

    # -- reading

    def reload(self) -> None:
        self.rooms.reload()
        self.context.tasks.read(self, partial(rhythm.load_list, today=self.context.today()), self._on_due, self._on_failed)

    def _on_due(self, rows: Sequence[DueRow]) -> None:
        self._due = list(rows)
        self.due_list.show_rows(self._due)
        overdue = sum(row.state == "overdue" for row in self._due)
        self.noted.emit(self.key, overdue, "")
        self.title_changed.emit()
        if self._person is None:
            self._person = self.due_list.first_person()
        if self._person is None:
            self.stack.setCurrentWidget(self.empty)
            self._show_buttons()
            return
        self._read_talk()

    def _read_talk(self) -> None:
        if self._person is not None:
            self.due_list.select(self._person)
            job = partial(service.load_talk, person_id=self._person, today=self.context.today(), talk_id=self._talk)
            self.context.tasks.read(self, job, partial(self._on_talk, (self._person, self._talk)), self._on_talk_failed)

    def _on_talk(self, asked: tuple[int, int | None], card: TalkCard) -> None:
        if asked != (self._person, self._talk):
            return  # somebody else was chosen in the meantime
        if self._card is not None and self._card.person_id != card.person_id:
            self.scroller.to_top()
        self._card = card
        for part in (self.head, self.agenda, self.record, self.feedback, self.promises, self.attachments, self.column):
            part.show_card(card)
        self._put_back(card)
        if self.stack.currentWidget() is not self.preview:
            self.stack.setCurrentWidget(self._talk_page)
        self._show_buttons()

    def _put_back(self, card: TalkCard) -> None:
        """What was typed before a rebuild, once its person is shown again."""
        if self._waiting.get("person_id") != card.person_id:
            return
        waiting, self._waiting = self._waiting, {}
        self.agenda.field.setText(str(waiting.get("point", "")))
        self.promises.field.setText(str(waiting.get("promise", "")))
        self.column.thanks.setText(str(waiting.get("thanks", "")))
        self.record.put_unsaved(list(waiting.get("paragraphs", [])))

    def _on_talk_failed(self, error: BaseException) -> None:
        if self._talk is not None:  # a past talk that was undone: back to the coming one
            self._talk = None
            self._read_talk()
            return
        if isinstance(error, Refused) and error.code == "GONE":  # the person was undone: on with who is there
            self._person, self._card = None, None
            self.context.messages.complain(error)
            self.reload()
            return
        self._on_failed(error)

    def _on_failed(self, error: BaseException) -> None:
        fresh = ErrorState(words_of(error))
        fresh.retried.connect(self.reload)
        self.stack.removeWidget(self.error)
        self.error.deleteLater()
        self.error = fresh
        self.stack.addWidget(fresh)
        self.stack.setCurrentWidget(fresh)

    # -- choosing

    def show_person(self, person_id: int) -> None:
        """The coming talk of a person; what is being typed for the present one is kept first."""
        if person_id != self._person or self._talk is not None:
            self.flush()
            self._person, self._talk = person_id, None
            self.close_preview()
            self._read_talk()

    def _on_person_of_room(self, person_id: int) -> None:
        """A row of another room leads to the talk of its person."""
        self.rooms.enter(TALKS)
        self.show_person(person_id)

    def _on_entered(self, room: str) -> None:
        for key in self._keys:
            key.setEnabled(room == TALKS)
        self._show_buttons()

    def show_talk(self, talk_id: int) -> None:
        """A past talk of the person shown; chosen again it goes back to the coming one."""
        self.flush()
        self._talk = None if talk_id == self._talk else talk_id
        self.close_preview()
        self._read_talk()

    def _on_left_past(self) -> None:
        self.flush()
        self._talk = None
        self._read_talk()

    def _on_next(self) -> None:
        self.due_list.step(1)

    def _on_previous(self) -> None:
        self.due_list.step(-1)

    def _on_find(self) -> None:
        self.due_list.filter.setFocus()
        self.due_list.filter.selectAll()

    def _on_team(self) -> None:
        self.context.go(Destination("people"))

    # -- what the top bar offers

    def _show_buttons(self) -> None:
        card = self._card if self._person is not None and self.rooms.room == TALKS else None
        has_talk = card is not None and card.talk_id is not None
        self.print_button.setEnabled(has_talk)
        self.print_button.setToolTip("Ctrl+P" if has_talk else _("There is no talk to print yet"))
        coming = card is not None and has_talk and card.state == "planned"
        self.complete_button.setEnabled(coming)
        last = card is not None and card.next_on is None
        text = _("Complete talk") if coming and last else _("Complete and plan next")
        self.complete_button.setText(text)
        self.complete_button.setAccessibleName(text)
        self.complete_button.setToolTip("Ctrl+Enter")
        if self.print_button.parentWidget() is not None:  # before they stand in the top bar, showing them would open windows
            for button in (self.print_button, self.complete_button):
                button.setVisible(self.rooms.room == TALKS)

    def complete(self) -> None:
        """Open the bar that completes the talk; what is being typed is kept first."""
        if self.complete_button.isEnabled():
            self.close_preview()
            self.flush()
            self.head.open_complete()
            self.scroller.to_top()

    def print_out(self) -> bool:
        """Ctrl+P: the window has the key, so that no two things answer to it."""
        if self.print_button.isEnabled():
            self.print_record()
        return self.print_button.isEnabled() or self.rooms.print_out()

    def print_record(self) -> None:
        """Show the record as it is printed, or go back to the talk."""
        if self.stack.currentWidget() is self.preview:
            self.close_preview()
        elif self._card is not None and self._card.talk_id is not None:
            self.flush()
            self.stack.setCurrentWidget(self.preview)
            show_talk(self.preview, self._card.talk_id)

    def close_preview(self) -> None:
        if self.stack.currentWidget() is self.preview:
            self.stack.setCurrentWidget(self._talk_page)

    # -- what the window asks

    def title(self) -> str:
        return _("One-on-ones")

    def subtitle(self) -> str:
        if not self._due:
            return ""
        overdue = sum(row.state == "overdue" for row in self._due)
        left = WEEK_DAYS - 1 - self.context.today().weekday()
        week = sum(row.state != "overdue" and row.days <= left for row in self._due)
        parts = [ngettext("{n} overdue", "{n} overdue", overdue)] if overdue else []
        return " · ".join([*parts, ngettext("{n} more this week", "{n} more this week", week)])

    def controls(self) -> list[QWidget]:
        return [self.rooms.switch, self.print_button]

    def primary(self) -> QPushButton:
        return self.complete_button

    def state(self) -> dict[str, Any]:
        return {
            "person_id": self._person, "talk_id": self._talk, "point": self.agenda.field.text(), "promise": self.promises.field.text(),
            "thanks": self.column.thanks.text(), "paragraphs": self.record.unsaved(), "filter": self.due_list.filter.text(), "room": self.rooms.room,
        }  # fmt: skip

    def restore(self, state: dict[str, Any]) -> None:
        if state.get("room", TALKS) != self.rooms.room:
            self.rooms.enter(str(state.get("room", TALKS)))
        self.rooms.show_record(state)
        if state.get("person_id") is None:
            return
        self.flush()
        self._person, self._talk = int(state["person_id"]), state.get("talk_id")
        if any(state.get(name) for name in ("point", "promise", "thanks", "paragraphs")):
            self._waiting = dict(state)
        self.due_list.filter.setText(str(state.get("filter", "")))
        self.close_preview()
        self._read_talk()

    def flush(self) -> None:
        self.rooms.flush()
        for part in (self.agenda, self.record, self.feedback, self.promises):
            part.flush()

    def leave(self) -> None:
        self.flush()
        self.agenda.keep_typed()
        self.promises.keep_typed()

    def keys(self) -> list[tuple[str, str]]:
        return [
            ("Ctrl+Enter", _("Complete the talk and plan the next")),
            ("Ctrl+Shift+A", _("Add a point")),
            ("Ctrl+Shift+K", _("Questions of the bank")),
            ("Ctrl+Shift+J", _("Put the first prompt on the agenda")),
            ("Ctrl+Shift+N", _("Write a new paragraph")),
            ("Ctrl+Shift+P", _("Who may read this paragraph")),
            ("Ctrl+E", _("Mark the paragraph or point as evidence")),
            ("Ctrl+Shift+B", _("Add feedback")),
            ("Ctrl+Shift+D", _("Add a promise")),
            ("Ctrl+Shift+M", _("Plan or move the talk")),
            ("Ctrl+Shift+S", _("Skip the talk")),
            ("Ctrl+P", _("Print record")),
            ("Alt+↑ ↓", _("Previous or next person")),
            ("Ctrl+F", _("Find a person in the list")),
            ("1 … 5, 0", _("Mood or workload; 0 leaves it out")),
        ]

    def commands(self) -> list[Command]:
        found = [Command("plus", _("Add a point"), self.title(), "point agenda yicheng", self.agenda.start_adding, "Ctrl+Shift+A")]
        if self.print_button.isEnabled():
            found.append(Command("printer", _("Print record"), self.title(), "print dayin", self.print_record, "Ctrl+P"))
        if self.complete_button.isEnabled():
            found.append(Command("check", _("Complete and plan next"), self.title(), "complete wancheng", self.complete, "Ctrl+Enter"))
        return found

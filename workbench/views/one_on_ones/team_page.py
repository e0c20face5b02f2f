"""The meetings of the team: the list on the left, the one that is open beside it, its minutes as paper."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from workbench import i18n
from workbench.files import safe_name, write_whole
from workbench.i18n import N_, _, ngettext
from workbench.readmodels.team_talks import TeamTalkCard, TeamTalkRow
from workbench.services import team_talks as service
from workbench.services.workspace import Change, UnitOfWork, Workspace
from workbench.views.context import Context
from workbench.views.delegates.two_lines import TwoLinesDelegate
from workbench.views.messages import words_of
from workbench.views.one_on_ones.steady import SteadyArea
from workbench.views.one_on_ones.team_agenda import TeamAgenda
from workbench.views.one_on_ones.team_part import TeamPart
from workbench.views.one_on_ones.team_people import TeamPeople
from workbench.views.one_on_ones.team_promises import TeamPromises
from workbench.views.tasks import Progress
from workbench.views.theme import TextRole, Tone, theme
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Surface, Text
from workbench.views.widgets.editing import EditorField, LineField
from workbench.views.widgets.paper_page import PaperPage
from workbench.views.widgets.states import EmptyState
from workbench.views.words import one_on_ones as words

PLAN = N_("Plan the meeting {meeting}")
STATES = {"planned": N_("planned"), "held": N_("held"), "cancelled": N_("called off")}
WIDEST = 620
ID_ROLE = int(Qt.ItemDataRole.UserRole)


def render(document: Any, language: str) -> bytes:
    """The PDF of the minutes; ReportLab is imported here, on the worker."""
    from workbench.reports.team_talk import render_team_talk

    return render_team_talk(document, language)


class TeamHead(TeamPart):
    """Title, day, time and place, and what becomes of the meeting; emits what only the page can do."""

    paper_wanted = Signal()
    calendar_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("This meeting"))
        self.fields: dict[str, EditorField] = {
            "title": LineField("title", _("Title")), "day": LineField("day", _("Day"), "date"), "start": LineField("start", _("From"), "time"),
            "minutes": LineField("minutes", _("Minutes"), "count"), "place": LineField("place", _("Place")),
        }  # fmt: skip
        for field in self.fields.values():
            field.kept.connect(self._on_kept)
        self.state = Text("", TextRole.BODY, "muted", wrap=True)
        self.hold, self.off = QPushButton(_("It was held")), QPushButton(_("Call it off"))
        self.paper, self.calendar = QPushButton(_("Minutes for paper")), QPushButton(_("Calendar file …"))
        self.hold.setProperty("look", "primary")
        self.hold.clicked.connect(self._on_hold)
        self.off.clicked.connect(self._on_off)
        self.paper.clicked.connect(self.paper_wanted)
        self.calendar.clicked.connect(self.calendar_wanted)
        line = QHBoxLayout()
        line.setSpacing(10)
        for name, stretch in (("title", 4), ("day", 2), ("start", 1), ("minutes", 1), ("place", 3)):
            line.addWidget(self.fields[name], stretch)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.state, 1)
        for button in (self.calendar, self.off, self.paper, self.hold):
            buttons.addWidget(button)
        self.body.addLayout(line)
        self.body.addLayout(buttons)
        self.body.addWidget(self.problem)

    def show_card(self, card: TeamTalkCard) -> None:
        other = self.card is None or self.card.id != card.id
        if other:
            self.complain("")
        self.card = card
        for name, field in self.fields.items():
            field.show_value(getattr(card, name), other=other)
            field.setEnabled(self.may_change)
        self.hold.setVisible(card.state == "planned")
        self.hold.setEnabled(card.day <= self.context.today())
        self.hold.setToolTip("" if self.hold.isEnabled() else _("The day is still to come"))
        self.off.setVisible(card.state == "planned")
        self.state.setText(_(STATES[card.state]) + (f" · {card.cancelled_because}" if card.cancelled_because else ""))

    def flush(self) -> None:
        for field in self.fields.values():
            if isinstance(field, LineField):
                field.flush()

    @Slot(str, object)
    def _on_kept(self, name: str, value: object) -> None:
        if self.card is None:
            return
        if name == "day" and value is None:
            self.fields["day"].complain(_("Write the date as 2026-11-23."))
            return
        job = partial(_edit, talk_id=self.card.id, name=name, value=value)
        self.write(N_("Change the meeting {meeting}"), job, failed=partial(self._on_not_kept, name))

    def _on_not_kept(self, name: str, error: BaseException) -> None:
        self.fields[name].complain(words_of(error))

    @Slot()
    def _on_hold(self) -> None:
        if self.card is not None:
            self.write(N_("Note that {meeting} was held"), partial(service.hold, talk_id=self.card.id, today=self.context.today()))

    @Slot()
    def _on_off(self) -> None:
        if self.card is not None:
            self.write(N_("Call {meeting} off"), partial(service.call_off, talk_id=self.card.id))


class TeamPage(QWidget):
    """`person_chosen` carries the id of the person whose talk is to be opened."""

    person_chosen = Signal(object)  # an id

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.card: TeamTalkCard | None = None
        self._rows: list[TeamTalkRow] = []
        self._talk: int | None = None
        self.new = QPushButton(_("Plan a meeting"))
        menu = QMenu(self.new)
        for one in service.shipped_agendas():
            action = QAction(one.name.of(i18n.language()), menu)
            action.setData(one.kind.value)
            action.triggered.connect(self._on_plan)
            menu.addAction(action)
        self.new.setMenu(menu)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Meetings of the team"))
        self.list.setItemDelegate(TwoLinesDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.currentItemChanged.connect(self._on_current)
        self.head, self.people = TeamHead(context), TeamPeople(context)
        self.agenda, self.promises = TeamAgenda(context), TeamPromises(context)
        self.head.paper_wanted.connect(self.show_paper)
        self.head.calendar_wanted.connect(self._on_calendar)
        self.promises.person_wanted.connect(self.person_chosen)
        self.paper: PaperPage | None = None
        self.empty = EmptyState(
            "users", _("No meeting yet"),
            _("Plan a stand-up, a weekly or a monthly meeting. Its agenda is made for you, its promises go into the common list, and the next one begins where it ended."),
            _("Plan a weekly meeting"),
        )  # fmt: skip
        self.empty.button.clicked.connect(self._on_first)
        self._lay_out()

    def _lay_out(self) -> None:
        side = Surface("surface", right=True)
        side.setFixedWidth(min(theme().px(236), 300))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 10, 1, 10)
        column.setSpacing(8)
        top = QVBoxLayout()
        top.setContentsMargins(12, 0, 12, 0)
        top.addWidget(self.new)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        inner = QWidget()
        centre = QVBoxLayout(inner)
        centre.setContentsMargins(16, 12, 6, 16)
        centre.setSpacing(12)
        for part in (self.head, self.people, self.agenda, self.promises):
            centre.addWidget(part)
        centre.addStretch(1)
        self.scroller = SteadyArea(inner, clear=True)
        self.stack = QStackedWidget()
        for page in (self.empty, self.scroller):
            self.stack.addWidget(page)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(side)
        layout.addWidget(self.stack, 1)

    # -- reading

    def reload(self) -> None:
        self.context.tasks.read(self, service.load_list, self._on_list, self.context.messages.complain)

    @Slot(object)
    def _on_list(self, rows: Sequence[TeamTalkRow]) -> None:
        self._rows = list(rows)
        known = {row.id for row in rows}
        if self._talk not in known:
            self._talk = self._first()
        self.list.blockSignals(True)
        self.list.clear()
        for row in rows:
            item = QListWidgetItem(f"{row.title}\n{self._line(row)}")
            item.setData(ID_ROLE, row.id)
            item.setToolTip(tip_text(item.text()))
            self.list.addItem(item)
            if row.id == self._talk:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        if self._talk is None:
            self.card = None
            self.stack.setCurrentWidget(self.empty)
        else:
            self._read()

    def _first(self) -> int | None:
        """The next one to come, else the newest."""
        coming = [row for row in self._rows if row.state == "planned"]
        return coming[-1].id if coming else self._rows[0].id if self._rows else None

    def _line(self, row: TeamTalkRow) -> str:
        time = i18n.clock(row.start) if row.start is not None else ""
        parts = [f"{words.day(row.day, self.context.today())} {i18n.weekday(row.day)} {time}".strip()]
        if row.state != "planned":
            parts.append(_(STATES[row.state]))
        if row.open_actions:
            parts.append(ngettext("{n} open promise", "{n} open promises", row.open_actions))
        return " · ".join(parts)

    def _read(self) -> None:
        if self._talk is not None:
            self.context.tasks.read(
                self, partial(service.load_team_talk, talk_id=self._talk), self._on_card, self.context.messages.complain
            )

    @Slot(object)
    def _on_card(self, card: TeamTalkCard) -> None:
        if card.id != self._talk:
            return
        self.card = card
        for part in (self.head, self.people, self.agenda, self.promises):
            part.show_card(card)
        if self.paper is None or self.stack.currentWidget() is not self.paper:
            self.stack.setCurrentWidget(self.scroller)

    @Slot(QListWidgetItem, QListWidgetItem)
    def _on_current(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None:
            self.show_meeting(int(item.data(ID_ROLE)))

    def show_meeting(self, talk_id: int) -> None:
        """Open a meeting; what is typed for the one before is kept first."""
        if talk_id != self._talk:
            self.flush()
            self._talk = talk_id
            self._on_paper_closed()
            self.scroller.to_top()
            self._read()

    def flush(self) -> None:
        for part in (self.head, self.agenda, self.promises):
            part.flush()

    # -- what is done

    @Slot()
    def _on_plan(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.plan(str(action.data()))

    @Slot()
    def _on_first(self) -> None:
        self.plan("weekly")

    def plan(self, kind: str) -> None:
        """Plan a meeting of a kind for today; its day is changed in place."""
        self.flush()
        name = service.agenda_of(kind).name.of(i18n.language())
        job = partial(service.plan, kind=kind, day=self.context.today())
        self.context.tasks.write(self, PLAN, job, self._on_planned, self.context.messages.complain, meeting=name)

    @Slot(object)
    def _on_planned(self, change: Change) -> None:
        if isinstance(change.result, int):
            self._talk = change.result
            self.reload()
            self.head.fields["day"].editor.setFocus()

    @property
    def may_print(self) -> bool:
        return self.card is not None

    @Slot()
    def show_paper(self) -> None:
        """The minutes as they will be printed."""
        if self.card is not None:
            self.flush()
            if self.paper is None:
                note = _("What was said, decided and promised; for everybody who was invited")
                self.paper = PaperPage(self.context, _("Minutes for paper"), note, _("Back to the meeting"), render, most=WIDEST)
                self.paper.closed.connect(self._on_paper_closed)
                self.stack.addWidget(self.paper)
            self.stack.setCurrentWidget(self.paper)
            job = partial(service.load_document, talk_id=self.card.id, now=self.context.now())
            self.paper.show_paper(job, f"{safe_name(self.card.title, i18n.full_date(self.card.day))}.pdf")

    @Slot()
    def _on_paper_closed(self) -> None:
        if self.paper is not None and self.stack.currentWidget() is self.paper:
            self.stack.setCurrentWidget(self.scroller)

    @Slot()
    def _on_calendar(self) -> None:
        if self.card is None:
            return
        dialog = QFileDialog(
            self, _("Calendar file"), f"{safe_name(self.card.title, i18n.full_date(self.card.day))}.ics", "iCalendar (*.ics)"
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("ics")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.write_calendar)
        dialog.open()

    @Slot(str)
    def write_calendar(self, name: str) -> None:
        """Write the meeting for calendars, whole or not at all."""
        if self.card is not None and name:
            job = partial(_write_calendar, self.context.workspace, self.card.id, Path(name), self.context.now())
            self.context.tasks.work(self, job, self._on_calendar_written, self.context.messages.complain)

    @Slot(object)
    def _on_calendar_written(self, path: Path) -> None:
        self.context.messages.tell(_("Written: {file}", file=path.name), Tone.GOOD)


def _write_calendar(workspace: Workspace, talk_id: int, path: Path, now: Any, _progress: Progress) -> Path:
    _name, data = service.calendar_file(workspace, talk_id, now)
    write_whole(path, data)
    return path


def _edit(uow: UnitOfWork, talk_id: int, name: str, value: object) -> int:
    return service.edit(uow, talk_id, **{name: value})

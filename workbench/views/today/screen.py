"""Today: what is late, what breaks a rule, pace against target, the week, the cycle and the day, with one action each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from workbench import i18n
from workbench.i18n import _, ngettext
from workbench.models.values.money import Money
from workbench.models.values.numbers import half_up_int
from workbench.readmodels.today import DayLine, TodayBoard, TodayItem
from workbench.services import today as service
from workbench.views.context import Context, Destination
from workbench.views.messages import words_of
from workbench.views.screen import Screen
from workbench.views.tasks import Progress
from workbench.views.theme import TextRole, Tone, theme
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Card, Meter, Text
from workbench.views.widgets.panels import ErrorState
from workbench.views.widgets.rows import ActionRow
from workbench.views.widgets.states import EmptyState

if TYPE_CHECKING:
    from workbench.views.charts.pace import PaceChart

CHART = "workbench.views.charts.pace"
MOST_ROWS = 9
MOST_OPEN = 3
PACE_TONES = {"none": "text", "good": "good", "close": "warning", "behind": "bad"}
MOST_OF_THE_DAY = 14


def words(sentence: str, figures: Mapping[str, object]) -> str:
    """A line in the present language; days as month and day, the kind of contract translated."""
    shown = {
        name: i18n.day_month(value) if isinstance(value, date) else _(str(value)) if name == "kind" else value
        for name, value in figures.items()
    }
    return _(sentence).format(**shown)


def load_chart(_progress: Progress) -> type[PaceChart]:
    """On a worker: pyqtgraph takes a second to import."""
    found: type[PaceChart] = import_module(CHART).PaceChart
    return found


class LinkRow(ActionRow):
    """An action row that knows where it leads."""

    def __init__(
        self, context: Context, chip: str, tone: Tone, text: str, action: str, destination: Destination, *, last: bool = False
    ) -> None:
        super().__init__(chip, tone, text, action, last=last)
        self._context, self._destination = context, destination
        self.setToolTip(tip_text(text))
        self.clicked.connect(self._on_clicked)

    @Slot()
    def _on_clicked(self) -> None:
        self._context.go(self._destination)


class TodayScreen(Screen):
    key: ClassVar[str] = "today"

    def build(self) -> None:
        self._board: TodayBoard | None = None
        self._chart: PaceChart | None = None
        self._chart_room: QVBoxLayout | None = None
        self._scroll_wanted = 0
        self._stack = QStackedWidget()
        self._empty = EmptyState(
            "sun",
            _("Nothing to show yet"),
            _("Bring in your people, customers and deals from a file, or add the first person."),
            _("Import a file"),
        )
        self._empty.button.clicked.connect(self._on_import)
        self.first_person = QPushButton(_("Add the first person"))
        self.first_person.clicked.connect(self._on_people)
        column = self._empty.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertSpacing(column.count() - 1, 2)
        column.insertWidget(column.count() - 1, self.first_person, 0, Qt.AlignmentFlag.AlignHCenter)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._reading = Text(_("Reading …"), TextRole.BODY, "muted")
        self._error: ErrorState | None = None
        self._stack.addWidget(self._reading)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._scroll)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 20, 16)
        outer.addWidget(self._stack)
        self._primary = QPushButton(_("Plan the week"))
        self._primary.clicked.connect(self._on_plan)

    def title(self) -> str:
        return _("Today")

    def subtitle(self) -> str:
        return i18n.long_date(self.context.today())

    def primary(self) -> QPushButton:
        return self._primary

    def keys(self) -> list[tuple[str, str]]:
        return [("Tab", _("Next line")), ("Enter", _("Do what the line offers")), ("← →", _("Months of the chart"))]

    def reload(self) -> None:
        if self._chart is None:
            self.context.tasks.work(self, load_chart, self._on_chart)
        self.context.tasks.read(self, partial(service.load_today, today=self.context.today()), self._on_loaded, self._on_failed)

    @Slot(object)
    def _on_chart(self, made: type[PaceChart]) -> None:
        if self._chart is None:
            self._chart = made()
            self._place_chart()

    def _place_chart(self) -> None:
        if self._chart is not None and self._chart_room is not None and self._board is not None:
            self._chart.show_bars(self._board.months)
            self._chart_room.addWidget(self._chart, 1)

    @Slot(object)
    def _on_loaded(self, board: TodayBoard) -> None:
        self._forget_error()
        self.noted.emit(self.key, sum(item.tone == "bad" for item in board.items), "")
        self._primary.setEnabled(board.people > 0)
        self._primary.setToolTip(tip_text("" if board.people else _("A week is planned for people; bring them in first.")))
        if not board.people:
            self._board = board
            self._stack.setCurrentWidget(self._empty)
            return
        if board != self._board or self._stack.currentWidget() is not self._scroll:
            self._board = board
            self._show_page(board)

    def _show_page(self, board: TodayBoard) -> None:
        """A new page in place of the old one; where one had scrolled to, and the line with the focus, stay."""
        rows = self._rows()
        focus = next((number for number, row in enumerate(rows) if row.hasFocus()), None)
        bar = self._scroll.verticalScrollBar()
        before = max(bar.value(), self._scroll_wanted)
        if self._chart is not None:
            self._chart.setParent(self)
            self._chart.hide()
        page = self._page(board)
        self._scroll.setWidget(page)
        self._place_chart()
        if self._chart is not None and self._chart_room is not None:  # without a room it would lie over the page
            self._chart.show()
        self._stack.setCurrentWidget(self._scroll)
        page.adjustSize()
        bar.setValue(before)
        self._scroll_wanted = 0
        if focus is not None and (rows := self._rows()):
            rows[min(focus, len(rows) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def _rows(self) -> list[LinkRow]:
        page = self._scroll.widget()
        return page.findChildren(LinkRow) if page is not None else []

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        """In place of the page, which would be out of date: what happened, and the button that reads again."""
        self._forget_error()
        self._error = ErrorState(words_of(error))
        self._error.retried.connect(self._on_retried)
        self._stack.addWidget(self._error)
        self._stack.setCurrentWidget(self._error)

    @Slot()
    def _on_retried(self) -> None:
        self._stack.setCurrentWidget(self._reading)
        self.reload()

    def _forget_error(self) -> None:
        if self._error is not None:
            self._stack.removeWidget(self._error)
            self._error.deleteLater()
            self._error = None

    # -- the page

    def _page(self, board: TodayBoard) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        if not board.calendar_known:
            layout.addWidget(
                Text(
                    _("There is no holiday calendar for this year; Monday to Friday are counted as working days."),
                    TextRole.BODY,
                    "warning",
                    wrap=True,
                )
            )
        first = QHBoxLayout()
        first.setSpacing(12)
        first.addWidget(self._needs(board), 5)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self._pace(board), 1)
        pair = QHBoxLayout()
        pair.setSpacing(12)
        pair.addWidget(self._week(board), 1)
        pair.addWidget(self._cycle(board), 1)
        right.addLayout(pair)
        first.addLayout(right, 6)
        layout.addLayout(first)
        layout.addWidget(self._day(board))
        layout.addStretch(1)
        return page

    def _needs(self, board: TodayBoard) -> Card:
        card = Card(_("Needs you"), ngettext("{n} line", "{n} lines", len(board.items)) if board.items else "")
        shown = board.items[:MOST_ROWS]
        for number, item in enumerate(shown):
            card.body.addWidget(self._row(item, last=number == len(shown) - 1))
        if not board.items:
            card.body.addWidget(Text(_("Nothing is late and no rule is broken."), TextRole.BODY, "muted"))
        if len(board.items) > MOST_ROWS:
            card.body.addWidget(Text(_("and {count} more, less urgent", count=len(board.items) - MOST_ROWS), TextRole.SMALL, "muted"))
        card.body.addStretch(1)
        return card

    def _row(self, item: TodayItem, *, last: bool) -> LinkRow:
        text = words(item.sentence, item.figures)
        return LinkRow(
            self.context, _(item.tag), Tone(item.tone), text, _(item.action), Destination(item.screen, dict(item.what)), last=last
        )

    def _pace(self, board: TodayBoard) -> Card:
        shown = board.target > 0 or any(bar.actual or bar.target for bar in board.months)
        card = Card(_("Pace against target"), _("bars: actual · ticks: target · pale: this month") if shown else "")
        self._chart_room = None
        if not shown:
            card.body.addWidget(
                Text(_("No sales and no targets yet. Import deals, and give targets in Team."), TextRole.BODY, "muted", wrap=True)
            )
            card.body.addStretch(1)
            return card
        if board.target:
            share = half_up_int(Fraction(100 * board.actual, board.expected)) if board.expected else 0
            tone = PACE_TONES[board.pace]
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(Text(f"{share} %", TextRole.FIGURE, tone))
            figures = _(
                "of what was expected by today · {actual} of {target} this quarter",
                actual=Money(board.actual).grouped(), target=Money(board.target).grouped(),
            )  # fmt: skip
            line.addWidget(Text(figures, TextRole.SMALL, "muted", wrap=True), 1)
            card.body.addLayout(line)
        else:
            figures = _(
                "{actual} this quarter; no target is set, so there is no pace. Give targets in Team.", actual=Money(board.actual).grouped()
            )
            card.body.addWidget(Text(figures, TextRole.SMALL, "muted", wrap=True))
        room = QWidget()
        room.setMinimumHeight(theme().px(150))
        self._chart_room = QVBoxLayout(room)
        self._chart_room.setContentsMargins(0, 0, 0, 0)
        card.body.addWidget(room, 1)
        return card

    def _week(self, board: TodayBoard) -> Card:
        week = board.week
        card = Card(_("This week's plan"), _("published") if week.published else _("draft"))
        if not week.needed:
            card.body.addWidget(Text(_("No tasks yet for this week."), TextRole.BODY, "muted", wrap=True))
            card.body.addStretch(1)
            return card
        share = week.assigned / week.needed
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Text(f"{week.assigned} / {week.needed}", TextRole.FIGURE_LARGE))
        line.addWidget(Text(_("assigned · {share} %", share=f"{100 * share:.1f}"), TextRole.SMALL, "muted"), 1)
        card.body.addLayout(line)
        card.body.addSpacing(6)
        card.body.addWidget(Meter(share))
        card.body.addSpacing(6)
        some = " · ".join(f"{i18n.weekday(day)} {title}" for day, title in week.open_tasks[:MOST_OPEN])
        rest = _("open: {titles}", titles=some) if some else _("Everything is filled.")
        card.body.addWidget(Text(rest, TextRole.SMALL, "muted", wrap=True))
        card.body.addStretch(1)
        return card

    def _cycle(self, board: TodayBoard) -> Card:
        cycle = board.cycle
        card = Card(_("Reviews"), cycle.name if cycle else "")
        if cycle is None:
            card.body.addWidget(Text(_("No review cycle is open."), TextRole.BODY, "muted", wrap=True))
            card.body.addStretch(1)
            return card
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Text(f"{cycle.submitted} / {cycle.people}", TextRole.FIGURE_LARGE))
        line.addWidget(Text(_("submitted · {count} locked", count=cycle.locked), TextRole.SMALL, "muted"), 1)
        card.body.addLayout(line)
        card.body.addSpacing(6)
        card.body.addWidget(Meter(cycle.submitted / cycle.people if cycle.people else 0))
        card.body.addSpacing(6)
        some = " · ".join(f"{grade} {count}" for grade, count in cycle.grades)
        grades = _("grades so far: {grades}", grades=some) if some else _("no grade yet")
        card.body.addWidget(Text(grades, TextRole.SMALL, "muted", wrap=True))
        card.body.addStretch(1)
        return card

    def _day(self, board: TodayBoard) -> Card:
        card = Card(_("The day"), ngettext("{n} entry", "{n} entries", len(board.schedule)) if board.schedule else "")
        shown = board.schedule[:MOST_OF_THE_DAY]
        for number, line in enumerate(shown):
            card.body.addWidget(self._day_row(line, last=number == len(shown) - 1))
        if not shown:
            card.body.addWidget(Text(_("Nothing is planned for today."), TextRole.BODY, "muted"))
        if len(board.schedule) > MOST_OF_THE_DAY:
            card.body.addWidget(
                Text(_("and {count} more in the week plan", count=len(board.schedule) - MOST_OF_THE_DAY), TextRole.SMALL, "muted")
            )
        return card

    def _day_row(self, line: DayLine, *, last: bool) -> LinkRow:
        if line.kind == "one_on_one":
            text, action = _("One-on-one with {person}", person=line.title), _("Agenda")
        else:
            text, action = f"{line.title} · {line.people}" if line.people else f"{line.title} · {_('nobody yet')}", _("Week plan")
        return LinkRow(
            self.context, i18n.clock(line.start), Tone.ACCENT, text, action, Destination(line.screen, dict(line.what)), last=last
        )

    # -- slots

    @Slot()
    def _on_import(self) -> None:
        self.context.go(Destination("data", {"import": "people"}))

    @Slot()
    def _on_people(self) -> None:
        self.context.go(Destination("people"))

    @Slot()
    def _on_plan(self) -> None:
        self.context.go(Destination("planning"))

    def state(self) -> dict[str, Any]:
        return {"scroll": self._scroll.verticalScrollBar().value()}

    def restore(self, state: dict[str, Any]) -> None:
        self._scroll_wanted = int(state.get("scroll", 0))
        self._scroll.verticalScrollBar().setValue(self._scroll_wanted)

"""The office calendar: public holidays and make-up days of one year, each with its source, typed or read from a file."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench import i18n
from workbench.errors import Refused
from workbench.i18n import N_, _, ngettext
from workbench.readmodels.policy import CalendarCard, CalendarOffer, CalendarSpan, CalendarYear
from workbench.services import policy_calendar
from workbench.services.workspace import Change
from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.paint import chip_size
from workbench.views.preferences.entry import EntryForm, Readable, emptied, scrolling, side_width
from workbench.views.theme import TextRole, Tone, theme
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Card, Chip, ElidedText, Text
from workbench.views.widgets.editing import Choice, ChoiceField, FieldRow, LineField
from workbench.views.widgets.panels import IconButton
from workbench.views.widgets.paths import PathField, PathKind

TONES = {"statutory": Tone.BAD, "off": Tone.GOOD, "makeup": Tone.WARNING}
FIELD_OF = {"DATES": "last", "NAME": "name", "SOURCE": "source", "KIND": "kind"}


class _Span(QWidget):
    """Days in a row: what they are, when, what they are called; the source below."""

    removed = Signal(object)

    def __init__(self, span: CalendarSpan, labels: dict[str, str]) -> None:
        super().__init__()
        self._span = span
        first = f"{span.first.isoformat()} {i18n.weekday(span.first)}"
        days = first if span.first == span.last else f"{first} – {span.last:%m-%d} {i18n.weekday(span.last)}"
        self.words = f"{days} · {span.name}"
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 1, 0, 1)
        row.setSpacing(8)
        mark = QWidget()  # as wide as the widest, so that the days stand below each other
        mark.setFixedWidth(max(round(chip_size(_(label))[0] + 0.5) for label in labels.values()))
        place = QHBoxLayout(mark)
        place.setContentsMargins(0, 0, 0, 0)
        place.addWidget(Chip(_(labels[span.kind]), TONES[span.kind]))
        place.addStretch(1)
        row.addWidget(mark)
        text = ElidedText(self.words, TextRole.BODY)
        row.addWidget(text, 5)
        source = ElidedText(span.source, TextRole.SMALL, "muted")
        row.addWidget(source, 2)
        away = IconButton("x", _("Take {days} away", days=self.words), 13)
        away.clicked.connect(self._on_away)
        row.addWidget(away)
        if not span.ids:  # shipped days are not kept, so there is nothing to take away
            away.hide()

    @Slot()
    def _on_away(self) -> None:
        self.removed.emit(self._span)


class _Offer(QWidget):
    """A year that the program brings."""

    wanted = Signal(object)

    def __init__(self, offer: CalendarOffer) -> None:
        super().__init__()
        self._offer = offer
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(
            ElidedText(
                ngettext("{year}: {n} day · {source}", "{year}: {n} days · {source}", offer.days, year=offer.year, source=offer.source),
                TextRole.SMALL,
            ),
            1,
        )
        self.take = QPushButton(_("Take over {year}", year=offer.year))
        self.take.clicked.connect(self._on_take)
        row.addWidget(self.take)

    @Slot()
    def _on_take(self) -> None:
        self.wanted.emit(self._offer)


class CalendarPage(Readable):
    """One year at the left; the forms for days and for a file at the right."""

    def __init__(self, context: Context) -> None:
        page = QWidget()
        super().__init__(page)
        self._context = context
        self._card: CalendarCard | None = None
        self._year = context.today().year
        self._labels = dict(policy_calendar.kind_labels())
        self._offers = Card(_("The program brings newer calendars"), _("nothing changes before you take them over"), spacing=4)
        self._offer_lines = QVBoxLayout()
        self._offers.body.addLayout(self._offer_lines)
        self._offers.hide()
        self._side = self._forms()
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self._days(), 1)
        row.addWidget(self._side)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._offers)
        layout.addLayout(row, 1)
        theme().changed.connect(self._on_theme)
        self._on_theme()

    @Slot()
    def _on_theme(self) -> None:
        self._side.setFixedWidth(side_width(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._on_theme()

    def _days(self) -> QWidget:
        card = Card(spacing=6)
        head = QHBoxLayout()
        head.setSpacing(10)
        self.year = Choice()
        self.year.setAccessibleName(_("Year"))
        self.year.setMinimumWidth(theme().px(90))
        self.year.activated.connect(self._on_year)
        self._sum = Text("", TextRole.SMALL, "muted")
        head.addWidget(ElidedText(_("Days that differ from Monday to Friday"), TextRole.HEADING), 1)
        head.addWidget(self._sum)
        head.addWidget(self.year)
        card.body.addLayout(head)
        self.banner = Text("", TextRole.BODY, "warning", wrap=True)
        self.banner.hide()
        card.body.addWidget(self.banner)
        inner = QWidget()
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 4, 0)
        column.addLayout(self._list)
        column.addStretch(1)
        card.body.addWidget(scrolling(inner), 1)
        return card

    def _forms(self) -> QWidget:
        kinds = [(kind, _(label)) for kind, label in self._labels.items()]
        self._kind = ChoiceField("kind", _("Kind of day"), kinds)
        self._kind.show_value("off", other=True)
        self._first, self._last = LineField("first", _("First day"), "date"), LineField("last", _("Last day; empty for one day"), "date")
        self._name, self._source = (
            LineField("name", _("What the days are called")),
            LineField("source", _("Source"), hint=_("Notice of the State Council or company decision")),
        )
        self.form = EntryForm(
            _("Enter days"), (self._kind, self._first, self._last, self._name, self._source), _("Enter these days"),
            _("A day that is there already is replaced."),
        )  # fmt: skip
        self.form.submitted.connect(self._on_enter)
        self._path = PathField(PathKind.FILE, _("Calendar file"), _("Calendars (*.csv *.json *.txt)"))
        self._file_source = LineField("file_source", _("Source"), hint=_("Where the file itself names none"))
        self.file_form = EntryForm(
            _("Read from a file"), (FieldRow("path", _("Calendar file"), self._path), self._file_source), _("Read the days"),
            _("JSON, or a table of date, name, day off yes or no. Other days stay as they are."),
        )  # fmt: skip
        self._path.line.returnPressed.connect(self._on_file)
        self.file_form.submitted.connect(self._on_file)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(12)
        column.addWidget(self.form)
        column.addWidget(self.file_form)
        column.addStretch(1)
        return scrolling(inner)

    # -- showing

    @property
    def span_texts(self) -> list[str]:
        found = (self._list.itemAt(place).widget() for place in range(self._list.count()))  # type: ignore[union-attr]
        return [widget.words for widget in found if isinstance(widget, _Span)]

    @property
    def offers(self) -> list[QPushButton]:
        """The buttons that take a year over."""
        found = (self._offer_lines.itemAt(place).widget() for place in range(self._offer_lines.count()))  # type: ignore[union-attr]
        return [widget.take for widget in found if isinstance(widget, _Offer)]

    def show_card(self, card: CalendarCard) -> None:
        self._card = card
        years = [one.year for one in card.years]
        if [self.year.itemData(place) for place in range(self.year.count())] != years:
            self.year.clear()
            for year in years:
                self.year.addItem(str(year), year)
        emptied(self._offer_lines)
        for offer in card.offers:
            line = _Offer(offer)
            line.wanted.connect(self._on_take)
            self._offer_lines.addWidget(line)
        self._offers.setVisible(bool(card.offers))
        self.show_content()
        self.choose(self._year)

    def choose(self, year: int) -> None:
        """Show a year."""
        self._year = year
        found = next((one for one in self._card.years if one.year == year), None) if self._card else None
        emptied(self._list)
        if found is None:
            return
        self.year.setCurrentIndex(self.year.findData(year))
        self._show_year(found)

    def _show_year(self, found: CalendarYear) -> None:
        self._sum.setText(_("{count} working days", count=found.working_days))
        self.banner.setText(
            ""
            if found.known
            else _("There is no table of {year} yet: Monday to Friday count as working days, and deadlines say so.", year=found.year)
        )
        self.banner.setVisible(not found.known)
        for span in found.spans:
            line = _Span(span, self._labels)
            line.removed.connect(self._on_removed)
            line.setToolTip(tip_text(f"{line.words}\n{span.source}"))
            self._list.addWidget(line)

    def state(self) -> dict[str, Any]:
        typed = {row.field: row.text for row in (self._first, self._last, self._name, self._source, self._file_source)}
        return {"year": self._year, "kind": self._kind.value, "typed": typed, "path": self._path.text()}

    def restore(self, state: dict[str, Any]) -> None:
        self._kind.show_value(state.get("kind", "off"), other=True)
        self._path.setText(str(state.get("path", "")))
        for row in (self._first, self._last, self._name, self._source, self._file_source):
            row.editor.setText(str(dict(state.get("typed", {})).get(row.field, "")))  # type: ignore[attr-defined]
        self.choose(int(state.get("year", self._year)))

    # -- slots

    @Slot()
    def _on_year(self) -> None:
        self.choose(int(self.year.currentData()))

    @Slot()
    def _on_enter(self) -> None:
        first = self._first.read()
        last = self._last.read() if self._last.text.strip() else first
        if first is None or last is None:
            return
        name = self._name.text
        job = partial(policy_calendar.set_days, first=first, last=last, kind=str(self._kind.value), name=name, source=self._source.text)
        done = partial(self._on_entered, first)
        self._context.tasks.write(
            self, N_("Enter {name} from {day} in the calendar"), job, done, self._on_refused, name=name, day=first.isoformat()
        )

    def _on_entered(self, first: date, _change: Change) -> None:
        for row in (self._first, self._last, self._name):
            row.show_value("", other=True)
        self.form.complain("", "")
        self.choose(first.year)

    def _on_refused(self, error: BaseException) -> None:
        field = FIELD_OF.get(error.code, "") if isinstance(error, Refused) else ""
        self.form.complain(field, words_of(error))

    @Slot()
    def _on_file(self) -> None:
        path = self._path.text()
        if not path:
            self.file_form.complain("path", _("Choose the file first."))
            return
        self.file_form.complain("", "")
        job = partial(policy_calendar.import_days, path=Path(path), source=self._file_source.text)
        self._context.tasks.write(
            self, N_("Read the calendar from {file}"), job, self._on_read, self._on_file_refused, file=Path(path).name
        )

    @Slot(object)
    def _on_read(self, change: Change) -> None:
        self._path.setText("")
        self._file_source.show_value("", other=True)
        self._context.messages.tell(ngettext("{n} day was read.", "{n} days were read.", int(str(change.result))))

    def _on_file_refused(self, error: BaseException) -> None:
        self.file_form.complain("path", words_of(error))

    @Slot(object)
    def _on_removed(self, span: CalendarSpan) -> None:
        job = partial(policy_calendar.remove_days, ids=span.ids)
        self._context.tasks.write(
            self, N_("Take {name} from {day} out of the calendar"), job, None, self._on_refused, name=span.name, day=span.first.isoformat()
        )

    @Slot(object)
    def _on_take(self, offer: CalendarOffer) -> None:
        self._year = offer.year
        job = partial(policy_calendar.take_year, year=offer.year)
        self._context.tasks.write(self, N_("Take over the calendar of {year}"), job, None, self._on_refused, year=offer.year)

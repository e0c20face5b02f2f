"""Law and policy: every figure with its values by date and source; a newer value is added, an older one never overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench.errors import Refused
from workbench.i18n import N_, Word, _, ngettext
from workbench.readmodels.policy import FigureOffer, FigureRow, FigureValue, PolicyCard
from workbench.services import names, policy_edit
from workbench.services.workspace import Change
from workbench.views.context import Context
from workbench.views.itemmodels.rows import Column
from workbench.views.messages import words_of
from workbench.views.preferences.entry import EntryForm, Readable, emptied, scrolling, side_width
from workbench.views.theme import TextRole, Tone, theme
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Card, Chip, ElidedText, Text
from workbench.views.widgets.editing import Choice, LineField
from workbench.views.widgets.panels import IconButton
from workbench.views.widgets.table import RowsTable

MOST_OFFERS = 6
FIELD_OF = {"FIGURE": "value", "RANGE": "value", "DAY": "from_on", "SOURCE": "source", "REGION": "region"}


@dataclass(frozen=True, slots=True)
class Line:
    """A figure as the table shows and searches it."""

    id: int
    name: str
    search: str
    code: str
    figure: FigureRow


def line_of(figure: FigureRow) -> Line:
    label = f"{_(figure.label)} · {figure.region}" if figure.region else _(figure.label)
    search = f"{names.search_keys(label, is_person=False)} {figure.label.lower()}"
    return Line(figure.id, label, search, figure.code, figure)


def shown_value(row: FigureRow | FigureOffer, value: int) -> str:
    """A value with its unit, in the present language."""
    amount = policy_edit.amount_text(row.code, value)
    return _(policy_edit.unit_text(row.unit, amount), amount=amount)


def _now(line: Line) -> str:
    now = line.figure.now
    return shown_value(line.figure, now.value) if now is not None else _("missing")


def _from(line: Line) -> str:
    return line.figure.now.from_on.isoformat() if line.figure.now is not None else "–"


def _source(line: Line) -> str:
    return line.figure.now.source if line.figure.now is not None else "–"


class _Value(QWidget):
    """One dated value: how much, from when to when, whether it is in force, and its source below."""

    removed = Signal(object)

    def __init__(self, figure: FigureRow, value: FigureValue, today: date) -> None:
        super().__init__()
        self._value = value
        until = value.to_on.isoformat() if value.to_on else ""
        days = _("{first} to {last}", first=value.from_on, last=until) if until else _("from {day}", day=value.from_on)
        self.words = f"{shown_value(figure, value.value)} · {days}"
        head = QHBoxLayout()
        head.setSpacing(8)
        if value.from_on > today:
            head.addWidget(Chip(_("to come"), Tone.ACCENT))
        elif value == figure.now:
            head.addWidget(Chip(_("in force"), Tone.GOOD))
        else:
            head.addWidget(Chip(_("ended"), Tone.NEUTRAL))
        head.addWidget(ElidedText(self.words, TextRole.BODY), 1)
        if value.from_on > today and value.id:
            away = IconButton("x", _("Take the value from {day} away", day=value.from_on), 13)
            away.clicked.connect(self._on_away)
            head.addWidget(away)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 4)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(Text(value.source, TextRole.SMALL, "muted", wrap=True))

    @Slot()
    def _on_away(self) -> None:
        self.removed.emit(self._value)


class OffersCard(Card):
    """What a newer program brings; nothing is taken over until the button is pressed."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__(_("The program brings newer figures"), _("nothing changes before you take them over"), spacing=3)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self.body.addLayout(self._lines)
        self.take = QPushButton(_("Take all of them over"))
        self.take.clicked.connect(self.wanted)
        self.body.addWidget(self.take, 0, Qt.AlignmentFlag.AlignLeft)
        self.texts: tuple[str, ...] = ()

    def show_offers(self, offers: tuple[FigureOffer, ...]) -> None:
        emptied(self._lines)
        self.texts = tuple(self._words(offer) for offer in offers)
        for text in self.texts[:MOST_OFFERS]:
            line = ElidedText(text, TextRole.SMALL)
            self._lines.addWidget(line)
        if len(self.texts) > MOST_OFFERS:
            rest = Text(_("and {count} more", count=len(self.texts) - MOST_OFFERS), TextRole.SMALL, "muted")
            rest.setToolTip(tip_text("\n".join(self.texts[MOST_OFFERS:])))
            self._lines.addWidget(rest)
        self.setVisible(bool(offers))

    @staticmethod
    def _words(offer: FigureOffer) -> str:
        name = f"{_(offer.label)} {offer.region}".strip()
        value, day = shown_value(offer, offer.value), offer.from_on.isoformat()
        if offer.before is None:
            return _("{figure}: {value} from {day} ({source})", figure=name, value=value, day=day, source=offer.source)
        before = shown_value(offer, offer.before)
        return _(
            "{figure}: {value} in place of {before} from {day} ({source})",
            figure=name,
            value=value,
            before=before,
            day=day,
            source=offer.source,
        )


class LawPage(Readable):
    """The figures at the left, the values of the chosen one and the form for a newer one at the right."""

    def __init__(self, context: Context) -> None:
        page = QWidget()
        super().__init__(page)
        self._context = context
        self._lines: dict[int, Line] = {}
        self._chosen = 0
        self.offers = OffersCard()
        self.offers.wanted.connect(self._on_take)
        self.offers.hide()
        self.table = self._table()
        side = self._side()
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self.table, 1)
        row.addWidget(side)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.offers)
        layout.addLayout(row, 1)
        self._side_area = side
        theme().changed.connect(self._on_theme)
        self._on_theme()

    def _table(self) -> RowsTable:
        columns = (
            Column(_("Figure"), lambda r: r.name, lambda r: r.search, grow=3, tip=lambda r: r.name),
            Column(_("Value today"), _now, _now, right=True, ink=lambda r: "bad" if r.figure.now is None else ""),
            Column(_("In force from"), _from, _from),
            Column(_("Source"), _source, _source, grow=2, tip=_source),
        )
        table = RowsTable(columns, _("Search a figure"), (210, 110, 100, 150))
        self.group = Choice()
        self.group.setAccessibleName(_("Kind of figure"))
        self.group.addItem(_("Everything"), "")
        for group in policy_edit.groups():
            self.group.addItem(_(policy_edit.group_text(group)), group)
        self.group.activated.connect(self._on_group)
        self.group.setMinimumWidth(theme().px(150))
        table.add_filter(self.group)
        table.chosen.connect(self._on_chosen)
        return table

    def _side(self) -> QWidget:
        self.values = Card(spacing=2)
        self._name = Text("", TextRole.HEADING, wrap=True)
        self._gap = Text("", TextRole.SMALL, "bad", wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self.values.body.addWidget(self._name)
        self.values.body.addWidget(self._gap)
        self.values.body.addLayout(self._list)
        self._value = LineField("value", _("Value"), most=40)
        self._day = LineField("from_on", _("First day in force"), "date")
        self._source_field = LineField("source", _("Source"), hint=_("Law, document number or decision"))
        self._region = LineField("region", _("Region"), most=60)
        self.form = EntryForm(
            _("A newer value"), (self._value, self._day, self._source_field, self._region), _("Add this value"),
            _("The value before it ends the day before. What is locked or published stays as it is."),
        )  # fmt: skip
        self.form.submitted.connect(self._on_add)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(12)
        column.addWidget(self.values)
        column.addWidget(self.form)
        column.addStretch(1)
        return scrolling(inner)

    @Slot()
    def _on_theme(self) -> None:
        self._side_area.setFixedWidth(side_width(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._on_theme()

    # -- showing

    @property
    def figure(self) -> FigureRow | None:
        """The chosen figure."""
        line = self._lines.get(self._chosen)
        return line.figure if line is not None else None

    @property
    def value_texts(self) -> list[str]:
        found = (self._list.itemAt(place).widget() for place in range(self._list.count()))  # type: ignore[union-attr]
        return [widget.words for widget in found if isinstance(widget, _Value)]

    def show_card(self, card: PolicyCard) -> None:
        lines = [line_of(figure) for figure in card.figures]
        self._lines = {line.id: line for line in lines}
        self.offers.show_offers(card.offers)
        self.table.set_rows(lines)
        self.show_content()
        if self._chosen not in self._lines and lines:
            self.table.select(lines[0].id)
        else:
            self.table.mark(self._chosen)
            self._show_figure()

    def choose(self, code: str, region: str = "") -> None:
        """Show a figure by its code; filters that would hide it are taken away."""
        self.group.setCurrentIndex(0)
        self._on_group()
        self.table.search.clear()
        self._chosen = policy_edit.row_id(code, region)
        if self._chosen in self._lines:
            self.table.mark(self._chosen)
            self._show_figure()

    def _show_figure(self) -> None:
        figure, today = self.figure, self._context.today()
        emptied(self._list)
        if figure is None:
            return
        self._name.setText(self._lines[self._chosen].name)
        self._gap.setText("" if figure.now else _("No value is in force today. Whatever needs it says so instead of guessing."))
        self._gap.setVisible(figure.now is None)
        for value in reversed(figure.values):
            line = _Value(figure, value, today)
            line.removed.connect(self._on_removed)
            self._list.addWidget(line)
        self._region.setVisible(policy_edit.is_regional(figure.code))
        newest = figure.newest
        self._value.editor.setPlaceholderText(shown_value(figure, newest.value) if newest else "")  # type: ignore[attr-defined]

    def state(self) -> dict[str, Any]:
        figure = self.figure
        typed = {name: row.text for name, row in self.form.fields.items() if isinstance(row, LineField)}
        return {"code": figure.code if figure else "", "region": figure.region if figure else "", "typed": typed}

    def restore(self, state: dict[str, Any]) -> None:
        if state.get("code"):
            self.choose(str(state["code"]), str(state.get("region", "")))
        for name, text in dict(state.get("typed", {})).items():
            self.form.fields[name].editor.setText(text)  # type: ignore[attr-defined]

    # -- slots

    @Slot()
    def _on_group(self) -> None:
        group = str(self.group.currentData() or "")
        self.table.set_filter((lambda line: line.figure.group == group) if group else None)

    @Slot(object)
    def _on_chosen(self, row_id: int) -> None:
        if row_id == self._chosen:
            return
        self._chosen = row_id
        self._clear()
        self._show_figure()
        figure = self.figure
        if figure is not None:
            self._region.editor.setText(figure.region)  # type: ignore[attr-defined]

    def _clear(self) -> None:
        for row in self.form.fields.values():
            row.show_value("", other=True)  # type: ignore[attr-defined]
        self.form.complain("", "")

    @Slot()
    def _on_add(self) -> None:
        figure = self.figure
        day = self._day.read()
        if figure is None or day is None:
            self._day.editor.setFocus()
            return
        region = self._region.text.strip() if policy_edit.is_regional(figure.code) else ""
        job = partial(
            policy_edit.set_figure, code=figure.code, text=self._value.text, from_on=day, source=self._source_field.text, region=region
        )
        done = partial(self._on_added, figure.code, region)
        self._context.tasks.write(
            self, N_("Set {figure} from {day}"), job, done, self._on_refused, figure=Word(figure.label), day=day.isoformat()
        )

    def _on_added(self, code: str, region: str, _change: Change) -> None:
        self._clear()
        self._chosen = policy_edit.row_id(code, region)
        self._show_figure()

    def _on_refused(self, error: BaseException) -> None:
        field = FIELD_OF.get(error.code, "") if isinstance(error, Refused) else ""
        self.form.complain(field, words_of(error))

    @Slot(object)
    def _on_removed(self, value: FigureValue) -> None:
        figure = self.figure
        if figure is not None:
            job = partial(policy_edit.remove_figure, figure_id=value.id, today=self._context.today())
            self._context.tasks.write(
                self,
                N_("Take {figure} from {day} away"),
                job,
                None,
                self._on_refused,
                figure=Word(figure.label),
                day=value.from_on.isoformat(),
            )

    @Slot()
    def _on_take(self) -> None:
        self._context.tasks.write(self, N_("Take over the figures of the program"), policy_edit.take_offers, self._on_taken)

    @Slot(object)
    def _on_taken(self, change: Change) -> None:
        count = int(str(change.result))
        self._context.messages.tell(ngettext("{n} figure was taken over.", "{n} figures were taken over.", count))

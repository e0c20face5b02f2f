"""The manager's mirror: a few figures about how talks are kept, each opening the rows it is made of; no feelings are counted."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from workbench import i18n
from workbench.i18n import N_, _, ngettext
from workbench.models.values.numbers import half_up_int
from workbench.readmodels.talk_way import Mirror, MirrorFigure, MirrorRow
from workbench.services import one_on_ones_mirror as service
from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.one_on_ones.part import clear_layout, widgets_of
from workbench.views.one_on_ones.steady import SteadyArea
from workbench.views.paint import RIGHT, draw_text, focus_ring, rounded
from workbench.views.theme import METRICS, TextRole, theme
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Card, Clickable, Text, draw_meter
from workbench.views.widgets.forms import Segmented
from workbench.views.words import one_on_ones as words

TITLES = {
    "on_time": N_("Talks held in time"),
    "cadence": N_("People whose next talk is not late"),
    "took_place": N_("Planned talks that took place"),
    "raised": N_("Points raised by them"),
    "kept_manager": N_("Your promises kept in time"),
    "kept_employee": N_("Their promises kept in time"),
}
HINTS = {
    "on_time": N_("Against the rhythm of each person; a first talk is not counted"),
    "cadence": N_("Everybody who is here today"),
    "took_place": N_("Against skipped and cancelled ones"),
    "raised": N_("It is their talk: more than half should come from them"),
    "kept_manager": N_("Of those due in these days"),
    "kept_employee": N_("Of those due in these days"),
}
MOST_ROWS = 60


def figure_text(figure: MirrorFigure) -> str:
    """80 % · 4 of 5, or that there is nothing to count."""
    if figure.share is None:
        return _("nothing to count yet")
    return _("{share} % · {count} of {total}", share=half_up_int(figure.share * 100), count=figure.count, total=figure.total)


class FigureBar(Clickable):
    """A name, a share as a bar and in words; opens its rows."""

    opened = Signal(object)  # the figure

    def __init__(self, title: str, hint: str, figure: MirrorFigure) -> None:
        super().__init__(f"{title}: {figure_text(figure)}")
        self.figure, self._title = figure, title
        self.setToolTip(tip_text(hint))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self.opened.emit(self.figure)

    def sizeHint(self) -> QSize:
        return QSize(260, theme().px(48))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter, rect = theme(), QPainter(self), QRectF(self.rect())
        if self.underMouse() or self.isDown():
            rounded(painter, rect, METRICS.radius_block, t.tokens.hover)
        room = QRectF(10, t.px(5), rect.width() - 20, t.px(21))
        share = figure_text(self.figure)
        half = room.width() / 2
        draw_text(painter, QRectF(room.left(), room.top(), half + 20, room.height()), self._title, TextRole.BODY, t.tokens.text)
        draw_text(
            painter, QRectF(room.left() + half + 24, room.top(), half - 24, room.height()), share, TextRole.BODY_BOLD, t.tokens.text, RIGHT
        )
        bar = QRectF(10, rect.height() - t.px(14), rect.width() - 20, 6)
        draw_meter(painter, bar, float(self.figure.share or 0), t.tokens.accent)
        if self.shows_ring():
            focus_ring(painter, rect, METRICS.radius_block)


class RowLine(Clickable):
    """One row behind a figure; leads to the talk with its person."""

    chosen = Signal(object)  # an id

    def __init__(self, row: MirrorRow, *, judged: bool) -> None:
        self._row, self._text = row, row_text(row, judged)
        super().__init__(self._text)
        self.setToolTip(tip_text(_("Open the talk with {name}", name=row.person)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self.chosen.emit(self._row.person_id)

    def sizeHint(self) -> QSize:
        return QSize(220, theme().px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter, rect = theme(), QPainter(self), QRectF(self.rect())
        if self.underMouse():
            rounded(painter, rect, METRICS.radius_block, t.tokens.hover)
        draw_text(painter, rect.adjusted(8, 0, -8, 0), self._text, TextRole.BODY, t.tokens.text)
        if self.shows_ring():
            focus_ring(painter, rect, METRICS.radius_block)


class MirrorPage(QWidget):
    """`person_chosen` carries the id of the person behind a row."""

    person_chosen = Signal(object)  # an id

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._mirror: Mirror | None = None
        self._open_key = "on_time"
        self.span = Segmented(_("Which days"), [("30", _("30 days")), ("90", _("90 days")), ("365", _("A year"))], "90")
        self.span.chosen.connect(self._on_span)
        self.note = Text("", TextRole.SMALL, "muted", wrap=True)
        self.warning = Text("", TextRole.BODY_BOLD, "warning", wrap=True)
        self.problem = Text("", TextRole.SMALL, "bad", wrap=True)
        for text in (self.warning, self.problem):
            text.hide()
        self.kept, self.themes = Card(_("How talks are kept")), Card(_("What is talked about"))
        self.kept_bars, self.theme_bars, self.rows = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        for bars in (self.kept_bars, self.theme_bars, self.rows):
            bars.setSpacing(2)
        self.kept.body.addLayout(self.kept_bars)
        self.themes.body.addLayout(self.theme_bars)
        self.behind = Card()
        self.behind_title = Text("", TextRole.HEADING)
        self.behind.body.addWidget(self.behind_title)
        self.behind.body.addLayout(self.rows)
        self._lay_out()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.span)
        top.addWidget(self.note, 1)
        grid = QGridLayout()
        grid.setSpacing(12)
        grid.addWidget(self.kept, 0, 0)
        grid.addWidget(self.themes, 1, 0)
        grid.addWidget(self.behind, 0, 1, 3, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(2, 1)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.warning)
        column.addWidget(self.problem)
        column.addLayout(grid)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(SteadyArea(inner, clear=True))

    def reload(self) -> None:
        job = partial(service.load_mirror, today=self.context.today(), days=int(self.span.value))
        self.context.tasks.read(self, job, self._on_read, self._on_failed)

    def flush(self) -> None:
        """Nothing is typed here."""

    def _on_span(self, _days: str) -> None:
        self.reload()

    def _on_failed(self, error: BaseException) -> None:
        self.problem.setText(words_of(error))
        self.problem.show()

    def _on_read(self, mirror: Mirror) -> None:
        self._mirror = mirror
        self.problem.hide()
        held = ngettext("{n} talk held", "{n} talks held", mirror.held)
        days = _("{first} to {last}", first=i18n.full_date(mirror.first), last=i18n.full_date(mirror.last))
        self.note.setText(f"{days} · {held} · {_('Only for you. Nobody’s feelings are counted.')}")
        self.warning.setText(_("You raised more than half of the points. It is their talk: ask what they want to talk about."))
        self.warning.setVisible(mirror.manager_most)
        self._fill(self.kept_bars, mirror.figures)
        self._fill(self.theme_bars, mirror.themes)
        figure = next((one for one in (*mirror.figures, *mirror.themes) if one.key == self._open_key), mirror.figures[0])
        self._show_rows(figure)

    def _fill(self, bars: QVBoxLayout, figures: tuple[MirrorFigure, ...]) -> None:
        clear_layout(bars)
        for figure in figures:
            bar = FigureBar(self._title(figure), _(HINTS.get(figure.key, N_("Points raised in these days"))), figure)
            bar.opened.connect(self._show_rows)
            bars.addWidget(bar)

    def _title(self, figure: MirrorFigure) -> str:
        return _(TITLES[figure.key]) if figure.key in TITLES else words.theme_label(figure.key)

    @property
    def bars(self) -> list[FigureBar]:
        """The figures in order."""
        return [*widgets_of(self.kept_bars, FigureBar), *widgets_of(self.theme_bars, FigureBar)]

    def _show_rows(self, figure: MirrorFigure) -> None:
        """What a figure is made of, what was not reached first."""
        self._open_key = figure.key
        self.behind_title.setText(f"{self._title(figure)} · {figure_text(figure)}")
        clear_layout(self.rows)
        for row in figure.rows[:MOST_ROWS]:
            line = RowLine(row, judged=figure.key in TITLES)
            line.chosen.connect(self.person_chosen)
            self.rows.addWidget(line)
        rest = len(figure.rows) - MOST_ROWS
        if rest > 0:
            self.rows.addWidget(Text(ngettext("and {n} more", "and {n} more", rest), TextRole.SMALL, "muted"))
        if not figure.rows:
            self.rows.addWidget(Text(_("There is nothing to count in these days."), TextRole.BODY, "muted", wrap=True))


def row_text(row: MirrorRow, judged: bool) -> str:
    """✓ or ✗ (where it is judged), who, when and what."""
    sign = ("✓" if row.good else "✗") if judged else ""
    return " · ".join(part for part in (f"{sign} {row.person}".strip(), i18n.full_date(row.day) if row.day else "", row.text) if part)

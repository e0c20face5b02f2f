"""The effect of a trial: a bar above the board in a line, and beside the board what becomes better and worse for whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from workbench.i18n import _, ngettext
from workbench.models.values.quantities import hours_text
from workbench.services.planning_trial import Effect
from workbench.views.theme import TextRole, Tone
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Card, Chip, ElidedText, Text

MOST = 8


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def figures(effect: Effect) -> list[tuple[str, str, str, str]]:
    """(what, before, after, colour of the after) of each figure; better is good, worse is bad, equal is plain."""
    (filled, then), (needed, more), (broken, now) = effect.filled, effect.needed, effect.broken
    rows: list[tuple[str, str, str, float]] = [
        (_("Places filled"), f"{filled} / {needed}", f"{then} / {more}", (then - more) - (filled - needed))
    ]
    for name, (before, after) in ((_("Fairness of hours"), effect.jain), (_("Lowest share of the wish"), effect.least)):
        by = 0.0 if before is None or after is None else round(after, 2) - round(before, 2)
        rows.append((name, _figure(before), _figure(after), by))
    rows.append((_("Rules broken"), str(broken), str(now), broken - now))
    return [(name, before, after, "good" if by > 0 else "bad" if by < 0 else "text") for name, before, after, by in rows]


class WhatIfBar(Card):
    """A line above the board while a trial is on."""

    effect_wanted = Signal()
    kept = Signal()
    dropped = Signal()
    taken_back = Signal()

    def __init__(self) -> None:
        super().__init__(margin=8)
        line = QHBoxLayout()
        line.setSpacing(8)
        self.words = ElidedText("", TextRole.SMALL)
        self._effect, self.back, self._drop, self.keep = (
            QPushButton(_("Effect")), QPushButton(_("Take back")), QPushButton(_("Drop")), QPushButton(_("Keep")),
        )  # fmt: skip
        self._effect.setToolTip(tip_text(_("What the trial changes, in full")))
        self.back.setToolTip(tip_text(_("Take the last step of the trial back")))
        line.addWidget(Chip(_("What if"), Tone.ACCENT))
        line.addWidget(self.words, 1)
        for button in (self._effect, self.back, self._drop, self.keep):
            line.addWidget(button)
        self.body.addLayout(line)
        self._effect.clicked.connect(self._on_effect)
        self.back.clicked.connect(self._on_back)
        self._drop.clicked.connect(self._on_drop)
        self.keep.clicked.connect(self._on_keep)
        self.hide()

    def show_effect(self, effect: Effect, steps: int, *, may_keep: bool) -> None:
        """Figures that differ, or what can be done where nothing was tried yet."""
        parts = [f"{name} {before} → {after}" for name, before, after, _colour in figures(effect) if before != after]
        told = ngettext("{n} step", "{n} steps", steps)
        words = " · ".join((told, *parts)) if steps else _("Change the week as usual; nothing is kept yet.")
        self.words.setText(words)
        self.back.setEnabled(steps > 0)
        self.keep.setEnabled(steps > 0 and may_keep)

    @Slot()
    def _on_effect(self) -> None:
        self.effect_wanted.emit()

    @Slot()
    def _on_back(self) -> None:
        self.taken_back.emit()

    @Slot()
    def _on_drop(self) -> None:
        self.dropped.emit()

    @Slot()
    def _on_keep(self) -> None:
        self.kept.emit()


class WhatIfPage(QWidget):
    """Before and after, what is broken and mended, whose hours change, the steps, and what else can be tried."""

    kept = Signal()
    dropped = Signal()
    taken_back = Signal()
    hour_wanted = Signal()
    place_wanted = Signal()
    person_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._cells: list[tuple[Text, Text, Text]] = []
        self.rules, self.hours, self.steps = (Text("", TextRole.SMALL, "text", wrap=True) for _n in range(3))
        self._rules_card, self._hours_card, self._steps_card = (
            self._card(_("Rules"), self.rules), self._card(_("Hours of the week"), self.hours), self._card(_("What was tried"), self.steps),
        )  # fmt: skip
        self.keep, drop = QPushButton(_("Keep")), QPushButton(_("Drop"))
        self.keep.setProperty("look", "primary")
        self.keep.clicked.connect(self._on_keep)
        drop.clicked.connect(self._on_drop)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.keep, 1)
        buttons.addWidget(drop)
        parts = QWidget()
        inside = QVBoxLayout(parts)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(10)
        for part in (self._rules_card, self._hours_card, self._steps_card, self._more()):
            inside.addWidget(part)
        inside.addStretch(1)
        area = QScrollArea()  # many steps on a small screen
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(parts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._head())
        layout.addWidget(area, 1)
        layout.addLayout(buttons)

    def _card(self, title: str, text: Text) -> Card:
        card = Card(title, margin=12, spacing=4)
        card.body.addWidget(text)
        return card

    def _head(self) -> Card:
        card = Card(margin=12, spacing=4)
        line = QHBoxLayout()
        line.addWidget(Text(_("What if"), TextRole.HEADING))
        line.addStretch(1)
        line.addWidget(Chip(_("Not kept"), Tone.WARNING))
        card.body.addLayout(line)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0, 1)
        for column, word in enumerate((_("Before"), _("After")), 1):
            grid.addWidget(Text(word, TextRole.SMALL, "muted"), 0, column, Qt.AlignmentFlag.AlignRight)
        for row in range(1, 5):
            texts = (Text("", TextRole.SMALL, "muted"), Text("", TextRole.SMALL), Text("", TextRole.BODY_BOLD))
            for column, text in enumerate(texts):
                grid.addWidget(text, row, column, Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft)
            self._cells.append(texts)
        card.body.addLayout(grid)
        return card

    def _more(self) -> Card:
        card = Card(_("Try also"), margin=12, spacing=6)
        self.hour, self.place, self.person = (
            QPushButton(_("An hour more for this person")), QPushButton(_("One more person on this task")), QPushButton(_("One more person like this one")),
        )  # fmt: skip
        self.person.setToolTip(tip_text(_("Somebody with the same hours, skills and areas; such a trial can be looked at, not kept")))
        for button, slot in ((self.hour, self._on_hour), (self.place, self._on_place), (self.person, self._on_person)):
            button.clicked.connect(slot)
            card.body.addWidget(button)
        return card

    def show_effect(self, effect: Effect, names: Sequence[str], name: Callable[[int], str], *, may_keep: bool) -> None:
        """`names` are the steps, `name` tells a person's."""
        for (what, before, after, colour), texts in zip(figures(effect), self._cells, strict=True):
            for text, words in zip(texts, (what, before, after), strict=True):
                text.setText(words)
            texts[2].set_colour(colour)
        broken = [_("Broken now: {person}: {why}", person=name(one.person_id), why=one.text) for one in effect.fresh]
        mended = [_("Kept again: {person}: {why}", person=name(one.person_id), why=one.text) for one in effect.mended]
        self._fill(self._rules_card, self.rules, broken + mended)
        self.rules.set_colour("bad" if broken else "good")
        self._fill(self._hours_card, self.hours, [_hours_line(one.name, one.before, one.after, one.limit) for one in effect.hours])
        only_seen = _("A person who does not exist is part of this trial, so it can only be looked at.")
        steps = [f"{number}. {step}" for number, step in enumerate(names, 1)]
        self._fill(self._steps_card, self.steps, steps if may_keep else [only_seen, *steps])
        self.keep.setEnabled(bool(names) and may_keep)
        self.keep.setText(ngettext("Keep {n} step", "Keep {n} steps", len(names)) if names else _("Keep"))
        self.keep.setToolTip(tip_text("" if may_keep else only_seen))

    def _fill(self, card: Card, text: Text, lines: Sequence[str]) -> None:
        shown = [*lines[:MOST], _("and {count} more", count=len(lines) - MOST)] if len(lines) > MOST else list(lines)
        text.setText("\n".join(shown))
        text.setToolTip(tip_text("\n".join(lines)))
        card.setVisible(bool(lines))

    @Slot()
    def _on_keep(self) -> None:
        self.kept.emit()

    @Slot()
    def _on_drop(self) -> None:
        self.dropped.emit()

    @Slot()
    def _on_hour(self) -> None:
        self.hour_wanted.emit()

    @Slot()
    def _on_place(self) -> None:
        self.place_wanted.emit()

    @Slot()
    def _on_person(self) -> None:
        self.person_wanted.emit()


def _hours_line(name: str, before: int, after: int, limit: int | None) -> str:
    if limit is None:
        return _("{name}: {before} → {after} h", name=name, before=hours_text(before), after=hours_text(after))
    return _(
        "{name}: {before} → {after} h (limit {limit} h)",
        name=name,
        before=hours_text(before),
        after=hours_text(after),
        limit=hours_text(limit),
    )

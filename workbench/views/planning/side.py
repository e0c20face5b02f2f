"""The right side of the week: the chosen task, a form, the rows of a figure, a proposal, or a few words of help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from workbench.i18n import _, ngettext
from workbench.models.values.quantities import hours_text
from workbench.readmodels.planning import Conflict, CopyReport, LeftOut, WeekFacts
from workbench.services.planning_case import long_day_words
from workbench.views.planning.auto_plan import PreviewPage
from workbench.views.planning.breakdown_page import BreakdownPage
from workbench.views.planning.reason_card import ReasonCard
from workbench.views.planning.task_form import TaskForm
from workbench.views.planning.task_page import TaskPage
from workbench.views.theme import TextRole, Tone, theme
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Card, Chip, Text

WIDTH = 292
MOST_REMINDERS = 7
MOST_LEFT = 14


@dataclass(frozen=True, slots=True)
class Reminder:
    """One line of what to mind: a word, how grave it is, and what about whom."""

    tag: str
    tone: Tone
    text: str


def reminders_of(facts: WeekFacts, conflicts: Sequence[Conflict], name: Callable[[int], str], gaps: Sequence[str] = ()) -> list[Reminder]:
    """Missing figures (`gaps`) first, then broken rules, limits reached, and people below their minimum, least served first."""
    found = [Reminder(_("Law"), Tone.BAD, gap) for gap in gaps]
    if facts.told_changes:
        some = ", ".join(one.name for one in facts.told_changes[:3]) + (" …" if len(facts.told_changes) > 3 else "")
        told = ngettext(
            "The plan of {n} person changed since it was told: {names}", "The plan of {n} people changed since it was told: {names}",
            len(facts.told_changes), names=some,
        )  # fmt: skip
        found.append(Reminder(_("Not told"), Tone.WARNING, told))
    found += [
        Reminder(_("Rule"), Tone.BAD if one.hard else Tone.WARNING, f"{name(one.person_id)}: {one.text}")
        for one in conflicts
        if not one.kept_reason
    ]
    averaged = {one.person_id for one in conflicts if one.code == "LAW_DAY"}  # their whole week is named already
    found += [
        Reminder(_("Long day"), Tone.WARNING, f"{name(one.person_id)}: {long_day_words(one.day, one.minutes, one.limit)}")
        for one in facts.long_days
        if one.person_id not in averaged
    ]
    if facts.without_hours:
        some = ", ".join(facts.without_hours[:3]) + (" …" if len(facts.without_hours) > 3 else "")
        told = ngettext(
            "{n} person has no open hours this week: {names}. Choose them in Team and give them hours; nothing can be planned before.",
            "{n} people have no open hours this week: {names}. Choose them in Team and give them hours; nothing can be planned before.",
            len(facts.without_hours),
            names=some,
        )
        found.append(Reminder(_("Hours"), Tone.BAD, told))
    for one in facts.hours:
        if one.limit and one.planned >= one.limit:
            text = _("{name} has {hours} of {limit} h this week", name=one.name, hours=hours_text(one.planned), limit=hours_text(one.limit))
            found.append(Reminder(_("Hours"), Tone.BAD if one.planned > one.limit else Tone.WARNING, text))
    short = sorted(
        (one for one in facts.hours if one.counted and one.planned < one.min_minutes), key=lambda one: one.planned / one.min_minutes
    )
    for one in short:
        text = _(
            "{name} has {hours} h; at least {least} h were agreed",
            name=one.name,
            hours=hours_text(one.planned),
            least=hours_text(one.min_minutes),
        )
        found.append(Reminder(_("Minimum"), Tone.ACCENT, text))
    return found


def _line(one: Reminder) -> QWidget:
    line = QWidget()
    layout = QHBoxLayout(line)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    layout.addWidget(Chip(one.tag, one.tone), 0, Qt.AlignmentFlag.AlignTop)
    layout.addWidget(Text(one.text, TextRole.SMALL, "text", wrap=True), 1)
    return line


class HintPage(QWidget):
    """Nothing is chosen: what can be done here. Also says what a copied week left out, and asks why a published week changes."""

    def __init__(self) -> None:
        super().__init__()
        self.publish_reason = ReasonCard(_("Publish again"), _("New version"))
        self._left = Card(_("Left out of the copy"), margin=12)
        self._left_words = Text("", TextRole.SMALL, "text", wrap=True)
        self._left.body.addWidget(self._left_words)
        self._left.hide()
        self._plan_left = Card(_("Left out of the plan"), margin=12)
        self._plan_words = Text("", TextRole.SMALL, "text", wrap=True)
        self._plan_left.body.addWidget(self._plan_words)
        self._plan_left.hide()
        help_card = Card(_("This week"), margin=12, spacing=6)
        for line in (
            _("Click a block to see who can do it, and why others cannot."),
            _("Drag a block to another person or day: green fits, amber is worth a look and may ask for a reason, red is not possible."),
            _("Click a figure above to see what it is made of."),
            _("F1 shows the keys."),
        ):
            help_card.body.addWidget(Text(line, TextRole.SMALL, "muted", wrap=True))
        self._mind = Card(_("Needs attention"), margin=12, spacing=6)
        self._mind.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        for part in (self.publish_reason, self._plan_left, self._left, self._mind, help_card):
            layout.addWidget(part)
        layout.addStretch(1)

    def show_reminders(self, reminders: Sequence[Reminder]) -> None:
        """Rules that are broken, limits that are reached, people who get too little; the first few."""
        while self._mind.body.count() > 1:
            item = self._mind.body.takeAt(1)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        for one in reminders[:MOST_REMINDERS]:
            self._mind.body.addWidget(_line(one))
        if len(reminders) > MOST_REMINDERS:
            self._mind.body.addWidget(Text(_("and {count} more", count=len(reminders) - MOST_REMINDERS), TextRole.SMALL, "muted"))
        self._mind.setVisible(bool(reminders))

    def show_report(self, report: CopyReport | None) -> None:
        """Each assignment that was not copied, with the rule."""
        _fill(self._left, self._left_words, report.left_out if report else ())

    def show_plan_report(self, left_out: Sequence[LeftOut]) -> None:
        """What of an automatic plan no longer fitted the week when it was kept."""
        _fill(self._plan_left, self._plan_words, left_out)

    @property
    def report_words(self) -> str:
        """Of what was left out of a copy or a plan."""
        shown = ((self._plan_left, self._plan_words), (self._left, self._left_words))
        return "\n".join(words.text() for card, words in shown if card.isVisibleTo(self))


def _fill(card: Card, words: Text, left_out: Sequence[LeftOut]) -> None:
    lines = [f"{' · '.join(part for part in (one.person, one.task) if part)}: {_(one.text)}" for one in left_out]
    shown = lines[:MOST_LEFT] + ([_("and {count} more", count=len(lines) - MOST_LEFT)] if len(lines) > MOST_LEFT else [])
    words.setText("\n".join(shown))
    words.setToolTip(tip_text("\n".join(lines)))
    card.setVisible(bool(lines))


class Side(QStackedWidget):
    """One page at a time."""

    page_changed = Signal()

    def __init__(self, parent: QWidget, form: TaskForm) -> None:
        super().__init__(parent)
        self.hint, self.task, self.form = HintPage(), TaskPage(), form
        self.breakdown, self.preview = BreakdownPage(), PreviewPage()
        for page in (self.hint, self.task, self.form, self.breakdown, self.preview):
            self.addWidget(page)
        self.form.closed.connect(self.show_hint)
        theme().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setFixedWidth(theme().px(WIDTH))

    def show_page(self, page: QWidget) -> None:
        page.show()
        self.setCurrentWidget(page)
        self.page_changed.emit()

    def show_hint(self) -> None:
        self.show_page(self.hint)

    @property
    def is_quiet(self) -> bool:
        """True when only help is shown, so that a narrow window can leave it away."""
        return self.currentWidget() is self.hint and not self.hint.publish_reason.isVisibleTo(self.hint) and not self.hint.report_words

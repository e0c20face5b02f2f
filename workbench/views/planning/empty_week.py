"""What an empty week offers: the one useful step first, and why the others cannot help."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from workbench.i18n import _, ngettext
from workbench.readmodels.planning import WeekWays
from workbench.views.tips import tip_text
from workbench.views.widgets.states import EmptyState


@dataclass(frozen=True, slots=True)
class Way:
    """One thing to do; where `why_not` says something it cannot be done now."""

    key: str
    text: str
    why_not: str = ""


def ways_of(ways: WeekWays, *, people: int) -> list[Way]:
    """The ways to fill a week, the next useful one first."""
    if not people:
        return [Way("people", _("Add people first"))]
    copy = Way("copy", _("Copy last week"), "" if ways.last_week else _("The week before holds no tasks, so there is nothing to copy."))
    templates = Way("templates", _("Add from templates"), "" if ways.templates else template_words())
    hand, file = Way("add", _("Add a task")), Way("import", _("Import tasks"))
    if ways.last_week:
        return [copy, templates, hand, file]
    return [templates, hand, file, copy] if ways.templates else [hand, file, templates, copy]


def template_words() -> str:
    """What a template is, and how the first one is made."""
    return _(
        "There is no template yet. A template is a task that comes back every week: "
        "plan one week, then choose “Save this week as templates” in the menu “Tasks”."
    )


class EmptyWeek(EmptyState):
    """A week without tasks; nothing to do in one that is over, people first where there are none."""

    copy = Signal()
    templates = Signal()
    add = Signal()
    from_file = Signal()
    people = Signal()

    def __init__(self) -> None:
        nothing = _words(WeekWays(0, 0), past=False, people=1)
        super().__init__("calendar-days", _("This week has no tasks yet"), nothing, _("Add a task"))
        self._keys = ["add"]
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        self.others = [QPushButton() for _place in range(3)]
        for button in self.others:
            layout.insertWidget(layout.count() - 1, button, 0, Qt.AlignmentFlag.AlignHCenter)
            button.hide()
        for button in self.buttons:
            button.clicked.connect(self._on_clicked)
        layout.setSpacing(8)

    @property
    def buttons(self) -> list[QPushButton]:
        """All of them, the primary one first."""
        return [self.button, *self.others]

    def button_of(self, key: str) -> QPushButton | None:
        """The button of a way, while it is offered."""
        return self.buttons[self._keys.index(key)] if key in self._keys else None

    def show_week(self, ways: WeekWays, *, past: bool, people: int) -> None:
        """The first way is the primary button; one that cannot be gone now stays, with its reason in the tip."""
        shown = [] if past else ways_of(ways, people=people)
        self._keys = [way.key for way in shown]
        self.words.setText(_words(ways, past=past, people=people))
        for place, button in enumerate(self.buttons):
            button.setVisible(place < len(shown))
            if place < len(shown):
                way = shown[place]
                button.setText(way.text)
                button.setAccessibleName(way.text)
                button.setAccessibleDescription(way.why_not)
                button.setEnabled(not way.why_not)
                button.setToolTip(tip_text(way.why_not))

    @Slot()
    def _on_clicked(self) -> None:
        button = self.sender()
        key = next((key for key, one in zip(self._keys, self.buttons, strict=False) if one is button), "")
        signal = {"copy": self.copy, "templates": self.templates, "add": self.add, "import": self.from_file, "people": self.people}.get(key)
        if signal is not None:
            signal.emit()


def _words(ways: WeekWays, *, past: bool, people: int) -> str:
    """What there is to start from, in a sentence or two."""
    if past:
        return _("That week is over, and nothing was planned in it.")
    if not people:
        return _("A week is planned for people: add the first ones in Team, or import them from a file.")
    if ways.last_week:
        return ngettext(
            "The week before holds {n} task: copy it with its people, or begin anew.",
            "The week before holds {n} tasks: copy them with their people, or begin anew.",
            ways.last_week,
        )
    if ways.templates:
        return ngettext(
            "There is {n} template, a task that comes back every week; add it, then change what is different this week.",
            "There are {n} templates, tasks that come back every week; add them, then change what is different this week.",
            ways.templates,
        )
    return _("Add the first task by hand, or bring tasks in from a file. What comes back every week can be saved as templates later.")

"""The week's own buttons in the top bar, with their menus and keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from workbench.i18n import _
from workbench.readmodels.planning import WeekState
from workbench.services.planning_solve import EFFORTS, REPAIR
from workbench.views.screen import Command
from workbench.views.theme import theme
from workbench.views.tips import tip_text

if TYPE_CHECKING:
    from workbench.views.planning.screen import PlanningScreen


class WeekBar(QObject):
    """‹ this week › · Tasks ▾ · Publish and print ▾ · Plan automatically ▾."""

    def __init__(self, screen: PlanningScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        self.back, self.now, self.on = QPushButton("‹"), QPushButton(_("This week")), QPushButton("›")
        for button, name, slot in (
            (self.back, _("Week before"), screen.go_back), (self.now, _("This week"), screen.go_today), (self.on, _("Week after"), screen.go_on),
        ):  # fmt: skip
            button.setAccessibleName(name)
            button.setToolTip(tip_text(name))
            button.clicked.connect(slot)
        for button in (self.back, self.on):
            button.setFixedWidth(theme().px(34))
        self.more, self.auto = QPushButton(_("Publish")), QPushButton(_("Plan automatically"))
        self.more.setToolTip(tip_text(_("Publish and print")))
        self.tasks = QPushButton(_("Tasks"))
        self._menu, self._work = QMenu(self.more), QMenu(self.tasks)
        self._writing: list[QAction] = []
        self._fill_menu()
        self.more.setMenu(self._menu)
        self.tasks.setMenu(self._work)
        self._efforts = QMenu(self.auto)
        self._fill_efforts()
        self.auto.setMenu(self._efforts)
        self._keys: list[QShortcut] = []
        for key, run in (
            ("N", screen.editing.new_task), ("Ctrl+D", screen.editing.copy_task), ("Alt+Left", screen.go_back), ("Alt+Right", screen.go_on), ("Alt+Home", screen.go_today), ("X", screen.moves.swap_key),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(key), screen)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)
            self._keys.append(shortcut)

    def _fill_menu(self) -> None:
        screen, act = self._screen, self._screen.actions_
        for text, run, writes in (
            (_("Publish this week"), self._on_publish, True), (_("Who is to be told again"), screen.outputs.show_told, False),
            (_("Print the week …"), screen.outputs.open_paper, False), (_("Slips, one a person …"), screen.outputs.open_slips, False),
            (_("Calendar files for everybody …"), screen.outputs.choose_calendars, False), (_("Copy as text for WeChat"), screen.outputs.copy_text, False),
            (_("Copy as picture for WeChat"), screen.outputs.copy_picture, False),
        ):  # fmt: skip
            self._add(self._menu, text, run, writes)
        for text, run, writes in (
            (_("New task"), screen.editing.new_task, True), (_("Copy last week"), act.copy_last_week, True),
            (_("Add from templates"), act.add_templates, True), (_("Save this week as templates"), act.save_templates, False),
            (_("Demand by the hour …"), screen.editing.demand.open, False), (_("What if …"), screen.what_if.toggle, True),
        ):  # fmt: skip
            self._add(self._work, text, run, writes)

    def _add(self, menu: QMenu, text: str, run: Callable[[], None], writes: bool) -> None:
        action = menu.addAction(text)
        action.triggered.connect(run)
        if writes:
            self._writing.append(action)

    def _fill_efforts(self) -> None:
        for key, seconds, label in (REPAIR, *EFFORTS):
            if key == EFFORTS[0][0]:
                self._efforts.addSeparator()
            action = self._efforts.addAction(_(label))
            action.setData((key, seconds))
            action.triggered.connect(self._on_effort)
        self._efforts.addSeparator()
        self._efforts.addAction(_("What counts first …")).triggered.connect(self._screen.proposal.aims.open)
        self.keep = self._efforts.addAction(_("Keep what is published"))
        self.keep.setCheckable(True)

    def controls(self) -> list[QWidget]:
        return [self._screen.hours_page.switch, self.back, self.now, self.on, self.tasks, self.more]

    def be_short(self, short: bool) -> None:
        """Where there is little room beside the title."""
        self.auto.setText(_("Auto plan") if short else _("Plan automatically"))

    def show_state(self, state: WeekState, tasks: int) -> None:
        """A week that is over cannot be changed, an empty one not be planned; a published one is kept by default when planned again."""
        over = state is WeekState.PAST
        self.auto.setEnabled(not over and tasks > 0)
        why = _("That week is over; its plan stays as it was.") if over else "" if tasks else _("There are no tasks to plan yet.")
        self.auto.setToolTip(tip_text(why))
        for action in self._writing:
            action.setEnabled(not over)
        self.keep.setVisible(state is WeekState.PUBLISHED)
        self.keep.setChecked(state is WeekState.PUBLISHED)

    def keys(self) -> list[tuple[str, str]]:
        return [
            ("← → ↑ ↓", _("Move on the board, or carry what is in hand")), (_("Space"), _("Pick a block up, and drop it")), ("Enter", _("Edit the task")),
            ("Delete", _("Take the person off")), ("P", _("Pin, or let it move again")), ("N", _("New task")), ("Ctrl+D", _("Copy the task")),
            ("Esc", _("Leave the drag, the form or the reason")), ("Alt+← →", _("Week before, week after")), ("Alt+Home", _("This week")),
            ("Ctrl+P", _("Print the week …")), (_("Ctrl or Shift+click, Shift+arrows"), _("Choose several")), ("Ctrl+A", _("Choose a person's week")),
            ("Ctrl+C, Ctrl+V", _("Copy what is chosen to another person or day")), ("Alt+↑ ↓", _("A quarter of an hour earlier or later")),
            ("Alt+Shift+↑ ↓", _("A quarter of an hour shorter or longer")), ("S", _("Cut the task in two")), ("D", _("The day with its hours, or the whole week")),
            ("M", _("One person's week, or everybody's")), ("W", _("The whole week")), ("X", _("Swap with somebody: then choose the other block")), ("H", _("What if: try steps without keeping them")), (_("Backspace"), _("Take the last step of the trial back")),
            ("Ctrl+Z, Ctrl+Y", _("While steps are tried: take one back, try it again")),
            (_("Menu key"), _("Everything for what is chosen")),
        ]  # fmt: skip

    def commands(self) -> list[Command]:
        screen, act = self._screen, self._screen.actions_
        rows: tuple[tuple[str, str, str, Callable[[], None], str], ...] = (
            ("plus", _("New task"), "new task xinrenwu xrw", screen.editing.new_task, "N"),
            ("wand-sparkles", _("Plan automatically"), "auto plan zidongpaiban zdpb", self.plan_normally, ""),
            ("wand-sparkles", _("Fill gaps only"), "repair replan sick buque bingjia", self.repair, ""),
            ("list-checks", _("What counts first …"), "aims levels order mubiao shunxu", screen.proposal.aims.open, ""),
            ("send", _("Publish this week"), "publish fabu fb", self._on_publish, ""),
            ("users", _("Who is to be told again"), "changed told tongzhi zaitongzhi", screen.outputs.show_told, ""),
            ("printer", _("Print the week …"), "print dayin dy", screen.outputs.open_paper, "Ctrl+P"),
            ("copy", _("Copy as text for WeChat"), "wechat weixin text wenben", screen.outputs.copy_text, ""),
            ("copy", _("Copy as picture for WeChat"), "wechat weixin picture tupian", screen.outputs.copy_picture, ""),
            ("printer", _("Slips, one a person …"), "slips print gerenpaiban dayin", screen.outputs.open_slips, ""),
            ("calendar-days", _("Calendar files for everybody …"), "calendar ics rili", screen.outputs.choose_calendars, ""),
            ("calendar-days", _("Day with its hours"), "day view ri shitu tian", screen.hours_page.toggle, "D"),
            ("users", _("One person's week"), "person week view geren yizhou", screen.hours_page.toggle_person, "M"),
            ("refresh-cw", _("What if …"), "what if trial try ruguo shishi", screen.what_if.toggle, "H"),
            ("copy", _("Copy last week"), "copy week fuzhi shangzhou", act.copy_last_week, ""),
            ("list-checks", _("Add from templates"), "template moban", act.add_templates, ""),
            ("save", _("Save this week as templates"), "template moban save", act.save_templates, ""),
            ("list-checks", _("Demand by the hour …"), "demand curve hours store xuqiu keliu", screen.editing.demand.open, ""),
        )
        return [Command(symbol, text, _("Week plan"), search, run, key) for symbol, text, search, run, key in rows]

    def plan_normally(self) -> None:
        self._screen.plan(EFFORTS[1][1], self.keep.isVisible() and self.keep.isChecked())

    def repair(self) -> None:
        """Somebody called in sick: what exists stays where it can."""
        self._screen.plan(REPAIR[1], False, repair=True)

    @Slot()
    def _on_effort(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            key, seconds = action.data()
            self._screen.plan(float(seconds), self.keep.isVisible() and self.keep.isChecked(), repair=key == REPAIR[0])

    @Slot()
    def _on_publish(self) -> None:
        self._screen.outputs.publish()

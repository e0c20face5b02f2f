"""What stands in the top bar: the cycle picker, the menu of the cycle, and the one button that does what is next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QComboBox, QMenu, QPushButton

from workbench.i18n import _
from workbench.models.values.codes import ReviewState
from workbench.readmodels.reviews import CycleRow, ReviewCard
from workbench.views.theme import theme
from workbench.views.tips import tip_text
from workbench.views.words import reviews as words


class CycleBar(QObject):
    """Emits what is wanted; the screen does it."""

    picked = Signal(object)  # an id
    new_wanted = Signal()
    freeze_wanted = Signal()
    folder_wanted = Signal()
    calibration_wanted = Signal()
    interview_wanted = Signal()
    leave_out_wanted = Signal()
    close_wanted = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.picker = QComboBox()
        self.picker.setAccessibleName(_("Review cycle"))
        self.picker.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.picker.setMinimumWidth(theme().px(130))
        self.picker.activated.connect(self._on_activated)
        self.menu_button = QPushButton(_("Cycle"))
        menu = QMenu(self.menu_button)
        for text, wanted in (
            (_("New cycle …"), self.new_wanted), (_("Freeze the figures …"), self.freeze_wanted),
            (_("Calibration"), self.calibration_wanted), (_("Interview of this person …"), self.interview_wanted),
            (_("Whole cycle into a folder …"), self.folder_wanted), (_("Leave this person out …"), self.leave_out_wanted),
            (_("Close the cycle …"), self.close_wanted),
        ):  # fmt: skip
            menu.addAction(text).triggered.connect(wanted)
        self.menu_button.setMenu(menu)
        self.primary = QPushButton(_("New cycle …"))

    def show_cycles(self, cycles: Sequence[CycleRow], current: int) -> None:
        """Fill the picker where the cycles changed, and choose the current one."""
        entries = [(words.cycle_name(cycle), cycle.id) for cycle in cycles]
        if [(self.picker.itemText(i), self.picker.itemData(i)) for i in range(self.picker.count())] != entries:
            self.picker.clear()
            for text, cycle_id in entries:
                self.picker.addItem(text, cycle_id)
        self.picker.setCurrentIndex(self.picker.findData(current))
        self.picker.setEnabled(bool(entries))
        if self.picker.parentWidget() is not None:  # before it stands in the top bar, showing it would open a window
            self.picker.setVisible(bool(entries))
        cycle = next((one for one in cycles if one.id == current), None)
        self.picker.setToolTip(tip_text(words.cycle_line(cycle) if cycle is not None else ""))

    def tell_next(self, card: ReviewCard | None) -> None:
        """Name the next step on the primary button."""
        if card is None:
            text = _("New cycle …")
        elif card.state is ReviewState.LOCKED:
            text = _("New version …")
        elif card.state is ReviewState.NOT_RATED:
            text = _("Rate after all")
        else:
            text = _(words.NEXT[card.state])
        self.primary.setText(text)
        self.primary.setAccessibleName(text)

    @Slot()
    def _on_activated(self) -> None:
        chosen = self.picker.currentData()
        if chosen is not None:
            self.picked.emit(int(chosen))

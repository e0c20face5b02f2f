"""Who is due: everybody with their next date, overdue first, found by name, pinyin or initials."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QListView, QStackedLayout, QVBoxLayout, QWidget

from workbench.i18n import N_, _
from workbench.readmodels.one_on_ones import DueRow
from workbench.services import names
from workbench.views.delegates.one_on_ones import DueRowDelegate
from workbench.views.itemmodels.one_on_ones import DueListModel
from workbench.views.itemmodels.people_list import ROW_ROLE
from workbench.views.theme import TextRole, theme
from workbench.views.widgets.basic import Surface, Text
from workbench.views.widgets.forms import FilterField


def _anybody(_row: DueRow) -> bool:
    return True


def _is_due(row: DueRow) -> bool:
    return row.state in ("overdue", "today", "tomorrow", "soon")


def _is_overdue(row: DueRow) -> bool:
    return row.state == "overdue"


def _fell_out(row: DueRow) -> bool:
    return row.skipped_on is not None


def _clashes(row: DueRow) -> bool:
    return row.clashes or row.left_on is not None


CHOICES: tuple[tuple[str, str, Callable[[DueRow], bool]], ...] = (
    ("all", N_("Everybody"), _anybody),
    ("due", N_("Due soon"), _is_due),
    ("overdue", N_("Overdue"), _is_overdue),
    ("skipped", N_("Skipped or called off"), _fell_out),
    ("clash", N_("To sort out"), _clashes),
)


class DueList(Surface):
    """`chosen` carries the id of the person."""

    chosen = Signal(object)  # an id

    def __init__(self) -> None:
        super().__init__("surface", right=True)
        self._rows: list[DueRow] = []
        self._person: int | None = None
        self._quiet = False  # the selection moves because of us, not because of the user
        self.filter = FilterField(_("Find by name or pinyin"))
        self.filter.filtered.connect(self._on_filtered)
        self.filter.returnPressed.connect(self._on_enter)
        self.which = QComboBox()
        self.which.setAccessibleName(_("Which talks are listed"))
        self._name_choices()
        self.which.currentIndexChanged.connect(self._on_which)
        self.model = DueListModel(self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(DueRowDelegate(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(_("Who is due"))
        self.view.selectionModel().currentChanged.connect(self._on_current)
        self.nothing = Text("", TextRole.SMALL, "muted", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self.nothing.setContentsMargins(16, 24, 16, 0)
        room = QWidget()
        self._stack = QStackedLayout(room)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.nothing)
        search = QVBoxLayout()
        search.setContentsMargins(12, 10, 12, 10)
        search.setSpacing(6)
        search.addWidget(self.filter)
        search.addWidget(self.which)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 1, 0)
        layout.setSpacing(0)
        layout.addLayout(search)
        layout.addWidget(room, 1)
        self._theme_changed()

    def _theme_changed(self) -> None:
        super()._theme_changed()
        self.setFixedWidth(min(theme().px(236), 300))

    def show_rows(self, rows: Sequence[DueRow]) -> None:
        self._rows = list(rows)
        self._name_choices()
        self._show()

    def _name_choices(self) -> None:
        """Each choice with how many it has."""
        for place, (key, text, fits) in enumerate(CHOICES):
            named = f"{_(text)} · {sum(map(fits, self._rows))}"
            if self.which.count() <= place:
                self.which.addItem(named, key)
            else:
                self.which.setItemText(place, named)

    def _on_which(self, _place: int) -> None:
        self._show()

    def _show(self) -> None:
        query, fits = self.filter.text(), CHOICES[max(self.which.currentIndex(), 0)][2]
        found = [row for row in self._rows if fits(row) and (not query.strip() or names.matches(query, row.name, row.search))]
        self._quiet = True
        self.model.set_rows(found)
        self._quiet = False
        self.nothing.setText(_("Nobody is called “{text}”.", text=query.strip()) if query.strip() else _("There is nobody on this list."))
        self._stack.setCurrentWidget(self.view if found else self.nothing)
        if self._person is not None:
            self.select(self._person)

    def select(self, person_id: int | None) -> None:
        """Mark a person without telling anybody; one who is not listed leaves nothing marked."""
        self._person = person_id
        place = self.model.place_of(person_id) if person_id is not None else -1
        selection = self.view.selectionModel()
        if place >= 0 and selection.currentIndex().row() == place and selection.isRowSelected(place):
            return
        self._quiet = True
        if place >= 0:
            selection.setCurrentIndex(self.model.index(place), QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.view.scrollTo(self.model.index(place))
        else:
            selection.clear()
        self._quiet = False

    def step(self, by: int) -> None:
        """The next or previous person of the list."""
        place = self.model.place_of(self._person) if self._person is not None else -1
        target = max(0, min(self.model.rowCount() - 1, place + by))
        if self.model.rowCount() and target != place:
            self._choose(self.model.row_at(target).person_id)

    def first_person(self) -> int | None:
        return self._rows[0].person_id if self._rows else None

    def _on_filtered(self, _text: str) -> None:
        self._show()

    def _on_enter(self) -> None:
        self._show()
        if self.model.rowCount():
            self._choose(self.model.row_at(0).person_id)

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        row = current.data(ROW_ROLE) if current.isValid() and not self._quiet else None
        if isinstance(row, DueRow) and row.person_id != self._person:
            self._choose(row.person_id)

    def _choose(self, person_id: int) -> None:
        self.select(person_id)
        self.chosen.emit(person_id)

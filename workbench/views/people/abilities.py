"""Skills with level and last day of their proof, and the territories of a person; each change is one step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from workbench.i18n import N_, _
from workbench.readmodels.people import SkillRow
from workbench.services import people
from workbench.views.people.page import Page, PersonFile
from workbench.views.theme import TextRole, Tone, theme
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Card, Chip, ElidedText, Text
from workbench.views.widgets.editing import Choice, LineField
from workbench.views.widgets.panels import IconButton

SOON_DAYS = 30
COLUMNS = 3
LEVELS = {1: N_("1 learning"), 2: N_("2 assisted"), 3: N_("3 alone"), 4: N_("4 skilled"), 5: N_("5 teaches")}


def proof(ends: date | None, today: date) -> tuple[str, Tone] | None:
    """A word on the proof of a skill when it has run out or soon will."""
    if ends is None or (ends - today).days > SOON_DAYS:
        return None
    return (_("expired"), Tone.BAD) if ends < today else (_("ends soon"), Tone.WARNING)


class SkillLine(QWidget):
    """One skill: level, last day, a word when the proof has run out, and a button that takes it away."""

    changed = Signal(object, int, object)  # skill id, level, last day or None
    removed = Signal(object)  # id of the person's skill

    def __init__(self, row: SkillRow) -> None:
        super().__init__()
        self.row = row
        self.name = ElidedText(row.name, TextRole.BODY)
        self.mark = Chip("", Tone.BAD)
        self.mark.hide()
        self.level = Choice()
        self.level.setAccessibleName(_("Level of {skill}", skill=row.name))
        for level, text in LEVELS.items():
            self.level.addItem(_(text), level)
        self.level.activated.connect(self._on_level)
        self.until = LineField(f"until-{row.skill_id}", _("{skill} valid until", skill=row.name), "date")
        self.until.hide_label()
        self.until.editor.setToolTip(_("Last day of the proof; empty when it does not end"))
        edit = self.until.editor
        assert isinstance(edit, QLineEdit)
        edit.setPlaceholderText(_("no end"))
        self.until.setFixedWidth(theme().px(112))
        self.until.kept.connect(self._on_until)
        away = IconButton("x", _("Take the skill {skill} away", skill=row.name), 13)
        away.clicked.connect(self._on_away)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.name, 1)
        layout.addWidget(self.mark)
        layout.addWidget(self.level)
        layout.addWidget(self.until, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(away)
        self.level.setFixedWidth(theme().px(116))

    def show_row(self, row: SkillRow, today: date) -> None:
        self.row = row
        self.level.setCurrentIndex(self.level.findData(row.level))
        self.until.show_value(row.expires_on)
        found = proof(row.expires_on, today)
        self.mark.setVisible(found is not None)
        if found is not None:
            self.mark.set_text(*found)

    @Slot()
    def _on_level(self) -> None:
        self.changed.emit(self.row.skill_id, int(self.level.currentData()), self.row.expires_on)

    @Slot(str, object)
    def _on_until(self, _field: str, day: date | None) -> None:
        self.changed.emit(self.row.skill_id, self.row.level or 1, day)

    @Slot()
    def _on_away(self) -> None:
        self.removed.emit(self.row.id)


class AbilitiesPage(Page):
    """What a person can do, and where."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[SkillLine] = []
        self.ticks: dict[int, QCheckBox] = {}
        box = Card(_("Skills"), _("level and last day of the proof"), spacing=6)
        self._none = Text(_("No skill is recorded yet; tasks that need one will not be given."), TextRole.SMALL, "muted", wrap=True)
        box.body.addWidget(self._none)
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        box.body.addLayout(self._list)
        self.skills = self._adder(box, _("Add a skill, or type a new one"), self._on_skill)
        self.body.addWidget(box)
        where = Card(_("Territories"), spacing=6)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        where.body.addLayout(self._grid)
        self.areas = self._adder(where, _("Add a territory: type its name"), self._on_area)
        self.main = Choice()
        self.main.setAccessibleName(_("Main territory"))
        self.main.activated.connect(self._on_main)
        line = QHBoxLayout()
        line.addWidget(Text(_("Main territory"), TextRole.SMALL, "muted"))
        line.addWidget(self.main, 1)
        where.body.addLayout(line)
        self.body.addWidget(where)
        self.foot()

    def _adder(self, card: Card, hint: str, run: Callable[[], None]) -> QComboBox:
        """A list to choose from that takes new names as well; Enter adds."""
        box = Choice()
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        edit = box.lineEdit()
        assert edit is not None
        edit.setPlaceholderText(hint)
        edit.setMaxLength(200)
        edit.setAccessibleName(hint)
        box.setAccessibleName(hint)
        box.setFixedHeight(theme().px(32))
        edit.returnPressed.connect(run)
        box.activated.connect(run)
        card.body.addWidget(box)
        return box

    # -- showing

    def fill(self, found: PersonFile, *, other: bool) -> None:
        self._show_skills(found.card.skills, found.today)
        have = {row.skill_id for row in found.card.skills}
        self._offer(self.skills, [s.name for s in found.lists.skills if s.id not in have], other)
        mine = [row.territory_id for row in found.card.territories]
        if list(self.ticks) != [t.id for t in found.lists.territories] or any(
            self.ticks[t.id].text() != t.name for t in found.lists.territories
        ):
            self._make_ticks(found)
        for area, tick in self.ticks.items():
            tick.setChecked(area in mine)
        self.main.clear()
        for row in found.card.territories:
            self.main.addItem(row.name, row.territory_id)
        self.main.setCurrentIndex(next((n for n, row in enumerate(found.card.territories) if row.is_main), -1))
        self.main.setEnabled(len(mine) > 1)
        self._offer(self.areas, [t.name for t in found.lists.territories if t.id not in mine], other)

    def _show_skills(self, rows: Sequence[SkillRow], today: date) -> None:
        known = {line.row.id: line for line in self.lines if line.row.id in {row.id for row in rows}}
        for line in self.lines:
            if line.row.id not in known:
                self._list.removeWidget(line)
                line.hide()
                line.deleteLater()
        self.lines = []
        for place, row in enumerate(rows):
            line = known.get(row.id) or self._new_line(row, place)
            line.show_row(row, today)
            self.lines.append(line)
        self._none.setVisible(not rows)
        self.fields = [line.until for line in self.lines]

    def _new_line(self, row: SkillRow, place: int) -> SkillLine:
        line = SkillLine(row)
        line.changed.connect(self._on_changed)
        line.removed.connect(self._on_removed)
        self._list.insertWidget(place, line)
        return line

    def _make_ticks(self, found: PersonFile) -> None:
        for tick in self.ticks.values():
            self._grid.removeWidget(tick)
            tick.hide()
            tick.deleteLater()
        self.ticks = {}
        for place, area in enumerate(found.lists.territories):
            tick = QCheckBox(area.name)
            tick.setToolTip(tip_text(area.name))
            tick.setMinimumWidth(1)
            tick.clicked.connect(self._on_tick)
            self.ticks[area.id] = tick
            self._grid.addWidget(tick, place // COLUMNS, place % COLUMNS)

    def _offer(self, box: QComboBox, names: list[str], other: bool) -> None:
        """New entries; what is being typed stays unless another person is shown."""
        typed = "" if other else box.currentText()
        if [box.itemText(n) for n in range(box.count())] != names:
            box.clear()
            box.addItems(names)
        box.setCurrentIndex(-1)
        box.setEditText(typed)

    # -- edits

    @Slot(object, int, object)
    def _on_changed(self, skill_id: int, level: int, ends: date | None) -> None:
        job = partial(people.set_skill, person_id=self.card.id, skill_id=skill_id, level=level, expires_on=ends)
        self.ask(N_("Set a skill of {person}"), job, f"until-{skill_id}")

    @Slot(object)
    def _on_removed(self, row_id: int) -> None:
        self.ask(N_("Take a skill of {person} away"), partial(people.remove_skill, row_id=row_id))

    def _taken(self, box: QComboBox) -> str:
        name = box.currentText().strip()
        box.setCurrentIndex(-1)
        box.clearEditText()
        return name

    @Slot()
    def _on_skill(self) -> None:
        name = self._taken(self.skills)
        if name:  # Enter on a list entry comes twice: as activated and as returnPressed
            self.ask(N_("Set a skill of {person}"), partial(people.add_skill_by_name, person_id=self.card.id, name=name))

    @Slot()
    def _on_area(self) -> None:
        name = self._taken(self.areas)
        if name:
            self.ask(N_("Set the territories of {person}"), partial(people.add_territory_by_name, person_id=self.card.id, name=name))

    def _set_areas(self, wanted: Sequence[int], main: int | None) -> None:
        job = partial(people.set_territories, person_id=self.card.id, territory_ids=wanted, main=main if main in wanted else None)
        self.ask(N_("Set the territories of {person}"), job)

    @Slot()
    def _on_tick(self) -> None:
        rows = self.card.territories
        ticked = [area for area, tick in self.ticks.items() if tick.isChecked()]
        kept = [row.territory_id for row in rows if row.territory_id in ticked]
        wanted = [*kept, *(area for area in ticked if area not in kept)]
        self._set_areas(wanted, next((row.territory_id for row in rows if row.is_main), None))

    @Slot()
    def _on_main(self) -> None:
        self._set_areas([row.territory_id for row in self.card.territories], int(self.main.currentData()))

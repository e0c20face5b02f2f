"""The agenda of a team's meeting: each point with what was said and what was decided, moved and made standing in place."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from workbench.i18n import N_, _, ngettext
from workbench.readmodels.team_talks import TeamTalkCard, TeamTalkPoint
from workbench.services import team_talks as service
from workbench.services.workspace import UnitOfWork
from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.one_on_ones.team_part import TeamPart
from workbench.views.theme import TextRole
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Text
from workbench.views.widgets.editing import LineField, TextField
from workbench.views.widgets.panels import IconButton

NEW_AT_ONCE = 2


class PointLine(QWidget):
    """One point; emits its id with what is to become of it."""

    kept = Signal(object, str, object)  # id, field, value
    moved = Signal(object, object)  # id, by
    removed = Signal(object)  # an id

    def __init__(self, point_id: int) -> None:
        super().__init__()
        self.point_id = point_id
        self.text = LineField("text", _("Point"))
        self.text.hide_label()
        self.said = TextField("said", _("What was said"), 46)
        self.decision = TextField("decision", _("Decision"), 46)
        self.number = Text("", TextRole.SMALL_BOLD, "muted")
        self.standing = QCheckBox(_("every time"))
        self.standing.setToolTip(
            tip_text(_("A standing point comes again at every meeting of this kind; another one only while nothing was said of it."))
        )
        self.standing.clicked.connect(self._on_standing)
        self.remark = Text("", TextRole.SMALL, "muted")
        self.up, self.down = IconButton("chevron-up", _("One place up"), 13), IconButton("chevron-down", _("One place down"), 13)
        self.remove = IconButton("x", _("Take this point off the agenda"), 13)
        self.up.clicked.connect(self._on_up)
        self.down.clicked.connect(self._on_down)
        self.remove.clicked.connect(self._on_removed)
        for field in (self.text, self.said, self.decision):
            field.kept.connect(self._on_kept)
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self.number)
        head.addWidget(self.text, 1)
        for part in (self.remark, self.standing, self.up, self.down, self.remove):
            head.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        words = QHBoxLayout()
        words.setSpacing(10)
        words.addWidget(self.said, 3)
        words.addWidget(self.decision, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 6)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addLayout(words)

    def show_point(self, point: TeamTalkPoint, number: int, count: int, *, editable: bool) -> None:
        self.number.setText(f"{number}.")
        self.text.show_value(point.text)
        self.said.show_value(point.said)
        self.decision.show_value(point.decision)
        self.standing.setChecked(point.standing)
        self.remark.setText(ngettext("carried once", "carried {n} times", point.times_carried) if point.times_carried else "")
        for part in (self.text, self.said, self.decision, self.standing, self.remove):
            part.setEnabled(editable)
        self.up.setEnabled(editable and number > 1)
        self.down.setEnabled(editable and number < count)

    def flush(self) -> None:
        for field in (self.text, self.said, self.decision):
            field.flush()

    def complain(self, field: str, words: str) -> None:
        """Say below the field why it was not kept; what was typed stays."""
        {"text": self.text, "said": self.said, "decision": self.decision}[field].complain(words)

    @Slot(str, object)
    def _on_kept(self, field: str, value: object) -> None:
        self.kept.emit(self.point_id, field, value)

    @Slot(bool)
    def _on_standing(self, checked: bool) -> None:
        self.kept.emit(self.point_id, "standing", checked)

    @Slot()
    def _on_up(self) -> None:
        self.moved.emit(self.point_id, -1)

    @Slot()
    def _on_down(self) -> None:
        self.moved.emit(self.point_id, 1)

    @Slot()
    def _on_removed(self) -> None:
        self.removed.emit(self.point_id)


class TeamAgenda(TeamPart):
    """All points in their order, and the line that adds one with Enter."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Agenda and minutes"))
        self.lines: dict[int, PointLine] = {}
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(0)
        self._rest.timeout.connect(self._show_points)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self.field = QLineEdit()
        self.field.setMaxLength(200)
        self.field.setPlaceholderText(_("Add a point, then Enter"))
        self.field.setAccessibleName(_("Add a point"))
        self.field.returnPressed.connect(self.add)
        self.body.addLayout(self._rows)
        self.body.addWidget(self.field)
        self.body.addWidget(self.problem)

    def show_card(self, card: TeamTalkCard) -> None:
        other = self.card is None or self.card.id != card.id
        if other:
            self.field.clear()
            self.complain("")
        self.card = card
        wanted = {point.id for point in card.points}
        for gone in [one for one in self.lines if one not in wanted]:
            line = self.lines.pop(gone)
            self._rows.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._show_points()
        self.field.setVisible(self.may_change)

    def _show_points(self) -> None:
        """Lines that are not there yet are made a few between two events: each takes some milliseconds."""
        card, fresh = self.card, 0
        if card is None:
            return
        for place, point in enumerate(card.points):
            if point.id not in self.lines:
                if fresh == NEW_AT_ONCE:
                    self._rest.start()
                    return
                fresh += 1
            line = self.lines.get(point.id) or self._new_line(point.id)
            if self._rows.indexOf(line) != place:
                self._rows.removeWidget(line)
                self._rows.insertWidget(place, line)
            line.show_point(point, place + 1, len(card.points), editable=self.may_change)

    def _new_line(self, point_id: int) -> PointLine:
        line = self.lines[point_id] = PointLine(point_id)
        line.kept.connect(self._on_kept)
        line.moved.connect(self._on_moved)
        line.removed.connect(self._on_removed)
        return line

    def flush(self) -> None:
        for line in self.lines.values():
            line.flush()

    @Slot()
    def add(self) -> None:
        """Keep what stands in the adding line."""
        if self.card is not None and self.field.text().strip():
            job = partial(service.add_point, talk_id=self.card.id, text=self.field.text())
            self.write(N_("Add a point to {meeting}"), job, self._on_added)

    @Slot(object)
    def _on_added(self, change: object) -> None:
        self._on_written(change)
        self.field.clear()

    @Slot(object, str, object)
    def _on_kept(self, point_id: int, field: str, value: object) -> None:
        job = partial(_edit_point, point_id=point_id, field=field, value=value)
        self.write(N_("Write the minutes of {meeting}"), job, failed=partial(self._on_not_kept, point_id, field))

    def _on_not_kept(self, point_id: int, field: str, error: BaseException) -> None:
        line = self.lines.get(point_id)
        if line is not None and field != "standing":
            line.complain(field, words_of(error))
        else:
            self._on_refused(error)

    @Slot(object, object)
    def _on_moved(self, point_id: int, by: int) -> None:
        self.flush()
        self.write(N_("Move a point of {meeting}"), partial(service.move_point, point_id=point_id, by=by))

    @Slot(object)
    def _on_removed(self, point_id: int) -> None:
        self.write(N_("Take a point off {meeting}"), partial(service.remove_point, point_id=point_id))


def _edit_point(uow: UnitOfWork, point_id: int, field: str, value: Any) -> int:
    return service.edit_point(uow, point_id, **{field: value})

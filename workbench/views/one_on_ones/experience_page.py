"""Shared experience: what was won, lost or learnt, found again by any word, name, pinyin or tag, and written in place."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from workbench.i18n import N_, _, ngettext
from workbench.readmodels.experience import ExperienceList, ExperienceRow
from workbench.services import experience as service
from workbench.services.workspace import Change, UnitOfWork
from workbench.views.context import Context
from workbench.views.delegates.two_lines import TwoLinesDelegate
from workbench.views.messages import words_of
from workbench.views.one_on_ones.steady import SteadyArea
from workbench.views.theme import TextRole, theme
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Card, Surface, Text
from workbench.views.widgets.editing import ChoiceField, EditorField, LineField, TextField
from workbench.views.widgets.forms import FilterField, Segmented
from workbench.views.widgets.states import EmptyState
from workbench.views.words import one_on_ones as words

KINDS = {"won": N_("Won"), "lost": N_("Lost"), "learnt": N_("Learnt")}
TITLES = {"won": N_("Why we won"), "lost": N_("Why we lost"), "learnt": N_("What we learnt")}
ID_ROLE = int(Qt.ItemDataRole.UserRole)
SHOWN = 300


class ExperienceForm(Card):
    """One entry, each field kept as it is left; emits its id, the field and the value."""

    kept = Signal(object, str, object)
    removed = Signal(object)  # an id

    def __init__(self) -> None:
        super().__init__(margin=14, spacing=8)
        self.row: ExperienceRow | None = None
        self._customers: dict[str, int] = {}
        self.fields: dict[str, EditorField] = {
            "title": LineField("title", _("In a few words")), "kind": ChoiceField("kind", _("Kind"), [(kind, _(name)) for kind, name in KINDS.items()]),
            "day": LineField("day", _("Day"), "date"), "person_id": ChoiceField("person_id", _("Told by")), "product_id": ChoiceField("product_id", _("Product")),
            "customer_id": LineField("customer_id", _("Customer")), "tags": LineField("tags", _("Tags, with a blank between")),
            "story": TextField("story", _("What happened"), 110), "lesson": TextField("lesson", _("What others can take from it"), 90),
        }  # fmt: skip
        for field in self.fields.values():
            field.kept.connect(self._on_kept)
        self.remove = QPushButton(_("Take away"))
        self.remove.setProperty("look", "quiet")
        self.remove.clicked.connect(self._on_removed)
        for names in (("title",), ("kind", "day", "person_id"), ("customer_id", "product_id"), ("story",), ("lesson",), ("tags",)):
            line = QHBoxLayout()
            line.setSpacing(12)
            for name in names:
                line.addWidget(self.fields[name], 1)
            self.body.addLayout(line)
        self.body.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignRight)

    def offer(self, found: ExperienceList) -> None:
        """Whom and what an entry can name."""
        nobody = [(None, _("not named"))]
        for name, rows in (("person_id", found.people), ("product_id", found.products)):
            field = self.fields[name]
            if isinstance(field, ChoiceField):
                field.set_entries([*nobody, *rows])
        customers = {name: own for own, name in found.customers}
        if customers != self._customers:
            self._customers = customers
            completer = QCompleter(list(customers), self)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            editor = self.fields["customer_id"].editor
            editor.setCompleter(completer)  # type: ignore[attr-defined]  # the editor of a line is a QLineEdit

    def show_row(self, row: ExperienceRow) -> None:
        other = self.row is None or self.row.id != row.id
        self.row = row
        for name, field in self.fields.items():
            value = row.customer if name == "customer_id" else " ".join(row.tags) if name == "tags" else getattr(row, name)
            if name == "person_id" and isinstance(field, ChoiceField) and row.person_id is not None and not field.has(row.person_id):
                field.set_entries([*field.entries, (row.person_id, row.person)])  # somebody who has left
            field.show_value(value, other=other)

    def complain(self, name: str, text: str) -> None:
        self.fields[name].complain(text)

    def flush(self) -> None:
        for field in self.fields.values():
            if isinstance(field, LineField | TextField):
                field.flush()

    @Slot(str, object)
    def _on_kept(self, name: str, value: object) -> None:
        if self.row is None:
            return
        if name == "customer_id":
            text = str(value or "").strip()
            if text and text not in self._customers:
                self.complain(
                    name, _("No customer is called “{name}”. Choose one from the list; what you typed is still there.", name=text)
                )
                return
            value = self._customers.get(text)
        if name == "day" and value is None:
            self.complain(name, _("Write the date as 2026-11-23."))
            return
        self.kept.emit(self.row.id, name, value)

    @Slot()
    def _on_removed(self) -> None:
        if self.row is not None:
            self.removed.emit(self.row.id)


class ExperiencePage(QWidget):
    """`person_chosen` is there because every room has it."""

    person_chosen = Signal(object)  # an id

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._all = ExperienceList((), (), (), ())
        self._entry: int | None = None
        self.filter = FilterField(_("Find by word, name, pinyin or tag"))
        self.filter.filtered.connect(self._on_filtered)
        self.kind = Segmented(_("Which entries"), [("", _("All")), *((kind, _(name)) for kind, name in KINDS.items())])
        self.kind.chosen.connect(self._on_filtered)
        self.count = Text("", TextRole.SMALL, "muted")
        self.list = QListWidget()
        self.list.setAccessibleName(_("Shared experience"))
        self.list.setItemDelegate(TwoLinesDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.currentItemChanged.connect(self._on_current)
        self.new = {kind: QPushButton(_(name)) for kind, name in TITLES.items()}
        for kind, button in self.new.items():
            button.setObjectName(kind)
            button.clicked.connect(self._on_new)
        self.form = ExperienceForm()
        self.form.kept.connect(self._on_kept)
        self.form.removed.connect(self._on_removed)
        self.empty = EmptyState(
            "folder-open", _("No experience written down yet"),
            _("Write down why something was won or lost, or what was learnt. Everybody finds it again by a word, a customer or a tag."), _("Write the first"),
        )  # fmt: skip
        self.empty.button.clicked.connect(self._on_first)
        self._lay_out()

    def _lay_out(self) -> None:
        side = Surface("surface", right=True)
        side.setFixedWidth(min(theme().px(320), 400))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 10, 1, 10)
        column.setSpacing(8)
        top = QVBoxLayout()
        top.setContentsMargins(12, 0, 12, 0)
        top.setSpacing(8)
        for part in (self.filter, self.kind, self.count):
            top.addWidget(part)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        inner = QWidget()
        centre = QVBoxLayout(inner)
        centre.setContentsMargins(16, 12, 6, 16)
        centre.setSpacing(12)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Text(_("Write down:"), TextRole.BODY, "muted"))
        for button in self.new.values():
            line.addWidget(button)
        line.addStretch(1)
        centre.addLayout(line)
        centre.addWidget(self.form)
        centre.addStretch(1)
        self.stack = QStackedWidget()
        self.scroller = SteadyArea(inner, clear=True)
        for page in (self.empty, self.scroller):
            self.stack.addWidget(page)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(side)
        layout.addWidget(self.stack, 1)

    # -- reading

    def reload(self) -> None:
        self.context.tasks.read(self, service.load_entries, self._on_read, self.context.messages.complain)

    @Slot(object)
    def _on_read(self, found: ExperienceList) -> None:
        self._all = found
        self.form.offer(found)
        self._show()

    @Slot(str)
    def _on_filtered(self, _text: str) -> None:
        self._show()

    def _show(self) -> None:
        rows = service.found(self._all.rows, self.filter.text(), self.kind.value)
        ids = [row.id for row in rows]
        if self._entry not in ids:
            self.form.flush()
            self._entry = ids[0] if ids else None
        self.list.blockSignals(True)
        self.list.clear()
        for one in rows[:SHOWN]:
            parts = (_(KINDS[one.kind]), words.day(one.day, self.context.today()), one.customer or one.person)
            item = QListWidgetItem(f"{one.title}\n{' · '.join(part for part in parts if part)}")
            item.setData(ID_ROLE, one.id)
            item.setToolTip(tip_text(item.text()))
            self.list.addItem(item)
            if one.id == self._entry:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        self.count.setText(ngettext("{n} entry", "{n} entries", len(rows)))
        row = next((one for one in rows if one.id == self._entry), None)
        self.form.setVisible(row is not None)
        if row is not None:
            self.form.show_row(row)
        self.stack.setCurrentWidget(self.scroller if self._all.rows else self.empty)

    @Slot(QListWidgetItem, QListWidgetItem)
    def _on_current(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None:
            self.form.flush()
            self._entry = int(item.data(ID_ROLE))
            self.form.show_row(next(one for one in self._all.rows if one.id == self._entry))

    def show_entry(self, entry_id: int) -> None:
        """Open an entry, whatever was looked for here before."""
        self.flush()
        self.filter.setText("")
        self.kind.set_value("")
        self._entry = entry_id
        self.reload()

    def flush(self) -> None:
        self.form.flush()

    # -- changing

    @Slot()
    def _on_new(self) -> None:
        self.add(self.sender().objectName())

    @Slot()
    def _on_first(self) -> None:
        self.add("learnt")

    def add(self, kind: str) -> None:
        """A new entry of a kind, to be named at once."""
        self.flush()
        job = partial(service.add, kind=kind, title=_(TITLES[kind]), day=self.context.today())
        self.context.tasks.write(self, N_("Write down an experience"), job, self._on_added, self.context.messages.complain)

    @Slot(object)
    def _on_added(self, change: Change) -> None:
        if isinstance(change.result, int):
            self._entry = change.result
            self.filter.setText("")
            self.kind.set_value("")
            self.reload()
            editor = self.form.fields["title"].editor
            editor.setFocus()

    @Slot(object, str, object)
    def _on_kept(self, entry_id: int, name: str, value: object) -> None:
        job = partial(_edit, entry_id=entry_id, name=name, value=value)
        self.context.tasks.write(self, N_("Change an experience"), job, None, partial(self._on_not_kept, name))

    def _on_not_kept(self, name: str, error: BaseException) -> None:
        self.form.complain(name, words_of(error))

    @Slot(object)
    def _on_removed(self, entry_id: int) -> None:
        job = partial(service.remove, entry_id=entry_id)
        self.context.tasks.write(self, N_("Take an experience away"), job, None, self.context.messages.complain)


def _edit(uow: UnitOfWork, entry_id: int, name: str, value: object) -> int:
    return service.edit(uow, entry_id, **{name: value})

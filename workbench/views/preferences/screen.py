"""Settings: language, appearance, the names that forms print, and the passphrase. Everything is kept at once."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from workbench import i18n
from workbench.i18n import N_, _
from workbench.readmodels.people import OrganisationRow
from workbench.services import people
from workbench.services.workspace import UnitOfWork
from workbench.views.messages import words_of
from workbench.views.screen import Screen
from workbench.views.theme import TextRole
from workbench.views.widgets.basic import Card, Text
from workbench.views.widgets.forms import FormRow

NAMES = (
    ("name", N_("Company")),
    ("department", N_("Department")),
    ("manager_name", N_("Manager (direct superior)")),
    ("next_manager_name", N_("Next superior")),
    ("hr_name", N_("HR")),
    ("form_number", N_("Form number")),
    ("region", N_("Region of the wage table")),
)
SCALES = (80, 90, 100, 110, 125, 150)


def _edit(uow: UnitOfWork, field: str, text: str) -> int:
    return people.edit_organisation(uow, **{field: text})


class PreferencesScreen(Screen):
    key: ClassVar[str] = "preferences"
    tables: ClassVar[frozenset[str]] = frozenset({"organisation"})
    language_chosen = Signal(str)
    appearance_chosen = Signal()

    def build(self) -> None:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self._appearance())
        layout.addWidget(self._organisation())
        layout.addWidget(self._secret())
        layout.addStretch(1)
        page.setMaximumWidth(820)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def title(self) -> str:
        return _("Settings")

    def _appearance(self) -> Card:
        card = Card(_("Language and appearance"))
        self._language = _choice([("zh_CN", "简体中文"), ("en", "English")], i18n.language())
        self._language.activated.connect(self._on_language)
        self._theme = _choice([("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))], self.context.settings.theme)
        self._theme.activated.connect(self._on_theme)
        self._scale = _choice([(str(n), f"{n} %") for n in SCALES], str(round(self.context.settings.scale * 100)))
        self._scale.activated.connect(self._on_scale)
        grid = QGridLayout()
        grid.setSpacing(12)
        for column, (label, box) in enumerate(
            ((_("Language"), self._language), (_("Appearance"), self._theme), (_("Text size"), self._scale))
        ):
            grid.addWidget(FormRow(label, box), 0, column)
        card.body.addLayout(grid)
        return card

    def _organisation(self) -> Card:
        card = Card(_("Names on the forms"), _("printed on evaluations and records"))
        grid = QGridLayout()
        grid.setSpacing(12)
        self._names: dict[str, FormRow] = {}
        for number, (field, label) in enumerate(NAMES):
            editor = QLineEdit()
            editor.setProperty("field", field)
            editor.editingFinished.connect(self._on_name)
            self._names[field] = FormRow(_(label), editor)
            grid.addWidget(self._names[field], number // 2, number % 2)
        card.body.addLayout(grid)
        return card

    def _secret(self) -> Card:
        card = Card(_("Passphrase"), _("the database itself is not rewritten"))
        grid = QGridLayout()
        grid.setSpacing(12)
        self._old, self._new, self._again = QLineEdit(), QLineEdit(), QLineEdit()
        self._rows = []
        for column, (label, editor) in enumerate(
            ((_("Present passphrase"), self._old), (_("New passphrase"), self._new), (_("The same once more"), self._again))
        ):
            editor.setEchoMode(QLineEdit.EchoMode.Password)
            row = FormRow(label, editor)
            self._rows.append(row)
            grid.addWidget(row, 0, column)
        card.body.addLayout(grid)
        button = QPushButton(_("Change the passphrase"))
        button.clicked.connect(self._on_change)
        card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addWidget(Text(_("Older backups still open with the passphrase of their time."), TextRole.SMALL, "muted"))
        return card

    def reload(self) -> None:
        self.context.tasks.read(self, people.load_organisation, self._on_loaded)

    @Slot(object)
    def _on_loaded(self, row: OrganisationRow) -> None:
        for field, shown in self._names.items():
            editor = shown.editor
            assert isinstance(editor, QLineEdit)
            if not editor.isModified():  # typed or refused text stays
                editor.setText(getattr(row, field))
                editor.setModified(False)

    def flush(self) -> None:
        for row in self._names.values():
            self._keep(row)

    # -- slots

    @Slot()
    def _on_language(self) -> None:
        self.language_chosen.emit(str(self._language.currentData()))

    @Slot()
    def _on_theme(self) -> None:
        self.context.settings.theme = str(self._theme.currentData())
        self.appearance_chosen.emit()

    @Slot()
    def _on_scale(self) -> None:
        self.context.settings.scale = int(self._scale.currentData()) / 100
        self.appearance_chosen.emit()

    @Slot()
    def _on_name(self) -> None:
        field = str(self.sender().property("field"))
        self._keep(self._names[field])

    def _keep(self, row: FormRow) -> None:
        editor = row.editor
        assert isinstance(editor, QLineEdit)
        if not editor.isModified():
            return
        editor.setModified(False)
        row.complain("")
        field = str(editor.property("field"))
        label = next(label for name, label in NAMES if name == field)
        self.context.tasks.write(
            self,
            N_("Change {field} to “{text}”"),
            partial(_edit, field=field, text=editor.text()),
            None,
            partial(self._refused, row),
            field=label,
            text=editor.text(),
        )

    def _refused(self, row: FormRow, error: BaseException) -> None:
        """The text stays and counts as not kept yet."""
        assert isinstance(row.editor, QLineEdit)
        row.editor.setModified(True)
        row.complain(words_of(error))

    @Slot()
    def _on_change(self) -> None:
        for row in self._rows:
            row.complain("")
        if len(self._new.text()) < 12:
            self._rows[1].complain(
                _("The passphrase needs at least {count} characters; this one has {have}.", count=12, have=len(self._new.text()))
            )
        elif self._new.text() != self._again.text():
            self._rows[2].complain(_("The two passphrases differ. Nothing was changed."))
        else:
            old, new = self._old.text(), self._new.text()
            self.context.tasks.work(
                self, lambda _progress: self.context.workspace.change_passphrase(old, new), self._on_changed_secret, self._on_wrong_secret
            )

    @Slot(object)
    def _on_changed_secret(self, _nothing: object) -> None:
        for editor in (self._old, self._new, self._again):
            editor.clear()
        self.context.messages.tell(_("The passphrase was changed."))

    @Slot(object)
    def _on_wrong_secret(self, error: BaseException) -> None:
        self._rows[0].complain(words_of(error))


def _choice(entries: list[tuple[str, str]], current: str) -> QComboBox:
    box = QComboBox()
    for value, label in entries:
        box.addItem(label, value)
    box.setCurrentIndex(max(0, box.findData(current)))
    return box

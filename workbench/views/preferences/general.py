"""Settings, general: language, appearance, the names that forms print, and the passphrase. Everything is kept at once."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from workbench import i18n
from workbench.i18n import N_, Word, _
from workbench.readmodels.people import OrganisationRow
from workbench.services import people
from workbench.services.workspace import UnitOfWork, Workspace
from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.preferences.entry import Readable, scrolling
from workbench.views.tasks import Progress
from workbench.views.theme import TextRole, theme
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
    ("zone", N_("Time zone of all clock times")),
)
HINTS = {"zone": N_("in China: Asia/Shanghai")}
COLUMNS = 3
SCALES = (80, 90, 100, 110, 125, 150)


def _edit(uow: UnitOfWork, field: str, text: str) -> int:
    return people.edit_organisation(uow, **{field: text})


class GeneralPage(QWidget):
    """Language and appearance, the names on the forms, and the passphrase."""

    language_chosen = Signal(str)
    appearance_chosen = Signal()
    retried = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 4, 0)
        layout.setSpacing(12)
        layout.addWidget(self._appearance())
        layout.addWidget(self._organisation())
        layout.addWidget(self._secret())
        layout.addStretch(1)
        self._page = page
        theme().changed.connect(self._on_letters)
        self._on_letters()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(page))

    @Slot()
    def _on_letters(self) -> None:
        self._page.setMaximumWidth(theme().px(820))

    def _appearance(self) -> Card:
        card = Card(_("Language and appearance"))
        self.language = _choice([("zh_CN", "简体中文"), ("en", "English")], i18n.language())
        self.language.activated.connect(self._on_language)
        self.theme = _choice([("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))], self.context.settings.theme)
        self.theme.activated.connect(self._on_theme)
        self.scale = _choice([(str(n), f"{n} %") for n in SCALES], str(round(self.context.settings.scale * 100)))
        self.scale.activated.connect(self._on_scale)
        grid = QGridLayout()
        grid.setSpacing(12)
        for column, (label, box) in enumerate(
            ((_("Language"), self.language), (_("Appearance"), self.theme), (_("Text size"), self.scale))
        ):
            grid.addWidget(FormRow(label, box), 0, column)
        card.body.addLayout(grid)
        return card

    def _organisation(self) -> Card:
        card = Card(_("Names on the forms"), _("printed on evaluations and records"))
        grid = QGridLayout()
        grid.setSpacing(12)
        self.names: dict[str, FormRow] = {}
        for number, (field, label) in enumerate(NAMES):
            editor = QLineEdit()
            editor.setProperty("field", field)
            editor.editingFinished.connect(self._on_name)
            self.names[field] = FormRow(_(label), editor, _(HINTS[field]) if field in HINTS else "")
            grid.addWidget(self.names[field], number // COLUMNS, number % COLUMNS, Qt.AlignmentFlag.AlignTop)
        inner = QWidget()
        inner.setLayout(grid)
        grid.setContentsMargins(0, 0, 0, 0)
        self.names_state = Readable(inner)
        self.names_state.retried.connect(self.retried)
        card.body.addWidget(self.names_state)
        return card

    def _secret(self) -> Card:
        card = Card(_("Passphrase"), _("the database itself is not rewritten"), spacing=4)
        grid = QGridLayout()
        grid.setSpacing(12)
        self.old, self.new, self.again = QLineEdit(), QLineEdit(), QLineEdit()
        self.rows = []
        for column, (label, editor) in enumerate(
            ((_("Present passphrase"), self.old), (_("New passphrase"), self.new), (_("The same once more"), self.again))
        ):
            editor.setEchoMode(QLineEdit.EchoMode.Password)
            row = FormRow(label, editor)
            self.rows.append(row)
            grid.addWidget(row, 0, column)
        card.body.addLayout(grid)
        button = QPushButton(_("Change the passphrase"))
        button.clicked.connect(self._on_change)
        card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addWidget(Text(_("Older backups still open with the passphrase of their time."), TextRole.SMALL, "muted", wrap=True))
        return card

    def show_row(self, row: OrganisationRow) -> None:
        """What is kept now; typed or refused text stays."""
        self.names_state.show_content()
        for field, shown in self.names.items():
            editor = shown.editor
            assert isinstance(editor, QLineEdit)
            if not editor.isModified():
                editor.setText(getattr(row, field))
                editor.setCursorPosition(0)  # of a long name the beginning is shown
                editor.setModified(False)

    def flush(self) -> None:
        for row in self.names.values():
            self._keep(row)

    # -- slots

    @Slot()
    def _on_language(self) -> None:
        self.language_chosen.emit(str(self.language.currentData()))

    @Slot()
    def _on_theme(self) -> None:
        self.context.settings.theme = str(self.theme.currentData())
        self.appearance_chosen.emit()

    @Slot()
    def _on_scale(self) -> None:
        self.context.settings.scale = int(self.scale.currentData()) / 100
        self.appearance_chosen.emit()

    @Slot()
    def _on_name(self) -> None:
        field = str(self.sender().property("field"))
        self._keep(self.names[field])

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
            field=Word(label),
            text=editor.text(),
        )

    def _refused(self, row: FormRow, error: BaseException) -> None:
        """The text stays and counts as not kept yet."""
        assert isinstance(row.editor, QLineEdit)
        row.editor.setModified(True)
        row.complain(words_of(error))

    @Slot()
    def _on_change(self) -> None:
        for row in self.rows:
            row.complain("")
        if len(self.new.text()) < 12:
            self.rows[1].complain(
                _("The passphrase needs at least {count} characters; this one has {have}.", count=12, have=len(self.new.text()))
            )
        elif self.new.text() != self.again.text():
            self.rows[2].complain(_("The two passphrases differ. Nothing was changed."))
        else:
            old, new = self.old.text(), self.new.text()
            self.context.tasks.work(
                self, partial(_change_passphrase, self.context.workspace, old, new), self._on_changed_secret, self._on_wrong_secret
            )

    @Slot(object)
    def _on_changed_secret(self, _nothing: object) -> None:
        for editor in (self.old, self.new, self.again):
            editor.clear()
        self.context.messages.tell(_("The passphrase was changed."))

    @Slot(object)
    def _on_wrong_secret(self, error: BaseException) -> None:
        self.rows[0].complain(words_of(error))


def _choice(entries: list[tuple[str, str]], current: str) -> QComboBox:
    box = QComboBox()
    for value, label in entries:
        box.addItem(label, value)
    box.setCurrentIndex(max(0, box.findData(current)))
    return box


def _change_passphrase(workspace: Workspace, old: str, new: str, _progress: Progress) -> None:
    """On the worker: deriving a key takes half a second."""
    workspace.change_passphrase(old, new)

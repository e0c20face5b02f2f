"""The first window: choose a language, then the sample team, a new database, or an existing one. Three clicks at most."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from workbench import i18n
from workbench.i18n import _
from workbench.views.messages import words_of
from workbench.views.settings import Settings
from workbench.views.theme import TextRole, theme
from workbench.views.widgets.basic import Card, Text

SHORTEST = 12


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person asked for: kind is sample, create, open or finish (the recovery key is written down)."""

    kind: str
    path: Path | None = None
    passphrase: str = ""


class FirstStart(QWidget):
    """One page at a time in a card; what is typed stays when something is refused."""

    wished = Signal(object)
    language_chosen = Signal(str)

    def __init__(self, settings: Settings, folder: Path, path: Path | None = None, crash: str = "") -> None:
        super().__init__()
        self._settings, self._folder, self._path, self._crash = settings, folder, path, crash
        self._page: Callable[[], None] = self._unlock_page if path else self._welcome_page
        self._outer = QVBoxLayout(self)
        self._card: Card | None = None
        self._note = Text("", TextRole.BODY, "bad", wrap=True)
        self._buttons: list[QPushButton] = []
        self.setMinimumSize(960, 600)
        self.resize(*settings.window)
        theme().changed.connect(self.update)
        self.show_page(self._page)

    # -- pages

    def show_page(self, page: Callable[[], None]) -> None:
        """Build a page anew in the present language."""
        self._page = page
        self.setWindowTitle(_("Workbench"))
        if self._card is not None:
            self._outer.removeWidget(self._card)
            self._card.deleteLater()
        self._buttons = []
        self._card = Card(margin=28, spacing=10)
        self._card.setFixedWidth(theme().px(520))
        self._outer.addWidget(self._card, 0, Qt.AlignmentFlag.AlignCenter)
        self._language_row()
        page()
        self._note = Text("", TextRole.BODY, "bad", wrap=True)
        self._card.body.addWidget(self._note)

    def rebuild(self) -> None:
        self.show_page(self._page)

    def _language_row(self) -> None:
        row = QHBoxLayout()
        row.addWidget(Text(_("Workbench"), TextRole.TITLE))
        row.addStretch(1)
        for name, label in (("zh_CN", "简体中文"), ("en", "English")):
            button = QPushButton(label)
            button.setProperty("look", "" if i18n.language() == name else "quiet")
            button.setProperty("language", name)
            button.setAccessibleName(label)
            button.clicked.connect(self._on_language)
            row.addWidget(button)
        self._body().addLayout(row)
        self._body().addSpacing(8)

    def _body(self) -> QVBoxLayout:
        assert self._card is not None
        return self._card.body

    def _say(self, text: str, role: TextRole = TextRole.BODY, colour: str = "muted") -> None:
        self._body().addWidget(Text(text, role, colour, wrap=True))

    def _button(self, text: str, run: Callable[[], None], look: str = "") -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(text)
        button.setProperty("look", look)
        button.clicked.connect(run)
        self._body().addWidget(button)
        self._buttons.append(button)
        return button

    def _field(self, label: str, *, secret: bool = False, text: str = "") -> QLineEdit:
        self._say(label, TextRole.SMALL)
        field = QLineEdit(text)
        field.setAccessibleName(label)
        if secret:
            field.setEchoMode(QLineEdit.EchoMode.Password)
        self._body().addWidget(field)
        return field

    def _welcome_page(self) -> None:
        if self._crash:
            self._say(_("Last time the program ended unexpectedly. Your saved data is safe."), TextRole.BODY_BOLD, "warning")
            self._button(_("Copy the details"), self._copy_crash, "quiet")
        self._say(_("Plan the week, talk, review and print, from one encrypted file on this computer. No account, no server."))
        self._button(_("Open the sample team"), self._on_sample, "primary")
        self._button(_("Create my database"), self._on_create_page)
        self._button(_("Open a database …"), self._on_choose)
        for path in self._settings.recent[:3]:
            button = self._button(_("Open {name}", name=path.stem), self._on_recent, "quiet")
            button.setProperty("path", str(path))
            button.setToolTip(str(path))

    def _create_page(self) -> None:
        self._say(_("Create my database"), TextRole.HEADING, "text")
        self._name = self._field(_("Name of the team"), text=_("My team"))
        self._first = self._field(_("Passphrase, at least {count} characters", count=SHORTEST), secret=True)
        self._second = self._field(_("The same once more"), secret=True)
        self._say(
            _("Several words are easier to remember than signs. Without passphrase and recovery key nobody can open the file."),
            TextRole.SMALL,
        )
        self._button(_("Create"), self._on_create, "primary")
        self._button(_("Back"), self._on_welcome, "quiet")

    def _unlock_page(self) -> None:
        assert self._path is not None
        self._say(_("Open {name}", name=self._path.stem), TextRole.HEADING, "text")
        self._say(str(self._path), TextRole.SMALL)
        self._first = self._field(_("Passphrase"), secret=True)
        self._first.returnPressed.connect(self._on_unlock)
        self._button(_("Open"), self._on_unlock, "primary")
        self._button(_("Another database"), self._on_welcome, "quiet")

    def show_recovery_key(self, key: str) -> None:
        """Once, after creating; going on needs the tick."""
        self._key = key
        self.show_page(self._recovery_page)

    def _recovery_page(self) -> None:
        self._say(_("Your recovery key"), TextRole.HEADING, "text")
        self._say(
            _("It is shown only now. It opens the database when the passphrase is lost. Write it down and keep it away from this computer.")
        )
        shown = Text(self._key, TextRole.BODY_BOLD, "text", wrap=True)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self._body().addWidget(shown)
        self._button(_("Copy"), self._copy_key)
        self._written = QCheckBox(_("I have written it down"))
        self._body().addWidget(self._written)
        self._go_on = self._button(_("Continue"), self._on_finish, "primary")
        self._go_on.setEnabled(False)
        self._written.toggled.connect(self._go_on.setEnabled)

    # -- answers of the application

    def refuse(self, error: BaseException) -> None:
        """Say in place why it was not done; everything typed stays."""
        self._note.setText(words_of(error))
        self.set_busy("")

    def set_busy(self, text: str) -> None:
        """Say what is being done; buttons wait."""
        for button in self._buttons:
            button.setEnabled(not text)
        if text:
            self._note.setText("")
            self._buttons[0].setText(text)
        elif self._buttons:
            name = self._buttons[0].accessibleName()
            self._buttons[0].setText(name)

    # -- slots

    def _on_language(self) -> None:
        self.language_chosen.emit(str(self.sender().property("language")))

    def _on_sample(self) -> None:
        self.wished.emit(Wish("sample"))

    def _on_create_page(self) -> None:
        self.show_page(self._create_page)
        self._name.setFocus()

    def _on_welcome(self) -> None:
        self.show_page(self._welcome_page)

    def _on_recent(self) -> None:
        self._open(Path(str(self.sender().property("path"))))

    def _open(self, path: Path) -> None:
        self._path = path
        self.show_page(self._unlock_page)
        self._first.setFocus()

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, _("Open a database …"), str(self._folder))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._on_chosen)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _on_chosen(self, path: str) -> None:
        self._open(Path(path))

    def _on_create(self) -> None:
        name = "".join(c for c in self._name.text().strip() if c not in '<>:"/\\|?*').strip(". ")
        if not name:
            self._note.setText(_("A name is needed. Nothing was changed."))
        elif len(self._first.text()) < SHORTEST:
            self._note.setText(
                _("The passphrase needs at least {count} characters; this one has {have}.", count=SHORTEST, have=len(self._first.text()))
            )
        elif self._first.text() != self._second.text():
            self._note.setText(_("The two passphrases differ. Nothing was changed."))
        else:
            self.wished.emit(Wish("create", self._folder / f"{name}.wbdb", self._first.text()))

    def _on_unlock(self) -> None:
        self.wished.emit(Wish("open", self._path, self._first.text()))

    def _on_finish(self) -> None:
        self.wished.emit(Wish("finish"))

    def _copy_key(self) -> None:
        QGuiApplication.clipboard().setText(self._key)

    def _copy_crash(self) -> None:
        QGuiApplication.clipboard().setText(self._crash)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), theme().colour("background"))

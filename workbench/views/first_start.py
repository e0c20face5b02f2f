"""The first window: choose a language, then the sample team, a new database, or an existing one. Three clicks at most."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFrame, QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from workbench import i18n
from workbench.i18n import _
from workbench.models.values.passphrase import SHORTEST
from workbench.views.crash_report import CrashCard
from workbench.views.messages import copy_text, words_of
from workbench.views.passphrase import StrengthMeter
from workbench.views.restore_fields import RestoreFields, free_place
from workbench.views.settings import Settings
from workbench.views.theme import TextRole, theme
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Card, ElidedText, Text

CARD_WIDTH = 520
RECENT_SHOWN = 3
LANGUAGE_NAMES = (("zh_CN", "简体中文"), ("en", "English"))


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person asked for: kind is sample, create, open, recover, restore or finish (the recovery key is written down).

    `passphrase` is the one to open with, or the new one for create and recover; for restore it is that of the `backup`, or
    the recovery key, and `path` is where the new database is made.
    """

    kind: str
    path: Path | None = None
    passphrase: str = ""
    recovery: str = ""
    backup: Path | None = None


class FirstStart(QWidget):
    """One page at a time in a card; what is typed stays when something is refused and when the language changes."""

    wished = Signal(object)
    language_chosen = Signal(str)
    painted = Signal()  # once, after the first frame

    def __init__(self, settings: Settings, folder: Path, path: Path | None = None, crash: str = "", sample: Path | None = None) -> None:
        """Asks for the passphrase of `path`; the database `sample` is opened without one."""
        super().__init__()
        self._sample = sample
        self._new_in = folder
        self._settings, self._folder, self._path, self._crash = settings, folder, path, crash
        self._key = ""
        self._told = False
        self._card: Card | None = None
        self._crash_card: CrashCard | None = None
        self._note = Text("", TextRole.BODY, "bad", wrap=True)
        self._buttons: list[QPushButton] = []
        self._fields: list[QLineEdit] = []
        self._main: QPushButton | None = None
        # Stretches and not alignments: an aligned widget is not asked how high its wrapped texts are at its width.
        self._cards = QVBoxLayout()
        self._cards.setSpacing(16)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addLayout(self._cards)
        across.addStretch(1)
        page = QWidget()
        middle = QVBoxLayout(page)
        middle.addStretch(1)
        middle.addLayout(across)
        middle.addStretch(1)
        room = QScrollArea()  # large letters on a small screen
        room.setWidgetResizable(True)
        room.setFrameShape(QFrame.Shape.NoFrame)
        room.setWidget(page)
        page.setAutoFillBackground(False)
        room.viewport().setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(room)
        self.setMinimumSize(960, 600)
        self.resize(*settings.window)
        theme().changed.connect(self.update)
        self.show_page(self._unlock_page if path else self._welcome_page)

    # -- the frame of the pages

    def show_page(self, page: Callable[[], None]) -> None:
        """Build a page anew in the present language."""
        self._page = page
        self.setWindowTitle(_("Workbench"))
        for old in (self._card, self._crash_card):
            if old is not None:
                self._cards.removeWidget(old)
                old.hide()
                old.deleteLater()
        self._buttons, self._fields, self._main, self._crash_card = [], [], None, None
        if self._crash:
            self._crash_card = CrashCard(self._crash)
            self._crash_card.setFixedWidth(theme().px(CARD_WIDTH))
            self._crash_card.dismissed.connect(self._on_crash_dismissed)
            self._cards.addWidget(self._crash_card)
        self._card = Card(margin=28, spacing=8)
        self._card.body.setContentsMargins(28, 22, 28, 24)
        self._card.setFixedWidth(theme().px(CARD_WIDTH))
        self._cards.addWidget(self._card)
        self._language_row()
        page()
        self._note = Text("", TextRole.BODY, "bad", wrap=True)
        self._note.hide()
        self._card.body.addWidget(self._note)
        if self._fields:
            self._fields[0].setFocus()
        elif self._main is not None:
            self._main.setFocus()

    def rebuild(self) -> None:
        """In another language; what is typed stays."""
        typed = [field.text() for field in self._fields]
        self.show_page(self._page)
        for field, text in zip(self._fields, typed, strict=True):
            field.setText(text)

    def _language_row(self) -> None:
        row = QHBoxLayout()
        row.addWidget(Text(_("Workbench"), TextRole.TITLE))
        row.addStretch(1)
        for name, label in LANGUAGE_NAMES:
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
        if look == "primary":
            self._main = button
        return button

    def _field(self, label: str, *, secret: bool = False, text: str = "") -> QLineEdit:
        self._say(label, TextRole.SMALL)
        field = QLineEdit(text)
        field.setAccessibleName(label)
        if secret:
            field.setEchoMode(QLineEdit.EchoMode.Password)
        self._body().addWidget(field)
        self._fields.append(field)
        return field

    # -- pages

    def _welcome_page(self) -> None:
        self._say(_("Plan the week, talk, review and print, from one encrypted file on this computer. No account, no server."))
        self._body().addSpacing(6)
        self._button(_("Open the sample team"), self._on_sample, "primary")
        self._button(_("Create my database"), self._on_create_page)
        self._button(_("Open a database …"), self._on_choose)
        self._button(_("Restore a backup …"), self._on_restore_page, "quiet")
        for path in self._settings.recent[:RECENT_SHOWN]:
            button = self._button(_("Open {name}", name=path.stem), self._on_recent, "quiet")
            button.setProperty("path", str(path))
            button.setToolTip(tip_text(str(path)))

    def _create_page(self) -> None:
        self._say(_("Create my database"), TextRole.HEADING, "text")
        self._name = self._field(_("Name of the team"), text=_("My team"))
        self._place_row()
        self._new_passphrase_fields()
        self._say(
            _("Several words are easier to remember than signs. Without passphrase and recovery key nobody can open the file."),
            TextRole.SMALL,
        )
        self._second.returnPressed.connect(self._on_create)
        self._button(_("Create"), self._on_create, "primary")
        self._button(_("Back"), self._on_welcome, "quiet")

    def _place_row(self) -> None:
        row = QHBoxLayout()
        self.place = ElidedText(_("Kept in {folder}", folder=self._new_in), TextRole.SMALL, "muted")
        other = QPushButton(_("Another folder …"))
        other.setProperty("look", "quiet")
        other.setAccessibleName(_("Another folder …"))
        other.clicked.connect(self._on_place)
        row.addWidget(self.place, 1)
        row.addWidget(other)
        self._body().addLayout(row)

    def _restore_page(self) -> None:
        self._say(_("Restore a backup"), TextRole.HEADING, "text")
        self._say(_("It becomes a new database; nothing that is there already is touched."))
        self._asked = RestoreFields()
        self._asked.entered.connect(self._on_restore)
        self._body().addWidget(self._asked)
        self._fields += [self._asked.backup.line, self._asked.secret]
        self._place_row()
        self._button(_("Restore and open"), self._on_restore, "primary")
        self._button(_("Back"), self._on_welcome, "quiet")

    def _new_passphrase_fields(self) -> None:
        self._first = self._field(_("Passphrase, at least {count} characters", count=SHORTEST), secret=True)
        self.meter = StrengthMeter()
        self._body().addWidget(self.meter)
        self._first.textChanged.connect(self.meter.show_strength)
        self._second = self._field(_("The same once more"), secret=True)

    def _unlock_page(self) -> None:
        assert self._path is not None
        self._body().addWidget(ElidedText(_("Open {name}", name=self._path.stem), TextRole.HEADING))
        self._body().addWidget(ElidedText(str(self._path), TextRole.SMALL, "muted"))
        self._first = self._field(_("Passphrase"), secret=True)
        self._first.returnPressed.connect(self._on_unlock)
        self._button(_("Unlock"), self._on_unlock, "primary")
        self._button(_("I have lost the passphrase"), self._on_recover_page, "quiet")
        self._button(_("Another database"), self._on_welcome, "quiet")

    def _recover_page(self) -> None:
        assert self._path is not None
        self._say(_("Open with the recovery key"), TextRole.HEADING, "text")
        self._body().addWidget(ElidedText(self._path.stem, TextRole.SMALL, "muted"))
        self._typed_key = self._field(_("Recovery key from paper, 8 groups of 5 characters"))
        self._new_passphrase_fields()
        self._second.returnPressed.connect(self._on_recover)
        self._button(_("Open and set this passphrase"), self._on_recover, "primary")
        self._button(_("Back"), self._on_unlock_page, "quiet")

    def show_recovery_key(self, key: str) -> None:
        """Once, after creating; going on needs the tick."""
        self._key = key
        self.show_page(self._recovery_page)

    def _recovery_page(self) -> None:
        self._say(_("Your recovery key"), TextRole.HEADING, "text")
        self._say(
            _("It is shown only now. It opens the database when the passphrase is lost. Write it down and keep it away from this computer.")
        )
        groups = self._key.split("-")
        self._shown = Text("\n".join("  ".join(groups[i : i + 4]) for i in range(0, len(groups), 4)), TextRole.FIGURE, "text")
        self._shown.setAccessibleName(self._key)
        self._shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self._body().addWidget(self._shown)
        pair = QHBoxLayout()
        for text, run in ((_("Copy"), self._copy_key), (_("Print …"), self._print_key)):
            button = QPushButton(text)
            button.setAccessibleName(text)
            button.clicked.connect(run)
            pair.addWidget(button)
        self._body().addLayout(pair)
        self._written = QCheckBox(_("I have written it down"))
        self._body().addWidget(self._written)
        self._go_on = self._button(_("Continue"), self._on_finish, "primary")
        self._go_on.setEnabled(False)
        self._written.toggled.connect(self._go_on.setEnabled)

    # -- answers of the application

    @property
    def note(self) -> str:
        return self._note.text()

    def refuse(self, error: BaseException) -> None:
        """Say in place why it was not done; everything typed stays."""
        self.set_busy("")
        if self._page == self._restore_page and self._asked.refuse(error):
            return
        self._complain(words_of(error))
        if self._fields:
            self._fields[-1 if len(self._fields) == 1 else 0].setFocus()

    def restored(self, path: Path, secret: str, *, with_recovery: bool) -> None:
        """The backup is a database now: open it, or ask for a new passphrase where the recovery key was used."""
        self.open_page(path)
        if with_recovery:
            self._on_recover_page()
            self._typed_key.setText(secret)
            self._first.setFocus()
        else:
            self._first.setText(secret)
            self._on_unlock()

    def _complain(self, text: str) -> None:
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def set_busy(self, text: str) -> None:
        """Say what is being done; buttons and fields wait."""
        for widget in (*self._buttons, *self._fields):
            widget.setEnabled(not text)
        if self._main is not None:
            self._main.setText(text or self._main.accessibleName())
        if text:
            self._complain("")

    # -- slots

    def _on_language(self) -> None:
        self.language_chosen.emit(str(self.sender().property("language")))

    def _on_crash_dismissed(self) -> None:
        self._crash = ""

    def _on_sample(self) -> None:
        self.wished.emit(Wish("sample"))

    def _on_create_page(self) -> None:
        self.show_page(self._create_page)
        self._name.selectAll()

    def _on_welcome(self) -> None:
        self.show_page(self._welcome_page)

    def _on_restore_page(self) -> None:
        self.show_page(self._restore_page)

    def _on_restore(self) -> None:
        if self._asked.is_complete():
            backup = Path(self._asked.backup.text())
            self.wished.emit(Wish("restore", free_place(self._new_in, backup.stem), self._asked.secret.text(), backup=backup))

    def _on_unlock_page(self) -> None:
        self.show_page(self._unlock_page)

    def _on_recover_page(self) -> None:
        self.show_page(self._recover_page)

    def _on_recent(self) -> None:
        self.open_page(Path(str(self.sender().property("path"))))

    def open_page(self, path: Path) -> None:
        """Ask for the passphrase of a database; the sample has none to ask for."""
        if path == self._sample:
            self._on_sample()
            return
        self._path = path
        self.show_page(self._unlock_page)

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, _("Open a database …"), str(self._folder))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._on_chosen)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _on_place(self) -> None:
        dialog = QFileDialog(self, _("Another folder …"), str(self._new_in))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.keep_in)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def keep_in(self, folder: str) -> None:
        """The folder in which a new database is made."""
        self._new_in = Path(folder)
        self.place.setText(_("Kept in {folder}", folder=self._new_in))

    def _on_chosen(self, path: str) -> None:
        self.open_page(Path(path))

    def _passphrase_refused(self) -> bool:
        """True when the two fields do not hold a good enough passphrase, which is then said."""
        have = len(self._first.text())
        if have < SHORTEST:
            self._complain(_("The passphrase needs at least {count} characters; this one has {have}.", count=SHORTEST, have=have))
            self._first.setFocus()
        elif self._first.text() != self._second.text():
            self._complain(_("The two passphrases differ. Nothing was changed."))
            self._second.setFocus()
        else:
            return False
        return True

    def _on_create(self) -> None:
        name = "".join(c for c in self._name.text().strip() if c not in '<>:"/\\|?*' and c.isprintable()).strip(". ")[:80]
        if not name:
            self._complain(_("A name is needed. Nothing was changed."))
            self._name.setFocus()
        elif not self._passphrase_refused():
            self.wished.emit(Wish("create", self._new_in / f"{name}.wbdb", self._first.text()))

    def _on_unlock(self) -> None:
        self.wished.emit(Wish("open", self._path, self._first.text()))

    def _on_recover(self) -> None:
        if not self._passphrase_refused():
            self.wished.emit(Wish("recover", self._path, self._first.text(), self._typed_key.text()))

    def _on_finish(self) -> None:
        self.wished.emit(Wish("finish"))

    def _copy_key(self) -> None:
        copy_text(self._key)

    def _print_key(self) -> None:
        from workbench.views.print_text import print_text

        lines = [_("Recovery key"), self._key, _("Keep this page away from the computer. Whoever has it can open the database.")]
        print_text(self, "\n\n".join(lines))

    def _tell_painted(self) -> None:
        self.painted.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), theme().colour("background"))
        if not self._told:
            self._told = True
            QTimer.singleShot(0, self._tell_painted)

"""Files kept with the talk: added by button, drop or paste, a picture shown scaled when asked for, saved out by the user alone."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QWidget

from workbench.files import write_whole
from workbench.i18n import N_, _
from workbench.readmodels.one_on_ones import AttachmentRow, TalkCard
from workbench.services import one_on_ones_attachments as service
from workbench.services.workspace import Reader
from workbench.views.context import Context
from workbench.views.one_on_ones.part import Part, link
from workbench.views.tasks import Progress
from workbench.views.theme import TextRole, Tone, theme
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import ElidedText, Text
from workbench.views.widgets.panels import IconButton
from workbench.views.words import one_on_ones as words

SHOWN_WIDTH = 560
KINDS = {
    "picture": N_("picture"), "pdf": N_("PDF"), "office": N_("document"), "text": N_("text"), "program": N_("program, never opened here"),
    "other": N_("other file"),
}  # fmt: skip


class FileLine(QWidget):
    """One file; emits its row."""

    shown = Signal(object)
    saved = Signal(object)
    removed = Signal(object)

    def __init__(self, row: AttachmentRow, remark: str) -> None:
        super().__init__()
        self.row = row
        self.show_button, self.save = link(_("Show")), link(_("Save …"), _("Save {name} …", name=row.name))
        self.remove = IconButton("x", _("Take {name} away", name=row.name), 13)
        self.show_button.setVisible(row.kind == "picture")
        self.show_button.clicked.connect(self._on_show)
        self.save.clicked.connect(self._on_save)
        self.remove.clicked.connect(self._on_remove)
        name = ElidedText(row.name, TextRole.BODY)
        name.setToolTip(tip_text(row.name))
        line = QHBoxLayout(self)
        line.setContentsMargins(13, 2, 8, 2)
        line.setSpacing(8)
        line.addWidget(name, 1)
        line.addWidget(Text(remark, TextRole.SMALL, "muted"))
        for part in (self.show_button, self.save, self.remove):
            line.addWidget(part)

    @Slot()
    def _on_show(self) -> None:
        self.shown.emit(self.row)

    @Slot()
    def _on_save(self) -> None:
        self.saved.emit(self.row)

    @Slot()
    def _on_remove(self) -> None:
        self.removed.emit(self.row)


class AttachmentsPart(Part):
    """The files of the talk shown."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Files"))
        self.lines: list[FileLine] = []
        self._saving: AttachmentRow | None = None
        self._open_picture = 0
        self.hint = ElidedText(_("Only you see them; never printed, never opened by the program"), TextRole.SMALL, "muted")
        self.paste, self.add_button = link(_("Paste a picture")), link(_("Add a file …"))
        self.paste.clicked.connect(self.paste_picture)
        self.add_button.clicked.connect(self.choose)
        self.head.addWidget(self.hint)
        self.head.addWidget(self.paste)
        self.head.addWidget(self.add_button)
        self.picture = QLabel()
        self.picture.setAccessibleName(_("Picture of the talk"))
        self.picture.setContentsMargins(13, 4, 13, 4)
        self.picture.hide()
        self.body.addWidget(self.picture)
        self.body.addWidget(self.problem)
        self.setAcceptDrops(True)

    def show_card(self, card: TalkCard) -> None:
        if self.card is None or (self.card.person_id, self.card.talk_id) != (card.person_id, card.talk_id):
            self.complain("")
            self._hide_picture()
        self.card = card
        if [line.row for line in self.lines] != list(card.attachments):
            for line in self.lines:
                self.rows.removeWidget(line)
                line.hide()
                line.deleteLater()
            self.lines = []
            for row in card.attachments:
                day = words.day(row.added_on, self.context.today())
                line = FileLine(row, " · ".join((_(KINDS[row.kind]), _size(row.size), day)))
                line.shown.connect(self._on_show)
                line.saved.connect(self._on_save)
                line.removed.connect(self._on_removed)
                self.lines.append(line)
                self.rows.addWidget(line)
        if self._open_picture not in [row.id for row in card.attachments]:
            self._hide_picture()
        gone = card.left_on is not None and card.left_on < self.context.today() and card.talk_id is None
        self.setVisible(not gone)

    # -- taking in

    @Slot()
    def choose(self) -> None:
        dialog = QFileDialog(self, _("Add a file …"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.add_path)
        dialog.open()

    @Slot(str)
    def add_path(self, name: str) -> None:
        """Read a file beside the window and keep it."""
        if name:
            self.context.tasks.work(self, partial(_read, Path(name)), self._on_read, self._on_refused)

    @Slot(object)
    def _on_read(self, found: tuple[str, bytes]) -> None:
        self.add(*found)

    def add(self, name: str, data: bytes) -> None:
        """Keep these contents with the talk shown."""
        if self.card is not None:
            job = partial(
                service.add, person_id=self.card.person_id, name=name, data=data, today=self.context.today(), talk_id=self.card.talk_id
            )  # fmt: skip
            self.write(N_("Add a file to the talk with {person}"), job)

    @Slot()
    def paste_picture(self) -> None:
        """The picture of the clipboard, as PNG."""
        image = QGuiApplication.clipboard().image()
        if image.isNull():
            self.complain(_("There is no picture in the clipboard. Copy one, then paste it here."))
            return
        self.context.tasks.work(self, partial(_as_png, image), self._on_read, self._on_refused)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.add_path(url.toLocalFile())
        event.acceptProposedAction()

    # -- giving out

    @Slot(object)
    def _on_show(self, row: AttachmentRow) -> None:
        if self._open_picture == row.id:
            self._hide_picture()
            return
        self._open_picture = row.id
        width = round(min(self.width() - 40, theme().px(SHOWN_WIDTH)) * self.devicePixelRatioF())
        self.context.tasks.read(self, partial(_load, attachment_id=row.id), partial(self._on_contents, row.id, width), self._on_refused)

    def _on_contents(self, attachment_id: int, width: int, found: tuple[str, bytes]) -> None:
        done = partial(self._on_picture, attachment_id)
        self.context.tasks.work(self, partial(_scaled, found[1], width), done, self._on_refused)

    def _on_picture(self, attachment_id: int, image: QImage) -> None:
        if attachment_id != self._open_picture:
            return
        if image.isNull():
            self.complain(_("This picture cannot be shown. It can be saved and looked at elsewhere."))
            return
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self.picture.setPixmap(QPixmap.fromImage(image))
        self.picture.show()

    def _hide_picture(self) -> None:
        self._open_picture = 0
        self.picture.clear()
        self.picture.hide()

    @Slot(object)
    def _on_save(self, row: AttachmentRow) -> None:
        self._saving = row
        dialog = QFileDialog(self, _("Save {name} …", name=row.name), row.name)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    @Slot(str)
    def save_to(self, name: str) -> None:
        """Write the file that was chosen, whole or not at all."""
        if self._saving is not None and name:
            job = partial(_load, attachment_id=self._saving.id)
            self.context.tasks.read(self, job, partial(self._on_to_save, Path(name)), self._on_refused)

    def _on_to_save(self, path: Path, found: tuple[str, bytes]) -> None:
        self.context.tasks.work(self, partial(_write, path, found[1]), self._on_saved, self._on_refused)

    @Slot(object)
    def _on_saved(self, path: Path) -> None:
        self.context.messages.tell(_("Written: {file}", file=path.name), Tone.GOOD)

    @Slot(object)
    def _on_removed(self, row: AttachmentRow) -> None:
        job = partial(service.remove, attachment_id=row.id, today=self.context.today())
        self.write(N_("Take a file out of the talk with {person}"), job)


def _size(count: int) -> str:
    """12 kB, 3.4 MB."""
    return f"{count / 1_048_576:.1f} MB" if count >= 1_048_576 else f"{max(1, round(count / 1024))} kB"


def _load(conn: Reader, attachment_id: int) -> tuple[str, bytes]:
    return service.load_file(conn, attachment_id)


def _read(path: Path, _progress: Progress) -> tuple[str, bytes]:
    """The contents, never more than is kept anyway."""
    service.check_size(path.name, path.stat().st_size)
    return path.name, path.read_bytes()


def _as_png(image: QImage, _progress: Progress) -> tuple[str, bytes]:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes where Qt wants a str
    return _("picture") + ".png", bytes(buffer.data().data())


def _scaled(data: bytes, width: int, _progress: Progress) -> QImage:
    """The picture no wider than this; a null image where it cannot be read. A picture that would take too much memory is none."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and size.width() > width:
        reader.setScaledSize(QSize(width, max(1, size.height() * width // size.width())))
    return reader.read()


def _write(path: Path, data: bytes, _progress: Progress) -> Path:
    write_whole(path, data)
    return path

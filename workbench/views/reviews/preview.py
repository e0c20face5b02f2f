"""The paper beside the form: its pages as they will be printed, live, with zoom and the language of the paper.

A new picture is asked for after a short pause and made on a worker; until it is there the last one stays.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from workbench import i18n
from workbench.i18n import _
from workbench.readmodels.documents import EvaluationDocument
from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.paper import Sheets
from workbench.views.reviews import paper
from workbench.views.reviews.part import quiet
from workbench.views.tasks import Progress
from workbench.views.theme import TextRole, theme
from workbench.views.widgets.basic import ElidedText, Surface, Text
from workbench.views.widgets.forms import Segmented
from workbench.views.widgets.panels import IconButton

PAUSE_MS = 250
WIDTH, NARROW_WIDTH, LEAST_WIDTH = 340, 292, 190
WIDEST = 420
MARGINS = (15, 12, 14, 14)
SCROLL_BAR = 12
ZOOMS = (1.0, 1.4, 2.0, 2.8)


class PageView(QWidget):
    """One page of the paper; it is white in both themes, because paper is."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self.zoom = 1.0
        self._width = 280
        self.setAccessibleName(_("Print preview"))

    def show_image(self, image: QImage) -> None:
        self._image = image
        self.fit(self._width)
        self.update()

    @property
    def image(self) -> QImage:
        return self._image

    def fit(self, width: int) -> None:
        """As wide as the room times the zoom."""
        self._width = width
        if self.size() != self.sizeHint():
            self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        width = round(self._width * self.zoom)
        return QSize(width, round(width * 297 / 210))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._image.isNull():
            painter.fillRect(self.rect(), theme().colour("surface"))
        else:
            painter.drawImage(self.rect(), self._image)
        painter.setPen(theme().colour("border_strong"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class PreviewPanel(Surface):
    """Emits what is asked for; the screen prints, exports and locks."""

    print_asked = Signal()
    export_asked = Signal()
    lock_asked = Signal()
    language_changed = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__("sunken", left=True)
        self.context = context
        self.sheets: Sheets | None = None
        self._page, self._running, self._narrow, self._most = 0, False, False, WIDEST
        self._document: EvaluationDocument | None = None
        self._waiting: EvaluationDocument | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._start)
        self.page = PageView()
        self.area = QScrollArea()
        self.area.setWidget(self.page)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.viewport().setAutoFillBackground(False)
        self.area.installEventFilter(self)
        self.area.viewport().installEventFilter(self)
        self.language = Segmented(_("Language of the paper"), (("zh_CN", "中文"), ("en", "EN")), "zh_CN" if i18n.is_chinese() else "en")
        self.language.chosen.connect(self._on_language)
        self._place = Text("", TextRole.SMALL, "muted")
        self.problem = Text("", TextRole.SMALL, "bad", wrap=True)
        self.problem.hide()
        self._build()
        self._theme_changed()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*MARGINS)
        layout.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(ElidedText(_("Print preview"), TextRole.HEADING), 1)
        head.addWidget(self.language)
        layout.addLayout(head)
        tools = QHBoxLayout()
        tools.setSpacing(2)
        self.back, self.forward = IconButton("chevron-left", _("Page before"), 14), IconButton("chevron-right", _("Next page"), 14)
        self.smaller, self.larger = IconButton("minus", _("Smaller"), 14), IconButton("plus", _("Larger"), 14)
        self.back.clicked.connect(self._on_back)
        self.forward.clicked.connect(self._on_forward)
        self.smaller.clicked.connect(self._on_smaller)
        self.larger.clicked.connect(self._on_larger)
        for widget in (self.back, self._place, self.forward):
            tools.addWidget(widget)
        tools.addStretch(1)
        tools.addWidget(self.smaller)
        tools.addWidget(self.larger)
        layout.addLayout(tools)
        layout.addWidget(self.area, 1)
        layout.addWidget(self.problem)
        self.print_button, self.export_button = QPushButton(_("Print")), QPushButton(_("Export PDF"))
        self.lock_button = QPushButton(_("Lock"))
        self.print_button.clicked.connect(self.print_asked)
        self.export_button.clicked.connect(self.export_asked)
        self.lock_button.clicked.connect(self.lock_asked)
        self.folder_button = quiet(_("Whole cycle …"))
        self.folder_button.setToolTip(_("Whole cycle into a folder …"))
        self._buttons = QGridLayout()
        self._buttons.setSpacing(8)
        for button in self._all_buttons():
            button.setAccessibleName(button.toolTip() or button.text())
        layout.addLayout(self._buttons)
        self._tell()

    def _all_buttons(self) -> tuple[QPushButton, ...]:
        return self.print_button, self.export_button, self.folder_button, self.lock_button

    def _place_buttons(self) -> None:
        """Two in a line, or one where the words are too long for two."""
        buttons = self._all_buttons()
        room = (self.width() - MARGINS[0] - MARGINS[2] - self._buttons.spacing()) // 2
        columns = 2 if all(button.sizeHint().width() <= room for button in buttons) else 1
        for place, button in enumerate(buttons):
            self._buttons.addWidget(button, place // columns, place % columns)

    def _theme_changed(self) -> None:
        super()._theme_changed()
        self.set_narrow(self._narrow, self._most)

    def set_narrow(self, narrow: bool, most: int = WIDEST) -> None:
        """As wide as its words want, but not more than `most` pixels: the form comes first where letters are large."""
        self._narrow, self._most = narrow, most
        least = theme().px(LEAST_WIDTH)
        self.setFixedWidth(max(least, min(theme().px(NARROW_WIDTH if narrow else WIDTH), WIDEST, most)))
        self._place_buttons()

    # -- the picture

    def show_document(self, document: EvaluationDocument) -> None:
        """Show this paper after a short pause; the page and the zoom stay."""
        self._waiting = document
        self._pause.start()

    def clear(self) -> None:
        self._waiting = self._document = None
        self.sheets = None
        self._pause.stop()
        self.page.show_image(QImage())
        self._tell()

    def _room(self) -> int:
        """Of the area, not of its viewport: a scroll bar that comes and goes would change the size for ever."""
        return max(120, self.area.width() - SCROLL_BAR)

    @Slot()
    def _start(self) -> None:
        if self._running or self._waiting is None:
            return
        document, self._waiting, self._running = self._waiting, None, True
        self._document = document
        width = self._room() * self.page.zoom * self.devicePixelRatioF()
        job = partial(_make, document, self.language.value, width)
        self.context.tasks.work(self, job, self._on_made, self._on_failed)

    @Slot(object)
    def _on_made(self, sheets: Sheets) -> None:
        self._running = False
        if self._document is not None:
            self.sheets = sheets
            self.problem.hide()
            self._show_page(min(self._page, len(sheets.images) - 1))
        if self._waiting is not None:
            self._start()

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._running = False
        self.problem.setText(words_of(error))
        self.problem.show()
        if self._waiting is not None:
            self._start()

    def _show_page(self, number: int) -> None:
        self._page = number
        if self.sheets is not None:
            self.page.fit(self._room())
            self.page.show_image(self.sheets.images[number])
        self._tell()

    def _tell(self) -> None:
        count = len(self.sheets.images) if self.sheets is not None else 0
        place = _("Page {number} of {count}", number=self._page + 1, count=count) if count else ""
        tight = self.width() < theme().px(NARROW_WIDTH)  # the four buttons beside it leave no room for words
        self._place.setText(f"{self._page + 1} / {count}" if tight and count else place)
        self.page.setAccessibleDescription(place)
        self.back.setEnabled(self._page > 0)
        self.forward.setEnabled(self._page + 1 < count)
        self.smaller.setEnabled(self.page.zoom > ZOOMS[0])
        self.larger.setEnabled(self.page.zoom < ZOOMS[-1])

    # -- tools

    @Slot()
    def _on_back(self) -> None:
        self._show_page(max(0, self._page - 1))

    @Slot()
    def _on_forward(self) -> None:
        if self.sheets is not None:
            self._show_page(min(len(self.sheets.images) - 1, self._page + 1))

    @Slot()
    def _on_smaller(self) -> None:
        self._zoom(-1)

    @Slot()
    def _on_larger(self) -> None:
        self._zoom(1)

    def _zoom(self, by: int) -> None:
        place = max(0, min(len(ZOOMS) - 1, ZOOMS.index(self.page.zoom) + by))
        self.page.zoom = ZOOMS[place]
        self.page.fit(self._room())
        self._tell()
        if self._document is not None and self._waiting is None:
            self._waiting = self._document
        self._pause.start()

    @Slot(str)
    def _on_language(self, language: str) -> None:
        self.language_changed.emit(language)
        if self._document is not None and self._waiting is None:
            self._waiting = self._document
        self._start()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and watched is self.area:
            self.page.fit(self._room())
        if isinstance(event, QWheelEvent) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom(1 if event.angleDelta().y() > 0 else -1)
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_PageDown:
            self._on_forward()
        elif event.key() == Qt.Key.Key_PageUp:
            self._on_back()
        else:
            super().keyPressEvent(event)


def _make(document: EvaluationDocument, language: str, width: float, _progress: Progress) -> Sheets:
    return paper.make_sheets(document, language, width)

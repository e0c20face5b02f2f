"""A paragraph of the record: its editor, who may read it, and the veil over what is sensitive until it is asked for."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy

from workbench.i18n import _
from workbench.views.one_on_ones.editor import GrowingEdit
from workbench.views.one_on_ones.rows import menu_below
from workbench.views.paint import chip_size, draw_chip, draw_paragraph, draw_text, focus_ring, line_height, rounded, text_width
from workbench.views.theme import METRICS, TextRole, Tone, icon_pixmap, theme
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Clickable, Painted, Text
from workbench.views.words import one_on_ones as words

TONES = {"shared": Tone.NEUTRAL, "manager": Tone.WARNING, "sensitive": Tone.BAD}
BLUR = 9
VEIL_LINES = 3
SHOWN_MS = 60_000  # a sensitive paragraph that was asked for is hidden again after so long without a key


class VisibilityChip(Clickable):
    """Says who may read the paragraph and opens the choice."""

    def __init__(self) -> None:
        super().__init__("")
        self._visibility = "shared"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_visibility(self, visibility: str) -> None:
        self._visibility = visibility
        self.setAccessibleName(_("Who may read this paragraph: {who}", who=_(words.VISIBILITY_LABELS[visibility])))
        self.setToolTip(tip_text(f"{_(words.VISIBILITY_HINTS[visibility])} (Ctrl+Shift+P)"))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(chip_size(_(words.VISIBILITY_LABELS[self._visibility]))[0]) + theme().px(16), theme().px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter, rect = theme(), QPainter(self), QRectF(self.rect())
        text, swatch = _(words.VISIBILITY_LABELS[self._visibility]), t.tone(TONES[self._visibility])
        hot = self.underMouse() or self.shows_ring()
        if self._visibility == "shared":
            draw_text(painter, rect.adjusted(t.px(7), 0, 0, 0), text, TextRole.SMALL, t.tokens.text if hot else t.tokens.faint, elide=False)
            width = text_width(text, TextRole.SMALL) + t.px(7)
        else:
            width = draw_chip(painter, 0, rect.height() / 2, text, swatch).right()
        size = t.px(12)
        pixmap = icon_pixmap("chevron-down", t.tokens.text if hot else t.tokens.faint, size, self.devicePixelRatioF())
        painter.drawPixmap(QRectF(width + 2, (rect.height() - size) / 2, size, size).topLeft(), pixmap)
        if self.shows_ring():
            focus_ring(painter, rect, METRICS.radius_block)


class Veil(Clickable):
    """The words as a blur; a click, Enter or Space shows them. Their text is told to nobody before that."""

    def __init__(self) -> None:
        super().__init__(_("Sensitive paragraph, hidden. Press to show it."))
        self._text = ""
        self.setToolTip(_("Show this sensitive paragraph"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        self._text = " ".join(text.split())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        lines = 1 + min(VEIL_LINES - 1, int(text_width(self._text, TextRole.BODY) // max(120, self.width() - 12)))
        return QSize(120, max(theme().px(28), round(line_height(TextRole.BODY) * lines) + theme().px(8)))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter, rect = theme(), QPainter(self), QRectF(self.rect())
        sharp = QImage(self.size(), QImage.Format.Format_ARGB32_Premultiplied)
        sharp.fill(Qt.GlobalColor.transparent)
        inner = QPainter(sharp)
        draw_paragraph(inner, rect.adjusted(4, t.px(4), -8, 0), self._text, TextRole.BODY, t.tokens.text, VEIL_LINES)
        inner.end()
        smooth = Qt.TransformationMode.SmoothTransformation
        tiny = sharp.scaled(max(1, self.width() // BLUR), max(1, self.height() // BLUR), Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(rect, tiny)
        hint = _("Press to show")
        width = text_width(hint, TextRole.SMALL) + t.px(18)
        place = QRectF((rect.width() - width) / 2, (rect.height() - t.px(20)) / 2, width, t.px(20))
        rounded(painter, place, METRICS.radius_block, t.tokens.surface, t.tokens.border_strong if self.underMouse() else t.tokens.border)
        draw_text(painter, place, hint, TextRole.SMALL, t.tokens.muted, Qt.AlignmentFlag.AlignCenter, elide=False)
        if self.shows_ring():
            focus_ring(painter, rect, METRICS.radius_block)


class Paragraph(Painted):
    """`note_id` is 0 until it is stored. `settled` asks the owner to store it, `marked` that who may read it was changed."""

    settled = Signal(object)
    marked = Signal(object)
    passed_on = Signal(object)

    def __init__(self, note_id: int = 0, text: str = "", visibility: str = "shared") -> None:
        super().__init__()
        self.note_id, self.visibility, self.revealed = note_id, visibility, note_id == 0
        self.edit = GrowingEdit(text, _("Paragraph of the record"))
        self.veil = Veil()
        self.chip = VisibilityChip()
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 2, 8, 2)
        layout.setSpacing(8)
        layout.addWidget(self.edit, 1)
        layout.addWidget(self.veil, 1)
        self.added = Text("", TextRole.SMALL, "muted")
        self.added.hide()
        layout.addWidget(self.added, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        self.edit.settled.connect(self._on_settled)
        self.edit.passed_on.connect(self._on_passed_on)
        self.edit.textChanged.connect(self._on_text)
        self.hiding = QTimer(self)
        self.hiding.setSingleShot(True)
        self.hiding.setInterval(SHOWN_MS)
        self.hiding.timeout.connect(self._on_hiding)
        self.veil.clicked.connect(self.reveal)
        self.chip.clicked.connect(self._on_chip)
        self.show_visibility(visibility)

    def show_visibility(self, visibility: str) -> None:
        self.visibility = visibility
        self.chip.show_visibility(visibility)
        self._show_veil()
        self.update()

    def show_lock(self, added: str, *, locked: bool) -> None:
        """`added` is the day of an addition to a record that stood already; what stands is read only."""
        self.edit.setReadOnly(locked)
        self.chip.setEnabled(not locked)
        self.added.setText(_("added {day}", day=added) if added else "")
        self.added.setVisible(bool(added))

    def set_hint(self, hint: str) -> None:
        self.edit.setPlaceholderText(hint)
        self._on_text()

    def reveal(self) -> None:
        """Show what is sensitive and go on writing there."""
        self.revealed = True
        self._show_veil()
        self.edit.setFocus()
        self.hiding.start()

    def conceal(self) -> None:
        self.revealed = False
        self._show_veil()

    def _show_veil(self) -> None:
        hidden = self.visibility == "sensitive" and not self.revealed and bool(self.edit.text.strip())
        if hidden:
            self.veil.show_text(self.edit.text)
        self.veil.setVisible(hidden)
        self.edit.setVisible(not hidden)

    def cycle(self) -> None:
        """Shared, manager only, sensitive, shared …"""
        at = words.VISIBILITIES.index(self.visibility)
        self._mark(words.VISIBILITIES[(at + 1) % len(words.VISIBILITIES)])

    def _mark(self, visibility: str) -> None:
        if visibility != self.visibility and self.chip.isEnabled():
            self.revealed = self.revealed or self.edit.hasFocus() or self.edit.isVisibleTo(self)
            self.show_visibility(visibility)
            self.marked.emit(self)

    def _on_chip(self) -> None:
        self._menu.clear()
        group = QActionGroup(self._menu)
        for visibility in words.VISIBILITIES:
            action = QAction(_(words.VISIBILITY_LABELS[visibility]), self._menu)
            action.setToolTip(tip_text(_(words.VISIBILITY_HINTS[visibility])))
            action.setData(visibility)
            action.setCheckable(True)
            action.setChecked(visibility == self.visibility)
            action.triggered.connect(self._on_choice)
            group.addAction(action)
            self._menu.addAction(action)
        menu_below(self._menu, self.chip)

    def _on_choice(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._mark(str(action.data()))

    def _on_hiding(self) -> None:
        """What was typed is kept before it is hidden."""
        self.edit.settle()
        if self.note_id:
            self.conceal()

    def _on_text(self) -> None:
        if self.revealed and self.visibility == "sensitive":
            self.hiding.start()
        self.chip.setVisible(bool(self.edit.text.strip()) or self.visibility != "shared")

    def _on_settled(self) -> None:
        self.settled.emit(self)

    def _on_passed_on(self) -> None:
        self.passed_on.emit(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter, rect = theme(), QPainter(self), QRectF(self.rect()).adjusted(8, 1, -6, -1)
        if self.visibility != "shared":
            swatch = t.tone(TONES[self.visibility])
            painter.fillRect(rect, t.colour("surface"))
            rounded(painter, rect, METRICS.radius_block, swatch.tint)
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), swatch.ink)
        if self.edit.hasFocus():
            rounded(painter, rect, METRICS.radius_block, None, t.tokens.accent)

"""A plain text editor as high as its text that knows what is stored, what is on its way and what is still only typed."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit

from workbench.models.values.marks import bold_spans, continued, list_mark, toggled
from workbench.views.theme import TextRole, theme
from workbench.views.widgets.keep_timer import KeepTimer


class MarkHighlighter(QSyntaxHighlighter):
    """Shows what light marks mean while they are typed; the text itself stays plain."""

    def highlightBlock(self, text: str) -> None:
        bold, faint = QTextCharFormat(), QTextCharFormat()
        bold.setFontWeight(QFont.Weight.Bold)
        faint.setForeground(theme().colour("faint"))
        mark = list_mark(text)
        if mark:
            item = QTextCharFormat()
            item.setForeground(theme().colour("accent"))
            self.setFormat(0, mark, item)
        for first, end in bold_spans(text):
            self.setFormat(first, end - first, bold)
            self.setFormat(first, 2, faint)
            self.setFormat(end - 2, 2, faint)


class GrowingEdit(QTextEdit):
    """`settled` asks the owner to keep the text: after a pause (paragraphs), on Enter (single lines) and when the focus leaves.

    The owner calls `send()` for the text and later `accepted()` or `refused()`; typed text is never overwritten.
    """

    settled = Signal()
    passed_on = Signal()  # Enter at the very end of a paragraph
    touched = Signal()  # the focus came in

    def __init__(self, text: str = "", name: str = "", *, single: bool = False, hint: str = "") -> None:
        super().__init__()
        self._single = single
        self.kept = text
        self._sent: str | None = None
        self.in_flight = False
        self.setProperty("look", "bare")
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.viewport().setAutoFillBackground(False)
        self._keeping = KeepTimer(self)
        self._keeping.due.connect(self._on_pause)
        self._marks = None if single else MarkHighlighter(self.document())
        self._restyle()
        self.setPlainText(text)
        self.textChanged.connect(self._on_typed)
        theme().changed.connect(self._restyle)

    # -- what is typed, on its way and stored

    @property
    def text(self) -> str:
        return self.toPlainText()

    @property
    def is_typed(self) -> bool:
        """Whether there is text that is neither stored nor on its way."""
        return self.text != self.kept and not (self.in_flight and self.text == self._sent)

    def send(self) -> str:
        """The text to keep now; further typing starts anew."""
        self._keeping.stop()
        self._sent, self.in_flight = self.text, True
        return self._sent

    def accepted(self) -> None:
        """What was sent is stored; anything typed since settles again."""
        self.in_flight = False
        self.kept = self._sent or ""
        if self.is_typed and not self._single:
            self._keeping.touch()

    def refused(self) -> None:
        """What was sent was not stored; it stays here as typed text."""
        self.in_flight = False
        self._sent = None

    def show_kept(self, text: str) -> None:
        """What is stored now. Text that is typed or on its way stays as it is."""
        replaceable = not self.in_flight and self.text in (self.kept, self._sent)
        self.kept = text
        if replaceable and self.text != text:
            self._put(text)

    def put_typed(self, text: str) -> None:
        """Text that was typed before a rebuild and is not stored."""
        self._put(text)
        if not self._single:
            self._keeping.touch()

    def forget(self) -> None:
        """Become empty for the next entry."""
        self._keeping.stop()
        self.kept, self._sent, self.in_flight = "", None, False
        self._put("")
        self._keeping.stop()

    def _put(self, text: str) -> None:
        place = self.textCursor().position()
        self.setPlainText(text)
        cursor = self.textCursor()
        cursor.setPosition(min(place, len(text.encode("utf-16-le", "surrogatepass")) // 2))
        self.setTextCursor(cursor)
        self._keeping.stop()

    def show_muted(self, muted: bool) -> None:
        """Paint what is settled in a softer ink; the text itself is untouched."""
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        ink = QTextCharFormat()
        ink.setForeground(theme().colour("muted"))
        selection.cursor, selection.format = cursor, ink
        self.setExtraSelections([selection] if muted else [])

    def end(self) -> None:
        """The cursor behind the last character."""
        self.moveCursor(QTextCursor.MoveOperation.End)

    # -- when

    def _on_typed(self) -> None:
        self._fit()
        if not self._single and self.is_typed:
            self._keeping.touch()

    def _on_pause(self) -> None:
        if self.text.strip():  # an emptied paragraph goes when it is left, not while new words are sought
            self.settle()

    def settle(self) -> None:
        """Ask the owner to keep the text, if there is anything to keep."""
        self._keeping.stop()
        if self.is_typed and not self.in_flight:
            self.settled.emit()

    # -- how high

    def _restyle(self) -> None:
        if self._marks is not None:
            self._marks.rehighlight()
        self.setFont(theme().font(TextRole.BODY))
        self.document().setDefaultFont(theme().font(TextRole.BODY))
        self.document().setDocumentMargin(theme().px(4))
        self._fit()

    def _fit(self) -> None:
        height = max(ceil(self.document().size().height()), theme().px(28))
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # -- keys and focus

    def event(self, event: QEvent) -> bool:
        """Ctrl+B is bold here, and a copy of the database elsewhere."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_bold(event):
            event.accept()
            return True
        return super().event(event)

    def _is_bold(self, event: QKeyEvent) -> bool:
        return not self._single and not self.isReadOnly() and event.matches(QKeySequence.StandardKey.Bold)

    def _toggle_bold(self) -> None:
        """The selection, or the word at the cursor, gets the marks or loses them; one step of the editor's own undo."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            cursor.select(QTextCursor.SelectionType.WordUnderCursor)
        block = self.document().findBlock(cursor.selectionStart())
        first, end = cursor.selectionStart() - block.position(), min(cursor.selectionEnd() - block.position(), len(block.text()))
        if end <= first:
            return
        text, first, end = toggled(block.text(), first, end)
        cursor.beginEditBlock()
        cursor.setPosition(block.position())
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        start = block.position()
        cursor.insertText(text)
        cursor.endEditBlock()
        cursor.setPosition(start + first)
        cursor.setPosition(start + end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def _goes_on_with_list(self) -> bool:
        """Enter at the end of a list's item begins the next one; on an empty item the list ends. False outside of lists."""
        cursor = self.textCursor()
        block = cursor.block()
        following = continued(block.text()) if cursor.atBlockEnd() else None
        if following is None:
            return False
        if following:
            cursor.insertText("\n" + following)
        else:
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
        self.setTextCursor(cursor)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_bold(event):
            self._toggle_bold()
            return
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if is_enter and self._single:
            self.settle()
            return
        if is_enter and plain and not self._single and not self.isReadOnly() and self._goes_on_with_list():
            return
        if is_enter and plain and self.text.strip() and self.textCursor().atEnd():
            self.settle()
            self.passed_on.emit()
            return
        if event.key() == Qt.Key.Key_Escape and self._single and self.text != self.kept:
            self._put(self.kept)
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.touched.emit()
        self._tell_parent()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._tell_parent()
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.settle()

    def _tell_parent(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            parent.update()

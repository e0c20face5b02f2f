"""Prints a few lines of plain text on a printer that the person chooses; for what must not become a file."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from workbench.views.theme import TextRole, theme


class _Job(QObject):
    """Keeps printer, dialog and text together until the dialog ends; goes with the dialog."""

    def __init__(self, dialog: QPrintDialog, printer: QPrinter, text: str) -> None:
        super().__init__(dialog)
        self._printer, self._text = printer, text
        dialog.accepted.connect(self.print_now)

    def print_now(self) -> None:
        document = QTextDocument()
        document.setDefaultFont(theme().font(TextRole.TITLE))
        document.setPlainText(self._text)
        document.print_(self._printer)


def print_text(parent: QWidget, text: str) -> QPrintDialog:
    """Open the print dialog; returns at once."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    _Job(dialog, printer, text)
    QDialog.open(dialog)  # the overload of QPrintDialog wants a slot by name
    return dialog

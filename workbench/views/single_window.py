"""One window for one user: a second start finds the first by a local socket, asks it to come forward, and ends.

Where Qt's network part cannot be loaded nothing is asked; the database's own lock still keeps two writers apart.
"""

from __future__ import annotations

import getpass
import hashlib
import logging
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

RAISE = b"raise"
WAIT_MS = 300


def socket_name(folder: Path) -> str:
    """One name a user and data folder; short enough for every system."""
    return "workbench-" + hashlib.sha256(f"{getpass.getuser()} {folder.resolve()}".encode()).hexdigest()[:16]


class SingleWindow(QObject):
    """`asked` is emitted in the first process when another one was started."""

    asked = Signal()

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._server: Any = None

    def is_second(self) -> bool:
        """Ask a window that is there already to come forward; False when there is none."""
        try:
            from PySide6.QtNetwork import QLocalSocket
        except ImportError as problem:
            logging.getLogger("workbench").warning("no local sockets here: %s", type(problem).__name__)
            return False
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(WAIT_MS):
            return False
        socket.write(RAISE)
        socket.waitForBytesWritten(WAIT_MS)
        socket.disconnectFromServer()
        return True

    def listen(self) -> bool:
        """Be the first window; a socket that a dead process left behind is taken over."""
        try:
            from PySide6.QtNetwork import QLocalServer
        except ImportError:
            return False
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        if not server.listen(self._name):
            QLocalServer.removeServer(self._name)
            if not server.listen(self._name):
                logging.getLogger("workbench").warning("the local socket could not be opened")
                return False
        server.newConnection.connect(self._on_connection)
        self._server = server
        return True

    def _on_connection(self) -> None:
        connection = self._server.nextPendingConnection()
        if connection is not None:
            connection.disconnected.connect(connection.deleteLater)
            self.asked.emit()

    def close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

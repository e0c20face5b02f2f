"""Fixtures of the whole suite: a home of its own, databases made once and copied, and noise that fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")
os.environ["WORKBENCH_HOME"] = tempfile.mkdtemp(prefix="workbench-test-")

from workbench import i18n, paths

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget
    from pytestqt.qtbot import QtBot

    from workbench.services.workspace import Workspace
    from workbench.views.collector import Collector

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
PASSPHRASE = "correct horse battery"
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 8, 15, 30, tzinfo=UTC)


def pytest_configure(config: pytest.Config) -> None:
    """Translations are compiled, so that a bare `pytest` works too."""
    if not all((paths.resources() / "translations" / name / "workbench.mo").exists() for name in i18n.LANGUAGES):
        subprocess.run([sys.executable, str(ROOT / "dev.py"), "catalogues"], check=True)


_collectors: list[Collector] = []


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """As app.py: from the first window on Python's garbage is collected on the main thread only."""
    from workbench.views.collector import Collector

    _collectors.append(Collector(qapp))
    return qapp


@pytest.fixture
def qtbot(qtbot: QtBot) -> Iterator[QtBot]:
    """A window lives until it is closed: held by its test only, it would be collected, still visible, before that."""
    kept: list[QWidget] = []
    plain = qtbot.addWidget

    def add(widget: QWidget, **more: Any) -> None:
        kept.append(widget)
        plain(widget, **more)

    qtbot.addWidget = add  # type: ignore[method-assign]
    yield qtbot
    kept.clear()


def pytest_runtest_logfinish() -> None:
    """Tests without events are tidied up after too."""
    for collector in _collectors:
        collector.look()


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(os.environ["WORKBENCH_HOME"], ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _stretched_once() -> Iterator[None]:
    """A passphrase is stretched once for each salt and cost: a copy of a template has the salt of its template.

    Half a second for each of a thousand copies is what the suite would spend on nothing it asks about. Processes that a
    test starts stretch for themselves, and a new database has a salt of its own.
    """
    from workbench.storage.keys import Envelope, Slot

    plain, known = Envelope._kek, {}

    def once(self: Envelope, slot: Slot, secret: str) -> bytes:
        asked = (slot.kdf, slot.kdf_salt, secret)
        if asked not in known:
            known[asked] = plain(self, slot, secret)
        return known[asked]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Envelope, "_kek", once)
        yield


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    i18n.use("en")
    i18n.use_zone("")
    yield
    i18n.use("en")
    i18n.use_zone("")  # a window or a command took the zone of its database


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real files of others, beside the checkout; absent on most machines."""
    if not (SHARED / "data").exists():
        pytest.skip("the folder ../shared/data is not here")
    return SHARED


@pytest.fixture(scope="session")
def _empty_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from workbench.services.workspace import Workspace

    path = tmp_path_factory.mktemp("empty") / "empty.wbdb"
    made, _recovery = Workspace.create(path, PASSPHRASE)
    made.close()
    return path


@pytest.fixture(scope="session")
def _sample_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from workbench.services import sample
    from workbench.services.workspace import Workspace

    path = tmp_path_factory.mktemp("sample") / "sample.wbdb"
    made, _recovery = Workspace.create(path, PASSPHRASE)
    sample.fill(made, today=TODAY)
    made.close()
    return path


def _copy(template: Path, folder: Path) -> Path:
    return Path(shutil.copytree(template, folder / "team.wbdb"))


@pytest.fixture
def workspace(_empty_template: Path, tmp_path: Path) -> Iterator[Workspace]:
    """An empty database of its own for each test."""
    from workbench.services.workspace import Workspace

    opened = Workspace.open(_copy(_empty_template, tmp_path), PASSPHRASE, backups=tmp_path / "backups")
    yield opened
    opened.close()


@pytest.fixture
def sample_workspace(_sample_template: Path, tmp_path: Path) -> Iterator[Workspace]:
    """The sample team, a fresh copy for each test."""
    from workbench.services.workspace import Workspace

    opened = Workspace.open(_copy(_sample_template, tmp_path), PASSPHRASE, backups=tmp_path / "backups")
    yield opened
    opened.close()

"""Fixtures of the window tests: a context around the sample team, ended with the test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.views.support import make_context
from workbench.services.workspace import Workspace
from workbench.views.context import Context


@pytest.fixture
def context(sample_workspace: Workspace, tmp_path: Path, qapp: QApplication) -> Iterator[Context]:
    """A context on a fresh copy of the sample team."""
    made = make_context(sample_workspace, tmp_path)
    yield made
    made.tasks.close()

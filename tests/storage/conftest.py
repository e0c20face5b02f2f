"""A database file with the small schema, built once and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.storage.small import KEY, SCHEMA, opened
from workbench.storage import upgrade
from workbench.storage.database import Database
from workbench.storage.engine import DbKey
from workbench.storage.keys import FLOOR, Envelope


@pytest.fixture(scope="session")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("master") / "workbench.db"
    upgrade.create_file(path, KEY, SCHEMA)
    return path


@pytest.fixture
def path(master: Path, tmp_path: Path) -> Path:
    """A name that a naive file: address would break."""
    return Path(shutil.copy(master, tmp_path / "数据 #1%.db"))


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    with opened(path) as made:
        yield made


@pytest.fixture(scope="session")
def envelope() -> tuple[Envelope, DbKey, str]:
    return Envelope.create("correct horse", FLOOR)

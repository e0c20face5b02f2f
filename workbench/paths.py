"""Where things lie: what ships with the program, and what belongs to the user, on all three systems."""

from __future__ import annotations

import os
import sys
from pathlib import Path

APP = "Workbench"
RUNNING = "running"  # beginning of the note that a process leaves among the logs while it runs


def bundled() -> Path:
    """Folder that holds `resources/` and `alembic/`: the checkout, or the unpacked bundle."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) if frozen else Path(__file__).resolve().parent.parent


def resources() -> Path:
    return bundled() / "resources"


def migrations() -> Path:
    return bundled() / "alembic"


def _own(kind: str) -> Path:
    chosen = os.environ.get("WORKBENCH_HOME")
    if chosen:
        return Path(chosen) / kind
    import platformdirs

    dirs = platformdirs.PlatformDirs(APP, appauthor=False)
    return {"data": dirs.user_data_path, "config": dirs.user_config_path, "logs": dirs.user_log_path}[kind]


def data_folder() -> Path:
    """Default home of databases and backups; `WORKBENCH_HOME` moves all of it (tests, portable use)."""
    return _own("data")


def config_folder() -> Path:
    return _own("config")


def logs_folder() -> Path:
    return _own("logs")

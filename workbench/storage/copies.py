"""Which copies of a database were made to another place: the newest of each is noted beside its own backups.

The note says when, where and up to which action; it is a fact about what was done here, the copy itself need not be in reach.
"""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from workbench import files, logs
from workbench.storage.records import BackupInfo, CopyElsewhere

NAME: Final = "copies-elsewhere.json"


def note(own: Path, info: BackupInfo) -> CopyElsewhere:
    """Keep in the backups folder `own` that `info` was made elsewhere. A note that cannot be written is logged; the copy is good."""
    made = CopyElsewhere(info.path, info.taken, info.head.seq)
    try:
        own.mkdir(parents=True, exist_ok=True)
        known = _known(own)
        known[info.database_id] = {"path": str(made.path), "taken": made.taken.isoformat(), "seq": made.seq}
        files.replace_whole(own / NAME, json.dumps(known, ensure_ascii=False, indent=1).encode(), private=True)
    except OSError as error:
        logs.record(error, "note of a copy elsewhere")
    return made


def newest(own: Path, database_id: str) -> CopyElsewhere | None:
    """The newest copy noted; None where there is none or its note cannot be read."""
    try:
        found = _known(own)[database_id]
        taken = datetime.fromisoformat(found["taken"])
        return CopyElsewhere(Path(found["path"]), taken, int(found["seq"])) if taken.tzinfo else None
    except (KeyError, TypeError, ValueError, OSError):
        return None


def is_elsewhere(folder: Path, package: Path) -> bool:
    """Whether a folder lies on another disk than the database: what breaks the one need not break the other."""
    try:
        return os.stat(folder).st_dev != os.stat(package).st_dev
    except OSError:
        return False


def _known(own: Path) -> dict[str, dict[str, Any]]:
    try:
        found = json.loads((own / NAME).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}

"""The command line as tests use it: in this process for speed, as a real process where the process matters."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import PASSPHRASE, ROOT, TODAY
from workbench import cli

SECONDS = 120


@dataclass(frozen=True)
class Told:
    """What a command said: status, standard output, standard error."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """Exactly one document, or the test fails."""
        answer = json.loads(self.out)
        assert isinstance(answer, dict)
        return answer


class Terminal:
    """Calls commands on one database, in this process."""

    def __init__(self, db: Path, capsys: pytest.CaptureFixture[str], passphrase_file: Path) -> None:
        self.db, self._capsys, self._file = db, capsys, passphrase_file

    def __call__(self, *words: object, lang: str = "en", today: str = TODAY.isoformat(), as_json: bool = True) -> Told:
        options = [
            "--db",
            str(self.db),
            "--lang",
            lang,
            "--today",
            today,
            "--passphrase-file",
            str(self._file),
            *(["--json"] if as_json else []),
        ]
        self._capsys.readouterr()
        with pytest.MonkeyPatch.context() as patch:  # other copies of a template would keep their backups in the same place
            patch.setenv("WORKBENCH_HOME", str(self._file.parent / "home"))
            try:
                status = cli.main([*options, *map(str, words)])
            except SystemExit as end:
                status = int(end.code or 0)
        read = self._capsys.readouterr()
        return Told(status, read.out, read.err)


def terminal(db: Path, capsys: pytest.CaptureFixture[str], folder: Path) -> Terminal:
    """A terminal whose passphrase file lies in `folder`."""
    file = folder / "passphrase.txt"
    file.write_text(PASSPHRASE + "\nthe second line is no part of it\n", encoding="utf-8")
    return Terminal(db, capsys, file)


def process(*words: object, given: str | None = "", home: Path | None = None, **environment: str | None) -> Told:
    """`python -m workbench …` in a process of its own; `given` is its standard input."""
    env = {name: value for name, value in os.environ.items() if name not in ("WORKBENCH_DB", "WORKBENCH_PASSPHRASE", "LC_ALL")}
    env |= {"PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1", "LANG": "C.UTF-8", **({"WORKBENCH_HOME": str(home)} if home else {})}
    for name, value in environment.items():
        env.pop(name, None)
        if value is not None:
            env[name] = value
    done = subprocess.run(
        [sys.executable, "-m", "workbench", *map(str, words)],
        input=given,
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        cwd=ROOT,
        env=env,
        check=False,
    )
    return Told(done.returncode, done.stdout, done.stderr)


def is_kind(text: str) -> bool:
    """One sentence or two on one line, without a trace of Python."""
    return len(text.strip().splitlines()) == 1 and "Traceback" not in text and "Error" not in text and text.rstrip()[-1] in ".。"

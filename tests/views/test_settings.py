"""Settings: typed, checked when read, and seen by the next process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from workbench.views.settings import Settings


def test_that_another_process_reads_what_this_one_wrote(tmp_path: Path) -> None:
    file, team = tmp_path / "一 folder" / "设置.ini", tmp_path / "团队, “a” %20 = 1.wbdb"
    team.mkdir()
    one = Settings(file)
    one.language, one.theme, one.scale, one.window = "zh_CN", "dark", 1.25, (1280, 720)
    one.add_recent(team)
    code = (
        "import sys; from pathlib import Path; from workbench.views.settings import Settings; s = Settings(Path(sys.argv[1]));"
        "sys.stdout.buffer.write(repr((s.language, s.theme, s.scale, s.window, [p.name for p in s.recent])).encode());"
        "s.theme = 'light'"
    )
    told = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, check=True, timeout=60)
    assert told.stdout.decode() == repr(("zh_CN", "dark", 1.25, (1280, 720), [team.name]))
    assert Settings(file).theme == "light"


@pytest.mark.parametrize("nonsense", ["", "x", "99", "-1", "nan", "1x", "0x0", "a,b,c", "@Invalid()", "@ByteArray(x)"])
def test_that_nonsense_in_the_file_is_read_as_the_usual(tmp_path: Path, nonsense: str) -> None:
    file = tmp_path / "s.ini"
    keys = ("language", "theme", "scale", "window", "recent")
    file.write_text("[General]\n" + "".join(f"{key}={nonsense}\n" for key in keys), encoding="utf-8")
    read = Settings(file)
    assert read.language == ""
    assert read.theme == "system"
    assert 0.8 <= read.scale <= 1.5
    assert read.window[0] >= 960
    assert read.window[1] >= 600
    assert all(path.exists() for path in read.recent)


def test_that_the_newest_database_stands_first_and_six_are_kept(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "s.ini")
    folders = [tmp_path / f"{n}.wbdb" for n in range(8)]
    for folder in folders:
        folder.mkdir()
        settings.add_recent(folder)
    settings.add_recent(folders[3])
    assert settings.recent == (folders[3], folders[7], folders[6], folders[5], folders[4], folders[2])
    folders[7].rmdir()
    assert folders[7] not in settings.recent

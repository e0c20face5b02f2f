"""The command line as a real process: status, streams, where the passphrase comes from, and what goes wrong."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.cli_support import is_kind, process
from tests.conftest import PASSPHRASE

SECRET = {"WORKBENCH_PASSPHRASE": PASSPHRASE}


@pytest.fixture
def db(_empty_template: Path, tmp_path: Path) -> Path:
    """An empty database that nobody has open."""
    return Path(shutil.copytree(_empty_template, tmp_path / "team.wbdb"))


def test_that_a_database_is_made_and_checked_from_a_script(tmp_path: Path) -> None:
    made = process("--db", tmp_path / "新团队", "--json", "--lang", "zh_CN", "new", home=tmp_path, **SECRET)
    assert (made.status, made.err) == (0, "")
    assert set(made.json) == {"path", "recovery_key"}
    assert len(made.json["recovery_key"].split("-")) == 8
    assert Path(made.json["path"]).name == "新团队.wbdb"
    checked = process("--json", "check", home=tmp_path, WORKBENCH_DB=made.json["path"], **SECRET)
    assert checked.status == 0
    assert checked.json["good"] is True


def test_that_the_recovery_key_is_explained_to_a_person(tmp_path: Path) -> None:
    made = process("--db", tmp_path / "a", "--lang", "zh_CN", "new", home=tmp_path, **SECRET)
    assert made.status == 0
    assert "恢复密钥" in made.err
    assert re.search(r"恢复密钥 +(\w{5}-){7}\w{5}", made.out)


def test_that_an_existing_database_is_not_made_again(db: Path, tmp_path: Path) -> None:
    before = (db / "keys.json").read_bytes()
    told = process("--db", db, "--lang", "en", "new", home=tmp_path, **SECRET)
    assert told.status == 3
    assert is_kind(told.err)
    assert (db / "keys.json").read_bytes() == before


def test_that_the_passphrase_comes_from_a_file_before_the_environment(db: Path, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(PASSPHRASE + "\r\n", encoding="utf-8-sig")
    assert process("--db", db, "--passphrase-file", file, "check", home=tmp_path, WORKBENCH_PASSPHRASE="wrong").status == 0


def test_that_a_piped_line_answers_the_prompt(db: Path, tmp_path: Path) -> None:
    assert process("--db", db, "check", home=tmp_path, given=PASSPHRASE + "\n").status == 0


def test_that_no_passphrase_at_all_is_told_and_not_waited_for(db: Path, tmp_path: Path) -> None:
    told = process("--db", db, "--lang", "en", "check", home=tmp_path)
    assert (told.status, told.out) == (3, "")
    assert "--passphrase-file" in told.err
    assert is_kind(told.err)


def test_that_a_passphrase_is_never_an_argument(db: Path, tmp_path: Path) -> None:
    assert process("--db", db, "--passphrase", PASSPHRASE, "check", home=tmp_path).status == 2


def _wrong_passphrase(db: Path) -> dict[str, str]:
    return {"WORKBENCH_PASSPHRASE": "not this one"}


def _gone(db: Path) -> dict[str, str]:
    shutil.rmtree(db)
    return SECRET


def _no_database(db: Path) -> dict[str, str]:
    (db / "workbench.db").unlink()
    with sqlite3.connect(db / "workbench.db") as other:
        other.execute("CREATE TABLE somebody_elses (id INTEGER)")
    other.close()
    return SECRET


def _cut_short(db: Path) -> dict[str, str]:
    file = db / "workbench.db"
    file.write_bytes(file.read_bytes()[:5000])
    return SECRET


def _no_key_file(db: Path) -> dict[str, str]:
    (db / "keys.json").write_text("{", encoding="utf-8")
    return SECRET


def _newer(db: Path) -> dict[str, str]:
    from workbench.storage import schema
    from workbench.storage.database import Database
    from workbench.storage.package import Package

    package = Package.at(db)
    with Database(package.database, package.envelope().open(PASSPHRASE), schema.product(), None) as opened:

        def number() -> None:
            with opened.engine(writing=True).connect() as conn:
                con = conn.connection.dbapi_connection
                assert con is not None
                con.execute("PRAGMA query_only = OFF")  # type: ignore[attr-defined]
                con.execute("PRAGMA user_version = 99")  # type: ignore[attr-defined]

        opened.run(number)
    return SECRET


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (_wrong_passphrase, "口令不对"), (_gone, "找不到数据库"), (_no_database, "不是"), (_cut_short, "保持原样"), (_no_key_file, "密钥文件"), (_newer, "更新版本"),
    ],
    ids=["wrong passphrase", "no folder", "no database", "cut short", "broken key file", "newer"],
)  # fmt: skip
def test_that_a_database_that_cannot_be_opened_is_one_kind_sentence(db: Path, tmp_path: Path, harm: object, words: str) -> None:
    assert callable(harm)
    secret = harm(db)
    before = {file.name: file.read_bytes() for file in db.glob("*") if file.suffix in (".db", ".json")}
    told = process("--db", db, "--lang", "zh_CN", "--json", "history", home=tmp_path, **secret)
    assert (told.status, told.out) == (3, "")
    assert is_kind(told.err)
    assert words in told.err
    assert {file.name: file.read_bytes() for file in db.glob("*") if file.suffix in (".db", ".json")} == before


def test_that_a_second_program_on_the_same_database_is_refused(db: Path, tmp_path: Path) -> None:
    from workbench.services.workspace import Workspace

    with Workspace.open(db, PASSPHRASE, backups=tmp_path / "backups"):
        told = process("--db", db, "--lang", "en", "check", home=tmp_path, **SECRET)
    assert told.status == 3
    assert "another window" in told.err


@pytest.mark.parametrize(
    "words",
    [
        ["--today", "tomorrow", "check"], ["--today", "2026-02-30", "check"], ["check", "--nonsense"], ["no-such-command"], ["--lang", "fr", "check"],
        ["--json"], ["import", "people"], ["import", "people", "x.csv", "--set", "nothing"], ["one-on-one", "P1", "--due", "soon"], ["--db"],
    ],
)  # fmt: skip
def test_that_wrong_usage_is_status_two(words: list[str], tmp_path: Path) -> None:
    told = process(*words, home=tmp_path)
    assert (told.status, told.out) == (2, "")
    assert "Traceback" not in told.err


def test_that_help_and_version_need_nothing(tmp_path: Path) -> None:
    assert process("--version", home=tmp_path).out.startswith("workbench 0.")
    told = process("--lang", "zh_CN", "--help", home=tmp_path)
    assert told.status == 0
    assert "加密" in told.out


def test_that_a_server_address_is_refused_kindly(tmp_path: Path) -> None:
    told = process("--db", "postgresql+psycopg://team@example.org/sales", "--lang", "en", "check", home=tmp_path, **SECRET)
    assert told.status == 3
    assert is_kind(told.err)


def test_that_without_a_command_and_without_a_screen_the_window_says_so(tmp_path: Path) -> None:
    told = process("--lang", "en", home=tmp_path, QT_QPA_PLATFORM=None, DISPLAY=None, WAYLAND_DISPLAY=None)
    assert told.status == 3
    assert "--help" in told.err
    assert is_kind(told.err)


def test_that_chinese_goes_out_as_utf_8_whatever_the_system_says(db: Path, tmp_path: Path) -> None:
    told = process(
        "--db",
        db,
        "--lang",
        "zh_CN",
        "--json",
        "sample",
        "--people",
        "3",
        "--weeks",
        "1",
        home=tmp_path,
        LANG="C",
        PYTHONIOENCODING="ascii",
        **SECRET,
    )
    assert told.status == 0
    shown = process("--db", db, "--lang", "zh_CN", "--json", "history", home=tmp_path, LANG="C", PYTHONIOENCODING="ascii", **SECRET)
    assert json.loads(shown.out)["steps"][0]["step"] == "填入示例团队"


def test_that_no_heavy_library_and_no_qt_is_loaded_for_help(tmp_path: Path) -> None:
    import subprocess
    import sys

    code = "import sys; sys.argv = ['workbench', '--version']\nfrom workbench.__main__ import main\ntry: main()\nexcept SystemExit: pass\nprint([m for m in ('PySide6', 'sqlalchemy', 'ortools', 'numpy', 'reportlab') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(("db", "words"), [("/", "不是"), ("名" * 300, "找不到"), ("x" * 300 + ".wbdb", "找不到")])
def test_that_a_path_that_nothing_can_have_is_one_kind_sentence(db: str, words: str, tmp_path: Path) -> None:
    told = process("--db", str(tmp_path / db), "--lang", "zh_CN", "--json", "history", home=tmp_path, **SECRET)
    assert told.status == 3
    assert words in told.err


@pytest.mark.parametrize("name", ["/", "名" * 300, "x" * 240])
def test_that_a_name_that_no_folder_can_have_makes_nothing(name: str, tmp_path: Path) -> None:
    (tmp_path / "place").mkdir()
    told = process("--db", str(tmp_path / "place" / name), "--lang", "zh_CN", "new", home=tmp_path, **SECRET)
    assert told.status == 3
    assert "文件夹不能用这个名称" in told.err
    assert list((tmp_path / "place").iterdir()) == []


def test_that_a_short_passphrase_makes_no_database(tmp_path: Path) -> None:
    told = process("--db", tmp_path / "a", "--lang", "en", "new", home=tmp_path, WORKBENCH_PASSPHRASE="abc")
    assert told.status == 3
    assert "at least 12 characters; this one has 3" in told.err
    assert list(tmp_path.glob("a*")) == []

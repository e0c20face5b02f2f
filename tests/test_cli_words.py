"""What a person meets at the command line: usage and help in their language, options in any place, columns that stand in line."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import pytest

from tests.cli_support import Terminal, terminal
from workbench import cli, cli_parser, cli_show, i18n


@pytest.fixture
def run(_empty_template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return terminal(Path(shutil.copytree(_empty_template, tmp_path / "team.wbdb")), capsys, tmp_path)


def commands(made: argparse.ArgumentParser, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], argparse.ArgumentParser]]:
    """Every command and step with its parser."""
    steps = [one for one in made._actions if isinstance(one, argparse._SubParsersAction)]
    return [(path, made), *(found for one in steps for name, below in one.choices.items() for found in commands(below, (*path, name)))]


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_that_every_option_of_every_command_is_explained(run: Terminal, lang: str) -> None:
    i18n.use(lang)
    for path, made in commands(cli.parser()):
        actions = [one for one in made._actions if one.help is not argparse.SUPPRESS and not isinstance(one, argparse._SubParsersAction)]
        assert [one.dest for one in actions if not one.help] == [], path
        told = run(*path, "--help", lang=lang)
        assert told.status == 0
        assert "\n  help " not in told.out
        assert not (lang == "zh_CN" and any(word in told.out for word in ("usage:", "options:", "positional", "show this")))


@pytest.mark.parametrize(
    "words",
    [
        (), ("dance",), ("import",), ("import", "hats", "x"), ("sample", "--people", "many"), ("plan",), ("plan", "2026-W48", "--seconds", "nan"),
        ("plan", "2026-W48", "--seconds", "-1"), ("week", "2026-W48", "--json=1"), ("week", "2026-W48", "--nonsense"), ("undo", "x"),
        ("history", "--limit", "0"), ("cycle",), ("cycle", "dance"), ("print", "cat", "-o", "x.pdf"), ("import", "people", "x", "--answer", "x"),
        ("backup", "--to"),
    ],
)  # fmt: skip
def test_that_wrong_usage_is_one_line_in_the_language_of_the_call(run: Terminal, words: tuple[str, ...]) -> None:
    for lang in i18n.LANGUAGES:
        told = run(*words, lang=lang)
        assert (told.status, told.out) == (2, "")
        assert len(told.err.strip().splitlines()) == 1
        assert "--help" in told.err
        assert any("一" <= letter <= "鿿" for letter in told.err) == (lang == "zh_CN"), told.err


def test_that_what_argparse_says_is_known_in_all_its_forms() -> None:
    i18n.use("zh_CN")
    for text in (
        "the following arguments are required: kind, file", "argument --people: expected one argument", "unrecognized arguments: --x",
        "argument COMMAND: invalid choice: 'dance' (choose from 'new', 'sample')", "argument COMMAND: invalid choice: 'dance' (choose from new, sample)",
        "argument --save: not allowed with argument --preview", "argument --json: ignored explicit argument '1'", "one of the arguments --a --b is required",
    ):  # fmt: skip
        assert any("一" <= letter <= "鿿" for letter in cli_parser.said(text)), text
    assert cli_parser.said("something new") == "something new"


def test_that_options_of_every_command_may_stand_behind_it(run: Terminal, tmp_path: Path) -> None:
    behind = run("history", "--json", as_json=False)
    assert (behind.status, behind.json) == (0, {"steps": []})
    assert "命令" in run("--help", "--lang", "zh_CN").out
    other = cli.parser().parse_args(["--db", "a", "cycle", "status"])
    assert (other.db, other.json, other.actor) == ("a", False, "manager")
    assert cli.parser().parse_args(["--db", "a", "week", "2026-W48", "--db", "b", "--json"]).db == "b"


def test_that_columns_stand_in_line_with_chinese_names() -> None:
    lines = cli_show.table(("Name", "Hours"), [("张䶮", 8.0), ("Li Siqi", 12.25), ("é", None)], right=(1,))
    assert {cli_show.width(line) for line in lines} == {cli_show.width(lines[0])}
    assert lines[2].endswith("12.25")
    assert cli_show.table(("Name",), []) == []
    assert [cli_show.width(text) for text in ("abc", "周一", "e\u0301", "（）")] == [3, 4, 1, 4]


def test_that_an_answer_without_lines_of_its_own_is_readable(capsys: pytest.CaptureFixture[str]) -> None:
    i18n.use("en")
    cli.show({"path": "a", "good": True, "rows": None, "files": [{"file": "x", "pages": 2}], "counts": {"people": 3}}, as_json=False)
    told = capsys.readouterr().out
    assert told.splitlines()[0].split() == ["Place", "a"]
    assert "yes" in told
    assert not any(mark in told for mark in "{}[]=")


def test_that_a_history_is_read_in_words(run: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "p.csv"
    file.write_text("工号,姓名,用工类型,入职日期\nT01,张䶮,全日制,2026-01-05\n", encoding="utf-8")
    assert "Nothing was done" in run("history", as_json=False).out
    run("import", "people", file)
    undone = run("undo", as_json=False)
    assert undone.out.startswith("Taken back: Import")
    for lang, words in (("en", ("When", "Taken back:", "taken back")), ("zh_CN", ("时间", "已撤销", "导入"))):
        told = run("history", lang=lang, as_json=False)
        assert all(word in told.out for word in words)
        assert "=" not in told.out
    assert "1 rows" not in undone.out
    assert "1 records" not in undone.out


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_that_a_check_is_told_in_words(run: Terminal, lang: str) -> None:
    told = run("check", lang=lang, as_json=False)
    assert told.status == 0
    assert told.out.startswith({"en": "Everything is in order.", "zh_CN": "一切正常。"}[lang])
    assert not any(mark in told.out for mark in "{}[]=")


def test_that_an_older_state_put_back_is_told_by_every_command(run: Terminal, tmp_path: Path) -> None:
    shutil.copytree(run.db, tmp_path / "older.wbdb")
    assert run("sample", "--people", "6", "--weeks", "1").status == 0
    assert run("backup").status == 0
    shutil.rmtree(run.db)
    shutil.copytree(tmp_path / "older.wbdb", run.db)
    told = run("history", as_json=False)
    assert told.status == 0
    assert "an older copy of the folder was put in its place" in told.err

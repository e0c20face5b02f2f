"""The commands that keep, bring in and take back, on one database and in this process."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import xlsxwriter

from tests.cli_support import Terminal, is_kind, process, terminal
from tests.conftest import PASSPHRASE

PEOPLE = "工号,姓名,用工类型,入职日期,每周工时\nT01,张䶮,全日制,2026-01-05,40\nT02,单晓,非全日制,2026-02-01,20\n"


@pytest.fixture
def run(_empty_template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return terminal(Path(shutil.copytree(_empty_template, tmp_path / "team.wbdb")), capsys, tmp_path)


@pytest.fixture
def sample(_sample_template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return terminal(Path(shutil.copytree(_sample_template, tmp_path / "sample.wbdb")), capsys, tmp_path)


def written(folder: Path, text: str, name: str = "people.csv", encoding: str = "utf-8") -> Path:
    file = folder / name
    file.write_bytes(text.encode(encoding))
    return file


# ---------------------------------------------------------------- sample


def test_that_the_sample_team_is_the_same_for_the_same_seed(run: Terminal, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = run("sample", "--people", 5, "--weeks", 1, "--seed", 3, lang="zh_CN")
    assert first.status == 0
    assert first.json["people"] == 5
    assert process("--db", tmp_path / "other", "new", home=tmp_path, WORKBENCH_PASSPHRASE=PASSPHRASE).status == 0
    other = terminal(tmp_path / "other.wbdb", capsys, tmp_path)
    assert other("sample", "--people", 5, "--weeks", 1, "--seed", 3, lang="zh_CN").json == first.json
    exported = [tmp_path / f"{name}.csv" for name in ("a", "b")]
    for terminal_, file in zip((run, other), exported, strict=True):
        assert terminal_("export", "people", "-o", file).status == 0
    assert exported[0].read_bytes() == exported[1].read_bytes()


def test_that_a_sample_is_not_added_to_people_who_are_there(sample: Terminal) -> None:
    told = sample("sample")
    assert (told.status, told.out) == (3, "")
    assert is_kind(told.err)


@pytest.mark.parametrize("people", [0, -1, 501])
def test_that_a_sample_of_an_impossible_size_is_refused(run: Terminal, people: int) -> None:
    assert run("sample", "--people", people).status == 3


# ---------------------------------------------------------------- import


def test_that_an_import_tells_everything_that_the_contract_names(run: Terminal, tmp_path: Path) -> None:
    file = written(tmp_path, PEOPLE, encoding="gb18030")
    told = run("import", "people", file, lang="zh_CN")
    assert told.status == 0
    answer = told.json
    assert {"rows", "added", "changed", "unchanged", "rejected", "mapping", "questions", "import_id"} <= answer.keys()
    assert (answer["rows"], answer["added"], answer["rejected"], answer["questions"]) == (2, 2, [], [])
    again = run("import", "people", file).json
    assert (again["added"], again["changed"], again["unchanged"], again["import_id"]) == (0, 0, 2, None)


@pytest.mark.parametrize(("lang", "said"), [("en", "nothing changed"), ("zh_CN", "没有任何改动")])
def test_that_a_file_that_changes_nothing_says_so_and_leaves_no_step(run: Terminal, tmp_path: Path, lang: str, said: str) -> None:
    file = written(tmp_path, PEOPLE)
    run("import", "people", file)
    told = run("import", "people", file, lang=lang, as_json=False)
    assert (told.status, told.err) == (0, "")
    assert said in told.out
    assert len(run("history").json["steps"]) == 1


def test_that_a_trial_writes_nothing(run: Terminal, tmp_path: Path) -> None:
    told = run("import", "people", written(tmp_path, PEOPLE), "--dry-run")
    assert (told.status, told.json["import_id"]) == (0, None)
    assert run("history").json["steps"] == []


def test_that_rejected_rows_are_named_and_strict_says_no(run: Terminal, tmp_path: Path) -> None:
    file = written(tmp_path, PEOPLE + "T03,李娜,全日制,2026-02-30,40\n")
    told = run("import", "people", file, "--strict", lang="zh_CN")
    assert told.status == 1
    (rejected,) = told.json["rejected"]
    assert rejected["row"] == 4
    assert rejected["column"] == "入职日期"
    assert rejected["reason"]
    assert told.json["added"] == 2
    assert run("import", "people", file).status == 0


def test_that_an_open_question_is_asked_and_nothing_is_written(run: Terminal, tmp_path: Path) -> None:
    file = written(tmp_path, "编号,姓名,用工类型,入职日期\nT01,张三,星期工,2026-01-05\n")
    told = run("import", "people", file, lang="zh_CN")
    assert (told.status, told.json["import_id"]) == (1, None)
    assert is_kind(told.err)
    question = told.json["questions"][0]
    assert question["question"]
    assert question["choices"]
    assert all(question["choices"].values())
    assert run("history").json["steps"] == []
    value = next(iter(question["choices"]))
    answered = run("import", "people", file, "--answer", f"{question['key']}={value}")
    assert (answered.status, answered.json["added"]) == (0, 1)


def test_that_the_only_choice_is_taken_when_suggestions_are_accepted(run: Terminal, tmp_path: Path) -> None:
    file = written(tmp_path, "编号,谁\nT01,张三\n")
    (question,) = run("import", "people", file).json["questions"]
    assert (list(question["choices"]), question["suggestion"]) == (["谁"], None)
    told = run("import", "people", file, "--accept")
    assert (told.status, told.json["added"]) == (0, 1)


def test_that_a_question_with_more_choices_waits_for_its_answer(run: Terminal, tmp_path: Path) -> None:
    file = written(tmp_path, "编号,姓名,用工类型,入职日期\nT01,张三,星期工,2026-01-05\n")
    told = run("import", "people", file, "--accept")
    assert (told.status, len(told.json["questions"])) == (1, 1)
    assert "1 questions" not in told.err


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_that_an_answer_that_nothing_asks_for_is_refused_with_the_open_questions(run: Terminal, tmp_path: Path, lang: str) -> None:
    file = written(tmp_path, "编号,姓名,用工类型,入职日期\nT01,张三,星期工,2026-01-05\n")
    (question,) = run("import", "people", file).json["questions"]
    told = run("import", "people", file, "--answer", "nonsense=1", lang=lang)
    assert (told.status, told.out) == (3, "")
    assert is_kind(told.err)
    assert "nonsense" in told.err
    assert question["key"] in told.err
    none_open = run("import", "people", written(tmp_path, PEOPLE, "good.csv"), "--answer", "nonsense=1", lang=lang)
    assert (none_open.status, is_kind(none_open.err)) == (3, True)
    assert run("history").json["steps"] == []


def test_that_help_shows_how_a_question_is_answered(run: Terminal) -> None:
    told = run("import", "--help")
    assert told.status == 0
    assert "--answer pay:HourlyRate=no_pay" in told.out


@pytest.mark.parametrize("kind", ["people", "customers"])
def test_that_a_trial_counts_what_the_import_would_do(run: Terminal, tmp_path: Path, kind: str) -> None:
    head = {"people": "编号,姓名,团队", "customers": "客户编号,客户名称,地址"}[kind]
    first = written(tmp_path, f"{head}\nA1,甲,东\nA2,乙,东\n", "first.csv")
    assert run("import", kind, first, "--accept").status == 0
    second = written(tmp_path, f"{head}\nA1,甲,东\nA2,乙,西\nA3,丙,东\n,,西\n", "second.csv")
    before = len(run("history").json["steps"])
    trial = run("import", kind, second, "--accept", "--dry-run").json
    assert (trial["added"], trial["changed"], trial["unchanged"], len(trial["rejected"])) == (1, 1, 1, 1)
    assert (trial["import_id"], len(run("history").json["steps"])) == (None, before)
    done = run("import", kind, second, "--accept").json
    assert [done[key] for key in ("added", "changed", "unchanged", "rejected")] == [
        trial[key] for key in ("added", "changed", "unchanged", "rejected")
    ]


def test_that_rejected_rows_are_grouped_by_their_reason(run: Terminal, tmp_path: Path) -> None:
    rows = "".join(f"T{n},张{n},全日制,2026-02-{n}\n" for n in (29, 30, 31))
    told = run(
        "import",
        "people",
        written(tmp_path, f"工号,姓名,用工类型,入职日期\nT01,甲,全日制,2026-01-05\n{rows}T50,乙,全日制,soon\n"),
        lang="zh_CN",
    )
    assert [(one["count"], one["column"], one["rows"]) for one in told.json["reasons"]] == [
        (3, "入职日期", [3, 4, 5]),
        (1, "入职日期", [6]),
    ]
    shown = run(
        "import", "people", written(tmp_path, f"工号,姓名,用工类型,入职日期\n{rows}", "again.csv"), "--dry-run", lang="en", as_json=False
    )
    assert "3 rows (2, 3, 4), column 入职日期" in shown.out


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", ("1,024 rows are left out", "no column for “Name”", "446 rows get", "HourlyRate")),
        ("zh_CN", ("略过 1,024 行", "没有“姓名”列", "446 行", "HourlyRate")),
    ],
)
def test_that_a_trial_of_a_file_without_names_is_honest(run: Terminal, shared: Path, lang: str, told: tuple[str, ...]) -> None:
    file = shared / "data" / "hr_ibm" / "emp_attrition.csv"
    asked = run("import", "people", file, "--dry-run", lang=lang, as_json=False).out
    assert all(part in asked for part in told)
    assert '--answer "pay:HourlyRate=no_pay"' in asked
    answered = run("import", "people", file, "--dry-run", "--answer", "pay:HourlyRate=no_pay", lang=lang)
    assert (answered.json["rows"], answered.json["added"], answered.json["left_out"]) == (1470, 446, 1024)
    assert "HourlyRate" in answered.json["unmapped"]
    shown = run("import", "people", file, "--dry-run", "--answer", "pay:HourlyRate=no_pay", lang=lang, as_json=False).out
    assert ("No column is taken as pay." if lang == "en" else "没有把任何列作为工资导入。") in shown


def test_that_a_text_file_has_no_sheet_to_choose(run: Terminal, tmp_path: Path) -> None:
    told = run("import", "people", written(tmp_path, PEOPLE), "--sheet", "花名册")
    assert (told.status, is_kind(told.err)) == (3, True)


def test_that_a_column_can_be_named_by_hand(run: Terminal, tmp_path: Path) -> None:
    file = written(tmp_path, "编号,谁\nT01,张三\n")
    missing = run("import", "people", file)
    assert (missing.status, missing.json["missing"]) == (1, ["name"])
    assert is_kind(missing.err)
    told = run("import", "people", file, "--set", "谁=name", "--set", "编号=code", "--accept")
    assert (told.status, told.json["added"]) == (0, 1)


def test_that_a_sheet_can_be_chosen(run: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(str(file))
    book.add_worksheet("说明").write(0, 0, "nothing here")
    sheet = book.add_worksheet("花名册")
    for row, line in enumerate(PEOPLE.splitlines()):
        sheet.write_row(row, 0, line.split(","))
    book.close()
    assert run("import", "people", file, "--sheet", "花名册").json["added"] == 2
    absent = run("import", "people", file, "--sheet", "Lost")
    assert (absent.status, absent.out) == (3, "")
    assert is_kind(absent.err)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b"PK\x03\x04 broken"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\x00"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"),
        ("missing.csv", None),
    ],
)
def test_that_a_file_that_cannot_be_read_is_one_kind_sentence(run: Terminal, tmp_path: Path, name: str, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    told = run("import", "people", tmp_path / name, lang="zh_CN")
    assert (told.status, told.out) == (3, "")
    assert is_kind(told.err)
    assert run("history").json["steps"] == []


# ---------------------------------------------------------------- undo, redo, history


def test_that_an_import_is_taken_back_by_its_number(run: Terminal, tmp_path: Path) -> None:
    number = run("import", "people", written(tmp_path, PEOPLE)).json["import_id"]
    customers = run("import", "customers", written(tmp_path, "客户编号,客户名称\nC01,上海甲公司\n", "c.csv"), "--accept")
    assert customers.status == 0
    undone = run("undo", number, lang="zh_CN")
    assert undone.status == 0
    assert "people.csv" in undone.json["steps"][0]["step"]
    assert "导入" in undone.json["steps"][0]["step"]
    assert undone.json["steps"][0]["rows"] > 0
    people = run("export", "people", "-o", tmp_path / "out.csv").json
    assert people["rows"] == 0
    assert run("export", "customers", "-o", tmp_path / "out.csv").json["rows"] == 1


def test_that_steps_go_back_and_forth_over_several_calls(run: Terminal, tmp_path: Path) -> None:
    run("import", "people", written(tmp_path, PEOPLE))
    assert run("undo").status == 0
    assert run("export", "people", "-o", tmp_path / "out.csv").json["rows"] == 0
    assert run("redo").status == 0
    assert run("export", "people", "-o", tmp_path / "out.csv").json["rows"] == 2
    steps = run("history", lang="zh_CN").json["steps"]
    assert [step["op"] for step in steps] == ["redo", "undo", "do"]
    assert len({step["step"] for step in steps}) == 1
    assert [step["actor"] for step in steps] == ["manager"] * 3


def test_that_nothing_to_undo_is_told(run: Terminal) -> None:
    for words in (("undo",), ("redo",), ("undo", 77)):
        told = run(*words)
        assert (told.status, told.out) == (3, "")
        assert is_kind(told.err)


def test_that_a_history_can_be_of_one_person(run: Terminal, tmp_path: Path) -> None:
    run("import", "people", written(tmp_path, PEOPLE))
    run("one-on-one", "T01", "add", "--point", "只谈 T01")
    assert len(run("history").json["steps"]) == 2
    assert len(run("history", "--person", "T02").json["steps"]) == 1
    assert run("history", "--person", "nobody").status == 3


# ---------------------------------------------------------------- backup, restore, check


def test_that_a_backup_is_restored_into_a_new_database(sample: Terminal, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = sample("backup", "--to", tmp_path / "usb").json
    assert {"path", "taken_at", "size", "rows"} <= made.keys()
    assert Path(made["path"]).suffix == ".wbbackup"
    told = sample("restore", made["path"], "--to", tmp_path / "again")
    assert told.status == 0
    again = terminal(Path(told.json["path"]), capsys, tmp_path)
    checked = again("check")
    assert (checked.status, checked.json["good"]) == (0, True)
    assert (
        again("export", "people", "-o", tmp_path / "n.csv").json["rows"]
        == sample("export", "people", "-o", tmp_path / "o.csv").json["rows"]
        > 0
    )


def test_that_a_restore_never_overwrites_and_a_harmed_backup_is_refused(sample: Terminal, tmp_path: Path) -> None:
    file = Path(sample("backup", "--to", tmp_path / "usb").json["path"])
    assert sample("restore", file, "--to", sample.db).status == 3
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    told = sample("restore", file, "--to", tmp_path / "third")
    assert (told.status, told.out) == (3, "")
    assert is_kind(told.err)
    assert not (tmp_path / "third.wbdb").exists()


def test_that_a_check_that_finds_damage_says_no(run: Terminal, tmp_path: Path) -> None:
    from workbench.storage import schema
    from workbench.storage.database import Database
    from workbench.storage.package import Package

    run("import", "people", written(tmp_path, PEOPLE))
    package = Package.at(run.db)
    with Database(package.database, package.envelope().open(PASSPHRASE), schema.product(), None) as opened:

        def harm() -> None:
            with opened.engine(writing=True).connect() as conn:
                con = conn.connection.dbapi_connection
                assert con is not None
                con.execute("PRAGMA query_only = OFF")  # type: ignore[attr-defined]
                for (trigger,) in con.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'").fetchall():  # type: ignore[attr-defined]
                    con.execute(f'DROP TRIGGER "{trigger}"')  # type: ignore[attr-defined]
                con.execute("UPDATE audit SET body = replace(body, 'Import', 'Delete') WHERE seq = 1")  # type: ignore[attr-defined]

        opened.run(harm)
    told = run("check")
    assert told.status == 1
    assert told.json["good"] is False
    assert told.json["audit"]

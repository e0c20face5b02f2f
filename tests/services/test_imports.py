"""Imports through the service: real files to the unit, the same file twice, questions, undo of the whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import TODAY
from workbench.errors import KnownError, Refused
from workbench.exchange import importing
from workbench.exchange.errors import OnlyHeadings
from workbench.readmodels.exchange import ImportPreview
from workbench.services import imports
from workbench.services.workspace import Reader, Workspace


def one(workspace: Workspace, statement: str) -> tuple[object, ...]:
    return tuple(workspace.read(lambda conn: conn.exec_driver_sql(statement).fetchone()))


def crm(workspace: Workspace, shared: Path) -> None:
    folder = shared / "data" / "crm_maven"
    for kind, name in (("people", "sales_teams"), ("customers", "accounts"), ("products", "products"), ("deals", "sales_pipeline")):
        report, _change = imports.import_file(workspace, kind, folder / f"{name}.csv", today=TODAY, accept_suggestions=True)
        assert report.import_id is not None
        assert report.rejected == ()


def test_that_the_crm_files_import_to_the_unit(workspace: Workspace, shared: Path) -> None:
    crm(workspace, shared)
    assert one(workspace, "SELECT COUNT(*), SUM(is_manager) FROM person") == (41, 6)
    assert one(workspace, "SELECT COUNT(*) FROM customer") == (85,)
    assert one(
        workspace, "SELECT COUNT(*), SUM(stage='won'), SUM(stage='lost'), SUM(stage='engaging'), SUM(stage='prospecting') FROM deal"
    ) == (8800, 4238, 2473, 1589, 500)
    assert one(workspace, "SELECT SUM(value) FROM deal WHERE stage='won'") == (10_005_534_00,)
    assert one(workspace, "SELECT SUM(customer_id IS NULL) FROM deal") == (1425,)
    quarters = {
        q: one(workspace, f"SELECT SUM(net) FROM sales_month WHERE month BETWEEN '2017-{a:02d}' AND '2017-{a + 2:02d}'")[0]
        for q, a in ((1, 1), (2, 4), (3, 7), (4, 10))
    }
    assert quarters == {1: 1_134_672_00, 2: 3_086_111_00, 3: 2_982_255_00, 4: 2_802_496_00}
    top = one(
        workspace, "SELECT p.name, SUM(s.net) FROM sales_month s JOIN person p ON p.id = s.person_id GROUP BY p.id ORDER BY 2 DESC LIMIT 1"
    )
    assert top == ("Darcel Schlecht", 1_153_214_00)
    regions = "SELECT t.name, SUM(s.net) FROM sales_month s JOIN person_territory x ON x.person_id = s.person_id JOIN territory t ON t.id = x.territory_id GROUP BY t.id ORDER BY 1"
    rows = workspace.read(lambda conn: [tuple(r) for r in conn.exec_driver_sql(regions)])
    assert rows == [("Central", 3_346_293_00), ("East", 3_090_594_00), ("West", 3_568_647_00)]


def test_that_an_open_question_keeps_everything_out(workspace: Workspace, shared: Path) -> None:
    folder = shared / "data" / "crm_maven"
    for kind, name in (("people", "sales_teams"), ("customers", "accounts"), ("products", "products")):
        imports.import_file(workspace, kind, folder / f"{name}.csv", today=TODAY)
    report, change = imports.import_file(workspace, "deals", folder / "sales_pipeline.csv", today=TODAY)
    assert change is None
    assert [q.figures["value"] for q in report.questions] == ["GTXPro"]
    assert one(workspace, "SELECT COUNT(*) FROM deal") == (0,)


def test_that_the_same_file_twice_changes_nothing(workspace: Workspace, shared: Path) -> None:
    crm(workspace, shared)
    before = one(workspace, "SELECT SUM(version), COUNT(*) FROM deal")
    report, _ = imports.import_file(
        workspace, "deals", shared / "data" / "crm_maven" / "sales_pipeline.csv", today=TODAY, accept_suggestions=True
    )
    assert (report.added, report.changed, report.unchanged) == (0, 0, 8800)
    assert one(workspace, "SELECT SUM(version), COUNT(*) FROM deal") == before


AGAIN = {
    "people": "工号,姓名,团队,直接上级,用工类型,入职日期,每周约定工时,技能\nT1,张䶮,外勤,孙岩,非全日制,2026-01-05,20,谈判:4\n",
    "availability": "员工,星期,开始时间,结束时间\nT1,周一,09:00,18:00\n",
    "customers": "客户编号,客户名称,负责人,区域\nC1,上海甲公司,T1,浦东\n",
    "products": "产品编号,产品名称,单价\nX1,净水器,1200\n",
    "deals": "合同编号,业务员,客户,产品,阶段,创建日期,成交日期,合同金额\nD1,T1,C1,X1,赢单,2026-07-01,2026-08-03,1200\n",
    "targets": "姓名,期间,目标值\nT1,2026-Q3,300000\n",
    "tasks": "编号,任务,日期,开始,结束,人员\n,拜访,2026-12-07,09:00,11:00,T1\n",
}


def test_that_a_file_that_changes_nothing_leaves_no_step_and_says_so(workspace: Workspace, tmp_path: Path) -> None:
    files = {kind: tmp_path / f"{kind}.csv" for kind in AGAIN}
    for kind, file in files.items():
        file.write_text(AGAIN[kind], "utf-8")
        first, change = imports.import_file(workspace, kind, file, today=TODAY)
        assert (first.added, first.rejected, change is None) == (1, (), False), (kind, first)
    head, batches = workspace.head, len(workspace.read(imports.load_history))
    for kind, file in files.items():
        again, change = imports.import_file(workspace, kind, file, today=TODAY)
        assert (again.added, again.changed, again.unchanged, again.import_id, change) == (0, 0, 1, None, None), kind
        ground = workspace.read(lambda conn, kind=kind: imports.load_ground(conn, kind))
        shown = imports.preview(imports.read_file(file), kind, ground, today=TODAY)
        with pytest.raises(imports.NothingNew, match="Nothing changed") as caught:
            workspace.perform("again", lambda uow, shown=shown: imports.write(uow, shown, today=TODAY))
        assert caught.value.report.unchanged == 1
    assert (workspace.head, len(workspace.read(imports.load_history))) == (head, batches)


def test_that_one_row_that_changes_something_is_a_step(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("工号,姓名,职位\nT1,张䶮,导购\nT2,单晓,导购\n", "utf-8")
    imports.import_file(workspace, "people", file, today=TODAY)
    file.write_text("工号,姓名,职位\nT1,张䶮,导购\nT2,单晓,店长\n", "utf-8")
    report, change = imports.import_file(workspace, "people", file, today=TODAY)
    assert (report.changed, report.unchanged, report.import_id is None) == (1, 1, False)
    assert change is not None
    workspace.undo()
    assert one(workspace, "SELECT position FROM person WHERE code='T2'") == ("导购",)


def test_that_hr_rosters_take_the_sales_people_only(workspace: Workspace, shared: Path) -> None:
    file = shared / "data" / "hr_ibm" / "emp_attrition.csv"
    asked, _ = imports.import_file(workspace, "people", file, today=TODAY, accept_suggestions=True)
    assert {q.key for q in asked.questions} == {"pay:HourlyRate"}  # nothing is suggested, so nothing is accepted
    assert one(workspace, "SELECT COUNT(*) FROM person") == (0,)
    answers = {"pay:HourlyRate": "is_pay", "terms:pay": "full_time", "starts": "2026-01-05"}
    report, _ = imports.import_file(workspace, "people", file, today=TODAY, answers=answers)
    assert (report.rows, report.added) == (1470, 446)
    assert one(workspace, "SELECT DISTINCT type, start_on FROM engagement") == ("full_time", "2026-01-05")


def test_that_a_whole_import_is_taken_back_and_done_again(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "名单.csv"
    file.write_text("工号,姓名,团队\nA1,曾庆宇,外勤\nA2,单雨桐,外勤\n", encoding="utf-8")
    report, _ = imports.import_file(workspace, "people", file, today=TODAY)
    assert report.import_id is not None
    assert one(workspace, "SELECT COUNT(*) FROM person") == (2,)
    imports.undo_import(workspace, report.import_id)
    assert one(workspace, "SELECT COUNT(*) FROM person") == (0,)
    assert one(workspace, "SELECT COUNT(*) FROM team") == (0,)
    workspace.redo()
    assert one(workspace, "SELECT search FROM person WHERE code='A1'") == ("zengqingyu zqy",)


def test_that_gb18030_with_semicolons_asks_instead_of_guessing(workspace: Workspace, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("姓名\n王堃\n", encoding="utf-8")
    imports.import_file(workspace, "people", people, today=TODAY)
    file = tmp_path / "订单.csv"
    file.write_bytes("订单编号;负责人;阶段;成交日期;金额\nD1;王堃;赢单;03/04/2025;1.234\nD2;王堃;赢单;05/06/2025;2.500\n".encode("gb18030"))
    report, change = imports.import_file(workspace, "deals", file, today=TODAY)
    assert change is None
    assert len(report.questions) == 2  # the order of day and month, and what the dot means
    answers = {q.key: next(c.value for c in q.choices) for q in report.questions}
    done, _ = imports.import_file(workspace, "deals", file, today=TODAY, answers=answers)
    assert done.added == 2


def test_that_a_negative_amount_is_rejected_with_its_row(workspace: Workspace, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("name\nAnna Snelling\n", encoding="utf-8")
    imports.import_file(workspace, "people", people, today=TODAY)
    file = tmp_path / "deals.csv"
    file.write_text(
        "deal id,owner,stage,close date,amount\nD1,Anna Snelling,won,2026-03-04,-5\nD2,Anna Snelling,won,2026-03-04,5\n", encoding="utf-8"
    )
    report, _ = imports.import_file(workspace, "deals", file, today=TODAY)
    assert [(r.row, report.added) for r in report.rejected] == [(2, 1)]


def test_that_a_broken_workbook_leaves_the_database_alone(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "broken.xlsx"
    file.write_bytes(b"PK\x03\x04 this is no workbook")
    before = workspace.head
    with pytest.raises(KnownError):
        imports.import_file(workspace, "people", file, today=TODAY)
    assert workspace.head == before


def test_that_an_unknown_import_number_is_refused(workspace: Workspace) -> None:
    with pytest.raises(Refused):
        imports.undo_import(workspace, 99)


# ---------------------------------------------------------------- progress, backup, questions


def roster(folder: Path, count: int = 300) -> Path:
    file = folder / "roster.csv"
    file.write_text("工号,姓名\n" + "".join(f"R{n},张{n}\n" for n in range(count)), encoding="utf-8")
    return file


def previewed(workspace: Workspace, kind: str, file: Path) -> ImportPreview:
    table = imports.read_file(file)
    ground = workspace.read(lambda conn: imports.load_ground(conn, kind, importing.signature(table), table.sha256))
    return imports.preview(table, kind, ground, today=TODAY)


def test_that_writing_tells_how_far_it_is_and_can_be_stopped_without_a_trace(workspace: Workspace, tmp_path: Path) -> None:
    class StoppedError(Exception):
        """The user had enough."""

    shown = previewed(workspace, "people", roster(tmp_path))
    heard: list[tuple[int, int]] = []

    def tell(done: int, rows: int) -> None:
        heard.append((done, rows))
        if done >= 200:
            raise StoppedError

    head = workspace.head
    with pytest.raises(StoppedError):
        workspace.perform(imports.ACTION, lambda uow: imports.write(uow, shown, today=TODAY, tell=tell), kind="x", file="y")
    assert heard[0] == (0, 300)
    assert heard[-1] == (200, 300)
    assert one(workspace, "SELECT COUNT(*) FROM person") == (0,)
    assert one(workspace, "SELECT COUNT(*) FROM import_batch") == (0,)
    assert (workspace.head, workspace.steps().undo) == (head, ())


def test_that_stopping_among_many_deals_keeps_none(workspace: Workspace, tmp_path: Path) -> None:
    imports.import_file(workspace, "people", roster(tmp_path, 2), today=TODAY)
    file = tmp_path / "deals.csv"
    file.write_text(
        "deal id,owner,stage,close date,amount\n" + "".join(f"D{n},R1,won,2026-10-01,{n}\n" for n in range(60_000)), encoding="utf-8"
    )
    shown = previewed(workspace, "deals", file)
    assert len(shown.rows) == 60_000

    def tell(done: int, _rows: int) -> None:
        if done >= 55_000:  # the first 50,000 are in the table already
            raise InterruptedError

    with pytest.raises(InterruptedError):
        workspace.perform(imports.ACTION, lambda uow: imports.write(uow, shown, today=TODAY, tell=tell), kind="x", file="y")
    assert one(workspace, "SELECT COUNT(*) FROM deal") == (0,)


def test_that_a_verified_backup_is_made_before_an_import_that_could_spoil_something(workspace: Workspace, tmp_path: Path) -> None:
    imports.import_file(workspace, "people", roster(tmp_path, 2), today=TODAY)
    before = [(b.reason, b.head.seq) for b in workspace.backups()]
    more = tmp_path / "more.csv"
    more.write_text("工号,姓名\nX1,李娜\n", encoding="utf-8")
    head = workspace.head
    imports.import_file(workspace, "people", more, today=TODAY)
    made = [(b.reason, b.head.seq) for b in workspace.backups()]
    assert made[0] == ("import", head.seq)
    assert len(made) == len(before) + 1
    assert imports.back_up_first(workspace) is not None  # the second import is in no backup yet
    assert imports.back_up_first(workspace) is None


def test_that_a_failed_backup_keeps_the_import_out(workspace: Workspace, tmp_path: Path) -> None:
    imports.import_file(workspace, "people", roster(tmp_path, 2), today=TODAY)
    shutil.rmtree(workspace.backups_folder, ignore_errors=True)
    workspace.backups_folder.parent.mkdir(parents=True, exist_ok=True)
    workspace.backups_folder.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(KnownError):
        imports.import_file(workspace, "people", roster(tmp_path, 5), today=TODAY)
    assert one(workspace, "SELECT COUNT(*) FROM person") == (2,)


def test_that_an_engagement_that_vanished_since_the_preview_is_not_guessed(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "hours.csv"
    file.write_text("工号,姓名,用工形式,入职日期,每周工时\nE1,张伟,非全日制,2026-01-05,20\n", encoding="utf-8")
    imports.import_file(workspace, "people", file, today=TODAY)
    file.write_text("工号,姓名,每周工时\nE1,张伟,22\n", encoding="utf-8")
    shown = previewed(workspace, "people", file)
    assert shown.questions == ()
    workspace.undo()
    with pytest.raises(Refused):
        workspace.perform(imports.ACTION, lambda uow: imports.write(uow, shown, today=TODAY), kind="x", file="y")
    workspace.redo()
    report, _ = imports.import_file(workspace, "people", file, today=TODAY)
    assert report.changed == 1
    assert one(workspace, "SELECT type, weekly_minutes, start_on FROM engagement") == ("part_time", 1320, "2026-01-05")


def test_that_an_answer_can_be_forgotten_and_is_asked_again(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "hours.csv"
    file.write_text("工号,姓名,入职日期,每周工时\nE1,张伟,2026-01-05,20\n", encoding="utf-8")
    imports.import_file(workspace, "people", file, today=TODAY, answers={"terms:1200": "part_time"})
    file.write_text("工号,姓名,入职日期,每周工时\nE2,李娜,2026-01-05,20\n", encoding="utf-8")
    table = imports.read_file(file)
    ground = workspace.read(lambda conn: imports.load_ground(conn, "people", importing.signature(table), table.sha256))
    assert imports.preview(table, "people", ground, today=TODAY).answers == {"terms:1200": "part_time"}
    assert [q.key for q in imports.preview(table, "people", ground.without_answers({"terms:1200"}), today=TODAY).questions] == [
        "terms:1200"
    ]


def test_that_a_file_without_a_row_that_can_come_in_makes_no_import(workspace: Workspace, tmp_path: Path) -> None:
    head = workspace.head
    file = tmp_path / "empty.csv"
    file.write_text("工号,姓名\n", encoding="utf-8")
    with pytest.raises(OnlyHeadings, match="holds headings and no row"):
        imports.import_file(workspace, "people", file, today=TODAY)
    file.write_text("工号,姓名\nZ1,\nZ2,\n", encoding="utf-8")
    report, change = imports.import_file(workspace, "people", file, today=TODAY)
    assert (change, report.import_id, [one.row for one in report.rejected]) == (None, None, [2, 3])
    table = imports.read_file(file)
    shown = imports.preview(table, "people", workspace.read(imports_ground), today=TODAY)
    with pytest.raises(Refused, match="No row of"):
        workspace.perform(imports.ACTION, lambda uow: imports.write(uow, shown, today=TODAY), kind="people", file=file.name)
    assert (workspace.head, workspace.read(imports.load_history)) == (head, [])


def imports_ground(conn: Reader) -> imports.Ground:
    return imports.load_ground(conn, "people")


def test_that_two_spellings_of_a_new_product_are_one_when_the_answer_says_so(workspace: Workspace, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("工号,姓名\nZ1,曾䶮\n", encoding="utf-8")
    imports.import_file(workspace, "people", people, today=TODAY)
    deals = tmp_path / "deals.csv"
    rows = [f"D{n},Z1,{name},engaging,100" for n, name in enumerate(("WidgetPro", "Widget Pro", "widgetpro", "Widget Pro", "Widget Pro"))]
    deals.write_text("\n".join(("编号,负责人,产品,阶段,金额", *rows)) + "\n", encoding="utf-8")
    asked, _ = imports.import_file(workspace, "deals", deals, today=TODAY)
    (question,) = [q for q in asked.questions if q.code == "alike"]
    assert (question.suggestion, {choice.value for choice in question.choices}) == ("Widget Pro", {"Widget Pro", "WidgetPro", "+apart"})
    report, _ = imports.import_file(workspace, "deals", deals, today=TODAY, accept_suggestions=True)
    assert report.added == 5
    assert one(workspace, "SELECT COUNT(*), MIN(name) FROM product") == (1, "Widget Pro")


def test_that_a_product_list_asks_about_names_that_differ_in_blanks(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "products.csv"
    file.write_text("产品名称,价格\nWidget Pro,10\nWidgetPro,10\nPart 1-11,1\nPart 11-1,1\n", encoding="utf-8")
    asked, _ = imports.import_file(workspace, "products", file, today=TODAY)
    assert [(q.code, q.suggestion) for q in asked.questions] == [("alike", "Widget Pro")]
    apart, _ = imports.import_file(workspace, "products", file, today=TODAY, answers={asked.questions[0].key: "+apart"}, dry_run=True)
    assert (apart.questions, apart.rejected) == ((), ())
    report, _ = imports.import_file(workspace, "products", file, today=TODAY, accept_suggestions=True)
    assert (report.added, [(r.row, r.code) for r in report.rejected]) == (3, [(3, "double")])
    other = tmp_path / "other.csv"
    other.write_text("产品名称,价格\nWIDGET-PRO,12\n", encoding="utf-8")
    known, _ = imports.import_file(workspace, "products", other, today=TODAY)
    assert [q.code for q in known.questions] == ["near_name"]
    changed, _ = imports.import_file(workspace, "products", other, today=TODAY, accept_suggestions=True)
    assert (changed.added, changed.changed) == (0, 1)
    assert one(workspace, "SELECT COUNT(*) FROM product WHERE name = 'Widget Pro' AND price = 1200") == (1,)

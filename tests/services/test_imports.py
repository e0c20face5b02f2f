"""Imports through the service: real files to the unit, the same file twice, questions, undo of the whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.errors import KnownError, Refused
from workbench.services import imports
from workbench.services.workspace import Workspace


def one(workspace: Workspace, statement: str) -> tuple[object, ...]:
    return tuple(workspace.read(lambda conn: conn.exec_driver_sql(statement).fetchone()))


def crm(workspace: Workspace, shared: Path) -> None:
    folder = shared / "data" / "crm_maven"
    for kind, name in (("people", "sales_teams"), ("customers", "accounts"), ("products", "products"), ("deals", "sales_pipeline")):
        report, _change = imports.import_file(workspace, kind, folder / f"{name}.csv", accept_suggestions=True)
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
        imports.import_file(workspace, kind, folder / f"{name}.csv")
    report, change = imports.import_file(workspace, "deals", folder / "sales_pipeline.csv")
    assert change is None
    assert [q.figures["value"] for q in report.questions] == ["GTXPro"]
    assert one(workspace, "SELECT COUNT(*) FROM deal") == (0,)


def test_that_the_same_file_twice_changes_nothing(workspace: Workspace, shared: Path) -> None:
    crm(workspace, shared)
    before = one(workspace, "SELECT SUM(version), COUNT(*) FROM deal")
    report, _ = imports.import_file(workspace, "deals", shared / "data" / "crm_maven" / "sales_pipeline.csv", accept_suggestions=True)
    assert (report.added, report.changed, report.unchanged) == (0, 0, 8800)
    assert one(workspace, "SELECT SUM(version), COUNT(*) FROM deal") == before


def test_that_hr_rosters_take_the_sales_people_only(workspace: Workspace, shared: Path) -> None:
    report, _ = imports.import_file(workspace, "people", shared / "data" / "hr_ibm" / "emp_attrition.csv")
    assert (report.rows, report.added) == (1470, 446)


def test_that_a_whole_import_is_taken_back_and_done_again(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "名单.csv"
    file.write_text("工号,姓名,团队\nA1,曾庆宇,外勤\nA2,单雨桐,外勤\n", encoding="utf-8")
    report, _ = imports.import_file(workspace, "people", file)
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
    imports.import_file(workspace, "people", people)
    file = tmp_path / "订单.csv"
    file.write_bytes("订单编号;负责人;阶段;成交日期;金额\nD1;王堃;赢单;03/04/2025;1.234\nD2;王堃;赢单;05/06/2025;2.500\n".encode("gb18030"))
    report, change = imports.import_file(workspace, "deals", file)
    assert change is None
    assert len(report.questions) == 2  # the order of day and month, and what the dot means
    answers = {q.key: next(c.value for c in q.choices) for q in report.questions}
    done, _ = imports.import_file(workspace, "deals", file, answers=answers)
    assert done.added == 2


def test_that_a_negative_amount_is_rejected_with_its_row(workspace: Workspace, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("name\nAnna Snelling\n", encoding="utf-8")
    imports.import_file(workspace, "people", people)
    file = tmp_path / "deals.csv"
    file.write_text(
        "deal id,owner,stage,close date,amount\nD1,Anna Snelling,won,2026-03-04,-5\nD2,Anna Snelling,won,2026-03-04,5\n", encoding="utf-8"
    )
    report, _ = imports.import_file(workspace, "deals", file)
    assert [(r.row, report.added) for r in report.rejected] == [(2, 1)]


def test_that_a_broken_workbook_leaves_the_database_alone(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "broken.xlsx"
    file.write_bytes(b"PK\x03\x04 this is no workbook")
    before = workspace.head
    with pytest.raises(KnownError):
        imports.import_file(workspace, "people", file)
    assert workspace.head == before


def test_that_an_unknown_import_number_is_refused(workspace: Workspace) -> None:
    with pytest.raises(Refused):
        imports.undo_import(workspace, 99)

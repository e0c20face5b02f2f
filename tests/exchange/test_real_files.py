"""The files of other people that the program must bring in as they are."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.exchange.files import SHARED, shared, text_file
from workbench.exchange import headings, wording
from workbench.exchange.fields import all_heading_words
from workbench.exchange.importing import preview_file
from workbench.exchange.mapping import build
from workbench.readmodels.exchange import Column, Table

PRODUCTS = [(name, name) for name in ("GTX Basic", "GTX Pro", "MG Special", "MG Advanced", "GTX Plus Pro", "GTX Plus Basic", "GTK 500")]


def test_that_the_sample_pipeline_comes_in_to_the_unit_after_one_question() -> None:
    path = shared("crm_maven", "sales_pipeline.csv")
    asked = preview_file(path, "deals", known={"products": PRODUCTS})
    (question,) = asked.questions
    assert (question.code, question.figures["value"], question.suggestion) == ("near_name", "GTXPro", "GTX Pro")
    assert asked.waiting + len(asked.rows) == 8800
    preview = preview_file(path, "deals", known={"products": PRODUCTS}, answers=asked.suggestions())
    field = {code: number for number, code in enumerate(preview.fields)}
    assert (len(preview.rows), preview.rejected, preview.questions) == (8800, (), ())
    assert Counter(row[field["stage"]] for row in preview.rows) == {"won": 4238, "lost": 2473, "engaging": 1589, "prospecting": 500}
    assert sum(row[field["value"]] for row in preview.rows if row[field["stage"]] == "won") == 10_005_534_00
    assert sum(row[field["customer"]] is None for row in preview.rows) == 1425
    assert "GTXPro" not in {row[field["product"]] for row in preview.rows}


def test_that_the_other_sample_files_come_in_whole() -> None:
    people = preview_file(shared("crm_maven", "sales_teams.csv"), "people")
    assert (len(people.rows), len({row[1] for row in people.rows}), people.fields) == (35, 6, ("name", "manager", "territory"))
    customers = preview_file(shared("crm_maven", "accounts.csv"), "customers")
    assert (len(customers.rows), customers.rejected, customers.questions) == (85, (), ())
    assert max(row[customers.fields.index("revenue")] for row in customers.rows) > 10**12  # written in millions
    assert len(preview_file(shared("crm_maven", "products.csv"), "products").rows) == 7


def test_that_only_sales_people_of_the_staff_list_come_in() -> None:
    asked = preview_file(shared("hr_ibm", "emp_attrition.csv"), "people")
    assert [question.key for question in asked.questions] == ["pay:HourlyRate"]  # between 30 and 100: pay or a score, who knows
    told = [wording.note(note) for note in asked.notes]
    assert any(all(part in line for part in ("1,024 rows are left out", "Research & Development 961", "“Sales”")) for line in told)
    assert any(all(part in line for part in ("no column for “Name”", "446", "JobRole + EmployeeNumber")) for line in told)
    plain = preview_file(shared("hr_ibm", "emp_attrition.csv"), "people", answers={"pay:HourlyRate": "no_pay"})
    assert (len(plain.rows), plain.questions, "hourly_pay" in plain.fields) == (446, (), False)
    assert "HourlyRate" in plain.mapping.unmapped
    # once it is said to be pay: neither type nor first day stands in the file
    answers = {"pay:HourlyRate": "is_pay", "terms:pay": "full_time", "starts": "2026-01-05"}
    preview = preview_file(shared("hr_ibm", "emp_attrition.csv"), "people", answers=answers)
    assert (len(preview.rows), preview.left_out, preview.rejected) == (446, 1024, ())
    assert "hourly_pay" in preview.fields
    assert {row[preview.fields.index("team")] for row in preview.rows} == {"Sales"}
    everybody = preview_file(
        shared("hr_ibm", "emp_attrition.csv"), "people", preset="none", overrides={"EmployeeNumber": "name"}, answers=answers
    )
    assert len(everybody.rows) == 1470


def test_that_the_same_deals_in_another_encoding_delimiter_and_style_give_the_same_sum(tmp_path: Path) -> None:
    lines = shared("crm_maven", "sales_pipeline.csv").read_text("utf-8").splitlines()
    other = [lines[0].replace(",", ";") + ";备注"]
    for line in lines[1:]:
        cells = line.split(",")
        for place in (5, 6):
            cells[place] = ".".join(reversed(cells[place].split("-")))
        cells[7] = f"{int(cells[7]):,}".replace(",", ".") + ",00" if cells[7] else ""
        other.append(";".join(cells) + ";客户")
    preview = preview_file(text_file(tmp_path, "\n".join(other), "gb18030"), "deals")
    value, stage = preview.fields.index("value"), preview.fields.index("stage")
    assert sum(row[value] for row in preview.rows if row[stage] == "won") == 10_005_534_00


def _table(names: list[str]) -> Table:
    return Table("x.csv", "", "csv", tuple(Column(index, name) for index, name in enumerate(names)))


@pytest.mark.parametrize(
    ("list_name", "preset", "wanted"),
    [
        ("deals_crm_export", "zoho_crm", {"code": "Record Id", "person": "Deal Owner", "customer": "Account Name", "value": "Amount", "stage": "Stage", "closed_on": "Closing Date", "opened_on": "Created Time"}),
        ("deals_bigin_export_exact_order", "bigin", {"code": "Deal Id", "person": "Deal Owner", "customer": "Company Name", "value": "Amount", "stage": "Stage", "closed_on": "Closing Date", "opened_on": "Created Time"}),
        ("deals_api_v_flattened", "zoho_crm", {"code": "id", "person": "Owner__name", "customer": "Account_Name__name", "value": "Amount", "stage": "Stage", "closed_on": "Closing_Date", "opened_on": "Created_Time", "channel": "Lead_Source"}),
    ],
)  # fmt: skip
def test_that_exports_of_other_programs_are_recognised(list_name: str, preset: str, wanted: dict[str, str]) -> None:
    names = json.loads(shared("zoho_headers", "zoho_export_headers.json").read_text("utf-8"))[list_name]
    found = build(_table(names), "deals")
    assert found.preset == preset
    assert {column.field: column.heading for column in found.columns} == wanted


def test_that_headings_of_chinese_opportunities_are_recognised() -> None:
    found = build(
        _table(["商机名称", "商机编号", "客户名称", "负责人", "商机金额", "销售阶段", "预计成交日期", "创建时间", "归属部门"]), "deals"
    )
    assert found.preset == "fxiaoke"
    assert {column.field for column in found.columns} == {"code", "customer", "person", "value", "stage", "closed_on", "opened_on"}


def test_that_the_headings_of_a_roster_with_84_columns_are_recognised() -> None:
    names = next(shared("cn_headers_only").glob("*.txt")).read_text("utf-8-sig").split("\n")
    found = build(_table([name for name in names if name]), "people")
    assert {column.field: column.heading for column in found.columns}.items() >= {"code": "工号", "name": "姓名", "team": "部门", "hired_on": "入职日期", "left_on": "离职日期", "phone": "手机号码", "email": "工作邮箱"}.items()  # fmt: skip


def _sheets() -> list[tuple[str, dict[str, object]]]:
    path = SHARED / "cn_headers_only" / "cn_hr_headers.json"
    return list(json.loads(path.read_text("utf-8")).items()) if path.exists() else []


@pytest.mark.parametrize(("title", "sheet"), _sheets())
def test_that_the_heading_row_of_a_chinese_sheet_is_found(title: str, sheet: dict[str, object]) -> None:
    rows = sheet.get("header_rows") or [sheet["header"]]
    assert isinstance(rows, list)
    found = headings.find([*rows, ["张伟", *(["1"] * 10)]], all_heading_words())
    assert found is not None
    assert {"姓名", "姓名*"} & set(found.names), title


def test_that_a_real_two_row_heading_is_read_as_one() -> None:
    sheet = dict(_sheets()).get("上下班打卡月报/上下班打卡_月报")
    if sheet is None:
        pytest.skip("the shared data is not here: cn_headers_only")
    rows = sheet["header_rows"]
    assert isinstance(rows, list)
    found = headings.find(rows, all_heading_words())
    assert found is not None
    assert found.names[:6] == ("姓名", "账号", "所属规则", "部门", "职务", "工号")
    assert found.groups[3:5] == ("基础信息", "基础信息")

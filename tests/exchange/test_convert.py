"""From a table to rows, reasons and questions: nothing is guessed, nothing changed in silence."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.exchange.files import text_file, xlsx
from workbench.exchange import errors, mapping, wording
from workbench.exchange.importing import load, prepare, preview_file
from workbench.readmodels.exchange import ImportPreview


def records(preview: ImportPreview) -> list[dict[str, Any]]:
    return [dict(zip(preview.fields, row, strict=True)) for row in preview.rows]


def reasons(preview: ImportPreview) -> list[tuple[int, str, str]]:
    return [(item.row, item.column, item.code) for item in preview.rejected]


def test_that_a_chinese_roster_becomes_people(tmp_path: Path) -> None:
    text = '工号*,姓名*,部门,直接上级,用工类型,手机号码,入职日期(YYYY-MM-DD),每周工时,时薪,技能,性别\nE01,张䶮,直营渠道,王强,非全日制,13800138000,2026年3月1日,22.5,￥２５.5,"谈判:4、演示(3),开票",女\n'
    preview = preview_file(text_file(tmp_path, text, "gb18030"), "people")
    assert not preview.questions
    assert preview.mapping.unmapped == ("性别",)
    assert records(preview) == [{"code": "E01", "name": "张䶮", "team": "直营渠道", "manager": "王强", "engagement": "part_time", "phone": "13800138000", "hired_on": date(2026, 3, 1), "weekly_hours": 1350, "hourly_pay": 2550, "skills": (("谈判", 4), ("演示", 3), ("开票", None))}]  # fmt: skip


def test_that_every_refused_row_has_its_number_and_reason(tmp_path: Path) -> None:
    text = (
        "工号,姓名,入职日期,离职日期,时薪,邮箱\n1,张伟,2026-01-01,,25,a@b.cn\n2,,2026-01-01,,25,\n3,李娜,2026-02-30,,25,\n4,王强,2026-01-01,,-25,\n5,"
        + "长" * 201 + ",,,,\n6,赵敏,2026-05-01,2026-04-01,,\n7,孙丽,,,,nomail\n1,重复,,,,\n8,控\x07制,,,,\n"
    )  # fmt: skip
    preview = preview_file(text_file(tmp_path, text), "people", answers={"terms:pay": "part_time"})
    assert [row[1] for row in preview.rows] == ["张伟"]
    assert reasons(preview) == [(3, "姓名", "required"), (4, "入职日期", "impossible_date"), (5, "时薪", "negative"), (6, "姓名", "too_long"), (7, "离职日期", "ends_before_start"), (8, "邮箱", "not_a_mail"), (9, "工号", "double"), (10, "姓名", "control_characters")]  # fmt: skip
    assert all(wording.reason(item) for item in preview.rejected)


def test_that_an_ambiguous_date_is_asked_and_waits(tmp_path: Path) -> None:
    path = text_file(tmp_path, "deal id,salesperson,stage,close date\n1,A,Won,03/04/2025\n2,A,Won,2025-05-06\n")
    preview = preview_file(path, "deals")
    (question,) = preview.questions
    assert (question.code, question.suggestion, question.default) == ("date_order", None, None)
    assert [choice.value for choice in question.choices] == ["dmy", "mdy"]
    assert (preview.waiting, len(preview.rows)) == (1, 1)
    answered = preview_file(path, "deals", answers={question.key: "mdy"})
    assert [record["closed_on"] for record in records(answered)] == [date(2025, 3, 4), date(2025, 5, 6)]
    assert not answered.questions


def test_that_one_day_over_twelve_settles_the_whole_column(tmp_path: Path) -> None:
    preview = preview_file(text_file(tmp_path, "deal id,salesperson,stage,close date\n1,A,Won,03/04/2025\n2,A,Won,25/12/2025\n"), "deals")
    assert not preview.questions
    assert records(preview)[0]["closed_on"] == date(2025, 4, 3)


def test_that_an_ambiguous_number_is_asked(tmp_path: Path) -> None:
    path = text_file(tmp_path, "deal id;salesperson;stage;amount\n1;A;Prospecting;1.234\n2;A;Prospecting;7\n")
    preview = preview_file(path, "deals")
    (question,) = preview.questions
    assert question.code == "number_style"
    assert preview.waiting == 1
    assert [record["value"] for record in records(preview_file(path, "deals", answers={question.key: "comma"}))] == [123400, 700]
    refused = preview_file(path, "deals", answers={question.key: "point"})
    assert reasons(refused) == [(2, "amount", "too_precise")]


def test_that_a_column_that_mixes_styles_is_asked_and_the_odd_rows_are_refused(tmp_path: Path) -> None:
    path = text_file(tmp_path, "deal id;salesperson;stage;amount\n1;A;Prospecting;1,5\n2;A;Prospecting;1.5\n")
    preview = preview_file(path, "deals")
    assert [question.code for question in preview.questions] == ["number_mixed"]
    answered = preview_file(path, "deals", answers={preview.questions[0].key: "comma"})
    assert [record["value"] for record in records(answered)] == [150]
    assert reasons(answered) == [(3, "amount", "not_a_number")]


def test_that_a_german_export_in_a_chinese_encoding_imports_with_questions_and_right_numbers(tmp_path: Path) -> None:
    text = "订单号;业务员;客户名称;阶段;成交日期;成交金额\nA1;张伟;上海甲公司;赢单;31.12.2025;1.234,50\nA2;李娜;乙公司;已签;05.11.2025;980,00\n"
    path = text_file(tmp_path, text, "gb18030")
    preview = preview_file(path, "deals", known={"people": [("张伟", "P1"), ("李娜", "P2")], "customers": [("上海甲公司", "C1")]})
    assert (preview.table.encoding, preview.table.delimiter) == ("gb18030", ";")
    assert {question.code for question in preview.questions} == {"unknown_choice", "unknown_names"}
    answers = {"choice:stage:已签": "won", "unknown:customer": "+new"}
    done = preview_file(
        path, "deals", known={"people": [("张伟", "P1"), ("李娜", "P2")], "customers": [("上海甲公司", "C1")]}, answers=answers
    )
    assert done.rows == [("A1", "P1", "C1", "won", date(2025, 12, 31), 123450), ("A2", "P2", "乙公司", "won", date(2025, 11, 5), 98000)]


def test_that_an_amount_in_ten_thousands_is_read_exactly(tmp_path: Path) -> None:
    preview = preview_file(
        text_file(tmp_path, "合同编号,业务员,阶段,合同金额（万元）\n1,张,谈判,1.2345\n2,张,谈判,3万\n3,张,谈判,0.00000001\n"), "deals"
    )
    assert [record["value"] for record in records(preview)] == [1234500, 3000000]
    assert reasons(preview) == [(4, "合同金额（万元）", "too_precise")]


def test_that_two_currencies_in_a_column_are_asked_about(tmp_path: Path) -> None:
    path = text_file(tmp_path, "deal id,salesperson,stage,amount\n1,A,Prospecting,$5\n2,A,Prospecting,¥6\n3,A,Prospecting,7\n")
    preview = preview_file(path, "deals")
    assert [question.code for question in preview.questions] == ["currency"]
    answered = preview_file(path, "deals", answers={"currency:amount": "CNY"})
    assert [record["value"] for record in records(answered)] == [600, 700]
    assert reasons(answered) == [(2, "amount", "other_currency")]


def test_that_a_name_shared_by_two_people_is_asked_about(tmp_path: Path) -> None:
    path = text_file(tmp_path, "单号,业务员,阶段\n1,张伟,谈判\n")
    known = {"people": [("张伟", "P1"), ("张伟", "P2")]}
    preview = preview_file(path, "deals", known=known)
    (question,) = preview.questions
    assert question.code == "same_name"
    assert [choice.value for choice in question.choices] == ["P1", "P2", "+reject"]
    assert records(preview_file(path, "deals", known=known, answers={question.key: "P2"}))[0]["person"] == "P2"


def test_that_names_differing_in_a_number_or_a_letter_are_not_taken_for_misspellings(tmp_path: Path) -> None:
    path = text_file(tmp_path, "product,series\nx,y\n", name="p.csv")
    assert preview_file(path, "products").rows
    path = text_file(tmp_path, "姓名,团队\n甲,Team A\n乙,Region 12\n丙,华东一区\n")
    preview = preview_file(path, "people", known={"teams": [("Team B", "T1"), ("Region 13", "T2"), ("华东二区", "T3")]})
    assert not preview.questions
    assert [record["team"] for record in records(preview)] == ["Team A", "Region 12", "华东一区"]


def test_that_a_wrong_answer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(errors.WrongAnswer):
        preview_file(text_file(tmp_path, "deal id,salesperson,stage\n1,A,mystery\n"), "deals", answers={"choice:stage:mystery": "maybe"})


def test_that_a_required_field_without_column_is_asked_and_the_answer_maps_it(tmp_path: Path) -> None:
    path = text_file(tmp_path, "工号,称呼\n1,张伟\n")
    preview = preview_file(path, "people")
    assert preview.mapping.missing == ("name",)
    assert (len(preview.rows), preview.waiting) == (0, 1)
    assert records(preview_file(path, "people", answers={"column:name": "称呼"})) == [{"code": "1", "name": "张伟"}]
    assert records(preview_file(path, "people", overrides={"称呼": "name"})) == [{"code": "1", "name": "张伟"}]


def test_that_a_deal_without_number_gets_the_same_one_each_time(tmp_path: Path) -> None:
    path = text_file(tmp_path, "业务员,阶段,金额,成交日期\n张伟,赢单,5,2026-10-01\n张伟,赢单,5,2026-10-01\n")
    first, second = (preview_file(path, "deals") for _ in range(2))
    codes = [record["code"] for record in records(first)]
    assert codes == [record["code"] for record in records(second)]
    assert len(set(codes)) == 2


def test_that_a_closed_deal_without_its_day_and_more_refunds_than_worth_are_left_out(tmp_path: Path) -> None:
    head, won = "编号,业务员,阶段,金额,成交日期,退款金额\n", "张伟,赢单"
    path = text_file(
        tmp_path,
        f"{head}Z1,{won},70,,\nZ2,{won},100,2026-10-01,500\nZ3,{won},100,2026-10-01,100\nZ4,张伟,谈判,70,,\nZ5,{won},,2026-10-01,1\n",
    )
    preview = preview_file(path, "deals")
    assert reasons(preview) == [(2, "成交日期", "no_closing_day"), (3, "退款金额", "more_refunded"), (6, "退款金额", "more_refunded")]
    assert [record["code"] for record in records(preview)] == ["Z3", "Z4"]


def test_that_availability_with_one_column_a_weekday_becomes_windows(tmp_path: Path) -> None:
    path = text_file(tmp_path, "姓名,周一,周二,周三\n张伟,09:00-12:00、14:00-18:00,休,√\n李娜,,8点-12点,乱\n")
    preview = preview_file(path, "availability")
    found = [(record["person"], record["weekday"], record["start"], record["end"]) for record in records(preview)]
    assert found == [("张伟", 0, 540, 720), ("张伟", 0, 840, 1080), ("张伟", 2, 0, 1440)]
    assert reasons(preview) == [(3, "周三", "not_a_span")]


def test_that_availability_by_rows_becomes_windows(tmp_path: Path) -> None:
    text = "员工,星期,日期,开始时间,结束时间,类型,偏好\n张伟,周一,,9:00,18:00,,5\n张伟,,2026-12-01,,,请假,\n张伟,,,9:00,10:00,,\n张伟,周二,,18:00,9:00,,\n"
    preview = preview_file(text_file(tmp_path, text), "availability")
    assert [(record["weekday"], record["day"], record["start"], record["end"], record["kind"]) for record in records(preview)] == [(0, None, 540, 1080, None), (None, date(2026, 12, 1), 0, 1440, "leave")]  # fmt: skip
    assert [code for _, _, code in reasons(preview)] == ["required", "ends_before_start"]


def test_that_targets_get_their_period_and_a_doubtful_rate_is_asked(tmp_path: Path) -> None:
    path = xlsx(tmp_path, [["姓名", "指标", "季度", "目标值"], ["张伟", "销售额", "2026-Q4", 120000], ["张伟", "回款率", "2026-Q4", 0.9]])
    preview = preview_file(path, "targets")
    assert [question.code for question in preview.questions] == ["share"]
    done = records(preview_file(path, "targets", answers={"share:目标值": "of_one"}))
    assert [(record["metric"], record["start_on"], record["end_on"], record["value"]) for record in done] == [("sales_net", date(2026, 10, 1), date(2026, 12, 31), 12000000), ("collection_rate", date(2026, 10, 1), date(2026, 12, 31), 9000)]  # fmt: skip


@pytest.mark.parametrize(("cell", "kept"), [("80%", 8000), ("0.5%", 50), ("８０％", 8000), ("100 %", 10000)])
def test_that_a_percent_sign_says_that_a_share_is_meant_as_written(tmp_path: Path, cell: str, kept: int) -> None:
    file = text_file(tmp_path, f"姓名,指标,期间,目标值\n张伟,回款率,2026-Q1,{cell}\n")
    preview = preview_file(file, "targets", known={"people": [("张伟", "E1")]})
    assert preview.questions == ()
    assert preview.rows[0][preview.fields.index("value")] == kept


@pytest.mark.parametrize(
    "head",
    ["姓名,指标,期间,目标值\n张伟,净销售额,2026-Q1", "姓名,期间,目标值\n张伟,2026-Q1", "姓名,指标,期间,目标值\n张伟,新客户数,2026-Q1"],
)
def test_that_a_percent_sign_under_what_is_no_share_is_refused(tmp_path: Path, head: str) -> None:
    preview = preview_file(text_file(tmp_path, f"{head},50%\n"), "targets", known={"people": [("张伟", "E1")]})
    assert (preview.rows, [one.code for one in preview.rejected]) == ([], ["percent"])
    assert "50%" in wording.reason(preview.rejected[0])


def test_that_a_number_of_people_is_no_percentage(tmp_path: Path) -> None:
    text = "任务,日期,开始,结束,人数\n拜访,2026-12-01,09:00,11:00,50%\n拜访乙,2026-12-01,09:00,11:00,2\n"
    preview = preview_file(text_file(tmp_path, text), "tasks")
    assert (len(preview.rows), [(one.row, one.code) for one in preview.rejected]) == (1, [(2, "percent")])
    assert wording.reason(preview.rejected[0]) == "“50%” is a percentage; a plain figure is needed here."


def test_that_tasks_get_an_end_from_their_length(tmp_path: Path) -> None:
    text = "任务名称,任务类型,日期,开始时间,时长(分钟),优先级,黄金时段,人数\n拜访甲,拜访,2026-12-01,9:00,90,高,是,2\n夜班,班次,2026-12-01,23:00,120,中,否,1\n无时,班次,2026-12-01,,,中,否,1\n"
    preview = preview_file(text_file(tmp_path, text), "tasks")
    assert [
        (record["kind"], record["start"], record["end"], record["priority"], record["prime"], record["headcount"])
        for record in records(preview)
    ] == [("visit", 540, 630, 1, True, 2)]
    assert [code for _, _, code in reasons(preview)] == ["past_midnight", "required"]


def test_that_numbers_kept_as_text_and_texts_kept_as_numbers_come_out_right(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path,
        [
            ["工号", "姓名", "手机号", "入职日期", "时薪"],
            [1001, "张伟", 13800138000, 45000, "1,234.50"],
            ["1002", "李娜", "13900139000", "2026/3/1", 25],
        ],
    )
    assert records(preview_file(path, "people", answers={"terms:pay": "part_time"})) == [{"code": "1001", "name": "张伟", "engagement": "part_time", "phone": "13800138000", "hired_on": date(2023, 3, 15), "hourly_pay": 123450}, {"code": "1002", "name": "李娜", "engagement": "part_time", "phone": "13900139000", "hired_on": date(2026, 3, 1), "hourly_pay": 2500}]  # fmt: skip


def test_that_a_mapping_with_its_answers_is_remembered(tmp_path: Path) -> None:
    path = text_file(tmp_path, "编号,谁,阶段,何时\n1,张伟,Won,03/04/2025\n")
    first = preview_file(path, "deals", overrides={"谁": "person", "何时": "closed_on"}, answers={"date:何时": "dmy"})
    kept = mapping.memory(first.mapping, first.answers)
    again = preview_file(path, "deals", remembered=kept)
    assert (again.rows, again.questions) == (first.rows, ())
    assert {column.how for column in again.mapping.columns} == {"remembered"}


def test_that_a_remembered_answer_that_is_no_longer_possible_is_asked_again(tmp_path: Path) -> None:
    path = text_file(tmp_path, "单号,业务员,阶段,产品\n1,张,谈判,GTXPro\n")
    known = {"products": [("GTX Pro", "G2")]}
    preview = preview_file(path, "deals", known=known, remembered={"columns": {}, "answers": {"name:product:GTXPro": "G1"}})
    assert [question.suggestion for question in preview.questions] == ["G2"]


def test_that_headings_differing_in_case_and_blanks_have_one_signature() -> None:
    assert mapping.signature(["Deal Owner", "Amount"]) == mapping.signature(["deal_owner", " AMOUNT "])
    assert mapping.signature(["Deal Owner"]) != mapping.signature(["Deal Name"])


def test_that_a_table_can_be_mapped_again_without_reading_it_again(tmp_path: Path) -> None:
    table = load(text_file(tmp_path, "甲,乙\n张伟,1\n"))
    assert prepare(table, "people", overrides={"A": "name", "乙": "code"}).rows == [("1", "张伟")]
    with pytest.raises(errors.WrongMapping):
        prepare(table, "people", overrides={"丙": "name"})
    with pytest.raises(errors.WrongMapping):
        prepare(table, "people", overrides={"甲": "nothing"})
    with pytest.raises(errors.UnknownPreset):
        prepare(table, "people", preset="nobody")
    with pytest.raises(errors.UnknownKind):
        prepare(table, "planets")


def test_that_a_misspelt_heading_is_recognised(tmp_path: Path) -> None:
    preview = preview_file(text_file(tmp_path, "employee number,employee name,departmnet\n1,Anna,North\n"), "people")
    assert [(column.field, column.how) for column in preview.mapping.columns] == [("code", "exact"), ("name", "synonym"), ("team", "fuzzy")]


def test_that_question_and_choice_have_words(tmp_path: Path) -> None:
    preview = preview_file(text_file(tmp_path, "单号,业务员,阶段,成交日期\n1,张,怪,03/04/2025\n"), "deals")
    assert len(preview.questions) == 2
    for question in preview.questions:
        assert "{" not in wording.question(question)
        assert all(wording.choice(choice) for choice in question.choices)


def test_that_an_empty_cell_of_a_workbook_is_empty_and_no_wrong_date_or_amount(tmp_path: Path) -> None:
    """Blank days and amounts are usual in workbooks; they must not refuse the row."""
    path = xlsx(tmp_path, [["deal id", "salesperson", "stage", "close date", "value"], ["1", "Li", "Won", date(2026, 3, 1), 100], ["2", "Wu", "Prospecting", None, None]])  # fmt: skip
    preview = preview_file(path, "deals")
    assert preview.rejected == ()
    assert [(record["closed_on"], record["value"]) for record in records(preview)] == [(date(2026, 3, 1), 10000), (None, None)]


def test_that_an_unreadable_encoding_is_the_only_question_and_its_samples_begin_at_the_start(tmp_path: Path) -> None:
    """A question for columns makes no sense before anything could be read."""
    path = text_file(tmp_path, "Mitarbeiter;Name;Straße\n1;Jörg Müller;Größe\n", "latin-1")
    (question,) = preview_file(path, "people").questions
    assert question.key == "encoding"
    assert all(choice.text.startswith("Mitarbeiter") for choice in question.choices)

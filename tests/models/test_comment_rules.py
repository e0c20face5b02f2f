"""Hints to a comment: sentences in both languages that deserve one, and as many that do not."""

from __future__ import annotations

import json
from datetime import date

import pytest

from workbench import paths
from workbench.models.comment_rules import CommentHint, CommentWords, Ground, Written, hints, months_named

START, END = date(2026, 7, 1), date(2026, 9, 30)
CLOSING = "三季度共拜访客户 42 次，七月签下重点客户，八月回访完成，九月按期回款"


def shipped() -> CommentWords:
    content = json.loads((paths.resources() / "comment_words.json").read_text(encoding="utf-8"))
    grounds = tuple(Ground(tuple(row["words"]), tuple(row["not"])) for row in content["grounds"])
    return CommentWords(grounds, tuple(content["good"]), tuple(content["bad"]), tuple(content["not"]), tuple(content["not_negations"]))


def found(text: str, grade: str = "B", facts: tuple[str, ...] = (), others: tuple[tuple[str, str], ...] = ()) -> set[CommentHint]:
    written = Written(text, "王芳", START, END, grade, "SABCD".index(grade), 5, facts, others)
    return {one.hint for one in hints(written, shipped())}


BANNED = (
    "因怀孕外勤减少", "产假后状态一般", "年龄偏大，学新产品慢", "年纪大了跑不动", "身体不好，常请病假", "长期患病影响出勤", "要带孩子，晚上不能加班", "已婚未育，不稳定",
    "离婚后情绪不稳", "家庭负担重", "作为女性已经不错", "外地人，不了解本地市场", "备孕中，不宜安排重点客户", "有抑郁情绪", "She was pregnant in August", "On maternity leave, so fewer visits",
    "Too old for field work", "Often on sick leave", "Her children keep her from late shifts", "Good for a woman", "His health is a concern", "Has family duties in the evening",
)  # fmt: skip
HARMLESS = (
    "与重点客户建立了健康的客户关系", "完成 3 家医院客户的回访", "覆盖不同年龄段的顾客", "账龄超过 60 天的货款已收回", "结婚季促销期间成交 12 单", "负责家务机器人的陈列", "少数民族地区渠道增加 2 家", "耐心接待怀孕的顾客",
    "安排合理，带新人两名", "生意稳定", "病毒式传播的活动效果好", "老客户复购 8 单", "岁末盘点无差错", "Willing to help, still learning", "Skilled with hospital customers", "Manages the pipeline with care",
    "The average order rose to 420", "Handled elderly customers with patience", "Billing was correct in 40 cases", "Chilled goods were sold first", "Wrote the page on storage", "Familiar with all products",
)  # fmt: skip


@pytest.mark.parametrize("text", BANNED)
def test_that_a_ground_that_must_not_count_is_named(text: str) -> None:
    assert CommentHint.GROUND in found(text)


def test_that_harmless_sentences_raise_no_alarm_about_a_ground() -> None:
    alarms = [text for text in HARMLESS if CommentHint.GROUND in found(text)]
    assert alarms == []


@pytest.mark.parametrize(
    ("text", "grade", "hint"),
    [
        ("经常迟到，回访拖延，客户投诉 2 次", "A", CommentHint.TOO_BAD),
        ("跟进不及时，资料有错误", "S", CommentHint.TOO_BAD),
        ("Often late, careless with offers, two complaints", "A", CommentHint.TOO_BAD),
        ("工作积极主动，表现优秀", "D", CommentHint.TOO_GOOD),
        ("Excellent and reliable, always punctual", "C", CommentHint.TOO_GOOD),
    ],
)
def test_that_a_comment_against_the_grade_is_told(text: str, grade: str, hint: CommentHint) -> None:
    assert hint in found(text, grade)


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("没有投诉，无迟到，未出现失误", "S"),
        ("积极主动，回访及时；一次迟到", "A"),
        ("经常迟到，回访拖延", "D"),
        ("态度认真，但多次迟到，业绩未达目标", "D"),
        ("经常迟到，回访拖延", "B"),
        ("不断主动拜访，不仅及时而且细致", "S"),
        ("No complaints, never late, without mistakes", "S"),
        ("Was not reliable and missed two dates", "C"),
    ],
)
def test_that_a_comment_that_fits_its_grade_is_left_alone(text: str, grade: str) -> None:
    assert not found(text, grade) & {CommentHint.TOO_BAD, CommentHint.TOO_GOOD}


@pytest.mark.parametrize("text", ["工作表现良好，继续努力", "Did well, keep going"])
def test_that_a_comment_without_any_fact_is_told_until_one_stands_somewhere(text: str) -> None:
    assert CommentHint.NO_FACT in found(text)
    assert CommentHint.NO_FACT not in found(text, facts=("2026-08-16 客户来信表扬",))


@pytest.mark.parametrize(
    "text", ["签下三家新客户", "回款率 96%", "八月带新人，8月完成交接", "Won 5 deals", "On 3 July he closed the account"]
)
def test_that_a_figure_or_a_day_is_a_fact(text: str) -> None:
    assert CommentHint.NO_FACT not in found(text)


@pytest.mark.parametrize("text", ["9月12日独立签单，9月20日处理投诉", "2026-09-12 签单", "On 12 September she closed a deal"])
def test_that_days_of_the_last_month_alone_are_told_for_a_quarter_and_not_for_a_month(text: str) -> None:
    assert CommentHint.LATE_ONLY in found(text)
    assert CommentHint.LATE_ONLY not in found(text, facts=("2026-07-08 首次拜访",))
    month = Written(text, "王芳", date(2026, 9, 1), END)
    assert CommentHint.LATE_ONLY not in {one.hint for one in hints(month, shipped())}


@pytest.mark.parametrize(
    ("text", "months"),
    [("共 3 个月", set()), ("7月到9月", {7, 9}), ("2026年8月16日", {8}), ("It may improve", set()), ("on 4 May", {5}), ("12.5 万元", set()), ("Aug 16", {8}), ("七月签约，十二月回款", {7, 12}), ("三个月", set())],
)  # fmt: skip
def test_that_months_are_read_out_of_days_and_not_out_of_lengths(text: str, months: set[int]) -> None:
    assert months_named(text) == months


def test_that_the_text_of_somebody_else_is_recognised_without_the_names() -> None:
    own, other = f"王芳{CLOSING}。", f"李强{CLOSING}！"
    assert CommentHint.COPIED in found(own, others=(("赵敏", "另一段完全不同的评语，说的是门店陈列和库存盘点的事情"), ("李强", other)))
    assert CommentHint.COPIED not in found(own, others=(("赵敏", "三季度门店陈列整齐，盘点准确，客户回访及时，下季度多学新产品知识"),))
    assert CommentHint.COPIED not in found("继续努力", others=(("李强", "继续努力"),))


def test_that_an_empty_comment_has_no_hints_and_no_grade_disagrees_with_nothing() -> None:
    assert hints(Written("  ", "王芳", START, END), shipped()) == ()
    assert CommentHint.TOO_GOOD not in {one.hint for one in hints(Written("优秀，出色", "王芳", START, END), shipped())}

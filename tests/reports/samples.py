"""Documents for the tests of printing: vector 8-A of the domain as a full form, and the odd ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction

from workbench.readmodels.documents import (
    ActionItem,
    AgendaItem,
    Attachment,
    BehaviourRow,
    Collaboration,
    Compliance,
    DevelopmentRow,
    EvaluationDocument,
    GoalRow,
    Incident,
    KpiRow,
    OneOnOneDocument,
    ResultUse,
    Signature,
    SignatureRole,
    SummaryPart,
    Text2,
    WeekBlock,
    WeekRow,
    WeekSheetDocument,
    check_code,
)

SHANGHAI = timezone(timedelta(hours=8))
PRINTED = datetime(2026, 10, 14, 15, 20, tzinfo=SHANGHAI)
COMPANY = Text2("上海明远商贸有限公司", "Shanghai Mingyuan Trading Co.")


def kpis() -> tuple[KpiRow, ...]:
    """The four indicators of vector 8-A: 39.20 + 14.40 + 8.33 + 8.80 = 70.73."""
    return (
        KpiRow(
            name=Text2("销售额（净）", "Net sales"),
            definition=Text2("已成交订单减退货", "Closed orders less returns"),
            weight=Fraction(35),
            target="180,000.00",
            prorated=True,
            actual="201,600.00",
            attainment=Fraction(112, 100),
            cap=Fraction(120, 100),
            score=Fraction(3920, 100),
            source=Text2("订单", "orders"),
            rows=37,
        ),
        KpiRow(
            name=Text2("回款率", "Collection"),
            definition=Text2("已收 ÷ 应收", "Received ÷ due"),
            weight=Fraction(15),
            target="100%",
            actual="96.0%",
            attainment=Fraction(96, 100),
            cap=Fraction(1),
            score=Fraction(1440, 100),
            source=Text2("财务台账", "finance ledger"),
            rows=41,
        ),
        KpiRow(
            name=Text2("新客户", "New customers"),
            definition=Text2("首单客户数", "Customers with a first order"),
            weight=Fraction(10),
            target="6",
            actual="5",
            attainment=Fraction(5, 6),
            cap=Fraction(120, 100),
            score=Fraction(833, 100),
            source=Text2("客户档案", "customer file"),
            rows=5,
        ),
        KpiRow(
            name=Text2("客户满意度", "Satisfaction"),
            definition=Text2("回访评分均值", "Mean of call-back scores"),
            weight=Fraction(10),
            target="5.0",
            actual="4.4",
            attainment=Fraction(88, 100),
            cap=Fraction(1),
            score=Fraction(880, 100),
            source=Text2("回访", "call-backs"),
            rows=26,
        ),
    )


def behaviours() -> tuple[BehaviourRow, ...]:
    """4, 3, 5, 4 of five points each: 16.00."""
    return (
        BehaviourRow(
            name=Text2("客户跟进", "Follow-up"),
            anchor=Text2("介于“按约跟进并记录”与“主动预判需求”之间", "Between follows up as promised and anticipates need"),
            self_level=4,
            manager_level=4,
            evidence="A 类客户 14 天内回访率 100%；8-19 主动安排明远药房补货。",
            points=Fraction(4),
        ),
        BehaviourRow(
            name=Text2("执行纪律", "Discipline"),
            anchor=Text2("完成计划，变动提前说明", "Completes plan, tells changes early"),
            self_level=4,
            manager_level=3,
            evidence="计划完成率 91%，两次变更未提前说明（7-22、8-05）。",
            points=Fraction(3),
        ),
        BehaviourRow(
            name=Text2("诚信合规", "Integrity"),
            anchor=Text2("发现问题主动上报并推动改正", "Reports problems and helps fix"),
            self_level=5,
            manager_level=5,
            evidence="9-11 主动上报价签错误并协助更正。",
            points=Fraction(5),
        ),
        BehaviourRow(
            name=Text2("学习成长", "Learning"),
            anchor=Text2("介于“改进一项”与“有计划学习”之间", "Between improves one thing and planned learning"),
            self_level=4,
            manager_level=4,
            evidence="完成产品培训 3 次，测试 84 分；旁听渠道谈判 1 次。",
            points=Fraction(4),
        ),
    )


def evaluation() -> EvaluationDocument:
    """Vector 8-A: 94.73, grade A. Names with rare characters, because they are the ones that go wrong."""
    document = EvaluationDocument(
        company=COMPANY,
        form_number="HR-PE-03",
        form_version="2026.1",
        record_number="PE-2026Q3-0002",
        cycle_kind=Text2("季度评估", "Quarterly review"),
        period_label=Text2("2026 年第三季度", "2026 Q3"),
        period_start=date(2026, 7, 1),
        period_end=date(2026, 9, 30),
        person_name="张䶮",
        staff_number="SH-0017",
        department=Text2("华东直营", "East direct"),
        team=Text2("静安一组", "Jing'an 1"),
        position=Text2("门店销售顾问", "Store consultant"),
        level="P2",
        engagement=Text2("非全日制", "Part-time"),
        hired=date(2025, 11, 3),
        in_post_since=date(2025, 11, 3),
        weekly_hours=Fraction(24),
        worked_hours=Fraction(286),
        factor=Fraction(60, 100),
        eligible_days=66,
        excluded_days=0,
        superior="林立",
        next_superior="周敏",
        hr="黄𬭎",
        territory=Text2("静安", "Jing'an"),
        customer_count=14,
        last_grade="B",
        open_improvements="跨区协作（已改善）",
        kpis=kpis(),
        behaviours=behaviours(),
        collaboration=Collaboration(
            source=Text2("同事匿名评价", "Anonymous peers"),
            count=3,
            score=Fraction(4),
            points=Fraction(8),
            facts="为徐汇组代班 2 次；整理新品问答 1 份，被引用 11 次。",
        ),
        incidents=(
            Incident(
                day=date(2026, 8, 16),
                situation="路演现场人手不足",
                behaviour="主动承接咨询台",
                impact="现场成交 6 单，客户书面致谢",
            ),
            Incident(
                day=date(2026, 7, 22),
                situation="晚班当天有私事",
                behaviour="未说明原因调换班次",
                impact="静安店晚班空缺 1 小时；已在 07-27 一对一中约定改进办法",
                positive=False,
            ),
        ),
        customer_feedback=Text2("CSAT 4.4（26 份）· 投诉 0", "CSAT 4.4 (26 answers) · 0 complaints"),
        compliance=Compliance(clean=True),
        parts=(
            SummaryPart(name=Text2("业绩指标", "Results"), weight=Fraction(70), points=Fraction(7073, 100)),
            SummaryPart(name=Text2("行为与态度", "Behaviour"), weight=Fraction(20), points=Fraction(16)),
            SummaryPart(name=Text2("协作评价", "Collaboration"), weight=Fraction(10), points=Fraction(8)),
        ),
        total=Fraction(9473, 100),
        proposed_grade="A",
        band="85–94.99",
        calibrated_grade="A",
        employee_summary="本季度完成销售额目标的 112%，门店陈列调整后进店转化明显提升。新客户开发比目标少一家，主要因为 9 月有两周只能上周末班。"
        "希望第四季度参与一次渠道谈判，并把晚班固定在周三。",
        achievements=("超额完成销售目标", "A 类客户回访率 100%", "路演现场成交 6 单"),
        improvements=("班次变更提前 24 小时说明", "新客户首访后的第二次跟进"),
        manager_comment="业绩扎实，客户关系稳定。执行纪律较上期有进步，仍需养成提前说明变更的习惯。建议第四季度由孙䶮带教渠道谈判，"
        "达到技能 3 级后参与东方百货的续约。",
        next_manager_opinion="同意。请落实带教安排。",
        hr_opinion="评分依据完整；与同类岗位非全日制员工相比无异常（n = 9，不作分布要求）。",
        uses=(
            ResultUse(label=Text2("季度奖金系数", "Bonus factor"), chosen=True, detail="1.1"),
            ResultUse(label=Text2("培训", "Training"), chosen=True),
            ResultUse(label=Text2("晋升", "Promotion")),
            ResultUse(label=Text2("调岗", "Transfer")),
            ResultUse(label=Text2("改进计划", "Improvement plan")),
        ),
        next_goals=(
            GoalRow(name=Text2("销售额（净）", "Net sales"), target="192,000.00", weight=Fraction(35), due=date(2026, 12, 31)),
            GoalRow(name=Text2("新客户", "New customers"), target="6", weight=Fraction(15), due=date(2026, 12, 31)),
            GoalRow(name=Text2("客户满意度", "Satisfaction"), target="4.6", weight=Fraction(10), due=date(2026, 12, 31)),
        ),
        development=(
            DevelopmentRow(
                skill=Text2("渠道谈判 2 → 3 级", "Channel negotiation 2 → 3"),
                action="旁听 2 次，模拟演练 1 次（≥ 70 分）",
                support="孙䶮 带教",
                due=date(2026, 11, 30),
            ),
        ),
        appeal_deadline=date(2026, 10, 21),
        signatures=(
            Signature(role=SignatureRole.EMPLOYEE, name="张䶮"),
            Signature(role=SignatureRole.SUPERIOR, name="林立"),
            Signature(role=SignatureRole.NEXT_SUPERIOR, name="周敏"),
            Signature(role=SignatureRole.HR, name="黄𬭎"),
        ),
        attachments=(
            Attachment(number="A1", name=Text2("订单明细 37 笔（2 页）", "37 orders (2 pages)"), hash="c01d 77aa"),
            Attachment(number="A2", name=Text2("一对一纪要（共享部分）07-27、08-24、09-21", "One-on-ones, shared part"), hash="5e90 1b3f"),
        ),
        generated_at=PRINTED,
        generated_by="林立",
        audit_head="000412:9d1e",
        locked=True,
        locked_on=date(2026, 10, 14),
    )
    return replace(document, data_check=check_code(document))


def bare_evaluation() -> EvaluationDocument:
    """Nothing but what must be there."""
    return EvaluationDocument(
        company="",
        form_number="F",
        form_version="1",
        record_number="R-1",
        cycle_kind="",
        period_label="",
        period_start=date(2026, 1, 1),
        period_end=date(2026, 3, 31),
        person_name="",
        staff_number="",
        generated_at=PRINTED,
    )


def week_sheet(people: int = 12) -> WeekSheetDocument:
    """A team's week; every third person is away on Thursday."""
    visit = WeekBlock(start=9 * 60, end=11 * 60 + 30, title="东方百货 拜访", place=Text2("南京西路", "West Nanjing Rd"), kind="visit")
    shift = WeekBlock(start=13 * 60, end=18 * 60, title=Text2("静安店 晚班", "Jing'an store, late"), kind="shift")
    calls = WeekBlock(start=14 * 60, end=16 * 60, title=Text2("电话回访", "Call block"), kind="calls")
    rows = tuple(
        WeekRow(
            name=("张䶮", "黄𬭎", "陈晓雨", "林立", "周敏")[at % 5] + (f"{at // 5}" if at >= 5 else ""),
            engagement=Text2("非全日制", "Part-time") if at % 2 else Text2("全日制", "Full-time"),
            planned=(20 + at) * 60,
            limit=24 * 60 if at % 2 else 40 * 60,
            days=((visit,), (shift, calls), (visit, shift) if at % 4 else (), () if at % 3 == 0 else (calls,), (shift,), (), ()),
            away=("", "", "", Text2("年假", "Leave") if at % 3 == 0 else "", "", "", ""),
        )
        for at in range(people)
    )
    return WeekSheetDocument(
        company=COMPANY,
        team=Text2("静安一组", "Jing'an 1"),
        monday=date(2026, 11, 23),
        version=2,
        published=True,
        rows=rows,
        open_tasks=(Text2("周六路演（技能：演示 3 级）", "Saturday roadshow (skill: demo 3)"),),
        generated_at=PRINTED,
        generated_by="林立",
        data_check="7f3a 91c2 0be4",
    )


def one_on_one() -> OneOnOneDocument:
    """The shared part of a talk."""
    return OneOnOneDocument(
        company=COMPANY,
        record_number="OO-2026-0113",
        person_name="张䶮",
        staff_number="SH-0017",
        manager_name="林立",
        team=Text2("静安一组", "Jing'an 1"),
        day=date(2026, 9, 21),
        start=15 * 60,
        end=15 * 60 + 40,
        place=Text2("静安店会议室", "Meeting room, Jing'an"),
        agenda=(
            AgendaItem(text="晚班调换提前说明的做法", done=True, carried=True),
            AgendaItem(text="新客户第二次跟进", done=False),
            AgendaItem(text="第四季度渠道谈判机会"),
        ),
        notes="双方确认：班次变更至少提前 24 小时在系统中提出，并电话告知店长。\n新客户首访后一周内安排第二次联系；张䶮将整理 5 家客户的名单。",
        actions=(
            ActionItem(text="整理 5 家新客户的跟进计划", owner="张䶮", due=date(2026, 9, 28)),
            ActionItem(text="安排旁听一次渠道谈判", owner="林立", due=date(2026, 10, 15), done=True),
        ),
        next_day=date(2026, 10, 12),
        generated_at=PRINTED,
        generated_by="林立",
        data_check="7f3a 91c2 0be4",
        audit_head="000398:77b0",
        locked=True,
    )

"""The printed evaluation: all forty fields, two pages, archive format, same bytes, nothing taken for markup."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pikepdf
import pytest

from tests.reports import samples
from workbench.readmodels.documents import OpinionChoice, Refusal, canonical_json, check_code, data_hash
from workbench.reports import pdfa
from workbench.reports.evaluation import _lay_out, lay_out, print_evaluation, render_evaluation
from workbench.reports.ink import PlacedLine
from workbench.reports.page import qr_modules
from workbench.reports.style import MARGIN, SIGNATURE
from workbench.reports.text import line_text
from workbench.reports.words import Words

Texts = Callable[[bytes], list[str]]
Opened = Callable[[bytes], pikepdf.Pdf]

FIELDS_ZH = (
    """
上海明远商贸有限公司|表单编号 HR-PE-03|版本 2026.1|季度评估|2026-07-01 至 2026-09-30|张䶮 / SH-0017|华东直营 / 静安一组
门店销售顾问 / P2|非全日制|2025-11-03 / 2025-11-03|24 h/周 / 286 h|系数 0.60|66 / 0 个工作日|直接上级
隔级上级|黄𬭎|静安 / 14 家|B / 跨区协作|达成率|封顶|112.0%
120%|目标调整|锚定等级说明|完成计划，变动提前说明|事实依据|协作评价|4.0 / 5
关键事件|2026-08-16|客户反馈摘要|CSAT 4.4|合规与诚信|无违规|加减分
±5|94.73|初评等级|85–94.99|校准后等级|未调整|员工自评总结
主要成绩|待改进|上级综合评语|隔级上级意见|HR 意见|结果应用|季度奖金系数 1.1
下期目标|192,000.00|发展计划|2026-11-30|员工意见|部分同意|不代表同意评估结果
5 个工作日|2026-10-21|人力资源|拒签记录|见证人|送达方式|附件
c01d 77aa|记录 PE-2026Q3-0002|数据校验|000412:9d1e|2026-10-14 15:20|第 1 / 2 页|第 2 / 2 页
""".strip()
    .replace("\n", "|")
    .split("|")
)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def drawn(document: object, language: str = "zh_CN") -> list[str]:
    pages, _ = lay_out(document, Words(language))  # type: ignore[arg-type]
    return [line_text(mark.line) for page in pages for mark in page.marks if isinstance(mark, PlacedLine)]


def test_that_all_forty_fields_of_vector_8a_are_on_two_pages(page_texts: Texts) -> None:
    pages = page_texts(render_evaluation(samples.evaluation()))
    assert len(pages) == 2
    whole = squeezed("".join(pages))
    assert [field for field in FIELDS_ZH if squeezed(field) not in whole] == []
    assert sum((part.points or Fraction() for part in samples.evaluation().parts), Fraction()) == Fraction(9473, 100)


def test_that_the_english_form_speaks_english_on_two_pages(page_texts: Texts) -> None:
    pages = page_texts(render_evaluation(samples.evaluation(), language="en"))
    assert len(pages) == 2
    whole = "".join(pages)
    for words in ("Performance Evaluation", "Behaviour and attitude", "Net sales", "Human resources", "Page 2 / 2", "Part-time", "94.73"):
        assert words in whole
    assert "绩效" not in whole


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("locked", [True, False])
def test_that_the_file_is_pdfa_2b_and_the_same_every_time(language: str, locked: bool) -> None:
    document = replace(samples.evaluation(), locked=locked)
    data = render_evaluation(document, language=language)
    assert pdfa.verdict(data) == pdfa.Verdict(True, ())
    assert render_evaluation(document, language=language) == data


def test_that_the_bytes_do_not_depend_on_what_was_printed_before() -> None:
    program = (
        "import hashlib, sys; from tests.reports import samples; from workbench.reports.evaluation import render_evaluation;"
        "{before}; print(hashlib.sha256(render_evaluation(samples.evaluation())).hexdigest())"
    )
    outputs = {
        subprocess.run([sys.executable, "-c", program.format(before=before)], capture_output=True, text=True, check=True).stdout
        for before in ("pass", "render_evaluation(samples.bare_evaluation(), language='en')")
    }
    assert len(outputs) == 1


def test_that_the_validator_refuses_a_file_without_its_output_intent(opened: Opened) -> None:
    from io import BytesIO

    pdf = opened(render_evaluation(samples.evaluation()))
    del pdf.Root.OutputIntents
    spoiled = BytesIO()
    pdf.save(spoiled)
    assert not pdfa.verdict(spoiled.getvalue()).passed


def test_that_there_is_no_active_content_and_no_transition(opened: Opened) -> None:
    data = render_evaluation(samples.evaluation())
    pdf = opened(data)
    streams = [bytes(item.read_bytes()) for item in pdf.objects if isinstance(item, pikepdf.Stream) and "/Length1" not in item]
    assert pdfa.forbidden(data, streams) == ()
    assert pdfa.forbidden(b"<< /OpenAction 3 0 R >>") == ("/OpenAction",)
    assert all("/Trans" not in page.obj for page in pdf.pages)


def test_that_every_font_is_embedded_as_a_subset(opened: Opened) -> None:
    pdf = opened(render_evaluation(samples.evaluation()))
    fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
    assert len(fonts) > 1
    assert all("/FontFile2" in font.FontDescriptor and "/ToUnicode" in font for font in fonts)
    assert {str(font.BaseFont).split("+")[1] for font in fonts} == {"NotoSansSC-Regular", "NotoSansSC-Bold"}


@pytest.mark.parametrize(
    ("language", "said"), [("zh_CN", "已按约定工时与应评天数折算"), ("en", "pro-rated by agreed hours and eligible days")]
)
def test_that_a_target_is_called_pro_rated_only_where_it_was(page_texts: Texts, language: str, said: str) -> None:
    scaled = samples.evaluation()
    assert [row.prorated for row in scaled.kpis] == [True, False, False, False]
    text = squeezed("".join(page_texts(render_evaluation(scaled, language=language))))
    assert squeezed(said) in text
    assert text.count("180,000.00*") == 1
    plain = replace(scaled, kpis=tuple(replace(row, prorated=False) for row in scaled.kpis))
    text = squeezed("".join(page_texts(render_evaluation(plain, language=language))))
    assert squeezed(said) not in text
    assert "180,000.00*" not in text


def test_that_rare_characters_are_extracted_as_written(page_texts: Texts) -> None:
    whole = "".join(page_texts(render_evaluation(samples.evaluation())))
    assert "张䶮" in whole
    assert "黄𬭎" in whole
    assert "⼈" not in whole
    assert "人力资源" in whole


def test_that_the_metadata_name_the_record_and_no_person(opened: Opened) -> None:
    document = samples.evaluation()
    pdf = opened(render_evaluation(document))
    xmp = pdf.Root.Metadata.read_bytes().decode()
    info = str(dict(pdf.docinfo.items()))
    for personal in ("张䶮", "SH-0017", "林立", "黄𬭎", "周敏"):
        assert personal not in xmp + info
    for mark in (f"record:{document.record_number}", "version:1", f"sha256:{data_hash(document)}", "audit:000412:9d1e"):
        assert mark in xmp
    assert "2026-10-14T15:20:00+08:00" in xmp


def test_that_long_names_stay_in_one_line_under_the_boxes_and_in_the_footer() -> None:
    name = "欧阳若兰很长的名字" * 22
    signed = tuple(replace(signature, name=name) for signature in samples.evaluation().signatures)
    texts = drawn(replace(samples.evaluation(), signatures=signed, generated_by=name))
    for role in ("员工", "直接上级", "隔级上级", "人力资源"):
        assert sum(f"… · {role} · 日期" in text for text in texts) == 1
    assert sum(text.startswith("已锁定 2026-10-14，打印 · 2026-10-14 15:20 UTC+8 · 欧阳") and text.endswith("…") for text in texts) == 2


def test_that_the_footer_says_in_words_whether_it_is_locked() -> None:
    locked = samples.evaluation()
    assert sum(text.startswith("已锁定 2026-10-14，打印 · 2026-10-14") for text in drawn(locked)) == 2
    assert sum(text.startswith("草稿 · 2026-10-14") for text in drawn(replace(locked, locked=False))) == 2
    assert sum(text.startswith("Locked 2026-10-14, printed · 2026-10-14") for text in drawn(locked, "en")) == 2


def test_that_only_a_draft_carries_the_watermark(page_texts: Texts) -> None:
    locked = samples.evaluation()
    assert "草稿 DRAFT" not in drawn(locked)
    assert drawn(replace(locked, locked=False)).count("草稿 DRAFT") == 2
    assert drawn(replace(locked, locked=False), "en").count("草稿 DRAFT") == 2


def test_that_no_printed_line_begins_or_ends_with_a_forbidden_sign() -> None:
    prose = "客户关系稳定，执行纪律较上期有进步；仍需养成“提前说明变更”的习惯（含CRM录入）。建议：《大客户谈判》课程。" * 50
    document = replace(samples.evaluation(), manager_comment=prose, employee_summary=prose[7:], hr_opinion=prose[3:])
    pages, _ = lay_out(document, Words("zh_CN"))
    count = 0
    for page in pages:
        for mark in page.marks:
            if isinstance(mark, PlacedLine) and len(mark.line.tokens) > 20:
                text = line_text(mark.line)
                count += 1
                assert text[0] not in "，；：》”。、）"
                assert text[-1] not in "（《“"
    assert count > 100


def test_that_nothing_is_drawn_outside_the_margins() -> None:
    long = "很长的名字" * 40
    document = replace(
        samples.evaluation(),
        person_name=long,
        company=long,
        staff_number="X" * 200,
        superior="W" * 200,
        record_number="R" * 60,
        hr_opinion="无空格" * 1000,
        opinion_text="y" * 3000,
    )
    pages, _ = lay_out(document, Words("zh_CN"))
    for page in pages:
        for mark in page.marks:
            if isinstance(mark, PlacedLine):
                right = mark.x + mark.line.start + mark.line.width
                assert right <= page.width - MARGIN + 0.1, line_text(mark.line)
                assert 0 < mark.y < page.height


def test_that_twenty_indicators_and_long_comments_repeat_the_head_and_keep_rows_whole() -> None:
    kpis = samples.kpis()
    rows = tuple(replace(kpis[at % 4], name=f"指标{at:02d}", definition="定义说明" * 12) for at in range(20))
    document = replace(samples.evaluation(), kpis=rows, manager_comment="评" * 3000, employee_summary="述" * 3000)
    pages, _ = lay_out(document, Words("zh_CN"))
    texts = [[line_text(mark.line) for mark in page.marks if isinstance(mark, PlacedLine)] for page in pages]
    with_rows = [lines for lines in texts if any(line.startswith("指标") and line != "指标" for line in lines)]
    assert len(with_rows) > 1
    assert all("定义与来源" in lines for lines in with_rows)
    for at in range(20):
        assert sum(line == f"指标{at:02d}" for lines in texts for line in lines) == 1
    whole = "".join(line for lines in texts for line in lines)
    assert whole.count("评" * 20) > 100
    assert sum(line.count("述") for lines in texts for line in lines) >= 3000


def test_that_a_row_higher_than_a_page_goes_on_and_loses_nothing() -> None:
    first, *rest = samples.behaviours()
    document = replace(samples.evaluation(), behaviours=(replace(first, evidence="璟" * 4000), *rest))
    assert sum(line.count("璟") for line in drawn(document)) == 4000


@pytest.mark.parametrize(
    "hostile", ['<img src="/etc/passwd"/>', "<b 未闭合", "&amp; </para>", "a\x00b\x07\u202ec", "😀", "\\)(Tj ET", "{record}"]
)
def test_that_hostile_text_is_printed_as_letters(hostile: str, page_texts: Texts) -> None:
    document = replace(samples.evaluation(), manager_comment=hostile, person_name=hostile, company=hostile, hr_opinion=hostile)
    data = render_evaluation(document)
    assert pdfa.verdict(data).passed
    assert b"root:" not in data
    shown = squeezed("".join(char for char in hostile if char.isprintable() and char != "😀"))
    assert squeezed("".join(page_texts(data))).count(shown) >= 3


def test_that_an_empty_form_prints_with_dashes(page_texts: Texts) -> None:
    data = render_evaluation(samples.bare_evaluation())
    assert pdfa.verdict(data).passed
    assert "—" in "".join(page_texts(data))


def test_that_there_are_four_places_to_sign_of_sixty_by_twenty_millimetres() -> None:
    printed = print_evaluation(samples.evaluation())
    assert [place.role.value for place in printed.signatures] == ["employee", "superior", "next_superior", "hr"]
    for place in printed.signatures:
        assert place.width >= SIGNATURE[0]
        assert place.height >= SIGNATURE[1]
        assert place.page == printed.pages == 2


def test_that_refusal_and_opinion_of_the_employee_are_printed() -> None:
    refusal = Refusal(reason="不同意评分", witness="王堃", delivery="post", day=date(2026, 10, 20))
    lines = drawn(replace(samples.evaluation(), refusal=refusal, opinion=OpinionChoice.PARTLY, opinion_text="请复核新客户数。"))
    whole = "".join(lines)
    for words in ("不同意评分", "王堃", "2026-10-20", "请复核新客户数。"):
        assert words in whole
    assert "☑部分同意" in squeezed(whole)
    assert "☑邮寄" in squeezed(whole)
    assert "☑员工拒签" in squeezed(whole)


def test_that_printing_does_not_need_colour(opened: Opened) -> None:
    pdf = opened(render_evaluation(replace(samples.evaluation(), locked=False)))
    for page in pdf.pages:
        operators = {str(item.operator) for item in pikepdf.parse_content_stream(page)}
        assert operators.isdisjoint({"rg", "RG", "k", "K", "cs", "CS", "sc", "scn", "gs", "sh", "Do"})


def test_that_a_raster_of_the_page_has_its_qr_mark_in_the_corner() -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(render_evaluation(samples.evaluation()))
    picture = document[0].render(scale=4, grayscale=True).to_pil()
    payload = f"PE-2026Q3-0002 v1 p1/2 {samples.evaluation().data_check.replace(' ', '')}"
    modules = qr_modules(payload)
    step = SIGNATURE[1] / 20 * 12.5 / (len(modules) + 4)
    left, low = 595.28 - MARGIN - SIGNATURE[1] / 20 * 12.5, SIGNATURE[1] / 20 * 8
    for row, cells in enumerate(modules):
        for column, dark in enumerate(cells):
            x = left + (column + 2.5) * step
            y = 841.89 - (low + (len(modules) + 4 - row - 2.5) * step)
            assert (picture.getpixel((int(x * 4), int(y * 4))) < 128) is dark
    document.close()


def test_that_the_check_code_follows_the_data_and_not_the_printing() -> None:
    document = samples.evaluation()
    assert check_code(replace(document, generated_by="别人", locked=False, audit_head="x")) == document.data_check
    assert check_code(replace(document, manager_comment="改")) != document.data_check
    assert '"total":"9473/100"' in canonical_json(document)
    assert re.fullmatch(r"[0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}", document.data_check)


def test_that_a_fourth_improvement_and_a_time_without_zone_are_refused() -> None:
    document = samples.evaluation()
    with pytest.raises(ValueError, match="at most 3"):
        replace(document, improvements=("一", "二", "三", "四"))
    with pytest.raises(ValueError, match="zone"):
        replace(document, generated_at=document.generated_at.replace(tzinfo=None))


def test_that_a_form_that_would_need_one_more_sheet_is_set_tighter() -> None:
    """The text of one box grows line by line; at some length only the tighter setting keeps to two sheets."""
    words, saved = Words("en"), 0
    for lines in range(1, 60):
        document = replace(samples.bare_evaluation(), manager_comment="\n".join(["x"] * lines))
        loose, _places = _lay_out(document, words, tight=False)
        chosen, _places = lay_out(document, words)
        assert len(chosen) <= len(loose)
        saved += len(chosen) < len(loose)
    assert saved

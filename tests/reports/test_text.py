"""Lines of Chinese and Latin text: forbidden starts and ends, squeezing, gaps, long words, splitting."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.reports import fonts
from workbench.reports.text import (
    Check,
    Line,
    Run,
    TextStyle,
    ZhParagraph,
    break_lines,
    clean,
    line_text,
    one_line,
)

BAD_STARTS = set("，。、；：？！）》〉」』】”’…—％%·～")
BAD_ENDS = set("（《〈「『【“‘①②③")
SENTENCE = (
    "张䶮（工号A-1024）本季度负责华东区域重点客户，完成“年度框架协议”签署12份，回款率达98.5%；客户满意度（NPS）由42提升至61。"
    "其在Salesforce/CRM系统中的数据录入及时率为100%，但跨部门协作——尤其是与交付团队的需求澄清——仍有改进空间。"
    "建议：①参加《大客户谈判》课程；②每周与王堃、陈旻复盘一次；③由李喆担任导师……"
)
WORDS = ("客户", "回款率", "张䶮", "𬭎", "CRM", "98.5%", "Salesforce", "A-1024", "谈判", "的", "了", "2026-11-22")
MARKS = ("，", "。", "；", "：", "、", "！", "？", "……", "——", "）", "》", "”", "（", "《", "“", "①", " ")


def nature(line: Line) -> float:
    return line.start + line.width


def lines_of(text: str, width: float, size: float = 10, indent: float = 0, align: str = "justify") -> tuple[Line, ...]:
    return break_lines((Run(text),), width, TextStyle(size, size * 1.5, indent, align))  # type: ignore[arg-type]


def test_that_no_line_of_thousands_begins_or_ends_with_a_forbidden_sign() -> None:
    count = 0
    for width in range(60, 480):
        lines = lines_of(SENTENCE * 2, width, indent=2)
        for at, line in enumerate(lines):
            text = line_text(line)
            count += 1
            assert at == 0 or text[0] not in BAD_STARTS, (width, text)
            assert at == len(lines) - 1 or text[-1] not in BAD_ENDS, (width, text)
            assert nature(line) <= width + 0.02, (width, text)
    assert count > 7000


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """Words with at most two signs between them, an opening one always before a word."""
    parts: list[str] = []
    for _ in range(draw(st.integers(3, 40))):
        parts.append(draw(st.sampled_from(WORDS)))
        if draw(st.booleans()):
            parts.append(draw(st.sampled_from(MARKS)))
    return "".join(parts) + "好"


@settings(max_examples=600, deadline=None)
@given(sentences(), st.integers(120, 500), st.sampled_from([7.0, 8.0, 10.5]))
def test_that_any_sentence_keeps_its_characters_and_the_forbidden_signs_inside_the_line(text: str, width: int, size: float) -> None:
    lines = lines_of(text, width, size)
    joined = "".join(line_text(line) for line in lines)
    assert joined.replace(" ", "") == clean(text).replace(" ", "")
    for at, line in enumerate(lines):
        shown = line_text(line)
        assert at == 0 or shown[0] not in BAD_STARTS
        assert at == len(lines) - 1 or shown[-1] not in BAD_ENDS
        assert nature(line) <= width + 0.02


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.integers(20, 300))
def test_that_no_text_whatever_stops_the_breaking(text: str, width: int) -> None:
    for line in lines_of(text, width):
        for token in line.tokens:
            assert all(ord(char) in fonts.widths(fonts.REGULAR) for char in token.text)


def test_that_a_justified_line_ends_at_the_edge_and_the_last_one_does_not() -> None:
    lines = lines_of("客户关系稳定，执行纪律较上期有进步，仍需养成提前说明变更的习惯，建议安排带教。" * 3, 204)
    assert len(lines) > 3
    for line in lines[:-1]:
        hang = 5.0 if line.tokens[-1].right == "E" else 0.0
        assert nature(line) == pytest.approx(204, abs=hang + 0.02)
    assert nature(lines[-1]) < 203


def test_that_an_ideograph_and_a_number_stand_a_little_apart() -> None:
    (line,) = lines_of("订单37笔", 300)
    assert line.spaces[1] == 0
    assert line.spaces[2] > 0
    assert line.spaces[3] > 0


def test_that_a_circled_number_gets_no_gap_and_does_not_end_a_line() -> None:
    (line,) = lines_of("建议①参加", 300)
    assert line.spaces == (0.0,) * len(line.tokens)
    for width in range(40, 120):
        for part in lines_of("建议如下①参加课程②每周复盘③由李喆担任", width)[:-1]:
            assert line_text(part)[-1] not in "①②③"


def test_that_two_signs_in_a_row_are_squeezed() -> None:
    (line,) = lines_of("“协议”，（草案）。", 300)
    assert min(line.spaces) == -5.0


def test_that_a_latin_word_stays_whole_and_one_longer_than_the_line_is_broken() -> None:
    for width in range(80, 160):
        assert any("Salesforce/CRM" in line_text(line) for line in lines_of("系统Salesforce/CRM录入", width))
    lines = lines_of("x" * 200, 100)
    assert len(lines) > 5
    assert all(nature(line) <= 100.02 for line in lines)
    assert sum(len(line_text(line)) for line in lines) == 200


def test_that_a_word_as_long_as_the_line_gives_a_letter_to_the_sign_after_it() -> None:
    lines = lines_of("98.5%A-10242026-11-22，客户客户客户", 120, 10.5)
    assert [line_text(line)[0] for line in lines[1:]] != []
    assert all(line_text(line)[0] not in BAD_STARTS for line in lines)


def test_that_a_dash_pair_and_an_ellipsis_are_never_torn() -> None:
    for width in range(30, 200):
        for line in lines_of("协作——尤其是澄清……仍有空间", width):
            assert line_text(line).count("—") in (0, 2)
            assert line_text(line).count("…") in (0, 2)


def test_that_line_ends_of_the_text_are_kept_and_blank_ends_are_not() -> None:
    assert [line_text(line) for line in lines_of("一\n\n二\n\n", 100)] == ["一", "", "二"]
    assert lines_of("", 100) == ()


def test_that_markup_is_only_letters() -> None:
    text = '<img src="/etc/passwd"/><b 未闭合 &amp; </para>'
    assert "".join(line_text(line) for line in lines_of(text, 2000)) == text


def test_that_what_the_font_lacks_is_shown_as_a_box_and_control_signs_vanish() -> None:
    assert clean("好\x00的\u202e😀\ufeff") == "好的□"
    assert clean("a\tb\r\nc\xa0d") == "a b\nc d"
    assert clean("don’t “好”") == "don't “好”"


def test_that_a_paragraph_splits_with_two_lines_on_either_side() -> None:
    style = TextStyle(10, 15)
    paragraph = ZhParagraph.of(SENTENCE * 3, 200, style)
    count = len(paragraph.lines)
    for fits in range(count + 2):
        parts = paragraph.split(fits * 15.0)
        if fits < 2 or fits >= count:
            assert parts is None
            continue
        assert parts is not None
        assert len(parts[0].lines) >= 2
        assert len(parts[1].lines) >= 2
        assert parts[0].lines + parts[1].lines == paragraph.lines


def test_that_a_box_is_a_token_of_its_own() -> None:
    (line,) = break_lines((Check(True), Run("培训")), 200, TextStyle())
    assert line.tokens[0].face == ""
    assert len(line.tokens) == 3


def test_that_a_line_too_long_for_its_place_says_so() -> None:
    line = one_line("很长的公司名称" * 30, 200, TextStyle(9, 12))
    assert line_text(line).endswith("…")
    assert nature(line) <= 201


def test_that_breaking_is_the_same_every_time() -> None:
    chosen = random.Random(8)
    for _ in range(50):
        width = chosen.uniform(50, 400)
        first = lines_of(SENTENCE, width)
        break_lines.cache_clear()
        assert lines_of(SENTENCE, width) == first

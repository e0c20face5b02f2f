"""Light marks: what is bold, what is a list, and that the text without them is what was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.models.values import marks


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("今天**很忙**。", (("今天", False), ("很忙", True), ("。", False))),
        ("** 不是 **", (("** 不是 **", False),)),
        ("没有关上**的", (("没有关上**的", False),)),
        ("**甲****乙**", (("甲", True), ("乙", True))),
        ("- 一\n- **二**", (("• 一\n• ", False), ("二", True))),
        ("", ()),
    ],
)
def test_that_closed_marks_are_bold_and_others_stay(text: str, found: tuple[tuple[str, bool], ...]) -> None:
    assert marks.pieces(text) == found


@pytest.mark.parametrize(
    ("line", "following"),
    [
        ("- 送样机", "- "),
        ("* a", "* "),
        ("1. 送样机", "2. "),
        ("9、送", "10、 "),
        ("  - 里", "  - "),
        ("- ", ""),
        ("3. ", ""),
        ("送样机", None),
        ("-5 度", None),
    ],
)
def test_that_a_list_goes_on_and_ends_on_an_empty_item(line: str, following: str | None) -> None:
    assert marks.continued(line) == following


@given(st.text("甲乙ab *", max_size=12), st.data())
def test_that_bold_put_on_and_taken_off_again_gives_the_text_back(text: str, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(first, len(text)))
    if "*" in text:
        return  # stars of the writer's own may be taken for marks
    marked, a, b = marks.toggled(text, first, end)
    assert marked[a:b] == text[first:end]
    assert marks.toggled(marked, a, b) == (text, first, end)


@given(st.text("甲乙ab\n-1.", max_size=30))
def test_that_a_text_without_stars_keeps_every_character_but_bullets(text: str) -> None:
    assert marks.plain(text).replace("•", "-") == text

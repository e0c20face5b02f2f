"""Every code has a sentence with its figures in both languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.planner.vectors import day
from workbench import i18n
from workbench.planner import texts
from workbench.planner.problem import ASKED_FOR, LEVELS, Level, Reason
from workbench.planner.rules import DYNAMIC, STATIC

WHEN = {"day": day(0), "start": 540, "end": 780}
REASONS = [
    Reason("AVAIL", WHEN),
    Reason("SKILL", {"skill": "s", "level": 2, "have": 0}),
    Reason("SKILL", {"skill": "s", "level": 2, "have": 1}),
    Reason("SKILL", {"skill": "s", "level": 2, "expired": day(0)}),
    Reason("TERR", {"territory": "E", "territories": ("W", "N")}),
    Reason("LEAVE", {**WHEN, "reason": "x"}),
    Reason("LEAVE", {**WHEN, "reason": ""}),
    Reason("CONTRACT", {"day": day(0), "valid_from": day(1)}),
    Reason("CONTRACT", {"day": day(1), "valid_to": day(0)}),
    Reason("CONTRACT", {"day": day(1), "valid_to": day(0), "valid_from": day(2)}),
    Reason("CONSENT"),
    Reason("PIN", {"workers": ("A",)}),
    Reason("OVERLAP", {**WHEN, "other": "T", "gap": -60, "travel": 0}),
    Reason("OVERLAP", {**WHEN, "other": "T", "gap": 10, "travel": 43}),
    Reason("LAW24", {"minutes": 1680, "limit": 1440}),
    Reason("MAXH", {"minutes": 1680, "limit": 1440}),
    Reason("LAW_DAY", {"minutes": 360.0, "limit": 240, "days": 2}),
    Reason("REST", {"other": "T", "minutes": 600, "limit": 660}),
    Reason("BARRED"),
    Reason("TASKH", {"minutes": 480, "limit": 360}),
    Reason("ORDER", {**WHEN, "other": "T"}),
    Reason("OTHERH", {"minutes": 2640, "limit": 2400, "other": 480}),
    Reason("TOGETHER", {"other": "T", "workers": ("A",)}),
    Reason("DAYH", {"day": day(0), "minutes": 480, "limit": 360}),
    Reason("DAYN", {"day": day(0), "tasks": 3, "limit": 2}),
    Reason("CONSEC", {"days": 7, "limit": 6}),
    Reason("DAYSOFF", {"days": 1, "limit": 2}),
    Reason("WEEKEND", {"weekends": 3, "limit": 2}),
    Reason("SUCC", {"first": "T", "second": "U", "day": day(1)}),
    Reason("RUN", {"days": 1, "limit": 2}),
    Reason("KINDN", {"tasks": 3, "limit": 2}),
    Reason("FREE"),
    *(Reason("TURN", {"workers": ("A",), "ratio": 0.5, "other_ratio": 0.4, "by": by}) for by in texts.TURNS),
    Reason("PINNED"),
    Reason("SKILLED", {"skill": "s", "level": 3}),
    Reason("INSIDE", {"preference": 4}),
    Reason("ONLY"),
    *(Reason("LOWEST", {"ratio": 0.25, "people": 3, "by": by}) for by in texts.LOWEST),
    Reason("RATIO", {"ratio": 0.25, "people": 3}),
    Reason("OWNER", {"customer": "C"}),
]
CHANGES = [
    Reason("WITHOUT", {"task": "T", "others": ("B",)}),
    Reason("WITHOUT", {"task": "T", "others": ()}),
    Reason("FEWER", {"minutes": 240}),
    Reason("INSTEAD", {"worker": "B"}),
    *(next(one for one in REASONS if one.code == code) for code in STATIC),
]


@pytest.fixture(params=["en", "zh_CN"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    i18n.use(request.param)
    yield request.param
    i18n.use("en")


def test_that_all_rules_and_levels_have_words() -> None:
    assert {one.code for one in REASONS} >= {*STATIC, *DYNAMIC}
    assert set(texts.LABELS) >= {*STATIC, *DYNAMIC}
    assert list(texts.LEVELS) == [*LEVELS, *ASKED_FOR]


def test_that_every_reason_and_change_is_a_sentence_of_the_language(language: str) -> None:
    written = [texts.reason(one) for one in REASONS] + [texts.change((one,)) for one in CHANGES]
    written += [texts.level(Level(name, 1, 2, proven, 0.1)) for name in LEVELS for proven in (False, True)]
    assert all(written)
    assert len(set(written)) >= len(REASONS) + len(CHANGES)
    for text in written:
        assert "{" not in text
        assert any("一" <= letter <= "鿿" for letter in text) == (language == "zh_CN")


def test_that_a_pin_against_rules_is_one_sentence_with_all_of_them(language: str) -> None:
    broken = (("T", "A", REASONS[0]), ("T", "A", REASONS[9]), ("U", "A", REASONS[9]))
    told = texts.conflicts(broken, {"A": "王堃", "T": "早班", "U": "晚班"}.__getitem__)
    assert len(told) == 2
    assert all(part in told[0] for part in ("王堃", "早班", texts.reason(REASONS[0]), texts.reason(REASONS[9])))
    assert told[0].startswith("已将王堃锁定在早班" if language == "zh_CN" else "王堃 is locked to 早班")


def test_that_hours_have_no_needless_decimals() -> None:
    assert [texts.hours(minutes) for minutes in (240, 270, 220, 0, 600)] == ["4", "4.5", "3.67", "0", "10"]


def test_that_codes_are_shown_by_their_names() -> None:
    names = {"A": "王堃", "T": "门店早班"}
    assert "王堃" in texts.reason(Reason("PIN", {"workers": ("A",)}), names.__getitem__)
    assert "门店早班" in texts.change((Reason("WITHOUT", {"task": "T", "others": ()}),), names.__getitem__)

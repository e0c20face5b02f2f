"""Finding and ordering names by pinyin, with surnames read as surnames."""

from __future__ import annotations

import subprocess
import sys

import pytest

from workbench.services.names import matches, search_keys, sort_key

SURNAMES = [
    "薄",
    "bo",
    "粘",
    "nian",
    "能",
    "nai",
    "曾",
    "zeng",
    "单",
    "shan",
    "仇",
    "qiu",
    "解",
    "xie",
    "翟",
    "zhai",
    "区",
    "ou",
    "查",
    "zha",
    "朴",
    "piao",
    "盖",
    "ge",
    "缪",
    "miao",
    "乐",
    "yue",
    "覃",
    "qin",
    "冼",
    "xian",
    "洗",
    "xian",
    "员",
    "yun",
    "逄",
    "pang",
    "秘",
    "bi",
    "种",
    "chong",
    "召",
    "shao",
    "宁",
    "ning",
    "葛",
    "ge",
    "任",
    "ren",
    "华",
    "hua",
    "纪",
    "ji",
    "黑",
    "he",
    "谌",
    "chen",
    "折",
    "she",
    "繁",
    "po",
    "燕",
    "yan",
    "那",
    "na",
    "尉迟",
    "yuchi",
    "万俟",
    "moqi",
    "长孙",
    "zhangsun",
    "令狐",
    "linghu",
    "单于",
    "chanyu",
    "澹台",
    "tantai",
]


@pytest.mark.parametrize(("surname", "reading"), list(zip(SURNAMES[::2], SURNAMES[1::2], strict=True)))
def test_that_surnames_are_read_as_surnames(surname: str, reading: str) -> None:
    keys = search_keys(surname + "明").split()
    assert keys[0] == f"{reading}ming"
    assert matches(reading, surname + "明", " ".join(keys))


def test_that_initials_follow_the_surname_reading() -> None:
    assert search_keys("曾国藩") == "zengguofan zgf"
    assert search_keys("尉迟恭") == "yuchigong ycg"


def test_that_a_surname_with_two_readings_is_found_by_both() -> None:
    keys = search_keys("乐嘉")
    assert matches("yuejia", "乐嘉", keys)
    assert matches("lejia", "乐嘉", keys)
    assert matches("lj", "乐嘉", keys)


def test_that_u_with_dots_is_found_as_v_and_as_u() -> None:
    assert {"lvbu", "lubu", "lb"} <= set(search_keys("吕布").split())


@pytest.mark.parametrize(("name", "reading"), [("𬭎明", "hongming"), ("李䶮", "liyan"), ("王堃", "wangkun")])
def test_that_rare_characters_have_their_readings(name: str, reading: str) -> None:
    assert search_keys(name).split()[0] == reading


def test_that_companies_and_places_have_no_surname() -> None:
    assert search_keys("长城贸易", is_person=False).split()[0] == "changchengmaoyi"
    assert search_keys("重庆商贸", is_person=False).split()[0] == "chongqingshangmao"
    assert search_keys("解放商城", is_person=False) == "jiefangshangcheng jfsc"


def test_that_latin_and_mixed_names_are_lower_case_words() -> None:
    assert search_keys("Anna Snelling") == "anna snelling annasnelling as"
    assert "wanganna" in search_keys("王Anna").split()
    assert matches("snell", "Anna Snelling", search_keys("Anna Snelling"))
    assert matches("o'brien", "Pat O'Brien", search_keys("Pat O'Brien"))


@pytest.mark.parametrize("query", ["曾", "国藩", "zeng", "ZENG", "guofan", "zgf", "zg", "z", "zeng guofan", "", "  "])
def test_that_typing_finds_a_person(query: str) -> None:
    assert matches(query, "曾国藩", search_keys("曾国藩"))


@pytest.mark.parametrize("query", ["ceng", "李", "f", "zeng li", "zgfx"])
def test_that_typing_something_else_does_not(query: str) -> None:
    assert not matches(query, "曾国藩", search_keys("曾国藩"))


def test_that_names_are_ordered_by_pinyin_with_one_surname_together() -> None:
    names = ["曾巩", "翟明", "单雄信", "李明", "厉明", "李安", "安娜", "Zoe", "bob"]
    assert sorted(names, key=sort_key) == ["安娜", "bob", "李安", "李明", "厉明", "单雄信", "曾巩", "翟明", "Zoe"]


def test_that_a_long_name_fits_the_search_column() -> None:
    keys = search_keys("长" * 200)
    assert len(keys) <= 400
    assert keys.startswith(("chang", "zhang"))


@pytest.mark.parametrize("name", ["", " ", "·", "!!"])
def test_that_a_name_without_letters_has_no_keys(name: str) -> None:
    assert search_keys(name) == ""
    assert sort_key(name) == ""
    assert matches("", name, "")


def test_that_the_pinyin_library_is_not_loaded_before_a_chinese_name() -> None:
    program = "import sys; from workbench.services import names; names.search_keys('Anna'); sys.exit('pypinyin' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0

"""Names in Chinese and Latin letters: how they are found by pinyin and initials, and how they are ordered.

Surnames are read as surnames (曾 zēng, 单 shàn), from an own table, because a general pinyin library reads
them as words. The library takes a fifth of a second to load, so it is loaded at the first Chinese name.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

KEYS_LIMIT = 400
"""Length of the search columns."""

_SURNAMES = """
曾 zeng1; 单 shan4; 仇 qiu2; 解 xie4; 翟 zhai2; 区 ou1; 查 zha1; 朴 piao2 pu3; 盖 ge3 gai4; 缪 miao4; 乐 yue4 le4; 覃 qin2 tan2;
冼 xian3; 洗 xian3; 员 yun4; 逄 pang2; 秘 bi4; 种 chong2; 召 shao4; 宁 ning4; 葛 ge3; 任 ren2; 华 hua4; 纪 ji3; 黑 he4; 谌 chen2 shen4;
尉 wei4 yu4; 那 na1; 哈 ha3; 燕 yan1; 折 she2; 繁 po2; 钭 tou3; 句 gou1; 教 jiao4; 过 guo1; 车 che1; 卜 bu3; 于 yu2; 沈 shen3; 贾 jia3;
柏 bai3 bo2; 隗 wei3 kui2; 牟 mou2 mu4; 佴 nai4; 撒 sa4; 阚 kan4; 郗 xi1 chi1; 郇 xun2 huan2; 郝 hao3; 郄 qie4 xi4; 都 du1; 祭 zhai4;
莘 shen1; 相 xiang4; 应 ying1; 晁 chao2; 晟 cheng2; 殷 yin1; 会 gui4; 谷 gu3; 臧 zang1; 重 chong2; 角 jue2; 观 guan4; 贠 yun4; 呙 guo1;
石 shi2; 不 fou3; 万 wan4; 曲 qu1; 訾 zi1; 干 gan1; 乜 nie4; 么 yao1; 肖 xiao1; 俞 yu2; 涂 tu2; 占 zhan1; 要 yao1; 瞿 qu2; 璩 qu2;
芮 rui4; 蔚 yu4 wei4; 褚 chu3; 遆 ti2; 酆 feng1; 隽 juan4; 雒 luo4; 靳 jin4; 鞠 ju1; 冯 feng2; 令 ling2; 厍 she4; 叶 ye4; 吕 lv3;
宓 mi4; 宿 su4; 庹 tuo3; 扈 hu4; 薄 bo2; 粘 nian2; 能 nai4
"""
_COMPOUND = """
尉迟 yu4 chi2; 万俟 mo4 qi2; 长孙 zhang3 sun1; 单于 chan2 yu2; 澹台 tan2 tai2; 令狐 ling2 hu2; 司徒 si1 tu2; 司马 si1 ma3; 司空 si1 kong1;
欧阳 ou1 yang2; 上官 shang4 guan1; 诸葛 zhu1 ge3; 夏侯 xia4 hou2; 皇甫 huang2 fu3; 慕容 mu4 rong2; 宇文 yu3 wen2; 轩辕 xuan1 yuan2;
闻人 wen2 ren2; 东方 dong1 fang1; 赫连 he4 lian2; 公孙 gong1 sun1; 仲孙 zhong4 sun1; 钟离 zhong1 li2; 濮阳 pu2 yang2; 淳于 chun2 yu2;
太叔 tai4 shu1; 申屠 shen1 tu2; 独孤 du2 gu1; 南宫 nan2 gong1; 端木 duan1 mu4; 百里 bai3 li3; 东郭 dong1 guo1; 呼延 hu1 yan2;
亓官 qi2 guan1; 乐正 yue4 zheng4; 夹谷 jia1 gu3; 谷梁 gu3 liang2; 宰父 zai3 fu3; 鲜于 xian1 yu2; 拓跋 tuo4 ba2; 第五 di4 wu3; 漆雕 qi1 diao1
"""


@cache
def _surnames() -> dict[str, tuple[str, ...]]:
    """Readings of one-character surnames with tone, the usual one first."""
    return {row.split()[0]: tuple(row.split()[1:]) for row in _SURNAMES.split(";") if row.strip()}


@cache
def _compounds() -> dict[str, tuple[str, str]]:
    """Syllables of two-character surnames with tone."""
    rows = (row.split() for row in _COMPOUND.split(";") if row.strip())
    return {name: (first, second) for name, first, second in rows}


@cache
def _reader() -> Callable[[str], list[str]]:
    """Characters to syllables with tone numbers, one for each character; a character without reading stays."""
    from pypinyin import Style, lazy_pinyin

    def read(text: str) -> list[str]:
        # `errors` may give a list, as its documentation says, but not its types
        return [str(one) for one in lazy_pinyin(text, style=Style.TONE3, errors=list)]  # type: ignore[arg-type]

    return read


def _is_han(character: str) -> bool:
    return unicodedata.name(character, "").startswith(("CJK UNIFIED", "CJK COMPAT")) or character == "〇"


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


@lru_cache(maxsize=20_000)
def _syllables(han: str, is_person: bool) -> tuple[tuple[str, ...], ...]:
    """Readings with tone of each character of a run of Chinese characters, the usual one first."""
    if is_person and len(han) > 2 and han[:2] in _compounds():
        return tuple((one,) for one in _compounds()[han[:2]]) + _syllables(han[2:], is_person=False)
    if is_person and han[:1] in _surnames():
        return (_surnames()[han[0]], *_syllables(han[1:], is_person=False))
    if is_person and len(han) > 1:
        return _syllables(han[0], is_person=False) + _syllables(han[1:], is_person=False)
    return tuple((one,) for one in _reader()(han)) if han else ()


def _plain(syllable: str) -> str:
    return syllable.rstrip("012345").lower()


def _words(name: str, is_person: bool) -> list[tuple[str, tuple[tuple[str, ...], ...]]]:
    """Runs of the name: Latin words as they are, Chinese ones with the readings of each character."""
    words: list[tuple[str, tuple[tuple[str, ...], ...]]] = []
    first = True
    for run in re.findall(r"\w+", _normal(name)):
        for part in _runs(run):
            is_han = _is_han(part[0])
            words.append((part, _syllables(part, is_person and first) if is_han else ()))
            first = False
    return words


def _runs(word: str) -> Sequence[str]:
    parts: list[str] = []
    for character in word:
        if parts and _is_han(parts[-1][0]) == _is_han(character):
            parts[-1] += character
        else:
            parts.append(character)
    return parts


def search_keys(name: str, is_person: bool = True) -> str:
    """What a name is found by: full pinyin and initials, lower case, without tones, separated by blanks.

    A surname with two readings in use gives both; ü is found as v and as u. Latin words stay words. At most
    400 characters. For companies and places pass `is_person=False`: their first character is no surname.

    >>> search_keys("曾国藩"), search_keys("Anna Snelling")
    ('zengguofan zgf', 'anna snelling annasnelling as')
    """
    words = _words(name, is_person)
    latin = [word.lower() for word, readings in words if not readings]
    keys = dict.fromkeys(latin)
    choices = [_choices(word, readings) for word, readings in words]
    for combination in product(*choices):
        full = "".join(one for one, _ in combination)
        keys[full] = None
        if "v" in full and not latin:
            keys[full.replace("v", "u")] = None
    for combination in product(*choices):
        keys["".join(initials for _, initials in combination)] = None
    return " ".join(key for key in keys if key)[:KEYS_LIMIT].strip()


def _choices(word: str, readings: tuple[tuple[str, ...], ...]) -> list[tuple[str, str]]:
    """(full, initials) of a run; several only where its surname has several readings."""
    if not readings:
        return [(word.lower(), word[0].lower())]
    rest = [_plain(one[0]) for one in readings[1:]]
    starts = dict.fromkeys(_plain(one) for one in readings[0])
    return [("".join((start, *rest)), "".join(part[:1] for part in (start, *rest))) for start in starts]


def sort_key(name: str, is_person: bool = True) -> str:
    """Text by which names are ordered: pinyin by syllable, then tone, then character; Latin words in lower case.

    >>> sorted(["单雄信", "曾巩", "Zoe", "安娜"], key=sort_key)
    ['安娜', '单雄信', '曾巩', 'Zoe']
    """
    parts: list[str] = []
    for word, readings in _words(name, is_person):
        if readings:
            for sign, (reading, *_) in zip(word, readings, strict=True):
                tone = reading[-1] if reading[-1].isdigit() else "5"
                parts.append(f"{_plain(reading)} {tone}{sign}")
        else:
            parts.append(word.lower())
    return " ".join(parts)


def matches(query: str, name: str, keys: str) -> bool:
    """Whether what is being typed finds the name: by its characters, pinyin or initials; every typed word must fit.

    `keys` is what `search_keys` gave. An empty query finds everything.
    """
    plain_name = _normal(name).casefold()
    known = keys.split()
    return all(part in plain_name or _fits(part, known) for part in _normal(query).casefold().replace("'", "").split())


def _fits(typed: str, known: Sequence[str]) -> bool:
    """One letter has to begin a key; more may lie anywhere in it (国藩 typed as guofan)."""
    return any(key.startswith(typed) or (len(typed) > 1 and typed in key) for key in known)

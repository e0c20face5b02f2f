"""The catalogues: nothing missing, same placeholders, one translation a message, in both languages."""

from __future__ import annotations

import importlib.util
import string
from collections import defaultdict
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from workbench import i18n

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations" / "zh_CN"


def extracted() -> list[tuple[str, ...]]:
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    dev = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(dev)
    found: list[tuple[str, ...]] = dev.extracted()
    return found


def translations() -> dict[str, list[tuple[str, str]]]:
    """Message id to (file, translation)."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for file in sorted(FOLDER.glob("*.po")):
        with file.open("rb") as stream:
            for message in read_po(stream, locale="zh_CN"):
                if message.id and message.string:
                    key = message.id if isinstance(message.id, str) else message.id[0]
                    text = message.string if isinstance(message.string, str) else message.string[0]
                    found[key].append((file.name, text))
    return found


def placeholders(text: str) -> set[str]:
    return {name for _literal, name, _spec, _conversion in string.Formatter().parse(text) if name}


def test_that_no_message_is_without_a_chinese_translation() -> None:
    known = translations()
    assert [ids[0] for ids in extracted() if ids[0] not in known] == []


def test_that_translations_keep_the_placeholders() -> None:
    """A plural message may leave {n} out in its singular; Chinese has one form for both."""
    allowed = {ids[0]: set().union(*(placeholders(one) for one in ids)) for ids in extracted()}
    wrong = [
        (key, text)
        for key, rows in translations().items()
        for _file, text in rows
        if key in allowed and (placeholders(text) - allowed[key] or allowed[key] - placeholders(text) - {"n"})
    ]
    assert wrong == []


def test_that_a_message_has_one_translation() -> None:
    assert {key: rows for key, rows in translations().items() if len({text for _file, text in rows}) > 1} == {}


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_that_the_compiled_catalogue_answers(language: str) -> None:
    expected = {"zh_CN": "取消", "en": "Cancel"}[language]
    assert i18n.catalogue(language).gettext("Cancel") == expected


def test_that_a_missing_message_would_be_noticed() -> None:
    assert "A message that nobody translated." not in translations()

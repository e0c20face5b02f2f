"""The texts of the rules: each one has a Chinese sentence with the same figures in it."""

from __future__ import annotations

import re

from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from workbench import paths

FOLDER = paths.bundled() / "workbench" / "models"


def written() -> set[str]:
    found: set[str] = set()
    for file in (*sorted((FOLDER / "values").glob("*.py")), *sorted(FOLDER.glob("*_rules.py"))):
        found |= {str(message) for _, message, _, _ in extract_from_file("python", str(file), keywords={"N_": None})}
    return found


def test_that_every_text_of_the_rules_is_translated_and_none_is_left_over() -> None:
    with (paths.resources() / "translations" / "zh_CN" / "rules.po").open("rb") as stream:
        chinese = {str(message.id): str(message.string) for message in read_po(stream, locale="zh_CN") if message.id}
    assert set(chinese) == written()
    for english, text in chinese.items():
        assert text
        assert sorted(re.findall(r"\{\w+\}", english)) == sorted(re.findall(r"\{\w+\}", text))

"""Tooltips show what somebody wrote as it was written, also when it looks like markup."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import Qt as Rich
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from workbench.views.itemmodels.people_list import PeopleListModel
from workbench.views.itemmodels.rows import Column, RowsTableModel
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import ElidedText

NAMES = ("<b>张伟</b>", "<img src='file:///etc/passwd'>", "<a href=x>", "Smith & <Sons>", "第一行\n<b>第二行</b>", "<!-- --> <p>x")


def shown(tip: str) -> str:
    """What a tooltip with this text would show, as Qt decides it."""
    if not Rich.mightBeRichText(tip):
        return tip
    document = QTextDocument()
    document.setHtml(tip)
    return document.toPlainText().replace("\u2028", "\n")


@pytest.mark.parametrize("name", [*NAMES, "张伟", "a < b > c", "", "R&D"])
def test_that_a_tooltip_shows_what_was_written(qapp: object, name: str) -> None:
    assert shown(tip_text(name)) == name


def test_that_these_names_would_be_taken_for_rich_text(qapp: object) -> None:
    assert sum(Rich.mightBeRichText(name) and shown(name) != name for name in NAMES) >= 3


def test_that_plain_text_stays_as_it_is() -> None:
    assert tip_text("张伟\n2026-11-23") == "张伟\n2026-11-23"


def test_that_item_models_and_elided_texts_show_names_plainly(qtbot: QtBot) -> None:
    name = NAMES[1]

    class Person:
        person_id, id = 1, 1

        def __init__(self) -> None:
            self.name = name

    people: PeopleListModel[Person] = PeopleListModel()
    people.set_rows([Person()])
    table = RowsTableModel([Column("Name", lambda row: row.name, lambda row: row.name)])
    table.set_rows([Person()])
    for model in (people, table):
        index = model.index(0, 0, QModelIndex())
        assert shown(model.data(index, Qt.ItemDataRole.ToolTipRole)) == name
        assert model.data(index, Qt.ItemDataRole.DisplayRole) == name
        assert model.data(index, Qt.ItemDataRole.AccessibleTextRole) == name
    text = ElidedText(name * 5)
    qtbot.addWidget(text)
    text.resize(40, 20)
    text.setText(name * 6)
    assert shown(text.toolTip()) == name * 6

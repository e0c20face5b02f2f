"""Rules of the printing house: no markup paragraphs, no Qt, late imports, complete labels, exact figures."""

from __future__ import annotations

import ast
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from workbench import paths
from workbench.reports import patches
from workbench.reports.words import Words, figure, half_up, hours, percent, short

REPORTS = Path(patches.__file__).parent


def markup_paragraphs(source: str) -> list[int]:
    """Lines that build a ReportLab Paragraph, or bring platypus in at all: text would be read as markup there."""
    found = []
    for node in ast.walk(ast.parse(source)):
        module = getattr(node, "module", "") or ""
        names = [alias.name for alias in getattr(node, "names", []) if isinstance(alias, ast.alias)]
        if isinstance(node, (ast.Import, ast.ImportFrom)) and ("platypus" in module or any("platypus" in name for name in names)):
            found.append(node.lineno)
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name == "Paragraph":
                found.append(node.lineno)
    return found


def test_that_no_report_builds_a_markup_paragraph() -> None:
    for file in REPORTS.rglob("*.py"):
        assert markup_paragraphs(file.read_text(encoding="utf-8")) == [], file.name


@pytest.mark.parametrize(
    "bad",
    ["from reportlab.platypus import Paragraph", "import reportlab.platypus as p\np.Paragraph(note)", "Paragraph(name, style)"],
)
def test_that_the_lint_catches_a_planted_one(bad: str) -> None:
    assert markup_paragraphs(bad)


def test_that_importing_the_reports_loads_no_library() -> None:
    program = (
        "import sys; import workbench.reports.evaluation, workbench.reports.week, workbench.reports.one_on_one, workbench.reports.batch;"
        "print([name for name in ('reportlab', 'pikepdf', 'PySide6', 'sqlalchemy', 'PIL') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def labels() -> set[str]:
    """Every message id that the reports mark."""
    found = set()
    for file in REPORTS.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                if name in ("_", "N_") and isinstance(node.args[0].value, str):
                    found.add(node.args[0].value)
    return found


def test_that_every_label_has_its_chinese_with_the_same_placeholders() -> None:
    import string

    from babel.messages.pofile import read_po

    known: dict[str, str] = {}
    for file in (paths.resources() / "translations" / "zh_CN").glob("*.po"):
        with file.open("rb") as stream:
            known |= {str(message.id): str(message.string) for message in read_po(stream) if message.id and isinstance(message.id, str)}
    assert len(labels()) > 80
    for label in labels():
        assert known.get(label), label
        names = [{part[1] for part in string.Formatter().parse(text) if part[1]} for text in (label, known[label])]
        assert names[0] == names[1], label


def test_that_figures_round_half_up_and_exactly() -> None:
    assert half_up(Fraction(8325, 1000), 2) == "8.33"
    assert half_up(Fraction(1, 200), 2) == "0.01"
    assert half_up(Fraction(-1, 200), 2) == "-0.01"
    assert half_up(Fraction(-1, 1000), 2) == "0.00"
    assert percent(Fraction(5, 6)) == "83.3%"
    assert percent(Fraction(112, 100)) == "112.0%"
    assert short(Fraction(35)) == "35"
    assert short(Fraction(125, 10)) == "12.5"
    assert short(100) == "100"
    assert figure(None) == "—"
    assert [hours(minutes) for minutes in (1440, 90, 0, 600)] == ["24", "1.5", "0", "10"]


def test_that_section_numbers_follow_the_language() -> None:
    chinese = Words("zh_CN")
    assert [chinese.numbered(number) for number in (1, 10, 11, 20, 21)] == ["一、", "十、", "十一、", "二十、", "二十一、"]
    assert Words("en").numbered(3) == "3. "


def test_that_the_unicode_map_writes_high_characters_as_pairs() -> None:
    text = patches.to_unicode("F", [0, ord("𬭎"), 0xD800, *range(0x4E00, 0x4E00 + 250)])
    assert "<01> <D872DF4E>" in text
    assert "<02> <FFFD>" in text
    assert text.count("beginbfchar") == 3
    assert all(int(line.split()[0]) <= 100 for line in text.splitlines() if line.endswith("beginbfchar"))

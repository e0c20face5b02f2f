"""Five hundred evaluations against the same text drawn by hand on a raw ReportLab canvas, in one run.

Shows the ratio without and with validation, in a folder by one and two processes, and whether memory stays flat.
Goals: at most 3 times raw, and no more than 10 MB of growth in the second half.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from benchmarks.common import Line, table
from tests.reports import samples
from workbench.readmodels.documents import EvaluationDocument
from workbench.reports import pdfa
from workbench.reports.batch import render_many
from workbench.reports.evaluation import lay_out, render_evaluation
from workbench.reports.ink import PlacedLine
from workbench.reports.text import line_text
from workbench.reports.words import Words

GOAL, FLAT_MB = 3.0, 10.0

Placed = list[list[tuple[float, float, str, float, str]]]
NAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"


def documents(count: int) -> Iterator[EvaluationDocument]:
    """That many different people, so that no cache of whole texts helps more than in a real cycle."""
    base = samples.evaluation()
    for at in range(count):
        name = NAMES[at % 20] + chr(0x4E00 + (at * 37) % 2000) + chr(0x5F00 + (at * 91) % 1500)
        yield replace(
            base,
            record_number=f"PE-2026Q3-{at:04d}",
            person_name=name,
            staff_number=f"SH-{at:04d}",
            employee_summary=f"{name}：{base.employee_summary}第 {at} 号说明。",
            manager_comment=f"{name}本季度第 {at} 次复盘。{base.manager_comment}",
        )


def placed_text(document: EvaluationDocument) -> Placed:
    """Where each line of the form stands: what the raw canvas draws without having to break or justify anything."""
    pages, _places = lay_out(document, Words("zh_CN"))
    found: Placed = []
    for page in pages:
        lines = []
        for mark in page.marks:
            if isinstance(mark, PlacedLine):
                token = next(token for token in mark.line.tokens if token.face) if any(t.face for t in mark.line.tokens) else None
                if token is not None:
                    lines.append((mark.x + mark.line.start, mark.y, token.face, token.size, line_text(mark.line)))
        found.append(lines)
    return found


def raw_canvas(text: Placed) -> bytes:
    """The same text with drawString, nothing else: no rules, no QR mark, no archive format."""
    from reportlab.pdfgen.canvas import Canvas

    target = BytesIO()
    canvas = Canvas(target, pageCompression=1, invariant=1)
    for page in text:
        for x, y, face, size, line in page:
            canvas.setFont(face, size)
            canvas.drawString(x, y, line)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def memory_mb() -> float:
    """Resident memory now, in MB (Linux; 0 elsewhere)."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def main(count: int = 500) -> int:
    people = list(documents(count))
    texts = [placed_text(person) for person in people]
    raw_canvas(texts[0])
    render_evaluation(people[0])
    pdfa.verdict(render_evaluation(people[0]))
    raw = ours = checked = 0.0
    before = memory_mb()
    middle = before
    for at, (person, text) in enumerate(zip(people, texts, strict=True)):  # interleaved: both see the same machine
        raw += timed(lambda text=text: raw_canvas(text))  # type: ignore[misc]
        start = time.perf_counter()
        data = render_evaluation(person)
        ours += time.perf_counter() - start
        if at % 10 == 0:
            checked += timed(lambda data=data: pdfa.verdict(data)) * 10  # type: ignore[misc]
        if at == count // 2:
            middle = memory_mb()
    after = memory_mb()
    pages = sum(len(text) for text in texts)
    with tempfile.TemporaryDirectory() as folder:
        one = timed(lambda: sum(1 for _ in render_many(people, "zh_CN", Path(folder))))
        two = timed(lambda: sum(1 for _ in render_many(people, "zh_CN", Path(folder), processes=2)))
    lines = [
        Line("rendered, PDF/A-2b written", ours, raw, GOAL),
        Line("… and each file validated", ours + checked, raw),
        Line("into a folder, one process", one, raw),
        Line("into a folder, two processes", two, raw),
    ]
    status = table(f"{count} evaluations, {pages} pages, {pages / ours:.0f} pages a second", "s", lines)
    grown = [
        Line(f"memory grown in the second half ({before:.0f} → {middle:.0f} → {after:.0f} MB)", after - middle, goal=FLAT_MB, absolute=True)
    ]
    return max(status, table("memory", "MB", grown))


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("count", nargs="?", type=int, default=500)
    raise SystemExit(main(arguments.parse_args().count))

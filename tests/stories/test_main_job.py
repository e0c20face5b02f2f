"""The main job end to end, on the sample team and on real files, with totals to the unit."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

from workbench import tour


def quiet(_text: str, **_figures: object) -> None:
    """Nobody watches."""


def test_that_the_main_job_runs_on_real_data(shared: Path, tmp_path: Path) -> None:
    answer = tour.on_real_data(shared / "data", tmp_path, quiet)
    assert answer["imports"]["sales_pipeline.csv"] == {"rows": 8800, "added": 8800, "rejected": 0}
    assert answer["people"] == 35
    assert answer["planned"] == answer["needed"] == 170
    assert answer["one_on_one"]["state"] == "done"
    assert answer["files"] == 35
    assert answer["check"] is True
    assert answer["sales"] == "2802496.00"  # the won deals of the quarter, to the unit (data/README.md)
    files = sorted((tmp_path / "evaluations").glob("*.pdf"))
    assert len(files) == 35
    document = pypdfium2.PdfDocument(files[0])
    assert len(document) == 2
    document.close()


def test_that_the_main_job_runs_on_a_small_sample_team(tmp_path: Path) -> None:
    answer = tour.on_sample(tmp_path, quiet, people=6, weeks=2)
    assert answer["files"] > 0
    assert answer["check"] is True
    assert answer["published"] == 1

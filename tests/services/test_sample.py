"""The sample team: as large as promised, the same for the same seed, in both languages, and without a broken rule of its own."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.conftest import PASSPHRASE, TODAY
from workbench.errors import Refused
from workbench.models.one_on_ones import TalkNote
from workbench.models.values.codes import ReviewState, SalesLine
from workbench.models.values.periods import Week
from workbench.readmodels.planning import WeekState
from workbench.services import one_on_ones, planning_read, reviews, reviews_cycle, sample
from workbench.services.workspace import Reader, Workspace

HAN = re.compile(r"[\u4e00-\u9fff]")
FLEETING = {"audit", "audit_image", "audit_params", "audit_range", "alembic_version", "meta"}


def rows(workspace: Workspace, query: str, *values: object) -> list[tuple[Any, ...]]:
    def job(conn: Reader) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in conn.exec_driver_sql(query, values)]

    return workspace.read(job)


def one(workspace: Workspace, query: str, *values: object) -> Any:
    return rows(workspace, query, *values)[0][0]


def said(workspace: Workspace) -> list[tuple[str]]:
    """The paragraphs of the talks: sealed in their table, so that no two files hold the same there."""
    return workspace.read(lambda conn: [(text,) for (text,) in conn.execute(sa.select(TalkNote.text).order_by(TalkNote.id))])


def content(workspace: Workspace) -> dict[str, str]:
    """Table to digest of its rows; moments of writing and random ids are in no table of the subject."""
    sealed = {"talk_note": hashlib.sha256(json.dumps(said(workspace)).encode()).hexdigest()}
    names = [name for (name,) in rows(workspace, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
    return {
        name: hashlib.sha256(json.dumps(rows(workspace, f'SELECT * FROM "{name}" ORDER BY 1'), default=str).encode()).hexdigest()
        for name in sorted(names)
        if not name.startswith("audit") and name not in FLEETING
    } | sealed


def make(folder: Path, language: str = "zh_CN", seed: int = 7, **size: int) -> Workspace:
    made, _recovery = Workspace.create(folder / f"{language}-{seed}-{len(list(folder.iterdir()))}.wbdb", PASSPHRASE)
    sample.fill(made, today=TODAY, language=language, seed=seed, **size)
    return made


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    made = make(tmp_path_factory.mktemp("english"), "en")
    yield made
    made.close()


def test_that_the_team_is_as_large_as_promised(sample_workspace: Workspace) -> None:
    found = sample_workspace
    assert one(found, "SELECT count(*) FROM person") == 24
    assert one(found, "SELECT count(*) FROM customer") == 60
    lines = Counter(SalesLine(line) for (line,) in rows(found, "SELECT line FROM person"))
    assert set(lines) == set(SalesLine)
    assert min(lines.values()) >= 2
    months = [
        month for (month,) in rows(found, "SELECT DISTINCT strftime('%Y-%m', closed_on) FROM deal WHERE closed_on IS NOT NULL ORDER BY 1")
    ]
    assert len(months) == 14
    assert (months[0], months[-1]) == ("2025-10", "2026-11")
    assert one(found, "SELECT max(closed_on) FROM deal") <= TODAY.isoformat()
    assert one(found, "SELECT count(*) FROM deal WHERE value < 0 OR refunded > value") == 0


def test_that_eight_weeks_are_planned_and_only_the_present_one_is_a_draft(sample_workspace: Workspace) -> None:
    monday = Week.from_date(TODAY).monday
    boards = [
        sample_workspace.read(lambda conn, back=back: planning_read.load_board(conn, monday - timedelta(days=7 * back), TODAY))  # type: ignore[misc]
        for back in range(8)
    ]
    assert all(board.tasks and board.assignments for board in boards)
    assert boards[0].state is WeekState.DRAFT
    assert all(board.number == 1 for board in boards[1:])
    assert one(sample_workspace, "SELECT count(*) FROM publication") == 7
    assert (
        one(
            sample_workspace,
            "SELECT count(*) FROM assignment a JOIN task t ON t.id = a.task_id JOIN person p ON p.id = a.person_id WHERE t.day < p.hired_on",
        )
        == 0
    )


def test_that_everybody_has_talks_and_somebody_waits_for_one(sample_workspace: Workspace) -> None:
    due = sample_workspace.read(lambda conn: one_on_ones.load_due(conn, TODAY))
    assert len(due) == 24
    assert sum(row.state == "overdue" for row in due) == 3
    assert one(sample_workspace, "SELECT count(DISTINCT person_id) FROM one_on_one WHERE state = 'done'") >= 23
    assert one(sample_workspace, "SELECT count(*) FROM talk_note WHERE visibility = 'manager'") > 0
    assert one(sample_workspace, "SELECT count(*) FROM action_item WHERE done_on IS NULL") > 0


def test_that_the_manager_has_one_talk_at_a_time(sample_workspace: Workspace) -> None:
    talks = rows(
        sample_workspace, "SELECT day, start_minute, minutes FROM one_on_one WHERE start_minute IS NOT NULL ORDER BY day, start_minute"
    )
    assert len(talks) > 100
    assert [(one, two) for one, two in pairwise(talks) if one[0] == two[0] and one[1] + one[2] > two[1]] == []


def test_that_one_cycle_is_closed_and_one_is_under_way(sample_workspace: Workspace) -> None:
    running, closed = sample_workspace.read(reviews_cycle.load_cycles)
    assert [(cycle.code, cycle.state) for cycle in (running, closed)] == [("2026-Q3", "open"), ("2026-Q2", "closed")]
    boards = {cycle.code: sample_workspace.read(lambda conn, c=cycle: reviews.load_board(conn, c.id, TODAY)) for cycle in (running, closed)}  # type: ignore[misc]
    assert {row.state for row in boards["2026-Q2"]} <= {ReviewState.LOCKED, ReviewState.NOT_RATED}
    assert {ReviewState.LOCKED, ReviewState.SELF} < {row.state for row in boards["2026-Q3"]}
    graded = [row for row in boards["2026-Q2"] if row.state is ReviewState.LOCKED]
    assert len(graded) >= 18
    assert len({row.grade for row in graded}) >= 3
    assert all(row.score is not None and 0 < row.score <= 12_000 for row in graded)


def test_that_the_same_seed_gives_the_same_rows_and_another_gives_others(tmp_path: Path) -> None:
    one, again, other = (make(tmp_path, "en", seed=seed, people=8, weeks=2) for seed in (7, 7, 8))
    assert content(again) == content(one)
    assert content(other)["deal"] != content(one)["deal"]
    for made in (one, again, other):
        made.close()


def test_that_it_speaks_both_languages_with_the_same_figures(sample_workspace: Workspace, english: Workspace) -> None:
    for query in (
        "SELECT count(*), sum(value), sum(collected), sum(refunded) FROM deal", "SELECT count(*), sum(amount) FROM target",
        "SELECT count(*), sum(end_minute - start_minute) FROM task", "SELECT group_concat(grade || score) FROM review",
    ):  # fmt: skip
        assert rows(sample_workspace, query) == rows(english, query)
    texts = ("SELECT name FROM person", "SELECT name FROM customer", "SELECT title FROM task", "SELECT text FROM agenda_item", "SELECT manager_comment FROM review",
             "SELECT name FROM product", "SELECT name FROM organisation", "SELECT evidence FROM review_item")  # fmt: skip
    for query in texts:
        assert not [text for (text,) in rows(english, query) if HAN.search(text)], query
        assert [text for (text,) in rows(sample_workspace, query) if HAN.search(text)], query
    assert not [text for (text,) in said(english) if HAN.search(text)]
    assert [text for (text,) in said(sample_workspace) if HAN.search(text)]


def test_that_all_of_it_is_one_step_that_can_be_taken_back(tmp_path: Path) -> None:
    made = make(tmp_path)
    assert made.check().good
    with pytest.raises(Refused):
        sample.fill(made, today=TODAY)
    assert [step.action for step in made.steps().undo] == ["Fill with the sample team"]
    made.undo()
    assert one(made, "SELECT count(*) FROM person") == 0
    assert one(made, "SELECT count(*) FROM deal") == 0
    made.close()


def test_that_no_evaluation_of_the_sample_team_contradicts_itself(sample_workspace: Workspace) -> None:
    """Each fact belongs to its rating, and what is said of sales and new customers fits the figures beside it."""
    texts = sample.data()
    facts = {(code, rating, text) for code, by_rating in texts["evidence"].items() for rating, pair in by_rating.items() for text in pair}
    cards = [
        sample_workspace.read(lambda conn, own=row.review_id: reviews.load_review(conn, own, TODAY))  # type: ignore[misc]
        for cycle in sample_workspace.read(reviews_cycle.load_cycles)
        for row in sample_workspace.read(lambda conn, own=cycle.id: reviews.load_board(conn, own, TODAY))  # type: ignore[misc]
    ]
    rated = [(card, item) for card in cards for item in card.items if item.manager_rating is not None]
    assert len({item.manager_rating for _card, item in rated}) >= 3
    assert {(item.code, str(item.manager_rating), item.evidence) for _card, item in rated} <= facts
    said = {card.texts.manager_comment for card, _item in rated}
    assert len(said) >= 3
    for card, _item in rated:
        sold, fresh = card.item("sales_net").attainment, card.item("new_customers").attainment
        if card.texts.employee_summary in texts["summaries"]["fewer_new"]:
            assert fresh is not None
            assert fresh < 1
        if card.texts.manager_comment in texts["comments"]["strong"]:
            assert sold is not None
            assert sold >= 1
        if card.texts.manager_comment in texts["comments"]["behind"]:
            assert sold is not None
            assert sold < 1

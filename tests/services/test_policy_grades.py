"""Grades and the process of a review: a new version counts from its day on and alters no cycle that is open already."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import partial

import pytest

from tests.services.test_reviews import do, fill_vector, rate_all
from workbench.errors import Refused
from workbench.i18n import sentence
from workbench.models.reviews import Review
from workbench.models.values.codes import CyclePeriod, ReviewState
from workbench.models.values.periods import Period
from workbench.services import policy, policy_edit, policy_grades, reviews, reviews_cycle, reviews_people
from workbench.services.workspace import UnitOfWork, Workspace

TODAY = date(2026, 11, 23)
OLD = (("S", 9500), ("A", 8500), ("B", 7500), ("C", 6000), ("D", 0))
BANDS = (("优", "92"), ("良", "80.5"), ("中", "60"), ("待改进"[:3], "0"))
Q4, Q3 = Period.quarter(2026, 4), Period.quarter(2026, 3)


def make(
    bands: tuple[tuple[str, str], ...] = BANDS, day: date = date(2026, 12, 1), source: str = "绩效制度 2026-12"
) -> Callable[[UnitOfWork], object]:
    return partial(policy_grades.set_grades, bands=bands, effective_from=day, source=source)


def cycle(workspace: Workspace, period: Period, code: str, today: date = TODAY) -> int:
    return int(str(do(workspace, partial(reviews_cycle.create_cycle, kind=CyclePeriod.QUARTER, period=period, today=today, code=code))))


def bands_of(workspace: Workspace, cycle_id: int) -> tuple[tuple[str, int], ...]:
    first = workspace.read(lambda conn: reviews.load_board(conn, cycle_id, TODAY))[0]
    return workspace.read(lambda conn: reviews.load_review(conn, first.review_id, TODAY)).bands


def test_that_the_shipped_grades_are_shown_before_any_cycle(workspace: Workspace) -> None:
    card = workspace.read(lambda conn: policy_grades.load_grades(conn, TODAY))
    assert [(one.id, one.number, one.bands, one.in_force) for one in card.versions] == [(0, 1, OLD, True)]
    assert card.items == 9


def weigh(weights: dict[str, str], day: date = date(2026, 12, 1)) -> Callable[[UnitOfWork], object]:
    typed = [(grade, policy_grades.points_text(least)) for grade, least in OLD]
    return partial(policy_grades.set_grades, bands=typed, effective_from=day, source="绩效制度", weights=weights)


def test_that_other_weights_make_a_version_that_leaves_running_reviews(sample_workspace: Workspace) -> None:
    workspace = sample_workspace
    before = {
        row.id: workspace.read(lambda conn, own=row.id: reviews.load_board(conn, own, TODAY))
        for row in workspace.read(reviews_cycle.load_cycles)
    }  # type: ignore[misc]
    do(workspace, weigh({"sales_net": "40", "collaboration": "5"}))
    after = {own: workspace.read(lambda conn, own=own: reviews.load_board(conn, own, TODAY)) for own in before}  # type: ignore[misc]
    assert after == before
    fresh = cycle(workspace, Q4, "neu")
    first = workspace.read(lambda conn: reviews.load_board(conn, fresh, TODAY))[0]
    card = workspace.read(lambda conn: reviews.load_review(conn, first.review_id, TODAY))
    weights = {item.code: item.weight for item in card.items}
    assert (weights["sales_net"], weights["collaboration"], weights["collection_rate"], sum(weights.values())) == (4000, 500, 1500, 10_000)
    versions = workspace.read(lambda conn: policy_grades.load_grades(conn, TODAY)).versions
    assert [[line.weight for line in one.weights if line.code == "sales_net"] for one in versions] == [[4000], [3500]]


@pytest.mark.parametrize(
    ("weights", "code"),
    [
        ({"sales_net": "40"}, "WEIGHTS"), ({"sales_net": "-5", "collection_rate": "55"}, "WEIGHT:sales_net"), ({"learning": ""}, "WEIGHT:learning"),
        ({"learning": "fünf"}, "WEIGHT:learning"), ({"sales_net": "35"}, "SAME"), ({}, "SAME"),
    ],
)  # fmt: skip
def test_that_weights_that_do_not_fit_are_refused(workspace: Workspace, weights: dict[str, str], code: str) -> None:
    with pytest.raises(Refused) as refused:
        do(workspace, weigh(weights))
    assert refused.value.code == code
    assert len(workspace.read(lambda conn: policy_grades.load_grades(conn, TODAY)).versions) == 1


def test_that_a_line_without_weight_is_printed_and_not_counted(workspace: Workspace) -> None:
    do(workspace, weigh({"customer_satisfaction": "0", "sales_net": "45"}, date(2026, 1, 1)))

    def service(uow: UnitOfWork) -> int:
        fill_vector(uow)
        own = reviews_cycle.create_cycle(uow, CyclePeriod.QUARTER, Q3, date(2026, 9, 30))
        review_id = reviews.load_board(uow.connection, own, date(2026, 9, 30))[0].review_id
        rate_all(uow, review_id)
        return review_id

    review_id = int(str(do(workspace, service)))
    card = workspace.read(lambda conn: reviews.load_review(conn, review_id, TODAY))
    assert card.total == 9713  # 45 × 1.12 + 15 × 0.96 + 10 × 5/6 + 16 + 8
    paper = workspace.read(lambda conn: reviews.load_document(conn, review_id, TODAY, datetime(2026, 10, 14, tzinfo=UTC), "林立"))
    assert len(paper.kpis) == 4


def test_that_a_new_version_counts_from_its_day_on_and_leaves_open_and_locked_reviews(sample_workspace: Workspace) -> None:
    workspace = sample_workspace
    before = {
        row.id: workspace.read(lambda conn, own=row.id: reviews.load_board(conn, own, TODAY))
        for row in workspace.read(reviews_cycle.load_cycles)
    }  # type: ignore[misc]
    do(workspace, make())
    after = {own: workspace.read(lambda conn, own=own: reviews.load_board(conn, own, TODAY)) for own in before}  # type: ignore[misc]
    assert after == before
    fresh, earlier = cycle(workspace, Q4, "neu"), cycle(workspace, Q3, "alt")
    assert bands_of(workspace, fresh) == (("优", 9200), ("良", 8050), ("中", 6000), ("待改进", 0))
    assert bands_of(workspace, earlier) == OLD
    card = workspace.read(lambda conn: policy_grades.load_grades(conn, TODAY))
    assert [(one.number, one.effective_from, one.in_force) for one in card.versions] == [
        (2, date(2026, 12, 1), False),
        (1, date(2020, 1, 1), True),
    ]
    assert card.versions[0].cycles == 1


def test_that_a_new_version_has_the_same_lines_and_is_one_undo_step(sample_workspace: Workspace) -> None:
    workspace = sample_workspace
    do(workspace, make())
    card = workspace.read(lambda conn: policy_grades.load_grades(conn, date(2026, 12, 1)))
    assert card.versions[0].in_force
    fresh = cycle(workspace, Q4, "neu")
    first = workspace.read(lambda conn: reviews.load_board(conn, fresh, TODAY))[0]
    lines = workspace.read(lambda conn: reviews.load_review(conn, first.review_id, TODAY)).items
    assert sum(line.weight for line in lines) == 10_000
    assert len(lines) == card.items
    workspace.undo()
    workspace.undo()
    assert len(workspace.read(lambda conn: policy_grades.load_grades(conn, TODAY)).versions) == 1


@pytest.mark.parametrize(
    ("bands", "code", "words"),
    [
        ((("S", "90"),), "BANDS", "2 to 8"),
        ((("S", "90"), ("", "0")), "BAND2", "needs a name"),
        ((("S", "90"), ("S", "0")), "BAND2", "twice"),
        ((("S", "90"), ("NR", "0")), "BAND2", "NR"),
        ((("excellent", "90"), ("D", "0")), "BAND1", "at most 4"),
        ((("S", "ninety"), ("D", "0")), "BAND1", "“ninety” is no number"),
        ((("S", "101"), ("D", "0")), "BAND1", "between 0 and 100"),
        ((("S", "90"), ("A", "90"), ("D", "0")), "BAND2", "Thresholds fall"),
        ((("S", "90"), ("D", "10")), "BAND2", "begins at 0"),
        ((("S", "95"), ("A", "85"), ("B", "75"), ("C", "60"), ("D", "0")), "SAME", "already"),
    ],
)
def test_that_grades_that_do_not_hold_together_are_refused(
    workspace: Workspace, bands: tuple[tuple[str, str], ...], code: str, words: str
) -> None:
    head = workspace.head
    with pytest.raises(Refused) as caught:
        workspace.perform("Try", make(bands))
    assert caught.value.code == code
    assert words in sentence(caught.value)
    assert workspace.head == head


def test_that_a_version_begins_after_the_newest_and_names_its_source(workspace: Workspace) -> None:
    do(workspace, make())
    for job, code in ((make((("X", "50"), ("Y", "0"))), "DAY"), (make(source=" "), "SOURCE")):
        with pytest.raises(Refused) as caught:
            workspace.perform("Try", job)
        assert caught.value.code == code


# ---------------------------------------------------------------- the process


def add(workspace: Workspace, code: str, text: str, from_on: date) -> None:
    do(workspace, partial(policy_edit.set_figure, code=code, text=text, from_on=from_on, source="绩效制度"))


def test_that_steps_and_appeal_follow_the_policy_of_the_period(sample_workspace: Workspace) -> None:
    workspace = sample_workspace
    add(workspace, "review_self_days", "10", date(2026, 12, 1))
    plan = workspace.read(lambda conn: policy.load_review_policy(conn, Q4.end))
    assert plan.step_days[ReviewState.SELF] == 10
    assert workspace.read(lambda conn: policy.load_review_policy(conn, Q3.end)).step_days[ReviewState.SELF] == 3
    fresh, earlier = cycle(workspace, Q4, "neu"), cycle(workspace, Q3, "alt")
    calendar = workspace.read(policy.load_calendar)
    due = {row.id: row.self_due_on for row in workspace.read(reviews_cycle.load_cycles)}
    assert due[fresh] == calendar.add_working_days(Q4.end, 10)
    assert due[earlier] == calendar.add_working_days(TODAY, 3)
    workspace.undo()
    workspace.undo()
    add(workspace, "review_appeal_days", "1", date(2026, 7, 1))
    assert {row.id: row.self_due_on for row in workspace.read(reviews_cycle.load_cycles)}.items() <= due.items()


def test_that_bonus_points_are_limited_by_the_policy_of_the_period(sample_workspace: Workspace) -> None:
    workspace = sample_workspace
    add(workspace, "review_bonus_points", "2", date(2026, 12, 1))
    fresh, earlier = cycle(workspace, Q4, "neu"), cycle(workspace, Q3, "alt")

    def some(uow: UnitOfWork, of: int) -> int:
        rows = uow.session.query(Review).filter_by(cycle_id=of).filter(Review.state != ReviewState.NOT_RATED)
        return rows.order_by(Review.id).first().id  # type: ignore[union-attr]

    def set_bonus(uow: UnitOfWork, of: int) -> None:
        reviews.set_text(uow, some(uow, of), bonus=300)

    do(workspace, partial(set_bonus, of=earlier))
    with pytest.raises(Refused) as caught:
        workspace.perform("Try", partial(set_bonus, of=fresh))
    assert sentence(caught.value) == "Bonus or penalty points stay between -2 and 2."


def test_that_who_is_rated_follows_the_policy_of_the_period(sample_workspace: Workspace) -> None:
    workspace = sample_workspace

    def left_out() -> set[str]:
        plan = workspace.read(lambda conn: reviews_people.plan_cycle(conn, CyclePeriod.QUARTER, Q4, TODAY))
        return {person.code for person in plan.people if person.excluded_because == "Here for too small a part of the period"}

    usual = left_out()
    add(workspace, "review_least_share", "100 %", date(2026, 12, 31))
    assert usual < left_out(), "somebody came in October"
    workspace.undo()
    assert left_out() == usual


def test_that_the_weight_a_grade_needs_is_the_policy_of_the_period(workspace: Workspace) -> None:
    """Without ratings 70 of 100 points are known: a grade as usual, none where the company asks for three quarters."""

    def service(uow: UnitOfWork) -> int:
        fill_vector(uow)
        made = reviews_cycle.create_cycle(uow, CyclePeriod.QUARTER, Q3, TODAY)
        return reviews.load_board(uow.connection, made, TODAY)[0].review_id

    review_id = int(str(do(workspace, service)))
    before = workspace.read(lambda conn: reviews.load_review(conn, review_id, TODAY))
    assert (before.weight_present, before.least_weight, before.total is None) == (7000, 3333, False)
    add(workspace, "review_least_weight", "75 %", date(2026, 9, 30))
    after = workspace.read(lambda conn: reviews.load_review(conn, review_id, TODAY))
    assert (after.least_weight, after.total, after.grade) == (7500, None, "NR")
    add(workspace, "review_least_weight", "10 %", date(2026, 10, 1))
    assert workspace.read(lambda conn: reviews.load_review(conn, review_id, TODAY)).grade == "NR"


def test_that_the_colours_of_the_pace_are_policy_of_the_day(workspace: Workspace) -> None:
    usual = policy.pace_policy(workspace.read(policy.load_law), TODAY)
    assert (usual.good, usual.close, usual.quiet_days) == (1, Fraction(9, 10), 3)
    add(workspace, "pace_close", "80 %", date(2026, 12, 1))
    add(workspace, "pace_quiet_days", "0", date(2026, 12, 1))
    law = workspace.read(policy.load_law)
    assert policy.pace_policy(law, TODAY) == usual
    later = policy.pace_policy(law, date(2026, 12, 1))
    assert (later.good, later.close, later.quiet_days) == (1, Fraction(8, 10), 0)

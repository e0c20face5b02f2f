"""A person's timeline: every kind on one line, newest first, by pages that lose nothing, and nothing on it that is not shared."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from tests.conftest import TODAY
from tests.services.test_one_on_ones_way import Do, _task, do, wang, zhou
from workbench.models.one_on_ones import OneOnOne, TalkNote, TalkState, Visibility
from workbench.models.people import Engagement, ExceptionKind, PersonSkill
from workbench.models.planning import Task
from workbench.models.reviews import Review
from workbench.models.values.codes import DealStage, EngagementType, Metric, ReviewState, TaskKind
from workbench.models.values.periods import Period
from workbench.readmodels.people_timeline import (
    EngagementChange,
    Evaluation,
    Fact,
    Membership,
    Moment,
    MomentKind,
    MonthOfSales,
    ProofExpired,
    Session,
    SkillChange,
    Talk,
    Thanks,
    Timeline,
    WeekOfWork,
)
from workbench.services import availability, goals, people, policy, sales, targets
from workbench.services import one_on_ones as talks
from workbench.services import people_timeline as timeline
from workbench.services.workspace import Reader, UnitOfWork, Workspace

__all__ = ["do", "wang", "zhou"]
Look = Callable[..., Timeline]


@pytest.fixture
def look(workspace: Workspace, zhou: int) -> Look:
    def run(**asked: Any) -> Timeline:
        return workspace.read(partial(timeline.load_timeline, person_id=asked.pop("person_id", zhou), today=TODAY, **asked))

    return run


def held(do: Do, person_id: int, day: date, *paragraphs: tuple[Visibility, str], state: TalkState = TalkState.DONE) -> int:
    def write(uow: UnitOfWork) -> int:
        talk = OneOnOne(person_id=person_id, day=day, minutes=30, place="", state=state, skipped_because="")
        uow.session.add(talk)
        uow.session.flush()
        uow.session.add_all(
            TalkNote(one_on_one_id=talk.id, position=n, visibility=seen, text=text) for n, (seen, text) in enumerate(paragraphs)
        )
        return talk.id

    return int(do(write))


def facts(found: Timeline, kind: type[Fact]) -> list[tuple[date, Any]]:
    return [(moment.day, moment.fact) for moment in found.moments if isinstance(moment.fact, kind)]


def test_that_a_talk_shows_its_first_shared_paragraph_and_nothing_else(do: Do, zhou: int, look: Look) -> None:
    private = ((Visibility.SENSITIVE, "家里有人生病"), (Visibility.MANAGER, "先不说"))
    talk = held(do, zhou, TODAY - timedelta(days=7), *private, (Visibility.SHARED, " "), (Visibility.SHARED, "送货慢"))
    held(do, zhou, TODAY - timedelta(days=14), *private)
    held(do, zhou, TODAY - timedelta(days=1), state=TalkState.PLANNED)
    found = look(kind=MomentKind.TALK)
    assert [moment.fact for moment in found.moments] == [Talk("done", "送货慢"), Talk("done", "")]
    assert (found.moments[0].screen, found.moments[0].what) == ("one_on_ones", {"person_id": zhou, "talk_id": talk})


def test_that_weeks_add_up_worked_before_planned_minutes_of_this_person_only(do: Do, zhou: int, wang: int, look: Look) -> None:
    monday = TODAY - timedelta(days=TODAY.weekday())
    _task(do, monday, 9 * 60, 12 * 60, zhou, wang)
    _task(do, monday + timedelta(days=6), 9 * 60, 10 * 60, zhou)
    _task(do, monday + timedelta(days=7), 9 * 60, 10 * 60, zhou)
    _task(do, monday - timedelta(days=1), 9 * 60, 10 * 60, wang)
    assert facts(look(), WeekOfWork) == [(monday, WeekOfWork(240, 2))]


def test_that_a_month_stands_against_its_target(do: Do, zhou: int, look: Look) -> None:
    for day, value, stage in (
        (date(2026, 10, 8), 90_000, DealStage.WON),
        (date(2026, 10, 9), 5_000, DealStage.LOST),
        (TODAY, 30_000, DealStage.WON),
    ):
        do(sales.record_deal, zhou, stage, value, closed_on=day)
    do(goals.set_target, zhou, Metric.SALES_NET, Period.month(2026, 10), 120_000)
    assert facts(look(), MonthOfSales) == [
        (TODAY, MonthOfSales(date(2026, 11, 1), 30_000, 1, 0, running=True)),
        (date(2026, 10, 31), MonthOfSales(date(2026, 10, 1), 90_000, 1, 1, running=False, target=120_000)),
    ]


def test_that_levels_stand_on_the_line_as_each_day_left_them(do: Do, zhou: int, look: Look, workspace: Workspace) -> None:
    do(people.add_skill_by_name, zhou, "陈列", 2)
    skill = workspace.read(lambda conn: conn.execute(sa.select(PersonSkill.skill_id)).scalar_one())
    for level in (5, 3):
        do(people.set_skill, zhou, skill, level)
    do(people.set_skill, zhou, skill, 1)
    workspace.undo()
    ((_day, fact),) = facts(look(), SkillChange)
    assert fact == SkillChange("陈列", None, 3)

    def lapse(uow: UnitOfWork) -> None:
        uow.session.query(PersonSkill).filter_by(skill_id=skill).one().expires_on = TODAY - timedelta(days=1)

    do(lapse)
    assert facts(look(), ProofExpired) == [(TODAY - timedelta(days=1), ProofExpired("陈列"))]


def test_that_thanks_training_and_engagement_stand_there_up_to_today(do: Do, zhou: int, look: Look) -> None:
    do(talks.recognise, zhou, "客户来信致谢", TODAY)
    task = _task(do, TODAY, 600, 720, zhou)

    def train(uow: UnitOfWork) -> None:
        uow.session.query(Task).filter_by(id=task).one().kind = TaskKind.TRAINING

    do(train)
    start, found = TODAY - timedelta(days=400), look()
    assert facts(found, Thanks) == [(TODAY, Thanks("客户来信致谢"))]
    assert facts(found, Session) == [(TODAY, Session("路演", 120))]
    assert facts(found, EngagementChange) == [(start, EngagementChange("part_time", 1200, began=True))]
    assert facts(found, Membership) == [(start, Membership(joined=True))]


def test_that_pages_put_together_are_the_whole_line_newest_first(sample_workspace: Workspace) -> None:
    names = sample_workspace.read(people.load_names)

    def read(person_id: int, **asked: Any) -> Timeline:
        return sample_workspace.read(partial(timeline.load_timeline, person_id=person_id, today=TODAY, **asked))

    kinds: set[MomentKind] = set()
    for person_id in [row[0] for row in names][:6]:
        whole = read(person_id, most=10_000)
        pages: list[Moment] = []
        while len(pages) < whole.total:
            pages += read(person_id, most=7, first=len(pages)).moments
        assert tuple(pages) == whole.moments
        assert [moment.day for moment in pages] == sorted((moment.day for moment in pages), reverse=True)
        assert all(moment.day <= TODAY for moment in pages)
        assert sum(whole.counts.values()) == whole.total
        for kind, count in whole.counts.items():
            assert [moment.kind for moment in read(person_id, kind=kind, most=10_000).moments] == [kind] * count
        kinds |= set(whole.counts)
    assert kinds == set(MomentKind)


def test_that_a_review_shows_score_and_grade_once_it_is_locked(sample_workspace: Workspace) -> None:
    person_id = sample_workspace.read(lambda conn: conn.execute(sa.select(Review.person_id).limit(1)).scalar_one())

    def state(uow: UnitOfWork, which: ReviewState) -> None:
        for row in uow.session.query(Review).filter_by(person_id=person_id):
            row.state, row.score, row.grade, row.calibrated_grade = which, 8_850, "A", "B"

    def shown() -> set[tuple[int | None, str]]:
        found = sample_workspace.read(partial(timeline.load_timeline, person_id=person_id, today=TODAY, kind=MomentKind.REVIEW))
        return {(moment.fact.score, moment.fact.grade) for moment in found.moments if isinstance(moment.fact, Evaluation)}

    sample_workspace.perform("Test", partial(state, which=ReviewState.MANAGER))
    assert shown() == {(None, "")}
    sample_workspace.perform("Test", partial(state, which=ReviewState.LOCKED))
    assert shown() == {(8_850, "B")}


def test_that_scaled_targets_are_those_that_everybody_else_is_told(do: Do, zhou: int, look: Look, workspace: Workspace) -> None:
    first = TODAY - timedelta(days=150)

    def change_over(uow: UnitOfWork) -> None:
        uow.session.query(Engagement).filter_by(person_id=zhou).one().end_on = first - timedelta(days=1)
        uow.session.add(Engagement(person_id=zhou, type=EngagementType.FULL_TIME, start_on=first, weekly_minutes=2400))

    do(change_over)
    do(availability.add_exceptions, zhou, date(2026, 10, 20), date(2026, 10, 23), ExceptionKind.LEAVE)
    for month in range(2, 12):
        do(sales.record_deal, zhou, DealStage.WON, 1_000, closed_on=date(2026, month, 3))
        do(goals.set_target, zhou, Metric.SALES_NET, Period.month(2026, month), 300_000, prorated=month % 3 == 0)
    told = {fact.first: fact.target for _day, fact in facts(look(), MonthOfSales)}
    assert len(set(told.values())) > 2

    def own(conn: Reader) -> dict[date, int | None]:
        calendar, law = policy.load_calendar(conn), policy.load_law(conn)
        return {
            day: targets.load_own(conn, zhou, Metric.SALES_NET, Period.month(day.year, day.month), calendar, law).amount for day in told
        }

    assert told == workspace.read(own)

"""Rhythm, mood and questions of the one-on-ones (domain 9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from workbench import paths
from workbench.models import one_on_one_rules as rules
from workbench.models.one_on_one_rules import Cadence, Due, MoodAlert, Question, TalkPolicy
from workbench.models.values.codes import EngagementType, Theme

TODAY = date(2026, 11, 23)
LONG_AGO = date(2024, 1, 8)
POLICY = TalkPolicy(
    Cadence(14, 30), Cadence(28, 20), short_week_minutes=1440, newcomer_days=56, often_days=7, soon_days=7, mood_weeks=8, mood_drop=Fraction(1), mood_low_times=3
)  # fmt: skip


@pytest.fixture(scope="module")
def bank() -> list[Question]:
    return rules.questions_from_json((paths.resources() / "questions.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("kind", "hired", "minutes", "plan", "expected"),
    [
        (EngagementType.FULL_TIME, LONG_AGO, 2400, False, Cadence(14, 30)),
        (EngagementType.PART_TIME, LONG_AGO, 1200, False, Cadence(28, 20)),
        (EngagementType.STUDENT, LONG_AGO, 0, False, Cadence(28, 20)),
        (EngagementType.SERVICES, LONG_AGO, 1440, False, Cadence(28, 20)),
        (EngagementType.SERVICES, LONG_AGO, 1500, False, Cadence(14, 30)),
        (EngagementType.FULL_TIME, TODAY - timedelta(days=55), 2400, False, Cadence(7, 30)),
        (EngagementType.FULL_TIME, TODAY - timedelta(days=56), 2400, False, Cadence(14, 30)),
        (EngagementType.PART_TIME, TODAY, 1200, False, Cadence(7, 20)),
        (EngagementType.PART_TIME, LONG_AGO, 1200, True, Cadence(7, 20)),
        (EngagementType.FULL_TIME, None, 0, False, Cadence(14, 30)),
    ],
)
def test_that_the_rhythm_follows_engagement_and_tenure(
    kind: EngagementType, hired: date | None, minutes: int, plan: bool, expected: Cadence
) -> None:
    assert rules.default_cadence(kind, hired, TODAY, POLICY, minutes, plan) == expected


@pytest.mark.parametrize(
    ("last", "planned", "state", "days"),
    [
        (TODAY - timedelta(days=20), None, Due.OVERDUE, 6),
        (TODAY - timedelta(days=14), None, Due.TODAY, 0),
        (TODAY - timedelta(days=13), None, Due.TOMORROW, 1),
        (TODAY - timedelta(days=7), None, Due.SOON, 7),
        (TODAY - timedelta(days=6), None, Due.LATER, 8),
        (TODAY - timedelta(days=20), TODAY + timedelta(days=1), Due.TOMORROW, 1),
        (TODAY - timedelta(days=20), TODAY, Due.TODAY, 0),
        (TODAY - timedelta(days=20), TODAY - timedelta(days=2), Due.OVERDUE, 6),
        (None, None, Due.TODAY, 0),
    ],
)
def test_that_the_due_list_knows_late_from_soon(last: date | None, planned: date | None, state: Due, days: int) -> None:
    found = rules.due_state(TODAY, 14, last, 7, planned)
    assert (found.state, found.days) == (state, days)
    assert found.planned is (planned is not None and planned >= TODAY)


def test_that_a_first_talk_counts_from_the_first_day_at_work() -> None:
    assert rules.due_state(TODAY, 7, None, 7, hired_on=TODAY - timedelta(days=10)).days == 3


@pytest.mark.parametrize(
    ("hired", "known", "planned", "state", "days"),
    [
        (1012, 0, None, Due.LATER, 14),  # brought in today: nothing could be kept here before
        (1012, 20, None, Due.OVERDUE, 6),
        (3, 400, None, Due.LATER, 11),  # here before, began this week
        (None, 5, None, Due.LATER, 9),
        (1012, -3, None, Due.LATER, 14),  # a clock that runs ahead
        (1012, 0, 4, Due.OVERDUE, 4),  # it was planned and did not take place
    ],
)
def test_that_a_first_talk_counts_from_the_day_somebody_came_into_this_database(
    hired: int | None, known: int, planned: int | None, state: Due, days: int
) -> None:
    found = rules.due_state(
        TODAY, 14, None, 7, TODAY - timedelta(days=planned) if planned else None,
        hired_on=TODAY - timedelta(days=hired) if hired is not None else None, known_since=TODAY - timedelta(days=known),
    )  # fmt: skip
    assert (found.state, found.days, found.first) == (state, days, True)


def test_that_the_mood_level_is_5_6359() -> None:
    level = rules.ewma([7, 7, 8, 6, 5, 4])
    assert level is not None
    assert f"{float(level):.4f}" == "5.6359"
    assert rules.ewma([None, 7, None, 7, 8, 6, 5, None, 4]) == level
    assert rules.ewma([None]) is None


def moods(*answers: int | None) -> list[tuple[date, int | None]]:
    return [(TODAY - timedelta(weeks=len(answers) - place), answer) for place, answer in enumerate(answers)]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ((4, 4, 2, 2, 1), MoodAlert.LOW),
        ((4, 2, None, 2, None, 1), MoodAlert.LOW),
        ((2, 2, 3, 2), None),
        ((5, 5, 5, 5, 5, 5, 5), None),
        ((5, 5, 5, 5, 5, 1, 3), None),
        ((), None),
        ((None, None), None),
    ],
)
def test_that_low_answers_alert_and_skipped_ones_do_not_count(answers: tuple[int | None, ...], expected: MoodAlert | None) -> None:
    assert rules.mood_alert(moods(*answers), TODAY, POLICY) is expected


def test_that_a_stricter_policy_tells_of_two_low_answers() -> None:
    assert rules.mood_alert(moods(4, 2, 2), TODAY, POLICY) is None
    assert rules.mood_alert(moods(4, 2, 2), TODAY, replace(POLICY, mood_low_times=2)) is MoodAlert.LOW


def test_that_a_fall_of_a_point_against_eight_weeks_alerts() -> None:
    answers = [(TODAY - timedelta(days=40), 5)] * 12 + [(TODAY - timedelta(days=3), 3), (TODAY - timedelta(days=2), 1), (TODAY, 3)]
    level, mean = rules.ewma(answer for _, answer in answers), Fraction(67, 15)
    assert level is not None
    assert mean - level >= 1
    assert rules.mood_alert(answers, TODAY, POLICY) is MoodAlert.FALLING


def test_that_promises_are_measured_by_date_and_two_slips_ask_for_help() -> None:
    done = [
        (TODAY, TODAY),
        (TODAY - timedelta(days=3), TODAY),
        (TODAY - timedelta(days=3), None),
        (None, TODAY),
        (TODAY + timedelta(days=1), None),
    ]
    assert rules.kept_in_time(done, TODAY) == Fraction(1, 3)
    assert rules.kept_in_time([], TODAY) is None
    assert [rules.needs_manager_help(slips, 2) for slips in range(4)] == [False, False, True, True]
    assert rules.manager_talks_most(3, 2)
    assert not rules.manager_talks_most(2, 2)


def test_that_the_bank_has_40_questions_in_both_languages(bank: list[Question]) -> None:
    assert [question.number for question in bank] == list(range(1, 41))
    assert all(question.zh.endswith(("？", "。")) and question.en.endswith(("?", ".")) for question in bank)
    assert [sum(question.theme is theme for question in bank) for theme in Theme] == [8, 8, 8, 8, 8]
    assert not any(rules.is_excluded(question.zh) or rules.is_excluded(question.en) for question in bank)


def test_that_one_question_of_each_theme_is_picked(bank: list[Question]) -> None:
    picked = rules.pick_questions(bank, [])
    assert [question.theme for question in picked] == list(Theme)


def test_that_nothing_of_the_last_three_talks_is_asked_again(bank: list[Question]) -> None:
    asked: list[list[int]] = []
    for _ in range(30):
        numbers = [question.number for question in rules.pick_questions(bank, asked)]
        assert not set(numbers) & {number for talk in asked[:3] for number in talk}
        asked.insert(0, numbers)
    fulltime = {question.number for question in bank if not question.sets & rules.ONLY_FOR}
    assert {number for talk in asked for number in talk} == fulltime, "everything is asked in the end"


def test_that_a_theme_without_fresh_questions_repeats_the_oldest() -> None:
    bank = [Question(1, Theme.WORK, "一？", "One?"), Question(2, Theme.WORK, "二？", "Two?")]
    assert [question.number for question in rules.pick_questions(bank, [[1], [2]])] == [2]


def test_that_own_sets_come_first_and_others_are_not_asked(bank: list[Question]) -> None:
    newcomer = rules.pick_questions(bank, [], ["newcomer"])
    assert all("newcomer" in question.sets for question in newcomer if question.theme is not Theme.FEEDBACK)
    part_time = {question.number for question in bank if "part_time" in question.sets}
    seen: list[list[int]] = []
    for _ in range(12):
        seen.insert(0, [question.number for question in rules.pick_questions(bank, seen)])
    assert not part_time & {number for talk in seen for number in talk}
    assert {11, 18} <= {question.number for question in rules.pick_questions(bank, [], ["part_time"])}


@pytest.mark.parametrize("text", ["你打算什么时候结婚？", "Are you pregnant?", "你有什么宗教信仰？", "What illness do you have?"])
def test_that_private_questions_are_never_offered(text: str) -> None:
    assert rules.is_excluded(text)
    assert rules.pick_questions([Question(1, Theme.WORK, text, text)], []) == []


def test_that_career_comes_up_once_a_quarter_and_wellbeing_each_time() -> None:
    every = {Theme.CAREER: 92, Theme.WELLBEING: 0}
    last = {Theme.CAREER: TODAY - timedelta(days=92), Theme.WELLBEING: TODAY}
    assert rules.themes_overdue(last, TODAY, every) == [Theme.WELLBEING]
    assert rules.themes_overdue({Theme.CAREER: TODAY - timedelta(days=93)}, TODAY, every) == [Theme.CAREER, Theme.WELLBEING]

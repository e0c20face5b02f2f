"""A story that Hypothesis tells: plan, meet, review, undo, redo, close and reopen in any order, on one small database.

After each step locked reviews and published versions are what they were, the audit chain verifies, and money adds up exactly.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import cache, partial
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.conftest import TODAY
from tests.services.test_reviews import RATINGS
from tests.stories.small_team import NEXT_MONDAY, Q3, Rows, dump, ids, make_template, months, open_cards, open_copy, place, sums
from workbench.errors import KnownError
from workbench.models.values.codes import CyclePeriod, DealStage, ReviewState
from workbench.services import one_on_ones, one_on_ones_record, planning, planning_publish, reviews, reviews_cycle, sales
from workbench.services.workspace import UnitOfWork
from workbench.storage.errors import NothingToRedo, NothingToUndo

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
FROZEN_TABLES = ("publication", "review_record")
any_number = st.integers(0, 40)
fen = st.integers(1, 9_999_999)
words = st.text(st.sampled_from("周䶮𬭎谈妥 abc，。"), min_size=1, max_size=12).filter(str.strip)
Step = tuple[Rows, Rows]


@cache
def template() -> tuple[Path, Any]:
    return make_template(Path(tempfile.mkdtemp(prefix="story-", dir=os.environ["WORKBENCH_HOME"])))


class Story(RuleBasedStateMachine):
    """The steps that can be taken back are kept here too, as rows before and after, and compared with what the database does."""

    lock_is_undoable = False  # a planted fault sets it

    def __init__(self) -> None:
        super().__init__()
        path, self.key = template()
        self.folder = Path(tempfile.mkdtemp(prefix="story-", dir=os.environ["WORKBENCH_HOME"]))
        self.path = Path(shutil.copytree(path, self.folder / "team.wbdb"))
        self.team = open_copy(self.path, self.key)
        self.undos: list[Step] = []
        self.redos: list[Step] = []
        self.fixed: Rows = {}  # rows that never change again
        self.papers: dict[int, Any] = {}  # locked reviews as they were when locked
        self.seen: Rows | None = None  # the rows that the costly invariants looked at last
        self.rows = self.read(dump)

    def teardown(self) -> None:
        assert self.team.check().good
        self.team.close()
        shutil.rmtree(self.folder)

    def read(self, query: Callable[[Any], Any]) -> Any:
        return self.team.read(query)

    def pick(self, query: str, number: int) -> int:
        """One of the ids that the query finds, 0 where there is none."""
        found = self.read(partial(ids, query=query))
        return int(found[number % len(found)]) if found else 0

    def do(self, service: Callable[[UnitOfWork], object], *, undoable: bool = True) -> Any:
        """Perform it; what is refused changes nothing and None is returned."""
        before = self.rows
        try:
            change = self.team.perform("Step", service, undoable=undoable)
        except KnownError:
            assert self.read(dump) == before
            return None
        self.rows = self.read(dump)
        if self.rows != before:
            self.redos.clear()
            if undoable:
                self.undos.append((before, self.rows))
            else:  # final: nothing before it is taken back
                self.undos.clear()
        return change.result

    @initialize(stage=st.integers(0, 4), tasks=st.integers(0, 3), frozen=st.booleans())
    def begin(self, stage: int, tasks: int, frozen: bool) -> None:
        """Stories begin at different places, so that the rare ends of a course are reached too."""
        for day in range(tasks):
            self.create_task(day, 9, 3, 1, "门店早班")
        if stage >= 1:
            self.open_cycle()
        if stage >= 2:
            self.rate_all(0, 4, "如约跟进")
        if stage >= 3:
            if frozen:
                self.freeze()
            self.lock(0, False)

    def has(self, table: str) -> bool:
        return any(key[0] == table for key in self.rows)

    # -- plan

    @rule(day=st.integers(0, 5), start=st.integers(8, 17), hours=st.integers(1, 3), heads=st.integers(1, 2), title=words)
    def create_task(self, day: int, start: int, hours: int, heads: int, title: str) -> None:
        when = NEXT_MONDAY + timedelta(days=day)
        self.do(
            partial(planning.create_task, day=when, title=title, start=start * 60, end=(start + hours) * 60, today=TODAY, headcount=heads)
        )

    @precondition(lambda self: self.has("task"))
    @rule(task=any_number, person=any_number, reason=st.sampled_from(("", "本人愿意")))
    def assign(self, task: int, person: int, reason: str) -> None:
        task_id, person_id = self.pick("SELECT id FROM task ORDER BY id DESC", task), self.pick("SELECT id FROM person", person)
        if self.do(partial(planning.assign, task_id=task_id, person_id=person_id, today=TODAY, reason=reason)) is not None:
            assert ("assignment", self.pick("SELECT max(id) FROM assignment", 0)) in self.rows

    @precondition(lambda self: self.has("assignment"))
    @rule(which=any_number, person=any_number, day=st.none() | st.integers(0, 5))
    def move(self, which: int, person: int, day: int | None) -> None:
        where = None if day is None else NEXT_MONDAY + timedelta(days=day)
        seat, person_id = self.pick("SELECT id FROM assignment", which), self.pick("SELECT id FROM person", person)
        self.do(partial(planning.move, assignment_id=seat, person_id=person_id, today=TODAY, day=where, reason="换班"))

    @precondition(lambda self: self.has("task"))
    @rule(task=any_number)
    def delete_task(self, task: int) -> None:
        self.do(partial(planning.delete_task, task_id=self.pick("SELECT id FROM task", task), today=TODAY))

    @precondition(lambda self: self.has("task"))
    @rule(reason=words)
    def publish(self, reason: str) -> None:
        if self.do(partial(planning_publish.publish, monday=NEXT_MONDAY, now=NOW, reason=reason), undoable=False) is not None:
            self.fix()

    # -- meet

    @rule(person=any_number, text=words, theme=st.sampled_from(("work", "career")))
    def raise_point(self, person: int, text: str, theme: str) -> None:
        self.do(partial(one_on_ones.add_point, person_id=self.pick("SELECT id FROM person", person), text=text, today=TODAY, theme=theme))

    @rule(person=any_number, note=words, promise=words, mood=st.integers(1, 5))
    def meet(self, person: int, note: str, promise: str, mood: int) -> None:
        """One step: note, promise, mood, completed, and the next talk planned."""
        person_id = self.pick("SELECT id FROM person", person)

        def service(uow: UnitOfWork) -> int:
            talk_id = one_on_ones_record.answer(uow, person_id, TODAY, mood=mood)
            one_on_ones_record.write_note(uow, person_id, note, TODAY, talk_id=talk_id)
            one_on_ones.add_action(uow, person_id, promise, TODAY, side="employee", due_on=NEXT_MONDAY)
            return one_on_ones.complete_talk(uow, talk_id, TODAY)

        assert self.do(service) is not None
        talk = self.read(lambda conn: one_on_ones.load_talk(conn, person_id, TODAY))
        assert (
            promise.split()
            == [part for action in talk.actions if action.text.split() == promise.split() for part in action.text.split()][
                : len(promise.split())
            ]
        )

    # -- sell

    @rule(person=any_number, month=st.integers(7, 9), value=fen, refunded=st.integers(0, 99))
    def sell(self, person: int, month: int, value: int, refunded: int) -> None:
        day = Q3.start.replace(month=month, day=11)
        person_id = self.pick("SELECT id FROM person", person)
        job = partial(sales.record_deal, person_id=person_id, stage=DealStage.WON, value=value, closed_on=day, collected=value)
        deal_id = self.do(job)
        if deal_id is not None and refunded:
            self.do(partial(sales.change_deal, deal_id=deal_id, refunded=min(refunded, value)))

    # -- review

    @rule()
    def open_cycle(self) -> None:
        self.do(partial(reviews_cycle.create_cycle, kind=CyclePeriod.QUARTER, period=Q3, today=TODAY))

    @precondition(lambda self: self.has("review"))
    @rule(which=any_number, item=st.sampled_from(sorted(RATINGS)), rating=st.integers(0, 5), fact=words)
    def rate(self, which: int, item: str, rating: int, fact: str) -> None:
        review_id = self.pick("SELECT id FROM review", which)
        self.do(partial(reviews.rate, review_id=review_id, item_code=item, manager_rating=rating, evidence=fact))

    @precondition(lambda self: self.has("review"))
    @rule(which=any_number, rating=st.integers(1, 5), comment=words)
    def rate_all(self, which: int, rating: int, comment: str) -> None:
        review_id = self.pick("SELECT id FROM review", which)

        def service(uow: UnitOfWork) -> int:
            for code in RATINGS:
                reviews.rate(uow, review_id, code, self_rating=4, manager_rating=rating, evidence=comment)
            return reviews.set_text(uow, review_id, manager_comment=comment)

        self.do(service)

    @precondition(lambda self: self.has("review"))
    @rule(which=any_number, amount=st.none() | fen, because=words)
    def by_hand(self, which: int, amount: int | None, because: str) -> None:
        review_id = self.pick("SELECT id FROM review", which)
        self.do(partial(reviews.set_actual_by_hand, review_id=review_id, item_code="sales_net", amount=amount, because=because))

    @precondition(lambda self: self.has("review"))
    @rule()
    def freeze(self) -> None:
        self.do(partial(reviews_cycle.freeze, cycle_id=self.pick("SELECT id FROM review_cycle", 0), today=TODAY, now=NOW), undoable=False)

    @precondition(lambda self: self.has("review"))
    @rule(which=any_number)
    def submit(self, which: int) -> None:
        self.do(partial(reviews.submit, review_id=self.pick("SELECT id FROM review", which)))

    @precondition(lambda self: self.has("review"))
    @rule(which=any_number, rated=st.booleans())
    def lock(self, which: int, rated: bool) -> None:
        review_id = self.pick("SELECT id FROM review", which)
        if rated:
            self.rate_all(which, 3, "如约完成")
        if (
            self.do(partial(reviews.lock, review_id=review_id, today=TODAY, actor_name="林立", now=NOW), undoable=self.lock_is_undoable)
            is not None
        ):
            self.fix()
            self.papers[review_id] = self.paper(review_id)

    @precondition(lambda self: self.papers)
    @rule(which=any_number, because=words)
    def correct(self, which: int, because: str) -> None:
        locked = sorted(self.papers)
        self.do(partial(reviews.new_version, review_id=locked[which % len(locked)], because=because))

    # -- take back, do again, close and open

    @rule()
    def undo(self) -> None:
        self.revert(self.team.undo, self.undos, self.redos, 0, NothingToUndo)

    @rule()
    def redo(self) -> None:
        self.revert(self.team.redo, self.redos, self.undos, 1, NothingToRedo)

    @precondition(lambda self: self.undos)
    @rule()
    def undo_then_redo(self) -> None:
        before = self.rows
        if self.revert(self.team.undo, self.undos, self.redos, 0, NothingToUndo):
            assert self.revert(self.team.redo, self.redos, self.undos, 1, NothingToRedo)
            assert self.rows == before

    def revert(self, run: Callable[[], object], source: list[Step], target: list[Step], wanted: int, nothing: type[KnownError]) -> bool:
        """The step's rows are as they were before it (after it, for redo), and no other row is touched."""
        try:
            run()
        except nothing:
            assert not source
            return False
        step = source.pop()
        expected = dict(self.rows)
        for key in step[0].keys() | step[1].keys():
            if step[0].get(key) != step[1].get(key):
                expected.pop(key, None)
                expected |= {key: step[wanted][key]} if key in step[wanted] else {}
        self.rows = self.read(dump)
        assert self.rows == expected
        target.append(step)
        return True

    @rule()
    def close_and_reopen(self) -> None:
        steps, head = self.team.steps(), self.team.head
        self.team.close()
        self.team = open_copy(self.path, self.key)
        assert self.read(dump) == self.rows
        assert self.team.steps() == steps
        assert self.team.head == head

    # -- what is always true

    def paper(self, review_id: int) -> tuple[Any, ...]:
        card = self.read(lambda conn: reviews.load_review(conn, review_id, TODAY))
        document = self.read(lambda conn: reviews.load_document(conn, review_id, TODAY, NOW, "林立"))
        return card.items, card.total, card.grade, card.texts, document

    def fix(self) -> None:
        """Remember what must never change from now on."""
        state, owner = (
            self.read(lambda conn: place(conn, "review", "state")),
            self.read(lambda conn: place(conn, "review_item", "review_id")),
        )
        locked = {key[1] for key, row in self.rows.items() if key[0] == "review" and row[state] == ReviewState.LOCKED.value}
        for key, row in self.rows.items():
            if key[0] in FROZEN_TABLES or (key[0] == "review" and key[1] in locked) or (key[0] == "review_item" and row[owner] in locked):
                self.fixed.setdefault(key, row)

    @invariant()
    def what_is_fixed_stays(self) -> None:
        for key, row in self.fixed.items():
            assert self.rows.get(key) == row
        if self.rows is not self.seen:
            for review_id, paper in self.papers.items():
                assert self.paper(review_id) == paper

    @invariant()
    def money_is_exact(self) -> None:
        if self.rows is self.seen:
            return
        counted = self.read(sums)
        assert self.read(months) == counted
        for card in self.read(open_cards):
            item = card.item("sales_net")
            assert item.target is not None
            if not item.by_hand_because:
                assert item.actual == sum(value for (person, _month), value in counted.items() if person == card.person_id)
            assert item.attainment == Fraction(item.actual, item.target)
            assert item.points == Fraction(item.weight, 100) * min(item.attainment, Fraction(item.cap, 10_000))

    @invariant()
    def the_chain_verifies(self) -> None:
        if self.rows is not self.seen:
            assert self.team.verify_recent() == ()

    def check_invariants(self, *args: Any, **more: Any) -> None:
        """All of them; the costly ones look again only when a row has changed."""
        super().check_invariants(*args, **more)
        self.seen = self.rows

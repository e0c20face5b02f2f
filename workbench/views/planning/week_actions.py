"""What the manager does on the week screen, as named steps that can be undone; refusals come back to where they were asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from workbench.errors import Refused
from workbench.i18n import N_, _, ngettext
from workbench.models.values.periods import Week
from workbench.readmodels.planning import CopyReport, Judgement
from workbench.readmodels.planning_plan import PlanKept, PlanPreview
from workbench.services import planning, planning_keep, planning_publish, planning_several, planning_templates
from workbench.services.workspace import Change, UnitOfWork
from workbench.views.context import Context
from workbench.views.messages import words_of
from workbench.views.planning.board_state import Block, BoardState, span
from workbench.views.theme import Tone

Writer = Callable[..., None]
"""(owner, action, job, done, failed, **figures), as `Tasks.write`."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A block or seat for a person, and a day or another time of its day; or two blocks that change people."""

    block: Block
    person: int
    name: str
    day: date | None = None
    other: Block | None = None
    span: tuple[int, int] | None = None


class WeekActions(QObject):
    """Writes through the tasks; `reason_wanted` and `refused` say what the screen has to show in place."""

    reason_wanted = Signal(object, str)  # Wish, the rule in words
    done = Signal(object)  # Wish that was kept
    placed = Signal(object)  # assignment to be chosen next
    refused = Signal(str)
    form_refused = Signal(str)
    task_added = Signal(object)  # an id
    publish_reason_wanted = Signal(str)
    published = Signal()
    copied = Signal(object)  # CopyReport
    plan_kept = Signal(object)  # PlanKept

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.monday = date.min
        self.write: Writer = context.tasks.write  # a trial takes its place, so that steps are tried instead of kept
        self._wish: Wish | None = None
        self._remark = ""

    @property
    def _today(self) -> date:
        return self._context.today()

    @property
    def _week(self) -> str:
        return str(Week.from_date(self.monday))

    def _write(
        self, action: str, job: Callable[[UnitOfWork], object], done: Callable[[Any], None] | None = None,
        failed: Callable[[BaseException], None] | None = None, **params: Any,
    ) -> None:  # fmt: skip
        self.write(self, action, job, done, failed or self._on_refused, **params)

    # -- people and tasks -----------------------------------------------------------------------

    def drop(self, state: BoardState, block: Block, verdict: Judgement, person: int, day: int) -> None:
        """The end of a drag: green is done, amber asks in place, red says the rule; never silence."""
        when = state.week.monday + timedelta(days=day)
        self.settle(Wish(block, person, state.name(person), when if when != state.tasks[block.task].day else None), verdict)

    def settle(self, wish: Wish, verdict: Judgement) -> None:
        """By the colour: do it, ask for a reason in place, or say why not."""
        if verdict.colour == "red":
            self._context.messages.tell(_("Not moved. {person}: {why}", person=wish.name, why=verdict.text), Tone.BAD)
        elif verdict.colour == "amber" and not verdict.remark:
            self.reason_wanted.emit(wish, verdict.text)
        else:
            self.give(wish, remark=verdict.text if verdict.remark else "")

    def give(self, wish: Wish, reason: str = "", remark: str = "") -> None:
        """Assign a seat, or move or swap what is assigned; `remark` is said once it is done."""
        self._wish, self._remark = wish, remark
        block, today = wish.block, self._today
        if wish.other is not None:
            job: Callable[[UnitOfWork], object] = partial(
                planning.swap, assignment_id=block.assignment, other_id=wish.other.assignment, today=today, reason=reason
            )
            self._write(N_("Swap {task} and {other}"), job, self._on_given, self._on_not_given, task=block.title, other=wish.other.title)
        elif wish.span is not None:
            start, end = wish.span
            job = partial(
                planning_several.place, task_id=block.task, assignment_id=max(0, block.assignment), person_id=wish.person, start=start, end=end,
                today=today, reason=reason, day=wish.day,
            )  # fmt: skip
            self._write(
                N_("Give {task} to {person} at {time}"),
                job,
                self._on_given,
                self._on_not_given,
                task=block.title,
                person=wish.name,
                time=span(start, end),
            )
        elif block.assignment > 0:
            job = partial(planning.move, assignment_id=block.assignment, person_id=wish.person, today=today, day=wish.day, reason=reason)
            self._write(N_("Give {task} to {person}"), job, self._on_given, self._on_not_given, task=block.title, person=wish.name)
        elif wish.day is not None:
            job = partial(planning.assign_on, task_id=block.task, person_id=wish.person, today=today, day=wish.day, reason=reason)
            self._write(N_("Assign {task} to {person}"), job, self._on_given, self._on_not_given, task=block.title, person=wish.name)
        else:
            job = partial(planning.assign, task_id=block.task, person_id=wish.person, today=today, reason=reason)
            self._write(N_("Assign {task} to {person}"), job, self._on_given, self._on_not_given, task=block.title, person=wish.name)

    @Slot(object)
    def _on_given(self, change: Change) -> None:
        wish, self._wish = self._wish, None
        remark, self._remark = self._remark, ""
        if wish is not None:
            self.done.emit(wish)
            if remark:
                self._context.messages.tell(_("{person}: {why}", person=wish.name, why=remark), Tone.WARNING)
        if isinstance(change.result, int):
            self.placed.emit(change.result)

    @Slot(object)
    def _on_not_given(self, error: BaseException) -> None:
        """Only a reason is missing: ask for it. Anything else is said where it was asked."""
        wish = self._wish
        if wish is not None and isinstance(error, Refused) and error.code == "REASON":
            self.reason_wanted.emit(wish, str(error.figures.get("why", "")))
            return
        self.refused.emit(words_of(error))

    def unassign(self, state: BoardState, block: Block) -> None:
        if block.assignment > 0:
            job = partial(planning.unassign, assignment_id=block.assignment, today=self._today)
            self._write(N_("Take {person} off {task}"), job, person=state.name(block.person), task=block.title)

    def pin(self, block: Block) -> None:
        if block.assignment > 0:
            action = N_("Let {task} move again") if block.pinned else N_("Pin {task}")
            self._write(
                action, partial(planning.pin, assignment_id=block.assignment, today=self._today, pinned=not block.pinned), task=block.title
            )

    @Slot(object)
    def _on_refused(self, error: BaseException) -> None:
        self.refused.emit(words_of(error))

    # -- the form -------------------------------------------------------------------------------

    def add_task(self, fields: dict[str, Any]) -> None:
        values = {name: value for name, value in fields.items() if name not in ("start_minute", "end_minute")}
        job = partial(planning.create_task, start=fields["start_minute"], end=fields["end_minute"], today=self._today, **values)
        self._write(N_("Add task {task}"), job, self._on_added, self._on_form_refused, task=fields["title"])

    @Slot(object)
    def _on_added(self, change: Change) -> None:
        self.task_added.emit(int(str(change.result)))

    def edit_task(self, task_id: int, title: str, fields: dict[str, Any]) -> None:
        job = partial(planning.edit_task, task_id=task_id, today=self._today, **fields)
        self._write(N_("Change task {task}"), job, None, self._on_form_refused, task=fields.get("title") or title)

    def delete_task(self, task_id: int, title: str) -> None:
        self._write(N_("Delete task {task}"), partial(planning.delete_task, task_id=task_id, today=self._today), task=title)

    def copy_task(self, task_id: int, title: str) -> None:
        self._write(N_("Copy task {task}"), partial(planning.copy_task, task_id=task_id, today=self._today), self._on_added, task=title)

    @Slot(object)
    def _on_form_refused(self, error: BaseException) -> None:
        self.form_refused.emit(words_of(error))

    # -- weeks ----------------------------------------------------------------------------------

    def copy_last_week(self) -> None:
        job = partial(planning_several.copy_last_week, monday=self.monday, today=self._today)
        self._write(N_("Copy last week into {week}"), job, self._on_copied, week=self._week)

    @Slot(object)
    def _on_copied(self, change: Change) -> None:
        report = change.result
        assert isinstance(report, CopyReport)
        self.copied.emit(report)

    def add_templates(self) -> None:
        job = partial(planning_templates.add_from_templates, monday=self.monday, today=self._today)
        self._write(N_("Add templates to {week}"), job, self._on_templates, self._on_no_templates, week=self._week)

    @Slot(object)
    def _on_no_templates(self, error: BaseException) -> None:
        """Where this week's tasks could become the first templates, the line offers just that."""
        if isinstance(error, Refused) and error.code == "SAVE":
            self._context.messages.tell(words_of(error), Tone.ACCENT, _("Save this week as templates"), self.save_templates)
        elif isinstance(error, Refused) and error.code == "NO_TEMPLATE":
            self._context.messages.tell(words_of(error), Tone.ACCENT)
        else:
            self.refused.emit(words_of(error))

    @Slot(object)
    def _on_templates(self, change: Change) -> None:
        self._context.messages.tell(
            ngettext("{n} task was added from the templates.", "{n} tasks were added from the templates.", int(str(change.result)))
        )

    def save_templates(self) -> None:
        self._write(
            N_("Save {week} as templates"),
            partial(planning_templates.save_as_templates, monday=self.monday),
            self._on_saved,
            week=self._week,
        )

    @Slot(object)
    def _on_saved(self, change: Change) -> None:
        count = int(str(change.result))
        words = (
            ngettext("{n} template was made.", "{n} templates were made.", count)
            if count
            else _("Every task of this week is a template already.")
        )
        self._context.messages.tell(words)

    def publish(self, reason: str = "") -> None:
        now = datetime.now(UTC).astimezone()
        job = partial(planning_publish.publish, monday=self.monday, now=now, reason=reason)
        self._context.tasks.write(
            self, N_("Publish {week}"), job, self._on_published, self._on_not_published, undoable=False, week=self._week
        )

    @Slot(object)
    def _on_published(self, change: Change) -> None:
        self.published.emit()
        now = datetime.now(UTC).astimezone()
        job = partial(planning_publish.load_short_notice, monday=self.monday, now=now)
        self._context.tasks.read(self, job, partial(self._tell_published, change.result))

    def _tell_published(self, number: object, short: tuple[int, int] | None) -> None:
        text = _("The week is published as version {number}.", number=number)
        if short is not None:
            text += " " + _("That is {hours} h before it begins; {usual} h are usual.", hours=short[0], usual=short[1])
        self._context.messages.tell(text)

    @Slot(object)
    def _on_not_published(self, error: BaseException) -> None:
        if isinstance(error, Refused) and error.code == "REASON":
            self.publish_reason_wanted.emit(words_of(error))
        else:
            self.refused.emit(words_of(error))

    def keep_plan(self, found: PlanPreview) -> None:
        self._write(N_("Plan {week} automatically"), partial(planning_keep.save_plan, found=found), self._on_kept, week=self._week)

    @Slot(object)
    def _on_kept(self, change: Change) -> None:
        kept = change.result
        assert isinstance(kept, PlanKept)
        self.plan_kept.emit(kept)

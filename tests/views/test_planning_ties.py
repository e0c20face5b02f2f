"""A task's window and ties through the form, the order of aims through the keys, and what a trial and a plan do with them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.views.support import settle, type_chinese
from tests.views.test_planning import LEFT, pairs, screen, state_of
from workbench.models.values.money import Money
from workbench.services import planning, planning_levels
from workbench.views.context import Context
from workbench.views.planning.screen import PlanningScreen
from workbench.views.undo import Undo

__all__ = ["screen"]  # the fixture


def test_that_the_form_keeps_a_window_who_may_not_and_what_comes_before(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    state = state_of(screen)
    block = next(found[0] for _cell, found in sorted(state.cells.items()))
    screen.open_block(block)
    settle(qtbot, context)
    form, person = screen.side.form, state.week.people[-1]
    qtbot.mouseClick(form.ties.flexible, LEFT)
    settle(qtbot, context)
    kept = next(one for one in state_of(screen).week.tasks if one.id == block.task)
    assert (kept.earliest, kept.latest) == (min(540, kept.start), max(1080, kept.end))
    type_chinese(form.ties.barred.field, person.name)
    QTest.keyClick(form.ties.barred.field, Qt.Key.Key_Return)
    settle(qtbot, context)
    assert form.ties.barred.field.text() == ""
    assert state_of(screen).week.bonds[block.task].barred == {person.id}
    other = next(one for one in state.week.tasks if one.day == kept.day and one.id != kept.id)
    form.ties.after.choose({other.id})
    form.ties.after.edited.emit()
    settle(qtbot, context)
    assert state_of(screen).week.bonds[block.task].after == {other.id}
    context.tasks.undo(screen)
    context.tasks.undo(screen)
    settle(qtbot, context)
    assert block.task not in state_of(screen).week.bonds
    assert form.ties.barred.chosen == ()


def test_that_an_aim_moves_by_the_keys_below_the_first_and_undo_brings_it_back(
    screen: PlanningScreen, context: Context, qtbot: QtBot
) -> None:
    usual = tuple(planning_levels.AIMS)
    screen.proposal.aims.open()
    settle(qtbot, context)
    aims = screen.proposal.aims.page.list
    assert (screen.side.currentWidget(), aims.order) == (screen.proposal.aims.page, usual)
    aims.setCurrentRow(2)
    for _n in range(3):  # it cannot pass the first
        QTest.keyClick(aims, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    settle(qtbot, context)
    assert aims.order == ("cover", "fairness", "min_hours", *usual[3:])
    assert context.workspace.read(planning_levels.load_order) == aims.order
    context.tasks.undo(screen)
    settle(qtbot, context)
    assert context.workspace.read(planning_levels.load_order) == aims.order == usual


def test_that_undo_and_redo_are_about_the_trial_while_it_is_on(screen: PlanningScreen, context: Context, qtbot: QtBot) -> None:
    undo = Undo(context, screen)
    screen.steps_tried.connect(undo.lend)
    before, head = pairs(screen), context.workspace.head
    blocks = [found[0] for _cell, found in sorted(state_of(screen).cells.items())][:2]
    screen.what_if.begin()
    assert not undo.undo_action.isEnabled()
    for block in blocks:
        screen.moves.unassign(block)
        settle(qtbot, context)
    assert blocks[1].title in undo.undo_action.text()
    undo.undo_action.trigger()
    settle(qtbot, context)
    assert pairs(screen) == before - {(blocks[0].task, blocks[0].person)}
    screen.hide()  # elsewhere in the window the keys are about what is saved
    assert "as tried" not in undo.undo_action.text()
    screen.show()
    undo.redo_action.trigger()
    settle(qtbot, context)
    assert pairs(screen) == before - {(one.task, one.person) for one in blocks}
    assert not undo.redo_action.isEnabled()
    screen.what_if.drop()
    settle(qtbot, context)
    assert (pairs(screen), context.workspace.head) == (before, head)
    assert "as tried" not in undo.undo_action.text()


def test_that_an_imagined_person_takes_tasks_by_hand_and_by_the_plan_and_nothing_of_it_is_kept(
    screen: PlanningScreen, context: Context, qtbot: QtBot
) -> None:
    before, head = pairs(screen), context.workspace.head
    known = {line.person for line in state_of(screen).lines}
    screen.what_if.begin()
    screen.board.move_cursor(0, 0, 0)
    screen.what_if.add_person()
    settle(qtbot, context)
    someone = next(line.person for line in state_of(screen).lines if line.person not in known)
    block = next(found[0] for (row, _day), found in sorted(state_of(screen).cells.items()) if row in (0, 1))
    judge = screen.moves.judge_for(block)
    assert judge is not None
    verdict = judge(someone, state_of(screen).day_of(block.task))
    assert verdict is not None
    screen.actions_.drop(state_of(screen), block, verdict, someone, state_of(screen).day_of(block.task))
    settle(qtbot, context)
    by_hand = verdict.colour == "green" or verdict.remark
    assert ((block.task, someone) in pairs(screen)) == by_hand
    screen.plan(1, False)
    settle(qtbot, context)
    assert screen.proposal.found is not None
    assert any(person == someone for _task, person in screen.proposal.found.pairs)
    screen.proposal.keep()
    settle(qtbot, context)
    assert any(person == someone for _task, person in pairs(screen))
    assert not screen.what_if.page.keep.isEnabled()
    screen.what_if.drop()
    settle(qtbot, context)
    assert (pairs(screen), context.workspace.head) == (before, head)


def test_that_a_proposal_stays_while_the_week_is_changed_and_what_no_longer_fits_is_told(
    screen: PlanningScreen, context: Context, qtbot: QtBot
) -> None:
    screen.plan(1, False)
    settle(qtbot, context)
    found = screen.proposal.found
    assert found is not None
    assert not screen.side.preview.says_changed
    line = next(one for one in found.lines if one.added)
    job = partial(planning.edit_task, task_id=line.task_id, today=screen.monday, barred=[line.person_id])
    context.tasks.write(screen, "Step", job)
    settle(qtbot, context)
    assert screen.proposal.found is found
    gone = next(a for a in state_of(screen).week.assignments if (a.task_id, a.person_id) in set(found.pairs) & found.basis)
    context.tasks.write(screen, "Step", partial(planning.unassign, assignment_id=gone.id, today=screen.monday))
    settle(qtbot, context)
    assert screen.side.preview.says_changed
    shown = {(a.task_id, a.person_id) for a in screen.board.state.week.assignments}
    assert (gone.task_id, gone.person_id) not in shown
    qtbot.mouseClick(screen.side.preview.keep, LEFT)
    settle(qtbot, context)
    assert (line.task_id, line.person_id) not in pairs(screen)
    assert (gone.task_id, gone.person_id) not in pairs(screen)
    assert f"{line.person} · {line.task}: " in screen.side.hint.report_words
    assert len(pairs(screen) & set(found.pairs)) >= len(found.pairs) - 4


def test_that_the_cost_of_the_week_stands_on_its_meter_and_behind_it_by_person(
    screen: PlanningScreen, context: Context, qtbot: QtBot
) -> None:
    assert screen.details is not None
    cost = screen.details.facts.cost
    assert screen.tiles.tiles["cost"].figure == f"¥{Money(cost.total).whole()}"
    qtbot.mouseClick(screen.tiles.tiles["cost"], LEFT)
    settle(qtbot, context)
    rows = screen.side.breakdown.model
    assert rows is not None
    shown = [str(rows.index(row, 2).data()) for row in range(rows.rowCount())]
    assert sum(Money.from_text(text).fen for text in shown if text != "–") == cost.total
    assert shown.count("–") == len(set(cost.unpriced) - cost.of_person.keys())
    person = next(iter(cost.of_person))
    assert screen.board.state.cost_words(person).startswith(f"¥{Money(cost.of_person[person]).grouped()}")
    screen.moves.unassign(next(b for found in state_of(screen).cells.values() for b in found if b.person == person))
    settle(qtbot, context)
    assert screen.details.facts.cost.total < cost.total

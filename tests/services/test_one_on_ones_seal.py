"""What is written about a talk is nowhere in clear: not in its row, not in what undo remembers, not in the history or a copy."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import Connection

from tests.conftest import PASSPHRASE, TODAY
from workbench.errors import BugError
from workbench.models import sealed
from workbench.models.one_on_ones import TalkNote
from workbench.services import one_on_ones_record, people
from workbench.services.workspace import UnitOfWork, Workspace
from workbench.storage import keys
from workbench.storage.author_key import AuthorKey
from workbench.storage.errors import SealedTextUnreadable
from workbench.storage.queries import one_on_ones as queries

SECRET = "最近在医院做检查 vertraulich-4711"


def do(workspace: Workspace, job: Any) -> Any:
    return workspace.perform("Step", job).result


@pytest.fixture
def person(workspace: Workspace) -> int:
    return int(do(workspace, lambda uow: people.add_person(uow, "周喆", code="P1", hired_on=TODAY)))


def everything(conn: Connection) -> str:
    """Every value of every table as the file holds it, its cipher taken off."""
    tables = [name for (name,) in conn.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return "\n".join(repr(tuple(row)) for name in tables for row in conn.exec_driver_sql(f'SELECT * FROM "{name}"'))


def texts(workspace: Workspace, talk: int) -> list[str]:
    return [one.text for one in workspace.read(partial(queries.notes, talk_id=talk))]


def talk_of(workspace: Workspace) -> int:
    return int(workspace.read(lambda conn: int(conn.exec_driver_sql("SELECT max(id) FROM one_on_one").scalar() or 0)))


@pytest.mark.parametrize("visibility", ["sensitive", "manager", "shared"])
def test_that_no_table_holds_a_paragraph_in_clear_through_writing_undo_and_redo(workspace: Workspace, person: int, visibility: str) -> None:
    note = do(workspace, partial(one_on_ones_record.write_note, person_id=person, text=SECRET, today=TODAY, visibility=visibility))
    do(workspace, partial(one_on_ones_record.write_note, person_id=person, text=SECRET + " 2", today=TODAY, note_id=note))
    other = "manager" if visibility == "sensitive" else "sensitive"
    do(workspace, partial(one_on_ones_record.set_visibility, note_id=note, visibility=other, today=TODAY))
    talk = talk_of(workspace)
    assert texts(workspace, talk) == [SECRET + " 2"]
    workspace.undo()
    workspace.undo()
    assert texts(workspace, talk) == [SECRET]
    workspace.redo()
    assert texts(workspace, talk) == [SECRET + " 2"]
    found = workspace.read(everything)
    assert "vertraulich" not in found
    assert "医院" not in found
    assert "P1" in found  # what is looked through holds what is not sealed


def test_that_the_talk_is_read_again_after_a_restart_a_new_passphrase_and_the_recovery_key(tmp_path: Path) -> None:
    made, recovery = Workspace.create(tmp_path / "team", PASSPHRASE, backups=tmp_path / "b")
    with made:
        own = do(made, lambda uow: people.add_person(uow, "周喆", code="P1", hired_on=TODAY))
        do(made, partial(one_on_ones_record.write_note, person_id=own, text=SECRET, today=TODAY))
        talk, path = talk_of(made), made.path
        made.change_passphrase(PASSPHRASE, "another passphrase")
    with Workspace.open(path, "another passphrase", backups=tmp_path / "b") as again:
        assert texts(again, talk) == [SECRET]
    with Workspace.open_with_recovery(path, recovery, "a third passphrase", backups=tmp_path / "b") as recovered:
        assert texts(recovered, talk) == [SECRET]


def in_clear(workspace: Workspace, person: int) -> int:
    """A paragraph as it was written before texts were sealed."""

    class Plain:
        def seal(self, text: str) -> str:
            return text

        def unseal(self, stored: str) -> str:
            return stored

    def write(uow: UnitOfWork) -> int:
        before, sealed.MARK = sealed.MARK, ""  # type: ignore[misc]
        present = sealed._present.sealer
        sealed.use(Plain())
        try:
            return one_on_ones_record.write_note(uow, person, SECRET, TODAY)
        finally:
            sealed.MARK = before  # type: ignore[misc]
            sealed.use(present)

    return int(do(workspace, write))


def test_that_a_database_from_before_gets_a_key_and_its_notes_are_sealed_when_it_is_opened(
    workspace: Workspace, person: int, tmp_path: Path
) -> None:
    in_clear(workspace, person)
    talk, path = talk_of(workspace), workspace.path
    assert "vertraulich" in workspace.read(everything)
    workspace.close()
    file = path / "keys.json"
    old = keys.load(file)
    key = old.open(PASSPHRASE)
    body = {name: value for name, value in json.loads(old.to_text()).items() if name != "author"}
    bare = keys.Envelope.from_text(json.dumps(body)).with_passphrase(PASSPHRASE, key, keys.FLOOR)
    assert bare.author == b""
    keys.save(file, bare, forget_previous=True)
    with Workspace.open(path, PASSPHRASE, backups=tmp_path / "backups") as opened:
        assert texts(opened, talk) == [SECRET]
        assert "vertraulich" not in opened.read(everything)
    assert keys.load(file).author == keys.load(keys.previous_of(file)).author != b""


def test_that_another_key_or_a_changed_text_is_told_and_a_thread_without_a_key_reads_nothing() -> None:
    key = AuthorKey.new()
    stored = key.seal(SECRET)
    assert key.unseal(stored) == SECRET
    assert key.seal(SECRET) != stored  # the same words never look the same
    for wrong in (AuthorKey.new(), key):
        with pytest.raises(SealedTextUnreadable):
            wrong.unseal(stored if wrong is not key else stored[:-8] + "AAAAAAA=")
    sealed.use(None)
    with pytest.raises(BugError):
        sealed.SealedText().process_bind_param(SECRET, None)
    assert TalkNote.__table__.c.text.type.__class__ is sealed.SealedText

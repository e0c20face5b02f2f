"""Files kept with a talk: given back as they were, sealed, undone and done again, refused kindly, fixed with the record."""

from __future__ import annotations

import base64
import os
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.conftest import TODAY
from tests.services.test_one_on_ones_way import Do, do, wang, zhou
from workbench.errors import Refused
from workbench.models.attachment_rules import MOST_BYTES, FileKind, kind_of
from workbench.readmodels.one_on_ones import AttachmentRow
from workbench.services import one_on_ones as talks
from workbench.services import one_on_ones_attachments as service
from workbench.services.workspace import Workspace

__all__ = ["do", "wang", "zhou"]
PNG = b"\x89PNG\r\n\x1a\n" + b"secret picture" * 10


def rows(workspace: Workspace, person: int) -> tuple[AttachmentRow, ...]:
    return workspace.read(lambda conn: talks.load_talk(conn, person, TODAY)).attachments


def file(workspace: Workspace, one: int) -> tuple[str, bytes]:
    return workspace.read(lambda conn: service.load_file(conn, one))


def test_that_a_file_of_several_parts_comes_back_as_it_was_and_survives_undo_and_redo(workspace: Workspace, do: Do, zhou: int) -> None:
    data = os.urandom(2 * service.PART + 17)
    one = do(service.add, zhou, "照片.jpg", data, TODAY)
    assert file(workspace, one) == ("照片.jpg", data)
    assert [(row.name, row.kind, row.size) for row in rows(workspace, zhou)] == [("照片.jpg", FileKind.OTHER.value, len(data))]
    workspace.undo()
    assert workspace.read(lambda conn: conn.exec_driver_sql("SELECT count(*) FROM talk_attachment_part").scalar()) == 0
    workspace.redo()
    assert file(workspace, one)[1] == data
    do(service.remove, one, TODAY)
    assert rows(workspace, zhou) == ()
    workspace.undo()
    assert file(workspace, one)[1] == data


def test_that_contents_lie_in_no_table_in_clear(workspace: Workspace, do: Do, zhou: int) -> None:
    one = do(service.add, zhou, "体检报告.png", PNG, TODAY)
    do(service.remove, one, TODAY)
    workspace.undo()

    def everything(conn: Any) -> str:
        tables = sa.inspect(conn).get_table_names()
        return "\n".join(str(row) for name in tables for row in conn.exec_driver_sql(f'SELECT * FROM "{name}"').all())

    stored = workspace.read(everything)
    assert "secret picture" not in stored
    assert "体检报告" not in stored
    assert base64.b64encode(PNG).decode()[:40] not in stored


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PNG, FileKind.PICTURE), (b"\xff\xd8\xff\xe0", FileKind.PICTURE), (b"RIFF1234WEBPVP8", FileKind.PICTURE), (b"%PDF-1.7", FileKind.PDF),
        (b"PK\x03\x04", FileKind.OFFICE), (b"MZ\x90\x00", FileKind.PROGRAM), (b"#!/bin/sh", FileKind.PROGRAM), ("说明".encode(), FileKind.TEXT),
        (("说" * 2000).encode(), FileKind.TEXT), (b"\x00\x01\x02", FileKind.OTHER),
    ],
)  # fmt: skip
def test_that_a_file_is_what_its_contents_are(data: bytes, kind: FileKind) -> None:
    assert kind_of(data) is kind


def test_that_names_are_made_safe_and_too_large_or_empty_files_are_refused(workspace: Workspace, do: Do, zhou: int) -> None:
    one = do(service.add, zhou, "../../etc/passwd", b"x", TODAY)
    assert "/" not in file(workspace, one)[0]
    for data, code in ((b"", "EMPTY"), (b"x" * (MOST_BYTES + 1), "SIZE")):
        with pytest.raises(Refused) as refused:
            do(service.add, zhou, "film.mp4", data, TODAY)
        assert refused.value.code == code
    assert len(rows(workspace, zhou)) == 1


def test_that_a_damaged_file_is_not_given_out(workspace: Workspace, do: Do, zhou: int) -> None:
    from workbench.models.attachments import TalkAttachment

    one = do(service.add, zhou, "a.png", PNG, TODAY)
    workspace.perform("Damage", lambda uow: setattr(uow.session.get(TalkAttachment, one), "sha256", "0" * 64))
    with pytest.raises(service.AttachmentDamagedError):
        file(workspace, one)


def test_that_a_record_that_stands_keeps_its_files_and_takes_in_more(workspace: Workspace, do: Do, zhou: int) -> None:
    one = do(service.add, zhou, "a.png", PNG, TODAY)
    talk_id = workspace.read(lambda conn: talks.load_talk(conn, zhou, TODAY)).talk_id
    do(talks.complete_talk, talk_id, TODAY)
    later = TODAY + timedelta(days=30)
    with pytest.raises(Refused) as refused:
        do(service.remove, one, later)
    assert refused.value.code == "LOCKED"
    more = do(service.add, zhou, "b.png", PNG, later, talk_id=talk_id)
    do(service.remove, more, later)

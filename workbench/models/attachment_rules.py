"""What a kept file is, told by its first bytes and never by its name; nothing is ever opened by what it calls itself."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

MOST_BYTES: Final = 10 * 1024 * 1024
"""The largest file that is kept with a talk: a photograph of a phone fits, a film does not."""


class FileKind(StrEnum):
    PICTURE = "picture"
    PDF = "pdf"
    OFFICE = "office"
    TEXT = "text"
    PROGRAM = "program"
    OTHER = "other"


_PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"BM")
_PROGRAMS: Final = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa", b"#!", b"\xca\xfe\xba\xbe")
_OFFICE: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def kind_of(data: bytes) -> FileKind:
    """What the contents are.

    >>> kind_of(b"%PDF-1.7").value, kind_of(b"MZ\\x90").value
    ('pdf', 'program')
    """
    if data.startswith(_PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return FileKind.PICTURE
    if data.startswith(_PROGRAMS):
        return FileKind.PROGRAM
    if data.startswith(b"%PDF-"):
        return FileKind.PDF
    if data.startswith(_OFFICE):
        return FileKind.OFFICE
    return FileKind.TEXT if _is_text(data[:4096]) else FileKind.OTHER


def _is_text(head: bytes) -> bool:
    if b"\x00" in head:
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(head) - 4  # a character that is cut at the end
    return True

"""How the reading process hands over what it read: a line of JSON, then the bytes it announces.

No pickle: what comes out of a process that opened a stranger's file is read as data only.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import IO, Any, Final

_SEPARATOR: Final = "\x1f"
_MANY: Final = 2_000  # cells looked at to decide whether a column repeats itself
_LONGEST_LINE: Final = 1 << 20
_LARGEST_PART: Final = 1 << 29


class BrokenStreamError(Exception):
    """The other side died or wrote something else than frames."""


def write(stream: IO[bytes], kind: str, payload: dict[str, Any]) -> None:
    """A frame without cells."""
    stream.write(json.dumps({"frame": kind, **payload}).encode("ascii") + b"\n")


def write_columns(stream: IO[bytes], columns: Sequence[Sequence[Any]], rows: int, *, texts: bool) -> None:
    """A frame of cells, column by column; `texts` when every cell is a string."""
    parts: list[bytes] = []
    forms: list[list[Any]] = []
    for cells in columns:
        coded = texts and len(set(cells[:_MANY])) * 4 < min(len(cells), _MANY)
        if coded:
            distinct = list(dict.fromkeys(cells))
            coded = len(distinct) < 65_536
        if coded:
            place = {cell: number for number, cell in enumerate(distinct)}
            parts.append(_packed(distinct, texts=texts))
            parts.append(array("H", map(place.__getitem__, cells)).tobytes())
            forms.append(["coded", len(parts[-2]), len(parts[-1])])
        else:
            parts.append(_packed(cells, texts=texts))
            forms.append(["plain", len(parts[-1])])
    write(stream, "rows", {"rows": rows, "forms": forms, "texts": texts})
    stream.writelines(parts)


def read(stream: IO[bytes]) -> Iterator[tuple[dict[str, Any], list[list[Any]]]]:
    """Frames in order with their cells; BrokenStreamError when the stream ends within one or makes no sense."""
    while line := stream.readline(_LONGEST_LINE):
        try:
            head = json.loads(line)
            if not isinstance(head, dict) or "frame" not in head:
                raise BrokenStreamError("no frame")
            columns = [_column(stream, form, texts=head["texts"]) for form in head.get("forms", ())]
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise BrokenStreamError(str(error)) from error
        if any(len(column) != head["rows"] for column in columns):
            raise BrokenStreamError("a column is shorter than announced")
        yield head, columns


def _column(stream: IO[bytes], form: list[Any], *, texts: bool) -> list[Any]:
    cells = _unpacked(_exactly(stream, int(form[1])), texts=texts)
    if form[0] == "plain":
        return cells
    places = array("H")
    places.frombytes(_exactly(stream, int(form[2])))
    return list(map(cells.__getitem__, places))


def _exactly(stream: IO[bytes], size: int) -> bytes:
    if not 0 <= size <= _LARGEST_PART:
        raise BrokenStreamError("a part is too large")
    data = stream.read(size)
    if len(data) != size:
        raise BrokenStreamError("the stream ended early")
    return data


def _packed(cells: Sequence[Any], *, texts: bool) -> bytes:
    if texts:
        joined = _SEPARATOR.join(cells)
        if joined.count(_SEPARATOR) == len(cells) - 1:
            return b"t" + joined.encode("utf-8", "surrogatepass")
    return b"j" + json.dumps([_tagged(cell) for cell in cells]).encode("ascii")


def _unpacked(data: bytes, *, texts: bool) -> list[Any]:
    if data[:1] == b"t" and texts:
        return data[1:].decode("utf-8", "surrogatepass").split(_SEPARATOR)
    found = json.loads(data[1:])
    if not isinstance(found, list):
        raise BrokenStreamError("no list of cells")
    return [_untagged(cell) for cell in found]


def _tagged(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return ["s", cell.isoformat()]
    if isinstance(cell, date):
        return ["d", cell.isoformat()]
    if isinstance(cell, time):
        return ["t", cell.isoformat()]
    return cell


def _untagged(cell: Any) -> Any:
    if not isinstance(cell, list):
        return cell
    make = {"s": datetime.fromisoformat, "d": date.fromisoformat, "t": time.fromisoformat}
    return make[cell[0]](cell[1])

"""Search in everything that the reader may see: the texts stand in memory while the database is open, and follow each change.

Nothing of it is written anywhere (decision 014): paragraphs about talks are sealed in the file, and an index beside them would tell
them. Sensitive paragraphs are never read for it.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from workbench.readmodels.search import Findings, Group, Hit, RecordKind
from workbench.services.workspace import Reader
from workbench.storage.queries import search as queries
from workbench.storage.queries.search import Row, Source

SLICE = 1000
"""Records read in one job of the database thread, which other jobs wait for."""
MOST = 1000
SHOWN = 12
SHOWN_OF_ONE = 200
LEAD, TAIL = 24, 96
"""Characters of an excerpt before and after what was found."""


def folded(text: str) -> str:
    """As texts are compared: full-width and half-width, capital and small letters are the same."""
    return unicodedata.normalize("NFKC", text).casefold()


class _Month:
    """The texts of one month in one string, an empty line's end between them, so that looking for a word is one pass of it."""

    def __init__(self) -> None:
        self.blob = ""
        self.starts: list[int] = []
        self.ids: list[int] = []
        self.days: list[int] = []

    def add(self, rows: Sequence[tuple[int, int, str]]) -> None:
        """(id, day, text) of records that are not here yet."""
        at, parts = len(self.blob), []
        for one, day, text in rows:
            self.ids.append(one)
            self.days.append(day)
            self.starts.append(at)
            parts.append(text + "\n")
            at += len(text) + 1
        self.blob += "".join(parts)

    def take(self, one: int) -> None:
        """Take a record out."""
        place = self.ids.index(one)
        begin, end = self.starts[place], self.starts[place + 1] if place + 1 < len(self.starts) else len(self.blob)
        self.blob = self.blob[:begin] + self.blob[end:]
        for values in (self.ids, self.days, self.starts):
            del values[place]
        self.starts[place:] = [start - (end - begin) for start in self.starts[place:]]

    def found(self, first: str, more: Sequence[str]) -> Iterator[tuple[int, int]]:
        """(day, id) of the records that hold all words; `first` is the one that is looked for."""
        at = self.blob.find(first)
        while at >= 0:
            place = bisect_right(self.starts, at) - 1
            begin, end = self.starts[place], self.starts[place + 1] if place + 1 < len(self.starts) else len(self.blob)
            if all(self.blob.find(word, begin, end) >= 0 for word in more):
                yield self.days[place], self.ids[place]
            at = self.blob.find(first, end)


class _Shelf:
    """The texts of one source by month."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.months: dict[int, _Month] = {}
        self.where: dict[int, int] = {}
        self.last = 0  # the highest id that the first reading has come to
        self.complete = False

    def put(self, rows: Iterable[Row]) -> None:
        """Records as they are now, new or changed."""
        by_month: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
        for row in rows:
            if row.id in self.where:
                self.drop((row.id,))
            month = row.day.year * 12 + row.day.month if row.day else 0
            self.where[row.id] = month
            by_month[month].append((row.id, row.day.toordinal() if row.day else 0, folded(f"{row.text}\n{row.keys}")))
        for month, found in by_month.items():
            self.months.setdefault(month, _Month()).add(found)

    def drop(self, ids: Iterable[int]) -> None:
        for one in ids:
            month = self.where.pop(one, None)
            if month is not None:
                self.months[month].take(one)

    def found(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """(day, id) of the newest records that hold all words, newest first; the month in which `MOST` are reached is the last."""
        first, *more = sorted(words, key=len, reverse=True)
        hits: list[tuple[int, int]] = []
        for month in sorted(self.months, reverse=True):
            hits += sorted(self.months[month].found(first, more), reverse=True)
            if len(hits) >= MOST:
                break
        return hits


class SearchIndex:
    """What is searched. It belongs to one open database and is touched by jobs on its thread only."""

    def __init__(self) -> None:
        self.shelves: list[_Shelf] = []
        self.seq = 0
        self.total = 0

    @property
    def read(self) -> int:
        """Records looked through so far."""
        return sum(len(shelf.where) for shelf in self.shelves)

    @property
    def complete(self) -> bool:
        return bool(self.shelves) and all(shelf.complete for shelf in self.shelves)


def refresh(conn: Reader, index: SearchIndex, most: int = SLICE) -> bool:
    """Take in what was written since the last time, then up to `most` records of the first reading. True once all is read."""
    if not index.shelves:
        index.shelves = [_Shelf(source) for source in queries.sources()]
        index.seq = queries.newest_step(conn)
        index.total = sum(queries.count(conn, shelf.source) for shelf in index.shelves)
    _follow(conn, index)
    left = most
    for shelf in index.shelves:
        while not shelf.complete and left > 0:
            rows = queries.after(conn, shelf.source, shelf.last, left)
            shelf.put(rows)
            shelf.complete = len(rows) < left
            shelf.last = rows[-1].id if rows else shelf.last
            left -= max(len(rows), 1)
    if index.complete:
        index.total = index.read
    return index.complete


def _follow(conn: Reader, index: SearchIndex) -> None:
    """Read again what any action since wrote: done, undone, done again, brought in from a file."""
    newest = queries.newest_step(conn)
    if newest == index.seq:
        return
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for table, first, last in queries.written_since(conn, index.seq):
        spans[table].append((first, last))
    for shelf in index.shelves:
        for table, column in shelf.source.watched.items():
            if table not in spans:
                continue
            ids = {one for first, last in spans[table] for one in range(first, last + 1)}
            if column is shelf.source.id:
                shelf.drop(ids)
                shelf.put(row for row in queries.some(conn, shelf.source, ids) if row.id <= shelf.last or shelf.complete)
            else:
                shelf.put(row for row in queries.some(conn, shelf.source, ids, column) if row.id <= shelf.last or shelf.complete)
    index.seq = newest


def find(conn: Reader, index: SearchIndex, query: str, kind: RecordKind | None = None) -> Findings:
    """Records that hold every word of the query, by kind and newest first: a few of each, or many of one kind. Beyond a thousand of
    a kind nobody reads, so older ones are not counted.

    A word is any run of characters, one Chinese character included, in any letters and widths; names are found by pinyin too.
    """
    refresh(conn, index)
    words = folded(query).split()
    if not words:
        return Findings(query, (), index.read, index.total)
    groups: list[Group] = []
    most = SHOWN_OF_ONE if kind else SHOWN
    for one in RecordKind:
        shelves = [shelf for shelf in index.shelves if shelf.source.kind is one]
        places = [shelf.found(words) for shelf in shelves]
        count = sum(map(len, places))
        hits: list[Hit] = []
        if kind in (None, one):
            for shelf, found in zip(shelves, places, strict=True):
                hits += [
                    _hit(shelf.source, row, words) for row in queries.some(conn, shelf.source, [number for _day, number in found[:most]])
                ]
        if count:
            groups.append(Group(one, min(count, MOST), count >= MOST, tuple(sorted(hits, key=_age, reverse=True)[:most])))
    return Findings(query, tuple(groups), index.read, index.total)


def _age(hit: Hit) -> tuple[date, int]:
    return hit.day or date.min, hit.id


def _hit(source: Source, row: Row, words: Sequence[str]) -> Hit:
    excerpt, mark = excerpt_of(row.text, words)
    return Hit(source.kind, row.id, row.title, row.day, excerpt, mark, source.screen, row.what)


def excerpt_of(text: str, words: Sequence[str]) -> tuple[str, tuple[int, int]]:
    """The words around the first place where one of them stands, on one line, and where it stands in it; (0, 0) for none."""
    flat = " ".join(text.split())
    first, length = -1, 0
    lowered = "".join(one if len(one) == 1 else char for char in flat for one in (folded(char),))
    for word in words:
        place = lowered.find(word)
        if place >= 0 and (first < 0 or place < first):
            first, length = place, len(word)
    if first < 0:
        return flat[: LEAD + TAIL] + ("…" if len(flat) > LEAD + TAIL else ""), (0, 0)
    begin = max(0, first - LEAD)
    shown = flat[begin : first + length + TAIL]
    before, behind = "…" if begin else "", "…" if first + length + TAIL < len(flat) else ""
    at = first - begin + len(before)
    return f"{before}{shown}{behind}", (at, at + length)

"""Search in ten years of records: the product's own search against raw FTS5 over the same texts in the same kind of file.

50 people talk every week for ten years (and 500 people every four weeks): per talk two shared paragraphs, one of the manager, one
sensitive, two points and one promise. FTS5 gets the texts with a blank around each Chinese character, so that it finds one and two
of them as phrases, and answers with the count and the newest twelve; the product answers with counts of each kind, the newest
twelve of each with their excerpts. (FTS5 takes two characters for a phrase across a comma too, so it finds a few that are none.) Goal: under 50 ms. FTS5 lies in an encrypted file of the same build, and its text in clear in
that file, which the product does not allow itself (decision 014).
"""

from __future__ import annotations

import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import sqlcipher3

from benchmarks.common import PASSPHRASE, Line, table
from workbench.models.one_on_ones import ActionItem, AgendaItem, OneOnOne, RaisedBy, Side, TalkNote, TalkState, Visibility
from workbench.models.people import Person
from workbench.services import search
from workbench.services.search import SearchIndex
from workbench.services.workspace import Reader, UnitOfWork, Workspace
from workbench.storage.queries import search as queries

TIMES, GOAL = 15, 50
TODAY = date(2026, 11, 23)
SPOKEN = (
    "客户 拜访 价格 样机 补货 陈列 回款 新品 培训 排班 周末 投诉 门店 合同 预算 目标 进度 达成 试用装 连锁 药店 超市 会员 活动 促销 库存 到货 店长 采购 经理 "
    "沟通 复盘 反馈 辛苦 顺利 困难 支持 申请 审批 流程 系统 录入 及时 准确 学习 分享 经验 同事 团队 合作 竞品 报价 折扣 谈判 签约 续约 流失 挽回 满意 评价"
)
WORDS = SPOKEN.split()
QUERIES = ("客", "试用", "试用装", "排班 周末", "客户经理", "sample", "龘")
WIDE = re.compile(r"([\u3400-\u9fff\U00020000-\U0003ffff])")


def sentence(dice: random.Random) -> str:
    return "".join(dice.choice(WORDS) + ("，" if dice.random() < 0.2 else "") for _ in range(dice.randint(8, 40))) + "。"


def fill(uow: UnitOfWork, people: int, days: int) -> int:
    """Ten years of talks of these people, one every `days` days; returns how many paragraphs, points and promises."""
    dice = random.Random(7)
    ids = uow.insert_many(Person, ({"code": f"P{n:04d}", "name": f"员工{n:04d}", "search": f"yuangong{n:04d}"} for n in range(people)))
    dates = [TODAY - timedelta(days=n) for n in range(0, 3650, days)]
    talks = uow.insert_many(
        OneOnOne, ({"person_id": one, "day": day, "minutes": 30, "state": TalkState.DONE} for one in ids for day in dates)
    )
    kinds = (Visibility.SHARED, Visibility.SHARED, Visibility.MANAGER, Visibility.SENSITIVE)
    uow.insert_many(
        TalkNote, ({"one_on_one_id": t, "position": n, "visibility": k, "text": sentence(dice)} for t in talks for n, k in enumerate(kinds))
    )
    whose = [(one, day) for one in ids for day in dates]
    uow.insert_many(AgendaItem, (
        {"person_id": one, "text": sentence(dice)[:200], "raised_by": RaisedBy.MANAGER, "raised_on": day} for one, day in whose for _ in range(2)
    ))  # fmt: skip
    uow.insert_many(ActionItem, (
        {"person_id": one, "text": f"{sentence(dice)[:120]} sample", "side": Side.EMPLOYEE, "made_on": day, "done_on": day} for one, day in whose
    ))  # fmt: skip
    return len(talks) * 7


def spaced(text: str) -> str:
    """A blank around each Chinese character."""
    return WIDE.sub(r" \1 ", text).strip()


def raw(folder: Path, rows: list[tuple[int, str]]) -> Callable[[str], int]:
    """An FTS5 table in an encrypted file of its own, and how it is asked: the newest twelve with their texts, and how many there are."""
    connection = sqlcipher3.connect(str(folder / "raw.db"))
    connection.execute("PRAGMA key = 'benchmark'")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(text)")
    connection.executemany(
        "INSERT INTO t (rowid, text) VALUES (?, ?)", ((place, spaced(text)) for place, (_day, text) in enumerate(sorted(rows)))
    )
    connection.commit()

    def ask(query: str) -> int:
        phrase = " AND ".join('"' + spaced(word) + '"' for word in query.split())
        connection.execute("SELECT rowid, text FROM t WHERE t MATCH ? ORDER BY rowid DESC LIMIT 12", (phrase,)).fetchall()
        return int(connection.execute("SELECT count(*) FROM t WHERE t MATCH ?", (phrase,)).fetchone()[0])

    return ask


def texts(conn: Reader) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for source in queries.sources():
        found += [(row.day.toordinal() if row.day else 0, row.text) for row in queries.after(conn, source, 0, 10_000_000)]
    return found


def times(job: Callable[[], object]) -> list[float]:
    """Milliseconds of each try after a first one."""
    job()
    found = []
    for _ in range(TIMES):
        begin = time.perf_counter()
        job()
        found.append((time.perf_counter() - begin) * 1000)
    return found


def one(people: int, days: int) -> list[Line]:
    lines = []
    with tempfile.TemporaryDirectory() as name:
        workspace, _key = Workspace.create(Path(name) / "Search.wbdb", PASSPHRASE)
        workspace.perform("Fill", partial(fill, people=people, days=days))
        index = SearchIndex()
        begin, jobs, longest = time.perf_counter(), 0, 0.0
        while True:
            moment = time.perf_counter()
            done = workspace.read(partial(search.refresh, index=index))
            longest, jobs = max(longest, time.perf_counter() - moment), jobs + 1
            if done:
                break
        built = time.perf_counter() - begin
        print(
            f"{people} people: {index.read:,} texts read once in {built:.1f} s, {jobs} jobs, the longest {longest * 1000:.0f} ms; size {size(index) / 1e6:.0f} MB"
        )
        rows = workspace.read(texts)
        ask, plain = raw(Path(name), rows), [search.folded(text) for _day, text in rows]
        for query in QUERIES:
            found = workspace.read(partial(search.find, index=index, query=query)).count
            there = sum(all(word in text for word in search.folded(query).split()) for text in plain)
            if found != there and found < search.MOST:
                raise SystemExit(f"{query}: {found} found, {there} are there")
            own = statistics.median(times(partial(workspace.read, partial(search.find, index=index, query=query))))
            fts = statistics.median(times(partial(ask, query)))
            lines.append(Line(f"{people} people, {index.read:,} texts: “{query}”, {there:,} there", own, fts, GOAL, absolute=True))
        workspace.close()
    return lines


def size(index: SearchIndex) -> int:
    """Bytes of the texts in memory."""
    return sum(sys.getsizeof(month.blob) for shelf in index.shelves for month in shelf.months.values())


def main() -> int:
    return table("Search in ten years of records", "ms", one(50, 7) + one(500, 28))


if __name__ == "__main__":
    sys.exit(main())

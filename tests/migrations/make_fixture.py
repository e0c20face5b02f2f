"""Makes the database that this release leaves to the next: `python -m tests.migrations.make_fixture`, once for a release.

A small team goes through everything that leaves rows: imports, an undo, a plan, a publication, a talk, a locked review.
Keys are random, so the bytes differ each time; `….json` beside the backup says what must be found in it.
"""

from __future__ import annotations

import json
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Connection

from workbench import __version__, i18n, tour
from workbench.models.values.codes import CyclePeriod
from workbench.models.values.periods import Period
from workbench.services import (
    imports,
    one_on_ones,
    one_on_ones_record,
    people,
    planning_keep,
    planning_publish,
    planning_solve,
    policy,
    reviews,
    reviews_cycle,
)
from workbench.services.workspace import Workspace
from workbench.storage.inspection import row_counts

FOLDER = Path(__file__).resolve().parent / "fixtures"
NAME = "release_" + "_".join(__version__.split(".")[:2])
PASSPHRASE = "the fixture of a release 夹具"
TODAY, MONDAY = date(2026, 11, 23), date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 8, 15, 30, tzinfo=UTC)
MOMENT = datetime(2026, 11, 23, 4, tzinfo=UTC)
LIMIT = 720_000  # bytes; an empty database has 590,000, because each table and index takes a page
FILES = (
    ("people", "工号,姓名,用工类型,入职日期,每周工时,技能\nT1,张䶮,全日制,2026-01-05,40,谈判:3\nT2,单晓,非全日制,2026-02-01,20,演示:2\n"),
    ("availability", "工号,星期,开始,结束\nT1,周一,09:00,18:00\nT1,周二,09:00,18:00\nT2,周一,13:00,18:00\n"),
    ("customers", "客户编号,客户名称,等级,负责人\nC1,上海甲公司,A,T1\nC2,苏州乙公司,B,T2\n"),
    ("products", "产品编号,产品名称,单价\nX1,净水机,1999.00\n"),
    (
        "deals",
        (
            "合同编号,业务员,客户,阶段,创建日期,成交日期,合同金额（元）\nD1,T1,C1,赢单,2026-07-01,2026-08-03,12345.67\n"
            "D2,T1,C2,输单,2026-07-02,2026-08-10,800\nD3,T2,C2,赢单,2026-08-01,2026-09-15,99.90\n"
        ),
    ),
    ("targets", "工号,指标,期间,目标值\nT1,净销售额,2026-Q3,10000\n"),
    (
        "tasks",
        "编号,日期,开始,结束,任务,类型,客户\nV1,2026-11-23,09:30,11:00,拜访甲公司,拜访,C1\nV2,2026-11-23,14:00,15:00,拜访乙公司,拜访,C2\n",
    ),
)


def fill(workspace: Workspace, folder: Path) -> None:
    """The story, each step one action."""
    workspace.perform("Fill in calendars and legal figures", policy.seed_policy, undoable=False)
    for kind, text in FILES:
        file = folder / f"{kind}.csv"
        file.write_text(text, encoding="utf-8")
        report, _change = imports.import_file(workspace, kind, file, today=TODAY, accept_suggestions=True)
        if report.import_id is None or report.rejected:
            raise SystemExit(f"{kind}: {[q.key for q in report.questions]} {report.mapping.missing} {report.rejected}")
    person = workspace.read(lambda conn: people.find_person(conn, "T1"))
    workspace.perform("Add a point for {person}", lambda uow: one_on_ones.add_point(uow, person, "taken back", TODAY), person="T1")
    workspace.undo()
    workspace.perform("Add a point for {person}", lambda uow: one_on_ones.add_point(uow, person, "样品", TODAY), person="T1")
    workspace.perform(
        "Write about the talk with {person}", lambda uow: one_on_ones_record.write_note(uow, person, "一切顺利", TODAY), person="T1"
    )
    workspace.perform(
        "Note a promise of {person}", lambda uow: one_on_ones.add_action(uow, person, "寄样品", TODAY, due_on=TODAY), person="T1"
    )
    order = workspace.read(lambda conn: planning_solve.prepare(conn, MONDAY, TODAY))
    plan = planning_solve.solve(order, seconds=5, seed=1)
    workspace.perform("Plan {week} automatically", lambda uow: planning_keep.save_plan(uow, plan), week="2026-W48")
    workspace.perform("Publish {week}", lambda uow: planning_publish.publish(uow, MONDAY, MOMENT), week="2026-W48")
    _review(workspace)
    workspace.perform("Set a name", lambda uow: people.edit_organisation(uow, name="甲贸易", manager_name="林立"))  # undo stops at a lock


def _review(workspace: Workspace) -> None:
    quarter = Period.quarter(2026, 3)
    made = workspace.perform("Open", lambda uow: reviews_cycle.create_cycle(uow, CyclePeriod.QUARTER, quarter, TODAY)).result
    assert isinstance(made, int)
    first = workspace.read(lambda conn: reviews.load_board(conn, made, TODAY))[0]
    workspace.perform("Rate {person}", lambda uow: tour.rate_all(uow, first.review_id, 0), person=first.name)
    workspace.perform("Lock", lambda uow: reviews.lock(uow, first.review_id, TODAY, "林立", now=NOW), undoable=False)


def facts(workspace: Workspace) -> dict[str, Any]:
    """What the next release must find: rows of each table, sums, names, steps, and the end of the audit chain."""

    def query(conn: Connection) -> dict[str, Any]:
        def one(sql: str) -> Any:
            return conn.exec_driver_sql(sql).scalar_one()

        return {
            "rows": row_counts(conn.connection.dbapi_connection),
            "won_fen": one("SELECT sum(value) FROM deal WHERE stage = 'won'"),
            "summary_fen": one("SELECT sum(net) FROM sales_month"),
            "people": sorted(row[0] for row in conn.exec_driver_sql("SELECT name FROM person")),
            "locked": one("SELECT count(*) FROM review WHERE state = 'locked'"),
            "schema": one("PRAGMA user_version"),
        }

    head = workspace.head
    return {**workspace.read(query), "actions": head.seq, "seal": head.mac, "undo": workspace.steps().undo[-1].action}


def main(target: Path = FOLDER) -> int:
    """Write the backup and its facts; refuses to replace those of a release that is out."""
    i18n.use("zh_CN")
    backup, told = target / f"{NAME}.wbbackup", target / f"{NAME}.json"
    if backup.exists() and "--again" not in sys.argv:
        sys.stderr.write(f"{backup.name} is there already. A released fixture is never made again; before the release: --again\n")
        return 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workspace, _recovery = Workspace.create(folder / "team", PASSPHRASE, backups=folder / "backups")
        try:
            fill(workspace, folder)
            known = facts(workspace)
            made = workspace.backup()
        finally:
            workspace.close()
        target.mkdir(parents=True, exist_ok=True)
        backup.write_bytes(made.path.read_bytes())
    told.write_text(json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    size = backup.stat().st_size
    sys.stderr.write(f"{backup.name}: {size:,} bytes, {sum(known['rows'].values())} rows\n")
    return 0 if size <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())

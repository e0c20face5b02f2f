"""Proving the audit chain: every seal, every digest, no gap, nothing put back.

A full pass reads everything; `since` starts at a head that this process has proven before.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import zlib
from typing import Any

from sqlalchemy.engine import Connection

from workbench.storage import audit
from workbench.storage.audit import Verdict
from workbench.storage.records import EMPTY_HEAD, Head


def verify_chain(conn: Connection, key: bytes, known_heads: tuple[Head, ...] = (), *, since: Head | None = None) -> Verdict:
    """Read the chain after `since` (default: all of it) and tell what is wrong.

    `known_heads` were kept elsewhere; one that the chain does not hold means rolled back or rewritten.
    Needs about 0.1 ms for each action.
    """
    start = since or EMPTY_HEAD
    problems: list[str] = []
    if audit.mac_at(conn, start.seq) != start.mac:
        problems.append(f"rewritten before {start.seq}")
    stored = _stored_digests(conn, key, start.seq, problems)
    macs: dict[int, str] = {start.seq: start.mac}
    missing: set[str] = set()
    erased: set[str] = set()
    expected, previous = start.seq + 1, bytes.fromhex(start.mac)
    for seq, body, mac in audit.bodies(conn, start.seq):
        if seq != expected:
            problems.append(f"gap before {seq}")
        if not hmac.compare_digest(hmac.new(key, previous + body.encode(), hashlib.sha256).digest(), mac):
            problems.append(f"forged at {seq}")
        entry = _entry(body)
        if entry.get("seq") != seq:
            problems.append(f"number differs at {seq}")
        params = entry.get("params")
        wanted = [*entry.get("images", []), *entry.get("ranges", []), *([params] if params else [])]
        have = stored.pop(seq, [])
        if [d for d in wanted if d in set(have)] != have:
            problems.append(f"values forged at {seq}")
        missing |= set(wanted) - set(have)
        erased |= set(entry.get("erased", []))
        macs[seq] = mac.hex()
        expected, previous = seq + 1, mac
    if stored:
        problems.append(f"values without an action: {sorted(stored)[:5]}")
    if missing - erased:
        problems.append(f"{len(missing - erased)} values vanished")
    for known in known_heads:
        here = macs.get(known.seq) if known.seq >= start.seq else audit.mac_at(conn, known.seq)
        if here != known.mac:
            problems.append(f"rolled back or rewritten before {known.seq}")
    return Verdict(Head(expected - 1, previous.hex()), tuple(problems), len(missing & erased))


def _entry(body: str) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _stored_digests(conn: Connection, key: bytes, after: int, problems: list[str]) -> dict[int, list[str]]:
    """Digests of what lies beside the chain, by action, in the order of the body: images, ranges, params."""
    stored: dict[int, list[str]] = {}
    images = conn.exec_driver_sql(
        'SELECT seq, table_name, row_id, "before", "after" FROM audit_image WHERE seq > ? ORDER BY seq, n', (after,)
    )
    for seq, table, row_id, before, past in images:
        stored.setdefault(seq, []).append(audit.digest_of_image(key, (table, row_id, before, past)))
    runs = conn.exec_driver_sql(
        'SELECT seq, table_name, first_id, last_id, version, "before", "after", kept FROM audit_range WHERE seq > ? ORDER BY seq, n',
        (after,),
    )
    for seq, table, first, last, version, before, past, kept in runs:
        stored.setdefault(seq, []).append(audit.digest_of_range(key, (table, first, last, version, before, past, None)))
        if kept is not None and _sha256_of_kept(kept) != before:
            problems.append(f"kept rows forged at {seq}")
    for seq, params in conn.exec_driver_sql("SELECT seq, params FROM audit_params WHERE seq > ? ORDER BY seq", (after,)):
        stored.setdefault(seq, []).append(audit.digest_of_params(key, seq, params))
    return stored


def _sha256_of_kept(kept: bytes) -> str:
    try:
        return hashlib.sha256(zlib.decompress(kept)).hexdigest()
    except zlib.error:
        return ""

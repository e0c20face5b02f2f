"""Power cut: record every write, sync, truncate and unlink of one session, then rebuild the disk as it could
look after a cut at each point.   python -m tests.faults.replay FULL 25 2

Model: a write is durable after an fsync of the same file; others may be applied, dropped or torn at a
512-byte border; an unlink is durable with the next fsync of anything (journalling file system). Linux with
strace only. The modes NORMAL (must lose) and OFF (must lose or corrupt) prove that the harness notices.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.faults.checks import SUFFIXES, fresh, start, state_of

CALLS = "pwrite64,write,fsync,fdatasync,ftruncate,unlink,rename,renameat2"
Disk = dict[str, bytearray]


@dataclass
class Op:
    """kind: write, truncate, unlink, sync or ack (then `offset` is the action's number)."""

    kind: str
    path: str = ""
    offset: int = 0
    data: bytes = b""

    def apply(self, disk: Disk, torn: int | None = None) -> None:
        if self.kind == "unlink":
            disk.pop(self.path, None)
            return
        content = disk.setdefault(self.path, bytearray())
        if self.kind == "truncate":
            del content[self.offset :]
            content.extend(bytes(self.offset - len(content)))
            return
        data = self.data[:torn]
        if len(content) < self.offset + len(data):
            content.extend(bytes(self.offset + len(data) - len(content)))
        content[self.offset : self.offset + len(data)] = data


def _unhex(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _quoted(text: str) -> bytes:
    match = re.search(r'"([^"]*)"', text)
    assert match is not None
    assert '"...' not in text, "strace cut a write short"
    return _unhex(match[1])


def record(path: Path, mode: str, actions: int) -> list[Op]:
    """The operations of one session, in order."""
    trace = path.with_suffix(".trace")
    wrapper = ("strace", "-f", "--seccomp-bpf", "-qq", "-y", "-xx", "-s", "300000", "-o", str(trace), "-e", f"trace={CALLS}")
    worker = ("--actions", str(actions), "--seed", "5", "--sync", mode)
    with start(path, "session", *worker, wrapper=wrapper) as process:
        process.communicate(timeout=300)
    assert process.returncode == 0
    with trace.open() as lines:
        return [op for line in lines if (op := _parsed(line, str(path))) is not None]


def _parsed(line: str, path: str) -> Op | None:
    match = re.match(r"\d+\s+(\w+)\((.*)\)\s+=\s+(\d+)", line)
    if match is None:
        return None
    call, arguments = match[1], match[2]
    if "rename" in call:
        assert path not in arguments, "a rename is not modelled"
        return None
    if call == "unlink":
        name = _unhex(arguments.strip('"')).decode()
        return Op("unlink", name) if name.startswith(path) else None
    handle = re.match(r"(\d+)<([^>]*)>", arguments)
    if handle is None:
        return None
    name = _unhex(handle[2]).decode() if "\\x" in handle[2] else handle[2]
    rest = arguments[handle.end() :]
    if call == "write" and handle[1] == "1":
        said = _quoted(rest).decode().strip()
        assert said[:2] not in ("E ", "B "), said
        return Op("ack", offset=int(said)) if said.isdigit() else None
    if not name.startswith(path):
        return None
    if call == "pwrite64":
        return Op("write", name, int(rest.rsplit(",", 1)[1]), _quoted(rest))
    if call == "ftruncate":
        return Op("truncate", name, int(rest.strip(", ")))
    return Op("sync", name) if call in ("fsync", "fdatasync") else None


def cuts(ops: list[Op], path: Path, content: bytes, subsets: int, chance: random.Random) -> Iterator[tuple[Disk, int, Op]]:
    """(disk after a cut, last action acknowledged by then, operation before the cut)."""
    durable: Disk = {str(path): bytearray(content)}
    pending: list[Op] = []
    acked = 0
    for op in ops:
        if op.kind == "ack":
            acked = op.offset  # the instant after an ack is the most interesting cut
        elif op.kind == "sync":
            for other in pending:
                if other.path == op.path or other.kind == "unlink":
                    other.apply(durable)
            pending = [o for o in pending if o.path != op.path and o.kind != "unlink"]
        else:
            pending.append(op)
        for _ in range(subsets if pending else 1):
            disk = {name: bytearray(data) for name, data in durable.items()}
            for other in pending:
                luck = chance.random()
                if luck < 0.45:
                    other.apply(disk)
                elif luck < 0.60 and other.kind == "write" and len(other.data) > 512:
                    other.apply(disk, chance.randrange(512, len(other.data), 512))
            yield disk, acked, op


def main(mode: str, actions: int, subsets: int) -> Counter[str]:
    """Counts of states by outcome: =ok, =lost, =half, =corrupt."""
    result, began = Counter[str](), time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        path = fresh(Path(name))
        content = path.read_bytes()
        ops = record(path, mode, actions)
        result.update(op.kind for op in ops)
        result["checkpoint writes"] = sum(op.kind == "write" and op.path == str(path) for op in ops)
        cut_path = Path(name) / "cut.db"
        for disk, acked, op in cuts(ops, path, content, subsets, random.Random(7)):
            for suffix in SUFFIXES:
                Path(f"{cut_path}{suffix}").unlink(missing_ok=True)
            for file, data in disk.items():
                Path(f"{cut_path}{file[len(str(path)) :]}").write_bytes(data)
            state, _ = state_of(cut_path, acked)
            result["states"] += 1
            result["=" + state.split(":")[0]] += 1
            if mode == "FULL" and state != "ok":
                result[f"{op.kind} {op.path[-4:]} {op.offset}: {state[:90]}"] += 1
    result["seconds"] = round(time.monotonic() - began)
    return result


if __name__ == "__main__":
    print(sys.argv[1:], dict(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))), flush=True)  # noqa: T201

"""Threads below the window end with their block and lose no error."""

from __future__ import annotations

import threading
import time

import pytest

from workbench.threads import Helper, beside, deadline, watching


def names() -> set[str]:
    return {thread.name for thread in threading.enumerate()}


def test_that_a_watch_looks_while_the_block_runs_and_ends_with_it() -> None:
    seen = threading.Event()
    with watching(0.001, seen.set, "watch-1"):
        assert seen.wait(5)
        assert "watch-1" in names()
    assert "watch-1" not in names()


def test_that_an_error_of_a_watch_is_raised_where_it_was_started() -> None:
    struck = threading.Event()

    def look() -> None:
        struck.set()
        raise ValueError("seen")

    with pytest.raises(ValueError, match="seen"), watching(0.001, look, "watch-2"):
        assert struck.wait(5)
    assert "watch-2" not in names()


def test_that_the_error_of_the_block_wins() -> None:
    with pytest.raises(KeyError), watching(0.001, lambda: None, "watch-3"):
        raise KeyError
    assert "watch-3" not in names()


def test_that_a_deadline_strikes_once_and_only_when_it_is_late() -> None:
    struck: list[float] = []
    with deadline(30, lambda: struck.append(time.monotonic()), "clock") as late:
        pass
    assert (struck, late.is_set()) == ([], False)
    with deadline(0.005, lambda: struck.append(time.monotonic()), "clock") as late:
        assert late.wait(5)
        time.sleep(0.05)
    assert len(struck) == 1
    assert "clock" not in names()


def test_that_a_helper_runs_one_job_after_the_other_and_ends() -> None:
    helper = Helper("helper")
    helper.close()
    first, second = (helper.submit(threading.get_ident).result() for _ in range(2))
    assert first == second != threading.get_ident()
    failed = helper.submit(lambda: 1 // 0)
    assert isinstance(failed.exception(), ZeroDivisionError)
    helper.close()
    helper.close()
    assert not any(name.startswith("helper") for name in names())


def test_that_a_job_beside_the_block_has_ended_with_it_and_its_error_is_raised() -> None:
    done: list[str] = []
    with beside(lambda: done.append("job"), "test"):
        done.append("block")
    assert sorted(done) == ["block", "job"]

    def fails() -> None:
        raise ValueError("no such face")

    with pytest.raises(ValueError, match="no such face"), beside(fails, "test"):
        pass

"""Short versions of the fault harnesses, each with the mutation that it must notice."""

from __future__ import annotations

import shutil
import sys

import pytest

from tests.faults import inject, kill, kill_upgrade, race, replay, talk_kills

needs_strace = pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which("strace") is None, reason="strace, on Linux only, delivers these faults"
)


def test_that_a_killed_process_loses_nothing_it_called_saved() -> None:
    found = kill.main(5)
    assert found["ok"] == found["kills"] == 5
    assert found["acknowledged"] > 0
    assert found["bad backups"] == 0


def test_that_saying_saved_before_commit_would_be_noticed() -> None:
    assert any(kill.main(6, "early_ack")["lost"] for _ in range(3))


def test_that_an_upgrade_that_is_killed_is_old_or_new() -> None:
    found = kill_upgrade.main(4)
    assert found["old"] + found["new"] == 4
    assert found["killed in time"] > 0


def test_that_of_two_starters_one_opens_and_one_is_told() -> None:
    found = race.main(2)
    assert found["InUse + open"] == 2
    assert found["ok"] == 2


@needs_strace
def test_that_a_power_cut_loses_nothing_that_was_saved_and_a_weaker_setting_would() -> None:
    found = replay.main("FULL", 3, 1)
    assert found["=ok"] == found["states"] > 20
    assert replay.main("NORMAL", 5, 1)["=lost"] > 0


@needs_strace
def test_that_disk_faults_are_survived_and_told_and_each_was_delivered() -> None:
    found = inject.main(len(inject.FAULTS))
    assert found["fired"] == found["runs"] == len(inject.FAULTS)
    assert found["ok"] == found["runs"]
    assert found["crashes of ours"] == 0
    assert found["exit code not 0"] == 0


@needs_strace
def test_that_a_fault_that_was_not_delivered_is_noticed() -> None:
    assert inject.main(1, "", "fdatasync")["fired"] == 0


def test_that_a_kill_while_typing_loses_two_seconds_at_most() -> None:
    found = talk_kills.main(2)
    assert (found["kills"], found["lost more than promised"]) == (2, 0)
    assert found["characters typed"] > 0


def test_that_typing_without_autosave_would_be_noticed() -> None:
    assert talk_kills.main(1, "no_autosave", shortest=3.0)["lost more than promised"] == 1

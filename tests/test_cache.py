"""Folders that are made once."""

import errno
import multiprocessing as mp
import os
import time
from pathlib import Path

import pytest

from kg import cache
from kg.errors import StoreTrouble


def make(folder: Path) -> None:
    """Make a small thing."""
    (folder / "thing").write_text("made")


def test_a_folder_is_made_once(tmp_path: Path) -> None:
    """The second time it is there already."""
    made: list[Path] = []

    def note(folder: Path) -> None:
        made.append(folder)
        make(folder)

    for _ in range(2):
        ready = cache.kept(tmp_path, "key", note)
    assert (ready / "thing").read_text() == "made"
    assert len(made) == 1


def test_a_failure_leaves_nothing(tmp_path: Path) -> None:
    """When the making fails, there is neither a half-made folder nor one of that name."""

    def fail(folder: Path) -> None:
        make(folder)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        cache.kept(tmp_path, "key", fail)
    assert [each.name for each in tmp_path.iterdir()] == [".lock"]


def test_what_was_killed_half_way_is_cleared(tmp_path: Path) -> None:
    """A folder left by a process that was killed goes with the next making, and is never taken for a finished one."""
    left = tmp_path / ".making-abc"
    make(left.parent)
    left.mkdir()
    cache.kept(tmp_path, "key", make)
    assert not left.exists()


def test_a_full_disk_is_said(tmp_path: Path) -> None:
    """A full disk gives a sentence and leaves nothing."""

    def fill(folder: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(folder))

    with pytest.raises(StoreTrouble, match="is full: make room there, nothing was left half made"):
        cache.kept(tmp_path, "key", fill)
    assert not (tmp_path / "key").exists()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    """Where a file stands in the way, the message names KG_CACHE."""
    (tmp_path / "file").touch()
    with pytest.raises(StoreTrouble, match="name another with KG_CACHE"):
        cache.kept(tmp_path / "file" / "stores", "key", make)


def _slowly(folder: Path) -> None:
    """Make a folder so slowly that another process comes meanwhile."""
    time.sleep(0.5)
    (folder / str(os.getpid())).touch()


def _keep(folder: Path, said: Path) -> None:
    """Ask for a folder, and note when one had to wait."""
    cache.kept(folder, "key", _slowly, said.touch)


def test_of_two_who_make_at_once_the_second_waits(tmp_path: Path) -> None:
    """Two processes make one folder between them, and the one that waits says so."""
    context = mp.get_context("spawn")
    workers = [context.Process(target=_keep, args=(tmp_path / "stores", tmp_path / f"waited-{n}")) for n in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    assert len(list((tmp_path / "stores" / "key").iterdir())) == 1
    assert len(list(tmp_path.glob("waited-*"))) <= 1


def test_old_folders_are_cleared(tmp_path: Path) -> None:
    """The newest few stay, and older ones go, unless they were used of late."""
    for age in range(6):
        folder = cache.kept(tmp_path, f"old-{age}", make)
        stamp = time.time() - (age + 1) * cache.REST
        os.utime(folder, (stamp, stamp))
    recent = cache.kept(tmp_path, "recent", make)
    kept = sorted(each.name for each in tmp_path.iterdir() if each.is_dir())
    assert recent.name in kept
    assert kept == ["old-0", "old-1", "recent"]
    cache.kept(tmp_path, "more", make)
    cache.kept(tmp_path, "and-more", make)
    assert recent.exists()


def test_what_is_soon_made_again_is_kept_for_less_long(tmp_path: Path) -> None:
    """How many folders are kept, and for how long after their use, can be said; the newest always stays."""
    for age in range(4):
        folder = cache.kept(tmp_path, f"old-{age}", make, keep=2, rest=60)
        os.utime(folder, (time.time() - 100 - age,) * 2)
    cache.kept(tmp_path, "new", make, keep=2, rest=60)
    assert sorted(each.name for each in tmp_path.iterdir() if each.is_dir()) == ["new", "old-0"]


def test_a_digest_is_remembered_for_its_fingerprint(tmp_path: Path) -> None:
    """What was remembered is recalled for the same fingerprint only."""
    memory = tmp_path / "seen" / "root"
    cache.remember(memory, "print", "digest", newest=0)
    assert cache.recall(memory, "print") == "digest"
    assert cache.recall(memory, "other") is None


def test_a_fresh_file_is_not_trusted(tmp_path: Path) -> None:
    """A file that was touched a moment ago could change unseen, so its digest is not remembered."""
    memory = tmp_path / "root"
    cache.remember(memory, "print", "digest", newest=time.time_ns())
    assert cache.recall(memory, "print") is None


def test_a_broken_memory_is_no_memory(tmp_path: Path) -> None:
    """A memory that cannot be read is as if it were not there."""
    memory = tmp_path / "root"
    memory.write_bytes(b"\xff\x00")
    assert cache.recall(memory, "print") is None

"""Folders that are made once per content: made beside their place, locked, renamed as the last step, and cleared."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import StoreTrouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

KEEP = 3
"""How many made folders are kept."""

REST = 3600.0
"""Seconds for which a folder is kept after it was last used, whatever came after it."""

_SETTLED = 2_000_000_000
"""Nanoseconds after which a file's time stamp can be trusted to tell a later change."""

_MAKING = ".making-"


def kept(  # noqa: PLR0913 - what to make, and what to keep
    folder: Path,
    key: str,
    make: Callable[[Path], None],
    waiting: Callable[[], None] | None = None,
    *,
    keep: int = KEEP,
    rest: float = REST,
) -> Path:
    """Return the folder ``key`` inside of ``folder``, making it first when it is not there.

    It is made under another name and takes its own in the last step, so that a half-made one is never seen.
    Of two who make at once, the second waits (and says so through ``waiting``) and uses what the first made.
    Only the ``keep`` newest stay, and those that were used within the last ``rest`` seconds.

    :raises StoreTrouble: when the disk is full or may not be written to.
    """
    ready = folder / key
    if not ready.is_dir():
        with explained(folder):
            folder.mkdir(parents=True, exist_ok=True)
            with locked(folder / ".lock", waiting):
                if not ready.is_dir():
                    _make(ready, make)
                    _clear(folder, ready, keep, rest)
    with contextlib.suppress(OSError):
        os.utime(ready)
    return ready


def _make(ready: Path, make: Callable[[Path], None]) -> None:
    """Make a folder beside its place and rename it; leave nothing when that fails."""
    import shutil  # noqa: PLC0415 - a folder that is ready needs none of it
    import tempfile  # noqa: PLC0415 - a folder that is ready needs none of it
    import traceback  # noqa: PLC0415 - a folder that is ready needs none of it

    for left in ready.parent.glob(f"{_MAKING}*"):
        shutil.rmtree(left, ignore_errors=True)
    making = Path(tempfile.mkdtemp(prefix=_MAKING, dir=ready.parent))
    try:
        make(making)
        sync(making)
        making.rename(ready)
        _sync_one(ready.parent)
    except BaseException as error:
        traceback.clear_frames(error.__traceback__)  # or what was opened in there would go on writing
        _remove(making)
        raise


def _remove(folder: Path) -> None:
    """Remove a folder, also when threads of the engine still write the last of their files into it."""
    import shutil  # noqa: PLC0415 - a folder that is ready needs none of it

    until = time.monotonic() + 5
    while folder.exists() and time.monotonic() < until:
        shutil.rmtree(folder, ignore_errors=True)
        time.sleep(0.05)


def _clear(folder: Path, ready: Path, keep: int, rest: float) -> None:
    """Remove the oldest made folders, except those that were used of late."""
    import shutil  # noqa: PLC0415 - a folder that is ready needs none of it

    others = [each for each in folder.iterdir() if each.is_dir() and each != ready]
    others.sort(key=lambda each: each.stat().st_mtime, reverse=True)
    for each in others[keep - 1 :]:
        if time.time() - each.stat().st_mtime > rest:
            shutil.rmtree(each, ignore_errors=True)


def sync(folder: Path) -> None:
    """Wait until every file of a folder is on the disk."""
    for each in folder.rglob("*"):
        _sync_one(each)
    _sync_one(folder)


def _sync_one(path: Path) -> None:
    """Wait until a file or the list of files of a folder is on the disk."""
    if path.is_dir() and sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def locked(path: Path, waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold a lock that other processes respect, waiting for it if need be; it goes when the process goes."""
    with path.open("a+b") as stream:
        if not _try_lock(stream.fileno(), wait=False):
            if waiting is not None:
                waiting()
            while not _try_lock(stream.fileno(), wait=True):
                time.sleep(0.1)
        yield


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int, *, wait: bool) -> bool:
        """Lock the first byte of an open file; tell whether that succeeded."""
        try:
            msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(handle: int, *, wait: bool) -> bool:
        """Lock an open file; tell whether that succeeded."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True


@contextlib.contextmanager
def explained(folder: Path, option: str = "KG_CACHE") -> Iterator[None]:
    """Say in a sentence why a folder could not be written, and by which option another is named."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC or "no space left" in str(error).casefold():
            raise StoreTrouble(f"The disk of {folder} is full: make room there, nothing was left half made") from None
        why = error.strerror or error
        raise StoreTrouble(f"{folder} cannot be written ({why}): name another with {option}") from None


def recall(memory: Path, fingerprint: str) -> str | None:
    """Return the digest that was remembered for a fingerprint, if any."""
    try:
        seen, digest = memory.read_text("ascii").split()
    except (OSError, ValueError):
        return None
    return digest if seen == fingerprint else None


def remember(memory: Path, fingerprint: str, digest: str, newest: int) -> None:
    """Remember the digest of a fingerprint, unless a file is so new that a change could go unseen."""
    if time.time_ns() - newest < _SETTLED:
        return
    keep(memory, f"{fingerprint} {digest}\n")


def keep(memory: Path, text: str) -> None:
    """Keep a text that can be made again at any time, whole or not at all; where it cannot be, nothing is lost."""
    with contextlib.suppress(OSError):
        memory.parent.mkdir(parents=True, exist_ok=True)
        import tempfile  # noqa: PLC0415 - a folder that is ready needs none of it

        handle, name = tempfile.mkstemp(dir=memory.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(name).replace(memory)

"""Work in a process of its own, which is ended when it takes more time or memory than it may.

The engine has no bound of either and hears no interrupt, so the work is done by a fork of this process, which sends
back what it found. When this process ends, whatever ends it, the kernel ends the other.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import select
import signal
import sys
import time
import warnings
from typing import TYPE_CHECKING, NoReturn, TypeVar, cast

from kg.errors import BadParameter, KgError, Misuse, OutOfBounds, StoreTrouble

if TYPE_CHECKING:
    from collections.abc import Callable

    Result = TypeVar("Result")

MEMORY = 2000
"""How many MB work may take when ``KG_MEMORY`` does not say otherwise."""

_LOOK = 0.05
_PIECE = 1 << 20
_ending: set[int] = set()
"""The processes that have sent everything and may still be giving back their memory."""


def run(work: Callable[[], Result], seconds: float | None = None, megabytes: int | None = None) -> Result:
    """Return what some work returns, and raise what it raises; both have to be such that they can be pickled.

    :param seconds: how long it may take; for ever, unless told otherwise.
    :param megabytes: how much memory it may take beyond what this process has, as far as the system tells.
    :raises OutOfBounds: when it takes more, and was ended.
    """
    most = megabytes or _allowed()
    if sys.platform == "win32":
        if seconds is not None:
            raise Misuse("A bound on time needs a system on which a process can be forked: leave it out here")
        return work()
    (receiving, sending), (here, there) = os.pipe(), os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # threads of the engine, which are idle and hold no lock
        child = os.fork()
    if child == 0:
        os.close(there)
        _work(work, sending, here)
    os.close(sending)
    os.close(here)
    try:
        content = _received(receiving, child, seconds, most)
    except BaseException:
        _end(child)
        raise
    finally:
        os.close(receiving)
        os.close(there)
    return cast("Result", _opened(content, child))


def _end(child: int) -> int:
    """End a process; return how it ended."""
    os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def _allowed() -> int:
    """Return how many MB work may take."""
    said = os.environ.get("KG_MEMORY", str(MEMORY))
    if not said.isdecimal() or int(said) == 0:
        raise BadParameter(f"KG_MEMORY is '{said}', which is no number of MB such as {MEMORY}")
    return int(said)


def _work(work: Callable[[], object], sending: int, here: int) -> NoReturn:
    """Do the work in the new process, send what came of it, and end."""
    try:
        if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
        _end_with_parent(here)
        content = _packed(work)
        while content:
            content = content[os.write(sending, content) :]
        os.close(sending)  # now, for to give back its memory takes this process longer than the answer should wait
    finally:
        os._exit(0)


def _end_with_parent(here: int) -> None:
    """Have the kernel end this process when the other end of a pipe is closed, as it is when its holder ends."""
    with contextlib.suppress(ImportError, AttributeError, OSError):
        import fcntl  # noqa: PLC0415 - not everywhere

        fcntl.fcntl(here, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(here, fcntl.F_SETFL, fcntl.fcntl(here, fcntl.F_GETFL) | os.O_ASYNC)


def _packed(work: Callable[[], object]) -> memoryview:
    """Return what the work returns or raises, pickled."""
    try:
        return memoryview(pickle.dumps((True, work())))
    except BaseException as error:  # noqa: BLE001 - it is raised again on the other side
        return memoryview(pickle.dumps((False, _sendable(error))))


def _sendable(error: BaseException) -> BaseException:
    """Return an error as it can be sent; what is a defect of ours takes along where it happened."""
    if isinstance(error, KgError):
        return error
    import traceback  # noqa: PLC0415 - a defect is rare

    sent = RuntimeError(f"{type(error).__name__}: {error}")
    sent.add_note(traceback.format_exc())
    return sent


def _received(receiving: int, child: int, seconds: float | None, most: int) -> bytes:
    """Return everything that the other process sends, unless it takes too long or too much."""
    until = time.monotonic() + seconds if seconds is not None else None
    pieces: list[bytes] = []
    before = _megabytes(os.getpid())
    while True:
        rest = _LOOK if until is None else min(_LOOK, until - time.monotonic())
        ready, _, _ = select.select([receiving], [], [], max(rest, 0.0))
        if ready:
            piece = os.read(receiving, _PIECE)
            if not piece:
                return b"".join(pieces)
            pieces.append(piece)
        elif until is not None and time.monotonic() > until:
            raise OutOfBounds(f"It took more than {seconds:g} seconds and was ended: ask for less, or allow more time")
        elif _megabytes(child) - before > most:
            raise OutOfBounds(
                f"It needed more than {most:,} MB of memory and was ended: ask for less, or allow more with KG_MEMORY"
            )


def _megabytes(process: int) -> int:
    """Return how much memory a process has for itself, or 0 where the system does not tell."""
    try:
        with open(f"/proc/{process}/statm", "rb", 0) as stream:  # noqa: PTH123 - no time for a Path here
            _, resident, shared, *_ = map(int, stream.read().split())
    except (OSError, ValueError):
        return 0
    return (resident - shared) * os.sysconf("SC_PAGESIZE") // 1024**2


def _opened(content: bytes, child: int) -> object:
    """Return what the work returned, or raise what it raised."""
    try:
        good, found = pickle.loads(content)  # noqa: S301 - from a fork of this very process
    except (EOFError, pickle.UnpicklingError):
        status = _end(child)
        name = signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else f"exit code {status >> 8}"
        raise StoreTrouble(f"The engine was ended by the system ({name}), most likely for want of memory") from None
    _leave(child)
    if not good:
        raise found
    return found


def _leave(child: int) -> None:
    """Let a process that has sent everything end by itself, and forget those that have."""
    _ending.add(child)
    for each in list(_ending):
        with contextlib.suppress(ChildProcessError):  # another thread was quicker
            if os.waitpid(each, os.WNOHANG) == (0, 0):
                continue
        _ending.discard(each)

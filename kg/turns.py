"""Whose turn it is to change a store on the network: one load at a time, and nobody waits for the dead.

The lock is a line in the manifest of the store. Who holds it changes another line every few seconds; when that line
stands still, the holder has died and the next one takes its place. (Most stores take one change at a time, so a large
graph on its way holds up the signs of life; they say how long to be patient.) A lock that this machine left is taken at
once: a lock on a file here tells that its process is gone.
"""

from __future__ import annotations

import contextlib
import hashlib
import secrets
import threading
import time
from typing import TYPE_CHECKING

from kg import cache, holdings, paths
from kg.errors import RemoteTrouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.servers.endpoint import Endpoint

BEAT = 5.0
"""Seconds between two signs of life."""

DEAD = 30
"""Seconds without a sign of life after which a holder is dead."""

_SLOWEST = 500_000

_LOOK = 1.0
_TRIES = 10


class TurnLost(RemoteTrouble):
    """Somebody else took the turn, since nothing was heard of us for too long."""


@contextlib.contextmanager
def turn(endpoint: Endpoint, waiting: Callable[[], None]) -> Iterator[str]:
    """Hold the lock of a store while it is changed; the name of the holder stands in each update.

    :param waiting: is called once when somebody else is at work there.
    """
    folder = paths.cache() / "loads"
    with cache.explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = folder / f"{hashlib.sha256(endpoint.address.base.encode()).hexdigest()[:32]}.lock"
        with cache.locked(lock, waiting):
            holder = f"{_machine()}-{secrets.token_hex(8)}"
            _take(endpoint, holder, waiting)
            with _alive(endpoint, holder):
                try:
                    yield holder
                finally:
                    with contextlib.suppress(RemoteTrouble):
                        endpoint.update(holdings.released(holder))


def sign(size: int = 0) -> str:
    """Return a sign of life, for somebody who now sends so many bytes at once."""
    return f"{secrets.token_hex(8)} {DEAD + size // _SLOWEST}"


def _patience(beat: str) -> int:
    """Return for how many seconds a sign of life asks to be patient."""
    wished = beat.rpartition(" ")[2]
    return int(wished) if wished.isdecimal() else DEAD


def check(endpoint: Endpoint, holder: str) -> None:
    """Make sure that it is still our turn.

    :raises TurnLost: when it is not.
    """
    if holdings.read(endpoint).holders != (holder,):
        raise TurnLost("Another load took over, since this one was not heard of for too long: load again")


def _machine() -> str:
    """Return a name of this machine and cache that says nothing of it."""
    file = paths.cache() / "loads" / "machine"
    if not file.is_file():
        file.write_text(secrets.token_hex(16), "ascii")
    return file.read_text("ascii")


def _take(endpoint: Endpoint, holder: str, waiting: Callable[[], None]) -> None:
    """Take the lock, waiting while somebody who is alive holds it."""
    machine = holder.partition("-")[0]
    seen, since, said, tries = ("", ""), time.monotonic(), False, 0
    while (held := holdings.read(endpoint)).holders != (holder,):
        dead = all(each.startswith(machine) and each != holder for each in held.holders)
        if dead or time.monotonic() - since > _patience(held.beat):
            if (tries := tries + 1) > _TRIES:
                raise RemoteTrouble("The store does not keep what is written to it: see whether this login may write")
            endpoint.update(holdings.taken(holder, sign(), held.holders))
            since = time.monotonic()
            continue
        if holder in held.holders and holder != min(held.holders):
            endpoint.update(holdings.released(holder))
        if seen != (now := (" ".join(held.holders), held.beat)):
            seen, since = now, time.monotonic()
        if not said:
            waiting()
            said = True
        time.sleep(_LOOK)


@contextlib.contextmanager
def _alive(endpoint: Endpoint, holder: str) -> Iterator[None]:
    """Give signs of life from a thread while the work is done."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(BEAT):
            with contextlib.suppress(RemoteTrouble):
                endpoint.update(holdings.beaten(holder, sign()))

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()

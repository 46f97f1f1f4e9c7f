"""How far long work has come: a bar on a terminal, nothing in a pipe."""

from __future__ import annotations

import contextlib
import io
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextlib.contextmanager
def bar(label: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show a bar on standard error while the work is done; the work calls what it is given with each step done."""
    if not sys.stderr.isatty():
        yield lambda _step: None
        return
    from rich.console import Console  # noqa: PLC0415 - a pipe does not pay for it
    from rich.progress import Progress  # noqa: PLC0415 - the same

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=total)
        yield lambda step: progress.advance(task, step)


def note(sentence: str) -> None:
    """Say a sentence on standard error, on a terminal only."""
    if sys.stderr.isatty():
        sys.stderr.write(f"{sentence}\n")


class Reader(io.BytesIO):
    """A file that is read in pieces, so that an interrupt and the bar get their turn."""

    def __init__(self, content: bytes, tick: Callable[[int], None]) -> None:
        super().__init__(content)
        self._tick = tick

    def read(self, size: int | None = -1, /) -> bytes:
        """Return the next piece."""
        piece = super().read(size)
        self._tick(len(piece))
        return piece

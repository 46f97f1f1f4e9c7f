"""What is made from the truth under a folder, once per content, found by a digest that is remembered meanwhile."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from kg import cache, paths, progress

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Make = Callable[[Path, list[Path], str], None]


def made(  # noqa: PLR0913 - what to make, and how many to keep
    root: Path, where: Path, what: str, make: Make, *, keep: int = cache.KEEP, rest: float = cache.REST
) -> Path:
    """Return the folder of what is made from the truth under ``root``, making it when its content is new.

    :param where: the folder in which it is kept.
    :param what: what it is, in words that are another text when it is another thing.
    :param make: makes it in an empty folder, from these files, of which this is the digest.
    """
    files = paths.truth_files(root)
    found = digest(root, files)
    key = hashlib.sha256(f"{what}\n{found}".encode()).hexdigest()[:32]
    return cache.kept(where, key, lambda folder: make(folder, files, found), _wait, keep=keep, rest=rest)


def _wait() -> None:
    """Say that another process is making it."""
    progress.note("Another process is building the store; waiting for it ...")


def digest(root: Path, files: list[Path]) -> str:
    """Return the digest of the content of files, reading them only when they may have changed."""
    fingerprint, newest = paths.fingerprint(files, root)
    memory = paths.cache() / "seen" / hashlib.sha256(str(root).encode()).hexdigest()[:32]
    found = cache.recall(memory, fingerprint)
    if found is None:
        found = paths.digest(files, root)
        cache.remember(memory, fingerprint, found, newest)
    return found

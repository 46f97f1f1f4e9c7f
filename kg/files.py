"""Files, written as a whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def save(path: Path, document: str) -> bool:
    """Write a text into a file as a whole or not at all; return whether its content changed."""
    return save_bytes(path, document.encode("utf-8"))


def save_bytes(path: Path, data: bytes) -> bool:
    """Write a file as a whole or not at all; return whether its content changed.

    The content goes to a neighbour of the file first and takes its place in one step, so a full disk or an interrupt
    leaves the old file as it was.
    """
    import tempfile  # noqa: PLC0415 - most commands write no file

    if path.is_file() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True

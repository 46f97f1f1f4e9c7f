"""Replacing a folder as a whole: either the old one stands or the new one."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path


def replace_folder(folder: Path, documents: dict[str, str]) -> None:
    """Write documents to a folder in place of all that stood there.

    They are written to a neighbouring folder first, which then takes its place; an interrupt or a full disk before that
    leaves the old folder as it was.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    old = folder.with_name(f".{folder.name}.old")
    if old.is_dir() and not folder.is_dir():
        old.rename(folder)
    for left in folder.parent.glob(f".{folder.name}.*"):
        shutil.rmtree(left, ignore_errors=True)
    fresh = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        for name, document in documents.items():
            (fresh / name).write_text(document, encoding="utf-8", newline="\n")
        fresh.chmod(0o755)
        if folder.is_dir():
            folder.rename(old)
        fresh.rename(folder)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        if old.is_dir() and not folder.is_dir():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)

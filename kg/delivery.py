"""An answer on its way out: to standard output or whole into a file, and what is said beside it.

What is said beside an answer stands below it where people read it, in tables and in Markdown. In the formats of tools
it would be taken for data, so it goes to standard error.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from kg import files, plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FOR_READERS = frozenset({"table", "markdown", "text"})
"""The formats in which what is said beside an answer belongs to it."""


def width(output: Path | None) -> int | None:
    """Return how wide a table may be: as wide as the terminal, or as wide as it likes in a file or a pipe."""
    if output is not None or not sys.stdout.isatty():
        return None
    import shutil  # noqa: PLC0415 - most answers go where their width does not matter

    return shutil.get_terminal_size().columns


def deliver(text: str, notes: Sequence[str], form: str, output: Path | None) -> None:
    """Bring an answer to where it was asked for; a file is written as a whole or not at all."""
    said = "".join(f"{plain.line(note)}\n" for note in notes)
    if form in FOR_READERS and said:
        text, said = f"{text}\n{_escaped(notes) if form == 'markdown' else said}", ""
    if output is None:
        sys.stdout.write(text)
    elif output.exists() and not output.is_file():
        output.write_text(text, "utf-8", newline="")
    else:
        files.save(output.absolute(), text)
    sys.stderr.write(said)


def _escaped(notes: Sequence[str]) -> str:
    """Return notes as a list in Markdown, with what would mean something to Markdown escaped."""
    return "".join("- " + re.sub(r"[\\|`*_\[\]<>~#]", r"\\\g<0>", plain.line(note)) + "\n" for note in notes)

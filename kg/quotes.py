"""The words that a claim rests on, from the reader's own copy of its source."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from kg import anchors, verify
from kg.errors import KgError

if TYPE_CHECKING:
    from pathlib import Path

    from kg.evidence import Evidence
    from kg.facts import Facts


def words(claim: Evidence, folder: Path) -> str:
    """Return the words of a claim in quotation marks, or in brackets why they cannot be shown.

    Words are shown only when their digest is the one that the claim holds.
    """
    if claim.anchor is None:
        return "(the claim was not read from a copy)"
    copy = _copy(claim.source, folder)
    normalise = verify.NORMALISERS.get(claim.source.plain("kg:normalisation"))
    if copy is None or normalise is None:
        return f"(no copy of the source in {folder})"
    try:
        segments = normalise(copy)
    except (KgError, OSError, UnicodeDecodeError) as error:
        return f"(the copy cannot be read: {error})"
    found = _cut(claim.anchor, segments)
    if anchors.digest(found) != claim.anchor["kg:sha256"]:
        return f"(the copy {copy.name} has other words there; 'kg verify' looks for them elsewhere)"
    return f'"{found}"'


def _cut(anchor: Facts, segments: list[str]) -> str:
    """Return the words at the place of an anchor."""
    segment, start, end = (int(anchor[name]) for name in ("kg:segment", "oa:start", "oa:end"))
    return segments[segment - 1][start:end] if 0 < segment <= len(segments) else ""


def _copy(source: Facts, folder: Path) -> Path | None:
    """Return the copy of a source in a folder: the file with its digest, or else the one with its name."""
    files = sorted(each for each in folder.rglob("*") if each.is_file())
    named = [each for each in files if each.name == source["kg:copyName"]]
    for each in [*named, *files]:
        if _digest(each) == source["kg:sha256"]:
            return each
    return next(iter(named), None)


def _digest(file: Path) -> str:
    """Return the SHA-256 of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

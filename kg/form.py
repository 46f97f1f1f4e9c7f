"""Putting files into house form without losing anything that they say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg import engine, files, terms, turtle
from kg.errors import Problem, ProblemsFound

if TYPE_CHECKING:
    from pathlib import Path

_BLANK = re.compile(r"_:\w+")


def every(root: Path) -> list[Path]:
    """Return every Turtle file of the truth, shapes included."""
    return sorted([*(root / "ontology").rglob("*.ttl"), *(root / "graph").rglob("*.ttl")])


def format_file(file: Path, *, write: bool) -> tuple[list[Problem], bool]:
    """Put a file into house form, if ``write``; return what stands in the way, and whether the file was not in it."""
    try:
        text = file.read_bytes().decode("utf-8")
        document = turtle.read(text, file)
        said = engine.lines(file)
    except ProblemsFound as error:
        return error.problems, False
    except UnicodeDecodeError as error:
        return [Problem(file, 0, "", "text-is-utf-8", f"the file is not UTF-8 ({error.reason})")], False
    formed = str(document)
    if formed == text:
        return [], False
    if document.comments:
        sentence = "the comment would be lost: make it a skos:editorialNote, or take it out, and format again"
        return [Problem(file, number, "", "no-comments", sentence) for number in document.comments], True
    if _meaning(said) != _meaning(engine.lines(file, formed)):
        sentence = "in house form the file would say something else, which is a defect of kg: nothing was changed"
        return [Problem(file, 0, "", "house-form", sentence)], True
    if write:
        files.save(file, formed)
    return [], True


def _meaning(lines: list[str]) -> set[str]:
    """Return what lines of N-Triples say, whatever the labels of blank nodes and the form of Unicode."""
    return {_BLANK.sub("_:", terms.nfc(line)) for line in lines}

"""Reading long files in house form: of lines that say the same, one is read.

Most lines of a long file stand in it many times. Where a file is a row of blocks in house form, :mod:`kg.turtle` reads
each different line once, and the blocks are put together from what the lines say. It reads any other file as a whole.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from kg import turtle
from kg.errors import ProblemsFound
from kg.turtle import Block, Document

if TYPE_CHECKING:
    from pathlib import Path

    Pairs = list[tuple[str, str]]

_MARK, _BLOCK_ENDS = "<urn:kg:next>", "\n.\n"
"""What parts one line from the next while they are read; a file that has it already is read as a whole."""


def read(text: str, path: Path) -> Document:
    """Return what :func:`kg.turtle.read` returns, sooner.

    :raises ProblemsFound: when the file does not parse, or has a blank node, which the graph has not.
    """
    return _quick(text, path) or turtle.read(text, path)


def _quick(text: str, path: Path) -> Document | None:
    """Return the document of a text, or nothing where it is not certain that its lines can be read one by one."""
    head, _, body = text.partition("\n\n")
    if _MARK in text or not body.endswith(_BLOCK_ENDS):
        return None
    chunks = [each.split("\n") for each in body.removesuffix(_BLOCK_ENDS).split(f"{_BLOCK_ENDS}\n")]
    lines = dict.fromkeys(line for chunk in chunks for line in chunk[1:])
    if not all(line.startswith("    ") and line.endswith(" ;") for line in lines):
        return None
    read = _each(head, list(dict.fromkeys(chunk[0] for chunk in chunks)), list(lines), path)
    if read is None:
        return None
    prefixes, subjects, said = read
    blocks: dict[str, Block] = {}
    at = head.count("\n") + 3
    for first, *rest in chunks:
        subject = subjects[first]
        pairs = blocks.setdefault(subject, Block(subject, line=at)).pairs
        for line in rest:
            pairs += said[line]
        at += len(rest) + 3
    return Document(prefixes, list(blocks.values()), [])


def _each(
    head: str, subjects: list[str], lines: list[str], path: Path
) -> tuple[dict[str, str], dict[str, str], dict[str, Pairs]] | None:
    """Return the prefixes, the subject that each first line names, and what each of the other lines says.

    All are read as one block, with a mark before each. The marks are there again in what was read, all of them, only if
    a statement begins at each: if no line ends within a string, a list, a comment or another block.
    """
    marked = [f"    {_MARK} {name} ;\n{line}\n" for name, line in zip_longest(subjects, lines, fillvalue="")]
    marked[len(subjects) :] = [f"    {_MARK} {_MARK} ;\n{line}\n" for line in lines[len(subjects) :]]
    try:
        document = turtle.read(f"{head}\n\n{_MARK}\n{''.join(marked)}.\n", path)
    except ProblemsFound:
        return None
    if [each.subject for each in document.blocks] != [_MARK] or document.comments:
        return None
    named: list[str] = []
    said: list[Pairs] = []
    for predicate, value in document.blocks[0].pairs:
        if predicate == _MARK:
            named.append(value)
            said.append([])
        else:
            said[-1].append((predicate, value))
    if len(named) != len(marked) or not all(map(_is_iri, named)):
        return None
    return document.prefixes, dict(zip(subjects, named, strict=False)), dict(zip(lines, said, strict=False))


def _is_iri(token: str) -> bool:
    """Tell whether an object is an IRI, so that it can be a subject too."""
    return token.startswith("<") or (token[0] not in '"(' and ":" in token)

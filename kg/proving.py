"""An answer with its evidence, as the commands show it and write it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import delivery, footnotes, pack, paths, prepared, proof, truth
from kg.tables import Literal, Rows
from kg.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.bindings import Bindings
    from kg.proof import Answered, Proof
    from kg.store import Store


@dataclass(frozen=True)
class Asked:
    """What was asked.

    :param title: the question in words.
    """

    title: str
    query: str
    values: Bindings | None = None


@dataclass(frozen=True)
class Wanted:
    """What of the evidence is wanted.

    :param beside: whether it stands beside the answer.
    :param file: the file into which the evidence pack goes.
    :param root: the folder of the truth that is asked.
    """

    beside: bool = False
    file: Path | None = None
    root: Path | None = None

    def __bool__(self) -> bool:
        return self.beside or self.file is not None

    @property
    def form(self) -> str:
        """The format of the pack, or nothing.

        :raises Misuse: when the name of the file asks for none.
        """
        return pack.form_of(self.file) if self.file else ""


@dataclass(frozen=True)
class Proved:
    """An answer with its evidence.

    :param rows: the rows with a column for it.
    :param notes: what is said beside them.
    :param pack: the text of the evidence pack, or nothing.
    """

    rows: Rows
    notes: Sequence[str]
    pack: str = ""


def proved(  # noqa: PLR0913, PLR0917 - what was asked, what was answered, and how it is wanted
    store: Store, wanted: Wanted, asked: Asked, answer: Answered, notes: Sequence[str], form: str
) -> Proved:
    """Return an answer with its evidence.

    :param form: the format in which the rows are shown: tools get the IRIs of claims, readers get numbers.
    """
    found = proof.prove(store, asked.query, answer, asked.values)
    rows = listed(answer)
    kept = _pack(store, wanted, asked, found, rows, notes) if wanted.file else ""
    if not wanted.beside:
        return Proved(rows, notes, kept)
    if form in delivery.FOR_READERS:
        return Proved(footnotes.numbered(rows, found), [*footnotes.notes(store, found), *notes], kept)
    return Proved(footnotes.named(rows, found), [*footnotes.caveats(found), *notes], kept)


def _pack(  # noqa: PLR0913, PLR0917 - what a pack is made of
    store: Store, wanted: Wanted, asked: Asked, found: Proof, rows: Rows, notes: Sequence[str]
) -> str:
    """Return the text of the evidence pack."""
    query = prepared.prepared(asked.query, asked.values or {}).text
    made = pack.pack(store, asked.title, query, rows, found, notes=notes, graph=_digest(wanted.root))
    return made.written(wanted.form)


def listed(answer: Answered) -> Rows:
    """Return an answer as rows: a yes or no as one row of one cell, triples as rows of three."""
    if isinstance(answer, Rows):
        return answer
    if isinstance(answer, bool):
        return Rows(("answer",), [(Literal(str(answer).lower(), XSD + "boolean"),)])
    return Rows(("subject", "predicate", "object"), list(answer))


def _digest(root: Path | None) -> str:
    """Return the digest of the content of the graph that is asked."""
    home = paths.home(root)
    return truth.digest(home, paths.truth_files(home))

"""An answer with its evidence, as the commands show it and write it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import delivery, footnotes, pack, paths, proof, sparql, truth
from kg.bindings import bind
from kg.tables import Literal, Rows
from kg.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.bindings import Bindings
    from kg.proof import Answered
    from kg.store import Store

    Asked = tuple[str, str, Bindings]
    """A question in words, the query, and the values that its variables were given."""


@dataclass(frozen=True)
class Proved:
    """An answer with its evidence.

    :param rows: the rows with a column for it.
    :param notes: what is said beside them.
    :param pack: the text of the evidence pack, or nothing.
    """

    rows: Rows
    notes: Sequence[str]
    pack: str


@dataclass(frozen=True)
class Wanted:
    """What of the evidence is wanted.

    :param beside: whether it stands beside the answer.
    :param file: the file into which the evidence pack goes, and ``kind`` its format.
    :param root: the folder of the truth that is asked.
    """

    beside: bool
    file: Path | None
    root: Path | None
    kind: str

    def proved(self, store: Store, asked: Asked, answer: Answered, notes: Sequence[str], form: str) -> Proved:
        """Return an answer with its evidence.

        :param form: the format in which the rows are shown: tools get the IRIs of claims, readers get numbers.
        """
        title, query, values = asked
        found = proof.prove(store, query, answer, values)
        rows = listed(answer)
        kept = ""
        if self.kind:
            asked_for = bind(query, sparql.tokens(query), values)
            made = pack.pack(store, title, asked_for, rows, found, notes=notes, graph=_digest(store, self.root))
            kept = made.written(self.kind)
        if not self.beside:
            return Proved(rows, notes, kept)
        if form in delivery.FOR_READERS:
            return Proved(footnotes.numbered(rows, found), [*footnotes.notes(store, found), *notes], kept)
        return Proved(footnotes.named(rows, found), [*footnotes.caveats(found), *notes], kept)

    def keep(self, text: str) -> None:
        """Write the evidence pack into its file, as a whole or not at all."""
        if self.kind:
            delivery.deliver(text, [], self.kind, self.file)


def wanted(root: Path | None, file: Path | None, *, beside: bool) -> Wanted:
    """Return what of the evidence is wanted.

    :raises Misuse: when the name of the file asks for no format of an evidence pack.
    """
    return Wanted(beside, file, root, pack.form_of(file) if file else "")


def listed(answer: Answered) -> Rows:
    """Return an answer as rows: a yes or no as one row of one cell, triples as rows of three."""
    if isinstance(answer, Rows):
        return answer
    if isinstance(answer, bool):
        return Rows(("answer",), [(Literal(str(answer).lower(), XSD + "boolean"),)])
    return Rows(("subject", "predicate", "object"), list(answer))


def _digest(store: Store, root: Path | None) -> str:
    """Return the digest of the content of the graph that is asked; nothing when nobody knows it."""
    if store.content is not None:
        return store.content
    home = paths.home(root)
    return truth.digest(home, paths.truth_files(home))

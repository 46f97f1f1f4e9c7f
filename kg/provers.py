"""The evidence of a row of an answer in Python: worked out for the whole answer when the first row is asked for it."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from kg import footnotes, proof

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.bindings import Bindings
    from kg.evidence import Evidence
    from kg.store import Store
    from kg.tables import Iri, Rows, Term

    Row = tuple[Term | None, ...]
    Prove = Callable[[Sequence[Term | None]], list[Evidence]]


def prover(store: Store, query: str, rows: Rows, values: Bindings) -> Prove:
    """Return what finds the claims behind a row of an answer."""

    @functools.cache
    def whole() -> dict[Row, tuple[Iri, ...]]:
        return dict(zip(rows.rows, proof.prove(store, query, rows, values).rows, strict=True))

    return lambda row: footnotes.every(store, whole()[tuple(row)])

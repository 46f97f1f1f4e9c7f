"""From when on a few claims hold, without reading all the others: what :mod:`kg.selection` knows of a whole graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import terms
from kg.claims import read_claims
from kg.spans import over
from kg.tables import Iri

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.store import Store
    from kg.tables import Triple

_BLOCKS = """
SELECT ?claim ?property ?value {
  ?claim ?property ?value
  FILTER (?property IN (
    rdf:predicate, kg:statedOn, kg:validFrom, kg:validUntil, kg:row, kg:listing, kg:continues, kg:refersToListing,
    kg:citedDate
  ))
}
"""
_ADDITIONS = "SELECT ?claim { ?claim kg:listing ?row ; rdf:predicate kg:addedBy }"
_WHATEVER = (terms.RDF + "subject", terms.RDF + "object", terms.KG + "statedIn")
"""What every claim has, and what does not matter here: when it holds does not depend on what it says."""
_TO_ROWS = {terms.KG + name for name in ("listing", "continues", "refersToListing")}


def of(store: Store, claims: Iterable[str]) -> dict[str, str]:
    """Return the first day on which each claim is known to hold, as a text; where none is known, nothing is there.

    What bounds a claim that hangs on the row of a list is the day on which the row was added, so the rows and their
    additions are looked up with it.
    """
    wanted = [Iri(each) for each in claims]
    triples: list[Triple] = []
    seen: set[Iri] = set()
    while wanted:
        block = _block(store, wanted)
        triples += block
        triples += [(claim, Iri(name), claim) for claim in wanted for name in _WHATEVER]
        seen.update(wanted)
        rows = [value for _, name, value in block if name in _TO_ROWS and isinstance(value, Iri)]
        rows += [claim for claim, name, _ in block if name == terms.KG + "row" and isinstance(claim, Iri)]
        added = store.select(_ADDITIONS, {"row": list(dict.fromkeys(rows))}).rows if rows else []
        wanted = [each for each in dict.fromkeys([*rows, *(row[0] for row in added)]) if each not in seen]  # type: ignore[misc]  # claims are IRIs
    return {each.iri: each.begins.isoformat() for each in read_claims(over(triples)) if each.begins}


def _block(store: Store, claims: list[Iri]) -> list[Triple]:
    """Return what bounds the time of claims."""
    rows = store.select(_BLOCKS, {"claim": claims}).rows
    return [(s, p, o) for s, p, o in rows if s is not None and p is not None and o is not None]

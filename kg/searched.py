"""What was searched for an answer: which sources, as of when, and how many of their claims.

The sentences are the same for every question that rests on the same class of claims, so they are worked out once per
store and kept beside it.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from kg import plain, terms
from kg.tables import Iri, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kg.tables import Rows, Term

    Select = Callable[[str, Mapping[str, Any]], Rows]
    Memory = Mapping[str, Sequence[str]]

FORMAT = "searched 2"
"""What makes a store another one when these sentences are worked out in another way."""

_CLASSES = "SELECT DISTINCT ?class WHERE { ?claim kg:statedIn ?source ; a ?class }"
_PER_SOURCE = "SELECT ?source (COUNT(?claim) AS ?claims) WHERE { ?claim kg:statedIn ?source } GROUP BY ?source"
_OF_CLASS = """
SELECT ?source (COUNT(?claim) AS ?claims) WHERE {
  ?claim a ?class ; kg:statedIn ?source .
}
GROUP BY ?source
"""
_SET_ASIDE = """
SELECT ?source ?class (COUNT(?claim) AS ?claims) WHERE {
  VALUES ?status { kg:superseded kg:retracted kg:derived }
  ?claim kg:status ?status ; kg:statedIn ?source ; a ?class .
}
GROUP BY ?source ?class
"""
_SOURCES = """
SELECT ?source ?title ?issued ?retrieved WHERE {
  ?source dcterms:title ?title ; dcterms:issued ?issued .
  OPTIONAL { ?source kg:retrievedOn ?retrieved }
}
ORDER BY DESC(?issued) STR(?title)
"""
_SHOWN_SOURCES = 3


def sentences(select: Select, rests_on: str | None = None) -> list[str]:
    """Return the dates of the sources that were searched, and last what was searched.

    :param select: asks the graph a SELECT with values for some of its variables.
    :param rests_on: the only class of claims that matters.
    """
    claims = counted(select, rests_on)
    rows = select(_SOURCES, {"source": list(claims)}).rows if claims else []
    if not rows:
        return ["Searched: nothing, for the graph holds no source for it."]
    found = rows if rests_on else sorted(rows, key=lambda row: -claims[row[0]] if isinstance(row[0], Iri) else 0)
    most = _SHOWN_SOURCES if rests_on else 1
    dates = [f"As of {_when(row)}" for row in found[:most]]
    kind = f" of the kind {terms.shorten(rests_on)}" if rests_on else ""
    sources = f"{len(found):,} source{'s' * (len(found) != 1)}"
    return [*dates, *_others(found[most:]), f"Searched: {sum(claims.values()):,} claims{kind} in {sources}."]


def counted(select: Select, rests_on: str | None) -> dict[Iri, int]:
    """Return how many claims of a class, or of all, each source makes, leaving out those that do not count."""
    rows = _numbers(select(_OF_CLASS, {"class": Iri(rests_on)}) if rests_on else select(_PER_SOURCE, {}))
    found = Counter({source: number for source, _, number in rows})
    for source, kind, number in _numbers(select(_SET_ASIDE, {})):
        found[source] -= number * (rests_on in {None, kind})
    return dict(+found)


def _numbers(found: Rows) -> list[tuple[Iri, Term | None, int]]:
    """Return source, class if there is one, and number of each row."""
    return [(row[0], row[-2], int(shown(row[-1]))) for row in found.rows if isinstance(row[0], Iri)]


def _others(rows: Sequence[tuple[Term | None, ...]]) -> list[str]:
    """Return a sentence on the sources that are not named."""
    if not rows:
        return []
    days = sorted(shown(row[2]) for row in rows)
    return [f"And {len(rows):,} more source{'s' * (len(rows) != 1)}, issued from {days[0]} to {days[-1]}."]


def _when(row: tuple[Term | None, ...]) -> str:
    """Return the date and title of a source, and when it was read."""
    _, title, issued, retrieved = (plain.line(shown(each)) for each in row)
    return f"{issued}: {title}" + (f" (read on {retrieved})." if retrieved else ".")


def written(select: Select) -> str:
    """Return the sentences for every class of claims, and under no name those for all claims, as JSON."""
    kinds = [str(row[0]) for row in select(_CLASSES, {}).rows]
    return json.dumps({"": sentences(select), **{kind: sentences(select, kind) for kind in sorted(kinds)}}) + "\n"


def read(text: str) -> Memory:
    """Return what :func:`written` wrote."""
    found: Memory = json.loads(text)
    return found

"""A query made ready for the engine: read, found to stay inside the graph, and given its values.

A question that is asked again, with the same values, is read once.
"""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING, NamedTuple

from kg import sparql
from kg.bindings import bind
from kg.tables import Literal

if TYPE_CHECKING:
    from collections.abc import Collection

    from kg.bindings import Bindings
    from kg.tables import Term

    Values = tuple[tuple[str, Term | tuple[Term, ...]], ...]


class Prepared(NamedTuple):
    """A query that can be asked.

    :param found: its tokens, as the user wrote them.
    :param text: the query with its values in it, every prefix declared.
    :param star: the order of the columns where the query says ``SELECT *``; the engine has one of its own for it.
    """

    found: list[sparql.Token]
    text: str
    star: tuple[str, ...]


def prepared(query: str, bindings: Bindings, services: Collection[str] = ()) -> Prepared:
    """Return a query with values for some of its variables.

    :param services: the hosts that it may call with ``SERVICE``.
    :raises QuerySyntax: when it is no query at all.
    :raises RefusedQuery: when it would reach outside the graph or write to it.
    :raises BadParameter: when the query does not speak of a variable, or a value is no term.
    """
    return _read(
        query,
        tuple((name, each if isinstance(each, str | Literal) else tuple(each)) for name, each in bindings.items()),
        tuple(services),
    )


@functools.lru_cache(maxsize=64)
def _read(query: str, values: Values, services: tuple[str, ...]) -> Prepared:
    """Read a query."""
    found = sparql.guard(query, services)
    words = [each.word or each.text for each in found]
    stars = {("SELECT", "*"), ("DISTINCT", "*"), ("REDUCED", "*")}.intersection(itertools.pairwise(words))
    text = sparql.declared(found) + bind(query, found, dict(values))
    return Prepared(found, text, sparql.star(found) if stars else ())

"""From when on a claim can hold that hangs on the row of a list, where it does not say so itself.

A row of the list says who added it and on which day; it does not say of each of its names and addresses from when on
they hold. None of them can be older than the row: what an edition prints today must not be taken for what a list said
before the row was there.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kg.terms import KG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kg.tables import Term, Triple

    Pairs = Callable[[str], Iterable[tuple[Term, Term]]]

_ADDED = KG + "addedBy"


def over(triples: Iterable[Triple]) -> Pairs:
    """Return what gives subject and object of each of some triples by predicate."""
    found: dict[str, list[tuple[Term, Term]]] = {}
    for subject, predicate, value in triples:
        found.setdefault(str(predicate), []).append((subject, value))
    return lambda predicate: found.get(predicate, [])


def rows(pairs: Pairs) -> dict[Term, Term]:
    """Return the listing on whose row each claim hangs; a listing hangs on its own."""
    hanging = dict(pairs(KG + "listing"))
    return hanging | {each: each for each, _ in pairs(KG + "row")}


def openings(pairs: Pairs, predicates: Mapping[Term, Term], cited: Mapping[Term, dt.date]) -> dict[Term, dt.date]:
    """Return the first day on which each claim of a row can hold.

    An amendment holds from the day that is cited for it. Everything else of a row holds from its first addition, and a
    cross reference from that of the row it leads to, when that is later. A row that another one continues, and that
    cites nothing itself, was added with that one.

    :param predicates: the predicate of each claim.
    :param cited: the day that is cited for each amendment.
    """
    hanging, continued, leads = rows(pairs), dict(pairs(KG + "continues")), dict(pairs(KG + "refersToListing"))
    added: dict[Term, dt.date] = {}
    for claim, day in cited.items():
        if predicates.get(claim) == _ADDED and claim in hanging:
            row = hanging[claim]
            added[row] = min(day, added.get(row, day))
    found = dict(cited)
    for claim, row in hanging.items():
        days = [_added(each, added, continued) for each in (row, leads.get(claim, row))]
        known = [day for day in days if day is not None]
        if known and claim not in cited:
            found[claim] = max(known)
    return found


def _added(row: Term, added: Mapping[Term, dt.date], continued: Mapping[Term, Term]) -> dt.date | None:
    """Return the day on which a row was added, or the one that it continues."""
    seen: set[Term] = set()
    while row not in added and row in continued and row not in seen:
        seen.add(row)
        row = continued[row]
    return added.get(row)

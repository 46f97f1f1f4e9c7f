"""The proof of an answer: for each row, claims that give the row again when the query runs over them alone.

How it is found: the query is asked anew for everything that its patterns matched (:mod:`kg.units`). A triple that a
claim says of itself rests on that claim; an edge rests on any claim that says it and counts; what the ontology, the
entities and the headers of sources say is no claim and needs none. Of the ways in which a row came about, the one that
needs the fewest claims is its evidence, and no claim of it can be left out (house rule of this graph: the evidence of a
row, replayed alone, gives the row again).

The provenance of conjunctive queries as sets of alternatives is that of "why-provenance" (Buneman, Khanna and Tan,
ICDT 2001); rewriting a SPARQL query to find it is the way of SPARQLprov (PVLDB 14(13), 2021). Here the groups behind an
aggregate and the walks behind a property path are followed too.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import replay, units
from kg.apart import apart
from kg.errors import Misuse
from kg.needs import both, one_of
from kg.patterns import Link
from kg.solutions import Matches
from kg.store import Embedded
from kg.tables import Iri, Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kg.apart import Parts
    from kg.bindings import Bindings
    from kg.needs import Need
    from kg.patterns import Pattern
    from kg.store import Store
    from kg.tables import Term, Triple
    from kg.units import Unit

    Answered = Rows | bool | Sequence[Triple]

_MOST_TRIED = 200
"""How many claims may stand behind an answer for evidence to be looked for by asking again over fewer of them."""


@dataclass(frozen=True)
class Proof:
    """What an answer rests on.

    :param rows: for each row, or triple, the claims of its evidence; none when it needs none.
    :param absences: the parts of the query that say that something is not there: no claim can show that.
    :param exact: whether each claim of a row is known to be needed; otherwise some may be more than the row needs.
    """

    rows: tuple[tuple[Iri, ...], ...]
    absences: tuple[str, ...] = ()
    exact: bool = True

    @property
    def claims(self) -> list[Iri]:
        """Every claim of the evidence once, in the order of the rows."""
        return list(dict.fromkeys(claim for row in self.rows for claim in row))


def prove(store: Store, query: str, answer: Answered, bindings: Bindings | None = None) -> Proof:
    """Return the evidence of an answer.

    :param query: the query as it was asked.
    :param answer: what the store answered, or only those of its rows that matter.
    :param bindings: the values that its variables were given.
    :raises Misuse: when the query is beyond SPARQL 1.1, or the answer is not its own.
    """
    parts = apart(query)
    values = dict(bindings or {})
    values |= {new: values[old] for new, old in parts.renamed.items() if old in values}
    matches = Matches(store, parts.prologue, values)
    if isinstance(answer, bool):
        found = _of_truth(matches, parts, answer=answer)
    elif isinstance(answer, Rows):
        found = _of_rows(matches, parts, answer)
    else:
        found = _of_triples(matches, parts, answer)
    if found.exact:
        return found
    needs = [each for unit in _denied(parts.unit) for ways in matches.rows(unit).values() for each in ways]
    spare = {claim for each in needs for claim in matches.carriers.any_of(each)}
    if sum(map(len, found.rows)) > _MOST_TRIED or len(spare) > _MOST_TRIED or not isinstance(store, Embedded):
        return found
    bench = replay.Replay(store)
    return _tried(found, spare, _listed(answer), lambda chosen: _listed(bench.again(parts.uncut, chosen, bindings)))


def _tried(
    found: Proof, spare: set[Iri], wanted: Sequence[object], again: Callable[[Sequence[Iri]], Sequence[object]]
) -> Proof:
    """Return evidence that was found by asking again and again over fewer claims.

    It takes seconds, and only queries need it in which fewer claims can mean more rows.

    :param spare: claims that may be needed to keep a negation from matching.
    """
    rows = []
    exact = True
    for row, claims in zip(wanted, found.rows, strict=True):

        def holds(chosen: Sequence[Iri], row: object = row) -> bool:
            return row in again(chosen)

        enough = claims if holds(claims) else sorted(spare.union(claims))
        exact = exact and holds(enough)
        rows.append(tuple(replay.least(holds, enough)) if holds(enough) else claims)
    return Proof(tuple(rows), found.absences, exact)


def _denied(unit: Unit | None) -> list[Unit]:
    """Return what the negations of a unit and of those inside of it match."""
    return [] if unit is None else unit.denied + [each for inner, _ in unit.units for each in _denied(inner)]


def _listed(answer: Answered) -> Sequence[object]:
    """Return what an answer says, one by one."""
    return answer.rows if isinstance(answer, Rows) else [answer] if isinstance(answer, bool) else answer


def _of_rows(matches: Matches, parts: Parts, answer: Rows) -> Proof:
    """Return the evidence of each row of a SELECT."""
    unit = parts.unit
    if unit is None or unit.columns is None or {each[1:] for each in unit.columns} != set(answer.columns):
        raise Misuse("The rows are not those of this query")
    order = [answer.columns.index(each[1:]) for each in unit.columns]
    keys = [tuple(row[at] for at in order) for row in answer.rows]
    found = matches.rows(unit, set(keys))
    return _proof(matches, unit, [found.get(key, []) for key in keys])


def _of_truth(matches: Matches, parts: Parts, *, answer: bool) -> Proof:
    """Return the evidence of a yes; a no rests on absence altogether."""
    if parts.unit is None:
        raise Misuse("The answer is not that of this query")
    if not answer:
        return Proof(((),), (*_absences(parts.unit), "no solution at all"))
    return _proof(matches, parts.unit, [[need for each in matches.rows(parts.unit).values() for need in each]])


def _of_triples(matches: Matches, parts: Parts, answer: Sequence[Triple]) -> Proof:
    """Return the evidence of each triple of a CONSTRUCT or DESCRIBE."""
    if parts.unit is None or parts.form == "DESCRIBE":
        return _of_description(matches, parts.unit or units.Unit(), answer)
    ends = [_ends(each) for each in parts.template]
    parts.unit.columns = tuple(dict.fromkeys(each for one in ends for each in one if each[0] in "?$"))
    matches.resolve(each for one in ends for each in one)
    found: dict[tuple[Term | None, ...], list[Need]] = defaultdict(list)
    for key, needs in matches.rows(parts.unit).items():
        values: Mapping[str, Term | None] = {**matches.constants, **dict(zip(parts.unit.columns, key, strict=True))}
        for one in ends:
            found[tuple(values.get(each) for each in one)] += needs
    return _proof(matches, parts.unit, [found.get(each, []) for each in answer])


def _of_description(matches: Matches, unit: Unit, answer: Sequence[Triple]) -> Proof:
    """Return the evidence of each triple of a DESCRIBE: why its subject is described, and why the triple holds."""
    described: dict[Term | None, list[Need]] = defaultdict(list)
    for key, needs in matches.rows(unit).items() if unit.columns else ():
        for each in key:
            described[each] += needs
    rows = []
    for triple in answer:
        why = [one_of(described[triple[0]])] if described.get(triple[0]) else []
        rows.append([both([*why, matches.carriers.need(triple)])])
    return _proof(matches, unit, rows)


def _ends(each: Pattern) -> tuple[str, ...]:
    """Return subject, predicate and object of a triple of a template."""
    return (each.subject, each.path.predicate if isinstance(each.path, Link) else "", each.object)


def _proof(matches: Matches, unit: Unit, needs: Sequence[Sequence[Need]]) -> Proof:
    """Return the smallest evidence of each row; rows that rest on the same share it."""
    matches.carriers.load_all(need for each in needs for need in each)
    memory: dict[tuple[Need, ...], tuple[Iri, ...]] = {}
    rows = []
    for each in needs:
        key = tuple(each)
        if key not in memory:
            memory[key] = matches.carriers.smallest(key)
        rows.append(memory[key])
    return Proof(tuple(rows), tuple(dict.fromkeys(_absences(unit))), unit.exact and not matches.doubts)


def _absences(unit: Unit) -> list[str]:
    """Return where a unit and those inside of it rest on absence."""
    return unit.absences + [each for inner, _ in unit.units for each in _absences(inner)]

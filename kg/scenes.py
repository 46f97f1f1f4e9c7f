"""What a picture or a network is of: entities, and the claims that make edges between them.

A claim makes an edge when its object is an entity and its speaker still stands by it: accepted and disputed claims do,
whatever their modality, since a picture shows which is a fact and which a forecast. Superseded, retracted and derived
ones do not.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from kg import selection, terms
from kg.claims import Policy, read_claims
from kg.errors import Misuse
from kg.tables import Iri, Rows, shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from kg.choices import Wanted
    from kg.store import Store
    from kg.tables import Term

_TOUCHING = "{ ?claim rdf:subject ?entity } UNION { ?claim rdf:object ?entity }"
_SAID = """
SELECT ?claim ?subject ?predicate ?object ?source ?modality ?status WHERE {
  TOUCHING
  ?claim rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object .
  FILTER (isIRI(?object))
  ?claim kg:statedIn ?source ; kg:modality ?modality ; kg:status ?status .
}
"""
_COUNTED = """
SELECT ?entity (COUNT(?claim) AS ?claims) WHERE {
  { ?claim rdf:subject ?entity } UNION { ?claim rdf:object ?entity }
  ?claim kg:status ?status .
  FILTER (?status IN (kg:accepted, kg:disputed))
}
GROUP BY ?entity
"""
_STANDING = frozenset({Iri(terms.KG + "accepted"), Iri(terms.KG + "disputed")})
MOST, LARGEST = 300, 5000
"""How many entities a picture shows unless more are asked for, and how many at the most."""
_HUB = 250
_FEW, _MANY = 400, 3000
_WHOLE, _LEAST = 400, 80
_CARRIED_CLAIMS = 1200


class Said(NamedTuple):
    """A claim between two entities, as far as a network needs it."""

    claim: str
    subject: str
    predicate: str
    object: str
    source: str
    modality: str
    status: str


@dataclass(frozen=True)
class Scene:
    """Entities and the claims between them.

    :param rings: how many steps each entity is from those that were asked for; the last ring may be carried unseen.
    :param said: the claims between the entities, in order.
    :param shown: the entities that are shown; the others are carried, to be opened by whoever wants to see them.
    :param left_out: how many entities within reach are not shown because there were more than asked for.
    :param claims: how many claims of the graph touch each entity.
    """

    rings: dict[str, int]
    said: list[Said]
    shown: frozenset[str]
    left_out: int = 0
    claims: dict[str, int] = field(default_factory=dict)


def without(scene: Scene, kinds: dict[str, str], avoided: Collection[str], keep: Collection[str] = ()) -> Scene:
    """Return a scene without the entities of some classes, and without their edges.

    :param kinds: the class of each entity.
    :param keep: entities that stay whatever their class.
    """
    gone = {each for each in scene.rings if kinds.get(each) in avoided and each not in keep}
    if not gone:
        return scene
    said = [each for each in scene.said if each.subject not in gone and each.object not in gone]
    rings = {each: ring for each, ring in scene.rings.items() if each not in gone}
    return replace(scene, rings=rings, said=said, shown=scene.shown - gone)


class _Claims:
    """The claims of a graph that are wanted: those of a few entities are looked up, those of many are read at once."""

    def __init__(self, store: Store, wanted: Wanted) -> None:
        """Read nothing yet."""
        self._store, self._wanted = store, wanted

    @cached_property
    def every(self) -> list[Said]:
        """All of them, in order."""
        return self._read(_SAID.replace("TOUCHING", ""))

    def touching(self, entities: Sequence[str]) -> list[Said]:
        """Return those with one of these entities as subject or object, in order."""
        if len(entities) > _FEW:
            ends = set(entities)
            return [each for each in self.every if each.subject in ends or each.object in ends]
        return self._read(_SAID.replace("TOUCHING", _TOUCHING), entity=entities) if entities else []

    def between(self, entities: Sequence[str], seen: Collection[str] = (), near: Sequence[Said] = ()) -> list[Said]:
        """Return those with both of their entities among these, in order.

        :param seen: entities of which the claims are known already.
        :param near: those claims.
        """
        ends, known = set(entities), set(seen)
        rest = [each for each in entities if each not in known]
        if len(rest) > _MANY:
            return [each for each in self.every if each.subject in ends and each.object in ends]
        found = [*near, *(self._read(_SAID.replace("TOUCHING", ""), subject=rest) if rest else [])]
        return sorted({each for each in found if each.subject in ends and each.object in ends}, key=_place)

    def _read(self, query: str, **entities: Sequence[str]) -> list[Said]:
        """Return what a query finds, as far as it is wanted, in order."""
        values: dict[str, Sequence[Iri]] = {"predicate": self._wanted.predicates, "source": self._wanted.sources}
        values |= {name: [Iri(each) for each in given] for name, given in entities.items()}
        rows = self._store.select(query, {name: given for name, given in values.items() if given}).rows
        found = {Said(*map(str, row)) for row in rows if row[-1] in _STANDING}
        return sorted((each for each in found if each.claim not in self._left_out), key=_place)

    @cached_property
    def _left_out(self) -> set[str]:
        """The claims that do not hold on the day that is asked for, as every other command has it."""
        if self._wanted.as_of is None:
            return set()
        every = list(read_claims(self._store.pairs))
        return selection.select(every, Policy(as_of=self._wanted.as_of))[0]


def _place(said: Said) -> tuple[tuple[str, str, str], str]:
    """Return where a claim stands among others: by its edge, then by itself."""
    return (said[1:4], said.claim)


def around(store: Store, entities: Sequence[Iri], depth: int, most: int, wanted: Wanted) -> Scene:
    """Return entities and what is within some steps of them, and one more ring that is carried unseen.

    :param most: how many entities to show at the most; the nearest and best connected are kept.
    """
    claims = _Claims(store, wanted)
    rings, left_out = _rings(claims, entities, depth, most)
    shown_ones, counted = frozenset(rings), count(store, list(rings))
    small = [each for each in rings if counted.get(each, 0) <= _HUB]
    near = claims.touching(small)
    rings |= dict.fromkeys(_carried(near, rings), depth + 1)
    said = claims.between(list(rings), small, near)
    return Scene(rings, said, shown_ones, left_out, counted | count(store, list(set(rings) - shown_ones)))


def within(store: Store, entities: Sequence[Iri], depth: int, wanted: Wanted) -> Scene:
    """Return entities and everything that is within some steps of them."""
    claims = _Claims(store, wanted)
    rings, _ = _rings(claims, entities, depth, None)
    return Scene(rings, claims.between(list(rings)), frozenset(rings))


def _rings(claims: _Claims, entities: Sequence[Iri], depth: int, most: int | None) -> tuple[dict[str, int], int]:
    """Return how many steps entities are from some, as far as there is room for them, and how many were left out."""
    rings, left_out = dict.fromkeys(map(str, entities), 0), 0
    frontier = list(rings)
    for ring in range(1, depth + 1):
        ranked = _reached(claims.touching(frontier), rings)
        room = len(ranked) if most is None else max(most - len(rings), 0)
        left_out += len(ranked[room:])
        frontier = ranked[:room]
        rings |= dict.fromkeys(frontier, ring)
    return rings, left_out


def _reached(found: Iterable[Said], known: Collection[str]) -> list[str]:
    """Return the entities that claims reach beyond those that are known, best connected first."""
    reached: Counter[str] = Counter()
    for each in found:
        reached.update({end for end in (each.subject, each.object) if end not in known})
    return [each for each, _ in sorted(reached.items(), key=lambda pair: (-pair[1], pair[0]))]


def _carried(found: list[Said], known: Collection[str]) -> list[str]:
    """Return the entities of the next ring that fit: each must bring few claims enough."""
    room = _CARRIED_CLAIMS - sum(each.subject in known and each.object in known for each in found)
    brought = Counter(end for each in found for end in (each.subject, each.object) if end not in known)
    taken: list[str] = []
    for each in _reached(found, known)[: max(_WHOLE - len(known), _LEAST)]:
        if brought[each] > room:
            break
        room -= brought[each]
        taken.append(each)
    return taken


def count(store: Store, entities: Sequence[str]) -> dict[str, int]:
    """Return how many claims of the graph touch each entity, names and other texts among them."""
    if not entities:
        return {}
    rows = store.select(_COUNTED, {"entity": [Iri(each) for each in entities]}).rows
    return {str(entity): int(shown(number)) for entity, number in rows}


def whole(store: Store, wanted: Wanted, of: Collection[str] = ()) -> Scene:
    """Return every entity that has an edge, and all edges, as far as they are wanted."""
    said = _Claims(store, wanted).every
    ends = sorted({*of, *(end for each in said for end in (each.subject, each.object))})
    return Scene(dict.fromkeys(ends, 0), said, frozenset(ends))


def part(store: Store, entities: Collection[str], wanted: Wanted) -> Scene:
    """Return some entities and the edges between them, and nothing else."""
    said = _Claims(store, wanted).between(list(entities))
    return Scene(dict.fromkeys(entities, 0), said, frozenset(entities), 0, count(store, list(entities)))


def answered(store: Store, answer: object, wanted: Wanted) -> Scene:
    """Return what a query found as entities and edges: the claims behind each of its triples.

    A triple that nobody claims, since the query made it, is an edge without claims.

    :raises Misuse: when the answer is no triples and has no columns ``subject``, ``predicate`` and ``object``.
    """
    triples = list(dict.fromkeys(each for each in _triples(answer) if all(isinstance(term, Iri) for term in each)))
    ends = sorted({str(end) for one, _, other in triples for end in (one, other)})
    asked = {(str(one), str(how), str(other)) for one, how, other in triples}
    said = [each for each in _Claims(store, wanted).between(ends) if each[1:4] in asked]
    unsaid = asked - {each[1:4] for each in said}
    made = [Said("", *each, "", "", "") for each in sorted(unsaid)]
    return Scene(dict.fromkeys(ends, 0), said + made, frozenset(ends), 0, count(store, ends))


def fewer(scene: Scene, most: int) -> Scene:
    """Return a scene with so many entities at the most: the best connected ones."""
    degrees = Counter(end for each in scene.said for end in (each.subject, each.object))
    kept = frozenset(sorted(scene.shown, key=lambda each: (-degrees[each], each))[:most])
    if len(kept) == len(scene.shown):
        return scene
    said = [each for each in scene.said if each.subject in kept and each.object in kept]
    rings = {each: ring for each, ring in scene.rings.items() if each in kept}
    return replace(scene, rings=rings, said=said, shown=kept, left_out=len(scene.shown) - len(kept))


def _triples(answer: object) -> list[tuple[Term, Term, Term]]:
    """Return the triples of an answer."""
    if isinstance(answer, list):
        return answer
    if not isinstance(answer, Rows) or not {"subject", "predicate", "object"} <= set(answer.columns):
        raise Misuse("To be drawn, a query must be a CONSTRUCT, or a SELECT of ?subject, ?predicate and ?object")
    places = [answer.columns.index(name) for name in ("subject", "predicate", "object")]
    rows = (tuple(row[at] for at in places) for row in answer.rows)
    return [(one, how, other) for one, how, other in rows if one and how and other]

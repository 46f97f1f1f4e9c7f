"""Ways between two entities through what claims say, each step with its claims; and what would cut the two apart.

A way may walk an edge against its direction. The strength of a step is the number of different sources whose claims
the graph counts (see :data:`kg.claims.DEFAULT`) and nothing contradicts: 0 where all that is said is disputed, or a
forecast, an estimate, a rumour. A chain is as strong as its weakest step.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from kg import cards, claims, names, network, pictures, scenes
from kg.errors import Misuse
from kg.terms import KG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.choices import Wanted
    from kg.pictures import Edge, Picture
    from kg.scenes import Scene
    from kg.store import Store
    from kg.tables import Iri

_COUNTS = frozenset(KG + each for each in claims.DEFAULT.modalities)


@dataclass(frozen=True)
class Step:
    """Two entities that follow each other on a way, and every edge between them, in either direction."""

    start: str
    end: str
    edges: tuple[Edge, ...]
    strength: int


@dataclass(frozen=True)
class Route:
    """A way between two entities."""

    steps: tuple[Step, ...]

    @property
    def strength(self) -> int:
        """How strong its weakest step is."""
        return min((each.strength for each in self.steps), default=0)

    @property
    def stops(self) -> list[str]:
        """The entities on it, both ends among them."""
        return [self.steps[0].start, *(each.end for each in self.steps)]


@dataclass(frozen=True)
class Routes:
    """The ways between two entities.

    :param shortest: the shortest ones, those with the stronger weakest step first.
    :param strongest: those whose weakest step is as strong as can be, the shortest of them.
    :param total: how many shortest ones there are, to a limit.
    :param scene: what was searched.
    """

    start: str
    end: str
    shortest: list[Route]
    strongest: list[Route]
    total: int
    scene: Scene


def strength(edges: Sequence[Edge]) -> int:
    """Return the number of sources with a claim that counts and is not disputed."""
    said = [each for edge in edges for each in edge.said]
    return len({each.source for each in said if each.status == KG + "accepted" and each.modality in _COUNTS})


def searched(store: Store, ends: tuple[Iri, Iri], wanted: Wanted, avoided: Sequence[str]) -> Scene:
    """Return what ways are looked for in: the whole graph without the entities of some classes.

    :raises Misuse: when both ends are the same entity.
    """
    if ends[0] == ends[1]:
        raise Misuse(f"Both ends are {names.label(store, ends[0])}: name two different entities")
    scene = scenes.whole(store, wanted)
    return scenes.without(scene, cards.kinds(store, scene.rings) if avoided else {}, avoided, ends)


def routes(scene: Scene, ends: tuple[Iri, Iri], longest: int, most: int) -> Routes:
    """Return the ways between two entities.

    :param longest: how many steps a way may have.
    :param most: how many ways to return of each kind.
    """
    between: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for each in pictures.edges_of(scene.said):
        between[min(each.subject, each.object), max(each.subject, each.object)].append(each)
    strengths = {pair: strength(edges) for pair, edges in between.items()}
    shortest, total = network.shortest(strengths, *ends, longest, most)
    strongest, _ = network.strongest(strengths, *ends, longest, most)

    def route(path: list[str]) -> Route:
        pairs = [(one, other, (min(one, other), max(one, other))) for one, other in pairwise(path)]
        return Route(tuple(Step(one, other, tuple(between[pair]), strengths[pair]) for one, other, pair in pairs))

    every = [*map(route, shortest)], [*map(route, strongest)]
    return Routes(str(ends[0]), str(ends[1]), *every, total, scene)


def cut(scene: Scene, ends: tuple[Iri, Iri]) -> list[str] | None:
    """Return the fewest entities without which nothing connects the two ends; nothing where they are neighbours."""
    return network.cut({(each.subject, each.object) for each in scene.said}, *ends)


def picture(store: Store, found: Routes, wanted: Wanted) -> Picture:
    """Return the picture of ways: their stops, and the edges of their steps."""
    every = [*found.shortest, *found.strongest]
    stops = dict.fromkeys([found.start, found.end, *(each for route in every for each in route.stops)], 0)
    said = {one: None for route in every for step in route.steps for edge in step.edges for one in edge.said}
    counts = scenes.count(store, list(stops))
    scene = replace(found.scene, rings=stops, said=list(said), shown=frozenset(stops), claims=counts)
    title = " and ".join(names.label(store, each) for each in (found.start, found.end))
    return pictures.of_scene(store, scene, title, [found.start, found.end], wanted)

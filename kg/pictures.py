"""A picture before it is drawn: entities with their cards and places, edges with their claims.

Nothing here knows whether it becomes a page or an image.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kg import arrangement, cards, names, scenes, styles
from kg.errors import Misuse
from kg.tables import Iri

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.cards import Card, Document, Told
    from kg.choices import Wanted
    from kg.scenes import Said, Scene
    from kg.store import Store

_TITLED = 3
EDGES = 6000
"""How many edges a page moves without halting; a picture with more says how to ask for fewer."""
HONEST = "Every edge is what a source says. What is not here may be so all the same. This is not legal advice."
_FEWER = "--predicates, --sources or a smaller --depth makes them fewer, and kg network has them all for other tools."


@dataclass(frozen=True)
class Edge:
    """Two entities, the predicate between them, and every claim that says so."""

    subject: str
    predicate: str
    object: str
    said: tuple[Said, ...]

    @property
    def disputed(self) -> bool:
        """Whether a claim of it is disputed."""
        return styles.disputed([each.status for each in self.said])

    @property
    def dashed(self) -> bool:
        """Whether none of its claims states a fact."""
        return styles.dashed([each.modality for each in self.said])


@dataclass(frozen=True)
class Picture:
    """Everything that a picture shows or carries.

    :param title: what it is of.
    :param asked: the entities that it is about.
    :param names: the label of each class, predicate, modality and source that is named.
    :param wanted: which claims were looked at.
    """

    title: str
    scene: Scene
    asked: tuple[str, ...]
    edges: list[Edge]
    cards: dict[str, Card]
    told: dict[str, Told]
    documents: dict[str, Document]
    names: dict[str, str]
    wanted: Wanted

    @property
    def shown(self) -> list[str]:
        """The entities that are shown, in order."""
        return [each for each in self.scene.rings if each in self.scene.shown]

    @property
    def shown_edges(self) -> list[Edge]:
        """The edges between entities that are shown."""
        shown = self.scene.shown
        return [each for each in self.edges if each.subject in shown and each.object in shown]

    @cached_property
    def places(self) -> dict[str, tuple[int, int]]:
        """Where each entity that is shown lies."""
        return arrangement.places(self.shown, [(each.subject, each.object) for each in self.shown_edges], self.asked)

    @property
    def notes(self) -> tuple[str, ...]:
        """What an honest picture says of itself: how many claims, of which sources, as of when, what was looked at."""
        asked = self.wanted
        limits = [
            f"as of {asked.as_of}" if asked.as_of else "",
            f"only {len(asked.predicates)} relation{'s' * (len(asked.predicates) != 1)}" if asked.predicates else "",
            f"only {len(asked.sources)} source{'s' * (len(asked.sources) != 1)}" if asked.sources else "",
        ]
        said = "; ".join(filter(None, limits))
        return (_size(self.scene, self.documents) + (f" Looked at: {said}." if said else ""), HONEST)

    def alone(self) -> Picture:
        """Return the picture without what it only carries, as an image shows it."""
        shown = self.shown_edges
        said = [one for edge in shown for one in edge.said]
        scene = replace(self.scene, said=said, rings={each: self.scene.rings[each] for each in self.shown})
        return replace(self, scene=scene, edges=shown)

    @property
    def left(self) -> tuple[str, ...]:
        """What it leaves out, and how to see it."""
        shown, edges, missing = len(self.shown), len(self.shown_edges), self.scene.left_out
        found = []
        if missing:
            words = "entity within reach was" if missing == 1 else "entities within reach were"
            whole = shown + missing
            how = f"--max {whole} shows them all." if whole <= scenes.LARGEST else _FEWER
            found.append(f"{missing:,} {words} left out, the least connected ones: {how}")
        if edges > EDGES:
            found.append(f"{edges:,} edges are more than the {EDGES:,} that move smoothly: {_FEWER}")
        return tuple(found)

    def kinds(self) -> Counter[str]:
        """Return how many entities of each class are shown."""
        return Counter(self.cards[each].kind for each in self.shown)


def of_entities(store: Store, entities: Sequence[Iri], depth: int, most: int, wanted: Wanted) -> Picture:
    """Return the picture of entities and what is within some steps of them.

    :param most: how many entities to show at the most; the nearest and best connected are kept.
    """
    scene = scenes.around(store, entities, depth, most, wanted)
    title = ", ".join(names.label(store, each) for each in entities[:_TITLED])
    more = f" and {len(entities) - _TITLED} more" if len(entities) > _TITLED else ""
    return of_scene(store, scene, title + more, [str(each) for each in entities], wanted)


def of_query(store: Store, query: str, title: str, wanted: Wanted, most: int = scenes.MOST) -> Picture:
    """Return the picture of what a query finds: the triples of a CONSTRUCT, or rows of subject, predicate and object.

    :param most: how many entities to show at the most; the best connected are kept.
    :raises Misuse: when the query is neither, or finds nothing that could be drawn.
    """
    scene = scenes.answered(store, store.query(query), wanted)
    if not scene.shown:
        raise Misuse("The query finds nothing to draw: no triple whose subject and object are both entities")
    return of_scene(store, scenes.fewer(scene, most), title, [], wanted)


def of_scene(store: Store, scene: Scene, title: str, asked: Sequence[str], wanted: Wanted) -> Picture:
    """Return the picture of a scene."""
    edges, every = edges_of(scene.said), cards.cards(store, list(scene.rings))
    said, texts = [each for each in scene.said if each.claim], [one for each in every.values() for one in each.texts]
    named = [*(each.kind for each in every.values()), *(each.predicate for each in edges)]
    named += [*(each.modality for each in said), *(each.predicate for each in texts), *(each.kind for each in texts)]
    documents = cards.documents(store, [*(each.source for each in said), *(each.source for each in texts)])
    return Picture(
        title=title,
        scene=scene,
        asked=tuple(asked),
        edges=edges,
        cards=every,
        told=cards.told(store, [each.claim for each in said]),
        documents=documents,
        names=cards.labels(store, named),
        wanted=wanted,
    )


def edges_of(said: Sequence[Said]) -> list[Edge]:
    """Return the edges that claims make; claims that agree are one edge, and none is lost."""
    grouped: dict[tuple[str, str, str], list[Said]] = {}
    for each in said:
        grouped.setdefault((each.subject, each.predicate, each.object), []).append(each)
    return [Edge(*triple, tuple(each for each in every if each.claim)) for triple, every in grouped.items()]


def size(store: Store, scene: Scene) -> str:
    """Return on how many claims, of which sources, a scene rests, and as of when."""
    return _size(scene, cards.documents(store, {each.source for each in scene.said if each.claim}))


def _size(scene: Scene, documents: dict[str, Document]) -> str:
    """Return the sentence on the claims and sources of a scene."""
    used = {each.source for each in scene.said if each.claim}
    issued = sorted(documents[each].issued for each in used if each in documents)
    claims = sum(bool(each.claim) for each in scene.said)
    dates = f", issued from {issued[0]} to {issued[-1]}" if issued else ""
    sources = f"{len(used):,} source{'s' * (len(used) != 1)}{dates}"
    return f"It rests on {claims:,} claim{'s' * (claims != 1)} of {sources}."

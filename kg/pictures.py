"""A picture before it is drawn: entities with their cards and places, edges with their claims.

Nothing here knows whether it becomes a page or an image.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import cards, names, places, scenes, styles
from kg.tables import Iri

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.cards import Card, Document, Told
    from kg.scenes import Said, Scene, Wanted
    from kg.store import Store

_TITLED = 3
EDGES = 6000
"""How many edges a page moves without halting; a picture with more says how to ask for fewer."""
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
    :param places: where each entity that is shown lies.
    :param names: the label of each class, predicate, modality and source that is named.
    :param notes: what an honest picture says of itself.
    :param left: what it leaves out, and how to see it.
    """

    title: str
    scene: Scene
    asked: tuple[str, ...]
    edges: list[Edge]
    cards: dict[str, Card]
    told: dict[str, Told]
    documents: dict[str, Document]
    places: dict[str, tuple[int, int]]
    names: dict[str, str]
    notes: tuple[str, ...]
    left: tuple[str, ...]

    @property
    def shown(self) -> list[str]:
        """The entities that are shown, in order."""
        return [each for each in self.scene.rings if each in self.scene.shown]

    @property
    def shown_edges(self) -> list[Edge]:
        """The edges between entities that are shown."""
        shown = self.scene.shown
        return [each for each in self.edges if each.subject in shown and each.object in shown]

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


def of_scene(store: Store, scene: Scene, title: str, asked: Sequence[str], wanted: Wanted) -> Picture:
    """Return the picture of a scene."""
    edges, entities = edges_of(scene.said), list(scene.rings)
    said = [each for each in scene.said if each.claim]
    every = cards.cards(store, entities)
    named = [*(each.kind for each in every.values()), *(each.predicate for each in edges)]
    named += [*(each.modality for each in said), *(one.predicate for each in every.values() for one in each.texts)]
    named += [one.kind for each in every.values() for one in each.texts]
    sources = {each.source: None for each in said} | {one.source: None for each in every.values() for one in each.texts}
    shown = [each for each in entities if each in scene.shown]
    pairs = [(each.subject, each.object) for each in edges if {each.subject, each.object} <= scene.shown]
    documents = cards.documents(store, sources)
    picture = Picture(
        title, scene, tuple(asked), edges, every, cards.told(store, [each.claim for each in said]), documents,
        places.places(shown, pairs, asked), cards.labels(store, named), notes(scene, documents, wanted), (),
    )  # fmt: skip
    return picture_with(picture, left_out(picture))


def picture_with(picture: Picture, left: tuple[str, ...]) -> Picture:
    """Return a picture that says what it leaves out."""
    return Picture(**{**vars(picture), "left": left})


def edges_of(said: Sequence[Said]) -> list[Edge]:
    """Return the edges that claims make; claims that agree are one edge, and none is lost."""
    grouped: dict[tuple[str, str, str], list[Said]] = {}
    for each in said:
        grouped.setdefault((each.subject, each.predicate, each.object), []).append(each)
    return [Edge(*triple, tuple(each for each in every if each.claim)) for triple, every in grouped.items()]


def notes(scene: Scene, documents: dict[str, Document], wanted: Wanted) -> tuple[str, ...]:
    """Return what an honest picture says of itself: how many claims, of which sources, as of when."""
    used = {each.source for each in scene.said if each.claim}
    issued = sorted(documents[each].issued for each in used if each in documents)
    claims = sum(bool(each.claim) for each in scene.said)
    dates = f", issued from {issued[0]} to {issued[-1]}" if issued else ""
    limits = [
        f"as of {wanted.as_of}" if wanted.as_of else "",
        f"only {len(wanted.predicates)} relation{'s' * (len(wanted.predicates) != 1)}" if wanted.predicates else "",
        f"only {len(wanted.sources)} source{'s' * (len(wanted.sources) != 1)}" if wanted.sources else "",
    ]
    said = "; ".join(filter(None, limits))
    size = f"{len(used):,} source{'s' * (len(used) != 1)}{dates}"
    return (
        f"This picture carries {claims:,} claim{'s' * (claims != 1)} of {size}."
        + (f" Looked at: {said}." if said else ""),
        "Every edge is what a source says. What is not here may be so all the same. This is not legal advice.",
    )


def left_out(picture: Picture) -> tuple[str, ...]:
    """Return what a picture leaves out, and how to see it."""
    shown, edges, missing = len(picture.shown), len(picture.shown_edges), picture.scene.left_out
    found = []
    if missing:
        words = "entity within reach was" if missing == 1 else "entities within reach were"
        all_of_it = shown + missing
        how = f"--max {all_of_it} shows them all." if all_of_it <= scenes.LARGEST else _FEWER
        found.append(f"{missing:,} {words} left out, the least connected ones: {how}")
    if edges > EDGES:
        found.append(f"{edges:,} edges are more than the {EDGES:,} that move smoothly: {_FEWER}")
    return tuple(found)

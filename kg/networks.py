"""The network, whole or in part, and what can be read off it: who is most connected, who belongs together.

Who would separate two entities is in :mod:`kg.routes`.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kg import cards, names, network, pictures, scenes
from kg.tables import Iri, Literal, Rows
from kg.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from kg.choices import Wanted
    from kg.pictures import Picture
    from kg.scenes import Scene
    from kg.store import Store
    from kg.tables import Term

_NAMED = 5


def scene(store: Store, entities: Sequence[str], depth: int, wanted: Wanted, avoided: Collection[str]) -> Scene:
    """Return the entities and claims of the whole graph, or of what is within some steps of entities.

    :param entities: texts that mean entities; none for the whole graph.
    :param avoided: classes whose entities are left out, unless they were asked for.
    """
    found = list(dict.fromkeys(names.entity(store, each) for each in entities))
    every = scenes.within(store, found, depth, wanted) if found else scenes.whole(store, wanted)
    kinds = cards.kinds(store, every.rings) if avoided else {}
    return scenes.without(every, kinds, avoided, found)


def picture(store: Store, entities: Sequence[str], depth: int, wanted: Wanted, avoided: Collection[str]) -> Picture:
    """Return the same with the cards of the entities and what the claims tell; for the parameters see :func:`scene`."""
    found = scene(store, entities, depth, wanted, avoided)
    asked = [each for each, ring in found.rings.items() if ring == 0] if entities else []
    title = ", ".join(names.label(store, each) for each in asked[:3]) or "The graph"
    return pictures.of_scene(store, found, title, asked, wanted)


def connected(store: Store, found: Scene, most: int) -> Rows:
    """Return who is most connected: name, class, number of neighbours, rank, IRI."""
    first = network.connected({(each.subject, each.object) for each in found.said})[:most]
    kinds = cards.kinds(store, [each for each, _, _ in first])
    called = cards.labels(store, [*(each for each, _, _ in first), *kinds.values()])
    rows: list[tuple[Term | None, ...]] = [
        (
            Literal(called[each]),
            Literal(called.get(kinds.get(each, ""), "")),
            Literal(str(neighbours), XSD + "integer"),
            Literal(f"{rank:.3f}", XSD + "decimal"),
            Iri(each),
        )
        for each, neighbours, rank in first
    ]
    return Rows(("name", "class", "neighbours", "rank", "entity"), rows)


def communities(store: Store, found: Scene, most: int) -> Rows:
    """Return who belongs together: number of the community, its size, its best connected members."""
    strengths = Counter((each.subject, each.object) for each in found.said)
    rows: list[tuple[Term | None, ...]] = []
    for number, group in enumerate(network.communities(strengths)[:most], start=1):
        members = "; ".join(cards.labels(store, group[:_NAMED]).values())
        more = f"; and {len(group) - _NAMED:,} more" if len(group) > _NAMED else ""
        sizes = (Literal(str(each), XSD + "integer") for each in (number, len(group)))
        rows.append((*sizes, Literal(members + more)))
    return Rows(("community", "entities", "members"), rows)


LISTS: dict[str, Callable[[Store, Scene, int], Rows]] = {"connected": connected, "communities": communities}
"""What can be read off a network, as tables."""

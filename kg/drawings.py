"""Pictures, networks and paths as Python and notebooks have them: asked for by names, shown inline, saved as files."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from kg import choices, draw, files, names, pictures, scenes, svg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.choices import Wanted
    from kg.network import Network
    from kg.pictures import Picture
    from kg.routes import Routes
    from kg.store import Store

_HEIGHT = 640


@dataclass(frozen=True, repr=False)
class Drawing:
    """A picture that a notebook shows inline and that can be saved as a page or an image."""

    picture: Picture

    def __repr__(self) -> str:
        """Return what it shows, in a line."""
        shown, edges = len(self.picture.shown), len(self.picture.shown_edges)
        return f"<Drawing of {self.picture.title}: entities {shown}, edges {edges}>"

    @property
    def html(self) -> str:
        """The page."""
        return draw.page(self.picture)

    @property
    def svg(self) -> str:
        """The image."""
        return svg.svg(self.picture)

    def save(self, path: Path | str) -> Path:
        """Write the picture as the ending of the file says: ``.svg``, ``.png``, or else a page; return the path."""
        file = Path(path)
        match file.suffix.lower():
            case ".svg":
                files.save(file, self.svg)
            case ".png":
                files.save_bytes(file, svg.png(self.svg))
            case _:
                files.save(file, self.html)
        return file

    def _repr_html_(self) -> str:
        """Return the page in a frame of its own that can neither read nor change the notebook."""
        return (
            f'<iframe sandbox="allow-scripts allow-popups" srcdoc="{escape(self.html)}" '
            f'style="width:100%;height:{_HEIGHT}px;border:1px solid #ccc"></iframe>'
        )


class Chosen(TypedDict, total=False):
    """Which claims a picture, a network or a path looks at: these relations, these sources, those of a day."""

    predicates: Sequence[str]
    sources: Sequence[str]
    as_of: dt.date | str | None


def wanted(
    store: Store, predicates: Sequence[str] = (), sources: Sequence[str] = (), as_of: dt.date | str | None = None
) -> Wanted:
    """Return which claims are looked at; a day may be a text such as ``2024-12-02``."""
    day = dt.date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
    return choices.wanted(store, predicates, sources, day)


def drawing(
    store: Store, entities: Sequence[str], looked_at: Wanted, depth: int = 1, most: int = scenes.MOST
) -> Drawing:
    """Return the drawing of entities, each named as in :meth:`kg.api.Graph.entity`, and of what is around them."""
    found = list(dict.fromkeys(names.entity(store, each) for each in entities))
    return Drawing(pictures.of_entities(store, found, depth, most, looked_at))


def answer(store: Store, query: str, looked_at: Wanted, title: str = "Answer", most: int = scenes.MOST) -> Drawing:
    """Return the drawing of what a query finds."""
    return Drawing(pictures.of_query(store, query, title, looked_at, most))


def network(
    store: Store, entities: Sequence[str], looked_at: Wanted, depth: int = 1, avoid: Sequence[str] = ()
) -> Network:
    """Return the network of the graph, or of what is around entities, whose edges know their claims."""
    from kg import exports, networks  # noqa: PLC0415 - drawing needs no networkx, which takes longer than a picture

    return exports.graph(networks.picture(store, entities, depth, looked_at, choices.classes(store, avoid)))


def paths(store: Store, ends: tuple[str, str], looked_at: Wanted, longest: int = 6, avoid: Sequence[str] = ()) -> Paths:
    """Return the shortest and the strongest paths between two entities."""
    from kg import routes  # noqa: PLC0415 - the same

    one, other = (names.entity(store, each) for each in ends)
    scene = routes.searched(store, (one, other), looked_at, choices.classes(store, avoid))
    found = routes.routes(scene, (one, other), longest, 5)
    return Paths(found, Drawing(routes.picture(store, found, looked_at)))


@dataclass(frozen=True, repr=False)
class Paths:
    """Paths between two entities, and their drawing, which a notebook shows inline."""

    found: Routes
    drawing: Drawing

    def __repr__(self) -> str:
        """Return what was found, in a line."""
        lengths = [len(each.steps) for each in self.found.shortest[:1]]
        return f"<Paths: shortest {lengths[0] if lengths else 'none'}, {self.drawing!r}>"

    def _repr_html_(self) -> str:
        """Return the drawing as a notebook shows it."""
        return self.drawing._repr_html_()

"""``kg network``: the network, or a part of it, for other tools; who is most connected; communities."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg import options

if TYPE_CHECKING:
    import datetime as dt

FORMATS = ("graphml", "gexf", "json", "csv", "dot")


@options.placed
@click.command(short_help="Write the network, or a part of it, for Gephi, Cytoscape and others.")
@click.argument("entities", nargs=-1, metavar="[ENTITY…]")
@click.option(
    "--depth", type=click.IntRange(1, 6), default=1, show_default=True, help="How many steps to go from them."
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Only claims that hold on this day.")
@click.option("--predicates", multiple=True, metavar="NAME…", help="Only these relations, with commas.")
@click.option("--sources", multiple=True, metavar="PATH…", help="Only these sources, with commas: us/bis.")
@click.option("--avoid", multiple=True, metavar="CLASS…", help="Without entities of these classes, with commas.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="graphml", show_default=True)
@click.option(
    "--list",
    "listing",
    type=click.Choice(["connected", "communities"]),
    help="Instead of the network, a table: who is most connected, or who belongs together.",
)
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="How many rows of the table.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@click.pass_obj
def command(  # noqa: PLR0917 - click hands options over in no order
    root: Path | None,
    entities: tuple[str, ...],
    depth: int,
    as_of: dt.datetime | None,
    predicates: tuple[str, ...],
    sources: tuple[str, ...],
    avoid: tuple[str, ...],
    form: str,
    listing: str | None,
    limit: int,
    output: Path | None,
    endpoint: str | None,
) -> None:
    """Write the network of the graph, or that around entities, with all attributes, for other tools.

    An edge is a subject, a relation and an object with every claim that says so. CSV has one row for each claim; JSON
    has the claims in full; GraphML, GEXF and DOT have one edge for all of them, with their texts divided by bars.
    """
    from kg import choices, delivery, exports, networks, pictures, tables

    graph = options.at(root, endpoint)
    wanted = choices.wanted(graph, predicates, sources, as_of.date() if as_of else None)
    avoided = choices.classes(graph, avoid)
    if listing:
        scene = networks.scene(graph, entities, depth, wanted, avoided)
        rows = networks.LISTS[listing](graph, scene, limit)
        notes = [pictures.size(graph, scene), pictures.HONEST]
        delivery.deliver(tables.render(rows, "table", delivery.width(output)), notes, "table", output)
        return
    picture = networks.picture(graph, entities, depth, wanted, avoided)
    network = exports.graph(picture)
    size = f"{network.number_of_nodes():,} entities, {network.number_of_edges():,} edges."
    delivery.deliver(exports.FORMATS[form](network), [size, *picture.notes], form, output)

"""``kg draw``: entities and what is around them, or what a query finds, as one page or one image."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg import options

if TYPE_CHECKING:
    import datetime as dt


@options.placed
@click.command(short_help="Draw entities and what is around them as one HTML page.")
@click.argument("entities", nargs=-1, metavar="ENTITY…")
@click.option("--depth", type=click.IntRange(1, 4), default=1, show_default=True, help="How many steps to go.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Only claims that hold on this day.")
@click.option(
    "--predicates", multiple=True, metavar="NAME…", help="Only these relations, with commas: listedOn,addedBy."
)
@click.option(
    "--sources", multiple=True, metavar="PATH…", help="Only these sources, with commas: us/bis,ca/techinsights."
)
@click.option(
    "--max", "most", type=click.IntRange(1, 5000), default=300, show_default=True, help="Most entities to show."
)
@click.option(
    "--query",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Draw what the query in this file finds: a CONSTRUCT, or a SELECT of ?subject, ?predicate and ?object.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The file to write: HTML, SVG or PNG, by its ending.",
)
@click.pass_obj
def command(  # noqa: PLR0917 - click hands options over in no order
    root: Path | None,
    entities: tuple[str, ...],
    depth: int,
    as_of: dt.datetime | None,
    predicates: tuple[str, ...],
    sources: tuple[str, ...],
    most: int,
    query: Path | None,
    output: Path,
    endpoint: str | None,
) -> None:
    """Draw entities and what is around them, or what a query finds, as one HTML page that works offline.

    An entity is named by its CURIE, slug or any of its names. A click on an edge shows the claims behind it: who says
    so, where and when. A double click on an entity opens its neighbours, as far as the page carries them. A page moves
    smoothly with up to 2,000 entities and 6,000 edges. A file that ends in .svg or .png becomes an image.
    """
    from kg import choices, drawings, names, pictures

    if bool(entities) == bool(query):
        raise click.UsageError("Say what to draw: entities, or --query with a file.")
    graph = options.at(root, endpoint)
    wanted = choices.wanted(graph, predicates, sources, as_of.date() if as_of else None)
    if query:
        picture = pictures.of_query(graph, query.read_text("utf-8"), query.stem, wanted, most)
    else:
        found = [names.entity(graph, each) for each in entities]
        picture = pictures.of_entities(graph, list(dict.fromkeys(found)), depth, most, wanted)
    drawings.Drawing(picture).save(output)
    shown, edges = len(picture.shown), len(picture.shown_edges)
    click.echo(f"{output}: {shown:,} {'entity' if shown == 1 else 'entities'}, {edges:,} edge{'s' * (edges != 1)}")
    for each in picture.left:
        click.echo(each, err=True)

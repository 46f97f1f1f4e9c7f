"""``kg draw``: an entity and its surroundings as one HTML page."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(short_help="Draw entities and what is around them as one HTML page.")
@click.argument("entities", nargs=-1, required=True, metavar="ENTITY…")
@click.option("--depth", type=click.IntRange(1, 4), default=1, show_default=True, help="How many steps to go.")
@click.option(
    "--max", "most", type=click.IntRange(2, 2000), default=300, show_default=True, help="Most entities to show."
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write."
)
@click.pass_obj
def command(root: Path | None, entities: tuple[str, ...], depth: int, most: int, output: Path) -> None:
    """Draw entities and what is around them as one HTML page that works offline.

    An entity is named by its CURIE, slug or any of its names. A click on an edge shows the claims behind it.
    """
    from kg import draw, files, names, store

    graph = store.open_store(root)
    found = draw.picture(graph, [names.entity(graph, each) for each in entities], depth, most)
    files.save(output, found.html)
    click.echo(f"{output}: {found.nodes} entities, {found.edges} edges")
    if found.left_out:
        more = f"--max {found.nodes + found.left_out} shows them all"
        click.echo(f"{found.left_out} entities were left out: {more}", err=True)

"""``kg export``: the whole graph as files for the bulk loader of a store."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(short_help="Write the graph as files for the bulk loader of a store.")
@click.option(
    "--for",
    "store",
    required=True,
    type=click.Choice(["fuseki", "graphdb", "neptune", "oxigraph", "qlever", "virtuoso"]),
    help="The store that is to load them.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("export"),
    show_default=True,
    help="The folder to write; an export that is there is replaced as the last step.",
)
@click.pass_obj
def command(root: Path | None, store: str, output: Path) -> None:
    """Write the graph as files for the bulk loader of a store, with the commands that load them.

    There are N-Quads in files of 500,000, flat N-Triples, an edition in RDF 1.2 in which each claim is a reifier, a
    description in VoID, and the checksum of each file. LOAD.md says what to type.
    """
    from kg import export, layout, paths

    names = export.export(layout.of(paths.home(root)), store, output.absolute())
    click.echo(f"{output}: {len(names)} files; {output / 'LOAD.md'} says how {store} loads them")

"""``kg show``: what the graph says of an entity."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from kg import options


@options.chosen
@click.command(short_help="Show what the graph says of an entity.")
@click.argument("entity")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write, as a whole or not at all.",
)
@click.pass_obj
def command(
    root: Path | None,
    /,
    entity: str,
    form: str,
    output: Path | None,
    **clocks: Any,  # noqa: ANN401 - the options that are shared, on their way through
) -> None:
    """Show what the graph says of ENTITY, and which claim says it.

    ENTITY is an IRI, a CURIE, a slug or any of its names, whatever its case and punctuation.
    """
    from kg import delivery, portrait

    graph = options.opened(root, clocks)
    found = portrait.of(graph, entity)
    if form == "json":
        delivery.deliver(json.dumps(found.data(), ensure_ascii=False, indent=1) + "\n", graph.notes, form, output)
    else:
        delivery.deliver(found.text(), found.notes, form, output)

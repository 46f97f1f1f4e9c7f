"""``kg build``: the whole graph as files for every triple store."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(short_help="Write the whole graph as files for every triple store.")
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("build"),
    show_default=True,
    help="The folder to write; a bundle that is there is replaced as the last step.",
)
@click.pass_obj
def command(root: Path | None, output: Path) -> None:
    """Write the whole graph as files for every triple store.

    graph.nt holds every triple once, graph.nq has one named graph per source, sources/ one Turtle file per source,
    store/ the embedded store, and manifest.json the counts and digests.
    """
    from kg import build, paths

    bundle = build.build(paths.home(root), output.absolute())
    counts = ", ".join(f"{number:,} {what}" for what, number in bundle.counts.items())
    click.echo(f"{output}: {counts}")

"""``kg compare``: the proof that a triple store holds the graph and answers as it does here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg import options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.compare import Compared


@click.command(short_help="Prove that a triple store holds exactly this graph.")
@click.argument("url")
@click.option("--store", default="auto", show_default=True, help="The kind of the store, where it does not show it.")
@click.option("--graphs/--no-graphs", default=True, show_default=True, help="Compare the triples of each named graph.")
@click.option(
    "--questions/--no-questions", default=True, show_default=True, help="Compare the answers to all questions."
)
@options.patience
@click.pass_obj
def command(  # noqa: PLR0917 - click names them
    root: Path | None, url: str, store: str, graphs: bool, questions: bool, timeout: float
) -> int:
    """Prove that a triple store holds exactly this graph.

    Each named graph is read back and compared by its count and by a digest in which the order of triples does not
    matter; where they differ, triples are shown, with - for what the store lacks and + for what it has too many. Then
    every question of the library is asked here and there, and the rows are compared.
    """
    from kg import compare, layout, paths
    from kg.servers import endpoint

    place = endpoint.connect(url, store, timeout)
    found = compare.Compared()
    try:
        home = paths.home(root)
        everything = layout.of(home)
        if graphs:
            compare.graphs(place, everything, found)
        if questions:
            compare.questions(place, home, found)
    finally:
        place.close()
    click.echo("\n".join(_said(found)))
    return 0 if found else 1


def _said(found: Compared) -> Iterator[str]:
    """Yield what was found, line by line."""
    from kg import plain

    for each in found.differences:
        yield f"{each.graph}: {each.lacks:,} triples are lacking, {each.extra:,} are too many"
        yield from (f"  {plain.line(line)}" for line in each.examples)
    for name, sentence in found.wrong.items():
        yield f"{name}: {plain.line(sentence)}"
    if found.graphs:
        yield f"{found.graphs:,} graphs with {found.triples:,} triples compared, {len(found.differences):,} differ"
    if found.questions:
        yield f"{found.questions:,} questions asked here and there, {len(found.wrong):,} answered differently"

"""``kg about``: what the graph holds, how fresh it is, and what it does not hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg import options

if TYPE_CHECKING:
    from kg.coverage import Coverage


@options.placed
@click.command(short_help="Show what the graph holds, how fresh it is, and what it does not hold.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to write the answer: text for people, JSON for tools.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write, as a whole or not at all.",
)
@click.pass_obj
def command(root: Path | None, form: str, output: Path | None, endpoint: str | None) -> None:
    """Show what the graph holds by topic and by source, how fresh it is, and what its questions cannot tell."""
    from kg import coverage, delivery

    found = coverage.coverage(options.at(root, endpoint), root)
    text = _json(found) if form == "json" else _text(found, delivery.width(output))
    delivery.deliver(text, [], form, output)


def _json(found: Coverage) -> str:
    """Return everything as JSON."""
    from kg.tables import shown

    tables = {
        name: [dict(zip(rows.columns, map(shown, row), strict=True)) for row in rows.rows]
        for name, rows in (("topics", found.topics), ("sources", found.sources))
    }
    return json.dumps({**tables, "lacks": found.lacks}, ensure_ascii=False, indent=1) + "\n"


def _text(found: Coverage, width: int | None) -> str:
    """Return everything for a person to read."""
    from kg import tables

    lacks = "".join(f"\n{topic}:\n" + "".join(map("  - {}\n".format, every)) for topic, every in found.lacks.items())
    return (
        f"Topics, by the part of the ontology that defines what a claim says\n\n{tables.to_table(found.topics, width)}"
        f"\nSources, oldest first\n\n{tables.to_table(found.sources, width)}"
        f"\nWhat the graph does not hold, by the questions of the library\n{lacks}"
        "\nThis is what sources say, and not legal advice.\n"
    )

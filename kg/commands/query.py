"""``kg query``: a SPARQL query of one's own."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg import options
from kg.errors import Misuse, WrongFile
from kg.tables import FORMATS

if TYPE_CHECKING:
    from kg.tables import Rows, Triple

_TRIPLES = ("turtle", "ntriples")


@options.chosen
@click.command(short_help="Ask a SPARQL query of your own.")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("-e", "--text", help="The query itself, instead of a file.")
@click.option(
    "--format",
    "form",
    type=click.Choice([*FORMATS, *_TRIPLES]),
    help="How to show the answer: rows as a table unless told otherwise, triples as Turtle.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write, as a whole or not at all.",
)
@click.option("--limit", type=click.IntRange(min=0), help="Show no more rows than this, and say so.")
@click.pass_obj
def command(  # noqa: PLR0917 - click hands options over by name
    root: Path | None,
    /,
    file: Path | None,
    text: str | None,
    form: str | None,
    output: Path | None,
    limit: int | None,
    **clocks: Any,  # noqa: ANN401 - the options that are shared, on their way through
) -> None:
    """Ask the SPARQL query in FILE, in -e TEXT, or on standard input when FILE is '-'.

    SELECT gives rows, ASK gives yes or no, CONSTRUCT and DESCRIBE give triples. The prefixes of the house need not be
    declared. A query stays inside the graph: SERVICE, updates and named graphs are refused.
    """
    from kg import answers, delivery
    from kg.tables import Rows

    query = _read(file, text)
    graph = options.opened(root, clocks)
    with delivery.stoppable():
        found = graph.query(query)
    if isinstance(found, Rows):
        rows = Rows(found.columns, found.rows[:limit])
        notes = answers.sizes(graph, len(rows.rows), len(found.rows))
        delivery.deliver(_rows(rows, form or "table", delivery.width(output)), notes, form or "table", output)
    elif isinstance(found, bool):
        delivery.deliver(_truth(found, form or "table"), graph.notes, "text", output)
    else:
        notes = answers.sizes(graph, len(found[:limit]), len(found), "triple")
        delivery.deliver(_triples(found[:limit], form or "turtle"), notes, form or "turtle", output)


def _read(file: Path | None, text: str | None) -> str:
    """Return the text of the query from the one place where it is.

    :raises Misuse: when it is nowhere, or in two places.
    """
    if (file is None) == (text is None):
        raise Misuse("Say one query: in a file, on standard input with '-', or after -e")
    if file is None:
        return text or ""
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise WrongFile(f"{file} is not a text in UTF-8, so it is no query") from None


def _rows(rows: Rows, form: str, width: int | None) -> str:
    """Return rows in a format for rows."""
    from kg import tables

    if form in _TRIPLES:
        raise Misuse(f"A SELECT gives rows, which {form} cannot show: use one of {', '.join(FORMATS)}")
    return tables.render(rows, form, width)


def _truth(truth: bool, form: str) -> str:
    """Return yes or no, or what SPARQL's JSON has for it."""
    if form in _TRIPLES:
        raise Misuse(f"An ASK gives yes or no, which {form} cannot show: use one of {', '.join(FORMATS)}")
    return json.dumps({"head": {}, "boolean": truth}) + "\n" if form == "json" else ("yes\n" if truth else "no\n")


def _triples(triples: list[Triple], form: str) -> str:
    """Return triples in a format for triples."""
    from kg import store, tables

    if form not in _TRIPLES:
        raise Misuse(f"A CONSTRUCT or DESCRIBE gives triples, which {form} cannot show: use {' or '.join(_TRIPLES)}")
    document = tables.ntriples(triples)
    return store.turtle(document) if form == "turtle" else document

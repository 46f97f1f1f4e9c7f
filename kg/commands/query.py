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
    from kg.proof import Answered
    from kg.proving import Wanted
    from kg.store import Store
    from kg.tables import Rows, Triple

    Answer = tuple[str, list[str], str]
    """A text, what is said beside it, and its format."""

_TRIPLES = ("turtle", "ntriples", "nquads", "trig", "rdfxml", "jsonld")


@options.proved
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
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="End the query when it takes longer than this.",
)
@click.option(
    "--allow-service",
    "services",
    metavar="HOST",
    multiple=True,
    help="Let the query call this host with SERVICE; can be given several times.",
)
@click.option("--explain", is_flag=True, help="Show the time and what each pattern matches, instead of the answer.")
@click.pass_obj
def command(  # noqa: PLR0917 - click hands options over by name
    root: Path | None,
    /,
    file: Path | None,
    text: str | None,
    form: str | None,
    output: Path | None,
    limit: int | None,
    timeout: float | None,
    services: tuple[str, ...],
    explain: bool,
    **clocks: Any,  # noqa: ANN401 - the options that are shared, on their way through
) -> None:
    """Ask the SPARQL query in FILE, in -e TEXT, or on standard input when FILE is '-'.

    SELECT gives rows, ASK gives yes or no, CONSTRUCT and DESCRIBE give triples. The prefixes of the house need not be
    declared. A query stays inside the graph: SERVICE, updates and named graphs are refused, unless a host is allowed.
    The memory of a query is bounded, to 2,000 MB or what KG_MEMORY says.
    """
    from kg import bounded, delivery

    query = _read(file, text)
    wanted = options.wanted(root, clocks)
    opening = options.opener(root, clocks, timeout)
    hosts = [each.lower() for each in services]

    def work() -> tuple[Answer, str]:
        if explain:
            return _explained(opening(), query, form or "table", delivery.width(output)), ""
        graph = opening()
        found = graph.query(query, services=hosts)
        if wanted is None:
            return _answer(graph, found, form, limit, delivery.width(output)), ""
        return _proved(graph, query, found, wanted, form or "table", limit, delivery.width(output))

    answer, pack = bounded.run(work, timeout)
    delivery.deliver(*answer, output)
    if wanted is not None and not explain:
        wanted.keep(pack)


def _answer(graph: Store, found: Answered, form: str | None, limit: int | None, width: int | None) -> Answer:
    """Return the text of the answer, what is said beside it, and its format."""
    from kg import answers
    from kg.tables import Rows

    if isinstance(found, bool):
        return _truth(found, form or "table"), list(graph.notes), "text"
    if isinstance(found, Rows):
        rows = Rows(found.columns, found.rows[:limit])
        text = _rows(rows, form or "table", width)
        return text, answers.sizes(graph, len(rows.rows), len(found.rows)), form or "table"
    notes = answers.sizes(graph, len(found[:limit]), len(found), "triple")
    return _triples(list(found[:limit]), form or "turtle"), notes, form or "turtle"


def _proved(  # noqa: PLR0917 - what the command was told
    graph: Store, query: str, found: Answered, wanted: Wanted, form: str, limit: int | None, width: int | None
) -> tuple[Answer, str]:
    """Return an answer of any kind as rows with their evidence, and the text of the evidence pack."""
    from kg import answers, proving
    from kg.tables import Rows

    total = proving.listed(found)
    kept = found if isinstance(found, bool) else found[:limit] if not isinstance(found, Rows) else None
    cut = Rows(total.columns, total.rows[:limit]) if kept is None else kept
    notes = answers.sizes(graph, len(total.rows[:limit]), len(total.rows))
    shown = wanted.proved(graph, ("A query of one's own", query, {}), cut, notes, form)
    return (_rows(shown.rows, form, width), list(shown.notes), form), shown.pack


def _explained(graph: Store, query: str, form: str, width: int | None) -> Answer:
    """Return what the query costs: its patterns as rows, and its time beside them."""
    from kg import explain

    found = explain.explain(graph, query)
    return _rows(found.table, form, width), found.notes, form


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
    from kg import engine

    if form not in _TRIPLES:
        raise Misuse(
            f"A CONSTRUCT or DESCRIBE gives triples, which {form} cannot show: use one of {', '.join(_TRIPLES)}"
        )
    return engine.written(triples, form)

"""``kg why``: the claims behind an edge."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg import options

if TYPE_CHECKING:
    from kg.evidence import Evidence
    from kg.store import Store
    from kg.tables import Iri, Term

_LABEL = 22


@options.chosen
@click.command(short_help="Show the claims behind an edge: who says it, where and when.")
@click.argument("subject")
@click.argument("predicate")
@click.argument("object")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--sources",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with your own copies of the sources, to show the words themselves.",
)
@click.pass_obj
def command(  # noqa: PLR0917 - click hands options over by name
    root: Path | None,
    /,
    subject: str,
    predicate: str,
    object: str,  # noqa: A002 - the word of RDF
    form: str,
    sources: Path | None,
    **clocks: Any,  # noqa: ANN401 - the options that are shared, on their way through
) -> None:
    """Show the claims behind the edge SUBJECT PREDICATE OBJECT: who says it, where, when, and what speaks against it.

    Each is named by its CURIE, slug or any of its names: kg why SMIC listedOn us-entity-list.
    Exit code 1 if nobody says it.
    """
    from kg import delivery, edges, evidence

    graph = options.opened(root, clocks)
    edge = edges.find(graph, subject, predicate, object)
    found = evidence.behind(graph, *edge)
    words = {each.iri: _words(each, sources) for each in found} if sources else {}
    if form == "json":
        text = json.dumps([_data(each, words) for each in found], ensure_ascii=False, indent=1) + "\n"
    else:
        text = _text(graph, edge, found, words)
    delivery.deliver(text, graph.notes, form, None)


def _text(graph: Store, edge: tuple[Iri, Iri, Term], found: list[Evidence], words: dict[Iri, str]) -> str:
    """Return the claims for a person to read."""
    from kg import names, plain
    from kg.tables import Iri, shown

    subject, predicate, value = edge
    said = names.label(graph, value) if isinstance(value, Iri) else f'"{plain.line(shown(value))}"'
    counted = sum(each.counts for each in found)
    head = f"{names.label(graph, subject)} - {plain.words(plain.curie(predicate))} - {said}\n"
    size = f"{len(found)} claim{'s' * (len(found) != 1)}, of which the graph counts {counted}"
    return f"{head}{size}\n" + "".join("\n" + _claim(each, words.get(each.iri)) for each in found)


def _claim(each: Evidence, words: str | None) -> str:
    """Return one claim: who, where, when, on what terms, and what speaks against it."""
    from kg import evidence

    facts, source = each.facts, each.source
    lines = [
        ("said by", facts["kg:saidBy"]),
        ("in", f"{source['dcterms:title']}, issued {source['dcterms:issued']}"),
        ("at", source.plain("schema:url")),
        ("where", facts["kg:locator"]),
        ("when", f"stated {facts['kg:statedOn']}, recorded {facts['kg:recordedOn']}"),
        ("valid", " to ".join(filter(None, [facts["kg:validFrom"], facts["kg:validUntil"]]))),
        ("held to be", f"{facts['kg:modality']}, {facts['kg:credibility']}, {facts['kg:status']}"),
        ("reliability of source", source["kg:reliability"]),
        *each.qualifiers(),
        *(("contradicted by", f"{evidence.content(claim)} ({title})") for claim, title in each.against),
        ("words", words or ""),
    ]
    body = "".join(f"  {label:<{_LABEL}} {text}\n" for label, text in lines if text)
    return f"{_name(each)}\n{body}"


def _name(each: Evidence) -> str:
    """Return the CURIE of a claim and its kind."""
    from kg import plain

    return f"{plain.curie(each.iri)} ({each.kind})"


def _data(each: Evidence, words: dict[Iri, str]) -> dict[str, Any]:
    """Return one claim as data."""
    data = each.data()
    return data | {"words": words[each.iri]} if each.iri in words else data


def _words(each: Evidence, folder: Path) -> str:
    """Return the words of a claim from the reader's copy of its source, or why they are not shown."""
    from kg import plain, quotes

    return plain.line(quotes.words(each, folder))

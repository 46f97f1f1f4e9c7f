"""``kg show``: what the graph says of an entity."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg import options, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.evidence import Evidence, Facts, Value

    Line = tuple[str, str, str]
    """A label, what is said, and the CURIE of the claim or nothing."""

_LABEL = 21
_CLAIM = "\n" + " " * (_LABEL + 5)
_HEAD = {"rdf:type", "rdfs:label", "skos:prefLabel", "skos:inScheme"}
_MOST = 25
_SOURCES = 3
_STATEMENTS = {"kg:official", "kg:reported"}
_GROUPED = {"kg:Naming", "kg:Listing", "kg:Inclusion", "kg:Locating", "kg:CrossReference", "kg:Amending"}


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
def command(root: Path | None, /, entity: str, form: str, output: Path | None, **clocks: Any) -> None:  # noqa: ANN401 - the options that are shared, on their way through
    """Show what the graph says of ENTITY, and which claim says it.

    ENTITY is an IRI, a CURIE, a slug or any of its names, whatever its case and punctuation.
    """
    from kg import delivery, evidence, names

    graph = options.opened(root, clocks)
    iri = names.entity(graph, entity)
    facts = evidence.facts(graph, [iri])[iri]
    about = evidence.of(graph, evidence.claims(graph, iri))
    others = [each for each in evidence.claims(graph, value=iri) if each not in {claim.iri for claim in about}]
    shown = evidence.of(graph, others[:_MOST])
    if form == "json":
        delivery.deliver(_json(facts, about, shown, len(others)), graph.notes, form, output)
        return
    size = f"{len(about) + len(others):,} claims about it. 'kg why SUBJECT PREDICATE OBJECT' shows what is behind each."
    notes = [size, *graph.notes, *_dates([*about, *shown]), "This is what sources say, and not legal advice."]
    delivery.deliver(_text(facts, about, shown, len(others)), notes, form, output)


def _json(facts: Facts, about: Sequence[Evidence], others: Sequence[Evidence], total: int) -> str:
    """Return everything as JSON."""
    data = {
        "iri": facts.iri,
        "label": facts["rdfs:label"],
        "types": facts.iris("rdf:type"),
        "facts": {name: [each.text for each in values] for name, values in _own(facts, about).items()},
        "claims": [each.data() for each in about],
        "claims_with_it_as_object": [each.data() for each in others],
        "claims_with_it_as_object_in_all": total,
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _text(facts: Facts, about: Sequence[Evidence], others: Sequence[Evidence], total: int) -> str:
    """Return everything for a person to read."""
    kinds = ", ".join(plain.curie(each) for each in facts.iris("rdf:type"))
    head = (
        f"{facts['rdfs:label'] or plain.curie(facts.iri)}\n{plain.curie(facts.iri)}{f' ({kinds})' if kinds else ''}\n"
    )
    more = [("", f"and {total - len(others):,} more: kg ask saying/what-was-said-of", "")] * (total > len(others))
    sections: dict[str, list[Line]] = {
        "What it is": [(plain.words(name), facts[name], "") for name in _own(facts, about)],
        "Names": sorted((_line(each, each.facts["kg:nameKind"]) for each in _of(about, "kg:Naming")), key=_by_kind),
        "Listings": [line for each in _of(about, "kg:Listing", "kg:Inclusion") for line in _listing(each)],
        "Addresses": [_line(each, "", each.facts["kg:addressText"]) for each in _of(about, "kg:Locating")],
        "Cross references": [_line(each, "also listed under") for each in _of(about, "kg:CrossReference")],
        "Other claims": [_line(each, each.facts["rdf:predicate"]) for each in about if each.kind not in _GROUPED],
        "Claims about others that name it": [*(_named(each) for each in others), *more],
    }
    return head + "".join(_section(title, lines) for title, lines in sections.items() if lines)


def _dates(claims: Iterable[Evidence]) -> list[str]:
    """Return as of when the sources of claims speak, newest first."""
    said = {(each.source["dcterms:issued"], each.source["dcterms:title"]) for each in claims}
    return [f"As of {issued}: {title}." for issued, title in sorted(said, reverse=True)[:_SOURCES]]


def _section(title: str, lines: Iterable[Line]) -> str:
    """Return a part of the text: its title, and a line or two for each thing."""
    rows = [f"  {label:<{_LABEL}} {said}{f'{_CLAIM}{claim}' if claim else ''}\n" for label, said, claim in lines]
    return f"\n{title}\n{''.join(rows)}"


def _own(facts: Facts, about: Sequence[Evidence]) -> dict[str, Sequence[Value]]:
    """Return what the graph says of the entity itself, apart from what follows from claims."""
    claimed = {plain.curie(each.facts.plain("rdf:predicate")) for each in about}
    return {name: values for name, values in facts.values.items() if name not in claimed | _HEAD}


def _of(claims: Sequence[Evidence], *kinds: str) -> list[Evidence]:
    """Return the claims of some kinds."""
    return [each for each in claims if each.kind in kinds]


def _by_kind(line: Line) -> tuple[bool, Line]:
    """Return the place of a name among others: official ones first."""
    return (line[0] != "official name", line)


def _line(each: Evidence, label: str, said: str = "") -> Line:
    """Return a claim as a line, with its figure; one that does not count, or that is no plain statement, says so."""
    from kg import figures

    figure = figures.words(each.facts)
    marks = [] if each.counts else [each.facts["kg:status"]]
    stated = plain.curie(each.facts.plain("kg:modality")) in _STATEMENTS
    marks += [] if stated else [each.facts["kg:modality"]]
    text = (said or each.facts["rdf:object"]) + (f": {figure}" if figure else "")
    return (label, text + (f" [{', '.join(marks)}]" if marks else ""), plain.curie(each.iri))


def _listing(each: Evidence) -> list[Line]:
    """Return a row of the list, or the row of another in which the entity is named."""
    if each.kind == "kg:Inclusion":
        return [_line(each, "named in the row of", each.facts["kg:locator"])]
    first = _line(each, f"row {each.facts['kg:row']}", each.facts["kg:destination"])
    return [first, *((label, said, "") for label, said in each.qualifiers() if label not in {"row", "destination"})]


def _named(each: Evidence) -> Line:
    """Return a claim about another entity that has this one as its object."""
    return _line(each, each.facts["rdf:predicate"], f"said of {each.facts['rdf:subject']}")

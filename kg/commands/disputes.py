"""``kg disputes``: who says otherwise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg import options

if TYPE_CHECKING:
    from kg.disputes import Dispute
    from kg.evidence import Evidence


@options.placed
@click.command(short_help="Show which claims contradict each other, and who stands on which side.")
@click.argument("entity", required=False)
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
def command(root: Path | None, entity: str | None, form: str, output: Path | None, endpoint: str | None) -> None:
    """Show the disputes about ENTITY, or all of them: each side with its speaker, source, date and grade.

    ENTITY is an IRI, a CURIE, a slug or any of its names. The graph keeps all sides and decides nothing.
    """
    from kg import delivery, disputes, names

    graph = options.at(root, endpoint)
    found = disputes.disputes(graph, names.entity(graph, entity) if entity else None)
    if form == "json":
        text = json.dumps([each.data() for each in found], ensure_ascii=False, indent=1) + "\n"
    else:
        text = "\n".join(map(_text, found))
    delivery.deliver(text, _notes(found), form, output)


def _notes(found: list[Dispute]) -> list[str]:
    """Return what an honest answer says beside its disputes."""
    sides = sum(len(each.sides) for each in found)
    size = f"{len(found)} dispute{'s' * (len(found) != 1)} between {sides} claims."
    return [
        size if found else "No dispute was found.",
        "Not held: contradictions that nobody has linked yet. This is not legal advice.",
    ]


def _text(found: Dispute) -> str:
    """Return a dispute for a person to read."""
    lines = [line for number, side in enumerate(found.sides, start=1) for line in _side(found, number, side)]
    return "".join(f"{line}\n" for line in [found.subject, *lines])


def _side(found: Dispute, number: int, side: Evidence) -> list[str]:
    """Return the lines of one side: what it says, who says it where and when, and its grades."""
    from kg import plain

    facts, source = side.facts, side.source
    said = facts["kg:sentence"] or f"{plain.words(plain.curie(facts.plain('rdf:predicate')))} {facts['rdf:object']}"
    where = f"{source['dcterms:title']} ({source['kg:reliability']})"
    others = ", ".join(f"[{each}]" for each in found.against(side))
    return [
        f"  [{number}] {said}",
        f"      said by {facts['kg:saidBy']} on {side.said_on}, in {where}",
        f"      {facts['kg:modality']}, {facts['kg:credibility']}, {facts['kg:status']}; against {others}",
        f"      {plain.curie(side.iri)}",
    ]

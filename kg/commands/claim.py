"""``kg claim``: writing claims down."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.store import Store


@click.group(short_help="Write a claim down.")
def command() -> None:
    """Write a claim down: 'kg claim new', fill in what says TODO, 'kg fmt', 'kg check'."""


@command.command(short_help="Begin a claim in the file of its source.")
@click.option(
    "--source",
    required=True,
    help="PLACE/ISSUER/DATE-SLUG of the source, e.g. us/federal-register/2024-12-05-entity-list-additions; "
    "its file is begun if it is not there.",
)
@click.option("--subject", help="Who or what the claim is about: an IRI, a CURIE, a slug or a name.")
@click.option("--predicate", help="What is said of it: a property of the ontology, e.g. kg:effectiveOn.")
@click.option("--object", "value", help="The other end: an entity, or the text, number or day that is said.")
@click.option("--class", "kind", default="Claim", show_default=True, help="The class of the claim, e.g. Naming.")
@click.option("--said-by", help="Who speaks, if it is not the publisher of the source.")
@click.option("--locator", help="Where a person finds it in the source, e.g. 'DATES'.")
@click.option(
    "--copy",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Your copy of the source as plain text, to anchor the claim in it.",
)
@click.option("--words", help="The words in the copy that the claim rests on; only their place and digest are kept.")
@click.pass_obj
def new(
    root: Path | None,
    /,
    source: str,
    kind: str,
    copy: Path | None,
    words: str | None,
    **given: str | None,
) -> None:
    """Begin a claim in the file of its source, with TODO wherever something is still to be filled in.

    What the source, the calendar and the ontology know already is filled in. It is a draft until 'kg check' says ok.
    """
    from kg import drafts, paths, store

    if bool(copy) != bool(words):
        raise click.UsageError("--copy and --words belong together: the words are looked up in the copy.")
    home = paths.checkout(root)
    graph = store.open_store(home)
    wanted = drafts.Wanted(source, kind.removeprefix("kg:"), _tokens(graph, given))
    if copy and words:
        wanted.anchor, wanted.copy = drafts.anchor(copy, words)
    draft = drafts.draft(home, wanted, dt.date.today())  # noqa: DTZ011 - the day of the person who writes
    file = paths.said(draft.path)
    click.echo(f"{file}:{draft.line}: {draft.claim}")
    shown = set()
    for line, predicate in draft.blanks:
        choices = drafts.choices(graph, predicate) if predicate not in shown else []
        shown.add(predicate)
        click.echo(f"  line {line}: TODO {predicate}{', one of ' if choices else ''}{', '.join(choices)}")
    click.echo(f"Fill these in, then: kg fmt {file} && kg check {file}")


def _tokens(graph: Store, given: dict[str, str | None]) -> dict[str, str]:
    """Return what was said on the command line, as Turtle tokens by predicate."""
    from kg import drafts, turtle

    said = {name: value for name, value in given.items() if value}
    tokens = {"rdf:predicate": drafts.predicate_token(graph, said["predicate"])} if "predicate" in said else {}
    if "locator" in said:
        tokens["kg:locator"] = turtle.text(said["locator"], "en")
    for name, predicate in (("subject", "rdf:subject"), ("said_by", "kg:saidBy")):
        if name in said:
            tokens[predicate] = _noted(*drafts.entity_token(graph, said[name]))
    if "value" in said:
        tokens["rdf:object"] = _noted(*drafts.object_token(graph, tokens.get("rdf:predicate", ""), said["value"]))
    return tokens


def _noted(token: str, known: bool) -> str:
    """Return a token, and say so when the graph does not know it."""
    if not known:
        click.echo(f"{token} is not described yet: add it to a file of graph/entities, or mend the name", err=True)
    return token

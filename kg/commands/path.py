"""``kg path``: the ways between two entities, each step with its evidence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg import options

if TYPE_CHECKING:
    import datetime as dt

    from kg.evidence import Evidence
    from kg.pictures import Edge
    from kg.routes import Route, Routes
    from kg.store import Store
    from kg.tables import Iri

_CLAIMS = 2


@options.placed
@click.command(short_help="Find how two entities hang together, each step with its evidence.")
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@click.option("--max-length", type=click.IntRange(1, 12), default=6, show_default=True, help="Most steps of a path.")
@click.option("--avoid", multiple=True, metavar="CLASS…", help="Not through entities of these classes, with commas.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Only claims that hold on this day.")
@click.option("--predicates", multiple=True, metavar="NAME…", help="Only these relations, with commas.")
@click.option("--sources", multiple=True, metavar="PATH…", help="Only these sources, with commas: us/bis.")
@click.option("--limit", type=click.IntRange(1, 100), default=3, show_default=True, help="Most paths of each kind.")
@click.option("--cut", is_flag=True, help="Say also without which entities nothing would connect the two.")
@click.option("--draw", "drawn", type=click.Path(dir_okay=False, path_type=Path), help="Draw the paths into this file.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def command(  # noqa: PLR0917 - click hands options over in no order
    root: Path | None,
    one: str,
    other: str,
    max_length: int,
    avoid: tuple[str, ...],
    as_of: dt.datetime | None,
    predicates: tuple[str, ...],
    sources: tuple[str, ...],
    limit: int,
    cut: bool,
    drawn: Path | None,
    form: str,
    endpoint: str | None,
) -> None:
    """Find the shortest and the strongest paths between the entities A and B, each step with its evidence.

    A path may walk an edge either way. A step is as strong as the number of sources whose claims count and are not
    disputed; a path is as strong as its weakest step. Exit code 1 if there is no path.
    """
    from kg import choices, delivery, draw, files, names, pictures, routes

    graph = options.at(root, endpoint)
    ends = (names.entity(graph, one), names.entity(graph, other))
    wanted = choices.wanted(graph, predicates, sources, as_of.date() if as_of else None)
    scene = routes.searched(graph, ends, wanted, choices.classes(graph, avoid))
    found = routes.routes(scene, ends, max_length, limit)
    apart = routes.cut(scene, ends) if cut else []
    notes = [*_cut(graph, apart, ends, asked=cut), pictures.size(graph, scene), pictures.HONEST]
    if form == "json":
        delivery.deliver(_json(graph, found, apart), notes, form, None)
    else:
        delivery.deliver(_text(graph, found, max_length), notes, form, None)
    if drawn:
        files.save(drawn, draw.page(routes.picture(graph, found, wanted)))
        click.echo(f"{drawn}: the paths as a picture", err=True)
    if not found.shortest:
        raise click.exceptions.Exit(1)


def _cut(graph: Store, apart: list[str] | None, ends: tuple[Iri, Iri], *, asked: bool) -> list[str]:
    """Return what would cut the two apart, in words."""
    from kg import cards, names

    if not asked:
        return []
    if apart is None:
        return [f"Nothing separates {' and '.join(names.label(graph, each) for each in ends)}: they are neighbours."]
    if not apart:
        return ["Nothing has to go: nothing connects the two."]
    return [
        f"Without these {len(apart)}, nothing would connect the two: {'; '.join(cards.labels(graph, apart).values())}."
    ]


def _text(graph: Store, found: Routes, longest: int) -> str:
    """Return the paths for a person to read."""
    from kg import names

    if not found.shortest:
        pair = " and ".join(names.label(graph, each) for each in (found.start, found.end))
        return f"No path of at most {longest} steps leads from {pair}. That does not mean that nothing connects them.\n"
    stronger = [each for each in found.strongest if each not in found.shortest]
    texts = _Texts(graph, [*found.shortest, *stronger])
    size = f"{len(found.shortest)} of {found.total} such path{'s' * (found.total != 1)}"
    head = f"Shortest: {_steps(found.shortest[0])}, {size}\n"
    body = "".join(texts.route(each, number) for number, each in enumerate(found.shortest, start=1))
    if not stronger:
        return f"{head}{body}\nNo longer path is stronger.\n"
    first = len(found.shortest) + 1
    more = "".join(texts.route(each, number) for number, each in enumerate(stronger, start=first))
    return f"{head}{body}\nStrongest\n{more}"


class _Texts:
    """Paths in words: labels and evidence are read once for all of them."""

    def __init__(self, graph: Store, found: list[Route]) -> None:
        """Read what is needed."""
        from kg import cards, evidence, tables

        edges = [edge for route in found for step in route.steps for edge in step.edges]
        chosen = {one.claim: None for edge in edges for one in _best(edge)}
        named = [each for edge in edges for each in (edge.subject, edge.predicate, edge.object)]
        self.labels = cards.labels(graph, named)
        self.evidence = {str(each.iri): each for each in evidence.of(graph, [tables.Iri(each) for each in chosen])}

    def route(self, route: Route, number: int) -> str:
        """Return a path."""
        weak = f"weakest step: {_sources(route.strength)}"
        return f"\n[{number}] {_steps(route)}, {weak}\n" + "".join(
            self.edge(edge) for step in route.steps for edge in step.edges
        )

    def edge(self, edge: Edge) -> str:
        """Return an edge with its best claims."""
        from kg import plain

        lines = [f"  {self.labels[edge.subject]} - {self.labels[edge.predicate]} - {self.labels[edge.object]}\n"]
        lines += [f"      {_claim(self.evidence[each.claim])}\n" for each in _best(edge)]
        if len(edge.said) > _CLAIMS:
            ends = f"{plain.curie(edge.subject)} {plain.curie(edge.predicate)} {plain.curie(edge.object)}"
            lines.append(f"      and {len(edge.said) - _CLAIMS} more: kg why {ends}\n")
        return "".join(lines)


def _steps(route: Route) -> str:
    """Return how long a path is, in words."""
    return f"{len(route.steps)} step{'s' * (len(route.steps) != 1)}"


def _sources(number: int) -> str:
    """Return how strong a step is, in words."""
    return f"{number} source{'s' * (number != 1)}" if number else "nothing undisputed that counts"


def _best(edge: Edge) -> list[Any]:
    """Return the claims of an edge to show: undisputed ones first."""
    return sorted(edge.said, key=lambda each: (each.status.endswith("disputed"), each.modality.endswith("rumour")))[
        :_CLAIMS
    ]


def _claim(each: Evidence) -> str:
    """Return a claim in a line: who says it, how, when, where."""
    from kg import figures

    facts, figure = each.facts, figures.words(each.facts)
    said = ", ".join(filter(None, [facts["kg:modality"], facts["kg:status"], figure]))
    return (
        f"{facts['kg:saidBy']}, {facts['kg:statedOn']} ({said}): {each.source['dcterms:title']}, {facts['kg:locator']}"
    )


def _json(graph: Store, found: Routes, apart: list[str] | None) -> str:
    """Return the paths as data, each step with the whole evidence."""
    from kg import evidence, tables

    every = {
        one.claim: None
        for each in [*found.shortest, *found.strongest]
        for step in each.steps
        for edge in step.edges
        for one in edge.said
    }
    known = {str(each.iri): each.data() for each in evidence.of(graph, [tables.Iri(each) for each in every])}

    def data(route: Route) -> dict[str, Any]:
        steps = [
            {
                "from": step.start,
                "to": step.end,
                "strength": step.strength,
                "edges": [
                    {"subject": edge.subject, "predicate": edge.predicate, "object": edge.object,
                     "claims": [known[one.claim] for one in edge.said]}
                    for edge in step.edges
                ],
            }
            for step in route.steps
        ]  # fmt: skip
        return {"length": len(route.steps), "strength": route.strength, "stops": route.stops, "steps": steps}

    whole = {"from": found.start, "to": found.end, "shortest_in_all": found.total, "cut": apart}
    whole |= {
        "shortest": [data(each) for each in found.shortest],
        "strongest": [data(each) for each in found.strongest],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"

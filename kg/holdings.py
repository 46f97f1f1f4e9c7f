"""What a store on the network holds of the graph: a manifest, which is a small graph of its own there.

For each named graph that was loaded the manifest says how many triples it has and their digest. It says how questions
see the graphs, and who is loading at the moment. An entry is written after its graph, or in one step with it; so it
never vouches for a graph that is not there as a whole.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from kg.bindings import written
from kg.errors import RemoteTrouble
from kg.tables import Iri, Literal, shown
from kg.terms import DCTERMS, GRAPH, RDF, SCHEMA, SD, SOURCE, VOID

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.servers.endpoint import Endpoint
    from kg.servers.kinds import View
    from kg.tables import Rows, Term

MANIFEST = GRAPH + "manifest"
LOADING = GRAPH + "loading/"
"""Where graphs lie while they come in pieces."""

FLAT = GRAPH + "all/"
"""Where a copy of everything lies, in one graph, when questions need one."""

_NAME, _TRIPLES, _DIGEST = SD + "name", VOID + "triples", SCHEMA + "sha256"
_VIEW, _TRUTH = SCHEMA + "urlTemplate", SCHEMA + "version"
_HOLDER, _BEAT = DCTERMS + "creator", DCTERMS + "modified"
ALL = f"SELECT ?s ?p ?o WHERE {{ GRAPH <{MANIFEST}> {{ ?s ?p ?o }} }}"
"""The query for everything that the manifest of a store says."""

_COUNTS = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"


@dataclass(frozen=True)
class Entry:
    """What the manifest says of a graph: how many triples it has, and their digest."""

    triples: int
    digest: str


@dataclass(frozen=True)
class Holdings:
    """What the manifest of a store says.

    :param entries: each named graph that was loaded.
    :param view: how questions see them, or nothing while no load has ended.
    :param truth: the digest of the content that was loaded last as a whole.
    :param holders: who is loading.
    :param beat: changes while somebody is loading.
    """

    entries: dict[str, Entry]
    view: View | None
    truth: str
    holders: tuple[str, ...]
    beat: str


def read(endpoint: Endpoint) -> Holdings:
    """Return what the manifest of a store says; nothing when it has none."""
    return told(endpoint.select(ALL))


def told(rows: Rows) -> Holdings:
    """Return what a manifest says, from what :data:`ALL` finds."""
    found: dict[Term | None, dict[str, list[str]]] = {}
    for subject, predicate, value in rows.rows:
        found.setdefault(subject, {}).setdefault(str(predicate), []).append(_text(value))
    about = found.pop(Iri(MANIFEST), {})
    views = about.get(_VIEW)
    return Holdings(
        dict(_entry(each) for each in found.values() if _whole(each)),
        tuple(parse_qsl(views[0], keep_blank_values=True)) if views else None,
        "".join(about.get(_TRUTH, [])[:1]),
        tuple(sorted(about.get(_HOLDER, []))),
        "".join(about.get(_BEAT, [])[:1]),
    )


def counts(endpoint: Endpoint) -> dict[str, int]:
    """Return how many triples each named graph of a store has, ours and those of others."""
    rows = endpoint.select(_COUNTS).rows
    return {str(graph): int(shown(number)) for graph, number in rows if isinstance(graph, Iri)}


def is_ours(graph: str) -> bool:
    """Tell whether a name is one that we give to graphs."""
    return graph.startswith((SOURCE, GRAPH))


def entered(entries: Mapping[str, Entry], holder: str) -> str:
    """Return the update that enters graphs into the manifest, if the lock is still ours."""
    lines = [
        f"<{_place(graph)}> <{RDF}type> <{SD}NamedGraph> ; <{_NAME}> <{graph}> ; "
        f'<{_TRIPLES}> {entry.triples} ; <{_DIGEST}> "{entry.digest}" .'
        for graph, entry in entries.items()
    ]
    return _held(" ".join(lines), holder)


def forgotten(graphs: Iterable[str]) -> str:
    """Return the update that takes graphs out of the manifest."""
    return " ;\n".join(f"DELETE WHERE {{ GRAPH <{MANIFEST}> {{ <{_place(each)}> ?p ?o }} }}" for each in graphs)


def seen(view: View | None, truth: str, holder: str) -> str:
    """Return the update that says how questions see the graphs, and what was loaded."""
    update = f"{_erased(_VIEW)} ;\n{_erased(_TRUTH)}"
    said = [] if view is None else [f"<{MANIFEST}> <{_VIEW}> {written(Literal(urlencode(view)))} ."]
    said += [f"<{MANIFEST}> <{_TRUTH}> {written(Literal(truth))} ."] if truth else []
    return f"{update} ;\n{_held(' '.join(said), holder)}" if said else update


def taken(holder: str, beat: str, instead_of: Iterable[str] = ()) -> str:
    """Return the update that takes the lock where nobody holds it, or from those who have died."""
    dead = "".join(f"{_erased(_HOLDER, each)} ;\n" for each in instead_of)
    who = f'<{MANIFEST}> <{_HOLDER}> "{holder}" ; <{_BEAT}> "{beat}" .'
    free = f"FILTER NOT EXISTS {{ GRAPH <{MANIFEST}> {{ <{MANIFEST}> <{_HOLDER}> ?other }} }}"
    return f"{dead}INSERT {{ GRAPH <{MANIFEST}> {{ {who} }} }} WHERE {{ {free} }}"


def beaten(holder: str, beat: str) -> str:
    """Return the update that shows that the holder of the lock is alive."""
    return f"{_erased(_BEAT)} ;\n" + _held(f'<{MANIFEST}> <{_BEAT}> "{beat}" .', holder)


def released(holder: str) -> str:
    """Return the update that gives the lock back."""
    return f"{_erased(_HOLDER, holder)} ;\n{_erased(_BEAT)}"


def _place(graph: str) -> str:
    """Return the subject under which the manifest speaks of a graph."""
    return f"{MANIFEST}/{hashlib.sha256(graph.encode()).hexdigest()[:32]}"


def _held(triples: str, holder: str) -> str:
    """Return the update that writes into the manifest if the lock is still ours."""
    condition = f'GRAPH <{MANIFEST}> {{ <{MANIFEST}> <{_HOLDER}> "{holder}" }}'
    return f"INSERT {{ GRAPH <{MANIFEST}> {{ {triples} }} }} WHERE {{ {condition} }}"


def _erased(predicate: str, value: str | None = None) -> str:
    """Return the update that erases what the manifest says of itself, all of it or one value."""
    what = "?value" if value is None else written(Literal(value))
    return f"DELETE WHERE {{ GRAPH <{MANIFEST}> {{ <{MANIFEST}> <{predicate}> {what} }} }}"


def _whole(found: dict[str, list[str]]) -> bool:
    """Tell whether an entry says one thing of one graph; another one is as good as none."""
    return all(len(found.get(each, [])) == 1 for each in (_NAME, _TRIPLES, _DIGEST))


def _entry(found: dict[str, list[str]]) -> tuple[str, Entry]:
    """Return an entry with the graph it is about."""
    (graph,), (triples,), (digest,) = (found[each] for each in (_NAME, _TRIPLES, _DIGEST))
    if not is_ours(graph) or not triples.isdecimal():
        raise RemoteTrouble(f"The manifest {MANIFEST} of that store is not one that kg wrote: remove that graph first")
    return graph, Entry(int(triples), digest)


def _text(value: Term | None) -> str:
    """Return the text of a literal, or an IRI in full."""
    return value.value if isinstance(value, Literal) else str(value or "")

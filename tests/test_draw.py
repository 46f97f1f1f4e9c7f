"""Pictures: complete, offline, and safe against what sources write."""

from __future__ import annotations

import json
import re

from kg import store
from kg.draw import picture
from kg.tables import Iri, Literal, Term, Triple
from kg.terms import DCTERMS, ID, KG, RDF, RDFS

HOSTILE = "<img src=x onerror=alert(1)></script>"


def _graph(label: str = "A firm", claims: int = 2) -> store.Store:
    """A graph of one edge made by several claims, and of one name."""
    triples: list[Triple] = [
        (Iri(ID + "a"), Iri(RDFS + "label"), Literal(label)),
        (Iri(ID + "a"), Iri(RDF + "type"), Iri(KG + "Party")),
        (Iri(ID + "b"), Iri(RDFS + "label"), Literal("The list")),
        (Iri(ID + "b"), Iri(RDF + "type"), Iri(KG + "ControlList")),
        (Iri(ID + "s"), Iri(DCTERMS + "title"), Literal(label)),
        (Iri(ID + "speaker"), Iri(RDFS + "label"), Literal("Somebody")),
        (Iri(KG + "official"), Iri(RDFS + "label"), Literal("official")),
        (Iri(KG + "accepted"), Iri(RDFS + "label"), Literal("accepted")),
    ]
    for number in range(claims):
        claim = Iri(f"{ID}claim-{number}")
        said: dict[str, Term] = {
            RDF + "subject": Iri(ID + "a"),
            RDF + "predicate": Iri(KG + "listedOn"),
            RDF + "object": Iri(ID + "b"),
            KG + "statedIn": Iri(ID + "s"),
            KG + "saidBy": Iri(ID + "speaker"),
            KG + "locator": Literal(f"{label} {number}"),
            KG + "statedOn": Literal("2026-07-23"),
            KG + "modality": Iri(KG + "official"),
            KG + "status": Iri(KG + "accepted"),
        }
        triples += [(claim, Iri(name), value) for name, value in said.items()]
    return store.of(triples)


def _data(html: str, name: str) -> object:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', html, re.DOTALL)
    assert found
    return json.loads(found.group(1))


def test_an_edge_carries_its_claims() -> None:
    """Two claims of one edge are one edge with both, and the panel's data holds each with its locator."""
    found = picture(_graph(), [Iri(ID + "a")])
    assert (found.nodes, found.edges, found.left_out) == (2, 1, 0)
    claims = _data(found.html, "claims")
    assert isinstance(claims, dict)
    assert sorted(each["locator"] for each in claims.values()) == ["A firm 0", "A firm 1"]


def test_nothing_is_fetched() -> None:
    """No element of the page names an address to fetch a script, style or image from."""
    html = picture(_graph(), [Iri(ID + "a")]).html
    assert not re.search(r"<(?:script|img|iframe|link)\b[^>]*\b(?:src|href)=", html)
    assert "cdn." not in html
    assert "sourceMappingURL" not in html


def test_labels_are_text() -> None:
    """A label that is markup stands in the page as data only."""
    html = picture(_graph(HOSTILE), [Iri(ID + "a")]).html
    assert "<img" not in html
    assert HOSTILE.replace("<", "\\u003c") in html


def test_what_does_not_fit_is_counted() -> None:
    """When fewer entities are asked for than there are, the rest is counted as left out."""
    found = picture(_graph(), [Iri(ID + "a")], most=1)
    assert (found.nodes, found.left_out) == (1, 1)


def test_an_entity_without_neighbours() -> None:
    """An entity without edges is a picture of one node."""
    found = picture(_graph(claims=0), [Iri(ID + "a")])
    assert (found.nodes, found.edges) == (1, 0)

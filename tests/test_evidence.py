"""Evidence: the claims behind an edge, with source, anchor, notices and contradictions."""

from pathlib import Path

import pytest

from kg import edges, evidence, facts, policies, store, terms
from kg.errors import AmbiguousEntity, UnknownEntity
from kg.tables import Iri, Literal

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("subject", "predicate", "object")
AURORA, LISTED, LIST = (
    Iri(terms.expand(each)) for each in ("id:aurora-lithography-co-ltd", "kg:listedOn", "id:us-entity-list")
)


@pytest.fixture(scope="module")
def small() -> store.Store:
    """The small list, with its edges."""
    return store.of_files([ROOT / "tests" / "queries" / "small-list.ttl"])


def test_an_edge_has_all_its_claims(small: store.Store) -> None:
    """Two rows that say the same are two claims, in the order of the rows, each with terms of its own."""
    china, japan = evidence.behind(small, AURORA, LISTED, LIST)
    assert (china.facts["kg:row"], japan.facts["kg:row"]) == ("1", "5")
    assert china.kind == "kg:Listing"
    assert china.counts
    assert china.qualifiers() == [
        ("destination", "China"),
        ("licence requirement", "All items subject to the EAR, with footnote 5"),
        ("review policy", "Presumption of denial"),
        ("footnote", "Footnote 5"),
        ("row", "1"),
        ("added by", "89 FR 96836 of 2024-12-05"),
    ]
    assert japan.qualifiers()[-2:] == [
        ("added by", "88 FR 100 of 2023-01-03"),
        ("amended by", "89 FR 96837 of 2024-12-05"),
    ]


def test_the_derived_edge_itself_is_no_claim(small: store.Store) -> None:
    """Of the 8 who stand on the list, the graph has as many claims as rows and inclusions."""
    found = evidence.claims(small, predicate=LISTED, value=LIST)
    assert len(found) == 8
    assert len([each for each in evidence.of(small, found) if each.counts]) == 7


@pytest.mark.parametrize("name", ["default", "everything", "official-only"])
def test_a_claim_counts_as_the_policy_says(name: str) -> None:
    """A claim about the world counts exactly where the graph, asked under the policy, has its edge.

    The forecasts, estimates and plans of the real graph are looked at beside its listings: the edge is there or not,
    whatever the evidence says of it.
    """
    graph = store.open_store(ROOT, policies.load(name))
    rows = graph.select("SELECT ?claim { ?claim kg:modality ?how FILTER (?how != kg:official) }").rows
    rows += graph.select("SELECT ?claim { ?claim a kg:Listing } LIMIT 50").rows
    every = evidence.of(graph, [row[0] for row in rows if isinstance(row[0], Iri)])
    edges_of = {each.iri: tuple(each.facts.values[f"rdf:{part}"][0].term for part in PARTS) for each in every}
    there = {each.iri for each in every if next(graph.matching(*edges_of[each.iri]), None)}
    counted = {edges_of[each.iri] for each in every if each.counts}
    assert counted == {edges_of[each] for each in there}
    assert {each.iri for each in every if each.counts} <= there


def test_a_claim_names_speaker_source_place_and_days(small: store.Store) -> None:
    """Everything that is needed to judge a claim is there as data."""
    (claim,) = evidence.behind(small, Iri(terms.ID + "23rd-institute"), LISTED)
    assert claim.data() == {
        "claim": terms.CLAIM + "small-list/borealis-continued.includes-23rd-institute",
        "kind": "kg:Inclusion",
        "subject": terms.ID + "23rd-institute",
        "predicate": LISTED,
        "object": LIST,
        "said_by": "Bureau of Industry and Security",
        "source": {
            "iri": terms.SOURCE + "example/small-list/2025-01-31",
            "title": "The small list, edition of 31 January 2025",
            "issued": "2025-01-31",
            "reliability": "kg:reliability-a",
            "url": "https://example.org/list/2025",
        },
        "locator": "The small list, China, row 3",
        "modality": "kg:official",
        "credibility": "kg:credibility-1",
        "status": "kg:accepted",
        "stated_on": "2025-01-31",
        "recorded_on": "2025-02-01",
        "counts": True,
        "qualifiers": {"listing": "claim:small-list/borealis-continued"},
        "notices": [],
        "contradicted_by": [],
        "anchor": None,
    }


def test_what_contradicts_a_claim_stands_beside_it(small: store.Store) -> None:
    """Both sides are found from either side."""
    rule, adds = Iri(terms.ID + "fr-2024-28267"), Iri(terms.KG + "addsCount")
    for claim in evidence.behind(small, rule, adds):
        ((other, title),) = claim.against
        assert {claim.facts["rdf:object"], other["rdf:object"]} == {"2", "3"}
        assert title != claim.source["dcterms:title"]


def test_a_contradiction_is_seen_from_the_side_that_does_not_name_it() -> None:
    """Where one claim names what it contradicts, the other knows of it too."""
    graph = store.of_files([ROOT / "tests" / "queries" / "small-world.ttl"])
    rumour = Iri(terms.CLAIM + "small-world/node-rumour")
    (found,) = evidence.of(graph, [rumour])
    assert "kg:contradicts" not in found.facts.values
    assert [claim.iri for claim, _ in found.against] == [terms.CLAIM + "small-world/node"]


def test_nothing_is_behind_what_nobody_says(small: store.Store) -> None:
    """No claim, no evidence."""
    assert evidence.behind(small, LIST, LISTED, AURORA) == []
    assert evidence.of(small, []) == []


def test_text_of_others_is_made_plain() -> None:
    """What would steer a terminal is not in any text that is shown."""
    thing, label = Iri(terms.ID + "thing"), Iri(terms.RDFS + "label")
    graph = store.of([(thing, label, Literal("Bad\x1b]0;title\x07\nname"))])
    assert facts.of(graph, [thing])[thing]["rdfs:label"] == "Bad\ufffd]0;title\ufffd name"


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("Aurora Litho", Literal("Aurora Litho", terms.RDF + "langString", "en")),
        ("aurora-LITHO", Literal("Aurora Litho", terms.RDF + "langString", "en")),
        ("ALC", Literal("ALC", terms.RDF + "langString", "en")),
    ],
)
def test_a_name_is_found_among_what_claims_say(small: store.Store, value: str, found: Literal) -> None:
    """The object of an edge is looked for among the claims about its subject."""
    assert edges.find(small, "ALC", "name", value) == (AURORA, Iri(terms.KG + "name"), found)


def test_an_address_is_found_by_its_words(small: store.Store) -> None:
    """An address is an entity, and is named as it is printed."""
    _, _, place = edges.find(small, "ALC", "locatedAt", "no 2 etch street wuxi china")
    assert place == Iri(terms.ID + "address-2ea3cf96417f")


def test_what_nobody_says_is_told_with_what_is_said(small: store.Store) -> None:
    """A wrong object is answered with the right ones, a claimless edge with none."""
    with pytest.raises(edges.NoClaim, match=r"1-1 Chip, Tokyo, Japan; No\. 1, Fab Road"):
        edges.find(small, "ALC", "locatedAt", "Berlin")
    with pytest.raises(edges.NoClaim, match="anything at all"):
        edges.find(small, "id:us-bis", "locatedAt", "Berlin")
    with pytest.raises(UnknownEntity):
        edges.find(small, "Nobody", "locatedAt", "Berlin")


def test_an_object_that_can_be_two_things_is_refused() -> None:
    """Two names that differ only in case are told apart by their case, or not at all."""
    graph = store.of_files([ROOT / "tests" / "queries" / "small-list.ttl"])
    claim = next(iter(graph.pairs(terms.KG + "statedIn")))[0]
    name, thing = Iri(terms.KG + "name"), Iri(terms.ID + "us-bis")
    said = [("Bis", 1), ("BIS", 2)]
    triples = [
        triple
        for text, at in said
        for triple in (
            (Iri(f"{claim}{at}"), Iri(terms.RDF + "subject"), thing),
            (Iri(f"{claim}{at}"), Iri(terms.RDF + "predicate"), name),
            (Iri(f"{claim}{at}"), Iri(terms.RDF + "object"), Literal(text)),
            (Iri(f"{claim}{at}"), Iri(terms.KG + "statedIn"), claim),
        )
    ]
    twofold = store.of([*graph, *triples])
    assert edges.find(twofold, "id:us-bis", "name", "BIS")[2] == Literal("BIS")
    with pytest.raises(AmbiguousEntity, match="can be several things"):
        edges.find(twofold, "id:us-bis", "name", "b.i.s.")

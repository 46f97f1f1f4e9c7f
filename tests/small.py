"""A small graph for tests of pictures and networks, made in memory: hostile where names are asked for."""

from __future__ import annotations

from kg import store
from kg.tables import Iri, Literal, Term, Triple
from kg.terms import DCTERMS, ID, KG, RDF, RDFS, SCHEMA, XSD

HOSTILE = "<img src=x onerror=alert(1)></script><script>alert(2)</script> \u2028 ]]> & \" ' %DATA%"
A, B, C, D = (Iri(ID + each) for each in "abcd")
LISTED, SUPPLIES, NAME = (Iri(KG + each) for each in ("listedOn", "supplies", "name"))
SOURCE, OTHER_SOURCE = (Iri(f"https://w3id.org/chip-controls/source/us/bis/{each}") for each in ("one", "two"))


def claim(number: int, subject: Iri, predicate: Iri, value: Term, **said: str) -> list[Triple]:
    """A claim in full; what is said of it otherwise than usual is given by the name of the property."""
    iri = Iri(f"https://w3id.org/chip-controls/claim/c{number}")
    usual = {"modality": "official", "status": "accepted", "credibility": "credibility-1"} | said
    facts: dict[str, Term] = {
        RDF + "type": Iri(KG + "Claim"),
        RDF + "subject": subject,
        RDF + "predicate": predicate,
        RDF + "object": value,
        KG + "statedIn": Iri(usual.pop("source", SOURCE)),
        KG + "saidBy": Iri(ID + "speaker"),
        KG + "locator": Literal(usual.pop("locator", f"Row {number}")),
        KG + "statedOn": Literal(usual.pop("day", "2026-07-23"), XSD + "date"),
    }
    for name in ("modality", "status", "credibility", "contradicts"):
        if name in usual:
            facts[KG + name] = Iri((f"{iri[: -len(str(number))]}" if name == "contradicts" else KG) + usual.pop(name))
    facts |= {KG + name: Literal(text) for name, text in usual.items()}
    return [(iri, Iri(name), term) for name, term in facts.items()]


def triples(label: str = "A firm") -> list[Triple]:
    """Four entities: two claims that agree, two that contradict each other, a forecast, a name in Chinese."""
    labels = {
        A: label, B: "The list", C: "A supplier", D: "Far away", Iri(ID + "speaker"): f"Speaker {label}",
        LISTED: "listed on", SUPPLIES: "supplies", NAME: "name", Iri(KG + "Firm"): "firm",
        Iri(KG + "ControlList"): "control list", Iri(KG + "official"): "official", Iri(KG + "forecast"): "forecast",
        Iri(KG + "accepted"): "accepted", Iri(KG + "disputed"): "disputed", Iri(KG + "reliability-a"): "reliable",
        Iri(KG + "credibility-1"): "confirmed",
    }  # fmt: skip
    found: list[Triple] = [(each, Iri(RDFS + "label"), Literal(text)) for each, text in labels.items()]
    kinds = {A: "Firm", B: "ControlList", C: "Firm", D: "Firm"}
    found += [(each, Iri(RDF + "type"), Iri(KG + kind)) for each, kind in kinds.items()]
    for source in (SOURCE, OTHER_SOURCE):
        found += [
            (source, Iri(RDF + "type"), Iri(KG + "Source")),
            (source, Iri(DCTERMS + "title"), Literal(f"Title {label}")),
            (source, Iri(DCTERMS + "issued"), Literal("2026-07-23", XSD + "date")),
            (source, Iri(KG + "reliability"), Iri(KG + "reliability-a")),
            (source, Iri(SCHEMA + "url"), Literal("javascript:alert(3)")),
        ]
    return [
        *found,
        *claim(1, A, LISTED, B, locator=label, sentence=f"Sentence {label}", validFrom="2020-01-01"),
        *claim(2, A, LISTED, B, source=OTHER_SOURCE, day="2024-01-01"),
        *claim(3, C, SUPPLIES, A, status="disputed", contradicts="4", sentence="It supplies.", validUntil="2022-12-31"),
        *claim(4, C, LISTED, A, status="disputed", sentence="It does not supply."),
        *claim(5, C, SUPPLIES, B, modality="forecast"),
        *claim(6, D, SUPPLIES, C),
        *claim(7, A, NAME, Literal("芯片公司", language="zh-Hans", datatype=RDF + "langString"), locator="name"),
        *claim(8, D, SUPPLIES, A, status="retracted"),
    ]


def graph(label: str = "A firm") -> store.Store:
    """The small graph."""
    return store.of(triples(label))


def large(entities: int, edges: int) -> store.Store:
    """A made-up graph of many firms: each supplies some of those before it, and all of them hang together."""
    firms = [Iri(f"{ID}firm-{number}") for number in range(entities)]
    found = triples()
    for number, firm in enumerate(firms):
        found += [(firm, Iri(RDF + "type"), Iri(KG + "Firm")), (firm, Iri(RDFS + "label"), Literal(f"Firm {number}"))]
    pairs = dict.fromkeys((number, number // 7) for number in range(1, entities))
    step = 1
    while len(pairs) < edges:
        pairs |= dict.fromkeys((number, number * 5 // 7 - step) for number in range(entities) if number * 5 // 7 > step)
        step += 1
    for number, (one, other) in enumerate(list(pairs)[:edges]):
        sentence = f"Firm {one} supplies firm {other}."
        found += claim(100 + number, firms[one], SUPPLIES, firms[other], sentence=sentence)
    return store.of(found)

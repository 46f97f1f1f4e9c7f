"""The collected facts: each is a claim of the graph, or the ledger says why not.

``tests/facts/ledger.csv`` has a line for each fact: the claims that carry it, or the reason why there is none, and,
where facts that contradict each other are not linked, the reason for that.
"""

import csv
from pathlib import Path

import pytest

from kg import store, terms

ROOT = Path(__file__).resolve().parents[1]
DIGEST = terms.CLAIM + "de/news-digest/2024-12-20-chip-industry/s"
FACTS = "../facts/facts.csv"
with (ROOT / "tests" / "facts" / "ledger.csv").open(encoding="utf-8", newline="") as _file:
    LEDGER = {each["fact"]: each for each in csv.DictReader(_file)}


def claims(fact: str) -> list[str]:
    """The claims that carry a fact."""
    return [terms.CLAIM + each for each in LEDGER[fact]["claims"].split()]


@pytest.fixture(scope="module")
def graph() -> store.Store:
    """The graph of the checkout."""
    return store.open_store(ROOT)


@pytest.fixture(scope="module")
def opposed(graph: store.Store) -> set[tuple[str, str]]:
    """The pairs of claims that contradict each other, both ways."""
    pairs = {(str(one), str(other)) for one, other in graph.pairs(terms.KG + "contradicts")}
    return pairs | {(other, one) for one, other in pairs}


def test_a_fact_has_claims_or_a_reason(graph: store.Store) -> None:
    """Each fact names claims that are in the graph, or says why it is kept out."""
    known = {str(claim) for claim, _ in graph.pairs(terms.KG + "statedIn")}
    for each in LEDGER.values():
        assert bool(each["claims"]) != bool(each["reason"]), each
        assert set(claims(each["fact"])) <= known, each


def facts(folder: Path) -> list[dict[str, str]]:
    """The facts as they were collected."""
    with (folder / FACTS).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.needs_copy(FACTS)
def test_the_ledger_has_every_fact(copies: Path) -> None:
    """The ledger has the facts that were collected, all of them and no other."""
    found = [each["id"] for each in facts(copies)]
    assert list(LEDGER) == found
    assert len(found) == 490


@pytest.mark.needs_copy(FACTS)
def test_every_contradiction_is_linked_or_explained(copies: Path, opposed: set[tuple[str, str]]) -> None:
    """Facts that contradict each other, or the digest, have claims that say so, or the ledger says why not."""
    missing = []
    for fact in facts(copies):
        for other in filter(None, fact["contradicts"].split(";")):
            targets = claims(other) if other in LEDGER else []
            section = DIGEST + other.removeprefix("DIGEST-") + "-"
            linked = any(
                against in targets or against.startswith(section)
                for claim in claims(fact["id"])
                for one, against in opposed
                if one == claim
            )
            explained = LEDGER[fact["id"]]["unlinked"] or LEDGER.get(other, {}).get("unlinked")
            missing += [] if linked or explained else [f"{fact['id']} against {other}"]
    assert missing == []


@pytest.mark.needs_copy(FACTS)
def test_figures_are_carried_over(copies: Path, graph: store.Store) -> None:
    """The number of a fact stands in one of its claims: as value, bound, share, count, or in its sentence."""
    figures: dict[str, set[str]] = {}
    for name in ("value", "lowerBound", "upperBound", "count", "sentence"):
        for claim, value in graph.pairs(terms.KG + name):
            figures.setdefault(str(claim), set()).add(getattr(value, "value", ""))
    for claim, value in graph.pairs(terms.RDF + "object"):
        figures.setdefault(str(claim), set()).add(getattr(value, "value", ""))
    for fact in facts(copies):
        for number in (fact["value"], fact["percentage"]):
            if number and claims(fact["id"]):
                said = " ".join(text for claim in claims(fact["id"]) for text in figures.get(claim, set()))
                assert written(float(number)) & numbers(said), (fact["id"], number)


def written(number: float) -> set[float]:
    """A number, and how it reads in thousands, millions and billions."""
    return {round(number / scale, 6) for scale in (1, 1e3, 1e6, 1e9, 1e12)}


def numbers(text: str) -> set[float]:
    """The numbers that stand in a text."""
    words = (word.strip("().,;:%$").replace(",", "") for word in text.split())
    found = set()
    for word in words:
        try:
            found.add(round(float(word), 6))
        except ValueError:
            continue
    return found

"""The committed claims against readings of the list that were made by eye, without the importer.

``readings/december-2024.jsonl`` holds the 154 rows of the rule of December 2024, ``readings/sample.jsonl`` 240 other
rows drawn at random.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

READINGS = Path(__file__).parent / "readings"
KINDS = {"official": "official-name", "alias": "alias", "former": "former-name", "short": "short-name"}
PREFIXES = """
PREFIX kg: <https://w3id.org/chip-controls/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


def _rows(name: str) -> list[dict[str, Any]]:
    text = (READINGS / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def _asked(store: ox.Store, query: str) -> dict[int, list[tuple[str, ...]]]:
    """The answers of a query whose first column is the row number, in any order."""
    found: dict[int, list[tuple[str, ...]]] = defaultdict(list)
    answers = store.query(PREFIXES + query)
    assert isinstance(answers, ox.QuerySolutions)
    for answer in answers:
        row, *rest = (getattr(term, "value", "") for term in answer)
        found[int(row)].append(tuple(rest))
    return found


@pytest.fixture(scope="module")
def stated(imported: ox.Store) -> dict[str, dict[int, list[tuple[str, ...]]]]:
    """What the committed claims say of each row."""
    on_row = "?c kg:listing ?l . ?l kg:row ?row ; rdf:subject ?head . ?c rdf:subject ?head ."
    return {
        "names": _asked(imported, f"SELECT ?row ?kind ?text {{ {on_row} ?c kg:nameKind ?kind ; rdf:object ?text }}"),
        "addresses": _asked(imported, f"SELECT ?row ?text {{ {on_row} ?c kg:addressText ?text }}"),
        "citations": _asked(
            imported,
            f"SELECT ?row ?text ?date ?p {{ {on_row} ?c kg:citation ?text ; kg:citedDate ?date ; rdf:predicate ?p ; "
            "kg:ordinal ?n } ORDER BY ?n",
        ),
        "references": _asked(
            imported,
            f"SELECT ?row ?name {{ {on_row} ?c a kg:CrossReference ; rdf:object ?d . "
            "?d rdfs:label|kg:crossReferenceName|kg:heading ?name }",
        ),
        "footnotes": _asked(imported, "SELECT ?row ?n { ?l kg:row ?row ; kg:footnote ?f . ?f skos:notation ?n }"),
        "sections": _asked(
            imported,
            "SELECT ?row ?label { ?l kg:row ?row ; kg:licenceRequirement ?q . "
            "?q kg:citesProvision ?s . ?s rdfs:label ?label }",
        ),
        "policy": _asked(imported, "SELECT ?row ?text { ?l kg:row ?row ; kg:reviewPolicy ?p . ?p kg:wording ?text }"),
        "destination": _asked(
            imported, "SELECT ?row ?text { ?l kg:row ?row ; kg:destination ?d . ?d kg:heading ?text }"
        ),
    }


def _letters(text: str) -> str:
    return re.sub(r"\W", "", text).casefold()


def _once(those: list[dict[str, str]]) -> list[dict[str, str]]:
    """Things said twice in a row, once."""
    return [each for n, each in enumerate(those) if each not in those[:n]]


def _differences(stated: dict[str, dict[int, list[tuple[str, ...]]]], reading: dict[str, Any]) -> list[str]:
    """What the claims and a reading say differently, in words."""
    row = reading["row"]
    names = {(KINDS[each["kind"]], " ".join(each["text"].split())) for each in reading["names"]}
    pairs = {
        "names": (names, {(kind.rpartition("#")[2], text) for kind, text in stated["names"][row]}),
        "addresses": (
            {" ".join(each.split()) for each in reading["addresses"]},
            {text for (text,) in stated["addresses"][row]},
        ),
        "citations": (
            [
                (each["citation"], each["published"], "amendedBy" if n else "addedBy")
                for n, each in enumerate(_once(reading["citations"]))
            ],
            [(text, date, predicate.rpartition("#")[2]) for text, date, predicate in stated["citations"][row]],
        ),
        "footnotes": ({str(each) for each in reading["footnotes"]}, {text for (text,) in stated["footnotes"][row]}),
        "sections": (
            {f"15 CFR {each}" for each in reading["sections"]},
            {text for (text,) in stated["sections"][row] if text.startswith("15 CFR")},
        ),
        "destination": (reading["destination"], stated["destination"][row][0][0]),
    }
    found = [f"row {row}, {what}: read {read}, stated {said}" for what, (read, said) in pairs.items() if read != said]
    wordings = {text.strip(" .").casefold() for (text,) in stated["policy"][row]}
    if reading["policy"].strip(" .").casefold() not in wordings:
        found.append(f"row {row}, policy: read {reading['policy']}")
    places = {_letters(text) for (text,) in stated["references"][row]}
    found += [
        f"row {row}, reference to {each} is missing"
        for each in reading["cross_references"]
        if _letters(each) not in places
    ]
    return found


@pytest.mark.parametrize(("name", "count"), [("december-2024.jsonl", 154), ("sample.jsonl", 240)])
def test_every_cell_is_read_as_by_eye(
    stated: dict[str, dict[int, list[tuple[str, ...]]]],
    name: str,
    count: int,
) -> None:
    """Every name, address, citation, footnote, section, policy and reference is what a person read in the row."""
    readings = _rows(name)
    assert len(readings) == count
    assert [each for reading in readings for each in _differences(stated, reading)] == []


def test_the_rule_of_december_2024_by_eye() -> None:
    """The readings themselves add up to the rule: 140 additions, 14 amendments, Footnote 5 on 9 and 7 of them."""
    rule = {"89 FR 96836", "89 FR 96837"}
    readings = _rows("december-2024.jsonl")
    added = [each for each in readings if each["citations"][0]["citation"] in rule]
    amended = [each for each in readings if each not in added]
    assert (len(added), len(amended)) == (140, 14)
    assert (sum(each["footnotes"] == [5] for each in added), sum(each["footnotes"] == [5] for each in amended)) == (
        9,
        7,
    )

"""Drafts of claims, and the blanks in them."""

import datetime as dt
from pathlib import Path

import pytest

from kg import check, drafts, form, store
from kg.blanks import Blanks
from kg.drafts import Wanted
from kg.errors import Misuse, WrongFile
from tests import example

TODAY = dt.date(2025, 2, 1)
NEW = "us/federal-register/2025-01-30-another-example"


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with one source and two claims, and a cache of its own."""
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))
    return example.checkout(tmp_path / "checkout")


@pytest.fixture
def graph(checkout: Path) -> store.Store:
    """The graph of that checkout."""
    return store.open_store(checkout)


@pytest.mark.parametrize(
    "source", [NEW, f"source:{NEW}", f"graph/sources/{NEW}.ttl", f"https://w3id.org/chip-controls/source/{NEW}"]
)
def test_a_source_can_be_named_in_any_way(source: str) -> None:
    """Its path, its IRI, its CURIE and its key are the same source."""
    assert drafts.key(source) == NEW


@pytest.mark.parametrize(
    "source",
    ["", "us", "us/bis/no-date", "us/bis/2025-02-30-no-such-day", "../us/bis/2025-01-01-x", "us/BIS/2025-01-01-x"],
)
def test_what_is_no_source_is_refused(source: str) -> None:
    """A source has a place, an issuer, a real day and a slug."""
    with pytest.raises(Misuse, match="PLACE/ISSUER/DATE-SLUG"):
        drafts.key(source)


def test_a_new_file_has_a_blank_for_all_that_is_wanted(checkout: Path) -> None:
    """The check finds nothing in a new draft but its blanks."""
    draft = drafts.draft(checkout, Wanted(NEW, "Naming", {}), TODAY)
    assert form.format_file(draft.path, write=False) == ([], False)
    rules = {each.rule for each in check.check(checkout, [draft.path]).problems}
    assert rules == {"no-blanks-left"}
    text = draft.path.read_text("utf-8").splitlines()
    assert text[draft.line - 1] == draft.claim
    assert all("TODO" in text[line - 1] and predicate in text[line - 1] for line, predicate in draft.blanks)
    assert len(draft.blanks) == sum("TODO" in line for line in text)


def test_what_is_known_is_filled_in(checkout: Path) -> None:
    """A claim in a known source has its speaker, its day and its source without anybody typing them."""
    given = {"rdf:subject": "id:us-bis", "rdf:predicate": "kg:name", "rdf:object": '"BIS"@en'}
    draft = drafts.draft(checkout, Wanted(example.SOURCE, "Naming", given), TODAY)
    assert draft.claim == ":us-bis-name-bis-2"
    block = draft.path.read_text("utf-8").partition(f"\n{draft.claim}\n")[2].partition("\n.\n")[0]
    for line in (
        "kg:saidBy id:us-office-of-the-federal-register ;",
        'kg:statedOn "2025-01-31"^^xsd:date ;',
        'kg:recordedOn "2025-02-01"^^xsd:date ;',
        f"kg:statedIn <https://w3id.org/chip-controls/source/{example.SOURCE}> ;",
    ):
        assert line in block


def test_filled_in_it_is_well(checkout: Path) -> None:
    """A draft whose blanks are filled passes the check, and the old claims are as they were."""
    before = example.source_file(checkout).read_text("utf-8")
    anchor, copy = drafts.anchor(example.COPY, "amends the list")
    given = {
        "rdf:subject": "id:us-bis",
        "rdf:predicate": "kg:name",
        "rdf:object": '"B.I.S."@en',
        "kg:nameKind": "kg:alias",
    }
    given |= {"kg:locator": '"second paragraph"@en', "kg:modality": "kg:official", "kg:credibility": "kg:credibility-1"}
    draft = drafts.draft(checkout, Wanted(example.SOURCE, "Naming", given, copy, anchor), TODAY)
    assert draft.blanks == []
    assert str(check.check(checkout, [draft.path])) == "ok: 1 source, 3 claims, 0 problems"
    assert draft.path.read_text("utf-8").startswith(before.rstrip("\n"))


def test_another_copy_of_the_source_is_refused(checkout: Path, tmp_path: Path) -> None:
    """Anchors of one source point into one copy."""
    (tmp_path / "other.txt").write_text("amends the list, differently")
    anchor, copy = drafts.anchor(tmp_path / "other.txt", "amends the list")
    before = example.source_file(checkout).read_text("utf-8")
    with pytest.raises(Misuse, match="not the one that the source was read from"):
        drafts.draft(checkout, Wanted(example.SOURCE, "Naming", {}, copy, anchor), TODAY)
    assert example.source_file(checkout).read_text("utf-8") == before


def test_a_file_with_comments_is_left_alone(checkout: Path) -> None:
    """Comments would be lost, so the file is not opened."""
    file = example.source_file(checkout)
    file.write_text(file.read_text("utf-8") + "# mine\n")
    with pytest.raises(WrongFile, match="comments"):
        drafts.draft(checkout, Wanted(example.SOURCE, "Naming", {}), TODAY)


def test_an_unknown_class_is_refused(checkout: Path) -> None:
    """The classes of claims are those of the ontology, and the message lists them."""
    with pytest.raises(Misuse, match=r"Amending, Claim, .*Naming"):
        drafts.draft(checkout, Wanted(NEW, "Gossip", {}), TODAY)


@pytest.mark.parametrize(("words", "times"), [("nowhere", 0), ("The", 2)])
def test_words_must_stand_once(words: str, times: int) -> None:
    """Words that are not in the copy, or more than once, have no anchor."""
    with pytest.raises(Misuse, match=f"{times} times"):
        drafts.anchor(example.COPY, words)


def test_a_copy_can_be_json(tmp_path: Path) -> None:
    """Words of a JSON file are anchored in its values, and the source says so."""
    (tmp_path / "a.json").write_text('{"the words": "first", "second": "Here are the words."}')
    anchor, copy = drafts.anchor(tmp_path / "a.json", "the words")
    assert (anchor.segment, anchor.start, anchor.end) == (2, 9, 18)
    assert copy["kg:normalisation"] == "kg:json-texts"


def test_a_copy_must_be_text(tmp_path: Path) -> None:
    """A PDF is no copy of plain text."""
    (tmp_path / "a.pdf").write_bytes(b"%PDF\xff")
    with pytest.raises(WrongFile, match="plain text"):
        drafts.anchor(tmp_path / "a.pdf", "words")


def test_properties_are_found_by_name(graph: store.Store) -> None:
    """A property needs no prefix, and a slip of the pen gets an offer."""
    assert drafts.predicate_token(graph, "effectiveOn") == drafts.predicate_token(graph, "kg:effectiveOn")
    with pytest.raises(Misuse, match="Did you mean kg:effectiveOn"):
        drafts.predicate_token(graph, "efectiveOn")
    with pytest.raises(Misuse, match=r"no property 'kg:123456'\.$"):
        drafts.predicate_token(graph, "123456")


def test_entities_are_found_or_get_a_slug(graph: store.Store) -> None:
    """A known name is its entity; an unknown one gets the IRI that its slug would have."""
    assert drafts.entity_token(graph, "us-bis") == ("id:us-bis", True)
    assert drafts.entity_token(graph, "Nobody Knows Co., Ltd.") == ("id:nobody-knows-co-ltd", False)
    assert drafts.entity_token(graph, "id:nobody") == ("id:nobody", False)
    assert drafts.entity_token(graph, "https://example.org/x") == ("<https://example.org/x>", False)


@pytest.mark.parametrize(
    ("predicate", "value", "token"),
    [
        ("kg:effectiveOn", "2024-12-02", '"2024-12-02"^^xsd:date'),
        ("kg:addsCount", "140", "140"),
        ("kg:addsCount", "many", '"many"^^xsd:integer'),
        ("kg:name", "BIS", '"BIS"@en'),
        ("kg:documentNumber", "2024-28267", '"2024-28267"'),
        ("kg:listedOn", "us-entity-list", "id:us-entity-list"),
        ("", "2024-12-02", '"2024-12-02"^^xsd:date'),
        ("", "7", "7"),
    ],
)
def test_the_ontology_says_what_the_other_end_is(graph: store.Store, predicate: str, value: str, token: str) -> None:
    """A day, a number, a text or an entity, by the range of the property."""
    assert drafts.object_token(graph, predicate, value) == (token, True)


def test_blanks_offer_the_terms_to_choose_from(graph: store.Store) -> None:
    """Where the ontology has a list of terms, it is offered."""
    assert "kg:forecast" in drafts.choices(graph, "kg:modality")
    assert drafts.choices(graph, "kg:locator") == []


def test_blanks_are_what_the_shapes_want(checkout: Path) -> None:
    """Each required property has a blank of its kind, and optional ones have none."""
    blanks = Blanks(checkout).of("Amending")
    assert blanks["kg:citedDate"] == '"TODO"^^xsd:date'
    assert blanks["kg:ordinal"] == '"TODO"^^xsd:integer'
    assert blanks["kg:locator"].startswith('"TODO: ')
    assert blanks["kg:modality"] == "kg:TODO"
    assert blanks["rdf:subject"] == "id:TODO"
    assert "kg:validUntil" not in blanks

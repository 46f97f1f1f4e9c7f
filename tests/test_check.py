"""The check: files that are well, and one file for each way of not being so."""

import shutil
from pathlib import Path

import pytest

from kg import check
from kg.errors import WrongFile
from tests import example


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with one source and two claims, and a cache of its own."""
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))
    return example.checkout(tmp_path / "checkout")


@pytest.fixture
def source(checkout: Path) -> Path:
    """The file of the one source."""
    return example.source_file(checkout)


def test_a_file_that_is_well(checkout: Path, source: Path) -> None:
    """A good file has its sources and claims counted, and no problem."""
    assert str(check.check(checkout, [source])) == "ok: 1 source, 2 claims, 0 problems"


def test_a_whole_checkout_that_is_well(checkout: Path) -> None:
    """Without files everything is checked, ontology and shapes included."""
    assert str(check.check(checkout)) == "ok: 1 source, 2 claims, 0 problems"


FAULTS = {
    ("    kg:status", "   kg:status"): (37, "house-form", "run 'kg fmt'"),
    ("@prefix : ", "# made by hand\n@prefix : "): (1, "no-comments", "skos:editorialNote"),
    ('"BIS"@en ;', '"BIS"@en'): (30, "turtle-syntax", "'kg:nameKind' stands where"),
    ('"BIS"@en', '"BIS@en'): (29, "turtle-syntax", "has no meaning here"),
    ("id:us-bis ;", "_:somebody ;"): (27, "no-blank-nodes", "give the thing an IRI"),
    ("id:us-bis ;", "[] ;"): (27, "no-blank-nodes", "give the thing an IRI"),
    ("rdf:object", "foo:bar 1 ;\n    rdf:object"): (29, "turtle-syntax", "'foo:' is not declared"),
    ('"An example of a rule"', '"TODO: the title"'): (12, "no-blanks-left", "dcterms:title still says TODO"),
    ("rdf:subject id:us-bis", "rdf:subject id:TODO"): (25, "no-blanks-left", "rdf:subject still says TODO"),
    ('"BIS"@en', '"BIS"@fr'): (25, "language-tag", "'fr' is no language tag of the house"),
    ("rdf:subject id:us-bis", "rdf:subject id:nobody"): (25, "no-dangling-reference", "which nothing describes"),
    ("kg:anchor at:2.37-40", "kg:anchor at:2.37-41"): (25, "no-dangling-reference", "points to at:2.37-41"),
    ("<http://www.w3.org/ns/oa#>", "<http://x/>"): (0, "prefix-of-the-house", "<http://www.w3.org/ns/oa#>"),
    ('    kg:locator "second paragraph"@en ;\n', ""): (25, "claim-has-locator", "locator"),
    ("kg:reliability-a", "kg:reliability-z"): (12, "no-dangling-reference", "kg:reliability-z"),
}


@pytest.mark.parametrize("change", FAULTS, ids=lambda change: FAULTS[change][1])
def test_a_problem_has_its_place(checkout: Path, source: Path, change: tuple[str, str]) -> None:
    """Each way of not being well is found, with its line, its rule, and a sentence that says what to do."""
    line, rule, sentence = FAULTS[change]
    example.edit(source, *change)
    problems = check.check(checkout, [source]).problems
    found = [each for each in problems if each.rule == rule]
    assert [(each.path, each.line) for each in found] == [(source, line)], problems
    assert sentence in found[0].sentence


def test_text_that_is_not_in_normal_form(checkout: Path, source: Path) -> None:
    """A letter that is written as two is found, in its line."""
    example.edit(source, "An example of a rule", "Expose\u0301")
    found = {(each.rule, each.line) for each in check.check(checkout, [source]).problems}
    assert found == {("text-is-nfc", 14)}


def test_a_file_that_is_not_utf_8(checkout: Path, source: Path) -> None:
    """A file of another encoding is a problem, not a crash."""
    source.write_bytes(source.read_text("utf-8").replace("example", "ex\u00e4mple").encode("latin-1"))
    assert {each.rule for each in check.check(checkout, [source]).problems} == {"text-is-utf-8"}


def test_line_ends_of_another_system(checkout: Path, source: Path) -> None:
    """A file with other line ends is not in house form, since digests of files depend on them."""
    source.write_bytes(source.read_bytes().replace(b"\n", b"\r\n"))
    assert {(each.rule, each.line) for each in check.check(checkout, [source]).problems} == {("house-form", 1)}


def test_an_edge_is_not_typed(checkout: Path, source: Path) -> None:
    """What claims say may not be typed beside them."""
    text = source.read_text("utf-8")
    source.write_text(
        text.replace("kg:name ;", "kg:listedOn ;").replace('rdf:object "BIS"@en', "rdf:object id:us-entity-list")
        + "\nid:us-bis\n    kg:listedOn id:us-entity-list ;\n.\n"
    )
    found = [each for each in check.check(checkout, [source]).problems if each.rule == "no-edge-without-a-claim"]
    assert [each.subject for each in found] == ["id:us-bis"]


def test_a_claim_stands_in_the_file_of_its_source(checkout: Path, source: Path) -> None:
    """A claim that is stated in another source than that of its file is in the wrong file."""
    other = source.with_name("2025-02-01-other.ttl")
    shutil.copy(source, other)
    example.edit(other, "source/us/federal-register/2025-01-31-example>\n    a", "source/us/other>\n    a")
    rules = [each.rule for each in check.check(checkout, [other]).problems]
    assert rules.count("claim-in-the-file-of-its-source") == 2


def test_a_file_without_a_source(checkout: Path, source: Path) -> None:
    """Claims need a source in their file or beside it."""
    text = source.read_text("utf-8")
    start, end = text.index("<https://w3id.org/chip-controls/source/us/f"), text.index(":us-bis-name-bis\n")
    source.write_text(text[:start] + text[end:])
    sentences = [each.sentence for each in check.check(checkout, [source]).problems]
    assert any("the file belongs to no source" in each for each in sentences)


RULE = """# question: Which claims say a name that is too short?
SELECT ?claim WHERE { ?claim rdf:object ?name FILTER(STRLEN(STR(?name)) < 4) }
"""


@pytest.mark.parametrize("whole", [True, False])
def test_a_rule_must_return_nothing(checkout: Path, source: Path, whole: bool) -> None:  # noqa: FBT001 - a parameter
    """Each row of a query of queries/rules is a problem of the block that it names."""
    (checkout / "queries" / "rules").mkdir()
    (checkout / "queries" / "rules" / "name-is-long-enough.rq").write_text(RULE)
    problems = check.check(checkout, None if whole else [source]).problems
    assert [(each.subject, each.line, each.rule) for each in problems] == [
        (":us-bis-name-bis", 25, "name-is-long-enough")
    ]
    assert problems[0].sentence == "Which claims say a name that is too short?"


def test_a_rule_can_say_its_own_sentence(checkout: Path, source: Path) -> None:
    """A column called sentence is what is said; a row without a block is a problem of the rule."""
    rule = checkout / "queries" / "rules" / "always.rq"
    rule.parent.mkdir()
    rule.write_text("SELECT ?sentence WHERE { BIND('never well' AS ?sentence) }")
    problems = check.check(checkout, [source]).problems
    assert [(each.path, each.sentence) for each in problems] == [(rule, "never well")]


def test_what_is_no_turtle_file(checkout: Path) -> None:
    """Another kind of file is misuse."""
    with pytest.raises(WrongFile, match="no Turtle file"):
        check.check(checkout, [example.COPY])


def test_a_file_with_units_is_well_alone(root: Path) -> None:
    """A unit that bears the IRI of QUDT is described in the graph, also when one file is checked."""
    file = root / "graph" / "sources" / "us" / "newsbytesapp-com" / "2025-01-01-hopper-purchases.ttl"
    assert check.check(root, [file]).problems == []

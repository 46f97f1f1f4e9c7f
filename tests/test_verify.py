"""Whether the words of claims stand in the reader's copies."""

import hashlib
import shutil
from pathlib import Path

import pytest

from kg import anchors, store, verify
from kg.anchors import State
from kg.errors import StoreTrouble
from kg.tables import shown
from tests import example
from tests.importers.ecfr.small import document, row


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """The file of the one source of a small checkout."""
    return example.source_file(example.checkout(tmp_path / "checkout"))


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    """A folder with a copy of the source."""
    (tmp_path / "copies").mkdir()
    shutil.copy(example.COPY, tmp_path / "copies")
    return tmp_path / "copies"


def counts(source: Path, copies: Path) -> dict[State, int]:
    """How many claims of the file are in which state."""
    report = verify.verify(store.of_files([source]), copies)
    return {state: report.count(state) for state in State if report.count(state)}


def test_the_copy_that_was_read_verifies_every_claim(source: Path, copies: Path) -> None:
    """In the same copy every claim is verified."""
    report = verify.verify(store.of_files([source]), copies)
    assert report.well
    assert report.rows().rows == []
    assert str(report).startswith("2 claims with an anchor: 2 verified")


def test_a_copy_is_known_by_its_digest(source: Path, copies: Path) -> None:
    """A copy under another name, in a folder below, is found."""
    (copies / "below").mkdir()
    (copies / "rule.txt").rename(copies / "below" / "other-name")
    assert counts(source, copies) == {State.VERIFIED: 2}


def test_a_changed_word_is_reported_with_its_claim(source: Path, copies: Path) -> None:
    """A copy with one word changed gives the claim, its locator and the source."""
    example.edit(copies / "rule.txt", "(BIS)", "(BXA)")
    report = verify.verify(store.of_files([source]), copies)
    assert not report.well
    assert {(shown(row[0]), shown(row[2])) for row in report.rows().rows} == {("changed", "second paragraph")}


def test_an_added_paragraph_loses_nothing(source: Path, copies: Path) -> None:
    """A paragraph before the words moves them, and they are still verified."""
    example.edit(copies / "rule.txt", "Additions to the List\n", "A new paragraph\n\nAdditions to the List\n")
    assert counts(source, copies) == {State.VERIFIED: 2}


def test_a_lost_paragraph_is_not_found(source: Path, copies: Path) -> None:
    """Words whose paragraph is gone with all that followed are not found."""
    (copies / "rule.txt").write_text("")
    assert counts(source, copies) == {State.NOT_FOUND: 2}


def test_without_a_copy_nothing_is_well(source: Path, tmp_path: Path) -> None:
    """A folder without a copy says so for each claim, and that is not well: nothing was verified."""
    (tmp_path / "empty").mkdir()
    report = verify.verify(store.of_files([source]), tmp_path / "empty")
    assert report.count(State.NO_COPY) == 2
    assert not report.well
    assert {each.reason for each in report.outcomes} == {"no file with this digest, and none named rule.txt"}


def test_a_copy_that_cannot_be_read_says_why(source: Path, copies: Path) -> None:
    """A copy that is no text is no copy, with the reason."""
    (copies / "rule.txt").write_bytes(b"\xff\xfe")
    report = verify.verify(store.of_files([source]), copies)
    assert all("cannot be read" in each.reason for each in report.outcomes)


def test_an_unknown_normalisation_says_so(source: Path, copies: Path) -> None:
    """Text that nobody here can make is no copy."""
    example.edit(source, "kg:plain-text", "kg:page-images")
    report = verify.verify(store.of_files([source]), copies)
    assert {each.reason for each in report.outcomes} == {"the normalisation kg:page-images is not known here"}


def test_a_claim_without_an_anchor_is_counted(source: Path, copies: Path) -> None:
    """Claims of which no copy was read are counted apart."""
    example.edit(source, "    kg:anchor at:2.37-40 ;\n", "")
    assert str(verify.verify(store.of_files([source]), copies)).endswith("1 claims have no anchor")


def test_a_half_anchor_is_refused(source: Path, copies: Path) -> None:
    """An anchor that lacks a part is a fault of the graph, not of the copy."""
    example.edit(source, "    oa:end 40 ;\n", "")
    with pytest.raises(StoreTrouble, match="kg check"):
        verify.verify(store.of_files([source]), copies)


TWO = """
@prefix claim: <https://w3id.org/chip-controls/claim/us/a/2025-01-01-{name}/> .
@prefix kg: <https://w3id.org/chip-controls/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .

<https://w3id.org/chip-controls/source/us/a/2025-01-01-{name}>
    a kg:Source ;
    kg:copyName "{copy}" ;
    kg:normalisation kg:{normalisation} ;
    kg:reliability kg:reliability-a ;
    kg:sha256 "{sha256}" ;
.

claim:one
    a kg:Claim ;
    kg:statedIn <https://w3id.org/chip-controls/source/us/a/2025-01-01-{name}> ;
    kg:anchor claim:at ;
.

claim:at
    a kg:Anchor ;
    kg:segment {segment} ;
    kg:sha256 "{words}" ;
    oa:start 0 ;
    oa:end 9 ;
.
"""


def two_sources(folder: Path, copy: Path, normalisations: dict[str, int]) -> store.Store:
    """Sources that read one copy, each in its way, with a claim that rests on the words 'The words'."""
    sha256 = hashlib.sha256(copy.read_bytes()).hexdigest()
    files = []
    for normalisation, segment in normalisations.items():
        files.append(folder / f"{normalisation}.ttl")
        given = {"name": normalisation, "copy": copy.name, "normalisation": normalisation, "segment": segment}
        files[-1].write_text(TWO.format(**given, sha256=sha256, words=anchors.digest("The words")))
    return store.of_files(files)


def test_one_copy_is_read_in_two_ways(tmp_path: Path) -> None:
    """Two sources that name the same copy are each read by their own normalisation."""
    (tmp_path / "copies").mkdir()
    table = document(row("The words", "A")).replace("<DIV>", "<HEAD>List</HEAD><P>The words of a paragraph.</P><DIV>")
    copy = tmp_path / "copies" / "list.xml"
    copy.write_text(table, "utf-8")
    graph = two_sources(tmp_path, copy, {"ecfr-table-rows": 1, "ecfr-text": 2})
    assert verify.verify(graph, tmp_path / "copies").count(State.VERIFIED) == 2
    copy.write_text(table.replace("The words of", "Other words of"), "utf-8")
    report = verify.verify(graph, tmp_path / "copies")
    assert {each.source.rpartition("-01-")[2]: each.state for each in report.outcomes} == {
        "ecfr-table-rows": State.VERIFIED,
        "ecfr-text": State.CHANGED,
    }


def test_a_value_of_json_is_verified(tmp_path: Path) -> None:
    """A claim whose source is JSON is verified in its values, and JSON that is cut off says why it is not."""
    (tmp_path / "copies").mkdir()
    copy = tmp_path / "copies" / "list.json"
    copy.write_text('{"The words": "first", "second": ["The words"]}')
    graph = two_sources(tmp_path, copy, {"json-texts": 2})
    assert verify.verify(graph, tmp_path / "copies").well
    copy.write_text('{"The words": "first", "second": ["The words"]')
    assert all("cannot be read" in each.reason for each in verify.verify(graph, tmp_path / "copies").outcomes)


@pytest.mark.needs_copy("ecfr-title-15-part-744-2026-07-23.xml")
def test_every_claim_of_the_entity_list_is_verified(root: Path, copies_of_sources: Path) -> None:
    """Each claim that was read from a copy that is there is verified."""
    report = verify.verify(store.open_store(root), copies_of_sources)
    assert report.count(State.VERIFIED) > 20_000
    assert report.rows().rows == []


@pytest.mark.needs_copy("ecfr-title-15-part-744-2026-07-23.xml")
def test_one_changed_word_of_the_list_is_found(root: Path, copies_of_sources: Path, tmp_path: Path) -> None:
    """With one word of one row changed, that row and the name in it are changed, and nothing else is."""
    name = "ecfr-title-15-part-744-2026-07-23.xml"
    text = (copies_of_sources / name).read_text("utf-8")
    (tmp_path / name).write_text(text.replace("Shenzhen Cloud Computing Center", "Shenzhen Clown Computing Center"))
    report = verify.verify(store.open_store(root), tmp_path)
    assert {each.claim.rpartition("/")[2] for each in report.outcomes if each.state is State.CHANGED} == {
        "national-supercomputing-center-shenzhen.listing",
        "national-supercomputing-center-shenzhen.name-shenzhen-cloud-computing-center",
    }
    assert report.count(State.VERIFIED) == len(report.outcomes) - report.count(State.NO_COPY) - 2


@pytest.fixture
def copies_of_sources(root: Path) -> Path:
    """The folder with copies of the sources of this graph."""
    return root.parent / "shared" / "sources"

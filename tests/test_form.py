"""Putting files into house form."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import engine, form, turtle
from kg.errors import ProblemsFound
from tests import example

MESSY = """
PREFIX id: <https://w3id.org/chip-controls/id/>
@prefix kg:<https://w3id.org/chip-controls/ontology#>.
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/chip-controls/id/b> kg:row "7"^^xsd:integer, 07; rdf:type kg:Party;;
  kg:row 7 . id:b kg:locator '''one "two"
three'''@en ; kg:share 1.50 , 1e3 ; kg:known true ; kg:day "2025-01-01"^^xsd:date ; kg:list ( 1 id:a ( "x" ) ) ;
  kg:text "y"^^xsd:string .
"""

TIDY = """@prefix id: <https://w3id.org/chip-controls/id/> .
@prefix kg: <https://w3id.org/chip-controls/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

id:b
    a kg:Party ;
    kg:row 07, 7 ;
    kg:locator "one \\"two\\"\\nthree"@en ;
    kg:day "2025-01-01"^^xsd:date ;
    kg:known true ;
    kg:list ( 1 id:a ( "x" ) ) ;
    kg:share 1.50, 1e3 ;
    kg:text "y" ;
.
"""


def test_a_messy_file_becomes_tidy(tmp_path: Path) -> None:
    """One block per subject, fixed order, one line per predicate; and once tidy, it stays as it is."""
    file = tmp_path / "a.ttl"
    file.write_text(MESSY)
    assert form.format_file(file, write=True) == ([], True)
    assert file.read_text() == TIDY
    assert form.format_file(file, write=True) == ([], False)


def test_only_looking_changes_nothing(tmp_path: Path) -> None:
    """Without writing, it is only said that the file is not in house form."""
    file = tmp_path / "a.ttl"
    file.write_text(MESSY)
    assert form.format_file(file, write=False) == ([], True)
    assert file.read_text() == MESSY


def test_a_file_with_comments_is_left_alone(tmp_path: Path) -> None:
    """A comment would be lost, so the file stays as it is and the comment's line is said."""
    file = tmp_path / "a.ttl"
    file.write_text(MESSY + "# why\n")
    problems, _ = form.format_file(file, write=True)
    assert [(each.rule, each.line) for each in problems] == [("no-comments", 9)]
    assert file.read_text().endswith("# why\n")


@pytest.mark.parametrize(
    "text", ["id:a id:b .", '@prefix id: <http://x/> .\nid:a id:b "x .', "\ufeff", "@base <http://x/> ."]
)
def test_a_file_that_does_not_parse_is_left_alone(tmp_path: Path, text: str) -> None:
    """What is not understood is not rewritten."""
    file = tmp_path / "a.ttl"
    file.write_text(text)
    problems, _ = form.format_file(file, write=True)
    assert [each.rule for each in problems] == ["turtle-syntax"]
    assert file.read_text() == text


def test_a_file_that_is_not_utf_8_is_left_alone(tmp_path: Path) -> None:
    """Bytes that are no text are a problem of the file."""
    file = tmp_path / "a.ttl"
    file.write_bytes(b"\xff")
    assert [each.rule for each in form.format_file(file, write=True)[0]] == ["text-is-utf-8"]


def test_text_is_put_into_normal_form(tmp_path: Path) -> None:
    """Formatting puts text into NFC, and nothing else counts as a change of what is said."""
    file = tmp_path / "a.ttl"
    file.write_text('<http://x/a> <http://x/b> "e\u0301" .')
    assert form.format_file(file, write=True) == ([], True)
    assert "\u00e9" in file.read_text()


@pytest.mark.parametrize("file", form.every(example.ROOT)[:40], ids=lambda file: file.name)
def test_the_files_of_the_house_are_in_house_form(file: Path) -> None:
    """What is in the checkout needs no formatting."""
    assert form.format_file(file, write=False) == ([], False)


values = st.text(st.characters(exclude_categories=["Cs"])).map(turtle.text)
locals_ = st.from_regex(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_-])?", fullmatch=True)
tokens = st.one_of(values, locals_.map("id:{}".format), st.integers().map(str), st.just('"x"@zh-Hans'))


@given(st.lists(st.tuples(locals_, locals_, tokens), min_size=1))
def test_what_is_written_is_read_back(triples: list[tuple[str, str, str]]) -> None:
    """Whatever blocks say, house form keeps it, for our reader and for the engine."""
    blocks: dict[str, turtle.Block] = {}
    for subject, predicate, value in triples:
        blocks.setdefault(subject, turtle.Block(f"id:{subject}")).add(f"kg:{predicate}", value)
    prefixes = {"id": "https://w3id.org/chip-controls/id/", "kg": "https://w3id.org/chip-controls/ontology#"}
    text = turtle.write(blocks.values(), prefixes)
    read = turtle.read(text, Path("a.ttl"))
    assert str(read) == text
    assert [each.line for each in read.blocks] == list(turtle.subject_lines(text).values())
    said = {(f"id:{s}", f"kg:{p}", v) for s, p, v in triples}
    assert {(block.subject, *pair) for block in read.blocks for pair in block.pairs} == said
    assert len(set(engine.lines(Path("a.ttl"), text))) == len(said)


@given(st.text(alphabet="@prefixd:<>.;,[]()\"'\\ \na#_-0123456789^ü"))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Our reader understands a text or says in which line it does not; it never crashes."""
    try:
        read = turtle.read(text, Path("a.ttl"))
    except ProblemsFound as error:
        lines = [each.line for each in error.problems]
    else:
        lines = [1]
        assert str(turtle.read(str(read), Path("a.ttl"))) == str(read)
    assert min(lines) >= 1

"""Quotes: the words of a claim from the reader's own copy, or why they cannot be shown."""

import hashlib
from pathlib import Path

import pytest

from kg import evidence, quotes, store, terms
from kg.tables import Iri, Literal, Term

WORDS = "Aurora  Lithography"
COPY = f"A list.\n\nThe first row: {WORDS} Co., Ltd.\n"
CLAIM, ANCHOR, SOURCE = (Iri(terms.BASE + each) for each in ("claim/x", "anchor/x", "source/x"))


def claim(copy: bytes, words: str = "Aurora Lithography") -> evidence.Evidence:
    """A claim that was read from a copy."""
    start = len("The first row: ")
    said = {
        "kg:segment": "2",
        "oa:start": str(start),
        "oa:end": str(start + len(words)),
        "kg:sha256": hashlib.sha256(words.encode()).hexdigest(),
    }
    source: dict[str, Term] = {
        "kg:sha256": Literal(hashlib.sha256(copy).hexdigest()),
        "kg:copyName": Literal("copy.txt"),
        "kg:normalisation": Iri(terms.KG + "plain-text"),
    }
    graph = store.of(
        [
            (CLAIM, Iri(terms.KG + "statedIn"), SOURCE),
            (CLAIM, Iri(terms.KG + "anchor"), ANCHOR),
            *((ANCHOR, Iri(terms.expand(name)), Literal(value)) for name, value in said.items()),
            *((SOURCE, Iri(terms.expand(name)), value) for name, value in source.items()),
        ]
    )
    return evidence.of(graph, [CLAIM])[0]


def test_the_words_are_shown(tmp_path: Path) -> None:
    """The copy is known by its digest, whatever its name."""
    (tmp_path / "renamed.txt").write_text(COPY, "utf-8")
    assert quotes.words(claim(COPY.encode()), tmp_path) == '"Aurora Lithography"'


def test_other_words_are_not_shown(tmp_path: Path) -> None:
    """A copy that has changed is known by its name, and its words are not passed off as those of the claim."""
    (tmp_path / "copy.txt").write_text(COPY.replace("Aurora", "Boreal"), "utf-8")
    assert "has other words there" in quotes.words(claim(COPY.encode()), tmp_path)


@pytest.mark.parametrize("content", [b"", b"One paragraph.", b"\xff\xfe\x00"])
def test_a_copy_that_cannot_be_read_says_so(tmp_path: Path, content: bytes) -> None:
    """A copy cut short or broken gives a reason and no traceback."""
    (tmp_path / "copy.txt").write_bytes(content)
    assert quotes.words(claim(COPY.encode()), tmp_path).startswith("(the copy ")


def test_no_copy_no_words(tmp_path: Path) -> None:
    """Where there is no copy, that is what is said."""
    assert quotes.words(claim(COPY.encode()), tmp_path).startswith("(no copy of the source in ")

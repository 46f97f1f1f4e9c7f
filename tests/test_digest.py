"""The news digest of December 2024: every sentence of it is in the graph.

``tests/digest/sentences.csv`` names each sentence by its paragraph, its place there and the digest of its words, with
the claims that it makes, or with the reason why it makes none.
"""

import csv
import hashlib
import itertools
from pathlib import Path

import pytest

from kg import anchors, store, terms
from kg.tables import Literal, shown

ROOT = Path(__file__).resolve().parents[1]
COPY = "000_1e22afbe723f8c47.txt"
SOURCE = terms.SOURCE + "de/news-digest/2024-12-20-chip-industry"
CLAIMS = terms.CLAIM + "de/news-digest/2024-12-20-chip-industry/"
with (ROOT / "tests" / "digest" / "sentences.csv").open(encoding="utf-8", newline="") as _file:
    SENTENCES = list(csv.DictReader(_file))

_ANCHORED = """
SELECT ?claim ?segment ?start ?end WHERE {
  ?claim kg:statedIn ?source ; kg:anchor ?anchor .
  ?anchor kg:segment ?segment ; oa:start ?start ; oa:end ?end
}
"""


@pytest.fixture(scope="module")
def anchored() -> dict[str, tuple[int, int, int]]:
    """Segment, start and end of the words of each claim of the digest, by its local name."""
    rows = store.open_store(ROOT).select(_ANCHORED.replace("?source", f"<{SOURCE}>")).rows
    return {
        str(claim).removeprefix(CLAIMS): (int(shown(segment)), int(shown(start)), int(shown(end)))
        for claim, segment, start, end in rows
    }


def places() -> list[tuple[int, int, int]]:
    """Segment, start and end of each sentence."""
    return [(int(each["segment"]), int(each["start"]), int(each["end"])) for each in SENTENCES]


def test_a_sentence_has_claims_or_a_reason(anchored: dict[str, tuple[int, int, int]]) -> None:
    """Each sentence names claims of the digest that are in the graph, or says why it states nothing."""
    for each in SENTENCES:
        assert bool(each["claims"]) != bool(each["reason"]), each
        assert set(each["claims"].split()) <= set(anchored), each


def test_every_claim_belongs_to_a_sentence(anchored: dict[str, tuple[int, int, int]]) -> None:
    """Each claim of the digest is made by a sentence in which its words stand."""
    for claim, (segment, start, end) in anchored.items():
        within = [
            each
            for each, (paragraph, first, last) in zip(SENTENCES, places(), strict=True)
            if claim in each["claims"].split() and paragraph == segment and first < end and start < last
        ]
        assert within, claim


def test_sentences_do_not_overlap() -> None:
    """The sentences stand in the order of the text, each after the one before."""
    found = places()
    assert found == sorted(found)
    for (one, _, end), (other, start, _) in itertools.pairwise(found):
        assert one < other or end <= start


@pytest.mark.needs_copy(COPY)
def test_the_sentences_are_the_whole_text(copies: Path) -> None:
    """Every character of the copy but white space stands in a sentence, and the words are those that were read."""
    segments = anchors.plain_text(copies / COPY)
    left = [list(segment) for segment in segments]
    for each, (segment, start, end) in zip(SENTENCES, places(), strict=True):
        words = segments[segment - 1][start:end]
        assert hashlib.sha256(words.encode()).hexdigest() == each["sha256"], each
        left[segment - 1][start:end] = " " * (end - start)
    assert "".join("".join(each) for each in left).split() == []


@pytest.mark.needs_copy(COPY)
def test_no_sentence_of_the_digest_is_reproduced(copies: Path) -> None:
    """No text of a claim holds ten words of the digest in a row."""
    words = " ".join(anchors.plain_text(copies / COPY)).split()
    runs = {" ".join(words[at : at + 10]) for at in range(len(words) - 9)}
    graph = store.open_store(ROOT)
    for name in ("sentence", "locator"):
        for _, text in graph.pairs(terms.KG + name):
            assert isinstance(text, Literal)
            said = text.value.split()
            assert not runs & {" ".join(said[at : at + 10]) for at in range(len(said) - 9)}, text.value

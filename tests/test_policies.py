"""Policies by name, from a file, and narrowed by days."""

import datetime as dt
import re
import time
from pathlib import Path

import pytest

from kg import claims, policies
from kg.claims import DEFAULT
from kg.errors import BadParameter, Misuse, WrongFile
from kg.policies import UnknownPolicy
from kg.terms import ID, SOURCE

ROOT = Path(__file__).resolve().parents[1]
DAY = dt.date(2024, 12, 5)

every_name = pytest.mark.parametrize("name", policies.names())


def test_without_a_name_the_graph_is_as_it_is() -> None:
    """No option is no policy, and a day alone narrows nothing but the days."""
    assert policies.load(None, None, None) == DEFAULT
    assert policies.load(as_of="2024-12-05") == claims.Policy(as_of=DAY)
    assert policies.load(known_by=dt.datetime(2024, 12, 5, 12)) == claims.Policy(known_by=DAY)  # noqa: DTZ001 - a day


@every_name
def test_a_policy_says_what_it_leaves_out(name: str) -> None:
    """Each policy that comes with kg has a sentence that says so, and leaves out what does not count."""
    found = policies.load(name)
    assert re.fullmatch(r"Left out (is|are) .*\.", found.sentence)
    assert found.strict
    assert found.name == name


def test_the_default_by_name_is_the_default() -> None:
    """What the file calls the default is what the graph counts when nobody says otherwise."""
    found = policies.load("default")
    assert (found.statuses, found.modalities) == (DEFAULT.statuses, DEFAULT.modalities)
    assert (found.reliability, found.credibility) == (DEFAULT.reliability, DEFAULT.credibility)


def test_the_page_describes_every_policy_and_every_key() -> None:
    """docs/policies.md has the sentence of each policy, and each key."""
    page = (ROOT / "docs" / "policies.md").read_text("utf-8")
    assert {f"| `{name}` | {sentence} |" for name, sentence in policies.names().items()} <= set(page.splitlines())
    assert set(policies.KEYS) == set(re.findall(r"^\| `(\w+)` \|", page.partition("## Your own")[2], re.MULTILINE))


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    """Every key of a file is heard, CURIEs stand for IRIs, and an option goes before the file."""
    file = tmp_path / "mine.toml"
    file.write_text(
        'sentence = "Left out is\\n much."\nstatuses = ["accepted"]\nmodalities = ["plan"]\nreliability = "c"\n'
        'credibility = 3\nsources = ["source:us/a"]\nwithout_sources = ["source:us/b"]\npublishers = ["id:p"]\n'
        'without_publishers = ["id:q"]\nspeakers = ["https://example.org/s"]\nwithout_speakers = ["id:t"]\n'
        "as_of = 2020-01-01\nknown_by = '2021-01-01'\n"
    )
    found = policies.load(file, known_by="2024-12-05")
    assert found == claims.Policy(
        statuses=frozenset({"accepted"}),
        modalities=frozenset({"plan"}),
        reliability="c",
        credibility=3,
        sources=frozenset({SOURCE + "us/a"}),
        without=frozenset({SOURCE + "us/b"}),
        publishers=frozenset({ID + "p"}),
        without_publishers=frozenset({ID + "q"}),
        speakers=frozenset({"https://example.org/s"}),
        without_speakers=frozenset({ID + "t"}),
        as_of=dt.date(2020, 1, 1),
        known_by=DAY,
        strict=True,
    )
    assert (found.name, found.sentence) == ("mine", "Left out is much.")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("colour = 1", "the key 'colour' is unknown: the keys are sentence, statuses"),
        ('statuses = ["acepted"]', "'acepted' is none of the statuses: they are accepted"),
        ("modalities = []", "'modalities' is not a list of texts"),
        ('modalities = "plan"', "'modalities' is not a list of texts"),
        ('reliability = "A"', "'reliability' is one of a, b, c, d, e, f, and not 'A'"),
        ("credibility = 7", "'credibility' is one of 1, 2, 3, 4, 5, 6, and not 7"),
        ("credibility = true", "and not True"),
        ("credibility = 2.0", "and not 2.0"),
        ("sources = ['nobody:x']", "'nobody:x' is not a known CURIE"),
        ("as_of = 2020", "'as_of' is not a day"),
        ("as_of = 2020-01-01T00:00:00", "'as_of' is not a day"),
        ("as_of = '2020-02-30'", "'as_of': '2020-02-30' is not a day"),
        ("sentence = 1", "'sentence' is not a text"),
        ("statuses", "it is not TOML"),
    ],
)
def test_a_file_that_is_not_understood_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    """An unknown key, a value that is none, a file that is no TOML: one sentence that names the file and the thing."""
    file = tmp_path / "mine.toml"
    file.write_text(text)
    with pytest.raises(WrongFile, match=re.escape(sentence)) as caught:
        policies.load(file)
    assert str(caught.value).startswith(f"{file}: the policy is not understood: ")
    assert caught.value.exit_code == 2


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    """A file that is not there, a folder, and bytes that are no text are said to be that."""
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    (tmp_path / "folder.toml").mkdir()
    for name, why in (("none", "No such file"), ("folder", "cannot be read"), ("bytes", "not a text in UTF-8")):
        with pytest.raises(WrongFile, match=why):
            policies.load(tmp_path / f"{name}.toml")


def test_a_name_that_is_not_known_gets_near_ones() -> None:
    """A slip is corrected, and something else gets the list."""
    with pytest.raises(UnknownPolicy, match="did you mean official-only"):
        policies.load("oficial-only")
    with pytest.raises(UnknownPolicy, match="there are default, everything"):
        policies.load("x")


@pytest.mark.parametrize(
    "text", ["2024-13-01", "2024-02-30", "5 December 2024", "20241205", "2024-W01-1", "", "\u0661999-01-01"]
)
def test_a_day_that_is_none_is_refused(text: str) -> None:
    """A day is written as YYYY-MM-DD and is in the calendar; the message names the option."""
    for option, given in (("--as-of", {"as_of": text}), ("--known-by", {"known_by": text})):
        with pytest.raises(BadParameter, match=f"{option}: .* is not a day written as YYYY-MM-DD"):
            policies.load(None, **given)


def test_every_refusal_is_misuse() -> None:
    """Whatever is wrong with a policy, the exit code is 2."""
    assert issubclass(UnknownPolicy, Misuse)


def test_a_policy_is_read_at_once() -> None:
    """Reading a policy takes a few milliseconds."""
    start = time.process_time()
    for _ in range(10):
        policies.load("official-only", "2024-12-05")
    assert time.process_time() - start < 0.2

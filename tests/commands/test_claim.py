"""``kg claim``, as a new contributor would use it."""

import re
from pathlib import Path

from tests import example
from tests.commands.conftest import Kg

NEW = "us/federal-register/2025-03-01-a-new-rule"


def test_a_claim_in_five_minutes(kg: Kg, checkout: Path) -> None:
    """Begin a claim, fill in what says TODO, format, check: the way that CONTRIBUTING describes, in three commands."""
    done = kg(
        *("claim", "new", "--source", NEW, "--class", "Naming"),
        *("--subject", "us-bis", "--predicate", "name", "--object", "The Bureau", "--locator", "first paragraph"),
        *("--copy", example.COPY, "--words", "amends the list"),
    )
    assert done.returncode == 0, done.stderr
    file = checkout / "graph" / "sources" / f"{NEW}.ttl"
    assert done.stdout.startswith(f"graph/sources/{NEW}.ttl:25: :us-bis-name-the-bureau\n")
    text = file.read_text("utf-8")
    for line, predicate in re.findall(r"^  line (\d+): TODO (\S+?),?(?: |$)", done.stdout, re.MULTILINE):
        assert text.splitlines()[int(line) - 1].split()[0] == predicate
    assert kg("check", file).returncode == 1
    for predicate, value in {
        "dcterms:title": '"A new rule"@en',
        "dcterms:publisher": "id:us-office-of-the-federal-register",
        "kg:reliability": "kg:reliability-a",
        "kg:nameKind": "kg:alias",
        "kg:modality": "kg:official",
        "kg:credibility": "kg:credibility-1",
        "kg:saidBy": "id:us-bis",
    }.items():
        text = re.sub(rf"({predicate}) .*TODO.* ;", rf"\1   {value} ;", text)
    file.write_text(text, "utf-8")
    assert kg("fmt", file).stdout == f"formatted: graph/sources/{NEW}.ttl\n"
    assert kg("check", file).stdout == "ok: 1 source, 1 claim, 0 problems\n"


def test_a_second_claim_goes_into_the_same_file(kg: Kg, source: Path) -> None:
    """The file of a known source gets another block, and keeps those it has."""
    before = source.read_text("utf-8")
    done = kg("claim", "new", "--source", f"graph/sources/{example.SOURCE}.ttl", "--predicate", "listedOn")
    assert done.returncode == 0
    assert source.read_text("utf-8").startswith(before.rstrip("\n"))
    assert ":todo-listed-on-todo" in done.stdout


def test_an_unknown_entity_is_said(kg: Kg) -> None:
    """A name that nobody bears gets the IRI of its slug, and a word about it."""
    done = kg("claim", "new", "--source", NEW, "--subject", "Nobody Knows Ltd.")
    assert done.returncode == 0
    assert done.stderr.startswith("id:nobody-knows-ltd is not described yet")


def test_mistakes_write_nothing(kg: Kg, checkout: Path) -> None:
    """A wrong source, property or class, or words without their copy, is misuse, and no file is begun."""
    for wrong in (
        ["--source", "somewhere"],
        ["--source", NEW, "--predicate", "lisstedOn"],
        ["--source", NEW, "--class", "Gossip"],
        ["--source", NEW, "--words", "amends the list"],
        ["--source", NEW, "--copy", example.COPY, "--words", "nowhere"],
    ):
        done = kg("claim", "new", *wrong)
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert not (checkout / "graph" / "sources" / f"{NEW}.ttl").exists()

"""``--evidence`` and ``--evidence-to``, as a person uses them on the real graph."""

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

import kg

ADDED = ("ask", "entity-list/who-was-amended", "--notice", "2024-28267")
NAURA = "naura-technology-group-co-ltd"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", "from kg.cli import main; main()", *arguments],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )


def test_rows_have_numbers_and_the_claims_stand_below() -> None:
    """Each of the 14 amendments rests on its listing and on the citation in its row, which are told."""
    text = run(*ADDED, "--evidence").stdout
    assert text.splitlines()[0].split()[-1] == "evidence"
    assert "[28] " in text
    assert "[29] " not in text


def test_tools_get_the_iris_of_claims() -> None:
    """In CSV the last column holds the claims of the row, each of which the graph has."""
    rows = list(csv.reader(io.StringIO(run(*ADDED, "--evidence", "--format", "csv").stdout)))
    assert {len(row[-1].split()) for row in rows[1:]} == {2}
    assert all(each.startswith("https://w3id.org/chip-controls/claim/") for row in rows[1:] for each in row[-1].split())


@pytest.mark.parametrize("text", ["ASK { id:%s kg:listedOn ?list }", "CONSTRUCT WHERE { id:%s kg:listedOn ?list }"])
def test_yes_and_triples_have_evidence_too(text: str) -> None:
    """A yes and a triple rest on the listing as a row does."""
    answer = run("query", "-e", text % NAURA, "--evidence")
    assert "[1] " in answer.stdout
    assert ".listing" in answer.stdout


def test_what_rests_on_absence_says_so() -> None:
    """A row that is there because something is not is told to rest on absence."""
    query = f"SELECT ?s {{ VALUES ?s {{ id:{NAURA} }} ?s kg:listedOn ?l MINUS {{ ?s kg:ownsShareOf ?s }} }}"
    assert "Rests on absence: nothing in the graph matches MINUS" in run("query", "-e", query, "--evidence").stdout


@pytest.mark.parametrize("ending", ["md", "jsonld", "bib", "json"])
def test_a_pack_is_written(tmp_path: Path, ending: str) -> None:
    """The answer goes where it always does, and the pack into the file."""
    file = tmp_path / f"pack.{ending}"
    answer = run(*ADDED, "--evidence-to", str(file))
    assert "evidence" not in answer.stdout.splitlines()[0]
    assert "eCFR of 2026-07-23" in file.read_text("utf-8")


def test_a_pack_of_no_known_format_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    """The sentence says which endings there are; nothing is written, and the exit code is that of misuse."""
    answer = run(*ADDED, "--evidence-to", str(tmp_path / "pack.docx"))
    assert answer.returncode == 2
    assert "ends in .md, .jsonld, .bib or .json" in answer.stderr
    assert not answer.stdout
    assert not list(tmp_path.iterdir())


def test_a_row_in_python_knows_its_evidence() -> None:
    """A row gives its claims with speaker, source and locator."""
    row = kg.open().ask("entity-list/who-was-amended", notice="2024-28267")[0]
    assert [each.facts["kg:saidBy"] for each in row.evidence()] == ["Bureau of Industry and Security"] * 2

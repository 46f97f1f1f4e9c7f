"""``kg why``: the claims behind an edge, with everything that is needed to judge them."""

import hashlib
import json
from pathlib import Path

import pytest

from kg import cli
from tests.conftest import Run

ROOT = Path(__file__).resolve().parents[2]

CIRRUS = """\
Cirrus Trading Pte. Ltd. - listed on - Entity List
1 claim, of which the graph counts 1

claim:small-list/cirrus (kg:Listing)
  said by                Bureau of Industry and Security
  in                     The small list, edition of 31 January 2025, issued 2025-01-31
  at                     https://example.org/list/2025
  where                  The small list, Singapore, row 6
  when                   stated 2025-01-31, recorded 2025-02-01
  held to be             kg:official, kg:credibility-1, kg:accepted
  reliability of source  kg:reliability-a
  destination            Singapore
  licence requirement    All items subject to the EAR
  review policy          Presumption of denial
  row                    6
  added by               89 FR 96836 of 2024-12-05
"""


@pytest.mark.parametrize(
    "predicate", ["kg:listedOn", "listedOn", "listed on", "https://w3id.org/chip-controls/ontology#listedOn"]
)
@pytest.mark.parametrize("value", ["id:us-entity-list", "us-entity-list", "Entity List"])
def test_an_edge_is_turned_over(run: Run, predicate: str, value: str) -> None:
    """Who said it, in which document, where, when, how sure, on what terms; each part is named as people name it."""
    assert run("why", 'Cirrus "C" Trading', predicate, value) == (0, CIRRUS, "")


def test_two_who_disagree_are_both_shown(run: Run) -> None:
    """What contradicts a claim stands beside it, with its source."""
    code, out, _ = run("why", "2024-28267", "addsCount", "2")
    assert code == 0
    assert "  contradicted by        3 (The small list, edition of 31 January 2024)\n" in out


def test_a_name_is_the_object_of_a_claim(run: Run) -> None:
    """A literal is named by its words, whatever their case; two rows that say it are two claims."""
    code, out, _ = run("why", "ALC", "name", "aurora litho")
    assert code == 0
    assert '- name - "Aurora Litho"\n2 claims, of which the graph counts 2\n' in out


@pytest.mark.parametrize("notice", ["89 FR 96830", "2024-28267", "89 FR 96836", "id:fr-2024-28267", "2024-12-05"])
def test_a_notice_is_the_object_of_a_claim(run: Run, notice: str) -> None:
    """A notice is named by number, citation, IRI or day."""
    assert "citation               89 FR 96836\n" in run("why", "cirrus-trading-pte-ltd", "addedBy", notice)[1]


def test_a_claim_that_does_not_count_is_shown_as_such(run: Run) -> None:
    """A superseded claim is evidence too, and is not counted."""
    out = run("why", "delta-optics", "listedOn", "us-entity-list")[1]
    assert "1 claim, of which the graph counts 0" in out
    assert "kg:superseded" in out


def test_nobody_says_so(run: Run) -> None:
    """An edge that nobody claims is exit code 1, and what claims do say is told."""
    code, out, err = run("why", "ALC", "name", "Aurora Bistro")
    assert (code, out) == (1, "")
    assert "No claim says Aurora Lithography Co., Ltd. kg:name 'Aurora Bistro'" in err
    assert "ALC; Aurora Bakery; Aurora Litho; Aurora Lithography Co., Ltd." in err
    code, _, err = run("why", "ALC", "subordinateOf", "Borealis Institute")
    assert code == 1
    assert "proves nothing about the world" in err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["Nobody Ltd.", "listedOn", "us-entity-list"], "knows no entity"),
        (["ALC", "ownedBy", "us-entity-list"], "No claim uses the predicate 'ownedBy': use one of kg:addedBy"),
    ],
)
def test_an_edge_that_cannot_be_meant_is_refused(run: Run, arguments: list[str], sentence: str) -> None:
    """An unknown subject or predicate is exit code 2."""
    code, out, err = run("why", *arguments)
    assert (code, out) == (2, "")
    assert sentence in err


def test_data_comes_as_json(run: Run) -> None:
    """The same as data."""
    (claim,) = json.loads(run("why", "delta-optics", "name", "Delta Optics", "--format", "json")[1])
    assert (claim["counts"], claim["status"], claim["object"]) == (False, "kg:superseded", "Delta Optics")
    assert claim["source"]["issued"] == "2024-01-31"


def test_the_words_are_shown_where_a_copy_is(run: Run, tmp_path: Path) -> None:
    """A claim that was not read from a copy says so instead of showing words."""
    out = run("why", "delta-optics", "name", "Delta Optics", "--sources", str(tmp_path))[1]
    assert "  words                  (the claim was not read from a copy)\n" in out


@pytest.mark.needs_copy("ecfr-title-15-part-744-2026-07-23.xml")
def test_the_words_of_the_list(capsys: pytest.CaptureFixture[str], copies: Path) -> None:
    """The words of a row of the real list are shown from the copy at hand."""
    with pytest.raises(SystemExit):
        cli.main(
            ["why", "naura-technology-group-co-ltd", "name", "Naura", "--sources", str(copies), "--format", "json"]
        )
    (claim,) = [each for each in json.loads(capsys.readouterr().out) if each["anchor"]]
    assert claim["words"] == '"Naura"'
    assert hashlib.sha256(b"Naura").hexdigest() == claim["anchor"]["sha256"]

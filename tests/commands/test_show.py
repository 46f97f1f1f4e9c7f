"""``kg show``: an entity with its names, rows, addresses and relations, each with its claim."""

import json
from pathlib import Path

import pytest

from tests.conftest import Run

ROOT = Path(__file__).resolve().parents[2]

AURORA = """\
Aurora Lithography Co., Ltd.
id:aurora-lithography-co-ltd (kg:Party)

Names
  official name         Aurora Lithography Co., Ltd.
                          claim:small-list/aurora-china.name-aurora-lithography-co-ltd
  official name         Aurora Lithography Co., Ltd.
                          claim:small-list/aurora-japan.name-aurora-lithography-co-ltd
  alias                 Aurora Bakery [kg:retracted]
                          claim:small-list/aurora-china.wrong-name
  alias                 Aurora Litho
                          claim:small-list/aurora-china.name-aurora-litho
  alias                 Aurora Litho
                          claim:small-list/aurora-japan.name-aurora-litho
  short name            ALC
                          claim:small-list/aurora-china.name-alc

Listings
  row 1                 China
                          claim:small-list/aurora-china
  licence requirement   All items subject to the EAR, with footnote 5
  review policy         Presumption of denial
  footnote              Footnote 5
  added by              89 FR 96836 of 2024-12-05
  row 5                 Japan
                          claim:small-list/aurora-japan
  licence requirement   All items subject to the EAR
  review policy         Case-by-case review
  added by              88 FR 100 of 2023-01-03
  amended by            89 FR 96837 of 2024-12-05

Addresses
                        No. 2 Etch Street, Wuxi, China
                          claim:small-list/aurora-china.address-2ea3cf96417f
                        No. 1, Fab Road, Shanghai, China
                          claim:small-list/aurora-china.address-e3a090684033
                        1-1 Chip, Tokyo, Japan
                          claim:small-list/aurora-japan.address-c438d2729aed

Cross references
  also listed under     Japan
                          claim:small-list/aurora-china.also-japan

Claims about others that name it
  kg:affiliateOf        said of Cirrus Trading Pte. Ltd.
                          claim:small-list/cirrus.affiliate

"""


def test_everything_is_shown_with_its_claim(run: Run) -> None:
    """Names by kind, rows with their terms and notices, addresses, relations; what does not count says so."""
    code, out, err = run("show", "Aurora Lithography Co., Ltd.")
    assert (code, err) == (0, "")
    assert out.startswith(AURORA)
    assert "\n16 claims about it." in out
    assert "\nAs of 2025-01-31: The small list, edition of 31 January 2025.\nThis is what" in out
    assert "not legal advice" in out


@pytest.mark.parametrize(
    "name",
    [
        "id:aurora-lithography-co-ltd",
        "https://w3id.org/chip-controls/id/aurora-lithography-co-ltd",
        "aurora-lithography-co-ltd",
        "AURORA   litho",
        "alc",
    ],
)
def test_an_entity_is_found_by_any_name(run: Run, name: str) -> None:
    """IRI, CURIE, slug, alias and short name lead to the same entity."""
    assert run("show", name)[1].startswith(AURORA)


def test_what_an_entity_is_by_itself_is_shown(run: Run) -> None:
    """A notice has facts of its own, and claims; an institute stands in another's row."""
    out = run("show", "89 FR 96830")[1]
    assert "  cited page            96836, 96837\n" in out
    assert "  kg:effectiveOn        2024-12-02\n" in out
    assert "  kg:addsCount          3 [disputed]\n" not in out
    out = run("show", "23rd Institute")[1]
    assert "  named in the row of   The small list, China, row 3\n" in out
    assert "  kg:subordinateOf      Borealis Institute\n" in out


def test_data_comes_as_json(run: Run, tmp_path: Path) -> None:
    """The same as data, to a file if wanted."""
    target = tmp_path / "cirrus.json"
    assert run("show", "id:cirrus-trading-pte-ltd", "--format", "json", "-o", str(target)) == (0, "", "")
    data = json.loads(target.read_text("utf-8"))
    assert data["label"] == "Cirrus Trading Pte. Ltd."
    assert {claim["kind"] for claim in data["claims"]} == {
        "kg:Naming",
        "kg:Listing",
        "kg:Locating",
        "kg:Amending",
        "kg:Claim",
    }
    listing = next(claim for claim in data["claims"] if claim["kind"] == "kg:Listing")
    assert listing["qualifiers"]["destination"] == "Singapore"
    assert listing["notices"][0]["citation"] == "89 FR 96836"


def test_many_claims_about_others_are_counted(run: Run) -> None:
    """A list that many stand on shows some and says how many more there are, and where to ask for them."""
    out = run("show", "us-entity-list")[1]
    assert out.count("said of") == 8


def test_nobody_of_that_name(run: Run) -> None:
    """An unknown name is refused with near ones."""
    code, out, err = run("show", "Borealis Institut")
    assert (code, out) == (2, "")
    assert "id:borealis-institute  Borealis Institute" in err


def test_several_of_that_name(run: Run) -> None:
    """A name that several bear is refused with the candidates."""
    code, out, err = run("show", "Presumption of denial")
    assert (code, out) == (2, "")
    assert "id:policy-presumption-of-denial" in err
    assert "id:term-presumption-of-denial" in err

"""The import as a whole: complete, stable, and refusing what is short or not understood."""

from __future__ import annotations

import re
import shutil
import xml.etree.ElementTree as ET
from datetime import date
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import ImportRefused, WrongFile
from kg.importers.ecfr import FOLDER, READINGS, import_list, segments
from kg.importers.ecfr.readings import key_of
from tests.importers.ecfr.small import document, row, write

COPY = "ecfr-title-15-part-744-2026-07-23.xml"
KG = "https://w3id.org/chip-controls/ontology#"
ANCHORED = f"""
PREFIX kg: <{KG}>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?segment ?start ?end ?digest ?name ?note ?address {{
    ?c kg:anchor ?a .
    ?a kg:segment ?segment ; oa:start ?start ; oa:end ?end ; kg:sha256 ?digest
    OPTIONAL {{ ?c kg:nameKind ?k ; rdf:object ?name OPTIONAL {{ ?c skos:editorialNote ?note }} }}
    OPTIONAL {{ ?c kg:addressText ?address }}
}}"""


def _count(store: ox.Store, pattern: str) -> int:
    answers = store.query(f"PREFIX kg: <{KG}> SELECT (COUNT(DISTINCT ?c) AS ?n) {{ {pattern} }}")
    assert isinstance(answers, ox.QuerySolutions)
    return int(next(answers)["n"].value)


def _cells(copy: Path) -> list[list[str]]:
    """The texts of the cells of all rows of the list, read with nothing but the XML parser."""
    rows = (each for each in ET.parse(copy).getroot().iter("TR") if len(each.findall("TD")) == 5)  # noqa: S314 our own copy
    return [["".join(cell.itertext()) for cell in each] for each in rows]


def test_counts(imported: ox.Store) -> None:
    """The graph holds 3,415 listings, four of which continue another, and an official name for each entity of a row."""
    assert _count(imported, "?c a kg:Listing") == 3415
    assert _count(imported, "?c kg:continues ?other") == 4
    assert (
        _count(imported, "?c a kg:Listing . MINUS { ?n a kg:Naming ; kg:listing ?c ; kg:nameKind kg:official-name }")
        == 1
    )


@pytest.mark.needs_copy(COPY)
def test_every_citation_is_claimed(imported: ox.Store, copies: Path) -> None:
    """Counted with one regular expression over the raw last column, every citation of a row is a claim of it."""
    found = [len(set(re.findall(r"(\d+) FR (?:FR )?(\d+)", cells[4]))) for cells in _cells(copies / COPY)]
    assert _count(imported, "?c a kg:Amending") == sum(found)


@pytest.mark.needs_copy(COPY)
def test_announced_aliases_are_claimed(imported: ox.Store, copies: Path) -> None:
    """Where a row announces aliases, nearly always its lines with a dash are as many as its alias claims."""
    rows = enumerate(_cells(copies / COPY), start=1)
    lines = {number: cells[1].count("—") for number, cells in rows if re.search("alias(es)?:", cells[1])}
    answers = imported.query(
        f"PREFIX kg: <{KG}> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> SELECT ?row (COUNT(?c) AS ?n) "
        "{ ?c kg:nameKind kg:alias ; kg:listing ?l . ?l kg:row ?row } GROUP BY ?row",
    )
    assert isinstance(answers, ox.QuerySolutions)
    claimed = {int(each["row"].value): int(each["n"].value) for each in answers}
    equal = sum(claimed.get(number, 0) == count for number, count in lines.items())
    assert len(lines) > 1900
    assert equal / len(lines) > 0.93  # a dash also stands inside names and addresses, and members have aliases too


@pytest.mark.needs_copy(COPY)
def test_anchors_select_their_words(imported: ox.Store, copies: Path) -> None:
    """Every anchor's digest is that of the words it selects, and each name and address is those words."""
    rows = segments(copies / COPY)
    answers = imported.query(
        ANCHORED,
    )
    assert isinstance(answers, ox.QuerySolutions)
    seen = 0
    for each in answers:
        segment, start, end = (int(each[key].value) for key in ("segment", "start", "end"))
        words = rows[segment - 1][start:end]
        assert sha256(words.encode()).hexdigest() == each["digest"].value
        said = each["address"] or (each["name"] if each["note"] is None else None)
        assert said is None or said.value == words
        seen += 1
    assert seen > 20_000


@pytest.mark.needs_copy(COPY)
def test_importing_again_changes_no_byte(root: Path, copies: Path, tmp_path: Path) -> None:
    """The copy gives the committed files byte for byte; where it does not, run kg import ecfr and commit."""
    shutil.copytree(root / "graph/entities", tmp_path / "graph/entities")
    shutil.copytree(root / READINGS.parent, tmp_path / READINGS.parent)
    recorded = re.search(r'kg:retrievedOn "([\d-]+)"', (root / FOLDER / "source.ttl").read_text(encoding="utf-8"))
    assert recorded
    import_list(copies / COPY, tmp_path, recorded=date.fromisoformat(recorded.group(1)))
    fresh = {each.name: each.read_bytes() for each in (tmp_path / FOLDER).iterdir()}
    committed = {each.name: each.read_bytes() for each in (root / FOLDER).iterdir()}
    assert sorted(fresh) == sorted(committed)
    assert [name for name, data in fresh.items() if committed[name] != data] == []


def test_a_small_list(home: Path) -> None:
    """A list of two rows gives its files and a report, and importing it again keeps the day of the record."""
    copy = write(home, row("JAPAN", "A, Tokyo."), row(" ", "B, a.k.a., the following one alias:<br/>—C.<br/> Osaka."))
    report = import_list(copy, home, recorded=date(2026, 8, 1))
    assert (report.counts["kg:Listing"], report.counts["alias"], report.counts["kg:Notice"]) == (2, 1, 1)
    assert {each.name for each in (home / FOLDER).iterdir()} == {
        "README.md",
        "REPORT.md",
        "addresses.ttl",
        "japan.ttl",
        "notices.ttl",
        "source.ttl",
    }
    before = (home / FOLDER / "japan.ttl").read_bytes()
    import_list(copy, home)
    assert (home / FOLDER / "japan.ttl").read_bytes() == before


def test_a_row_that_is_not_understood_stops_the_import(home: Path) -> None:
    """One row that nobody understands refuses the import, names the row, and leaves what stood there."""
    copy = write(home, row("JAPAN", "A, Tokyo."))
    import_list(copy, home)
    before = (home / FOLDER / "japan.ttl").read_bytes()
    write(home, row("JAPAN", "A, Tokyo."), row(" ", "B, a.k.a., C, Osaka."))
    with pytest.raises(
        ImportRefused, match=r"row 2 \(JAPAN, cell [0-9a-f]{16}\): aliases that are not a list of lines"
    ):
        import_list(copy, home)
    assert (home / FOLDER / "japan.ttl").read_bytes() == before


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"requirement": "For some items"}, "a wording without a meaning: 'For some items'"),
        ({"policy": "Perhaps"}, "a wording without a meaning"),
        ({"citation": ""}, "without a citation"),
        ({"citation": "See above"}, "no citation: See above"),
    ],
)
def test_law_that_is_not_understood_stops_the_import(home: Path, changed: dict[str, str], words: str) -> None:
    """A wording of law without a meaning, or a row without its citation, refuses the import."""
    with pytest.raises(ImportRefused, match=words):
        import_list(write(home, row("JAPAN", "A, Tokyo.", **changed)), home)


def test_an_unknown_destination_stops_the_import(home: Path) -> None:
    """A destination that nobody has described refuses the import and says where to add it."""
    with pytest.raises(ImportRefused, match=r"'ATLANTIS' that nobody has described.*destinations\.ttl"):
        import_list(write(home, row("ATLANTIS", "A, Poseidonis.")), home)


def test_a_list_below_its_floor_is_refused(home: Path) -> None:
    """A list with fewer listings than its floor is refused, and what stood there stays."""
    (home / READINGS).parent.mkdir(parents=True)
    (home / READINGS).write_text('[floor]\n"kg:Listing" = 2\n', encoding="utf-8")
    import_list(write(home, row("JAPAN", "A, Tokyo."), row(" ", "B, Osaka.")), home)
    before = (home / FOLDER / "japan.ttl").read_bytes()
    with pytest.raises(ImportRefused, match="1 instead of at least 2"):
        import_list(write(home, row("JAPAN", "A, Tokyo.")), home)
    assert (home / FOLDER / "japan.ttl").read_bytes() == before


def test_an_edition_without_a_day_is_refused(home: Path) -> None:
    """A file whose name bears no day needs the day of its edition."""
    with pytest.raises(WrongFile, match="--edition"):
        import_list(write(home, row("JAPAN", "A, Tokyo."), name="list.xml"), home)


def test_text_around_the_table_is_accounted_for(home: Path) -> None:
    """A note of the supplement that nobody has read stops the import; once read, the report says what became of it."""
    note = "<EDNOTE><HED>Editorial Note:</HED><PSPACE>One row is missing.</PSPACE></EDNOTE>"
    copy = home / "ecfr-2026-07-23.xml"
    copy.write_text(document(row("JAPAN", "A, Tokyo.")).replace("</DIV9>", f"{note}</DIV9>"), encoding="utf-8")
    with pytest.raises(ImportRefused, match=r"nobody has read.*text = \"[0-9a-f]{16}\".*One row is missing"):
        import_list(copy, home)
    key = key_of("Editorial Note:One row is missing.")
    (home / READINGS).parent.mkdir(parents=True)
    (home / READINGS).write_text(f'[[prose]]\ntext = "{key}"\nbecame = "Not modelled."\n', encoding="utf-8")
    import_list(copy, home)
    assert "One row is missing.…: Not modelled." in (home / FOLDER / "REPORT.md").read_text(encoding="utf-8")

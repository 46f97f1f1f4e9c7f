"""The licence requirements and review policies against the wordings they stand for, read here by rules of their own.

What the list prints is taken from the copy of the eCFR with the standard library alone. What a wording cites is found
with regular expressions. Neither knows anything of the importer.
"""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SKOS, Graph, Namespace, Node, URIRef

from kg import terms

ROOT = Path(__file__).resolve().parents[2]
COPY = "ecfr-title-15-part-744-2026-07-23.xml"
KG = Namespace(terms.KG)
ID = Namespace(terms.ID)
GRAPH = Graph()
for _file in sorted((ROOT / "graph" / "entities").glob("*.ttl")):
    GRAPH.parse(_file)

WORDINGS = sorted((str(wording), concept) for concept, wording in GRAPH.subject_objects(KG.wording))
REQUIREMENTS = [(wording, one) for wording, one in WORDINGS if (one, RDF.type, KG.LicenceRequirement) in GRAPH]
POLICIES = [(wording, one) for wording, one in WORDINGS if (one, RDF.type, KG.ReviewPolicy) in GRAPH]

_SECTION = re.compile(r"(7\d\d\.\d+)((?:\(\w+\))*)(?: and ((?:\(\w+\))+))?")
_SUPPLEMENT = re.compile(r"supplement no\. (\d+) to part (\d+)")

every_wording = pytest.mark.parametrize(("wording", "concept"), WORDINGS, ids=lambda each: str(each)[-50:])
every_requirement = pytest.mark.parametrize(("wording", "concept"), REQUIREMENTS, ids=lambda each: str(each)[-50:])
every_policy = pytest.mark.parametrize(("wording", "concept"), POLICIES, ids=lambda each: str(each)[-50:])


def cited(wording: str) -> set[str]:
    """The labels of the provisions that a wording cites."""
    found = set()
    for section, paragraphs, more in _SECTION.findall(wording.replace("744.2l(b)", "744.21(b)")):
        found.add(f"15 CFR {section}{paragraphs}")
        if more:
            found.add(f"15 CFR {section}{more}")
    return found | {f"Supplement No. {one} to 15 CFR Part {part}" for one, part in _SUPPLEMENT.findall(wording)}


def labels(concept: Node, predicate: URIRef) -> set[str]:
    """The labels of what a concept names."""
    return {str(GRAPH.value(each, RDFS.label)) for each in GRAPH.objects(concept, predicate)}


def outcomes(concept: Node) -> set[str]:
    """The outcomes of the terms of a review policy."""
    found = [GRAPH.value(term, KG.outcome) for term in GRAPH.objects(concept, KG.reviewTerm)]
    return {str(each).removeprefix(terms.KG) for each in found}


def covered(concept: Node) -> set[Node]:
    """The items of the terms of a review policy."""
    return {each for term in GRAPH.objects(concept, KG.reviewTerm) for each in GRAPH.objects(term, KG.coversItems)}


def test_no_wording_means_two_things() -> None:
    """A wording stands for one requirement or one policy."""
    assert [wording for wording, count in Counter(wording for wording, _ in WORDINGS).items() if count > 1] == []


@every_wording
def test_a_wording_cites_what_its_concept_cites(wording: str, concept: URIRef) -> None:
    """The sections, paragraphs and supplements in a wording are those that its concept cites."""
    assert cited(wording) == labels(concept, KG.citesProvision)


@every_wording
def test_a_wording_is_one_line(wording: str, concept: URIRef) -> None:
    """A wording has its white space collapsed."""
    assert wording == " ".join(wording.split()), concept


@every_requirement
def test_a_wording_has_the_footnotes_of_its_requirement(wording: str, concept: URIRef) -> None:
    """The footnote marks in a wording are the footnotes of its requirement."""
    marks = {f"Entity List footnote {number}" for number in re.findall(r"\[(\d)\]", wording)}
    assert marks == labels(concept, KG.footnote)


@every_requirement
def test_a_requirement_is_as_wide_as_its_wording(wording: str, concept: URIRef) -> None:
    """A wording that limits, excepts, overcomes or reaches worldwide has a requirement that does, and no other has."""
    everything = wording.lower().startswith(("for all items subject to the ear", "all items subject to the ear"))
    limited = "when used in" in wording
    applies = {str(each).removeprefix(terms.ID) for each in GRAPH.objects(concept, KG.appliesTo)}
    assert (applies == {"items-subject-to-the-ear"}) == (everything and not limited)
    assert ("except for" in wording or "apart from" in wording) == ((concept, KG.exceptItems, None) in GRAPH)
    assert ("License Exception" in wording) == ((concept, KG.overcomeBy, None) in GRAPH)
    assert ("worldwide" in wording) == ((concept, KG.worldwide, None) in GRAPH)


@every_requirement
def test_an_exception_rests_on_what_the_wording_cites(wording: str, concept: URIRef) -> None:
    """What a licence exception of a requirement rests on is cited by the wording, and by the requirement."""
    for exception in GRAPH.objects(concept, KG.overcomeBy):
        assert labels(exception, KG.citesProvision) <= cited(wording)


@every_policy
def test_a_wording_has_the_outcomes_of_its_policy(wording: str, concept: URIRef) -> None:
    """The outcomes that a wording names are those of its policy."""
    said = wording.lower().replace("case-by-case", "case by case")
    names = ("presumption of denial", "policy of denial", "case by case", "presumption of approval")
    assert {each.replace(" ", "-") for each in names if each in said} == outcomes(concept)


@every_policy
def test_a_wording_names_the_entries_of_its_policy(wording: str, concept: URIRef) -> None:
    """The ECCNs that a wording names, with each paragraph of a range, are those that its policy covers."""
    wording = wording.replace("the Note to ECCN 1A995", "")
    assert entries(wording) == {str(GRAPH.value(each, SKOS.notation)) for each in covered(concept) if is_eccn(each)}


def is_eccn(each: Node) -> bool:
    """Whether an item is an ECCN."""
    return (each, RDF.type, KG.Eccn) in GRAPH


def entries(wording: str) -> set[str]:
    """The ECCNs that a wording names: '3B001.a.4, .c, f.1.b.2, .k to .m' are six of 3B001."""
    found: set[str] = set()
    for entry, rest in re.findall(r"\b(\d[A-E]\d{3})((?:\.\w+)*(?:, \.?[a-z](?:\.\w+)*\b(?: to \.[a-z])?)*)", wording):
        paragraphs = [each.strip(" .") for each in rest.split(",")] if rest else [""]
        for each in paragraphs:
            first, _, last = each.partition(" to .")
            names = [chr(code) for code in range(ord(first), ord(last) + 1)] if last else [first]
            found.update(f"{entry}.{name}".rstrip(".") for name in names)
    return found


def cell(element: ET.Element) -> str:
    """The text of a cell as the wordings write it: superscripts in square brackets, white space kept."""
    parts = [element.text or ""]
    for child in element:
        inner = {"br": " ", "sup": re.sub(r"\d+", r"[\g<0>]", cell(child))}.get(child.tag, cell(child))
        parts += [inner, child.tail or ""]
    return "".join(parts)


def printed(copy: Path) -> list[list[str]]:
    """The rows of the list as the copy prints them."""
    appendices = ET.parse(copy).getroot().iter("DIV9")  # noqa: S314 - a file of our own
    (supplement,) = (each for each in appendices if each.get("N", "").startswith("Supplement No. 4"))
    rows = ([cell(one) for one in row.findall("TD")] for row in supplement.iter("TR"))
    return [[" ".join(one.split()) for one in row] for row in rows if len(row) == 5]


@pytest.mark.needs_copy(COPY)
def test_the_list_prints_what_the_concepts_know(copies: Path) -> None:
    """Every requirement and policy that the list prints is a wording, and every wording is printed, but for two cells.

    In one row the two columns are swapped, and in one a citation is glued to the policy.
    """
    rows = printed(copies / COPY)
    assert len(rows) == 3415
    assert {row[2] for row in rows} - {wording for wording, _ in REQUIREMENTS} == {"", "Presumption of denial"}
    assert {wording for wording, _ in REQUIREMENTS} <= {row[2] for row in rows}
    unknown = {row[3] for row in rows} - {wording for wording, _ in POLICIES}
    glued = "See § 744.3(d) of the EAR88 FR 13675, 3/6/23."
    assert unknown == {"", glued, "For all items subject to the EAR. (See § 744.11 of the EAR)"}
    assert {wording for wording, _ in POLICIES} <= {row[3] for row in rows}


@pytest.mark.needs_copy(COPY)
def test_the_list_arranges_its_rows_by_the_destinations(copies: Path) -> None:
    """The headings of the list are those of the destinations, each with one."""
    headings = Counter(str(each) for each in GRAPH.objects(None, KG.heading))
    assert set(headings.values()) == {1}
    assert {row[0] for row in printed(copies / COPY)} - {""} == set(headings)


@pytest.mark.needs_copy(COPY)
def test_every_cross_reference_leads_to_a_destination(copies: Path) -> None:
    """Each place named in '(See alternate address under ...)' is the label or a known spelling of one destination."""
    known: dict[str, set[Node]] = {}
    for destination in GRAPH.subjects(RDF.type, KG.Destination):
        for name in [*GRAPH.objects(destination, RDFS.label), *GRAPH.objects(destination, KG.crossReferenceName)]:
            known.setdefault(str(name), set()).add(destination)
    assert all(len(destinations) == 1 for destinations in known.values())
    named = {place for row in printed(copies / COPY) for place in places(row[1])}
    assert len(named) > 40
    assert named - set(known) == set()


def places(entry: str) -> list[str]:
    """The places that an entry refers to; a name before ' in ' is that of another entry there."""
    found: list[str] = []
    for said in re.findall(r"\((?:[Ss]ee|For) ((?:[^()]|\((?:Occupied|Emirates)\)?)*)\)", entry):
        if re.search(r"^[A-Z]|[Aa]lternat|[Aa]dditional|also", said):
            named = re.sub(r" for this entry, which is .*", "", said)
            named = re.sub(r"^.*?(?:\bunder|\bin|\bsee|\balso) (?=[A-Zt])", "", named)
            named = re.sub(r"^.* in (?=[A-Z])", "", named)
            found += [place for place in re.split(r",? and |, ", named.strip(" .")) if place]
    return found

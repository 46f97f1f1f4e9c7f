"""The entities that people describe: destinations, provisions, footnotes and what is built of them."""

import re
from pathlib import Path

import pytest
from rdflib import DCTERMS, RDF, RDFS, SKOS, BNode, Graph, Namespace, URIRef

from kg import store, terms

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "graph" / "entities").glob("*.ttl"))
KG = Namespace(terms.KG)
ID = Namespace(terms.ID)
GRAPH = Graph()
for _file in FILES:
    GRAPH.parse(_file)

RULES = {"1": "734.9(e)(1)", "3": "734.9(g)", "4": "734.9(e)(2)", "5": "734.9(e)(3)"}
"""The foreign-direct-product rule that each footnote of the list names."""


def of(one: str) -> list[URIRef]:
    """The entities of a class."""
    return sorted(each for each in GRAPH.subjects(RDF.type, KG[one]) if isinstance(each, URIRef))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_nothing_is_a_blank_node(file: Path) -> None:
    """A file of entities has no blank node."""
    assert [triple for triple in Graph().parse(file) if any(isinstance(each, BNode) for each in triple)] == []


def test_everything_that_is_named_is_described() -> None:
    """Each entity that another one names is described in these files."""
    described = set(GRAPH.subjects(RDF.type))
    named = {each for each in GRAPH.objects() if isinstance(each, URIRef) and each.startswith(terms.ID)}
    assert named - described == set()


def test_no_entity_but_an_end_point_is_idle() -> None:
    """Each item, exception, rule, term and provision is named by another entity or by a claim."""
    kinds = ("ItemScope", "LicenceException", "ForeignDirectProductRule", "ReviewTerm", "Provision", "Eccn")
    graph = store.open_store(ROOT)
    claimed = {str(each) for name in ("subject", "object") for _, each in graph.pairs(terms.RDF + name)}
    named = {*GRAPH.objects(), *map(URIRef, claimed)}
    assert [str(each) for kind in kinds for each in of(kind) if each not in named] == []


def test_a_destination_has_a_code_of_its_own() -> None:
    """Each destination has a code of two letters that no other has, except the Crimea region, which has none."""
    codes = {each: str(GRAPH.value(each, SKOS.notation) or "") for each in of("Destination")}
    assert [each for each, code in codes.items() if not code] == [ID["destination-crimea-region-of-ukraine"]]
    assert all(re.fullmatch("[A-Z]{2}", code) for code in codes.values() if code)
    assert len(set(codes.values())) == len(codes) == 91


def test_a_label_is_its_heading_in_normal_case() -> None:
    """The label of a destination is its heading, but for case."""
    for each in of("Destination"):
        assert str(GRAPH.value(each, RDFS.label)).upper() == str(GRAPH.value(each, KG.heading))


def test_a_provision_is_named_after_its_number() -> None:
    """The IRI of a provision follows from its label, and its address ends in its number."""
    for each in of("Provision"):
        label = str(GRAPH.value(each, RDFS.label))
        supplement = re.fullmatch(r"Supplement No\. (\d+) to 15 CFR Part (\d+)", label)
        wanted = f"15 CFR {supplement[2]} supplement {supplement[1]}" if supplement else label
        assert str(each) == terms.ID + re.sub(r"[^0-9a-z]+", "-", wanted.lower()).strip("-")
        address = str(GRAPH.value(each, URIRef(terms.SCHEMA + "url")))
        assert address.endswith(f"Part%20{supplement[2]}" if supplement else label.removeprefix("15 CFR "))


def test_a_paragraph_is_part_of_its_section() -> None:
    """A paragraph is part of a provision whose number begins its own."""
    for each in of("Provision"):
        number = str(GRAPH.value(each, SKOS.notation))
        whole = GRAPH.value(each, DCTERMS.isPartOf)
        assert (whole is not None) == ("(" in number), each
        if whole is not None:
            assert number.startswith(f"{GRAPH.value(whole, SKOS.notation)}("), each


def test_a_footnote_triggers_the_rule_that_it_names() -> None:
    """Footnotes 1, 3, 4 and 5 trigger the rule of the paragraph that they cite; footnote 2 is no such rule."""
    triggered = {}
    for each in of("Footnote"):
        rule = GRAPH.value(each, KG.triggers)
        if rule is not None:
            provision = GRAPH.value(rule, KG.citesProvision)
            assert (each, KG.citesProvision, provision) in GRAPH
            triggered[str(GRAPH.value(each, SKOS.notation))] = str(GRAPH.value(provision, SKOS.notation))
    assert triggered == RULES
    assert len(of("Footnote")) == 5


def test_a_narrower_eccn_begins_with_the_broader() -> None:
    """The paragraph of an entry of the Commerce Control List stands under that entry."""
    for each in of("Eccn"):
        number = str(GRAPH.value(each, SKOS.notation))
        (broader,) = GRAPH.objects(each, SKOS.broader)
        above = str(GRAPH.value(broader, SKOS.notation) or ID["items-on-the-ccl"])
        assert number.startswith(f"{above}.") if "." in number else broader == ID["items-on-the-ccl"]


def test_the_part_of_a_review_policy_that_is_for_the_rest_has_something_beside_it() -> None:
    """'All other items' stands beside another term of the same policy, and a policy has one term for the rest."""
    rest = ID["items-not-otherwise-covered"]
    for policy in of("ReviewPolicy"):
        reviewed = list(GRAPH.objects(policy, KG.reviewTerm))
        others = [term for term in reviewed if (term, KG.coversItems, rest) in GRAPH]
        assert len(others) <= 1
        assert not others or len(reviewed) > 1


def test_definitions_are_ours() -> None:
    """A definition is a short text of ours: it ends, and is no longer than four hundred characters."""
    for each in GRAPH.subjects(SKOS.definition):
        definition = str(GRAPH.value(each, SKOS.definition))
        assert definition.endswith("."), each
        assert len(definition) <= 400, each

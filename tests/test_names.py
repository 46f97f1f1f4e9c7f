"""Names: an entity is found by whatever people call it, and a notice by number, citation or day."""

from pathlib import Path

import pytest

from kg import names, store, terms
from kg.errors import AmbiguousEntity, UnknownEntity
from kg.tables import Iri, Literal

ROOT = Path(__file__).resolve().parents[1]
AURORA = Iri(terms.ID + "aurora-lithography-co-ltd")
RULE = [Iri(terms.ID + "fr-2024-28267")]


@pytest.fixture(scope="module")
def small() -> store.Store:
    """The small list, with its edges."""
    return store.of_files([ROOT / "tests" / "queries" / "small-list.ttl"])


@pytest.mark.parametrize(
    "wanted",
    [
        AURORA,
        f"<{AURORA}>",
        "id:aurora-lithography-co-ltd",
        "aurora-lithography-co-ltd",
        "Aurora Lithography Co., Ltd.",
        "  aurora LITHOGRAPHY co ltd",
        "AuroraLitho",
        "A.L.C.",
    ],
)
def test_an_entity_is_found(small: store.Store, wanted: str) -> None:
    """By IRI, CURIE, slug or any name, whatever its case, spaces and punctuation."""
    assert names.entity(small, wanted) == AURORA


def test_a_retracted_name_finds_nobody(small: store.Store) -> None:
    """A name that its speaker took back is no name."""
    with pytest.raises(UnknownEntity, match="'Aurora Bakery'"):
        names.entity(small, "Aurora Bakery")


@pytest.mark.parametrize("wanted", ["Aurora Lithografy", "aurora-lithograph", "litho"])
def test_near_names_are_offered(small: store.Store, wanted: str) -> None:
    """A slip of the pen and a part of a name are answered with who may be meant."""
    with pytest.raises(UnknownEntity, match=r"id:aurora-lithography-co-ltd  Aurora Lithography Co\., Ltd\."):
        names.entity(small, wanted)


@pytest.mark.parametrize("wanted", ["...", "\u4e2d\u82af\u56fd\u9645", "id:nobody", "https://example.org/x", "x"])
def test_nobody_near_clears_nobody(small: store.Store, wanted: str) -> None:
    """Where no name is near, the message says that this proves nothing."""
    with pytest.raises(UnknownEntity, match="clears nobody"):
        names.entity(small, wanted)


def test_a_name_of_several_is_refused(small: store.Store) -> None:
    """All who bear the name are listed, and none is picked."""
    with pytest.raises(AmbiguousEntity) as caught:
        names.entity(small, "Case-by-case review")
    assert "id:policy-case-by-case" in str(caught.value)
    assert "id:term-case-by-case" in str(caught.value)


def test_a_class_decides_between_several(small: store.Store) -> None:
    """Where only one class will do, the others of the name do not count."""
    policy = terms.KG + "ReviewPolicy"
    assert names.entity(small, "Case-by-case review", policy) == Iri(terms.ID + "policy-case-by-case")
    with pytest.raises(UnknownEntity, match="id:us-bis is no kg:ReviewPolicy"):
        names.entity(small, "id:us-bis", policy)


def test_many_candidates_are_cut_short() -> None:
    """A name that a crowd bears lists a few and counts the rest."""
    label, crowd = Iri(terms.RDFS + "label"), [Iri(f"{terms.ID}one-{number}") for number in range(20)]
    with pytest.raises(AmbiguousEntity, match="and 8 more"):
        names.entity(store.of([(each, label, Literal("One")) for each in crowd]), "one")


def test_a_label_cannot_steer_the_terminal() -> None:
    """Names of others are third-party text: what would steer a terminal is shown as such."""
    label, thing = Iri(terms.RDFS + "label"), Iri(terms.ID + "thing")
    graph = store.of([(thing, label, Literal("Thing\x1b[2J\u202egnp\nLtd."))])
    assert names.label(graph, thing) == "Thing\ufffd[2J\ufffdgnp Ltd."
    assert names.label(graph, Iri(terms.ID + "nothing")) == "id:nothing"


@pytest.mark.parametrize(
    "wanted",
    [
        "2024-28267",
        "FR Doc. 2024-28267",
        "89 FR 96830",
        "89 FR 96,836",
        "89 Fed. Reg. 96837",
        "89fr96836",
        "id:fr-2024-28267",
        "fr-2024-28267",
        "2024-12-05",
    ],
)
def test_a_notice_is_found(small: store.Store, wanted: str) -> None:
    """By number, by any page that the list cites, by its first page, by IRI or by the day of publication."""
    assert names.notices(small, wanted) == (RULE, "")


def test_a_day_of_effect_is_read_as_such_only_where_nothing_was_published(small: store.Store) -> None:
    """The reading is told, because two clocks are not one."""
    assert names.notices(small, "2024-12-02") == (
        RULE,
        "No notice was published on 2024-12-02; 89 FR 96830 took effect on that day.",
    )


@pytest.mark.parametrize("wanted", ["2024-99999", "89 FR 1", "2019-01-01", "id:us-bis", "nonsense", "2024-12-99"])
def test_an_unknown_notice_is_refused(small: store.Store, wanted: str) -> None:
    """The message says where the notices are listed."""
    with pytest.raises(UnknownEntity, match="kg ask entity-list/notices"):
        names.notices(small, wanted)


@pytest.mark.parametrize("wanted", ["kg:listedOn", "listedOn", "listed on", terms.KG + "listedOn"])
def test_a_predicate_is_found(small: store.Store, wanted: str) -> None:
    """By CURIE, IRI or its name in one word or several."""
    assert names.predicate(small, wanted) == Iri(terms.KG + "listedOn")

"""The proof of an answer: replayed alone, the evidence of a row gives the row again, and none of it can be left out."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import answers, claims, proof, queries, replay, store, terms
from kg.errors import Misuse
from kg.tables import Iri, Literal, Rows, Term, Triple

ROOT = Path(__file__).resolve().parents[1]
DATA = [
    ROOT / "tests" / "queries" / "small-list.ttl",
    ROOT / "tests" / "queries" / "small-world.ttl",
    *(file for file in sorted((ROOT / "ontology").glob("*.ttl")) if not file.stem.endswith("-shapes")),
]
Answer = Rows | bool | Sequence[Triple]


def cases() -> Iterator[tuple[str, dict[str, str]]]:
    """Every question of the library with each set of parameters that has an answer worked out by hand."""
    for name in queries.names(ROOT):
        for case in yaml.safe_load((ROOT / "tests" / "queries" / name / "cases.yaml").read_text("utf-8")):
            if len(list(csv.reader(io.StringIO(case["answer"])))) > 1:
                yield name, case["parameters"]


CASES = list(cases())


@pytest.fixture(scope="module")
def small() -> store.Embedded:
    """The small list and the small world, with their edges."""
    return store.of_files(DATA)


@pytest.fixture(scope="module")
def again(small: store.Embedded) -> replay.Replay:
    """The small world without its claims."""
    return replay.Replay(small)


def listed(answer: Answer) -> list[object]:
    """What an answer says, one by one."""
    return list(answer.rows) if isinstance(answer, Rows) else [answer] if isinstance(answer, bool) else list(answer)


def check(
    graph: store.Embedded, again: replay.Replay, query: str, values: dict[str, list[Term]] | None = None
) -> proof.Proof:
    """Replay the evidence of every row, and leave out each claim of it in turn."""
    answer = graph.query(query, values)
    found = proof.prove(graph, query, answer, values)
    rows = listed(answer)
    assert len(found.rows) == len(rows)
    for row, evidence in zip(rows, found.rows, strict=True):
        if row is False:
            continue
        assert row in listed(again.again(query, evidence, values)), (row, evidence)
        for claim in evidence if found.exact else ():
            rest = [each for each in evidence if each != claim]
            assert row not in listed(again.again(query, rest, values)), (row, evidence, claim)
    return found


@pytest.mark.parametrize(("name", "given_"), CASES, ids=[f"{case[0]}-{case[1]}" for case in CASES])
def test_every_row_of_the_library_is_proved(
    small: store.Embedded, again: replay.Replay, name: str, given_: dict[str, str]
) -> None:
    """Each row of each question comes back from its evidence alone, and from nothing less; every query is exact."""
    question = queries.question(name, ROOT)
    values, _ = answers.read(small, question, given_)
    assert check(small, again, question.open(values), values).exact


OWN: dict[str, str] = yaml.safe_load((ROOT / "tests" / "proof" / "queries.yaml").read_text("utf-8"))


@pytest.mark.parametrize("query", OWN.values(), ids=OWN)
def test_every_row_of_ones_own_queries_is_proved(small: store.Embedded, again: replay.Replay, query: str) -> None:
    """Joins, branches, filters, subqueries, groups, paths and negation: each row comes back from its evidence alone."""
    if "OFFSET" not in query:
        check(small, again, query)


def test_the_queries_of_this_test_answer_something(small: store.Embedded) -> None:
    """No query above is proved by having no rows."""
    empty = [name for name, query in OWN.items() if not listed(small.query(query)) and name != "no"]
    assert not empty


def test_absence_is_said(small: store.Embedded) -> None:
    """What no claim can show is named: MINUS, NOT EXISTS, and what must not be bound."""
    for name in ("minus", "not exists", "not bound"):
        answer = small.query(OWN[name])
        assert proof.prove(small, OWN[name], answer).absences, name
    assert proof.prove(small, OWN["no"], answer=False).absences == ("no solution at all",)
    assert not proof.prove(small, OWN["join"], small.query(OWN["join"])).absences


def test_rows_that_are_not_those_of_the_query_are_refused(small: store.Embedded) -> None:
    """Evidence for other columns would be evidence for something else."""
    with pytest.raises(Misuse, match="not those of this query"):
        proof.prove(small, "SELECT ?s { ?s ?p ?o }", Rows(("x",), []))


# --- graphs and queries at random ---------------------------------------------------------------

NAMES = [Iri(terms.ID + name) for name in "abcd"]
VERBS = [Iri(terms.KG + "supplies"), Iri(terms.KG + "listedOn")]
SOURCE = Iri(terms.SOURCE + "s")
CONTEXT: list[Triple] = [
    (SOURCE, Iri(terms.KG + "reliability"), Iri(terms.KG + "reliability-a")),
    *((each, Iri(terms.RDFS + "label"), Literal(each[-1])) for each in NAMES),
]


def block(number: int, edge: tuple[int, int, int]) -> list[Triple]:
    """A claim that says an edge."""
    iri = Iri(f"{terms.CLAIM}c{number}")
    subject, verb, value = NAMES[edge[0]], VERBS[edge[1]], NAMES[edge[2]]
    pairs: list[tuple[str, Term]] = [
        (terms.RDF + "subject", subject),
        (terms.RDF + "predicate", verb),
        (terms.RDF + "object", value),
        (terms.KG + "statedIn", SOURCE),
        (terms.KG + "status", Iri(terms.KG + "accepted")),
        (terms.KG + "modality", Iri(terms.KG + "official")),
        (terms.KG + "credibility", Iri(terms.KG + "credibility-1")),
    ]
    return [(iri, Iri(name), value) for name, value in pairs]


graphs = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 1), st.integers(0, 3)), min_size=1, max_size=7)
variables = st.sampled_from(["?x", "?y", "?z"])
ends = st.one_of(variables, st.sampled_from(["id:a", "id:b"]))
paths = st.sampled_from(
    ["kg:supplies", "kg:listedOn", "^kg:supplies", "kg:supplies+", "kg:supplies*", "kg:supplies?", "?p",
     "(kg:supplies|kg:listedOn)", "kg:supplies/kg:listedOn", "(kg:supplies/kg:supplies)+", "!kg:supplies"]
)  # fmt: skip
edge_patterns = st.builds("{} {} {} .".format, ends, paths, ends)
claim_patterns = st.builds("?c rdf:subject {} ; rdf:object {} .".format, ends, ends)
triples = st.one_of(edge_patterns, claim_patterns)


def wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Groups made of smaller ones."""
    return st.one_of(
        st.builds("{} {}".format, inner, inner),
        st.builds("{} OPTIONAL {{ {} }}".format, inner, inner),
        st.builds("{{ {} }} UNION {{ {} }}".format, inner, inner),
        st.builds("{} MINUS {{ {} }}".format, inner, triples),
        st.builds("{} FILTER EXISTS {{ {} }}".format, inner, triples),
        st.builds("{} FILTER NOT EXISTS {{ {} }}".format, inner, triples),
        st.builds("{} FILTER(?x != ?y)".format, inner),
        st.builds("{} {{ SELECT ?x {{ {} }} }}".format, inner, inner),
        st.builds("{} {{ SELECT DISTINCT ?x {{ {} }} }}".format, inner, inner),
        st.builds("{} {{ SELECT ?x (COUNT(?y) AS ?n) {{ {} }} GROUP BY ?x }}".format, inner, inner),
    )


groups = st.recursive(triples, wrapped, max_leaves=4)
selects = st.sampled_from(
    ["SELECT ?x ?y {{ {} }}", "SELECT DISTINCT ?x {{ {} }}",
     "SELECT ?x (COUNT(DISTINCT ?y) AS ?m) {{ {} }} GROUP BY ?x",
     "SELECT (MAX(STR(?y)) AS ?m) {{ {} }}", "SELECT ?x (COUNT(*) AS ?m) {{ {} }} GROUP BY ?x", "ASK {{ {} }}",
     "CONSTRUCT {{ ?x id:r ?y }} WHERE {{ {} }}"]
)  # fmt: skip


@settings(max_examples=400, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graphs, selects, groups)
def test_any_query_over_any_graph_is_proved(edges: list[tuple[int, int, int]], form: str, group: str) -> None:
    """Whatever is asked of whatever graph, evidence replayed alone gives the row again, and none can be left out."""
    blocks = [triple for number, edge in enumerate(edges) for triple in block(number, edge)]
    plain = store.of([*CONTEXT, *blocks])
    derived = claims.derive(claims.read_claims(plain.pairs))
    graph = store.of([*CONTEXT, *blocks, *derived])
    query = form.format(group)
    found = check(graph, replay.Replay(graph), query)
    assert found.exact or len(found.rows) > 40

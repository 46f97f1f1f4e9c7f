"""The text of a query: what is read in it, and what is refused."""

import http.server
import threading
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg import sparql, store, terms
from kg.errors import KgError, QuerySyntax, RefusedQuery


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
        "select * { service silent <http://x/> { ?s ?p ?o } }",
        "SELECT * { SERVICE ?where { ?s ?p ?o } }",
        "SELECT * { SERVICE<http://x/>{ ?s ?p ?o } }",
        "SELECT * { SERVICESILENT<http://x/>{ ?s ?p ?o } }",
        "PREFIX : <http://x/> SELECT * { SERVICE:y { ?s ?p ?o } }",
        "SELECT * { ?s ?p trueSERVICE<http://x/>{} }",
        "SELECT * { ?s ?p 1SERVICE<http://x/>{} }",
        "SELECT * { OPTIONAL { { SERVICE <http://x/> {} } } }",
        "ASK { FILTER EXISTS { SERVICE <http://x/> {} } }",
        "SELECT * { ?s ?p '# no comment' . SERVICE <http://x/> {} }",
        "SELECT * { ?s ?p 'it''s' . SERVICE <http://x/> {} }",
        "SELECT * { FILTER('a'<'b>')SERVICE<http://x/>{}#'\n }",
        "SELECT * { FILTER('a'<a:b'>')SERVICE<http://x/>{}#'\n }",
        "SELECT * { FILTER(kg:a<kg:b#>'''\n)SERVICE<http://x/>{}#'''\n }",
        "SELECT * { FILTER(1<2#>'''\n)SERVICE<http://x/>{}#'''\n }",
        "PREFIX service: <http://x/> SELECT * { service:x {} }",
    ],
)
def test_a_call_to_another_endpoint_is_refused(query: str) -> None:
    """SERVICE is refused wherever the engine would see it, also where no space parts it from its neighbours."""
    with pytest.raises((RefusedQuery, QuerySyntax)):
        sparql.guard(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s rdfs:label 'SERVICE <http://x/> {}' }",
        'SELECT * { ?s rdfs:label """LOAD "SERVICE" <http://x/>""" }',
        "SELECT * { <http://x/SERVICE#service> ?p ?o }",
        "SELECT ?service { ?service ?p ?o } # SERVICE <http://x/> {}",
        "PREFIX ex: <http://x/service/> SELECT * { ex:service ex:SERVICE 'x'@en-service }",
        "SELECT $service { _:service ?p $service }",
    ],
)
def test_the_word_alone_is_no_call(query: str) -> None:
    """In a string, an IRI, a comment, a name or a variable, SERVICE is a word like any other."""
    assert sparql.guard(query)


@pytest.mark.parametrize("verb", ["INSERT DATA", "DELETE WHERE", "LOAD <http://x/>", "CLEAR", "drop", "WITH"])
def test_an_update_is_refused(verb: str) -> None:
    """Nothing is written through a query, and the message says how a claim is added."""
    with pytest.raises(RefusedQuery, match="kg claim new"):
        sparql.guard(f"PREFIX x: <http://x/> {verb} {{ ?s ?p ?o }}")


@pytest.mark.parametrize("query", ["SELECT * { GRAPH ?g { ?s ?p ?o } }", "SELECT * FROM <http://x/> { ?s ?p ?o }"])
def test_a_graph_by_name_is_refused(query: str) -> None:
    """Graph names are not kept here; a query that asks for one is refused rather than answered with nothing."""
    with pytest.raises(RefusedQuery, match="kg:statedIn"):
        sparql.guard(query)


@pytest.mark.parametrize(
    ("query", "line", "column", "said"),
    [
        ("SELECT * {\n  ?s ?p 'x }", 2, 9, "never closed"),
        ("SELECT * { ?s ?p ?o", 1, 10, "'{' is never closed"),
        ("SELECT * { ?s ?p ?o } }", 1, 23, "'}' closes nothing"),
        ("SELECT * { ?s ?p (1 }", 1, 21, "'}' closes nothing"),
        ("SELECT *\n{ ?s foo:bar ?o }", 2, 6, "prefix 'foo:' is not declared"),
        ("FIND ?s { ?s ?p ?o }", 1, 1, "begins with SELECT"),
        ("SELECT * { <nobody> ?p ?o }", 1, 12, "<nobody> is no whole IRI"),
        ("SELECT * { ?s ?p ?o FILTER(?s<?p&&?o>?p) }", 1, 30, "put a space after it"),
        ("", 1, 1, "begins with SELECT"),
        ("SELECT * { ?s ?p \\u0053 }", 1, 18, "has no meaning here"),
        ("SELECT * { ?s ?p }", 1, 18, "'}' stands where a variable"),
        ("SELECT ?s\nWHERE ?s ?p ?o", 2, 7, "'?s' stands where '{' is wanted"),
        ("SELECT * { ?s ?p ?o } LIMIT", 1, 28, "ends where a number is wanted"),
        ("SELECT * { ?s ?p ?o }\nORDER BY DESC ?s", 2, 15, "'?s' stands where '(' is wanted"),
        ("SELECT (COUNT(?s) ?n) { ?s ?p ?o }", 1, 19, "AS"),
        ("SELECT * { FILTER ?a = 1 }", 1, 19, "'('"),
        ("SELECT ?s { ?s ?p ?o } GROUP BY ?p", 1, 1, "unbound"),
        ("SELECT * { ?s ?p ?o BIND(1 AS ?s) }", 1, 1, "given a value twice"),
    ],
)
def test_a_fault_is_shown_where_it_is(query: str, line: int, column: int, said: str) -> None:
    """A query that does not parse is refused with the line and the column of the first word that fits nowhere."""
    with pytest.raises(QuerySyntax) as caught:
        store.of([]).query(query)
    assert said in str(caught.value)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert f"line {line}, column {column}" in str(caught.value)


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ FILTER({'(' * 20_000}1{')' * 20_000}) }}",
        f"SELECT * {'{' * 500}{'}' * 500}",
        f"SELECT * {{ FILTER({'||'.join(['?a'] * 20_000)}) }}",
        f"SELECT * {{ {' UNION '.join(['{}'] * 20_000)} }}",
        f"SELECT * {{ ?s {'/'.join(['<x:y>'] * 20_000)} ?o }}",
        f"SELECT * {{ FILTER({'!' * 20_000}true) }}",
    ],
    ids=["brackets", "groups", "or", "union", "path", "not"],
)
def test_a_query_cannot_break_the_engine(query: str) -> None:
    """What would exhaust the stack of the engine, and so end the process, is refused with a sentence."""
    with pytest.raises(RefusedQuery, match=r"ask in several queries|put what is alike into VALUES or IN"):
        store.of([]).query(query)


def test_a_faulty_query_in_deep_brackets_is_still_an_error() -> None:
    """The deepest query that is let through gets its syntax error too."""
    with pytest.raises(QuerySyntax):
        store.of([]).query(f"SELECT * {{ FILTER({'(' * 90}1 1{')' * 90}) }}")


class Listener(http.server.BaseHTTPRequestHandler):
    """An endpoint that counts its visitors."""

    visits = 0

    def do_GET(self) -> None:
        """Count a visitor and send it away."""
        type(self).visits += 1
        self.send_error(404)

    do_POST = do_GET  # noqa: N815 - the name http.server looks for

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Say nothing."""


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """The address of an endpoint on this machine."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_the_engine_would_follow_a_call(endpoint: str) -> None:
    """Without the guard the engine goes out, so the tests below see it when it does."""
    import pyoxigraph as ox  # noqa: PLC0415 - the one place that looks behind the door

    before = Listener.visits
    with pytest.raises(OSError, match="404"):
        list(ox.Store().query(f"SELECT * {{ SERVICE <{endpoint}> {{ ?s ?p ?o }} }}"))  # type: ignore[arg-type]  # a SELECT
    assert Listener.visits > before


WORDS = """
SERVICE service SILENT ' " \'\'\' < > # { } ( ) \\ : x <ENDPOINT> ?a 1 true FILTER( 1<2 'a'<'b' . a:b @en &&
UNION OPTIONAL{
\\u0053 SERVICE<ENDPOINT>{} SERVICE:x{} <ENDPOINT>(1) BIND(<ENDPOINT> <a:b' <a:b# a:b<a:b 'a' FILTER('a'<a:b'>')
FILTER(1<a:b#>\'\'\'
"""
PIECES = (*WORDS.split(), "\n", " ", '"' * 3, "LOAD <ENDPOINT>", "FROM <ENDPOINT>", "?s ?p ?o", " AS ?x)")


@given(st.lists(st.sampled_from(PIECES), max_size=14))
@example(["FILTER(", "'a'<'b", ">", "'", ")", "SERVICE<ENDPOINT>{}", "#", "'"])
@example(["FILTER(", "1<2", "#", ">", "'''", "\n", ")", "SERVICE<ENDPOINT>{}", "#", "'''"])
def test_no_query_ever_goes_out(endpoint: str, pieces: list[str]) -> None:
    """Whatever a query is made of, nothing arrives at another endpoint."""
    before = Listener.visits
    text = "".join(pieces).replace("ENDPOINT", endpoint)
    for query in (f"PREFIX a: <{endpoint}> SELECT * {{ {text} }}", f"ASK {{ ?s ?p ?o {text} }}", text):
        try:
            store.of([]).query(query)
        except KgError:
            continue
    assert Listener.visits == before


def test_the_order_of_a_star_is_that_of_the_query() -> None:
    """SELECT * shows its variables in the order in which the query speaks of them."""
    assert store.of([]).select("SELECT * { ?zebra ?apple ?mango }").columns == ("zebra", "apple", "mango")


ALLOWED = ("example.org", "localhost:3030")


@pytest.mark.parametrize(
    "target",
    ["<http://example.org/sparql>", "SILENT <https://EXAMPLE.org>", "<http://localhost:3030/ds?a=b>"],
)
def test_a_host_that_is_allowed_by_name_may_be_called(target: str) -> None:
    """SERVICE goes to the hosts that were named, with their port."""
    assert sparql.guard(f"SELECT * {{ SERVICE {target} {{ ?s ?p ?o }} }}", ALLOWED)


@pytest.mark.parametrize(
    "target",
    [
        "<http://example.org.evil.org/>",
        "<http://evil.org/example.org>",
        "<http://example.org@evil.org/>",
        "<http://example.org:80@evil.org/>",
        "<http://example.org:8080/>",
        "<http://localhost/>",
        "<http://evil.org\\u002F@example.org/>",
        "<ftp://example.org/>",
        "?where",
        "SILENT ?where",
        "id:example",
        "SILENT SILENT <http://example.org/>",
    ],
)
def test_no_other_host_may_be_called(target: str) -> None:
    """A host that was not named, a variable, a prefixed name and a trick are refused."""
    with pytest.raises(RefusedQuery, match="allowed by name"):
        sparql.guard(f"SELECT * {{ SERVICE {target} {{ ?s ?p ?o }} }}", ALLOWED)


def test_what_is_not_declared_is_declared() -> None:
    """Prefixes of the house that a query uses without declaring them are named once, on one line."""
    found = sparql.tokens("PREFIX kg: <http://a/> ASK { id:a kg:b id:c . ?d a rdf:List . FILTER(STR(?d) = 'owl:no') }")
    assert sparql.declared(found) == f"PREFIX id: <{terms.ID}> PREFIX rdf: <{terms.RDF}> "
    assert sparql.form(found) == "ASK"

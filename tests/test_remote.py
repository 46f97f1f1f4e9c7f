"""Stores elsewhere: an answer, or one clear error in bounded time, whatever the other side does."""

from collections.abc import Iterator

import pytest

import kg
from kg import exchange, remote, terms
from kg.errors import KgError, Misuse, QuerySyntax, RefusedQuery, RemoteTrouble
from kg.servers import login
from kg.tables import LANG_STRING, Blank, Iri, Literal, Rows
from tests.server import Handler, Server, answering, reply, serving

ROWS = {
    "head": {"vars": ["it", "name", "count", "node"]},
    "results": {
        "bindings": [
            {
                "it": {"type": "uri", "value": terms.ID + "us-bis"},
                "name": {"type": "literal", "value": "Büro", "xml:lang": "de"},
                "count": {"type": "typed-literal", "value": "3", "datatype": terms.XSD + "integer"},
                "node": {"type": "bnode", "value": "b0"},
            },
            {"it": {"type": "literal", "value": "x"}},
        ]
    },
}
SELECT = "SELECT ?it ?name ?count ?node { ?it kg:name ?name ; kg:count ?count , ?node }"
QUICK = 0.4


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy and no login of the environment stands between a test and its server."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    for name in ("KG_STORE_USER", "KG_STORE_PASSWORD", "KG_STORE_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(remote, "_growing", lambda _state: 0.01)


@pytest.fixture
def rows() -> Iterator[Server]:
    """An endpoint that gives two rows to every query."""
    with serving(answering(ROWS)) as server:
        yield server


def test_rows_come_as_terms(rows: Server) -> None:
    """Every kind of term of the results is read, and a gap is a gap."""
    found = remote.Remote(rows.address).select(SELECT)
    assert found == Rows(
        ("it", "name", "count", "node"),
        [
            (
                Iri(terms.ID + "us-bis"),
                Literal("Büro", LANG_STRING, "de"),
                Literal("3", terms.XSD + "integer"),
                Blank("b0"),
            ),
            (Literal("x"), None, None, None),
        ],
    )


def test_a_short_query_is_got_and_a_long_one_posted(rows: Server) -> None:
    """What fits an address is a GET, what does not is a POST; both declare the prefixes of the house they use."""
    far = remote.Remote(rows.address)
    far.select(SELECT)
    far.select(f"{SELECT}\n# {'long ' * 1000}")
    (method, path, headers, _), (posted, plain_path, more, body) = rows.got
    assert (method, posted, plain_path) == ("GET", "POST", "/sparql")
    assert path.startswith("/sparql?query=PREFIX+kg%3A+%3C")
    assert "format=" not in path + body
    assert "application/sparql-results+json" in headers["Accept"]
    assert more["Content-Type"] == "application/x-www-form-urlencoded"
    assert body.startswith("query=PREFIX+kg")


def test_values_travel_as_terms(rows: Server) -> None:
    """A value for a variable is written into the query so that it stays a value."""
    remote.Remote(rows.address).select("SELECT ?it { ?it ?p ?v }", {"v": Literal('" } DROP ALL # ')})
    assert "DROP+ALL" in rows.got[0][1]
    assert "%5C%22+%7D+DROP" in rows.got[0][1]


def test_what_leaves_the_graph_is_not_even_sent(rows: Server) -> None:
    """SERVICE and updates are refused here."""
    for query in ("SELECT * { SERVICE <http://localhost/> { ?a ?b ?c } }", "DROP ALL"):
        with pytest.raises(RefusedQuery):
            remote.Remote(rows.address).query(query)
    assert rows.got == []


def test_yes_or_no() -> None:
    """An ASK gives a truth."""
    with serving(answering({"head": {}, "boolean": True})) as server:
        assert remote.Remote(server.address).ask("ASK { ?a ?b ?c }") is True


@pytest.mark.parametrize("kind", ["application/n-triples", "text/turtle"])
def test_triples_come_as_triples(kind: str) -> None:
    """A CONSTRUCT gives triples, each once."""
    line = b"<https://example.org/a> <https://example.org/b> 'c' .\n".replace(b"'", b'"')
    with serving(lambda request, _: reply(request, 200, kind, line * 2)) as server:
        found = remote.Remote(server.address).construct("CONSTRUCT { ?a ?b ?c } WHERE { ?a ?b ?c }")
        assert "n-triples" in server.got[0][2]["Accept"]
    assert found == [(Iri("https://example.org/a"), Iri("https://example.org/b"), Literal("c"))]


LOGINS = {
    "basic": ({"user": "ann", "password": "se:cret"}, "Basic YW5uOnNlOmNyZXQ="),
    "bearer": ({"token": "t0ken"}, "Bearer t0ken"),
}


@pytest.mark.parametrize("how", LOGINS)
def test_a_login_is_sent(rows: Server, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    """Basic and bearer logins come from arguments or from the environment."""
    given, header = LOGINS[how]
    kg.open(rows.address, **given)._store.select(SELECT)
    for name, value in given.items():
        monkeypatch.setenv(f"KG_STORE_{name.upper()}", value)
    kg.open(rows.address)._store.select(SELECT)
    assert {headers["Authorization"] for _, _, headers, _ in rows.got} == {header}


def test_a_login_is_in_no_message() -> None:
    """Neither an error nor what an object shows of itself holds a login or a secret part of an address."""
    with serving(lambda request, _: reply(request, 401, "text/plain", b"no")) as server:
        far = remote.Remote(f"{server.address}?key=s3cret", login.Login("ann", "s3cret"))
        with pytest.raises(RemoteTrouble, match="wants another login") as caught:
            far.select(SELECT)
    assert "s3cret" not in str(caught.value) + repr(vars(far)["login"])
    assert "s3cret" not in repr(exchange.Message("http://x/", "ASK", "ASK {}", login.Login("ann", "s3cret")))


@pytest.mark.parametrize(
    ("address", "given"),
    [
        ("http://ann:s3cret@127.0.0.1/", {}),
        ("http:///sparql", {}),
        ("http://127.0.0.1/", {"user": "ann"}),
        ("http://127.0.0.1/", {"user": "ann", "password": "s3cret", "token": "s3cret"}),
    ],
)
def test_half_an_address_or_login_is_refused(address: str, given: dict[str, str]) -> None:
    """An address with a login in it or without a host, half a login, and two logins are refused."""
    with pytest.raises(Misuse) as caught:
        kg.open(address, **given)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_endpoint_is_asked_again(status: int) -> None:
    """After 429 or 503 the same query is sent again, after the pause that the other side wishes."""

    def behave(request: Handler, number: int) -> None:
        if number < 2:
            reply(request, status, "text/plain", b"busy", Retry_After="0")
        else:
            answering(ROWS)(request, number)

    with serving(behave) as server:
        assert len(remote.Remote(server.address).select(SELECT).rows) == 2
        assert len(server.got) == 3


def test_an_endpoint_that_stays_busy_is_left() -> None:
    """Who is busy five times, or wants a pause longer than there is time, is not asked again."""
    with serving(lambda request, _: reply(request, 503, "text/plain", b"busy")) as server:
        with pytest.raises(RemoteTrouble, match=r"is busy \(503\)"):
            remote.Remote(server.address).select(SELECT)
        assert len(server.got) == 5
    with serving(lambda request, _: reply(request, 503, "text/plain", b"", Retry_After="3600")) as server:
        with pytest.raises(RemoteTrouble, match="is busy"):
            remote.Remote(server.address, timeout=QUICK).select(SELECT)
        assert len(server.got) == 1


def test_an_address_that_is_too_long_is_posted() -> None:
    """An endpoint that finds the address too long gets the query in the body."""

    def behave(request: Handler, number: int) -> None:
        if request.command == "GET":
            reply(request, 414, "text/plain", b"too long")
        else:
            answering(ROWS)(request, number)

    with serving(behave) as server:
        assert len(remote.Remote(server.address).select(SELECT).rows) == 2


def test_nobody_there_is_told() -> None:
    """An address at which nobody listens is said to be one."""
    with serving(answering({})) as server:
        address = server.address
    with pytest.raises(RemoteTrouble, match="cannot be reached"):
        remote.Remote(address).select(SELECT)


def test_a_redirect_on_the_same_host_is_followed_unless_the_query_would_be_lost() -> None:
    """A GET follows a redirect to another path; a POST does not, for its query would stay behind."""

    def behave(request: Handler, number: int) -> None:
        if request.path.startswith("/sparql"):
            reply(request, 302, "text/plain", b"", Location=request.path.replace("/sparql", "/query"))
        else:
            answering(ROWS)(request, number)

    with serving(behave) as server:
        far = remote.Remote(server.address)
        assert len(far.select(SELECT).rows) == 2
        with pytest.raises(RemoteTrouble, match="and is not followed: name it"):
            far.select(f"{SELECT} # {'long ' * 1000}")


def test_a_query_that_is_not_taken_is_explained() -> None:
    """What is wrong with a query is said with its place; what only the other side minds, in its words."""
    with serving(lambda request, _: reply(request, 400, "text/plain", b"not\n today")) as server:
        far = remote.Remote(server.address)
        with pytest.raises(QuerySyntax, match="line 1, column"):
            far.select("SELECT * { ?a ?b }")
        with pytest.raises(Misuse, match="does not take the query: not today"):
            far.select(SELECT)


@pytest.mark.parametrize(("kind", "body"), [("text/turtle", b"<a"), ("image/png", b""), ("application/x-zip", b"")])
def test_triples_that_are_none_are_refused(kind: str, body: bytes) -> None:
    """What does not parse or is of another kind is no answer to a CONSTRUCT."""
    with (
        serving(lambda request, _: reply(request, 200, kind, body)) as server,
        pytest.raises(KgError, match=r"that do not parse|where triples were asked for"),
    ):
        remote.Remote(server.address).construct("CONSTRUCT WHERE { ?a ?b ?c }")

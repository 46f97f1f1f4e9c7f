"""A graph elsewhere: found behind the address that a user knows, seen as its manifest says, or refused."""

import base64
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg import elsewhere, holdings
from kg.errors import RemoteTrouble
from kg.servers.login import Login
from kg.terms import GRAPH
from tests import oxigraph_server
from tests.conftest import Run
from tests.server import Handler, answering, reply, serving

SHOW = ("show", "us-bis", "--endpoint")
DIGEST = 'Digest realm="R", nonce="abc", qop="auth", algorithm="MD5"'
ENTRY = holdings.MANIFEST + "/1"


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No proxy and no login of the person who runs the tests stands between a test and its server."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    for name in ("KG_STORE_USER", "KG_STORE_PASSWORD", "KG_STORE_TOKEN"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real server that nobody filled with 'kg load': it holds a flat graph, and has no manifest."""
    folder = tmp_path_factory.mktemp("flat")
    small = Path(__file__).parent / "queries" / "small-list.ttl"
    with oxigraph_server.serving(small, folder) as found:
        yield found


def manifest(*more: tuple[str, str, str]) -> object:
    """The manifest of a store with one graph, as a store answers with it, and more lines of it."""
    lines = [
        (ENTRY, holdings._NAME, GRAPH + "ontology"),
        (ENTRY, holdings._TRIPLES, "3"),
        (ENTRY, holdings._DIGEST, "d"),
        *more,
    ]
    rows = [
        {
            "s": {"type": "uri", "value": subject},
            "p": {"type": "uri", "value": predicate},
            "o": {"type": "uri" if "://" in value else "literal", "value": value},
        }
        for subject, predicate, value in lines
    ]
    return {"head": {"vars": ["s", "p", "o"]}, "results": {"bindings": rows}}


def test_a_store_without_a_manifest_is_asked_as_it_is(run: Run, address: str) -> None:
    """Any endpoint that holds the graph answers, whoever put it there, and at the address of its server too."""
    here = run("show", "aurora-lithography-co-ltd")
    assert here[0] == 0
    for place in (address, address.removesuffix("/query"), f"{address}?union-default-graph"):
        assert run("show", "aurora-lithography-co-ltd", "--endpoint", place) == here


def test_a_policy_is_put_on_a_copy_of_it(run: Run, address: str) -> None:
    """A day leaves the same claims out there as here, and the notes are the same."""
    day = ("show", "aurora-lithography-co-ltd", "--as-of", "1990-01-01")
    assert run(*day, "--endpoint", address) == run(*day)
    query = ("query", "-e", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "--as-of", "1990-01-01", "--format", "csv")
    here, there = (int(run(*query, *more)[1].split()[1]) for more in ((), ("--endpoint", address)))
    assert there <= here  # the questions of the library are in the graph here, and not in that file
    assert there > 0


def page(request: Handler, _: int) -> None:
    """Answer with a page for people."""
    reply(request, 200, "text/html", b"<!DOCTYPE html><p>welcome")


def denied(request: Handler, _: int) -> None:
    """Want another login."""
    reply(request, 401, "text/plain", b"no")


def lost(request: Handler, _: int) -> None:
    """Have nothing there."""
    reply(request, 404, "text/plain", b"nothing here")


@pytest.mark.parametrize(
    ("behave", "sentence"),
    [
        (page, "answers with a web page (200): name the address of its SPARQL endpoint"),
        (denied, "wants another login (401): set KG_STORE_USER and KG_STORE_PASSWORD, or KG_STORE_TOKEN, or write"),
        (lost, "answers with the status 404: nothing here"),
    ],
)
def test_what_is_no_store_is_said(run: Run, behave: Callable[[Handler, int], None], sentence: str) -> None:
    """A web page, a closed door and an empty place end with 1 and one sentence, and are asked once."""
    with serving(behave) as server:
        code, out, err = run(*SHOW, server.address)
        assert (code, out, len(err.splitlines())) == (1, "", 1)
        assert sentence in err
        assert len(server.got) == 1


@pytest.mark.parametrize(
    ("address", "code", "sentence"),
    [
        ("nonsense", 2, "has an address that begins with http:// or https://"),
        ("http://ann:s3cret@127.0.0.1:1/", 2, "takes no password"),
        ("http://127.0.0.1:1/", 1, "cannot be reached"),
    ],
)
def test_what_is_no_address_is_said(run: Run, address: str, code: int, sentence: str) -> None:
    """Misuse ends with 2 and trouble with 1, each in one sentence without the password."""
    found, out, err = run(*SHOW, address)
    assert (found, out, len(err.splitlines())) == (code, "", 1)
    assert sentence in err
    assert "s3cret" not in err


def test_a_store_that_says_nothing_is_left(run: Run) -> None:
    """The bound on time of a question holds for a store elsewhere from the first word on."""
    with serving(lambda _request, _number: time.sleep(3)) as server:
        started = time.monotonic()
        code, out, err = run("query", "-e", "ASK {}", "--timeout", "0.4", "--endpoint", server.address)
        assert time.monotonic() - started < 2.5
    assert (code, out) == (1, "")
    assert "did not answer within 0.4 seconds" in err


def test_a_load_that_has_not_ended_is_not_asked() -> None:
    """Where graphs are without a word on how they are seen, an answer would be a part of one."""
    with serving(answering(manifest())) as server, pytest.raises(RemoteTrouble, match="run 'kg load' again"):
        elsewhere.opened(server.address)


def test_a_load_at_work_is_said() -> None:
    """Questions see the graphs as the manifest says, and an answer tells that somebody may be changing them."""
    own = [
        (holdings.MANIFEST, holdings._VIEW, "default-graph-uri=urn:x"),
        (holdings.MANIFEST, holdings._TRUTH, "abc"),
        (holdings.MANIFEST, holdings._HOLDER, "somebody"),
    ]
    with serving(answering(manifest(*own))) as server:
        far, held = elsewhere.opened(server.address)
        far.reply("SELECT", "SELECT * {}", far.view)
        assert "default-graph-uri=urn%3Ax" in server.got[-1][1]
        named, _ = elsewhere.opened(f"{server.address}?default-graph-uri=urn:mine")
    assert (far.content, list(held.entries)) == ("abc", [GRAPH + "ontology"])
    assert "A load into that store is at work" in far.notes[0]
    assert named.view == ()


def test_a_store_that_takes_no_such_question_has_no_manifest() -> None:
    """Who refuses to be asked for a named graph, or answers something else, is asked as it is."""
    with serving(lambda request, _: reply(request, 400, "text/plain", b"no GRAPH here")) as server:
        assert elsewhere.opened(server.address)[1].entries == {}
    with serving(answering({"head": {"vars": ["x"]}, "results": {"bindings": []}})) as server:
        assert elsewhere.opened(server.address)[1].entries == {}


def test_a_digest_is_given_where_it_is_asked_for() -> None:
    """A store that wants a digest gets one, and neither the password nor a plain login after it has asked."""

    def behave(request: Handler, number: int) -> None:
        said = request.headers.get("Authorization", "")
        if said.startswith("Digest "):
            answering(manifest((holdings.MANIFEST, holdings._VIEW, "")))(request, number)
        else:
            head = {} if said else {"WWW_Authenticate": DIGEST}  # Virtuoso asks only those who bring nothing
            reply(request, 401, "text/plain", b"", **head)

    with serving(behave) as server:
        elsewhere.opened(server.address, Login("ann", "s3cret"))
        said = [headers.get("Authorization", "") for _, _, headers, _ in server.got]
    assert said[0] == "Basic " + base64.b64encode(b"ann:s3cret").decode()
    assert said[1] == ""
    assert re.match(r'Digest username="ann", realm="R", nonce="abc", uri="/sparql\?query=', said[2])
    assert len(said) == 3

"""What the other side may do wrong: it hangs, drips, dies, floods, redirects, or sends what are no results."""

import time
from collections.abc import Callable

import pytest

from kg import exchange, remote
from kg.errors import RemoteTrouble
from tests.server import JSON, Handler, answering, reply, serving

SELECT = "SELECT ?it { ?it kg:name ?name }"
QUICK = 0.4


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy and no login of the environment stands between a test and its server."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    for name in ("KG_STORE_USER", "KG_STORE_PASSWORD", "KG_STORE_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(remote, "_growing", lambda _state: 0.01)


def test_a_pause_is_read() -> None:
    """Seconds and dates are understood, nonsense is not."""
    assert exchange.Reply("", 503, "", b"", {"retry-after": "7"}).pause() == 7
    assert exchange.Reply("", 503, "", b"", {"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}).pause() == 0
    assert exchange.Reply("", 503, "", b"", {"retry-after": "soon"}).pause() is None


def hang(request: Handler, _: int) -> None:
    """Say nothing for a while."""
    time.sleep(3)
    request.close_connection = True


def drip(request: Handler, _: int) -> None:
    """Send a byte now and then, so that no single silence is long."""
    request.send_response(200)
    request.send_header("Content-Type", JSON)
    request.end_headers()
    for _ in range(60):
        request.wfile.write(b" ")
        request.wfile.flush()
        time.sleep(0.05)


def drip_head(request: Handler, _: int) -> None:
    """Send the head a byte at a time."""
    for each in b"HTTP/1.1 200 OK\r\nX: " + b"y" * 60:
        request.wfile.write(bytes([each]))
        request.wfile.flush()
        time.sleep(0.05)


def die(request: Handler, _: int) -> None:
    """Promise more than is sent."""
    request.send_response(200)
    request.send_header("Content-Type", JSON)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    request.wfile.write(b'{"head": {"vars": []}, ')


def die_in_pieces(request: Handler, _: int) -> None:
    """Break off within a chunk."""
    request.send_response(200)
    request.send_header("Content-Type", JSON)
    request.send_header("Transfer-Encoding", "chunked")
    request.end_headers()
    request.wfile.write(b"ff\r\n{")


def flood(request: Handler, _: int) -> None:
    """Send without end."""
    request.send_response(200)
    request.send_header("Content-Type", JSON)
    request.end_headers()
    for _ in range(2000):
        request.wfile.write(b" " * 100_000)


def page(request: Handler, _: int) -> None:
    """Send a page for a browser."""
    reply(request, 200, "text/html", b"<!DOCTYPE html><title>Welcome</title>")


def page_in_disguise(request: Handler, _: int) -> None:
    """Send a page and call it results."""
    reply(request, 200, JSON, b"\n<html>Welcome")


def elsewhere(request: Handler, _: int) -> None:
    """Redirect to another host."""
    reply(request, 302, "text/plain", b"", Location="http://192.0.2.1/sparql?key=s3cret")


def other_port(request: Handler, _: int) -> None:
    """Redirect to another port of the host."""
    reply(request, 302, "text/plain", b"", Location="http://127.0.0.1:9/sparql")


def local_file(request: Handler, _: int) -> None:
    """Redirect to a file."""
    reply(request, 302, "text/plain", b"", Location="file:///etc/passwd")


def circle(request: Handler, _: int) -> None:
    """Redirect to itself."""
    reply(request, 302, "text/plain", b"", Location="/sparql")


def fail(request: Handler, _: int) -> None:
    """Send an error that tries to steer the terminal."""
    reply(request, 500, "text/plain", b"Error: \x1b[2J disk")


def other_language(request: Handler, _: int) -> None:
    """Speak of something else."""
    request.wfile.write(b"SSH-2.0\r\n\r\n")


def said(body: bytes) -> Callable[[Handler, int], None]:
    """What sends a body as results."""
    return lambda request, _: reply(request, 200, JSON, body)


def cell(**keys: object) -> Callable[[Handler, int], None]:
    """What sends one row with one cell."""
    return answering({"head": {"vars": ["it"]}, "results": {"bindings": [{"it": keys}]}})


BAD = {
    "it hangs": (hang, "did not answer within 0.4 seconds"),
    "it sends a byte now and then": (drip, "did not answer within 0.4 seconds"),
    "it sends its head a byte at a time": (drip_head, "did not answer within 0.4 seconds"),
    "it dies midway": (die, "broke off in the middle"),
    "it dies within a piece": (die_in_pieces, "broke off in the middle"),
    "it sends nothing": (lambda _request, _number: None, "broke off in the middle"),
    "it sends too much": (flood, "sends more than 1 MB: ask for less, with LIMIT"),
    "it announces too much": (
        lambda request, _: reply(request, 200, JSON, b" " * 2_000_000),
        "sends more than 1 MB: ask for less, with LIMIT",
    ),
    "it sends a page": (page, "answers with a web page"),
    "it sends a page in disguise": (page_in_disguise, "answers with a web page"),
    "it redirects elsewhere": (elsewhere, "redirects to http://192.0.2.1/sparql, on another host and is not followed"),
    "it redirects to another port": (other_port, "on another host and is not followed"),
    "it redirects to a file": (local_file, "answers with the status 302"),
    "it goes in a circle": (circle, "answers with the status 302"),
    "it fails": (fail, "answers with the status 500: Error: \ufffd\\[2J disk"),
    "it sends no JSON": (said(b"{"), "no whole SPARQL results in JSON"),
    "it sends other JSON": (said(b"[]"), "no whole SPARQL results in JSON"),
    "it sends deep JSON": (said(b"[" * 100_000), "no whole SPARQL results in JSON"),
    "it sends no text": (said(b"\xff\xfe"), "no text in UTF-8"),
    "it sends an IRI that ends early": (cell(type="uri", value="a:b> <c"), "no whole SPARQL results"),
    "it sends half a character": (cell(type="literal", value="\ud800"), "no whole SPARQL results"),
    "it sends a number for a text": (cell(type="literal", value=5), "no whole SPARQL results"),
    "it sends an odd tag": (cell(type="literal", value="a", **{"xml:lang": "e n"}), "no whole SPARQL results"),
    "it sends a triple": (cell(type="triple", value="a"), "no whole SPARQL results"),
    "it sends columns that are no texts": (answering({"head": {"vars": [1]}, "results": {"bindings": []}}), "no whole"),
    "it does not speak HTTP": (
        lambda request, _: request.wfile.write(b"SSH-2.0\r\n\r\n") and None,
        "does not speak HTTP",
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_whatever_goes_wrong_is_one_clear_error_in_bounded_time(what: str) -> None:
    """The other side may do what it likes: there is a sentence, and soon."""
    behave, sentence = BAD[what]
    with serving(behave) as server:
        start = time.monotonic()
        with pytest.raises(RemoteTrouble, match=sentence) as caught:
            remote.Remote(server.address, timeout=QUICK, most=1024**2).select(SELECT)
        assert time.monotonic() - start < 2.5
    assert "\x1b" not in str(caught.value)
    assert "s3cret" not in str(caught.value)
